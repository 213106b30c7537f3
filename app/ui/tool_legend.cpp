// app/ui/tool_legend.cpp: what the marks of the picture tools mean, beside the picture.
#include "app/playback/compose.h"
#include "app/ui/legend_grid.h"
#include "app/ui/panels.h"
#include "app/ui/tool_actions.h"
#include "shaders/shared/composite.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <optional>

namespace seamline::ui {
namespace {

using renderer::ToolSettings;

/// A swatch and what it means.
struct Entry {
    std::function<void(ImDrawList&, ImVec2, ImVec2)> swatch; ///< Empty: a heading.
    std::string text;
};

ImU32 color_of(glm::vec3 rgb) { return ImGui::ColorConvertFloat4ToU32({rgb.r, rgb.g, rgb.b, 1}); }

template <typename... Values> std::string words(const char* format, Values... values) {
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

Entry filled(glm::vec3 rgb, std::string text) {
    return {[c = color_of(rgb)](ImDrawList& list, ImVec2 min, ImVec2 max) {
                list.AddRectFilled(min, max, c);
            },
            std::move(text)};
}

/// The luma itself.
Entry greys(std::string text) {
    return {[](ImDrawList& list, ImVec2 min, ImVec2 max) {
                const ImU32 dark = color_of(glm::vec3(0.1F));
                const ImU32 light = color_of(glm::vec3(0.9F));
                list.AddRectFilledMultiColor(min, max, dark, light, light, dark);
            },
            std::move(text)};
}

/// Stripes over a light ground; `rises`: to the right.
Entry striped(bool rises, float width, std::string text) {
    return {[rises, width](ImDrawList& list, ImVec2 min, ImVec2 max) {
                list.AddRectFilled(min, max, color_of(glm::vec3(0.78F)));
                list.PushClipRect(min, max, true);
                const float height = max.y - min.y;
                for (float x = min.x - height; x < max.x; x += 8)
                    list.AddLine({rises ? x : x + height, max.y}, {rises ? x + height : x, min.y},
                                 color_of(glm::vec3(0.04F)), width);
                list.PopClipRect();
            },
            std::move(text)};
}

Entry squares(glm::vec3 rgb, std::string text) {
    return {[c = color_of(rgb)](ImDrawList& list, ImVec2 min, ImVec2 max) {
                list.AddRectFilled(min, max, color_of(glm::vec3(1)));
                list.PushClipRect(min, max, true);
                bool odd = false;
                for (float y = min.y; y < max.y; y += 4, odd = !odd)
                    for (float x = min.x + (odd ? 4 : 0); x < max.x; x += 8)
                        list.AddRectFilled({x, y}, {x + 4, y + 4}, c);
                list.PopClipRect();
            },
            std::move(text)};
}

Entry lines(glm::vec3 rgb, std::string text) {
    return {[c = color_of(rgb)](ImDrawList& list, ImVec2 min, ImVec2 max) {
                list.AddRectFilled(min, max, color_of(glm::vec3(0)));
                for (float y = min.y; y < max.y; y += 4)
                    list.AddRectFilled({min.x, y}, {max.x, y + 1}, c);
            },
            std::move(text)};
}

Entry lattice(glm::vec3 rgb, std::string text) {
    return {[c = color_of(rgb)](ImDrawList& list, ImVec2 min, ImVec2 max) {
                list.AddRectFilled(min, max, color_of(glm::vec3(0.3F)));
                list.PushClipRect(min, max, true);
                const float height = max.y - min.y;
                for (float x = min.x - height; x < max.x; x += 8) {
                    list.AddLine({x, max.y}, {x + height, min.y}, c);
                    list.AddLine({x, min.y}, {x + height, max.y}, c);
                }
                list.PopClipRect();
            },
            std::move(text)};
}

/// A contour on a ground, as peaking draws it.
Entry contour(glm::vec3 rgb, std::string text) {
    return {[c = color_of(rgb)](ImDrawList& list, ImVec2 min, ImVec2 max) {
                list.AddRectFilled(min, max, color_of(glm::vec3(0.3F)));
                const float inset = std::round((max.y - min.y) / 4);
                list.AddRect({min.x + 1.5F * inset, min.y + inset},
                             {max.x - 1.5F * inset, max.y - inset}, c, 0, 0, 2);
            },
            std::move(text)};
}

void add_bands(std::vector<Entry>& entries, const ToolSettings& settings) {
    const bool of_source = settings.signal == renderer::ToolSignal::Source;
    entries.push_back({{}, of_source ? "IRE %, source" : "IRE %, view"});
    for (std::size_t i = settings.bands.size(); i-- > 0;) {
        const renderer::FalseColorBand& band = settings.bands[i];
        const bool is_lowest = i == 0;
        const std::string limit = is_lowest && settings.bands.size() > 1
                                      ? words("< %.4g", double{settings.bands[1].from_percent})
                                      : words("%.4g", double{band.from_percent});
        const std::string text = limit + (band.label.empty() ? "" : "  " + band.label);
        entries.push_back(band.is_grey ? greys(text + "  (grey as it is)")
                                       : filled(band.rgb, text));
    }
}

std::vector<Entry> entries_of(const renderer::PictureTools& tools) {
    using namespace shared;
    const ToolSettings& settings = tools.settings;
    std::vector<Entry> entries;
    if (tools.shown.false_color) add_bands(entries, settings);
    const char* of = settings.signal == renderer::ToolSignal::Source ? "source" : "view";
    if (tools.shown.zebra) {
        entries.push_back(striped(
            false, 3.0F, words("luma from %.4g %% (%s)", double{settings.zebra_high_percent}, of)));
        entries.push_back(striped(
            true, 1.5F, words("luma from %.4g %% (%s)", double{settings.zebra_low_percent}, of)));
    }
    if (tools.shown.clipping) {
        entries.push_back(squares({kOverRed, kOverGreen, kOverBlue}, "R, G or B 100 % or above"));
        entries.push_back(lines({kUnderRed, kUnderGreen, kUnderBlue}, "R, G or B 0 % or below"));
    }
    if (tools.shown.gamut)
        entries.push_back(
            lattice({kGamutRed, kGamutGreen, kGamutBlue}, "out of the display's gamut"));
    if (tools.shown.peaking)
        entries.push_back(
            contour(settings.peaking_rgb, words("edge in focus, from %.3g %% per pixel",
                                                double{settings.peaking_percent})));
    return entries;
}

/// Where the legend lies, and its measures in window pixels.
struct Legend {
    std::vector<Entry> entries; ///< Empty: there is none.
    LegendGrid grid;
    ImVec2 min, max;
    float row = 0;
    float swatch = 0;
    float pad = 0;
};

Legend legend_of(const Ui& ui) {
    const session::Session& session = ui.model.session;
    const ScreenRect& viewer = ui.rects.viewer;
    Legend legend;
    if (!session.tools.any() || ui.state.presentation || viewer.is_empty() ||
        session.sources.empty())
        return legend;
    std::vector<Entry>& entries = legend.entries;
    entries = entries_of(playback::picture_tools(session, playback::Viewport::Main));
    if (entries.empty()) entries.push_back({{}, "Picture tools rest: a difference has no levels"});
    ImFont* font = ui.fonts.text;
    legend.row = std::round(font->FontSize * 1.3F);
    legend.swatch = std::round(font->FontSize * 1.8F);
    legend.pad = ui.px(7);
    // Lower left: labels own the upper corners, the HUD the lower right one.
    const float margin = ui.px(8);
    const float room = static_cast<float>(viewer.size().y) - ui.px(52) - 2 * legend.pad;
    const auto width_of = [&](const Entry& entry) {
        const float text = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, entry.text.c_str()).x;
        return text + (entry.swatch ? legend.swatch + legend.pad : 0);
    };
    std::vector<float> widths;
    for (const Entry& entry : entries) widths.push_back(width_of(entry));
    const Entry more{{}, words("and %zu more: make the picture higher", entries.size())};
    const float across = static_cast<float>(viewer.size().x) - 2 * (margin + legend.pad);
    legend.grid = legend_grid(widths, static_cast<std::size_t>(std::max(room / legend.row, 1.0F)),
                              across, 2 * legend.pad, width_of(more));
    entries.resize(legend.grid.shown);
    if (legend.grid.left_out > 0)
        entries.push_back(
            {{}, words("and %zu more: make the picture higher", legend.grid.left_out)});
    float width = 2 * legend.pad * static_cast<float>(legend.grid.column_widths.size() - 1);
    for (const float column : legend.grid.column_widths) width += column;
    legend.max = {static_cast<float>(viewer.min.x) + margin + width + 2 * legend.pad,
                  static_cast<float>(viewer.max.y) - margin};
    legend.min = {static_cast<float>(viewer.min.x) + margin,
                  legend.max.y - 2 * legend.pad -
                      legend.row * static_cast<float>(legend.grid.rows)};
    return legend;
}

} // namespace

std::optional<ScreenRect> tool_legend_rect(const Ui& ui) {
    const Legend legend = legend_of(ui);
    if (legend.entries.empty()) return std::nullopt;
    return ScreenRect{{legend.min.x, legend.min.y}, {legend.max.x, legend.max.y}};
}

void draw_tool_legend(const Ui& ui) {
    const Legend legend = legend_of(ui);
    if (legend.entries.empty()) return;
    const auto& [entries, grid, min, max, row, swatch, pad] = legend;
    ImFont* font = ui.fonts.text;
    const float size = font->FontSize;
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    list.AddRectFilled(min, max, packed(palette::kPlate.with_alpha(0.87)), 2);
    float left = min.x + pad;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0 && i % grid.rows == 0) left += grid.column_widths[i / grid.rows - 1] + 2 * pad;
        const float y = min.y + pad + row * static_cast<float>(i % grid.rows);
        float x = left;
        if (entries[i].swatch) {
            entries[i].swatch(list, {x, y + 1}, {x + swatch, y + row - 1});
            x += swatch + pad;
        }
        list.AddText(font, size, {x, y + (row - size) / 2}, packed(palette::kText),
                     entries[i].text.c_str());
    }
}

} // namespace seamline::ui
