#include "app/ui/light_meter.h"
#include "app/ui/panels.h"
#include "app/ui/picture_places.h"
#include "app/ui/probe_place.h"
#include "app/ui/probe_rows.h"
#include "app/ui/view_adjust.h"
#include "renderer/picture_probe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {
namespace {

glm::dvec2 mouse() { return {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y}; }
ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

template <typename... Values> std::string printed(const char* format, Values... values) {
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

/// The same place of another tile: what lies at the same fraction of it.
glm::dvec2 carried_over(const PicturePlace& from, const PicturePlace& to, glm::dvec2 point) {
    const glm::dvec2 part = (point - from.tile.min) / glm::max(from.tile.size(), glm::dvec2(1));
    return to.tile.min + part * to.tile.size();
}

/// Whether two pictures are of one size and shown alike, but for the rounding of their tiles.
bool are_alike(const PicturePlace& a, const PicturePlace& b) {
    if (a.composed->frame == nullptr || b.composed->frame == nullptr) return false;
    const Rect& one = a.composed->frame->visible;
    const Rect& other = b.composed->frame->visible;
    if (one.width != other.width || one.height != other.height) return false;
    const glm::mat3x2& map = a.composed->target_to_source;
    const float most = 0.02F * (glm::length(map[0]) + glm::length(map[1]));
    return glm::distance(map[0], b.composed->target_to_source[0]) < most &&
           glm::distance(map[1], b.composed->target_to_source[1]) < most;
}

/// The window position of the very pixel of `to` that `point` means in `from`: tiles of odd sizes
/// must not make takes of one size be read at neighbouring pixels.
glm::dvec2 same_pixel(const Ui& ui, const PicturePlace& from, const PicturePlace& to,
                      glm::dvec2 point) {
    const glm::dvec2 pixel = glm::floor(source_position(ui, from, point)) + 0.5;
    const glm::mat3x2& map = to.composed->target_to_source;
    const glm::dmat2 linear{glm::dvec2(map[0]), glm::dvec2(map[1])};
    return ui.rects.viewer.min + glm::inverse(linear) * (pixel - glm::dvec2(map[2]));
}

std::string reading(const renderer::ProbedColor& color, const renderer::CachedFrame& frame) {
    const double peak = frame.layout.is_float ? 1.0 : std::exp2(frame.layout.bit_depth()) - 1.0;
    constexpr std::array<const char*, 4> kRgb{"R", "G", "B", "A"};
    constexpr std::array<const char*, 4> kGray{"Y", "A", "", ""};
    constexpr std::array<const char*, 4> kYcc{"Y", "Cb", "Cr", "A"};
    const std::array<const char*, 4>& names = frame.layout.model == ColorModel::Rgb    ? kRgb
                                              : frame.layout.model == ColorModel::Gray ? kGray
                                                                                       : kYcc;
    std::string codes;
    for (int i = 0; i < color.component_count; ++i)
        codes +=
            printed(frame.layout.is_float ? "%s %.4f  " : "%s %5.1f  ",
                    names[static_cast<std::size_t>(i)], color.code[static_cast<std::size_t>(i)]);
    const double scale = frame.layout.is_float ? 1.0 : peak;
    return codes + printed(frame.layout.is_float ? "| R' %.4f G' %.4f B' %.4f"
                                                 : "| R' %5.1f G' %5.1f B' %5.1f",
                           color.rgb.r * scale, color.rgb.g * scale, color.rgb.b * scale);
}

/// What of a picture is read: the pixels of an area, or the one under the pointer.
struct Probed {
    Rect area;
    bool is_area = false;
};

/// Nothing outside the picture.
std::optional<Probed> probed(const Ui& ui, const PicturePlace& place,
                             const std::optional<std::pair<glm::dvec2, glm::dvec2>>& area,
                             glm::dvec2 point) {
    const Rect& visible = place.composed->frame->visible;
    const glm::dvec2 at = source_position(ui, place, point);
    if (area) {
        const glm::dvec2 other = source_position(ui, place, area->second);
        const glm::dvec2 low = glm::clamp(glm::floor(glm::min(at, other)), glm::dvec2(0),
                                          glm::dvec2(visible.width - 1, visible.height - 1));
        const glm::dvec2 high = glm::clamp(glm::ceil(glm::max(at, other)), low + 1.0,
                                           glm::dvec2(visible.width, visible.height));
        return Probed{{static_cast<int>(low.x), static_cast<int>(low.y),
                       static_cast<int>(high.x - low.x), static_cast<int>(high.y - low.y)},
                      true};
    }
    const auto x = static_cast<int>(std::floor(at.x));
    const auto y = static_cast<int>(std::floor(at.y));
    if (x < 0 || y < 0 || x >= visible.width || y >= visible.height) return std::nullopt;
    return Probed{{x, y, 1, 1}, false};
}

/// What is known of one picture's pixel, in words and in numbers.
struct ProbeEntry {
    std::string codes;                 ///< Code values and R'G'B'.
    std::string light;                 ///< Empty: there is nothing to measure.
    std::optional<LightReading> value; ///< Of this frame.
    bool is_confirmed = true;          ///< The colour space is no guess.
};

/// The light of R'G'B', by the source's colour settings.
void measure(const Ui& ui, const session::Source& source, glm::dvec3 rgb, double alpha,
             bool is_area, ProbeEntry& entry) {
    const playback::SourceReport* report = ui.model.report(source.key);
    if (report == nullptr || report->color.input_space.empty() || ui.probe_lights == nullptr)
        return;
    color::SourceColor color = source.source_color;
    color.input_space = report->color.input_space;
    const ProbeLights::Reading read = ui.probe_lights->find(
        source.key, {ui.model.color->config, color, ui.model.session.view_color});
    if (read.meter == nullptr) {
        entry.light = read.error.empty() ? "measuring ..." : read.error;
        return;
    }
    entry.is_confirmed = report->color.confirmed;
    entry.value = read.meter->read(rgb);
    entry.value->code = adjusted(entry.value->code, source.adjust, alpha);
    entry.light = light_text(*entry.value, read.meter->is_as_seen());
    if (is_area) entry.light += "  of the mean";
    if (!entry.is_confirmed) entry.light += "  ! colour space unconfirmed";
}

/// One picture.
ProbeEntry probe_entry(const Ui& ui, const PicturePlace& place,
                       const std::optional<std::pair<glm::dvec2, glm::dvec2>>& area,
                       glm::dvec2 point) {
    ProbeEntry entry;
    const session::Source* source = ui.model.session.find(place.key);
    const std::string name = source != nullptr ? shortened(display_name(*source), ui.px(130)) : "";
    const auto& frame = place.composed->frame;
    const auto only = [&](std::string words) {
        entry.codes = std::move(words);
        return entry;
    };
    if (frame == nullptr || ui.probe_rows == nullptr) return only(name + ": no frame");
    const std::optional<Probed> what = probed(ui, place, area, point);
    if (!what) return only(name + ": outside");
    Rect rect = what->area;
    std::string text = name + printed("  %d,%d", rect.x, rect.y);
    if (what->is_area) text += printed(" %dx%d", rect.width, rect.height);
    const ProbeRows::Reading read = ui.probe_rows->find(place.key, frame, rect.y, rect.height);
    if (!read.error.empty()) return only(text + ": " + read.error);
    if (read.rows == nullptr) return only(text + "  reading ...");
    const renderer::PictureProbe probe(read.rows->frame, place.composed->color);
    rect.y -= read.rows->offset;
    const renderer::ProbedColor color = what->is_area ? probe.mean(rect) : probe.at(rect.x, rect.y);
    text += "  " + reading(color, read.rows->frame);
    if (source != nullptr) measure(ui, *source, color.rgb, color.alpha, what->is_area, entry);
    // While playing, what a GPU hands over is a few frames old: said, not hidden.
    if (!read.is_of_this_frame)
        text += printed("  (frame %lld)", static_cast<long long>(read.rows->frame.index +
                                                                 ui.model.session.frame_base));
    if (!read.is_of_this_frame) entry.value.reset(); // Two moments are not to be compared.
    entry.codes = text;
    return entry;
}

/// How far A's and B's light is apart, where both are on the screen; else empty.
std::string difference_text(const Ui& ui, const std::vector<PicturePlace>& places,
                            const std::vector<ProbeEntry>& entries) {
    const session::Source* a = ui.model.session.source_a();
    const session::Source* b = ui.model.session.source_b();
    const ProbeEntry* of_a = nullptr;
    const ProbeEntry* of_b = nullptr;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (a != nullptr && places[i].key == a->key && entries[i].value) of_a = &entries[i];
        if (b != nullptr && places[i].key == b->key && entries[i].value) of_b = &entries[i];
    }
    if (of_a == nullptr || of_b == nullptr || of_a == of_b) return {};
    std::string text = difference_words(difference(*of_a->value, *of_b->value));
    if (!adjust_text(a->adjust).empty() || !adjust_text(b->adjust).empty())
        text += "  (without the view's adjustments)";
    if (!of_a->is_confirmed || !of_b->is_confirmed) text += "  ! colour space unconfirmed";
    return text;
}

} // namespace

void draw_probe(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                bool hovered) {
    const auto& area = ui.state.probe_area;
    if (area)
        list.AddRect(vec(glm::min(area->first, area->second)),
                     vec(glm::max(area->first, area->second)), packed(palette::kText));
    const glm::dvec2 point = area ? area->first : mouse();
    const PicturePlace* under = place_at(places, point);
    if (under == nullptr || (!hovered && !area)) return;
    ImFont* font = ui.fonts.mono;
    // Above the legend of the picture tools, which has the same corner.
    const float step = std::round(font->FontSize * 1.4F);
    const float bottom = static_cast<float>(ui.rects.viewer.max.y) - ui.px(8);
    const std::optional<ScreenRect> legend = tool_legend_rect(ui);
    float y = legend ? static_cast<float>(legend->min.y) - ui.px(8) : bottom;
    // In a low picture there is no room above it: the numbers go over it, down to the last line.
    const float lines = 2 * static_cast<float>(places.size()) + 1;
    const float top = static_cast<float>(ui.rects.viewer.min.y) + ui.px(44); // Below the labels.
    y = std::min(std::max(y, top + lines * step), bottom);
    std::vector<ProbeEntry> entries;
    for (const PicturePlace& place : places) {
        auto moved = area;
        if (moved) moved->second = carried_over(*under, place, moved->second);
        const bool exact = !area && &place != under && are_alike(*under, place);
        entries.push_back(probe_entry(ui, place, moved,
                                      exact ? same_pixel(ui, *under, place, point)
                                            : carried_over(*under, place, point)));
    }
    std::vector<std::pair<std::string, bool>> rows; // From below; whether it is uncertain.
    const std::string apart = difference_text(ui, places, entries);
    rows.emplace_back(apart, apart.find("unconfirmed") != std::string::npos);
    for (std::size_t i = entries.size(); i-- > 0;) {
        rows.emplace_back(entries[i].light, !entries[i].is_confirmed);
        rows.emplace_back(entries[i].codes, false);
    }
    std::erase_if(rows, [](const auto& one) { return one.first.empty(); });
    float width = 0;
    for (const auto& [text, is_uncertain] : rows)
        width = std::max(width, font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.c_str()).x);
    const glm::dvec2 size(width + ui.px(10), step * static_cast<float>(rows.size()));
    const ScreenRect place =
        probe_place(ui.rects.viewer, size, y, top, ui.px(8), ui.state.hud, mouse());
    const bool is_over_legend = legend && place.min.x < legend->max.x &&
                                legend->min.x < place.max.x && place.min.y < legend->max.y &&
                                legend->min.y < place.max.y;
    if (is_over_legend) // It would shine through.
        list.AddRectFilled(vec(place.min), vec(place.max), packed(palette::kPlate.with_alpha(1)));
    float row = static_cast<float>(place.max.y);
    for (const auto& [text, is_uncertain] : rows) {
        row -= step;
        draw_plate(list, {static_cast<float>(place.min.x), row}, font, text,
                   is_uncertain ? palette::kWarning : palette::kText);
    }
    const glm::dvec2 at = mouse();
    if (!area && hovered) {
        const float arm = ui.px(6);
        const ImVec2 c = vec(at);
        list.AddLine({c.x - arm, c.y}, {c.x + arm, c.y}, packed(palette::kText));
        list.AddLine({c.x, c.y - arm}, {c.x, c.y + arm}, packed(palette::kText));
    }
}

} // namespace seamline::ui
