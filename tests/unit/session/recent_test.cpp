#include "app/session/recent.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

using test::TemporaryFolder;

TEST(RecentFiles, TheNewestIsFirstAndNothingIsTwiceThere) {
    const TemporaryFolder folder;
    RecentFiles recent(folder / "recent.json");
    ASSERT_TRUE(recent.add("/takes/a.mp4", RecentKind::Media));
    ASSERT_TRUE(recent.add("/r/cut.seamline", RecentKind::Session));
    ASSERT_TRUE(recent.add("/takes/x/../a.mp4", RecentKind::Media));
    const std::vector<RecentEntry> expected{{"/takes/a.mp4", RecentKind::Media},
                                            {"/r/cut.seamline", RecentKind::Session}};
    EXPECT_EQ(recent.entries(), expected);
    EXPECT_EQ(RecentFiles(folder / "recent.json").entries(), expected) << "read again";
}

TEST(RecentFiles, TwoProgramsDoNotLoseEachOthersEntries) {
    const TemporaryFolder folder;
    RecentFiles one(folder / "recent.json");
    RecentFiles two(folder / "recent.json");
    ASSERT_TRUE(one.add("/a", RecentKind::Media));
    ASSERT_TRUE(two.add("/b", RecentKind::Media));
    EXPECT_EQ(two.entries().size(), 2U);
}

TEST(RecentFiles, TheListIsShort) {
    const TemporaryFolder folder;
    RecentFiles recent(folder / "recent.json");
    for (int i = 0; i < 60; ++i)
        ASSERT_TRUE(recent.add("/takes/" + std::to_string(i), RecentKind::Media));
    EXPECT_EQ(recent.entries().size(), RecentFiles::kMost);
    EXPECT_EQ(recent.entries().front().path, "/takes/59");
    EXPECT_EQ(recent.folders(5), std::vector<std::filesystem::path>{"/takes"});
}

TEST(RecentFiles, ABrokenFileIsAnEmptyList) {
    const TemporaryFolder folder;
    test::write_text(folder / "recent.json", "{\"entries\": [{\"path\": 3}]}");
    RecentFiles recent(folder / "recent.json");
    EXPECT_TRUE(recent.entries().empty());
    EXPECT_TRUE(recent.add("/a", RecentKind::Media));
    ASSERT_TRUE(recent.remove("/a"));
    EXPECT_TRUE(RecentFiles(folder / "recent.json").entries().empty());
}

TEST(RecentFiles, ADiskThatRefusesIsAnErrorButTheListHasTheEntry) {
    const TemporaryFolder folder;
    RecentFiles recent(folder / "missing/recent.json");
    EXPECT_FALSE(recent.add("/a", RecentKind::Media));
    EXPECT_EQ(recent.entries().size(), 1U);
}

} // namespace
} // namespace seamline::session
