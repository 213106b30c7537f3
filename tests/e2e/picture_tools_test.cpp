// Picture tools from the command line.
#include "app/session/session_file.h"
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <unistd.h>

namespace seamline::test {
namespace {

namespace fs = std::filesystem;

fs::path grey_clip() {
    return make_clip("e2e-grey.mp4", "-f lavfi -i color=gray:s=64x64:r=24:d=1 -c:v libx264 -qp 0 "
                                     "-pix_fmt yuv420p");
}

/// Tests run beside each other: each process writes its own.
fs::path own_file(const std::string& name) {
    return footage_folder() / (std::to_string(getpid()) + "-" + name);
}

/// R'G'B' of a picture, by FFmpeg.
std::map<std::uint32_t, int> colors_of(const fs::path& png) {
    const fs::path raw = png.string() + ".rgb";
    const std::string command = "ffmpeg -v error -y -i '" + png.string() +
                                "' -f rawvideo -pix_fmt rgb24 '" + raw.string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream file(raw, std::ios::binary);
    std::map<std::uint32_t, int> counts;
    char rgb[3];
    while (file.read(rgb, 3)) {
        std::uint32_t code = 0;
        for (const char c : rgb) code = code << 8 | static_cast<unsigned char>(c);
        ++counts[code];
    }
    return counts;
}

std::map<std::uint32_t, int> frame_with(const std::vector<std::string>& more) {
    const fs::path out = own_file("tools.png");
    std::vector<std::string> arguments{"frame", grey_clip().string(), "--out", out.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = run_seamline(SEAMLINE_PROGRAM, arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return colors_of(out);
}

// Grey of FFmpeg has Y' = 126 of 8 bits: (126 - 16) / 219 = 50.2 %, between mid grey and skin.
TEST(PictureTools, FalseColourOfAGreyIsTheGreyOfItsBand) {
    const auto colors = frame_with({"--tool", "false-colour"});
    ASSERT_EQ(colors.size(), 1U);
    EXPECT_EQ(colors.begin()->first, 0x808080U);
}

TEST(PictureTools, ZebraStripesAQuarterFromTheLowerThresholdOn) {
    const auto colors = frame_with({"--tool=zebra", "--zebra=50,60"});
    ASSERT_EQ(colors.size(), 2U);
    EXPECT_EQ(colors.at(0x0a0a0a), 64 * 64 / 4);
    EXPECT_EQ(frame_with({"--tool=zebra", "--zebra=51,60"}).size(), 1U);
    EXPECT_EQ(frame_with({"--tool=zebra", "--zebra=40,50"}).at(0x0a0a0a), 64 * 64 / 2);
    EXPECT_EQ(frame_with({"--view=source", "--tool=zebra", "--zebra=50,60"}), colors);
}

TEST(PictureTools, ASessionsToolsAreDrawnOnlyWhenTheyAreNamed) {
    session::Session session;
    session.sources.emplace_back();
    session.sources.back().key = 1;
    session.sources.back().path = grey_clip();
    session.compare.labels = false;
    session.tools.zebra = true;
    session.tool_settings.zebra_low_percent = 50;
    const fs::path file = own_file("tools.seamline");
    ASSERT_TRUE(session::save_session(session, file));
    const auto colors = [&](const std::vector<std::string>& more) {
        const fs::path out = own_file("session-tools.png");
        std::vector<std::string> arguments{"frame", file.string(), "--out", out.string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const ProgramResult result = run_seamline(SEAMLINE_PROGRAM, arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return colors_of(out).size();
    };
    EXPECT_EQ(colors({}), 1U);
    EXPECT_EQ(colors({"--tool", "zebra"}), 2U) << "with the session's threshold";
}

TEST(PictureTools, WhatIsNoToolIsRefusedInOneLine) {
    for (const char* wrong : {"--tool=heat", "--zebra=70", "--zebra=90,80", "--zebra=a,b",
                              "--tool-signal=both", "--peaking=0", "--gamut-tolerance=11"}) {
        const ProgramResult result = run_seamline(
            SEAMLINE_PROGRAM, {"frame", grey_clip().string(), "--out", "/nowhere/x.png", wrong});
        EXPECT_EQ(result.exit_code, 2) << wrong;
        EXPECT_EQ(line_count(result.err), 1) << result.err;
    }
}

// What bench says was drawn is what the composition holds: nothing of a session that was not asked
// for.
TEST(PictureTools, BenchDrawsThoseThatAreNamed) {
    const auto tools_of = [](std::vector<std::string> more) {
        std::vector<std::string> arguments{"bench", grey_clip().string(), "--size", "64x64",
                                           "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const ProgramResult result = run_seamline(SEAMLINE_PROGRAM, arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out).at("tools").get<std::vector<std::string>>();
    };
    EXPECT_TRUE(tools_of({}).empty());
    EXPECT_EQ(tools_of({"--tool", "peaking", "--tool", "zebra"}),
              (std::vector<std::string>{"zebra", "peaking"}));
    EXPECT_TRUE(
        tools_of({grey_clip().string(), "--view", "difference", "--tool", "zebra"}).empty());
}

} // namespace
} // namespace seamline::test
