// app/ui/icons.h: the controls' signs, drawn as shapes so that no icon font is needed.
#pragma once

#include <imgui.h>

#include <cstdint>

namespace seamline::ui {

enum class Icon : std::uint8_t {
    Play,
    Pause,
    PlayReverse,
    StepForward,
    StepBack,
    ToStart,
    ToEnd,
    LoopOnce,
    Loop,
    PingPong,
    EveryFrame,
    RealTime,
    MarkIn,
    MarkOut,
    Marker,
    Sound,
    Muted,
    Camera,
    Film,
    Flip,
    Single,
    Row,
    Column,
    Grid,
    Wipe,
    Overlay,
    Butterfly,
    Checkerboard,
    Difference,
    Close,
    Reload,
    Plus,
    Minus,
    Warning,
    Error,
    Notice,
    Folder,
    File,
    Up,
};

/// Draws inside the square of side `size` that begins at `at`.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 at, float size, ImU32 color);

} // namespace seamline::ui
