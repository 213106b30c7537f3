#include "renderer/color/baked_processor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace seamline::color {
namespace {

struct Errors {
    double worst = 0;
    double mean = 0;
};

/// On a display's [0, 1], of colours whose channels differ by up to 10 %, as most of a picture does.
Errors errors_of(const std::string& space, float low, float high) {
    const ColorConfig config = ColorConfig::built_in();
    const auto exact = ColorProcessor::viewed(config, {.input_space = space},
                                              {.display = "sRGB", .view = "ACES 1.0 SDR"});
    const auto baked = baked_processor(exact.value(), bake_domain(config, space));
    EXPECT_TRUE(baked) << baked.error().message;
    if (!baked) return {1, 1};
    std::mt19937 random(65);
    std::uniform_real_distribution<float> level(low, high);
    std::uniform_real_distribution<float> tint(0.95F, 1.05F);
    std::vector<float> expected;
    for (int i = 0; i < 5000; ++i) {
        const float y = level(random);
        for (int c = 0; c < 3; ++c) expected.push_back(y * tint(random));
    }
    std::vector<float> actual = expected;
    exact.value().apply(expected, 3);
    baked.value().apply(actual, 3);
    Errors errors;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double error = std::abs(std::clamp(actual[i], 0.0F, 1.0F) -
                                      std::clamp(expected[i], 0.0F, 1.0F));
        errors.worst = std::max(errors.worst, error);
        errors.mean += error / static_cast<double>(actual.size());
    }
    return errors;
}

// As playback::ColorMaking says: some codes of 8 bits at worst, far below one in the mean.
TEST(BakedProcessor, IsNearTheExactOneForCodeValues) {
    for (const char* space : {"ARRI LogC3", "Sony S-Log3 S-Gamut3", "Rec.709"}) {
        const Errors errors = errors_of(space, 0.1F, 0.9F);
        EXPECT_LE(errors.worst, 5.0 / 255) << space;
        EXPECT_LE(errors.mean, 0.3 / 255) << space;
    }
}

TEST(BakedProcessor, HoldsLightFarAboveWhite) {
    const Errors errors = errors_of("ACEScg", 0.001F, 20.0F);
    EXPECT_LE(errors.worst, 5.0 / 255);
    EXPECT_LE(errors.mean, 0.3 / 255);
}

TEST(BakedProcessor, SaysThatItIsATable) {
    const auto exact = ColorProcessor::viewed(ColorConfig::built_in(), {.input_space = "ACEScg"}, {});
    const auto baked = baked_processor(exact.value(), BakeDomain::SceneLinear);
    ASSERT_TRUE(baked);
    EXPECT_NE(baked.value().description().find("table of 65"), std::string::npos);
    EXPECT_NE(baked.value().cache_id(), exact.value().cache_id());
}

} // namespace
} // namespace seamline::color
