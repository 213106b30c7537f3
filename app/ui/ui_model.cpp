#include "app/ui/ui_model.h"

#include "decode/media/timecode.h"

#include <algorithm>

namespace seamline::ui {

const playback::SourceReport* ViewModel::report(session::SourceKey key) const {
    const auto at = std::ranges::find(reports, key, &playback::SourceReport::key);
    return at == reports.end() ? nullptr : &*at;
}

const SourceSeams* ViewModel::seams_of(session::SourceKey key) const {
    const auto found = seams.find(key);
    return found == seams.end() ? nullptr : &found->second;
}

const playback::FrameChoice* ViewModel::choice(session::SourceKey key) const {
    if (!shown) return nullptr;
    const auto& choices = shown->tick.choices;
    const auto at = std::ranges::find(choices, key, &playback::FrameChoice::key);
    return at == choices.end() ? nullptr : &*at;
}

void Commands::edit_source(session::SourceKey key, std::function<void(session::Source&)> change) {
    edit([key, change = std::move(change)](session::Session& session) {
        if (session::Source* source = session.find(key)) change(*source);
    });
}

Tip Ui::tip(std::string text, Action action) const {
    return {std::move(text), keys.keys_text(action)};
}

const session::Source* Ui::chosen_source() const {
    if (const session::Source* chosen = model.session.find(state.chosen)) return chosen;
    return model.session.source_a();
}

void ask_for_note(UiState& state, std::int64_t tick) {
    state.noted_marker = tick;
    state.note_asked = true;
}

CounterFormat counter_format(const session::Session& session,
                             const std::vector<playback::SourceReport>& reports) {
    CounterFormat format;
    format.mode = session.counter == session::CounterMode::SourceTimecode
                      ? session::CounterMode::Timecode
                      : session.counter;
    format.frame_base = session.frame_base;
    format.rate = session.transport.rate;
    const session::Source* a = session.source_a();
    if (a == nullptr) return format;
    const auto report = std::ranges::find(reports, a->key, &playback::SourceReport::key);
    if (report == reports.end() || !report->media.video || !report->media.video->start_timecode)
        return format;
    const std::string& start = *report->media.video->start_timecode;
    const Rational file_rate = report->media.video->frame_rate;
    const bool drop = start.find(';') != std::string::npos;
    const auto frames = timecode_frames(start, file_rate, drop);
    if (!frames) return format;
    format.drop_frame = drop;
    // Where the session's rate is another one, the timecode's seconds stay and its frames are
    // recounted.
    const int from = timecode_base(file_rate);
    const int to = timecode_base(format.rate);
    format.start_timecode = file_rate == format.rate ? *frames : *frames / from * to;
    const Rational shift_s = a->timing.in_s - a->timing.offset_s * a->timing.speed;
    format.start_timecode += (shift_s * format.rate).round();
    return format;
}

std::optional<CounterFormat> source_counter(const CounterFormat& record,
                                            const playback::FrameChoice& shown,
                                            const SourceClock& clock, std::int64_t tick) {
    const std::optional<SourceMoment> moment = source_moment(shown, clock);
    if (!moment) return std::nullopt;
    CounterFormat format = record;
    format.mode = session::CounterMode::SourceTimecode;
    format.drop_frame = moment->drop_frame && has_drop_frame(record.rate);
    // Seconds stay and frames are recounted where the session's rate is another one.
    const int from = timecode_base(moment->rate);
    const int to = timecode_base(record.rate);
    const std::int64_t seconds = moment->timecode / from;
    const std::int64_t frames = moment->timecode % from * to / from;
    format.start_timecode = seconds * to + frames - tick;
    return format;
}

} // namespace seamline::ui
