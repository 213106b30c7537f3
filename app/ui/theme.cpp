#include "app/ui/theme.h"

#include "app/ui/fallback_fonts.h"
#include "app/ui/widgets.h"

#include <array>
#include <filesystem>

namespace seamline::ui {
namespace {

constexpr const char* kInter = "/usr/share/fonts/opentype/inter/Inter-Regular.otf";
constexpr const char* kInterStrong = "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf";
constexpr const char* kMono = "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf";

constexpr float kTextPx = 15;
constexpr float kSmallPx = 13;
constexpr float kLargePx = 20;

ImFont* load_own(const char* path, float size_px) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) {
        if (ImFont* font = atlas.AddFontFromFileTTF(path, size_px, nullptr, own_glyphs().data()))
            return font;
    }
    ImFontConfig config;
    config.SizePixels = size_px;
    return atlas.AddFontDefault(&config);
}

ImFont* load(const char* path, float size_px, const FallbackFonts* fallbacks) {
    ImFont* font = load_own(path, size_px);
    if (fallbacks != nullptr) fallbacks->merge_into(*ImGui::GetIO().Fonts, size_px);
    return font;
}

struct StyleColor {
    ImGuiCol slot;
    Rgb color;
};

} // namespace

ColorRole::operator Rgb() const {
    const auto* memory = ImGui::GetCurrentContext() == nullptr
                             ? nullptr
                             : static_cast<const WidgetMemory*>(ImGui::GetIO().UserData);
    return (memory != nullptr ? *memory->palette : kDarkPalette).*member_;
}

const Palette& palette_of(session::Theme theme) {
    switch (theme) {
    case session::Theme::Dark:
        break;
    case session::Theme::Light:
        return kLightPalette;
    case session::Theme::HighContrast:
        return kHighContrastPalette;
    }
    return kDarkPalette;
}

const char* label_of(session::Theme theme) {
    switch (theme) {
    case session::Theme::Dark:
        break;
    case session::Theme::Light:
        return "Light, mid-grey around pictures";
    case session::Theme::HighContrast:
        return "High contrast";
    }
    return "Dark";
}

ImVec4 widget_color(Rgb color) {
    return {static_cast<float>(color.r) / 255.0F, static_cast<float>(color.g) / 255.0F,
            static_cast<float>(color.b) / 255.0F, static_cast<float>(color.a) / 255.0F};
}

Fonts load_fonts(float scale, const FallbackFonts* fallbacks) {
    ImGui::GetIO().Fonts->Clear();
    Fonts fonts;
    fonts.text = load(kInter, kTextPx * scale, fallbacks);
    fonts.strong = load(kInterStrong, kTextPx * scale, fallbacks);
    fonts.small = load(kInter, kSmallPx * scale, fallbacks);
    fonts.mono = load(kMono, kSmallPx * scale, fallbacks);
    fonts.mono_large = load_own(kMono, kLargePx * scale); // Figures only.
    return fonts;
}

void apply_theme(float scale) {
    using namespace palette;
    ImGuiStyle style;
    style.WindowRounding = 0;
    style.ChildRounding = 0;
    style.PopupRounding = 3;
    style.FrameRounding = 2;
    style.GrabRounding = 2;
    style.ScrollbarRounding = 2;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.WindowPadding = {10, 8};
    style.FramePadding = {7, 3};
    style.ItemSpacing = {7, 5};
    style.ItemInnerSpacing = {5, 4};
    style.ScrollbarSize = 11;
    style.GrabMinSize = 9;
    style.IndentSpacing = 14;
    style.DisabledAlpha = 0.45F;
    style.AntiAliasedLinesUseTex = false;
    const std::array<StyleColor, 38> colors{{
        {ImGuiCol_Text, kText},
        {ImGuiCol_TextDisabled, kDim},
        {ImGuiCol_WindowBg, kPanel},
        {ImGuiCol_ChildBg, {0, 0, 0, 0}},
        {ImGuiCol_PopupBg, kBar},
        {ImGuiCol_Border, kLine},
        {ImGuiCol_FrameBg, kField},
        {ImGuiCol_FrameBgHovered, kControl},
        {ImGuiCol_FrameBgActive, kControl},
        {ImGuiCol_TitleBg, kBar},
        {ImGuiCol_TitleBgActive, kBar},
        {ImGuiCol_TitleBgCollapsed, kBar},
        {ImGuiCol_MenuBarBg, kBar},
        {ImGuiCol_ScrollbarBg, kPanel},
        {ImGuiCol_ScrollbarGrab, kControl},
        {ImGuiCol_ScrollbarGrabHovered, kControlHover},
        {ImGuiCol_ScrollbarGrabActive, kControlActive},
        {ImGuiCol_CheckMark, kAccent},
        {ImGuiCol_SliderGrab, kControlActive},
        {ImGuiCol_SliderGrabActive, kAccent},
        {ImGuiCol_Button, kControl},
        {ImGuiCol_ButtonHovered, kControlHover},
        {ImGuiCol_ButtonActive, kControlActive},
        {ImGuiCol_Header, kControl},
        {ImGuiCol_HeaderHovered, kControlHover},
        {ImGuiCol_HeaderActive, kControlActive},
        {ImGuiCol_Separator, kLine},
        {ImGuiCol_SeparatorHovered, kControlHover},
        {ImGuiCol_SeparatorActive, kAccent},
        {ImGuiCol_Tab, kBar},
        {ImGuiCol_TabHovered, kControlHover},
        {ImGuiCol_TabActive, kControl},
        {ImGuiCol_TableHeaderBg, kBar},
        {ImGuiCol_TableBorderStrong, kLine},
        {ImGuiCol_TableBorderLight, kLine},
        {ImGuiCol_TextSelectedBg, kChosen},
        {ImGuiCol_NavHighlight, kAccent},
        {ImGuiCol_ModalWindowDimBg, {0, 0, 0, 150}},
    }};
    for (const StyleColor& entry : colors) style.Colors[entry.slot] = widget_color(entry.color);
    style.ScaleAllSizes(scale);
    style.PopupBorderSize = 1;
    ImGui::GetStyle() = style;
}

} // namespace seamline::ui
