#include "tests/unit/review/store_fixture.h"

#include "app/review/history.h"
#include "app/review/uuid7.h"

#include <algorithm>
#include <fstream>

namespace seamline::review {
namespace {

class History : public StoreTest {};

Action keep(std::int64_t frame) {
    return decide("Ann", kMediumA, Target::frame(frame), DecisionState::Keep);
}

TEST_F(History, ComesBackFromItsFile) {
    const auto log = open_log();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(log->commit(keep(i)));
    ASSERT_TRUE(log->commit(undo("Ann")));
    const auto path = folder_ / "h.jsonl";
    ASSERT_TRUE(write_history(path, log->history()));
    const auto events = read_history(path);
    ASSERT_TRUE(events) << events.error().message;
    EXPECT_EQ(events.value().size(), 6U);
    Fold fold;
    fold.add(events.value());
    EXPECT_EQ(fold.review(), *log->snapshot().review);
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".part"));
}

TEST_F(History, SaysWhereAFileIsWrong) {
    const auto log = open_log();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(log->commit(keep(i)));
    const std::string text = history_text(log->history());
    const auto message = [](const std::string& of) {
        const auto result = history_from(of, "h.jsonl");
        return result ? std::string("good") : result.error().message;
    };
    EXPECT_EQ(message(text), "good");
    const std::size_t last = text.rfind('\n', text.size() - 2);
    EXPECT_NE(message(text.substr(0, last + 1)).find("cut off, it holds 2 of 3"),
              std::string::npos);
    EXPECT_NE(message(text.substr(0, text.size() - 9)).find("h.jsonl: line 4: "),
              std::string::npos);
    EXPECT_NE(message(text + text.substr(last + 1)).find("line 5: more events"), std::string::npos);
    EXPECT_NE(message("{}\n").find("line 1: this is no review history"), std::string::npos);
    EXPECT_NE(message("").find("empty"), std::string::npos);
    EXPECT_EQ(read_history(folder_ / "none.jsonl").error().code, ErrorCode::NotFound);
    EXPECT_EQ(write_history(folder_ / "no" / "h.jsonl", {}).error().code, ErrorCode::Io);
}

TEST_F(History, WhatNothingDependsOnCanBePruned) {
    const auto log = open_log();
    std::vector<std::string> ids;
    const auto act = [&](const Action& action) {
        const auto id = log->commit(action);
        ASSERT_TRUE(id) << id.error().message;
        ids.push_back(id.value());
    };
    Drawing drawing;
    drawing.media_id = kMediumA;
    drawing.strokes = {{StrokeKind::Line, {{0, 0}, {0.1, 0.1}}, {1, 0, 0, 1}, 0.01, ""}};
    act(keep(1));                                                        // 0: replaced by 1
    act(decide("Ann", kMediumA, Target::frame(1), DecisionState::Hold)); // 1: stands
    act(keep(2));                                                        // 2: cleared by 3
    act(clear("Ann", kMediumA, Target::frame(2)));                       // 3
    act(comment("Ann", kMediumA, Target::take(), "c"));                  // 4: stands
    act(draw("Ann", drawing));                                           // 5: replaced by 6
    drawing.id = ids[5];
    act(draw("Ann", drawing));            // 6: stands
    act(keep(3));                         // 7: undone by 8
    act(undo("Ann"));                     // 8
    act(put_take("Ann", kMediumA, "s1")); // 9: stands
    Fold fold;
    fold.add(log->history());
    const auto gone = prunable(fold, now_ms() + 1000);
    EXPECT_EQ(gone, (std::vector<std::string>{ids[0], ids[2], ids[3], ids[5], ids[7], ids[8]}));
    EXPECT_TRUE(prunable(fold, 1000).empty());
    Fold rest;
    for (const auto& [id, event] : fold.events())
        if (std::ranges::find(gone, id) == gone.end()) rest.add({event});
    EXPECT_EQ(rest.review(), fold.review());
}

TEST_F(History, ALateUndoKeepsWhatItBringsBack) {
    const auto log = open_log();
    const auto at = [](Action action, std::int64_t time_ms) {
        for (Event& event : action.events) event.time_ms = time_ms;
        return action;
    };
    ASSERT_TRUE(log->commit(at(keep(1), 1000)));
    ASSERT_TRUE(
        log->commit(at(decide("Ann", kMediumA, Target::frame(1), DecisionState::Hold), 2000)));
    ASSERT_TRUE(log->commit(undo("Ann"))); // Now.
    Fold fold;
    fold.add(log->history());
    EXPECT_TRUE(prunable(fold, 5000).empty()) << "the first stands again, the second can be redone";
}

} // namespace
} // namespace seamline::review
