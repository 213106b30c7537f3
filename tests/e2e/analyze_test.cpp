// `analyze` as a user runs it: known steps of light come back, in files that open.
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace seamline {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// A wall of soft blotches that the camera pans over; from frame 24 on `stops` brighter, with
// light [0, 1] multiplied in a power of 2.4.
fs::path stepped_clip(const std::string& name, double stops, const std::string& size = "640x360") {
    const std::string gain = std::to_string(std::exp2(stops));
    const std::string lit = "'255*pow(min(1,pow(val/255,2.4)*" + gain + "),1/2.4)'";
    return test::make_clip(
        name, "-f lavfi -i \"nullsrc=s=960x540:r=24:d=2,format=gbrp,"
              "geq=r='60+120*mod(floor(X/23)*7+floor(Y/19)*13,11)/11':"
              "g='50+110*mod(floor(X/31)*5+floor(Y/17)*3,7)/7':"
              "b='40+100*mod(floor(X/13)*3+floor(Y/29)*11,13)/13',gblur=sigma=2.5,"
              "crop=w=720:h=405:x='2*n':y='n/2',scale=" +
                  size +
                  ",split[a][b];"
                  "[a]trim=end_frame=24,setpts=PTS-STARTPTS[c];"
                  "[b]trim=start_frame=24,setpts=PTS-STARTPTS,lutrgb=r=" +
                  lit + ":g=" + lit + ":b=" + lit +
                  "[d];[c][d]concat=n=2,format=yuv420p\" -c:v libx264 -crf 12 "
                  "-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv");
}

class Analyze : public testing::Test {
protected:
    void SetUp() override {
        folder_ = test::footage_folder() /
                  (std::string("analyze_") +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    }
    test::ProgramResult run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "analyze");
        return test::run_seamline(SEAMLINE_PROGRAM, arguments);
    }
    // The measured cut or step at frame 24, whichever it was found as.
    static json at_24(const json& report) {
        for (const char* list : {"cuts", "seams"})
            for (const json& one : report[list])
                if (one["frame"] == 24) return one.contains("terms") ? one["terms"] : one;
        return nullptr;
    }
    fs::path folder_;
};

TEST_F(Analyze, AStepOfLightComesBackWithItsSignAndSize) {
    for (const double stops : {0.5, -0.4}) {
        const fs::path clip = stepped_clip("analyze_step_" + std::to_string(stops) + ".mp4", stops);
        const fs::path out = folder_ / std::to_string(stops);
        const auto result = run({clip.string(), "--out", out.string()});
        ASSERT_EQ(result.exit_code, 0) << result.err;
        const json report = json::parse(read(out / "report.json"));
        EXPECT_EQ(report["sources"][0]["frame_count"], 48);
        EXPECT_EQ(report["sources"][0]["media_id"].get<std::string>().substr(0, 9), "xxh3-128:");
        const json step = at_24(report);
        ASSERT_TRUE(step.is_object()) << report.dump(1);
        EXPECT_NEAR(step["exposure_stops"].get<double>(), stops, 0.05);
        EXPECT_NEAR(step["delta_mired"].get<double>(), 0, 3);
        EXPECT_GT(report["camera"].size(), 40U);
        EXPECT_EQ(run({clip.string(), "--out", out.string(), "--fail-on", "flag"}).exit_code, 1);
    }
}

// Red up and blue down, which is warmer.
fs::path warmer_clip(const std::string& name, const fs::path& clip) {
    return test::make_clip(
        name, "-i \"" + clip.string() +
                  "\" -vf \"format=gbrp,lutrgb=r='255*pow(min(1,pow(val/255,2.4)*1.3),1/"
                  "2.4)':b='255*pow(min(1,pow(val/255,2.4)*0.8),1/2.4)',format=yuv420p\" "
                  "-c:v libx264 -crf 12 -color_primaries bt709 -color_trc bt709 "
                  "-colorspace bt709 -color_range tv");
}

TEST_F(Analyze, TakesOfOneLengthAreComparedMomentByMoment) {
    const fs::path a = stepped_clip("analyze_a.mp4", 0);
    const fs::path b = warmer_clip("analyze_b.mp4", a);
    const fs::path out = folder_ / "out";
    const auto result = run({a.string(), b.string(), "--out", out.string()});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json report = json::parse(read(out / "report.json"));
    ASSERT_EQ(report["pairs"].size(), 1U);
    EXPECT_EQ(report["pairs"][0]["source"], 1);
    const json& moments = report["pairs"][0]["moments"];
    ASSERT_EQ(moments.size(), 12U);
    for (const json& moment : moments) {
        EXPECT_TRUE(moment["same_view"]);
        EXPECT_GT(moment["terms"]["delta_mired"].get<double>(), 20) << moment.dump();
        EXPECT_EQ(moment["sentence"].get<std::string>().find("incoming"), std::string::npos);
    }
    EXPECT_EQ(moments[0]["frame"], 2);
    EXPECT_EQ(moments[11]["frame"], 46);
    EXPECT_TRUE(fs::exists(out / "pair_0001_outgoing.png"));
    EXPECT_TRUE(fs::exists(out / "pair_0001_map.png"));
    EXPECT_NE(read(out / "report.html").find("Take against take"), std::string::npos);
    EXPECT_NE(result.out.find("analyze_b.mp4 against analyze_a.mp4, frame 26: analyze_b.mp4 is "),
              std::string::npos)
        << result.out;
}

TEST_F(Analyze, ARotationTagTurnsTheCamera) {
    const fs::path a = stepped_clip("analyze_a.mp4", 0);
    // FFmpeg 5 writes the tag as metadata, FFmpeg 6 and later from an option of the input.
    const auto quoted = "\"" + a.string() + "\"";
    const auto rotation = [](const fs::path& clip) {
        const auto probed =
            test::run_seamline(SEAMLINE_PROGRAM, {"probe", clip.string(), "--json"});
        return json::parse(probed.out)["video"]["rotation"].get<int>();
    };
    fs::path turned = test::make_clip("analyze_turned.mp4",
                                      "-i " + quoted + " -c copy -metadata:s:v:0 rotate=90");
    if (rotation(turned) == 0)
        turned = test::make_clip("analyze_turned_side.mp4",
                                 "-display_rotation 90 -i " + quoted + " -c copy");
    const int clockwise = rotation(turned);
    ASSERT_TRUE(clockwise == 90 || clockwise == 270) << clockwise;
    const auto mean_move = [&](const fs::path& clip, const char* name) {
        const fs::path out = folder_ / clip.stem();
        EXPECT_EQ(run({clip.string(), "--out", out.string()}).exit_code, 0);
        const json report = json::parse(read(out / "report.json"));
        double sum = 0;
        for (const json& one : report["camera"]) sum += one[name].get<double>();
        return sum / static_cast<double>(report["camera"].size());
    };
    const double pan = mean_move(a, "pan_px");
    const double tilt = mean_move(a, "tilt_px");
    EXPECT_NEAR(pan, 2 * 640.0 / 720, 0.1);
    EXPECT_NEAR(tilt, -0.5 * 640 / 720, 0.1);
    // Turned clockwise, what was right is down and what was up is right.
    const double sign = clockwise == 90 ? 1 : -1;
    EXPECT_NEAR(mean_move(turned, "tilt_px"), -sign * pan, 1e-6);
    EXPECT_NEAR(mean_move(turned, "pan_px"), sign * tilt, 1e-6);
}

TEST_F(Analyze, TakesOneAfterAnotherAreMeasuredAtTheirCut) {
    const fs::path a = stepped_clip("analyze_a.mp4", 0);
    const fs::path b = warmer_clip("analyze_b.mp4", a);
    const fs::path out = folder_ / "out";
    // The last frame of A against the first of B is another place of the wall: reversed, it is the
    // same one.
    const fs::path c = test::make_clip(
        "analyze_c.mp4", "-i \"" + a.string() +
                             "\" -vf reverse -c:v libx264 -crf 12 "
                             "-color_primaries bt709 -color_trc bt709 -colorspace bt709 "
                             "-color_range tv");
    const auto result =
        run({c.string(), b.string(), "--as-cut", "--out", out.string(), "--fail-on", "flag"});
    EXPECT_EQ(result.exit_code, 1) << result.err << result.out;
    const json report = json::parse(read(out / "report.json"));
    ASSERT_EQ(report["cuts"].size(), 1U);
    const json& cut = report["cuts"][0];
    EXPECT_EQ(cut["record_frame"], 48);
    EXPECT_TRUE(cut["same_view"]);
    EXPECT_GT(cut["terms"]["delta_mired"].get<double>(), 20) << "red up, blue down is warmer";
    EXPECT_EQ(cut["lamps"]["lighting"]["state"], "flag");
    EXPECT_NE(cut["sentence"].get<std::string>().find("warmer"), std::string::npos);
    EXPECT_EQ(cut["tier"], "primary grade");
    EXPECT_TRUE(cut["cdl"].is_object());
    EXPECT_TRUE(fs::exists(out / "cut_0001_outgoing.png"));
    EXPECT_TRUE(fs::exists(out / "cut_0001_map.png"));
    const std::string page = read(out / "report.html");
    EXPECT_NE(page.find("data:image/png;base64,"), std::string::npos);
    EXPECT_NE(page.find("a primary grade fixes it"), std::string::npos);
}

TEST_F(Analyze, TwoRunsGiveTheSameBytesWithAndWithoutTheStore) {
    const fs::path clip = stepped_clip("analyze_step_0.500000.mp4", 0.5);
    std::vector<std::string> texts;
    for (const auto& extra :
         {std::vector<std::string>{"--no-store", "--jobs", "1"},
          std::vector<std::string>{"--jobs", "3"}, std::vector<std::string>{}}) {
        const fs::path out = folder_ / std::to_string(texts.size());
        std::vector<std::string> arguments{clip.string(), "--out", out.string()};
        arguments.insert(arguments.end(), extra.begin(), extra.end());
        const auto result = run(arguments);
        ASSERT_EQ(result.exit_code, 0) << result.err;
        texts.push_back(read(out / "report.json") + read(out / "frames.csv") +
                        read(out / "cuts.csv") + read(out / "report.html"));
    }
    EXPECT_EQ(texts[0], texts[1]);
    EXPECT_EQ(texts[0], texts[2]);
    EXPECT_FALSE(fs::is_empty(folder_ / "cache")) << "features are kept";
}

TEST_F(Analyze, TheReportIsTheSameBytesWhateverReadsTheFrames) {
    const fs::path clip = stepped_clip("analyze_step_0.500000.mp4", 0.5);
    std::vector<std::string> texts;
    for (const char* backend : {"cpu", "vulkan", "auto"}) {
        const auto result = run({clip.string(), "--no-store", "--json", "--backend", backend});
        ASSERT_EQ(result.exit_code, 0) << result.err;
        texts.push_back(result.out);
    }
    EXPECT_GT(texts[0].size(), 1000U);
    EXPECT_EQ(texts[1], texts[0]);
    EXPECT_EQ(texts[2], texts[0]);
}

TEST_F(Analyze, BadUsageAndBadFilesAreOneLine) {
    const auto expect = [&](const std::vector<std::string>& arguments, int code,
                            const std::string& part) {
        const auto result = run(arguments);
        EXPECT_EQ(result.exit_code, code) << result.err;
        EXPECT_EQ(test::line_count(result.err), 1) << result.err;
        EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    };
    const std::string out = (folder_ / "out").string();
    const fs::path clip = stepped_clip("analyze_step_0.500000.mp4", 0.5);
    expect({}, 2, "needs a file");
    expect({clip.string()}, 2, "--out");
    expect({clip.string(), "--out", out, "--fail-on", "smoke"}, 2, "--fail-on");
    expect({clip.string(), "--out", out, "--backend", "gpu"}, 2, "auto, vulkan or cpu");
    expect({(folder_ / "none.mp4").string(), "--out", out}, 3, "none.mp4");
    expect({clip.string(), "--out", out, "--first-image", "none.png"}, 3, "none.png");
    std::ofstream(folder_ / "text.mp4") << "no movie";
    expect({(folder_ / "text.mp4").string(), "--out", out}, 3, "text.mp4");
    std::ofstream(folder_ / "bad.json") << R"({"schema":"seamline.thresholds/1","lok":1})";
    expect({clip.string(), "--out", out, "--thresholds", (folder_ / "bad.json").string()}, 3,
           "lok");
    std::ofstream(folder_ / "file") << "x";
    expect({clip.string(), "--out", (folder_ / "file").string()}, 3, "file");
}

} // namespace
} // namespace seamline
