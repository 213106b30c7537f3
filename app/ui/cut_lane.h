// app/ui/cut_lane.h: a cut on the timeline: its events, their pictures, its tracks, its markers.
#pragma once

#include "app/ui/cut_layout.h"
#include "app/ui/cut_table.h"
#include "app/ui/ui_model.h"

#include <optional>

namespace seamline::ui {

/// A cut's lane as it lies in the window: what drawing and pointing need.
struct CutLane {
    const session::Source* source = nullptr;
    const CutTable* table = nullptr;
    RecordScale records;
    CutLaneParts parts;
    ScreenRect rect;

    double first_record() const { return records.record_at(rect.min.x); }
    double last_record() const { return records.record_at(rect.max.x); }
    ScreenRect row(float top, float height) const {
        return {{rect.min.x, rect.min.y + top}, {rect.max.x, rect.min.y + top + height}};
    }
};

/// Where record frames lie on a lane: all of them, and what the lane shows; right <= left: nothing.
struct LaneBox {
    double left = 0, right = 0;
    double whole_left = 0, whole_right = 0;

    float width() const { return static_cast<float>(right - left); } ///< Of what is shown.
};
LaneBox lane_box(const CutLane& lane, std::int64_t first, std::int64_t end);

/// None for a source that is no cut, or whose cut does not play yet.
std::optional<CutLane> cut_lane(const Ui& ui, const session::Source& source,
                                const TimelineScale& scale, const ScreenRect& lane);
/// Height of a source's lane in pixels at which it shows all, `high`: with named tracks; 0: it is
/// no cut.
float full_cut_height(const Ui& ui, const session::Source& source, bool high);

/// Unscaled pixels that the timeline needs for the strip, at most half of the window.
float strip_height_px(const Ui& ui, glm::dvec2 window);
/// Makes room for the list of events left of the viewer, unless that would become too small.
void make_room_for_cut_list(ScreenRect& viewer, float scale);
/// Where the list lies: all that is left of viewer and scopes. Empty: no room was made for it.
ScreenRect cut_list_place(const PanelRects& rects);
/// Left of the lane, from `left` on.
void draw_track_names(const Ui& ui, ImDrawList& list, const CutLane& lane, double left);
/// A row for each track, in the order of CutTable::lanes.
void draw_cut_tracks(const Ui& ui, ImDrawList& list, const CutLane& lane);
/// Draws only what is seen, however many events there are.
void draw_cut_lane(const Ui& ui, ImDrawList& list, const CutLane& lane);

/// With the last item, which covers the lane: a tooltip of what lies under the pointer, a click
/// that chooses the event, a double click that goes to its first frame.
void use_cut_lane(const Ui& ui, const CutLane& lane);

/// All that is known of an event, also what only a look into its medium tells.
std::string event_tip(const Ui& ui, const session::Source& source, const CutTable& table,
                      const playback::EventPlace& place);

/// The tick at which a cut first shows a record frame; none where the session never comes to it.
std::optional<std::int64_t> tick_of_record(const Ui& ui, const session::Source& source,
                                           std::int64_t record);
/// The record frame of a cut that the present tick shows.
std::int64_t record_at_playhead(const Ui& ui, const session::Source& source);

/// The cut that lists and keys are about: the chosen source, else A, else the first one; null: the
/// session has none that plays.
const session::Source* subject_cut(const Ui& ui);
/// Keeps the chosen event the one under the playhead; see `followed`.
void follow_event(const Ui& ui);

// Signs, shared with the list. Each returns the width it took.

/// A diamond and G for generated, a disc and L for live action; nothing for unknown.
float draw_origin(const Ui& ui, ImDrawList& list, interchange::Origin origin, ImVec2 at,
                  float height, Rgb color);
/// A word in a frame.
float draw_badge(const Ui& ui, ImDrawList& list, const std::string& word, ImVec2 at, float height,
                 Rgb color);
/// As much of `text` as fits, with an ellipsis; in time proportional to the text.
void draw_fitting(ImDrawList& list, ImFont* font, ImVec2 at, float width, const std::string& text,
                  Rgb color);

} // namespace seamline::ui
