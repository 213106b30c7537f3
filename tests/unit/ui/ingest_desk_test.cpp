#include "app/ui/review/ingest_desk.h"

#include "app/review/actions.h"
#include "app/review/fold.h"
#include "app/review/uuid7.h"
#include "tests/unit/playback/fake_take.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <thread>

namespace seamline::ui {
namespace {

using namespace std::chrono_literals;
using test::write_text;
namespace fs = std::filesystem;

class IngestDeskTest : public testing::Test {
protected:
    IngestDeskTest() { fs::create_directory(folder_ / "in"); }

    std::unique_ptr<IngestDesk> desk() const {
        return std::make_unique<IngestDesk>(
            IngestDesk::Options{folder_ / "watched.json", 200ms, test::read_fake_take});
    }
    void write(const std::string& name, const std::string& text) const {
        write_text(folder_ / "in" / name, text);
        fs::last_write_time(folder_ / "in" / name, fs::file_time_type::clock::now() - 1h);
    }
    /// Until `wanted`, as the main loop would.
    template <typename Wanted> bool wait(IngestDesk& desk, Wanted wanted) {
        for (int i = 0; i < 1000; ++i) {
            desk.follow_dialog(choice_, review_);
            take(desk.follow_watched(IngestDesk::Clock::now(), review_));
            if (wanted()) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    bool wait_until_read(IngestDesk& desk) {
        return wait(desk, [&] { return desk.view().preview && !desk.view().is_reading; });
    }
    /// Watches the folder from now on; what it holds is taken in, but not yet applied.
    IngestDesk::TakenIn watched(IngestDesk& desk) {
        desk.show(folder_ / "in");
        EXPECT_TRUE(wait_until_read(desk));
        choice_.watch = true;
        IngestDesk::TakenIn taken = desk.taken_in();
        EXPECT_TRUE(desk.leave(choice_));
        return taken;
    }
    void take(IngestDesk::Arrived news) {
        std::ranges::move(news.takes, std::back_inserter(arrived_));
        std::ranges::move(news.otherwise, std::back_inserter(otherwise_));
        broken_ += news.broken;
        apply(review::ingest_action("watched folder", news.items, *review_));
    }
    /// What stands after an action.
    void apply(const std::optional<review::Action>& action) {
        if (!action) return;
        std::vector<review::Event> events;
        for (review::Event event : action->events) {
            event.id = last_ = review::uuid7(1'700'000'000'000, last_);
            event.action = event.run = event.id;
            event.author = action->author;
            events.push_back(event);
        }
        fold_.add(events);
        review_ = std::make_shared<const review::Review>(fold_.review());
    }
    std::size_t stack(const std::string& shot) const {
        const auto at = std::ranges::find(review_->shots, shot, &review::Shot::name);
        return at == review_->shots.end() ? 0 : at->takes.size();
    }

    test::TemporaryFolder folder_;
    IngestChoice choice_;
    review::Fold fold_;
    std::string last_ = review::uuid7(1'700'000'000'000);
    IngestDesk::KnownReview review_ = std::make_shared<const review::Review>();
    std::string prompt(const std::string& name) const {
        for (const review::Medium& medium : review_->media)
            for (const review::Take& take : review_->takes)
                if (fs::path(medium.path).stem() == name && medium.media_id == take.media_id)
                    return take.facts.prompt;
        return "no such take";
    }
    review::CoverageClass coverage(const std::string& shot) const {
        const auto at = std::ranges::find(review_->shots, shot, &review::Shot::name);
        return at == review_->shots.end() ? review::CoverageClass::None : at->coverage;
    }

    std::vector<ArrivedTake> arrived_;
    std::vector<ToldOtherwise> otherwise_;
    std::string broken_;
};

TEST_F(IngestDeskTest, PreviewsProposesAPatternAndTakesIn) {
    write("SH010_take1.mp4", "movie 1");
    write("SH010_take2.mp4", "movie 2");
    write("SH020_take1.mp4", "movie 3");
    write("broken.mp4", "dust");
    const auto desk = this->desk();
    desk->show(folder_ / "in" / "");
    EXPECT_TRUE(desk->is_busy());
    ASSERT_TRUE(wait_until_read(*desk));
    EXPECT_TRUE(choice_.open);
    EXPECT_EQ(choice_.folder, folder_ / "in");
    EXPECT_STREQ(choice_.pattern.data(), "{shot}_take{version}");
    EXPECT_EQ(desk->view().preview->coming, 3U);
    EXPECT_EQ(desk->view().preview->left_out, 1U);
    EXPECT_TRUE(desk->view().can_take_in);
    // The preview follows what is typed.
    choice_.pattern = {};
    std::string_view("{shot").copy(choice_.pattern.data(), 10);
    desk->follow_dialog(choice_, review_);
    EXPECT_NE(desk->view().preview->pattern_problem, "");
    EXPECT_FALSE(desk->view().can_take_in);
    choice_.pattern = {};
    std::string_view("{shot}_take{version}").copy(choice_.pattern.data(), 30);
    desk->follow_dialog(choice_, review_);
    const IngestDesk::TakenIn taken = desk->taken_in();
    EXPECT_EQ(taken.files,
              (std::vector<fs::path>{folder_ / "in/SH010_take1.mp4", folder_ / "in/SH010_take2.mp4",
                                     folder_ / "in/SH020_take1.mp4"}));
    EXPECT_EQ(desk->all_files().size(), 4U);
    ASSERT_TRUE(desk->leave(choice_));
    EXPECT_FALSE(choice_.open);
    apply(review::ingest_action("Ann", taken.items, *review_));
    EXPECT_EQ(stack("SH010"), 2U);
    // Again: nothing is new, but the takes can be opened.
    desk->show(folder_ / "in");
    ASSERT_TRUE(wait_until_read(*desk));
    EXPECT_EQ(desk->view().preview->there, 3U);
    EXPECT_TRUE(desk->view().can_take_in);
    EXPECT_FALSE(fs::exists(folder_ / "watched.json")) << "nobody asked for that";
}

TEST_F(IngestDeskTest, AWatchedFolderTellsOfWhatComesAndIsKept) {
    write("SH010_v1.mp4", "movie 1");
    write("odd.mp4", "movie odd");
    {
        const auto desk = this->desk();
        const IngestDesk::TakenIn taken = watched(*desk);
        ASSERT_EQ(desk->view().watched.size(), 1U);
        // The store is slow: what was taken in is not new all the same.
        ASSERT_TRUE(wait(*desk, [&] { return desk->view().watched[0].words.starts_with("2 mov"); }))
            << desk->view().watched[0].words;
        EXPECT_TRUE(arrived_.empty());
        apply(review::ingest_action("Ann", taken.items, *review_));
        write("SH010_v2.mp4", "movie 2");
        ASSERT_TRUE(wait(*desk, [&] { return !arrived_.empty(); }));
        EXPECT_EQ(words_of(arrived_), "SH010: take 2 arrived.");
        EXPECT_EQ(stack("SH010"), 2U);
        write("what.mp4", "movie what");
        ASSERT_TRUE(wait(*desk, [&] { return arrived_.size() == 2; }));
        EXPECT_NE(arrived_[1].problem, "");
    }
    // While the program was away:
    write("SH010_v3.mp4", "movie 3");
    arrived_.clear();
    const auto desk = this->desk();
    ASSERT_TRUE(wait(*desk, [&] { return stack("SH010") == 3; }));
    std::this_thread::sleep_for(300ms);
    wait(*desk, [] { return true; });
    ASSERT_EQ(arrived_.size(), 1U) << "what was told, or unclear, is not told with every start";
    EXPECT_EQ(arrived_[0].number, 3);
    // The dialog knows that it is watched, and ends it.
    desk->show(folder_ / "in");
    ASSERT_TRUE(wait_until_read(*desk));
    EXPECT_TRUE(choice_.watch);
    EXPECT_TRUE(desk->view().is_watched);
    choice_.watch = false;
    ASSERT_TRUE(desk->leave(choice_));
    EXPECT_TRUE(desk->view().watched.empty());
    EXPECT_TRUE(this->desk()->view().watched.empty());
}

TEST_F(IngestDeskTest, AChangedTableIsToldOfAndNotApplied) {
    write("SH010_v1.mp4", "movie 1");
    write("takes.csv", "file,shot,prompt,class\r\nSH010_v1.mp4,SH010,rain,title\r\n");
    const auto desk = this->desk();
    apply(review::ingest_action("Ann", watched(*desk).items, *review_));
    ASSERT_TRUE(wait(*desk, [&] { return desk->view().watched[0].words.starts_with("1 mov"); }));
    EXPECT_EQ(prompt("SH010_v1"), "rain");
    // A file's time tells that it was written: this one is later than the one before.
    test::write_text(folder_ / "in/takes.csv",
                     "file,shot,prompt,seed,class\r\nSH010_v1.mp4,SH010,snow,7,character\r\n");
    ASSERT_TRUE(wait(*desk, [&] { return !otherwise_.empty(); }));
    EXPECT_EQ(otherwise_[0].changes,
              (std::vector<std::string>{"prompt rain -> snow", "seed (none) -> 7",
                                        "class title -> character"}));
    EXPECT_EQ(words_of(otherwise_), "The table or notes of \"in\" say otherwise of SH010_v1.mp4: "
                                    "prompt rain -> snow, seed (none) -> 7 ...");
    EXPECT_EQ(prompt("SH010_v1"), "rain") << "nobody saw it yet";
    EXPECT_EQ(coverage("SH010"), review::CoverageClass::Title);
    // The dialog opens on it and applies it.
    EXPECT_EQ(desk->folder_to_look_at(), folder_ / "in");
    desk->show(desk->folder_to_look_at());
    ASSERT_TRUE(wait_until_read(*desk));
    EXPECT_EQ(desk->view().preview->coming, 1U);
    apply(review::ingest_action("Ann", desk->taken_in().items, *review_));
    EXPECT_EQ(prompt("SH010_v1"), "snow");
    ASSERT_TRUE(desk->leave(choice_));
}

TEST_F(IngestDeskTest, ATakeThatComesDoesNotChangeItsShotAndItsNotesMayComeLater) {
    write("SH010_v1.mp4", "movie 1");
    const auto desk = this->desk();
    apply(review::ingest_action("Ann", watched(*desk).items, *review_));
    apply(review::put_shot("Ann", "SH010", review::CoverageClass::Title, std::nullopt));
    ASSERT_TRUE(wait(*desk, [&] { return desk->view().watched[0].words.starts_with("1 mov"); }));
    write("SH010_v2.json", R"({"class": "character"})");
    write("SH010_v2.mp4", "movie 2");
    ASSERT_TRUE(wait(*desk, [&] { return !arrived_.empty() && !otherwise_.empty(); }));
    EXPECT_EQ(coverage("SH010"), review::CoverageClass::Title);
    EXPECT_EQ(otherwise_[0].changes, std::vector<std::string>{"class title -> character"});
    // What nobody said of a take that came is filled in.
    test::write_text(folder_ / "in/SH010_v2.json", R"({"prompt": "rain"})");
    ASSERT_TRUE(wait(*desk, [&] { return prompt("SH010_v2") == "rain"; }));
    EXPECT_EQ(otherwise_.size(), 1U);
}

TEST_F(IngestDeskTest, AMovieThatComesBrokenIsToldOnce) {
    write("SH010_v1.mp4", "movie 1");
    const auto desk = this->desk();
    watched(*desk);
    ASSERT_TRUE(wait(*desk, [&] { return desk->view().watched[0].words.starts_with("1 mov"); }));
    write("SH010_v2.mp4", "dust");
    ASSERT_TRUE(wait(*desk, [&] { return !broken_.empty(); }));
    EXPECT_TRUE(broken_.starts_with("SH010_v2.mp4 came into a watched folder and cannot be taken "
                                    "in: "))
        << broken_;
    const std::string once = broken_;
    for (int i = 0; i < 100; ++i) wait(*desk, [] { return true; });
    EXPECT_EQ(broken_, once);
}

TEST_F(IngestDeskTest, AFolderThatIsGoneIsOneLineAndFoldersQueue) {
    write("SH010_v1.mp4", "movie 1");
    const auto desk = this->desk();
    desk->show(folder_ / "nowhere");
    desk->show(folder_ / "in");
    ASSERT_TRUE(wait(*desk, [&] { return !desk->view().problem.empty(); }));
    EXPECT_NE(desk->view().problem.find("nowhere"), std::string::npos);
    EXPECT_EQ(desk->view().problem.find('\n'), std::string::npos);
    EXPECT_FALSE(desk->view().can_take_in);
    choice_.open = false; // Esc: the next one's turn.
    desk->follow_dialog(choice_, review_);
    ASSERT_TRUE(wait_until_read(*desk));
    EXPECT_EQ(choice_.folder, folder_ / "in");
    EXPECT_EQ(desk->view().problem, "");
    // Watched, and then it goes.
    choice_.watch = true;
    ASSERT_TRUE(desk->leave(choice_));
    fs::remove_all(folder_ / "in");
    desk->show(folder_.path());
    ASSERT_TRUE(wait(*desk, [&] { return desk->view().watched[0].is_problem; }));
    EXPECT_NE(desk->view().watched[0].words.find("No such file"), std::string::npos);
    ASSERT_TRUE(desk->stop_watching(folder_ / "in"));
    EXPECT_TRUE(desk->view().watched.empty());
}

TEST_F(IngestDeskTest, AnotherTableIsReadWhenItIsChosen) {
    write("a.mp4", "movie 1");
    write("one.csv", "file,shot\na.mp4,SH010\n");
    write("two.csv", "file,shot\na.mp4,SH020\n");
    const auto desk = this->desk();
    desk->show(folder_ / "in");
    ASSERT_TRUE(wait_until_read(*desk));
    EXPECT_EQ(desk->view().preview->rows[0].shot, "SH010");
    EXPECT_EQ(desk->view().table, folder_ / "in/one.csv");
    choice_.table.file = folder_ / "in/two.csv";
    ASSERT_TRUE(wait(*desk, [&] {
        return desk->view().preview && !desk->view().preview->rows.empty() &&
               desk->view().preview->rows[0].shot == "SH020";
    }));
    choice_.table.file.emplace();
    ASSERT_TRUE(wait(*desk, [&] {
        return desk->view().preview && !desk->view().preview->rows.empty() &&
               desk->view().preview->rows[0].fate == IngestFate::Unclear;
    }));
}

} // namespace
} // namespace seamline::ui
