#include "renderer/color/color_config.h"

#include "renderer/color/color_processor.h"

#include "tests/unit/color/scratch_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace seamline::color {
namespace {

constexpr const char* kSmall = R"(ocio_profile_version: 2
roles: {default: raw, scene_linear: lin}
file_rules:
  - !<Rule> {name: Default, colorspace: default}
displays:
  monitor:
    - !<View> {name: Film, colorspace: out}
colorspaces:
  - !<ColorSpace> {name: raw, isdata: true}
  - !<ColorSpace> {name: lin, aliases: [linear]}
  - !<ColorSpace> {name: out, from_scene_reference: !<ExponentTransform> {value: 0.5}}
)";

TEST(ColorConfig, BuiltInHasTheSpacesOfTheTrade) {
    const ColorConfig config = ColorConfig::built_in();
    EXPECT_TRUE(config.is_built_in());
    for (const char* name : {"sRGB",
                             "Rec.709",
                             "BT.1886",
                             "P3-D65",
                             "Display P3",
                             "Rec.2100 PQ",
                             "Rec.2100 HLG",
                             "Linear Rec.709",
                             "ACEScg",
                             "ACEScct",
                             "ACES2065-1",
                             "ARRI LogC3",
                             "ARRI LogC4",
                             "Sony S-Log3 S-Gamut3",
                             "Panasonic V-Log",
                             "RED Log3G10",
                             "Canon Log 2",
                             "Canon Log 3",
                             "Apple Log",
                             "Blackmagic Film Gen 5",
                             "DaVinci Intermediate",
                             "scene_linear",
                             "logc4"}) {
        EXPECT_FALSE(config.space_named(name).empty()) << name;
    }
    EXPECT_EQ(config.space_named("BT.1886"), "Rec.709");
    EXPECT_EQ(config.space_named("nonsense"), "");
    EXPECT_EQ(config.displays(), (std::vector<std::string>{"sRGB", "Rec.709", "P3-D65",
                                                           "Rec.2100 PQ", "Rec.2100 HLG"}));
    EXPECT_EQ(config.default_display(), "sRGB");
    EXPECT_EQ(config.default_view("sRGB"), ColorConfig::kVideoView);
    for (const std::string& display : config.displays()) {
        const auto views = config.views(display);
        const auto has = [&](const char* view) {
            return std::find(views.begin(), views.end(), view) != views.end();
        };
        EXPECT_TRUE(has(ColorConfig::kVideoView) && has("Un-tone-mapped") && has("ACES 1.0 SDR") &&
                    has("Raw"))
            << display;
        EXPECT_EQ(has("ACES 1.1 HDR 1000 nits"), display.find("2100") != std::string::npos);
    }
}

TEST(ColorConfig, FileIsLoaded) {
    const test::ScratchFolder folder;
    const auto config = ColorConfig::load(folder.write("show.ocio", kSmall));
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_FALSE(config.value().is_built_in());
    EXPECT_EQ(config.value().displays(), std::vector<std::string>{"monitor"});
    EXPECT_EQ(config.value().scene_linear_space(), "lin");
    EXPECT_EQ(config.value().space_for_view("lin", ColorConfig::kVideoView), "lin");
    EXPECT_NE(config.value().cache_id(), ColorConfig::built_in().cache_id());
}

TEST(ColorConfig, ErrorsNameFileAndLine) {
    const test::ScratchFolder folder;
    const auto message = [&](const std::string& text) {
        const auto config = ColorConfig::load(folder.write("bad.ocio", text));
        EXPECT_FALSE(config);
        const std::string error = config ? "" : config.error().message;
        EXPECT_EQ(error.find('\n'), std::string::npos);
        EXPECT_NE(error.find("bad.ocio"), std::string::npos) << error;
        return error;
    };
    std::string unclosed = kSmall;
    unclosed.replace(unclosed.find("aliases: [linear]"), 17, "aliases: [linear");
    EXPECT_NE(message(unclosed).find("bad.ocio:1"), std::string::npos) << message(unclosed);
    std::string no_space = kSmall;
    no_space.replace(no_space.find("colorspace: out"), 15, "colorspace: gone");
    EXPECT_NE(message(no_space).find("bad.ocio:7: "), std::string::npos) << message(no_space);
    EXPECT_NE(message(no_space).find("gone"), std::string::npos) << message(no_space);
    std::string no_look = kSmall;
    no_look.replace(no_look.find("colorspace: out"), 15, "colorspace: out, looks: warm");
    EXPECT_NE(message(no_look).find("bad.ocio:7: "), std::string::npos) << message(no_look);
    EXPECT_FALSE(message(no_look).ends_with('.')) << message(no_look);
    message("");
    message("ocio_profile_version: 99\n");
    message(std::string(kSmall).replace(0, 23, "ocio_profile_version: x"));
}

std::string with_lut(const std::string& name) {
    std::string text = kSmall;
    const std::string exponent = "!<ExponentTransform> {value: 0.5}";
    text.replace(text.find(exponent), exponent.size(), "!<FileTransform> {src: " + name + "}");
    return text.insert(text.find("roles:"), "search_path: .\n");
}

TEST(ColorConfig, NamesTheFileThatItMissesAndTheLine) {
    const test::ScratchFolder folder;
    const auto config = ColorConfig::load(folder.write("bad.ocio", with_lut("gone.cube")));
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, ErrorCode::NotFound);
    EXPECT_NE(config.error().message.find("bad.ocio:12: the file \"gone.cube\""), std::string::npos)
        << config.error().message;

    folder.write("there.cube", "");
    std::string pathless = with_lut("there.cube");
    pathless.erase(pathless.find("search_path"), 15);
    const auto refused = ColorConfig::load(folder.write("pathless.ocio", pathless));
    if (!refused) { // Versions that look beside the configuration take it.
        EXPECT_NE(
            refused.error().message.find("pathless.ocio:11: the file \"there.cube\" is named"),
            std::string::npos)
            << refused.error().message;
    }
}

// A LUT that a configuration names is checked as one that the user names.
TEST(ColorConfig, LutsThatItNamesAreChecked) {
    const test::ScratchFolder folder;
    const std::string head = "LUT_3D_SIZE 2\n", row = "0.5 0.5 0.5\n";
    std::string sound = head;
    for (int i = 0; i < 8; ++i) sound += row;
    const auto message = [&](const std::string& name, const std::string& lut) {
        folder.write(name + ".cube", lut);
        const auto config =
            ColorConfig::load(folder.write(name + ".ocio", with_lut(name + ".cube")));
        EXPECT_TRUE(config) << config.error().message;
        if (!config) return config.error().message;
        const auto viewed = ColorProcessor::viewed(config.value(), {.input_space = "lin"}, {});
        return viewed ? std::string() : viewed.error().message;
    };
    EXPECT_EQ(message("sound", sound), "");
    std::string nan = sound;
    nan.replace(head.size() + 2 * row.size(), 3, "nan");
    EXPECT_NE(message("nan", nan).find("nan.cube:4: "), std::string::npos) << message("nan", nan);
    const std::string few = message("few", sound.substr(0, sound.size() - row.size()));
    EXPECT_NE(few.find("few.cube:"), std::string::npos) << few;
    EXPECT_NE(few.find("announces 8"), std::string::npos) << few;
    EXPECT_EQ(few.find('\n'), std::string::npos) << few;
}

TEST(ColorConfig, FilesThatAreNoneAreRefused) {
    const test::ScratchFolder folder;
    const auto none = ColorConfig::load(folder.path() / "none.ocio");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
    EXPECT_EQ(ColorConfig::load(folder.path()).error().code, ErrorCode::InvalidArgument);
    const auto huge = folder.write("huge.ocio", "");
    std::filesystem::resize_file(huge, 17U << 20U);
    EXPECT_EQ(ColorConfig::load(huge).error().code, ErrorCode::TooLarge);
}

TEST(ColorConfig, OptionThenEnvironmentThenBuiltIn) {
    const test::ScratchFolder folder;
    const auto file = folder.write("show.ocio", kSmall);
    unsetenv("OCIO");
    EXPECT_TRUE(ColorConfig::open({}).value().is_built_in());
    setenv("OCIO", (folder.path() / "gone.ocio").c_str(), 1);
    const auto gone = ColorConfig::open({});
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().message.substr(0, 6), "$OCIO:");
    const auto option = ColorConfig::open(file);
    ASSERT_TRUE(option);
    EXPECT_EQ(option.value().name(), file.string());
    setenv("OCIO", file.c_str(), 1);
    EXPECT_EQ(ColorConfig::open({}).value().name(), file.string());
    unsetenv("OCIO");
}

} // namespace
} // namespace seamline::color
