#include "app/interchange/read_edit.h"

#include "app/interchange/edl.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/otio.h"
#include "app/interchange/xmeml.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;

using Reader = Result<std::vector<Edit>> (*)(std::string, const std::string&, const ReadOptions&);

struct Format {
    EditFormat format;
    const char* name;
    Reader read; ///< Null: known, but not read.
};

/// A format that states its rate.
template <auto Read>
Result<std::vector<Edit>> read_plain(std::string text, const std::string& name,
                                     const ReadOptions&) {
    return Read(std::move(text), name);
}
Result<std::vector<Edit>> read_list(std::string text, const std::string& name,
                                    const ReadOptions& options) {
    return read_edl(std::move(text), name, {options.list_rate});
}

constexpr std::array kFormats{
    Format{EditFormat::Otio, "OpenTimelineIO", read_plain<read_otio>},
    Format{EditFormat::Cmx3600, "a CMX3600 EDL", read_list},
    Format{EditFormat::Xmeml, "Final Cut Pro 7 XML", read_plain<read_xmeml>},
    Format{EditFormat::Fcpxml, "FCPXML", read_plain<read_fcpxml>},
};

/// Formats of other programs, and what those programs export.
struct Foreign {
    const char* extension;
    const char* advice;
};
constexpr std::array kForeign{
    Foreign{"aaf", "AAF is not read; export the sequence as OpenTimelineIO or an EDL instead"},
    Foreign{"prproj", "a Premiere project is not read; export the sequence as Final Cut Pro XML "
                      "(File > Export) instead"},
    Foreign{"drp", "a Resolve project is not read; export the timeline as OpenTimelineIO (File > "
                   "Export > Timeline) instead"},
    Foreign{"drt", "a Resolve timeline is not read; export it as OpenTimelineIO (File > Export > "
                   "Timeline) instead"},
    Foreign{"fcpbundle",
            "a Final Cut library is not read; export the project as XML (File > Export "
            "XML) instead"},
    Foreign{"fcpxmld", "an FCPXML bundle is not read; open the Info.fcpxml inside it instead"},
    Foreign{"avb",
            "an Avid bin is not read; export the sequence as OpenTimelineIO or an EDL instead"},
    Foreign{"otioz",
            "a zipped OpenTimelineIO bundle is not read; export a plain .otio file instead"},
    Foreign{"otiod", "open the content.otio inside the bundle instead"},
    Foreign{"braw", "Blackmagic RAW is not decoded; export ProRes or EXR from Resolve instead"},
    Foreign{"r3d",
            "REDCODE RAW is not decoded; export ProRes or EXR from REDCINE-X or Resolve instead"},
    Foreign{"ari",
            "ARRIRAW is not decoded; export ProRes or EXR from ARRI's tool or Resolve instead"},
    Foreign{"arx",
            "ARRIRAW is not decoded; export ProRes or EXR from ARRI's tool or Resolve instead"},
};

std::string extension_of(const fs::path& file) {
    std::string extension = file.extension().string();
    if (!extension.empty()) extension.erase(0, 1);
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return extension;
}

/// The name for messages: the last part, or all of it where that is empty.
std::string shown(const fs::path& file) {
    const std::string name = file.filename().string();
    std::string line = (name.empty() ? file.string() : name).substr(0, 200);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return line;
}

const char* advice_for(std::string_view extension) {
    for (const Foreign& foreign : kForeign)
        if (extension == foreign.extension) return foreign.advice;
    return nullptr;
}

/// What foreign content is, whatever the file is called.
const char* kind_of_content(std::string_view text) {
    // Compound File Binary: of the timelines in use only AAF is kept in one.
    if (text.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return "aaf";
    if (text.starts_with("\x1F\x8B")) return "prproj"; // gzip
    if (text.starts_with("PK\x03\x04")) return "otioz";
    if (text.starts_with("<?xml") && text.substr(0, 4096).find("<PremiereData") != text.npos)
        return "prproj";
    return nullptr;
}

/// A line that starts as an EDL's event does: a number, a reel, a track.
bool has_edl_line(std::string_view text) {
    for (std::size_t at = 0; at < text.size() && at < 65'536;) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (line.starts_with("TITLE:") || line.starts_with("FCM:")) return true;
        const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
        if (digits >= 3 && digits <= 6 && digits < line.size() && line[digits] == ' ' &&
            std::ranges::count(line, ':') >= 8)
            return true;
    }
    return false;
}

} // namespace

EditFormat edit_format(std::string_view text, const fs::path& file) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const std::string extension = extension_of(file);
    if (first != std::string_view::npos) {
        text.remove_prefix(first);
        const std::string_view head = text.substr(0, 65'536);
        if (text.front() == '<') {
            const std::size_t fcpxml = head.find("<fcpxml");
            const std::size_t xmeml = head.find("<xmeml");
            if (fcpxml < xmeml) return EditFormat::Fcpxml;
            if (xmeml != head.npos) return EditFormat::Xmeml;
            return extension == "fcpxml" ? EditFormat::Fcpxml
                   : extension == "xml"  ? EditFormat::Xmeml
                                         : EditFormat::None;
        }
        if (text.front() == '{' && (head.find("OTIO_SCHEMA") != head.npos || extension == "otio"))
            return EditFormat::Otio;
        if (has_edl_line(text)) return EditFormat::Cmx3600;
    }
    if (extension == "otio") return EditFormat::Otio;
    if (extension == "edl") return EditFormat::Cmx3600;
    if (extension == "fcpxml") return EditFormat::Fcpxml;
    return EditFormat::None;
}

bool is_edit_name(const fs::path& file) {
    static constexpr std::array<std::string_view, 4> kRead{"otio", "edl", "xml", "fcpxml"};
    const std::string extension = extension_of(file);
    return std::ranges::find(kRead, extension) != kRead.end() || advice_for(extension) != nullptr;
}

std::string export_advice(std::string_view text, const fs::path& file) {
    const std::string extension = extension_of(file);
    if (const char* advice = advice_for(extension)) return advice;
    const char* kind = kind_of_content(text);
    return kind != nullptr ? advice_for(kind) : "";
}

Result<std::string> edit_bytes(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const int opened = errno;
    if (!in)
        return Error{ErrorCode::Io,
                     shown(file) + ": cannot be read: " + std::system_category().message(opened) +
                         "; check its permissions"};
    std::string text;
    std::array<char, 65'536> block{};
    while (in && text.size() <= kMostEditBytes) { // The file may grow or lie about its size.
        in.read(block.data(), block.size());
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (text.size() > kMostEditBytes)
        return Error{ErrorCode::TooLarge, shown(file) + ": larger than " +
                                              std::to_string(kMostEditBytes >> 20) +
                                              " MB; export fewer timelines"};
    if (!in.eof()) return Error{ErrorCode::Io, shown(file) + ": reading it failed; check the disk"};
    return text;
}

Result<std::vector<Edit>> read_edit_text(std::string text, const fs::path& name,
                                         const ReadOptions& options) {
    if (const std::string advice = export_advice(text, name); !advice.empty())
        return Error{ErrorCode::Unsupported, shown(name) + ": " + advice};
    const EditFormat format = edit_format(text, name);
    for (const Format& known : kFormats) {
        if (known.format != format) continue;
        auto edits = known.read(std::move(text), shown(name), options);
        if (!edits) return edits;
        for (const Edit& edit : edits.value())
            if (const std::string broken = broken_limit(edit); !broken.empty())
                return Error{ErrorCode::TooLarge, shown(name) + ": " + edit.name +
                                                      (edit.name.empty() ? "" : ": ") + broken};
        return edits;
    }
    return Error{ErrorCode::Unsupported,
                 shown(name) + ": no timeline (OpenTimelineIO, CMX3600 EDL, Final Cut Pro XML, "
                               "FCPXML); export one of these"};
}

Result<std::vector<Edit>> read_edit(const fs::path& file, const ReadOptions& options) {
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (!fs::exists(status))
        return Error{ErrorCode::NotFound, shown(file) + ": no such file; check the path"};
    // Advice first: several foreign formats are folders, or too large to read.
    if (const std::string advice = export_advice("", file); !advice.empty())
        return Error{ErrorCode::Unsupported, shown(file) + ": " + advice};
    if (!fs::is_regular_file(status))
        return Error{ErrorCode::Unsupported, shown(file) + ": not a regular file; name a timeline"};
    auto text = edit_bytes(file);
    if (!text) return text.error();
    return read_edit_text(std::move(text).value(), file, options);
}

} // namespace seamline::interchange
