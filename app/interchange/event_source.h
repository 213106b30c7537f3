// app/interchange/event_source.h: which part of its medium an event shows, as lists state it.
#pragma once

#include "app/interchange/edit.h"

#include <string>
#include <utility>

namespace seamline::interchange {

/// Where the active take starts and how fast it runs: its own slip and speed, or the event's.
struct SourcePlay {
    RationalTime start;
    Rational speed{1};
};
SourcePlay source_play(const Event& event);

/// Media time that `event` shows with its active take, from the lowest instant to the exclusive
/// highest, at the rate in which it is stated: an event that runs backwards starts at the second,
/// and a freeze frame lasts one frame of that rate.
std::pair<RationalTime, RationalTime> source_range(const Event& event, const Rational& edit_rate);

/// Timecode of the frame that holds `time`, in the frames of the medium where `time` counts such,
/// else in record frames; with drop frame where the edit counts so and the rate has it.
std::string source_timecode(const RationalTime& time, const Edit& edit);

} // namespace seamline::interchange
