#include "renderer/measures/difference_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace seamline::measures {
namespace {

Picture flat(glm::vec3 light, int width = 7, int height = 5) {
    Picture picture(width, height);
    for (int c = 0; c < 3; ++c)
        picture.planes[static_cast<std::size_t>(c)] = Plane(width, height, light[c]);
    return picture;
}

Picture random_grey(unsigned seed, float low, float high) {
    std::mt19937 random(seed);
    Picture picture(31, 23);
    for (float& value : picture.planes[0].values)
        value = low + (high - low) * static_cast<float>(random() % 1000) / 1000;
    picture.planes[1] = picture.planes[2] = picture.planes[0];
    return picture;
}

// The inverse of CIE L*a*b* under D65, then of BT.709's matrix as its standard's table prints it.
glm::vec3 light_of_lab(double l, double a, double b) {
    const auto inverse = [](double t) {
        return t > 6.0 / 29 ? t * t * t : 3 * 36.0 / 841 * (t - 4.0 / 29);
    };
    const double y = (l + 16) / 116;
    const double X = 0.3127 / 0.3290 * inverse(y + a / 500), Y = inverse(y),
                 Z = (1 - 0.3127 - 0.3290) / 0.3290 * inverse(y - b / 200);
    return {static_cast<float>(3.2409699419045 * X - 1.5373831775701 * Y - 0.4986107602930 * Z),
            static_cast<float>(-0.9692436362809 * X + 1.8759675015077 * Y + 0.0415550574072 * Z),
            static_cast<float>(0.0556300796970 * X - 0.2039769588890 * Y + 1.0569715142429 * Z)};
}

double pq(double nits) {
    const double y = std::pow(nits / 10000, 2610.0 / 16384);
    return std::pow((3424.0 / 4096 + 2413.0 / 128 * y) / (1 + 2392.0 / 128 * y), 2523.0 / 32);
}

TEST(DifferenceMap, CiedeHasPublishedValuesThroughLight) {
    // Pairs of Sharma, Wu and Dalal's table that lie within BT.709.
    struct Pair {
        double a[3], b[3], difference;
    };
    for (const Pair& pair :
         {Pair{{50, 2.5, 0}, {61, -5, 29}, 22.8977}, Pair{{50, 2.5, 0}, {73, 25, -18}, 27.1492},
          Pair{{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
          Pair{{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}}) {
        const Plane map = ciede2000_difference(flat(light_of_lab(pair.a[0], pair.a[1], pair.a[2])),
                                               flat(light_of_lab(pair.b[0], pair.b[1], pair.b[2])));
        ASSERT_EQ(map.width, 7);
        ASSERT_EQ(map.height, 5);
        for (const float value : map.values) EXPECT_NEAR(value, pair.difference, 1e-3);
    }
}

TEST(DifferenceMap, ItpOfGreysIsTheStepOfTheirSignal) {
    const Plane map = itp_difference(flat({1, 1, 1}), flat({0.25F, 0.25F, 0.25F}));
    for (const float value : map.values) EXPECT_NEAR(value, 720 * (pq(203) - pq(203 / 4.0)), 2e-2);
    const Plane colored = itp_difference(flat({1, 1, 1}), flat({1, 0.5F, 1}));
    EXPECT_GT(colored.values[0], 30);
}

TEST(DifferenceMap, SignedMapsAreIncomingMinusOutgoing) {
    const Picture dark = flat({0.125F, 0.125F, 0.125F});
    const Picture bright = flat({1, 1, 1});
    // OKLab L of a grey is the cube root of its light.
    EXPECT_NEAR(lightness_difference(dark, bright).values[3], 50, 0.01);
    EXPECT_NEAR(lightness_difference(bright, dark).values[3], -50, 0.01);
    EXPECT_NEAR(oklab_difference(bright, dark).values[3], 50, 0.01);
    EXPECT_NEAR(chroma_difference(dark, bright).values[3], 0, 0.01);
    const Picture red = flat({1, 0, 0});
    const double chroma = 100 * std::hypot(0.22486, 0.12585);
    EXPECT_NEAR(chroma_difference(dark, red).values[3], chroma, 0.02);
    EXPECT_NEAR(chroma_difference(red, dark).values[3], -chroma, 0.02);
    EXPECT_NEAR(oklab_difference(dark, red).values[3], std::hypot(chroma, 100 * (0.62796 - 0.5)),
                0.02);
}

// One window of SSIM's structure term, summed directly.
double structure_at(const Picture& a, const Picture& b, int x, int y) {
    double weight = 0, ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
    for (int dy = -5; dy <= 5; ++dy)
        for (int dx = -5; dx <= 5; ++dx) {
            const double w = std::exp(-(dx * dx + dy * dy) / (2 * 1.5 * 1.5));
            const double va = std::cbrt(a.planes[0].at(x + dx, y + dy));
            const double vb = std::cbrt(b.planes[0].at(x + dx, y + dy));
            weight += w;
            ma += w * va;
            mb += w * vb;
            aa += w * va * va;
            bb += w * vb * vb;
            ab += w * va * vb;
        }
    ma /= weight;
    mb /= weight;
    const double c3 = 0.03 * 0.03 / 2;
    return 1 - (ab / weight - ma * mb + c3) /
                   (std::sqrt((aa / weight - ma * ma) * (bb / weight - mb * mb)) + c3);
}

TEST(DifferenceMap, StructureIsThatOfSsim) {
    const Picture a = random_grey(1, 0.2F, 0.9F);
    const Picture b = random_grey(2, 0.1F, 0.6F);
    const Plane map = structure_difference(a, b);
    for (const auto& [x, y] : {std::pair{5, 5}, {15, 11}, {25, 17}, {9, 14}})
        EXPECT_NEAR(map.at(x, y), structure_at(a, b, x, y), 2e-3) << x << ", " << y;
    for (const float value : structure_difference(a, a).values) EXPECT_NEAR(value, 0, 1e-5);
    // A change of exposure scales OKLab L: structure stays.
    Picture darker = a;
    for (Plane& plane : darker.planes)
        for (float& value : plane.values) value *= 0.5F;
    for (const float value : structure_difference(a, darker).values) EXPECT_NEAR(value, 0, 0.03);
}

TEST(HeatMap, MeetsThePublishedMapsWithinTwo) {
    struct Entry {
        HeatScale scale;
        int index;
        double r, g, b;
    };
    using enum HeatScale;
    // Entries between the anchors of the implementation, of the maps' 256.
    for (const Entry& entry : {Entry{Viridis, 8, 0.277018, 0.050344, 0.375715},
                               {Viridis, 43, 0.266580, 0.228262, 0.514349},
                               {Viridis, 76, 0.206756, 0.371758, 0.553117},
                               {Viridis, 128, 0.127568, 0.566949, 0.550556},
                               {Viridis, 140, 0.119423, 0.611141, 0.538982},
                               {Viridis, 162, 0.166383, 0.690856, 0.496502},
                               {Viridis, 191, 0.360741, 0.785964, 0.387814},
                               {Viridis, 229, 0.730889, 0.871916, 0.156029},
                               {Viridis, 243, 0.876168, 0.891125, 0.095250},
                               {Viridis, 250, 0.945636, 0.899815, 0.112838},
                               {Cividis, 12, 0.000000, 0.168204, 0.385902},
                               {Cividis, 30, 0.087465, 0.214879, 0.437342},
                               {Cividis, 42, 0.165113, 0.247965, 0.428908},
                               {Cividis, 64, 0.263738, 0.307831, 0.422789},
                               {Cividis, 123, 0.471501, 0.470960, 0.466357},
                               {Cividis, 128, 0.488697, 0.485318, 0.471008},
                               {Cividis, 196, 0.752886, 0.693766, 0.416472},
                               {Cividis, 230, 0.896818, 0.811030, 0.320982},
                               {Cividis, 245, 0.963872, 0.866089, 0.247445},
                               {Cividis, 253, 0.995249, 0.898384, 0.207561}}) {
        const auto color = heat_color(entry.scale, static_cast<float>(entry.index) / 255);
        EXPECT_NEAR(color[0], 255 * entry.r, 2) << entry.index;
        EXPECT_NEAR(color[1], 255 * entry.g, 2) << entry.index;
        EXPECT_NEAR(color[2], 255 * entry.b, 2) << entry.index;
    }
}

TEST(HeatMap, DivergingIsNeutralInTheMiddleAndSplitsToBlueAndOrange) {
    const auto low = heat_color(HeatScale::Diverging, 0);
    const auto middle = heat_color(HeatScale::Diverging, 0.5F);
    const auto high = heat_color(HeatScale::Diverging, 1);
    EXPECT_LE(std::abs(middle[0] - middle[2]), 1);
    EXPECT_GT(middle[1], 220);
    EXPECT_GT(low[2], low[0] + 80);
    EXPECT_GT(high[0], high[2] + 80);
}

TEST(HeatMap, ClampsAndHatchesWhatIsNotMeasured) {
    Plane plane(16, 2);
    plane.values[0] = -5;
    plane.values[1] = 99;
    for (int x = 2; x < 16; ++x) plane.at(x, 0) = NAN;
    const auto picture = heat_picture(plane, HeatScale::Viridis, 0, 10);
    ASSERT_EQ(picture.size(), 16U * 2 * 3);
    const auto pixel = [&](std::size_t i) {
        return std::array{picture[3 * i], picture[3 * i + 1], picture[3 * i + 2]};
    };
    EXPECT_EQ(pixel(0), heat_color(HeatScale::Viridis, 0));
    EXPECT_EQ(pixel(1), heat_color(HeatScale::Viridis, 1));
    bool two_greys = false;
    for (std::size_t x = 2; x < 16; ++x) {
        EXPECT_EQ(pixel(x)[0], pixel(x)[2]);
        two_greys |= pixel(x) != pixel(2);
    }
    EXPECT_TRUE(two_greys);
    EXPECT_EQ(heat_picture(Plane(2, 1, 5), HeatScale::Cividis, 5, 5).size(), 6U);
}

} // namespace
} // namespace seamline::measures
