#include "app/playback/seam_sides.h"

#include "app/session/cut_edits.h"

#include <memory>
#include <utility>

namespace seamline::playback {

session::SharedCut side_cut(const session::Cut& cut, const std::optional<EventPlace>& place,
                            std::int64_t record, bool is_before) {
    auto side = std::make_shared<session::Cut>();
    side->media = cut.media;
    interchange::Edit& edit = side->edit;
    edit.name = cut.edit.name;
    edit.rate = cut.edit.rate;
    edit.drop_frame = cut.edit.drop_frame;
    edit.width = cut.edit.width;
    edit.height = cut.edit.height;
    // The incoming one's record frames begin at the cut.
    const std::int64_t zero = is_before ? 0 : record;
    edit.start_frame = cut.edit.start_frame + zero;
    interchange::Event event;
    event.kind = interchange::EventKind::Gap;
    event.record_in = is_before ? record - 1 : record;
    event.duration = 1;
    if (place) event = *session::find_event(cut, *place);
    event.markers.clear();
    if (is_before) event.duration = record - event.record_in;
    event.record_in -= zero;
    edit.tracks.emplace_back().events.push_back(std::move(event));
    return side;
}

std::string side_name(const session::Cut& cut, const std::optional<EventPlace>& place,
                      const char* which) {
    const interchange::Event* event = place ? session::find_event(cut, *place) : nullptr;
    if (event == nullptr) return std::string(which) + "black";
    const interchange::MediaReference* take = event->active_media();
    const std::string name = !event->name.empty() ? event->name
                             : take != nullptr    ? session::take_name(*take)
                                                  : std::string("an event");
    return which + name;
}

session::SharedCut cut_at(const SourceReport& report, std::int64_t frame) {
    const VideoDescription& video = *report.media.video;
    const auto frames = static_cast<std::int64_t>(report.index->frames.size());
    auto cut = std::make_shared<session::Cut>();
    interchange::Edit& edit = cut->edit;
    edit.rate = video.frame_rate;
    edit.width = video.size.width;
    edit.height = video.size.height;
    interchange::MediaReference medium;
    medium.key = "take";
    medium.path = report.media.path;
    medium.name = medium.path.stem().string();
    medium.start = interchange::RationalTime{0, edit.rate};
    medium.duration = interchange::RationalTime{frames, edit.rate};
    interchange::Track& track = edit.tracks.emplace_back();
    for (const auto& [first, end] : {std::pair(std::int64_t{0}, frame), std::pair(frame, frames)}) {
        interchange::Event event;
        event.record_in = first;
        event.duration = end - first;
        event.source_start = {Rational(first), edit.rate};
        event.media.push_back(medium);
        event.name = "frame " + std::to_string(event.record_in == frame ? frame : frame - 1);
        track.events.push_back(std::move(event));
    }
    return cut;
}

} // namespace seamline::playback
