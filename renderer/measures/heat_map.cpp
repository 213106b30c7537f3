#include "renderer/color/transfer.h"
#include "renderer/measures/difference_map.h"
#include "renderer/measures/oklab.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace seamline::measures {
namespace {

// Colour `index` of the 256 of a published map. Between anchors the maps are straight within 2 of
// 255; anchors lie closer where they bend.
struct Anchor {
    int index;
    float r, g, b;
};

// Source: S. van der Walt and N. Smith, "mpl colormaps", 2015 (public domain, CC0).
constexpr Anchor kViridis[]{
    {0, 0.267004F, 0.004874F, 0.329415F},   {17, 0.282656F, 0.100196F, 0.422160F},
    {34, 0.277134F, 0.185228F, 0.489898F},  {51, 0.253935F, 0.265254F, 0.529983F},
    {68, 0.221989F, 0.339161F, 0.548752F},  {85, 0.190631F, 0.407061F, 0.556089F},
    {102, 0.163625F, 0.471133F, 0.558148F}, {119, 0.139147F, 0.533812F, 0.555298F},
    {136, 0.120565F, 0.596422F, 0.543611F}, {145, 0.121380F, 0.629492F, 0.531973F},
    {153, 0.134692F, 0.658636F, 0.517649F}, {170, 0.208030F, 0.718701F, 0.472873F},
    {187, 0.327796F, 0.773980F, 0.406640F}, {204, 0.477504F, 0.821444F, 0.318195F},
    {221, 0.647257F, 0.858400F, 0.209861F}, {238, 0.824940F, 0.884720F, 0.106217F},
    {246, 0.906311F, 0.894855F, 0.098125F}, {255, 0.993248F, 0.906157F, 0.143936F}};

// Source: J. Nunez, C. Anderton, R. Renslow, "Optimizing colormaps with consideration for color
// vision deficiency to enable accurate interpretation of scientific data", 2018.
constexpr Anchor kCividis[]{
    {0, 0.000000F, 0.135112F, 0.304751F},   {7, 0.000000F, 0.155377F, 0.350500F},
    {18, 0.000000F, 0.184550F, 0.428802F},  {20, 0.000000F, 0.188769F, 0.439563F},
    {22, 0.000000F, 0.193366F, 0.441561F},  {27, 0.058378F, 0.206629F, 0.439531F},
    {34, 0.117612F, 0.225935F, 0.434308F},  {51, 0.208926F, 0.272546F, 0.424809F},
    {68, 0.279411F, 0.318677F, 0.423031F},  {85, 0.342246F, 0.364939F, 0.428559F},
    {102, 0.401418F, 0.411790F, 0.440708F}, {119, 0.458366F, 0.459552F, 0.460457F},
    {127, 0.485141F, 0.482451F, 0.470384F}, {136, 0.517920F, 0.508454F, 0.472707F},
    {153, 0.582087F, 0.558670F, 0.468118F}, {170, 0.648222F, 0.610553F, 0.454801F},
    {187, 0.716177F, 0.664384F, 0.432386F}, {204, 0.785965F, 0.720438F, 0.399613F},
    {221, 0.857809F, 0.778969F, 0.353259F}, {238, 0.932180F, 0.840159F, 0.285880F},
    {251, 0.992218F, 0.888385F, 0.205468F}, {255, 0.995737F, 0.909344F, 0.217772F}};

glm::vec3 between_anchors(std::span<const Anchor> anchors, float t) {
    const float index = t * 255;
    std::size_t next = 1;
    while (next + 1 < anchors.size() && index > static_cast<float>(anchors[next].index)) ++next;
    const Anchor& from = anchors[next - 1];
    const Anchor& to = anchors[next];
    const float share =
        (index - static_cast<float>(from.index)) / static_cast<float>(to.index - from.index);
    return glm::mix(glm::vec3(from.r, from.g, from.b), glm::vec3(to.r, to.g, to.b), share);
}

// Blue over near-white to orange: apart for every kind of colour vision, straight in OKLab, and of
// one lightness at equal distances from the middle.
glm::vec3 diverging(float t) {
    constexpr glm::vec3 kLow{0.52F, -0.045F, -0.155F};
    constexpr glm::vec3 kMiddle{0.95F, 0.0F, 0.0F};
    constexpr glm::vec3 kHigh{0.52F, 0.085F, 0.100F};
    const glm::vec3 lab =
        t < 0.5F ? glm::mix(kLow, kMiddle, 2 * t) : glm::mix(kMiddle, kHigh, 2 * t - 1);
    const glm::vec3 light = light_from_oklab(lab);
    glm::vec3 signal;
    for (int c = 0; c < 3; ++c)
        signal[c] = static_cast<float>(color::linear_to_srgb(std::clamp(light[c], 0.0F, 1.0F)));
    return signal;
}

std::array<std::uint8_t, 3> hatch(int x, int y) {
    const auto grey = static_cast<std::uint8_t>(((x + y) / 4) % 2 == 0 ? 64 : 104);
    return {grey, grey, grey};
}

} // namespace

std::array<std::uint8_t, 3> heat_color(HeatScale scale, float t) {
    const float at = std::clamp(t, 0.0F, 1.0F);
    glm::vec3 signal;
    switch (scale) {
    case HeatScale::Cividis:
        signal = between_anchors(kCividis, at);
        break;
    case HeatScale::Viridis:
        signal = between_anchors(kViridis, at);
        break;
    case HeatScale::Diverging:
        signal = diverging(at);
        break;
    }
    std::array<std::uint8_t, 3> result{};
    for (int c = 0; c < 3; ++c)
        result[static_cast<std::size_t>(c)] =
            static_cast<std::uint8_t>(std::lround(255 * std::clamp(signal[c], 0.0F, 1.0F)));
    return result;
}

std::vector<std::uint8_t> heat_picture(const Plane& plane, HeatScale scale, float low, float high) {
    constexpr int kSteps = 1024;
    std::vector<std::array<std::uint8_t, 3>> colors;
    for (int i = 0; i < kSteps; ++i)
        colors.push_back(heat_color(scale, static_cast<float>(i) / (kSteps - 1)));
    // Of an empty scale, everything above `low` is at its upper end.
    const float range = std::max(high - low, std::numeric_limits<float>::min());
    std::vector<std::uint8_t> result;
    result.reserve(plane.values.size() * 3);
    for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; ++x) {
            const float value = plane.at(x, y);
            const float t = std::clamp((value - low) / range, 0.0F, 1.0F);
            const auto color =
                std::isnan(value) ? hatch(x, y)
                                  : colors[static_cast<std::size_t>(std::lround(t * (kSteps - 1)))];
            result.insert(result.end(), color.begin(), color.end());
        }
    return result;
}

} // namespace seamline::measures
