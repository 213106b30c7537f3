#include "app/ui/sound_facts.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr double kSamplesPerSecond = 48000;
constexpr double kMillisecondsPerSecond = 1000;
/// The mixer is silent above it.
constexpr std::int64_t kFastestHeard = 2;

} // namespace

std::int64_t sample_at(const session::Source& source, Rational session_s) {
    const double shifted_s = session_s.value() - source.audio.offset_ms / kMillisecondsPerSecond;
    const session::Timing& timing = source.timing;
    const double own_s =
        timing.in_s.value() + (shifted_s - timing.offset_s.value()) * timing.speed.value();
    return std::llround(own_s * kSamplesPerSecond);
}

std::string why_silent(const session::Session& session, const session::Source& source,
                       const Listening& listening) {
    if (!listening.device_problem.empty()) return listening.device_problem;
    if (session.muted) return "All sound is muted.";
    if (session.volume <= 0) return "The volume is 0.";
    if (source.audio.muted) return "This take is muted.";
    const bool any_solo = std::ranges::any_of(
        session.sources, [](const session::Source& other) { return other.audio.solo; });
    if (any_solo && !source.audio.solo) return "Another take is soloed.";
    const session::Source* heard = session.find(session.heard);
    if (heard == nullptr) heard = session.source_a();
    if (!any_solo && !session.mix_all && heard != &source) return "Another take is being heard.";
    if (session.transport.every_frame) return "Silent while every frame is shown.";
    const Rational limit(kFastestHeard);
    if (listening.speed > limit || listening.speed < -limit) return "Silent above twofold speed.";
    return {};
}

} // namespace seamline::ui
