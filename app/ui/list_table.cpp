#include "app/ui/list_table.h"

#include "app/ui/cut_lane.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {
namespace {

ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

void fill(ImDrawList& list, const ScreenRect& rect, Rgb color) {
    if (!rect.is_empty()) list.AddRectFilled(vec(rect.min), vec(rect.max), packed(color));
}

void draw_row_ground(const Ui& ui, ImDrawList& ground, const SeenRow& row) {
    const Rgb color = row.chosen    ? Rgb(palette::kChosen)
                      : row.pointed ? Rgb(palette::kControl)
                                    : Rgb(palette::kPanel);
    if (row.picture) {
        const ScreenRect& hole = *row.picture;
        fill(ground, {row.rect.min, {hole.min.x, row.rect.max.y}}, color);
        fill(ground, {{hole.max.x, row.rect.min.y}, row.rect.max}, color);
        fill(ground, {{hole.min.x, row.rect.min.y}, {hole.max.x, hole.min.y}}, color);
        fill(ground, {{hole.min.x, hole.max.y}, {hole.max.x, row.rect.max.y}}, color);
    } else {
        fill(ground, row.rect, color);
    }
    ground.AddLine(vec({row.rect.min.x, row.rect.max.y}), vec(row.rect.max),
                   packed(palette::kLine));
    if (row.chosen) // By shape, too.
        fill(ground,
             {row.rect.min, {row.rect.min.x + static_cast<double>(ui.px(3)), row.rect.max.y}},
             palette::kAccent);
}

} // namespace

bool begin_docked_list(const char* title, bool* open, const ScreenRect& place, bool has_ground) {
    ImGui::SetNextWindowPos(vec(place.min));
    ImGui::SetNextWindowSize(vec(place.size()));
    constexpr ImGuiWindowFlags kDocked = kListWindow | ImGuiWindowFlags_NoMove |
                                         ImGuiWindowFlags_NoResize |
                                         ImGuiWindowFlags_NoBringToFrontOnFocus;
    return ImGui::Begin(title, open,
                        has_ground ? kDocked : kDocked | ImGuiWindowFlags_NoBackground);
}

void list_cell(float row_px, float indent, ImFont* font, Rgb color, const std::string& words) {
    if (words.empty()) return;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float top = at.y + (row_px - font->FontSize) / 2 - ImGui::GetStyle().CellPadding.y;
    draw_fitting(*ImGui::GetWindowDrawList(), font, {at.x + indent, top},
                 ImGui::GetContentRegionAvail().x - indent, words, color);
}

void put_in_row(const Ui& ui, renderer::UiImage image, ImVec2 at, int most_px,
                const ScreenRect& body, SeenRow& row) {
    // Images can be cut on the right and below only.
    if (static_cast<double>(at.y) < body.min.y) return;
    const int left = static_cast<int>(at.x);
    const int top = static_cast<int>(at.y);
    image.rect = {left, top, std::min(image.size.width, most_px),
                  std::min(image.size.height, static_cast<int>(body.max.y) - top)};
    if (image.rect.height <= 0 || image.rect.width <= 0) return;
    row.picture = ScreenRect{{left, top}, {left + image.rect.width, top + image.rect.height}};
    ui.images.push_back(std::move(image));
}

void draw_list_ground(const Ui& ui, ImDrawList& ground, const ScreenRect& place,
                      const ScreenRect& body, std::span<const SeenRow> rows) {
    ground.PushClipRect(vec(place.min), vec(place.max), false);
    fill(ground, {place.min, {place.max.x, body.min.y}}, palette::kPanel);
    fill(ground, {{place.min.x, body.max.y}, place.max}, palette::kPanel);
    fill(ground, {{place.min.x, body.min.y}, {body.min.x, body.max.y}}, palette::kPanel);
    fill(ground, {{body.max.x, body.min.y}, {place.max.x, body.max.y}}, palette::kPanel);
    ground.PushClipRect(vec(body.min), vec(body.max), true);
    double bottom = body.min.y;
    for (const SeenRow& row : rows) {
        draw_row_ground(ui, ground, row);
        bottom = std::max(bottom, row.rect.max.y);
    }
    fill(ground, {{body.min.x, bottom}, body.max}, palette::kPanel);
    ground.PopClipRect();
    ground.PopClipRect();
}

} // namespace seamline::ui
