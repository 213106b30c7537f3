#include "app/ui/review/ingest_preview.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::ui {
namespace {

using interchange::FolderTake;
using interchange::TakeFolder;
namespace fs = std::filesystem;

constexpr const char* kPattern = "{shot}_{generator}_v{version}";

review::Medium medium(const std::string& id) {
    review::Medium medium;
    medium.media_id = id;
    medium.path = "/in/" + id;
    medium.frame_count = 48;
    return medium;
}

FolderTake take(const std::string& name, const std::string& id = {}) {
    FolderTake take;
    take.path = "/in/" + name;
    if (!id.empty()) take.medium = medium(id);
    return take;
}

/// SH010 with "one" and "two".
review::Review known() {
    review::Review review;
    review.media = {medium("one"), medium("two")};
    review::Take one;
    one.media_id = "one";
    one.shot = "SH010";
    one.facts.generator = "sora";
    one.facts.version = "1";
    review::Take two = one;
    two.media_id = "two";
    review.takes = {one, two};
    review.shots = {{"SH010", {}, {}, {}, {"one", "two"}}};
    return review;
}

TEST(IngestPreview, SaysWhatComesAndWhatIsOnlyToldAnew) {
    TakeFolder folder;
    folder.folder = "/takes";
    folder.takes = {take("SH010_sora_v9.mp4", "one"), take("SH010_veo_v2.mp4", "new")};
    folder.takes.push_back(take("SH030_x_v1.mp4"));
    folder.takes.back().problem = "/takes/SH030_x_v1.mp4.json: it is damaged";
    const IngestPreview preview = ingest_preview(folder, kPattern, known());
    EXPECT_EQ(preview.rows[0].fate, IngestFate::Changes);
    EXPECT_EQ(words_of(preview), "1 take comes into 1 shot, 1 that is there would change, 1 "
                                 "is left out");
    EXPECT_EQ(preview.rows[2].words, "left out: SH030_x_v1.mp4.json: it is damaged");
}

TEST(IngestPreview, TellsOfEveryFileWhatHappensAndWhereItStands) {
    TakeFolder folder;
    folder.takes = {take("SH010_sora_v1.mp4", "one"),  take("SH010_veo_v2.mp4", "new"),
                    take("SH020_veo_v1.mp4", "two"),   take("SH010_veo_v3.mp4"),
                    take("SH010_kling_v4.mp4", "new"), take("odd.mp4", "odd"),
                    take("SH010_pika_v9.mp4", "more")};
    folder.takes.push_back(take("SH030_x_v1.mp4"));
    folder.takes.back().problem = "it is damaged";
    const IngestPreview preview = ingest_preview(folder, kPattern, known());
    ASSERT_EQ(preview.rows.size(), 8U);
    const auto& rows = preview.rows;
    EXPECT_EQ(rows[0].fate, IngestFate::IsThere);
    EXPECT_EQ(rows[0].number, 1);
    EXPECT_EQ(rows[1].fate, IngestFate::Comes);
    EXPECT_EQ(rows[1].shot, "SH010");
    EXPECT_EQ(rows[1].number, 3) << "after the two that are there";
    EXPECT_EQ(rows[1].generator, "veo");
    EXPECT_EQ(rows[1].version, "2");
    EXPECT_EQ(rows[1].from, "name");
    EXPECT_EQ(rows[2].fate, IngestFate::Moves);
    EXPECT_NE(rows[2].words.find("SH010"), std::string::npos);
    EXPECT_EQ(rows[2].number, 1);
    EXPECT_EQ(rows[3].fate, IngestFate::Waits);
    EXPECT_EQ(rows[3].number, 4) << "its place is kept while it is read";
    EXPECT_EQ(rows[4].fate, IngestFate::Refused);
    EXPECT_NE(rows[4].words.find("SH010_veo_v2.mp4"), std::string::npos);
    EXPECT_EQ(rows[4].number, 0);
    EXPECT_EQ(rows[5].fate, IngestFate::Unclear);
    EXPECT_NE(rows[5].words.find("pattern"), std::string::npos);
    EXPECT_EQ(rows[6].number, 5);
    EXPECT_EQ(rows[7].fate, IngestFate::Refused);
    EXPECT_NE(rows[7].words.find("damaged"), std::string::npos);
    EXPECT_EQ(preview.coming, 3U);
    EXPECT_EQ(preview.there, 1U);
    EXPECT_EQ(preview.waiting, 1U);
    EXPECT_EQ(preview.left_out, 3U);
    EXPECT_EQ(preview.shots, 2U);
    EXPECT_EQ(words_of(preview), "3 takes come into 2 shots, 1 is there already, 3 are left out, 1 "
                                 "is still being read");
    // What waits and what is left out does nothing yet.
    const auto action = review::ingest_action("Ann", preview.items, known());
    ASSERT_TRUE(action);
    EXPECT_EQ(std::ranges::count_if(action->events,
                                    [](const review::Event& event) {
                                        return std::holds_alternative<review::TakePut>(event.change);
                                    }),
              3);
}

TEST(IngestPreview, ATableSaysMoreThanASidecarThanTheName) {
    TakeFolder folder;
    folder.takes = {take("SH010_sora_v7.mp4", "a")};
    folder.takes[0].sidecar = review::TakeNote{"SH011", {}, {}, {}};
    folder.takes[0].table = review::TakeNote{{}, {.generator = "Veo 3.1"}, {}, {}};
    const IngestPreview preview = ingest_preview(folder, kPattern, {});
    EXPECT_EQ(preview.rows[0].shot, "SH011");
    EXPECT_EQ(preview.rows[0].generator, "Veo 3.1");
    EXPECT_EQ(preview.rows[0].version, "7");
    EXPECT_EQ(preview.rows[0].from, "table + sidecar + name");
}

TEST(IngestPreview, AnotherFactOfATakeThatIsThereIsAChange) {
    TakeFolder folder;
    folder.takes = {take("SH010_sora_v2.mp4", "one")};
    const IngestPreview preview = ingest_preview(folder, kPattern, known());
    EXPECT_EQ(preview.rows[0].fate, IngestFate::Changes);
    EXPECT_EQ(preview.rows[0].words, "is there; would change version 1 -> 2");
    EXPECT_EQ(preview.coming, 1U);
}

TEST(IngestPreview, AnotherClassOfTheShotIsAChange) {
    using review::CoverageClass;
    review::Review review = known();
    review.shots[0].coverage = CoverageClass::Environment;
    TakeFolder folder;
    folder.takes = {take("SH010_sora_v1.mp4", "one"), take("SH010_sora_v1b.mp4", "new")};
    for (FolderTake& take : folder.takes)
        take.table = review::TakeNote{"SH010", {}, CoverageClass::Character, {}};
    folder.takes[1].table->coverage = CoverageClass::Title;
    const IngestPreview preview = ingest_preview(folder, kPattern, review);
    EXPECT_EQ(preview.rows[0].fate, IngestFate::Changes);
    EXPECT_EQ(preview.rows[0].words, "is there; would change class environment -> character");
    EXPECT_EQ(preview.rows[1].words, "new take; does not use class title: another file of the shot "
                                     "says character");
    const auto action = review::ingest_action("Ann", preview.items, review);
    ASSERT_TRUE(action);
    const auto put = std::ranges::find_if(action->events, [](const review::Event& event) {
        return std::holds_alternative<review::ShotPut>(event.change);
    });
    ASSERT_NE(put, action->events.end());
    EXPECT_EQ(std::get<review::ShotPut>(put->change).coverage, CoverageClass::Character);
}

TEST(IngestPreview, APatternThatIsNoneIsToldAndNotesStillCount) {
    TakeFolder folder;
    folder.takes = {take("SH010_sora_v7.mp4", "a"), take("SH020_sora_v7.mp4", "b")};
    folder.takes[1].sidecar = review::TakeNote{"SH020", {}, {}, {}};
    const IngestPreview preview = ingest_preview(folder, "{shot", {});
    EXPECT_NE(preview.pattern_problem.find("brace"), std::string::npos);
    EXPECT_EQ(preview.rows[0].fate, IngestFate::Unclear);
    EXPECT_EQ(preview.rows[1].fate, IngestFate::Comes);
}

TEST(IngestPreview, FilesAreOpenedShotByShotInTheOrderOfTheirStacks) {
    TakeFolder folder;
    folder.takes = {take("SH020_a_v1.mp4", "a"), take("SH010_a_v1.mp4", "b"), take("odd.mp4", "c"),
                    take("SH010_a_v0.mp4", "two"), take("SH020_a_v2.mp4", "d")};
    const IngestPreview preview = ingest_preview(folder, kPattern, known());
    EXPECT_EQ(files_to_open(folder, preview),
              (std::vector<fs::path>{"/in/SH020_a_v1.mp4", "/in/SH020_a_v2.mp4",
                                     "/in/SH010_a_v0.mp4", "/in/SH010_a_v1.mp4"}));
    EXPECT_EQ(words_of(IngestPreview{}), "No movies lie right in this folder");
}

TEST(ArrivingItem, WhatAPersonSaidGoesBeforeTheName) {
    review::Review review = known();
    // Moved to another shot by hand, and its generator typed.
    review.takes[0].shot = "SH099";
    review.takes[0].facts.generator = "typed";
    FolderTake arriving = take("SH010_sora_v5.mp4", "one");
    arriving.sidecar = review::TakeNote{{}, {.prompt = "rain"}, review::CoverageClass::Title, {}};
    const auto item = arriving_item(arriving, false, kPattern, review);
    ASSERT_TRUE(item);
    EXPECT_EQ(item->note.shot, "SH099");
    EXPECT_EQ(item->note.facts.generator, "typed");
    EXPECT_EQ(item->note.facts.prompt, "rain") << "nobody said any";
    EXPECT_FALSE(item->note.coverage);
    EXPECT_FALSE(item->is_new);
    const auto fresh = arriving_item(take("SH010_sora_v5.mp4", "fresh"), false, kPattern, review);
    ASSERT_TRUE(fresh);
    EXPECT_TRUE(fresh->is_new);
    EXPECT_EQ(fresh->note.shot, "SH010");
}

TEST(ArrivingItem, WhatAPersonTypedOfATakeInNoStackStands) {
    review::Review review = known();
    review.takes[0].shot.clear();
    review.takes[0].facts.prompt = "typed";
    FolderTake arriving = take("SH010_sora_v5.mp4", "one");
    arriving.sidecar = review::TakeNote{{}, {.prompt = "rain", .seed = "7"}, {}, {}};
    const auto item = arriving_item(arriving, false, kPattern, review);
    ASSERT_TRUE(item);
    EXPECT_EQ(item->note.shot, "SH010");
    EXPECT_EQ(item->note.facts.prompt, "typed");
    EXPECT_EQ(item->note.facts.seed, "7") << "nobody said any";
}

TEST(MovedItem, IsTheTakeAtItsNewPlaceAndNothingElse) {
    const review::Review review = known();
    FolderTake moved = take("SH077_other_v1.mp4", "one");
    EXPECT_FALSE(moved_item(moved, review)) << "where it was";
    moved.medium->path = "/elsewhere/SH077_other_v1.mp4";
    moved.sidecar = review::TakeNote{{}, {.prompt = "rain"}, review::CoverageClass::Title, {}};
    const auto item = moved_item(moved, review);
    ASSERT_TRUE(item);
    EXPECT_EQ(item->medium.path, "/elsewhere/SH077_other_v1.mp4");
    EXPECT_EQ(item->note.shot, "SH010");
    EXPECT_EQ(item->note.facts, review.takes[0].facts);
    EXPECT_FALSE(item->note.coverage);
    moved.medium->media_id = "fresh";
    EXPECT_FALSE(moved_item(moved, review));
}

TEST(ArrivingItem, WhatWasThereAndIsKnownIsLeftAlone) {
    review::Review review = known();
    review.takes.clear(); // Taking them in was undone; that they were seen was not.
    EXPECT_FALSE(arriving_item(take("SH010_sora_v1.mp4", "one"), true, kPattern, review));
    EXPECT_TRUE(arriving_item(take("SH010_sora_v1.mp4", "one"), false, kPattern, review));
    EXPECT_TRUE(arriving_item(take("SH010_sora_v1.mp4", "fresh"), true, kPattern, review))
        << "it came while nobody watched";
    const auto unclear = arriving_item(take("odd.mp4", "fresh"), false, kPattern, review);
    ASSERT_TRUE(unclear);
    EXPECT_NE(unclear->problem, "");
    EXPECT_FALSE(arriving_item(take("SH010_a_v1.mp4"), false, kPattern, review)) << "not read";
}

TEST(ArrivedWords, NameOneAndCountSeveral) {
    const ArrivedTake a{"/in/a.mp4", "a", "SH010", 7, ""};
    const ArrivedTake b{"/in/b.mp4", "b", "SH020", 1, ""};
    const ArrivedTake odd{"/in/odd.mp4", "c", "", 0, "its name fits nothing"};
    EXPECT_EQ(words_of(std::vector<ArrivedTake>{}), "");
    EXPECT_EQ(words_of({a}), "SH010: take 7 arrived.");
    EXPECT_EQ(words_of({b, a}), "2 takes arrived in SH010 and SH020.");
    EXPECT_EQ(words_of({odd}), "odd.mp4 arrived and is in no stack: its name fits nothing.");
    EXPECT_EQ(words_of({a, odd}), "SH010: take 7 arrived. odd.mp4 arrived and is in no stack: its "
                                  "name fits nothing.");
}

} // namespace
} // namespace seamline::ui
