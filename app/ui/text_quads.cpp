#include "app/ui/text_quads.h"

#include "app/ui/utf8.h"

#include <cmath>

namespace seamline::ui {
namespace {

using renderer::UiFill;
using renderer::UiVertex;

constexpr char32_t kLastCharacter = 0xFFFF; ///< Of ImWchar, as ImGui is built by default.

const ImFontGlyph* next_glyph(const ImFont& font, std::string_view& text) {
    const char32_t character = next_character(text);
    const char32_t known = character > kLastCharacter ? kReplacementCharacter : character;
    return font.FindGlyph(static_cast<ImWchar>(known));
}

} // namespace

UiShape drawn_shape(const std::function<void(ImDrawList&)>& draw) {
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    draw(list);
    UiShape shape;
    for (const ImDrawVert& v : list.VtxBuffer)
        shape.vertices.push_back({{v.pos.x, v.pos.y}, {v.uv.x, v.uv.y}, v.col});
    for (const ImDrawIdx index : list.IdxBuffer)
        shape.indices.push_back(static_cast<std::uint16_t>(index));
    return shape;
}

float text_width(const ImFont& font, std::string_view text) {
    float width = 0;
    while (!text.empty())
        if (const ImFontGlyph* glyph = next_glyph(font, text)) width += glyph->AdvanceX;
    return width;
}

void append_text(UiFill& fill, const ImFont& font, glm::vec2 at, std::uint32_t rgba,
                 std::string_view text) {
    glm::vec2 pen{std::trunc(at.x), std::trunc(at.y)}; // On whole pixels, as ImGui does.
    while (!text.empty()) {
        const ImFontGlyph* glyph = next_glyph(font, text);
        if (glyph == nullptr) continue;
        if (glyph->Visible != 0) {
            const auto first = static_cast<std::uint16_t>(fill.vertices.size());
            const glm::vec2 min = pen + glm::vec2(glyph->X0, glyph->Y0);
            const glm::vec2 max = pen + glm::vec2(glyph->X1, glyph->Y1);
            fill.vertices.push_back({min, {glyph->U0, glyph->V0}, rgba});
            fill.vertices.push_back({{max.x, min.y}, {glyph->U1, glyph->V0}, rgba});
            fill.vertices.push_back({max, {glyph->U1, glyph->V1}, rgba});
            fill.vertices.push_back({{min.x, max.y}, {glyph->U0, glyph->V1}, rgba});
            for (const int corner : {0, 1, 2, 0, 2, 3})
                fill.indices.push_back(static_cast<std::uint16_t>(first + corner));
        }
        pen.x += glyph->AdvanceX;
    }
}

void append_shape(UiFill& fill, const UiShape& shape, glm::vec2 moved) {
    const std::size_t first = fill.vertices.size();
    for (UiVertex v : shape.vertices) {
        v.position += moved;
        fill.vertices.push_back(v);
    }
    for (const std::uint16_t index : shape.indices)
        fill.indices.push_back(static_cast<std::uint16_t>(first + index));
}

void append_plate(UiFill& fill, const PlateShape& plate, const ImFont& font, glm::vec2 at,
                  std::uint32_t rgba, std::string_view text) {
    const std::size_t first = fill.vertices.size();
    append_shape(fill, plate.ground, at);
    // Its right half goes with the end of the text.
    const float middle = at.x + plate.pad.x + plate.text_width / 2;
    const float wider = text_width(font, text) - plate.text_width;
    for (std::size_t i = first; i < fill.vertices.size(); ++i)
        if (fill.vertices[i].position.x > middle) fill.vertices[i].position.x += wider;
    append_text(fill, font, at + plate.pad, rgba, text);
}

} // namespace seamline::ui
