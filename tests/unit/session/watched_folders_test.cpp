#include "app/session/watched_folders.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

using test::TemporaryFolder;

TEST(WatchedFolderList, KeepsOneEntryPerFolderAndReadsItAgain) {
    const TemporaryFolder folder;
    WatchedFolderList list(folder / "made/watched.json");
    EXPECT_EQ(list.problem(), "");
    ASSERT_TRUE(list.add({"/takes/in", "{shot}_v{version}", ""}));
    ASSERT_TRUE(list.add({"/takes/other/", "{shot}", "/takes/t.csv"}));
    ASSERT_TRUE(list.add({"/takes/x/../in/", "{shot}_{generator}", ""}));
    const std::vector<WatchedFolder> expected{{"/takes/in", "{shot}_{generator}", ""},
                                              {"/takes/other", "{shot}", "/takes/t.csv"}};
    EXPECT_EQ(list.entries(), expected);
    WatchedFolderList again(folder / "made/watched.json");
    EXPECT_EQ(again.entries(), expected);
    ASSERT_TRUE(again.remove("/takes/in"));
    ASSERT_TRUE(list.remove("/takes/nothing"));
    EXPECT_EQ(list.entries().size(), 1U) << "another program's change is kept";
}

TEST(WatchedFolderList, ABrokenFileIsOneLineAndAnEmptyList) {
    const TemporaryFolder folder;
    for (const char* text : {"{", "{\"folders\": [{\"folder\": 3}]}", "{\"folders\": [{}]}"}) {
        test::write_text(folder / "watched.json", text);
        WatchedFolderList list(folder / "watched.json");
        EXPECT_TRUE(list.entries().empty()) << text;
        EXPECT_NE(list.problem().find("watched.json"), std::string::npos) << list.problem();
        EXPECT_EQ(list.problem().find('\n'), std::string::npos);
    }
}

TEST(WatchedFolderList, IsShort) {
    const TemporaryFolder folder;
    WatchedFolderList list(folder / "watched.json");
    for (std::size_t i = 0; i < WatchedFolderList::kMost; ++i)
        ASSERT_TRUE(list.add({"/takes/" + std::to_string(i), "{shot}", ""}));
    EXPECT_FALSE(list.add({"/takes/more", "{shot}", ""}));
    EXPECT_TRUE(list.add({"/takes/3", "{shot}_v{version}", ""})) << "it is there already";
}

} // namespace
} // namespace seamline::session
