// app/ui/key_map.h: everything a key can do, and which key does it.
#pragma once

#include "app/ui/key_chord.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

enum class Action : std::uint16_t {
    PlayPause,
    PlayForward,
    PlayReverse,
    Stop,
    SlowForward,
    SlowReverse,
    StepForward,
    StepBack,
    StepForward10,
    StepBack10,
    GoStart,
    GoEnd,
    GoTo,
    SetIn,
    SetOut,
    ClearInOut,
    GoIn,
    GoOut,
    CycleLoop,
    PingPong,
    EveryFrame,
    SpeedSlower,
    SpeedFaster,
    SpeedNormal,
    PreviousCut,
    NextCut,
    AddMarker,
    DeleteMarker,
    NoteMarker,
    PreviousMarker,
    NextMarker,
    ShowSource1,
    ShowSource2,
    ShowSource3,
    ShowSource4,
    ShowSource5,
    ShowSource6,
    ShowSource7,
    ShowSource8,
    ShowSource9,
    Flip,
    PreviousSource,
    NextSource,
    SwapAB,
    NudgeLater,
    NudgeEarlier,
    NudgeLater10,
    NudgeEarlier10,
    NudgeReset,
    AlignSameMoment,
    AlignByContent,
    Reload,
    CloseSource,
    CompareSingle,
    CompareSplit,
    CompareGrid,
    CompareWipe,
    CompareDifference,
    CompareOverlay,
    CompareButterfly,
    CompareCheckerboard,
    RotateWipe,
    DifferenceGainUp,
    DifferenceGainDown,
    ChannelRed,
    ChannelGreen,
    ChannelBlue,
    ChannelAlpha,
    ChannelLuma,
    ExposureUp,
    ExposureDown,
    GammaUp,
    GammaDown,
    ResetAdjust,
    BypassGrade,
    ResetGrade,
    ConfirmInputSpace,
    NextColorView,
    PreviousColorView,
    NextColorDisplay,
    NextOutput,
    NextSecondOutput,
    ChooseColorConfig,
    ViewFit,
    ViewFill,
    ViewOneToOne,
    ViewSameSize,
    ZoomIn,
    ZoomOut,
    SharedView,
    NearestPixels,
    FullScreen,
    Presentation,
    SecondDisplay,
    HidePanels,
    ToggleInspector,
    ToggleTimeline,
    ToggleCompareBar,
    ToggleMarkers,
    ToggleCutList,
    ToggleStrip,
    ToggleHud,
    ToggleHelp,
    ToggleProbe,
    ToggleLabels,
    CycleCounter,
    CycleFrameBase,
    SafeAreas,
    AspectMask,
    CenterGuides,
    NextTheme,
    ScopeHistogram,
    ScopeWaveform,
    ScopeVectorscope,
    ScopeChromaticity,
    ScopesAll,
    ScopesFill,
    ScopeScale,
    ScopePair,
    ScopeSignal,
    ScopeZoom,
    ScopeTargets,
    ScopeRegion,
    ScopeClearRegion,
    ScopeBrighter,
    ScopeDimmer,
    ScopeGain,
    ScopeTint,
    ScopesBeside,
    ToolFalseColor,
    ToolZebra,
    ToolClipping,
    ToolGamut,
    ToolPeaking,
    ToolsOff,
    ToolSignal,
    ToggleToolSettings,
    Dismiss,
    Mute,
    VolumeUp,
    VolumeDown,
    HearNextSource,
    MixAll,
    LoudnessMatch,
    ToggleMap,
    NextMapKind,
    NextMapPlace,
    HoldFrame,
    KeepStill,
    ToggleStills,
    ToggleMatch,
    ExportMatch,
    PairRegions,
    RuleShadows,
    ToggleHandList,
    PlayAround,
    PreviousTake,
    NextTake,
    ChooseSlot,
    VariantsGrid,
    SeamView,
    TrimHeadEarlier,
    TrimHeadLater,
    TrimTailEarlier,
    TrimTailLater,
    TrimMode,
    SlipEarlier,
    SlipLater,
    ReverseEvent,
    FreezeEvent,
    EnableEvent,
    CycleOrigin,
    CyclePlacement,
    AddTake,
    RemoveTake,
    PreviousFlag,
    NextFlag,
    AcceptFlag,
    DismissFlag,
    AddCut,
    RemoveCut,
    MoveCut,
    ToggleSeams,
    ToggleCurves,
    ToggleLamps,
    ToggleMeasuring,
    OtherFramings,
    Keep,
    SendBack,
    HoldDecision,
    ClearDecision,
    PreviousDecision,
    NextDecision,
    DecideOn,
    NextAuthor,
    EditReasons,
    ToggleDecisions,
    ToggleTakes,
    ToggleComments,
    ToggleDrawing,
    NextDrawTool,
    PickTake,
    Eliminate,
    BringBack,
    BlindCompare,
    ToggleRanking,
    ShareReview,
    Open,
    AddSource,
    TakeInFolder,
    OpenArrived,
    NewSession,
    Save,
    SaveAs,
    Undo,
    Redo,
    Snapshot,
    SnapshotCounters,
    ExportMovie,
    RelinkMedia,
    SaveEdit,
    ShowChanges,
    MakeCut,
    Preferences,
    Quit,
};
constexpr std::size_t kActionCount = static_cast<std::size_t>(Action::Quit) + 1;

/// How a press turns into commands.
enum class Response : std::uint8_t {
    Once,    ///< Key repeat is ignored.
    Repeats, ///< Acts again with every key repeat.
    /// Momentary: acts on press; released after more than about 300 ms it goes back to what was
    /// there.
    Holds,
};

/// One row of the table of actions.
struct ActionDescription {
    Action action;
    const char* id;       ///< For files, e.g. "transport.play_pause"; never changes.
    const char* label;    ///< e.g. "Play or pause"
    const char* group;    ///< Heading in the `?` overlay.
    const char* tooltip;  ///< One sentence.
    const char* defaults; ///< Chords of the "seamline" preset, separated by spaces.
    Response response = Response::Once;
};
/// In the order of `Action`, which is the order of the overlay.
std::span<const ActionDescription> actions();
const ActionDescription& description(Action action);
std::optional<Action> action_from(std::string_view id);

enum class Preset : std::uint8_t { Seamline, Nle, Rv, XStudio };
constexpr std::size_t kPresetCount = 4;
/// The word for files and menus: "seamline", "nle", "rv", "xstudio".
const char* name(Preset preset);
std::optional<Preset> preset_from(std::string_view word);

/// User bindings by action id, as chord texts; what preferences and files store.
using KeyOverrides = std::map<std::string, std::vector<std::string>>;

/// Why a chord was not bound.
struct Refusal {
    enum class Reason : std::uint8_t {
        Conflict,  ///< Another action has it: `other`. May be taken from it.
        Forbidden, ///< Quit on Q or Esc, never.
    };
    Reason reason = Reason::Conflict;
    std::optional<Action> other;
    std::string message; ///< One sentence that names the chord and the other action.
};

/// The keys in use: a preset and what the user changed. A chord never does two things.
///
/// Threads: plain value.
class KeyMap {
public:
    explicit KeyMap(Preset preset = Preset::Seamline);

    Preset preset() const { return preset_; }
    /// Changes the preset and drops the user's changes.
    void set_preset(Preset preset) { *this = KeyMap(preset); }

    std::optional<Action> find(const Chord& chord) const;
    /// The action of the first chord that the press may mean and that is bound.
    std::optional<Action> find(const KeyPress& press) const;
    const std::vector<Chord>& chords(Action action) const;

    /// "Ctrl+F or F11"; empty when nothing is bound.
    std::string keys_text(Action action) const;
    /// "Shows what is playing. (Ctrl+H)"
    std::string tooltip(Action action) const;

    /// What speaks against binding; nothing when it is free.
    std::optional<Refusal> objection(Action action, const Chord& chord) const;
    enum class OnObjection { Refuse, Take };
    /// Adds a chord to an action. `Take` takes it from the action that has it; what is forbidden is
    /// refused all the same. Nothing: done.
    std::optional<Refusal> bind(Action action, const Chord& chord,
                                OnObjection on_objection = OnObjection::Refuse);
    void unbind(const Chord& chord);
    void unbind(Action action);
    /// Back to the preset. Chords that another action got meanwhile are taken back from it.
    void reset(Action action);
    void reset();

    /// What differs from the preset, and entries of actions that this version does not know.
    KeyOverrides overrides() const;
    /// Replaces the user's changes. Returns one line for every entry that could not be taken as it
    /// is; a user's chord is taken from a preset's action without a word unless that leaves it with
    /// no key.
    std::vector<std::string> apply(const KeyOverrides& overrides);

    /// Reads a key file (preset and overrides): problems as from `apply`.
    /// Blocks: on the disk.
    /// Errors: NotFound; Io; Corrupt; TooLarge; Unsupported. The map is unchanged then.
    Result<std::vector<std::string>> load(const std::filesystem::path& file);
    /// Writes preset and overrides whole; keys of the file that this version does not know are
    /// kept.
    Result<Done> save(const std::filesystem::path& file) const;

private:
    void give(Action action, const Chord& chord);
    std::vector<Chord>& at(Action action);

    Preset preset_ = Preset::Seamline;
    std::vector<std::vector<Chord>> chords_; ///< By action.
    std::map<Chord, Action> bound_;
    KeyOverrides foreign_; ///< Overrides of actions that only other versions know.
};

} // namespace seamline::ui
