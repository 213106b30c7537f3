#include "tests/support/reference_tools.h"

#include "renderer/picture_probe.h"

#include <algorithm>
#include <cmath>

namespace seamline::test {

using namespace renderer;

namespace {

constexpr double kSlack = 1e-4;

glm::dvec3 weights_of(const Picture& picture) {
    if (picture.frame->layout.model == ColorModel::YCbCr) {
        if (picture.color.matrix == ColorMatrix::Bt601) return {0.299, 0.587, 0.114};
        if (picture.color.matrix == ColorMatrix::Bt2020Ncl ||
            picture.color.matrix == ColorMatrix::Ictcp)
            return {0.2627, 0.6780, 0.0593};
    }
    return {0.2126, 0.7152, 0.0722};
}

/// Y' as it is stored, on the scale where black is 0 and white 1.
double luma_of_sample(const Picture& picture, const PictureProbe& probe, int x, int y) {
    const PixelLayout& layout = picture.frame->layout;
    const Rect& visible = picture.frame->visible;
    x = std::clamp(x, visible.x, visible.x + visible.width - 1);
    y = std::clamp(y, visible.y, visible.y + visible.height - 1);
    if (layout.model == ColorModel::Rgb) {
        const glm::dvec3 code(probe.sample(0, x, y), probe.sample(1, x, y), probe.sample(2, x, y));
        return glm::dot(probe.to_rgb(code), weights_of(picture));
    }
    const double grey = std::exp2(layout.bit_depth() - 1);
    return probe.to_rgb({probe.sample(0, x, y), grey, grey}).r;
}

double gradient(const Picture& picture, const PictureProbe& probe, int x, int y) {
    constexpr double kWeights[3] = {1, 2, 1};
    double gx = 0;
    double gy = 0;
    for (int i = 0; i < 3; ++i) {
        gx += kWeights[i] * (luma_of_sample(picture, probe, x + 1, y + i - 1) -
                             luma_of_sample(picture, probe, x - 1, y + i - 1));
        gy += kWeights[i] * (luma_of_sample(picture, probe, x + i - 1, y + 1) -
                             luma_of_sample(picture, probe, x + i - 1, y - 1));
    }
    return std::hypot(gx, gy) / 8;
}

/// The strongest change of luma under a target pixel.
double strongest_gradient(const Picture& picture, glm::dvec2 target) {
    const PictureProbe probe(*picture.frame, picture.color);
    const glm::dmat3x2 map(picture.target_to_source);
    const glm::dvec2 footprint(std::hypot(map[0].x, map[1].x), std::hypot(map[0].y, map[1].y));
    const Rect& visible = picture.frame->visible;
    const glm::dvec2 centre = map * glm::dvec3(target, 1.0) + glm::dvec2(visible.x, visible.y);
    const auto searched = [](double pixels) {
        return std::clamp(static_cast<int>(std::ceil(pixels - 0.01)), 1, 4);
    };
    const int columns = searched(footprint.x);
    const int rows = searched(footprint.y);
    double strongest = 0;
    for (int j = 0; j < rows; ++j) {
        for (int i = 0; i < columns; ++i) {
            const double x = centre.x + ((i + 0.5) / columns - 0.5) * footprint.x;
            const double y = centre.y + ((j + 0.5) / rows - 0.5) * footprint.y;
            // Searched pixels are the picture's: at its border footprints reach beyond it.
            const int column = std::clamp(static_cast<int>(std::floor(x)), visible.x,
                                          visible.x + visible.width - 1);
            const int row = std::clamp(static_cast<int>(std::floor(y)), visible.y,
                                       visible.y + visible.height - 1);
            strongest = std::max(strongest, gradient(picture, probe, column, row));
        }
    }
    return strongest;
}

glm::dvec3 banded(const std::vector<FalseColorBand>& bands, double luma, double nudge) {
    const FalseColorBand* found = &bands.front();
    for (const FalseColorBand& band : bands)
        if (luma >= band.from_percent / 100.0 - kSlack + nudge) found = &band;
    return found->is_grey ? glm::dvec3(std::clamp(luma, 0.0, 1.0)) : glm::dvec3(found->rgb);
}

int modulo(int value, int period) { return ((value % period) + period) % period; }

} // namespace

glm::dvec3 with_tools(const Picture& picture, const PictureTools& tools, const ToolPlace& place,
                      const ToolInput& input, double nudge) {
    const ToolSettings& settings = tools.settings;
    const int x = static_cast<int>(std::floor(place.seen.x));
    const int y = static_cast<int>(std::floor(place.seen.y));
    const double luma = settings.signal == ToolSignal::View
                            ? glm::dot(input.of_view, glm::dvec3(0.2126, 0.7152, 0.0722))
                            : glm::dot(input.signal, weights_of(picture));
    glm::dvec3 rgb = input.shown;
    if (tools.shown.false_color) rgb = banded(settings.bands, luma, nudge);
    const glm::dvec3 dark(0.04);
    if (tools.shown.zebra) {
        const bool high = luma >= settings.zebra_high_percent / 100.0 - kSlack + nudge;
        const bool low = luma >= settings.zebra_low_percent / 100.0 - kSlack + nudge;
        if (high && modulo(x - y, 8) < 4) rgb = dark;
        if (low && !high && modulo(x + y, 8) < 2) rgb = dark;
    }
    if (tools.shown.clipping) {
        bool over = false;
        bool under = false;
        for (int c = 0; c < 3; ++c) {
            over = over || input.signal[c] >= 1 - kSlack + nudge;
            under = under || input.signal[c] <= kSlack - nudge;
        }
        if (over && modulo(x / 4 + y / 4, 2) == 0)
            rgb = {1.0, 0.12, 0.10};
        else if (under && y % 4 == 0)
            rgb = {0.20, 0.55, 1.0};
    }
    if (tools.shown.gamut) {
        const double span = double{tools.view_white} - double{tools.view_black};
        const double out = settings.gamut_tolerance_percent / 100.0 * span + kSlack + nudge;
        bool outside = false;
        for (int c = 0; c < 3; ++c)
            outside = outside || input.of_view[c] < tools.view_black - out ||
                      input.of_view[c] > tools.view_white + out;
        if (outside && (modulo(x + y, 8) == 0 || modulo(x - y, 8) == 0)) rgb = {1.0, 0.0, 1.0};
    }
    if (tools.shown.peaking &&
        strongest_gradient(picture, place.read) >= settings.peaking_percent / 100.0 + nudge)
        rgb = glm::dvec3(settings.peaking_rgb);
    return rgb;
}

} // namespace seamline::test
