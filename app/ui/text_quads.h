// app/ui/text_quads.h: text and shapes for the places that an interface leaves open.
#pragma once

#include "renderer/ui_fill.h"

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// Triangles that ImGui has made once, to be moved and drawn later.
struct UiShape {
    std::vector<renderer::UiVertex> vertices;
    std::vector<std::uint16_t> indices;

    friend bool operator==(const UiShape&, const UiShape&) = default;
};

/// What `draw` adds to a draw list. Threads: main thread, between NewFrame and Render.
UiShape drawn_shape(const std::function<void(ImDrawList&)>& draw);

/// The ground of `draw_plate` for any text of one font, with its corner at 0, 0.
struct PlateShape {
    UiShape ground;
    float text_width = 0; ///< That `ground` was made for.
    glm::vec2 pad{0.0F};  ///< From the corner to the text.

    friend bool operator==(const PlateShape&, const PlateShape&) = default;
};

// Threads: any, while the font atlas is not filled anew. None of these uses ImGui's allocator.

/// As ImFont::CalcTextSizeA measures one line.
float text_width(const ImFont& font, std::string_view text);
/// The quads that ImDrawList::AddText makes of one line.
void append_text(renderer::UiFill& fill, const ImFont& font, glm::vec2 at, std::uint32_t rgba,
                 std::string_view text);
void append_shape(renderer::UiFill& fill, const UiShape& shape, glm::vec2 moved);
/// As `draw_plate`.
void append_plate(renderer::UiFill& fill, const PlateShape& plate, const ImFont& font, glm::vec2 at,
                  std::uint32_t rgba, std::string_view text);

} // namespace seamline::ui
