// app/ui/key_map_table.cpp: the table of actions, the presets, and the keys that are kept free.
#include "app/ui/key_map_table.h"

#include <algorithm>
#include <array>

namespace seamline::ui {
namespace {

constexpr const char* kTransport = "Transport";
constexpr const char* kMarks = "In, out and markers";
constexpr const char* kSources = "Sources";
constexpr const char* kCompare = "Compare";
constexpr const char* kPicture = "Picture";
constexpr const char* kColor = "Colour";
constexpr const char* kView = "View";
constexpr const char* kWindow = "Window";
constexpr const char* kScopes = "Scopes";
constexpr const char* kTools = "Picture tools";
constexpr const char* kSound = "Sound";
constexpr const char* kMatch = "Map and match";
constexpr const char* kCut = "Cut";
constexpr const char* kSeams = "Seams";
constexpr const char* kDecide = "Decide";
constexpr const char* kSession = "Session";
using enum Response;

// clang-format off
constexpr std::array<ActionDescription, kActionCount> kActions{{
    {Action::PlayPause, "transport.play_pause", "Play or pause", kTransport, "Plays, or stops where it is.", "Space"},
    {Action::PlayForward, "transport.play_forward", "Play forward", kTransport, "Plays forward; again goes faster.", "L"},
    {Action::PlayReverse, "transport.play_reverse", "Play reverse", kTransport, "Plays backward; again goes faster.", "J"},
    {Action::Stop, "transport.stop", "Stop", kTransport, "Stops. Held with J or L it plays slowly.", "K"},
    {Action::SlowForward, "transport.slow_forward", "Slow forward", kTransport, "Plays forward slowly; again goes slower.", "Shift+L"},
    {Action::SlowReverse, "transport.slow_reverse", "Slow reverse", kTransport, "Plays backward slowly; again goes slower.", "Shift+J"},
    {Action::StepForward, "transport.step_forward", "Next frame", kTransport, "Goes one frame forward.", "Right", Repeats},
    {Action::StepBack, "transport.step_back", "Previous frame", kTransport, "Goes one frame back.", "Left", Repeats},
    {Action::StepForward10, "transport.step_forward_10", "10 frames forward", kTransport, "Goes ten frames forward.", "Shift+Right", Repeats},
    {Action::StepBack10, "transport.step_back_10", "10 frames back", kTransport, "Goes ten frames back.", "Shift+Left", Repeats},
    {Action::GoStart, "transport.go_start", "First frame", kTransport, "Goes to the start.", "Home"},
    {Action::GoEnd, "transport.go_end", "Last frame", kTransport, "Goes to the end.", "End"},
    {Action::GoTo, "transport.go_to", "Go to", kTransport, "Asks for a frame, a timecode or an offset such as +12.", "Shift+G Ctrl+G"},
    {Action::SetIn, "transport.set_in", "Set in", kMarks, "Starts the played range at this frame.", "I"},
    {Action::SetOut, "transport.set_out", "Set out", kMarks, "Ends the played range at this frame.", "Shift+I"},
    {Action::ClearInOut, "transport.clear_in_out", "Clear in and out", kMarks, "Plays the whole length again.", "\\"},
    {Action::GoIn, "transport.go_in", "Go to in", kMarks, "Goes to the in point.", "Shift+Home"},
    {Action::GoOut, "transport.go_out", "Go to out", kMarks, "Goes to the out point.", "Shift+End"},
    {Action::CycleLoop, "transport.loop", "Loop", kTransport, "Plays the range once or again and again.", "Alt+L"},
    {Action::PingPong, "transport.ping_pong", "Ping-pong", kTransport, "Plays the range forward and backward in turn.", "Alt+P"},
    {Action::EveryFrame, "transport.every_frame", "Play every frame", kTransport, "Never skips a frame; time stretches instead.", "Alt+E"},
    {Action::SpeedSlower, "transport.speed_slower", "Slower", kTransport, "Plays at the next lower speed.", "[", Repeats},
    {Action::SpeedFaster, "transport.speed_faster", "Faster", kTransport, "Plays at the next higher speed.", "]", Repeats},
    {Action::SpeedNormal, "transport.speed_normal", "Normal speed", kTransport, "Plays at 1x.", "Backspace"},
    {Action::PreviousCut, "transport.previous_cut", "Previous cut", kMarks, "Goes to the cut before, of the edit or found in the take; to the marker before where there are none.", "Up", Repeats},
    {Action::NextCut, "transport.next_cut", "Next cut", kMarks, "Goes to the next cut, of the edit or found in the take; to the next marker where there are none.", "Down", Repeats},
    {Action::AddMarker, "marker.add", "Add a marker", kMarks, "Marks this frame.", "M"},
    {Action::DeleteMarker, "marker.delete", "Delete the marker", kMarks, "Deletes the marker of this frame.", "Alt+M"},
    {Action::NoteMarker, "marker.note", "Note at the marker", kMarks, "Writes a note at this frame's marker; marks the frame if it has none.", "Alt+N"},
    {Action::PreviousMarker, "marker.previous", "Previous marker", kMarks, "Goes to the marker before.", "Alt+Left", Repeats},
    {Action::NextMarker, "marker.next", "Next marker", kMarks, "Goes to the next marker.", "Alt+Right", Repeats},
    {Action::ShowSource1, "source.show_1", "Show source 1", kSources, "Shows the first source; held, only until released.", "1", Holds},
    {Action::ShowSource2, "source.show_2", "Show source 2", kSources, "Shows the second source; held, only until released.", "2", Holds},
    {Action::ShowSource3, "source.show_3", "Show source 3", kSources, "Shows the third source; held, only until released.", "3", Holds},
    {Action::ShowSource4, "source.show_4", "Show source 4", kSources, "Shows the fourth source; held, only until released.", "4", Holds},
    {Action::ShowSource5, "source.show_5", "Show source 5", kSources, "Shows the fifth source; held, only until released.", "5", Holds},
    {Action::ShowSource6, "source.show_6", "Show source 6", kSources, "Shows the sixth source; held, only until released.", "6", Holds},
    {Action::ShowSource7, "source.show_7", "Show source 7", kSources, "Shows the seventh source; held, only until released.", "7", Holds},
    {Action::ShowSource8, "source.show_8", "Show source 8", kSources, "Shows the eighth source; held, only until released.", "8", Holds},
    {Action::ShowSource9, "source.show_9", "Show source 9", kSources, "Shows the ninth source; held, only until released.", "9", Holds},
    {Action::Flip, "source.flip", "Flip", kSources, "Shows the source that was shown before, in the same place.", "Tab"},
    {Action::PreviousSource, "source.previous", "Previous source", kSources, "Shows the source before.", "PageUp", Repeats},
    {Action::NextSource, "source.next", "Next source", kSources, "Shows the next source.", "PageDown", Repeats},
    {Action::SwapAB, "source.swap", "Swap A and B", kSources, "Exchanges the two compared sources.", "Ctrl+B"},
    {Action::NudgeLater, "source.nudge_later", "Nudge later", kSources, "Moves the active source one frame later.", "+ = Ctrl+Alt+Right", Repeats},
    {Action::NudgeEarlier, "source.nudge_earlier", "Nudge earlier", kSources, "Moves the active source one frame earlier.", "- Ctrl+Alt+Left", Repeats},
    {Action::NudgeLater10, "source.nudge_later_10", "Nudge 10 later", kSources, "Moves the active source ten frames later.", "Alt++ Alt+= Ctrl+Alt+Shift+Right", Repeats},
    {Action::NudgeEarlier10, "source.nudge_earlier_10", "Nudge 10 earlier", kSources, "Moves the active source ten frames earlier.", "Alt+- Ctrl+Alt+Shift+Left", Repeats},
    {Action::NudgeReset, "source.nudge_reset", "Reset the offset", kSources, "Puts the active source back to its own start.", "Alt+0"},
    {Action::AlignSameMoment, "source.align_same_moment", "Same moment", kSources, "Takes the two shown frames for the same moment and aligns by it.", "Alt+S"},
    {Action::AlignByContent, "source.align_by_content", "Align by content", kSources, "Proposes an offset by comparing the pictures.", "Alt+D"},
    {Action::Reload, "source.reload", "Reload", kSources, "Reads the active source's file again.", "Ctrl+Shift+R"},
    {Action::CloseSource, "source.close", "Close the source", kSources, "Takes the active source out of the session.", "Ctrl+W"},
    {Action::CompareSingle, "compare.single", "Single", kCompare, "Shows one source.", "V"},
    {Action::CompareSplit, "compare.split", "Row or column", kCompare, "Shows the sources side by side; again, one above the other.", "S"},
    {Action::CompareGrid, "compare.grid", "Grid", kCompare, "Shows all sources as tiles.", "T"},
    {Action::CompareWipe, "compare.wipe", "Wipe", kCompare, "Shows A and B on the two sides of a line.", "W"},
    {Action::CompareDifference, "compare.difference", "Difference", kCompare, "Shows where A and B differ; again changes the kind.", "D"},
    {Action::CompareOverlay, "compare.overlay", "Overlay", kCompare, "Shows B over A, half transparent.", "Shift+W"},
    {Action::CompareButterfly, "compare.butterfly", "Butterfly", kCompare, "Shows the same half of A and of B, mirrored.", "Shift+B"},
    {Action::CompareCheckerboard, "compare.checkerboard", "Checkerboard", kCompare, "Shows A and B in alternating squares.", "Shift+T"},
    {Action::RotateWipe, "compare.rotate_wipe", "Rotate the wipe", kCompare, "Turns the wipe line by 45 degrees.", "Alt+W", Repeats},
    {Action::DifferenceGainUp, "compare.gain_up", "More gain", kCompare, "Amplifies the shown difference.", "Ctrl+Up", Repeats},
    {Action::DifferenceGainDown, "compare.gain_down", "Less gain", kCompare, "Weakens the shown difference.", "Ctrl+Down", Repeats},
    {Action::ChannelRed, "picture.red", "Red", kPicture, "Shows the red channel; again, all.", "R"},
    {Action::ChannelGreen, "picture.green", "Green", kPicture, "Shows the green channel; again, all.", "G"},
    {Action::ChannelBlue, "picture.blue", "Blue", kPicture, "Shows the blue channel; again, all.", "B"},
    {Action::ChannelAlpha, "picture.alpha", "Alpha", kPicture, "Shows the alpha channel; again, all.", "A"},
    {Action::ChannelLuma, "picture.luma", "Luminance", kPicture, "Shows the luminance; again, all.", "Ctrl+L"},
    {Action::ExposureUp, "picture.exposure_up", "Brighter", kPicture, "Raises the view's exposure by a quarter stop.", "E", Repeats},
    {Action::ExposureDown, "picture.exposure_down", "Darker", kPicture, "Lowers the view's exposure by a quarter stop.", "Shift+E", Repeats},
    {Action::GammaUp, "picture.gamma_up", "More gamma", kPicture, "Raises the view's gamma.", "Y", Repeats},
    {Action::GammaDown, "picture.gamma_down", "Less gamma", kPicture, "Lowers the view's gamma.", "Shift+Y", Repeats},
    {Action::ResetAdjust, "picture.reset", "Reset the picture", kPicture, "Shows exposure, gamma, saturation and channels as they are in the file.", "Ctrl+R"},
    {Action::BypassGrade, "color.bypass_grade", "Bypass the grade", kColor, "Shows the active source without its grade, CDL and LUT; again, with them.", "Shift+D"},
    {Action::ResetGrade, "color.reset_grade", "Reset the grade", kColor, "Removes the active source's grade, CDL and LUT.", "Alt+Shift+D"},
    {Action::ConfirmInputSpace, "color.confirm_input", "Confirm the input space", kColor, "Takes the guessed colour space of the active source for the right one.", "Alt+C"},
    {Action::NextColorView, "color.next_view", "Next view", kColor, "Shows everything through the display's next view.", "Alt+V", Repeats},
    {Action::PreviousColorView, "color.previous_view", "Previous view", kColor, "Shows everything through the display's view before.", "Alt+Shift+V", Repeats},
    {Action::NextColorDisplay, "color.next_display", "Next display", kColor, "Makes pictures for the next kind of display.", "Alt+Y", Repeats},
    {Action::NextOutput, "color.next_output", "Next output", kColor, "Gives this window 8 bit, 10 bit, HDR10 or scRGB: the next one that its screen offers.", "Alt+O"},
    {Action::NextSecondOutput, "color.next_second_output", "Next output of the second window", kColor, "Gives the second window 8 bit, 10 bit, HDR10 or scRGB: the next one that its screen offers.", "Alt+Shift+O"},
    {Action::ChooseColorConfig, "color.config", "Colour configuration", kColor, "Chooses an OpenColorIO configuration file.", "Ctrl+Alt+O"},
    {Action::ViewFit, "view.fit", "Fit", kView, "Shows the whole picture.", "F"},
    {Action::ViewFill, "view.fill", "Fill", kView, "Covers the whole area; the picture is cropped.", "Shift+F"},
    {Action::ViewOneToOne, "view.one_to_one", "1:1", kView, "Shows one picture pixel per screen pixel.", "Ctrl+1"},
    {Action::ViewSameSize, "view.same_size", "Same size", kView, "Shows all pictures as large as the first.", "Ctrl+2"},
    {Action::ZoomIn, "view.zoom_in", "Zoom in", kView, "Enlarges the picture.", "Ctrl++ Ctrl+=", Repeats},
    {Action::ZoomOut, "view.zoom_out", "Zoom out", kView, "Makes the picture smaller.", "Ctrl+-", Repeats},
    {Action::SharedView, "view.shared", "Shared view", kView, "Zooms and moves all pictures together, or each on its own.", "Shift+V"},
    {Action::NearestPixels, "view.nearest", "Hard pixels", kView, "Shows enlarged pixels as squares.", "Shift+N"},
    {Action::FullScreen, "window.full_screen", "Full screen", kWindow, "Fills the screen with the window.", "F11 Ctrl+F"},
    {Action::Presentation, "window.presentation", "Presentation", kWindow, "Shows only the picture, full screen.", "Ctrl+P"},
    {Action::SecondDisplay, "window.second_display", "Second display", kWindow, "Shows the picture on another display, too.", "Ctrl+Shift+F"},
    {Action::HidePanels, "window.hide_panels", "Hide the panels", kWindow, "Hides or shows everything but the picture.", "` Shift+Tab"},
    {Action::ToggleInspector, "window.inspector", "Inspector", kWindow, "Shows what is known about the active source.", "Alt+1"},
    {Action::ToggleTimeline, "window.timeline", "Timeline", kWindow, "Shows the timeline.", "Alt+2"},
    {Action::ToggleCompareBar, "window.compare_bar", "Compare bar", kWindow, "Shows the compare modes.", "Alt+3"},
    {Action::ToggleMarkers, "window.markers", "Markers", kWindow, "Lists the markers and their notes, to jump to.", "Alt+4"},
    {Action::ToggleCutList, "window.cut_list", "Events of the cut", kWindow, "Lists the events of the cut, to sort, filter and jump to.", "Alt+5"},
    {Action::ToggleStrip, "window.strip", "Strip", kWindow, "Gives the cut a higher strip: pictures of its events and all its tracks.", "Alt+6"},
    {Action::ToggleHud, "window.hud", "HUD", kWindow, "Shows rates, drops, times and the decode path.", "Ctrl+H"},
    {Action::ToggleHelp, "window.help", "Keys", kWindow, "Shows all keys.", "?"},
    {Action::ToggleProbe, "window.probe", "Pixel probe", kWindow, "Shows the values under the pointer for every source.", "Ctrl+I"},
    {Action::ToggleLabels, "window.labels", "Labels", kWindow, "Writes take, generator, frame and timecode on the pictures.", "N"},
    {Action::CycleCounter, "window.counter", "Counter", kWindow, "Counts in frames, record timecode, seconds or source timecode.", "Ctrl+T"},
    {Action::CycleFrameBase, "window.frame_base", "First frame's number", kWindow, "Counts from 0, 1 or 1001.", "Ctrl+Shift+T"},
    {Action::SafeAreas, "window.safe_areas", "Safe areas", kWindow, "Shows action and title safe areas.", "Alt+T"},
    {Action::AspectMask, "window.aspect_mask", "Aspect mask", kWindow, "Masks the picture to the next aspect ratio.", "Alt+A"},
    {Action::CenterGuides, "window.guides", "Guides", kWindow, "Shows the centre, then thirds.", "Alt+G"},
    {Action::NextTheme, "window.theme", "Next theme", kWindow, "Dark, light with a mid-grey surround for grading, high contrast.", "Ctrl+Alt+T"},
    {Action::ScopeHistogram, "scope.histogram", "Histogram", kScopes, "Shows the histograms of every take on the screen.", "F1"},
    {Action::ScopeWaveform, "scope.waveform", "Waveform", kScopes, "Shows waveforms; again: luma, RGB overlay, RGB parade, YCbCr parade, off.", "F2"},
    {Action::ScopeVectorscope, "scope.vectorscope", "Vectorscope", kScopes, "Shows the vectorscope of every take on the screen.", "F3"},
    {Action::ScopeChromaticity, "scope.chromaticity", "Chromaticity", kScopes, "Shows the CIE diagram; again: x y, u' v', off.", "F4"},
    {Action::ScopesAll, "scope.all", "All scopes or none", kScopes, "Shows all scopes, or none where any is shown.", "F5"},
    {Action::ScopesFill, "scope.fill", "Scopes fill the window", kScopes, "Gives the scopes the viewer's place, or gives it back.", "Shift+F5"},
    {Action::ScopeScale, "scope.scale", "Scale of the scopes", kScopes, "Numbers levels in %, code values of the take's own depth, mV or, for PQ and HLG, cd/m\xC2\xB2.", "Shift+F1"},
    {Action::ScopePair, "scope.pair", "A and B in one scope", kScopes, "Draws A and B apart, over each other, or A - B: in A's colour what A has more of, striped what B has more of, grey what both have.", "Shift+F2"},
    {Action::ScopeSignal, "scope.signal", "Signal of the scopes", kScopes, "Counts each take's own signal, or what the display shows of it: after grade, LUT and view.", "Ctrl+F4"},
    {Action::ScopeZoom, "scope.zoom", "Vectorscope zoom", kScopes, "Magnifies the vectorscope 1x, 2x or 4x.", "Shift+F3"},
    {Action::ScopeTargets, "scope.targets", "Vectorscope targets", kScopes, "Draws the bars' targets by the take's own matrix, BT.601, BT.709 or BT.2020.", "Ctrl+F3"},
    {Action::ScopeRegion, "scope.region", "Region of the scopes", kScopes, "Counts the whole picture, the drawn rectangle or what is seen of it.", "Shift+F4"},
    {Action::ScopeClearRegion, "scope.clear_region", "Clear the region", kScopes, "Forgets the drawn rectangle; the whole picture is counted.", "Shift+F6"},
    {Action::ScopeBrighter, "scope.brighter", "Brighter traces", kScopes, "Brightens the traces.", "Shift+F8", Repeats},
    {Action::ScopeDimmer, "scope.dimmer", "Dimmer traces", kScopes, "Dims the traces.", "Shift+F7", Repeats},
    {Action::ScopeGain, "scope.gain", "Trace response", kScopes, "Turns counts into light by logarithm, square root or in proportion.", "Ctrl+F1"},
    {Action::ScopeTint, "scope.tint", "Trace colour", kScopes, "Draws luma and chroma traces in white, green or amber.", "Ctrl+F2"},
    {Action::ScopesBeside, "scope.beside", "Scopes beside the picture", kScopes, "Puts the scopes right of the picture or below it.", "Ctrl+F5"},
    {Action::ToolFalseColor, "tool.false_color", "False colour", kTools, "Shows luma in colours, by bands of % (IRE).", "F6"},
    {Action::ToolZebra, "tool.zebra", "Zebra", kTools, "Stripes where luma is above two thresholds.", "F7"},
    {Action::ToolClipping, "tool.clipping", "Clipping", kTools, "Marks where R, G or B is at 100 % or above, or at 0 % or below.", "F8"},
    {Action::ToolGamut, "tool.gamut", "Out of gamut", kTools, "Marks colours that the display cannot show.", "F9"},
    {Action::ToolPeaking, "tool.peaking", "Focus peaking", kTools, "Draws sharp edges in a colour.", "F10"},
    {Action::ToolsOff, "tool.none", "All tools off", kTools, "Shows the picture without false colour, zebra, warnings and peaking.", "Shift+F9"},
    {Action::ToolSignal, "tool.signal", "Measure source or view", kTools, "False colour and zebra measure the file's own signal, or what the view makes of it.", "Ctrl+F6"},
    {Action::ToggleToolSettings, "tool.settings", "Tool settings", kTools, "Shows bands, thresholds and colours of the picture tools.", "Shift+F10"},
    {Action::Dismiss, "window.dismiss", "Close what is open", kWindow, "Closes an overlay, or leaves presentation or full screen; never quits.", "Esc"},
    {Action::Mute, "sound.mute", "Mute", kSound, "Turns the sound off or on.", "Shift+M"},
    {Action::VolumeUp, "sound.volume_up", "Louder", kSound, "Raises the volume.", "Alt+Up", Repeats},
    {Action::VolumeDown, "sound.volume_down", "Quieter", kSound, "Lowers the volume.", "Alt+Down", Repeats},
    {Action::HearNextSource, "sound.next_source", "Hear the next source", kSound, "Plays the sound of the next source.", "Shift+A"},
    {Action::MixAll, "sound.mix", "Mix", kSound, "Plays the sound of all sources together, or of one.", "Ctrl+Shift+A"},
    {Action::LoudnessMatch, "sound.loudness_match", "Match loudness", kSound, "Plays all sources equally loud.", "Ctrl+M"},
    {Action::ToggleMap, "map.show", "Difference map", kMatch, "Shows where what A and B show now differs, in units; in the cut view the outgoing and the incoming frame.", "Ctrl+D"},
    {Action::NextMapKind, "map.kind", "Next map", kMatch, "Delta E, the same after the best grade, lightness, chroma, light that moved, texture, structure, FLIP.", "Ctrl+Shift+D", Repeats},
    {Action::NextMapPlace, "map.place", "Place of the map", kMatch, "Shows the map over A's picture, in its place, or beside the pictures.", "Alt+Shift+W"},
    {Action::HoldFrame, "map.hold", "Hold A's frame", kMatch, "Holds the frame that A shows now as A while B plays on; a take alone plays on against its own frame. Again, ends it.", "Alt+K"},
    {Action::KeepStill, "still.keep", "Keep as hero frame", kMatch, "Keeps the frame that A shows now, to hold others against it; saved with the session.", "Shift+S"},
    {Action::ToggleStills, "still.list", "Hero frames", kMatch, "Lists the hero frames: hold one against B, go to it, delete it.", "Alt+Shift+S"},
    {Action::ToggleMatch, "match.toggle", "Match B to A", kMatch, "Puts the grade that brings B's frame closest to A's on B, in the player and not in the file; again, takes it off.", "Ctrl+Shift+M"},
    {Action::ExportMatch, "match.export", "Export the match", kMatch, "Writes the grade as .cdl, .cc or .cube for a grading program.", "Ctrl+Alt+E"},
    {Action::PairRegions, "hand.regions", "Pair regions", kMatch, "Draw a rectangle on the same thing in two frames (skin and skin, wall and wall): differences, and a grade from all pairs.", "Alt+R"},
    {Action::RuleShadows, "hand.shadows", "Shadow ruler", kMatch, "Draw from a thing to the tip of its shadow in two frames: how far its angle on the screen turned.", "Alt+Shift+R"},
    {Action::ToggleHandList, "hand.list", "Measured by hand", kMatch, "Lists the region pairs and shadows with what they tell.", "Ctrl+Alt+R"},
    {Action::PlayAround, "cut.play_around", "Play around the slot", kCut, "Loops from a little before the event at the playhead to a little after it; again, ends it.", "/"},
    {Action::PreviousTake, "cut.previous_take", "Previous take", kCut, "Puts the take before into the slot at the playhead.", "Shift+PageUp Shift+H", Repeats},
    {Action::NextTake, "cut.next_take", "Next take", kCut, "Puts the next take into the slot at the playhead.", "Shift+PageDown H", Repeats},
    {Action::ChooseSlot, "cut.choose_slot", "Keep this slot", kCut, "Keeps judging the slot at the playhead, wherever the playhead goes; again, follows it.", "Alt+H"},
    {Action::VariantsGrid, "cut.variants", "Takes as a grid", kCut, "Plays up to nine takes of the slot side by side, each in the cut; 1-9, or a click and Enter, takes one.", "Z"},
    {Action::SeamView, "cut.seam", "Seam", kCut, "Shows the last frame before the nearest cut against the first after it; again, ends it.", "C"},
    {Action::TrimHeadEarlier, "cut.head_earlier", "Head earlier", kCut, "Starts the event one frame earlier in its take: ripple or roll.", "Ctrl+Left", Repeats},
    {Action::TrimHeadLater, "cut.head_later", "Head later", kCut, "Starts the event one frame later in its take: ripple or roll.", "Ctrl+Right", Repeats},
    {Action::TrimTailEarlier, "cut.tail_earlier", "Tail earlier", kCut, "Ends the event one frame earlier: ripple or roll.", "Ctrl+Shift+Left", Repeats},
    {Action::TrimTailLater, "cut.tail_later", "Tail later", kCut, "Ends the event one frame later: ripple or roll.", "Ctrl+Shift+Right", Repeats},
    {Action::TrimMode, "cut.trim_mode", "Ripple or roll", kCut, "Trims by ripple (what follows moves) or by roll (the neighbour gives or takes).", "Shift+R"},
    {Action::SlipEarlier, "cut.slip_earlier", "Slip earlier", kCut, "Shows the take one frame earlier in the same slot.", "Alt+,", Repeats},
    {Action::SlipLater, "cut.slip_later", "Slip later", kCut, "Shows the take one frame later in the same slot.", "Alt+.", Repeats},
    {Action::ReverseEvent, "cut.reverse", "Reverse the take", kCut, "Plays the take in the slot backwards; again, forwards.", "Ctrl+J"},
    {Action::FreezeEvent, "cut.freeze", "Freeze the take", kCut, "Holds the shown frame for the whole slot; again, plays.", "Ctrl+K"},
    {Action::EnableEvent, "cut.enable", "Enable the event", kCut, "Takes the event out of the picture, or puts it back; its time stays.", "Ctrl+E"},
    {Action::CycleOrigin, "cut.origin", "Generated or live action", kCut, "Marks the event as generated, live action or unknown.", "Shift+O"},
    {Action::CyclePlacement, "cut.placement", "Bookend or inside", kCut, "Marks the generated event as a sequence's bookend or as inside of it; then as its neighbours tell.", "Alt+B"},
    {Action::AddTake, "cut.add_take", "Add a take", kCut, "Chooses a file that becomes another take of the slot.", "Ctrl+Shift+H"},
    {Action::RemoveTake, "cut.remove_take", "Remove the take", kCut, "Takes the active take out of the slot; its file stays.", "Alt+Shift+H"},
    {Action::PreviousFlag, "seam.previous_flag", "Previous flag", kSeams, "Goes to the flagged cut or step before. A flag means look, not error.", "Shift+Up", Repeats},
    {Action::NextFlag, "seam.next_flag", "Next flag", kSeams, "Goes to the next flagged cut or step. A flag means look, not error.", "Shift+Down", Repeats},
    {Action::AcceptFlag, "seam.accept", "Accept the flag", kSeams, "Says that the difference at the nearest flag is there; again, takes it back.", "Q"},
    {Action::DismissFlag, "seam.dismiss", "Dismiss the flag", kSeams, "Says that the nearest flag is right as it is; again, takes it back.", "Shift+Q"},
    {Action::AddCut, "seam.add_cut", "Add a cut here", kSeams, "Makes this frame of the take the first one after a cut.", "Shift+C"},
    {Action::RemoveCut, "seam.remove_cut", "Remove the cut", kSeams, "Says that there is no cut where the nearest one was found.", "Ctrl+Shift+C"},
    {Action::MoveCut, "seam.move_cut", "Move the cut here", kSeams, "Moves the take's nearest cut to this frame.", "Alt+Shift+C"},
    {Action::ToggleSeams, "seam.list", "List of seams", kSeams, "Lists cuts and steps, to sort, filter and jump to.", "Alt+7"},
    {Action::ToggleCurves, "seam.curves", "Curves", kSeams, "Draws light, warmth, sharpness, grain and camera of A over time.", "Alt+8"},
    {Action::ToggleLamps, "seam.lamps", "Lamps", kSeams, "Shows the three lamps of the nearest cut and its sentence.", "Alt+9"},
    {Action::ToggleMeasuring, "seam.measuring", "Measure", kSeams, "Measures the takes in the background, or stops it.", "Ctrl+Alt+M"},
    {Action::OtherFramings, "seam.other_framings", "Speak at changes of framing", kSeams, "Lights the lamps where the framing changes, too, from whole pictures.", "Ctrl+Alt+F"},
    {Action::Keep, "decide.keep", "Keep", kDecide, "Keeps what A shows: the take, the shot, the range or the frame.", "P"},
    {Action::SendBack, "decide.send_back", "Send back", kDecide, "Sends back what A shows; reasons that were measured, or that it was held for, are filled in, for you to change.", "X"},
    {Action::HoldDecision, "decide.hold", "Hold", kDecide, "Leaves open what A shows: without reasons but those that were measured, until you add some.", "O"},
    {Action::ClearDecision, "decide.clear", "Clear the decision", kDecide, "Takes back what you decided on this.", "U"},
    {Action::PreviousDecision, "decide.previous", "Previous decision", kDecide, "Goes to the decision before, on the take in A.", ",", Repeats},
    {Action::NextDecision, "decide.next", "Next decision", kDecide, "Goes to the next decision on the take in A.", ".", Repeats},
    {Action::DecideOn, "decide.on", "Decide on", kDecide, "What is decided on: take, shot, range from in to out, frame.", "Shift+U"},
    {Action::NextAuthor, "decide.author", "Next person", kDecide, "Somebody else decides: decisions of several people stand beside each other.", "Alt+U"},
    {Action::EditReasons, "decide.reasons", "Reasons by keys", kDecide, "Shows the last decision's reasons; digits and letters choose, Esc ends.", "Shift+X"},
    {Action::ToggleDecisions, "decide.list", "List of decisions", kDecide, "Lists what was decided, to sort, filter and jump to.", "Ctrl+U"},
    {Action::ToggleTakes, "decide.takes", "Shots and takes", kDecide, "Lists shots with their stacks of takes: pick, order, cull, facts.", "Ctrl+Alt+U"},
    {Action::ToggleComments, "decide.comments", "Comments", kDecide, "Shows what was remarked on the take in A, to answer and resolve.", "Ctrl+Alt+N"},
    {Action::ToggleDrawing, "draw.toggle", "Draw", kDecide, "Draws on the pictures: pen, line, arrow, box, ellipse, text.", "Alt+I"},
    {Action::NextDrawTool, "draw.tool", "Next drawing tool", kDecide, "Pen, line, arrow, box, ellipse, text.", "Alt+Shift+I", Repeats},
    {Action::PickTake, "take.pick", "Pick the take", kDecide, "Makes the take in A its shot's pick; again, takes that back.", "Ctrl+Alt+P"},
    {Action::Eliminate, "take.eliminate", "Cull the take", kDecide, "Takes the take under the pointer, else A, out of the running and off the screen.", "Delete"},
    {Action::BringBack, "take.bring_back", "Bring back culled takes", kDecide, "Brings back the takes of this session that were culled.", "Shift+Delete"},
    {Action::BlindCompare, "blind.toggle", "Blind comparison", kDecide, "Hides names, shuffles sides and asks which of two takes ships; again, ends it.", "Ctrl+Alt+B"},
    {Action::ToggleRanking, "blind.ranking", "Ranking", kDecide, "Shows which generator ships, in which shots, and with which failures it does not.", "Ctrl+Alt+G"},
    {Action::ShareReview, "review.share", "Share the review", kDecide, "Writes what was decided for editors, guests and those who prompt, or takes in what they send back.", "Ctrl+Alt+X"},
    {Action::Open, "session.open", "Open", kSession, "Opens files or a session.", "Ctrl+O"},
    {Action::AddSource, "session.add_source", "Add sources", kSession, "Adds files to this session.", "Ctrl+Shift+O"},
    {Action::TakeInFolder, "take.folder", "Take in a folder", kSession, "Makes the movies of a folder takes of their shots, after a preview; it can be watched for new ones.", "Ctrl+Shift+I"},
    {Action::OpenArrived, "take.open_arrived", "Open takes that arrived", kSession, "Opens the takes that came into watched folders.", "Ctrl+Alt+I"},
    {Action::NewSession, "session.new", "New session", kSession, "Starts an empty session.", "Ctrl+N"},
    {Action::Save, "session.save", "Save", kSession, "Saves the session.", "Ctrl+S"},
    {Action::SaveAs, "session.save_as", "Save as", kSession, "Saves the session under another name.", "Ctrl+Shift+S"},
    {Action::Undo, "session.undo", "Undo", kSession, "Takes back the last change.", "Ctrl+Z", Repeats},
    {Action::Redo, "session.redo", "Redo", kSession, "Does again what was taken back.", "Ctrl+Shift+Z Ctrl+Y", Repeats},
    {Action::Snapshot, "session.snapshot", "Snapshot", kSession, "Writes what the viewer shows to a picture file.", "F12"},
    {Action::SnapshotCounters, "session.snapshot_counters", "Snapshot with counters", kSession, "Writes what the viewer shows to a picture file, with record and source timecode and frame burnt in.", "Shift+F12"},
    {Action::ExportMovie, "session.export", "Export", kSession, "Writes what the compare shows to a movie.", "Ctrl+Shift+E"},
    {Action::RelinkMedia, "cut.media", "Media of the cut", kSession, "Shows where the media of the cut in A are, and links what is offline.", "Ctrl+Alt+L"},
    {Action::SaveEdit, "cut.save_as", "Save the cut as", kSession, "Writes the cut in A as a timeline file of another name.", "Ctrl+Alt+S"},
    {Action::ShowChanges, "cut.changes", "What changed", kSession, "Lists what changed from the cut in A to the cut in B.", "Ctrl+Alt+D"},
    {Action::MakeCut, "cut.make", "Takes as a cut", kSession, "Puts the visible takes one after another, as one cut.", "Ctrl+Alt+K"},
    {Action::Preferences, "session.preferences", "Preferences", kSession, "Changes keys, sizes and the cache.", "Ctrl+,"},
    {Action::Quit, "session.quit", "Quit", kSession, "Ends the program; the session is kept.", "Ctrl+Q"},
}};

// What the other presets do differently. Deciding is the same in all of them: O, which editors expect
// for out, holds.

/// DaVinci Resolve and Premiere Pro.
constexpr PresetRow kNle[]{
    {Action::SetOut, "Shift+I ;"},
    {Action::ClearInOut, "Alt+X \\"},
    {Action::CycleLoop, "Ctrl+/ Alt+L"},
    {Action::GoTo, "= Ctrl+G"},
    {Action::NudgeLater, "+ Ctrl+Alt+Right"},
    {Action::PreviousMarker, "Shift+Up"},
    {Action::NextMarker, "Shift+Down"},
    {Action::PreviousFlag, "Ctrl+Shift+Up"},
    {Action::NextFlag, "Ctrl+Shift+Down"},
    {Action::ViewFit, "Shift+Z F"},
};

/// OpenRV.
constexpr PresetRow kRv[]{
    {Action::PlayForward, "Alt+Shift+Right"},
    {Action::PlayReverse, "Alt+Shift+Left J"},
    {Action::SlowForward, ""},
    {Action::ChannelLuma, "L Ctrl+L"},
    {Action::PreviousSource, "( Shift+Left"},
    {Action::NextSource, ") Shift+Right"},
    {Action::Flip, "Tab <"},
    {Action::SwapAB, "> Ctrl+B"},
    {Action::StepBack10, "Ctrl+Left"},
    {Action::StepForward10, "Ctrl+Right"},
    {Action::SetIn, "["},
    {Action::SetOut, "]"},
    {Action::SpeedSlower, "Alt+["},
    {Action::SpeedFaster, "Alt+]"},
    {Action::PingPong, "Shift+P Alt+P"},
    {Action::CompareWipe, "F6 W"},
    {Action::ToolFalseColor, "Alt+F6"},
    {Action::ToggleHud, "I Ctrl+H"},
    {Action::FullScreen, "` F11 Ctrl+F"},
    {Action::HidePanels, "Shift+Tab"},
    {Action::ResetAdjust, "Shift+Home Ctrl+R"},
    {Action::GoIn, "Ctrl+Home"},
    {Action::GoOut, "Ctrl+End"},
    {Action::TrimHeadEarlier, "Ctrl+Alt+Up"},
    {Action::TrimHeadLater, "Ctrl+Alt+Down"},
};

/// xStudio.
constexpr PresetRow kXStudio[]{
    {Action::CycleLoop, "Shift+P Alt+L"},
    {Action::PreviousSource, "Up"},
    {Action::NextSource, "Down"},
    {Action::PreviousCut, "PageUp"},
    {Action::NextCut, "PageDown"},
    {Action::ToggleHud, "H Ctrl+H"},
    {Action::Presentation, "Ctrl+P Ctrl+Tab"},
    {Action::PreviousTake, "Shift+PageUp"},
    {Action::NextTake, "Shift+PageDown"},
};

// clang-format on

constexpr const char* kPresetNames[kPresetCount]{"seamline", "nle", "rv", "xstudio"};

} // namespace

std::span<const PresetRow> preset_rows(Preset preset) {
    switch (preset) {
    case Preset::Seamline:
        break;
    case Preset::Nle:
        return kNle;
    case Preset::Rv:
        return kRv;
    case Preset::XStudio:
        return kXStudio;
    }
    return {};
}

std::span<const ActionDescription> actions() { return kActions; }

const ActionDescription& description(Action action) {
    return kActions[static_cast<std::size_t>(action)];
}

std::optional<Action> action_from(std::string_view id) {
    for (const ActionDescription& row : kActions)
        if (id == row.id) return row.action;
    return std::nullopt;
}

const char* name(Preset preset) { return kPresetNames[static_cast<std::size_t>(preset)]; }

std::optional<Preset> preset_from(std::string_view word) {
    for (std::size_t i = 0; i < kPresetCount; ++i)
        if (word == kPresetNames[i]) return static_cast<Preset>(i);
    return std::nullopt;
}


} // namespace seamline::ui
