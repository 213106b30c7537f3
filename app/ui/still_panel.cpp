#include "app/ui/still_panel.h"

#include "app/ui/compared_pair.h"
#include "app/ui/still_pictures.h"

#include <algorithm>
#include <vector>

namespace seamline::ui {
namespace {

using session::Still;

/// Pictures lie beneath all of ImGui's: the window has no ground of its own where they are.
constexpr ImGuiWindowFlags kList = ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground;
constexpr float kPicturePx = 58;
constexpr float kRowPx = 66;

struct Hole {
    ImVec2 min, max;
};

void push_picture(const Ui& ui, const Still& still, ImVec2 at, std::vector<Hole>& holes,
                  std::string& error) {
    const auto height = static_cast<int>(ui.px(kPicturePx));
    auto image = ui.still_pictures->find(picture_of(ui.model, still.picture), height, error);
    const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin();
    const ImVec2 high = ImGui::GetWindowDrawList()->GetClipRectMax();
    if (!image || at.y < low.y) return; // Images can be cut below and right only.
    const auto most = static_cast<int>(ui.px(130));
    image->rect = {static_cast<int>(at.x), static_cast<int>(at.y),
                   std::min(image->size.width, most),
                   std::min(height, static_cast<int>(high.y - at.y))};
    if (image->rect.height <= 0) return;
    const ImVec2 min{static_cast<float>(image->rect.x), static_cast<float>(image->rect.y)};
    holes.push_back({min,
                     {min.x + static_cast<float>(image->rect.width),
                      min.y + static_cast<float>(image->rect.height)}});
    ui.images.push_back(std::move(*image));
}

void still_buttons(const Ui& ui, const Still& still) {
    if (text_button("Hold", ui.tip("Holds this frame as A while B plays.", Action::HoldFrame)))
        ui.commands.ask(HoldStill{still.id});
    ImGui::SameLine(0, ui.px(4));
    if (text_button("Go to", {"Goes to where the session shows this frame.", ""}))
        ui.commands.ask(GoToStill{still.id});
    ImGui::SameLine(0, ui.px(4));
    if (icon_button("delete", Icon::Close, {"Deletes this hero frame; undo brings it back.", ""}))
        ui.commands.edit([id = still.id](session::Session& s) {
            std::erase_if(s.hand.stills, [id](const Still& other) { return other.id == id; });
        });
}

void still_row(const Ui& ui, const Still& still, std::vector<Hole>& holes) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    std::string error;
    push_picture(ui, still, {at.x + ui.px(6), at.y + ui.px(4)}, holes, error);
    const float left = ImGui::GetCursorPosX() + ui.px(144);
    const float top = ImGui::GetCursorPosY();
    ImGui::SetCursorPos({left, top + ui.px(6)});
    const std::string words = still.picture.name + "  " +
                              std::to_string(still.picture.frame + ui.model.session.frame_base);
    ImGui::TextUnformatted(shortened(words, ImGui::GetContentRegionAvail().x).c_str());
    tooltip({still.picture.path.string(), ""});
    ImGui::SetCursorPos({left, top + ui.px(30)});
    still_buttons(ui, still);
    if (!error.empty()) {
        ImGui::SameLine();
        ImGui::TextColored(widget_color(palette::kError), "%s", "cannot be read");
        tooltip({error, ""});
    }
    ImGui::SetCursorPos({ImGui::GetCursorStartPos().x, top + ui.px(kRowPx)});
}

/// Everything but the holes, which are in one column, in order.
void draw_ground(ImDrawList& list, const std::vector<Hole>& holes) {
    const ImU32 ground = packed(palette::kPanel);
    const ImVec2 min = list.GetClipRectMin();
    const ImVec2 max = list.GetClipRectMax();
    float top = min.y;
    for (const Hole& hole : holes) {
        if (hole.min.y > top) list.AddRectFilled({min.x, top}, {max.x, hole.min.y}, ground);
        list.AddRectFilled({min.x, hole.min.y}, {hole.min.x, hole.max.y}, ground);
        list.AddRectFilled({hole.max.x, hole.min.y}, {max.x, hole.max.y}, ground);
        top = hole.max.y;
    }
    if (max.y > top) list.AddRectFilled({min.x, top}, max, ground);
}

} // namespace

void draw_still_list(const Ui& ui) {
    if (!ui.state.still_list || ui.still_pictures == nullptr) return;
    const ScreenRect& viewer = ui.rects.viewer;
    const auto& stills = ui.model.session.hand.stills;
    const float rows = std::clamp(static_cast<float>(stills.size()), 1.0F, 6.0F);
    const float height =
        std::min(ui.px(34 + kRowPx * rows), static_cast<float>(viewer.size().y) - ui.px(50));
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.min.x) + ui.px(8), static_cast<float>(viewer.min.y) + ui.px(44)},
        ImGuiCond_Appearing);
    ImGui::SetNextWindowSize({ui.px(380), height}, ImGuiCond_Always);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    const bool open = ImGui::Begin("Hero frames", &ui.state.still_list, kList);
    if (open && ImGui::BeginChild("stills")) {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.ChannelsSplit(2); // The ground is known last.
        list.ChannelsSetCurrent(1);
        std::vector<Hole> holes;
        if (stills.empty()) {
            const std::string words = ui.keys.keys_text(Action::KeepStill) +
                                      " keeps the frame that A shows as a hero frame.";
            ImGui::SetCursorPos({ui.px(10), ui.px(10)});
            ImGui::PushTextWrapPos(ui.px(360));
            ImGui::TextColored(widget_color(palette::kDim), "%s", words.c_str());
            ImGui::PopTextWrapPos();
        }
        for (const Still& still : stills) {
            ImGui::PushID(static_cast<int>(still.id));
            still_row(ui, still, holes);
            ImGui::PopID();
        }
        ImGui::Dummy({1, 1});
        list.ChannelsSetCurrent(0);
        draw_ground(list, holes);
        list.ChannelsMerge();
    }
    if (open) ImGui::EndChild();
    ImGui::End();
    ImGui::PopStyleVar();
}

} // namespace seamline::ui
