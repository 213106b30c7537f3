#include "app/ui/edit_desk.h"

#include "app/interchange/write_edit.h"
#include "tests/support/edits.h"
#include "tests/support/gpu_test.h"
#include "tests/unit/session/temporary_folder.h"

#include <chrono>
#include <thread>

namespace seamline::ui {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class EditDeskTest : public test::GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        player_ = std::make_unique<playback::Player>(device(), playback::PlayerOptions{});
        desk_ = std::make_unique<EditDesk>(*player_, [](ToastKind, const std::string&) {});
    }
    void TearDown() override {
        desk_.reset();
        player_.reset();
        GpuTest::TearDown();
    }
    /// A cut whose one medium is nowhere.
    fs::path cut(const std::string& name) { return cut(name, name); }
    fs::path cut(const std::string& name, const std::string& title) {
        interchange::Edit edit;
        edit.name = title;
        edit.rate = 24;
        test::add_clip(edit.tracks.emplace_back(), "", 24, 0, 10);
        const fs::path file = folder_ / (name + ".otio");
        const auto written = interchange::write_edit(edit, file);
        EXPECT_TRUE(written);
        test::write_text(file, written.value().text);
        return file;
    }
    /// Until so many sources are there, as the main loop would.
    void open(std::vector<fs::path> files, std::size_t sources) {
        desk_->open(std::move(files), {});
        for (int i = 0; i < 6000 && player_->session().sources.size() < sources; ++i) {
            desk_->take(state_, {});
            std::this_thread::sleep_for(5ms);
        }
        ASSERT_EQ(player_->session().sources.size(), sources);
    }
    std::string a() const { return player_->session().source_a()->name; }
    std::string b() const { return player_->session().source_b()->name; }

    test::TemporaryFolder folder_;
    RelinkState state_;
    std::unique_ptr<playback::Player> player_;
    std::unique_ptr<EditDesk> desk_;
};

// "What changed from A to B" reads in the order in which they were named.
TEST_F(EditDeskTest, OfCutsThatAreOpenedTogetherTheFirstIsA) {
    open({cut("version 1"), cut("version 2"), cut("version 3")}, 3);
    EXPECT_EQ(a(), "version 1");
    EXPECT_EQ(b(), "version 2");
    open({cut("version 4")}, 4);
    EXPECT_EQ(a(), "version 4") << "what was opened last is looked at";
    open({cut("version 5"), cut("version 6")}, 6);
    EXPECT_EQ(a(), "version 5");
    EXPECT_EQ(b(), "version 6");
}

// Versions of a cut often have one name.
TEST_F(EditDeskTest, CutsOfOneNameAreToldApartByTheirFiles) {
    open({cut("reel_v1", "Reel"), cut("reel_v2", "Reel")}, 2);
    EXPECT_EQ(a(), "Reel");
    EXPECT_EQ(b(), "Reel (reel_v2)");
}

} // namespace
} // namespace seamline::ui
