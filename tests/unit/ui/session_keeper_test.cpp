#include "app/ui/session_keeper.h"

#include "app/session/session_file.h"
#include "tests/support/gpu_test.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Takes that exist nowhere: the player reports them, the review stays a review.
session::Session session_of(const std::string& take) {
    session::Session session;
    session.sources.push_back({.key = 1, .path = "/takes/" + take + ".mp4", .name = take});
    return session;
}

std::string first_take(const fs::path& file) {
    const auto loaded = session::load_session(file);
    return loaded && !loaded.value().sources.empty() ? loaded.value().sources.front().name : "";
}

/// Leaves what a program leaves that autosaves `session` and ends without `finish`.
void crash_with(const fs::path& folder, const session::Session& session, const fs::path& file) {
    auto autosave = session::Autosave::start(folder);
    ASSERT_TRUE(autosave) << autosave.error().message;
    autosave.value().save(session, file);
    autosave.value().flush();
}

class SessionKeeperTest : public test::GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        ::setenv("XDG_STATE_HOME", folder_.path().c_str(), 1);
        player_.emplace(device(), playback::PlayerOptions{.cache_budget_bytes = 1 << 20});
    }
    void TearDown() override {
        keeper_.reset();
        player_.reset();
        GpuTest::TearDown();
    }

    SessionKeeper& start() {
        keeper_.emplace(*player_, [this](ToastKind, const std::string& text) { said_ += text; });
        return *keeper_;
    }
    template <typename Work> void frame(Work work) {
        keeper_->begin_changes();
        work();
        keeper_->end_changes();
    }
    std::string take() const {
        const session::Session session = player_->session();
        return session.sources.empty() ? "" : session.sources.front().name;
    }
    fs::path autosaves() const { return folder_ / "seamline/autosave"; }

    const test::TemporaryFolder folder_;
    std::optional<playback::Player> player_;
    std::optional<SessionKeeper> keeper_;
    std::string said_;
};

TEST_F(SessionKeeperTest, EditsAreUndoneAndRedoneOneByOne) {
    SessionKeeper& keeper = start();
    keeper.adopt({session_of("a"), {}, nullptr});
    const auto volume = [&](float value) {
        frame([&] { player_->edit([&](session::Session& s) { s.volume = value; }); });
        std::this_thread::sleep_for(610ms); // Closer together they are one step.
    };
    volume(0.5F);
    volume(0.25F);
    frame([&] { keeper.undo(); });
    EXPECT_EQ(player_->session().volume, 0.5F);
    frame([&] { keeper.undo(); });
    EXPECT_EQ(player_->session().volume, 1.0F);
    frame([&] { keeper.redo(); });
    frame([&] { keeper.redo(); });
    EXPECT_EQ(player_->session().volume, 0.25F);
}

TEST_F(SessionKeeperTest, SavingAfterUndoingAnOpenedReviewWritesItsOwnFile) {
    const fs::path a = folder_ / "a.seamline";
    const fs::path b = folder_ / "b.seamline";
    ASSERT_TRUE(session::save_session(session_of("a"), a));
    ASSERT_TRUE(session::save_session(session_of("b"), b));
    SessionKeeper& keeper = start();
    keeper.open_session(a);
    frame([&] { keeper.open_session(b); });
    EXPECT_EQ(keeper.path(), b);
    frame([&] { keeper.undo(); });
    EXPECT_EQ(take(), "a");
    EXPECT_EQ(keeper.path(), a);
    keeper.save(keeper.path());
    EXPECT_EQ(first_take(a), "a");
    EXPECT_EQ(first_take(b), "b") << "written over by another review";
}

TEST_F(SessionKeeperTest, TheLastReviewComesBackWithItsFile) {
    const fs::path file = folder_ / "a.seamline";
    ASSERT_TRUE(session::save_session(session_of("a"), file));
    SessionKeeper& keeper = start();
    keeper.open_session(file);
    player_->edit([](session::Session& s) { s.volume = 0.5F; });
    keeper.finish();
    std::string note;
    const auto last = SessionKeeper::resumable(note, true);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->user_file, file);
    keeper.start_new();
    keeper.adopt(*last);
    EXPECT_EQ(keeper.path(), file);
    EXPECT_TRUE(keeper.unsaved()) << "the change was never saved to the file";
    EXPECT_FALSE(SessionKeeper::resumable(note, false)) << "only what crashed is wanted";
}

TEST_F(SessionKeeperTest, ACrashedReviewStaysUntilItIsAutosavedAgain) {
    const fs::path file = folder_ / "a.seamline";
    crash_with(autosaves(), session_of("a"), file);
    std::string note;
    ASSERT_TRUE(SessionKeeper::resumable(note, true)); // A start that failed: no display.
    auto review = SessionKeeper::resumable(note, true);
    ASSERT_TRUE(review) << "the failed start deleted it";
    ASSERT_TRUE(review->left);
    EXPECT_EQ(review->user_file, file);

    SessionKeeper& keeper = start();
    keeper.adopt(*review);
    review.reset();
    EXPECT_EQ(keeper.path(), file);
    const auto autosaved = [&] { return first_take(keeper.autosave_file()) == "a"; };
    const auto count = [&] {
        std::ptrdiff_t sessions = 0;
        for (const auto& entry : fs::directory_iterator(autosaves()))
            sessions += entry.path().extension() == session::kSessionExtension ? 1 : 0;
        return sessions;
    };
    EXPECT_EQ(count(), 1);
    auto now = SessionKeeper::Clock::now();
    for (int i = 0; i < 2000 && !(autosaved() && count() == 1); ++i) {
        EXPECT_GE(count(), 1);
        keeper.tick(now += 200ms);
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_TRUE(autosaved());
    EXPECT_EQ(count(), 1) << "what the crash left is still there";
}

TEST_F(SessionKeeperTest, MovingThePlayheadIsNoUnsavedChange) {
    SessionKeeper& keeper = start();
    keeper.adopt({session_of("a"), {}, nullptr});
    player_->edit([](session::Session& s) { s.transport.position = 7; });
    player_->seek(7);
    EXPECT_FALSE(keeper.unsaved());
    player_->edit([](session::Session& s) { s.volume = 0.5F; });
    EXPECT_TRUE(keeper.unsaved());
}

} // namespace
} // namespace seamline::ui
