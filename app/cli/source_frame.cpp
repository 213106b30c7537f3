#include "app/cli/source_frame.h"

#include <cstdio>

namespace seamline::cli {
namespace {

constexpr int kFrameTimeoutMs = 120'000;

} // namespace

Result<std::shared_ptr<const renderer::CachedFrame>>
source_frame(playback::Player& player, renderer::FrameRenderer& renderer, std::int64_t at) {
    const playback::SourceReport report = player.reports().front();
    const auto count = static_cast<std::int64_t>(report.index->frames.size());
    if (at < 0 || at >= count)
        return Error{ErrorCode::NotFound, report.media.path + ": has frames 0 to " +
                                              std::to_string(count - 1) + ", not " +
                                              std::to_string(at)};
    // Ticks far shorter than any frame, and the frame's own time as in-point: tick 0 shows it,
    // whatever the rate does.
    player.edit([&](session::Session& session) {
        session.transport.rate_is_chosen = true;
        session.transport.rate = Rational(1'000'000);
        session.sources.front().timing = {
            .in_s = report.index->frames[static_cast<std::size_t>(at)].time_s};
    });
    const Result<playback::Tick> ready =
        player.wait_for(0, kFrameTimeoutMs, [&] { renderer.ingest_pending(); });
    if (!ready) return ready.error();
    const playback::FrameChoice& choice = ready.value().choices.front();
    if (!choice.cached || choice.frame != at || (choice.cached->corrupt && choice.cached->held))
        return Error{ErrorCode::Corrupt,
                     report.media.path + ": frame " + std::to_string(at) + " could not be decoded"};
    tell_substitute(report.media.path, choice);
    return choice.cached;
}

void tell_substitute(const std::string& name, const playback::FrameChoice& choice) {
    if (!choice.cached) return;
    const bool held = choice.cached->held;
    const bool corrupt = choice.cached->corrupt;
    const char* what = held && corrupt ? "it cannot be decoded; a neighbour stands in for it"
                       : held          ? "its file is missing; a neighbour stands in for it"
                       : corrupt       ? "it is damaged; what could be decoded is shown"
                                       : nullptr;
    if (what != nullptr)
        std::fprintf(stderr, "seamline: %s: frame %lld: %s\n", name.c_str(),
                     static_cast<long long>(choice.frame), what);
}

void tell_guessed_space(const std::string& name, const playback::ColorReport& color,
                        const color::ColorConfig& config) {
    if (color.input_space.empty() || color.confirmed) return;
    // Video that is shown by its own values is the same whatever they stand for; a user's default
    // may be data, which no view touches.
    if (color.is_identity && config.is_built_in()) return;
    std::fprintf(stderr,
                 "seamline: %s: colour space unconfirmed: read as %s (%s); say it with "
                 "--input-space\n",
                 name.c_str(), color.input_space.c_str(), color.reason.c_str());
}

} // namespace seamline::cli
