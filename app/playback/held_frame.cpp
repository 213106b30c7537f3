#include "app/playback/held_frame.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace seamline::playback {

using session::CompareMode;
using session::Session;
using session::Source;

Source held_source(const session::Still& still, const Rational& duration) {
    auto cut = std::make_shared<session::Cut>();
    interchange::Edit& edit = cut->edit;
    edit.rate = still.frame_rate;
    edit.width = still.width;
    edit.height = still.height;
    interchange::MediaReference medium;
    medium.key = "still";
    medium.path = still.picture.path;
    medium.name = still.picture.name;
    medium.start = interchange::RationalTime{Rational(0), edit.rate};
    interchange::Event event;
    event.name = still.picture.name + " frame " + std::to_string(still.picture.frame);
    // Never longer than what plays beside it; a last part of a frame is held past the end.
    event.duration = std::max<std::int64_t>(1, (duration * edit.rate).floor());
    event.source_start = {Rational(still.picture.frame), edit.rate};
    event.speed = Rational(0);
    event.media.push_back(std::move(medium));
    edit.tracks.emplace_back().events.push_back(std::move(event));

    Source source;
    source.name = "held  " + still.picture.name;
    source.color = still.picture.color;
    source.source_color = still.picture.source_color;
    source.sequence_rate = still.picture.sequence_rate;
    cut->media[still.picture.path] = {still.picture.color, still.picture.source_color,
                                      still.picture.sequence_rate};
    source.cut = session::SharedCut(std::move(cut));
    source.past_end = session::PastEnd::Hold;
    return source;
}

Result<Done> hold_frame(Player& player, Audition& audition, const session::Still& still,
                        session::SourceKey against) {
    if (still.width <= 0 || still.height <= 0)
        return Error{ErrorCode::InvalidArgument, "The frame to hold has no picture."};
    leave_view(player, audition);
    const Session before = player.session();
    if (before.find(against) == nullptr)
        return Error{ErrorCode::InvalidArgument,
                     "There is no take to hold the frame against: open one."};
    TemporaryView view;
    view.kind = TemporaryView::Kind::Held;
    view.slot.source = against;
    view.compare = before.compare;
    view.heard = before.heard;
    view.rate_is_chosen = before.transport.rate_is_chosen;
    view.tick = before.transport.position;
    for (const Source& source : before.sources)
        if (source.visible) view.visible.push_back(source.key);
    if (!before.find(against)->visible) view.hidden.push_back(against);
    const CompareMode now = before.compare.mode;
    const bool is_for_two = now >= CompareMode::Wipe || now == CompareMode::Column;
    // Hidden until it is there, and at the session's rate, which must not follow what is visible.
    player.edit([](Session& s) { s.transport.rate_is_chosen = true; });
    Source held = held_source(still, Rational(player.length()) / before.transport.rate);
    held.adjust = before.find(against)->adjust;
    held.view = before.find(against)->view;
    held.visible = false;
    const session::SourceKey key = player.open(std::move(held));
    view.sources = {key};
    view.marked = key;
    player.edit([&](Session& s) {
        // In front: as A it stands left of or above what plays.
        std::rotate(s.sources.begin(), std::prev(s.sources.end()), s.sources.end());
        for (Source& source : s.sources)
            source.visible = source.key == key || source.key == against;
        s.compare.mode = is_for_two ? now : CompareMode::Row;
        s.compare.a = key;
        s.compare.b = against;
        if (s.heard == 0) s.heard = against;
    });
    audition.view = std::move(view);
    return Done{};
}

} // namespace seamline::playback
