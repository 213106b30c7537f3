// What lists and lanes say of a cut's events, what filters find, which event is the chosen one.
#include "app/ui/cut_table.h"

#include "tests/support/edits.h"

#include <gtest/gtest.h>

#include <cstring>

namespace seamline::ui {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::Origin;
using interchange::Track;
using interchange::TrackKind;
using playback::EventPlace;

/// V1: A 0-24, B 24-48, gap 48-60, C 60-84 (offline), D 84-100; V2: E 30-40, F 90-95 (disabled);
/// A1: S 0-100. A dissolve between A and B, 4 frames before, 6 after.
Edit example() {
    Edit edit;
    edit.rate = Rational(24);
    edit.start_frame = 86400; // 01:00:00:00
    edit.tracks.resize(3);
    Track& v1 = edit.tracks[0];
    test::add_clip(v1, "/m/a.mov", Rational(24), 100, 24).origin = Origin::LiveAction;
    Event& b = test::add_clip(v1, "/m/b.mov", Rational(24), 48, 24, Rational(2));
    b.origin = Origin::Generated;
    b.media.push_back(b.media.front());
    b.media.back().key = "other";
    b.media.back().generator = "Veo 3.1";
    test::add_gap(v1, 12);
    Event& c = test::add_clip(v1, "", Rational(24), 0, 24);
    c.name = "c_lost";
    c.media.front().url = "file:///Volumes/x/c_lost.mov";
    Event& d = test::add_clip(v1, "/m/d.mov", Rational(24), 24, 16, Rational(-1));
    d.origin = Origin::Generated;
    d.unsupported = {"effect Gaussian Blur"};
    v1.transitions.push_back({interchange::TransitionKind::Dissolve, "d", 24, 4, 6, ""});
    Track& v2 = edit.tracks[1];
    test::add_gap(v2, 30);
    test::add_clip(v2, "/m/e.mov", Rational(24), 0, 10);
    test::add_gap(v2, 50);
    test::add_clip(v2, "/m/f.mov", Rational(24), 0, 5).enabled = false;
    edit.tracks[2].kind = TrackKind::Audio;
    test::add_clip(edit.tracks[2], "/m/s.wav", Rational(24), 0, 100);
    edit.markers.push_back({50, 1, "late", "", "RED", ""});
    v1.events[0].markers.push_back({10, 1, "early", "", "", ""});
    return edit;
}

CutTable table_of(Edit edit) {
    auto cut = std::make_shared<session::Cut>();
    cut->edit = std::move(edit);
    const session::SharedCut shared(std::move(cut));
    return {shared, std::make_shared<const playback::CutProgram>(
                        std::shared_ptr<const Edit>(shared, &shared->edit))};
}

std::vector<std::string> names(const CutTable& table, const CutListChoice& choice) {
    std::vector<std::string> names;
    for (const std::uint32_t row : listed_rows(table, choice))
        names.push_back(table.rows()[row].name);
    return names;
}
using Names = std::vector<std::string>;

TEST(CutTable, RowsAreTheVideoEventsInRecordOrder) {
    const CutTable table = table_of(example());
    EXPECT_EQ(names(table, {}), (Names{"a", "b", "e", "c_lost", "d", "f"}));
    const CutRow& b = table.rows()[1];
    EXPECT_EQ(b.place, (EventPlace{0, 1}));
    EXPECT_EQ(b.take, "1 of 2");
    EXPECT_EQ(b.speed, "200 %");
    EXPECT_EQ(table.timecode(b.record_in), "01:00:01:00");
    EXPECT_EQ(table.source_timecode(table.edit().tracks[0].events[1], b.source_in_s),
              "00:00:02:00");
    EXPECT_EQ(table.rows()[4].speed, "rev");
    EXPECT_TRUE(table.rows()[3].offline);
    EXPECT_FALSE(table.rows()[2].offline);
}

TEST(CutTable, BlocksTileTheVisiblePictureAndDissolvesAreDividedAtTheCut) {
    const CutTable table = table_of(example());
    struct Expected {
        std::int64_t first, end;
        const char* name;
    };
    const std::vector<Expected> expected{{0, 24, "a"},  {24, 30, "b"},     {30, 40, "e"},
                                         {40, 48, "b"}, {48, 60, nullptr}, {60, 84, "c_lost"},
                                         {84, 100, "d"}};
    ASSERT_EQ(table.blocks().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const CutBlock& block = table.blocks()[i];
        EXPECT_EQ(block.first, expected[i].first);
        EXPECT_EQ(block.end, expected[i].end);
        EXPECT_EQ(block.row.has_value(), expected[i].name != nullptr) << i;
        if (block.row) {
            EXPECT_EQ(table.rows()[*block.row].name, expected[i].name);
        }
    }
    ASSERT_EQ(table.wedges().size(), 1U);
    EXPECT_EQ(table.wedges()[0].first, 20);
    EXPECT_EQ(table.wedges()[0].at, 24);
    EXPECT_EQ(table.wedges()[0].end, 30);
    EXPECT_EQ(table.troubles(0, 7).offline, 1U);
    EXPECT_EQ(table.troubles(0, 5).offline, 0U);
    EXPECT_EQ(table.troubles(6, 7).unsupported, 1U);
}

TEST(CutTable, EveryRecordFrameKnowsItsEvent) {
    const CutTable table = table_of(example());
    for (std::int64_t record = -1; record <= 100; ++record) {
        const auto row = table.row_at(record);
        const playback::CutShow show = table.program()->at(record);
        // In a dissolve the picture on its own side of the cut.
        const auto& place = show.dissolves && record >= 24 ? show.b : show.a;
        ASSERT_EQ(row.has_value(), place.has_value()) << record;
        if (row) {
            EXPECT_EQ(table.rows()[*row].place, *place) << record;
        }
    }
}

TEST(CutTable, PlacementTellsWhatStandsOnBothSides) {
    const CutTable table = table_of(example());
    const auto placement = [&](std::size_t row) { return table.rows()[row].placement; };
    EXPECT_EQ(placement(0), Placement::Bookend) << "begins the cut";
    EXPECT_EQ(placement(1), Placement::Bookend) << "ends before a gap";
    EXPECT_EQ(placement(2), Placement::Inside);
    EXPECT_EQ(placement(4), Placement::Bookend);
    EXPECT_EQ(placement(5), Placement::Hidden) << "disabled";
}

TEST(CutTable, LanesHaveUpperTracksFirstAndSoundLast) {
    const CutTable table = table_of(example());
    EXPECT_EQ(table.lanes(), (std::vector<std::size_t>{1, 0, 2}));
    EXPECT_EQ(table.track_name(1), "V2");
    EXPECT_EQ(table.track_name(2), "A1");
    ASSERT_EQ(table.marks().size(), 2U);
    EXPECT_EQ(table.marks()[0].name, "early");
}

TEST(CutTable, FiltersFindWhatTheySay) {
    const CutTable table = table_of(example());
    CutListChoice choice;
    choice.offline = true;
    EXPECT_EQ(names(table, choice), Names{"c_lost"});
    choice.unsupported = true;
    EXPECT_EQ(names(table, choice), (Names{"c_lost", "d"})) << "filters add up";
    choice = {};
    choice.generated = true;
    EXPECT_EQ(names(table, choice), (Names{"b", "d"}));
    choice = {};
    choice.live_action = true;
    EXPECT_EQ(names(table, choice), Names{"a"});
    EXPECT_EQ(table.counts().offline, 1U);
    EXPECT_EQ(table.counts().generated, 2U);
    EXPECT_EQ(table.counts().unsupported, 1U);
    EXPECT_EQ(table.counts().live_action, 1U);
}

TEST(CutTable, TextFindsNamesPathsUrlsGeneratorsAndNotes) {
    const CutTable table = table_of(example());
    const auto found = [&](const char* text) {
        CutListChoice choice;
        std::strncpy(choice.text.data(), text, choice.text.size() - 1);
        return names(table, choice);
    };
    EXPECT_EQ(found("VOLUMES"), Names{"c_lost"});
    EXPECT_EQ(found("veo"), Names{"b"});
    EXPECT_EQ(found("gaussian"), Names{"d"});
    EXPECT_EQ(found("/m/ d"), (Names{"d", "f"})) << "f: disabled; all words must be there";
    EXPECT_EQ(found("nothing of this"), Names{});
}

TEST(CutTable, ColumnsSortBothWaysAndKeepRecordOrderWhereTheyAreEqual) {
    const CutTable table = table_of(example());
    const auto sorted = [&](CutColumn column, bool descending) {
        CutListChoice choice;
        choice.sort = column;
        choice.descending = descending;
        return names(table, choice);
    };
    EXPECT_EQ(sorted(CutColumn::Number, true), (Names{"f", "d", "c_lost", "e", "b", "a"}));
    EXPECT_EQ(sorted(CutColumn::Name, false), (Names{"a", "b", "c_lost", "d", "e", "f"}));
    EXPECT_EQ(sorted(CutColumn::Duration, false), (Names{"f", "e", "d", "a", "b", "c_lost"}));
    EXPECT_EQ(sorted(CutColumn::Duration, true), (Names{"a", "b", "c_lost", "d", "e", "f"}));
    EXPECT_EQ(sorted(CutColumn::SourceIn, true), (Names{"a", "b", "d", "e", "c_lost", "f"}));
    EXPECT_EQ(sorted(CutColumn::Take, true).front(), "b");
    EXPECT_EQ(sorted(CutColumn::Origin, true).front(), "a") << "live action";
}

TEST(CutTable, TheChosenEventFollowsThePlayheadButStaysWhileItIsUnderIt) {
    const CutTable table = table_of(example());
    auto chosen = followed(std::nullopt, 7, table, 10);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(*chosen, (ChosenEvent{7, {0, 0}}));
    chosen = followed(chosen, 7, table, 32);
    EXPECT_EQ(chosen->place, (EventPlace{1, 1})) << "what is seen";
    chosen = ChosenEvent{7, {0, 1}}; // Covered there, chosen by hand.
    EXPECT_EQ(followed(chosen, 7, table, 32), chosen);
    EXPECT_EQ(followed(chosen, 7, table, 50), chosen) << "a gap chooses nothing else";
    EXPECT_EQ(followed(ChosenEvent{7, {5, 99}}, 7, table, 0)->place, (EventPlace{0, 0}))
        << "an edit took it away";
    EXPECT_EQ(followed(ChosenEvent{3, {0, 1}}, 7, table, 70)->source, 7U);
}

TEST(CutTable, EqualFramesOfAMediumShareTheirPicture) {
    Edit edit = example();
    test::add_clip(edit.tracks[0], "/m/a.mov", Rational(24), 100, 24);
    test::add_clip(edit.tracks[0], "/m/a.mov", Rational(24), 101, 24);
    const CutTable table = table_of(edit);
    const auto& rows = table.rows();
    ASSERT_EQ(rows.size(), 8U);
    EXPECT_EQ(rows[0].pictures, rows[6].pictures);
    EXPECT_NE(rows[0].pictures[0], rows[7].pictures[0]);
    EXPECT_NE(rows[0].pictures[0], rows[0].pictures[1]);
    EXPECT_EQ(rows[3].pictures[0], 0U) << "offline";
}

TEST(CutTable, TooltipsSayWhereFromWhereToAndWhatIsMissing) {
    const CutTable table = table_of(example());
    const auto has = [&](EventPlace place, const char* words) {
        const std::string text = event_words(table, place);
        EXPECT_NE(text.find(words), std::string::npos) << text;
    };
    has({0, 1}, "record 01:00:01:00 to 01:00:02:00, 24 frames");
    has({0, 1}, "source 00:00:02:00 to 00:00:04:00");
    has({0, 1}, "take 1 of 2");
    has({0, 1}, "/m/b.mov");
    has({0, 1}, "speed: 200 %");
    has({0, 1}, "generated, bookend");
    has({0, 3}, "offline: file:///Volumes/x/c_lost.mov");
    has({0, 4}, "not shown: effect Gaussian Blur");
    has({1, 3}, "disabled");
    has({2, 0}, "(A1)");
}

TEST(CutTable, SpeedsHaveShortWords) {
    EXPECT_EQ(speed_words(Rational(1)), "");
    EXPECT_EQ(speed_words(Rational(0)), "freeze");
    EXPECT_EQ(speed_words(Rational(-1)), "rev");
    EXPECT_EQ(speed_words(Rational(2)), "200 %");
    EXPECT_EQ(speed_words(Rational(-1, 2)), "rev 50 %");
    EXPECT_EQ(speed_words(Rational(24, 25)), "96 %");
}

TEST(CutTables, ATableIsMadeOncePerCutAndToldOf) {
    session::Source source = test::cut_source(example());
    source.key = 3;
    const auto program = std::make_shared<const playback::CutProgram>(
        std::shared_ptr<const Edit>(source.cut, &source.cut->edit));
    int made = 0;
    CutTables tables([&](session::SourceKey key, const CutTable&) {
        EXPECT_EQ(key, 3U);
        ++made;
    });
    const CutTable* first = &tables.of(source, program);
    EXPECT_EQ(&tables.of(source, program), first);
    EXPECT_EQ(tables.listed(3, {}).size(), 6U);
    EXPECT_EQ(made, 1);
    Edit shorter = example();
    shorter.tracks[0].events.pop_back();
    source.cut = test::cut_source(shorter).cut;
    tables.of(source, std::make_shared<const playback::CutProgram>(
                          std::shared_ptr<const Edit>(source.cut, &source.cut->edit)));
    EXPECT_EQ(made, 2);
    EXPECT_EQ(tables.listed(3, {}).size(), 5U) << "the list is made anew, too";
    tables.keep_only({});
    EXPECT_TRUE(tables.listed(3, {}).empty());
}

} // namespace
} // namespace seamline::ui
