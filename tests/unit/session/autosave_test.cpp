#include "app/session/autosave.h"

#include "app/session/session_file.h"
#include "temporary_folder.h"

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::TemporaryFolder;

Session session_of(float volume) {
    Session session;
    session.volume = volume;
    session.sources.push_back({.key = 1, .path = "/takes/a.mp4", .name = "a"});
    return session;
}

/// Runs a program that autosaves `session` and dies without a goodbye.
void crash_with(const fs::path& folder, const Session& session, const fs::path& user_file) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto autosave = Autosave::start(folder);
        if (!autosave) ::_exit(1);
        autosave.value().save(session, user_file);
        autosave.value().flush();
        ::_exit(0); // No destructor runs.
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
}

Autosave started(const fs::path& folder) { return Autosave::start(folder).value(); }

TEST(Autosave, ACrashedProgramsSessionIsOfferedWithItsPlace) {
    const TemporaryFolder folder;
    crash_with(folder / "autosave", session_of(0.5F), "/review/cut.seamline");
    auto found = abandoned_sessions(folder / "autosave");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].user_file(), "/review/cut.seamline");
    const auto session = found[0].load();
    ASSERT_TRUE(session) << session.error().message;
    EXPECT_TRUE(session.value() == session_of(0.5F));
    found[0].discard();
    found.clear();
    EXPECT_TRUE(abandoned_sessions(folder / "autosave").empty());
    EXPECT_TRUE(fs::is_empty(folder / "autosave"));
}

TEST(Autosave, WhatIsOfferedToOneInstanceIsNotOfferedToAnother) {
    const TemporaryFolder folder;
    crash_with(folder.path(), session_of(0.5F), {});
    {
        const auto first = abandoned_sessions(folder.path());
        ASSERT_EQ(first.size(), 1U);
        EXPECT_TRUE(abandoned_sessions(folder.path()).empty());
    }
    EXPECT_EQ(abandoned_sessions(folder.path()).size(), 1U) << "not discarded, offered again";
}

TEST(Autosave, ALivingProgramsSessionIsNotOffered) {
    const TemporaryFolder folder;
    Autosave autosave = started(folder.path());
    autosave.save(session_of(0.5F), {});
    autosave.flush();
    EXPECT_FALSE(autosave.take_error());
    EXPECT_TRUE(abandoned_sessions(folder.path()).empty());
}

TEST(Autosave, AnOrderlyEndLeavesTheLastSessionAndNothingToRecover) {
    const TemporaryFolder folder;
    {
        Autosave autosave = started(folder.path());
        autosave.save(session_of(0.5F), {});
        ASSERT_TRUE(autosave.finish(session_of(0.75F), "/review/cut.seamline"));
    }
    EXPECT_TRUE(abandoned_sessions(folder.path()).empty());
    const auto last = load_session(last_session_file(folder.path()));
    ASSERT_TRUE(last) << last.error().message;
    EXPECT_TRUE(last.value() == session_of(0.75F));
    EXPECT_EQ(last_user_file(folder.path()), "/review/cut.seamline");
}

TEST(Autosave, AnEndWithoutGoodbyeKeepsWhatWasHandedOver) {
    const TemporaryFolder folder;
    started(folder.path()).save(session_of(0.25F), {});
    const auto found = abandoned_sessions(folder.path());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].load().value().volume, 0.25F);
}

TEST(Autosave, TheUsersOwnSaveLeavesNothingToRecover) {
    const TemporaryFolder folder;
    {
        Autosave autosave = started(folder.path());
        autosave.save(session_of(0.5F), {});
        autosave.saved_by_user(7);
        EXPECT_FALSE(autosave.due(7, Autosave::Clock::time_point{} + 1h));
    }
    EXPECT_TRUE(abandoned_sessions(folder.path()).empty());
}

TEST(Autosave, SavesWhenChangesSettleAndNoLaterThanTheLongestWait) {
    const TemporaryFolder folder;
    Autosave autosave = Autosave::start(folder.path(), {1000ms, 10000ms}).value();
    const Autosave::Clock::time_point start{};
    EXPECT_FALSE(autosave.due(0, start)) << "nothing changed";
    EXPECT_FALSE(autosave.due(1, start));
    EXPECT_FALSE(autosave.due(1, start + 999ms));
    EXPECT_TRUE(autosave.due(1, start + 1000ms));
    autosave.save({}, {});
    EXPECT_FALSE(autosave.due(1, start + 1h)) << "written already";
    std::uint64_t revision = 1;
    for (auto at = 0ms; at < 10000ms; at += 500ms)
        EXPECT_FALSE(autosave.due(++revision, start + 2h + at)) << at.count();
    EXPECT_TRUE(autosave.due(++revision, start + 2h + 10000ms))
        << "never settles, saved all the same";
}

TEST(Autosave, AFolderThatCannotBeWrittenIsOneLine) {
    const TemporaryFolder folder;
    test::write_text(folder / "file", "x");
    const auto autosave = Autosave::start(folder / "file");
    ASSERT_FALSE(autosave);
    EXPECT_EQ(autosave.error().code, ErrorCode::Io);
    EXPECT_TRUE(abandoned_sessions(folder / "none").empty());
}

TEST(Autosave, AWriteThatFailsIsToldOnce) {
    const TemporaryFolder folder;
    Autosave autosave = started(folder / "a");
    fs::remove_all(folder / "a");
    autosave.save(session_of(1), {});
    autosave.flush();
    const auto error = autosave.take_error();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::Io);
    EXPECT_FALSE(autosave.take_error());
}

} // namespace
} // namespace seamline::session
