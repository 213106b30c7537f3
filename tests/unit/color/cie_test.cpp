#include "renderer/color/cie.h"

#include "renderer/color/transfer.h"

#include <gtest/gtest.h>

namespace seamline::color {
namespace {

struct Pair {
    glm::dvec3 a, b;
    double difference;
};

// Source: Sharma, Wu & Dalal (2005), table 1: all 34 pairs.
constexpr Pair kSharma[] = {
    {{50.0000, 2.6772, -79.7751}, {50.0000, 0.0000, -82.7485}, 2.0425},
    {{50.0000, 3.1571, -77.2803}, {50.0000, 0.0000, -82.7485}, 2.8615},
    {{50.0000, 2.8361, -74.0200}, {50.0000, 0.0000, -82.7485}, 3.4412},
    {{50.0000, -1.3802, -84.2814}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, -1.1848, -84.8006}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, -0.9009, -85.5211}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, 0.0000, 0.0000}, {50.0000, -1.0000, 2.0000}, 2.3669},
    {{50.0000, -1.0000, 2.0000}, {50.0000, 0.0000, 0.0000}, 2.3669},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0009}, 7.1792},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0010}, 7.1792},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0011}, 7.2195},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0012}, 7.2195},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0009, -2.4900}, 4.8045},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0010, -2.4900}, 4.8045},
    {{50.0000, -0.0010, 2.4900}, {50.0000, 0.0011, -2.4900}, 4.7461},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 0.0000, -2.5000}, 4.3065},
    {{50.0000, 2.5000, 0.0000}, {73.0000, 25.0000, -18.0000}, 27.1492},
    {{50.0000, 2.5000, 0.0000}, {61.0000, -5.0000, 29.0000}, 22.8977},
    {{50.0000, 2.5000, 0.0000}, {56.0000, -27.0000, -3.0000}, 31.9030},
    {{50.0000, 2.5000, 0.0000}, {58.0000, 24.0000, 15.0000}, 19.4535},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 3.1736, 0.5854}, 1.0000},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 3.2972, 0.0000}, 1.0000},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 1.8634, 0.5757}, 1.0000},
    {{50.0000, 2.5000, 0.0000}, {50.0000, 3.2592, 0.3350}, 1.0000},
    {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
    {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
    {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
    {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
    {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
    {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
    {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
    {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
    {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
    {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
};
static_assert(std::size(kSharma) == 34);

TEST(DeltaE2000, HasThePublishedValuesBothWaysRound) {
    constexpr double half_of_the_last_digit = 5.0001e-5;
    for (const Pair& pair : kSharma) {
        EXPECT_NEAR(delta_e_2000(pair.a, pair.b), pair.difference, half_of_the_last_digit)
            << pair.a.x << ' ' << pair.a.y << ' ' << pair.a.z;
        EXPECT_NEAR(delta_e_2000(pair.b, pair.a), pair.difference, half_of_the_last_digit)
            << pair.a.x << ' ' << pair.a.y << ' ' << pair.a.z;
        EXPECT_EQ(delta_e_2000(pair.a, pair.a), 0.0);
    }
}

// Computed with 40 digits from the rational constants of BT.2100-2 and BT.2124-0, outside of this
// program.
TEST(DeltaEItp, AgreesWithASeparateComputation) {
    constexpr Pair pairs[] = {
        {{100, 100, 100}, {101, 101, 101}, 0.7192686059},
        {{203, 203, 203}, {203, 203, 198}, 1.3395014438},
        {{10, 20, 30}, {11, 19, 30.5}, 6.3407819849},
        {{1000, 0, 0}, {900, 0, 0}, 8.1503824065},
        {{0.1, 0.2, 0.05}, {0.1, 0.25, 0.05}, 6.6396103230},
        {{500, 400, 300}, {300, 400, 500}, 59.4587287401},
    };
    for (const Pair& pair : pairs) {
        EXPECT_NEAR(delta_e_itp(itp_from_nits(pair.a), itp_from_nits(pair.b)), pair.difference,
                    1e-6 * pair.difference)
            << pair.a.x;
    }
}

TEST(DeltaEItp, GreyHasNoColour) {
    for (const double nits : {0.1, 10.0, 100.0, 1000.0}) {
        const glm::dvec3 itp = itp_from_nits(glm::dvec3(nits));
        EXPECT_NEAR(itp.x, nits_to_pq(nits), 1e-12);
        EXPECT_NEAR(itp.y, 0.0, 1e-12);
        EXPECT_NEAR(itp.z, 0.0, 1e-12);
    }
}

// Source: CIE 15:2018 (D65 2 degrees: u' 0.1978, v' 0.4683); Lindbloom's sRGB primaries in Lab.
TEST(Cie, HasThePublishedWhiteAndPrimaries) {
    const glm::dmat3 to_xyz = rgb_to_xyz(kBt709);
    const glm::dvec2 uv = uv_from_xyz(to_xyz * glm::dvec3(1.0));
    EXPECT_NEAR(uv.x, 0.1978, 5e-5);
    EXPECT_NEAR(uv.y, 0.4683, 5e-5);
    const glm::dvec3 white = lab_from_xyz(to_xyz * glm::dvec3(1.0));
    EXPECT_NEAR(white.x, 100.0, 1e-9);
    EXPECT_NEAR(white.y, 0.0, 1e-9);
    EXPECT_NEAR(white.z, 0.0, 1e-9);
    const glm::dvec3 red = lab_from_xyz(to_xyz * glm::dvec3(1, 0, 0));
    EXPECT_NEAR(red.x, 53.24, 0.01);
    EXPECT_NEAR(red.y, 80.09, 0.02);
    EXPECT_NEAR(red.z, 67.20, 0.02);
    EXPECT_EQ(xy_from_xyz(glm::dvec3(0.0)), kD65);
}

} // namespace
} // namespace seamline::color
