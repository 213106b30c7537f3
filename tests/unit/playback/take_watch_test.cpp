#include "app/playback/take_watch.h"

#include "tests/support/clip_maker.h"
#include "tests/unit/playback/fake_take.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace seamline::playback {
namespace {

using namespace std::chrono_literals;
using test::write_text;
namespace fs = std::filesystem;

class TakeWatchTest : public testing::Test {
protected:
    TakeWatchTest() { fs::create_directory(folder_ / "in"); }
    fs::path in(const std::string& name) const { return folder_ / "in" / name; }
    TakeWatch watch(const fs::path& table = {}) const {
        return TakeWatch({folder_ / "in", "{shot}_v{version}", table}, 2000ms,
                         test::read_fake_take);
    }
    /// What arrives while the clock goes on.
    std::vector<TakeWatch::Arrival> during(TakeWatch& watch, std::chrono::milliseconds time) {
        std::vector<TakeWatch::Arrival> all;
        gone_.clear();
        broken_.clear();
        for (const auto end = now_ + time; now_ < end;) {
            now_ += 500ms;
            TakeWatch::News news = watch.look(now_, review_, {});
            std::ranges::move(news.arrived, std::back_inserter(all));
            std::ranges::move(news.gone, std::back_inserter(gone_));
            std::ranges::move(news.broken, std::back_inserter(broken_));
        }
        return all;
    }

    test::TemporaryFolder folder_;
    review::Review review_;
    TakeWatch::Clock::time_point now_{1000s};
    std::vector<fs::path> gone_;
    std::vector<TakeWatch::Broken> broken_;
};

TEST_F(TakeWatchTest, WhatIsNoMovieIsToldOnceAfterARest) {
    write_text(in("old.mp4"), "was there");
    fs::last_write_time(in("old.mp4"), fs::file_time_type::clock::now() - 1h);
    TakeWatch watch = this->watch();
    during(watch, 20s);
    EXPECT_TRUE(broken_.empty()) << "with every start it would be told again";
    write_text(in("SH010_v1.mp4"), "head");
    during(watch, 6s);
    EXPECT_TRUE(broken_.empty()) << "its writer may only pause";
    during(watch, 10s);
    ASSERT_EQ(broken_.size(), 1U);
    EXPECT_EQ(broken_[0].path, in("SH010_v1.mp4"));
    EXPECT_NE(broken_[0].why.find("no movie"), std::string::npos);
    during(watch, 30s);
    EXPECT_TRUE(broken_.empty()) << "once";
    write_text(in("SH010_v1.mp4"), "head and more");
    during(watch, 20s);
    EXPECT_EQ(broken_.size(), 1U) << "it changed";
    write_text(in("SH010_v1.mp4"), "movie 1");
    EXPECT_EQ(during(watch, 20s).size(), 1U);
    EXPECT_TRUE(broken_.empty());
}

TEST_F(TakeWatchTest, AMovieArrivesOnceItReadsAsOne) {
    TakeWatch watch = this->watch();
    EXPECT_TRUE(during(watch, 1s).empty());
    write_text(in("SH010_v1.mp4"), "head"); // Its writer paused for long.
    EXPECT_TRUE(during(watch, 6s).empty());
    ASSERT_EQ(watch.status().unread.size(), 1U);
    EXPECT_NE(watch.status().unread.at("SH010_v1.mp4").find("no movie"), std::string::npos);
    write_text(in("SH010_v1.mp4"), "movie 1, whole");
    const auto arrived = during(watch, 6s);
    ASSERT_EQ(arrived.size(), 1U);
    EXPECT_EQ(arrived[0].take.path, in("SH010_v1.mp4"));
    EXPECT_EQ(arrived[0].take.medium->media_id,
              "xxh3-128:" + std::string(18, '0') + "movie 1, whole");
    EXPECT_FALSE(arrived[0].was_there);
    EXPECT_TRUE(watch.status().unread.empty());
    EXPECT_EQ(watch.status().movies, 1U);
    fs::remove(in("SH010_v1.mp4"));
    EXPECT_TRUE(during(watch, 3s).empty());
    EXPECT_EQ(gone_, std::vector<fs::path>{in("SH010_v1.mp4")});
}

TEST_F(TakeWatchTest, MuchAtOnceIsReadInParts) {
    for (int i = 0; i < 20; ++i) {
        const std::string name = "SH010_v" + std::to_string(i) + ".mp4";
        write_text(in(name), "movie " + std::to_string(i));
        fs::last_write_time(in(name), fs::file_time_type::clock::now() - 1h);
    }
    TakeWatch watch = this->watch();
    const TakeWatch::News first = watch.look(now_, review_, {}, 8);
    EXPECT_EQ(first.arrived.size(), 8U);
    EXPECT_TRUE(first.arrived[0].was_there);
    EXPECT_TRUE(first.has_more);
    EXPECT_TRUE(watch.look(now_, review_, [] { return true; }, 8).arrived.empty()) << "cancelled";
    EXPECT_EQ(watch.look(now_, review_, {}, 8).arrived.size(), 8U);
    const TakeWatch::News last = watch.look(now_, review_, {}, 8);
    EXPECT_EQ(last.arrived.size(), 4U);
    EXPECT_FALSE(last.has_more);
    EXPECT_EQ(last.arrived[3].take.path, in("SH010_v19.mp4"));
}

TEST_F(TakeWatchTest, ANoteThatIsWrittenLaterBringsItsMovieAgain) {
    TakeWatch watch = this->watch();
    during(watch, 1s);
    write_text(in("a.mov"), "movie a");
    ASSERT_EQ(during(watch, 5s).size(), 1U);
    write_text(in("a.json"), R"({"shot": "SH010", "prompt": "rain"})");
    const auto again = during(watch, 5s);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].take.sidecar->shot, "SH010");
    EXPECT_EQ(again[0].take.sidecar->facts.prompt, "rain");
    write_text(in("nobody.json"), "{}");
    EXPECT_TRUE(during(watch, 5s).empty());
    write_text(in("a.json"), "{");
    const auto damaged = during(watch, 5s);
    ASSERT_EQ(damaged.size(), 1U);
    EXPECT_NE(damaged[0].take.problem.find("a.json"), std::string::npos);
}

TEST_F(TakeWatchTest, ATableTellsOfMoviesThatCome) {
    write_text(in("takes.csv"), "file,shot\na.mp4,SH010\n");
    TakeWatch watch = this->watch(in("takes.csv"));
    during(watch, 1s);
    write_text(in("a.mp4"), "movie a");
    const auto arrived = during(watch, 5s);
    ASSERT_EQ(arrived.size(), 1U);
    EXPECT_EQ(arrived[0].take.table->shot, "SH010");
    write_text(in("takes.csv"), "file,shot,generator\na.mp4,SH010,Veo 3.1\n");
    const auto again = during(watch, 5s);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].take.table->facts.generator, "Veo 3.1");
    write_text(in("takes.csv"), "no,table\n1\n");
    during(watch, 5s);
    write_text(in("b.mp4"), "movie b");
    EXPECT_EQ(during(watch, 5s).size(), 1U) << "it is a take all the same";
    fs::remove_all(folder_ / "in");
    during(watch, 20s);
    EXPECT_NE(watch.status().problem, "");
}

TEST(ReadTake, ReadsARealMovieAndRefusesWhatIsNone) {
    const test::TemporaryFolder folder;
    setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
    const fs::path clip =
        test::make_bar_code_clip("take-watch.mp4", 64, 36, 12, "25", "-c:v libx264 -g 12");
    const auto medium = read_take(clip, {}, {});
    ASSERT_TRUE(medium) << medium.error().message;
    EXPECT_EQ(medium.value().frame_count, 12);
    EXPECT_EQ(medium.value().frame_rate, Rational(25));
    EXPECT_EQ(medium.value().path, fs::absolute(clip));
    EXPECT_EQ(medium.value().media_id.substr(0, 9), "xxh3-128:");
    review::Review known;
    known.media.push_back(medium.value());
    known.media[0].name = "the one with rain";
    EXPECT_EQ(read_take(clip, known, {}).value(), known.media[0]) << "as the review knows it there";
    known.media[0].path = "/elsewhere/x.mp4";
    EXPECT_EQ(read_take(clip, known, {}).value().name, "the one with rain") << "moved, not renamed";
    write_text(folder / "half.mp4", test::read_text(clip).substr(0, 1000));
    EXPECT_FALSE(read_take(folder / "half.mp4", {}, {}));
    EXPECT_FALSE(read_take(folder / "gone.mp4", {}, {}));
}

} // namespace
} // namespace seamline::playback
