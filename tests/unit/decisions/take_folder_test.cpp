#include "app/interchange/decisions/take_folder.h"

#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::interchange {
namespace {

using test::write_text;
namespace fs = std::filesystem;

std::vector<std::string> names(const std::vector<fs::path>& paths) {
    std::vector<std::string> found;
    for (const fs::path& path : paths) found.push_back(path.filename().string());
    return found;
}

class TakeFolderTest : public testing::Test {
protected:
    TakeFolder listed(const TableChoice& table = {}) const {
        auto found = list_takes(folder_.path(), table, {});
        EXPECT_TRUE(found) << found.error().message;
        return found ? std::move(found).value() : TakeFolder{};
    }
    test::TemporaryFolder folder_;
};

TEST_F(TakeFolderTest, ListsMoviesInTheOrderInWhichPeopleCount) {
    for (const char* name : {"take10.mp4", "take9.MOV", "._take1.mp4", "notes.txt", "x.mp4.part"})
        write_text(folder_ / name, "x");
    fs::create_directory(folder_ / "folder.mp4");
    const auto movies = movies_in(folder_.path());
    ASSERT_TRUE(movies) << movies.error().message;
    EXPECT_EQ(names(movies.value()), (std::vector<std::string>{"take9.MOV", "take10.mp4"}));
    EXPECT_EQ(movies_in(folder_ / "nowhere").error().code, ErrorCode::NotFound);
}

TEST_F(TakeFolderTest, ReadsNotesBesideTheFiles) {
    write_text(folder_ / "a.mp4", "x");
    write_text(folder_ / "a.mp4.json", R"({"shot": "SH010", "seed": 7})");
    write_text(folder_ / "a.json", R"({"shot": "other"})");
    write_text(folder_ / "b.mov", "x");
    write_text(folder_ / "b.json", R"({"generator": "Veo 3.1"})");
    write_text(folder_ / "c.mp4", "x");
    write_text(folder_ / "c.json", "{");
    const TakeFolder found = listed();
    ASSERT_EQ(found.takes.size(), 3U);
    EXPECT_EQ(found.takes[0].sidecar->shot, "SH010") << "the longer name is meant for it";
    EXPECT_EQ(found.takes[0].sidecar->facts.seed, "7");
    EXPECT_EQ(found.takes[1].sidecar->facts.generator, "Veo 3.1");
    EXPECT_NE(found.takes[2].problem.find("c.json"), std::string::npos) << found.takes[2].problem;
    EXPECT_EQ(movies_of_sidecar(folder_ / "a.mp4.json"), std::vector<fs::path>{folder_ / "a.mp4"});
    const auto of_b = movies_of_sidecar(folder_ / "b.json");
    EXPECT_NE(std::ranges::find(of_b, folder_ / "b.mov"), of_b.end());
}

TEST_F(TakeFolderTest, UsesTheFirstTableThatIsOne) {
    write_text(folder_ / "a.mp4", "x");
    write_text(folder_ / "a review.csv", "frame,note\n1,hello\n");
    TakeFolder found = listed();
    EXPECT_TRUE(found.table.empty());
    EXPECT_NE(found.table_problem.find("column 'file'"), std::string::npos) << found.table_problem;
    write_text(folder_ / "takes.csv", "file,shot\na.mp4,SH020\nmissing.mp4,SH030\n");
    found = listed();
    EXPECT_EQ(found.table, folder_ / "takes.csv");
    EXPECT_EQ(found.table_problem, "");
    EXPECT_EQ(found.takes[0].table->shot, "SH020");
    EXPECT_EQ(found.rows_without_file, std::vector<std::string>{"missing.mp4"});
    EXPECT_EQ(names(found.tables), (std::vector<std::string>{"a review.csv", "takes.csv"}));
    found = listed({fs::path()});
    EXPECT_FALSE(found.takes[0].table) << "none was asked for";
    found = listed({folder_ / "a review.csv"});
    EXPECT_FALSE(found.takes[0].table);
    EXPECT_NE(found.table_problem, "") << "the one that was chosen, and no other";
}

TEST_F(TakeFolderTest, ReadingCanBeCancelled) {
    write_text(folder_ / "a.mp4", "x");
    const auto found = list_takes(folder_.path(), {}, [] { return true; });
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::Cancelled);
}

TEST(FittingPattern, IsTheFirstThatHalfOfTheNamesFit) {
    const auto fitting = [](std::vector<std::string> stems) { return fitting_pattern(stems); };
    EXPECT_EQ(fitting({"SH010_sora_v1", "SH020_veo_v2", "odd"}), "{shot}_{generator}_v{version}");
    EXPECT_EQ(fitting({"SH010_v1", "SH020_v2"}), "{shot}_v{version}");
    EXPECT_EQ(fitting({"SH010_take1", "SH010_take2"}), "{shot}_take{version}");
    EXPECT_EQ(fitting({"SH010-kling-v1"}), "{shot}-{generator}-v{version}");
    EXPECT_EQ(fitting({"SH010_pika"}), "{shot}_{generator}");
    EXPECT_EQ(fitting({"download", "download (1)"}), kTakePatterns[0])
        << "a pattern that fits anything is left to a person";
    EXPECT_EQ(fitting({}), kTakePatterns[0]);
    for (const char* pattern : kTakePatterns) EXPECT_TRUE(review::NamePattern::parse(pattern));
}

} // namespace
} // namespace seamline::interchange
