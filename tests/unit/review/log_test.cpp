#include "tests/unit/review/store_fixture.h"

#include "tests/unit/review/failing_disk.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <thread>

namespace seamline::review {
namespace {

Action keep(std::int64_t frame, const std::string& author = "Ann") {
    return decide(author, kMediumA, Target::frame(frame), DecisionState::Keep);
}

class Log : public StoreTest {};

TEST_F(Log, CommitShowsAndStores) {
    {
        const auto log = open_log();
        const Snapshot before = log->snapshot();
        EXPECT_TRUE(before.review->decisions.empty());
        const auto id = log->commit(keep(4));
        ASSERT_TRUE(id) << id.error().message;
        const Snapshot after = log->snapshot();
        EXPECT_GT(after.change, before.change);
        ASSERT_EQ(after.review->decisions.size(), 1U);
        EXPECT_EQ(after.review->decisions[0].id, id.value());
        EXPECT_TRUE(before.review->decisions.empty()) << "a snapshot never changes";
        EXPECT_EQ(log->snapshot().change, after.change);
    }
    EXPECT_EQ(open_log()->snapshot().review->decisions.size(), 1U);
}

TEST_F(Log, RefusesWhatMayNotBeStored) {
    const auto log = open_log();
    EXPECT_EQ(log->commit(Action{"Ann", {}}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(log->commit(keep(-4)).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(log->commit(undo("Ann")).error().code, ErrorCode::NotFound);
    EXPECT_EQ(log->commit(redo("Ann")).error().code, ErrorCode::NotFound);
}

TEST_F(Log, UndoIsOfThisRunUnlessAskedOtherwise) {
    ASSERT_TRUE(open_log()->commit(keep(1)));
    const auto log = open_log();
    EXPECT_EQ(log->commit(undo("Ann")).error().code, ErrorCode::NotFound);
    EXPECT_TRUE(log->snapshot().can_undo.empty());
    ASSERT_TRUE(log->commit(keep(2)));
    ASSERT_TRUE(log->commit(keep(2, "Bo")));
    EXPECT_EQ(log->snapshot().can_undo, (std::vector<Author>{"Ann", "Bo"}));
    ASSERT_TRUE(log->commit(undo("Ann")));
    EXPECT_EQ(log->snapshot().can_undo, std::vector<Author>{"Bo"});
    EXPECT_EQ(log->snapshot().can_redo, std::vector<Author>{"Ann"});
    EXPECT_EQ(log->snapshot().review->decisions.size(), 2U);
    ASSERT_TRUE(log->commit(undo("Ann", true)));
    EXPECT_EQ(log->snapshot().review->decisions.size(), 1U);
    ASSERT_TRUE(log->commit(redo("Ann")));
    EXPECT_EQ(log->snapshot().review->decisions.size(), 2U);
}

TEST_F(Log, PostsKeepTheirOrder) {
    const auto log = open_log();
    std::vector<std::string> ids;
    std::promise<void> all;
    constexpr std::size_t kMany = 50;
    for (std::size_t i = 0; i < kMany; ++i) {
        log->post(decide("Ann", kMediumA, Target::take(),
                         i % 2 == 0 ? DecisionState::Keep : DecisionState::Hold, {},
                         std::to_string(i)),
                  [&](const ReviewLog::Outcome& outcome) {
                      ids.push_back(outcome ? outcome.value() : outcome.error().message);
                      if (ids.size() == kMany) all.set_value();
                  });
    }
    ASSERT_EQ(all.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
    EXPECT_TRUE(std::ranges::is_sorted(ids));
    EXPECT_EQ(log->snapshot().review->decisions.at(0).note, "49");
    log->post(undo("Ann"));
    ASSERT_TRUE(log->wait_until_saved(60'000));
    EXPECT_EQ(log->snapshot().review->decisions.at(0).note, "48");
    EXPECT_EQ(open_log()->snapshot().review->decisions.at(0).note, "48");
}

TEST_F(Log, WhatIsPostedIsStoredBeforeItEnds) {
    {
        const auto log = open_log();
        for (int i = 0; i < 20; ++i) log->post(keep(i));
    }
    EXPECT_EQ(open_log()->snapshot().review->decisions.size(), 20U);
}

TEST_F(Log, WhatCannotBeSavedIsKeptAndTriedAgain) {
    FailingDisk disk;
    const auto log = open_log({.retry_ms = 3'600'000});
    ASSERT_TRUE(log->commit(keep(0)));
    disk.fill(0);
    std::atomic<int> answers = 0;
    for (int i = 1; i <= 3; ++i)
        log->post(keep(i),
                  [&](const ReviewLog::Outcome& outcome) { answers += outcome ? 1 : 100; });
    EXPECT_FALSE(log->wait_until_saved(60'000));
    EXPECT_EQ(log->status().unsaved, 3U);
    EXPECT_NE(log->status().problem.find("disk is full"), std::string::npos);
    EXPECT_EQ(answers, 0) << "not saved is not acknowledged";
    EXPECT_EQ(log->snapshot().review->decisions.size(), 1U);
    const std::vector<Event> unsaved = log->unsaved();
    ASSERT_EQ(unsaved.size(), 3U);
    EXPECT_TRUE(event_from_line(event_line(unsaved[2]))) << "can be exported meanwhile";
    disk.free();
    log->retry();
    for (int i = 0; i < 600 && log->status().unsaved > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(log->status().unsaved, 0U);
    EXPECT_EQ(log->status().problem, "");
    for (int i = 0; i < 600 && answers < 3; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(answers, 3);
    EXPECT_EQ(log->snapshot().review->decisions.size(), 4U);
}

TEST_F(Log, OnesThatAreLostInTheEndAreTold) {
    FailingDisk disk;
    std::string told;
    {
        const auto log = open_log({.retry_ms = 3'600'000});
        disk.fill(0);
        log->post(keep(1), [&](const ReviewLog::Outcome& outcome) {
            told = outcome ? "saved" : outcome.error().message;
        });
    }
    EXPECT_NE(told.find("not saved"), std::string::npos) << told;
    disk.free();
    EXPECT_TRUE(open_log()->snapshot().review->decisions.empty());
}

TEST_F(Log, SeesWhatOtherProgramsStore) {
    const auto mine = open_log({.watch_ms = 20});
    const auto theirs = open_log();
    ASSERT_TRUE(theirs->commit(keep(1, "Bo")));
    EXPECT_TRUE(mine->snapshot().review->decisions.empty());
    ASSERT_TRUE(mine->refresh());
    EXPECT_EQ(mine->snapshot().review->decisions.size(), 1U);
    mine->watch();
    ASSERT_TRUE(theirs->commit(keep(2, "Bo")));
    for (int i = 0; i < 600 && mine->snapshot().review->decisions.size() < 2; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(mine->snapshot().review->decisions.size(), 2U);
    ASSERT_TRUE(theirs->commit(keep(3, "Bo")));
    ASSERT_TRUE(mine->commit(keep(3))) << "an own one on top of theirs";
    EXPECT_EQ(mine->snapshot().review->decisions.size(), 4U);
}

TEST_F(Log, ImportIsAUnionOfBoth) {
    const auto here = open_log();
    ASSERT_TRUE(here->commit(keep(1)));
    ASSERT_TRUE(here->commit(keep(2)));
    ASSERT_TRUE(here->commit(undo("Ann")));
    const auto file = folder_ / "there.db";
    auto there = ReviewLog::open(std::move(open_sqlite_store(file)).value());
    ASSERT_TRUE(there);
    ASSERT_TRUE(there.value()->commit(keep(3, "Bo")));
    const auto added = there.value()->import(here->history());
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_EQ(added.value(), 3U);
    EXPECT_EQ(there.value()->import(here->history()).value(), 0U);
    ASSERT_TRUE(here->import(there.value()->history()));
    EXPECT_EQ(*here->snapshot().review, *there.value()->snapshot().review);
    EXPECT_EQ(here->snapshot().review->decisions.size(), 2U);
    std::vector<Event> future = here->history();
    future[0].id = "7fffffff-ffff-7000-8000-000000000000";
    EXPECT_EQ(here->import(future).error().code, ErrorCode::InvalidArgument);
}

} // namespace
} // namespace seamline::review
