// Times what many decisions cost the main thread: opening their store, making the table, and one
// interface frame of the list while it is scrolled, filtered and sorted, without pictures and with
// those of as many movies as takes. Built on request:
//   ninja decision_list_bench && build/release/tests/bench/decision_list_bench [DECISIONS] [TAKES]

#include "app/analysis/media_id.h"
#include "app/review/review_log.h"
#include "app/review/sqlite_store.h"
#include "app/ui/event_pictures.h"
#include "app/ui/panels.h"
#include "app/ui/review/decision_panel.h"
#include "tests/support/clip_maker.h"
#include "tests/unit/session/temporary_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

namespace {

using namespace seamline;
using namespace seamline::ui;

constexpr int kFrames = 400;

double cpu_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

/// A movie of its own for each take: a clip with a number behind its end.
std::filesystem::path movie(const std::filesystem::path& folder, int take) {
    return folder / ("take_" + std::to_string(take) + ".mp4");
}
void make_movies(const std::filesystem::path& folder, int takes) {
    const auto clip = test::make_bar_code_clip("decision_list_bench.mp4", 640, 360, 48, "24",
                                               "-c:v libx264 -g 12 -bf 2");
    for (int i = 0; i < takes; ++i) {
        std::filesystem::copy_file(clip, movie(folder, i));
        std::ofstream(movie(folder, i), std::ios::app | std::ios::binary) << i;
    }
}

std::unique_ptr<review::ReviewLog> open(const std::filesystem::path& file) {
    return std::move(
        review::ReviewLog::open(std::move(review::open_sqlite_store(file)).value()).value());
}

/// A store of so many decisions, of two people.
void fill(const std::filesystem::path& file, int decisions, int takes) {
    const auto log = open(file);
    const std::filesystem::path folder = file.parent_path();
    std::vector<review::Action> actions;
    std::vector<std::string> ids;
    for (int i = 0; i < takes; ++i) {
        ids.push_back(analysis::media_id(movie(folder, i)).value());
        const std::string shot = "sh" + std::to_string(i / 8);
        review::Medium medium;
        medium.media_id = ids.back();
        medium.path = movie(folder, i).string();
        medium.name = shot + "_take_" + std::to_string(i);
        medium.frame_count = 48;
        actions.push_back(review::see("Ada", medium));
        actions.push_back(review::put_take("Ada", medium.media_id, shot,
                                           {.generator = i % 3 == 0 ? "Veo 3.1" : "Sora 2"}));
    }
    const std::vector<std::string> reasons = review::default_reasons();
    for (int i = 0; i < decisions; ++i)
        actions.push_back(review::decide(
            i % 5 == 0 ? "Bo" : "Ada", ids[static_cast<std::size_t>(i % takes)],
            review::Target::frame(i / takes), static_cast<review::DecisionState>(i % 3),
            {reasons[static_cast<std::size_t>(i) % reasons.size()]}, "note " + std::to_string(i)));
    for (const review::Action& action : actions) log->post(action);
    log->wait_until_saved(600'000);
}

struct Bench {
    ViewModel model;
    UiState state;
    KeyMap keys;
    Fonts fonts;
    std::vector<renderer::UiImage> images;
    ScopeOrder scopes;
    color::ColorConfig config = color::ColorConfig::built_in();
    ListedDecisions memory;
    EventPictures pictures{[] {}};
    std::size_t seen = 0; ///< Pictures in all frames.

    void frame(float wheel) {
        images.clear();
        Commands commands;
        Ui ui{model, state, commands, keys, fonts, images, scopes};
        ui.event_pictures = &pictures;
        ui.rects = panel_rects({1920, 1080}, {}, {}, bar_heights(20), 1);
        take_review_places(ui.rects, {}, {.decisions = true}, 1);
        pictures.begin_frame({config, {}});
        ImGuiIO& io = ImGui::GetIO();
        io.DeltaTime = 1.0F / 30;
        io.MousePos = {400, static_cast<float>(ui.rects.decisions.max.y) - 80};
        io.MouseWheel = wheel;
        ImGui::NewFrame();
        draw_decision_list(ui, memory);
        ImGui::Render();
        pictures.end_frame(false);
        seen += images.size();
    }
    template <typename Change> void measure(const char* name, Change change) {
        std::vector<double> times;
        seen = 0;
        for (int i = 0; i < kFrames; ++i) {
            const float wheel = change(i);
            const double start = cpu_ms();
            frame(wheel);
            times.push_back(cpu_ms() - start);
            // As the window does: the worker gets a turn.
            if (state.decide.list_pictures)
                std::this_thread::sleep_for(std::chrono::milliseconds(15));
        }
        std::ranges::sort(times);
        std::printf("  %-10s p50 %5.2f  p99 %5.2f  worst %5.2f ms, %.1f pictures a frame\n", name,
                    times[kFrames / 2], times[kFrames * 99 / 100], times.back(),
                    static_cast<double>(seen) / kFrames);
    }
    void measure_all() {
        std::printf("%s pictures:\n", state.decide.list_pictures ? "with" : "without");
        measure("scrolling", [](int i) { return i % 100 < 50 ? -3.0F : 3.0F; });
        auto& choice = state.decide.list_choice;
        measure("filtering", [&](int i) {
            std::snprintf(choice.text.data(), choice.text.size(), "%d", i % 97);
            return 0.0F;
        });
        choice.text[0] = '\0';
        measure("sorting", [&](int i) {
            choice.sort = static_cast<DecisionColumn>(i % 9);
            return 0.0F;
        });
    }
};

} // namespace

int main(int argc, char** argv) {
    const int decisions = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const int takes = argc > 2 ? std::atoi(argv[2]) : 500;
    const test::TemporaryFolder folder;
    make_movies(folder.path(), takes);
    fill(folder / "reviews.db", decisions, takes);
    const auto start = std::chrono::steady_clock::now();
    const auto log = open(folder / "reviews.db");
    const review::Snapshot snapshot = log->snapshot();
    const auto opened = std::chrono::steady_clock::now();
    const double making = cpu_ms();
    Bench bench;
    bench.model.review.table = std::make_shared<const DecisionTable>(snapshot.review, 0);
    std::printf("%zu decisions on %d takes: store opened in %.0f ms, table made in %.1f ms\n",
                bench.model.review.table->rows().size(), takes,
                std::chrono::duration<double, std::milli>(opened - start).count(),
                cpu_ms() - making);
    ImGui::CreateContext();
    ImGui::GetIO().DisplaySize = {1920, 1080};
    ImGui::GetIO().IniFilename = nullptr;
    WidgetMemory widgets;
    ImGui::GetIO().UserData = &widgets;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    ImFont* font = ImGui::GetIO().Fonts->Fonts[0];
    bench.fonts = {font, font, font, font, font};
    bench.state.decide.list = true;
    bench.model.review.author = "Ada";
    for (int i = 0; i < 5; ++i) bench.frame(0);
    bench.state.decide.list_pictures = false;
    bench.measure_all();
    bench.state.decide.list_pictures = true;
    bench.measure_all();
    std::printf("%lld pictures made, %.1f MB kept\n", static_cast<long long>(bench.pictures.made()),
                static_cast<double>(bench.pictures.kept_bytes()) / 1e6);
    ImGui::DestroyContext();
    return 0;
}
