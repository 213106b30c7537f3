#include "app/playback/review_input.h"

#include "app/playback/cut_program.h"
#include "app/playback/event_medium.h"
#include "decode/media/timecode.h"
#include "decode/video_source.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace seamline::playback {
namespace {

using analysis::Boundary;
using analysis::ReviewMedium;
using analysis::ShotRange;

/// What opening a medium told.
struct MediumFacts {
    VideoDescription video;
    decode::FrameIndex index;
};

decode::OpenOptions open_options(const session::Source& source) {
    decode::OpenOptions options;
    options.sequence_rate = source.sequence_rate;
    options.missing_frames = decode::MissingFrames::Hold;
    return options;
}

Result<MediumFacts> facts_of(const session::Source& source) {
    const auto opened = decode::VideoSource::open(source.path, open_options(source));
    if (!opened) return opened.error();
    return MediumFacts{*opened.value().description().video, opened.value().index()};
}

ReviewMedium medium_from(const session::Source& source, const VideoDescription& video,
                         const color::ViewColor& view, bool find_cuts) {
    ReviewMedium medium;
    medium.path = source.path;
    medium.name = source.name.empty() ? source.path.filename().string() : source.name;
    medium.color.source = source.source_color;
    medium.color.view = view;
    if (source.color != session::ColorOverrides{})
        medium.color.tags = session::overridden(video.color, source.color);
    medium.open = open_options(source);
    medium.find_cuts = find_cuts;
    for (const session::CutMark& mark : source.cut_marks) {
        if (mark.presence == session::CutPresence::Added) medium.added_cuts.push_back(mark.frame);
        if (mark.presence == session::CutPresence::Removed)
            medium.removed_cuts.push_back(mark.frame);
    }
    return medium;
}

/// The media of one edit, as far as they were met.
class CutReview {
public:
    /// `timeline`: its number among the session's.
    CutReview(const session::Source& source, const color::ViewColor& view, SessionReview& review,
              std::size_t timeline)
        : source_(source), view_(view), review_(review), timeline_(timeline),
          program_(std::make_shared<const interchange::Edit>(source.cut->edit)) {}

    void add_boundaries() {
        for (const std::int64_t record : program_.cuts()) {
            const auto sides = sides_of(program_, record);
            const std::string where = source_.name + " at " + record_timecode(record);
            if (!sides.first || !sides.second) {
                review_.left_out.push_back(where + ": a gap");
                continue;
            }
            const std::optional<std::size_t> outgoing = medium_of(*sides.first, where);
            const std::optional<std::size_t> incoming =
                outgoing ? medium_of(*sides.second, where) : std::nullopt;
            if (incoming) add(record, *sides.first, *outgoing, *sides.second, *incoming);
        }
    }

    void add_seen_shots() {
        for (const CutSegment& segment : program_.segments())
            for (const std::optional<EventPlace>& place : {segment.a, segment.b})
                if (place && seen_.insert(*place).second) add_seen(*place);
    }

private:
    /// Its medium, asked for once; null where it cannot be read, which is told where it is first
    /// asked for.
    std::optional<std::size_t> medium_of(const EventPlace& place, const std::string& where) {
        const auto known = media_.find(place);
        if (known != media_.end() && known->second) return known->second;
        return media_[place] = medium(place, where);
    }

    void add_seen(const EventPlace& place) {
        const auto [first, end] = seen_range(program_, place);
        const auto known = media_.find(place);
        const auto index = known != media_.end()
                               ? known->second
                               : medium_of(place, source_.name + " at " + record_timecode(first));
        if (!index) return;
        const ShotRange shot = range(place, *index);
        const bool is_normal = frame_at(place, *index, first) == shot.first &&
                               shot.end - shot.first == end - first;
        if (!is_normal) return;
        const interchange::Edit& edit = program_.edit();
        review_.input.seen.push_back(
            {.shot = shot,
             .timeline = timeline_,
             .record = first,
             .event = event(place).name,
             .record_timecode = [start = edit.start_frame, rate = edit.rate,
                                 drop = edit.drop_frame](std::int64_t record) {
                 return timecode_text(start + record, rate, drop);
             },
             .is_live_action = event(place).origin == interchange::Origin::LiveAction});
    }

    std::string record_timecode(std::int64_t record) const {
        const interchange::Edit& edit = program_.edit();
        return timecode_text(edit.start_frame + record, edit.rate, edit.drop_frame);
    }

    const interchange::Event& event(const EventPlace& place) const {
        return event_at(program_.edit(), place);
    }

    std::optional<std::size_t> medium(const EventPlace& place, const std::string& where) {
        const interchange::Event& shown = event(place);
        const interchange::MediaReference* take =
            shown.active < shown.media.size() ? &shown.media[shown.active] : nullptr;
        if (take == nullptr || take->path.empty()) {
            review_.left_out.push_back(where + ": " + shown.name + " is offline");
            return std::nullopt;
        }
        const session::Source as_source = event_medium(source_, *source_.cut, shown, *take);
        for (const auto& [known, index] : known_)
            if (known == as_source) return index;
        const auto facts = facts_of(as_source);
        if (!facts) {
            review_.left_out.push_back(where + ": " + facts.error().message);
            return std::nullopt;
        }
        const std::size_t index = review_.input.media.size();
        review_.input.media.push_back(medium_from(as_source, facts.value().video, view_, false));
        review_.input.media.back().name = as_source.path.filename().string();
        facts_.emplace(index, facts.value());
        known_.emplace_back(as_source, index);
        return index;
    }

    std::int64_t frame_at(const EventPlace& place, std::size_t medium, std::int64_t record) const {
        const MediumFacts& facts = facts_.at(medium);
        const interchange::Event& shown = event(place);
        const Rational time =
            media_time_s(shown, record, program_.edit().rate, facts.video.frame_rate) -
            media_start_s(shown, facts.video);
        return facts.index.frame_at(time);
    }

    ShotRange range(const EventPlace& place, std::size_t medium) const {
        const auto [first, end] = seen_range(program_, place);
        const std::int64_t one = frame_at(place, medium, first);
        const std::int64_t other = frame_at(place, medium, end - 1);
        return {medium, std::min(one, other), std::max(one, other) + 1};
    }

    void add(std::int64_t record, const EventPlace& a, std::size_t outgoing, const EventPlace& b,
             std::size_t incoming) {
        Boundary boundary;
        boundary.outgoing = range(a, outgoing);
        boundary.incoming = range(b, incoming);
        const auto away = [&](const EventPlace& place) {
            const auto [first, end] = seen_range(program_, place);
            return end - first >= 3 ? 1 : 0;
        };
        boundary.compared = {frame_at(a, outgoing, record - 1 - away(a)),
                             frame_at(b, incoming, record + away(b))};
        boundary.frame = frame_at(b, incoming, record);
        boundary.record_frame = record;
        boundary.timeline = timeline_;
        boundary.record_timecode = record_timecode(record);
        boundary.event = event(b).name;
        boundary.is_live_action = event(a).origin == interchange::Origin::LiveAction &&
                                  event(b).origin == interchange::Origin::LiveAction;
        const CutShow show = program_.at(record);
        if (show.dissolves) boundary.kind = analysis::CutKind::Dissolve;
        review_.input.boundaries.push_back(std::move(boundary));
    }

    const session::Source& source_;
    const color::ViewColor& view_;
    SessionReview& review_;
    std::size_t timeline_;
    CutProgram program_;
    std::vector<std::pair<session::Source, std::size_t>> known_;
    std::map<std::size_t, MediumFacts> facts_;
    std::map<EventPlace, std::optional<std::size_t>> media_; ///< Index of an event's medium.
    std::set<EventPlace> seen_;
};

} // namespace

Result<SessionReview> review_of(const session::Session& session) {
    SessionReview review;
    std::size_t timelines = 0;
    for (const session::Source& source : session.sources) {
        if (source.cut) {
            CutReview cut(source, session.view_color, review, timelines++);
            cut.add_boundaries();
            cut.add_seen_shots();
            continue;
        }
        const auto facts = facts_of(source);
        if (!facts) return facts.error();
        review.input.media.push_back(
            medium_from(source, facts.value().video, session.view_color, true));
    }
    if (!session.sources.empty()) {
        const session::Source& first = session.sources.front();
        review.input.name = !first.name.empty()   ? first.name
                            : !first.path.empty() ? first.path.filename().string()
                                                  : std::string("review");
    }
    return review;
}

} // namespace seamline::playback
