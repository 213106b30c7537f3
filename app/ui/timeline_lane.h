// app/ui/timeline_lane.h: one source on the timeline: its extent, what is cached, what is missing.
#pragma once

#include "app/ui/ui_model.h"

#include <cstdint>

namespace seamline::ui {

/// Name, place in the comparison and visibility, left of the lane.
void draw_lane_header(const Ui& ui, const session::Source& source, ImVec2 size, std::size_t index);
void draw_lane(const Ui& ui, ImDrawList& list, const session::Source& source,
               const TimelineScale& scale, const ScreenRect& lane);

/// The lane's pictures, as far as they have been made.
void draw_thumbnails(const Ui& ui, const session::Source& source,
                     const playback::SourceReport& report, const TimelineScale& scale,
                     const ScreenRect& body);

enum class WaveformStyle : std::uint8_t {
    Beside, ///< Linear, around the middle of its own ground.
    Over,   ///< From -48 dBFS at the bottom to 0 at the top, over pictures that stay visible.
};
/// The source's sound as columns of extreme and mean level.
void draw_waveform(const Ui& ui, ImDrawList& list, const session::Source& source,
                   const TimelineScale& scale, const ScreenRect& area, WaveformStyle style);

/// The session's time, in ticks, at which a source frame begins; may lie outside the session.
double tick_of_frame(const Ui& ui, const session::Source& source, const decode::FrameIndex& index,
                     std::int64_t frame);

} // namespace seamline::ui
