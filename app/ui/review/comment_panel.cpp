#include "app/ui/review/comment_panel.h"

#include "app/ui/list_table.h"
#include "app/ui/panels.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/review/review_desk.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <string>

namespace seamline::ui {
namespace {

using review::Comment;

void remark(const Ui& ui, const Comment& comment, float indent) {
    ImGui::Indent(indent);
    const std::string head = comment.author + "  " + time_words(comment.time_ms) +
                             (comment.parent_id.empty()
                                  ? "  " + target_words(comment.target, ui.model.session.frame_base)
                                  : std::string()) +
                             (comment.resolved ? "  resolved" : "");
    ImGui::TextColored(widget_color(palette::kDim), "%s", head.c_str());
    ImGui::TextWrapped("%s", comment.text.c_str());
    ImGui::Unindent(indent);
}

const char* word(review::TodoState state) {
    switch (state) {
    case review::TodoState::Open:
        return "to check";
    case review::TodoState::Fixed:
        return "fixed";
    case review::TodoState::Held:
        return "on hold";
    case review::TodoState::Still:
        break;
    }
    return "still there";
}

/// Goes to the first frame of a part of a medium that A shows.
void go_to(const Ui& ui, const std::string& media_id, const review::Target& target) {
    const session::Source* a = ui.model.session.source_a();
    const review::Medium* medium = ui.model.review.table->medium(media_id);
    if (a == nullptr || medium == nullptr) return;
    if (const auto tick = tick_of_target(ui.model, *a, *medium, target))
        ui.commands.ask(SeekTo{*tick});
}

std::string voices_of(const review::Todo& item) {
    std::string words;
    for (const review::TodoVoice& voice : item.voices)
        words += "\n" + voice.author + ": " + word(voice.state) +
                 (voice.note.empty() ? "" : " \"" + voice.note + '"');
    return words;
}

/// Says of an item what no decision on frames can; pressed again, it is taken back.
void answer_buttons(const Ui& ui, const std::string& media_id, const review::Todo& item) {
    const auto own = std::ranges::find_if(item.voices, [&](const review::TodoVoice& voice) {
        return voice.answers && voice.author == ui.model.review.author;
    });
    const auto button = [&](const char* words, const char* tip, review::TodoState state) {
        const bool is_said = own != item.voices.end() && own->state == state;
        if (state == review::TodoState::Still) ImGui::SameLine(0, ui.px(4));
        if (!text_button(words, {tip, ""}, is_said)) return;
        const review::TodoAnswered answered{item.decision.id,
                                            is_said ? review::TodoState::Open : state, ""};
        ui.commands.ask(ChangeReview{
            [media_id, answered](ReviewDesk& desk) { desk.change_medium(media_id, {answered}); }});
    };
    ImGui::Indent(ui.px(16));
    button("Fixed", "It is gone in this take; again: takes that back.", review::TodoState::Fixed);
    button("Still there", "It goes back again; again: takes that back.", review::TodoState::Still);
    ImGui::Unindent(ui.px(16));
}

/// What was sent back of the rounds before.
void todo_list(const Ui& ui, const std::string& media_id, TodoMemory& memory) {
    // It looks at all that was said.
    if (memory.change != ui.model.review.change || memory.media_id != media_id)
        memory = {ui.model.review.change, media_id,
                  review::todo_of(ui.model.review.table->review(), media_id)};
    const std::vector<review::Todo>& todo = memory.items;
    if (todo.empty()) return;
    ImGui::PushFont(ui.fonts.strong);
    ImGui::Text("Sent back in the rounds before: %zu", todo.size());
    ImGui::PopFont();
    for (const review::Todo& item : todo) {
        ImGui::PushID(item.decision.id.c_str());
        std::string words = std::string(word(item.state)) + ":  ";
        words += item.target ? target_words(*item.target, ui.model.session.frame_base)
                             : "frames that this take does not show";
        for (std::size_t i = 0; i < item.decision.reasons.size(); ++i)
            words += (i == 0 ? ": " : ", ") + item.decision.reasons[i];
        if (!item.decision.note.empty()) words += "  \"" + item.decision.note + '"';
        const float room = ImGui::GetContentRegionAvail().x;
        if (ImGui::Selectable(shortened(words, room).c_str()) && item.target)
            go_to(ui, media_id, *item.target);
        tooltip({words + "\n" + item.decision.author +
                     ". Click: go there. A keep that covers those frames checks it off; sending "
                     "exactly them back says that it is still there." +
                     voices_of(item),
                 ""});
        answer_buttons(ui, media_id, item);
        ImGui::PopID();
    }
    ImGui::Separator();
}

void thread(const Ui& ui, const Comment& first, const std::vector<const Comment*>& replies) {
    ImGui::PushID(first.id.c_str());
    remark(ui, first, 0.01F);
    for (const Comment* reply : replies) remark(ui, *reply, ui.px(16));
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - ui.px(150));
    if (const auto text = text_field("##reply", "", "Reply"))
        if (!text->empty())
            ui.commands.ask(ChangeReview{
                [id = first.id, text = *text](ReviewDesk& desk) { desk.reply(id, text); }});
    tooltip({"Enter adds the answer to this thread.", ""});
    ImGui::SameLine(0, ui.px(4));
    if (text_button(first.resolved ? "Open again" : "Resolve",
                    {first.resolved ? "It is not settled after all." : "It is settled.", ""}))
        ui.commands.ask(ChangeReview{
            [id = first.id, done = !first.resolved](ReviewDesk& desk) { desk.resolve(id, done); }});
    ImGui::SameLine(0, ui.px(4));
    if (text_button("Go to", {"The first frame that is meant.", ""}))
        go_to(ui, first.media_id, first.target);
    ImGui::Separator();
    ImGui::PopID();
}

void new_comment(const Ui& ui) {
    const auto place = decision_place(ui.model);
    if (!place) {
        ImGui::TextWrapped("%s", place.error().message.c_str());
        return;
    }
    const auto target = target_now(ui.model, place.value(), ui.state.decide.target);
    ImGui::SetNextItemWidth(-1);
    if (!target) {
        ImGui::TextWrapped("%s", target.error().message.c_str());
        return;
    }
    const int base = ui.model.session.frame_base;
    const auto text = text_field("##new", "", comment_hint(target.value(), base).c_str());
    tooltip(ui.tip("Enter adds it to " + place.value().medium.name + ", " +
                       target_words(target.value(), base) +
                       ". Whether it is about the take, the shot, the range or the frame:",
                   Action::DecideOn));
    if (text && !text->empty())
        ui.commands.ask(ChangeReview{[place = place.value(), target = target.value(), text = *text](
                                         ReviewDesk& desk) { desk.comment(place, target, text); }});
}

} // namespace

std::string comment_hint(const review::Target& target, int frame_base) {
    return "Comment on " + (target.kind == review::TargetKind::Take
                                ? "the whole take"
                                : target_words(target, frame_base));
}

void draw_comments(const Ui& ui, TodoMemory& memory) {
    DecideState& decide = ui.state.decide;
    if (!decide.comments || ui.rects.comments.is_empty()) return;
    if (begin_docked_list("Comments on A###comments", &decide.comments, ui.rects.comments)) {
        new_comment(ui);
        ImGui::Separator();
        const auto place = decision_place(ui.model);
        const std::string* id = place ? ui.model.review.id_of(place.value().path) : nullptr;
        const review::Review& review = ui.model.review.table->review();
        if (id != nullptr) todo_list(ui, *id, memory);
        const auto own = id != nullptr ? ui.model.review.table->comments_of(*id)
                                       : std::span<const std::uint32_t>();
        for (const std::uint32_t index : own) {
            const Comment& first = review.comments[index];
            if (!first.parent_id.empty()) continue;
            std::vector<const Comment*> replies;
            for (const std::uint32_t other : own)
                if (review.comments[other].parent_id == first.id)
                    replies.push_back(&review.comments[other]);
            thread(ui, first, replies);
        }
        if (own.empty()) ImGui::TextColored(widget_color(palette::kDim), "No remark yet.");
    }
    ImGui::End();
}

} // namespace seamline::ui
