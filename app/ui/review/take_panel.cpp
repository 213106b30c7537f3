#include "app/ui/review/take_panel.h"

#include "app/ui/list_table.h"
#include "app/ui/panels.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/review/review_desk.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string>
#include <utility>

namespace seamline::ui {
namespace {

using review::CoverageClass;
using review::Shot;
using review::ShotPlace;
using review::Take;

constexpr std::int64_t kMostShift = 1'000'000'000; ///< Frames; as `review take --shift`.

void ask(const Ui& ui, std::string media_id, std::vector<review::Change> changes) {
    ui.commands.ask(ChangeReview{
        [media_id = std::move(media_id), changes = std::move(changes)](ReviewDesk& desk) {
            if (media_id.empty())
                desk.change(std::nullopt, changes);
            else
                desk.change_medium(media_id, changes);
        }});
}

const session::Source* open_source(const Ui& ui, const std::string& media_id) {
    for (const session::Source& source : ui.model.session.sources) {
        const std::string* id = source.cut ? nullptr : ui.model.review.id_of(source.path);
        if (id != nullptr && *id == media_id) return &source;
    }
    return nullptr;
}

bool is_new(const Ui& ui, const std::string& media_id) {
    return std::ranges::find(ui.state.decide.arrived, media_id, &ArrivedTake::media_id) !=
           ui.state.decide.arrived.end();
}

/// The file of a take that is not open.
void open_take(const Ui& ui, const std::string& media_id) {
    const review::Medium* medium = ui.model.review.table->medium(media_id);
    if (medium != nullptr && !medium->path.empty()) ui.commands.ask(OpenFiles{{medium->path}, 0});
}

std::string name_of(const Ui& ui, const std::string& media_id) {
    if (const session::Source* source = open_source(ui, media_id)) return display_name(*source);
    const review::Medium* medium = ui.model.review.table->medium(media_id);
    return medium != nullptr && !medium->name.empty() ? medium->name : media_id.substr(0, 18);
}

template <typename Value, std::size_t N>
std::optional<Value> value_combo(const char* id, const std::array<const char*, N>& words, Value now,
                                 const Tip& tip, float width) {
    std::optional<Value> chosen;
    ImGui::SetNextItemWidth(width);
    const char* seen = words[static_cast<std::size_t>(now)];
    if (ImGui::BeginCombo(id, seen)) {
        for (std::size_t i = 0; i < N; ++i)
            if (ImGui::Selectable(words[i], static_cast<std::size_t>(now) == i))
                chosen = static_cast<Value>(i);
        ImGui::EndCombo();
    }
    tooltip(tip);
    return chosen;
}

constexpr std::array kCoverage{"coverage?",    "character",        "environment",
                               "establishing", "title/transition", "abstract"};
constexpr std::array kPlaces{"place?", "bookend", "inside"};

/// Only these are seen, all in a grid.
void compare(const Ui& ui, const std::vector<std::string>& media) {
    std::vector<session::SourceKey> keys;
    for (const std::string& id : media)
        if (const session::Source* source = open_source(ui, id)) keys.push_back(source->key);
    if (keys.empty()) {
        ui.state.toasts.push_back({ToastKind::Warning,
                                   "None of these takes is open: open their files first.",
                                   ImGui::GetTime()});
        return;
    }
    ui.commands.edit([keys](session::Session& s) {
        for (session::Source& source : s.sources)
            source.visible = std::ranges::find(keys, source.key) != keys.end();
        s.compare.a = keys[0];
        if (keys.size() > 1) s.compare.b = keys[1];
        s.compare.mode = keys.size() == 1   ? session::CompareMode::Single
                         : keys.size() == 2 ? session::CompareMode::Row
                                            : session::CompareMode::Grid;
    });
}

void move_take(const Ui& ui, const Shot& shot, std::size_t index, int step) {
    std::vector<std::string> order = shot.takes;
    const auto other = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + step);
    std::swap(order[index], order[other]);
    ask(ui, "", {review::TakesOrdered{shot.name, std::move(order)}});
}

void take_buttons(const Ui& ui, const Shot& shot, std::size_t index, const Take& take) {
    std::set<std::string>& compared = ui.state.decide.compared;
    bool is_compared = compared.contains(take.media_id);
    if (ImGui::Checkbox("##compared", &is_compared)) {
        if (is_compared)
            compared.insert(take.media_id);
        else
            compared.erase(take.media_id);
    }
    tooltip({"Ticked takes are what Compare shows; none: all that are not culled.", ""});
    ImGui::SameLine(0, ui.px(3));
    const bool is_pick = shot.pick == take.media_id;
    if (text_button("Pick",
                    ui.tip(is_pick ? "The shot's pick; click takes that back."
                                   : "Makes it the shot's pick.",
                           Action::PickTake),
                    is_pick))
        ask(ui, "", {review::Picked{shot.name, is_pick ? std::string() : take.media_id}});
    ImGui::SameLine(0, ui.px(3));
    if (text_button(take.eliminated ? "Bring back" : "Cull",
                    ui.tip(take.eliminated ? "Brings the take back into the stack."
                                           : "Takes it out of the running; it can come back.",
                           Action::Eliminate),
                    take.eliminated)) {
        if (take.eliminated)
            ask(ui, take.media_id, {review::BroughtBack{}});
        else
            ask(ui, take.media_id, {review::Eliminated{}});
    }
    ImGui::SameLine(0, ui.px(3));
    ImGui::BeginDisabled(index == 0);
    if (icon_button("up", Icon::Up, {"Earlier in the stack.", ""})) move_take(ui, shot, index, -1);
    ImGui::EndDisabled();
}

void take_row(const Ui& ui, const Shot& shot, std::size_t index, const Take& take) {
    DecideState& decide = ui.state.decide;
    ImGui::PushID(take.media_id.c_str());
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const DecisionRow* verdict =
        ui.model.review.table->verdict(take.media_id, ui.model.review.author);
    if (verdict != nullptr) {
        draw_decision_shape(*ImGui::GetWindowDrawList(), verdict->decision->state,
                            {at.x + ui.px(6), at.y + ImGui::GetFrameHeight() / 2}, ui.px(11),
                            color_of(verdict->decision->state));
        ImGui::Dummy({ui.px(12), ImGui::GetFrameHeight()});
        tooltip({decision_words(*verdict), ""});
    }
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    const bool is_open = open_source(ui, take.media_id) != nullptr;
    const bool is_fresh = is_new(ui, take.media_id);
    const bool steps_back = take.eliminated || (!is_open && !is_fresh);
    ImGui::PushStyleColor(ImGuiCol_Text,
                          widget_color(steps_back ? Rgb(palette::kDim) : Rgb(palette::kText)));
    const std::string name = name_of(ui, take.media_id);
    const std::string words = (is_fresh ? "new: " : "") + name;
    if (ImGui::Selectable((shortened(words, ImGui::GetContentRegionAvail().x) + "##take").c_str(),
                          decide.chosen_take == take.media_id,
                          ImGuiSelectableFlags_AllowDoubleClick)) {
        decide.chosen_take = take.media_id;
        if (!is_open && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
            open_take(ui, take.media_id);
    }
    ImGui::PopStyleColor();
    tooltip({name +
                 (is_fresh  ? ", arrived and not open"
                  : is_open ? ""
                            : ", not open") +
                 (take.eliminated ? ", culled" : "") + ". Click: what is known of it." +
                 (is_open ? "" : " Double click: opens it."),
             ""});
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    const std::string broken = ui.model.review.table->policy_break(take.media_id);
    const std::string made_by = (broken.empty() ? "" : "! ") + take.facts.generator +
                                (take.facts.version.empty() ? "" : "  ") + take.facts.version;
    ImGui::TextColored(widget_color(broken.empty() ? Rgb(palette::kText) : Rgb(palette::kWarning)),
                       "%s", shortened(made_by, ImGui::GetContentRegionAvail().x).c_str());
    tooltip({broken.empty() ? "" : "Policy: " + broken + '.', ""});
    ImGui::TableNextColumn();
    take_buttons(ui, shot, index, take);
    ImGui::PopID();
}

void shot_header(const Ui& ui, const Shot& shot) {
    if (const auto coverage = value_combo(
            "##coverage", kCoverage, shot.coverage,
            {"What the shot covers; a policy may forbid classes to generators.", ""}, ui.px(132)))
        ask(ui, "", {review::ShotPut{shot.name, *coverage, std::nullopt}});
    ImGui::SameLine(0, ui.px(4));
    if (const auto place =
            value_combo("##place", kPlaces, shot.place,
                        {"Whether it stands at an end of a sequence or inside.", ""}, ui.px(92)))
        ask(ui, "", {review::ShotPut{shot.name, std::nullopt, *place}});
    ImGui::SameLine(0, ui.px(4));
    if (text_button("Compare",
                    {"Shows the ticked takes, or all that are not culled, at once.", ""})) {
        const std::set<std::string>& ticked = ui.state.decide.compared;
        std::vector<std::string> all;
        std::vector<std::string> some;
        for (const std::string& id : shot.takes) {
            const Take* take = ui.model.review.table->take(id);
            if (take == nullptr || !take->eliminated) all.push_back(id);
            if (ticked.contains(id)) some.push_back(id);
        }
        compare(ui, some.empty() ? all : some);
    }
}

void shot_rows(const Ui& ui, const Shot& shot) {
    shot_header(ui, shot);
    if (!ImGui::BeginTable("takes", 4, ImGuiTableFlags_RowBg | ImGuiTableFlags_NoSavedSettings))
        return;
    ImGui::TableSetupColumn("sign", ImGuiTableColumnFlags_WidthFixed, ui.px(16));
    ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthStretch);
    ImGui::TableSetupColumn("generator", ImGuiTableColumnFlags_WidthFixed, ui.px(92));
    ImGui::TableSetupColumn("buttons", ImGuiTableColumnFlags_WidthFixed, ui.px(182));
    for (std::size_t i = 0; i < shot.takes.size(); ++i)
        if (const Take* take = ui.model.review.table->take(shot.takes[i]))
            take_row(ui, shot, i, *take);
    ImGui::EndTable();
}

void fact_field(const Ui& ui, const Take& take, const char* label, const std::string& value,
                const char* hint, std::optional<std::string> review::TakePut::*member) {
    ImGui::PushID(label);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(label);
    ImGui::SameLine(ui.px(88));
    ImGui::SetNextItemWidth(-1);
    if (const auto text = text_field("##fact", value, hint)) {
        review::TakePut put;
        put.*member = *text;
        ask(ui, take.media_id, {std::move(put)});
    }
    if (!value.empty()) tooltip({value, ""});
    ImGui::PopID();
}

/// Which take of the shot it is the next round of: that one's send-backs become a list to check.
void round_combo(const Ui& ui, const Take& take) {
    const auto& shots = ui.model.review.table->review().shots;
    const auto shot = std::ranges::find(shots, take.shot, &Shot::name);
    if (shot == shots.end()) return;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Follows");
    ImGui::SameLine(ui.px(88));
    ImGui::SetNextItemWidth(-1);
    const std::string now =
        take.successor_of.empty() ? "nothing: the first round" : name_of(ui, take.successor_of);
    if (ImGui::BeginCombo("##round", now.c_str())) {
        if (ImGui::Selectable("nothing: the first round", take.successor_of.empty()))
            ask(ui, take.media_id, {review::Succeeds{}});
        for (const std::string& id : shot->takes)
            if (id != take.media_id &&
                ImGui::Selectable((name_of(ui, id) + "##" + id).c_str(), id == take.successor_of))
                ask(ui, take.media_id, {review::Succeeds{id, take.successor_shift}});
        ImGui::EndCombo();
    }
    tooltip({"The take of the round before: what was sent back of it is listed under Comments, to "
             "be checked.",
             ""});
}

/// Which of its frames are those of the round before.
void shift_field(const Ui& ui, const Take& take) {
    if (take.successor_of.empty()) return;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Shift");
    ImGui::SameLine(ui.px(88));
    ImGui::SetNextItemWidth(ui.px(70));
    if (const auto text = text_field("##shift", std::to_string(take.successor_shift), "0")) {
        std::int64_t shift = 0;
        const auto [end, problem] =
            std::from_chars(text->data(), text->data() + text->size(), shift);
        const bool is_number = problem == std::errc() && end == text->data() + text->size();
        if (is_number && shift >= -kMostShift && shift <= kMostShift)
            ask(ui, take.media_id, {review::Succeeds{take.successor_of, shift}});
        else
            ui.state.toasts.push_back({ToastKind::Warning,
                                       "A shift is a whole number of frames, as 12 or -3, of at "
                                       "most a thousand million.",
                                       ImGui::GetTime()});
    }
    tooltip({"Frame f of this take shows what frame f + shift of " +
                 name_of(ui, take.successor_of) +
                 " showed: what was sent back of that one is looked for where it is now. Enter.",
             ""});
    ImGui::SameLine();
    ImGui::TextColored(widget_color(palette::kDim), "frames");
}

/// What is known of the chosen take.
void facts(const Ui& ui) {
    const DecideState& decide = ui.state.decide;
    const Take* take = ui.model.review.table->take(decide.chosen_take);
    const ImGuiID seen = ImGui::GetID("seen facts");
    ImGuiStorage& memory = *ImGui::GetStateStorage();
    if (take == nullptr) return memory.SetInt(seen, 0);
    ImGui::Separator();
    ImGui::TextUnformatted(name_of(ui, take->media_id).c_str());
    fact_field(ui, *take, "Generator", take->facts.generator, "Sora 2, Veo 3.1 \xE2\x80\xA6",
               &review::TakePut::generator);
    fact_field(ui, *take, "Version", take->facts.version, "v3", &review::TakePut::version);
    fact_field(ui, *take, "Prompt", take->facts.prompt, "what was asked for",
               &review::TakePut::prompt);
    fact_field(ui, *take, "Seed", take->facts.seed, "", &review::TakePut::seed);
    fact_field(ui, *take, "Rights", take->facts.rights, "licence terms in a line",
               &review::TakePut::rights);
    fact_field(ui, *take, "Shot", take->shot, "in no stack", &review::TakePut::shot);
    round_combo(ui, *take);
    shift_field(ui, *take);
    // They stand below all stacks: who asked for them is taken there.
    const int now = static_cast<int>(ImGui::GetID(take->media_id.c_str()));
    if (memory.GetInt(seen) != now) ImGui::SetScrollHereY(1);
    memory.SetInt(seen, now);
}

/// A stack of the takes that are on the screen.
void new_shot(const Ui& ui) {
    ImGui::SetNextItemWidth(ui.px(190));
    const auto name = text_field("##new shot", "", "name a shot of the open takes");
    tooltip({"Makes a shot whose stack is what is on the screen (all visible takes). Enter.", ""});
    if (!name || name->empty()) return;
    std::vector<std::pair<std::string, review::Change>> changes;
    for (const session::Source& source : ui.model.session.sources) {
        const std::string* id =
            source.cut || !source.visible ? nullptr : ui.model.review.id_of(source.path);
        if (id == nullptr) continue;
        review::TakePut put;
        put.shot = *name;
        if (!source.generator.empty() && ui.model.review.table->take(*id) == nullptr)
            put.generator = source.generator;
        changes.emplace_back(*id, std::move(put));
    }
    ui.commands.ask(ChangeReview{[changes](ReviewDesk& desk) { desk.change_media(changes); }});
}

} // namespace

void draw_take_list(const Ui& ui) {
    DecideState& decide = ui.state.decide;
    if (!decide.takes || ui.rects.takes.is_empty()) return;
    const review::Review& review = ui.model.review.table->review();
    if (begin_docked_list("Shots and takes###takes", &decide.takes, ui.rects.takes)) {
        new_shot(ui);
        ImGui::SameLine(0, ui.px(10));
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted(words_of(ui.model.review.progress).c_str());
        if (const std::size_t fresh = decide.arrived.size(); fresh > 0) {
            const std::string label = "Open " + std::to_string(fresh) + " new";
            const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
            const float needed = ImGui::CalcTextSize(label.c_str()).x + ui.px(24);
            if (ImGui::GetItemRectMax().x + needed <= right) ImGui::SameLine(0, ui.px(10));
            if (text_button(label.c_str(), ui.tip("Opens the takes that came into watched folders.",
                                                  Action::OpenArrived)))
                ui.commands.run(Action::OpenArrived);
        }
        if (review.shots.empty())
            ImGui::TextWrapped(
                "No shot yet: takes of one shot stand in a stack, one of them is its "
                "pick. Name a shot above, or take in a folder (%s).",
                ui.keys.keys_text(Action::TakeInFolder).c_str());
        for (const Shot& shot : review.shots) {
            ImGui::PushID(shot.name.c_str());
            const std::string label = shot.name + "   " + std::to_string(shot.takes.size()) +
                                      (shot.takes.size() == 1 ? " take" : " takes") +
                                      (shot.pick.empty() ? "" : "   picked: ") +
                                      (shot.pick.empty() ? "" : name_of(ui, shot.pick)) + "###shot";
            if (ImGui::CollapsingHeader(label.c_str(), ImGuiTreeNodeFlags_DefaultOpen))
                shot_rows(ui, shot);
            ImGui::PopID();
        }
        facts(ui);
    }
    ImGui::End();
}

} // namespace seamline::ui
