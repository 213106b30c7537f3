// app/interchange/xml_text.h: XML of unknown origin, parsed within limits.
#pragma once

#include "decode/media/result.h"

#include <pugixml.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace seamline::interchange {

constexpr std::size_t kMostXmlBytes = std::size_t{128} << 20;
constexpr std::size_t kMostXmlDepth = 200;

/// A parsed document and the text that its places count in.
struct XmlText {
    std::unique_ptr<pugi::xml_document> document;
    std::string text;             ///< UTF-8.
    bool states_entities = false; ///< Entities are declared; they are never expanded.

    /// Line of a node, from 1.
    std::size_t line(const pugi::xml_node& node) const;
    std::vector<std::size_t> line_starts;
};

/// Document types and entities are passed over, never fetched or expanded. Depth up to
/// kMostXmlDepth. Errors: Corrupt "cut.xml: line 12: what", TooLarge. Threads: any.
Result<XmlText> parse_xml(std::string text, const std::string& name);

/// Where a node stands in the text it was parsed from, as Event::place has it.
std::string xml_place(const pugi::xml_node& node);
/// Nodes of a document freshly parsed from the same text, by xml_place().
std::unordered_map<std::string, pugi::xml_node> xml_places(const pugi::xml_document& document);

/// The text of the first child of that name, without space around it; empty: none.
std::string child_text(const pugi::xml_node& node, const char* name);
/// The document as UTF-8, indented by tabs.
std::string xml_string(const pugi::xml_document& document);
/// `text` without what XML 1.0 cannot hold: control characters but tab and line ends.
std::string xml_safe(std::string_view text);

} // namespace seamline::interchange
