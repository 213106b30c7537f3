#include "app/ui/widgets.h"

#include "app/ui/theme.h"

#include <imgui_internal.h> // Whether a slider's number is being typed.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace seamline::ui {
namespace {

constexpr float kTipDelayS = 0.35F;
constexpr std::size_t kFieldBytes = 1024;

void push_button_colors(bool chosen) {
    ImGui::PushStyleColor(ImGuiCol_Button,
                          widget_color(chosen ? palette::kChosen : palette::kControl));
}

void underline_chosen() {
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    const float thick = std::max(2.0F, ImGui::GetFrameHeight() * 0.09F);
    ImGui::GetWindowDrawList()->AddRectFilled({min.x + 2, max.y - thick}, {max.x - 2, max.y},
                                              packed(palette::kAccent));
}

WidgetMemory& memory() { return *static_cast<WidgetMemory*>(ImGui::GetIO().UserData); }

/// True once the pointer has rested on the last item for a moment.
bool rested_on_item() {
    if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return false;
    const ImVec2 corner = ImGui::GetItemRectMin();
    WidgetMemory& seen = memory();
    const double now = ImGui::GetTime();
    if (corner.x != seen.tip_corner.x || corner.y != seen.tip_corner.y) {
        seen.tip_corner = corner;
        seen.tip_since = now;
    }
    return now - seen.tip_since >= static_cast<double>(kTipDelayS);
}

} // namespace

void tooltip(const Tip& tip) {
    if (tip.text.empty() || !rested_on_item()) return;
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(ImGui::GetFontSize() * 24);
    ImGui::TextUnformatted(tip.text.c_str());
    ImGui::PopTextWrapPos();
    if (!tip.key.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kAccent));
        ImGui::TextUnformatted(("Key: " + tip.key).c_str());
        ImGui::PopStyleColor();
    }
    ImGui::EndTooltip();
}

bool icon_button(const char* id, Icon icon, const Tip& tip, bool chosen) {
    const float side = ImGui::GetFrameHeight();
    push_button_colors(chosen);
    ImGui::PushID(id);
    const bool pressed = ImGui::Button("##icon", {std::round(side * 1.25F), side});
    ImGui::PopID();
    ImGui::PopStyleColor();
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    const float size = std::round(side * 0.66F);
    const ImVec2 at{std::round((min.x + max.x - size) / 2), std::round((min.y + max.y - size) / 2)};
    draw_icon(*ImGui::GetWindowDrawList(), icon, at, size, ImGui::GetColorU32(ImGuiCol_Text));
    if (chosen) underline_chosen();
    tooltip(tip);
    return pressed;
}

bool text_button(const char* label, const Tip& tip, bool chosen) {
    push_button_colors(chosen);
    const bool pressed = ImGui::Button(label);
    ImGui::PopStyleColor();
    if (chosen) underline_chosen();
    tooltip(tip);
    return pressed;
}

bool quiet_button(const char* label, const Tip& tip) {
    ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0, 0, 0, 0));
    const bool pressed = ImGui::Button(label);
    ImGui::PopStyleColor();
    tooltip(tip);
    return pressed;
}

namespace {

/// Where a slider stands: under its number, not behind it.
void draw_grip(const char* label, float value, float low, float high, bool is_log) {
    const float share =
        is_log ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    const ImVec2 min = ImGui::GetItemRectMin();
    const float width = ImGui::GetStyle().GrabMinSize;
    const float height = std::round(ImGui::GetFrameHeight() / 7);
    const float left = min.x + 2;
    const float word = ImGui::CalcTextSize(label, nullptr, true).x;
    const float beside = word > 0 ? word + ImGui::GetStyle().ItemInnerSpacing.x : 0;
    const float room = ImGui::GetItemRectSize().x - beside - 4 - width;
    const float x = left + std::clamp(share, 0.0F, 1.0F) * room;
    const float bottom = min.y + ImGui::GetFrameHeight();
    const Rgb color = ImGui::IsItemActive() ? palette::kAccent : palette::kDim;
    ImGui::GetWindowDrawList()->AddRectFilled({x, bottom - height}, {x + width, bottom},
                                              ImGui::ColorConvertFloat4ToU32(widget_color(color)),
                                              1);
}

} // namespace

bool slider(const char* label, float& value, float low, float high, float normal,
            const char* format, const Tip& tip, ImGuiSliderFlags flags) {
    ImGui::PushStyleColor(ImGuiCol_SliderGrab, ImVec4{});
    ImGui::PushStyleColor(ImGuiCol_SliderGrabActive, ImVec4{});
    bool changed = ImGui::SliderFloat(label, &value, low, high, format, flags);
    ImGui::PopStyleColor(2);
    // While a number is typed there is no grip.
    if (!ImGui::TempInputIsActive(ImGui::GetItemID()))
        draw_grip(label, value, low, high, (flags & ImGuiSliderFlags_Logarithmic) != 0);
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        changed = changed || value != normal;
        value = normal;
    }
    tooltip({tip.text + " Double-click: back to normal. Ctrl+click: type a value.", tip.key});
    return changed;
}

void fact(const char* name, std::string_view value) {
    ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kDim));
    ImGui::TextUnformatted(name);
    ImGui::PopStyleColor();
    ImGui::SameLine(ImGui::GetFontSize() * 6.6F);
    const std::string seen = shortened(value, ImGui::GetContentRegionAvail().x);
    ImGui::TextUnformatted(seen.c_str());
    if (seen != value) tooltip({std::string(value), ""});
}

void badge(const char* word, Rgb color, const Tip& tip) {
    const ImVec2 size = ImGui::CalcTextSize(word);
    const float pad = std::round(ImGui::GetFontSize() * 0.3F);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const ImVec2 at{corner.x, corner.y + ImGui::GetStyle().FramePadding.y};
    ImGui::Dummy({size.x + 2 * pad, ImGui::GetFrameHeight()});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRect({at.x, at.y - 1}, {at.x + size.x + 2 * pad, at.y + size.y + 1}, packed(color), 2);
    list.AddText({at.x + pad, at.y}, packed(color), word);
    tooltip(tip);
}

bool is_edited(const char* id) { return memory().edited_field == ImGui::GetID(id); }

std::optional<std::string> text_field(const char* id, const std::string& value, const char* hint,
                                      FieldStart start) {
    WidgetMemory& seen = memory();
    const ImGuiID self = ImGui::GetID(id);
    std::array<char, kFieldBytes> shown{};
    std::memcpy(shown.data(), value.data(), std::min(value.size(), kFieldBytes - 1));
    // While a field is edited its text is the user's, whatever the session says meanwhile.
    std::array<char, kFieldBytes>& text = seen.edited_field == self ? seen.edited_text : shown;
    // What does not fit is shown and not edited: its end would be lost.
    const bool is_whole = value.size() < kFieldBytes;
    ImGuiInputTextFlags flags = is_whole ? ImGuiInputTextFlags_None : ImGuiInputTextFlags_ReadOnly;
    if (start == FieldStart::All) flags |= ImGuiInputTextFlags_AutoSelectAll;
    ImGui::InputTextWithHint(id, hint, text.data(), text.size(), flags);
    if (!is_whole) return {};
    if (ImGui::IsItemActivated()) {
        seen.edited_text = text;
        seen.edited_field = self;
    }
    if (seen.edited_field != self || !ImGui::IsItemDeactivated()) return {};
    seen.edited_field = 0;
    std::string result(seen.edited_text.data());
    if (!ImGui::IsItemDeactivatedAfterEdit() || result == value) return {};
    return result;
}

void draw_hatch(ImDrawList& list, ImVec2 min, ImVec2 max, float step_px, ImU32 color) {
    if (max.x <= min.x || max.y <= min.y) return;
    const float height = max.y - min.y;
    list.PushClipRect(min, max, true);
    for (float x = std::floor(min.x / step_px) * step_px - height; x < max.x; x += step_px)
        list.AddLine({x, max.y}, {x + height, min.y}, color, 1);
    list.PopClipRect();
}

PlateShape plate_shape(const ImFont& font) {
    const float size = font.FontSize;
    PlateShape plate;
    plate.text_width = 8 * size;
    plate.pad = {std::round(size * 0.4F), std::round(size * 0.15F)};
    plate.ground = drawn_shape([&](ImDrawList& list) {
        list.AddRectFilled({0, 0}, {plate.text_width + 2 * plate.pad.x, size + 2 * plate.pad.y},
                           packed(palette::kPlate.with_alpha(0.85)), 2);
    });
    return plate;
}

ImVec2 draw_plate(ImDrawList& list, ImVec2 at, ImFont* font, std::string_view text, Rgb color) {
    const char* end = text.data() + text.size();
    const float size = font->FontSize;
    const ImVec2 extent = font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), end);
    const ImVec2 pad{std::round(size * 0.4F), std::round(size * 0.15F)};
    const ImVec2 max{at.x + extent.x + 2 * pad.x, at.y + extent.y + 2 * pad.y};
    list.AddRectFilled(at, max, packed(palette::kPlate.with_alpha(0.85)), 2);
    list.AddText(font, size, {at.x + pad.x, at.y + pad.y}, packed(color), text.data(), end);
    return {max.x - at.x, max.y - at.y};
}

namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

float width_of(std::string_view text) {
    return ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
}

/// Inside a character of several bytes.
bool is_within(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

} // namespace

std::string shortened(std::string_view text, float width_px) {
    if (width_of(text) <= width_px) return std::string(text);
    const float room = width_px - width_of(kEllipsis);
    std::size_t keep = text.size();
    while (keep > 0 && width_of(text.substr(0, keep)) > room) {
        --keep;
        while (keep > 0 && is_within(text, keep)) --keep;
    }
    return std::string(text.substr(0, keep)).append(kEllipsis);
}

std::string shortened_path(std::string_view path, float width_px) {
    if (width_of(path) <= width_px) return std::string(path);
    const float room = width_px - width_of(kEllipsis);
    std::size_t from = 0;
    while (from < path.size() && width_of(path.substr(from)) > room) {
        ++from;
        while (is_within(path, from)) ++from;
    }
    return std::string(kEllipsis).append(path.substr(from));
}

} // namespace seamline::ui
