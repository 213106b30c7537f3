#include "app/ui/file_browser_panel.h"

#include "app/interchange/read_edit.h"
#include "app/session/session_file.h"
#include "app/session/xdg.h"
#include "app/ui/match_actions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

namespace seamline::ui {
namespace {

template <std::size_t Size> void put(std::array<char, Size>& field, const std::string& text) {
    field.fill(0);
    std::memcpy(field.data(), text.data(), std::min(text.size(), Size - 1));
}

const char* title(BrowserPurpose purpose) {
    switch (purpose) {
    case BrowserPurpose::SaveSession:
        return "Save the session";
    case BrowserPurpose::OpenSession:
        return "Open files or a session";
    case BrowserPurpose::ChooseCdl:
        return "Choose a CDL (.cdl, .cc, .ccc)";
    case BrowserPurpose::ChooseLut:
        return "Choose a LUT";
    case BrowserPurpose::ChooseCalibration:
        return "Choose the second display's calibration LUT";
    case BrowserPurpose::ChooseColorConfig:
        return "Choose an OpenColorIO configuration (.ocio)";
    case BrowserPurpose::ChooseThresholds:
        return "Choose a profile of thresholds (.json)";
    case BrowserPurpose::AddTake:
        return "Add a take to the slot";
    case BrowserPurpose::ChooseMediaFolder:
        return "Choose a folder to search for media";
    case BrowserPurpose::ChooseMapFolder:
        return "Choose the folder that the edit's is here";
    case BrowserPurpose::ChooseEditName:
        return "Save the cut as (.otio, .edl, .xml, .fcpxml)";
    case BrowserPurpose::ExportMatch:
        return "Export the match (.cdl, .cc, .cube)";
    case BrowserPurpose::ChooseShareFolder:
        return "Choose a folder for the review's files";
    case BrowserPurpose::ChooseTakeFolder:
        return "Choose a folder whose movies are takes";
    case BrowserPurpose::ImportReview:
        return "Take in a review or markers (.json, .csv, .edl, .txt, .otio, .xml, .fcpxml)";
    default:
        return "Add takes";
    }
}

bool is_profile_name(std::string_view name) { return name.ends_with(".json"); }

bool is_review_name(std::string_view name) {
    constexpr std::array<std::string_view, 7> kEndings{".json", ".csv", ".edl",   ".txt",
                                                       ".otio", ".xml", ".fcpxml"};
    return std::ranges::any_of(kEndings, [&](auto ending) { return name.ends_with(ending); });
}

/// A movie or a still; sessions and timelines are none.
bool is_take_name(std::string_view name) {
    return is_media_name(name) && !is_session_name(name) && !interchange::is_edit_name(name);
}

FileBrowserModel::NameTest wanted_names(BrowserPurpose purpose) {
    switch (purpose) {
    case BrowserPurpose::AddTake:
        return is_take_name;
    case BrowserPurpose::ChooseCdl:
    case BrowserPurpose::ExportMatch:
        return is_cdl_name;
    case BrowserPurpose::ChooseLut:
    case BrowserPurpose::ChooseCalibration:
        return is_lut_name;
    case BrowserPurpose::ChooseColorConfig:
        return is_config_name;
    case BrowserPurpose::ChooseThresholds:
        return is_profile_name;
    case BrowserPurpose::ImportReview:
        return is_review_name;
    default:
        return is_media_name;
    }
}

bool is_for_saving(BrowserPurpose purpose) {
    return purpose == BrowserPurpose::SaveSession || purpose == BrowserPurpose::ChooseEditName ||
           purpose == BrowserPurpose::ExportMatch;
}

/// A folder is chosen by going into it.
bool is_for_folders(BrowserPurpose purpose) {
    return purpose == BrowserPurpose::ChooseMediaFolder ||
           purpose == BrowserPurpose::ChooseMapFolder ||
           purpose == BrowserPurpose::ChooseShareFolder ||
           purpose == BrowserPurpose::ChooseTakeFolder;
}

const char* button_of(BrowserPurpose purpose) {
    if (purpose == BrowserPurpose::SaveSession || purpose == BrowserPurpose::ExportMatch)
        return "Save";
    if (purpose == BrowserPurpose::ChooseEditName) return "Choose";
    return is_for_folders(purpose) ? "This folder" : "Open";
}

/// What a file of the colour pipeline is for. False: the purpose is another one.
bool use_color_file(const Ui& ui, BrowserPurpose purpose, const std::filesystem::path& file) {
    const session::SourceKey key = ui.state.browser_source;
    switch (purpose) {
    case BrowserPurpose::ChooseCdl:
        ui.commands.edit_source(key, [file](session::Source& s) {
            s.source_color.cdl_file = file;
            s.source_color.cdl_id.clear();
        });
        return true;
    case BrowserPurpose::ChooseLut:
        ui.commands.edit_source(key,
                                [file](session::Source& s) { s.source_color.lut_file = file; });
        return true;
    case BrowserPurpose::ChooseCalibration:
        ui.commands.edit(
            [file](session::Session& s) { s.second_view_color.calibration_lut = file; });
        return true;
    case BrowserPurpose::ChooseColorConfig:
        ui.commands.ask(UseColorConfig{{session::ColorConfigOrigin::File, file}});
        return true;
    case BrowserPurpose::ChooseThresholds:
        ui.commands.ask(UseThresholds{file});
        return true;
    default:
        return false;
    }
}

std::string size_text(std::uint64_t bytes) {
    constexpr std::array<const char*, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1000 && unit + 1 < kUnits.size()) {
        value /= 1000;
        ++unit;
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
    return text.data();
}

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }

} // namespace

void FileBrowserPanel::open(const Ui& ui) {
    purpose_ = ui.state.browser;
    std::vector<std::filesystem::path> recent;
    for (const std::filesystem::path& path : ui.model.recent) recent.push_back(path.parent_path());
    bookmarks_.clear();
    finding_bookmarks_.start([recent](const std::function<bool()>&) { return bookmarks(recent); });
    std::filesystem::path start = last_folder_;
    const std::filesystem::path cut_folder =
        std::filesystem::path(ui.state.relink.save_path).parent_path();
    if (purpose_ == BrowserPurpose::ChooseEditName && !cut_folder.empty()) start = cut_folder;
    if (start.empty() && !ui.model.session_path.empty())
        start = ui.model.session_path.parent_path();
    if (start.empty() && !ui.model.session.sources.empty())
        start = ui.model.session.sources.back().path.parent_path();
    if (start.empty()) start = session::working_folder();
    model_.emplace(start);
    model_->set_wanted(wanted_names(purpose_));
    put(path_, model_->folder().string());
    search_.fill(0);
    const std::filesystem::path& saved = ui.model.session_path;
    put(name_, saved.empty() ? "review.seamline" : saved.filename().string());
    if (purpose_ == BrowserPurpose::ChooseEditName)
        put(name_, std::filesystem::path(ui.state.relink.save_path).filename().string());
    if (purpose_ == BrowserPurpose::ExportMatch && ui.state.match.exported)
        put(name_, proposed_match_name(*ui.state.match.exported));
    guard_.forget();
    objection_.clear();
    ImGui::OpenPopup("browser");
}

void FileBrowserPanel::close(const Ui& ui) {
    if (model_) last_folder_ = model_->folder();
    ui.state.browser = BrowserPurpose::Closed;
    purpose_ = BrowserPurpose::Closed;
    model_.reset();
    ImGui::CloseCurrentPopup();
}

/// Saves under the name that was typed, unless another file would be replaced unasked.
void FileBrowserPanel::save(const Ui& ui) {
    std::filesystem::path file = model_->folder() / name_.data();
    if (purpose_ == BrowserPurpose::ExportMatch) {
        save_match(ui, file);
        return;
    }
    if (file.extension() != session::kSessionExtension) file += session::kSessionExtension;
    const auto objection = guard_.objection(file, ui.model.session_path, ui.model.session.sources);
    objection_ = objection.value_or("");
    if (objection) return;
    ui.commands.ask(SaveSession{file});
    close(ui);
}

/// The name's end says what is written; without one it is a .cdl.
void FileBrowserPanel::save_match(const Ui& ui, std::filesystem::path file) {
    if (!ui.state.match.exported) return close(ui);
    if (file.extension().empty()) file += ".cdl";
    if (const auto text = match_text(*ui.state.match.exported, file); !text) {
        objection_ = text.error().message;
        return;
    }
    const auto objection = guard_.objection(file, {}, ui.model.session.sources);
    objection_ = objection.value_or("");
    if (objection) return;
    ui.commands.ask(SaveMatch{file});
    close(ui);
}

void FileBrowserPanel::choose(const Ui& ui, const std::vector<std::filesystem::path>& paths) {
    RelinkState& relink = ui.state.relink;
    switch (purpose_) {
    case BrowserPurpose::SaveSession:
    case BrowserPurpose::ExportMatch:
        return save(ui);
    case BrowserPurpose::ChooseEditName: // The dialog saves, and asks before it replaces a file.
        relink.save_path = (model_->folder() / name_.data()).string();
        return close(ui);
    case BrowserPurpose::ChooseMediaFolder:
        relink.folder = model_->folder().string();
        return close(ui);
    case BrowserPurpose::ChooseMapFolder:
        relink.map_to = model_->folder().string();
        return close(ui);
    case BrowserPurpose::ChooseShareFolder:
        ui.state.decide.share_choice.folder = model_->folder();
        return close(ui);
    case BrowserPurpose::ChooseTakeFolder:
        ui.state.decide.ingest.open = true;
        ui.state.decide.ingest.folder = model_->folder();
        return close(ui);
    default:
        break;
    }
    if (paths.empty()) return;
    if (purpose_ == BrowserPurpose::ImportReview) {
        ui.commands.ask(ImportReview{paths.front()});
        return close(ui);
    }
    if (purpose_ == BrowserPurpose::AddTake) {
        for (const std::filesystem::path& path : paths) ui.commands.ask(AddTake{path});
    } else if (!use_color_file(ui, purpose_, paths.front())) {
        ui.commands.ask(OpenFiles{paths, 0});
    }
    close(ui);
}

/// Height of what stands below the lists.
float FileBrowserPanel::footer_px() const {
    const bool told = model_->is_reading() || !model_->error().empty() || !model_->note().empty();
    return ImGui::GetFrameHeightWithSpacing() * (told ? 2.4F : 1.4F);
}

void FileBrowserPanel::draw_places(const Ui& ui) {
    ImGui::BeginChild("places", {ui.px(150), -footer_px()});
    for (const Bookmark& place : bookmarks_) {
        ImGui::PushID(place.folder.c_str());
        if (ImGui::Selectable(shortened(place.label, ui.px(140)).c_str(),
                              place.folder == model_->folder()))
            model_->go(place.folder.string());
        tooltip({place.folder.string(), ""});
        ImGui::PopID();
    }
    ImGui::EndChild();
}

/// Over the selectable that was drawn last.
void FileBrowserPanel::draw_row(const Ui& ui, const BrowserRow& row, std::size_t index) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 gap = ImGui::GetStyle().ItemSpacing; // A selectable takes half of it all around.
    const ImVec2 at{ImGui::GetItemRectMin().x + std::floor(gap.x / 2),
                    ImGui::GetItemRectMin().y + std::floor(gap.y / 2)};
    const float side = ImGui::GetTextLineHeight();
    const bool folder = row.kind == BrowserRow::Kind::Folder;
    // Rows that another folder's are about to replace step back.
    const Rgb text = model_->is_reading() ? palette::kDim : palette::kText;
    const Icon icon = folder                                   ? Icon::Folder
                      : row.kind == BrowserRow::Kind::Sequence ? Icon::Film
                                                               : Icon::File;
    draw_icon(list, icon, at, side, packed(folder ? palette::kAccent : palette::kDim));
    list.AddText({at.x + side + ui.px(7), at.y}, packed(text), row.label.c_str());
    const auto details = folder ? std::nullopt : model_->details(index);
    if (!details) return;
    const std::string size = size_text(details->size_bytes);
    const float right = ImGui::GetItemRectMax().x - ImGui::CalcTextSize(size.c_str()).x;
    list.AddText({right - ui.px(4), at.y}, packed(palette::kDim), size.c_str());
}

void FileBrowserPanel::draw_rows(const Ui& ui) {
    ImGui::BeginChild("rows", {0, -footer_px()});
    if (std::exchange(follows_cursor_, false)) show_cursor();
    const auto rows = model_->rows();
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(rows.size()));
    bool moved = false;
    while (!moved && clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd && !moved; ++i) {
            const auto index = static_cast<std::size_t>(i);
            const BrowserRow row = rows[index];
            ImGui::PushID(i);
            if (ImGui::Selectable("##row", model_->cursor() == index || row.marked,
                                  ImGuiSelectableFlags_AllowDoubleClick)) {
                if (ImGui::GetIO().KeyCtrl)
                    model_->toggle_mark(index);
                else if (ImGui::GetIO().KeyShift)
                    model_->mark_to(index);
                else
                    model_->set_cursor(index);
                if (row.kind == BrowserRow::Kind::File && is_for_saving(purpose_))
                    put(name_, row.label);
                if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
                    const auto opened = model_->activate();
                    moved = true; // The rows may be another folder's by now.
                    if (!opened.empty() && !is_for_folders(purpose_)) choose(ui, opened);
                }
            }
            if (model_ && !moved) draw_row(ui, row, index);
            ImGui::PopID();
        }
    }
    clipper.End();
    ImGui::EndChild();
}

/// Scrolls the list that is being drawn as little as needed.
void FileBrowserPanel::show_cursor() {
    const float row = ImGui::GetTextLineHeightWithSpacing();
    const float top = static_cast<float>(model_->cursor()) * row;
    const float height = ImGui::GetWindowHeight();
    if (top < ImGui::GetScrollY())
        ImGui::SetScrollY(top);
    else if (top + row > ImGui::GetScrollY() + height)
        ImGui::SetScrollY(top + row - height);
}

/// Letters go to the next row that starts so; a slash begins a path.
void FileBrowserPanel::take_typing() {
    constexpr double pause_s = 1;
    for (const ImWchar letter : ImGui::GetIO().InputQueueCharacters) {
        if (letter == '/' || letter == '~') {
            focuses_folder_ = true;
            return;
        }
        if (letter < ' ' || letter > '~' || (letter == ' ' && typed_.empty())) continue;
        if (ImGui::GetTime() > typed_at_ + pause_s) typed_.clear();
        typed_at_ = ImGui::GetTime();
        typed_ += static_cast<char>(letter);
        model_->type_ahead(typed_);
        follows_cursor_ = true;
    }
}

void FileBrowserPanel::handle_keys(const Ui& ui) {
    if (ImGui::GetIO().WantTextInput) return;
    take_typing();
    const std::size_t before = model_->cursor();
    if (pressed(ImGuiKey_UpArrow)) model_->move_cursor(-1);
    if (pressed(ImGuiKey_DownArrow)) model_->move_cursor(1);
    if (pressed(ImGuiKey_PageUp)) model_->move_cursor(-15);
    if (pressed(ImGuiKey_PageDown)) model_->move_cursor(15);
    follows_cursor_ = follows_cursor_ || model_->cursor() != before;
    if (pressed(ImGuiKey_Backspace)) model_->go_up();
    if (pressed(ImGuiKey_Enter)) {
        const auto opened = model_->activate();
        if (!opened.empty() && !is_for_folders(purpose_)) choose(ui, opened);
    } else if (pressed(ImGuiKey_Escape)) {
        close(ui);
    }
}

void FileBrowserPanel::show_others(bool media_only, bool hidden) {
    model_->set_media_only(media_only);
    model_->set_hidden_shown(hidden);
    has_new_rows_ = true;
}

void FileBrowserPanel::draw_reading(const Ui& ui) {
    if (!model_->is_reading()) return;
    const std::string words = "reading " + model_->reading();
    ImGui::AlignTextToFramePadding();
    const float room = ImGui::GetContentRegionAvail().x - ui.px(90);
    ImGui::TextUnformatted((shortened(words, room) + " \xE2\x80\xA6").c_str());
    ImGui::SameLine();
    if (text_button("Stop", {"Stays in the folder that is listed.", ""})) model_->stop_reading();
}

void FileBrowserPanel::draw_footer(const Ui& ui) {
    const bool saving = is_for_saving(purpose_);
    draw_reading(ui);
    if (!model_->is_reading() && !model_->error().empty())
        ImGui::TextColored(widget_color(palette::kError), "%s",
                           shortened(model_->error(), ImGui::GetContentRegionAvail().x).c_str());
    else if (!model_->is_reading() && !model_->note().empty())
        ImGui::TextColored(widget_color(palette::kDim), "%s", model_->note().c_str());
    if (saving) {
        // Save, Enter: done. Enter goes into folders only once one was chosen.
        if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
        ImGui::SetNextItemWidth(ui.px(260));
        const bool entered = ImGui::InputText("name", name_.data(), name_.size(),
                                              ImGuiInputTextFlags_EnterReturnsTrue |
                                                  ImGuiInputTextFlags_AutoSelectAll);
        if (ImGui::IsItemEdited()) objection_.clear();
        if (entered) {
            choose(ui, model_->chosen());
            if (!model_) return;
        }
        ImGui::SameLine();
    } else {
        bool media_only = model_->media_only();
        if (ImGui::Checkbox("Only what can be opened", &media_only))
            show_others(media_only, model_->hidden_shown());
        ImGui::SameLine();
        bool hidden = model_->hidden_shown();
        if (ImGui::Checkbox("Hidden", &hidden)) show_others(model_->media_only(), hidden);
        ImGui::SameLine();
    }
    ImGui::SetCursorPosX(ImGui::GetWindowWidth() - ui.px(170));
    const char* hint = is_for_folders(purpose_)
                           ? "Takes the folder that is listed. Enter goes into one."
                           : "Enter does the same. Ctrl+click marks several.";
    if (text_button(button_of(purpose_), {hint, ""})) {
        choose(ui, model_->chosen());
        if (!model_) return;
    }
    ImGui::SameLine();
    if (text_button("Cancel", {"", "Esc"})) close(ui);
}

std::span<const BrowserRow> FileBrowserPanel::take_new_rows() {
    const bool fresh = std::exchange(has_new_rows_, false) && model_;
    return fresh ? model_->rows() : std::span<const BrowserRow>{};
}

void FileBrowserPanel::draw(const Ui& ui) {
    if (ui.state.browser == BrowserPurpose::Closed) return;
    if (purpose_ != ui.state.browser) open(ui);
    if (model_->poll()) has_new_rows_ = true;
    if (auto found = finding_bookmarks_.take()) bookmarks_ = std::move(*found);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(860), screen.x - 20), std::min(ui.px(560), screen.y - 20)});
    if (!ImGui::BeginPopupModal("browser", nullptr,
                                ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
        ui.state.browser = purpose_ = BrowserPurpose::Closed;
        return;
    }
    ImGui::PushFont(ui.fonts.strong);
    ImGui::TextUnformatted(title(purpose_));
    ImGui::PopFont();
    if (!objection_.empty()) {
        ImGui::SameLine();
        ImGui::TextColored(widget_color(palette::kWarning), "%s", objection_.c_str());
    }
    if (icon_button("up", Icon::Up, {"To the folder above.", "Backspace"})) model_->go_up();
    ImGui::SameLine();
    ImGui::SetNextItemWidth(-ui.px(190));
    if (std::exchange(focuses_folder_, false)) ImGui::SetKeyboardFocusHere();
    if (const auto typed = text_field("##folder", model_->folder().string(), "folder"))
        model_->go(*typed);
    ImGui::SameLine();
    ImGui::SetNextItemWidth(-1);
    if (ImGui::InputTextWithHint("##search", "search here", search_.data(), search_.size()))
        model_->set_search(search_.data());
    tooltip({"Keeps the names that contain this. Typing over the list goes to the name that starts "
             "so; / begins a path.",
             ""});
    handle_keys(ui);
    if (model_) draw_places(ui);
    if (model_) {
        ImGui::SameLine();
        draw_rows(ui);
    }
    if (model_) draw_footer(ui);
    ImGui::EndPopup();
}

} // namespace seamline::ui
