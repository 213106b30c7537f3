#include "app/cli/scope_report.h"

#include "app/cli/media_json.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace seamline::cli {
namespace {

using namespace shared;

constexpr std::array<const char*, 4> kKeys{"r", "g", "b", "y"};
constexpr std::array<const char*, 4> kNames{"R", "G", "B", "Y"};

/// Rows of levels from 0 upwards, each with its columns from the left.
nlohmann::json waveform_json(const renderer::ScopeBins& bins, int channel) {
    const std::span<const std::uint32_t> counts = bins.waveform(channel);
    std::vector<std::uint32_t> rows(counts.size());
    const auto columns = static_cast<std::size_t>(bins.columns);
    for (std::size_t column = 0; column < columns; ++column)
        for (std::size_t level = 0; level < 256; ++level)
            rows[level * columns + column] = counts[column * 256 + level];
    return rows;
}

nlohmann::json sample_json(const renderer::ScopeSample& sample) {
    return {{"r", sample.red},  {"g", sample.green}, {"b", sample.blue},
            {"y", sample.luma}, {"cb", sample.cb},   {"cr", sample.cr}};
}

/// Limited: 16 is black and 235 white.
const char* luma_range(const renderer::ScopeBins& bins) {
    const bool limited = renderer::is_limited(bins.layout, bins.color, renderer::LevelSignal::Luma);
    return name(limited ? ColorRange::Limited : ColorRange::Full);
}

/// Lowest, mean and highest level, in code values of eight bits.
void print_levels(const char* channel, std::span<const std::uint32_t> counts) {
    double sum = 0;
    double total = 0;
    int low = -1;
    int high = 0;
    for (int level = 0; level < 256; ++level) {
        const double count = counts[static_cast<std::size_t>(level)];
        if (count > 0) {
            low = low < 0 ? level : low;
            high = level;
        }
        sum += count * level;
        total += count;
    }
    std::printf("  %s  lowest %3d  mean %6.2f  highest %3d\n", channel, std::max(low, 0),
                total > 0 ? sum / total : 0.0, high);
}

} // namespace

nlohmann::json scopes_json(const CountedScopes& counted) {
    const renderer::ScopeBins& bins = counted.bins;
    nlohmann::json histogram;
    nlohmann::json waveform{{"columns", bins.columns}, {"levels", kLevels}};
    for (int i = 0; i < 4; ++i) {
        const bool is_there = i == 3 || bins.counts_rgb;
        const char* key = kKeys[static_cast<std::size_t>(i)];
        histogram[key] = is_there ? nlohmann::json(bins.histogram(i)) : nlohmann::json(nullptr);
        waveform[key] = is_there ? waveform_json(bins, i) : nlohmann::json(nullptr);
    }
    if ((bins.scopes & kScopeChroma) != 0) {
        waveform["cb"] = waveform_json(bins, kWaveformCb);
        waveform["cr"] = waveform_json(bins, kWaveformCb + 1);
    }
    nlohmann::json result{{"schema", "seamline.scopes/1"},
                          {"file", utf8(counted.file)},
                          {"frame", counted.frame},
                          {"backend", counted.backend},
                          {"device", counted.device},
                          {"signal", counted.signal.empty() ? "source" : "view"},
                          {"pixel_format", bins.layout.name},
                          {"bit_depth", bins.layout.bit_depth()},
                          {"code_scale",
                           {{"bits", 8},
                            {"rgb_range", name(ColorRange::Full)},
                            {"y_range", luma_range(bins)}}},
                          {"guessed", counted.guessed},
                          {"region",
                           {{"x", counted.region.x},
                            {"y", counted.region.y},
                            {"width", counted.region.width},
                            {"height", counted.region.height}}},
                          {"histogram", std::move(histogram)},
                          {"waveform", std::move(waveform)},
                          {"vectorscope", {{"size", kPlaneSize}, {"bins", bins.vectorscope()}}},
                          {"pictures", counted.pictures}};
    if ((bins.scopes & kScopeXy) != 0)
        result["chromaticity"] = {{"size", kPlaneSize}, {"bins", bins.chromaticity()}};
    if (!counted.signal.empty()) result["view"] = counted.signal;
    if (const auto& input = counted.input) result["input_space"] = input_json(*input);
    if (counted.sample) result["mark"] = sample_json(*counted.sample);
    return result;
}

void print(const CountedScopes& counted) {
    const renderer::ScopeBins& bins = counted.bins;
    std::printf("%s, frame %lld: %dx%d pixels, %s, %s %s, counted by %s\n", counted.file.c_str(),
                static_cast<long long>(counted.frame), bins.region.width, bins.region.height,
                bins.layout.name.c_str(), name(bins.color.matrix), name(bins.color.range),
                counted.device.c_str());
    std::printf("  levels are code values of 8 bits, 0 to 255: R G B full range, Y %s range\n",
                luma_range(bins));
    if (!counted.signal.empty()) std::printf("  after view: %s\n", counted.signal.c_str());
    std::string guessed;
    for (const std::string& tag : counted.guessed) guessed += (guessed.empty() ? "" : ", ") + tag;
    if (!guessed.empty())
        std::printf("  ! unconfirmed: the file does not say its %s\n", guessed.c_str());
    if (const auto& input = counted.input; input && !input->confirmed)
        std::printf("  ! colour space unconfirmed: read as %s (%s)\n", input->space.c_str(),
                    input->reason.c_str());
    for (int i = bins.counts_rgb ? 0 : 3; i < 4; ++i)
        print_levels(kNames[static_cast<std::size_t>(i)], bins.histogram(i));
    if (!bins.counts_rgb)
        std::printf("  R'G'B' and chromaticities are not counted: matrix %s is not linear\n",
                    name(bins.color.matrix));
    if (const auto& sample = counted.sample)
        std::printf("  mark  R %d G %d B %d  Y %d Cb %d Cr %d\n", sample->red, sample->green,
                    sample->blue, sample->luma, sample->cb, sample->cr);
    for (const std::string& picture : counted.pictures) std::printf("%s\n", picture.c_str());
}

} // namespace seamline::cli
