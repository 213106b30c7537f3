// Decisions out to other programs and people, and back, through the built program.
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace seamline::test {
namespace {

namespace fs = std::filesystem;

class ReviewShareTest : public testing::Test {
protected:
    void SetUp() override {
        setenv("SEAMLINE_REVIEW_DB", (folder_ / "reviews.db").c_str(), 1);
        setenv("SEAMLINE_AUTHOR", "Ada", 1);
        a_ = make_bar_code_clip("share-a.mp4", 320, 180, 30, "24", "-c:v libx264 -g 12");
        b_ = make_bar_code_clip("share-b.mp4", 320, 180, 40, "24", "-c:v libx264 -g 12");
        review({"add", a_.string(), "--take", "--state", "keep"});
        review({"add", b_.string(), "--range", "3-9", "--state", "send_back", "--reason", "anatomy",
                "--note", "legs <cross> & melt"});
        review({"add", b_.string(), "--frame", "12", "--state", "hold", "--author", "Bo"});
    }
    void TearDown() override {
        unsetenv("SEAMLINE_REVIEW_DB");
        unsetenv("SEAMLINE_AUTHOR");
    }
    ProgramResult run(std::vector<std::string> words) const {
        words.insert(words.begin(), "review");
        return run_seamline(SEAMLINE_PROGRAM, words);
    }
    nlohmann::json review(std::vector<std::string> words) const {
        words.emplace_back("--json");
        const ProgramResult result = run(words);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return nlohmann::json::parse(result.out, nullptr, false);
    }
    nlohmann::json share(const std::string& format) const {
        return review({"export", "--format", format, "--out", (folder_ / format).string()});
    }
    std::string text_of(const std::string& name) const {
        std::ifstream stream(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    TemporaryFolder folder_;
    fs::path a_, b_;
};

TEST_F(ReviewShareTest, WhatGoesOutAsAWholeComesBackAsNothingNew) {
    for (const char* format : {"json", "csv"}) {
        const auto made = share(format);
        ASSERT_EQ(made["files"].size(), 1U) << format;
        const std::string file = std::string(format) + "/" + made["files"][0].get<std::string>();
        const auto same = review({"import", (folder_ / file).string()});
        EXPECT_EQ(same["added"], 0) << format;
        EXPECT_EQ(same["known"], 3) << format;
        // Into another store: all of it.
        setenv("SEAMLINE_REVIEW_DB", (folder_ / (std::string(format) + ".db")).c_str(), 1);
        EXPECT_EQ(review({"import", (folder_ / file).string()})["added"], 3) << format;
        const auto list = review({"list"});
        setenv("SEAMLINE_REVIEW_DB", (folder_ / "reviews.db").c_str(), 1);
        EXPECT_EQ(list["decisions"], review({"list"})["decisions"]) << format;
    }
}

TEST_F(ReviewShareTest, MarkersOfEditorsComeBackAsWhatTheyWere) {
    for (const char* format :
         {"resolve", "avid", "xmeml", "fcpxml", "otio", "otio-nle-safe", "edl"}) {
        const auto made = share(format);
        ASSERT_FALSE(made["files"].empty()) << format;
        std::size_t known = 0;
        for (const auto& file : made["files"]) {
            const auto back =
                review({"import", (folder_ / format / file.get<std::string>()).string()});
            EXPECT_EQ(back["added"], 0) << format << " " << file << " " << back;
            known += back["known"].get<std::size_t>();
        }
        EXPECT_EQ(known, 3U) << format;
    }
}

TEST_F(ReviewShareTest, AListInAnotherRateStillStartsAtOneHour) {
    review({"export", b_.string(), "--format", "resolve", "--rate", "25", "--out",
            (folder_ / "r25").string()});
    EXPECT_NE(text_of("r25/share-b.edl").find("01:00:00:03"), std::string::npos)
        << text_of("r25/share-b.edl");
}

TEST_F(ReviewShareTest, PagesHaveThePicturesAndTheWords) {
    const auto report = share("report");
    const std::string page = text_of("report/" + report["files"][0].get<std::string>());
    EXPECT_NE(page.find("legs &lt;cross&gt; &amp; melt"), std::string::npos);
    EXPECT_NE(page.find("data:image/png;base64,"), std::string::npos);
    EXPECT_EQ(page.find("http://"), std::string::npos) << "nothing outside of it";
    const auto ticket = share("ticket");
    ASSERT_EQ(ticket["files"].size(), 3U) << "one take goes back: a page, a table, JSON";
    EXPECT_NE(text_of("ticket/share-b.ticket.html").find("anatomy"), std::string::npos);
}

TEST_F(ReviewShareTest, TheGuestPagesMoviesHaveTheTakesOwnFrames) {
    const auto made = share("guest");
    ASSERT_EQ(made["files"].size(), 3U);
    EXPECT_EQ(made["files"][0], "index.html");
    for (const auto& [name, frames] : {std::pair{"take_1.mp4", 30}, std::pair{"take_2.mp4", 40}}) {
        const ProgramResult probed = run_seamline(
            SEAMLINE_PROGRAM, {"probe", (folder_ / "guest" / name).string(), "--json"});
        ASSERT_EQ(probed.exit_code, 0) << probed.err;
        const auto video = nlohmann::json::parse(probed.out)["video"];
        EXPECT_EQ(video["frame_count"], frames) << name;
        EXPECT_EQ(video["frame_rate"], "24") << name;
    }
    EXPECT_NE(text_of("guest/index.html").find("take_2.mp4"), std::string::npos);
}

TEST_F(ReviewShareTest, AGuestPageThatDoesNotFitLeavesWhatWasThere) {
    share("guest");
    const std::string before = text_of("guest/index.html");
    const fs::path noise = folder_ / "noise.mp4";
    fs::copy_file(make_clip("e2e-share-noise.mp4",
                            "-f lavfi -i color=s=640x360:r=24:d=1,noise=alls=100:allf=t -c:v "
                            "libx264 -pix_fmt yuv420p"),
                  noise);
    review({"add", noise.string(), "--frame", "4", "--state", "hold"});
    for (const char* folder : {"guest", "new"}) {
        const fs::path out = folder_ / folder;
        // No file may be larger than 128 KiB: as a disk that is full.
        const ProgramResult full = run_seamline(
            "/bin/sh", {"-c", "trap '' XFSZ; ulimit -f 256; exec \"$0\" \"$@\"", SEAMLINE_PROGRAM,
                        "review", "export", "--format", "guest", "--out", out.string()});
        EXPECT_EQ(full.exit_code, 3) << full.err;
        EXPECT_EQ(std::ranges::count(full.err, '\n'), 1) << full.err;
        EXPECT_EQ(full.err, "seamline: cannot write the guest page into '" + out.string() +
                                "': File too large; nothing of it was left there: choose a folder "
                                "with room that you may write to\n");
    }
    EXPECT_FALSE(fs::exists(folder_ / "new"));
    EXPECT_EQ(text_of("guest/index.html"), before);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "guest"), fs::directory_iterator()),
              3);
}

TEST_F(ReviewShareTest, ATextFormTellsOfADrawingThatStands) {
    const auto out = share("json");
    const fs::path file = folder_ / "json" / out["files"][0].get<std::string>();
    std::ifstream stream(file);
    nlohmann::json whole = nlohmann::json::parse(stream);
    whole["drawings"].push_back(
        {{"media_id", whole["media"][0]["media_id"]},
         {"from", 9},
         {"to", 9},
         {"author", "Ada"},
         {"strokes", {{{"kind", "line"}, {"points", {{0, 0}, {0.1, 0.1}}}, {"size", 0.01}}}}});
    std::ofstream(file) << whole;
    EXPECT_EQ(review({"import", file.string()})["added"], 1);
    for (const char* format : {"resolve", "avid", "xmeml", "fcpxml", "edl"})
        for (const auto& name : share(format)["files"]) {
            const auto back =
                review({"import", (folder_ / format / name.get<std::string>()).string()});
            EXPECT_EQ(back["added"], 0) << format << back;
            EXPECT_EQ(back["left_out"], 0) << format << back;
        }
}

TEST_F(ReviewShareTest, APictureThatCannotBeMadeIsNamed) {
    // Another content where the judged one was, and a file that is gone.
    const fs::path own = folder_ / "own.mp4";
    const fs::path gone = folder_ / "gone.mp4";
    fs::copy_file(a_, own);
    fs::copy_file(b_, gone);
    setenv("SEAMLINE_REVIEW_DB", (folder_ / "other.db").c_str(), 1);
    review({"add", own.string(), "--frame", "4", "--state", "hold"});
    review({"add", gone.string(), "--frame", "5", "--state", "hold"});
    fs::copy_file(b_, own, fs::copy_options::overwrite_existing);
    fs::remove(gone);
    const auto made = share("report");
    ASSERT_EQ(made["losses"].size(), 2U) << made;
    const std::string losses = made["losses"].dump();
    EXPECT_NE(losses.find("another content"), std::string::npos) << losses;
    EXPECT_NE(losses.find("not where it was"), std::string::npos) << losses;
    EXPECT_EQ(text_of("report/" + made["files"][0].get<std::string>()).find("image/png"),
              std::string::npos)
        << "no picture of something else";
    EXPECT_EQ(run({"export", "--format", "guest", "--out", (folder_ / "g").string()}).exit_code, 2);
}

TEST_F(ReviewShareTest, OneTakeAloneAndWhatCannotBeDone) {
    const auto one =
        review({"export", a_.string(), "--format", "json", "--out", (folder_ / "one").string()});
    const std::string text = text_of("one/" + one["files"][0].get<std::string>());
    EXPECT_NE(text.find("share-a"), std::string::npos);
    EXPECT_EQ(text.find("share-b"), std::string::npos);
    EXPECT_EQ(run({"export", "--format", "word"}).exit_code, 2);
    EXPECT_EQ(run({"export"}).exit_code, 2);
    const ProgramResult missing = run({"import", (folder_ / "nowhere.json").string()});
    EXPECT_EQ(missing.exit_code, 3);
    EXPECT_EQ(line_count(missing.err), 1) << missing.err;
    std::ofstream(folder_ / "bad.json") << R"({"schema": "seamline.review/1", "decisions": [7]})";
    const ProgramResult bad = run({"import", (folder_ / "bad.json").string()});
    EXPECT_EQ(bad.exit_code, 3);
    EXPECT_EQ(line_count(bad.err), 1) << bad.err;
    EXPECT_EQ(review({"list"})["decisions"].size(), 3U) << "nothing was added by halves";
}

} // namespace
} // namespace seamline::test
