#include "app/ui/file_browser_model.h"

#include "decode/media/natural_order.h"

#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using test::write_text;
using Kind = BrowserRow::Kind;

std::vector<std::string> labels(std::span<const BrowserRow> rows) {
    std::vector<std::string> all;
    for (const BrowserRow& row : rows) all.push_back(row.label);
    return all;
}

using Labels = std::vector<std::string>;

TEST(NaturalOrder, NumbersCountByValueAndCaseDoesNot) {
    Labels names{"take 10", "Take 2", "take 2b", "take 02", "alpha", "take"};
    std::ranges::sort(names, natural_less);
    EXPECT_EQ(names, (Labels{"alpha", "take", "Take 2", "take 02", "take 2b", "take 10"}));
    EXPECT_FALSE(natural_less("a1", "a1"));
    EXPECT_TRUE(natural_less("a99999999999999999999998", "a99999999999999999999999"));
}

TEST(BrowserRows, FoldersComeFirstAndSequencesAreOneRow) {
    std::vector<std::string> files{"b.mp4", "a.mov", "still.png"};
    for (int i = 1001; i <= 1100; ++i)
        if (i != 1005 && i != 1006)
            files.push_back(std::string("shot.").append(std::to_string(i)) + ".exr");
    const auto rows = browser_rows("/r", {"z", "Y10", "y9"}, files);
    EXPECT_EQ(labels(rows),
              (Labels{"y9", "Y10", "z", "a.mov", "b.mp4", "shot.[1001-1100].exr", "still.png"}));
    EXPECT_EQ(rows[5].kind, Kind::Sequence);
    EXPECT_EQ(rows[5].missing, 2);
    EXPECT_EQ(rows[5].path, "/r/shot.%04d.exr");
    EXPECT_EQ(rows[4].path, "/r/b.mp4");
}

TEST(BrowserRows, UnpaddedNumbersAreOneSequence) {
    std::vector<std::string> files;
    for (int i = 1; i <= 120; ++i)
        files.push_back(std::string("f").append(std::to_string(i)) + ".png");
    const auto rows = browser_rows("/r", {}, files);
    ASSERT_EQ(labels(rows), (Labels{"f[1-120].png"}));
    EXPECT_EQ(rows[0].path, "/r/f%d.png");
    EXPECT_EQ(rows[0].missing, 0);
}

TEST(BrowserRows, PaddingGoesOnPastItsDigits) {
    const auto rows = browser_rows(
        "/r", {}, {"f.0998.png", "f.0999.png", "f.1000.png", "g.9999.png", "g.10000.png"});
    ASSERT_EQ(labels(rows), (Labels{"f.[0998-1000].png", "g.[9999-10000].png"}));
    EXPECT_EQ(rows[1].path, "/r/g.%04d.png");
}

TEST(BrowserRows, DifferentPaddingIsADifferentSequence) {
    const auto rows = browser_rows("/r", {}, {"f.01.png", "f.02.png", "f.0001.png", "f.0002.png"});
    EXPECT_EQ(labels(rows), (Labels{"f.[0001-0002].png", "f.[01-02].png"}));
}

TEST(BrowserRows, WhatOnlyLooksLikeASequenceStaysFiles) {
    const auto rows = browser_rows(
        "/r", {},
        {"take1.mp4", "take2.mp4", "lone.0001.exr", "20261122135501.png", "20261122135502.png"});
    EXPECT_EQ(rows.size(), 5U);
    for (const BrowserRow& row : rows) EXPECT_EQ(row.kind, Kind::File) << row.label;
}

TEST(BrowserRows, ANameWithAPercentSignIsOpenedByItsFirstFile) {
    const auto rows = browser_rows("/r", {}, {"50%.0002.png", "50%.0001.png"});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].path, "/r/50%.0001.png");
}

class FileBrowserTest : public testing::Test {
protected:
    FileBrowserTest() {
        for (const char* name : {"a.mp4", "b.mov", "notes.txt", ".hidden.mp4", "s.seamline",
                                 "sub/c.mp4", "sub/f.001.png", "sub/f.002.png"})
            write_text(folder_ / name, name);
    }
    TemporaryFolder folder_;
};

/// Waits until nothing is being read any more.
void settle(FileBrowserModel& model) {
    do {
        model.poll();
        std::this_thread::yield();
    } while (model.is_reading());
}

TEST_F(FileBrowserTest, ShowsMediaAndHidesTheRestUntilAsked) {
    FileBrowserModel model(folder_.path());
    settle(model);
    EXPECT_EQ(labels(model.rows()), (Labels{"sub", "a.mp4", "b.mov", "s.seamline"}));
    model.set_media_only(false);
    EXPECT_EQ(labels(model.rows()), (Labels{"sub", "a.mp4", "b.mov", "notes.txt", "s.seamline"}));
    model.set_hidden_shown(true);
    EXPECT_EQ(model.rows().size(), 6U);
    model.set_search("MO");
    EXPECT_EQ(labels(model.rows()), (Labels{"b.mov"}));
}

TEST_F(FileBrowserTest, GoesIntoFoldersAndBackWithTheCursorWhereItWas) {
    FileBrowserModel model(folder_.path());
    settle(model);
    EXPECT_TRUE(model.activate().empty());
    settle(model);
    EXPECT_EQ(model.folder(), folder_ / "sub");
    EXPECT_EQ(labels(model.rows()), (Labels{"c.mp4", "f.[001-002].png"}));
    EXPECT_FALSE(model.details(1)) << "asking looks at no disk";
    while (!model.details(1)) model.poll();
    EXPECT_EQ(model.details(1)->size_bytes, std::string("sub/f.001.png").size());
    model.go_up();
    settle(model);
    EXPECT_EQ(model.folder(), folder_.path());
    EXPECT_EQ(model.cursor(), 0U);
    model.go("sub/c.mp4");
    settle(model);
    EXPECT_EQ(model.chosen(), std::vector<fs::path>{folder_ / "sub/c.mp4"});
    model.go_back();
    settle(model);
    EXPECT_EQ(model.folder(), folder_.path());
}

TEST_F(FileBrowserTest, ChoosesTheMarkedRowsElseTheOneAtTheCursor) {
    FileBrowserModel model(folder_.path());
    settle(model);
    model.move_cursor(2);
    EXPECT_EQ(model.activate(), std::vector<fs::path>{folder_ / "b.mov"});
    model.move_cursor(-100);
    model.mark_to(2);
    EXPECT_EQ(model.activate(), (std::vector<fs::path>{folder_ / "a.mp4", folder_ / "b.mov"}))
        << "folders are never marked";
    model.toggle_mark(1);
    model.toggle_mark(2);
    model.move_cursor(1000);
    EXPECT_EQ(model.cursor(), model.rows().size() - 1);
    model.type_ahead("a");
    EXPECT_EQ(model.chosen(), std::vector<fs::path>{folder_ / "a.mp4"});
}

TEST_F(FileBrowserTest, AFolderThatCannotBeReadIsALineAndNothingMoves) {
    FileBrowserModel model(folder_.path());
    settle(model);
    model.go("none");
    settle(model);
    EXPECT_EQ(model.folder(), folder_.path());
    EXPECT_NE(model.error().find("none"), std::string::npos);
    EXPECT_EQ(model.error().find('\n'), std::string::npos);
    EXPECT_FALSE(model.rows().empty());
    model.go("sub/");
    settle(model);
    EXPECT_TRUE(model.error().empty());
    EXPECT_EQ(model.folder(), folder_ / "sub");
}

TEST_F(FileBrowserTest, AFolderThatIsGoneStartsAtItsNearestParent) {
    FileBrowserModel model(folder_ / "sub/gone/deeper");
    settle(model);
    EXPECT_EQ(model.folder(), folder_ / "sub");
}

TEST_F(FileBrowserTest, RefreshingKeepsTheCursorOnItsFile) {
    FileBrowserModel model(folder_.path());
    settle(model);
    model.move_cursor(2);
    write_text(folder_ / "aa.mp4", "new");
    model.refresh();
    settle(model);
    EXPECT_EQ(model.chosen(), std::vector<fs::path>{folder_ / "b.mov"});
}

TEST_F(FileBrowserTest, AnEmptyFolderHasNothingToChoose) {
    fs::create_directory(folder_ / "empty");
    FileBrowserModel model(folder_ / "empty");
    settle(model);
    model.move_cursor(1);
    model.mark_to(3);
    model.type_ahead("a");
    EXPECT_TRUE(model.activate().empty());
    EXPECT_FALSE(model.details(0));
}

TEST_F(FileBrowserTest, BookmarksAreFoldersThatExistEachOnce) {
    const std::vector<fs::path> recent{folder_ / "sub", folder_ / "gone", folder_ / "sub"};
    const auto marks = bookmarks(recent);
    ASSERT_FALSE(marks.empty());
    EXPECT_EQ(marks.back().label, "sub");
    EXPECT_EQ(std::ranges::count(marks, folder_ / "sub", &Bookmark::folder), 1);
}

/// A disk that answers when it is told to.
class SlowDisk {
public:
    FolderDisk disk() {
        FolderDisk slow;
        slow.read = [state = state_](const FolderQuery& query, const std::function<bool()>& gone) {
            {
                std::unique_lock lock(state->mutex);
                ++state->asked;
                state->answered.wait(lock,
                                     [&] { return state->dead.count(query.folder.string()) == 0; });
            }
            FolderListing listing = read_folder(query, gone);
            const std::scoped_lock lock(state->mutex);
            if (gone()) ++state->cancelled;
            return listing;
        };
        return slow;
    }
    void hang(const fs::path& folder) {
        const std::scoped_lock lock(state_->mutex);
        state_->dead.insert(folder.string());
    }
    void answer() {
        const std::scoped_lock lock(state_->mutex);
        state_->dead.clear();
        state_->answered.notify_all();
    }
    int asked() const {
        const std::scoped_lock lock(state_->mutex);
        return state_->asked;
    }
    int cancelled() const {
        const std::scoped_lock lock(state_->mutex);
        return state_->cancelled;
    }
    ~SlowDisk() { answer(); }

private:
    /// Outlives the threads that hang in it.
    struct State {
        std::mutex mutex;
        std::condition_variable answered;
        std::set<std::string> dead;
        int asked = 0;
        int cancelled = 0;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

TEST_F(FileBrowserTest, AFolderThatDoesNotAnswerLeavesTheListUsable) {
    SlowDisk slow;
    FileBrowserModel model(folder_.path(), slow.disk());
    settle(model);
    slow.hang(folder_.path()); // Typed paths are relative to it.
    EXPECT_TRUE(model.activate().empty());
    EXPECT_FALSE(model.poll());
    EXPECT_TRUE(model.is_reading());
    EXPECT_NE(model.reading().find("sub"), std::string::npos);
    EXPECT_EQ(model.folder(), folder_.path());
    EXPECT_EQ(model.rows().size(), 4U);
    EXPECT_TRUE(model.activate().empty()) << "no row of the folder that is being left is opened";
    model.stop_reading();
    EXPECT_FALSE(model.is_reading());
    model.move_cursor(1);
    EXPECT_EQ(model.activate(), std::vector<fs::path>{folder_ / "a.mp4"});
}

TEST_F(FileBrowserTest, TheLatestFolderWinsWhateverComesFirst) {
    SlowDisk slow;
    FileBrowserModel model(folder_.path(), slow.disk());
    settle(model);
    slow.hang(folder_.path());
    model.go("sub");
    while (slow.asked() < 2) std::this_thread::yield();
    model.go_up();
    settle(model);
    EXPECT_EQ(model.folder(), folder_.path().parent_path());
    slow.answer();
    while (slow.cancelled() < 1) std::this_thread::yield();
    EXPECT_FALSE(model.poll()) << "what was cancelled arrives nowhere";
    EXPECT_EQ(model.folder(), folder_.path().parent_path());
}

TEST_F(FileBrowserTest, AModelGoesWhileItsDiskHangs) {
    SlowDisk slow;
    slow.hang(folder_.path());
    {
        FileBrowserModel model(folder_.path(), slow.disk());
        while (slow.asked() < 1) std::this_thread::yield();
        EXPECT_TRUE(model.rows().empty());
    }
    slow.answer();
    while (slow.cancelled() < 1) std::this_thread::yield();
}

TEST_F(FileBrowserTest, TooManyFoldersThatHangAreALine) {
    SlowDisk slow;
    FileBrowserModel model(folder_.path(), slow.disk());
    settle(model);
    slow.hang(folder_.path());
    for (int i = 0; i < 20; ++i) model.refresh();
    EXPECT_NE(model.error().find("do not answer"), std::string::npos);
    EXPECT_FALSE(model.is_reading());
    EXPECT_EQ(model.rows().size(), 4U);
}

TEST(BrowserRows, AHundredThousandFilesAreListed) {
    std::vector<std::string> files;
    for (int i = 0; i < 100'000; ++i)
        files.push_back(std::string("f.").append(std::to_string(i)) + ".exr");
    const auto rows = browser_rows("/r", {}, files);
    EXPECT_EQ(labels(rows), (Labels{"f.[0-99999].exr"}));
}

} // namespace
} // namespace seamline::ui
