#include "app/ui/review/share_panel.h"

#include "app/playback/review_export.h"
#include "app/ui/panels.h"
#include "app/ui/timing_entry.h"
#include "app/ui/widgets.h"
#include "decode/media/timecode.h"

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

/// What an empty field stands for.
struct Counting {
    std::string rate, start;
};
Counting counting_of(const Ui& ui, const ShareChoice& choice) {
    const session::Session& session = ui.model.session;
    if (const session::SharedCut cut = cut_of(session, choice))
        return {cut->edit.rate.text() + ", the cut's",
                timecode_text(cut->edit.start_frame, cut->edit.rate, cut->edit.drop_frame) +
                    ", the cut's"};
    const session::Source* a = session.source_a();
    const std::string* id = a != nullptr && !a->cut ? ui.model.review.id_of(a->path) : nullptr;
    const review::Medium* medium = id != nullptr ? ui.model.review.table->medium(*id) : nullptr;
    return {medium != nullptr ? "each take's own; A: " + medium->frame_rate.text()
                              : std::string("each take's own"),
            "01:00:00:00"};
}

/// How lists of markers count.
void counting_fields(const Ui& ui, ShareChoice& choice) {
    if (!has_list_options(choice)) return;
    const Counting now = counting_of(ui, choice);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Rate");
    ImGui::SameLine(ui.px(70));
    ImGui::SetNextItemWidth(ui.px(178));
    if (const auto rate = text_field("##rate", choice.rate, now.rate.c_str())) choice.rate = *rate;
    tooltip({"Frames per second of the timeline that the markers go to, as 24, 23.976 or "
             "30000/1001. Frames stay what they are.",
             ""});
    ImGui::SameLine(0, ui.px(12));
    ImGui::TextUnformatted("Starts at");
    ImGui::SameLine(0, ui.px(8));
    ImGui::SetNextItemWidth(ui.px(154));
    if (const auto start = text_field("##start", choice.start, now.start.c_str()))
        choice.start = *start;
    tooltip({"Timecode of that timeline's first frame, as 01:00:00:00; ';' before the frames "
             "counts drop-frame.",
             ""});
    const auto rate = frame_rate_from(choice.rate);
    if (!rate || !has_drop_frame(*rate)) return;
    ImGui::SameLine(0, ui.px(8));
    ImGui::Checkbox("Drop", &choice.drop_frame);
    tooltip({"Counts drop-frame timecode.", ""});
}

} // namespace

bool has_list_options(const ShareChoice& choice) {
    return choice.product == "resolve" || choice.product == "edl" || choice.product == "avid";
}

session::SharedCut cut_of(const session::Session& session, const ShareChoice& choice) {
    const session::Source* a = session.source_a();
    return choice.on_cut && a != nullptr ? a->cut : session::SharedCut();
}

Result<interchange::ListOptions> list_options_of(const session::Session& session,
                                                 const ShareChoice& choice) {
    interchange::ListOptions list;
    if (!has_list_options(choice)) return list;
    const auto wrong = [](std::string why) {
        return Error{ErrorCode::InvalidArgument, std::move(why)};
    };
    const session::SharedCut cut = cut_of(session, choice);
    std::optional<Rational> rate;
    bool drops = false;
    if (!choice.rate.empty()) {
        rate = frame_rate_from(choice.rate);
        if (!rate)
            return wrong("The rate is frames per second, as 24, 23.976 or 30000/1001, not '" +
                         choice.rate + "'.");
        list.rate = rate;
        drops = choice.drop_frame && has_drop_frame(*rate);
    } else if (cut) {
        rate = cut->edit.rate;
        drops = cut->edit.drop_frame;
    }
    std::string start = choice.start;
    if (start.empty() && list.rate && !cut) start = "01:00:00:00";
    if (!start.empty() && !rate) return wrong("The start counts frames: say the rate, too.");
    if (start.find(';') != std::string::npos) drops = true;
    if (!start.empty()) {
        if (drops && !has_drop_frame(*rate))
            return wrong("A rate of " + rate->text() + " has no drop-frame timecode.");
        list.start_frame = timecode_frames(start, *rate, drops);
        if (!list.start_frame)
            return wrong("The start is a timecode, as 01:00:00:00, not '" + start + "'.");
    }
    if (drops) list.drop_frame = true;
    return list;
}

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
        counting_fields(ui, choice);
        ImGui::Spacing();
        const ShareProgress& progress = ui.model.share;
        if (progress.is_running) {
            ImGui::ProgressBar(static_cast<float>(progress.done), {-ui.px(90), 0},
                               progress.what.c_str());
            ImGui::SameLine();
            if (text_button("Cancel", {"What is written already stays.", ""}))
                ui.commands.ask(CancelShare{});
        } else {
            const auto counting = list_options_of(ui.model.session, choice);
            if (!counting) {
                ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kError));
                ImGui::TextWrapped("%s", counting.error().message.c_str());
                ImGui::PopStyleColor();
            }
            ImGui::BeginDisabled(choice.folder.empty() || !counting);
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
