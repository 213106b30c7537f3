#include "app/session/file_watch.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::TemporaryFolder;
using test::write_text;
using Kind = FileEvent::Kind;

/// A watch over a folder, on a clock that the test moves.
class FileWatchTest : public testing::Test {
protected:
    std::vector<FileEvent> after(std::chrono::milliseconds time) {
        now_ += time;
        return watch_.poll(now_);
    }
    /// Everything that is told within the next seconds.
    std::vector<FileEvent> told() {
        std::vector<FileEvent> all;
        for (int i = 0; i < 50; ++i)
            for (const FileEvent& event : after(100ms)) all.push_back(event);
        return all;
    }

    TemporaryFolder folder_;
    FileWatch watch_;
    FileWatch::Clock::time_point now_{};
};

TEST_F(FileWatchTest, AChangeIsToldOnceItHasSettled) {
    write_text(folder_ / "a.mp4", "one");
    watch_.watch(7, folder_ / "a.mp4");
    EXPECT_TRUE(told().empty());
    write_text(folder_ / "a.mp4", "longer");
    EXPECT_TRUE(after(10ms).empty());
    EXPECT_TRUE(after(400ms).empty());
    write_text(folder_ / "a.mp4", "longer still");
    EXPECT_TRUE(after(400ms).empty()) << "still being written";
    const std::vector<FileEvent> expected{{7, Kind::Changed}};
    EXPECT_EQ(after(501ms), expected);
    EXPECT_TRUE(told().empty()) << "once";
}

TEST_F(FileWatchTest, AFileReplacedByRenamingHasChanged) {
    write_text(folder_ / "a.mp4", "one");
    watch_.watch(1, folder_ / "a.mp4");
    write_text(folder_ / "new", "two");
    fs::rename(folder_ / "new", folder_ / "a.mp4");
    EXPECT_EQ(told(), (std::vector<FileEvent>{{1, Kind::Changed}}));
}

TEST_F(FileWatchTest, ADeletedFileIsToldAndItsReturnToo) {
    write_text(folder_ / "a.mp4", "one");
    watch_.watch(1, folder_ / "a.mp4");
    fs::remove(folder_ / "a.mp4");
    EXPECT_EQ(told(), (std::vector<FileEvent>{{1, Kind::Deleted}}));
    write_text(folder_ / "a.mp4", "two");
    EXPECT_EQ(told(), (std::vector<FileEvent>{{1, Kind::Changed}}));
}

TEST_F(FileWatchTest, ASequenceOpenedByOneOfItsFilesIsWatchedWhole) {
    for (const char* name : {"shot.0001.png", "shot.0002.png", "shot.0003.png", "other.0001.png"})
        write_text(folder_ / name, "one");
    watch_.watch(1, folder_ / "shot.0001.png");
    EXPECT_TRUE(told().empty());
    const std::vector<FileEvent> changed{{1, Kind::Changed}};
    write_text(folder_ / "shot.0003.png", "two");
    EXPECT_EQ(told(), changed) << "another file's content";
    write_text(folder_ / "shot.0004.png", "new");
    EXPECT_EQ(told(), changed) << "one more file";
    fs::remove(folder_ / "shot.0002.png");
    EXPECT_EQ(told(), changed) << "a file less";
    write_text(folder_ / "other.0001.png", "two");
    write_text(folder_ / "shot.png", "two");
    EXPECT_TRUE(told().empty()) << "files of something else";
    fs::remove(folder_ / "shot.0001.png");
    EXPECT_EQ(told(), (std::vector<FileEvent>{{1, Kind::Deleted}})) << "the file that was opened";
    write_text(folder_ / "shot.0001.png", "again");
    EXPECT_EQ(told(), changed);
}

TEST_F(FileWatchTest, ANumberedStillOrMovieIsNoSequence) {
    write_text(folder_ / "take1.mp4", "one");
    write_text(folder_ / "take2.mp4", "one");
    write_text(folder_ / "alone1.png", "one");
    watch_.watch(1, folder_ / "take1.mp4");
    watch_.watch(2, folder_ / "alone1.png");
    write_text(folder_ / "take2.mp4", "two");
    write_text(folder_ / "alone2.png", "two");
    EXPECT_TRUE(told().empty());
}

TEST_F(FileWatchTest, AFolderThatGoesAndComesBackIsFollowed) {
    write_text(folder_ / "takes/a.mp4", "one");
    watch_.watch(1, folder_ / "takes/a.mp4");
    fs::remove_all(folder_ / "takes");
    EXPECT_EQ(told(), (std::vector<FileEvent>{{1, Kind::Deleted}}));
    write_text(folder_ / "takes/a.mp4", "two");
    EXPECT_EQ(told(), (std::vector<FileEvent>{{1, Kind::Changed}}));
}

TEST_F(FileWatchTest, OtherFilesAndReadersAreNoNews) {
    write_text(folder_ / "a.mp4", "one");
    watch_.watch(1, folder_ / "a.mp4");
    write_text(folder_ / "b.mp4", "two");
    EXPECT_EQ(test::read_text(folder_ / "a.mp4"), "one");
    EXPECT_TRUE(told().empty());
}

TEST_F(FileWatchTest, ASequenceIsWatchedAsAWhole) {
    for (const char* name : {"shot.1001.png", "shot.1002.png"}) write_text(folder_ / name, "x");
    watch_.watch(1, folder_ / "shot.%04d.png");
    watch_.watch(2, folder_ / "shot.1001-1002#.png");
    write_text(folder_ / "shot.notes.png", "x");
    EXPECT_TRUE(told().empty());
    write_text(folder_ / "shot.1002.png", "y");
    EXPECT_EQ(told(), (std::vector<FileEvent>{{1, Kind::Changed}, {2, Kind::Changed}}));
}

TEST_F(FileWatchTest, OnlyTheSessionsSourcesAreWatched) {
    write_text(folder_ / "a.mp4", "one");
    write_text(folder_ / "b.mp4", "one");
    watch_.watch_only(
        {{.key = 1, .path = folder_ / "a.mp4"}, {.key = 2, .path = folder_ / "b.mp4"}});
    write_text(folder_ / "a.mp4", "changed");
    write_text(folder_ / "b.mp4", "changed");
    watch_.watch_only({{.key = 2, .path = folder_ / "b.mp4"}});
    EXPECT_EQ(told(), (std::vector<FileEvent>{{2, Kind::Changed}}));
    watch_.forget(2);
    write_text(folder_ / "b.mp4", "changed again");
    EXPECT_TRUE(told().empty());
}

} // namespace
} // namespace seamline::session
