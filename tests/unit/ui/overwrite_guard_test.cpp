#include "app/ui/overwrite_guard.h"

#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;

class OverwriteGuardTest : public testing::Test {
protected:
    fs::path file(const char* name) {
        test::write_text(folder_ / name, "x");
        return folder_ / name;
    }
    bool may_write(const fs::path& target, const fs::path& own = {}) {
        return !guard_.objection(target, own, sources_);
    }

    const test::TemporaryFolder folder_;
    OverwriteGuard guard_;
    std::vector<session::Source> sources_;
};

TEST_F(OverwriteGuardTest, ANewFileMayBeWritten) {
    EXPECT_TRUE(may_write(folder_ / "new.seamline"));
}

TEST_F(OverwriteGuardTest, AFileThatExistsIsReplacedAtTheSecondTryOnly) {
    const fs::path target = file("review.seamline");
    EXPECT_FALSE(may_write(target));
    EXPECT_TRUE(may_write(target));
    EXPECT_FALSE(may_write(target)) << "the yes was for once";
}

TEST_F(OverwriteGuardTest, AnAnswerHoldsForTheFileThatWasAskedAbout) {
    const fs::path first = file("a.mp4");
    const fs::path second = file("b.mp4");
    EXPECT_FALSE(may_write(first));
    EXPECT_FALSE(may_write(second));
    EXPECT_FALSE(may_write(first));
    guard_.forget();
    EXPECT_FALSE(may_write(first));
}

TEST_F(OverwriteGuardTest, TheReviewsOwnFileIsSavedWithoutAsking) {
    const fs::path own = file("review.seamline");
    EXPECT_TRUE(may_write(own, own));
    EXPECT_TRUE(may_write(folder_ / "sub/../review.seamline", own));
}

TEST_F(OverwriteGuardTest, AnOpenTakeIsNeverReplaced) {
    const fs::path take = file("take.mp4");
    fs::create_symlink(take, folder_ / "link.mp4");
    sources_.push_back({.key = 1, .path = take});
    for (int i = 0; i < 2; ++i) {
        EXPECT_FALSE(may_write(take));
        EXPECT_FALSE(may_write(folder_ / "link.mp4"));
    }
}

TEST_F(OverwriteGuardTest, AFolderIsNeverReplaced) {
    fs::create_directory(folder_ / "movie.mp4");
    EXPECT_FALSE(may_write(folder_ / "movie.mp4"));
    EXPECT_FALSE(may_write(folder_ / "movie.mp4"));
}

TEST_F(OverwriteGuardTest, AFreeNameIsCountedUp) {
    EXPECT_EQ(unused_path(folder_ / "shot.mp4"), folder_ / "shot.mp4");
    file("shot.mp4");
    file("shot_2.mp4");
    EXPECT_EQ(unused_path(folder_ / "shot.mp4"), folder_ / "shot_3.mp4");
}

} // namespace
} // namespace seamline::ui
