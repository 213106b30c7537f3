#include "app/interchange/event_origin.h"
#include "app/interchange/otio.h"
#include "app/interchange/takes_edit.h"

#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using test::write_text;

TEST(EditFromTakes, PlacesTakesWholeOneAfterAnother) {
    const std::vector<fs::path> paths{"/t/a.mp4", "/t/broken.mp4", "/t/b.mp4", "/t/c.mp4"};
    const TakeFactsOf facts = [](const fs::path& path) -> std::optional<TakeFacts> {
        if (path.stem() == "broken") return std::nullopt;
        if (path.stem() == "b")
            return TakeFacts{Rational(16), 81, {Rational(0), Rational(16)}, 832, 480};
        return TakeFacts{Rational(24), 100, {Rational(86'400), Rational(24)}, 1280, 720};
    };
    const auto edit = edit_from_takes(paths, facts, "folder");
    ASSERT_TRUE(edit);
    EXPECT_EQ(edit.value().rate, Rational(24));
    EXPECT_EQ(edit.value().width, 1280);
    const auto& events = edit.value().tracks.at(0).events;
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[1].record_in, 100);
    EXPECT_EQ(events[1].duration, 122); // 81/16 s are 121.5 frames.
    EXPECT_EQ(events[2].record_in, 222);
    EXPECT_EQ(events[2].duration, 100); // The sum is exact: it ends at 321.5, up.
    EXPECT_EQ(events[0].source_start.value, Rational(86'400));
    EXPECT_EQ(events[0].media[0].path, "/t/a.mp4");
    ASSERT_EQ(edit.value().notes.size(), 1U);
    EXPECT_EQ(edit.value().notes[0].where, "broken.mp4");
    EXPECT_EQ(edit_from_takes({}, facts, "x").error().code, ErrorCode::NotFound);

    // Saved, it names the files.
    const auto written = write_otio(edit.value());
    ASSERT_TRUE(written);
    const auto again = read_otio(written.value().text, "x.otio");
    ASSERT_TRUE(again);
    EXPECT_EQ(again.value()[0].tracks[0].events[1].media[0].url, "file:///t/b.mp4");
}

TEST(TakesOfFolder, ListsMediaInNaturalOrder) {
    const TemporaryFolder folder;
    for (const char* name : {"take 10.mp4", "take 2.mp4", "Take 1.mp4", "notes.txt", ".hidden.mp4",
                             "s.1002.exr", "s.1001.exr", "sub/x.mp4"})
        write_text(folder / name, "x");
    const auto is_still = [](const std::string& name) { return name.ends_with(".exr"); };
    const auto is_media = [&](const std::string& name) {
        return name.ends_with(".mp4") || is_still(name);
    };
    const auto takes = takes_of_folder(folder.path(), is_media, is_still);
    ASSERT_TRUE(takes);
    EXPECT_EQ(takes.value(),
              (std::vector<fs::path>{folder / "s.1001.exr", folder / "Take 1.mp4",
                                     folder / "take 2.mp4", folder / "take 10.mp4"}));
    EXPECT_EQ(takes_of_folder(folder / "nowhere", is_media, is_still).error().code,
              ErrorCode::NotFound);
}

TEST(EventOrigin, PatternsMatchAsTheyRead) {
    EXPECT_TRUE(matches_pattern("SORA_take", "sora*"));
    EXPECT_TRUE(matches_pattern("", "*"));
    EXPECT_TRUE(matches_pattern("abcabd", "*ab?"));
    EXPECT_FALSE(matches_pattern("abc", "ab"));
    EXPECT_FALSE(matches_pattern("abc", "?abc"));
    EXPECT_FALSE(matches_pattern(std::string(10'000, 'a'), "*a*a*a*a*a*a*b"));
}

TEST(EventOrigin, HandWinsOverMetadataOverRules) {
    Event event{.name = "sh010", .duration = 5};
    event.media.push_back({.key = "k", .url = "file:///gen/veo_t01.mov"});
    const std::vector<OriginRule> rules{{"*/plates/*", Origin::LiveAction},
                                        {"veo", Origin::Generated}};
    EXPECT_EQ(origin_of(event, {}), Origin::Unknown);
    EXPECT_EQ(origin_of(event, rules), Origin::Generated);
    event.media[0].url = "file:///plates/veo.mov";
    EXPECT_EQ(origin_of(event, rules), Origin::LiveAction);
    event.media[0].generator = "Veo 3.1";
    EXPECT_EQ(origin_of(event, rules), Origin::Generated);
    event.origin = Origin::LiveAction;
    EXPECT_EQ(origin_of(event, rules), Origin::LiveAction);
    event.kind = EventKind::Gap;
    EXPECT_EQ(origin_of(event, rules), Origin::Unknown);
}

/// 'g' generated, 'l' live action, '.' gap; 10 frames each.
Track lane(const std::string& letters) {
    Track track;
    for (const char letter : letters) {
        Event event{.kind = letter == '.' ? EventKind::Gap : EventKind::Clip,
                    .record_in = static_cast<std::int64_t>(track.events.size()) * 10,
                    .duration = 10};
        if (letter == 'g') event.origin = Origin::Generated;
        if (letter == 'l') event.origin = Origin::LiveAction;
        track.events.push_back(event);
    }
    return track;
}

TEST(Placement, TellsBookendsFromWhatIsInsideASequence) {
    const auto placed = [](const std::vector<std::string>& lanes, std::size_t track,
                           std::size_t event) {
        Edit edit;
        for (const std::string& letters : lanes) edit.tracks.push_back(lane(letters));
        return placement_of(edit, track, event);
    };
    EXPECT_EQ(placed({"lgl"}, 0, 1), Placement::Inside);
    EXPECT_EQ(placed({"lggl"}, 0, 1), Placement::Inside); // A run of two.
    EXPECT_EQ(placed({"lggl"}, 0, 2), Placement::Inside);
    EXPECT_EQ(placed({"gl"}, 0, 0), Placement::Bookend);
    EXPECT_EQ(placed({"lg"}, 0, 1), Placement::Bookend);
    EXPECT_EQ(placed({"lg.l"}, 0, 1), Placement::Bookend);
    EXPECT_EQ(placed({"ggg"}, 0, 1), Placement::Whole);
    EXPECT_EQ(placed({"l.g.l"}, 0, 2), Placement::Whole);
    EXPECT_EQ(placed({"lgl"}, 0, 0), Placement::NotGenerated);
    EXPECT_EQ(placed({"l.l"}, 0, 1), Placement::NotGenerated);
    EXPECT_EQ(placed({"lgl"}, 3, 0), Placement::NotGenerated);
    EXPECT_EQ(placed({"lll", ".g."}, 1, 1), Placement::Inside); // Over live action.
    EXPECT_EQ(placed({"gggg", "..l."}, 0, 0), Placement::Bookend);
}

TEST(Placement, WhatAPersonMarkedWins) {
    Edit edit;
    edit.tracks.push_back(lane("lgl"));
    edit.tracks[0].events[1].placement = PlacementMark::Bookend;
    edit.tracks[0].events[0].placement = PlacementMark::Inside;
    EXPECT_EQ(placement_of(edit, 0, 1), Placement::Bookend);
    EXPECT_EQ(placement_of(edit, 0, 0), Placement::NotGenerated); // A mark makes nothing generated.
}

} // namespace
} // namespace seamline::interchange
