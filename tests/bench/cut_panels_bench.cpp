// Times what a cut of many events costs the main thread in one interface frame: its facts, its lane
// and its list. Built on request:
//   ninja cut_panels_bench && build/release/tests/bench/cut_panels_bench [EVENTS [DECISIONS
//   [CLIP]]]
// DECISIONS: on frames of each event. CLIP: a movie that every event shows; without one nothing can
// be read.

#include "app/ui/cut_lane.h"
#include "app/ui/event_pictures.h"
#include "app/ui/panels.h"
#include "app/ui/review/placed_remarks.h"
#include "tests/support/edits.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

namespace {

using namespace seamline;
using namespace seamline::ui;

constexpr int kFrames = 240;
constexpr double kWidth = 1920;
constexpr double kHeight = 1080;

/// Of this thread alone: the pictures' worker does not count.
double cpu_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

interchange::Edit film(int events, const std::string& clip) {
    interchange::Edit edit;
    edit.rate = Rational(24);
    edit.start_frame = 86400;
    edit.tracks.resize(4);
    edit.tracks[2].kind = edit.tracks[3].kind = interchange::TrackKind::Audio;
    for (int i = 0; i < events; ++i) {
        interchange::Track& track = edit.tracks[i % 7 == 3 ? 1 : 0];
        for (interchange::Track& other : edit.tracks)
            if (&other == &edit.tracks[1] && &track == &other)
                while (track.events.empty() || track.events.back().record_out() <
                                                   edit.tracks[0].events.back().record_out() - 20)
                    test::add_gap(track, 20);
        const std::string file = i % 11 == 0 ? ""
                                 : clip.empty()
                                     ? "/nowhere/shots/sh" + std::to_string(i) + "_veo31_t03.mov"
                                     : clip;
        interchange::Event& event =
            test::add_clip(track, file, Rational(24), i % 40, 24 + i * 13 % 60,
                           i % 17 == 0 ? Rational(2) : Rational(1));
        event.name = "sh" + std::to_string(i * 10) + "_conversation_veo31_t03_v002";
        event.origin =
            i % 3 == 0 ? interchange::Origin::Generated : interchange::Origin::LiveAction;
        if (i % 19 == 0) event.unsupported = {"effect Gaussian Blur", "resize"};
        for (std::size_t t = 2; t < 4; ++t)
            test::add_clip(edit.tracks[t], file, Rational(24), 0, event.duration);
        if (i % 23 == 5 && &track == &edit.tracks[0])
            track.transitions.push_back(
                {interchange::TransitionKind::Dissolve, "d", event.record_in, 6, 6, ""});
    }
    for (int i = 0; i < 50; ++i) edit.notes.push_back({"line " + std::to_string(i), "a note"});
    return edit;
}

/// Decisions on frames of all that is seen.
std::shared_ptr<const RemarksOnCuts> said_of(const session::Source& source, int decisions) {
    auto review = std::make_shared<review::Review>();
    MediaIds ids;
    for (const interchange::Track& track : source.cut->edit.tracks)
        for (const interchange::Event& event : track.events) {
            const auto* take = event.active_media();
            if (take == nullptr || take->path.empty() || ids.contains(take->path)) continue;
            review::Medium medium;
            medium.media_id = ids[take->path] = std::to_string(ids.size());
            medium.frame_count = 1000;
            medium.frame_rate = Rational(24);
            review->media.push_back(medium);
            for (int i = 0; i < decisions; ++i) {
                review::Decision decision;
                decision.media_id = medium.media_id;
                decision.target = review::Target::frame(40 + i);
                decision.state = static_cast<review::DecisionState>(i % 3);
                review->decisions.push_back(decision);
            }
        }
    auto said = std::make_shared<RemarksOnCuts>();
    said->table = std::make_shared<const DecisionTable>(std::move(review), 0);
    const CutPlaces places(
        std::make_shared<const playback::CutProgram>(
            std::shared_ptr<const interchange::Edit>(source.cut, &source.cut->edit)),
        ids);
    said->by_source[source.key] =
        std::make_shared<const PlacedRemarks>(places.remarks(*said->table));
    return said;
}

struct Bench {
    playback::Player& player;
    UiState state;
    KeyMap keys;
    Fonts fonts;
    CutTables tables;
    EventPictures pictures{[] {}};
    std::vector<renderer::UiImage> images;
    ScopeOrder scopes;
    std::shared_ptr<const RemarksOnCuts> said;

    ViewModel collect() {
        ViewModel model;
        model.review.on_cuts = said;
        model.session = player.session();
        model.reports = player.reports();
        model.transport = player.transport();
        model.length = player.length();
        model.tick = model.transport.tick_at(player.now());
        for (const session::Source& source : model.session.sources)
            model.cached[source.key] = player.cached_frames(source.key);
        model.counter = counter_format(model.session, model.reports);
        return model;
    }
    void draw(const ViewModel& model) {
        Commands commands;
        images.clear();
        Ui ui{model, state, commands, keys, fonts, images, scopes};
        ui.cut_tables = &tables;
        ui.event_pictures = &pictures;
        ui.cached_frame = [&](session::SourceKey key, std::int64_t frame) {
            return player.cached_frame(key, frame);
        };
        ui.event_at = [&](session::SourceKey key, std::int64_t record) {
            return player.event_at(key, record);
        };
        ui.sound = [](session::SourceKey) { return nullptr; };
        PanelSizes sizes;
        if (state.strip) sizes.timeline_px = strip_height_px(ui, {kWidth, kHeight});
        ui.rects = panel_rects({kWidth, kHeight}, sizes, {}, bar_heights(20), 1);
        if (state.cut_list) make_room_for_cut_list(ui.rects.viewer, 1);
        ImGui::GetIO().DeltaTime = 1.0F / 30;
        ImGui::NewFrame();
        pictures.begin_frame({player.color_config(), model.session.view_color});
        follow_event(ui);
        draw_timeline(ui);
        draw_cut_list(ui);
        pictures.end_frame(false);
        ImGui::Render();
    }
    void measure(const char* name, double span, std::int64_t length) {
        std::vector<double> collecting;
        std::vector<double> drawing;
        for (int i = 0; i < kFrames; ++i) {
            // Moves all the time, so that nothing is as in the frame before.
            const double first = (static_cast<double>(length) - span) * i / kFrames;
            state.timeline = {first, span};
            player.seek(static_cast<std::int64_t>(first + span / 2));
            const double start = cpu_ms();
            const ViewModel model = collect();
            const double collected = cpu_ms();
            draw(model);
            collecting.push_back(collected - start);
            drawing.push_back(cpu_ms() - collected);
        }
        std::ranges::sort(collecting);
        std::ranges::sort(drawing);
        const auto at = [](const std::vector<double>& times, double part) {
            return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))];
        };
        std::printf("  %-34s facts %5.2f (p99 %5.2f)  panels %5.2f (p99 %5.2f) ms, %d vertices\n",
                    name, at(collecting, 0.5), at(collecting, 0.99), at(drawing, 0.5),
                    at(drawing, 0.99), ImGui::GetDrawData()->TotalVtxCount);
    }
};

} // namespace

int main(int argc, char** argv) {
    const int events = argc > 1 ? std::atoi(argv[1]) : 2000;
    const int decisions = argc > 2 ? std::atoi(argv[2]) : 0;
    const std::string clip = argc > 3 ? argv[3] : "";
    ImGui::CreateContext();
    ImGui::GetIO().DisplaySize = {static_cast<float>(kWidth), static_cast<float>(kHeight)};
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset; // As in the window.
    WidgetMemory widgets;
    ImGui::GetIO().UserData = &widgets;
    const Fonts fonts = load_fonts(1);
    apply_theme(1);
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    const renderer::Device device;
    playback::Player player(device, {.cache_budget_bytes = 256U << 20U});
    double start = cpu_ms();
    const session::Source source = test::cut_source(film(events, clip));
    std::printf("%d events: made in %.1f ms", events, cpu_ms() - start);
    start = cpu_ms();
    player.open(source);
    std::printf(", opened in %.1f ms", cpu_ms() - start);
    start = cpu_ms();
    const auto said = said_of(player.session().sources[0], decisions);
    std::printf(", %zu remarks placed in %.1f ms", said->by_source.begin()->second->size(),
                cpu_ms() - start);
    Bench bench{player, {}, KeyMap(), fonts, CutTables(), EventPictures([] {}), {}, {}, said};
    const ViewModel model = bench.collect();
    start = cpu_ms();
    CutTables tables;
    tables.of(model.session.sources[0], model.reports[0].cut);
    std::printf(", table in %.1f ms\n", cpu_ms() - start);
    const std::int64_t length = player.length();
    for (const bool strip : {false, true}) {
        bench.state.strip = strip;
        std::printf("%s\n", strip ? "strip" : "timeline");
        bench.measure("whole film", static_cast<double>(length), length);
        bench.measure("a tenth", static_cast<double>(length) / 10, length);
        bench.measure("a minute", 1440, length);
        bench.measure("a second", 24, length);
    }
    bench.state.cut_list = true;
    std::printf("strip and list\n");
    bench.measure("whole film, list follows", static_cast<double>(length), length);
    bench.measure("a minute, list follows", 1440, length);
    std::printf("%lld pictures, %.1f MB kept\n", static_cast<long long>(bench.pictures.made()),
                static_cast<double>(bench.pictures.kept_bytes()) / 1e6);
    ImGui::DestroyContext();
    return 0;
}
