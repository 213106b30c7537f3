// `seamline cuts` from outside.
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace seamline::test {
namespace {

using nlohmann::json;

ProgramResult cuts(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "cuts");
    arguments.emplace_back("--no-store");
    return run_seamline(SEAMLINE_PROGRAM, arguments);
}

std::filesystem::path spliced() {
    return make_clip("e2e-cuts.mp4",
                     "-f lavfi -i testsrc2=s=320x180:r=24:d=1.25 -f lavfi -i "
                     "mandelbrot=s=320x180:r=24 -filter_complex "
                     "\"[1]trim=end_frame=30,setpts=PTS-STARTPTS[b];[0][b]concat\" -c:v libx264 "
                     "-pix_fmt yuv420p");
}

TEST(CutsCommand, JsonHasTheContractsKeys) {
    const ProgramResult result = cuts({spliced().string(), "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json report = json::parse(result.out);
    EXPECT_EQ(report["schema"], "seamline.cuts/1");
    EXPECT_EQ(report["path"], spliced().string());
    EXPECT_EQ(report["frame_count"], 60);
    EXPECT_EQ(report["frame_rate"], "24");
    ASSERT_EQ(report["cuts"].size(), 1U);
    EXPECT_EQ(report["cuts"][0]["frame"], 30);
    EXPECT_EQ(report["cuts"][0]["kind"], "hard");
    EXPECT_EQ(report["cuts"][0]["length"], 0);
    EXPECT_GT(report["cuts"][0]["confidence"], 0.5);
}

TEST(CutsCommand, TextIsForPeople) {
    const ProgramResult result = cuts({spliced().string()});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("1 cut"), std::string::npos);
    EXPECT_NE(result.out.find("frame     30"), std::string::npos);
    EXPECT_EQ(cuts({"--help"}).exit_code, 0);
}

TEST(CutsCommand, BadInputIsOneLine) {
    const auto broken = footage_folder() / "e2e-cuts-broken.mp4";
    std::ofstream(broken) << "no movie";
    for (const auto& [arguments, code] :
         {std::pair(std::vector<std::string>{broken.string()}, 3),
          std::pair(std::vector<std::string>{"/nowhere.mp4"}, 3),
          std::pair(std::vector<std::string>{}, 2),
          std::pair(std::vector<std::string>{spliced().string(), "--border", "70"}, 2)}) {
        const ProgramResult result = cuts(arguments);
        EXPECT_EQ(result.exit_code, code) << result.err;
        EXPECT_EQ(line_count(result.err), 1) << result.err;
        EXPECT_TRUE(result.out.empty());
    }
}

} // namespace
} // namespace seamline::test
