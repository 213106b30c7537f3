#include "renderer/measures/difference_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

// An independent FLIP: double precision, kernels of two dimensions, formulas as the paper has them.
namespace seamline::measures {
namespace {

constexpr double kPi = 3.14159265358979323846;

struct Color {
    double x = 0, y = 0, z = 0;
};

// Square, row by row, `reach` to every side.
struct Kernel2D {
    int reach = 0;
    std::vector<double> taps;

    Kernel2D(int radius, const std::function<double(int, int)>& at) : reach(radius) {
        for (int y = -radius; y <= radius; ++y)
            for (int x = -radius; x <= radius; ++x) taps.push_back(at(x, y));
    }
    // Positive taps to a sum of 1, negative ones to -1.
    void normalise() {
        double up = 0, down = 0;
        for (const double tap : taps) (tap > 0 ? up : down) += std::abs(tap);
        for (double& tap : taps) tap /= tap > 0 ? up : down;
    }
    double over(int width, int height, int x, int y,
                const std::function<double(int, int)>& image) const {
        double sum = 0;
        std::size_t k = 0;
        for (int dy = -reach; dy <= reach; ++dy)
            for (int dx = -reach; dx <= reach; ++dx)
                sum += taps[k++] *
                       image(std::clamp(x + dx, 0, width - 1), std::clamp(y + dy, 0, height - 1));
        return sum;
    }
};

double decoded(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }

// By the primaries and the white point (0.3127, 0.3290) of sRGB, from first principles: the
// amounts of the primaries are those that make the white.
struct SrgbMatrix {
    double m[3][3], inverse[3][3];
    Color white;

    SrgbMatrix() {
        const double xy[3][2] = {{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}};
        double p[3][3];
        for (int c = 0; c < 3; ++c) {
            p[0][c] = xy[c][0];
            p[1][c] = xy[c][1];
            p[2][c] = 1 - xy[c][0] - xy[c][1];
        }
        white = {0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290};
        double q[3][3];
        invert(p, q);
        for (int c = 0; c < 3; ++c) {
            const double amount = q[c][0] * white.x + q[c][1] * white.y + q[c][2] * white.z;
            for (int r = 0; r < 3; ++r) m[r][c] = p[r][c] * amount;
        }
        invert(m, inverse);
    }
    static void invert(const double (&a)[3][3], double (&out)[3][3]) {
        const auto minor = [&](int r, int c) {
            const int r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
            return a[r1][c1] * a[r2][c2] - a[r1][c2] * a[r2][c1];
        };
        const double det = a[0][0] * minor(0, 0) + a[0][1] * minor(0, 1) + a[0][2] * minor(0, 2);
        for (int r = 0; r < 3; ++r)
            for (int c = 0; c < 3; ++c) out[r][c] = minor(c, r) / det;
    }
    static Color times(const double (&a)[3][3], Color v) {
        return {a[0][0] * v.x + a[0][1] * v.y + a[0][2] * v.z,
                a[1][0] * v.x + a[1][1] * v.y + a[1][2] * v.z,
                a[2][0] * v.x + a[2][1] * v.y + a[2][2] * v.z};
    }
};

const SrgbMatrix kSrgb;

Color ycxcz_of(Color rgb) {
    const Color xyz = SrgbMatrix::times(kSrgb.m, {decoded(rgb.x), decoded(rgb.y), decoded(rgb.z)});
    const double x = xyz.x / kSrgb.white.x, y = xyz.y / kSrgb.white.y, z = xyz.z / kSrgb.white.z;
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

Color hunt_of_linear(Color rgb) {
    const auto f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    const Color xyz = SrgbMatrix::times(kSrgb.m, rgb);
    const double x = f(xyz.x / kSrgb.white.x), y = f(xyz.y / kSrgb.white.y),
                 z = f(xyz.z / kSrgb.white.z);
    const double l = 116 * y - 16;
    return {l, 0.01 * l * 500 * (x - y), 0.01 * l * 200 * (y - z)};
}

Color hunt_of_filtered(Color c) {
    const double y = (c.x + 16) / 116;
    const Color rgb =
        SrgbMatrix::times(kSrgb.inverse, {(c.y / 500 + y) * kSrgb.white.x, y * kSrgb.white.y,
                                          (y - c.z / 200) * kSrgb.white.z});
    return hunt_of_linear(
        {std::clamp(rgb.x, 0.0, 1.0), std::clamp(rgb.y, 0.0, 1.0), std::clamp(rgb.z, 0.0, 1.0)});
}

double hyab(Color a, Color b) {
    return std::abs(a.x - b.x) + std::sqrt((a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z));
}

struct Side {
    std::vector<Color> hunt;
    std::vector<double> edge, point;
};

Side side_of(const Picture& rgb, double ppd) {
    const int width = rgb.width(), height = rgb.height();
    std::vector<Color> ycxcz;
    for (std::size_t i = 0; i < rgb.planes[0].values.size(); ++i)
        ycxcz.push_back(
            ycxcz_of({rgb.planes[0].values[i], rgb.planes[1].values[i], rgb.planes[2].values[i]}));
    const auto at = [&](int x, int y) -> const Color& {
        return ycxcz[static_cast<std::size_t>(y * width + x)];
    };
    const int reach = static_cast<int>(std::ceil(3 * std::sqrt(0.04 / (2 * kPi * kPi)) * ppd));
    const auto csf = [&](double a1, double b1, double a2, double b2) {
        Kernel2D kernel(reach, [&](int x, int y) {
            const double r2 = (x * x + y * y) / (ppd * ppd);
            return a1 * std::sqrt(kPi / b1) * std::exp(-kPi * kPi * r2 / b1) +
                   a2 * std::sqrt(kPi / b2) * std::exp(-kPi * kPi * r2 / b2);
        });
        kernel.normalise();
        return kernel;
    };
    const Kernel2D ky = csf(1, 0.0047, 0, 1e-5), kx = csf(1, 0.0053, 0, 1e-5),
                   kz = csf(34.1, 0.04, 13.5, 0.025);
    const double s = 0.5 * 0.082 * ppd;
    const int feature_reach = static_cast<int>(std::ceil(3 * s));
    const auto gauss = [&](int x, int y) { return std::exp(-(x * x + y * y) / (2 * s * s)); };
    Kernel2D ex(feature_reach, [&](int x, int y) { return -x * gauss(x, y); });
    Kernel2D ey(feature_reach, [&](int x, int y) { return -y * gauss(x, y); });
    Kernel2D px(feature_reach, [&](int x, int y) { return (x * x / (s * s) - 1) * gauss(x, y); });
    Kernel2D py(feature_reach, [&](int x, int y) { return (y * y / (s * s) - 1) * gauss(x, y); });
    for (Kernel2D* kernel : {&ex, &ey, &px, &py}) kernel->normalise();
    Side side;
    const auto luminance = [&](int u, int v) { return (at(u, v).x + 16) / 116; };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto over = [&](const Kernel2D& kernel, const auto& image) {
                return kernel.over(width, height, x, y, image);
            };
            side.hunt.push_back(
                hunt_of_filtered({over(ky, [&](int u, int v) { return at(u, v).x; }),
                                  over(kx, [&](int u, int v) { return at(u, v).y; }),
                                  over(kz, [&](int u, int v) { return at(u, v).z; })}));
            side.edge.push_back(std::hypot(over(ex, luminance), over(ey, luminance)));
            side.point.push_back(std::hypot(over(px, luminance), over(py, luminance)));
        }
    return side;
}

Plane flip_by_its_formulas(const Picture& rgb_a, const Picture& rgb_b, double pixels_per_degree) {
    const Side a = side_of(rgb_a, pixels_per_degree), b = side_of(rgb_b, pixels_per_degree);
    const double largest =
        std::pow(hyab(hunt_of_linear({0, 1, 0}), hunt_of_linear({0, 0, 1})), 0.7);
    Plane result(rgb_a.width(), rgb_a.height());
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const double d = std::pow(hyab(a.hunt[i], b.hunt[i]), 0.7);
        const double bend = 0.4 * largest;
        const double color =
            d < bend ? d * 0.95 / bend : 0.95 + 0.05 * (d - bend) / (largest - bend);
        const double change =
            std::max(std::abs(a.edge[i] - b.edge[i]), std::abs(a.point[i] - b.point[i]));
        const double feature = std::sqrt(change / std::sqrt(2.0));
        result.values[i] = static_cast<float>(std::pow(color, 1 - feature));
    }
    return result;
}

constexpr int kWidth = 53;
constexpr int kHeight = 41;

void paint(Picture& picture, const std::function<double(int, int, int)>& value) {
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                picture.planes[static_cast<std::size_t>(c)].at(x, y) =
                    static_cast<float>(std::clamp(value(x, y, c), 0.0, 1.0));
}

// Ten kinds of pictures: waves, noise, steps, lines, blocks and their mixtures.
Picture subject(int kind, unsigned seed) {
    Picture picture(kWidth, kHeight);
    std::mt19937 random(seed);
    const auto dice = [&] { return static_cast<double>(random() % 10000) / 10000; };
    const double fx = 0.1 + dice(), fy = 0.1 + dice(), turn = 6 * dice(), level = dice();
    paint(picture, [&](int x, int y, int c) {
        const double wave = 0.5 + 0.4 * std::sin(fx * x + fy * y + turn + c);
        switch (kind) {
        case 0:
            return wave;
        case 1:
            return dice();
        case 2:
            return x * fx > y + c ? 0.9 : level;
        case 3:
            return (x + 2 * c) % 9 == 0 ? 1.0 : 0.1 * level;
        case 4:
            return (x / 7 + y / 5 + c) % 2 == 0 ? level : 1 - level;
        case 5:
            return level;
        case 6:
            return static_cast<double>(x) / kWidth;
        case 7:
            return 0.9 * wave + 0.1 * dice();
        case 8:
            return c == static_cast<int>(seed % 3) ? 0.9 : 0.1;
        default:
            return y > kHeight / 2 ? wave : dice() * 0.2;
        }
    });
    return picture;
}

Picture altered(Picture picture, int way, unsigned seed) {
    std::mt19937 random(seed);
    const Picture before = picture;
    paint(picture, [&](int x, int y, int c) {
        const Plane& plane = before.planes[static_cast<std::size_t>(c)];
        const double v = plane.at(x, y);
        switch (way) {
        case 0:
            return v + 0.02 * (static_cast<double>(random() % 100) / 50 - 1);
        case 1:
            return v * (c == 0 ? 1.15 : 0.95);
        case 2:
            return static_cast<double>(plane.at(std::min(x + 2, kWidth - 1), y));
        case 3:
            return std::round(v * 6) / 6;
        default:
            return v * 0.5 + 0.3;
        }
    });
    return picture;
}

TEST(Flip, MeetsTheFormulasOnTwentyPairs) {
    for (int pair = 0; pair < 20; ++pair) {
        const auto seed = static_cast<unsigned>(100 + pair);
        const Picture a = subject(pair % 10, seed);
        const Picture b =
            pair < 15 ? altered(a, pair % 5, seed) : subject((pair * 3) % 10, seed + 50);
        const double ppd = pair % 4 == 3 ? 30 : 67.02;
        const Plane found = flip_difference(a, b, ppd);
        const Plane expected = flip_by_its_formulas(a, b, ppd);
        double sum_found = 0, sum_expected = 0, worst = 0;
        for (std::size_t i = 0; i < found.values.size(); ++i) {
            sum_found += found.values[i];
            sum_expected += expected.values[i];
            worst = std::max(worst, std::abs(static_cast<double>(found.values[i]) -
                                             static_cast<double>(expected.values[i])));
        }
        const double pixels = kWidth * kHeight;
        EXPECT_GT(sum_expected / pixels, 0.001) << pair;
        EXPECT_NEAR(sum_found / pixels, sum_expected / pixels, 1e-4) << pair;
        EXPECT_LE(worst, 2e-3) << pair;
        RecordProperty("worst_of_pair_" + std::to_string(pair), std::to_string(worst));
    }
}

TEST(Flip, IsZeroOfEqualsAndOneOfGreenAndBlue) {
    const Picture a = subject(7, 5);
    for (const float value : flip_difference(a, a).values) EXPECT_EQ(value, 0);
    Picture green(21, 17), blue(21, 17);
    paint(green, [](int, int, int c) { return c == 1 ? 1.0 : 0.0; });
    paint(blue, [](int, int, int c) { return c == 2 ? 1.0 : 0.0; });
    for (const float value : flip_difference(green, blue).values) EXPECT_NEAR(value, 1, 1e-5);
    EXPECT_TRUE(flip_difference(Picture(), Picture()).empty());
}

} // namespace
} // namespace seamline::measures
