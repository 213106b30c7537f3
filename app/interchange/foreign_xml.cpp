#include "app/interchange/foreign_xml.h"

#include "app/interchange/xml_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {
namespace {

using Words = std::vector<std::string_view>;

/// What of an element an edit carries: its attributes, and whether its children are looked at.
struct Known {
    Words attributes;
    bool descends = true;
};
using Table = std::map<std::string_view, Known>;

bool contains(const Words& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// Of what a reader tells on its own: neither attributes nor children are looked at.
Known told() { return {{}, false}; }

std::string tag(const pugi::xml_node& node) { return "<" + std::string(node.name()) + ">"; }

void count_attributes(const pugi::xml_node& node, const Known& known, EditNotes& notes) {
    if (!known.descends) return;
    for (const pugi::xml_attribute& attribute : node.attributes())
        if (!contains(known.attributes, attribute.name()))
            notes.count("attribute " + std::string(attribute.name()) + " of " + tag(node) +
                        ": left out");
}

/// `node` in the text of `document`; null: it has none.
pugi::xml_node at_place(const pugi::xml_document& document, const std::string& place) {
    const auto nodes = xml_places(document);
    const auto found = nodes.find(place);
    return found == nodes.end() ? pugi::xml_node() : found->second;
}

// FCPXML

const Table& fcpxml_table() {
    static const Words kItem{"ref",      "name",    "lane",      "offset", "start",
                             "duration", "enabled", "srcEnable", "format", "tcFormat"};
    static const Table kTable{
        {"library", {{}}},
        {"event", {{}}}, // Its name is told apart.
        {"project", {{"name"}}},
        {"sequence", {{"format", "duration", "tcStart", "tcFormat"}}},
        {"spine", {{"lane", "offset", "name"}}},
        {"format", {{"id", "name", "frameDuration", "width", "height"}}},
        {"asset", {{"id", "name", "start", "duration", "hasVideo", "format", "hasAudio", "src"}}},
        {"media-rep", {{"kind", "src"}}},
        {"metadata", {{}}},
        {"md", {{"key", "value"}}},
        {"media", {{"id", "name"}}},
        {"effect", told()},
        {"asset-clip", {kItem}},
        {"clip", {kItem}},
        {"video", {kItem}},
        {"audio", {kItem}},
        {"gap", {kItem}},
        {"ref-clip", {kItem}},
        {"sync-clip", {kItem}},
        {"audition", {kItem}},
        {"mc-clip", told()},
        {"title", told()},
        {"caption", told()},
        {"transition", {{"name", "offset", "duration"}}},
        {"marker", {{"start", "duration", "value", "note", "completed"}}},
        {"chapter-marker", {{"start", "duration", "value", "note"}}},
        {"timeMap", {{}}},
        {"timept", {{"time", "value", "interp"}}},
        {"conform-rate", told()},
    };
    return kTable;
}

class FcpxmlForeign {
public:
    FcpxmlForeign(const pugi::xml_node& root, EditNotes& notes) : notes_(notes) {
        for (const pugi::xml_node& resource : root.child("resources").children())
            resources_.emplace(resource.attribute("id").value(), resource);
    }

    void count(const pugi::xml_node& node) {
        walk(node);
        // In a loop: files may refer from one to the next as often as they like.
        while (!waiting_.empty()) {
            const pugi::xml_node resource = waiting_.back();
            waiting_.pop_back();
            walk(resource);
        }
    }

    /// What the project lies in.
    void around(const pugi::xml_node& node) {
        const std::string_view name = node.name();
        if (name == "event" && std::string_view(node.attribute("name").value()) != "Seamline")
            notes_.count("name of the event \"" + std::string(node.attribute("name").value()) +
                         "\": left out");
        for (const pugi::xml_attribute& attribute : node.attributes())
            if (std::string_view(attribute.name()) != "name" && name != "fcpxml")
                notes_.count("attribute " + std::string(attribute.name()) + " of " + tag(node) +
                             ": left out");
        static const Words kPlaces{"resources", "library", "event", "project"};
        for (const pugi::xml_node& child : node.children())
            if (child.type() == pugi::node_element && !contains(kPlaces, child.name()))
                notes_.count(tag(child) + ": left out");
    }

private:
    void walk(const pugi::xml_node& node) {
        const std::string_view name = node.name();
        if (node.type() != pugi::node_element) return;
        if (name.starts_with("adjust-") || name.starts_with("filter-")) return effect(node);
        const auto known = fcpxml_table().find(name);
        if (known == fcpxml_table().end()) return notes_.count(tag(node) + ": left out");
        count_attributes(node, known->second, notes_);
        for (const char* reference : {"ref", "format"}) follow(node.attribute(reference).value());
        if (!known->second.descends) return;
        if (name == "ref-clip") notes_.count("compound clip: opened into its clips");
        if (name == "sync-clip")
            notes_.count("synchronised clip: written as its picture and sound");
        if (name == "md") return entry(node);
        if (name == "audition") names_of_takes(node);
        for (const pugi::xml_node& child : node.children()) walk(child);
    }

    /// Those that are on are among what a reader says of the event.
    void effect(const pugi::xml_node& node) {
        if (std::string_view(node.attribute("enabled").value()) == "0")
            notes_.count(tag(node) + " that is switched off: left out");
    }

    void follow(const std::string& id) {
        const auto resource = resources_.find(id);
        if (resource == resources_.end() || !followed_.insert(id).second) return;
        waiting_.push_back(resource->second);
    }

    void entry(const pugi::xml_node& node) {
        const std::string_view key = node.attribute("key").value();
        if (key == "com.apple.proapps.studio.reel" || key.starts_with("com.seamline.")) return;
        notes_.count("metadata " + std::string(key) + ": left out");
    }

    void names_of_takes(const pugi::xml_node& audition) {
        const std::string_view shown = audition.first_child().attribute("name").value();
        for (const pugi::xml_node& take : audition.children())
            if (take.attribute("name") && take.attribute("name").value() != shown)
                notes_.count("own name of a clip in an audition: left out");
    }

    EditNotes& notes_;
    std::map<std::string, pugi::xml_node> resources_;
    std::set<std::string> followed_;
    std::vector<pugi::xml_node> waiting_;
};

// xmeml

const Table& xmeml_table() {
    static const Known kPlain{{}};
    static const Table kTable = [] {
        Table table;
        for (const char* name : {"locked",
                                 "name",
                                 "duration",
                                 "rate",
                                 "timebase",
                                 "ntsc",
                                 "timecode",
                                 "string",
                                 "frame",
                                 "displayformat",
                                 "source",
                                 "reel",
                                 "media",
                                 "video",
                                 "audio",
                                 "format",
                                 "samplecharacteristics",
                                 "width",
                                 "height",
                                 "pixelaspectratio",
                                 "enabled",
                                 "start",
                                 "end",
                                 "in",
                                 "out",
                                 "masterclipid",
                                 "pathurl",
                                 "alignment",
                                 "pproTicksIn",
                                 "pproTicksOut",
                                 "cutPointTicks",
                                 "subclipinfo",
                                 "startoffset",
                                 "endoffset",
                                 "stillframe",
                                 "stillframeoffset"})
            table.emplace(name, kPlain);
        for (const char* name : {"sequence", "clipitem", "file", "transitionitem", "generatoritem"})
            table.emplace(name, Known{{"id"}});
        table.emplace("track", Known{{"MZ.TrackName"}});
        // The reader says what of them is not shown.
        for (const char* name : {"effect", "filter", "marker", "colorinfo", "compositemode"})
            table.emplace(name, told());
        return table;
    }();
    return kTable;
}

void walk_xmeml(const pugi::xml_node& node, EditNotes& notes) {
    if (node.type() != pugi::node_element) return;
    const std::string_view name = node.name();
    const auto known = xmeml_table().find(name);
    if (known == xmeml_table().end()) return notes.count(tag(node) + ": left out");
    count_attributes(node, known->second, notes);
    if (name == "filter" && child_text(node, "enabled") == "FALSE")
        notes.count("filter that is switched off: left out");
    if (!known->second.descends) return;
    if (name == "sequence" && std::string_view(node.parent().name()) == "clipitem")
        notes.count("nested sequence: opened into its clips");
    for (const pugi::xml_node& child : node.children()) walk_xmeml(child, notes);
}

} // namespace

void count_foreign_fcpxml(const EditDocument& document, EditNotes& notes) {
    const auto xml = parse_xml(document.text, "document");
    if (!xml) return;
    const pugi::xml_node project = at_place(*xml.value().document, document.place);
    if (!project) return;
    FcpxmlForeign foreign(xml.value().document->child("fcpxml"), notes);
    for (pugi::xml_node above = project.parent(); above && above.type() == pugi::node_element;
         above = above.parent())
        foreign.around(above);
    foreign.count(project);
}

void count_foreign_xmeml(const EditDocument& document, EditNotes& notes) {
    const auto xml = parse_xml(document.text, "document");
    if (!xml) return;
    walk_xmeml(at_place(*xml.value().document, document.place), notes);
}

} // namespace seamline::interchange
