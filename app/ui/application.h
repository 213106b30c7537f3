// app/ui/application.h: the parts of a running window and the loop that feeds them.
#pragma once

#include "app/interchange/decisions/read_review.h"
#include "app/playback/alignment.h"
#include "app/playback/frame_lights.h"
#include "app/playback/measuring.h"
#include "app/playback/sound.h"
#include "app/session/preferences.h"
#include "app/ui/color_files.h"
#include "app/ui/color_setup.h"
#include "app/ui/cut_table.h"
#include "app/ui/desktop_window.h"
#include "app/ui/edit_desk.h"
#include "app/ui/event_pictures.h"
#include "app/ui/export_job.h"
#include "app/ui/fallback_fonts.h"
#include "app/ui/file_browser_panel.h"
#include "app/ui/label_painter.h"
#include "app/ui/map_image.h"
#include "app/ui/overwrite_guard.h"
#include "app/ui/render_loop.h"
#include "app/ui/review/blind_panel.h"
#include "app/ui/review/comment_panel.h"
#include "app/ui/review/decision_panel.h"
#include "app/ui/review/ingest_desk.h"
#include "app/ui/review/ranking_panel.h"
#include "app/ui/review/review_desk.h"
#include "app/ui/review/share_job.h"
#include "app/ui/session_keeper.h"
#include "app/ui/still_pictures.h"
#include "app/ui/ui_model.h"
#include "app/ui/window.h"

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace seamline::ui {

/// How `Application::run` ended.
enum class Ending : std::uint8_t { Closed, DeviceLost, OutOfMemory, Failed };

/// Everything that lives as long as one device.
///
/// Threads: main thread.
class Application {
public:
    /// Throws renderer::VulkanError.
    Application(const WindowOptions& options, Desktop& desktop, DesktopWindow& window,
                const renderer::Device& device, session::Preferences& preferences);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Opens what the options name.
    void begin();
    Ending run();
    /// The review as it stands, to go on with on another device.
    session::ResumedReview review() const { return keeper_->review(); }
    /// Where it was autosaved; see SessionKeeper.
    std::filesystem::path autosave_file() const { return keeper_->autosave_file(); }
    const std::string& failure() const { return failure_; }
    /// What the cache may hold now; see renderer::CacheStats.
    std::uint64_t cache_bytes() const { return player_->cache().stats().budget_bytes; }

private:
    // One turn of the main loop (application.cpp).
    double patience() const;
    bool due_for_frame(std::chrono::steady_clock::time_point now);
    void frame();
    void play_when_ready(const ViewModel& model);
    ViewModel collect();
    void draw(const Ui& ui, glm::dvec2 window);
    void hand_over(const Ui& ui, Extent window);
    void start_rendering();
    void rescale(float scale);
    void set_output(playback::Viewport viewport, renderer::WindowOutput output);
    void step_output(playback::Viewport viewport);
    void tell_output(const renderer::OutputState& output, const char* window);
    void find_glyphs(const ViewModel& model);
    void set_theme(session::Theme theme);
    /// Held back while takes are compared blindly: it may name them.
    void say(ToastKind kind, const std::string& text);
    void show_toast(ToastKind kind, const std::string& text); ///< At once.
    void refuse_blind();
    void remember_preferences();
    void keep_author();
    /// A cut is shown for the first time, or another one in its place.
    void take_cut(session::SourceKey key, const CutTable& table);
    /// A source's file changed, or it was closed.
    void forget_pictures(session::SourceKey key);

    // What the user does (application_input.cpp).
    void take_keys(const ViewModel& model);
    void take_drops(const ViewModel& model);
    bool captured(const KeyPress& press);
    void press(Action action, const ViewModel& model);
    bool program_action(Action action, const ViewModel& model);
    void dismiss();
    void hold_source(const KeyEvent& event, Action action);
    void release_source(const KeyEvent& event);
    bool played_slowly(const KeyEvent& event, Action action);
    void release_slow(const KeyEvent& event);
    bool escaped_second(const KeyEvent& event);
    void take_key(const KeyEvent& event, const ViewModel& model);
    void carry_out(const Commands& commands, const ViewModel& model);
    void change_key(const ChangeKey& change);
    void align(AlignBy by, const ViewModel& model);
    void align_by_content(const ViewModel& model);
    void align_same_moment(const ViewModel& model);
    void note_seen(const ViewModel& model);
    void tell_errors(const ViewModel& model);
    void tell_color_errors(const ViewModel& model);
    void tell_guesses(const ViewModel& model);
    void tell_memory(const renderer::CacheStats& cache);
    void take_color_config();
    void follow_color_files();

    // Timelines (application_edits.cpp).
    /// Media and sessions at once, timelines as soon as they are read.
    void open_files(const std::vector<std::filesystem::path>& paths, session::SourceKey replaced);
    session::EditPlaces edit_places() const;
    void save_edit(const SaveEdit& request, const ViewModel& model);
    void search_media(const ViewModel& model);
    void show_media(const ViewModel& model);
    void take_edits();
    void take_background_results();

    // Takes judged in their slot (application_audition.cpp).
    void start_auditions();
    bool auditioned(const KeyEvent& event, Action action);
    bool took_marked(const KeyEvent& event);
    void end_view();
    void collect_slot(ViewModel& model);

    // What is measured meanwhile (application_measures.cpp).
    void start_measuring();
    void use_thresholds(const std::filesystem::path& file);
    void follow_measuring();
    void collect_seams(ViewModel& model);
    // A and B against each other, and what is kept of it (application_maps.cpp).
    void start_maps();
    bool has_new_map() const;
    void collect_map(ViewModel& model);
    void renew_maps();
    void hold_still(std::uint32_t id);
    void go_to_still(std::uint32_t id, const ViewModel& model);
    void save_match(const std::filesystem::path& file);

    // What people decide (application_review.cpp).
    void start_review();
    void follow_review(const ViewModel& model);
    bool review_action(Action action, const ViewModel& model);
    void note_review(const ReviewView& review);
    bool took_digit(const KeyEvent& event);
    bool took_enter(const KeyEvent& event, const ViewModel& model);
    void toggle_blind(const ViewModel& model);
    void show_blind();
    void answer_blind(review::BlindAnswer answer);
    void end_blind();
    void start_share(const ViewModel& model);
    void follow_share();
    void import_review(const std::filesystem::path& file);
    void follow_imports();
    void undo();
    void redo();
    void pick_take(const ViewModel& model);
    void cull(const ViewModel& model);
    void bring_back(const ViewModel& model);

    // Folders of takes (application_ingest.cpp).
    void start_ingest();
    std::vector<std::filesystem::path>
    take_folders(const std::vector<std::filesystem::path>& paths);
    void follow_ingest();
    void tell_watched_problems();
    void ask_for_folder();
    void take_in_folder(bool only_open);
    std::size_t open_takes(const std::vector<std::filesystem::path>& paths);
    void open_arrived();
    bool undo_ingest();
    bool redo_ingest();

    // The second window (application_second.cpp).
    void toggle_second();
    void open_second(int display);
    void attach_second();
    void close_second();
    void tend_second();
    void tell_refresh(
        std::chrono::steady_clock::time_point now); ///< Of the display that the window is on.

    void propose_export(const ViewModel& model);
    void export_movie(const ExportSettings& settings, const ViewModel& model);
    std::filesystem::path export_path(const ViewModel& model, const char* extension) const;

    const WindowOptions& options_;
    Desktop& desktop_;
    DesktopWindow& window_;
    const renderer::Device& device_;
    session::Preferences& preferences_;

    UiState state_;
    KeyMap keys_;
    WidgetMemory widgets_;
    FallbackFonts fallbacks_;
    bool glyphs_told_ = false; ///< That some are missing, once.
    Fonts fonts_;
    std::unique_ptr<LabelPainter> labels_;
    FileBrowserPanel browser_;
    std::unique_ptr<playback::Player> player_;
    std::unique_ptr<playback::Sound> sound_;
    std::unique_ptr<SessionKeeper> keeper_;
    std::unique_ptr<EditDesk> edits_;
    std::unique_ptr<Thumbnails> thumbnails_;
    std::unique_ptr<EventPictures> event_pictures_;
    CutTables cut_tables_;
    std::atomic<bool> findings_changed_{false};
    std::unique_ptr<playback::Measuring> measuring_; ///< Tells the flag above.
    std::optional<std::uint64_t> measured_revision_; ///< Of the player, and with which options.
    playback::MeasuringOptions measured_options_;
    std::unique_ptr<ProbeRows> probe_rows_;
    ProbeLights probe_lights_;
    std::unique_ptr<playback::SeamMaps> maps_;
    std::unique_ptr<playback::FrameLights> lights_;
    std::unique_ptr<StillPictures> still_pictures_;
    MapImages map_images_;
    std::shared_ptr<const playback::MapAnswer> seen_map_;
    std::deque<std::chrono::steady_clock::time_point> map_times_; ///< When the last answers came.
    CdlIds cdl_ids_;
    std::unique_ptr<ReviewDesk> review_;
    ListedDecisions listed_decisions_;
    RankingMemory ranking_;
    TodoMemory todo_;
    std::unique_ptr<IngestDesk> ingest_;
    std::shared_ptr<const IngestPreview> noted_preview_; ///< Whose texts have glyphs.
    std::vector<ArrivedTake> untold_;                    ///< Arrived, and nobody was told yet.
    std::chrono::steady_clock::time_point last_arrival_{};
    std::set<std::string> told_folders_; ///< What is wrong with watched ones.
    /// The newest taking in: when its stacks were made or taken back, and when its sources were.
    struct IngestStep {
        std::chrono::steady_clock::time_point review;
        std::optional<std::chrono::steady_clock::time_point> session; ///< Nothing: in this frame.
    };
    std::optional<IngestStep> ingest_step_;
    std::unique_ptr<ShareJob> share_;
    std::filesystem::path share_folder_;   ///< Where it went.
    std::vector<std::string> share_lines_; ///< What came of the last export.
    /// Reviews that are being read, in the order in which they were asked for.
    struct IncomingReview {
        std::filesystem::path file;
        Result<interchange::ReadReview> read;
    };
    std::deque<std::future<IncomingReview>> incoming_;
    /// Said while takes are compared blindly, which it could name; said when that ends.
    std::vector<std::pair<ToastKind, std::string>> held_back_;
    std::uint64_t noted_review_ = ~std::uint64_t{0}; ///< Whose texts have glyphs.
    std::set<session::SourceKey> culled_;            ///< Off the screen because of it.
    ColorSetup color_setup_;
    std::shared_ptr<const ColorChoices> color_choices_; ///< Of the player's configuration.
    std::unique_ptr<DesktopWindow> second_window_;      ///< Null: none. Outlives what draws in it.
    int second_display_ = -1;
    std::unique_ptr<RenderLoop> loop_;
    std::unique_ptr<ExportJob> export_;
    OverwriteGuard export_guard_;
    OverwriteGuard edit_guard_;
    renderer::WindowOutput output_{}; ///< Asked for.
    ColorFiles color_files_;
    ColorFiles::Clock::time_point next_color_look_{};
    bool rereads_config_ = false; ///< What is being read is in use already, as it was.
    bool second_output_told_ = false;
    std::filesystem::path export_folder_; ///< Where the last movie went; empty before the first.
    std::map<session::SourceKey, std::int64_t>
        seen_alone_; ///< Last frame of each take shown alone.
    std::future<std::optional<playback::ContentMatch>> content_match_;
    std::map<session::SourceKey, std::string> told_errors_;   ///< So that each is told once.
    std::map<session::SourceKey, std::string> told_decoders_; ///< The same of decoders that failed.
    std::map<std::pair<session::SourceKey, playback::Viewport>, std::string> told_colors_;
    std::array<std::string, 2> told_outputs_; ///< Of the main and of the second window.
    std::set<session::SourceKey> told_guesses_; ///< Under the present configuration.
    bool told_memory_ = false; ///< That the GPU refused some.
    std::pair<session::SourceKey, session::SourceKey> matched_; ///< A and B of that match.
    std::jthread content_worker_;

    /// A source shown while its key is held.
    struct Momentary {
        int key = -1;
        std::chrono::steady_clock::time_point since;
        session::CompareState before;
    };
    std::optional<Momentary> momentary_;
    std::optional<int> stop_key_; ///< Held down ...
    Rational speed_before_slow_{1};
    std::optional<int> slow_key_; ///< ... with one that plays: slowly, for as long as both are.
    std::vector<renderer::UiImage> images_;
    ScopeOrder scopes_;
    ScopeOrder drawn_scopes_;
    ScreenRect viewer_; ///< Where the last interface frame had it, and what is dropped falls.
    std::uint64_t drawn_hash_ = 0;
    TickOverlay drawn_tick_;
    std::uint64_t seen_revision_ = 0;
    std::shared_ptr<const ShownPicture> seen_shown_;
    std::string seen_author_;       ///< Who decided when it was looked at last.
    session::SourceKey seen_a_ = 0; ///< What A was in the last interface frame.
    int frames_wanted_ = 3; ///< ImGui needs a few to settle after input.
    std::chrono::steady_clock::time_point last_frame_{};
    std::chrono::steady_clock::time_point next_upkeep_{};
    std::chrono::steady_clock::time_point next_refresh_{}; ///< When the display is looked at again.
    bool quitting_ = false;
    bool playing_asked_ = false;
    std::optional<std::chrono::steady_clock::time_point>
        play_latest_; ///< Whatever is missing then.
    std::string failure_;
};

} // namespace seamline::ui
