#include "app/ui/label_painter.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr std::byte kPlate{14};
constexpr int kPlateWeight = 216; ///< Of 255: how much of the plate covers the picture.
constexpr int kInk = 232;

int to_int(float value) { return static_cast<int>(std::lround(value)); }

/// Takes one code point off the front; malformed bytes count as '?'.
unsigned next_character(std::string_view& text) {
    unsigned character = 0;
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (length == 1 || text.size() < length) {
        text.remove_prefix(1);
        return length == 1 ? first : '?';
    }
    character = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(length);
    return character;
}

/// Coverage of the pixel column at `x` by one row of a glyph, which ImGui stores several times as
/// wide as it is drawn.
std::uint8_t column_coverage(const unsigned char* row, int texels, const ImFontGlyph& glyph,
                             float x) {
    const float per_pixel = static_cast<float>(texels) / std::max(glyph.X1 - glyph.X0, 1e-3F);
    const float from = (x - glyph.X0) * per_pixel;
    float sum = 0;
    for (int i = std::max(static_cast<int>(std::floor(from)), 0);
         i < std::min(static_cast<int>(std::ceil(from + per_pixel)), texels); ++i) {
        const auto left = static_cast<float>(i);
        const float part = std::min(left + 1, from + per_pixel) - std::max(left, from);
        sum += std::max(part, 0.0F) * static_cast<float>(row[i]);
    }
    return static_cast<std::uint8_t>(std::lround(std::min(sum / per_pixel, 255.0F)));
}

std::byte mixed(std::byte under, int over, int weight) {
    const int below = std::to_integer<int>(under);
    return static_cast<std::byte>((below * (255 - weight) + over * weight + 127) / 255);
}

} // namespace

LabelPainter::LabelPainter(ImFontAtlas& atlas, const ImFont& font) {
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    atlas.GetTexDataAsAlpha8(&pixels, &width, &height); // Builds the atlas when nobody has.
    line_px_ = to_int(font.FontSize * 1.3F);
    const float lift = (static_cast<float>(line_px_) - font.FontSize) / 2;
    for (const ImFontGlyph& source : font.Glyphs) {
        const int u = to_int(source.U0 * static_cast<float>(width));
        const int v = to_int(source.V0 * static_cast<float>(height));
        const int texels = to_int(source.U1 * static_cast<float>(width)) - u;
        Glyph glyph;
        glyph.height = to_int(source.V1 * static_cast<float>(height)) - v;
        glyph.left = static_cast<int>(std::floor(source.X0));
        glyph.width = static_cast<int>(std::ceil(source.X1)) - glyph.left;
        glyph.top = to_int(source.Y0 + lift);
        glyph.advance = source.AdvanceX;
        for (int y = 0; y < glyph.height; ++y)
            for (int x = 0; x < glyph.width; ++x)
                glyph.coverage.push_back(column_coverage(pixels + (v + y) * width + u, texels,
                                                         source,
                                                         static_cast<float>(glyph.left + x)));
        const auto character = static_cast<std::size_t>(source.Codepoint);
        if (index_.size() <= character) index_.resize(character + 1, -1);
        index_[character] = static_cast<int>(glyphs_.size());
        glyphs_.push_back(std::move(glyph));
    }
}

const LabelPainter::Glyph& LabelPainter::glyph(unsigned character) const {
    static const Glyph kNothing{};
    const auto at = [&](unsigned c) { return c < index_.size() ? index_[c] : -1; };
    const int found = at(character) >= 0 ? at(character) : at('?');
    return found >= 0 ? glyphs_[static_cast<std::size_t>(found)] : kNothing;
}

Extent LabelPainter::size_of(std::string_view text) const {
    float width = 0;
    while (!text.empty()) width += glyph(next_character(text)).advance;
    return {to_int(width) + line_px_ / 2, line_px_};
}

Extent LabelPainter::draw(std::span<std::byte> rgba, Extent size, int x, int y,
                          std::string_view text) const {
    const Extent plate = size_of(text);
    const auto pixel = [&](int column, int row) -> std::byte* {
        if (column < 0 || row < 0 || column >= size.width || row >= size.height) return nullptr;
        const auto index = static_cast<std::size_t>(row) * static_cast<std::size_t>(size.width) +
                           static_cast<std::size_t>(column);
        return rgba.data() + index * 4;
    };
    const auto blend = [&](int column, int row, int value, int weight) {
        std::byte* at = pixel(column, row);
        if (at == nullptr) return;
        for (int i = 0; i < 3; ++i) at[i] = mixed(at[i], value, weight);
    };
    for (int row = 0; row < plate.height; ++row)
        for (int column = 0; column < plate.width; ++column)
            blend(x + column, y + row, std::to_integer<int>(kPlate), kPlateWeight);
    float pen = static_cast<float>(x + line_px_ / 4);
    while (!text.empty()) {
        const Glyph& g = glyph(next_character(text));
        for (int row = 0; row < g.height; ++row)
            for (int column = 0; column < g.width; ++column)
                blend(to_int(pen) + g.left + column, y + g.top + row, kInk,
                      g.coverage[static_cast<std::size_t>(row * g.width + column)]);
        pen += g.advance;
    }
    return plate;
}

} // namespace seamline::ui
