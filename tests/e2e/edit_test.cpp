// `edit` from outside: what a timeline holds, at which rate, and what changed.
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace seamline::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

ProgramResult seamline(const std::vector<std::string>& arguments) {
    return run_seamline(SEAMLINE_PROGRAM, arguments);
}

fs::path list(const std::string& name, const std::string& text) {
    const fs::path file = footage_folder() / name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

/// Two events with a dissolve of 12 frames between them, a gap, and a graded one backwards.
fs::path cut(const std::string& name, const std::string& frames = "012") {
    return list(name, "TITLE: CUT\n"
                      "001  A001 V C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00\n"
                      "* FROM CLIP NAME: one\n"
                      "002  A001 V C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00\n"
                      "002  A002 V D    " +
                          frames +
                          " 02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00\n"
                          "* TO CLIP NAME: two\n"
                          "003  A003 V C        03:00:00:00 03:00:01:00 10:00:04:00 10:00:05:00\n"
                          "M2   A003       -024.0                03:00:01:00\n"
                          "* FROM CLIP NAME: three\n"
                          "* ASC_SOP: (1.1 1 0.9)(0 0 0.01)(1 1 1)\n"
                          "* ASC_SAT: 0.8\n");
}

json only_edit(const std::vector<std::string>& arguments) {
    const ProgramResult result = seamline(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    if (result.exit_code != 0) return {};
    return json::parse(result.out)["edits"].at(0);
}

TEST(EditCommand, TellsTransitionsGapsGradesAndSourceTimes) {
    const json edit = only_edit({"edit", cut("edit_all.edl"), "--json"});
    ASSERT_EQ(edit["transitions"].size(), 1U);
    const json& dissolve = edit["transitions"][0];
    EXPECT_EQ(dissolve["kind"], "dissolve");
    EXPECT_EQ(dissolve["at"], 48);
    EXPECT_EQ(dissolve["at_timecode"], "10:00:02:00");
    EXPECT_EQ(dissolve["before"], 0);
    EXPECT_EQ(dissolve["after"], 12);
    ASSERT_EQ(edit["gaps"].size(), 1U);
    EXPECT_EQ(edit["gaps"][0]["record_timecode"], "10:00:03:00");
    EXPECT_EQ(edit["gaps"][0]["duration"], 24);
    const json& last = edit["events"].back();
    EXPECT_EQ(last["name"], "three");
    EXPECT_EQ(last["speed"], "-1");
    EXPECT_EQ(last["source"]["in_timecode"], "03:00:00:00");
    EXPECT_EQ(last["source"]["out_timecode"], "03:00:01:00");
    EXPECT_EQ(last["record_out_timecode"], "10:00:05:00");
    EXPECT_EQ(last["cdl"]["slope"], json({1.1, 1.0, 0.9}));
    EXPECT_EQ(last["cdl"]["saturation"], 0.8);
    EXPECT_TRUE(edit["events"][0]["cdl"].is_null());
}

TEST(EditCommand, TellsPeopleTheSame) {
    const ProgramResult result = seamline({"edit", cut("edit_all.edl")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    for (const char* part :
         {"10:00:00:00 10:00:02:00    48  01:00:00:00 01:00:02:00  one",
          "10:00:02:00 10:00:02:12    12  dissolve, 0 frames before the cut and 12 after",
          "10:00:03:00 10:00:04:00    24  gap",
          "10:00:04:00 10:00:05:00    24  03:00:00:00 03:00:01:00  three, speed -1, "
          "CDL (1.1 1 0.9)(0 0 0.01)(1 1 1) saturation 0.8, OFFLINE"})
        EXPECT_NE(result.out.find(part), std::string::npos) << part << "\n" << result.out;
}

TEST(EditCommand, ReadsAListAtTheRateThatIsStated) {
    const fs::path file = cut("edit_rate.edl");
    EXPECT_EQ(only_edit({"edit", file, "--json"})["rate"], "24");
    const json stated = only_edit({"edit", file, "--rate", "25", "--json"});
    EXPECT_EQ(stated["rate"], "25");
    EXPECT_EQ(stated["events"][0]["duration"], 50);
    EXPECT_TRUE(stated["notes"].empty()) << stated["notes"];
    EXPECT_EQ(only_edit({"edit", file, "--rate", "23.976", "--json"})["rate"], "24000/1001");
    EXPECT_EQ(seamline({"edit", file, "--rate", "fast"}).exit_code, 2);
    const ProgramResult slow = seamline({"edit",
                                         list("edit_high.edl", "001  A V C 01:00:00:20 01:00:01:00 "
                                                               "10:00:00:00 10:00:00:04\n"),
                                         "--rate", "10"});
    EXPECT_EQ(slow.exit_code, 0) << "source timecode may count faster: " << slow.err;
    const ProgramResult record =
        seamline({"edit",
                  list("edit_high2.edl", "001  A V C 01:00:00:00 01:00:00:04 "
                                         "10:00:00:20 10:00:00:24\n"),
                  "--rate", "10"});
    EXPECT_EQ(record.exit_code, 3);
    EXPECT_EQ(line_count(record.err), 1) << record.err;
}

TEST(EditCommand, RefusesARateWhereNothingIsAList) {
    const fs::path list = cut("edit_source.edl");
    const fs::path otio = footage_folder() / "edit_source.otio";
    ASSERT_EQ(seamline({"edit", list, "--save-as", otio}).exit_code, 0);
    const ProgramResult result = seamline({"edit", otio, "--rate", "25"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find("--rate"), std::string::npos);
    // One of the two is a list: it is for that one.
    EXPECT_EQ(seamline({"edit", otio, "--compare", list, "--rate", "24"}).exit_code, 0);
}

TEST(EditCommand, ComparesDissolves) {
    const ProgramResult result = seamline(
        {"edit", cut("edit_before.edl"), "--compare", cut("edit_after.edl", "020"), "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json changes = json::parse(result.out)["changes"];
    ASSERT_EQ(changes.size(), 1U) << changes;
    EXPECT_EQ(changes[0]["kind"], "dissolved");
    EXPECT_EQ(changes[0]["name"], "two");
    EXPECT_EQ(changes[0]["what"], "head: dissolve of 20 frames instead of dissolve of 12 frames");
}

TEST(EditCommand, MakesATimelineOfTakes) {
    const fs::path folder = footage_folder() / "edit_takes";
    fs::create_directories(folder);
    for (const char* name : {"b.mp4", "a.mp4"})
        fs::copy_file(make_bar_code_clip("edit_take.mp4", 64, 32, 24, "24", "-c:v libx264"),
                      folder / name, fs::copy_options::overwrite_existing);
    const fs::path saved = footage_folder() / "edit_takes.otio";
    const json edit = only_edit({"edit", folder, "--as-cut", "--save-as", saved, "--json"});
    ASSERT_EQ(edit["events"].size(), 2U);
    EXPECT_EQ(edit["duration"], 48);
    EXPECT_EQ(edit["cuts"], json({24}));
    const json again = only_edit({"edit", saved, "--json"});
    EXPECT_EQ(again["events"].size(), 2U);
    EXPECT_EQ(again["events"][1]["takes"][0]["path"], (folder / "b.mp4").string());
    const json two =
        only_edit({"edit", folder / "b.mp4", folder / "a.mp4", "--as-cut", "--json"});
    EXPECT_EQ(two["events"][0]["takes"][0]["path"], (folder / "b.mp4").string());
    EXPECT_EQ(seamline({"edit", folder, "--as-cut", "--rate", "25"}).exit_code, 2);
    EXPECT_EQ(seamline({"edit", "--as-cut"}).exit_code, 2);
}

/// A list of the two halves of a clip.
fs::path halves() {
    const fs::path clip = make_bar_code_clip("edit_halves.mp4", 64, 32, 48, "24", "-c:v libx264");
    return list("edit_halves.edl", "TITLE: HALVES\n"
                                   "001  AX V C 00:00:00:00 00:00:01:00 10:00:00:00 10:00:01:00\n"
                                   "* SOURCE FILE: " + clip.string() + "\n"
                                   "002  AX V C 00:00:01:00 00:00:02:00 10:00:01:00 10:00:02:00\n"
                                   "* SOURCE FILE: " + clip.string() + "\n");
}

TEST(EditCommand, EveryCommandSaysThatARateWasGuessed) {
    const fs::path file = halves();
    const fs::path out = footage_folder() / "edit_guess";
    const fs::path picture = footage_folder() / "edit_guess.png";
    for (std::vector<std::string> words :
         {std::vector<std::string>{"frame", file, "--at", "3", "--out", picture},
          {"analyze", file, "--no-store", "--out", out},
          {"bench", file, "--size", "64x32"}}) {
        const ProgramResult guessed = seamline(words);
        EXPECT_EQ(guessed.exit_code, 0) << guessed.err;
        EXPECT_EQ(line_count(guessed.err), 1) << guessed.err;
        EXPECT_NE(guessed.err.find("states no rate: read at 24"), std::string::npos) << guessed.err;
        EXPECT_NE(guessed.err.find("--rate R"), std::string::npos) << guessed.err;
        words.insert(words.end(), {"--rate", "24"});
        const ProgramResult stated = seamline(words);
        EXPECT_EQ(stated.exit_code, 0) << stated.err;
        EXPECT_EQ(stated.err, "");
    }
}

TEST(EditCommand, AnalyzeNamesCutsByRecordTimecode) {
    const fs::path out = footage_folder() / "edit_record";
    const ProgramResult result =
        seamline({"analyze", halves(), "--rate", "24", "--no-store", "--out", out});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("10:00:01:00 edit_halves.mp4 frame 24:"), std::string::npos)
        << result.out;
    EXPECT_NE(result.out.find("\n1 cut; the report"), std::string::npos) << result.out;
    std::ifstream report(out / "report.json");
    EXPECT_EQ(json::parse(report)["cuts"][0]["record_timecode"], "10:00:01:00");
}

TEST(EditCommand, CommandsForOneMediumSayWhatTakesATimeline) {
    const fs::path file = halves();
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"cuts", file}, {"probe", file}, {"scopes", file}}) {
        const ProgramResult result = seamline(words);
        EXPECT_EQ(result.exit_code, 3) << words[0];
        EXPECT_EQ(line_count(result.err), 1) << result.err;
        EXPECT_NE(result.err.find("'seamline edit'"), std::string::npos) << result.err;
    }
}

TEST(EditCommand, BurnsCountersIntoStills) {
    const fs::path file = halves();
    const auto frame = [&](const std::string& name, const std::vector<std::string>& more) {
        const fs::path out = footage_folder() / name;
        std::vector<std::string> words{"frame", file,     "--rate", "24",  "--at",
                                       "30",    "--size", "640x360", "--out", out};
        words.insert(words.end(), more.begin(), more.end());
        EXPECT_EQ(seamline(words).exit_code, 0);
        std::ifstream in(out, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const std::string bare = frame("burn0.png", {});
    const std::string record = frame("burn1.png", {"--burn-in", "record"});
    const std::string all = frame("burn2.png", {"--burn-in", "all"});
    EXPECT_NE(bare, record);
    EXPECT_NE(record, all);
    EXPECT_EQ(all, frame("burn3.png", {"--burn-in", "seconds,frames,source,record"}));
    const ProgramResult wrong =
        seamline({"frame", file, "--rate", "24", "--burn-in", "reel", "--out", "/dev/null"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_EQ(line_count(wrong.err), 1) << wrong.err;
}

TEST(EditCommand, AnalyzeFindsCutsInsideEvents) {
    const fs::path clip = make_clip(
        "edit_inside.mp4", "-f lavfi -i testsrc2=s=320x180:r=24:d=1.25 -f lavfi -i "
                           "mandelbrot=s=320x180:r=24 -filter_complex "
                           "\"[1]trim=end_frame=30,setpts=PTS-STARTPTS[b];[0][b]concat\" -c:v "
                           "libx264 -pix_fmt yuv420p");
    // The clip's cut at its frame 30 is seen at record frame 20; of the second event, which ends
    // before it, and of the reversed third one nothing is.
    const fs::path file =
        list("edit_inside.edl", "TITLE: INSIDE\n"
                                "001  AX V C 00:00:00:10 00:00:02:06 10:00:00:00 10:00:01:20\n"
                                "* FROM CLIP NAME: both\n* SOURCE FILE: " + clip.string() + "\n"
                                "002  AX V C 00:00:00:00 00:00:01:00 10:00:01:20 10:00:02:20\n"
                                "* FROM CLIP NAME: first\n* SOURCE FILE: " + clip.string() + "\n"
                                "003  AX V C 00:00:00:20 00:00:01:20 10:00:02:20 10:00:03:20\n"
                                "M2   AX       -024.0                00:00:01:20\n"
                                "* SOURCE FILE: " + clip.string() + "\n");
    const ProgramResult result =
        seamline({"analyze", file, "--rate", "24", "--no-store", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const json cuts = json::parse(result.out)["cuts"];
    ASSERT_EQ(cuts.size(), 3U) << cuts.dump(1);
    EXPECT_EQ(cuts[0]["record_frame"], 20);
    EXPECT_EQ(cuts[0]["record_timecode"], "10:00:00:20");
    EXPECT_EQ(cuts[0]["frame"], 30);
    EXPECT_EQ(cuts[0]["event"], "both");
    EXPECT_EQ(cuts[0]["kind"], "hard");
    EXPECT_EQ(cuts[1]["record_frame"], 44);
    EXPECT_EQ(cuts[2]["record_frame"], 68);
}

} // namespace
} // namespace seamline::test
