#include "app/playback/stretched_sound.h"

#include "decode/audio_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace seamline::playback {
namespace {

constexpr std::int64_t kChannels = decode::kChannels;
/// Fed at a time; of a reversed medium it is also what is decoded at a time, from a seek on.
constexpr std::int64_t kBlock = 32768;
constexpr double kInaudible = 0.002;

std::span<float> part(std::span<float> interleaved, std::int64_t from, std::int64_t count) {
    return interleaved.subspan(static_cast<std::size_t>(from * kChannels),
                               static_cast<std::size_t>(count * kChannels));
}

void reverse_frames(std::span<float> interleaved) {
    std::ranges::reverse(interleaved);
    for (std::size_t i = 0; i + 1 < interleaved.size(); i += 2)
        std::swap(interleaved[i], interleaved[i + 1]);
}

} // namespace

bool keeps_pitch(double rate) {
    const double speed = std::abs(rate);
    return speed >= decode::TempoFilter::kSlowest && speed <= decode::TempoFilter::kFastest &&
           std::abs(speed - 1) > kInaudible;
}

StretchedSound::StretchedSound(PcmReader medium, std::int64_t first, double rate)
    : medium_(std::move(medium)), first_(first), rate_(rate),
      block_(static_cast<std::size_t>(kBlock * kChannels)) {}

Result<Done> StretchedSound::start(std::optional<Run>& run, std::int64_t index) {
    auto filter = decode::TempoFilter::open(std::abs(rate_));
    if (!filter) return filter.error();
    run.emplace(Run{index, index * kRun, 0, false, std::move(filter).value()});
    return Done{};
}

Result<std::int64_t> StretchedSound::read_medium(std::int64_t first, std::span<float> interleaved) {
    const auto count = static_cast<std::int64_t>(interleaved.size()) / kChannels;
    const std::int64_t silent = std::clamp<std::int64_t>(-first, 0, count);
    std::ranges::fill(part(interleaved, 0, silent), 0.0F);
    if (silent == count) return count;
    const auto read = medium_(first + silent, part(interleaved, silent, count - silent));
    if (!read) return read;
    return silent + read.value();
}

Result<Done> StretchedSound::feed(Run& run) {
    const std::int64_t from =
        first_ + std::llround(static_cast<double>(run.index * kRun) * rate_) +
        (rate_ < 0 ? -run.fed : run.fed);
    const std::span<float> block(block_);
    if (rate_ > 0) {
        const auto read = read_medium(from, block);
        if (!read) return read.error();
        run.fed += read.value();
        run.at_end = read.value() < kBlock;
        if (auto added = run.filter.add(part(block, 0, read.value())); !added) return added;
    } else {
        const auto read = read_medium(from - kBlock + 1, block);
        if (!read) return read.error();
        // Past the medium's end there is silence to come from.
        std::ranges::fill(part(block, read.value(), kBlock - read.value()), 0.0F);
        reverse_frames(block);
        run.fed += kBlock;
        run.at_end = from - kBlock + 1 <= 0;
        if (auto added = run.filter.add(block); !added) return added;
    }
    return run.at_end ? run.filter.finish() : Result<Done>(Done{});
}

Result<std::int64_t> StretchedSound::read_run(std::optional<Run>& run, std::int64_t index,
                                              std::int64_t first, std::span<float> interleaved) {
    if (!run || run->index != index || run->next > first)
        if (auto started = start(run, index); !started) return started.error();
    std::array<float, 4096 * kChannels> skipped{};
    const auto wanted = static_cast<std::int64_t>(interleaved.size()) / kChannels;
    std::int64_t filled = 0;
    while (filled < wanted) {
        const std::int64_t skip = first - run->next;
        const auto room = skip > 0 ? part(skipped, 0, std::min<std::int64_t>(skip, 4096))
                                   : part(interleaved, filled, wanted - filled);
        const auto taken = run->filter.take(room);
        if (!taken) return taken;
        run->next += taken.value();
        if (skip <= 0) filled += taken.value();
        if (taken.value() > 0) continue;
        if (run->at_end) break;
        if (auto fed = feed(*run); !fed) return fed.error();
    }
    return filled;
}

/// Mixes the run before `index` into the first kFade samples of this one.
Result<Done> StretchedSound::fade_from_before(std::int64_t index, std::int64_t first,
                                              std::span<float> interleaved) {
    const std::int64_t into = first - index * kRun;
    const auto count = std::min(static_cast<std::int64_t>(interleaved.size()) / kChannels,
                                kFade - into);
    if (index == 0 || count <= 0) return Done{};
    std::vector<float> old(static_cast<std::size_t>(count * kChannels));
    // Where reading goes on, the run that has just ended is the one that fades.
    if (run_ && run_->index == index - 1 && run_->next <= first)
        before_ = std::exchange(run_, std::nullopt);
    const auto read = read_run(before_, index - 1, first, old);
    if (!read) return read.error();
    std::ranges::fill(interleaved, 0.0F); // The medium may end within the fade.
    if (auto own = read_run(run_, index, first, part(interleaved, 0, count)); !own)
        return own.error();
    for (std::int64_t i = 0; i < count; ++i) {
        const float weight = (static_cast<float>(into + i) + 0.5F) / static_cast<float>(kFade);
        for (std::int64_t c = 0; c < kChannels; ++c) {
            const auto at = static_cast<std::size_t>(i * kChannels + c);
            interleaved[at] = old[at] + (interleaved[at] - old[at]) * weight;
        }
    }
    return Done{};
}

Result<std::int64_t> StretchedSound::read(std::int64_t first, std::span<float> interleaved) {
    const auto wanted = static_cast<std::int64_t>(interleaved.size()) / kChannels;
    std::int64_t filled = 0;
    while (filled < wanted) {
        const std::int64_t at = first + filled;
        const std::int64_t index = at / kRun;
        const std::int64_t count = std::min(wanted - filled, (index + 1) * kRun - at);
        const std::span<float> room = part(interleaved, filled, count);
        const std::int64_t faded =
            index > 0 ? std::clamp<std::int64_t>(index * kRun + kFade - at, 0, count) : 0;
        if (faded > 0)
            if (auto done = fade_from_before(index, at, part(room, 0, faded)); !done)
                return done.error();
        const auto read = read_run(run_, index, at + faded, part(room, faded, count - faded));
        if (!read) return read;
        filled += faded + read.value();
        if (faded + read.value() < count) break;
    }
    return filled;
}

} // namespace seamline::playback
