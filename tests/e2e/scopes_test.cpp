#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>

namespace seamline::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

ProgramResult seamline(const std::vector<std::string>& arguments) {
    return run_seamline(SEAMLINE_PROGRAM, arguments);
}

fs::path clip() {
    return make_clip("scopes.mkv", "-f lavfi -i testsrc2=s=258x142:r=25:d=0.4 -c:v ffv1 -pix_fmt "
                                   "yuv420p");
}

fs::path deep_clip() {
    return make_clip("scopes10.mkv",
                     "-f lavfi -i testsrc2=s=257x143:r=25:d=0.4 -c:v ffv1 -pix_fmt yuv422p10le");
}

json scopes_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "scopes");
    arguments.push_back("--json");
    const ProgramResult result = seamline(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.exit_code == 0 ? json::parse(result.out) : json();
}

/// The planes of a frame, through the ffmpeg program.
std::string planes_of(const fs::path& file, int frame) {
    const fs::path raw = footage_folder() / (file.filename().string() + ".planes");
    const std::string command = "ffmpeg -nostdin -v error -y -i '" + file.string() +
                                "' -vf 'select=eq(n\\," + std::to_string(frame) +
                                ")' -frames:v 1 -f rawvideo '" + raw.string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(raw, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Scopes, TellWhichTagsAreAGuess) {
    const auto guessed = scopes_of({clip(), "--at", "0"})["guessed"].get<std::vector<std::string>>();
    EXPECT_NE(std::ranges::find(guessed, "matrix"), guessed.end());
    const std::string text = seamline({"scopes", clip(), "--at", "0"}).out;
    EXPECT_NE(text.find("levels are code values of 8 bits, 0 to 255: R G B full range, Y limited"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("! unconfirmed: the file does not say its matrix"), std::string::npos);
    const fs::path tagged = make_clip(
        "scopes_tagged.mkv", "-f lavfi -i testsrc2=s=64x36:r=25:d=0.2 -c:v ffv1 -pix_fmt yuv420p "
                             "-colorspace bt709 -color_primaries bt709 -color_trc bt709 "
                             "-color_range tv -chroma_sample_location left");
    EXPECT_EQ(scopes_of({tagged, "--at", "0"})["guessed"], json::array());
    EXPECT_EQ(seamline({"scopes", tagged, "--at", "0"}).out.find("unconfirmed"), std::string::npos);
}

TEST(Scopes, BothBackEndsCountTheDecodedPlanes) {
    constexpr std::size_t kWidth = 258, kHeight = 142;
    const std::string planes = planes_of(clip(), 5);
    ASSERT_EQ(planes.size(), kWidth * kHeight * 3 / 2);
    std::vector<int> luma(256), vector(256 * 256), wave(256 * kWidth);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(planes[i]); };
    for (std::size_t i = 0; i < kWidth * kHeight; ++i) {
        ++luma[byte(i)];
        ++wave[byte(i) * kWidth + i % kWidth];
    }
    const std::size_t chroma = kWidth * kHeight / 4;
    for (std::size_t i = kWidth * kHeight; i < kWidth * kHeight + chroma; ++i)
        ++vector[byte(i + chroma) * 256U + byte(i)];
    for (const char* backend : {"cpu", "vulkan"}) {
        const json j = scopes_of({clip(), "--at", "5", "--backend", backend});
        EXPECT_EQ(j["schema"], "seamline.scopes/1");
        EXPECT_EQ(j["backend"], backend);
        EXPECT_EQ(j["waveform"]["columns"], kWidth);
        EXPECT_EQ(j["waveform"]["levels"], 256);
        EXPECT_EQ(j["vectorscope"]["size"], 256);
        EXPECT_EQ(j["code_scale"],
                  (json{{"bits", 8}, {"rgb_range", "full"}, {"y_range", "limited"}}));
        EXPECT_EQ(j["histogram"]["y"].get<std::vector<int>>(), luma) << backend;
        EXPECT_EQ(j["waveform"]["y"].get<std::vector<int>>(), wave) << backend;
        EXPECT_EQ(j["vectorscope"]["bins"].get<std::vector<int>>(), vector) << backend;
        for (const char* channel : {"r", "g", "b"}) {
            const auto bins = j["histogram"][channel].get<std::vector<int>>();
            EXPECT_EQ(std::accumulate(bins.begin(), bins.end(), 0),
                      static_cast<int>(kWidth * kHeight))
                << channel;
        }
    }
}

// One count makes a pixel one step lighter there, up to 255.
TEST(Scopes, TheLumaWaveformIsFfmpegs) {
    constexpr std::size_t kWidth = 258;
    const fs::path raw = footage_folder() / "waveform.raw";
    const std::string command =
        "ffmpeg -nostdin -v error -y -i '" + clip().string() +
        "' -vf 'select=eq(n\\,5),waveform=mode=column:intensity=0.00392157:mirror=0:components=1' "
        "-frames:v 1 -pix_fmt yuv444p -f rawvideo '" +
        raw.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(raw, std::ios::binary);
    const std::string drawn{std::istreambuf_iterator<char>(in), {}};
    ASSERT_EQ(drawn.size(), kWidth * 256 * 3);
    const auto counts =
        scopes_of({clip(), "--at", "5"})["waveform"]["y"].get<std::vector<int>>();
    ASSERT_EQ(counts.size(), kWidth * 256);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        wrong += static_cast<unsigned char>(drawn[i]) != std::min(counts[i], 255) ? 1 : 0;
    EXPECT_EQ(wrong, 0U);
}

TEST(Scopes, BackEndsAgreeOnADeepSourceAndARegion) {
    json results[2];
    for (int i = 0; i < 2; ++i) {
        results[i] =
            scopes_of({deep_clip(), "--at", "3", "--backend", i == 0 ? "cpu" : "vulkan", "--region",
                       "13,7,101x95", "--columns", "50", "--scopes", "all,chroma,cie"});
        results[i].erase("backend");
        results[i].erase("device");
    }
    EXPECT_EQ(results[0], results[1]);
    EXPECT_EQ(results[0]["region"]["width"], 101);
    EXPECT_EQ(results[0]["waveform"]["columns"], 50);
}

TEST(Scopes, PicturesOfEveryScopeAreWritten) {
    const fs::path folder = footage_folder() / "scope-pictures";
    const fs::path unmarked = footage_folder() / "scope-pictures-unmarked";
    const auto bytes = [](const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    };
    scopes_of({clip(), "--out", unmarked, "--scopes", "all,chroma,cie", "--size", "480x270"});
    const json j = scopes_of({clip(), "--out", folder, "--scopes", "all,chroma,cie", "--size",
                              "480x270", "--mark", "20,30"});
    EXPECT_EQ(j["pictures"].size(), 6U);
    for (const char* name : {"waveform", "parade", "chroma", "vectorscope", "histogram", "cie"}) {
        const std::string file = std::string(name) + ".png";
        EXPECT_GT(fs::file_size(folder / file), 1000U) << name;
        EXPECT_NE(bytes(folder / file), bytes(unmarked / file)) << name << " has no mark";
    }
    EXPECT_TRUE(j["mark"]["y"].is_number_integer());
}

TEST(Scopes, ColoursThatAreNotCountedAreTold) {
    const fs::path lut = footage_folder() / "scopes_warm.cube";
    std::ofstream(lut) << "LUT_1D_SIZE 2\n0 0 0\n1 0.5 0.25\n";
    const ProgramResult own = seamline({"scopes", clip(), "--lut", lut, "--json"});
    EXPECT_EQ(own.exit_code, 0) << own.err;
    EXPECT_NE(own.err.find("--lut not used: the source's own signal is counted; --signal view"),
              std::string::npos)
        << own.err;
    const ProgramResult viewed =
        seamline({"scopes", clip(), "--lut", lut, "--signal", "view", "--json"});
    EXPECT_EQ(viewed.err.find("not used"), std::string::npos) << viewed.err;
    EXPECT_NE(json::parse(own.out)["histogram"], json::parse(viewed.out)["histogram"]);
    const fs::path out = footage_folder() / "scopes_source.png";
    EXPECT_NE(seamline({"frame", clip(), "--view", "source", "--lut", lut, "--out", out})
                  .err.find("--lut not used"),
              std::string::npos);
}

TEST(Scopes, BadInputEndsInOneLine) {
    const auto expect = [](const std::vector<std::string>& arguments, int code) {
        const ProgramResult result = seamline(arguments);
        EXPECT_EQ(result.exit_code, code) << arguments.back() << ": " << result.err;
        EXPECT_EQ(line_count(result.err), 1) << arguments.back() << ": " << result.err;
        EXPECT_TRUE(result.out.empty()) << result.out;
    };
    expect({"scopes"}, 2);
    expect({"scopes", clip(), clip()}, 2);
    expect({"scopes", clip(), "--backend", "gpu"}, 2);
    expect({"scopes", clip(), "--region", "1,2,3"}, 2);
    expect({"scopes", clip(), "--region", "0,0,259x142"}, 2);
    expect({"scopes", clip(), "--region", "-1,0,5x5"}, 2);
    expect({"scopes", clip(), "--region", "2147483647,0,2147483647x5"}, 2);
    expect({"scopes", clip(), "--scale", "nits"}, 2);
    expect({"scopes", clip(), "--scopes", "all,radar"}, 2);
    expect({"scopes", clip(), "--mark", "300,2"}, 2);
    expect({"scopes", clip(), "--columns", "0"}, 2);
    expect({"scopes", clip(), "--size", "10x10"}, 2);
    expect({"scopes", clip(), "--at", "10"}, 3);
    expect({"scopes", "/nowhere.mp4"}, 3);
    expect({"scopes", clip(), "--out", "/proc/nowhere"}, 3);
    expect({"bench", clip(), "--scopes", "everything"}, 2);
    expect({"bench", clip(), "--scopes", "all", "--signal", "both"}, 2);
    expect({"bench", clip(), "--signal", "view"}, 2);
}

TEST(Scopes, BenchCountsEveryTickWhenUncapped) {
    const ProgramResult result =
        seamline({"bench", clip(), deep_clip(), "--scopes", "all", "--size", "320x180", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json j = json::parse(result.out);
    EXPECT_EQ(j["ticks"], 10);
    EXPECT_EQ(j["scopes"]["computed"], 10);
    EXPECT_EQ(j["scopes"]["skipped"], 0);
    EXPECT_GT(j["gpu_ms"]["scopes"].get<double>(), 0);
}

TEST(Scopes, BenchCountsWhatTheDisplayIsFedWith) {
    for (const char* signal : {"source", "view"}) {
        const ProgramResult result =
            seamline({"bench", clip(), "--scopes", "histogram", "--signal", signal, "--input-space",
                      "ARRI LogC4", "--size", "320x180", "--json"});
        ASSERT_EQ(result.exit_code, 0) << result.err;
        const json j = json::parse(result.out);
        EXPECT_EQ(j["scopes"]["signal"], signal);
        EXPECT_EQ(j["scopes"]["computed"], j["ticks"]);
    }
}

TEST(Scopes, BenchMakesMapsBesideRealTime) {
    const ProgramResult result =
        seamline({"bench", clip(), clip(), "--realtime", "--difference-map", "delta-e", "--size",
                  "320x180", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json map = json::parse(result.out)["map"];
    EXPECT_EQ(map["kind"], "delta-e");
    EXPECT_EQ(map["asked"], json::parse(result.out)["ticks"]);
    EXPECT_GT(map["made"], 0);
    EXPECT_LE(map["made"], map["asked"]);
    EXPECT_TRUE(map["why_off"].is_null()) << map;
    EXPECT_EQ(seamline({"bench", clip(), clip(), "--difference-map", "delta-e"}).exit_code, 2);
    EXPECT_EQ(seamline({"bench", clip(), "--realtime", "--difference-map", "delta-e"}).exit_code,
              2);
    EXPECT_EQ(
        seamline({"bench", clip(), clip(), "--realtime", "--difference-map", "heat"}).exit_code, 2);
}

TEST(Scopes, BenchInRealTimeCountsOrSkipsEveryTick) {
    const ProgramResult result = seamline({"bench", clip(), "--realtime", "--scopes",
                                           "histogram,vectorscope", "--size", "320x180", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json j = json::parse(result.out);
    EXPECT_EQ(j["scopes"]["computed"].get<int>() + j["scopes"]["skipped"].get<int>(), j["ticks"]);
}

} // namespace
} // namespace seamline::test
