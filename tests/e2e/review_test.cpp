// `seamline review` from outside.
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace seamline::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class ReviewCommand : public testing::Test {
protected:
    ReviewCommand() {
        std::string name = (fs::temp_directory_path() / "seamline-review-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        ::setenv("SEAMLINE_REVIEW_DB", (folder_ / "reviews.db").c_str(), 1);
        ::setenv("SEAMLINE_AUTHOR", "Ann", 1);
        ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    }
    ~ReviewCommand() override {
        ::unsetenv("SEAMLINE_REVIEW_DB");
        ::unsetenv("SEAMLINE_AUTHOR");
        std::error_code code;
        fs::remove_all(folder_, code);
    }

    ProgramResult review(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "review");
        return run_seamline(SEAMLINE_PROGRAM, arguments);
    }
    json ok(std::vector<std::string> arguments) {
        arguments.emplace_back("--json");
        const ProgramResult result = review(arguments);
        EXPECT_EQ(result.exit_code, 0) << arguments[0] << ": " << result.err;
        return json::parse(result.out, nullptr, false);
    }
    /// A clip of 48 frames with a cut at 24, in the test's own folder.
    fs::path take(const std::string& name) {
        const fs::path made = make_clip(
            "e2e-review.mp4",
            "-f lavfi -i testsrc2=s=320x180:r=24:d=1 -f lavfi -i mandelbrot=s=320x180:r=24 "
            "-filter_complex \"[1]trim=end_frame=24,setpts=PTS-STARTPTS[b];[0][b]concat\" "
            "-c:v libx264 -pix_fmt yuv420p");
        fs::copy_file(made, folder_ / name, fs::copy_options::overwrite_existing);
        return folder_ / name;
    }

    fs::path folder_;
};

TEST_F(ReviewCommand, AddsAndListsByTheContract) {
    const fs::path file = take("a.mp4");
    const json added =
        ok({"add", file.string(), "--range", "3-9", "--state", "send_back", "--reason", "motion",
            "--reason", "own words", "--note", "look at the hand"});
    EXPECT_EQ(added["schema"], "seamline.review_add/1");
    const json list = ok({"list"});
    EXPECT_EQ(list["schema"], "seamline.review_list/1");
    ASSERT_EQ(list["decisions"].size(), 1U);
    const json& decision = list["decisions"][0];
    EXPECT_EQ(decision["id"], added["id"]);
    EXPECT_EQ(decision["media_id"].get<std::string>().substr(0, 9), "xxh3-128:");
    EXPECT_EQ(decision["state"], "send_back");
    EXPECT_EQ(decision["target"], (json{{"kind", "range"}, {"from", 3}, {"to", 9}}));
    EXPECT_EQ(decision["reasons"], (json{"motion", "own words"}));
    EXPECT_EQ(decision["note"], "look at the hand");
    EXPECT_EQ(decision["author"], "Ann");
    EXPECT_EQ(decision["time"].get<std::string>().size(), 24U);
    EXPECT_EQ(decision["path"], file.string());
    EXPECT_EQ(decision["name"], "a");
}

TEST_F(ReviewCommand, ShotsAreTheCutDetectors) {
    const fs::path file = take("a.mp4");
    ok({"add", file.string(), "--shot", "1", "--state", "keep"});
    EXPECT_EQ(ok({"list"})["decisions"][0]["target"],
              (json{{"kind", "shot"}, {"from", 24}, {"to", 47}, {"shot", 1}}));
    const ProgramResult none = review({"add", file.string(), "--shot", "2", "--state", "keep"});
    EXPECT_EQ(none.exit_code, 2);
    EXPECT_NE(none.err.find("2 shots"), std::string::npos) << none.err;
    // In words as the window, reports and markers have it; beside it what the option takes.
    const std::string words = review({"list"}).out;
    EXPECT_NE(words.find("keep shot 2 (--shot 1, frames 24-47)"), std::string::npos) << words;
}

TEST_F(ReviewCommand, ReasonsInOwnWordsAreSaid) {
    const std::string file = take("a.mp4").string();
    const std::vector<std::string> add{"add",      file,      "--take",   "--state", "send_back",
                                       "--reason", "flikker", "--reason", "motion"};
    const auto noted = review(add);
    EXPECT_EQ(noted.exit_code, 0);
    EXPECT_NE(noted.err.find("'flikker' is not in the list of reasons; the nearest is 'flicker'"),
              std::string::npos)
        << noted.err;
    EXPECT_EQ(line_count(noted.err), 1);
    EXPECT_EQ(ok(add)["unlisted_reasons"],
              (json::array({{{"reason", "flikker"}, {"nearest", "flicker"}}})));
    EXPECT_EQ(ok({"list"})["decisions"][0]["reasons"], (json{"flikker", "motion"}));
    std::vector<std::string> strict = add;
    strict.emplace_back("--strict-reasons");
    const auto refused = review(strict);
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_EQ(line_count(refused.err), 1) << refused.err;
    json list = ok({"reasons", "add", "flikker", "own words"});
    EXPECT_EQ(list["reasons"].back(), "own words");
    EXPECT_EQ(list["reasons"], ok({"reasons"})["reasons"]);
    EXPECT_FALSE(ok(strict).contains("unlisted_reasons"));
    EXPECT_EQ(review({"reasons", "add", "motion"}).exit_code, 2) << "it is there";
    EXPECT_EQ(review({"reasons", "remove", "motions"}).exit_code, 2);
    EXPECT_EQ(review({"reasons", "rename", "motion"}).exit_code, 2);
    list = ok({"reasons", "remove", "flikker", "own words", "motion"});
    EXPECT_EQ(list["reasons"].size(), 12U);
    EXPECT_EQ(ok({"reasons", "reset"})["reasons"].size(), 13U);
}

TEST_F(ReviewCommand, CommentsAreThreadsThatAreSettled) {
    const std::string file = take("a.mp4").string();
    const json made = ok({"comment", file, "--frame", "7", "--text", "look at the hand"});
    EXPECT_EQ(made["schema"], "seamline.review_comment/1");
    const std::string id = made["id"];
    const std::string reply =
        ok({"comment", "--reply", id, "--text", "yes", "--author", "Bo"})["id"];
    ok({"comment", "--reply", reply, "--text", "fixed", "--resolve", id});
    ok({"comment", file, "--shot", "1", "--text", "softer than the first"});
    json list = ok({"comment", file});
    EXPECT_EQ(list["schema"], "seamline.review_comments/1");
    ASSERT_EQ(list["comments"].size(), 4U);
    EXPECT_EQ(list["comments"][0]["id"], id);
    EXPECT_EQ(list["comments"][0]["target"], (json{{"kind", "frame"}, {"from", 7}, {"to", 7}}));
    EXPECT_EQ(list["comments"][0]["resolved"], true);
    EXPECT_EQ(list["comments"][0]["path"], file);
    EXPECT_EQ(list["comments"][1]["parent_id"], id);
    EXPECT_EQ(list["comments"][1]["author"], "Bo");
    EXPECT_EQ(list["comments"][2]["parent_id"], id) << "an answer to an answer joins the thread";
    EXPECT_EQ(list["comments"][3]["target"]["from"], 24);
    ok({"comment", file, "--reopen", reply});
    EXPECT_EQ(ok({"comment"})["comments"][0]["resolved"], false);
    ok({"undo"});
    EXPECT_EQ(ok({"comment"})["comments"][0]["resolved"], true);
    for (const auto& [arguments, code] :
         {std::pair(std::vector<std::string>{"comment", file, "--text", "where?"}, 2),
          std::pair(std::vector<std::string>{"comment", file, "--frame", "7"}, 2),
          std::pair(std::vector<std::string>{"comment", file, "--frame", "48", "--text", "x"}, 2),
          std::pair(std::vector<std::string>{"comment", file, "--frame", "7", "--text", ""}, 2),
          std::pair(std::vector<std::string>{"comment", "--reply", id}, 2),
          std::pair(std::vector<std::string>{"comment", "--reply", "nobody", "--text", "x"}, 3),
          std::pair(std::vector<std::string>{"comment", "--resolve", id, "--reopen", id}, 2)}) {
        const auto result = review(arguments);
        EXPECT_EQ(result.exit_code, code) << result.err;
        EXPECT_EQ(line_count(result.err), 1) << result.err;
    }
    EXPECT_EQ(ok({"comment"})["comments"].size(), 4U);
}

TEST_F(ReviewCommand, FiltersLetThroughWhatIsAskedFor) {
    const fs::path file = take("a.mp4");
    ok({"add", file.string(), "--frame", "1", "--state", "keep"});
    ok({"add", file.string(), "--frame", "1", "--state", "hold", "--author", "Bo"});
    ok({"add", file.string(), "--take", "--state", "send_back", "--reason", "text"});
    EXPECT_EQ(ok({"list"})["decisions"].size(), 3U);
    EXPECT_EQ(ok({"list", "--author", "Bo"})["decisions"].size(), 1U);
    EXPECT_EQ(ok({"list", "--state", "keep"})["decisions"].size(), 1U);
    EXPECT_EQ(ok({"list", "--reason", "text"})["decisions"].size(), 1U);
    EXPECT_EQ(ok({"list", "--reason", "motion"})["decisions"].size(), 0U);
    EXPECT_EQ(ok({"list", file.string()})["decisions"].size(), 3U);
    const auto text = review({"list", "--state", "send_back"});
    EXPECT_NE(text.out.find("a: send_back take for text"), std::string::npos) << text.out;
    EXPECT_EQ(review({"list", "--state", "maybe"}).exit_code, 2);
}

TEST_F(ReviewCommand, UndoAndRedoAreTheAuthorsOwn) {
    const fs::path file = take("a.mp4");
    ok({"add", file.string(), "--take", "--state", "keep"});
    ok({"add", file.string(), "--take", "--state", "hold", "--author", "Bo"});
    ok({"undo"});
    json list = ok({"list"});
    ASSERT_EQ(list["decisions"].size(), 1U);
    EXPECT_EQ(list["decisions"][0]["author"], "Bo");
    EXPECT_EQ(review({"undo"}).exit_code, 3) << "nothing left";
    ok({"redo"});
    EXPECT_EQ(ok({"list"})["decisions"].size(), 2U);
}

TEST_F(ReviewCommand, DecisionsFollowAMovedFileAndNotANewContent) {
    const fs::path file = take("a.mp4");
    ok({"add", file.string(), "--frame", "2", "--state", "keep"});
    const fs::path moved = folder_ / "elsewhere.mp4";
    fs::rename(file, moved);
    EXPECT_EQ(ok({"list", moved.string()})["decisions"].size(), 1U);
    ok({"add", moved.string(), "--frame", "3", "--state", "keep"});
    json list = ok({"list", moved.string()});
    ASSERT_EQ(list["decisions"].size(), 2U);
    EXPECT_EQ(list["decisions"][0]["path"], moved.string()) << "both lie where it was seen last";
    fs::copy_file(make_clip("e2e-review-other.mp4",
                            "-f lavfi -i testsrc=s=320x180:r=24:d=1 -c:v libx264 -pix_fmt yuv420p"),
                  moved, fs::copy_options::overwrite_existing);
    EXPECT_EQ(ok({"list", moved.string()})["decisions"].size(), 0U);
    const auto warned = review({"add", moved.string(), "--frame", "0", "--state", "keep"});
    EXPECT_EQ(warned.exit_code, 0) << warned.err;
    EXPECT_NE(warned.err.find("other content than before; 2 decisions stay"), std::string::npos)
        << warned.err;
}

TEST_F(ReviewCommand, VerifyTellsWholeFromDamaged) {
    const fs::path file = take("a.mp4");
    ok({"add", file.string(), "--frame", "2", "--state", "keep"});
    const json good = ok({"verify"});
    EXPECT_EQ(good["ok"], true);
    EXPECT_EQ(good["events"], 2) << "the medium and the decision";
    EXPECT_EQ(good["head"].get<std::string>().size(), 64U);
    // One letter of the note's place in the file.
    ok({"add", file.string(), "--frame", "3", "--state", "keep", "--note", "unmistakable"});
    const fs::path db = folder_ / "reviews.db";
    std::fstream stream(db, std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    const auto at = bytes.find("unmistakable");
    ASSERT_NE(at, std::string::npos);
    stream.clear();
    stream.seekp(static_cast<std::streamoff>(at));
    stream << "X";
    stream.close();
    const ProgramResult bad = review({"verify", "--json"});
    EXPECT_EQ(bad.exit_code, 1) << bad.err;
    const json report = json::parse(bad.out);
    EXPECT_EQ(report["ok"], false);
    EXPECT_EQ(report["problems"][0], "event 3 was changed after it was stored");
}

TEST_F(ReviewCommand, AFolderBecomesStacksAndShotsGetTheirPicks) {
    const fs::path folder = folder_ / "takes";
    fs::create_directory(folder);
    const fs::path first = folder / "sh010_sora-2_v1.mp4";
    const fs::path second = folder / "second.mp4";
    fs::copy_file(take("a.mp4"), first);
    fs::copy_file(make_clip("e2e-review-other.mp4",
                            "-f lavfi -i testsrc=s=320x180:r=24:d=1 -c:v libx264 -pix_fmt yuv420p"),
                  second);
    std::ofstream(folder / "sh010_sora-2_v1.json") << R"({"prompt": "a street", "seed": 7})";
    std::ofstream(folder_ / "t.csv") << "file,shot,generator,class\r\n"
                                        "second.mp4,sh010,\"Kling, 2\",title\r\n";
    const std::vector<std::string> ingest{"ingest", folder.string(), "--csv",
                                          (folder_ / "t.csv").string()};
    const json preview = ok(ingest);
    ASSERT_EQ(preview["items"].size(), 2U);
    EXPECT_EQ(preview["applied"], false);
    EXPECT_EQ(ok({"shots"})["total"], 0) << "a preview stores nothing";
    std::vector<std::string> apply = ingest;
    apply.emplace_back("--apply");
    ok(apply);
    json shots = ok({"shots"});
    ASSERT_EQ(shots["shots"].size(), 1U);
    EXPECT_EQ(shots["decided"], 0);
    EXPECT_EQ(shots["shots"][0]["class"], "title");
    ASSERT_EQ(shots["shots"][0]["takes"].size(), 2U);
    EXPECT_EQ(shots["shots"][0]["takes"][0]["generator"], "Kling, 2");
    EXPECT_EQ(shots["shots"][0]["takes"][1]["prompt"], "a street");
    EXPECT_EQ(shots["shots"][0]["takes"][1]["seed"], "7");
    EXPECT_EQ(ok(apply)["id"], "") << "nothing new, nothing stored";
    // A table that says something else now.
    std::ofstream(folder_ / "t.csv") << "file,shot,generator,class\r\n"
                                        "second.mp4,sh010,\"Kling, 2\",character\r\n";
    EXPECT_EQ(ok(ingest)["items"][0]["changes"], json::array({"class title -> character"}));
    const ProgramResult told = review(ingest);
    EXPECT_NE(told.out.find("is there already); would change class title -> character\n"),
              std::string::npos)
        << told.out;
    ok(apply);
    EXPECT_EQ(ok({"shots"})["shots"][0]["class"], "character");
    ok({"undo"});
    EXPECT_EQ(ok({"shots"})["shots"][0]["class"], "title");
    ok({"pick", first.string()});
    shots = ok({"shots"});
    EXPECT_EQ(shots["decided"], 1);
    EXPECT_EQ(shots["shots"][0]["state"], "picked");
    std::ofstream(folder_ / "policy.json")
        << R"({"schema": "seamline.review_policy/1", "generators": {"sora-2": {"classes": []}}})";
    const ProgramResult broken =
        review({"shots", "--policy", (folder_ / "policy.json").string(), "--json"});
    EXPECT_EQ(broken.exit_code, 1) << broken.err;
    EXPECT_EQ(json::parse(broken.out)["policy_breaks"][0]["sentence"],
              "sora-2 is not allowed for title shots");
    EXPECT_EQ(ok({"rank"})["comparisons"], 0);
    const json schedule = ok({"rank", "--schedule", "sh010", "--seed", "5"});
    EXPECT_EQ(schedule["pairs"].size(), 1U);
    EXPECT_EQ(schedule, ok({"rank", "--schedule", "sh010", "--seed", "5"}));
    ok({"undo"});
    ok({"undo"});
    EXPECT_EQ(ok({"shots"})["total"], 0) << "the whole folder was one action";
}

TEST_F(ReviewCommand, ANewRoundInheritsWhatWasSentBack) {
    const fs::path old_take = take("a.mp4");
    const fs::path new_take = folder_ / "b.mp4";
    fs::copy_file(make_clip("e2e-review-other.mp4",
                            "-f lavfi -i testsrc=s=320x180:r=24:d=1 -c:v libx264 -pix_fmt yuv420p"),
                  new_take);
    ok({"add", old_take.string(), "--frame", "20", "--state", "send_back", "--reason", "text"});
    ok({"take", new_take.string(), "--shot", "s1", "--successor-of", old_take.string(), "--shift",
        "12"});
    json todo = ok({"todo", new_take.string()});
    ASSERT_EQ(todo["items"].size(), 1U);
    EXPECT_EQ(todo["items"][0]["state"], "open");
    EXPECT_EQ(todo["items"][0]["target"], (json{{"kind", "frame"}, {"from", 8}, {"to", 8}}));
    ok({"add", new_take.string(), "--range", "6-10", "--state", "keep"});
    EXPECT_EQ(ok({"todo", new_take.string()})["items"][0]["state"], "fixed");
}

TEST_F(ReviewCommand, ItemsOfTheTodoListAreAnsweredOneByOne) {
    const std::string old_take = take("a.mp4").string();
    const fs::path new_take = folder_ / "b.mp4";
    fs::copy_file(make_clip("e2e-review-other.mp4",
                            "-f lavfi -i testsrc=s=320x180:r=24:d=1 -c:v libx264 -pix_fmt yuv420p"),
                  new_take);
    const std::string file = new_take.string();
    const std::string sent =
        ok({"add", old_take, "--frame", "5", "--state", "send_back", "--reason", "text"})["id"];
    ok({"add", old_take, "--frame", "9", "--state", "send_back", "--reason", "motion"});
    ok({"take", file, "--shot", "s1", "--successor-of", old_take});
    ok({"add", file, "--take", "--state", "send_back", "--reason", "audio"});
    json todo = ok({"todo", file});
    ASSERT_EQ(todo["items"].size(), 2U);
    EXPECT_EQ(todo["items"][0]["state"], "open") << "the whole take says nothing of frame 5";
    todo = ok({"todo", file, "--answer", sent, "--state", "resolved", "--note", "reads now"});
    EXPECT_EQ(todo["items"][0]["state"], "fixed");
    EXPECT_EQ(todo["items"][0]["answered_by"], todo["id"]);
    EXPECT_EQ(todo["items"][1]["state"], "open");
    todo = ok({"todo", file, "--answer", "2", "--state", "still", "--author", "Bo"});
    EXPECT_EQ(todo["items"][1]["state"], "still");
    EXPECT_EQ(todo["items"][1]["voices"][0]["author"], "Bo");
    EXPECT_EQ(todo["items"][1]["voices"][0]["by"], "answer");
    todo = ok({"todo", file, "--answer", "1", "--state", "open"});
    EXPECT_EQ(todo["items"][0]["state"], "open") << "taken back";
    ok({"undo"});
    EXPECT_EQ(ok({"todo", file})["items"][0]["voices"][0]["note"], "reads now");
    const auto words = review({"todo", file});
    EXPECT_NE(words.out.find("  2  still  frame 9: motion"), std::string::npos) << words.out;
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"--answer", "3", "--state", "still"},
          std::vector<std::string>{"--answer", "1"}, std::vector<std::string>{"--state", "still"},
          std::vector<std::string>{"--answer", "1", "--state", "perhaps"}}) {
        std::vector<std::string> arguments{"todo", file};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        const auto result = review(arguments);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_EQ(line_count(result.err), 1) << result.err;
    }
    EXPECT_EQ(ok({"verify"})["ok"], true);
}

/// Three takes of one picture each, by size of the file.
TEST_F(ReviewCommand, BlindComparisonsTellNoNames) {
    std::vector<std::string> files;
    for (const char* size : {"160x90", "176x98", "192x108"}) {
        const std::string name = std::string("named_") + size + ".mp4";
        files.push_back((folder_ / name).string());
        fs::copy_file(make_clip("e2e-compare-" + std::string(size) + ".mp4",
                                std::string("-f lavfi -i testsrc=r=24:d=0.25:s=") + size +
                                    " -c:v libx264 -pix_fmt yuv420p"),
                      files.back());
        ok({"take", files.back(), "--shot", "s1", "--generator", size});
    }
    const std::string links = (folder_ / "blind").string();
    std::set<std::pair<std::string, std::string>> met;
    json next = ok({"compare", "--shot", "s1", "--links", links});
    EXPECT_EQ(next["of"], 3);
    EXPECT_EQ(next["pair"], 1);
    EXPECT_EQ(next["seed"], ok({"compare", "--shot", "s1"})["seed"]) << "until it is answered";
    const json seed = next["seed"];
    for (int i = 1; i <= 3; ++i) {
        EXPECT_EQ(next["done"], false);
        EXPECT_EQ(next.dump().find("named"), std::string::npos) << "a name in " << next;
        const std::string left = fs::read_symlink(fs::path(links) / "left.mp4").string();
        const std::string right = fs::read_symlink(fs::path(links) / "right.mp4").string();
        met.insert(std::minmax(left, right));
        // The first file ships, whatever it is beside.
        const char* answer = left == files[0] ? "left" : right == files[0] ? "right" : "neither";
        next = ok({"compare", "--shot", "s1", "--answer", answer, "--pair", std::to_string(i),
                   "--reason", "motion", "--links", links});
        EXPECT_EQ(next["seed"], seed);
    }
    EXPECT_EQ(next["done"], true);
    EXPECT_EQ(met.size(), 3U) << "every two once";
    // Who decides on a link decides on the take, which keeps its name.
    ok({"add", (fs::path(links) / "left.mp4").string(), "--take", "--state", "hold"});
    for (const json& take : ok({"shots"})["shots"][0]["takes"])
        EXPECT_TRUE(take["name"].get<std::string>().starts_with("named_")) << take;
    EXPECT_EQ(ok({"compare", "--shot", "s1"})["done"], true) << "not asked again by itself";
    EXPECT_EQ(review({"compare", "--shot", "s1", "--answer", "left"}).exit_code, 2);
    const json rank = ok({"rank"});
    EXPECT_EQ(rank["comparisons"], 3);
    ASSERT_EQ(rank["shots"].size(), 1U);
    EXPECT_EQ(rank["shots"][0]["takes"][0]["name"], "named_160x90");
    EXPECT_EQ(rank["shots"][0]["takes"][0]["wins"]["count"], 2);
    EXPECT_EQ(rank["shots"][0]["winner"], nullptr) << "too few to tell";
    EXPECT_EQ(rank["failures"][0]["reason"], "motion");
    next = ok({"compare", "--shot", "s1", "--again"});
    EXPECT_EQ(next["pair"], 1);
    EXPECT_NE(next["seed"], seed);
    next = ok({"compare", "--shot", "s1", "--again", "--answer", "both"});
    EXPECT_EQ(next["pair"], 2);
    EXPECT_EQ(ok({"rank"})["repeated"], 1);
    EXPECT_EQ(review({"compare", "--shot", "s1", "--answer", "left", "--pair", "1"}).exit_code, 2)
        << "that one is answered";
    EXPECT_EQ(review({"compare", "--shot", "s1", "--answer", "both", "--reason", "text"}).exit_code,
              2);
    EXPECT_EQ(review({"compare", "--shot", "none"}).exit_code, 2);
    EXPECT_EQ(review({"compare", files[0]}).exit_code, 2) << "one take";
    EXPECT_EQ(ok({"compare", files[0], files[1], "--author", "Bo"})["of"], 1);
}

TEST_F(ReviewCommand, APolicyStaysInEffect) {
    const std::string file = take("a.mp4").string();
    ok({"take", file, "--shot", "s1", "--generator", "Sora 2", "--class", "title"});
    ok({"add", file, "--take", "--state", "keep"});
    const fs::path policy = folder_ / "policy.json";
    std::ofstream(policy)
        << R"({"schema": "seamline.review_policy/1", "generators": {"Sora 2": {"classes": []}}})";
    EXPECT_EQ(ok({"policy"})["policy"], nullptr);
    EXPECT_EQ(ok({"list"})["decisions"][0]["policy_break"], "");
    ok({"policy", policy.string()});
    fs::remove(policy); // It was copied.
    EXPECT_EQ(ok({"policy"})["breaks"], 1);
    const auto shots = review({"shots", "--json"});
    EXPECT_EQ(shots.exit_code, 1);
    EXPECT_EQ(json::parse(shots.out)["policy_breaks"][0]["sentence"],
              "Sora 2 is not allowed for title shots");
    EXPECT_EQ(ok({"list"})["decisions"][0]["policy_break"],
              "Sora 2 is not allowed for title shots");
    ok({"policy", "--none"});
    EXPECT_EQ(review({"shots"}).exit_code, 0);
    ok({"undo"});
    EXPECT_EQ(review({"shots"}).exit_code, 1);
    std::ofstream(policy) << "{}";
    const auto refused = review({"policy", policy.string()});
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_EQ(line_count(refused.err), 1) << refused.err;
}

TEST_F(ReviewCommand, HistoryGoesOutAndComesBack) {
    const std::string file = take("a.mp4").string();
    ok({"add", file, "--frame", "1", "--state", "keep", "--note", "superseded"});
    ok({"add", file, "--frame", "1", "--state", "hold"});
    ok({"add", file, "--frame", "2", "--state", "keep"});
    ok({"undo"});
    const json before = ok({"list"});
    const std::string history = (folder_ / "h.jsonl").string();
    EXPECT_EQ(ok({"export", "--history", history})["events"], 5);
    EXPECT_EQ(ok({"import", history})["added"], 0) << "all of it is known";
    const std::string other = (folder_ / "other.db").string();
    EXPECT_EQ(ok({"import", history, "--db", other})["added"], 5);
    EXPECT_EQ(ok({"list", "--db", other}), before);
    const ProgramResult again = review({"import", history, "--db", (folder_ / "new.db").string()});
    EXPECT_NE(again.out.find("a history carries no hashes"), std::string::npos) << again.out;
    EXPECT_NE(review({"verify"}).out.find("before its import are not seen"), std::string::npos);
    const std::string copy = (folder_ / "copy.db").string();
    ok({"backup", copy});
    EXPECT_EQ(ok({"list", "--db", copy}), before);
    EXPECT_EQ(ok({"verify", "--db", copy})["head"], ok({"verify"})["head"]);
    EXPECT_EQ(review({"backup", copy}).exit_code, 2) << "replaces nothing";
    const std::string archive = (folder_ / "old.jsonl").string();
    EXPECT_EQ(ok({"prune", "--before", "2100-01-01"})["events"], 3)
        << "the one replaced, the one undone, and the undo";
    ok({"prune", "--before", "2100-01-01", "--archive", archive, "--apply"});
    EXPECT_EQ(ok({"list"}), before);
    const json verified = ok({"verify"});
    EXPECT_EQ(verified["ok"], true);
    EXPECT_EQ(verified["pruned"], 3);
    std::ofstream(folder_ / "bad.jsonl") << "{}\n";
    EXPECT_EQ(review({"import", (folder_ / "bad.jsonl").string()}).exit_code, 3);
    EXPECT_EQ(review({"prune", "--before", "yesterday"}).exit_code, 2);
}

TEST_F(ReviewCommand, BadInputIsOneLine) {
    const fs::path file = take("a.mp4");
    std::ofstream(folder_ / "broken.mp4") << "no movie";
    std::ofstream(folder_ / "no.db") << std::string(4000, 'x');
    const std::string path = file.string();
    for (const auto& [arguments, code] :
         {std::pair(std::vector<std::string>{"frobnicate"}, 2),
          std::pair(std::vector<std::string>{"add", path, "--frame", "1"}, 2),
          std::pair(std::vector<std::string>{"add", path, "--state", "keep"}, 2),
          std::pair(std::vector<std::string>{"add", path, "--frame", "48", "--state", "keep"}, 2),
          std::pair(std::vector<std::string>{"add", path, "--range", "9-3", "--state", "keep"}, 2),
          std::pair(std::vector<std::string>{"add", path, "--take", "--state", "perhaps"}, 2),
          std::pair(
              std::vector<std::string>{"add", path, "--take", "--state", "keep", "--note", "\xff"},
              2),
          std::pair(std::vector<std::string>{"add", "/nowhere.mp4", "--take", "--state", "keep"},
                    3),
          std::pair(std::vector<std::string>{"add", (folder_ / "broken.mp4").string(), "--take",
                                             "--state", "keep"},
                    3),
          std::pair(std::vector<std::string>{"add", path, "--take", "--state", "keep", "--db",
                                             (folder_ / "no.db").string()},
                    3),
          std::pair(std::vector<std::string>{"export", "--format", "resolve", "--drop-frame",
                                             "--rate", "25"},
                    2),
          std::pair(std::vector<std::string>{"verify", "--db", (folder_ / "none.db").string()},
                    3)}) {
        const ProgramResult result = review(arguments);
        EXPECT_EQ(result.exit_code, code) << result.err;
        EXPECT_EQ(line_count(result.err), 1) << result.err;
        EXPECT_TRUE(result.out.empty());
    }
    EXPECT_EQ(ok({"list"})["decisions"].size(), 0U) << "nothing of it was stored";
    EXPECT_EQ(review({"--help"}).exit_code, 0);
    for (const char* part :
         {"add", "list", "comment", "reasons", "take", "ingest", "pick", "shots", "policy", "todo",
          "compare", "rank", "undo", "redo", "verify", "export", "import", "backup", "prune"})
        EXPECT_EQ(review({part, "--help"}).exit_code, 0);
}

} // namespace
} // namespace seamline::test
