#include "app/ui/review/blind_panel.h"

#include "app/ui/list_table.h"
#include "app/ui/panels.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace seamline::ui {
namespace {

using review::BlindAnswer;
using review::Share;

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

std::string percent(const Share& share) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%3.0f %%  (%.0f to %.0f)", share.share * 100,
                  share.low * 100, share.high * 100);
    return text.data();
}

/// The share as a bar with its interval.
void share_bar(const Ui& ui, const Share& share) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = ImGui::GetFrameHeight();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto x = [&](double part) { return at.x + width * static_cast<float>(part); };
    list.AddRectFilled({at.x, at.y + height * 0.4F}, {at.x + width, at.y + height * 0.6F},
                       packed(palette::kField));
    list.AddRectFilled({x(share.low), at.y + height * 0.4F}, {x(share.high), at.y + height * 0.6F},
                       packed(palette::kChosen));
    list.AddRectFilled({x(share.share) - ui.px(1.5F), at.y + height * 0.2F},
                       {x(share.share) + ui.px(1.5F), at.y + height * 0.8F},
                       packed(palette::kAccent));
    ImGui::Dummy({width, height});
    tooltip({percent(share) +
                 ": the share, and between which shares the true one lies in 95 of 100 "
                 "cases (Wilson).",
             ""});
}

std::string generator_words(const std::string& generator,
                            const std::optional<review::CoverageClass>& coverage) {
    std::string words = generator.empty() ? "generator not known" : generator;
    if (coverage) {
        const std::string name = review::name(*coverage);
        words += ", " + (name.empty() ? std::string("class not known") : name);
    }
    return words;
}

void wins(const Ui& ui, const std::vector<review::RankedGroup>& groups) {
    if (!ImGui::BeginTable("wins", 4, ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_RowBg))
        return;
    ImGui::TableSetupColumn("generator", ImGuiTableColumnFlags_WidthFixed, ui.px(200));
    ImGui::TableSetupColumn("bar", ImGuiTableColumnFlags_WidthStretch);
    ImGui::TableSetupColumn("share", ImGuiTableColumnFlags_WidthFixed, ui.px(150));
    ImGui::TableSetupColumn("count", ImGuiTableColumnFlags_WidthFixed, ui.px(90));
    for (const review::RankedGroup& group : groups) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted(
            shortened(generator_words(group.generator, group.coverage), ui.px(196)).c_str());
        ImGui::TableNextColumn();
        share_bar(ui, group.wins);
        ImGui::TableNextColumn();
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted(percent(group.wins).c_str());
        ImGui::TableNextColumn();
        ImGui::AlignTextToFramePadding();
        ImGui::Text("%lld of %lld", static_cast<long long>(group.wins.count),
                    static_cast<long long>(group.wins.of));
        tooltip({"Comparisons in which a take of it ships, of all that it was in.", ""});
    }
    ImGui::EndTable();
}

void failures(const Ui& ui, const std::vector<review::FailureRate>& rates) {
    if (!ImGui::BeginTable("failures", 3, ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_RowBg))
        return;
    ImGui::TableSetupColumn("generator", ImGuiTableColumnFlags_WidthFixed, ui.px(200));
    ImGui::TableSetupColumn("reason", ImGuiTableColumnFlags_WidthStretch);
    ImGui::TableSetupColumn("share", ImGuiTableColumnFlags_WidthFixed, ui.px(240));
    for (const review::FailureRate& rate : rates) {
        if (rate.coverage) continue; // By class the command line lists them.
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::TextUnformatted(
            shortened(generator_words(rate.generator, std::nullopt), ui.px(196)).c_str());
        ImGui::TableNextColumn();
        ImGui::TextUnformatted(rate.reason.c_str());
        ImGui::TableNextColumn();
        ImGui::Text("%s, %lld of %lld takes", percent(rate.takes).c_str(),
                    static_cast<long long>(rate.takes.count),
                    static_cast<long long>(rate.takes.of));
    }
    ImGui::EndTable();
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

void draw_ranking(const Ui& ui, RankingMemory& memory) {
    DecideState& decide = ui.state.decide;
    if (!decide.ranking || decide.blind) return; // It would tell.
    if (memory.change != ui.model.review.change) {
        memory.ranking = review::rank(ui.model.review.table->review());
        memory.change = ui.model.review.change;
    }
    const ScreenRect& viewer = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.center().x), static_cast<float>(viewer.center().y)},
        ImGuiCond_Appearing, {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(760), static_cast<float>(viewer.size().x) - ui.px(16)),
         std::min(ui.px(460), static_cast<float>(viewer.size().y) - ui.px(16))},
        ImGuiCond_Appearing);
    if (ImGui::Begin("Which generator ships###ranking", &decide.ranking, kListWindow)) {
        const review::Ranking& ranking = memory.ranking;
        for (const std::string& sentence : ranking.sentences)
            ImGui::TextWrapped("%s", sentence.c_str());
        if (ranking.comparisons == 0)
            ImGui::TextWrapped("No blind comparison was answered yet: %s begins one.",
                               ui.keys.keys_text(Action::BlindCompare).c_str());
        ImGui::Separator();
        if (!ranking.generators.empty()) {
            ImGui::TextUnformatted("Ships, of the blind comparisons that it was in");
            wins(ui, ranking.generators);
            ImGui::Spacing();
        }
        if (!ranking.generators_by_class.empty()) {
            ImGui::TextUnformatted("By what the shot covers");
            ImGui::PushID("classes");
            wins(ui, ranking.generators_by_class);
            ImGui::PopID();
            ImGui::Spacing();
        }
        if (!ranking.failures.empty()) {
            ImGui::TextUnformatted("Fails, of its takes that were judged");
            failures(ui, ranking.failures);
        }
    }
    ImGui::End();
}

} // namespace seamline::ui
