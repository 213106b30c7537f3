#include "tests/support/color_program.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <set>
#include <string>

namespace seamline {
namespace {

using color::ColorConfig;
using color::ColorProcessor;
using color::GpuProgram;
using color::GradeUse;
using color::SourceColor;
using color::ViewColor;

// Absolute up to 1, relative above.
constexpr double kTolerance = 1e-4;
constexpr double kHalfTolerance = 2e-3; // Of a target of half floats.

/// White, greys, and codes of a video signal, also a little outside of [0, 1].
std::vector<float> pixels(float lowest = 0.03F, float highest = 1.02F) {
    std::vector<float> rgba;
    const auto add = [&](float r, float g, float b) {
        for (const float v : {r, g, b, 0.5F}) rgba.push_back(v);
    };
    for (const float v : {1.0F, 0.06F, 0.13F, 0.25F, 0.5F, 0.77F, 0.93F}) add(v, v, v);
    std::mt19937 random(1709);
    std::uniform_real_distribution<float> code(lowest, highest);
    while (rgba.size() < 4 * 201) {
        const float r = code(random), g = code(random);
        add(r, g, code(random));
    }
    return rgba;
}

/// All of the product takes half an hour of a CPU that also is the GPU.
bool is_exhaustive() { return std::getenv("SEAMLINE_EXHAUSTIVE") != nullptr; }

/// Absolute up to 1, relative above; -1 where there is nothing to compare.
double worst_error(const std::vector<float>& gpu, const std::vector<float>& cpu) {
    if (gpu.size() != cpu.size()) return -1;
    double worst = 0;
    for (std::size_t i = 0; i < cpu.size(); ++i) {
        const double error =
            std::abs(double{gpu[i]} - double{cpu[i]}) / std::max(1.0, std::abs(double{cpu[i]}));
        if (std::isnan(error)) return std::numeric_limits<double>::infinity();
        worst = std::max(worst, error);
    }
    return worst;
}

struct Worst {
    double full = 0;
    double half = 0;
};

std::string compared(const test::ProgramOutput& gpu, const std::vector<float>& cpu,
                     Worst* worst = nullptr) {
    const double full = worst_error(gpu.full, cpu);
    const double half = worst_error(gpu.half, cpu);
    if (full < 0 || half < 0) return "no result";
    if (worst != nullptr) *worst = {std::max(worst->full, full), std::max(worst->half, half)};
    if (full <= kTolerance && half <= kHalfTolerance) return "";
    return "off by " + std::to_string(full) + " in single, by " + std::to_string(half) +
           " in half precision";
}

class ColorPrograms : public test::ColorProgramTest {
protected:
    std::string difference(const SourceColor& source, const ViewColor& view) {
        const auto processor = ColorProcessor::viewed(ColorConfig::built_in(), source, view);
        if (!processor) return processor.error().message;
        const auto program = processor.value().gpu_program(options());
        if (!program) return program.error().message;
        if (!seen_.insert(program.value().cache_id()).second) return "";
        std::vector<float> expected = pixels();
        const auto actual = run_programs({&program.value(), 1}, expected);
        processor.value().apply(expected, 4);
        return compared(actual, expected, &worst_);
    }

    void TearDown() override {
        if (!seen_.empty())
            std::printf("%zu programs, worst error %.2e, in half precision %.2e\n", seen_.size(),
                        worst_.full, worst_.half);
        ColorProgramTest::TearDown();
    }

    /// Every view of the display from video, or from every space.
    void views_agree(const std::string& display) {
        const ColorConfig config = ColorConfig::built_in();
        for (const std::string& view : config.views(display)) {
            for (const color::ColorSpaceEntry& space : config.spaces()) {
                if (!is_exhaustive() && space.name != "Rec.709") continue;
                EXPECT_EQ(
                    difference({.input_space = space.name}, {.display = display, .view = view}), "")
                    << space.name << " in " << view << " on " << display;
            }
        }
    }

private:
    std::set<std::string> seen_; // Programs that were run: many combinations share one.
    Worst worst_;
};

TEST_F(ColorPrograms, EverySpaceAgreesWithTheCpu) {
    for (const color::ColorSpaceEntry& space : ColorConfig::built_in().spaces()) {
        EXPECT_EQ(difference({.input_space = space.name}, {}), "") << space.name;
    }
}

TEST_F(ColorPrograms, ViewsOfSrgbAgreeWithTheCpu) { views_agree("sRGB"); }
TEST_F(ColorPrograms, ViewsOfRec709AgreeWithTheCpu) { views_agree("Rec.709"); }
TEST_F(ColorPrograms, ViewsOfP3AgreeWithTheCpu) { views_agree("P3-D65"); }
TEST_F(ColorPrograms, ViewsOfPqAgreeWithTheCpu) { views_agree("Rec.2100 PQ"); }
TEST_F(ColorPrograms, ViewsOfHlgAgreeWithTheCpu) { views_agree("Rec.2100 HLG"); }

// One program, no compilation between the grades; the oracle is made anew for each.
TEST_F(ColorPrograms, DynamicGradesAgreeWithFixedOnes) {
    SourceColor source{.input_space = "ARRI LogC3", .grade_space = "ACEScct"};
    const auto dynamic =
        ColorProcessor::viewed(ColorConfig::built_in(), source, {}, GradeUse::Dynamic);
    ASSERT_TRUE(dynamic) << dynamic.error().message;
    const auto program = dynamic.value().gpu_program(options());
    ASSERT_TRUE(program) << program.error().message;
    std::vector<color::Grade> grades(6);
    grades[1].exposure_stops = -1.5;
    grades[2].offset = {0.05, 0, -0.05};
    grades[3].gamma = {1.3, 1, 0.8};
    grades[4].saturation = 0.4;
    grades[5] = {0.7, {0.02, 0.01, 0}, {1.1, 0.9, 1.2}, 1.6};
    for (const color::Grade& grade : grades) {
        source.grade = grade;
        const auto fixed = ColorProcessor::viewed(ColorConfig::built_in(), source, {});
        ASSERT_TRUE(fixed) << fixed.error().message;
        // Colours that ACEScct can hold: a saturated LogC code is far outside of its gamut.
        std::vector<float> expected = pixels(0.38F, 0.46F);
        const auto actual = run_programs({&program.value(), 1}, expected, grade);
        fixed.value().apply(expected, 4);
        EXPECT_EQ(compared(actual, expected), "") << &grade - grades.data();
    }
}

TEST_F(ColorPrograms, TwoFitIntoOneShader) {
    const ColorConfig config = ColorConfig::built_in();
    const auto a = ColorProcessor::viewed(config, {.input_space = "Rec.2100 PQ"},
                                          {.display = "Rec.2100 HLG"}, GradeUse::Dynamic);
    const auto b = ColorProcessor::viewed(config, {.input_space = "Rec.2100 HLG"},
                                          {.display = "sRGB", .view = "ACES 1.0 SDR"});
    ASSERT_TRUE(a && b);
    std::vector<GpuProgram> programs;
    programs.push_back(a.value().gpu_program(options(0)).value());
    programs.push_back(b.value().gpu_program(options(1)).value());
    std::vector<float> expected = pixels();
    const auto actual = run_programs(programs, expected);
    a.value().apply(expected, 4);
    b.value().apply(expected, 4);
    EXPECT_EQ(compared(actual, expected), "");
}

} // namespace
} // namespace seamline
