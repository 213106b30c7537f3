// app/playback/seam_sides.h: the two sides of a cut, each as a cut of its own.
#pragma once

#include "app/playback/player.h"
#include "app/session/cut.h"

#include <cstdint>
#include <optional>
#include <string>

namespace seamline::playback {

/// One side of the cut at `record`: the event alone, where it was, or black. The incoming one's
/// record frames begin at the cut.
session::SharedCut side_cut(const session::Cut& cut, const std::optional<EventPlace>& place,
                            std::int64_t record, bool is_before);
/// `which`, and what the event there is called.
std::string side_name(const session::Cut& cut, const std::optional<EventPlace>& place,
                      const char* which);
/// A single medium that is open, as a cut of two events that meet before `frame`.
session::SharedCut cut_at(const SourceReport& report, std::int64_t frame);

} // namespace seamline::playback
