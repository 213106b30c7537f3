// app/ui/ui_model.h: what panels see, what they keep, and what they ask for.
#pragma once

#include "app/playback/audio_track.h"
#include "app/playback/audition.h"
#include "app/playback/frame_pacer.h"
#include "app/playback/player.h"
#include "app/session/preferences.h"
#include "app/session/session.h"
#include "app/ui/cdl_ids.h"
#include "app/ui/color_choices.h"
#include "app/ui/color_setup.h"
#include "app/ui/counter.h"
#include "app/ui/cut_choice.h"
#include "app/ui/key_map.h"
#include "app/ui/map_view.h"
#include "app/ui/picture_label.h"
#include "app/ui/probe_lights.h"
#include "app/ui/probe_rows.h"
#include "app/ui/relink_state.h"
#include "app/ui/review/review_view.h"
#include "app/ui/scope_screen.h"
#include "app/ui/seam_signs.h"
#include "app/ui/seam_table.h"
#include "app/ui/theme.h"
#include "app/ui/thumbnails.h"
#include "app/ui/tick_overlay.h"
#include "app/ui/timeline_scale.h"
#include "app/ui/view_math.h"
#include "app/ui/widgets.h"

#include <array>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace seamline::ui {

class CutTables;
class EventPictures;
class MapImages;
class StillPictures;

/// A tick as it was put on the screen; the render thread makes it, panels read where pictures lie.
struct ShownPicture {
    playback::Tick tick;
    renderer::Composition composition;
};

/// Whether a picture in a window waits for the shader of its colour transform, and why it will for
/// ever; empty when it is only being compiled.
struct ColorPreparation {
    bool is_preparing = false;
    std::string failure;

    friend bool operator==(const ColorPreparation&, const ColorPreparation&) = default;
};

/// Facts for one interface frame. Copies: nothing in here changes while panels are built.
struct ViewModel {
    session::Session session;
    std::vector<playback::SourceReport> reports;
    playback::Transport transport;
    std::int64_t tick = 0; ///< On the screen, or where the playhead waits.
    std::int64_t length = 0;
    playback::PlaybackCounters counters;
    renderer::CacheStats cache;
    /// Half-open ranges of cached source frames.
    std::map<session::SourceKey, std::vector<std::pair<std::int64_t, std::int64_t>>> cached;
    std::shared_ptr<const ShownPicture> shown; ///< Null before the first picture.
    CounterFormat counter;
    /// Source timecode is what the session counts in; see source_counter.
    std::optional<CounterFormat> source_counter;
    /// The slot that is judged: see playback::judged_slot.
    std::optional<playback::SlotReport> slot;
    renderer::ResizeFilter filter = renderer::ResizeFilter::Bilinear;
    double composite_ms = 0;
    std::optional<double> tick_ms; ///< See RenderLoop::tick_ms.
    playback::PacingReport pacing; ///< See RenderLoop::pacing.
    ScopeReport scopes;            ///< See RenderLoop::scopes.
    std::string device_name;
    std::string sound_state;           ///< e.g. "silent: no sound server"; empty while all is well.
    std::vector<std::string> displays; ///< In words, in the window system's order.
    bool second_window = false;        ///< The picture is shown in a second window, too ...
    int second_display = -1;           ///< ... on this display; -1: in a plain window.
    std::shared_ptr<const ColorChoices> color; ///< Never null while panels are drawn.
    ConfigChoice color_config;                 ///< Where that configuration comes from.
    bool color_config_is_reading = false;
    std::string color_config_error; ///< Why the last one was not taken; empty: it was.
    /// Of the second window, while there is one.
    std::map<session::SourceKey, playback::ColorReport> second_colors;
    ColorPreparation color_preparation;
    bool is_preparing_tools = false; ///< See RenderLoop::is_preparing_tools.
    renderer::OutputState output; ///< Of the main window; its description is empty at first.
    std::optional<renderer::OutputState> second_output;
    color::ViewColor viewed; ///< What the main window really uses; see Player::viewed.
    color::ViewColor second_viewed;
    bool color_is_exact = false; ///< See RenderLoop::is_exact.
    MapView map;                 ///< A and B measured against each other.
    std::string target;          ///< Of the main window, as renderer::Swapchain::description says.
    std::map<session::SourceKey, SourceSeams> seams; ///< Of every source, as far as it is measured.
    double measured = 1;                             ///< Of all that there is to measure, [0, 1].
    ReviewView review;                               ///< What people decided, drew and remarked.
    ShareProgress share;                             ///< Of writing it for others.
    IngestView ingest;                               ///< Of folders that are taken in or watched.
    bool edit_is_busy = false; ///< A timeline is being read, or media are looked for.
    std::vector<std::filesystem::path> recent;
    std::filesystem::path session_path; ///< Empty: never saved.
    bool unsaved = false;
    ColorPreparation second_color_preparation; ///< Of the second window, which has no words.

    const playback::SourceReport* report(session::SourceKey key) const;
    const playback::FrameChoice* choice(session::SourceKey key) const;
    const SourceSeams* seams_of(session::SourceKey key) const; ///< Null: no such source.
};

enum class ToastKind : std::uint8_t { Notice, Warning, Error };
struct Toast {
    ToastKind kind = ToastKind::Notice;
    std::string text;
    double shown_at_s = 0; ///< On ImGui's clock.
};

/// Lines over every picture that help composing; none is part of the picture or of exports.
struct Guides {
    bool action_safe = false;
    bool title_safe = false;
    bool thirds = false;
    bool center = false;
    double mask_aspect = 0; ///< Width / height; 0: no mask.

    friend bool operator==(const Guides&, const Guides&) = default;
};

enum class BrowserPurpose : std::uint8_t {
    Closed,
    AddSources,
    OpenSession,
    SaveSession,
    ChooseCdl, ///< Of UiState::browser_source, like ...
    ChooseLut, ///< ... this.
    ChooseCalibration,
    ChooseColorConfig,
    ChooseThresholds,
    AddTake,           ///< To the slot that is judged.
    ChooseMediaFolder, ///< For UiState::relink: where to search, ...
    ChooseMapFolder,   ///< ... what a folder of the edit is here, ...
    ChooseEditName,    ///< ... and what the cut is saved as.
    ExportMatch,       ///< Of MatchState::exported.
    ChooseShareFolder, ///< For DecideState::share_choice.
    ImportReview,      ///< What others sent back.
    ChooseTakeFolder,  ///< Whose movies become takes.
};

/// A movie of what the compare shows.
struct ExportSettings {
    std::filesystem::path path;
    Extent size{1920, 1080};
    std::int64_t first = 0;
    std::int64_t last = 0; ///< Inclusive.
    bool labels = true;
    bool tools = false;   ///< Picture tools, too, that are on.
    bool own_size = true; ///< Of snapshots: see ui::own_size; false: as the window shows it.
    bool lossless = false;
    bool sound = true; ///< What is heard, if anything is.
};
struct ExportProgress {
    bool running = false;
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// A key that is being given to an action in the editor.
struct KeyCapture {
    std::optional<Action> action;
    bool waiting = false;           ///< The next press is the key.
    Chord chord;                    ///< What was pressed ...
    std::optional<Refusal> refusal; ///< ... and what speaks against it.
};

/// What the interface itself remembers.
struct UiState {
    float scale = 1;
    PanelSizes sizes;
    PanelsShown panels;
    bool inspector_yields = false; ///< To comments or takes, for want of room.
    bool panels_hidden = false; ///< By one key; `panels` keeps what to bring back.
    bool presentation = false;  ///< Nothing but the picture.
    bool full_screen = false;
    bool hud = false;
    bool key_overlay = false;
    bool key_editor = false;
    bool export_dialog = false;
    bool settings_dialog = false;
    session::Theme theme = session::Theme::Dark;
    float scale_wanted = 1; ///< In the settings, before it is applied.
    std::int64_t cache_mb = 0;
    bool restore_last_session = true;
    KeyCapture key_capture;
    std::array<char, 64> key_filter{};
    RelinkState relink;
    ChangeList change_list;
    bool marker_list = false;
    bool tool_settings = false;
    std::string tool_refusal; ///< Why what was typed into them last was not taken.
    bool cut_list = false;
    CutListChoice cut_list_choice;
    bool seam_list = false;
    SeamListChoice seam_list_choice;
    bool curves = false; ///< The timeline has curves of A.
    session::MeasuringChoice measuring;
    analysis::ThresholdProfile thresholds;    ///< Of the file that `measuring` names.
    bool strip = false;                       ///< Cuts have high lanes with all their tracks.
    std::optional<ChosenEvent> chosen_event;  ///< Of a cut; its source may be gone.
    std::optional<std::int64_t> noted_marker; ///< The tick whose marker's note is being written.
    std::int64_t menu_marker = 0;             ///< Whose menu is open.
    bool note_asked = false;                  ///< Give that note the keyboard in the next frame.
    bool probe = false;
    session::ScopeSettings scopes;
    bool scopes_fill = false;                        ///< They have the viewer's place ...
    std::optional<renderer::ScopeKind> scopes_alone; ///< ... and this one has all of it.
    BrowserPurpose browser = BrowserPurpose::Closed;
    session::SourceKey browser_source = 0; ///< Whose file is chosen.
    playback::Audition audition;
    MapChoice map;
    MatchState match;
    HandState hand; ///< Regions and shadows that are drawn by hand.
    DecideState decide;
    bool still_list = false;
    session::TrimMode trim_mode = session::TrimMode::Ripple;
    double around_s = 2; ///< Of new sessions.
    Guides guides;
    TimelineView timeline;
    session::SourceKey chosen = 0; ///< What the inspector shows; 0: A.
    std::deque<Toast> toasts;
    bool counter_asked = false; ///< Give the counter the keyboard in the next frame.
    ExportSettings export_settings;
    ExportProgress export_progress;

    // Drags in progress.
    WipeGrip wipe_drag = WipeGrip::None;
    bool wipe_other_side = false;
    bool panning = false;
    bool scrubbing = false;
    std::optional<std::pair<glm::dvec2, glm::dvec2>> probe_area; ///< Window pixels.
    std::optional<glm::dvec2> region_drag; ///< Where a region of the scopes was begun.
};

// What panels ask for, beyond key actions and changes of the session.
struct SeekTo {
    std::int64_t tick = 0;
};
struct ScrubTo {
    std::int64_t tick = 0;
    bool held = false;
};
struct PlayAt {
    Rational speed{1};
};
struct OpenFiles {
    std::vector<std::filesystem::path> paths;
    session::SourceKey replaced = 0;
};
struct CloseSource {
    session::SourceKey key = 0;
};
struct ReloadSource {
    session::SourceKey key = 0;
};
struct OpenSession {
    std::filesystem::path path;
};
struct SaveSession {
    std::filesystem::path path;
};
struct StartExport {
    ExportSettings settings;
};
struct CancelExport {};
struct SetScale {
    float scale = 1;
};
struct SetTheme {
    session::Theme theme{};
};
struct ClearRecent {};
/// The picture alone in a second window.
struct OpenSecond {
    int display = -1; ///< Of ViewModel::displays, filling it; -1: a window that can be moved.
};
/// What a window takes, from now on.
struct SetOutput {
    playback::Viewport viewport = playback::Viewport::Main;
    renderer::WindowOutput output{};
};
/// Another OpenColorIO configuration; the present one stays until it is read.
struct UseColorConfig {
    ConfigChoice choice;
};
/// A profile of thresholds, or the built-in one; a bad file leaves the present one in use.
struct UseThresholds {
    std::filesystem::path file; ///< Empty: built in.
};
/// Looks for the media of UiState::relink again, and links what is chosen there.
struct SearchMedia {};
struct ApplyRelink {};
/// Reads the list that a cut came from again, at its real rate.
struct ReadListAt {
    session::SourceKey key = 0;
    Rational rate{24};
};
struct SaveEdit {
    session::SourceKey key = 0;
    std::filesystem::path path;
    bool nle_safe = false;
};
enum class AlignBy : std::uint8_t { Start, Timecode, InPoints, Content };
struct Align {
    AlignBy by = AlignBy::Start;
};
/// Another take for the slot that is judged, from a file.
struct AddTake {
    std::filesystem::path path;
};
/// A change of the slot that is judged; the sentence of what refused it is told.
struct EditSlot {
    std::function<Result<session::SharedCut>(const session::Cut&, const interchange::EventPlace&)>
        change;
};
struct SetAround {
    double seconds = 2;
};
/// A variant that was clicked, and whether it is taken at once.
struct ChooseVariant {
    session::SourceKey key = 0;
    bool taken = false;
};
/// A hero frame as A, the take that plays as B.
struct HoldStill {
    std::uint32_t id = 0;
};
struct GoToStill {
    std::uint32_t id = 0;
};
/// The grade that region pairs tell, on B.
struct MatchRegions {};
/// A grade as a file; what the name ends with says which.
struct SaveMatch {
    std::filesystem::path path;
};
/// To a decision's take and frame.
struct GoToDecision {
    std::string id;
};
/// Of the pair that is compared blindly; the next one follows.
struct AnswerBlind {
    review::BlindAnswer answer{};
};
/// As DecideState::share_choice says.
struct StartShare {};
struct CancelShare {};
/// What an editor or a guest sent back.
struct ImportReview {
    std::filesystem::path path;
};
/// The folder of DecideState::ingest: its takes into stacks and onto the screen, or only opened.
struct TakeInFolder {
    bool only_open = false;
};
struct StopWatching {
    std::filesystem::path folder;
};
struct ChangeKey {
    enum class What : std::uint8_t { Take, Unbind, Reset, Preset };
    What what = What::Take;
    Action action{};
    Chord chord;
    ui::Preset preset{};
};
using Request =
    std::variant<Align, ChangeKey, SeekTo, ScrubTo, PlayAt, OpenFiles, CloseSource, ReloadSource,
                 OpenSession, SaveSession, StartExport, CancelExport, SetScale, SetTheme,
                 ClearRecent, OpenSecond, UseColorConfig, SetOutput, SearchMedia, ApplyRelink,
                 ReadListAt, SaveEdit, AddTake, EditSlot, SetAround, ChooseVariant, UseThresholds,
                 HoldStill, GoToStill, MatchRegions, SaveMatch, ChangeReview, GoToDecision,
                 AnswerBlind, StartShare, CancelShare, ImportReview, TakeInFolder, StopWatching>;

/// What the panels of one frame asked for, carried out after all of them are drawn.
struct Commands {
    std::vector<Action> actions;
    std::vector<std::function<void(session::Session&)>> edits;
    std::vector<Request> requests;

    void run(Action action) { actions.push_back(action); }
    void edit(std::function<void(session::Session&)> change) { edits.push_back(std::move(change)); }
    void ask(Request request) { requests.push_back(std::move(request)); }
    /// Changes one source, if it still exists by then.
    void edit_source(session::SourceKey key, std::function<void(session::Source&)> change);
};

/// All a panel gets.
struct Ui {
    const ViewModel& model;
    UiState& state;
    Commands& commands;
    const KeyMap& keys;
    const Fonts& fonts;
    std::vector<renderer::UiImage>& images;  ///< Drawn beneath all of ImGui's.
    ScopeOrder& scopes;                      ///< Likewise.
    Thumbnails* thumbnails = nullptr;        ///< Null: none can be made.
    ProbeRows* probe_rows = nullptr;         ///< Null: nothing can be read.
    ProbeLights* probe_lights = nullptr;     ///< Null: nothing is measured.
    CdlIds* cdl_ids = nullptr;               ///< Null: none can be listed.
    CutTables* cut_tables = nullptr;         ///< Null: cuts are not laid out.
    EventPictures* event_pictures = nullptr; ///< Null: none can be made.
    MapImages* map_images = nullptr;         ///< Null: maps are not drawn.
    StillPictures* still_pictures = nullptr; ///< Null: none can be made.
    /// A frame of a source if it is cached now.
    std::function<std::shared_ptr<const renderer::CachedFrame>(session::SourceKey, std::int64_t)>
        cached_frame;
    /// What a cut shows at a record frame; see Player::event_at.
    std::function<std::shared_ptr<const playback::ShownEvent>(session::SourceKey, std::int64_t)>
        event_at;
    /// A source's sound; null while it has none.
    std::function<std::shared_ptr<const playback::AudioTrack>(session::SourceKey)> sound;
    /// What a source's small pictures are seen through.
    std::function<playback::ShownColor(session::SourceKey)> shown_color;
    /// The same for what a cut shows at a record frame.
    std::function<playback::ShownColor(session::SourceKey, std::int64_t)> shown_color_at;
    float scale = 1;
    PanelRects rects;
    mutable ScreenRect lanes_visible; ///< Where the timeline's lanes may be seen.
    mutable TickOverlay tick;         ///< What is laid out only with the tick that is shown.

    /// A tooltip with the key that does the same.
    Tip tip(std::string text, Action action) const;
    /// The source that the inspector shows; null without sources.
    const session::Source* chosen_source() const;
    float px(float unscaled) const { return unscaled * scale; }
};

/// Writes the note of the marker at `tick` from now on.
void ask_for_note(UiState& state, std::int64_t tick);

using session::display_name;
/// The counter for a position of the session, in the way the session counts: with source A's
/// timecode when it has one (of a cut: record timecode). A session that counts in source timecode
/// counts positions in this one.
CounterFormat counter_format(const session::Session& session,
                             const std::vector<playback::SourceReport>& reports);
/// What a typed source timecode means while `shown` is shown at `tick`: as if its medium ran on at
/// normal speed. None where it has no frame.
std::optional<CounterFormat> source_counter(const CounterFormat& record,
                                            const playback::FrameChoice& shown,
                                            const SourceClock& clock, std::int64_t tick);

} // namespace seamline::ui
