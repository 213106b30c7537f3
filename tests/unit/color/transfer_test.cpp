#include "renderer/color/transfer.h"

#include "renderer/color/chromaticity.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <utility>

namespace seamline::color {
namespace {

// PQ computed with 40 digits from SMPTE ST 2084's rational constants, outside of this program.
TEST(Transfer, PqHasNitsWithinOneInTenThousand) {
    for (const auto& [nits, signal] :
         std::initializer_list<std::pair<double, double>>{{0.0001, 0.001667188218},
                                                          {0.1, 0.062336865663},
                                                          {1, 0.149945732100},
                                                          {100, 0.508078421517},
                                                          {203, 0.580688881042},
                                                          {1000, 0.751827096247},
                                                          {4000, 0.902572393311},
                                                          {10000, 1.000000000000}}) {
        EXPECT_NEAR(pq_to_nits(signal), nits, 1e-4 * nits) << nits;
        EXPECT_NEAR(nits_to_pq(nits), signal, 1e-9) << nits;
    }
    EXPECT_EQ(pq_to_nits(0.0), 0.0);
}

TEST(Transfer, HlgHasNitsWithinOneInTenThousand) {
    for (const auto& [signal, nits] :
         std::initializer_list<std::pair<double, double>>{{0.0, 0.000000000},
                                                          {0.1, 1.065257239},
                                                          {0.25, 9.605290745},
                                                          {0.5, 50.697028491},
                                                          {0.75, 203.152145938},
                                                          {0.9, 522.110144678},
                                                          {1.0, 1000.000032322}}) {
        EXPECT_NEAR(hlg_to_nits(glm::dvec3(signal)).g, nits, 1e-4 * nits + 1e-9) << signal;
        EXPECT_NEAR(nits_to_hlg(glm::dvec3(nits)).g, signal, 1e-6) << signal;
    }
    // Rep. ITU-R BT.2408: 75 % is 203 cd/m2 at 1000; the gamma of BT.2100's note 5f at 400 is 1.03.
    EXPECT_NEAR(hlg_to_nits(glm::dvec3(0.75)).r, 203.0, 0.5);
    EXPECT_NEAR(hlg_system_gamma(400), 1.03, 0.005);
    EXPECT_NEAR(hlg_to_nits(glm::dvec3(1.0), 400).r, 400.0, 1e-3);
}

TEST(Transfer, HlgKeepsHueOfAColour) {
    const glm::dvec3 signal(0.6, 0.3, 0.1);
    const glm::dvec3 back = nits_to_hlg(hlg_to_nits(signal));
    EXPECT_NEAR(back.r, signal.r, 1e-9);
    EXPECT_NEAR(back.g, signal.g, 1e-9);
    EXPECT_NEAR(back.b, signal.b, 1e-9);
}

TEST(Transfer, SdrCurvesMeetTheirStandards) {
    EXPECT_NEAR(srgb_to_linear(0.5), 0.2140411, 1e-7);
    EXPECT_NEAR(srgb_to_linear(0.04045), 0.0031308, 1e-7);
    EXPECT_NEAR(bt1886_to_linear(0.5), 0.1894646, 1e-7);
    for (const double v : {-0.5, -0.01, 0.0, 0.02, 0.2, 0.9, 1.2}) {
        EXPECT_NEAR(linear_to_srgb(srgb_to_linear(v)), v, 1e-6);
        EXPECT_NEAR(linear_to_bt1886(bt1886_to_linear(v)), v, 1e-12);
    }
}

TEST(Transfer, TagsSayTheLight) {
    ColorTags tags;
    EXPECT_NEAR(linear_from_tags(tags, glm::dvec3(0.5)).g, 0.1894646, 1e-7); // Untagged: BT.1886.
    tags.transfer = ColorTransfer::Srgb;
    EXPECT_NEAR(linear_from_tags(tags, glm::dvec3(0.5)).g, 0.2140411, 1e-7);
    tags.transfer = ColorTransfer::Pq;
    EXPECT_NEAR(linear_from_tags(tags, glm::dvec3(nits_to_pq(203.0))).g, 1.0, 1e-9);
    tags.transfer = ColorTransfer::Hlg;
    EXPECT_NEAR(linear_from_tags(tags, glm::dvec3(0.75)).g, 1.0, 2e-3);
    tags.transfer = ColorTransfer::Log100;
    EXPECT_NEAR(linear_from_tags(tags, glm::dvec3(0.5)).g, 0.1, 1e-12);
    tags.transfer = ColorTransfer::Linear;
    tags.primaries = ColorPrimaries::Bt2020;
    const glm::dvec3 xyz = xyz_from_tags(tags, glm::dvec3(1.0));
    EXPECT_NEAR(xyz.x, 0.95046, 1e-4);
    EXPECT_NEAR(xyz.y, 1.0, 1e-12);
    EXPECT_NEAR(xyz.z, 1.08906, 1e-4);
}

// Sources: Rec. ITU-R BT.709 (0.2126 0.7152 0.0722), BT.2020 (0.2627 0.6780 0.0593); SMPTE ST
// 2065-1; BT.2087-0, table 1.
TEST(Chromaticity, MatricesHaveThePublishedNumbers) {
    const glm::dmat3 bt709 = rgb_to_xyz(kBt709);
    EXPECT_NEAR(bt709[0].y, 0.2126, 5e-5);
    EXPECT_NEAR(bt709[1].y, 0.7152, 5e-5);
    EXPECT_NEAR(bt709[2].y, 0.0722, 5e-5);
    const glm::dmat3 bt2020 = rgb_to_xyz(kBt2020);
    EXPECT_NEAR(bt2020[0].y, 0.2627, 5e-5);
    EXPECT_NEAR(bt2020[2].y, 0.0593, 5e-5);
    const glm::dmat3 ap0 = rgb_to_xyz(kAcesAp0);
    EXPECT_NEAR(ap0[0].x, 0.9525523959, 1e-9);
    EXPECT_NEAR(ap0[1].y, 0.7281660966, 1e-9);
    EXPECT_NEAR(ap0[2].z, 1.0088251844, 1e-9);
    const glm::dmat3 up = rgb_to_rgb(kBt709, kBt2020);
    EXPECT_NEAR(up[0].r, 0.6274, 5e-5);
    EXPECT_NEAR(up[1].g, 0.9195, 5e-5);
    EXPECT_NEAR(up[2].b, 0.8956, 5e-5);
}

TEST(Chromaticity, AdaptationMovesWhiteToWhite) {
    for (const Adaptation method : {Adaptation::Bradford, Adaptation::Cat02}) {
        const glm::dvec3 white = rgb_to_rgb(kAcesAp0, kBt709, method) * glm::dvec3(1.0);
        EXPECT_NEAR(white.r, 1.0, 1e-12);
        EXPECT_NEAR(white.g, 1.0, 1e-12);
        EXPECT_NEAR(white.b, 1.0, 1e-12);
    }
}

} // namespace
} // namespace seamline::color
