#include "app/interchange/foreign_content.h"

#include "app/interchange/edl_lines.h"
#include "app/interchange/foreign_xml.h"
#include "app/interchange/otio_json.h"

#include <string_view>

namespace seamline::interchange {
namespace {

using otio::Json;

/// Goes through one timeline of an OpenTimelineIO document.
class OtioForeign {
public:
    explicit OtioForeign(EditNotes& notes) : notes_(notes) {}

    void item(const Json& object, bool in_track) {
        if (!object.is_object()) return;
        const std::string_view schema = otio::schema_of(object).name;
        metadata(object);
        if (in_track && is_nest(schema)) notes_.count("nest: opened into its clips");
        if (in_track && !is_nest(schema) && !is_known_item(schema)) return; // A note has its name.
        for (const char* key : {"markers", "effects"})
            if (const Json* list = otio::find_array(object, key))
                for (const Json& one : *list) metadata(one);
        if (const Json* one = otio::find_object(object, "media_reference")) metadata(*one);
        if (const Json* many = otio::find_object(object, "media_references"))
            for (const Json& one : *many) metadata(one);
        const bool is_track = schema == "Track" || schema == "Sequence";
        if (const Json* tracks = otio::find_object(object, "tracks")) item(*tracks, false);
        if (const Json* children = otio::find_array(object, "children"))
            for (const Json& child : *children) item(child, is_track);
    }

private:
    static bool is_nest(std::string_view schema) {
        return schema == "Stack" || schema == "Track" || schema == "Sequence" ||
               schema == "Timeline";
    }
    static bool is_known_item(std::string_view schema) {
        return schema == "Clip" || schema == "Gap" || schema == "Filler" || schema == "Transition";
    }

    void metadata(const Json& object) {
        if (!object.is_object()) return;
        const Json* metadata = otio::find_object(object, "metadata");
        if (metadata == nullptr) return;
        for (const auto& [key, value] : metadata->items())
            if (key != "seamline" && key != "cdl" && key != "cmx_3600" && !is_empty(value))
                notes_.count("metadata \"" + key + "\": left out");
    }

    static bool is_empty(const Json& value) {
        return value.is_null() || ((value.is_object() || value.is_array()) && value.empty());
    }

    EditNotes& notes_;
};

void count_otio(const EditDocument& document, EditNotes& notes) {
    const auto parsed = otio::parse(document.text, "document");
    if (!parsed) return;
    const Json& root = parsed.value().root;
    if (document.place == "-") return OtioForeign(notes).item(root, false); // Clips of a bin.
    try {
        OtioForeign(notes).item(root.at(Json::json_pointer(document.place)), false);
    } catch (const Json::exception&) {
        return; // A place of another document.
    }
}

void count_edl(const EditDocument& document, EditNotes& notes) {
    const auto lines = edl_lines(document.text, "list");
    if (!lines) return;
    const auto count = [&](const std::vector<EdlComment>& comments) {
        for (const EdlComment& comment : comments)
            if (comment.key == EdlKey::Foreign) notes.count("comment line of the list: left out");
    };
    count(lines.value().head);
    for (const EdlStatement& statement : lines.value().statements) count(statement.comments);
}

} // namespace

std::vector<EditNote> foreign_content(const EditDocument& document, const std::string& name) {
    EditNotes notes;
    switch (document.format) {
    case EditFormat::Otio:
        count_otio(document, notes);
        break;
    case EditFormat::Cmx3600:
        count_edl(document, notes);
        break;
    case EditFormat::Xmeml:
        count_foreign_xmeml(document, notes);
        break;
    case EditFormat::Fcpxml:
        count_foreign_fcpxml(document, notes);
        break;
    case EditFormat::None:
        break;
    }
    return notes.take(name);
}

} // namespace seamline::interchange
