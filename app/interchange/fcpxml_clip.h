// app/interchange/fcpxml_clip.h: what attributes and adjustments of FCPXML mean.
#pragma once

#include "app/interchange/edit.h"

#include <pugixml.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace seamline::interchange::fcpxml {

/// "1001/24000s", "3600s", "0.5s": exact seconds. Null: none, or beyond 10 million seconds.
std::optional<Rational> seconds(std::string_view text);
/// "1001/24000s"
std::string seconds_text(const Rational& time);

/// A `format` resource.
struct Format {
    Rational rate{0}; ///< 0: not stated, as for stills.
    int width = 0;
    int height = 0;
};
/// Frame duration and size, or what its predefined name says ("FFVideoFormat1080p2398").
Format format_of(const pugi::xml_node& format);

/// Media time as a straight line over the local time of a clip.
struct TimeLine {
    Rational local{0};
    Rational media{0};
    Rational speed{1};
    std::string unsupported;

    Rational at(const Rational& time) const { return media + (time - local) * speed; }
};

/// The `timeMap` of a clip, over its local time [start, end); identity without one.
TimeLine time_line(const pugi::xml_node& clip, const Rational& start, const Rational& end);

/// Transform, conform and flips as a Reframe; what is none, and every effect, goes to
/// `unsupported`. `medium`, `sequence`: sizes, 0 where not stated.
void read_adjustments(const pugi::xml_node& clip, const Format& medium, const Format& sequence,
                      Event& event);

} // namespace seamline::interchange::fcpxml
