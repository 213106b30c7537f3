#include "app/ui/scope_progress.h"

#include <gtest/gtest.h>

#include <memory>

namespace seamline::ui {
namespace {

using namespace std::chrono_literals;
using renderer::ScopeTask;

class ScopeProgressTest : public testing::Test {
protected:
    ScopeTask task(std::uint64_t source, int frame, std::uint32_t scopes = shared::kScopeLuma) {
        auto& kept = frames_[frame];
        if (!kept) kept = std::make_shared<renderer::CachedFrame>();
        ScopeTask task;
        task.source = source;
        task.frame = kept;
        task.request = {.scopes = scopes, .columns = 512};
        return task;
    }
    /// The sources that are to be counted.
    std::vector<std::uint64_t> ask(std::vector<ScopeTask> tasks, std::int64_t number,
                                   std::vector<std::uint64_t> waiting = {}) {
        std::vector<std::uint64_t> sources;
        for (const ScopeTask& one :
             progress_.ask(std::move(tasks), waiting, number, finished_, now_))
            sources.push_back(one.source);
        return sources;
    }

    using Sources = std::vector<std::uint64_t>;
    std::map<int, std::shared_ptr<renderer::CachedFrame>> frames_;
    std::map<std::uint64_t, std::int64_t> done_; ///< Newest reading of each source.
    ScopeProgress::Finished finished_ = [this](std::uint64_t source) {
        const auto at = done_.find(source);
        return at == done_.end() ? std::nullopt : std::optional(at->second);
    };
    ScopeProgress::Clock::time_point now_{};
    ScopeProgress progress_;
};

TEST_F(ScopeProgressTest, AnotherWayOfComparingCountsOnlyWhatIsNotThere) {
    EXPECT_EQ(ask({task(1, 10)}, 1), (Sources{1}));
    done_[1] = 1;
    EXPECT_EQ(ask({task(1, 10), task(2, 11)}, 2), (Sources{2}));
    EXPECT_TRUE(progress_.is_waiting(finished_));
    done_[2] = 2;
    EXPECT_FALSE(progress_.is_waiting(finished_));
    EXPECT_EQ(ask({task(2, 11)}, 3), Sources{}) << "a single take again";
    EXPECT_EQ(ask({task(2, 12)}, 3), (Sources{2})) << "another frame";
}

TEST_F(ScopeProgressTest, AScopeLessOrACoarserOneIsThereAlready) {
    const std::uint32_t two = shared::kScopeLuma | shared::kScopeHistogram;
    ask({task(1, 10, two)}, 1);
    done_[1] = 1;
    EXPECT_EQ(ask({task(1, 10)}, 2), Sources{});
    ScopeTask narrow = task(1, 10);
    narrow.request.columns = 256;
    EXPECT_EQ(ask({narrow}, 2), Sources{});
    ScopeTask wide = task(1, 10);
    wide.request.columns = 1024;
    EXPECT_EQ(ask({wide}, 2), (Sources{1}));
    ScopeTask plane = task(1, 10, shared::kScopeVector);
    EXPECT_EQ(ask({plane}, 3), (Sources{1}));
    done_[1] = 3;
    plane.request.columns = 1024;
    EXPECT_EQ(ask({plane}, 4), Sources{}) << "a vectorscope has no columns";
    plane.request.region = {1, 2, 3, 4};
    EXPECT_EQ(ask({plane}, 4), (Sources{1}));
}

TEST_F(ScopeProgressTest, WhatIsUnderWayIsNotBegunAnewUnlessItIsOvertaken) {
    ask({task(1, 10)}, 1);
    EXPECT_EQ(ask({task(1, 10)}, 2), Sources{});
    // The monitor counts only what was submitted last: source 1 is part of it.
    EXPECT_EQ(ask({task(1, 10), task(2, 11)}, 2), (Sources{1, 2}));
    done_[1] = 1;
    EXPECT_TRUE(progress_.is_waiting(finished_));
    done_[1] = done_[2] = 2;
    EXPECT_FALSE(progress_.is_waiting(finished_));
}

TEST_F(ScopeProgressTest, AgeIsSinceSomethingElseWasAskedFor) {
    ask({task(1, 10)}, 1);
    done_[1] = 1;
    now_ += 10s;
    EXPECT_EQ(progress_.age(1, 1, now_), 0s) << "it is what is asked for";
    ask({task(1, 11)}, 2);
    now_ += 1s;
    ask({task(1, 12)}, 3);
    now_ += 1s;
    EXPECT_EQ(progress_.age(1, 1, now_), 2s);
    EXPECT_EQ(progress_.age(1, 2, now_), 1s);
    EXPECT_EQ(progress_.age(1, 3, now_), 0s);
    EXPECT_EQ(progress_.age(7, 3, now_), 0s);
}

TEST_F(ScopeProgressTest, ASourceThatCannotBeAskedForYetKeepsItsTrace) {
    ask({task(1, 10), task(2, 11)}, 1);
    done_[1] = done_[2] = 1;
    EXPECT_EQ(ask({task(1, 12)}, 2, {2}), (Sources{1}));
    EXPECT_EQ(progress_.sources(), (Sources{1, 2}));
    ask({task(1, 12)}, 3);
    EXPECT_EQ(progress_.sources(), (Sources{1}));
}

} // namespace
} // namespace seamline::ui
