#include "app/ui/review/blind_panel.h"

#include "app/ui/panels.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <string>

namespace seamline::ui {
namespace {

using review::BlindAnswer;

struct Answer {
    BlindAnswer answer;
    const char* words;
    Action key;
};
constexpr std::array<Answer, 4> kAnswers{{
    {BlindAnswer::Left, "Left ships", Action::ShowSource1},
    {BlindAnswer::Right, "Right ships", Action::ShowSource2},
    {BlindAnswer::Both, "Both", Action::ShowSource3},
    {BlindAnswer::Neither, "Neither", Action::ShowSource4},
}};

/// Reasons against one side, in as many lines as they need.
void side_reasons(const Ui& ui, const char* side, std::vector<std::string>& chosen) {
    ImGui::PushID(side);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "%s", side);
    const float right = ImGui::GetWindowContentRegionMax().x + ImGui::GetWindowPos().x;
    ImGui::SameLine(ui.px(76));
    bool is_first = true;
    for (const std::string& reason : ui.model.review.table->review().reasons) {
        const float width = ImGui::CalcTextSize(reason.c_str()).x + ui.px(14);
        if (!is_first) ImGui::SameLine(0, ui.px(3));
        if (!is_first && ImGui::GetCursorScreenPos().x + width > right) {
            ImGui::NewLine();
            ImGui::SetCursorPosX(ui.px(76));
        }
        is_first = false;
        const auto at = std::ranges::find(chosen, reason);
        if (text_button(reason.c_str(),
                        {"Why the take on this side would not ship; said before you answer.", ""},
                        at != chosen.end())) {
            if (at != chosen.end())
                chosen.erase(at);
            else
                chosen.push_back(reason);
        }
    }
    ImGui::PopID();
}

} // namespace

void hide_names(session::Session& session) {
    const session::Source* a = session.source_a();
    const session::Source* b = session.source_b();
    const session::SourceKey left = a != nullptr ? a->key : 0;
    const session::SourceKey right = b != nullptr ? b->key : 0;
    int number = 0;
    for (session::Source& source : session.sources) {
        source.name = source.key == left    ? "Left"
                      : source.key == right ? "Right"
                                            : "take " + std::to_string(++number);
        source.generator.clear();
        source.path.clear();
    }
}

Result<BlindTakes> blind_takes(const ViewModel& model) {
    std::vector<BlindTakes> shots; // In the order of the screen, A's first.
    BlindTakes all;
    const auto add = [&](const session::Source& source) {
        const std::string* id =
            source.cut || !source.visible ? nullptr : model.review.id_of(source.path);
        if (id == nullptr || std::ranges::find(all.takes, *id) != all.takes.end()) return;
        all.takes.push_back(*id);
        const review::Take* take = model.review.table->take(*id);
        const std::string name = take != nullptr ? take->shot : "";
        auto at = std::ranges::find(shots, name, &BlindTakes::shot);
        if (at == shots.end()) at = shots.insert(shots.end(), {{}, name});
        at->takes.push_back(*id);
    };
    if (const session::Source* a = model.session.source_a()) add(*a);
    for (const session::Source& source : model.session.sources) add(source);
    if (all.takes.size() < 2)
        return Error{ErrorCode::NotFound,
                     "A blind comparison needs two takes on the screen whose files were read."};
    for (BlindTakes& shot : shots)
        if (!shot.shot.empty() && shot.takes.size() > 1) return std::move(shot);
    return all;
}

void draw_blind_bar(const Ui& ui) {
    if (!ui.state.decide.blind) return;
    BlindState& blind = *ui.state.decide.blind;
    const ScreenRect& viewer = ui.rects.viewer;
    const float width = std::min(ui.px(860), static_cast<float>(viewer.size().x) - ui.px(24));
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.center().x), static_cast<float>(viewer.max.y) - ui.px(10)},
        ImGuiCond_Always, {0.5F, 1});
    ImGui::SetNextWindowSize({std::max(width, ui.px(200)), 0}, ImGuiCond_Always);
    constexpr ImGuiWindowFlags kBar = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize;
    if (ImGui::Begin("###blind", nullptr, kBar)) {
        ImGui::AlignTextToFramePadding();
        ImGui::PushFont(ui.fonts.strong);
        ImGui::TextUnformatted("Which ships?");
        ImGui::PopFont();
        ImGui::SameLine(0, ui.px(14));
        for (const Answer& answer : kAnswers) {
            if (text_button(answer.words, ui.tip("Answers, and shows the next pair.", answer.key)))
                ui.commands.ask(AnswerBlind{answer.answer});
            ImGui::SameLine(0, ui.px(4));
        }
        const std::string count = (blind.shot.empty() ? std::string() : blind.shot + ",  ") +
                                  "pair " + std::to_string(blind.round.at + 1) + " of " +
                                  std::to_string(blind.round.schedule.size());
        ImGui::SameLine(0, ui.px(10));
        ImGui::TextColored(widget_color(palette::kDim), "%s", count.c_str());
        ImGui::SameLine(0, ui.px(14));
        if (text_button("End", ui.tip("Ends here: what was answered is kept; the rest can be "
                                      "answered later.",
                                      Action::BlindCompare)))
            ui.commands.run(Action::BlindCompare);
        side_reasons(ui, "left not:", blind.left_reasons);
        side_reasons(ui, "right not:", blind.right_reasons);
    }
    ImGui::End();
}

} // namespace seamline::ui
