// app/interchange/xmeml_clip.h: what the elements below a clip of xmeml mean.
#pragma once

#include "app/interchange/edit.h"

#include <pugixml.hpp>

#include <optional>
#include <string>
#include <vector>

namespace seamline::interchange::xmeml {

/// Ticks per second of Premiere's `pproTicksIn`.
constexpr std::int64_t kTicksPerSecond = 254'016'000'000;
/// 46 days, beyond every edit: ticks above it are refused.
constexpr std::int64_t kMostTickSeconds = 4'000'000;

/// The `rate` below `node`: timebase, and 1000/1001 of it where `ntsc` is TRUE.
std::optional<Rational> rate_below(const pugi::xml_node& node);
/// Whether the format can state `rate`.
bool has_rate(const Rational& rate);
bool is_true(const pugi::xml_node& node, const char* child, bool otherwise);
std::optional<std::int64_t> frames_of(const pugi::xml_node& node, const char* child);
/// Seconds that a child states in Premiere's ticks.
std::optional<Rational> ticks_of(const pugi::xml_node& node, const char* child);

/// The `effect` of the first filter with that effectid, in any case of letters; null: none, or
/// switched off.
pugi::xml_node effect_of(const pugi::xml_node& clip, const char* effectid);
/// The `parameter` of an effect by its parameterid; null: none.
pugi::xml_node parameter_of(const pugi::xml_node& effect, const char* parameterid);

/// What a clip's timing says, before transitions.
struct ClipTiming {
    Rational rate{24};          ///< In which in, out and duration count.
    Rational in{0};             ///< As written.
    Rational out{0};            ///< As written.
    Rational shown{0};          ///< Frames at `rate` that the clip covers, transitions included.
    Rational media_duration{0}; ///< Frames at `rate`; 0: not stated.
};

struct Retime {
    Rational speed{1};
    Rational position{0}; ///< Frames at the clip's rate from the medium's head, at `in`.
    std::string unsupported;
};

/// Constant speed, reverse and freeze of Time Remap. `in` and `out` of a clip with a speed count
/// either in its slowed or hastened time (Final Cut, Premiere) or in the medium's (others): what
/// fits the stretch shown decides, where no speed graph says the frame.
Retime retime_of(const pugi::xml_node& clip, const ClipTiming& timing);

struct FrameSize {
    int width = 0; ///< 0: not stated.
    int height = 0;
    double aspect() const;
};

FrameSize size_below(const pugi::xml_node& node);
/// Pixels of the sequence per pixel of the file when it fits the frame; 1 when a size is unknown.
double fit_scale(const FrameSize& file, const FrameSize& sequence);

/// Basic Motion and flips as a Reframe; what is no Reframe, and every other effect, goes to
/// `unsupported`.
void read_filters(const pugi::xml_node& clip, const FrameSize& file, const FrameSize& sequence,
                  Event& event);

/// Markers below `node`: frames of `in` as written, with `duration` and words.
struct WrittenMarker {
    std::int64_t in = 0;
    EditMarker marker;
};
std::vector<WrittenMarker> markers_below(const pugi::xml_node& node);

} // namespace seamline::interchange::xmeml
