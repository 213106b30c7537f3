#include "app/ui/review/share_panel.h"

#include "app/playback/review_export.h"
#include "app/ui/panels.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <string>

namespace seamline::ui {
namespace {

const playback::ReviewProduct& chosen_product(const ShareChoice& choice) {
    const auto& products = playback::review_products();
    const auto at = std::ranges::find_if(
        products, [&](const auto& product) { return choice.product == product.word; });
    return at != products.end() ? *at : products.front();
}

void product_combo(const Ui& ui, ShareChoice& choice) {
    const playback::ReviewProduct& now = chosen_product(choice);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("As");
    ImGui::SameLine(ui.px(70));
    ImGui::SetNextItemWidth(-1);
    if (ImGui::BeginCombo("##product", now.name)) {
        for (const playback::ReviewProduct& product : playback::review_products()) {
            if (ImGui::Selectable(product.name, choice.product == product.word))
                choice.product = product.word;
            tooltip({product.purpose, ""});
        }
        ImGui::EndCombo();
    }
    tooltip({now.purpose, ""});
    ImGui::SetCursorPosX(ui.px(70));
    ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kDim));
    ImGui::TextWrapped("%s", now.purpose);
    ImGui::PopStyleColor();
}

void folder_field(const Ui& ui, ShareChoice& choice) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Into");
    ImGui::SameLine(ui.px(70));
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - ui.px(96));
    if (const auto folder = text_field("##folder", choice.folder.string(), "a folder"))
        choice.folder = *folder;
    tooltip({"The files are written here; the folder is made if it is not there. Files of the same "
             "name are replaced.",
             ""});
    ImGui::SameLine();
    if (text_button("Choose", {"Chooses the folder.", ""}))
        ui.state.browser = BrowserPurpose::ChooseShareFolder;
}

void options(const Ui& ui, ShareChoice& choice) {
    ImGui::SetCursorPosX(ui.px(70));
    ImGui::Checkbox("Open takes only", &choice.of_session);
    tooltip({"What is said of the takes of this session; else of all that the store holds.", ""});
    const bool has_pictures = choice.product == "report" || choice.product == "ticket";
    if (has_pictures) {
        ImGui::SameLine(0, ui.px(14));
        ImGui::Checkbox("Pictures", &choice.pictures);
        tooltip({"Stills with what was drawn on them, of media that are where they were.", ""});
    } else if (choice.product == "guest") {
        ImGui::SameLine(0, ui.px(14));
        ImGui::Checkbox("Hide names", &choice.hide_names);
        tooltip({"Guests see \"take 1\", \"take 2\", and no generator.", ""});
    } else {
        const session::Source* a = ui.model.session.source_a();
        ImGui::SameLine(0, ui.px(14));
        ImGui::BeginDisabled(a == nullptr || !a->cut);
        ImGui::Checkbox("On the cut in A", &choice.on_cut);
        ImGui::EndDisabled();
        tooltip({"Markers stand on the cut's own record; else on the takes themselves.", ""});
    }
}

} // namespace

std::map<std::string, std::vector<std::string>> measured_words(const ViewModel& model) {
    std::map<std::string, std::vector<std::string>> words;
    for (const session::Source& source : model.session.sources) {
        const std::string* id = source.cut ? nullptr : model.review.id_of(source.path);
        const SourceSeams* seams = model.seams_of(source.key);
        if (id == nullptr || seams == nullptr) continue;
        for (const SeamSign& sign : seams->signs) {
            if (!sign.is_flagged() || sign.verdict == session::SeamVerdict::Dismissed) continue;
            words[*id].push_back(
                "frame " + std::to_string(sign.frame + model.session.frame_base) + ": " +
                sentence_of(sign) +
                (sign.verdict == session::SeamVerdict::Accepted ? " (accepted by a person)" : ""));
        }
    }
    return words;
}

void draw_share_dialog(const Ui& ui) {
    DecideState& decide = ui.state.decide;
    if (!decide.share) return;
    ShareChoice& choice = decide.share_choice;
    const ScreenRect& viewer = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.center().x), static_cast<float>(viewer.center().y)},
        ImGuiCond_Appearing, {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(560), static_cast<float>(viewer.size().x) - ui.px(16)), 0},
        ImGuiCond_Always);
    constexpr ImGuiWindowFlags kDialog = ImGuiWindowFlags_NoCollapse |
                                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                                         ImGuiWindowFlags_NoResize;
    if (ImGui::Begin("Share the review###share", &decide.share, kDialog)) {
        product_combo(ui, choice);
        folder_field(ui, choice);
        options(ui, choice);
        ImGui::Spacing();
        const ShareProgress& progress = ui.model.share;
        if (progress.is_running) {
            ImGui::ProgressBar(static_cast<float>(progress.done), {-ui.px(90), 0},
                               progress.what.c_str());
            ImGui::SameLine();
            if (text_button("Cancel", {"What is written already stays.", ""}))
                ui.commands.ask(CancelShare{});
        } else {
            ImGui::BeginDisabled(choice.folder.empty());
            if (text_button("Write", {"Writes the files.", "Enter"})) ui.commands.ask(StartShare{});
            ImGui::EndDisabled();
            ImGui::SameLine(0, ui.px(8));
            if (text_button(
                    "Take in a file",
                    {"Adds what an editor or a guest sent back: review.json, CSV, markers. A file "
                     "NAME.review.json can also be dropped on the window.",
                     ""}))
                ui.state.browser = BrowserPurpose::ImportReview;
        }
        for (const std::string& line : progress.lines) ImGui::TextWrapped("%s", line.c_str());
    }
    ImGui::End();
}

} // namespace seamline::ui
