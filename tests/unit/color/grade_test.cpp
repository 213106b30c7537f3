#include "renderer/color/color_processor.h"
#include "renderer/color/grade_files.h"
#include "renderer/color/transfer.h"
#include "tests/unit/color/scratch_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace seamline::color {
namespace {

using Pixel = std::array<float, 3>;

Pixel graded(const SourceColor& source, Pixel rgb, const ViewColor& view = {}) {
    const auto processor = ColorProcessor::viewed(ColorConfig::built_in(), source, view);
    EXPECT_TRUE(processor) << processor.error().message;
    if (processor) processor.value().apply(rgb, 3);
    return rgb;
}

std::string error_of(const SourceColor& source, const ViewColor& view = {}) {
    const auto processor = ColorProcessor::viewed(ColorConfig::built_in(), source, view);
    EXPECT_FALSE(processor);
    const std::string message = processor ? "" : processor.error().message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message;
}

void expect_near(const Pixel& actual, const Pixel& expected, float tolerance = 2e-5F) {
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(actual[i], expected[i], tolerance) << i;
}

std::string cube(int edge, const std::string& rows) {
    return "TITLE \"t\"\nLUT_3D_SIZE " + std::to_string(edge) + "\n" + rows;
}

// A cube that inverts.
std::string negative() {
    return cube(2, "1 1 1\n0 1 1\n1 0 1\n0 0 1\n1 1 0\n0 1 0\n1 0 0\n0 0 0\n");
}

TEST(Grade, ExposureDoublesLight) {
    SourceColor source;
    source.grade.exposure_stops = 1;
    const auto stop = [](float code) {
        return static_cast<float>(linear_to_bt1886(2 * bt1886_to_linear(code)));
    };
    expect_near(graded(source, {0.1F, 0.4F, 0.7F}), {stop(0.1F), stop(0.4F), stop(0.7F)});
    source.bypass = true;
    expect_near(graded(source, {0.1F, 0.4F, 0.7F}), {0.1F, 0.4F, 0.7F}, 0);
}

TEST(Grade, OffsetThenGammaThenSaturation) {
    SourceColor source;
    source.grade.offset = {0.1, 0.0, -0.1};
    expect_near(graded(source, {0.5F, 0.5F, 0.5F}), {0.6F, 0.5F, 0.4F});
    source.grade.gamma = {2, 1, 0.5};
    expect_near(graded(source, {0.5F, 0.5F, 0.5F}), {std::sqrt(0.6F), 0.5F, 0.16F});
    source.grade = {};
    source.grade.saturation = 0;
    const float luma = 0.2126F * 0.2F + 0.7152F * 0.6F + 0.0722F * 0.9F;
    expect_near(graded(source, {0.2F, 0.6F, 0.9F}), {luma, luma, luma});
}

TEST(Grade, ValuesOutOfRangeAreRefused) {
    SourceColor source;
    source.grade.gamma = {1, 0, 1};
    EXPECT_NE(error_of(source).find("gamma"), std::string::npos);
    source.grade = {};
    source.grade.exposure_stops = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(error_of(source).find("exposure"), std::string::npos);
    source.grade = {};
    source.cdl.power = {1, -1, 1};
    EXPECT_NE(error_of(source).find("CDL power"), std::string::npos);
}

TEST(Grade, HappensInTheSpaceAskedFor) {
    SourceColor source{.input_space = "ACEScg", .grade_space = "ACEScct"};
    source.cdl.offset = {0.05, 0.05, 0.05};
    // One stop in ACEScct is 1 / 17.52. Source: Academy S-2016-001.
    const Pixel rgb = graded(source, {0.18F, 0.18F, 0.18F});
    EXPECT_NEAR(bt1886_to_linear(rgb[1]), 0.18 * std::exp2(0.05 * 17.52), 1e-3);
}

constexpr const char* kCollection = R"(<?xml version="1.0" encoding="UTF-8"?>
<ColorCorrectionCollection xmlns="urn:ASC:CDL:v1.01">
  <ColorCorrection id="warm">
    <SOPNode><Slope>1.2 1 0.8</Slope><Offset>0.1 0 -0.1</Offset><Power>1 1 2</Power></SOPNode>
    <SatNode><Saturation>1</Saturation></SatNode>
  </ColorCorrection>
  <ColorCorrection id="grey">
    <SOPNode><Slope>1 1 1</Slope><Offset>0 0 0</Offset><Power>1 1 1</Power></SOPNode>
    <SatNode><Saturation>0</Saturation></SatNode>
  </ColorCorrection>
</ColorCorrectionCollection>
)";

TEST(CdlFile, IsReadByIdAndApplied) {
    const test::ScratchFolder folder;
    const auto file = folder.write("show.ccc", kCollection);
    const auto all = cdl_corrections(file);
    ASSERT_TRUE(all) << all.error().message;
    ASSERT_EQ(all.value().size(), 2U);
    EXPECT_EQ(all.value()[0].id, "warm");
    EXPECT_EQ(all.value()[1].id, "grey");
    EXPECT_EQ(all.value()[1].cdl, read_cdl(file, "grey").value());
    SourceColor source{.cdl_file = file};
    expect_near(graded(source, {0.5F, 0.5F, 0.5F}), {0.7F, 0.5F, 0.09F}); // The first.
    source.cdl_id = "grey";
    const Pixel grey = graded(source, {0.2F, 0.6F, 0.9F});
    EXPECT_NEAR(grey[0], grey[2], 1e-6F);
}

TEST(CdlFile, SingleCorrectionAndDecisionListAreRead) {
    const test::ScratchFolder folder;
    const std::string correction =
        "<ColorCorrection id=\"one\"><SOPNode><Slope>2 2 2</Slope><Offset>0 0 0</Offset>"
        "<Power>1 1 1</Power></SOPNode></ColorCorrection>";
    const auto cc = read_cdl(folder.write("a.cc", correction), "one");
    ASSERT_TRUE(cc) << cc.error().message;
    EXPECT_EQ(cc.value().slope, (std::array<double, 3>{2, 2, 2}));
    const auto cdl =
        read_cdl(folder.write("a.cdl", "<ColorDecisionList><ColorDecision>" + correction +
                                           "</ColorDecision></ColorDecisionList>"),
                 "");
    ASSERT_TRUE(cdl) << cdl.error().message;
    EXPECT_EQ(cdl.value(), cc.value());
}

TEST(CdlFile, ErrorsNameFileLineAndIds) {
    const test::ScratchFolder folder;
    const auto file = folder.write("show.ccc", kCollection);
    const std::string missing = error_of({.cdl_file = file, .cdl_id = "cold"});
    EXPECT_NE(missing.find("show.ccc: has no correction \"cold\"; it has \"warm\", \"grey\""),
              std::string::npos)
        << missing;
    std::string broken = kCollection;
    broken.replace(broken.find("1.2 1 0.8"), 9, "1.2 1");
    const std::string wrong = error_of({.cdl_file = folder.write("broken.ccc", broken)});
    EXPECT_NE(wrong.find("broken.ccc:4"), std::string::npos) << wrong;
    std::string nan = kCollection;
    nan.replace(nan.find("1.2 1 0.8"), 9, "nan 1 0.8");
    const std::string not_finite = error_of({.cdl_file = folder.write("nan.ccc", nan)});
    EXPECT_NE(not_finite.find("nan.ccc:4"), std::string::npos) << not_finite;
    EXPECT_NE(error_of({.cdl_file = folder.path() / "none.cc"}).find("no such file"),
              std::string::npos);
    EXPECT_NE(error_of({.cdl_file = folder.write("a.txt", "1")}).find("not a CDL"),
              std::string::npos);
}

TEST(LutFile, IsAppliedAndReadAgainWhenItChanges) {
    const test::ScratchFolder folder;
    SourceColor source{.lut_file = folder.write("look.cube", negative())};
    expect_near(graded(source, {0.25F, 0.5F, 1.0F}), {0.75F, 0.5F, 0.0F});
    folder.write("look.cube", cube(2, "0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n"));
    expect_near(graded(source, {0.25F, 0.5F, 1.0F}), {0.25F, 0.5F, 1.0F});
}

TEST(LutFile, SpacesBeforeAndAfterAreKept) {
    const test::ScratchFolder folder;
    const auto identity = folder.write("id.cube", "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n");
    // A table that expects LogC3 and calls its result Rec.709: the codes of LogC3 are shown.
    SourceColor source{.input_space = "ACEScg",
                       .lut_file = identity,
                       .lut_input_space = "ARRI LogC3",
                       .lut_output_space = "Rec.709"};
    EXPECT_NEAR(graded(source, {0.18F, 0.18F, 0.18F})[1], 0.391007F, 2e-4F);
    source.lut_output_space = "sRGB"; // Video of both kinds is shown code for code.
    EXPECT_NEAR(graded(source, {0.18F, 0.18F, 0.18F})[1], 0.391007F, 2e-4F);
}

TEST(LutFile, CalibrationComesLast) {
    const test::ScratchFolder folder;
    const ViewColor view{.calibration_lut = folder.write("screen.cube", negative()),
                         .range = OutputRange::Legal};
    expect_near(graded({}, {1, 1, 1}, view), {16.0F / 255, 16.0F / 255, 16.0F / 255});
}

TEST(LutFile, ReadsOtherFormats) {
    const test::ScratchFolder folder;
    std::string table = "0 256 512 768 1023\n"; // Five grid points per side.
    for (int r = 0; r < 5; ++r) {
        for (int g = 0; g < 5; ++g) {
            for (int b = 0; b < 5; ++b) {
                table += std::to_string(4095 - r * 1023) + " " + std::to_string(g * 1023) + " " +
                         std::to_string(b * 1023) + "\n";
            }
        }
    }
    const Pixel rgb = graded({.lut_file = folder.write("a.3dl", table)}, {0.0F, 0.0F, 1.0F});
    expect_near(rgb, {1.0F, 0.0F, 1.0F}, 1e-3F);
    const auto spi = folder.write("a.spi1d", "Version 1\nFrom 0.0 1.0\nLength 2\nComponents 1\n{\n"
                                             "1.0\n0.0\n}\n");
    expect_near(graded({.lut_file = spi}, {0.25F, 0.5F, 1.0F}), {0.75F, 0.5F, 0.0F});
}

TEST(LutFile, ErrorsNameFileAndLine) {
    const test::ScratchFolder folder;
    const auto message = [&](const std::string& text) {
        return error_of({.lut_file = folder.write("bad.cube", text)});
    };
    const auto expect = [](const std::string& text, const char* part) {
        EXPECT_NE(text.find(part), std::string::npos) << text;
    };
    expect(message(cube(2, "0 0 0\n1 0 0\n")), "bad.cube:4: the file ends after 2 rows; "
                                               "LUT_3D_SIZE 2 announces 8");
    expect(message(negative() + "0 0 0\n"), "bad.cube:11: more rows than the 8");
    expect(message(cube(2, "0 0 0\n1 nan 0\n")), "bad.cube:4: \"nan\" is not a finite number");
    expect(message(cube(2, "0 0 0\n1 0\n")),
           "bad.cube:4: a row of the table must be three numbers");
    expect(message(cube(2, "0 0 0\n1 0 x\n")), "bad.cube:4: \"x\" is not a number");
    expect(message("LUT_3D_SIZE 1000000\n0 0 0\n"), "bad.cube:1: LUT_3D_SIZE must be");
    expect(message("LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n"), "bad.cube:2: LUT_3D_SIZE is given twice");
    expect(message("hello\n"), "bad.cube:1: neither LUT_1D_SIZE nor LUT_3D_SIZE");
    expect(message(""), "bad.cube:");
    const auto nan = folder.write("a.spi1d", "Version 1\nFrom 0.0 1.0\nLength 2\nComponents 1\n{\n"
                                             "0.0\nnan\n}\n");
    expect(error_of({.lut_file = nan}), "a.spi1d:7: ");
    expect(error_of({.lut_file = folder.path() / "none.cube"}), "none.cube: no such file");
    expect(error_of({.lut_file = folder.path()}), "not a file");
    expect(error_of({.lut_file = folder.write("a.xyz", "what")}), "a.xyz");
}

// OpenColorIO's own words for these name no line.
TEST(LutFile, ErrorsOf3dlNameFileAndLine) {
    const test::ScratchFolder folder;
    const auto expect = [&](const std::string& text, const char* part) {
        const std::string error = error_of({.lut_file = folder.write("bad.3dl", text)});
        EXPECT_NE(error.find(part), std::string::npos) << error;
    };
    std::string rows;
    for (int i = 0; i < 124; ++i) rows += "0 0 4095\n";
    expect("# by hand\n0 256 512 768 1023\n" + rows,
           "bad.3dl:126: the file ends after 124 rows, which fill no cube; its 5 inputs on top "
           "suggest 125");
    expect("0 256 512 768 1023\n0 0 x\n" + rows, "bad.3dl:2: \"x\" is not a whole number");
    expect("0 256 512 768 1023\n0 0\n" + rows, "bad.3dl:2: a row of the table must be three");
    expect("0 256 512 768 1023\n0 0 nan\n" + rows, "bad.3dl:2: \"nan\" is not a finite number");
    // OpenColorIO leaves such a line out, and takes the others where they fill a cube.
    expect("nan 0 0\n" + rows, "bad.3dl:1: \"nan\" is not a finite number");
    expect("0 0 0\n0 0 9\n0 9 0\n0 9 9\n", "bad.3dl:4: the file ends after 4 rows");
    expect("0 256 512 768 1023\n0 256 512 768 1023\n" + rows, "bad.3dl:2: a second line of inputs");
    expect("0 256 512 768 1023\n", "bad.3dl:1: the file ends without a table");
}

// OpenColorIO tries several readers, which all say the same.
TEST(Lut, TheReasonIsSaidOnce) {
    const test::ScratchFolder folder;
    const std::string error =
        error_of({.lut_file = folder.write("short.csp", "CSPLUTV100\n3D\n0\n")});
    EXPECT_NE(error.find("short.csp: "), std::string::npos) << error;
    EXPECT_EQ(error.find("failed with"), std::string::npos) << error;
    const std::size_t first = error.find("Prelut");
    EXPECT_NE(first, std::string::npos) << error;
    EXPECT_EQ(error.find("Prelut", first + 1), std::string::npos) << error;
}

} // namespace
} // namespace seamline::color
