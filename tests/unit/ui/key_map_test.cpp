#include "app/ui/key_map.h"

#include "app/ui/key_map_table.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace seamline::ui {
namespace {

using test::read_text;
using test::TemporaryFolder;
using test::write_text;

Chord chord(const char* text) {
    const auto parsed = chord_from(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(Chord{});
}

constexpr Preset kPresets[]{Preset::Seamline, Preset::Nle, Preset::Rv, Preset::XStudio};

/// The words of a preset's table for an action, before anything resolves conflicts.
std::vector<std::string> words_of(Preset preset, const ActionDescription& row) {
    std::string list = row.defaults;
    for (const PresetRow& changed : preset_rows(preset))
        if (changed.action == row.action) list = changed.chords;
    std::istringstream in(list);
    return {std::istream_iterator<std::string>(in), {}};
}

TEST(KeyMap, TheTableIsInTheOrderOfTheActionsAndComplete) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < kActionCount; ++i) {
        const ActionDescription& row = actions()[i];
        EXPECT_EQ(static_cast<std::size_t>(row.action), i) << row.id;
        EXPECT_TRUE(ids.insert(row.id).second) << row.id;
        EXPECT_EQ(action_from(row.id), row.action);
        const std::string tooltip = row.tooltip;
        EXPECT_TRUE(tooltip.ends_with(".")) << row.id;
    }
    EXPECT_EQ(action_from("transport.fly"), std::nullopt);
}

TEST(KeyMap, NoPresetUsesAKeyTwice) {
    for (const Preset preset : kPresets) {
        std::map<Chord, std::string> owners;
        for (const ActionDescription& row : actions())
            for (const std::string& word : words_of(preset, row)) {
                const auto [at, is_new] = owners.emplace(chord(word.c_str()), row.id);
                EXPECT_TRUE(is_new)
                    << name(preset) << ": " << word << " is " << at->second << " and " << row.id;
            }
    }
}

TEST(KeyMap, EveryActionHasAKeyByDefault) {
    const KeyMap map;
    for (const ActionDescription& row : actions())
        EXPECT_FALSE(map.chords(row.action).empty()) << row.id;
}

TEST(KeyMap, DecidingIsOnTheSameKeysInEveryPreset) {
    for (const Preset preset : kPresets) {
        const KeyMap map(preset);
        EXPECT_EQ(map.find(chord("P")), Action::Keep) << name(preset);
        EXPECT_EQ(map.find(chord("X")), Action::SendBack) << name(preset);
        EXPECT_EQ(map.find(chord("O")), Action::HoldDecision) << name(preset);
        EXPECT_EQ(map.find(chord("U")), Action::ClearDecision) << name(preset);
        EXPECT_EQ(map.find(chord(",")), Action::PreviousDecision) << name(preset);
        EXPECT_EQ(map.find(chord(".")), Action::NextDecision) << name(preset);
    }
}

TEST(KeyMap, ScopesAreOnTheSameKeysInEveryPreset) {
    for (const Preset preset : kPresets) {
        const KeyMap map(preset);
        EXPECT_EQ(map.find(chord("F1")), Action::ScopeHistogram) << name(preset);
        EXPECT_EQ(map.find(chord("F2")), Action::ScopeWaveform) << name(preset);
        EXPECT_EQ(map.find(chord("F3")), Action::ScopeVectorscope) << name(preset);
        EXPECT_EQ(map.find(chord("F4")), Action::ScopeChromaticity) << name(preset);
        EXPECT_EQ(map.find(chord("F5")), Action::ScopesAll) << name(preset);
    }
}

TEST(KeyMap, PictureToolsFollowTheScopes) {
    for (const Preset preset : kPresets) {
        const KeyMap map(preset);
        const bool is_rv = preset == Preset::Rv; // There F6 is the wipe.
        EXPECT_EQ(map.find(chord(is_rv ? "Alt+F6" : "F6")), Action::ToolFalseColor);
        EXPECT_EQ(map.find(chord("F7")), Action::ToolZebra);
        EXPECT_EQ(map.find(chord("F8")), Action::ToolClipping);
        EXPECT_EQ(map.find(chord("F9")), Action::ToolGamut);
        EXPECT_EQ(map.find(chord("F10")), Action::ToolPeaking);
    }
}

TEST(KeyMap, QAndEscNeverQuit) {
    for (const Preset preset : kPresets) {
        KeyMap map(preset);
        for (const char* key : {"Q", "Shift+Q", "Esc", "Ctrl+Esc", "Shift+Esc"}) {
            EXPECT_NE(map.find(chord(key)), Action::Quit) << name(preset) << " " << key;
            const auto refusal = map.bind(Action::Quit, chord(key), KeyMap::OnObjection::Take);
            ASSERT_TRUE(refusal) << key;
            EXPECT_EQ(refusal->reason, Refusal::Reason::Forbidden);
        }
        EXPECT_EQ(map.find(chord("Ctrl+Q")), Action::Quit);
    }
}

TEST(KeyMap, TheDefaultsAreThoseThatReviewersExpect) {
    const KeyMap map;
    const std::pair<const char*, Action> expected[]{
        {"Space", Action::PlayPause},
        {"J", Action::PlayReverse},
        {"K", Action::Stop},
        {"L", Action::PlayForward},
        {"Shift+Left", Action::StepBack10},
        {"I", Action::SetIn},
        {"Shift+I", Action::SetOut},
        {"\\", Action::ClearInOut},
        {"3", Action::ShowSource3},
        {"Tab", Action::Flip},
        {"`", Action::HidePanels},
        {"W", Action::CompareWipe},
        {"S", Action::CompareSplit},
        {"T", Action::CompareGrid},
        {"D", Action::CompareDifference},
        {"R", Action::ChannelRed},
        {"G", Action::ChannelGreen},
        {"Ctrl+L", Action::ChannelLuma},
        {"F", Action::ViewFit},
        {"Shift+F", Action::ViewFill},
        {"Ctrl+1", Action::ViewOneToOne},
        {"Ctrl+F", Action::FullScreen},
        {"F11", Action::FullScreen},
        {"Ctrl+P", Action::Presentation},
        {"Ctrl+H", Action::ToggleHud},
        {"M", Action::AddMarker},
        {"Shift+M", Action::Mute},
        {"Up", Action::PreviousCut},
        {"Shift+Up", Action::PreviousFlag},
        {"Shift+Down", Action::NextFlag},
        {"Q", Action::AcceptFlag},
        {"Shift+Q", Action::DismissFlag},
        {"/", Action::PlayAround},
        {"C", Action::SeamView},
        {"Z", Action::VariantsGrid},
        {"H", Action::NextTake},
        {"Shift+PageUp", Action::PreviousTake},
        {"Ctrl+Left", Action::TrimHeadEarlier},
        {"Ctrl+Shift+Right", Action::TrimTailLater},
        {"+", Action::NudgeLater},
        {"Alt+-", Action::NudgeEarlier10},
        {"Ctrl+Alt+Right", Action::NudgeLater},
        {"?", Action::ToggleHelp},
        {"Ctrl+Shift+S", Action::SaveAs},
        {"Ctrl+Shift+Z", Action::Redo},
    };
    for (const auto& [key, action] : expected) EXPECT_EQ(map.find(chord(key)), action) << key;
    EXPECT_EQ(description(Action::ShowSource3).response, Response::Holds);
    EXPECT_EQ(description(Action::StepForward).response, Response::Repeats);
}

TEST(KeyMap, LettersCountByLayoutNotByPosition) {
    const KeyMap map;
    // The key left of X writes 'y' on a German layout.
    EXPECT_EQ(map.find(KeyPress{.base = U'y', .typed = U'y'}), Action::GammaUp);
    EXPECT_EQ(map.find(KeyPress{.base = U'z', .modifiers = kCtrl}), Action::Undo);
}

TEST(KeyMap, CapsLockIsNotShift) {
    const KeyMap map;
    EXPECT_EQ(map.find(KeyPress{.base = U'i', .typed = U'I'}), Action::SetIn);
    EXPECT_EQ(map.find(KeyPress{.base = U'i', .typed = U'I', .modifiers = kShift}), Action::SetOut);
    EXPECT_EQ(map.find(KeyPress{.base = U'i', .typed = U'i', .modifiers = kShift}), Action::SetOut);
}

TEST(KeyMap, SymbolsCountByWhatIsTyped) {
    const KeyMap map;
    EXPECT_EQ(map.find(KeyPress{.base = U'/', .typed = U'?', .modifiers = kShift}),
              Action::ToggleHelp)
        << "US";
    EXPECT_EQ(map.find(KeyPress{.base = U'\u00DF', .typed = U'?', .modifiers = kShift}),
              Action::ToggleHelp)
        << "German";
    EXPECT_EQ(map.find(KeyPress{.base = U'=', .typed = U'+', .modifiers = kShift}),
              Action::NudgeLater)
        << "US";
    EXPECT_EQ(map.find(KeyPress{.base = U'+', .typed = U'+'}), Action::NudgeLater) << "German";
    EXPECT_EQ(map.find(KeyPress{.base = U'&', .typed = U'1', .modifiers = kShift}),
              Action::ShowSource1)
        << "French";
    EXPECT_EQ(map.find(KeyPress{.base = U'\u00DF', .typed = U'\\'}), Action::ClearInOut)
        << "German, with AltGr";
    EXPECT_EQ(map.find(KeyPress{.base = U'=', .modifiers = kCtrl | kShift}), Action::ZoomIn)
        << "no character event with Ctrl";
    EXPECT_EQ(map.find(KeyPress{.base = U'\u0439', .typed = U'\u0439'}), std::nullopt)
        << "Cyrillic";
}

TEST(KeyChord, TextComesBack) {
    for (const char* text : {"Ctrl+Shift+S", "Space", "Page Up", "Ctrl++", "+", "?", "Alt+-", "F12",
                             "Ctrl+Alt+Shift+Super+Left", "Shift+\xC3\xA9", "Ctrl+,", "\\", "Esc"})
        EXPECT_EQ(text_of(chord(text)), text);
    EXPECT_EQ(chord("ctrl+pageup"), chord("Ctrl+Page Up"));
    EXPECT_EQ(chord("Escape"), chord("Esc"));
}

TEST(KeyChord, WhatIsNoChordIsRefused) {
    for (const char* text : {"", "Ctrl+", "Ctrl", "Hyper+A", "AB", " ", "\n", "\xff", "\xc3",
                             "\xed\xa0\x80", "Ctrl+Shift+"})
        EXPECT_EQ(chord_from(text), std::nullopt) << text;
}

TEST(KeyMap, AConflictNamesTheOtherAction) {
    KeyMap map;
    const auto refusal = map.bind(Action::Snapshot, chord("W"));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->reason, Refusal::Reason::Conflict);
    EXPECT_EQ(refusal->other, Action::CompareWipe);
    EXPECT_EQ(refusal->message, "W is already used for \"Wipe\"");
    EXPECT_EQ(map.find(chord("W")), Action::CompareWipe);
    EXPECT_FALSE(map.bind(Action::Snapshot, chord("W"), KeyMap::OnObjection::Take));
    EXPECT_EQ(map.find(chord("W")), Action::Snapshot);
    EXPECT_TRUE(map.chords(Action::CompareWipe).empty());
    map.reset(Action::CompareWipe);
    EXPECT_EQ(map.find(chord("W")), Action::CompareWipe);
    EXPECT_EQ(map.keys_text(Action::Snapshot), "F12");
}

TEST(KeyMap, TooltipsEndWithTheKeys) {
    KeyMap map;
    EXPECT_EQ(map.tooltip(Action::FullScreen), "Fills the screen with the window. (F11 or Ctrl+F)");
    map.unbind(Action::FullScreen);
    EXPECT_EQ(map.tooltip(Action::FullScreen), "Fills the screen with the window.");
}

TEST(KeyMap, OnlyChangesAreWrittenAndTheyComeBack) {
    const TemporaryFolder folder;
    KeyMap map(Preset::Nle);
    ASSERT_FALSE(map.bind(Action::Snapshot, chord("Ctrl+Alt+Q")));
    map.unbind(chord("Tab"));
    ASSERT_TRUE(map.save(folder / "keys.json"));
    EXPECT_EQ(map.overrides().size(), 2U);
    KeyMap again;
    const auto problems = again.load(folder / "keys.json");
    ASSERT_TRUE(problems) << problems.error().message;
    EXPECT_EQ(again.preset(), Preset::Nle);
    EXPECT_EQ(again.find(chord("Ctrl+Alt+Q")), Action::Snapshot);
    EXPECT_EQ(again.find(chord("F12")), Action::Snapshot);
    EXPECT_TRUE(again.chords(Action::Flip).empty());
    EXPECT_TRUE(again.overrides() == map.overrides());
}

TEST(KeyMap, AFileOfAnotherVersionKeepsItsEntries) {
    const TemporaryFolder folder;
    write_text(folder / "keys.json", R"({"schema": "seamline.keys/1", "comment": "mine",
        "bindings": {"review.keep": ["P"], "source.flip": ["Q"]}})");
    KeyMap map;
    ASSERT_TRUE(map.load(folder / "keys.json"));
    EXPECT_EQ(map.find(chord("Q")), Action::Flip);
    ASSERT_TRUE(map.save(folder / "keys.json"));
    const std::string text = read_text(folder / "keys.json");
    EXPECT_NE(text.find("review.keep"), std::string::npos);
    EXPECT_NE(text.find("mine"), std::string::npos);
}

TEST(KeyMap, AFilesDefectsAreNamedAndTheRestIsTaken) {
    KeyMap map;
    const auto problems = map.apply({{"source.flip", {"Nope+X", "W"}},
                                     {"source.swap", {"W"}},
                                     {"session.quit", {"Esc", "Ctrl+Q"}}});
    ASSERT_EQ(problems.size(), 4U);
    EXPECT_EQ(problems[0], "session.quit: Esc never quits; choose a key with Ctrl");
    EXPECT_EQ(problems[1], "source.flip: \"Nope+X\" is no key");
    EXPECT_EQ(problems[2], "source.flip: W leaves \"Wipe\" without a key");
    EXPECT_EQ(problems[3], "source.swap: W is already used for \"Flip\"");
    EXPECT_EQ(map.find(chord("W")), Action::Flip);
    EXPECT_EQ(map.find(chord("Ctrl+Q")), Action::Quit);
}

TEST(KeyMap, ABrokenFileLeavesTheKeysAlone) {
    const TemporaryFolder folder;
    for (const char* text : {"", "[]", "{}", R"({"schema": "seamline.keys/1", "preset": 3})",
                             R"({"schema": "seamline.keys/1", "preset": "emacs"})",
                             R"({"schema": "seamline.keys/1", "bindings": []})",
                             R"({"schema": "seamline.keys/1", "bindings": {"a": "W"}})"}) {
        write_text(folder / "keys.json", text);
        KeyMap map(Preset::Rv);
        const auto problems = map.load(folder / "keys.json");
        ASSERT_FALSE(problems) << text;
        EXPECT_NE(problems.error().message.find("keys.json"), std::string::npos);
        EXPECT_EQ(map.preset(), Preset::Rv);
    }
}

} // namespace
} // namespace seamline::ui
