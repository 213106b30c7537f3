// The program from outside: exit codes, JSON, pictures, messages.
#include "app/session/session_file.h"
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <random>

namespace seamline::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

ProgramResult seamline(const std::vector<std::string>& arguments) {
    return run_seamline(SEAMLINE_PROGRAM, arguments);
}

fs::path clip() {
    return make_clip("e2e-a.mp4",
                     "-f lavfi -i testsrc2=s=320x180:r=24:d=2 -c:v libx264 -pix_fmt yuv420p");
}

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

fs::path broken(const std::string& name, const std::string& content) {
    const fs::path path = footage_folder() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

void expect_one_line_and_code(const std::vector<std::string>& arguments, int code) {
    const ProgramResult result = seamline(arguments);
    EXPECT_EQ(result.exit_code, code) << arguments.back() << ": " << result.err;
    EXPECT_EQ(line_count(result.err), 1) << arguments.back() << ": " << result.err;
    EXPECT_EQ(result.out, "") << arguments.back();
}

TEST(Commands, ProbeTellsTheKeysThatScriptsRelyOn) {
    const ProgramResult result = seamline({"probe", clip(), "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json j = json::parse(result.out);
    EXPECT_EQ(j["schema"], "seamline.probe/1");
    const json& v = j["video"];
    EXPECT_EQ(v["codec"], "h264");
    EXPECT_EQ(v["width"], 320);
    EXPECT_EQ(v["height"], 180);
    EXPECT_EQ(v["frame_count"], 48);
    EXPECT_EQ(v["frame_rate"], "24");
    EXPECT_EQ(v["variable_frame_rate"], false);
    EXPECT_EQ(v["pixel_format"], "yuv420p");
    EXPECT_EQ(v["bit_depth"], 8);
    EXPECT_DOUBLE_EQ(v["duration_s"].get<double>(), 2.0);
    EXPECT_EQ(v["rotation"], 0);
    EXPECT_EQ(v["sample_aspect_ratio"], "1");
    EXPECT_TRUE(v["start_timecode"].is_null());
    EXPECT_EQ(v["color"]["matrix"], "bt601"); // Untagged, below HD.
    EXPECT_NE(std::ranges::find(v["color"]["guessed"], "matrix"), v["color"]["guessed"].end());
    EXPECT_EQ(j["decode"]["path"], "software");
    EXPECT_EQ(j["decode"]["host_copies"], 0);
    EXPECT_GE(j["decode"]["bytes_per_frame"], 320 * 180 * 3 / 2);
    EXPECT_TRUE(j["audio"].empty());
}

TEST(Commands, ProbeTellsWhatThePlayerWouldDecodeWith) {
    const json described = json::parse(seamline({"probe", clip(), "--json"}).out);
    const ProgramResult result = seamline({"probe", clip(), "--decode", "software", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    json played = json::parse(result.out);
    EXPECT_EQ(played["decode"]["path"], "software");
    EXPECT_GE(played["decode"]["bytes_per_frame"], 320 * 180 * 3 / 2);
    EXPECT_EQ(played["video"], described["video"]);
    const ProgramResult other = seamline({"probe", clip(), "--decode", "vaapi", "--json"});
    ASSERT_EQ(other.exit_code, 0) << other.err;
    const json decode = json::parse(other.out)["decode"];
    if (decode["path"] != "vaapi") {
        EXPECT_EQ(decode["path"], "software");
        EXPECT_FALSE(decode["fallback_reason"].is_null()) << "why it is not what was asked for";
    }
    const std::string text = seamline({"probe", clip(), "--decode", "software"}).out;
    EXPECT_NE(text.find("MB per frame"), std::string::npos) << text;
    expect_one_line_and_code({"probe", clip(), "--decode", "magic"}, 2);
    expect_one_line_and_code({"probe", broken("text.mp4", "hello"), "--decode", "auto"}, 3);
}

TEST(Commands, BrokenFilesEndInOneLineAndExitCode3) {
    const std::string whole = bytes_of(clip());
    std::mt19937 random(3);
    std::string noise(100'000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    expect_one_line_and_code({"probe", broken("empty.mp4", "")}, 3);
    expect_one_line_and_code({"probe", broken("text.mp4", std::string(600, 'h'))}, 3);
    expect_one_line_and_code({"probe", broken("noise.mp4", noise)}, 3);
    expect_one_line_and_code({"probe", broken("head.mp4", whole.substr(0, 64))}, 3);
    expect_one_line_and_code({"probe", footage_folder()}, 3);
    expect_one_line_and_code({"probe", footage_folder() / "absent.mp4"}, 3);
    expect_one_line_and_code({"bench", broken("empty.mp4", "")}, 3);
    expect_one_line_and_code({"frame", broken("text.mp4", "hello"), "--out", "/dev/null"}, 3);
}

TEST(Commands, EveryTruncationIsRefusedOrPlaysWhatIsThere) {
    const std::string whole = bytes_of(clip());
    for (std::size_t tenth = 0; tenth < 10; ++tenth) {
        const fs::path path = broken("truncated.mp4", whole.substr(0, whole.size() * tenth / 10));
        const ProgramResult result = seamline({"probe", path, "--json"});
        EXPECT_TRUE(result.exit_code == 0 || result.exit_code == 3) << tenth << ": " << result.err;
        EXPECT_EQ(line_count(result.err), result.exit_code == 3 ? 1 : 0)
            << tenth << ": " << result.err;
    }
}

TEST(Commands, BadUsageEndsInOneLineAndExitCode2) {
    expect_one_line_and_code({"probe"}, 2);
    expect_one_line_and_code({"probe", clip(), "--nonsense"}, 2);
    expect_one_line_and_code({"frame", clip()}, 2);
    expect_one_line_and_code({"frame", clip(), "--at", "x", "--out", "/tmp/never.png"}, 2);
    expect_one_line_and_code({"frame", clip(), "--view", "sideways", "--out", "/tmp/never.png"}, 2);
    expect_one_line_and_code({"frame", clip(), "--view", "wipe", "--out", "/tmp/never.png"}, 2);
    expect_one_line_and_code({"frame", clip(), "--out", "/tmp/never.jpg"}, 2);
    expect_one_line_and_code({"bench", clip(), "--size", "0x0"}, 2);
    expect_one_line_and_code({"bench", clip(), "--decode", "magic"}, 2);
}

TEST(Commands, FramePastTheEndIsRefusedWithTheRange) {
    const ProgramResult result =
        seamline({"frame", clip(), "--at", "48", "--out", "/tmp/never.png"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_NE(result.err.find("0 to 47"), std::string::npos) << result.err;
}

TEST(Commands, HelpNamesEveryCommandAndEachHasItsOwn) {
    const ProgramResult all = seamline({"--help"});
    ASSERT_EQ(all.exit_code, 0);
    for (const char* command : {"play", "probe", "frame", "scopes", "bench", "doctor", "demo"}) {
        EXPECT_NE(all.out.find(command), std::string::npos) << command;
        const ProgramResult one = seamline({command, "--help"});
        EXPECT_EQ(one.exit_code, 0) << command;
        EXPECT_NE(one.out.find(std::string("usage: seamline ") + command), std::string::npos)
            << one.out;
    }
}

TEST(Commands, BadColoursEndInOneLineAndExitCode3) {
    const fs::path table = broken("wrong.cube", "LUT_3D_SIZE 2\n0 0 0\n0 0 x\n");
    const auto refused = [](const std::string& option, const std::string& value,
                            const std::string& named) {
        const ProgramResult result =
            seamline({"frame", clip(), option, value, "--out", "/tmp/never.png"});
        EXPECT_EQ(result.exit_code, 3) << option << ' ' << value;
        EXPECT_EQ(line_count(result.err), 1) << result.err;
        EXPECT_NE(result.err.find(named), std::string::npos) << result.err;
    };
    refused("--ocio", "/nowhere/a.ocio", "/nowhere/a.ocio");
    refused("--ocio", broken("wrong.ocio", "ocio_profile_version: x\n"), "wrong.ocio");
    refused("--input-space", "nonsense", "\"nonsense\"");
    refused("--display", "nonsense", "\"nonsense\"");
    refused("--view-transform", "nonsense", "\"nonsense\"");
    refused("--look", "nonsense", "\"nonsense\"");
    refused("--cdl", "/nowhere/a.cdl", "/nowhere/a.cdl");
    refused("--lut", table, "wrong.cube:3:");
    expect_one_line_and_code({"play", clip(), "--lut", table}, 3);
    expect_one_line_and_code({"bench", clip(), "--input-space", "nonsense"}, 3);
    expect_one_line_and_code(
        {"frame", clip(), "--input-space", "2=sRGB", "--out", "/tmp/never.png"}, 2);
}

TEST(Commands, ACollectionOfCorrectionsNeedsToBeToldWhich) {
    const std::string correction = "<SOPNode><Slope>1 1 1</Slope><Offset>0 0 0</Offset>"
                                   "<Power>1 1 1</Power></SOPNode></ColorCorrection>";
    const std::string open = "<ColorCorrectionCollection><ColorCorrection id=\"warm\">";
    const std::string close = "</ColorCorrectionCollection>";
    const fs::path two =
        broken("two.ccc", open + correction + "<ColorCorrection id=\"cold\">" + correction + close);
    const ProgramResult result =
        seamline({"frame", clip(), "--cdl", two, "--out", footage_folder() / "never.png"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find("\"warm\", \"cold\""), std::string::npos) << result.err;
    const fs::path out = footage_folder() / "corrected.png";
    EXPECT_EQ(seamline({"frame", clip(), "--cdl", two.string() + "#cold", "--out", out}).exit_code,
              0);
    const fs::path one = broken("one.ccc", open + correction + close);
    EXPECT_EQ(seamline({"frame", clip(), "--cdl", one, "--out", out}).exit_code, 0);
}

TEST(Commands, AGuessedSpaceThatCountsIsSaid) {
    const fs::path out = footage_folder() / "guessed.png";
    const auto said = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"frame", clip(), "--out", out};
        words.insert(words.end(), more.begin(), more.end());
        return seamline(words).err;
    };
    EXPECT_EQ(said({}), "") << "as the file says, whatever it stands for";
    const std::string note = said({"--display", "P3-D65"});
    EXPECT_NE(note.find("colour space unconfirmed: read as Rec.709"), std::string::npos) << note;
    EXPECT_EQ(line_count(note), 1);
    EXPECT_EQ(said({"--display", "P3-D65", "--input-space", "Rec.709"}), "");

    // A default that is data passes every view unchanged; that must not look like success.
    const fs::path config = broken("data.ocio", R"(ocio_profile_version: 2
roles: {default: raw}
file_rules:
  - !<Rule> {name: Default, colorspace: default}
displays:
  Monitor:
    - !<View> {name: Dark, colorspace: half}
colorspaces:
  - !<ColorSpace> {name: raw, isdata: true}
  - !<ColorSpace>
    name: half
    from_scene_reference: !<MatrixTransform> {matrix: [0.5,0,0,0, 0,0.5,0,0, 0,0,0.5,0, 0,0,0,1]}
)");
    const std::string data = said({"--ocio", config.string(), "--view-transform", "Dark"});
    EXPECT_NE(data.find("colour space unconfirmed: read as raw"), std::string::npos) << data;

    const json viewed = json::parse(seamline({"scopes", clip(), "--signal", "view", "--json"}).out);
    EXPECT_EQ(viewed["input_space"]["name"], "Rec.709");
    EXPECT_FALSE(viewed["input_space"]["confirmed"].get<bool>());
    EXPECT_NE(seamline({"scopes", clip(), "--signal", "view"}).out.find("colour space unconfirmed"),
              std::string::npos);
    const json source = json::parse(seamline({"scopes", clip(), "--json"}).out);
    EXPECT_FALSE(source.contains("input_space")) << "nothing is read as anything";
}

TEST(Commands, ColoursChangeThePictureButNeverTheSourcesOwn) {
    const auto png = [](const std::string& name, std::vector<std::string> more) {
        const fs::path out = footage_folder() / name;
        std::vector<std::string> words{"frame", clip(), "--at", "5", "--out", out};
        words.insert(words.end(), more.begin(), more.end());
        const ProgramResult result = seamline(words);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return bytes_of(out);
    };
    const std::string plain = png("plain.png", {});
    EXPECT_EQ(png("video.png", {"--input-space", "Rec.709", "--display", "sRGB"}), plain);
    EXPECT_NE(png("log.png", {"--input-space", "ARRI LogC3"}), plain);
    EXPECT_EQ(png("source log.png", {"--input-space", "ARRI LogC3", "--view", "source"}),
              png("source.png", {"--view", "source"}));
}

TEST(Commands, ProbeTellsWhatAFileIsReadAs) {
    const ProgramResult result = seamline({"probe", clip(), "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto input = nlohmann::json::parse(result.out)["video"]["color"]["input_space"];
    EXPECT_EQ(input["name"], "Rec.709");
    EXPECT_EQ(input["confirmed"], false); // Untagged.
    EXPECT_NE(input["reason"], "");
}

/// Raw RGB of a PNG, through the ffmpeg program.
std::string rgb_of(const fs::path& png) {
    const fs::path raw = png.string() + ".rgb";
    const std::string command = "ffmpeg -nostdin -v error -y -i '" + png.string() +
                                "' -pix_fmt rgb24 -f rawvideo '" + raw.string() + "'";
    if (std::system(command.c_str()) != 0) return {};
    return bytes_of(raw);
}

TEST(Commands, FrameSourceEqualsTheDecodersPictureWithinOneCodeValueAtLumaOnlyPlaces) {
    // Grey ramp: chroma is neutral everywhere, so R = G = B follow from luma alone and exactly.
    const fs::path ramp =
        make_clip("e2e-ramp.mkv", "-f lavfi -i \"nullsrc=s=256x16:r=24:d=0.5,format=yuv420p,"
                                  "geq=lum='clip(X+N,16,235)':cb=128:cr=128\" -c:v ffv1");
    for (const int at : {0, 7}) {
        const fs::path png = footage_folder() / ("ramp-" + std::to_string(at) + ".png");
        ASSERT_EQ(
            seamline({"frame", ramp, "--at", std::to_string(at), "--view", "source", "--out", png})
                .exit_code,
            0);
        const std::string rgb = rgb_of(png);
        ASSERT_EQ(rgb.size(), 256U * 16 * 3);
        for (int x = 0; x < 256; ++x) {
            const int luma = std::clamp(x + at, 16, 235);
            const int expected = static_cast<int>((luma - 16) * 255.0 / 219.0 + 0.5);
            for (std::size_t c = 0; c < 3; ++c)
                EXPECT_EQ(static_cast<unsigned char>(rgb[static_cast<std::size_t>(x) * 3 + c]),
                          expected)
                    << x;
        }
    }
}

TEST(Commands, FramesOfEveryViewHaveTheAskedSizeAndAreNotEmpty) {
    const fs::path other =
        make_clip("e2e-b.mp4", "-f lavfi -i testsrc2=s=256x256:r=25:d=2,hue=h=40 -c:v "
                               "libx264 -pix_fmt yuv420p");
    for (const char* view : {"single", "row", "column", "grid", "wipe", "overlay", "butterfly",
                             "checkerboard", "difference"}) {
        const fs::path png = footage_folder() / (std::string("view-") + view + ".png");
        const ProgramResult result = seamline({"frame", clip(), other, "--at", "9", "--view", view,
                                               "--size", "400x225", "--out", png});
        ASSERT_EQ(result.exit_code, 0) << view << ": " << result.err;
        const std::string rgb = rgb_of(png);
        ASSERT_EQ(rgb.size(), 400U * 225 * 3) << view;
        EXPECT_TRUE(std::ranges::any_of(rgb, [](char c) { return c != 0; })) << view;
    }
}

TEST(Commands, BenchOfAClipThatDoesNotFitStaysWithinItsMemory) {
    // 480 pictures of 640x360 are 166 MB: kept all, they would break every bar.
    const fs::path large = make_clip(
        "e2e-large.mp4", "-f lavfi -i testsrc2=s=640x360:r=24:d=20 -c:v libx264 -preset ultrafast "
                         "-bf 2 -g 24 -pix_fmt yuv420p");
    const ProgramResult result = seamline(
        {"bench", large, "--size", "320x180", "--cache-mb", "16", "--loops", "3", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json j = json::parse(result.out);
    EXPECT_EQ(j["ticks"], 3 * 480);
    const auto budget = j["cache_budget_bytes"].get<std::int64_t>();
    EXPECT_EQ(budget, 16 << 20);
    EXPECT_GT(j["cache_bytes"], budget / 2) << "the cache is used";
    EXPECT_LE(j["gpu_bytes"], budget * 11 / 10);
    EXPECT_GT(j["gpu_bytes"], budget / 2);
    EXPECT_LE(j["rss_growth_bytes"], budget + (64 << 20));
}

TEST(Commands, FrameOfASessionHasItsCompareAndItsLabelsUnlessTheyAreSwitchedOff) {
    session::Session review;
    for (session::SourceKey key = 1; key <= 2; ++key) {
        session::Source source;
        source.key = key;
        source.path = clip();
        source.name = "take " + std::to_string(key);
        source.generator = "Veo 3.1";
        review.sources.push_back(source);
    }
    review.compare.mode = session::CompareMode::Row;
    const fs::path file = footage_folder() / "labels.seamline";
    ASSERT_TRUE(session::save_session(review, file));
    const auto rendered = [&](const char* name, std::vector<std::string> more) {
        const fs::path png = footage_folder() / name;
        std::vector<std::string> words{"frame",  file,      "--at",  "9",
                                       "--size", "640x180", "--out", png};
        words.insert(words.end(), more.begin(), more.end());
        const ProgramResult result = seamline(words);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return rgb_of(png);
    };
    const std::string with = rendered("labels.png", {});
    const std::string without = rendered("no-labels.png", {"--no-labels"});
    ASSERT_EQ(with.size(), 640U * 180 * 3);
    ASSERT_EQ(without.size(), with.size());
    int inside = 0, outside = 0;
    for (std::size_t i = 0; i < with.size(); ++i) {
        const std::size_t x = i / 3 % 640, y = i / 3 / 640;
        const bool corner = y < 70 && x % 320 < 250; // Two lines in each tile's.
        if (with[i] != without[i]) ++(corner ? inside : outside);
    }
    EXPECT_GT(inside, 5000);
    EXPECT_EQ(outside, 0);
}

TEST(Commands, TheCodedPictureOfASessionsSourceIsTheFilesWhateverItsTiming) {
    session::Session review;
    session::Source source;
    source.key = 1;
    source.path = clip();
    source.timing = {.offset_s = Rational(2), .in_s = Rational(1, 4), .speed = Rational(1, 2)};
    review.sources.push_back(source);
    const fs::path file = footage_folder() / "timing.seamline";
    ASSERT_TRUE(session::save_session(review, file));
    const auto coded = [&](const fs::path& from, const char* name) {
        const fs::path png = footage_folder() / name;
        const ProgramResult result =
            seamline({"frame", from, "--at", "5", "--view", "source", "--out", png});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return rgb_of(png);
    };
    EXPECT_EQ(coded(file, "timing-session.png"), coded(clip(), "timing-file.png"));
}

TEST(Commands, AMistypedCommandIsNamed) {
    const ProgramResult result = seamline({"prob", clip()});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find("'prob'"), std::string::npos) << result.err;
}

TEST(Commands, AFrameThatAnotherStandsInForIsSaidSo) {
    const fs::path folder = footage_folder() / "holes";
    fs::create_directories(folder);
    for (const char* name : {"shot.1001.png", "shot.1003.png"})
        ASSERT_EQ(seamline({"frame", clip(), "--at", "0", "--out", folder / name}).exit_code, 0);
    const ProgramResult result = seamline(
        {"frame", folder / "shot.%04d.png", "--at", "1", "--out", footage_folder() / "held.png"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find("missing"), std::string::npos) << result.err;
}

TEST(Commands, FrameRefusesWhatItWouldIgnore) {
    const fs::path png = footage_folder() / "refused.png";
    const ProgramResult labels =
        seamline({"frame", clip(), "--at", "5", "--view", "source", "--labels", "--out", png});
    EXPECT_EQ(labels.exit_code, 2) << labels.err;
    EXPECT_NE(labels.err.find("--labels"), std::string::npos);
}

TEST(Commands, BenchShowsEveryFrameOnceAndReportsItsKeys) {
    const ProgramResult result = seamline({"bench", clip(), "--size", "320x180", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json j = json::parse(result.out);
    EXPECT_EQ(j["schema"], "seamline.bench/1");
    EXPECT_EQ(j["ticks"], 48);
    EXPECT_EQ(j["dropped"], 0);
    for (const char* key :
         {"device", "backend", "seconds", "ticks_per_second", "stalls", "mistimed", "decode_fps",
          "peak_rss_bytes", "rss_growth_bytes", "gpu_bytes", "cache_budget_bytes", "cache_bytes"})
        EXPECT_TRUE(j.contains(key)) << key;
    for (const char* key : {"p50", "p99", "p999"}) EXPECT_TRUE(j["tick_ms"].contains(key)) << key;
    for (const char* key : {"ingest", "composite", "scopes", "maps"})
        EXPECT_TRUE(j["gpu_ms"].contains(key)) << key;
}

TEST(Commands, BenchInRealTimePacesOnAVirtualDisplay) {
    const auto pacing_of = [](std::vector<std::string> more) {
        std::vector<std::string> words{"bench", clip(), "--size", "64x36", "--realtime", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        const ProgramResult result = seamline(words);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        const json j = json::parse(result.out);
        EXPECT_GT(j["ticks"], 0);
        EXPECT_LE(j["ticks"].get<int>() + j["dropped"].get<int>(), 48);
        return j["pacing"];
    };
    const json usual = pacing_of({});
    EXPECT_EQ(usual["refresh_hz"], 60);
    EXPECT_EQ(usual["present_wait"], false);
    for (const char* key : {"vsync_jitter", "mistimed", "delayed"})
        EXPECT_TRUE(usual[key].is_number()) << key;
    EXPECT_EQ(pacing_of({"--refresh", "59.94"})["refresh_hz"], 59.94);

    const ProgramResult uncapped = seamline({"bench", clip(), "--size", "64x36", "--json"});
    EXPECT_TRUE(json::parse(uncapped.out)["pacing"].is_null());
    EXPECT_EQ(seamline({"bench", clip(), "--refresh", "60"}).exit_code, 2);
    EXPECT_EQ(seamline({"bench", clip(), "--realtime", "--refresh", "5"}).exit_code, 2);
}

TEST(Commands, DoctorListsDevicesAndDecodePaths) {
    const ProgramResult result = seamline({"doctor", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json j = json::parse(result.out);
    EXPECT_EQ(j["schema"], "seamline.doctor/1");
    EXPECT_TRUE(j["used_device"]["name"].is_string());
    EXPECT_EQ(j["used_device"]["passed_over"], "");
    EXPECT_TRUE(j["used_device"]["present_wait"].is_boolean());
    EXPECT_TRUE(j["devices"][0]["present_wait"].is_boolean());
    EXPECT_GT(j["used_device"]["cache_budget_bytes"], 0);
    EXPECT_NE(j["used_device"]["cache_budget_basis"], "");
    EXPECT_FALSE(j["devices"].empty());
    EXPECT_EQ(j["decode_paths"][0]["path"], "software");
    EXPECT_TRUE(j["missing"].is_array());
}

// The names that --input-space and the others take; an error's line has no room for all of them.
TEST(Commands, DoctorListsTheColourConfiguration) {
    const ProgramResult listed = seamline({"doctor"});
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    for (const char* name : {"configuration built-in", "ARRI LogC4", "Apple Log", "Rec.2100 HLG",
                             "Video (HDR roll-off)", "sRGB (default)"})
        EXPECT_NE(listed.out.find(name), std::string::npos) << name << '\n' << listed.out;
    const json color = json::parse(seamline({"doctor", "--json"}).out)["color"];
    EXPECT_EQ(color["configuration"], "built-in");
    EXPECT_GE(color["displays"].size(), 5U);
    EXPECT_GE(color["spaces"].size(), 30U);
    EXPECT_EQ(seamline({"doctor", "--ocio", "/nowhere/a.ocio"}).exit_code, 3);
}

TEST(Commands, BenchSaysWhyADecoderThatWasAskedForIsNotUsed) {
    const auto source_of = [](const char* choice) {
        const ProgramResult result =
            seamline({"bench", clip(), "--size", "320x180", "--decode", choice, "--json"});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return json::parse(result.out)["sources"][0];
    };
    for (const char* path : {"nvdec", "vaapi", "vulkan"}) {
        const json source = source_of(path);
        if (source["path"] == path) continue; // This machine has it.
        EXPECT_EQ(source["path"], "software");
        EXPECT_TRUE(source["fallback_reason"].is_string()) << source.dump();
    }
    EXPECT_TRUE(source_of("software")["fallback_reason"].is_null());
}

} // namespace
} // namespace seamline::test
