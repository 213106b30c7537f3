#include "app/ui/review/review_desk.h"

#include "app/ui/review/media_names.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace seamline::ui {
namespace {

using namespace std::chrono_literals;
using review::DecisionState;
using review::Target;
namespace fs = std::filesystem;

class ReviewDeskTest : public testing::Test {
protected:
    ReviewDeskTest() {
        std::ofstream(folder_ / "take.mp4") << "some bytes";
        session::Source source;
        source.key = 1;
        source.path = folder_ / "take.mp4";
        session_.sources.push_back(source);
    }

    std::unique_ptr<ReviewDesk> desk(const char* author = "Ada") {
        return std::make_unique<ReviewDesk>(
            ReviewDesk::Options{folder_ / "store" / "reviews.db", folder_ / "state", author, {}},
            [this](ToastKind, const std::string& text) { said_.push_back(text); });
    }
    DecisionPlace place() const {
        DecisionPlace place;
        place.source = 1;
        place.path = folder_ / "take.mp4";
        place.medium.path = place.path;
        place.medium.name = "take";
        place.medium.frame_count = 48;
        place.generator = "Veo 3.1";
        return place;
    }
    /// Until `wanted` is seen, as the main loop would.
    template <typename Wanted> bool wait(ReviewDesk& desk, Wanted wanted) {
        for (int i = 0; i < 500; ++i) {
            desk.follow(session_, {});
            if (wanted(desk.view(session_))) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    bool wait_for(ReviewDesk& desk, std::size_t decisions) {
        return wait(desk, [&](const ReviewView& view) {
            return view.table->rows().size() == decisions && view.unsaved == 0;
        });
    }

    test::TemporaryFolder folder_;
    session::Session session_;
    std::vector<std::string> said_;
};

TEST_F(ReviewDeskTest, ADecisionIsThereInTheNextRunAndFollowsAMovedFile) {
    {
        const auto first = desk();
        first->decide(place(), Target::take(), DecisionState::SendBack, {"anatomy"}, "six fingers");
        ASSERT_TRUE(wait_for(*first, 1)) << "the file's id came in the background";
    }
    fs::rename(folder_ / "take.mp4", folder_ / "moved.mp4");
    session_.sources[0].path = folder_ / "moved.mp4";
    const auto second = desk();
    ASSERT_TRUE(wait(*second, [&](const ReviewView& view) {
        return view.id_of(folder_ / "moved.mp4") != nullptr;
    }));
    const ReviewView view = second->view(session_);
    const auto own = view.table->of(*view.id_of(folder_ / "moved.mp4"));
    ASSERT_EQ(own.size(), 1U);
    const DecisionRow& row = view.table->rows()[own[0]];
    EXPECT_EQ(row.decision->note, "six fingers");
    EXPECT_EQ(row.generator, "Veo 3.1") << "so that the list can be sorted by it";
    EXPECT_EQ(row.take, "take");
}

TEST_F(ReviewDeskTest, ALinkToATakeDoesNotRenameIt) {
    const auto own = desk();
    own->decide(place(), Target::take(), DecisionState::Keep, {}, "");
    ASSERT_TRUE(wait_for(*own, 1));
    fs::create_symlink(folder_ / "take.mp4", folder_ / "left.mp4");
    DecisionPlace link = place();
    link.path = link.medium.path = folder_ / "left.mp4";
    link.medium.name = "left";
    own->decide(link, Target::frame(3), DecisionState::Hold, {}, "");
    ASSERT_TRUE(wait_for(*own, 2));
    ASSERT_EQ(own->review()->media.size(), 1U);
    EXPECT_EQ(own->review()->media[0].name, "take");
    EXPECT_EQ(own->review()->media[0].path, folder_ / "take.mp4");
}

TEST_F(ReviewDeskTest, ActionsAreUndoneAndRedoneInTheirOrder) {
    const auto own = desk();
    EXPECT_FALSE(own->undoable());
    own->decide(place(), Target::take(), DecisionState::Keep, {}, "");
    own->decide(place(), Target::frame(3), DecisionState::SendBack, {}, "");
    own->undo(); // Before the file's id is known: still in order.
    ASSERT_TRUE(wait_for(*own, 1));
    EXPECT_EQ(own->view(session_).table->rows()[0].decision->target, Target::take());
    EXPECT_TRUE(own->redoable());
    own->redo();
    ASSERT_TRUE(wait_for(*own, 2));
    EXPECT_FALSE(own->redoable());
    EXPECT_EQ(own->undo(), "send back on frame 3 of take");
    EXPECT_EQ(own->undo(), "keep on take");
    ASSERT_TRUE(wait_for(*own, 0));
    EXPECT_FALSE(own->undoable());
    EXPECT_EQ(own->undo(), "") << "there is nothing more";
    EXPECT_EQ(own->redo(), "keep on take");
    EXPECT_EQ(own->undo(), "keep on take");
    own->decide(place(), Target::take(), DecisionState::Hold, {}, "");
    EXPECT_FALSE(own->redoable()) << "something else was said";
}

TEST_F(ReviewDeskTest, SeveralPeopleStandBesideEachOther) {
    const auto own = desk("Ada");
    own->decide(place(), Target::take(), DecisionState::Keep, {}, "");
    own->set_author("Bo");
    own->decide(place(), Target::take(), DecisionState::SendBack, {}, "");
    ASSERT_TRUE(wait_for(*own, 2));
    EXPECT_TRUE(own->view(session_).table->rows()[0].is_disputed);
    EXPECT_EQ(own->view(session_).authors, (std::vector<std::string>{"Ada", "Bo"}));
    own->next_author();
    EXPECT_EQ(own->author(), "Ada");
    // Whoever took back all of theirs can still go on.
    own->set_author("Bo");
    own->undo();
    ASSERT_TRUE(wait_for(*own, 1));
    own->next_author();
    EXPECT_EQ(own->author(), "Ada");
    EXPECT_EQ(own->view(session_).authors, (std::vector<std::string>{"Ada", "Bo"}));
    own->next_author();
    EXPECT_EQ(own->author(), "Bo");
}

TEST_F(ReviewDeskTest, WhoOnlyCommentsIsOneOfThePeople) {
    {
        const auto first = desk("Cy");
        first->comment(place(), Target::take(), "why?");
        ASSERT_TRUE(wait(*first, [](const ReviewView& view) {
            return view.table->review().comments.size() == 1 && view.unsaved == 0;
        }));
    }
    const auto own = desk("Ada");
    ASSERT_TRUE(wait(*own, [](const ReviewView& view) { return view.authors.size() == 2; }));
}

TEST_F(ReviewDeskTest, WhereNothingCanBeWrittenDecisionsWaitInMemory) {
    std::ofstream(folder_ / "store") << "a file where the folder should be";
    const auto own = desk();
    EXPECT_FALSE(said_.empty());
    EXPECT_TRUE(own->is_in_memory()) << "folders are not taken in before it is known what is there";
    own->decide(place(), Target::take(), DecisionState::Keep, {}, "");
    ASSERT_TRUE(wait(*own, [](const ReviewView& view) { return view.table->rows().size() == 1; }));
    EXPECT_FALSE(own->view(session_).problem.empty());
    EXPECT_EQ(own->view(session_).unsaved, 1U);
    fs::remove(folder_ / "store");
    ASSERT_TRUE(wait_for(*own, 1)) << "it is written once it can be";
    EXPECT_TRUE(own->view(session_).problem.empty());
    EXPECT_TRUE(fs::exists(folder_ / "store" / "reviews.db"));
    own->undo();
    EXPECT_TRUE(wait_for(*own, 0)) << "what was decided in memory can still be undone";
}

TEST_F(ReviewDeskTest, WhatCouldNotBeSavedInTimeIsTakenInByTheNextRun) {
    std::ofstream(folder_ / "store") << "a file where the folder should be";
    {
        const auto own = desk();
        own->decide(place(), Target::take(), DecisionState::Keep, {}, "remember me");
        // Ended at once: the file was not even named yet.
    }
    ASSERT_TRUE(fs::exists(folder_ / "state"));
    EXPECT_FALSE(fs::is_empty(folder_ / "state"));
    fs::remove(folder_ / "store");
    const auto next = desk();
    ASSERT_TRUE(wait_for(*next, 1));
    EXPECT_EQ(next->view(session_).table->rows()[0].decision->note, "remember me");
    EXPECT_TRUE(fs::is_empty(folder_ / "state"));
}

TEST_F(ReviewDeskTest, AnotherContentUnderAJudgedNameIsTold) {
    const auto own = desk();
    own->decide(place(), Target::take(), DecisionState::Keep, {}, "");
    ASSERT_TRUE(wait_for(*own, 1));
    std::ofstream(folder_ / "take.mp4") << "other bytes, and more of them";
    own->follow(session_, {});
    ASSERT_TRUE(wait(*own, [&](const ReviewView& view) {
        const std::string* id = view.id_of(folder_ / "take.mp4");
        return id != nullptr && view.table->of(*id).empty();
    }));
    own->decide(place(), Target::take(), DecisionState::Hold, {}, "");
    ASSERT_TRUE(wait_for(*own, 2));
    ASSERT_FALSE(said_.empty());
    EXPECT_NE(said_.back().find("another content"), std::string::npos) << said_.back();
}

TEST_F(ReviewDeskTest, AFileThatCannotBeReadNowIsReadLater) {
    const fs::path away = folder_ / "away.mp4";
    fs::rename(folder_ / "take.mp4", away);
    const auto own = desk();
    own->decide(place(), Target::take(), DecisionState::Keep, {}, "");
    ASSERT_TRUE(wait(*own, [](const ReviewView& view) { return !view.problem.empty(); }));
    EXPECT_EQ(own->view(session_).unsaved, 1U);
    EXPECT_TRUE(own->waits_for(folder_ / "take.mp4"));
    fs::rename(away, folder_ / "take.mp4");
    EXPECT_TRUE(wait_for(*own, 1));
    EXPECT_TRUE(own->view(session_).problem.empty());
}

TEST(MediaNames, AFailureIsAnAnswer) {
    MediaNames names(
        [](const fs::path& path, const std::function<bool()>&) -> Result<std::string> {
            return Error{ErrorCode::NotFound, "cannot open '" + path.string() + "'"};
        },
        {});
    EXPECT_TRUE(names.want("/nowhere/a.mp4"));
    EXPECT_FALSE(names.want("/nowhere/a.mp4")) << "it is asked for already";
    for (int i = 0; i < 500 && !names.has_news(); ++i) std::this_thread::sleep_for(5ms);
    const auto answers = names.take();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_FALSE(answers[0].id);
    EXPECT_TRUE(names.take().empty());
}

TEST(MediaNames, AWatchedFileIsReadAgainWhenItChanges) {
    const test::TemporaryFolder folder;
    test::write_text(folder / "a.mp4", "one");
    test::write_text(folder / "b.mp4", "other");
    MediaNames names(
        [](const fs::path& path, const std::function<bool()>&) -> Result<std::string> {
            std::ifstream file(path);
            return std::string(std::istreambuf_iterator<char>(file), {});
        },
        {});
    std::vector<std::string> read;
    bool was_pending = false;
    const auto wait_for = [&](std::size_t count) {
        for (int i = 0; i < 800 && read.size() < count; ++i) {
            for (const auto& answer : names.take()) {
                if (answer.is_pending)
                    was_pending = read.size() == 2 ? true : was_pending;
                else
                    read.push_back(answer.id.value());
            }
            std::this_thread::sleep_for(5ms);
        }
    };
    names.watch({folder / "a.mp4", "", folder / "b.mp4"});
    wait_for(2);
    EXPECT_EQ(read, (std::vector<std::string>{"one", "other"}));
    test::write_text(folder / "a.mp4", "two!");
    wait_for(3);
    ASSERT_EQ(read.size(), 3U) << "without being asked";
    EXPECT_EQ(read[2], "two!");
    EXPECT_TRUE(was_pending) << "what was known of it held no longer";
}

} // namespace
} // namespace seamline::ui
