#include "app/session/folder_watch.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <unistd.h>

namespace seamline::session {
namespace {

using namespace std::chrono_literals;
using test::write_text;
namespace fs = std::filesystem;

/// Both ways to notice: told by inotify, and by looking only.
class FolderWatchTest : public testing::TestWithParam<bool> {
protected:
    FolderWatch watch(std::size_t most = 20'000) {
        FolderWatch::Options options;
        options.use_inotify = GetParam();
        options.most_files = most;
        options.wanted = [](std::string_view name) { return name.ends_with(".mp4"); };
        return FolderWatch(folder_.path() / "in", std::move(options));
    }
    /// Names that settle while the clock goes on for `time`, half a second at a time.
    std::vector<std::string> during(FolderWatch& watch, std::chrono::milliseconds time) {
        std::vector<std::string> names;
        gone_.clear();
        for (auto end = now_ + time; now_ < end;) {
            now_ += 500ms;
            const FolderWatch::News news = watch.poll(now_);
            for (const auto& settled : news.settled)
                names.push_back(settled.path.filename().string());
            for (const fs::path& path : news.gone) gone_.push_back(path.filename().string());
        }
        return names;
    }
    fs::path in(const std::string& name) const { return folder_.path() / "in" / name; }

    using Names = std::vector<std::string>;
    test::TemporaryFolder folder_;
    FolderWatch::Clock::time_point now_{1000s};
    Names gone_;
};

TEST_P(FolderWatchTest, ANewFileCountsOnceItHasRestedForTwoSeconds) {
    fs::create_directory(folder_ / "in");
    FolderWatch watch = this->watch();
    EXPECT_EQ(during(watch, 3s), Names{});
    EXPECT_EQ(watch.uses_inotify(), GetParam());
    write_text(in("a.mp4"), "whole");
    write_text(in("notes.txt"), "not wanted");
    // Looked at within two seconds at the latest, and two more to rest.
    EXPECT_EQ(during(watch, 4500ms), Names{"a.mp4"});
    EXPECT_EQ(during(watch, 60s), Names{}) << "once";
    EXPECT_EQ(watch.files(), 1U);
}

TEST_P(FolderWatchTest, ItIsNotToldBeforeTheTwoSecondsAreOver) {
    fs::create_directory(folder_ / "in");
    FolderWatch watch = this->watch();
    EXPECT_EQ(during(watch, 1s), Names{});
    write_text(in("a.mp4"), "whole");
    EXPECT_EQ(during(watch, 2s), Names{}) << "noticed after a step at the earliest";
    EXPECT_EQ(during(watch, 2500ms), Names{"a.mp4"});
}

TEST_P(FolderWatchTest, AFileThatGrowsIsWaitedFor) {
    fs::create_directory(folder_ / "in");
    FolderWatch watch = this->watch();
    during(watch, 1s);
    for (int i = 0; i < 20; ++i) {
        std::ofstream(in("a.mp4"), std::ios::app) << "some more";
        EXPECT_EQ(during(watch, 1500ms), Names{}) << i;
    }
    EXPECT_EQ(during(watch, 5s), Names{"a.mp4"});
    // A pause in writing that was taken for the end: told again when it rests again.
    std::ofstream(in("a.mp4"), std::ios::app) << "the rest";
    EXPECT_EQ(during(watch, 5s), Names{"a.mp4"});
}

TEST_P(FolderWatchTest, WhatWasThereIsToldAtOnceAndMarkedSo) {
    write_text(in("take10.mp4"), "old");
    write_text(in("take9.mp4"), "old");
    write_text(in("fresh.mp4"), "being written perhaps");
    for (const char* old : {"take9.mp4", "take10.mp4"})
        fs::last_write_time(in(old), fs::file_time_type::clock::now() - 1h);
    FolderWatch watch = this->watch();
    const FolderWatch::News news = watch.poll(now_);
    ASSERT_EQ(news.settled.size(), 2U);
    EXPECT_EQ(news.settled[0].path, in("take9.mp4")) << "as people count";
    EXPECT_TRUE(news.settled[0].was_there && news.settled[1].was_there);
    now_ += 2500ms;
    const FolderWatch::News later = watch.poll(now_);
    ASSERT_EQ(later.settled.size(), 1U);
    EXPECT_EQ(later.settled[0].path, in("fresh.mp4"));
    EXPECT_FALSE(later.settled[0].was_there);
}

TEST_P(FolderWatchTest, AFileThatIsRenamedInIsTold) {
    fs::create_directory(folder_ / "in");
    write_text(in("a.mp4.part"), "downloaded");
    write_text(folder_ / "elsewhere.mp4", "moved");
    // Their own times are old: that they came now is what counts.
    for (const fs::path& path : {in("a.mp4.part"), folder_ / "elsewhere.mp4"})
        fs::last_write_time(path, fs::file_time_type::clock::now() - 1h);
    FolderWatch watch = this->watch();
    EXPECT_EQ(during(watch, 1s), Names{});
    fs::rename(in("a.mp4.part"), in("a.mp4"));
    fs::rename(folder_ / "elsewhere.mp4", in("b.mp4"));
    EXPECT_EQ(during(watch, 4500ms), (Names{"a.mp4", "b.mp4"}));
    fs::rename(in("b.mp4"), in("c.mp4"));
    EXPECT_EQ(during(watch, 4500ms), Names{"c.mp4"});
    EXPECT_EQ(gone_, Names{"b.mp4"});
}

TEST_P(FolderWatchTest, ADeletedFileIsGoneAndNewWhenItComesBack) {
    fs::create_directory(folder_ / "in");
    FolderWatch watch = this->watch();
    during(watch, 1s);
    write_text(in("a.mp4"), "whole");
    EXPECT_EQ(during(watch, 4500ms), Names{"a.mp4"});
    fs::remove(in("a.mp4"));
    write_text(in("never-whole.mp4"), "x");
    during(watch, 1s);
    fs::remove(in("never-whole.mp4"));
    EXPECT_EQ(during(watch, 3s), Names{});
    EXPECT_EQ(watch.files(), 0U);
    write_text(in("a.mp4"), "whole");
    EXPECT_EQ(during(watch, 4500ms), Names{"a.mp4"});
}

TEST_P(FolderWatchTest, AThousandFilesAreAllTold) {
    fs::create_directory(folder_ / "in");
    FolderWatch watch = this->watch();
    during(watch, 1s);
    Names expected;
    for (int i = 0; i < 1000; ++i) {
        expected.push_back("take" + std::to_string(i) + ".mp4");
        write_text(in(expected.back()), "whole");
    }
    EXPECT_EQ(during(watch, 5s), expected);
    EXPECT_EQ(during(watch, 20s), Names{});
    for (const std::string& name : expected) fs::remove(in(name));
    during(watch, 3s);
    EXPECT_EQ(watch.files(), 0U);
}

TEST_P(FolderWatchTest, AFolderThatGoesIsOneLineAndComesBackWithWhatIsNewInIt) {
    write_text(in("a.mp4"), "whole");
    FolderWatch watch = this->watch();
    EXPECT_EQ(during(watch, 4500ms), Names{"a.mp4"});
    EXPECT_EQ(watch.problem(), "");
    fs::rename(folder_ / "in", folder_ / "away");
    EXPECT_EQ(during(watch, 20s), Names{});
    EXPECT_NE(watch.problem().find("No such file"), std::string::npos) << watch.problem();
    EXPECT_NE(watch.problem().find("in"), std::string::npos);
    EXPECT_EQ(watch.problem().find('\n'), std::string::npos);
    fs::rename(folder_ / "away", folder_ / "in");
    write_text(in("b.mp4"), "whole");
    EXPECT_EQ(during(watch, 20s), Names{"b.mp4"}) << "what was known stays known";
    EXPECT_EQ(watch.problem(), "");
    EXPECT_EQ(watch.uses_inotify(), GetParam());
    write_text(in("c.mp4"), "whole");
    EXPECT_EQ(during(watch, 4500ms), Names{"c.mp4"}) << "and it is listened to again";
    fs::remove_all(folder_ / "in");
    EXPECT_EQ(during(watch, 20s), Names{});
    EXPECT_NE(watch.problem(), "");
}

TEST_P(FolderWatchTest, WhatIsNoFolderIsOneLine) {
    write_text(folder_ / "in", "a file");
    FolderWatch watch = this->watch();
    EXPECT_EQ(during(watch, 1s), Names{});
    EXPECT_NE(watch.problem().find("Not a directory"), std::string::npos) << watch.problem();
}

TEST_P(FolderWatchTest, AFolderThatMayNotBeReadIsOneLine) {
    if (::geteuid() == 0) GTEST_SKIP() << "NOT TESTED: root may read everything";
    fs::create_directory(folder_ / "in");
    fs::permissions(folder_ / "in", fs::perms::none);
    FolderWatch watch = this->watch();
    during(watch, 1s);
    EXPECT_NE(watch.problem().find("Permission denied"), std::string::npos) << watch.problem();
    fs::permissions(folder_ / "in", fs::perms::owner_all);
}

TEST_P(FolderWatchTest, TooManyFilesAreOneLine) {
    for (int i = 0; i < 11; ++i) write_text(in(std::to_string(i) + ".mp4"), "x");
    FolderWatch watch = this->watch(10);
    EXPECT_EQ(during(watch, 5s), Names{});
    EXPECT_NE(watch.problem().find("more than 10 files"), std::string::npos) << watch.problem();
    fs::remove(in("0.mp4"));
    EXPECT_EQ(during(watch, 20s).size(), 10U);
}

INSTANTIATE_TEST_SUITE_P(ToldAndLooking, FolderWatchTest, testing::Bool(),
                         [](const auto& way) { return way.param ? "Inotify" : "Looking"; });

} // namespace
} // namespace seamline::session
