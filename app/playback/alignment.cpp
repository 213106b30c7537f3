#include "app/playback/alignment.h"

#include "decode/media/timecode.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace seamline::playback {
namespace {

constexpr std::size_t kCells = FrameSignature::kColumns * FrameSignature::kRows;

/// Component 0 (luma, or red) at a position, in [0, 1]; floats are clamped.
float sample(const DecodedFrame& frame, int x, int y) {
    const ComponentLayout& c = frame.layout.components[0];
    const std::byte* at =
        frame.memory->data() + frame.plane_offset_bytes[c.plane] +
        static_cast<std::size_t>(y) * static_cast<std::size_t>(frame.stride_bytes[c.plane]) +
        static_cast<std::size_t>(x) * c.step_bytes + c.offset_bytes;
    if (frame.layout.is_float && frame.layout.sample_bytes == 4) {
        float value = 0;
        std::memcpy(&value, at, sizeof value);
        return std::clamp(value, 0.0F, 1.0F);
    }
    unsigned word = std::to_integer<unsigned>(at[0]);
    if (frame.layout.sample_bytes == 2)
        word = frame.layout.big_endian ? word << 8 | std::to_integer<unsigned>(at[1])
                                       : word | std::to_integer<unsigned>(at[1]) << 8;
    const unsigned mask = (1U << c.depth) - 1;
    return static_cast<float>(word >> c.shift & mask) / static_cast<float>(mask);
}

double correlation(const FrameSignature& a, const FrameSignature& b) {
    double ab = 0;
    double aa = 1e-9;
    double bb = 1e-9;
    for (std::size_t i = 0; i < kCells; ++i) {
        ab += double{a.cells[i]} * b.cells[i];
        aa += double{a.cells[i]} * a.cells[i];
        bb += double{b.cells[i]} * b.cells[i];
    }
    return ab / std::sqrt(aa * bb);
}

/// The signature at each tick of `rate`.
std::vector<const FrameSignature*> at_ticks(const std::vector<FrameSignature>& signatures,
                                            const decode::FrameIndex& index, const Rational& rate) {
    std::vector<const FrameSignature*> ticks;
    const std::int64_t count = (index.end_s * rate).round();
    for (std::int64_t tick = 0; tick < count; ++tick) {
        const auto frame =
            static_cast<std::size_t>(index.frame_at(Rational(2 * tick + 1, 2) / rate));
        if (frame >= signatures.size()) break;
        ticks.push_back(&signatures[frame]);
    }
    return ticks;
}

/// How much the picture changes from each tick to the next.
std::vector<double> motion(const std::vector<const FrameSignature*>& ticks) {
    std::vector<double> amount(ticks.size(), 0);
    for (std::size_t i = 1; i < ticks.size(); ++i)
        for (std::size_t c = 0; c < kCells; ++c)
            amount[i] += std::abs(double{ticks[i]->cells[c]} - ticks[i - 1]->cells[c]);
    return amount;
}

/// Difference of consecutive signatures: what moved, without what stands still.
std::vector<FrameSignature> changes(const std::vector<const FrameSignature*>& ticks) {
    std::vector<FrameSignature> result(ticks.size());
    for (std::size_t i = 1; i < ticks.size(); ++i)
        for (std::size_t c = 0; c < kCells; ++c)
            result[i].cells[c] = ticks[i]->cells[c] - ticks[i - 1]->cells[c];
    return result;
}

} // namespace

std::vector<session::Timing> align_by_start(const std::vector<AlignmentInput>& sources) {
    std::vector<session::Timing> timings;
    for (const AlignmentInput& source : sources)
        timings.push_back({.offset_s = 0, .in_s = 0, .speed = source.timing.speed});
    return timings;
}

std::vector<session::Timing> align_by_in_point(const std::vector<AlignmentInput>& sources) {
    std::vector<session::Timing> timings;
    for (const AlignmentInput& source : sources)
        timings.push_back(
            {.offset_s = 0, .in_s = source.timing.in_s, .speed = source.timing.speed});
    return timings;
}

Result<std::vector<session::Timing>> align_by_timecode(const std::vector<AlignmentInput>& sources) {
    std::vector<Rational> starts;
    for (const AlignmentInput& source : sources) {
        if (!source.start_timecode) continue;
        const bool drop = source.start_timecode->find(';') != std::string::npos;
        const auto frames =
            timecode_frames(*source.start_timecode, source.frame_rate, drop);
        if (frames) starts.push_back(Rational(*frames) / source.frame_rate);
    }
    if (starts.size() != sources.size())
        return Error{ErrorCode::NotFound,
                     std::to_string(sources.size() - starts.size()) +
                         " of the sources carry no timecode; align by start or by hand instead"};
    std::vector<session::Timing> timings;
    const Rational first = starts.empty() ? Rational(0) : *std::ranges::min_element(starts);
    for (std::size_t i = 0; i < sources.size(); ++i)
        timings.push_back(
            {.offset_s = starts[i] - first, .in_s = 0, .speed = sources[i].timing.speed});
    return timings;
}

FrameSignature signature_of(const DecodedFrame& frame) {
    FrameSignature signature;
    const Rect& picture = frame.visible;
    double mean = 0;
    for (int row = 0; row < FrameSignature::kRows; ++row) {
        for (int column = 0; column < FrameSignature::kColumns; ++column) {
            // 8 x 8 samples spread over the cell are enough for a mean.
            double sum = 0;
            for (int j = 0; j < 8; ++j)
                for (int i = 0; i < 8; ++i)
                    sum += sample(frame,
                                  picture.x + (column * 16 + 2 * i + 1) * picture.width /
                                                  (FrameSignature::kColumns * 16),
                                  picture.y + (row * 16 + 2 * j + 1) * picture.height /
                                                  (FrameSignature::kRows * 16));
            const auto cell = static_cast<std::size_t>(row * FrameSignature::kColumns + column);
            signature.cells[cell] = static_cast<float>(sum / 64);
            mean += sum / 64 / static_cast<double>(kCells);
        }
    }
    for (float& cell : signature.cells) cell -= static_cast<float>(mean);
    return signature;
}

Result<std::vector<FrameSignature>> signatures_of(const std::filesystem::path& path,
                                                  std::int64_t max_frames,
                                                  const std::function<bool()>& cancelled) {
    decode::OpenOptions options;
    options.threads = 1;
    options.cancelled = cancelled;
    Result<decode::VideoSource> source = decode::VideoSource::open(path, options);
    if (!source) return source.error();
    std::vector<FrameSignature> signatures;
    const auto count = std::min<std::int64_t>(
        max_frames, static_cast<std::int64_t>(source.value().index().frames.size()));
    while (static_cast<std::int64_t>(signatures.size()) < count) {
        if (cancelled && cancelled())
            return Error{ErrorCode::Cancelled, path.string() + ": aligning was cancelled"};
        const Result<DecodedFrame> frame = source.value().next();
        if (!frame && frame.error().code == ErrorCode::EndOfStream) break;
        if (!frame && frame.error().code == ErrorCode::Corrupt && !signatures.empty()) {
            signatures.push_back(signatures.back());
            continue;
        }
        if (!frame) return frame.error();
        signatures.push_back(signature_of(frame.value()));
    }
    return signatures;
}

ContentMatch align_by_content(const std::vector<FrameSignature>& a,
                              const decode::FrameIndex& a_index,
                              const std::vector<FrameSignature>& b,
                              const decode::FrameIndex& b_index, const Rational& rate) {
    const auto ticks_a = at_ticks(a, a_index, rate);
    const auto ticks_b = at_ticks(b, b_index, rate);
    const auto length_a = static_cast<std::int64_t>(ticks_a.size());
    const auto length_b = static_cast<std::int64_t>(ticks_b.size());
    const std::int64_t overlap = std::max<std::int64_t>(8, std::min(length_a, length_b) / 3);
    if (length_a < overlap || length_b < overlap) return {};
    const std::vector<double> weight = motion(ticks_a);
    const std::vector<FrameSignature> change_a = changes(ticks_a);
    const std::vector<FrameSignature> change_b = changes(ticks_b);

    std::vector<std::pair<std::int64_t, double>> scores;
    for (std::int64_t shift = overlap - length_b; shift <= length_a - overlap; ++shift) {
        double sum = 0;
        double total = 1e-9;
        for (std::int64_t i = std::max<std::int64_t>(0, shift);
             i < std::min(length_a, length_b + shift); ++i) {
            const auto at_a = static_cast<std::size_t>(i);
            const auto at_b = static_cast<std::size_t>(i - shift);
            const double w = weight[at_a] + 1e-6;
            sum += w * (correlation(*ticks_a[at_a], *ticks_b[at_b]) +
                        correlation(change_a[at_a], change_b[at_b]));
            total += 2 * w;
        }
        scores.emplace_back(shift, sum / total);
    }
    const auto best =
        std::ranges::max_element(scores, {}, &std::pair<std::int64_t, double>::second);
    double second = -1;
    for (const auto& [shift, score] : scores)
        if (std::abs(shift - best->first) > 2) second = std::max(second, score);
    ContentMatch match;
    match.offset_s = Rational(best->first) / rate;
    const double margin = best->second - second;
    match.confidence = std::clamp(4 * margin, 0.0, 1.0) * std::clamp(best->second, 0.0, 1.0);
    return match;
}

} // namespace seamline::playback
