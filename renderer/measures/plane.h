// renderer/measures/plane.h: pictures of floats that measures work on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace seamline::measures {

/// One value per pixel, rows from the top, without gaps.
struct Plane {
    int width = 0;
    int height = 0;
    std::vector<float> values; ///< width * height

    Plane() = default;
    Plane(int width_px, int height_px, float fill = 0)
        : width(width_px), height(height_px),
          values(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px), fill) {}

    bool empty() const { return values.empty(); }
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    float* row(int y) { return values.data() + index(0, y); }
    const float* row(int y) const { return values.data() + index(0, y); }
    float& at(int x, int y) { return values[index(x, y)]; }
    float at(int x, int y) const { return values[index(x, y)]; }
};

/// Three planes of one size: linear R, G, B, or OKLab L, a, b.
struct Picture {
    std::array<Plane, 3> planes;

    Picture() = default;
    Picture(int width_px, int height_px)
        : planes{Plane(width_px, height_px), Plane(width_px, height_px),
                 Plane(width_px, height_px)} {}

    int width() const { return planes[0].width; }
    int height() const { return planes[0].height; }
    bool empty() const { return planes[0].empty(); }
};

/// A yes or no per pixel.
struct Mask {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> values; ///< 0 or 1

    Mask() = default;
    Mask(int width_px, int height_px, bool fill = false)
        : width(width_px), height(height_px),
          values(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px),
                 fill ? 1 : 0) {}

    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    bool at(int x, int y) const { return values[index(x, y)] != 0; }
    void set(int x, int y, bool value) { values[index(x, y)] = value ? 1 : 0; }
    /// Of the pixels, [0, 1]; 0 of none.
    double share() const;
};

/// Bilinear; positions are counted between pixel centres, the edge is repeated beyond them.
float bilinear(const Plane& plane, float x, float y);

/// Convolution with a Gaussian cut at 3 sigma and normalised; the edge is repeated.
/// `sigma`: pixels, [0.1, 100].
Plane gaussian_blurred(const Plane& plane, double sigma);

/// Each new pixel is the mean over its area of the old ones. Sizes at least 1 x 1; not enlarged:
/// `width` <= plane.width and `height` <= plane.height.
Plane area_averaged(const Plane& plane, int width, int height);

} // namespace seamline::measures
