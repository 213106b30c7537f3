#include "app/ui/cut_widgets.h"

#include "app/ui/cut_actions.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace seamline::ui {
namespace {

using interchange::EventPlace;
using interchange::Reframe;
using playback::TemporaryView;
using session::Cut;
using session::TrimMode;

/// A menu item that does what a key does; with a reason it is disabled and says why.
void item(const Ui& ui, Action action, const std::string& reason = "", bool chosen = false) {
    const ActionDescription& about = description(action);
    if (ImGui::MenuItem(about.label, ui.keys.keys_text(action).c_str(), chosen, reason.empty()))
        ui.commands.run(action);
    tooltip({reason.empty() ? about.tooltip : reason, ""});
}

/// One that changes the judged slot.
void change_item(const Ui& ui, const char* label, const char* tip, const std::string& reason,
                 bool chosen, playback::SlotChange change) {
    if (ImGui::MenuItem(label, nullptr, chosen, reason.empty()))
        ui.commands.ask(EditSlot{std::move(change)});
    tooltip({reason.empty() ? tip : reason, ""});
}

const interchange::Event* judged_event(const Ui& ui) {
    if (!ui.model.slot) return nullptr;
    const session::Source* source = ui.model.session.find(ui.model.slot->slot.source);
    if (source == nullptr || !source->cut) return nullptr;
    return session::find_event(*source->cut, ui.model.slot->slot.place);
}

void take_items(const Ui& ui, const playback::SlotReport& slot) {
    const std::vector<std::string> lines = slot_lines(slot);
    for (std::size_t i = 0; i < slot.takes.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const playback::TakeReport& take = slot.takes[i];
        const std::string tip =
            take.error.empty() ? "Puts this take into the slot; its length stays." : take.error;
        change_item(ui, lines[i].c_str() + 2, tip.c_str(), "", i == slot.active,
                    [i](const Cut& cut, const EventPlace& place) {
                        return session::choose_take(cut, place, i);
                    });
        ImGui::PopID();
    }
}

/// The session's other sources, each to become a take.
void source_items(const Ui& ui) {
    bool any = false;
    for (const session::Source& source : ui.model.session.sources) {
        if (source.cut) continue;
        any = true;
        ImGui::PushID(static_cast<int>(source.key));
        session::NewTake take;
        take.path = source.path;
        take.name = display_name(source);
        take.generator = source.generator;
        take.settings =
            session::MediumSettings{source.color, source.source_color, source.sequence_rate};
        change_item(ui, take.name.c_str(), "This source becomes another take of the slot.", "",
                    false, [take](const Cut& cut, const EventPlace& place) {
                        return session::add_take(cut, place, take);
                    });
        ImGui::PopID();
    }
    if (!any) ImGui::MenuItem("no other sources are open", nullptr, false, false);
}

void takes_menu(const Ui& ui, const std::string& reason) {
    if (!ImGui::BeginMenu("Takes of the slot", reason.empty())) {
        if (!reason.empty()) tooltip({reason, ""});
        return;
    }
    const playback::SlotReport& slot = *ui.model.slot;
    take_items(ui, slot);
    ImGui::Separator();
    item(ui, Action::PreviousTake);
    item(ui, Action::NextTake);
    const std::string first = slot.active == 0 ? "It is the first take." : "";
    const std::string last = slot.active + 1 >= slot.takes.size() ? "It is the last take." : "";
    change_item(ui, "Move the take up", "Steps come to it sooner.", first, false,
                [](const Cut& cut, const EventPlace& place) {
                    const std::size_t at = session::find_event(cut, place)->active;
                    return session::move_take(cut, place, at, at - 1);
                });
    change_item(ui, "Move the take down", "Steps come to it later.", last, false,
                [](const Cut& cut, const EventPlace& place) {
                    const std::size_t at = session::find_event(cut, place)->active;
                    return session::move_take(cut, place, at, at + 1);
                });
    ImGui::Separator();
    item(ui, Action::AddTake);
    if (ImGui::BeginMenu("Add a source of the session")) {
        source_items(ui);
        ImGui::EndMenu();
    }
    item(ui, Action::RemoveTake);
    ImGui::EndMenu();
}

void speed_menu(const Ui& ui, const std::string& reason, const interchange::Event* event) {
    if (!ImGui::BeginMenu("Speed of the take", reason.empty())) {
        if (!reason.empty()) tooltip({reason, ""});
        return;
    }
    constexpr std::array<int, 7> kPercent{25, 50, 75, 80, 100, 125, 200};
    const Rational now = event != nullptr ? session::speed_of(*event) : Rational(1);
    for (const int percent : kPercent) {
        std::array<char, 16> label{};
        std::snprintf(label.data(), label.size(), "%d %%", percent);
        const Rational speed(percent, 100);
        change_item(ui, label.data(), "How fast the take runs in the slot, whose length stays.", "",
                    now == speed, [speed](const Cut& cut, const EventPlace& place) {
                        return session::set_speed(cut, place, speed);
                    });
    }
    item(ui, Action::ReverseEvent, "", now < Rational(0));
    item(ui, Action::FreezeEvent, "", now == Rational(0));
    ImGui::EndMenu();
}

void placing_menu(const Ui& ui, const std::string& reason, const interchange::Event* event) {
    if (!ImGui::BeginMenu("Placing of the take", reason.empty())) {
        if (!reason.empty()) tooltip({reason, ""});
        return;
    }
    const Reframe now = event != nullptr ? session::reframe_of(*event) : Reframe{};
    const auto place_item = [&](const char* label, const char* tip, bool chosen, auto change) {
        change_item(ui, label, tip, "", chosen, [change](const Cut& cut, const EventPlace& place) {
            Reframe reframe = session::reframe_of(*session::find_event(cut, place));
            change(reframe);
            return session::set_reframe(cut, place, reframe);
        });
    };
    place_item("Mirrored left to right", "Flips the picture.", now.flip_horizontal,
               [](Reframe& r) { r.flip_horizontal = !r.flip_horizontal; });
    place_item("Upside down", "Flips the picture.", now.flip_vertical,
               [](Reframe& r) { r.flip_vertical = !r.flip_vertical; });
    place_item("Larger by 1 %", "Scales about the middle.", false,
               [](Reframe& r) { r.scale = std::min(100.0, r.scale * 1.01); });
    place_item("Smaller by 1 %", "Scales about the middle.", false,
               [](Reframe& r) { r.scale = std::max(0.01, r.scale / 1.01); });
    constexpr double kShift = 0.005; // Of the frame's height.
    place_item("Left", "By half a percent of the height.", false,
               [](Reframe& r) { r.x -= kShift; });
    place_item("Right", "By half a percent of the height.", false,
               [](Reframe& r) { r.x += kShift; });
    place_item("Up", "By half a percent of the height.", false, [](Reframe& r) { r.y -= kShift; });
    place_item("Down", "By half a percent of the height.", false,
               [](Reframe& r) { r.y += kShift; });
    place_item("As it came", "No shift, no scale, no flip.", now == Reframe{},
               [](Reframe& r) { r = {}; });
    ImGui::EndMenu();
}

void around_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Play around by")) return;
    for (const double seconds : {0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0}) {
        std::array<char, 16> label{};
        std::snprintf(label.data(), label.size(), "%g s", seconds);
        if (ImGui::MenuItem(label.data(), nullptr, ui.model.session.transport.around_s == seconds))
            ui.commands.ask(SetAround{seconds});
        tooltip({"How much is played before and after the slot; remembered for new sessions.", ""});
    }
    ImGui::EndMenu();
}

std::string badge_text(const Ui& ui) {
    const playback::Audition& audition = ui.state.audition;
    const std::string name = ui.model.slot ? '"' + ui.model.slot->name + '"' : "the slot";
    if (audition.view && audition.view->kind == TemporaryView::Kind::Variants)
        return "Takes of " + name + ": 1-9, or a click and Enter, takes one; " +
               ui.keys.keys_text(Action::VariantsGrid) + " or Esc ends";
    if (audition.view && audition.view->kind == TemporaryView::Kind::Held)
        return "A is held, B goes on; " + ui.keys.keys_text(Action::HoldFrame) + " or Esc ends";
    if (audition.view)
        return "Seam: last frame out, first frame in; " + ui.keys.keys_text(Action::SeamView) +
               " or Esc ends";
    std::array<char, 16> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%g", ui.model.session.transport.around_s);
    if (audition.around)
        return "Around " + name + ", " + seconds.data() + " s; " +
               ui.keys.keys_text(Action::PlayAround) + " ends";
    if (audition.chosen)
        return "Judged: " + name + "; " + ui.keys.keys_text(Action::ChooseSlot) + " lets it go";
    return "";
}

} // namespace

void cut_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Cut")) return;
    const std::string reason = why_no_slot(ui.model);
    const playback::Audition& audition = ui.state.audition;
    const interchange::Event* event = judged_event(ui);
    const auto shows = [&](TemporaryView::Kind kind) {
        return audition.view && audition.view->kind == kind;
    };
    item(ui, Action::PreviousCut);
    item(ui, Action::NextCut);
    item(ui, Action::PlayAround, audition.around ? "" : reason, audition.around.has_value());
    around_menu(ui);
    item(ui, Action::ChooseSlot, audition.chosen ? "" : reason, audition.chosen.has_value());
    item(ui, Action::VariantsGrid, reason, shows(TemporaryView::Kind::Variants));
    // Of a single take, too, where it was cut.
    const session::Source* a = ui.model.session.source_a();
    const bool is_take = a != nullptr && !a->cut;
    item(ui, Action::SeamView, is_take || audition.view ? "" : reason,
         shows(TemporaryView::Kind::Seam));
    ImGui::Separator();
    takes_menu(ui, reason);
    speed_menu(ui, reason, event);
    placing_menu(ui, reason, event);
    item(ui, Action::SlipEarlier, reason);
    item(ui, Action::SlipLater, reason);
    ImGui::Separator();
    item(ui, Action::TrimMode, "", ui.state.trim_mode == TrimMode::Roll);
    for (const Action action : {Action::TrimHeadEarlier, Action::TrimHeadLater,
                                Action::TrimTailEarlier, Action::TrimTailLater})
        item(ui, action, reason);
    ImGui::Separator();
    item(ui, Action::EnableEvent, reason, event != nullptr && event->enabled);
    item(ui, Action::CycleOrigin, reason);
    item(ui, Action::CyclePlacement, reason);
    ImGui::EndMenu();
}

void draw_audition(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                   bool hovered) {
    if (shows_variants(ui.state)) {
        for (const PicturePlace& place : places) {
            const ImVec2 min{static_cast<float>(place.tile.min.x) + ui.px(1),
                             static_cast<float>(place.tile.min.y) + ui.px(1)};
            const ImVec2 max{static_cast<float>(place.tile.max.x) - ui.px(1),
                             static_cast<float>(place.tile.max.y) - ui.px(1)};
            if (place.key == ui.state.audition.view->marked) {
                list.AddRect(min, max, packed(palette::kAccent), 0, 0, ui.px(3));
                draw_plate(list, {min.x + ui.px(12), max.y - ui.px(30)}, ui.fonts.strong,
                           "Enter takes this one", palette::kText);
            }
            const ImVec2 mouse = ImGui::GetIO().MousePos;
            const bool over = hovered && place.tile.contains({mouse.x, mouse.y});
            if (over && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
                ui.commands.ask(ChooseVariant{place.key, true});
            else if (over && ImGui::IsMouseClicked(ImGuiMouseButton_Left))
                ui.commands.ask(ChooseVariant{place.key, false});
        }
    }
    const std::string text = badge_text(ui);
    if (text.empty() || ui.state.presentation) return;
    ImFont* font = ui.fonts.text;
    const ScreenRect& viewer = ui.rects.viewer;
    const std::string seen = shortened(text, static_cast<float>(viewer.size().x) - ui.px(40));
    const float width = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, seen.c_str()).x;
    draw_plate(list,
               {static_cast<float>(viewer.center().x) - width / 2,
                static_cast<float>(viewer.max.y) - font->FontSize - ui.px(14)},
               font, seen, palette::kText);
}

} // namespace seamline::ui
