#include "app/ui/light_meter.h"
#include "app/ui/probe_lights.h"
#include "renderer/color/transfer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

namespace seamline::ui {
namespace {

LightMeter meter(const char* space, const color::ViewColor& view = {}) {
    color::SourceColor source;
    source.input_space = space;
    auto made = LightMeter::make(color::ColorConfig::built_in(), source, view);
    EXPECT_TRUE(made) << made.error().message;
    return made.value();
}

TEST(LightMeter, Rec709IsAPowerOfTwoPointFourUnderD65) {
    const LightReading grey = meter("Rec.709").read(glm::dvec3(0.5));
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(grey.linear[i], std::pow(0.5, 2.4), 2e-5);
    EXPECT_NEAR(grey.xy.x, 0.3127, 1e-4);
    EXPECT_NEAR(grey.xy.y, 0.3290, 1e-4);
    EXPECT_FALSE(grey.nits) << "SDR says nothing of cd/m2";
}

TEST(LightMeter, PrimariesHaveTheirStandardsChromaticity) {
    const LightReading red = meter("Rec.709").read({1, 0, 0});
    EXPECT_NEAR(red.xy.x, 0.640, 5e-4);
    EXPECT_NEAR(red.xy.y, 0.330, 5e-4);
    const LightReading green = meter("Rec.2100 PQ").read({0, 0.5, 0});
    EXPECT_NEAR(green.xy.x, 0.170, 1e-3) << "outside BT.709, so one part is negative";
    EXPECT_NEAR(green.xy.y, 0.797, 1e-3);
    EXPECT_LT(green.linear.r, 0);
}

TEST(LightMeter, PqIsReadInCandelasEvenWhereTheDisplayClips) {
    for (const double nits : {0.5, 100.0, 203.0, 1000.0, 4000.0}) {
        const LightReading grey = meter("Rec.2100 PQ").read(glm::dvec3(color::nits_to_pq(nits)));
        ASSERT_TRUE(grey.nits);
        EXPECT_NEAR(*grey.nits, nits, nits * 2e-3);
        EXPECT_LE(grey.seen.r, 1.0001) << "sRGB, the default display, shows no more than its white";
    }
}

TEST(LightMeter, HlgAt75PercentIsReferenceWhite) {
    const LightReading white = meter("Rec.2100 HLG").read(glm::dvec3(0.75));
    ASSERT_TRUE(white.nits);
    EXPECT_NEAR(*white.nits, 203, 1) << "Rep. ITU-R BT.2408, table 1";
}

TEST(LightMeter, TheGradeCounts) {
    color::SourceColor source;
    source.input_space = "Rec.709";
    source.grade.exposure_stops = 1;
    const auto brighter = LightMeter::make(color::ColorConfig::built_in(), source, {});
    ASSERT_TRUE(brighter) << brighter.error().message;
    EXPECT_NEAR(brighter.value().read(glm::dvec3(0.5)).linear.g, 2 * std::pow(0.5, 2.4), 1e-4);
    source.bypass = true;
    const auto plain = LightMeter::make(color::ColorConfig::built_in(), source, {});
    ASSERT_TRUE(plain) << plain.error().message;
    EXPECT_NEAR(plain.value().read(glm::dvec3(0.5)).linear.g, std::pow(0.5, 2.4), 2e-5);
}

TEST(LightMeter, EqualLightInTwoEncodingsDiffersByNothing) {
    color::ViewColor pq;
    pq.display = "Rec.2100 PQ";
    // Half of reference white in both.
    const double code = std::pow(0.5, 1 / 2.4);
    const LightReading a = meter("Rec.709", pq).read(glm::dvec3(code));
    const LightReading b = meter("Rec.2100 PQ", pq).read(glm::dvec3(color::nits_to_pq(101.5)));
    const LightDifference none = difference(a, b);
    EXPECT_LT(none.e2000, 0.1);
    EXPECT_LT(none.itp, 0.2);
}

TEST(LightMeter, BlackAndWhiteAreAHundredApart) {
    const LightMeter sdr = meter("Rec.709");
    const LightReading black = sdr.read(glm::dvec3(0));
    const LightReading white = sdr.read(glm::dvec3(1));
    EXPECT_NEAR(difference(black, white).e2000, 100, 0.05);
    // 720 times the difference in I, which is the PQ value of 203 cd/m2: 0.5807.
    EXPECT_NEAR(difference(black, white).itp, 720 * color::nits_to_pq(203), 0.5);
    EXPECT_EQ(difference(white, white).e2000, 0);
    EXPECT_NEAR(black.xy.x, 0.3127, 1e-6) << "black has no colour of its own";
}

TEST(LightMeter, WhatCannotBeReadIsSaid) {
    color::SourceColor source;
    source.input_space = "Rec.709";
    source.lut_file = "/no/such.cube";
    const auto made = LightMeter::make(color::ColorConfig::built_in(), source, {});
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("such.cube"), std::string::npos);
}

TEST(LightMeter, NumbersAreWrittenWithTheirUnits) {
    const LightReading grey = meter("Rec.2100 PQ").read(glm::dvec3(color::nits_to_pq(1000)));
    const std::string text = light_text(grey, false);
    EXPECT_NE(text.find("1000 cd/m\xC2\xB2"), std::string::npos) << text;
    EXPECT_NE(text.find("x 0.312"), std::string::npos) << text;
    EXPECT_NE(text.find("(white 1)"), std::string::npos) << text;
    EXPECT_NE(light_text(grey, true).find("as seen"), std::string::npos);
}

TEST(LightMeter, SaysWhatTheScreenIsFedWith) {
    const LightReading grey = meter("Rec.709").read({0.5, 0.2, 0});
    EXPECT_NEAR(grey.code.r, 0.5, 1e-4) << "code for code";
    EXPECT_NEAR(grey.code.g, 0.2, 1e-4);
    EXPECT_NE(light_text(grey, false).find("screen 127.5 51.0 0.0 of 255"), std::string::npos)
        << light_text(grey, false);
}

TEST(LightMeter, WhatRoundsToNothingHasNoSign) {
    LightReading reading;
    reading.linear = {-0.00001, 0.00001, -0.2};
    EXPECT_NE(light_text(reading, false).find("linear 709 0.0000 0.0000 -0.2000"),
              std::string::npos)
        << light_text(reading, false);
}

TEST(ProbeLights, AMeterOfAnotherColourIsNeverGiven) {
    ProbeLights lights;
    ProbeLights::Subject subject{color::ColorConfig::built_in(), {}, {}};
    const auto wait = [&] {
        ProbeLights::Reading reading;
        while (reading.meter == nullptr && reading.error.empty()) {
            reading = lights.find(1, subject);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return reading;
    };
    subject.source.input_space = "Rec.709";
    ASSERT_NE(wait().meter, nullptr);
    subject.source.input_space = "Rec.2100 PQ";
    EXPECT_EQ(lights.find(1, subject).meter, nullptr) << "the one there is is for Rec.709";
    const auto reading = wait();
    ASSERT_NE(reading.meter, nullptr);
    EXPECT_TRUE(reading.meter->read(glm::dvec3(0.5)).nits);
    subject.source.input_space = "nothing";
    EXPECT_NE(wait().error.find("nothing"), std::string::npos);
}

} // namespace
} // namespace seamline::ui
