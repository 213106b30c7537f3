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

} // namespace
} // namespace seamline::test
