// app/interchange/fcpxml_items.h: one item of an FCPXML storyline as an event over its media.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/fcpxml_clip.h"
#include "app/interchange/xml_text.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace seamline::interchange::fcpxml {

/// By id.
using Resources = std::map<std::string, pugi::xml_node>;

/// The source of one item: media, and where its frames come from at the item's local time.
struct Source {
    std::optional<MediaReference> media;
    Format format;
    TimeLine line; ///< Media seconds over the item's local time.
    bool video = true;
    bool audio = false;
    std::string unsupported;
    pugi::xml_node compound; ///< The sequence of a compound clip.
};

inline std::string_view kind(const pugi::xml_node& node) { return node.name(); }
/// Whether a storyline can hold it.
bool is_item(const pugi::xml_node& node);
/// The clip of an audition that is used; other items themselves.
pugi::xml_node shown_item(const pugi::xml_node& item);

/// Reads items of one sequence. What it meets goes into the notes of `edit`, whose rate and size
/// are known by then; `format` is the sequence's. All of them outlive it.
class ItemReader {
public:
    ItemReader(const XmlText& xml, const Resources& resources, Edit& edit, const Format& format)
        : xml_(xml), resources_(resources), edit_(edit), format_(format) {}

    /// Null for an id that nothing has.
    pugi::xml_node resource(const std::string& id) const;
    std::int64_t frames(const Rational& time) const { return (time * edit_.rate).round(); }
    void note(const pugi::xml_node& node, const std::string& what);

    Rational duration_of(const pugi::xml_node& item) const;
    /// Where an item's local time begins.
    Rational local_start(const pugi::xml_node& item, const Source& source) const;
    Source source_of(const pugi::xml_node& item, const Rational& duration);
    /// With `record`, `start` (of its local time) and `duration` in seconds.
    Event event_of(const pugi::xml_node& item, const Source& source, const Rational& record,
                   const Rational& start, const Rational& duration);
    /// The other clips of an audition, each with its own slip, speed and reframe.
    void read_takes(const pugi::xml_node& audition, const pugi::xml_node& active, Event& event);

private:
    MediaReference media_of(const pugi::xml_node& asset, const Format& format) const;
    void map_time(const pugi::xml_node& item, const pugi::xml_node& inner, const Rational& duration,
                  Source& out);
    void conform_rate(const pugi::xml_node& item, Source& out);
    void read_markers(const pugi::xml_node& item, const Rational& record, const Rational& start,
                      Event& event);

    const XmlText& xml_;
    const Resources& resources_;
    Edit& edit_;
    const Format& format_;
};

} // namespace seamline::interchange::fcpxml
