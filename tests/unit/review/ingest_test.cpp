#include "app/review/ingest.h"

#include "app/review/fold.h"
#include "app/review/uuid7.h"

#include <gtest/gtest.h>

namespace seamline::review {
namespace {

std::optional<TakeNote> match(const std::string& pattern, const std::string& stem) {
    const auto parsed = NamePattern::parse(pattern);
    EXPECT_TRUE(parsed) << parsed.error().message;
    return parsed ? parsed.value().match(stem) : std::nullopt;
}

TEST(NamePattern, ReadsFields) {
    const auto note = match("{shot}_{generator}_v{version}", "sh010_sora-2_v003");
    ASSERT_TRUE(note);
    EXPECT_EQ(note->shot, "sh010");
    EXPECT_EQ(note->facts.generator, "sora-2");
    EXPECT_EQ(note->facts.version, "003");
}

TEST(NamePattern, FieldsAreAsShortAsTheRestAllows) {
    const auto note = match("{shot}_{generator}_v{version}", "sh_010_veo_v3_v2");
    ASSERT_TRUE(note);
    EXPECT_EQ(note->shot, "sh");
    EXPECT_EQ(note->facts.generator, "010_veo");
    EXPECT_EQ(note->facts.version, "3_v2");
    EXPECT_EQ(match("{any}-{shot}", "a-b-c")->shot, "b-c");
    EXPECT_EQ(match("x{shot}x", "xxx")->shot, "x");
}

TEST(NamePattern, DoesNotFitWhatLacksAnything) {
    EXPECT_FALSE(match("{shot}_{generator}_v{version}", "sh010_sora"));
    EXPECT_FALSE(match("{shot}_{generator}_v{version}", "_sora_v1"));
    EXPECT_FALSE(match("{shot}_v{version}", "sh010_v"));
    EXPECT_FALSE(match("A{shot}", "a1"));
    EXPECT_FALSE(match("{shot}", ""));
    // Many ways to fail take no time.
    EXPECT_FALSE(match("{shot}a{any}a{any}a{any}a{any}a{any}a{any}b", std::string(900, 'a')));
}

TEST(NamePattern, RefusesWhatCannotBeMeant) {
    for (const char* pattern : {"", "{generator}", "{shot}{version}", "{shot", "shot}",
                                "{shot}_{shot}", "{shot}_{colour}", "{}"}) {
        const auto parsed = NamePattern::parse(pattern);
        ASSERT_FALSE(parsed) << pattern;
        EXPECT_EQ(parsed.error().code, ErrorCode::InvalidArgument);
    }
}

using Rows = std::vector<std::vector<std::string>>;

TEST(NotesOfTable, ReadsColumnsByName) {
    const Rows rows{{"version", "file", "shot", "class", "place", "unknown"},
                    {"2", "a.mp4", "s1", "title", "bookend", "x"},
                    {"", "b.mp4", "s2", "", "", ""}};
    const auto notes = notes_of_table(rows, "t.csv");
    ASSERT_TRUE(notes) << notes.error().message;
    EXPECT_EQ(notes.value().at("a.mp4").shot, "s1");
    EXPECT_EQ(notes.value().at("a.mp4").facts.version, "2");
    EXPECT_EQ(notes.value().at("a.mp4").coverage, CoverageClass::Title);
    EXPECT_EQ(notes.value().at("a.mp4").place, ShotPlace::Bookend);
    EXPECT_FALSE(notes.value().at("b.mp4").coverage);
}

TEST(NotesOfTable, NamesTheRowThatIsWrong) {
    const auto message = [](const Rows& rows) {
        const auto notes = notes_of_table(rows, "t.csv");
        return notes ? std::string() : notes.error().message;
    };
    EXPECT_NE(message({}), "");
    EXPECT_NE(message({{"shot"}}).find("row 1"), std::string::npos);
    EXPECT_NE(message({{"file", "shot"}, {"a.mp4"}}).find("row 2"), std::string::npos);
    EXPECT_NE(message({{"file"}, {"a"}, {"a"}}).find("row 3: 'a' comes twice"), std::string::npos);
    EXPECT_NE(message({{"file", "class"}, {"a", "people"}}).find("'people' is no class"),
              std::string::npos);
    EXPECT_NE(message({{"file"}, {""}}), "");
}

TEST(NoteOfJson, TakesWhatItKnows) {
    const auto note = note_of_json(
        R"({"shot": "s1", "seed": 42, "prompt": "a \"street\"", "model_params": {"x": [1]}, "class": "title"})",
        "a.json");
    ASSERT_TRUE(note) << note.error().message;
    EXPECT_EQ(note.value().facts.seed, "42");
    EXPECT_EQ(note.value().facts.prompt, "a \"street\"");
    EXPECT_EQ(note.value().coverage, CoverageClass::Title);
    EXPECT_FALSE(note_of_json("[]", "a.json"));
    EXPECT_FALSE(note_of_json("{\"shot\": [\"s\"]}", "a.json"));
    EXPECT_FALSE(note_of_json("{\"class\": \"people\"}", "a.json"));
    EXPECT_EQ(note_of_json("{", "a.json").error().message.rfind("a.json: ", 0), 0U);
}

Medium medium(char letter) {
    Medium m;
    m.media_id = "xxh3-128:" + std::string(32, letter);
    m.path = std::string("/takes/") + letter + ".mp4";
    m.name = letter;
    m.frame_count = 48;
    return m;
}

TakeNote note(const std::string& shot, const std::string& generator,
              const std::string& prompt = "") {
    TakeNote result;
    if (!shot.empty()) result.shot = shot;
    result.facts.generator = generator;
    result.facts.prompt = prompt;
    return result;
}

/// What stands after an action.
Review after(Fold& fold, const std::optional<Action>& action) {
    std::vector<Event> events;
    static std::string last = uuid7(1'700'000'000'000);
    if (action)
        for (Event event : action->events) {
            event.id = last = uuid7(1'700'000'000'000, last);
            event.action = event.run = event.id;
            event.author = action->author;
            EXPECT_TRUE(check(event));
            events.push_back(event);
        }
    fold.add(events);
    return fold.review();
}

TEST(Ingest, ATableSaysMoreThanASidecarThanAName) {
    const auto item = ingest_item("a.mp4", medium('a'), note("", "table"), note("s2", "side", "p"),
                                  note("s1", "name"), {});
    EXPECT_EQ(item.problem, "");
    EXPECT_EQ(item.note.shot, "s2");
    EXPECT_EQ(item.note.facts.generator, "table");
    EXPECT_EQ(item.note.facts.prompt, "p");
    EXPECT_EQ(item.from, "table + sidecar + name");
    EXPECT_NE(ingest_item("a.mp4", medium('a'), {}, {}, {}, {}).problem, "");
    EXPECT_NE(ingest_item("a.mp4", medium('a'), note("", "g"), {}, {}, {}).problem, "");
}

TEST(Ingest, MakesStacksOnceAndTakesUpWhatIsNew) {
    Fold fold;
    auto with_class = note("s1", "Sora 2");
    with_class.coverage = CoverageClass::Title;
    std::vector<IngestItem> items{
        ingest_item("a.mp4", medium('a'), with_class, {}, {}, {}),
        ingest_item("x.txt", {}, {}, {}, {}, {}),
        ingest_item("b.mp4", medium('b'), {}, {}, note("s1", "Veo 3.1"), {})};
    Review review = after(fold, ingest_action("Ann", items, {}));
    ASSERT_EQ(review.shots.size(), 1U);
    EXPECT_EQ(review.shots[0].takes.size(), 2U);
    EXPECT_EQ(review.shots[0].coverage, CoverageClass::Title);
    EXPECT_EQ(review.media.size(), 2U);
    EXPECT_EQ(review.takes[1].facts.generator, "Veo 3.1");
    EXPECT_FALSE(ingest_action("Ann", items, review)) << "again: nothing to do";
    items.push_back(ingest_item("c.mp4", medium('c'), {}, {}, note("s1", ""), review));
    EXPECT_TRUE(items.back().is_new);
    const auto more = ingest_action("Ann", items, review);
    ASSERT_TRUE(more);
    EXPECT_EQ(more->events.size(), 2U) << "the medium and its take";
    review = after(fold, more);
    EXPECT_EQ(review.shots[0].takes.size(), 3U);
    EXPECT_EQ(review.takes[1].facts.generator, "Veo 3.1");
}

TEST(Ingest, WhatIsToldOtherwiseIsNamedAndChanged) {
    Fold fold;
    auto before = note("s1", "Sora 2", "rain");
    before.coverage = CoverageClass::Environment;
    std::vector<IngestItem> items{ingest_item("a.mp4", medium('a'), before, {}, {}, {})};
    tell_changes(items, {});
    EXPECT_TRUE(items[0].changes.empty()) << "nothing was known";
    Review review = after(fold, ingest_action("Ann", items, {}));
    auto now = note("s1", "", std::string(60, 'x') + "\nsnow");
    now.facts.seed = "7";
    now.coverage = CoverageClass::Character;
    now.place = ShotPlace::Bookend;
    items = {ingest_item("a.mp4", medium('a'), now, {}, {}, review)};
    tell_changes(items, review);
    EXPECT_EQ(items[0].changes,
              (std::vector<std::string>{"prompt rain -> " + std::string(40, 'x') + "...",
                                        "seed (none) -> 7", "class environment -> character",
                                        "place (none) -> bookend"}));
    review = after(fold, ingest_action("Ann", items, review));
    EXPECT_EQ(review.takes[0].facts.prompt, now.facts.prompt);
    EXPECT_EQ(review.takes[0].facts.seed, "7");
    EXPECT_EQ(review.takes[0].facts.generator, "Sora 2") << "nothing was said of it";
    EXPECT_EQ(review.shots[0].coverage, CoverageClass::Character);
    EXPECT_EQ(review.shots[0].place, ShotPlace::Bookend);
    tell_changes(items, review);
    EXPECT_TRUE(items[0].changes.empty());
}

} // namespace
} // namespace seamline::review
