// app/playback/waveform.cpp: WaveformPyramid.
#include "app/playback/waveform.h"

#include "decode/audio_source.h"

#include <algorithm>
#include <cmath>

namespace seamline::playback {

struct WaveformPyramid::Sum {
    float minimum = 0;
    float maximum = 0;
    double square = 0;
    double weight = 0; // in finest bins

    void add(const Bin& bin, double bins) {
        minimum = weight > 0 ? std::min(minimum, bin.minimum) : bin.minimum;
        maximum = weight > 0 ? std::max(maximum, bin.maximum) : bin.maximum;
        square += static_cast<double>(bin.mean_square) * bins;
        weight += bins;
    }
    WaveformColumn column() const {
        if (weight <= 0) return {};
        return {minimum, maximum, static_cast<float>(std::sqrt(square / weight))};
    }
};

namespace {

struct Extremes {
    float minimum = 0;
    float maximum = 0;
    float mean_square = 0;
};

Extremes extremes_of(std::span<const float> interleaved) {
    Extremes result{interleaved[0], interleaved[0], 0};
    double square = 0;
    for (const float sample : interleaved) {
        result.minimum = std::min(result.minimum, sample);
        result.maximum = std::max(result.maximum, sample);
        square += static_cast<double>(sample) * static_cast<double>(sample);
    }
    result.mean_square = static_cast<float>(square / static_cast<double>(interleaved.size()));
    return result;
}

} // namespace

std::vector<WaveformColumn> waveform_of(std::span<const float> interleaved,
                                        double samples_per_column, int columns) {
    std::vector<WaveformColumn> result(static_cast<std::size_t>(std::max(columns, 0)));
    const auto samples = static_cast<std::int64_t>(interleaved.size()) / decode::kChannels;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto first = static_cast<std::int64_t>(static_cast<double>(i) * samples_per_column);
        const auto next =
            static_cast<std::int64_t>(static_cast<double>(i + 1) * samples_per_column);
        const std::int64_t end = std::min(std::max(next, first + 1), samples);
        if (first >= end) break;
        const Extremes found = extremes_of(
            interleaved.subspan(static_cast<std::size_t>(first * decode::kChannels),
                                static_cast<std::size_t>((end - first) * decode::kChannels)));
        result[i] = {found.minimum, found.maximum, std::sqrt(found.mean_square)};
    }
    return result;
}

void WaveformPyramid::add(std::span<const float> interleaved) {
    constexpr std::size_t kBinFloats = kBin * decode::kChannels;
    samples_ += static_cast<std::int64_t>(interleaved.size()) / decode::kChannels;
    while (!interleaved.empty()) {
        const std::size_t take = std::min(kBinFloats - pending_.size(), interleaved.size());
        pending_.insert(pending_.end(), interleaved.begin(),
                        interleaved.begin() + static_cast<std::ptrdiff_t>(take));
        interleaved = interleaved.subspan(take);
        if (pending_.size() == kBinFloats) {
            const Extremes found = extremes_of(pending_);
            append(0, {found.minimum, found.maximum, found.mean_square});
            pending_.clear();
        }
    }
}

void WaveformPyramid::append(std::size_t level, const Bin& bin) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].push_back(bin);
    if (levels_[level].size() % kFan != 0) return;
    Sum sum;
    for (auto child = levels_[level].end() - kFan; child != levels_[level].end(); ++child) {
        sum.add(*child, 1);
    }
    append(level + 1, {sum.minimum, sum.maximum, static_cast<float>(sum.square / sum.weight)});
}

void WaveformPyramid::accumulate(std::int64_t first_bin, std::int64_t end_bin, Sum& sum) const {
    const auto complete = static_cast<std::int64_t>(levels_[0].size());
    std::int64_t bin = first_bin;
    const std::int64_t end = std::min(end_bin, complete);
    while (bin < end) {
        // The coarsest bin that starts here and ends within the column.
        std::size_t level = 0;
        std::int64_t width = 1;
        while (level + 1 < levels_.size() && bin % (width * kFan) == 0 &&
               bin + width * kFan <= end) {
            width *= kFan;
            ++level;
        }
        sum.add(levels_[level][static_cast<std::size_t>(bin / width)], static_cast<double>(width));
        bin += width;
    }
    if (first_bin <= complete && end_bin > complete && !pending_.empty()) {
        const Extremes found = extremes_of(pending_);
        sum.add({found.minimum, found.maximum, found.mean_square},
                static_cast<double>(pending_.size()) / (kBin * decode::kChannels));
    }
}

std::vector<WaveformColumn> WaveformPyramid::columns(double first, double samples_per_column,
                                                     int count) const {
    std::vector<WaveformColumn> result;
    for (int i = 0; i < count; ++i) {
        const double begin = first + i * samples_per_column;
        const double end = first + (i + 1) * samples_per_column;
        Sum sum;
        if (end > 0 && begin < static_cast<double>(samples_)) {
            accumulate(static_cast<std::int64_t>(std::max(begin, 0.0)) / kBin,
                       static_cast<std::int64_t>(std::ceil(end / static_cast<double>(kBin))), sum);
        }
        result.push_back(sum.column());
    }
    return result;
}

} // namespace seamline::playback
