#include "app/analysis/style.h"

#include "app/analysis/palette.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace seamline::analysis {
namespace {

using measures::Plane;

// Distances at which a sentence is due. OKLab * 100, and log2 of texture.
constexpr double kColorsDiffer = 4;
constexpr double kContrastDiffers = 2.5;
constexpr double kSaturationDiffers = 1.5;
constexpr double kTextureDiffers = 0.4;

double percentile(std::vector<float>& values, double share) {
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return static_cast<double>(*at);
}

double mean_of(const std::vector<float>& values) {
    double sum = 0;
    for (const float value : values) sum += static_cast<double>(value);
    return sum / static_cast<double>(values.size());
}

double deviation_of(const std::vector<float>& values, double mean) {
    double squares = 0;
    for (const float value : values) {
        const double off = static_cast<double>(value) - mean;
        squares += off * off;
    }
    return std::sqrt(squares / static_cast<double>(values.size()));
}

// Mean squares of what lies between the Gaussians.
std::array<double, 2> band_energies(const Plane& luma) {
    const Plane one = measures::gaussian_blurred(luma, 1);
    const Plane two = measures::gaussian_blurred(luma, 2);
    const Plane four = measures::gaussian_blurred(luma, 4);
    std::array<double, 2> energies{};
    for (std::size_t i = 0; i < luma.values.size(); ++i) {
        const double fine = static_cast<double>(one.values[i] - two.values[i]);
        const double coarse = static_cast<double>(two.values[i] - four.values[i]);
        energies[0] += fine * fine;
        energies[1] += coarse * coarse;
    }
    for (double& energy : energies) energy /= static_cast<double>(luma.values.size());
    return energies;
}

std::string printed(const char* format, double a, double b = 0) {
    char text[96];
    std::snprintf(text, sizeof text, format, a, b);
    return text;
}

std::string texture_words(double log2) {
    if (log2 <= -0.8) return "half the texture or less";
    if (log2 >= 0.8) return "twice the texture or more";
    return log2 < 0 ? "less texture" : "more texture";
}

// What differs, each with how many thresholds it is away.
std::string words_of(const StyleDistance& distance, const Style& take, const Style& reference) {
    std::vector<std::pair<double, std::string>> parts{
        {distance.palette_delta_e / kColorsDiffer,
         printed("colours %.1f delta E away", distance.palette_delta_e)},
        {std::abs(distance.contrast) / kContrastDiffers,
         (distance.contrast < 0 ? "less" : "more") +
             printed(" contrast (%.1f against %.1f)", take.contrast, reference.contrast)},
        {std::abs(distance.saturation) / kSaturationDiffers,
         (distance.saturation < 0 ? "less" : "more") +
             printed(" saturated (%.1f against %.1f)", take.saturation, reference.saturation)},
        {std::abs(distance.texture_log2) / kTextureDiffers, texture_words(distance.texture_log2)}};
    std::ranges::stable_sort(parts, std::greater{}, [](const auto& part) { return part.first; });
    std::string words;
    for (const auto& [size, text] : parts)
        if (size >= 1) words += (words.empty() ? "" : ", ") + text;
    return words.empty() ? "close to the reference" : words;
}

} // namespace

Style style_of(std::span<const measures::Picture* const> labs,
               std::span<const Plane* const> lumas) {
    Style style;
    std::vector<float> lightness, chroma;
    for (const measures::Picture* lab : labs)
        for (std::size_t i = 0; i < lab->planes[0].values.size(); ++i) {
            lightness.push_back(100 * lab->planes[0].values[i]);
            chroma.push_back(100 * std::hypot(lab->planes[1].values[i], lab->planes[2].values[i]));
        }
    if (lightness.empty()) return style;
    style.palette = palette_of(labs);
    style.lightness = mean_of(lightness);
    style.contrast = deviation_of(lightness, style.lightness);
    style.saturation = mean_of(chroma);
    style.darkest = percentile(lightness, 0.05);
    style.brightest = percentile(lightness, 0.95);
    style.strongest = percentile(chroma, 0.95);
    for (const Plane* luma : lumas) {
        const auto energies = band_energies(*luma);
        for (std::size_t i = 0; i < energies.size(); ++i)
            style.texture[i] += energies[i] / static_cast<double>(lumas.size());
    }
    for (double& texture : style.texture) texture = std::sqrt(texture);
    return style;
}

StyleDistance style_distance(const Style& take, const Style& reference) {
    constexpr double kTextureFloor = 0.3; // Codes: what coding leaves of nothing.
    StyleDistance distance;
    distance.palette_delta_e = palette_distance(take.palette, reference.palette);
    distance.lightness = take.lightness - reference.lightness;
    distance.contrast = take.contrast - reference.contrast;
    distance.saturation = take.saturation - reference.saturation;
    const auto known = [](const Style& style) { return style.texture[0] + style.texture[1] > 0; };
    if (known(take) && known(reference))
        for (std::size_t i = 0; i < take.texture.size(); ++i)
            distance.texture_log2 += std::log2((take.texture[i] + kTextureFloor) /
                                               (reference.texture[i] + kTextureFloor)) /
                                     static_cast<double>(take.texture.size());
    distance.delta_e = std::max(
        {distance.palette_delta_e, std::abs(distance.contrast), std::abs(distance.saturation)});
    distance.words = words_of(distance, take, reference);
    return distance;
}

} // namespace seamline::analysis
