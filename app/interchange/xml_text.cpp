#include "app/interchange/xml_text.h"

#include "app/interchange/text_encoding.h"

#include <algorithm>
#include <sstream>

namespace seamline::interchange {
namespace {

/// The next node in document order below `root`, with the depth of it; null at the end.
pugi::xml_node next_in(pugi::xml_node node, const pugi::xml_node& root, std::size_t& depth) {
    if (node.first_child()) {
        ++depth;
        return node.first_child();
    }
    while (node && node != root) {
        if (node.next_sibling()) return node.next_sibling();
        node = node.parent();
        --depth;
    }
    return {};
}

std::vector<std::size_t> starts_of_lines(std::string_view text) {
    std::vector<std::size_t> starts{0};
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n')))
            starts.push_back(i + 1);
    return starts;
}

std::size_t line_of(const std::vector<std::size_t>& starts, std::ptrdiff_t offset) {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0));
    return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), at) -
                                    starts.begin());
}

} // namespace

std::size_t XmlText::line(const pugi::xml_node& node) const {
    return line_of(line_starts, node.offset_debug());
}

Result<XmlText> parse_xml(std::string text, const std::string& name) {
    if (text.size() > kMostXmlBytes)
        return Error{ErrorCode::TooLarge, name + ": over 128 MiB: export one sequence alone"};
    auto utf8 = utf8_text(std::move(text));
    if (!utf8) return Error{ErrorCode::Corrupt, name + ": line 1: no text: not XML"};
    XmlText out;
    out.text = std::move(*utf8);
    out.line_starts = starts_of_lines(out.text);
    out.states_entities = out.text.find("<!ENTITY") != std::string::npos;
    out.document = std::make_unique<pugi::xml_document>();
    // The bytes are UTF-8 by now, whatever the declaration says.
    const pugi::xml_parse_result parsed =
        out.document->load_buffer(out.text.data(), out.text.size(),
                                  pugi::parse_default | pugi::parse_declaration |
                                      pugi::parse_doctype | pugi::parse_comments | pugi::parse_pi,
                                  pugi::encoding_utf8);
    const auto corrupt = [&](std::ptrdiff_t offset, const std::string& what) {
        return Error{ErrorCode::Corrupt, name + ": line " +
                                             std::to_string(line_of(out.line_starts, offset)) +
                                             ": " + what};
    };
    if (!parsed) {
        std::string what = parsed.description();
        if (!what.empty() && what[0] >= 'A' && what[0] <= 'Z')
            what[0] = static_cast<char>(what[0] - 'A' + 'a');
        return corrupt(parsed.offset, "not well-formed XML: " + what);
    }
    std::size_t depth = 0;
    for (pugi::xml_node node = *out.document; node; node = next_in(node, *out.document, depth))
        if (depth > kMostXmlDepth)
            return corrupt(node.offset_debug(),
                           "elements nested over " + std::to_string(kMostXmlDepth) + " deep");
    return out;
}

std::string xml_place(const pugi::xml_node& node) { return std::to_string(node.offset_debug()); }

std::unordered_map<std::string, pugi::xml_node> xml_places(const pugi::xml_document& document) {
    std::unordered_map<std::string, pugi::xml_node> out;
    std::size_t depth = 0;
    for (pugi::xml_node node = document; node; node = next_in(node, document, depth))
        if (node.type() == pugi::node_element) out.emplace(xml_place(node), node);
    return out;
}

std::string child_text(const pugi::xml_node& node, const char* name) {
    return std::string(trimmed(node.child(name).text().get()));
}

std::string xml_string(const pugi::xml_document& document) {
    std::ostringstream out;
    document.save(out, "\t", pugi::format_indent, pugi::encoding_utf8);
    return out.str();
}

std::string xml_safe(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    });
    return out;
}

} // namespace seamline::interchange
