// tests/unit/playback/staged_folder_test.cpp: files come into a folder together, or not at all.
#include "app/playback/staged_folder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <set>

namespace seamline::playback {
namespace {

namespace fs = std::filesystem;

class StagedFolderTest : public testing::Test {
protected:
    StagedFolderTest()
        : folder_(fs::temp_directory_path() / ("seamline-staged-" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
    }
    ~StagedFolderTest() override { fs::remove_all(folder_); }

    static void put(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
    static std::string text_of(const fs::path& file) {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::set<std::string> names() const {
        std::set<std::string> all;
        for (const auto& entry : fs::directory_iterator(folder_))
            all.insert(entry.path().filename().string());
        return all;
    }

    fs::path folder_;
};

TEST_F(StagedFolderTest, FilesReplaceThoseOfTheirNamesAndLeaveOthers) {
    fs::create_directory(folder_);
    put(folder_ / "page", "old page");
    put(folder_ / "movie", "old movie");
    put(folder_ / "other", "other");
    {
        const auto staged = StagedFolder::make(folder_);
        ASSERT_TRUE(staged) << staged.error().message;
        put(staged.value()->path() / "page", "page");
        put(staged.value()->path() / "movie", "movie");
        put(staged.value()->path() / "movie_2", "movie 2");
        const auto done = staged.value()->put_in_place({"movie", "movie_2", "page"});
        ASSERT_TRUE(done) << done.error().message;
    }
    EXPECT_EQ(names(), (std::set<std::string>{"movie", "movie_2", "other", "page"}));
    EXPECT_EQ(text_of(folder_ / "page"), "page");
    EXPECT_EQ(text_of(folder_ / "movie"), "movie");
}

TEST_F(StagedFolderTest, AFailureInTheLastStepLeavesWhatWasThere) {
    fs::create_directory(folder_);
    put(folder_ / "page", "old page");
    put(folder_ / "movie", "old movie");
    {
        const auto staged = StagedFolder::make(folder_);
        ASSERT_TRUE(staged);
        put(staged.value()->path() / "movie", "movie");
        // There is no new page to move.
        const auto done = staged.value()->put_in_place({"movie", "page"});
        ASSERT_FALSE(done);
        EXPECT_NE(done.error().message.find("page'"), std::string::npos) << done.error().message;
    }
    EXPECT_EQ(names(), (std::set<std::string>{"movie", "page"}));
    EXPECT_EQ(text_of(folder_ / "page"), "old page");
    EXPECT_EQ(text_of(folder_ / "movie"), "old movie");
}

TEST_F(StagedFolderTest, AFolderOfAFilesNameIsNotReplaced) {
    fs::create_directories(folder_ / "movie" / "of somebody");
    {
        const auto staged = StagedFolder::make(folder_);
        ASSERT_TRUE(staged);
        put(staged.value()->path() / "movie", "movie");
        const auto done = staged.value()->put_in_place({"movie"});
        ASSERT_FALSE(done);
        EXPECT_NE(done.error().message.find("it is a folder"), std::string::npos);
    }
    EXPECT_TRUE(fs::exists(folder_ / "movie" / "of somebody"));
}

// Killed while files were moved: what had been moved away is the only copy.
TEST_F(StagedFolderTest, WhatAKilledProgramHadMovedAwayGoesBackUnlessAllHasCome) {
    const fs::path left = folder_ / ".unfinished-aB3dE6";
    fs::create_directories(left / "replaced");
    put(left / "replaced" / "page", "old page");
    put(left / "replaced" / "movie", "old movie");
    put(left / "page", "new page");
    put(folder_ / "movie", "new movie");
    { ASSERT_TRUE(StagedFolder::make(folder_)); }
    EXPECT_EQ(names(), (std::set<std::string>{"movie", "page"}));
    EXPECT_EQ(text_of(folder_ / "page"), "old page");
    EXPECT_EQ(text_of(folder_ / "movie"), "old movie");

    fs::create_directories(left / "replaced");
    put(left / "replaced" / "page", "older page");
    { ASSERT_TRUE(StagedFolder::make(folder_)); }
    EXPECT_EQ(names(), (std::set<std::string>{"movie", "page"}));
    EXPECT_EQ(text_of(folder_ / "page"), "old page") << "the new ones were all there";
}

TEST_F(StagedFolderTest, AFolderThatGotNothingIsGone) {
    { ASSERT_TRUE(StagedFolder::make(folder_ / "guest")); }
    EXPECT_FALSE(fs::exists(folder_ / "guest"));
}

TEST_F(StagedFolderTest, WhatAKilledProgramLeftGoesAndWhatOneWorksOnStays) {
    fs::create_directory(folder_);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto staged = StagedFolder::make(folder_);
        if (staged) put(staged.value()->path() / "half", "a movie");
        ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(names().size(), 1U) << "the killed one's";
    const std::string left = *names().begin();
    put(folder_ / ".unfinished-notes", "somebody's own file");

    const auto first = StagedFolder::make(folder_);
    ASSERT_TRUE(first);
    EXPECT_FALSE(names().contains(left));
    put(first.value()->path() / "half", "another movie");
    const auto second = StagedFolder::make(folder_);
    ASSERT_TRUE(second);
    EXPECT_TRUE(fs::exists(first.value()->path() / "half")) << "it is being worked on";
    EXPECT_TRUE(names().contains(".unfinished-notes"));
}

} // namespace
} // namespace seamline::playback
