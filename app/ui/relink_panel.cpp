// app/ui/relink_panel.cpp: the dialogs of a cut's media, of saving it, and of what changed.
#include "app/interchange/edit_changes.h"
#include "app/playback/timeline.h"
#include "app/session/open_edit.h"
#include "app/ui/panels.h"
#include "app/ui/timing_entry.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <string>

namespace seamline::ui {
namespace {

constexpr ImGuiWindowFlags kFlags =
    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;

/// Notes on reading that stand in the dialog.
constexpr std::size_t kNotesTold = 3;

void place_next(const Ui& ui, float width, float height) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({size.x / 2, size.y / 2}, ImGuiCond_Appearing, {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(width), size.x - ui.px(16)), std::min(ui.px(height), size.y - ui.px(16))},
        ImGuiCond_Appearing);
}

std::string medium_name(const interchange::MediaReference& media) {
    if (!media.url.empty()) return media.url;
    if (!media.name.empty()) return media.name;
    return media.reel.empty() ? "no name" : "reel " + media.reel;
}

std::string percent(double confidence) {
    return std::to_string(static_cast<int>(confidence * 100 + 0.5)) + " %";
}

void candidate_chooser(RelinkRow& row) {
    const auto& candidates = row.entry.candidates;
    if (candidates.empty()) {
        const std::string linked = shortened_path(row.linked, ImGui::GetContentRegionAvail().x);
        ImGui::TextColored(widget_color(row.linked.empty() ? palette::kWarning : palette::kDim),
                           "%s", row.linked.empty() ? "nothing found" : linked.c_str());
        if (!row.linked.empty()) tooltip({row.linked, ""});
        return;
    }
    const bool chosen = row.chosen >= 0;
    // The combo's own button and padding stand beside its text.
    const float room = ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() -
                       2 * ImGui::GetStyle().FramePadding.x;
    const std::string stays = "stays ";
    const std::string now =
        chosen
            ? shortened_path(candidates[static_cast<std::size_t>(row.chosen)].path.string(), room)
        : row.linked.empty()
            ? "stays offline"
            : stays + shortened_path(row.linked, room - ImGui::CalcTextSize(stays.c_str()).x);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::BeginCombo("##candidate", now.c_str())) {
        if (ImGui::Selectable("stays as it is", !chosen)) row.chosen = -1;
        for (int i = 0; i < std::ssize(candidates); ++i) {
            const auto& candidate = candidates[static_cast<std::size_t>(i)];
            const std::string text = percent(candidate.confidence) + "  " +
                                     candidate.path.string() + "  (" + candidate.why + ")";
            if (ImGui::Selectable(text.c_str(), row.chosen == i)) row.chosen = i;
        }
        ImGui::EndCombo();
    }
    const auto& shown = candidates[static_cast<std::size_t>(std::max(row.chosen, 0))];
    tooltip({shown.path.string() + ": " + shown.why + ", confidence " + percent(shown.confidence) +
                 ". Nothing is linked before Apply.",
             ""});
}

bool has_offline(const RelinkState& state) {
    return std::ranges::any_of(state.rows, [](const RelinkRow& row) { return row.linked.empty(); });
}

void media_table(const Ui& ui, RelinkState& state) {
    constexpr ImGuiTableFlags kTable = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                                       ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_Resizable;
    // What is left of the foot below its rows shows losses, six lines of them.
    const float foot = ui.px(state.losses.empty() ? 120 : 240);
    if (!ImGui::BeginTable("media", 4, kTable,
                           {0, std::max(ui.px(80), ImGui::GetContentRegionAvail().y - foot)}))
        return;
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableSetupColumn("In the edit", ImGuiTableColumnFlags_WidthStretch, 1);
    ImGui::TableSetupColumn("Uses", ImGuiTableColumnFlags_WidthFixed, ui.px(44));
    ImGui::TableSetupColumn("Why", ImGuiTableColumnFlags_WidthStretch, 0.8F);
    ImGui::TableSetupColumn("Link to", ImGuiTableColumnFlags_WidthStretch, 1.2F);
    ImGui::TableHeadersRow();
    int id = 0;
    for (RelinkRow& row : state.rows) {
        ++id;
        if (state.only_offline && !row.linked.empty()) continue;
        ImGui::PushID(id);
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::AlignTextToFramePadding();
        const std::string name = medium_name(row.entry.media);
        ImGui::TextUnformatted(shortened_path(name, ImGui::GetContentRegionAvail().x).c_str());
        tooltip(
            {name + (row.entry.media.reel.empty() ? "" : ", reel " + row.entry.media.reel), ""});
        ImGui::TableNextColumn();
        ImGui::Text("%d", static_cast<int>(row.entry.uses.size()));
        ImGui::TableNextColumn();
        if (row.chosen >= 0) {
            const auto& candidate = row.entry.candidates[static_cast<std::size_t>(row.chosen)];
            ImGui::TextUnformatted((percent(candidate.confidence) + ", " + candidate.why).c_str());
        } else {
            ImGui::TextColored(widget_color(row.linked.empty() ? palette::kWarning : palette::kDim),
                               "%s", row.linked.empty() ? "offline" : "linked");
        }
        ImGui::TableNextColumn();
        candidate_chooser(row);
        ImGui::PopID();
    }
    if (state.only_offline && !has_offline(state)) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::TextColored(widget_color(palette::kDim), "%s", "nothing is offline");
    }
    ImGui::EndTable();
}

void browse_button(const Ui& ui, const char* id, const char* what, BrowserPurpose purpose) {
    ImGui::SameLine();
    ImGui::PushID(id);
    if (text_button("Browse", {what, ""})) ui.state.browser = purpose;
    ImGui::PopID();
}

/// A CMX3600 list does not state its rate; whoever knows it can.
void list_rate(const Ui& ui, const session::Source& source) {
    if (!session::is_list(*source.cut)) return;
    const Rational rate = source.cut->edit.rate;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("The list runs at");
    ImGui::SameLine();
    ImGui::SetNextItemWidth(ui.px(110));
    ImGui::BeginDisabled(ui.model.edit_is_busy);
    if (const auto text = text_field("##rate", rate.text(), "frames per second")) {
        const auto typed = frame_rate_from(*text);
        if (typed && *typed != rate) ui.commands.ask(ReadListAt{source.key, *typed});
    }
    tooltip({"Frames per second: 24, 23.976, 30000/1001. A CMX3600 list does not state it; another "
             "one reads the list again, with its media linked as they are. What was changed in the "
             "cut since it was opened is not in it; undo takes it back.",
             ""});
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::TextUnformatted("frames per second");
}

/// When keys have opened the dialog, the field that is drawn next gets the keyboard: what is typed
/// then is a place, not keys of the player. When it opens by itself the player keeps them.
void take_focus(bool is_wanted) {
    const bool by_keys = ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyAlt;
    if (is_wanted && by_keys && ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
}

void search_fields(const Ui& ui, RelinkState& state, bool is_offline) {
    const float half = ImGui::GetContentRegionAvail().x;
    ImGui::SetNextItemWidth(half - ui.px(230));
    take_focus(is_offline);
    if (const auto text =
            text_field("##folder", state.folder, "a folder to search, with all below it"))
        state.folder = *text;
    tooltip({"Media are looked for below it by name, by name with another ending, and by reel and "
             "timecode.",
             ""});
    browse_button(ui, "search", "Chooses the folder to search.", BrowserPurpose::ChooseMediaFolder);
    ImGui::SameLine();
    ImGui::BeginDisabled(ui.model.edit_is_busy);
    if (text_button(ui.model.edit_is_busy ? "Searching" : "Search",
                    {"Looks again; nothing is linked before Apply.", ""}))
        ui.commands.ask(SearchMedia{});
    ImGui::EndDisabled();
    ImGui::SetNextItemWidth((half - ui.px(230)) / 2);
    if (const auto text =
            text_field("##from", state.map_from, "folder in the edit: /Volumes/x, S:\\"))
        state.map_from = *text;
    tooltip({"A folder as the edit names it. With the one beside it, Search remembers both in the "
             "preferences.",
             ""});
    ImGui::SameLine();
    ImGui::TextUnformatted("is");
    ImGui::SameLine();
    ImGui::SetNextItemWidth((half - ui.px(230)) / 2);
    if (const auto text = text_field("##to", state.map_to, "folder here")) state.map_to = *text;
    tooltip({"The same folder on this machine.", ""});
    browse_button(ui, "map", "Chooses the folder on this machine.",
                  BrowserPurpose::ChooseMapFolder);
}

void foot(const Ui& ui, RelinkState& state, bool is_offline) {
    const auto chosen =
        std::ranges::count_if(state.rows, [](const RelinkRow& row) { return row.chosen >= 0; });
    ImGui::BeginDisabled(chosen == 0);
    const std::string apply = "Apply " + std::to_string(chosen);
    if (text_button(apply.c_str(), {"Links the chosen files. Undo takes it back.", ""}))
        ui.commands.ask(ApplyRelink{});
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::Checkbox("Only what is offline", &state.only_offline);
    tooltip({"Hides the media that are linked.", ""});
    if (!state.note.empty()) {
        ImGui::SameLine();
        ImGui::TextColored(widget_color(palette::kWarning), "%s", state.note.c_str());
    }
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - ui.px(290));
    take_focus(!is_offline);
    if (const auto text = text_field("##save", state.save_path,
                                     "save the cut as: file.otio, .edl, .xml, .fcpxml"))
        state.save_path = *text;
    const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); };
    const bool entered =
        ImGui::IsItemDeactivated() && (pressed(ImGuiKey_Enter) || pressed(ImGuiKey_KeyPadEnter));
    if (entered && !state.save_path.empty())
        ui.commands.ask(SaveEdit{state.key, state.save_path, state.nle_safe});
    tooltip({"Another file: the imported one is never changed. What only its program knows is kept "
             "in the same format (not in .fcpxml); what is lost is listed. Enter saves.",
             ui.keys.keys_text(Action::SaveEdit)});
    browse_button(ui, "save", "Chooses folder and name.", BrowserPurpose::ChooseEditName);
    ImGui::SameLine();
    ImGui::Checkbox("NLE-safe", &state.nle_safe);
    tooltip({"Of .otio: only what older programs read: one take per clip.", ""});
    ImGui::SameLine();
    ImGui::BeginDisabled(state.save_path.empty());
    if (text_button("Save", {"Writes the cut, linked as it is now.", ""}))
        ui.commands.ask(SaveEdit{state.key, state.save_path, state.nle_safe});
    ImGui::EndDisabled();
    if (state.losses.empty()) return;
    ImGui::TextColored(widget_color(palette::kWarning),
                       "Not in the saved file (%d):", static_cast<int>(state.losses.size()));
    if (ImGui::BeginChild("losses", {0, 0}))
        for (const std::string& loss : state.losses) ImGui::TextWrapped("%s", loss.c_str());
    ImGui::EndChild();
}

void change_row(const Ui& ui, const interchange::EditChange& change, const session::Source& before,
                const session::Source& after) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    const auto counted = [&](const session::Source& cut, std::int64_t record) {
        const interchange::Edit& edit = cut.cut->edit;
        return timecode_text(edit.start_frame + record, edit.rate, edit.drop_frame);
    };
    const std::string place = change.record_after ? counted(after, *change.record_after)
                                                  : counted(before, *change.record_before);
    const session::Source& counted_in = change.record_after ? after : before;
    const playback::SourceReport* report = ui.model.report(counted_in.key);
    const std::int64_t record = change.record_after.value_or(change.record_before.value_or(0));
    const std::int64_t tick = report != nullptr && report->index
                                  ? playback::first_tick_of(counted_in.timing, *report->index,
                                                            record, ui.model.session.transport.rate)
                                  : record;
    if (ImGui::Selectable(place.c_str(), false, ImGuiSelectableFlags_SpanAllColumns))
        ui.commands.ask(SeekTo{std::max<std::int64_t>(tick, 0)});
    tooltip({change.name + ": " + change.what + ". Click: go there.",
             ui.keys.keys_text(Action::NextCut)});
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(interchange::name(change.kind));
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(change.name.c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(change.what.c_str());
}

} // namespace

void draw_relink_dialog(const Ui& ui) {
    RelinkState& state = ui.state.relink;
    if (!state.open) return;
    const session::Source* source = ui.model.session.find(state.key);
    if (source == nullptr || !source->cut) {
        state.open = false;
        return;
    }
    place_next(ui, 900, 460);
    const std::string title = "Media of " + state.title + "###media";
    if (ImGui::Begin(title.c_str(), &state.open, kFlags)) {
        for (const interchange::EditNote& note : source->cut->edit.notes) {
            ImGui::TextColored(widget_color(palette::kDim), "%s: %s", note.where.c_str(),
                               note.what.c_str());
            const std::size_t told =
                static_cast<std::size_t>(&note - source->cut->edit.notes.data()) + 1;
            const std::size_t left = source->cut->edit.notes.size() - told;
            if (told == kNotesTold && left > 0) {
                ImGui::TextColored(widget_color(palette::kDim), "and %s in the cut panel",
                                   counted(left, "more note", "more notes").c_str());
                break;
            }
        }
        list_rate(ui, *source);
        media_table(ui, state);
        // The rows may not be there yet.
        const bool is_offline =
            ImGui::IsWindowAppearing() && session::count_media(source->cut->edit).offline > 0;
        search_fields(ui, state, is_offline);
        foot(ui, state, is_offline);
    }
    ImGui::End();
}

void draw_changes(const Ui& ui) {
    RelinkState& state = ui.state.relink;
    if (!state.changes_open) return;
    place_next(ui, 760, 360);
    if (!ImGui::Begin("What changed from A to B", &state.changes_open, kFlags)) {
        ImGui::End();
        return;
    }
    const session::Source* a = ui.model.session.source_a();
    const session::Source* b = ui.model.session.source_b();
    if (a == nullptr || b == nullptr || !a->cut || !b->cut) {
        ImGui::TextWrapped("Choose two versions of a cut as A and B: what was inserted, removed, "
                           "moved, trimmed or swapped is listed here.");
        ImGui::End();
        return;
    }
    // Compared once per pair: cuts never change in place.
    ChangeList& list = ui.state.change_list;
    if (list.before != a->cut.get() || list.after != b->cut.get()) {
        list = {a->cut.get(), b->cut.get(),
                interchange::changes_between(a->cut->edit, b->cut->edit)};
    }
    ImGui::Text("%s from %s to %s", counted(list.changes.size(), "change", "changes").c_str(),
                display_name(*a).c_str(), display_name(*b).c_str());
    constexpr ImGuiTableFlags kTable =
        ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable;
    if (ImGui::BeginTable("changes", 4, kTable)) {
        ImGui::TableSetupScrollFreeze(0, 1);
        ImGui::TableSetupColumn("Record", ImGuiTableColumnFlags_WidthFixed, ui.px(110));
        ImGui::TableSetupColumn("Change", ImGuiTableColumnFlags_WidthFixed, ui.px(110));
        ImGui::TableSetupColumn("Event", ImGuiTableColumnFlags_WidthStretch, 1);
        ImGui::TableSetupColumn("What", ImGuiTableColumnFlags_WidthStretch, 1.4F);
        ImGui::TableHeadersRow();
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(list.changes.size()));
        while (clipper.Step())
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                ImGui::PushID(i);
                change_row(ui, list.changes[static_cast<std::size_t>(i)], *a, *b);
                ImGui::PopID();
            }
        ImGui::EndTable();
    }
    ImGui::End();
}

} // namespace seamline::ui
