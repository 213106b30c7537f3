// Signs of events: who made them, how fast they run, what is not shown.
#include "app/ui/cut_lane.h"

#include <algorithm>

namespace seamline::ui {
namespace {

constexpr const char* kEllipsis = "\xE2\x80\xA6";

float width_of(const ImFont* font, const std::string& text) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

} // namespace

void draw_fitting(ImDrawList& list, ImFont* font, ImVec2 at, float width, const std::string& text,
                  Rgb color) {
    const char* begin = text.data();
    const char* end = begin + text.size();
    const char* fits = end;
    const float dots = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, kEllipsis).x;
    const float all = font->CalcTextSizeA(font->FontSize, width, 0, begin, end, &fits).x;
    if (fits == end) {
        list.AddText(font, font->FontSize, at, packed(color), begin, end);
        return;
    }
    if (all <= 0 || width < 2 * dots) return;
    const float taken = font->CalcTextSizeA(font->FontSize, width - dots, 0, begin, end, &fits).x;
    if (fits == begin) return;
    list.AddText(font, font->FontSize, at, packed(color), begin, fits);
    list.AddText(font, font->FontSize, {at.x + taken, at.y}, packed(color), kEllipsis);
}

float draw_origin(const Ui& ui, ImDrawList& list, interchange::Origin origin, ImVec2 at,
                  float height, Rgb color) {
    if (origin == interchange::Origin::Unknown) return 0;
    ImFont* font = ui.fonts.small;
    const float r = ui.px(3.5F);
    const ImVec2 middle{at.x + r + 1, at.y + height / 2};
    const bool generated = origin == interchange::Origin::Generated;
    if (generated)
        list.AddQuadFilled({middle.x - r, middle.y}, {middle.x, middle.y - r},
                           {middle.x + r, middle.y}, {middle.x, middle.y + r}, packed(color));
    else
        list.AddCircleFilled(middle, r - 0.5F, packed(color));
    const char* letter = generated ? "G" : "L";
    const float text_at = at.x + 2 * r + ui.px(4);
    list.AddText(font, font->FontSize, {text_at, at.y + (height - font->FontSize) / 2},
                 packed(color), letter);
    return text_at - at.x + width_of(font, letter) + ui.px(5);
}

float draw_badge(const Ui& ui, ImDrawList& list, const std::string& word, ImVec2 at, float height,
                 Rgb color) {
    ImFont* font = ui.fonts.small;
    const float width = width_of(font, word) + ui.px(6);
    const float tall = std::min(height, font->FontSize + 2);
    const float top = at.y + (height - tall) / 2;
    list.AddRectFilled({at.x, top}, {at.x + width, top + tall}, packed(palette::kPlate), 2);
    list.AddRect({at.x, top}, {at.x + width, top + tall}, packed(color), 2);
    list.AddText(font, font->FontSize, {at.x + ui.px(3), at.y + (height - font->FontSize) / 2},
                 packed(color), word.data(), word.data() + word.size());
    return width;
}

} // namespace seamline::ui
