// What `seamline review` refuses, leaves out and says, from outside.
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

namespace seamline::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class ReviewRefusals : public testing::Test {
protected:
    void SetUp() override {
        setenv("SEAMLINE_REVIEW_DB", (folder_ / "reviews.db").c_str(), 1);
        setenv("SEAMLINE_AUTHOR", "Ann", 1);
        takes_ = folder_ / "takes";
        fs::create_directory(takes_);
        a_ = takes_ / "s1_Sora_v1.mp4";
        b_ = takes_ / "s1_Sora_v2.mp4";
        fs::copy_file(make_bar_code_clip("share-a.mp4", 320, 180, 30, "24", "-c:v libx264 -g 12"),
                      a_);
        fs::copy_file(make_bar_code_clip("share-b.mp4", 320, 180, 40, "24", "-c:v libx264 -g 12"),
                      b_);
    }
    void TearDown() override {
        unsetenv("SEAMLINE_REVIEW_DB");
        unsetenv("SEAMLINE_AUTHOR");
    }
    ProgramResult review(std::vector<std::string> words) const {
        words.insert(words.begin(), "review");
        return run_seamline(SEAMLINE_PROGRAM, words);
    }
    json said(std::vector<std::string> words, int code = 0) const {
        words.emplace_back("--json");
        const ProgramResult result = review(words);
        EXPECT_EQ(result.exit_code, code) << words[0] << ": " << result.err;
        return json::parse(result.out, nullptr, false);
    }
    void refused(const std::vector<std::string>& words, const std::string& part) const {
        const ProgramResult result = review(words);
        EXPECT_EQ(result.exit_code, 3) << result.out;
        EXPECT_EQ(line_count(result.err), 1) << result.err;
        EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    }

    TemporaryFolder folder_;
    fs::path takes_, a_, b_;
};

TEST_F(ReviewRefusals, PicksOfWhatIsNotThere) {
    said({"take", a_.string(), "--shot", "s1"});
    said({"take", b_.string(), "--shot", "s2"});
    refused({"pick", a_.string(), "--shot", "s9"}, "no shot 's9'");
    refused({"pick", "--shot", "s9", "--none"}, "no shot 's9'");
    EXPECT_EQ(said({"shots"})["total"], 2);
    said({"take", a_.string(), "--eliminate"});
    refused({"pick", a_.string()}, "culled");
    const ProgramResult moved = review({"pick", b_.string(), "--shot", "s1"});
    EXPECT_EQ(moved.exit_code, 0) << moved.err;
    EXPECT_NE(moved.err.find("moved from the takes of 's2' to those of 's1'"), std::string::npos)
        << moved.err;
    EXPECT_EQ(review({"pick", b_.string()}).err, "") << "it stays where it is";
}

TEST_F(ReviewRefusals, RoundsInACircle) {
    refused({"take", a_.string(), "--successor-of", a_.string()}, "cannot follow");
    said({"take", b_.string(), "--successor-of", a_.string()});
    refused({"take", a_.string(), "--successor-of", b_.string()}, "cannot follow");
}

TEST_F(ReviewRefusals, FilesThatAFolderLacksOrThatCannotBeRead) {
    const fs::path table = folder_ / "t.csv";
    std::ofstream(table) << "file,shot\ns1_Sora_v1.mp4,s1\nnowhere.mp4,s3\n";
    const std::vector<std::string> words{"ingest", takes_.string(), "--csv", table.string(),
                                         "--apply"};
    const json first = said(words, 4);
    EXPECT_EQ(first["missing"], json{"nowhere.mp4"});
    EXPECT_EQ(first["items"].size(), 2U);
    const ProgramResult again = review(words);
    EXPECT_EQ(again.exit_code, 4);
    EXPECT_NE(again.out.find("nowhere.mp4: left out"), std::string::npos) << again.out;
    EXPECT_EQ(again.out.find("undo"), std::string::npos) << again.out;
    EXPECT_EQ(review({"ingest", takes_.string(), "--apply"}).exit_code, 0);
    said({"undo"});
    EXPECT_EQ(said({"shots"})["total"], 0) << "the second time was no step";
    std::ofstream(takes_ / "s2_Sora_v1.mp4") << "no movie";
    EXPECT_EQ(review({"ingest", takes_.string()}).exit_code, 4);
    fs::copy_file(a_, takes_ / "s2_Sora_v1.mp4", fs::copy_options::overwrite_existing);
    EXPECT_EQ(said({"ingest", takes_.string()}, 4)["items"][2]["problem"],
              "the same content as s1_Sora_v1.mp4");
}

TEST_F(ReviewRefusals, MarkersThatAreLeftOut) {
    said({"add", a_.string(), "--frame", "25", "--state", "keep"});
    const std::string out = (folder_ / "out").string();
    const json made = said({"export", "--format", "resolve", "--out", out});
    const std::string file = out + "/" + made["files"][0].get<std::string>();
    EXPECT_EQ(said({"import", file})["left_out"], 0);
    std::ifstream stream(file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    for (std::size_t at = 0; (at = text.find("01:00:01:0", at)) != std::string::npos; ++at)
        text.replace(at, 10, "01:00:09:0");
    std::ofstream(folder_ / "late.edl") << text;
    const std::string late = (folder_ / "late.edl").string();
    const json left = said({"import", late, "--medium", a_.string()}, 4);
    EXPECT_EQ(left["added"], 0);
    EXPECT_EQ(left["left_out"], 1);
    EXPECT_EQ(review({"import", late, "--medium", a_.string()}).exit_code, 4);
}

TEST_F(ReviewRefusals, AReportThatCannotBeWrittenLeavesNothing) {
    said({"add", a_.string(), "--frame", "2", "--state", "keep"});
    const fs::path out = folder_ / "out";
    fs::create_directories(out / "review.html"); // In the way.
    const ProgramResult result =
        review({"export", "--format", "report", "--no-pictures", "--out", out.string()});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(line_count(result.err), 1) << result.err;
    EXPECT_EQ(std::distance(fs::directory_iterator(out), {}), 1) << "no half of it stays";
}

} // namespace
} // namespace seamline::test
