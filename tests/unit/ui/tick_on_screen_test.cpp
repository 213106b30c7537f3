// A tick that is shown with an interface that was laid out before it was due, as it is on the
// screen.
#include "app/ui/panels.h"
#include "app/ui/picture_places.h"
#include "app/ui/render_loop.h"
#include "renderer/ui_overlay.h"
#include "tests/support/clip_maker.h"
#include "tests/support/headless_loop.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>

namespace seamline::ui {
namespace {

constexpr std::int64_t kEarlier = 8; ///< The tick that the interface was laid out for.
constexpr std::int64_t kShown = 132; ///< The tick that it is shown with: a wider label.

/// An X server of its own, so that no other window lies over the one that is looked at.
class Screen {
public:
    explicit Screen(Extent size) {
        const std::string command = "sh -c 'echo $$; exec Xvfb -displayfd 1 -screen 0 " +
                                    std::to_string(size.width) + "x" + std::to_string(size.height) +
                                    "x24' 2>/dev/null &";
        FILE* output = popen(command.c_str(), "r");
        int display = -1;
        if (output == nullptr || std::fscanf(output, "%d %d", &server_, &display) != 2)
            display = -1;
        if (output != nullptr) pclose(output);
        if (display >= 0) name_ = ":" + std::to_string(display);
        for (Variable& variable : variables_) {
            if (const char* value = std::getenv(variable.name)) variable.value = value;
            unsetenv(variable.name);
        }
        setenv("DISPLAY", name_.c_str(), 1);
    }
    ~Screen() {
        if (server_ > 0) kill(server_, SIGTERM);
        for (const Variable& variable : variables_) {
            if (variable.value)
                setenv(variable.name, variable.value->c_str(), 1);
            else
                unsetenv(variable.name);
        }
    }
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    const std::string& name() const { return name_; } ///< Empty: there is none.

private:
    struct Variable {
        const char* name;
        std::optional<std::string> value;
    };
    std::array<Variable, 2> variables_{{{"DISPLAY", {}}, {"WAYLAND_DISPLAY", {}}}};
    std::string name_;
    pid_t server_ = 0;
};

class TickOnScreenTest : public test::HeadlessLoop {
protected:
    TickOnScreenTest() : HeadlessLoop({.validation = true}) {
        cache_bytes_ = 64U << 20;
        in_window_ = true;
        window_size_ = {800, 450};
    }
    void SetUp() override {
        if (std::system("command -v Xvfb >/dev/null && command -v ffmpeg >/dev/null") != 0)
            GTEST_SKIP() << "NOT TESTED: what is on the screen. Needs Xvfb and ffmpeg.";
        screen_.emplace(window_size_);
        ASSERT_FALSE(screen_->name().empty()) << "Xvfb does not start.";
        HeadlessLoop::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().UserData = &widgets_;
        ImGui::GetIO().DisplaySize = {static_cast<float>(window_size_.width),
                                      static_cast<float>(window_size_.height)};
        loop_->renew_fonts([this] { fonts_ = load_fonts(1); });
        apply_theme(1);
        player_->open(test::make_bar_code_clip("tick-on-screen.mp4", 640, 360, 140, "24",
                                               "-c:v libx264 -pix_fmt yuv420p"));
        const auto opened = player_->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
        player_->set_wakeup([this] { loop_->wake(); });
    }
    void TearDown() override {
        if (player_) player_->set_wakeup({});
        HeadlessLoop::TearDown();
        screen_.reset();
    }

    /// Fails after a minute: whatever is waited for will not come.
    static bool wait_until(const std::function<bool()>& come) {
        const auto last = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!come() && std::chrono::steady_clock::now() < last)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        return come();
    }
    void seek(std::int64_t tick) {
        player_->seek(tick);
        ASSERT_TRUE(wait_until([&] {
            const auto shown = loop_->shown();
            return shown && shown->tick.number == tick && shown->tick.complete &&
                   !shown->tick.choices.empty() &&
                   loop_->filter() == renderer::ResizeFilter::Lanczos;
        }));
    }
    ViewModel model_of(std::int64_t tick) const {
        ViewModel model;
        model.session = player_->session();
        model.reports = player_->reports();
        model.transport = player_->transport();
        model.tick = tick;
        model.length = player_->length();
        model.shown = loop_->shown();
        model.counter = counter_format(model.session, model.reports);
        return model;
    }

    /// Lays the panels out; `over` adds to the finished frame. Places stay open for the tick unless
    /// `over` has drawn what belongs there.
    std::shared_ptr<const InterfaceFrame>
    interface(const ViewModel& model, const std::function<void(const Ui&)>& over = {}) {
        Commands commands;
        Ui ui{model, state_, commands, keys_, fonts_, images_, scopes_};
        ui.rects = panel_rects({window_size_.width, window_size_.height}, {},
                               {false, false, false, true, false}, bar_heights(0), 1);
        for (int i = 0; i < 2; ++i) { // Widgets know their sizes from the frame before.
            if (i > 0) ImGui::EndFrame();
            ImGui::NewFrame();
            draw_viewer(ui);
            draw_transport_bar(ui);
        }
        if (over) over(ui);
        ImGui::Render();
        auto frame = std::make_shared<InterfaceFrame>();
        frame->window = window_size_;
        const glm::ivec2 corner(ui.rects.viewer.min);
        const glm::ivec2 size(ui.rects.viewer.size());
        frame->viewer = {corner.x, corner.y, size.x, size.y};
        frame->ui = std::make_unique<const renderer::UiSnapshot>(*ImGui::GetDrawData());
        if (!over) frame->tick = std::move(ui.tick);
        return frame;
    }
    /// With label and counter of `tick`, which is on the screen, drawn by ImGui at once.
    std::shared_ptr<const InterfaceFrame> finished_interface(std::int64_t tick) {
        return interface(model_of(tick), [this, tick](const Ui& ui) {
            ImDrawList& list = *ImGui::GetForegroundDrawList();
            const session::Source& source = ui.model.session.sources.front();
            const LabelFacts facts =
                label_facts(source, ui.model.report(source.key), *ui.model.choice(source.key), 0);
            EXPECT_EQ(label_detail(facts), std::to_string(tick));
            const glm::dvec2 tile = picture_places(ui).front().tile.min;
            const ImVec2 at{static_cast<float>(tile.x) + 8, static_cast<float>(tile.y) + 8};
            draw_plate(list, at, fonts_.text, label_title(facts), palette::kText);
            draw_plate(list, {at.x, at.y + fonts_.text->FontSize * 1.35F}, fonts_.mono,
                       label_detail(facts), palette::kText);
            const glm::vec2 counter = ui.tick.counter->at_px;
            list.AddText(fonts_.mono_large, fonts_.mono_large->FontSize, {counter.x, counter.y},
                         packed(palette::kText), std::to_string(tick).c_str());
        });
    }

    /// R G B, as large as the window; empty when it cannot be read.
    std::string pixels() const {
        const auto raw = folder_ / "screen.rgb";
        const std::string command = "ffmpeg -nostdin -v error -y -f x11grab -draw_mouse 0 -i " +
                                    screen_->name() + " -frames:v 1 -pix_fmt rgb24 -f rawvideo '" +
                                    raw.string() + "'";
        if (std::system(command.c_str()) != 0) return {};
        std::ifstream file(raw, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    /// What is there in the end; the display takes over pictures in its own time.
    std::string resting_pixels() const {
        std::string last = pixels();
        for (int i = 0; i < 20; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            std::string next = pixels();
            if (next == last && !next.empty()) return next;
            last = std::move(next);
        }
        return last;
    }

    const test::TemporaryFolder folder_;
    std::optional<Screen> screen_;
    WidgetMemory widgets_;
    Fonts fonts_;
    UiState state_;
    KeyMap keys_;
    std::vector<renderer::UiImage> images_;
    ScopeOrder scopes_;
};

TEST_F(TickOnScreenTest, LabelAndCounterAreThoseOfTheTickNotOfTheInterface) {
    auto bare = std::make_shared<InterfaceFrame>();
    bare->window = window_size_;
    bare->viewer = {0, 0, window_size_.width, window_size_.height};
    loop_->hand_over(bare);
    ASSERT_NO_FATAL_FAILURE(seek(kShown));
    loop_->hand_over(interface(model_of(kShown))); // Brings the picture to its place.
    ASSERT_NO_FATAL_FAILURE(seek(kEarlier));
    const auto earlier = interface(model_of(kEarlier));
    loop_->hand_over(finished_interface(kEarlier));
    const std::string earlier_pixels = resting_pixels();
    ASSERT_EQ(earlier_pixels.size(), std::size_t{800} * 450 * 3);
    ASSERT_NO_FATAL_FAILURE(seek(kShown));
    loop_->hand_over(finished_interface(kShown));
    const std::string shown_pixels = resting_pixels();
    ASSERT_NE(shown_pixels, earlier_pixels);

    ASSERT_NO_FATAL_FAILURE(seek(kEarlier));
    loop_->hand_over(earlier);
    EXPECT_TRUE(wait_until([&] { return pixels() == earlier_pixels; }));
    ASSERT_NO_FATAL_FAILURE(seek(kShown)); // The interface stays.
    EXPECT_TRUE(wait_until([&] { return pixels() == shown_pixels; }));
}

} // namespace
} // namespace seamline::ui
