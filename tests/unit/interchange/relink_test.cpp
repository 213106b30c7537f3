#include "app/interchange/file_url.h"
#include "app/interchange/relink.h"

#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using test::write_text;

Edit using_media(MediaReference media, std::int64_t source = 0, std::int64_t frames = 24) {
    Event event{
        .name = "shot", .duration = frames, .source_start = {Rational(source), Rational(24)}};
    event.media.push_back(std::move(media));
    Edit edit;
    edit.tracks.push_back({.events = {event, event}});
    edit.tracks[0].events[1].record_in = frames;
    return edit;
}

const fs::path& path_of(const Edit& edit) { return edit.tracks[0].events[1].media[0].path; }

TEST(FileUrl, NamesPathsAsOtherProgramsWriteThem) {
    EXPECT_EQ(path_text("file:///Volumes/x/a%20b.mov"), "/Volumes/x/a b.mov");
    EXPECT_EQ(path_text("file://localhost/x/a.mov"), "/x/a.mov");
    EXPECT_EQ(path_text("FILE:/x/a.mov"), "/x/a.mov");
    EXPECT_EQ(path_text("file:///S:/x/a.mov"), "S:/x/a.mov");
    EXPECT_EQ(path_text("file://localhost/s%3a/x.mov"), "s:/x.mov");
    EXPECT_EQ(path_text("S:\\x\\a.mov"), "S:/x/a.mov");
    EXPECT_EQ(path_text("\\\\server\\share\\a.mov"), "//server/share/a.mov");
    EXPECT_EQ(path_text("file://server/share/a.mov"), "//server/share/a.mov");
    EXPECT_EQ(path_text("/x/100%/a%zz.mov"), "/x/100%/a%zz.mov"); // A path is not decoded.
    EXPECT_EQ(path_text("file:///x/%00%zz%"), "/x/%00%zz%");
    EXPECT_EQ(path_text("https://host/a.mov"), "");
    EXPECT_EQ(path_text(""), "");
    EXPECT_EQ(path_text("takes/a.mov"), "takes/a.mov");
    for (const char* path : {"/x/a b#?%.mov", "/日本/é.mov", "/plain"})
        EXPECT_EQ(path_text(file_url(path)), path);
    EXPECT_EQ(file_url("/x/a b.mov"), "file:///x/a%20b.mov");
}

TEST(PathMaps, MapTheLongestWholePart) {
    const auto maps = path_maps("/Volumes/x=/mnt/x;/Volumes/x/deep=/mnt/deep;S:\\=/mnt/s;"
                                "\\\\Server\\Share=/mnt/u;broken;=no");
    ASSERT_EQ(maps.size(), 4U);
    const auto at = [&](const char* url) { return mapped_path(url, maps).string(); };
    EXPECT_EQ(at("file:///Volumes/x/a%20b.mov"), "/mnt/x/a b.mov");
    EXPECT_EQ(at("/Volumes/x/deep/a.mov"), "/mnt/deep/a.mov");
    EXPECT_EQ(at("/Volumes/xy/a.mov"), "/Volumes/xy/a.mov");
    EXPECT_EQ(at("s:\\T\\a.mov"), "/mnt/s/T/a.mov");
    EXPECT_EQ(at("file:///S:/T/a.mov"), "/mnt/s/T/a.mov");
    EXPECT_EQ(at("\\\\SERVER\\share\\T\\a.mov"), "/mnt/u/T/a.mov");
    EXPECT_EQ(at("https://x/a.mov"), "");
}

TEST(Relink, OffersTheWrittenPlaceThenTheMap) {
    const TemporaryFolder folder;
    write_text(folder / "mapped/a b.mov", "x");
    Edit edit = using_media({.key = "k", .url = "file:///Volumes/x/a%20b.mov"});
    const RelinkPlan plan = find_media(edit, {.maps = {{"/Volumes/x", folder / "mapped"}}});
    ASSERT_EQ(plan.entries.size(), 1U);
    EXPECT_EQ(plan.entries[0].uses.size(), 2U);
    ASSERT_EQ(plan.entries[0].candidates.size(), 1U);
    EXPECT_EQ(plan.entries[0].candidates[0].reason, RelinkReason::Mapped);
    EXPECT_TRUE(path_of(edit).empty()); // Nothing is applied by looking.
    apply(edit, plan.entries[0], plan.entries[0].candidates[0]);
    EXPECT_EQ(path_of(edit), folder / "mapped/a b.mov");

    Edit there = using_media({.key = "k", .url = (folder / "mapped/a b.mov").string()});
    EXPECT_EQ(find_media(there, {}).entries[0].candidates.at(0).reason, RelinkReason::AsWritten);
}

TEST(Relink, OrdersFilesUnderRootsByLikeness) {
    const TemporaryFolder folder;
    write_text(folder / "one/take.MOV", "x");
    write_text(folder / "two/sh010/Take.mov", "x");
    write_text(folder / "three/take.mxf", "x");
    write_text(folder / "three/take2.mov", "x");
    const Edit edit = using_media({.key = "k", .url = "S:\\show\\sh010\\take.mov"});
    const RelinkPlan plan = find_media(edit, {.roots = {folder.path()}});
    const auto& candidates = plan.entries.at(0).candidates;
    ASSERT_EQ(candidates.size(), 3U);
    EXPECT_EQ(candidates[0].path, folder / "two/sh010/Take.mov");
    EXPECT_NE(candidates[0].why.find("1 same folder"), std::string::npos);
    EXPECT_EQ(candidates[1].path, folder / "one/take.MOV");
    EXPECT_EQ(candidates[2].path, folder / "three/take.mxf");
    EXPECT_EQ(candidates[2].reason, RelinkReason::SameStem);
    EXPECT_GT(candidates[0].confidence, candidates[1].confidence);
    EXPECT_GT(candidates[1].confidence, candidates[2].confidence);
    EXPECT_EQ(plan.files, 4U);
    EXPECT_TRUE(plan.note.empty());
}

TEST(Relink, TrustsTimecodeMoreThanNames) {
    const TemporaryFolder folder;
    write_text(folder / "a/take.mov", "x"); // Another day's.
    write_text(folder / "b/take.mov", "x");
    const Edit edit = using_media({.key = "k", .url = "/gone/take.mov"}, 86'400 + 10);
    const FactsOf facts = [](const fs::path& path) -> std::optional<MediaFacts> {
        const bool is_right = path.parent_path().filename() == "b";
        return MediaFacts{.start =
                              RationalTime{Rational(is_right ? 86'400 : 172'800), Rational(24)},
                          .duration = RationalTime{Rational(100), Rational(24)}};
    };
    const auto candidates =
        find_media(edit, {.roots = {folder.path()}, .facts = facts}).entries.at(0).candidates;
    ASSERT_EQ(candidates.size(), 2U);
    EXPECT_EQ(candidates[0].path, folder / "b/take.mov");
    EXPECT_NE(candidates[0].why.find("timecode fits"), std::string::npos);
    EXPECT_LT(candidates[1].confidence, 0.5);
}

TEST(Relink, FindsByReelAndTimecode) {
    const TemporaryFolder folder;
    write_text(folder / "A001C003_2401.mov", "x");
    write_text(folder / "A001C004_2401.mov", "x");
    const Edit edit = using_media({.key = "k", .name = "slate 7", .reel = "a001c003"}, 86'410);
    const FactsOf facts = [](const fs::path&) -> std::optional<MediaFacts> {
        return MediaFacts{.start = RationalTime{Rational(86'400), Rational(24)},
                          .duration = RationalTime{Rational(100), Rational(24)}};
    };
    const auto candidates =
        find_media(edit, {.roots = {folder.path()}, .facts = facts}).entries.at(0).candidates;
    ASSERT_EQ(candidates.size(), 1U);
    EXPECT_EQ(candidates[0].path, folder / "A001C003_2401.mov");
    EXPECT_EQ(candidates[0].reason, RelinkReason::ReelAndTimecode);
}

TEST(Relink, FindsSequencesByTheirFirstFile) {
    const TemporaryFolder folder;
    for (const char* name : {"p.1002.exr", "p.1001.exr", "p.1001.png", "p.x.exr", "px.1001.exr"})
        write_text(folder / (std::string("s/") + name), "x");
    const Edit edit = using_media(
        {.key = "k", .url = "/gone/s/", .sequence = SequenceFiles{"p.", ".exr", 1001, 1, 4}});
    const auto candidates = find_media(edit, {.roots = {folder.path()}}).entries.at(0).candidates;
    ASSERT_EQ(candidates.size(), 1U);
    EXPECT_EQ(candidates[0].path, folder / "s/p.1001.exr");
}

TEST(Relink, StopsAtItsLimitsAndSaysSo) {
    const TemporaryFolder folder;
    write_text(folder / "a/b/c/take.mov", "x");
    for (int i = 0; i < 20; ++i) write_text(folder / ("f" + std::to_string(i)), "x");
    fs::create_directory_symlink(folder.path(), folder / "a/loop");
    const Edit edit = using_media({.key = "k", .url = "/gone/take.mov"});
    RelinkOptions options{.roots = {folder.path()}};
    EXPECT_EQ(find_media(edit, options).entries[0].candidates.size(), 1U);
    options.limits.depth = 2;
    EXPECT_TRUE(find_media(edit, options).entries[0].candidates.empty());
    options.limits = {.files = 5};
    EXPECT_NE(find_media(edit, options).note.find("5 files"), std::string::npos);
    options.limits = {};
    options.cancelled = [] { return true; };
    EXPECT_NE(find_media(edit, options).note.find("cancelled"), std::string::npos);
    options = {.roots = {folder / "nowhere"}};
    EXPECT_TRUE(find_media(edit, options).entries[0].candidates.empty());
}

} // namespace
} // namespace seamline::interchange
