#include "renderer/color/input_guess.h"

#include "tests/unit/color/scratch_folder.h"

#include <gtest/gtest.h>

namespace seamline::color {
namespace {

constexpr std::uint8_t kGuessedAll =
    kGuessedMatrix | kGuessedPrimaries | kGuessedTransfer | kGuessedRange | kGuessedChromaLocation;

InputGuess guess(const ColorTags& tags, const char* file) {
    return guess_input_space(ColorConfig::built_in(), tags, file);
}

TEST(InputGuess, StatedTagsAreConfirmed) {
    const InputGuess rec709 = guess({}, "take.mov");
    EXPECT_EQ(rec709, (InputGuess{"Rec.709", "tagged bt709, bt1886", true}));
    const InputGuess pq =
        guess({.primaries = ColorPrimaries::Bt2020, .transfer = ColorTransfer::Pq}, "take.mov");
    EXPECT_EQ(pq.space, "Rec.2100 PQ");
    EXPECT_TRUE(pq.confirmed);
    const InputGuess p3 = guess(
        {.primaries = ColorPrimaries::DisplayP3, .transfer = ColorTransfer::Srgb}, "take.png");
    EXPECT_EQ(p3.space, "Display P3");
    EXPECT_TRUE(p3.confirmed);
}

TEST(InputGuess, UntaggedTakesAreGuessedAndNotShifted) {
    const InputGuess hd = guess({.guessed = kGuessedAll}, "sora_take_3.mp4");
    EXPECT_EQ(hd.space, "Rec.709");
    EXPECT_FALSE(hd.confirmed);
    EXPECT_NE(hd.reason.find("primaries, transfer, matrix, range"), std::string::npos) << hd.reason;
    EXPECT_EQ(guess({.primaries = ColorPrimaries::Bt601_525}, "dv.mov").space, "Rec.601 525");
}

TEST(InputGuess, NearestSpaceIsNotConfirmed) {
    const InputGuess odd = guess({.transfer = ColorTransfer::Log316}, "take.mov");
    EXPECT_EQ(odd.space, "Rec.709");
    EXPECT_FALSE(odd.confirmed);
    EXPECT_NE(odd.reason.find("nearest"), std::string::npos) << odd.reason;
}

TEST(InputGuess, NamesOfFilesMentionEncodings) {
    for (const auto& [file, space] : std::initializer_list<std::pair<const char*, const char*>>{
             {"A001_LogC4.mov", "ARRI LogC4"},
             {"a001-log-c.mov", "ARRI LogC3"},
             {"plate_ARRILogC3_v2.exr", "ARRI LogC3"},
             {"B002_S-Log3_SGamut3.Cine.mxf", "Sony S-Log3 S-Gamut3.Cine"},
             {"clip_Log3G10.mov", "RED Log3G10"},
             {"clip_v-log.mov", "Panasonic V-Log"},
             {"c_clog2.mov", "Canon Log 2"},
             {"iphone_AppleLog.mov", "Apple Log"},
             {"bmdfilm.braw.mov", "Blackmagic Film Gen 5"},
             {"cg_ACEScg.0001.exr", "ACEScg"},
             {"master_HLG.mov", "Rec.2100 HLG"},
             {"my_vlog_01.mp4", "Rec.709"},
             {"catalogcard.mov", "Rec.709"},
             {"pqr.mov", "Rec.709"}}) {
        const InputGuess guessed = guess({.guessed = kGuessedAll}, file);
        EXPECT_EQ(guessed.space, space) << file;
        EXPECT_FALSE(guessed.confirmed) << file;
    }
}

TEST(InputGuess, HdrTagsOutweighNames) {
    const InputGuess pq = guess(
        {.primaries = ColorPrimaries::Bt2020, .transfer = ColorTransfer::Pq}, "from_logc4.mov");
    EXPECT_EQ(pq.space, "Rec.2100 PQ");
}

TEST(InputGuess, RulesOfAConfigurationWin) {
    const test::ScratchFolder folder;
    const auto file = folder.write("show.ocio", R"(ocio_profile_version: 2
roles: {default: raw, scene_linear: lin, log: camera}
file_rules:
  - !<Rule> {name: plates, colorspace: camera, pattern: "*plate*", extension: "*"}
  - !<Rule> {name: ColorSpaceNamePathSearch}
  - !<Rule> {name: Default, colorspace: default}
displays:
  sRGB:
    - !<View> {name: Raw, colorspace: raw}
active_displays: []
active_views: []
colorspaces:
  - !<ColorSpace> {name: raw, isdata: true}
  - !<ColorSpace> {name: lin}
  - !<ColorSpace> {name: camera}
  - !<ColorSpace> {name: srgb_texture}
)");
    const auto config = ColorConfig::load(file);
    ASSERT_TRUE(config) << config.error().message;
    const InputGuess plate = guess_input_space(config.value(), {}, "/shots/plate_01.mov");
    EXPECT_EQ(plate.space, "camera");
    EXPECT_TRUE(plate.confirmed);
    EXPECT_NE(plate.reason.find("plates"), std::string::npos);
    const InputGuess named = guess_input_space(config.value(), {}, "/shots/lin/take.mov");
    EXPECT_EQ(named.space, "lin");
    EXPECT_FALSE(named.confirmed);
    const InputGuess srgb =
        guess_input_space(config.value(), {.transfer = ColorTransfer::Srgb}, "/shots/take.png");
    EXPECT_EQ(srgb.space, "srgb_texture");
    const InputGuess none = guess_input_space(config.value(), {}, "/shots/take.mov");
    EXPECT_EQ(none.space, "raw");
    EXPECT_FALSE(none.confirmed);
    EXPECT_NE(none.reason.find("no such space"), std::string::npos) << none.reason;
}

} // namespace
} // namespace seamline::color
