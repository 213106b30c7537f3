#include "tests/support/reference_scopes.h"

#include "renderer/picture_probe.h"

#include <algorithm>
#include <cmath>

namespace seamline::test {

using namespace renderer;

namespace {

using Int = std::int64_t;

struct Pixel {
    Int red = 0, green = 0, blue = 0, luma = 0;
};

Int nearest(double value) { return static_cast<Int>(std::round(value)); }

/// Floor division by 2^bits.
Int shifted(Int value, int bits) {
    return static_cast<Int>(std::floor(static_cast<double>(value) / std::ldexp(1.0, bits)));
}

struct Weights {
    double red, blue;
};

class Reader {
public:
    Reader(const CachedFrame& frame, const ColorTags& color)
        : frame_(frame), color_(color), probe_(frame, color) {}

    bool is(ColorModel model) const { return frame_.layout.model == model; }

    Int code12(int component, Int column, Int row) const {
        const double v = probe_.sample(component, static_cast<int>(column), static_cast<int>(row));
        int depth = frame_.layout.bit_depth();
        double code = v;
        if (frame_.layout.is_float) {
            depth = 16;
            code = v > 0 ? std::min(std::floor(65536 * v), 65535.0) : 0;
        }
        return static_cast<Int>(std::floor(code * std::ldexp(1.0, 12 - depth)));
    }

    double top() const {
        const int depth = frame_.layout.bit_depth();
        if (frame_.layout.is_float || depth >= 12) return 4095;
        return (std::ldexp(1.0, depth) - 1) * std::ldexp(1.0, 12 - depth);
    }

    Int chroma12(int component, Int x, Int y) const {
        if (is(ColorModel::Gray)) return 2048;
        return code12(component, x >> frame_.layout.chroma_shift_x,
                      y >> frame_.layout.chroma_shift_y);
    }

    bool counts_rgb() const {
        return !is(ColorModel::YCbCr) ||
               (color_.matrix != ColorMatrix::Bt2020Cl && color_.matrix != ColorMatrix::Ictcp);
    }

    Weights matrix_weights() const {
        if (color_.matrix == ColorMatrix::Bt601) return {0.299, 0.114};
        if (color_.matrix == ColorMatrix::Fcc) return {0.30, 0.11};
        if (color_.matrix == ColorMatrix::Smpte240m) return {0.212, 0.087};
        if (color_.matrix == ColorMatrix::Bt2020Ncl) return {0.2627, 0.0593};
        return {0.2126, 0.0722};
    }

    Weights primaries_weights() const {
        if (color_.primaries == ColorPrimaries::Bt2020) return {0.2627, 0.0593};
        const bool is_601 = color_.primaries == ColorPrimaries::Bt601_525 ||
                            color_.primaries == ColorPrimaries::Bt601_625;
        return is_601 ? Weights{0.299, 0.114} : Weights{0.2126, 0.0722};
    }

    Pixel pixel(Int x, Int y) const {
        return is(ColorModel::Rgb) ? rgb_pixel(x, y) : ycbcr_pixel(x, y);
    }

    Pixel rgb_pixel(Int x, Int y) const {
        const Weights k = primaries_weights();
        const Int r = code12(0, x, y), g = code12(1, x, y), b = code12(2, x, y);
        const Int wr = nearest(k.red * 32768), wb = nearest(k.blue * 32768);
        const Int sum = wr * r + (32768 - wr - wb) * g + wb * b;
        return {r / 16, g / 16, b / 16, shifted(shifted(sum + 16384, 15), 4)};
    }

    Pixel ycbcr_pixel(Int x, Int y) const {
        const bool limited = color_.range == ColorRange::Limited && !frame_.layout.is_float;
        const bool ycgco = color_.matrix == ColorMatrix::YCgCo;
        const double luma_steps = limited ? 3504 : top();
        const double chroma_steps = limited ? (ycgco ? 3504 : 3584) : top();
        const Int luma = code12(0, x, y);
        const Int b = chroma12(1, x, y) - 2048, r = chroma12(2, x, y) - 2048;
        const Int grey = nearest(131072.0 * 255 / luma_steps) * (luma - (limited ? 256 : 0));
        const auto coefficient = [&](double m) {
            return nearest(131072.0 * 255 * m / chroma_steps);
        };
        const auto level = [&](double from_b, double from_r) {
            const Int sum = grey + coefficient(from_b) * b + coefficient(from_r) * r + 65536;
            return std::clamp<Int>(shifted(sum, 17), 0, 255);
        };
        if (ycgco) return {level(-1, 1), level(1, 0), level(-1, -1), luma / 16};
        const Weights k = matrix_weights();
        const double kg = 1 - k.red - k.blue;
        return {level(0, 2 - 2 * k.red),
                level(-2 * (1 - k.blue) * k.blue / kg, -2 * (1 - k.red) * k.red / kg),
                level(2 - 2 * k.blue, 0), luma / 16};
    }

    /// By column and row of the chroma grid.
    std::pair<Int, Int> chroma(Int column, Int row) const {
        if (is(ColorModel::Gray)) return {128, 128};
        if (!is(ColorModel::Rgb)) return {code12(1, column, row) / 16, code12(2, column, row) / 16};
        const Weights k = primaries_weights();
        const double unit = 524288.0 * 112 / top();
        const Int r = code12(0, column, row), g = code12(1, column, row),
                  b = code12(2, column, row);
        const auto level = [&](Int from_r, Int from_b) {
            const Int sum = from_r * r - (from_r + from_b) * g + from_b * b;
            return std::clamp<Int>(shifted(sum + 128 * 524288 + 262144, 19), 0, 255);
        };
        return {level(nearest(-k.red / (1 - k.blue) * unit), nearest(unit)),
                level(nearest(unit), nearest(-k.blue / (1 - k.red) * unit))};
    }

private:
    const CachedFrame& frame_;
    ColorTags color_;
    PictureProbe probe_;
};

/// Primaries and transfers that the tests use: BT.709 with BT.1886 or sRGB, BT.2020 with PQ, P3
/// with SMPTE ST 428-1.
class Colorimetry {
public:
    explicit Colorimetry(const ColorTags& color) : color_(color) {
        const bool wide = color.primaries == ColorPrimaries::Bt2020;
        glm::dvec2 red = wide ? glm::dvec2(0.708, 0.292) : glm::dvec2(0.64, 0.33);
        glm::dvec2 green = wide ? glm::dvec2(0.170, 0.797) : glm::dvec2(0.30, 0.60);
        const glm::dvec2 blue = wide ? glm::dvec2(0.131, 0.046) : glm::dvec2(0.15, 0.06);
        if (color_.primaries == ColorPrimaries::DisplayP3) { // Source: SMPTE EG 432-1.
            red = {0.68, 0.32};
            green = {0.265, 0.69};
        }
        const glm::dmat3 directions(xyz(red), xyz(green), xyz(blue));
        const glm::dvec2 white(0.3127, 0.3290);
        const glm::dvec3 gains = glm::inverse(directions) * (xyz(white) / white.y);
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j) matrix_[j][i] = nearest(4096 * directions[i][j] * gains[i]);
    }

    Int light(Int level) const {
        const double v = static_cast<double>(level) / 255;
        double l = std::pow(v, 2.4);
        if (color_.transfer == ColorTransfer::Srgb)
            l = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        if (color_.transfer == ColorTransfer::Smpte428) // 48 of 52.37 cd/m2 are white.
            l = std::min(std::pow(v, 2.6) / (48 / 52.37), 1.0);
        if (color_.transfer == ColorTransfer::Pq) {
            const double p = std::pow(v, 1 / 78.84375);
            l = std::pow(std::max(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * p),
                         1 / 0.1593017578125);
        }
        return nearest(262143 * l);
    }

    /// Column and row; negative when black.
    std::pair<Int, Int> place(const Pixel& p, bool is_uv) const {
        const Int rgb[3]{light(p.red), light(p.green), light(p.blue)};
        Int sum[3];
        for (int j = 0; j < 3; ++j)
            sum[j] = matrix_[j][0] * rgb[0] + matrix_[j][1] * rgb[1] + matrix_[j][2] * rgb[2];
        Int largest = std::max({sum[0], sum[1], sum[2]});
        if (largest < 262144) return {-1, -1};
        for (; largest >= 65536; largest /= 2)
            for (Int& s : sum) s /= 2;
        const auto [x, y, z] = sum;
        const Int d = is_uv ? 7 * (x + 15 * y + 3 * z) : 9 * (x + y + z);
        return {std::min<Int>((is_uv ? 4 : 1) * 2560 * x / d, 255),
                std::min<Int>((is_uv ? 9 : 1) * 2560 * y / d, 255)};
    }

private:
    static glm::dvec3 xyz(glm::dvec2 xy) { return {xy.x, xy.y, 1 - xy.x - xy.y}; }
    ColorTags color_;
    Int matrix_[3][3]{};
};

} // namespace

ReferenceScopes reference_scopes(const CachedFrame& frame, const ColorTags& color,
                                 const ScopeRequest& request) {
    const Reader reader(frame, color);
    Rect region{0, 0, frame.visible.width, frame.visible.height};
    if (request.region.width > 0 && request.region.height > 0) {
        const Rect& asked = request.region;
        const int left = std::max(asked.x, 0), top = std::max(asked.y, 0);
        const int right = std::min(asked.x + asked.width, region.width);
        const int bottom = std::min(asked.y + asked.height, region.height);
        region = {left, top, std::max(right - left, 0), std::max(bottom - top, 0)};
    }
    ReferenceScopes result;
    result.columns = std::min(request.columns, std::max(region.width, 1));
    result.words.assign(scope_words(result.columns), 0);
    const auto histogram = [&](Int channel, Int level) {
        ++result.words[static_cast<std::size_t>(channel * 256 + level)];
    };
    const auto waveform = [&](Int channel, Int column, Int level) {
        ++result.words[static_cast<std::size_t>(132096 + (channel * result.columns + column) * 256 +
                                                level)];
    };
    const Colorimetry colorimetry(color);
    const bool is_uv = (request.scopes & shared::kScopeUv) != 0;
    for (Int y = 0; y < region.height; ++y) {
        for (Int x = 0; x < region.width; ++x) {
            const Pixel p =
                reader.pixel(frame.visible.x + region.x + x, frame.visible.y + region.y + y);
            const Int levels[4]{p.red, p.green, p.blue, p.luma};
            for (int c = reader.counts_rgb() ? 0 : 3; c < 4; ++c) {
                histogram(c, levels[c]);
                waveform(c, x * result.columns / region.width, levels[c]);
            }
            if (!reader.counts_rgb() || x % request.chromaticity_step != 0 ||
                y % request.chromaticity_step != 0)
                continue;
            const auto [column, row] = colorimetry.place(p, is_uv);
            if (column >= 0) ++result.words[static_cast<std::size_t>(66560 + row * 256 + column)];
        }
    }
    const bool subsampled = reader.is(ColorModel::YCbCr);
    const int shift_x = subsampled ? frame.layout.chroma_shift_x : 0;
    const int shift_y = subsampled ? frame.layout.chroma_shift_y : 0;
    if (region.width == 0 || region.height == 0) return result;
    const Int left = (frame.visible.x + region.x) >> shift_x;
    const Int right = (frame.visible.x + region.x + region.width - 1) >> shift_x;
    const Int top = (frame.visible.y + region.y) >> shift_y;
    const Int bottom = (frame.visible.y + region.y + region.height - 1) >> shift_y;
    for (Int row = top; row <= bottom; ++row) {
        for (Int column = left; column <= right; ++column) {
            const auto [cb, cr] = reader.chroma(column, row);
            ++result.words[static_cast<std::size_t>(1024 + cr * 256 + cb)];
            const Int place = (column - left) * result.columns / (right - left + 1);
            waveform(4, place, cb);
            waveform(5, place, cr);
        }
    }
    return result;
}

} // namespace seamline::test
