#include "app/ui/picture_label.h"

#include "app/ui/color_choices.h"
#include "app/ui/counter.h"
#include "app/ui/view_adjust.h"

namespace seamline::ui {
namespace {

SourceMoment moment_of(std::int64_t frame, const Rational& rate, const std::string& start) {
    const bool drop = start.find(';') != std::string::npos;
    return {timecode_frames(start, rate, drop).value_or(0) + frame, rate, drop};
}

/// "sh010, take 2 of 4  src 00:00:02:05 (53)", and how far a dissolve is.
std::string event_detail(const playback::FrameChoice& choice) {
    const playback::ShownEvent& event = *choice.event;
    std::string text = event.medium.name;
    if (event.takes > 1)
        text += ", take " + std::to_string(event.take + 1) + " of " + std::to_string(event.takes);
    if (event.media && event.media->video) {
        text += "  src " + source_timecode(choice, {}) + " (" + std::to_string(event.frame) + ')';
        if (event.held) text += ", past the take's end, held";
    }
    if (choice.incoming) {
        const int percent = static_cast<int>(choice.incoming_weight * 100 + 0.5F);
        text += "  \xC2\xB7  dissolve " + std::to_string(percent) + " % to " +
                (choice.incoming->event ? choice.incoming->event->medium.name : "black");
    }
    return text;
}

const char* condition(const playback::FrameChoice& choice) {
    const bool in_cut = choice.event || choice.incoming;
    if (in_cut && !(choice.event && choice.event->slate.empty())) return nullptr; // See slate_text.
    if (choice.before_start) return choice.cached ? "its first frame, held" : "before start";
    if (choice.past_end) return choice.cached ? "its last frame, held" : "past end";
    if (!choice.cached) return "no frame yet";
    if (choice.approximate) return "nearest frame";
    if (choice.cached->held) return "stands in for a missing file";
    if (choice.cached->corrupt) return "damaged";
    return nullptr;
}

} // namespace

std::optional<SourceMoment> source_moment(const playback::FrameChoice& choice,
                                          const SourceClock& clock) {
    if (choice.event) {
        if (!choice.event->media || !choice.event->media->video) return std::nullopt;
        const VideoDescription& video = *choice.event->media->video;
        return moment_of(choice.event->frame, video.frame_rate, video.start_timecode.value_or(""));
    }
    if (!choice.cached) return std::nullopt; // A gap, or nothing yet.
    return moment_of(choice.frame, clock.rate, clock.start_timecode);
}

std::string source_timecode(const playback::FrameChoice& choice, const SourceClock& clock) {
    const std::optional<SourceMoment> moment = source_moment(choice, clock);
    if (!moment) return "";
    return timecode_text(moment->timecode, moment->rate, moment->drop_frame);
}

std::vector<std::string> slate_lines(const playback::FrameChoice& choice) {
    if (!choice.event || choice.event->slate.empty()) return {};
    const std::string& slate = choice.event->slate;
    const std::size_t colon = slate.find(": ");
    if (colon == std::string::npos) return {slate};
    return {slate.substr(colon + 2), slate.substr(0, colon)};
}

std::string label_title(const LabelFacts& facts) {
    return facts.generator.empty() ? facts.name : facts.name + "  \xC2\xB7  " + facts.generator;
}

std::string label_detail(const LabelFacts& facts) {
    if (facts.failed) return "cannot be opened";
    // A nearest frame is named by its own number: the label tells what is seen, not what was asked.
    const bool nearest = facts.choice.approximate && facts.choice.cached;
    const std::int64_t frame = nearest ? facts.choice.cached->index : facts.frame;
    std::string text = std::to_string(frame + facts.frame_base);
    if (!facts.start_timecode.empty()) {
        const bool drop = facts.start_timecode.find(';') != std::string::npos;
        const auto start = timecode_frames(facts.start_timecode, facts.frame_rate, drop);
        const char* which = facts.choice.event || facts.choice.incoming ? "rec " : "";
        if (start)
            text += std::string("  \xC2\xB7  ") + which +
                    timecode_text(*start + frame, facts.frame_rate, drop);
    }
    if (facts.choice.event) text += "  \xC2\xB7  " + event_detail(facts.choice);
    if (const char* words = condition(facts.choice)) text += std::string("  \xC2\xB7  ") + words;
    if (facts.wrong_colors)
        text += "  \xC2\xB7  ! colours not as set";
    else if (facts.preparing_colors)
        text += "  \xC2\xB7  ! colours are being prepared";
    if (facts.bypassed) text += "  \xC2\xB7  grade bypassed";
    if (!facts.adjusted.empty()) text += "  \xC2\xB7  view: " + facts.adjusted;
    return text;
}

std::string burn_in_text(const LabelFacts& facts, const BurnIn& burn_in) {
    // A nearest frame is named by its own number, as in the label.
    const bool nearest = facts.choice.approximate && facts.choice.cached;
    const std::int64_t frame = nearest ? facts.choice.cached->index : facts.frame;
    const SourceMoment own = moment_of(frame, facts.frame_rate, facts.start_timecode);
    const std::string timecode = timecode_text(own.timecode, own.rate, own.drop_frame);
    std::vector<std::string> parts;
    if (!facts.is_cut && (burn_in.record || burn_in.source)) parts.push_back("tc " + timecode);
    if (facts.is_cut && burn_in.record) parts.push_back("rec " + timecode);
    if (facts.is_cut && burn_in.source)
        if (const std::string source = source_timecode(facts.choice, {}); !source.empty())
            parts.push_back("src " + source);
    CounterFormat format;
    format.frame_base = facts.frame_base;
    format.rate = facts.frame_rate;
    if (burn_in.frames) parts.push_back("frame " + counter_text(frame, format));
    format.mode = session::CounterMode::Seconds;
    if (burn_in.seconds) parts.push_back(counter_text(frame, format));
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "   ") + part;
    return text;
}

std::string label_letter(const session::Session& session, session::SourceKey key) {
    if (session.source_b() == nullptr) return "";
    if (session.source_a() != nullptr && session.source_a()->key == key) return "A";
    return session.source_b()->key == key ? "B" : "";
}

SourceClock clock_of(const playback::SourceReport& report) {
    if (!report.media.video) return {};
    return {report.media.video->frame_rate, report.media.video->start_timecode.value_or("")};
}

LabelFacts label_facts(const session::Source& source, const playback::SourceReport* report,
                       const playback::FrameChoice& choice, int frame_base) {
    LabelFacts facts;
    facts.name = session::display_name(source);
    facts.generator = source.generator;
    facts.frame = choice.frame;
    facts.frame_base = frame_base;
    facts.choice = choice;
    facts.is_cut = static_cast<bool>(source.cut);
    facts.failed = report != nullptr && report->status == playback::SourceStatus::Failed;
    facts.wrong_colors = report != nullptr && !report->color.error.empty();
    facts.bypassed = source.source_color.bypass && is_graded(source.source_color);
    facts.adjusted = adjust_text(source.adjust);
    facts.preparing_colors = report != nullptr && report->color.is_preparing &&
                             report->status == playback::SourceStatus::Ready;
    if (report != nullptr && report->media.video) {
        facts.frame_rate = report->media.video->frame_rate;
        facts.start_timecode = report->media.video->start_timecode.value_or("");
    }
    return facts;
}

} // namespace seamline::ui
