#include "app/ui/review/decision_places.h"

#include "app/playback/timeline.h"
#include "app/session/review_medium.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using review::Target;
using review::TargetKind;

Error refusal(std::string text) { return {ErrorCode::InvalidArgument, std::move(text)}; }

/// Frames of the medium that the event at the playhead shows on the record frames [from, to].
Result<Target> frames_of_event(const playback::ShownEvent& shown, std::int64_t from,
                               std::int64_t to) {
    const interchange::Edit& edit = shown.program->edit();
    const interchange::Event& event = playback::event_at(edit, shown.place);
    if (from < event.record_in || to >= event.record_out())
        return refusal("In and out lie in more than one event of the edit: set both in the event "
                       "that is meant.");
    const VideoDescription& video = *shown.media->video;
    const auto* take = shown.take < event.media.size() ? &event.media[shown.take] : nullptr;
    const Rational start = playback::media_start_s(event, take, video);
    const auto frame = [&](std::int64_t record) {
        const Rational time =
            playback::media_time_s(event, take, record, edit.rate, video.frame_rate) - start;
        const Rational at = time * video.frame_rate;
        const std::int64_t whole = at.num / at.den - (at.num < 0 && at.num % at.den != 0 ? 1 : 0);
        return std::clamp<std::int64_t>(whole, 0, video.frame_count - 1);
    };
    const std::int64_t first = frame(from);
    const std::int64_t last = frame(to);
    return Target::range(std::min(first, last), std::max(first, last));
}

Result<Target> shot_around(const ViewModel& model, const session::Source& source,
                           const DecisionPlace& place) {
    const SourceSeams* seams = model.seams_of(source.key);
    const bool is_known = seams != nullptr && seams->findings && seams->findings->is_finished;
    std::int64_t from = 0;
    std::int64_t to = place.medium.frame_count - 1;
    int shot = 0;
    if (seams != nullptr)
        for (const SeamSign& sign : seams->signs) {
            if (sign.step != nullptr) continue;
            if (sign.frame <= place.frame) {
                from = sign.frame;
                ++shot;
            } else {
                to = std::min(to, sign.frame - 1);
                break;
            }
        }
    if (!is_known && shot == 0 && to == place.medium.frame_count - 1)
        return refusal("Its cuts are not found yet: decide on the take, a range or the frame.");
    return Target::of_shot(shot, from, to);
}

} // namespace

review::Medium medium_facts(const std::filesystem::path& path, const std::string& name,
                            const MediaDescription& media) {
    review::Medium medium = session::review_medium(path, "", media);
    if (!name.empty()) medium.name = name;
    return medium;
}

Result<DecisionPlace> decision_place(const ViewModel& model, session::SourceKey key) {
    const session::Source* source = key != 0 ? model.session.find(key) : model.session.source_a();
    if (source == nullptr) return refusal("Nothing is open: drop a take on the window first.");
    const playback::SourceReport* report = model.report(source->key);
    if (report == nullptr || report->status == playback::SourceStatus::Opening)
        return refusal('"' + display_name(*source) + "\" is still being opened.");
    if (report->status == playback::SourceStatus::Failed || !report->index)
        return refusal('"' + display_name(*source) + "\" cannot be read, so it cannot be judged.");
    DecisionPlace place;
    place.source = source->key;
    place.frame = playback::frame_at_tick(source->timing, *report->index, model.tick,
                                          model.session.transport.rate)
                      .frame;
    if (!source->cut) {
        place.path = source->path;
        place.generator = source->generator;
        place.medium = medium_facts(source->path, display_name(*source), report->media);
        return place;
    }
    const playback::FrameChoice* choice = model.choice(source->key);
    const auto shown = choice != nullptr ? choice->event : nullptr;
    if (shown == nullptr || !shown->media || !shown->media->video)
        return refusal("The cut shows no take here: go to an event that is not offline.");
    place.path = shown->medium.path;
    place.frame = shown->frame;
    place.generator = shown->medium.generator;
    place.medium = medium_facts(shown->medium.path, shown->medium.name, *shown->media);
    return place;
}

Result<Target> target_now(const ViewModel& model, const DecisionPlace& place, TargetKind kind) {
    const session::Source* source = model.session.find(place.source);
    if (source == nullptr) return refusal("The take was closed.");
    switch (kind) {
    case TargetKind::Take:
        return Target::take();
    case TargetKind::Frame:
        return Target::frame(place.frame);
    case TargetKind::Shot: {
        if (!source->cut) return shot_around(model, *source, place);
        const playback::FrameChoice* choice = model.choice(source->key);
        if (choice == nullptr || !choice->event) return refusal("The cut shows no take here.");
        const interchange::Event& event =
            playback::event_at(choice->event->program->edit(), choice->event->place);
        return frames_of_event(*choice->event, event.record_in,
                               std::max(event.record_out() - 1, event.record_in));
    }
    case TargetKind::Range:
        break;
    }
    const session::TransportState& transport = model.session.transport;
    if (transport.in <= 0 && transport.out < 0)
        return refusal("No range is marked: set in and out first.");
    const playback::SourceReport* report = model.report(source->key);
    const auto frame = [&](std::int64_t tick) {
        return playback::frame_at_tick(source->timing, *report->index, tick, transport.rate).frame;
    };
    const std::int64_t out = transport.out < 0 ? model.length - 1 : transport.out;
    const std::int64_t first = frame(transport.in);
    const std::int64_t last = frame(std::max(out, transport.in));
    if (!source->cut) return Target::range(first, last);
    const playback::FrameChoice* choice = model.choice(source->key);
    if (choice == nullptr || !choice->event) return refusal("The cut shows no take here.");
    return frames_of_event(*choice->event, first, last);
}

std::optional<std::int64_t> tick_of_target(const ViewModel& model, const session::Source& source,
                                           const review::Medium& medium,
                                           const review::Target& target) {
    std::vector<std::pair<std::int64_t, std::int64_t>> places;
    if (source.cut) {
        places =
            CutPlaces(std::make_shared<const playback::CutProgram>(
                          std::shared_ptr<const interchange::Edit>(source.cut, &source.cut->edit)),
                      model.review.ids)
                .of(medium, target);
    } else if (const std::string* id = model.review.id_of(source.path);
               id != nullptr && *id == medium.media_id) {
        const bool is_whole = target.kind == TargetKind::Take;
        places = {{is_whole ? 0 : target.from,
                   is_whole ? std::max<std::int64_t>(medium.frame_count - 1, 0) : target.to}};
    }
    std::optional<std::int64_t> found;
    for (const auto& [first, last] : places)
        if (const auto ticks = ticks_of(model, source, first, last)) {
            if (found && *found >= model.tick) break;
            if (!found || ticks->first >= model.tick) found = ticks->first;
        }
    return found;
}

void take_generators(session::Session& session, const ReviewView& review) {
    for (session::Source& source : session.sources) {
        const std::string* id = source.cut ? nullptr : review.id_of(source.path);
        const review::Take* take = id != nullptr ? review.table->take(*id) : nullptr;
        if (take != nullptr && !take->facts.generator.empty())
            source.generator = take->facts.generator;
    }
}

SourceRemarks remarks_on(const ViewModel& model, const session::Source& source) {
    const ReviewView& review = model.review;
    if (source.cut) {
        const auto known = review.on_cuts->by_source.find(source.key);
        if (known == review.on_cuts->by_source.end()) return {};
        return {review.on_cuts->table, known->second};
    }
    const std::string* id = review.id_of(source.path);
    if (id == nullptr) return {};
    return {review.table,
            std::make_shared<const PlacedRemarks>(remarks_of_medium(*review.table, *id))};
}

std::optional<std::pair<std::int64_t, std::int64_t>> ticks_of(const ViewModel& model,
                                                              const session::Source& source,
                                                              std::int64_t from, std::int64_t to) {
    const playback::SourceReport* report = model.report(source.key);
    if (report == nullptr || !report->index) return std::nullopt;
    const auto count = static_cast<std::int64_t>(report->index->frames.size());
    if (count == 0 || from >= count || to < 0) return std::nullopt;
    const Rational& rate = model.session.transport.rate;
    const auto tick = [&](std::int64_t frame) {
        return playback::first_tick_of(source.timing, *report->index, frame, rate);
    };
    const std::int64_t first = tick(std::max<std::int64_t>(from, 0));
    const std::int64_t last =
        to + 1 >= count ? report->last_tick : std::max(tick(to + 1) - 1, first);
    if (last < 0 || first >= model.length) return std::nullopt;
    return std::pair{std::max<std::int64_t>(first, 0), std::min(last, model.length - 1)};
}

} // namespace seamline::ui
