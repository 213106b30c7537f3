#include "app/playback/seam_verdicts.h"

#include "app/interchange/event_source.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using session::CutMark;
using session::CutMarks;
using session::ParkedVerdict;
using session::ParkedVerdicts;
using session::SeamPicture;
using session::SeamVerdict;
using session::Source;

CutProgram program_of(const session::SharedCut& cut) {
    return CutProgram(std::shared_ptr<const Edit>(cut, &cut->edit));
}

std::string medium_name(const Event& event) {
    const interchange::MediaReference* take = event.active_media();
    if (take == nullptr) return "event " + event.name;
    if (!take->path.empty()) return take->path.string();
    return !take->url.empty() ? take->url : take->reel + '/' + take->name;
}

SeamPicture picture_of(const Edit& edit, const std::optional<EventPlace>& place,
                       std::int64_t record) {
    if (!place) return {};
    const Event& event = event_at(edit, *place);
    const auto [start, speed] = interchange::source_play(event);
    return {medium_name(event),
            start.seconds() + Rational(record - event.record_in) * speed / edit.rate};
}

/// Record frames of `event` that may show a picture of `medium` at `time_s`.
std::optional<std::int64_t> record_of(const Edit& edit, const Event& event,
                                      const SeamPicture& picture) {
    if (event.kind == interchange::EventKind::Gap || medium_name(event) != picture.medium)
        return std::nullopt;
    const auto [start, speed] = interchange::source_play(event);
    const Rational since = picture.time_s - start.seconds();
    if (speed == Rational(0))
        return since == Rational(0) ? std::optional(event.record_in) : std::nullopt;
    const Rational frames = since / speed * edit.rate;
    // A frame after its end is where its outgoing side ends.
    if (frames.den != 1 || frames < Rational(0) || frames >= Rational(event.duration))
        return std::nullopt;
    return event.record_in + frames.num;
}

/// Where two pictures meet, ascending.
std::vector<std::int64_t> meetings(const CutProgram& program, const SeamPictures& pictures) {
    std::vector<std::int64_t> records;
    // Black has no place of its own: then the other side tells.
    const bool from_outgoing = pictures.incoming.medium.empty();
    const SeamPicture& known = from_outgoing ? pictures.outgoing : pictures.incoming;
    for (const interchange::Track& track : program.edit().tracks) {
        if (track.kind != interchange::TrackKind::Video || !track.enabled) continue;
        for (const Event& event : track.events) {
            auto record = record_of(program.edit(), event, known);
            if (!record) continue;
            if (from_outgoing) ++*record;
            if (*record > 0 && *record < program.duration() &&
                seam_pictures(program, *record) == pictures)
                records.push_back(*record);
        }
    }
    std::ranges::sort(records);
    const auto rest = std::ranges::unique(records);
    records.erase(rest.begin(), rest.end());
    return records;
}

/// All verdicts of a source by their pictures: those of its cut as it is, and the parked ones.
ParkedVerdicts all_verdicts(const Source& source, const CutProgram& program) {
    ParkedVerdicts all;
    for (const CutMark& mark : source.cut_marks) {
        if (mark.verdict == SeamVerdict::None || mark.frame >= program.duration()) continue;
        SeamPictures pictures = seam_pictures(program, mark.frame);
        all.push_back({std::move(pictures.outgoing), std::move(pictures.incoming), mark.verdict});
    }
    all.insert(all.end(), source.parked_verdicts.begin(), source.parked_verdicts.end());
    return all;
}

/// Puts every verdict where its pictures meet; of two for one seam the first counts.
void place(Source& source, const CutProgram& program, ParkedVerdicts verdicts) {
    source.cut_marks.clear();
    source.parked_verdicts.clear();
    for (ParkedVerdict& one : verdicts) {
        const auto records = meetings(program, {one.outgoing, one.incoming});
        for (const std::int64_t record : records)
            if (session::find_mark(source.cut_marks, record) == nullptr)
                session::set_mark(source.cut_marks, {record, session::CutPresence::Found,
                                                     one.verdict});
        const bool is_known = std::ranges::any_of(source.parked_verdicts, [&](const auto& other) {
            return other.outgoing == one.outgoing && other.incoming == one.incoming;
        });
        if (records.empty() && !is_known && source.parked_verdicts.size() < session::kMostCutMarks)
            source.parked_verdicts.push_back(std::move(one));
    }
}

bool has_place(const Edit& edit, const EventPlace& place) {
    return place.track < edit.tracks.size() &&
           place.event < edit.tracks[place.track].events.size();
}

} // namespace

SeamPictures seam_pictures(const CutProgram& program, std::int64_t record) {
    const auto [outgoing, incoming] = sides_of(program, record);
    return {picture_of(program.edit(), outgoing, record - 1),
            picture_of(program.edit(), incoming, record)};
}

void change_cut(Source& source, session::SharedCut changed) {
    if (!source.cut || !changed || (source.cut_marks.empty() && source.parked_verdicts.empty())) {
        source.cut = std::move(changed);
        return;
    }
    ParkedVerdicts verdicts = all_verdicts(source, program_of(source.cut));
    source.cut = std::move(changed);
    place(source, program_of(source.cut), std::move(verdicts));
}

void change_rate(Source& source, session::SharedCut read) {
    if (!source.cut || !read || source.cut_marks.empty()) {
        source.cut = std::move(read);
        return;
    }
    const CutProgram before = program_of(source.cut);
    const CutProgram after = program_of(read);
    CutMarks moved;
    for (CutMark mark : source.cut_marks) {
        const auto [outgoing, incoming] = sides_of(before, mark.frame);
        const std::optional<EventPlace>& known = incoming ? incoming : outgoing;
        if (!known || !has_place(after.edit(), *known)) continue;
        const Event& old = event_at(before.edit(), *known);
        const Event& now = event_at(after.edit(), *known);
        mark.frame = incoming ? now.record_in + mark.frame - old.record_in : now.record_out();
        session::set_mark(moved, mark);
    }
    source.cut_marks = std::move(moved);
    source.cut = std::move(read);
}

} // namespace seamline::playback
