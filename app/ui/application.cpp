#include "app/ui/application.h"

#include "app/session/review_medium.h"
#include "app/ui/cut_lane.h"
#include "app/ui/frame_hash.h"
#include "app/ui/hand_panel.h"
#include "app/ui/map_panel.h"
#include "app/ui/match_actions.h"
#include "app/ui/panels.h"
#include "app/ui/preferences_file.h"
#include "app/ui/review/comment_panel.h"
#include "app/ui/review/decision_bar.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/review/drawing_panel.h"
#include "app/ui/review/ingest_panel.h"
#include "app/ui/review/share_panel.h"
#include "app/ui/review/take_panel.h"
#include "app/ui/scope_layout.h"
#include "app/ui/seam_widgets.h"
#include "app/ui/still_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <utility>

namespace seamline::ui {
namespace {

using Clock = std::chrono::steady_clock;

/// The interface is redrawn at most this often; the picture has its own rate.
constexpr std::chrono::milliseconds kFramePeriod{33};
constexpr std::chrono::milliseconds kUpkeepPeriod{30};
constexpr std::chrono::seconds kRefreshLook{1};
constexpr double kIdleWaitS = 0.25;
/// How much later playing starts at most than it could.
constexpr std::chrono::milliseconds kLongestPreparation{600};
constexpr std::size_t kMostToastsKept = 5;
/// Windows from this width on, unscaled, have room for the inspector and for comments or takes.
constexpr double kLeastWidePx = 1500;

Rect pixels(const ScreenRect& rect) {
    return {static_cast<int>(rect.min.x), static_cast<int>(rect.min.y),
            static_cast<int>(rect.size().x), static_cast<int>(rect.size().y)};
}

glm::vec3 unit(Rgb color) { return glm::vec3(color.r, color.g, color.b) / 255.0F; }

} // namespace

Application::Application(const WindowOptions& options, Desktop& desktop, DesktopWindow& window,
                         const renderer::Device& device, session::Preferences& preferences)
    : options_(options), desktop_(desktop), window_(window), device_(device),
      preferences_(preferences),
      keys_(preset_from(preferences.key_preset).value_or(Preset::Seamline)),
      cut_tables_([this](session::SourceKey key, const CutTable& table) { take_cut(key, table); }) {
    for (const std::string& problem : keys_.apply(preferences_.key_overrides))
        say(ToastKind::Warning, problem);
    state_.scale = state_.scale_wanted = preferences_.ui_scale;
    state_.cache_mb = preferences_.cache_mb;
    state_.theme = preferences_.theme;
    widgets_.palette = &palette_of(state_.theme);
    output_ = options.output.value_or(preferences_.output);
    state_.restore_last_session = preferences_.restore_last_session;
    state_.scopes = preferences_.scopes;
    state_.export_settings.tools = preferences_.tools_in_exports;
    state_.export_settings.own_size = preferences_.snapshots_own_size;
    state_.around_s = preferences_.around_s;
    const auto size = [&](const char* name, float& px, float least) {
        const auto at = preferences_.splitters.find(name);
        if (at != preferences_.splitters.end()) px = std::max(at->second * 2000, least);
    };
    size("timeline", state_.sizes.timeline_px, 84);
    size("inspector", state_.sizes.inspector_px, 220);
    size("decisions", state_.sizes.decisions_px, 120);
    size("remarks", state_.sizes.remarks_px, 240);

    playback::PlayerOptions player_options;
    player_options.color_config = options.color_config;
    player_options.decode = options.decode;
    if (device.is_cpu()) player_options.color_making = playback::ColorMaking::TablesForLongOnes;
    player_options.cache_budget_bytes =
        options.cache_bytes > 0 ? options.cache_bytes
                                : static_cast<std::uint64_t>(preferences_.cache_mb) * 1'000'000U;
    player_ = std::make_unique<playback::Player>(device_, player_options);
    player_->edit([&](session::Session& s) { s.transport.around_s = state_.around_s; });
    color_choices_ = std::make_shared<const ColorChoices>(color_choices(player_->color_config()));
    // The command line's word goes before the remembered one, and is not remembered.
    if (options.color_config)
        color_setup_.start_with({session::ColorConfigOrigin::File, options.color_config->name()});
    else
        color_setup_.ask({preferences.color_config, preferences.color_config_file});
    sound_ = std::make_unique<playback::Sound>(*player_);
    edits_ = std::make_unique<EditDesk>(
        *player_, [this](ToastKind kind, const std::string& text) { say(kind, text); });
    keeper_ = std::make_unique<SessionKeeper>(
        *player_, [this](ToastKind kind, const std::string& text) { say(kind, text); });
    start_auditions();
    thumbnails_ = std::make_unique<Thumbnails>(
        [this](renderer::Composition composition) {
            return loop_->read_picture(std::move(composition));
        },
        [] { Desktop::wake(); });
    start_measuring();
    event_pictures_ = std::make_unique<EventPictures>([] { Desktop::wake(); });
    start_maps();
    start_review();
    start_ingest();
    probe_rows_ = std::make_unique<ProbeRows>(
        [this](std::shared_ptr<const renderer::CachedFrame> frame, int first, int count) {
            return loop_->read_rows(std::move(frame), first, count);
        });

    ImGui::GetIO().UserData = &widgets_;
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigWindowsMoveFromTitleBarOnly = true;
    window_.attach_imgui();
    start_rendering();
}

Application::~Application() {
    content_worker_.request_stop();
    measuring_.reset();
    export_.reset();
    player_->set_wakeup({});
    loop_.reset();
    window_.detach_imgui();
}

void Application::start_rendering() {
    fonts_ = load_fonts(state_.scale, &fallbacks_);
    apply_theme(state_.scale);
    labels_ = std::make_unique<LabelPainter>(*ImGui::GetIO().Fonts, *fonts_.text);
    loop_ = std::make_unique<RenderLoop>(
        device_, *player_, [this] { return window_.make_surface(device_.instance()); },
        [] { Desktop::wake(); }, output_);
    tell_output(loop_->output(), "The window");
    export_ = std::make_unique<ExportJob>(*player_, *loop_, *labels_);
    if (second_window_) attach_second();
    player_->set_wakeup([loop = loop_.get()] {
        loop->wake();
        Desktop::wake();
    });
    drawn_hash_ = 0;
    frames_wanted_ = 3;
}

/// Notes every text that may hold characters of any script, and gets glyphs for new ones.
void Application::find_glyphs(const ViewModel& model) {
    for (const session::Source& source : model.session.sources) {
        fallbacks_.note(display_name(source));
        fallbacks_.note(source.generator);
        fallbacks_.note(source.path.native());
    }
    for (const session::Marker& marker : model.session.transport.markers)
        fallbacks_.note(marker.note);
    for (const playback::SourceReport& report : model.reports) fallbacks_.note(report.error);
    for (const std::filesystem::path& path : model.recent) fallbacks_.note(path.native());
    for (const Toast& toast : state_.toasts) fallbacks_.note(toast.text);
    for (const BrowserRow& row : browser_.take_new_rows()) fallbacks_.note(row.path.native());
    fallbacks_.note(model.session_path.native());
    note_review(model.review);
    if (model.ingest.preview != noted_preview_) {
        noted_preview_ = model.ingest.preview;
        for (const IngestRow& row :
             noted_preview_ ? noted_preview_->rows : std::vector<IngestRow>{})
            for (const std::string* text : {&row.file, &row.shot, &row.generator, &row.words})
                fallbacks_.note(*text);
    }
    fallbacks_.note(widgets_.edited_text.data());
    // An export writes labels with the glyphs that are there, and playing must not wait for fonts:
    // what was noted is looked for later.
    if (export_->running() || player_->transport().playing()) return;
    const bool found = fallbacks_.look();
    if (const std::string advice = fallbacks_.advice(); !advice.empty() && !glyphs_told_) {
        glyphs_told_ = true;
        say(ToastKind::Warning, advice);
    }
    if (!found) return;
    take_background_results(); // What the last export has to say goes with it.
    export_.reset();
    loop_->renew_fonts([this] { fonts_ = load_fonts(state_.scale, &fallbacks_); });
    labels_ = std::make_unique<LabelPainter>(*ImGui::GetIO().Fonts, *fonts_.text);
    export_ = std::make_unique<ExportJob>(*player_, *loop_, *labels_);
    drawn_hash_ = 0;
    frames_wanted_ = std::max(frames_wanted_, 2);
}

void Application::set_theme(session::Theme theme) {
    state_.theme = theme;
    widgets_.palette = &palette_of(theme);
    apply_theme(state_.scale);
    drawn_hash_ = 0; // The surround may be all that changes.
    frames_wanted_ = std::max(frames_wanted_, 2);
}

void Application::rescale(float scale) {
    player_->set_wakeup({});
    take_background_results();
    export_.reset();
    loop_.reset();
    probe_rows_->clear();
    state_.scale = state_.scale_wanted = std::clamp(scale, 0.75F, 3.0F);
    start_rendering();
}

void Application::begin() {
    // A review that is adopted has its own.
    player_->edit([&](session::Session& s) { s.tool_settings = preferences_.tool_settings; });
    if (!options_.sources.empty())
        open_files(options_.sources, 0);
    else if (options_.review)
        keeper_->adopt(*options_.review);
    if (options_.color) {
        Result<Done> colored = Done{};
        player_->edit([&](session::Session& session) { colored = options_.color(session); });
        if (!colored) say(ToastKind::Error, colored.error().message);
    }
    if (!options_.note.empty()) say(ToastKind::Notice, options_.note);
    playing_asked_ = options_.play;
}

void Application::say(ToastKind kind, const std::string& text) {
    if (state_.decide.blind)
        held_back_.emplace_back(kind, text);
    else
        show_toast(kind, text);
}

void Application::show_toast(ToastKind kind, const std::string& text) {
    const bool again = !state_.toasts.empty() && state_.toasts.back().text == text;
    if (again) state_.toasts.pop_back();
    state_.toasts.push_back({kind, text, ImGui::GetTime()});
    while (state_.toasts.size() > kMostToastsKept) state_.toasts.pop_front();
    if (kind != ToastKind::Notice && !again) std::fprintf(stderr, "seamline: %s\n", text.c_str());
    frames_wanted_ = std::max(frames_wanted_, 2);
}

/// How long nothing may happen before the main loop looks again.
double Application::patience() const {
    if (frames_wanted_ > 0) return 0.001;
    if (play_latest_) return 0.03;
    if (player_->transport().playing() || export_->running()) return 0.03;
    return state_.toasts.empty() ? kIdleWaitS : 0.1;
}

bool Application::due_for_frame(Clock::time_point now) {
    if (window_.take_exposed()) drawn_hash_ = 0;
    if (window_.take_activity()) frames_wanted_ = 4; // Tooltips appear after a rest, too.
    const bool moving = play_latest_ || player_->transport().playing() || export_->running() ||
                        player_->revision() != seen_revision_ || !state_.toasts.empty() ||
                        loop_->shown() != seen_shown_ || probe_rows_->is_waiting() ||
                        probe_lights_.is_waiting() || cdl_ids_.is_waiting() ||
                        color_setup_.is_reading() || findings_changed_ || has_new_map() ||
                        review_->has_news() || state_.decide.strip || share_->is_running() ||
                        !incoming_.empty() || ingest_->is_busy();
    const bool resting_pointer = now - last_frame_ > std::chrono::milliseconds(200);
    if (now - last_frame_ < kFramePeriod) return false;
    return frames_wanted_ > 0 || moving || resting_pointer;
}

Ending Application::run() {
    while (!window_.should_close() && !quitting_) {
        desktop_.wait_events(patience());
        const Clock::time_point now = Clock::now();
        if (window_.is_lost()) {
            std::fprintf(stderr,
                         "seamline: another program closed the window; the review is kept.\n");
            break;
        }
        if (const auto failure = loop_->failure()) {
            failure_ = failure->message;
            if (failure->device_lost) return Ending::DeviceLost;
            return failure->out_of_memory ? Ending::OutOfMemory : Ending::Failed;
        }
        if (now >= next_upkeep_) {
            next_upkeep_ = now + kUpkeepPeriod;
            sound_->update();
            for (const session::SourceKey key : keeper_->tick(now)) forget_pictures(key);
            follow_measuring();
            review_->follow(player_->session(), player_->reports());
            follow_share();
            follow_imports();
            follow_ingest();
            take_background_results();
            tend_second();
            keep_author();
            tell_refresh(now);
        }
        if (due_for_frame(now)) {
            last_frame_ = now;
            frame();
        }
    }
    keeper_->finish();
    remember_preferences();
    return Ending::Closed;
}

/// Asking takes some turns to the X server: for a window that was moved a second is soon enough.
void Application::tell_refresh(Clock::time_point now) {
    if (now < next_refresh_) return;
    next_refresh_ = now + kRefreshLook;
    const std::vector<Display> displays = desktop_.displays();
    const auto here = static_cast<std::size_t>(window_.display());
    loop_->tell_refresh(here < displays.size() ? displays[here].refresh_hz : 0);
}

ViewModel Application::collect() {
    ViewModel model;
    model.session = player_->session();
    seen_revision_ = player_->revision();
    const session::Source* a = model.session.source_a();
    // The inspector follows what became A, however that came; not for as long as a key is held.
    const session::SourceKey key_a = a != nullptr ? a->key : 0;
    if (!momentary_ && key_a != std::exchange(seen_a_, key_a)) state_.chosen = 0;
    model.reports = player_->reports();
    model.transport = player_->transport();
    model.length = player_->length();
    model.shown = seen_shown_ = loop_->shown();
    const std::int64_t due = model.transport.tick_at(player_->now());
    const bool playing = model.transport.playing();
    model.tick = playing && model.shown ? model.shown->tick.number : due;
    model.counters = player_->counters();
    model.cache = player_->cache().stats();
    for (const session::Source& source : model.session.sources)
        model.cached[source.key] = player_->cached_frames(source.key);
    model.counter = counter_format(model.session, model.reports);
    collect_slot(model);
    collect_seams(model);
    collect_map(model);
    model.review = review_->view(model.session);
    take_generators(model.session, model.review);
    model.share.is_running = share_->is_running();
    std::tie(model.share.what, model.share.done) = share_->progress();
    model.share.lines = share_lines_;
    model.ingest = ingest_->view();
    model.filter = loop_->filter();
    model.tick_ms = loop_->tick_ms();
    model.pacing = loop_->pacing();
    model.composite_ms = loop_->times().composite_ms;
    model.scopes = loop_->scopes();
    model.device_name = device_.name();
    model.sound_state = sound_->status().message;
    for (const Display& display : desktop_.displays())
        model.displays.push_back(display.name + "  " + std::to_string(display.pixels.width) +
                                 " x " + std::to_string(display.pixels.height));
    model.color = color_choices_;
    model.color_config = color_setup_.choice();
    model.color_config_is_reading = color_setup_.is_reading();
    model.color_config_error = color_setup_.error();
    model.output = loop_->output();
    model.second_output = loop_->second_output();
    model.viewed = player_->viewed(playback::Viewport::Main);
    model.second_viewed = player_->viewed(playback::Viewport::Second);
    model.color_is_exact = loop_->is_exact();
    model.color_preparation = loop_->color_preparation();
    model.second_color_preparation = loop_->second_color_preparation();
    model.is_preparing_tools = loop_->is_preparing_tools();
    model.second_window = second_window_ != nullptr;
    if (model.second_window)
        for (const session::Source& source : model.session.sources)
            if (auto report = player_->color_report(source.key, playback::Viewport::Second)) {
                if (report->is_preparing) model.second_color_preparation.is_preparing = true;
                model.second_colors[source.key] = std::move(*report);
            }
    model.second_display = second_display_;
    model.edit_is_busy = edits_->is_busy();
    model.recent = keeper_->recent();
    model.session_path = keeper_->path();
    model.unsaved = keeper_->unsaved();
    if (state_.decide.blind) {
        hide_names(model.session);
        state_.decide.blind->is_hidden = true;
    }
    return model;
}

/// Only once a tick is on the screen: what passes before is no dropped frame. And only once the
/// pipelines of the other compare modes are there, if that does not take long: making them while
/// playing would drop frames.
void Application::play_when_ready(const ViewModel& model) {
    if (!model.shown || !model.shown->tick.complete || model.shown->tick.choices.empty()) return;
    const Clock::time_point now = Clock::now();
    if (!play_latest_) play_latest_ = now + kLongestPreparation;
    if (!loop_->pipelines().ready && now < *play_latest_) return;
    playing_asked_ = false;
    play_latest_.reset();
    player_->play(Rational(1));
}

void Application::frame() {
    if (frames_wanted_ > 0) --frames_wanted_;
    const ViewModel model = collect();
    note_seen(model);
    tell_errors(model);
    tell_color_errors(model);
    tell_memory(model.cache);
    follow_review(model);
    if (playing_asked_) play_when_ready(model);
    find_glyphs(model);
    state_.export_progress = export_->progress();
    const Extent extent = window_.framebuffer();
    if (extent.width <= 0 || extent.height <= 0) return;
    const glm::dvec2 window{extent.width, extent.height};
    keeper_->set_gesture(ImGui::IsMouseDown(ImGuiMouseButton_Left) ||
                         ImGui::IsMouseReleased(ImGuiMouseButton_Left));
    keeper_->begin_changes();
    finish_match(*player_, state_, model);
    take_keys(model);
    take_drops(model);
    window_.begin_imgui_frame();
    ImGui::NewFrame();
    images_.clear();
    scopes_ = {};
    Commands commands;
    const PanelsShown nothing{false, false, false, false, false, false};
    PanelsShown shown = state_.panels;
    if (state_.scopes_fill) shown.timeline = shown.inspector = false;
    // In a small window what is said of a take stands in the inspector's place.
    const bool has_remarks = state_.decide.comments || state_.decide.takes;
    state_.inspector_yields =
        has_remarks && window.x < kLeastWidePx * static_cast<double>(state_.scale);
    if (state_.inspector_yields) shown.inspector = false;
    if (state_.decide.blind) // Whatever could tell which take it is.
        shown = {shown.menu, false, false, shown.transport, false, false};
    const bool bare = state_.panels_hidden || state_.presentation;
    Ui ui{
        model,
        state_,
        commands,
        keys_,
        fonts_,
        images_,
        scopes_,
        thumbnails_.get(),
        probe_rows_.get(),
        &probe_lights_,
        &cdl_ids_,
        &cut_tables_,
        event_pictures_.get(),
        &map_images_,
        still_pictures_.get(),
        [&](session::SourceKey key, std::int64_t frame) {
            return player_->cached_frame(key, frame);
        },
        [&](session::SourceKey key, std::int64_t record) { return player_->event_at(key, record); },
        [&](session::SourceKey key) { return sound_->track(key); },
        [&](session::SourceKey key) {
            return player_->shown_color(key, playback::Viewport::Export);
        },
        [&](session::SourceKey key, std::int64_t record) {
            return player_->shown_color_at(key, record, playback::Viewport::Export);
        },
        state_.scale,
        {},
        {},
        {}};
    const float menu = bare ? 0 : draw_menu_bar(ui);
    PanelSizes sizes = state_.sizes;
    if (state_.strip) sizes.timeline_px = std::max(sizes.timeline_px, strip_height_px(ui, window));
    sizes.timeline_px = curves_timeline_px(ui, sizes.timeline_px, window);
    ui.rects = panel_rects(window, sizes, bare ? nothing : shown,
                           bar_heights(menu, lamp_rows(window.x, state_.scale)), state_.scale);
    const DecideState& decide = state_.decide;
    if (!bare && !decide.blind)
        take_review_places(ui.rects, state_.sizes, {decide.list, decide.comments, decide.takes},
                           state_.scale);
    if (!bare && state_.cut_list && subject_cut(ui) != nullptr)
        make_room_for_cut_list(ui.rects.viewer, state_.scale);
    if (!bare) {
        const ScopePlace place =
            take_scope_place(ui.rects.viewer, state_.scopes, state_.scopes_fill, state_.scale);
        ui.rects.scopes = place.panel;
        ui.rects.scopes_splitter = place.splitter;
    }
    if (state_.map.shown && state_.map.place == MapPlace::Beside)
        ui.rects.map = take_map_place(ui.rects.viewer, model.session.compare.mode,
                                      model.session.on_screen().size());
    viewer_ = ui.rects.viewer;
    event_pictures_->begin_frame(
        {player_->color_config(), player_->viewed(playback::Viewport::Export)});
    draw(ui, window);
    event_pictures_->end_frame(model.transport.playing() || player_->transport().playing());
    ImGui::Render();
    hand_over(ui, extent);
    if (state_.decide.blind && state_.decide.blind->is_hidden && !state_.decide.blind->is_shown)
        show_blind();
    carry_out(commands, model);
    if (keeper_->end_changes()) review_->forget_redo();
    if (ingest_step_ && !ingest_step_->session) ingest_step_->session = keeper_->undoable();
    window_.set_full_screen(state_.full_screen);
    const std::string file =
        model.session_path.empty() ? "" : model.session_path.filename().string() + " - ";
    window_.set_title(file + "Seamline");
}

void Application::draw(const Ui& ui, glm::dvec2 window) {
    cut_tables_.keep_only(ui.model.session);
    follow_event(ui);
    draw_viewer(ui);
    if (state_.decide.blind) {
        draw_transport_bar(ui);
        draw_blind_bar(ui);
        draw_key_overlay(ui, window);
        draw_toasts(ui, window);
        return;
    }
    draw_map(ui);
    draw_tool_legend(ui);
    draw_hud(ui);
    if (!ui.rects.scopes.is_empty()) draw_scopes(ui);
    if (!ui.rects.compare_bar.is_empty()) draw_compare_bar(ui);
    if (!ui.rects.lamps.is_empty()) draw_lamps(ui);
    if (!ui.rects.inspector.is_empty()) draw_inspector(ui);
    if (!ui.rects.timeline.is_empty()) draw_timeline(ui);
    if (!ui.rects.transport.is_empty()) draw_transport_bar(ui);
    draw_splitters(ui, window);
    draw_tool_settings(ui);
    draw_cut_list(ui);
    draw_marker_list(ui);
    draw_seam_list(ui);
    draw_marker_note(ui);
    draw_still_list(ui);
    draw_hand_list(ui);
    draw_decision_list(ui, listed_decisions_);
    draw_take_list(ui);
    draw_comments(ui, todo_);
    draw_ranking(ui, ranking_);
    draw_share_dialog(ui);
    draw_ingest_dialog(ui);
    draw_drawing_bar(ui);
    draw_reason_strip(ui);
    draw_key_overlay(ui, window);
    draw_key_editor(ui, window);
    draw_export_dialog(ui);
    draw_relink_dialog(ui);
    draw_changes(ui);
    draw_settings_dialog(ui);
    browser_.draw(ui);
    draw_toasts(ui, window);
}

void Application::hand_over(const Ui& ui, Extent window) {
    const Rect viewer = pixels(ui.rects.viewer);
    const std::uint64_t hash = frame_hash(*ImGui::GetDrawData(), images_, viewer, window);
    if (hash == drawn_hash_ && scopes_ == drawn_scopes_ && ui.tick == drawn_tick_) return;
    drawn_hash_ = hash;
    drawn_scopes_ = scopes_;
    drawn_tick_ = ui.tick;
    auto frame = std::make_shared<InterfaceFrame>();
    frame->window = window;
    frame->viewer = viewer;
    frame->clear_rgb = unit(ui.model.session.sources.empty() ? palette::kViewer : palette::kPanel);
    frame->surround_rgb = unit(palette::kSurround);
    frame->images = images_;
    frame->scopes = scopes_;
    frame->tick = std::move(ui.tick);
    frame->says_preparing_tools = ui.model.is_preparing_tools;
    frame->ui = std::make_unique<const renderer::UiSnapshot>(*ImGui::GetDrawData());
    loop_->hand_over(std::move(frame));
}

void Application::take_cut(session::SourceKey key, const CutTable& table) {
    thumbnails_->forget(key); // Its record frames are others.
    for (const interchange::Track& track : table.edit().tracks) fallbacks_.note(track.name);
    for (const CutRow& row : table.rows()) fallbacks_.note(row.words);
    for (const interchange::EditMarker& mark : table.marks()) {
        fallbacks_.note(mark.name);
        fallbacks_.note(mark.note);
    }
}

void Application::forget_pictures(session::SourceKey key) {
    thumbnails_->forget(key);
    event_pictures_->clear(); // Its media may be others.
    probe_rows_->forget(key);
    probe_lights_.forget(key);
    measuring_->renew(key);
    renew_maps();
}

/// At once: whoever decides next signs with it, even after a crash.
void Application::keep_author() {
    if (review_->author() == seen_author_) return;
    preferences_.author = seen_author_ = review_->author();
    if (const auto kept = keep_preferences(preferences_); !kept)
        say(ToastKind::Warning,
            kept.error().message + ". The person who decides is forgotten at the end.");
}

void Application::remember_preferences() {
    session::Preferences changed = preferences_;
    changed.ui_scale = state_.scale;
    changed.cache_mb = state_.cache_mb;
    changed.theme = state_.theme;
    changed.restore_last_session = state_.restore_last_session;
    changed.scopes = state_.scopes;
    changed.tool_settings = player_->session().tool_settings;
    changed.tools_in_exports = state_.export_settings.tools;
    changed.snapshots_own_size = state_.export_settings.own_size;
    changed.around_s = state_.around_s;
    changed.measuring = state_.measuring;
    changed.key_preset = name(keys_.preset());
    changed.key_overrides = keys_.overrides();
    // Stored as fractions of 2000 unscaled pixels, which hold in a window of any size.
    changed.splitters["timeline"] = std::clamp(state_.sizes.timeline_px / 2000, 0.01F, 0.99F);
    changed.splitters["inspector"] = std::clamp(state_.sizes.inspector_px / 2000, 0.01F, 0.99F);
    changed.splitters["decisions"] = std::clamp(state_.sizes.decisions_px / 2000, 0.01F, 0.99F);
    changed.splitters["remarks"] = std::clamp(state_.sizes.remarks_px / 2000, 0.01F, 0.99F);
    const glm::ivec2 size = window_.size();
    changed.window_maximized = window_.is_maximized();
    if (!changed.window_maximized) {
        changed.window_width = size.x;
        changed.window_height = size.y;
    }
    preferences_ = changed;
}

} // namespace seamline::ui
