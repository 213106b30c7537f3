// app/ui/action.h: everything that a key can do. The key map gives each a name, words and default
// keys.
#pragma once

#include <cstdint>

namespace seamline::ui {

enum class Action : std::uint8_t {
    None,
    // Playback
    PlayPause,
    PlayForward, ///< Again: faster.
    PlayReverse, ///< Again: faster.
    Stop,
    StepForward,
    StepBack,
    StepForward10,
    StepBack10,
    JumpForwardSecond,
    JumpBackSecond,
    GoToStart,
    GoToEnd,
    GoToFrame, ///< Gives the counter the keyboard.
    MarkIn,
    MarkOut,
    ClearInOut,
    CycleLoop,
    ToggleEveryFrame,
    Slower,
    Faster,
    NormalSpeed,
    AddMarker,
    NextMarker,
    PreviousMarker,
    CycleCounter,   ///< Frames, timecode, seconds.
    CycleFrameBase, ///< 0, 1, 1001.
    // Sound
    ToggleMute,
    VolumeUp,
    VolumeDown,
    // Comparison
    ShowSource1, ///< Up to ShowSource9; momentary while held.
    ShowSource2,
    ShowSource3,
    ShowSource4,
    ShowSource5,
    ShowSource6,
    ShowSource7,
    ShowSource8,
    ShowSource9,
    Flip, ///< A and B change places.
    NextTakeA,
    NextTakeB,
    CompareSingle,
    CompareRow,
    CompareColumn,
    CompareGrid,
    CompareWipe,
    CompareOverlay,
    CompareButterfly,
    CompareCheckerboard,
    CompareDifference, ///< Again: the next kind.
    NudgeEarlier,      ///< Of the chosen source, by frames of the session.
    NudgeLater,
    NudgeEarlier10,
    NudgeLater10,
    // View
    ViewFit,
    ViewFill,
    ViewOneToOne,
    ViewSameSize,
    ZoomIn,
    ZoomOut,
    ResetView,
    ToggleSharedView,
    ToggleNearest,
    ToggleLabels,
    ChannelRgb,
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
    ToggleProbe,
    ToggleSafeAreas,
    ToggleGrid,
    ToggleCenter,
    CycleMask,
    ToggleHud,
    // Window
    ToggleFullScreen,
    TogglePresentation,
    TogglePanels,
    ToggleTimeline,
    ToggleInspector,
    SecondWindow,
    KeyOverlay,
    KeyEditor,
    Settings,
    // Files
    OpenFiles,
    OpenSession,
    SaveSession,
    SaveSessionAs,
    Reload,
    CloseSource,
    Snapshot,
    ExportMovie,
    Quit,
};
inline constexpr int kActionCount = static_cast<int>(Action::Quit) + 1;

} // namespace seamline::ui
