#include "app/ui/map_panel.h"

#include "app/ui/compared_pair.h"
#include "app/ui/map_image.h"
#include "app/ui/picture_places.h"
#include "app/ui/seam_signs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace seamline::ui {
namespace {

using analysis::SeamMapKind;

constexpr ImGuiWindowFlags kLegend =
    ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoFocusOnAppearing |
    ImGuiWindowFlags_AlwaysAutoResize;

constexpr double kLeastLegendPx = 90;

constexpr std::array<const char*, analysis::kSeamMapKinds> kKindTips{{
    "CIEDE2000 of corresponding pixels, as they are",
    "CIEDE2000 that is left after the best grade of B",
    "OKLab lightness after the best grade: orange is brighter in B, blue darker",
    "OKLab chroma after the best grade: orange is more colourful in B, blue less",
    "Light that no grade moves, in stops: orange got more light in B, blue less",
    "Where the texture of a surface is another one, not only sharper or softer",
    "Where the structure differs, whatever the light",
    "FLIP: what an eye sees when both pictures alternate",
    "BT.2124 of two HDR takes: 1 is just seen under the best conditions",
}};

ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

/// The place of A's picture; null while it is not on the screen.
const PicturePlace* place_of_a(const Ui& ui, const std::vector<PicturePlace>& places) {
    const session::Source* a = ui.model.session.source_a();
    if (a == nullptr) return nullptr;
    const auto at = std::ranges::find(places, a->key, &PicturePlace::key);
    const bool is_there = at != places.end() && at->composed != nullptr && at->composed->frame;
    return is_there ? &*at : nullptr;
}

void draw_image(const Ui& ui, const PicturePlace& place) {
    const auto& answer = ui.model.map.answer;
    if (ui.map_images == nullptr || ui.model.map.usable() == nullptr || !answer->map) return;
    const Rect& visible = place.composed->frame->visible;
    const Extent size{visible.width, visible.height};
    const bool is_beside = ui.state.map.place == MapPlace::Beside;
    const auto spot =
        is_beside ? carried_over(place.picture, place.tile, ui.rects.map,
                                 place.composed->target_to_source, ui.rects.viewer.min, size)
                  : map_spot(place.picture, place.tile, place.composed->target_to_source,
                             ui.rects.viewer.min, size);
    if (!spot) return;
    ui.images.push_back(ui.map_images->find(answer, ui.state.map.place != MapPlace::Alone, *spot));
}

void kind_combo(const Ui& ui) {
    MapChoice& choice = ui.state.map;
    ImGui::SetNextItemWidth(ui.px(222));
    if (ImGui::BeginCombo("##map kind", analysis::title(choice.kind))) {
        for (int i = 0; i < analysis::kSeamMapKinds; ++i) {
            const auto kind = static_cast<SeamMapKind>(i);
            if (ImGui::Selectable(analysis::title(kind), kind == choice.kind)) choice.kind = kind;
            tooltip({kKindTips[static_cast<std::size_t>(i)], ""});
        }
        ImGui::EndCombo();
    }
    tooltip(ui.tip(kKindTips[static_cast<std::size_t>(choice.kind)], Action::NextMapKind));
}

void place_combo(const Ui& ui) {
    MapChoice& choice = ui.state.map;
    ImGui::SetNextItemWidth(ui.px(112));
    if (ImGui::BeginCombo("##map place", label_of(choice.place))) {
        for (int i = 0; i < kMapPlaces; ++i) {
            const auto place = static_cast<MapPlace>(i);
            if (ImGui::Selectable(label_of(place), place == choice.place)) choice.place = place;
        }
        ImGui::EndCombo();
    }
    tooltip(ui.tip("Where the map is seen. Over A its grey shows through, most where the "
                   "difference is small.",
                   Action::NextMapPlace));
}

/// The colours of the scale with numbers at both ends and in the middle.
void draw_scale(const Ui& ui, const analysis::SeamMap& map) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ui.px(200);
    const float height = ui.px(11);
    constexpr int kSteps = 100;
    for (int i = 0; i < kSteps; ++i) {
        const auto c = measures::heat_color(map.scale, (static_cast<float>(i) + 0.5F) / kSteps);
        const float left = at.x + width * static_cast<float>(i) / kSteps;
        const float right = at.x + width * static_cast<float>(i + 1) / kSteps;
        list.AddRectFilled({left, at.y}, {right, at.y + height}, packed(Rgb{c[0], c[1], c[2]}));
    }
    list.AddRect(at, {at.x + width, at.y + height}, packed(palette::kLine));
    ImFont* font = ui.fonts.small;
    const double span = double{map.high} - double{map.low};
    for (const double part : {0.0, 0.5, 1.0}) {
        const std::string text = scale_number(double{map.low} + span * part);
        const float wide = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.c_str()).x;
        list.AddText(font, font->FontSize,
                     {at.x + (width - wide) * static_cast<float>(part), at.y + height + ui.px(1)},
                     packed(palette::kText), text.c_str());
    }
    ImGui::Dummy({width, height + font->FontSize + ui.px(2)});
    tooltip({"What is above or below the ends has their colours.", ""});
    ImGui::SameLine(0, ui.px(8));
    ImGui::BeginGroup();
    ImGui::TextUnformatted(map.unit);
    const ImVec2 swatch = ImGui::GetCursorScreenPos();
    list.AddRectFilled(swatch, {swatch.x + ui.px(18), swatch.y + ui.px(10)},
                       packed(Rgb{62, 62, 62}));
    draw_hatch(list, swatch, {swatch.x + ui.px(18), swatch.y + ui.px(10)}, ui.px(4),
               packed(Rgb{150, 150, 150}));
    ImGui::PushFont(ui.fonts.small);
    ImGui::SetCursorScreenPos({swatch.x + ui.px(23), swatch.y - ui.px(2)});
    ImGui::TextUnformatted("nothing corresponds");
    ImGui::PopFont();
    ImGui::EndGroup();
}

void draw_words(const Ui& ui, float width) {
    const MapView& view = ui.model.map;
    const playback::MapAnswer* answer = view.usable();
    if (const std::string why = no_map_words(view); !why.empty()) {
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        ImGui::TextColored(widget_color(palette::kWarning), "%s", why.c_str());
        ImGui::PopTextWrapPos();
    }
    // Of another framing the sentence says no more than why there is no map.
    if (answer != nullptr && answer->measured && answer->measured->seam.same_view) {
        const analysis::Seam& seam = answer->measured->seam;
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        ImGui::TextUnformatted(seam.sentence.c_str());
        ImGui::PopTextWrapPos();
        std::string tip = "B against A, judged by the built-in floors: any two frames have no cuts "
                          "of their own to be held against.";
        for (const std::string& line : unit_lines(seam)) tip += "\n" + line;
        tooltip({tip, ""});
    }
    const std::string state =
        map_state_words(view, ui.model.session.frame_base, ui.model.transport.playing());
    ImGui::PushFont(ui.fonts.small);
    if (!state.empty()) ImGui::TextColored(widget_color(palette::kDim), "%s", state.c_str());
    ImGui::PopFont();
}

void draw_legend(const Ui& ui, const ScreenRect& over) {
    // Above what an audition writes along the viewer's lower edge.
    const bool has_badge = ui.state.audition.view || ui.state.audition.around;
    const double raise = ui.px(has_badge && ui.state.map.place != MapPlace::Beside ? 36.0F : 8.0F);
    const glm::dvec2 foot{over.center().x, std::min(over.max.y - 8, ui.rects.viewer.max.y - raise)};
    // At the upper end where the list of seams lies in its place.
    const ScreenRect& list = ui.state.seam_list_choice.place;
    const bool is_in_the_way = !list.is_empty() && list.min.x < over.max.x &&
                               list.max.x > over.min.x && list.max.y > foot.y - kLeastLegendPx &&
                               list.min.y < foot.y;
    if (is_in_the_way)
        ImGui::SetNextWindowPos(vec({over.center().x, over.min.y + 4}), ImGuiCond_Always,
                                {0.5F, 0});
    else
        ImGui::SetNextWindowPos(vec(foot), ImGuiCond_Always, {0.5F, 1});
    ImGui::SetNextWindowBgAlpha(1);
    const float width =
        std::clamp(static_cast<float>(over.size().x) - ui.px(24), ui.px(366), ui.px(460));
    if (ImGui::Begin("map legend", nullptr, kLegend)) {
        kind_combo(ui);
        ImGui::SameLine(0, ui.px(4));
        place_combo(ui);
        ImGui::SameLine(0, ui.px(4));
        if (icon_button("close map", Icon::Close, ui.tip("No map.", Action::ToggleMap)))
            ui.state.map.shown = false;
        const playback::MapAnswer* answer = ui.model.map.usable();
        if (answer != nullptr && answer->map) draw_scale(ui, *answer->map);
        draw_words(ui, width);
    }
    ImGui::End();
}

void item(const Ui& ui, Action action, bool chosen = false, bool enabled = true) {
    const ActionDescription& about = description(action);
    if (ImGui::MenuItem(about.label, ui.keys.keys_text(action).c_str(), chosen, enabled))
        ui.commands.run(action);
    tooltip({about.tooltip, ""});
}

} // namespace

std::string scale_number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", value);
    return text.data();
}

std::string no_map_words(const MapView& view) {
    if (!view.why_not.empty()) return "No map: " + view.why_not + ".";
    const playback::MapAnswer* answer = view.usable();
    if (answer == nullptr) return "measuring \xE2\x80\xA6";
    if (!answer->error.empty()) return "No map: " + answer->error;
    if (answer->map) return "";
    if (answer->measured == nullptr || answer->measured->seam.same_view) return answer->why_off;
    std::array<char, 160> share{};
    std::snprintf(share.data(), share.size(),
                  " (%.0f %% of A was found again in B, a map needs %.0f %%; other light and other "
                  "surfaces are not found again either)",
                  100 * answer->measured->seam.coverage, 100 * measures::kSameViewCoverage);
    return answer->why_off + share.data();
}

std::string map_state_words(const MapView& view, int frame_base, bool is_playing) {
    const playback::MapAnswer* answer = view.usable();
    if (answer == nullptr) return "";
    std::string words = frame_words(answer->request, frame_base);
    if (view.lags())
        words += ", the screen shows " +
                 frame_words(*view.wanted, frame_base).substr(std::string("frames ").size());
    else if (view.is_busy)
        words += ", the next one is being measured";
    if (is_playing && view.per_second > 0) {
        std::array<char, 32> rate{};
        std::snprintf(rate.data(), rate.size(), ", %.1f maps/s", view.per_second);
        words += rate.data();
    }
    return words;
}

ScreenRect take_map_place(ScreenRect& viewer, session::CompareMode mode, std::size_t pictures) {
    using session::CompareMode;
    const bool is_split = mode == CompareMode::Row || mode == CompareMode::Column;
    const auto parts = static_cast<double>(is_split ? std::max<std::size_t>(pictures, 1) + 1 : 2);
    ScreenRect place = viewer;
    if (mode == CompareMode::Column) {
        place.min.y = std::round(viewer.max.y - viewer.size().y / parts);
        viewer.max.y = place.min.y;
    } else {
        place.min.x = std::round(viewer.max.x - viewer.size().x / parts);
        viewer.max.x = place.min.x;
    }
    return place;
}

void draw_map(const Ui& ui) {
    const MapChoice& choice = ui.state.map;
    if (!choice.shown || ui.rects.viewer.is_empty() || ui.model.session.sources.empty()) return;
    const std::vector<PicturePlace> places = picture_places(ui);
    const PicturePlace* place = place_of_a(ui, places);
    if (place != nullptr) draw_image(ui, *place);
    if (ui.state.presentation) return;
    if (choice.place == MapPlace::Beside)
        draw_legend(ui, ui.rects.map);
    else
        draw_legend(ui, place != nullptr ? place->tile : ui.rects.viewer);
}

void match_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Match")) return;
    MapChoice& map = ui.state.map;
    const bool any = !ui.model.session.sources.empty();
    item(ui, Action::ToggleMap, map.shown, any);
    if (ImGui::BeginMenu("Kind of map")) {
        for (int i = 0; i < analysis::kSeamMapKinds; ++i) {
            const auto kind = static_cast<SeamMapKind>(i);
            if (ImGui::MenuItem(analysis::title(kind), nullptr, kind == map.kind)) {
                map.kind = kind;
                map.shown = true;
            }
            tooltip({kKindTips[static_cast<std::size_t>(i)], ""});
        }
        ImGui::EndMenu();
    }
    item(ui, Action::NextMapKind, false, any);
    item(ui, Action::NextMapPlace, false, any);
    ImGui::Separator();
    const auto& view = ui.state.audition.view;
    const bool is_held = view && view->kind == playback::TemporaryView::Kind::Held;
    item(ui, Action::HoldFrame, is_held, any);
    item(ui, Action::KeepStill, false, any);
    item(ui, Action::ToggleStills, ui.state.still_list);
    ImGui::Separator();
    item(ui, Action::ToggleMatch, false, any);
    item(ui, Action::ExportMatch, false, any);
    ImGui::Separator();
    item(ui, Action::PairRegions, ui.state.hand.tool == HandTool::Regions, any);
    item(ui, Action::RuleShadows, ui.state.hand.tool == HandTool::Shadows, any);
    item(ui, Action::ToggleHandList, ui.state.hand.list);
    ImGui::EndMenu();
}

} // namespace seamline::ui
