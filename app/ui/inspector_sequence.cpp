#include "app/ui/inspector_sections.h"
#include "app/ui/timing_entry.h"

#include <array>
#include <cstdio>
#include <string>

namespace seamline::ui {
namespace {

using session::MissingPolicy;
using session::Source;

struct PolicyName {
    MissingPolicy policy;
    const char* words;
    const char* tip;
};
constexpr std::array<PolicyName, 3> kPolicies{{
    {MissingPolicy::Error, "Error", "A frame without a file is an error, and is told."},
    {MissingPolicy::Hold, "Hold", "A frame without a file shows the one before it."},
    {MissingPolicy::Black, "Black", "A frame without a file is black."},
}};

/// Changes how the files are read, and reads them again.
void edit_and_reload(const Ui& ui, session::SourceKey key, std::function<void(Source&)> change) {
    ui.commands.edit_source(key, std::move(change));
    ui.commands.ask(ReloadSource{key});
}

void policy_row(const Ui& ui, const Source& source) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "Missing");
    ImGui::SameLine(ImGui::GetFontSize() * 6.6F);
    for (const PolicyName& entry : kPolicies) {
        const bool chosen = source.missing == entry.policy;
        ImGui::PushID(entry.words);
        if (text_button(entry.words, {entry.tip, ""}, chosen) && !chosen)
            edit_and_reload(ui, source.key, [p = entry.policy](Source& s) { s.missing = p; });
        ImGui::PopID();
        ImGui::SameLine(0, ui.px(3));
    }
    ImGui::NewLine();
}

void rate_row(const Ui& ui, const Source& source) {
    std::array<char, 24> shown{};
    std::snprintf(shown.data(), shown.size(), "%.5g", source.sequence_rate.value());
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "Rate");
    ImGui::SameLine(ImGui::GetFontSize() * 6.6F);
    ImGui::SetNextItemWidth(ui.px(104));
    if (const auto text = text_field("##rate", shown.data(), "24")) {
        const auto rate = frame_rate_from(*text);
        if (!rate)
            ui.state.toasts.push_back(
                {ToastKind::Warning, "\"" + *text + "\" is no rate: type 24, 23.976 or 24000/1001.",
                 ImGui::GetTime()});
        else if (*rate != source.sequence_rate)
            edit_and_reload(ui, source.key, [rate](Source& s) { s.sequence_rate = *rate; });
    }
    tooltip({"Frames per second of the sequence, which its files do not say: 24, 23.976 or "
             "30000/1001.",
             ""});
}

} // namespace

void inspect_sequence(const Ui& ui, const Source& source) {
    policy_row(ui, source);
    rate_row(ui, source);
}

} // namespace seamline::ui
