#include "app/ui/color_files.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class ColorFilesTest : public testing::Test {
protected:
    ColorFilesTest()
        : folder_(fs::path(testing::TempDir()) / ("color_files." + std::to_string(getpid()))) {
        fs::create_directories(folder_);
        for (const char* name : {"a.cube", "b.cc", "c.spi1d", "config.ocio", "other.cube"})
            write(name, "one");
        session_.sources.resize(2);
        session_.sources[0].source_color.lut_file = folder_ / "a.cube";
        session_.sources[1].source_color.lut_file = folder_ / "a.cube";
        session_.sources[1].source_color.cdl_file = folder_ / "b.cc";
        session_.second_view_color.calibration_lut = folder_ / "c.spi1d";
    }
    ~ColorFilesTest() override { fs::remove_all(folder_); }

    void write(const char* name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }
    /// All that is told within the next seconds, on a clock that the test moves.
    ColorFiles::Changes told() {
        ColorFiles::Changes all;
        for (int i = 0; i < 30; ++i) {
            now_ += 100ms;
            const auto changes = files_.poll(session_, folder_ / "config.ocio", now_);
            all.grades = all.grades || changes.grades;
            all.config = all.config || changes.config;
        }
        return all;
    }

    fs::path folder_;
    session::Session session_;
    ColorFiles files_;
    ColorFiles::Clock::time_point now_{};
};

TEST_F(ColorFilesTest, EveryNamedFileIsWatched) {
    EXPECT_FALSE(told().grades);
    for (const char* name : {"a.cube", "b.cc", "c.spi1d"}) {
        write(name, std::string("longer ") + name);
        const auto changes = told();
        EXPECT_TRUE(changes.grades) << name;
        EXPECT_FALSE(changes.config) << name;
    }
    write("config.ocio", "another");
    const auto changes = told();
    EXPECT_TRUE(changes.config);
    EXPECT_FALSE(changes.grades);
    write("other.cube", "nobody's");
    EXPECT_FALSE(told().grades);
}

TEST_F(ColorFilesTest, FilesReplacedByRenamingAreSeenAndForgottenOnesAreNot) {
    EXPECT_FALSE(told().grades);
    write("new", "saved beside it");
    fs::rename(folder_ / "new", folder_ / "a.cube");
    EXPECT_TRUE(told().grades);
    for (session::Source& source : session_.sources) source.source_color.lut_file.clear();
    EXPECT_FALSE(told().grades);
    write("a.cube", "again");
    EXPECT_FALSE(told().grades);
}

} // namespace
} // namespace seamline::ui
