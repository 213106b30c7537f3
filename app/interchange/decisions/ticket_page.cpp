#include "app/interchange/decisions/ticket_page.h"

#include "app/interchange/decisions/word_diff.h"
#include "app/interchange/markup.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <set>

namespace seamline::interchange {
namespace {

using review::Comment;
using review::Decision;
using review::Drawing;
using review::Medium;
using review::Review;
using review::Target;
using review::TargetKind;

std::string diff_markup(const std::vector<WordRun>& runs) {
    std::string html;
    for (const WordRun& run : runs) {
        const char* tag = run.change == WordChange::Added     ? "ins"
                          : run.change == WordChange::Removed ? "del"
                                                              : nullptr;
        html += html.empty() ? "" : " ";
        const std::string words = markup_text(run.words);
        html += tag == nullptr ? words : std::string("<") + tag + ">" + words + "</" + tag + ">";
    }
    return html;
}

std::string list_markup(const char* title, const std::vector<std::string>& lines) {
    if (lines.empty()) return {};
    std::string html = std::string("<p><b>") + title + "</b></p><ul>";
    for (const std::string& line : lines) html += "<li>" + markup_lines(line);
    return html + "</ul>\n";
}

std::string beside(const std::string& pictures, const std::string& words) {
    return std::string("<div class=\"item") + (pictures.empty() ? " bare" : "") + "\">" +
           (pictures.empty() ? "" : "<div>" + pictures + "</div>") + "<div>" + words +
           "</div></div>\n";
}

/// An item of a round before, to tick off.
std::string todo_markup(review::TodoState state) {
    const char* word = state == review::TodoState::Still  ? "still there"
                       : state == review::TodoState::Held ? "held"
                                                          : "check";
    return std::string("&#9744; ") + word + ": sent back in a round before";
}

class TicketPage {
public:
    TicketPage(const Review& review, const Ticket& ticket, const TicketOptions& options)
        : review_(review), ticket_(ticket), options_(options), medium_(ticket.medium),
          stills_(review, options.still_of, options.most_stills) {}

    std::string html() {
        std::string body = head() + "<h2 class=\"first\">What to do again</h2>\n";
        for (const TicketItem& item : ticket_.items) body += item_markup(item);
        // In this order: each shows pictures that those before it do not.
        std::string other = decisions();
        other += drawings();
        other += comments();
        if (!other.empty()) body += "<h2>Also on this take</h2>\n" + other;
        if (stills_.left_out() > 0)
            body += "<p class=\"soft\">The first " + std::to_string(options_.most_stills) +
                    " pictures are shown. Pictures left out, so that this page can be opened: " +
                    std::to_string(stills_.left_out()) + ".</p>\n";
        return page("Send back: " + medium_.name, body);
    }

private:
    std::string head() const {
        const review::TakeFacts& facts = ticket_.take.facts;
        std::string body = "<h1>Send back: " + markup_text(medium_.name) + "</h1>\n<table>";
        const auto row = [&](const char* title, const std::string& markup) {
            if (!markup.empty()) body += std::string("<tr><th>") + title + "<td>" + markup;
        };
        row("shot", markup_text(ticket_.take.shot));
        row("generator", markup_text(facts.generator));
        row("version", markup_text(facts.version));
        row("seed", markup_text(facts.seed));
        row("prompt", markup_lines(facts.prompt));
        if (ticket_.before != nullptr) {
            row("round before", markup_text(ticket_.before->name));
            if (ticket_.prompt_before != facts.prompt)
                row("prompt changes", diff_markup(word_diff(ticket_.prompt_before, facts.prompt)));
        }
        row("rights", markup_text(facts.rights));
        row("file", markup_text(medium_.path));
        row("length", counted(medium_.frame_count, "frame", "frames") + " at " +
                          medium_.frame_rate.text() + " fps");
        row("date", markup_text(options_.date));
        return body + "</table>\n" +
               list_markup("References", lines_about(options_.references, medium_.media_id)) +
               list_markup("Targets (measured)", lines_about(options_.targets, medium_.media_id));
    }

    std::string figure(const Medium& medium, std::int64_t frame, const std::string& prefix = {}) {
        if (medium.media_id == medium_.media_id) pictured_.insert(frame);
        return stills_.figure(medium, frame, prefix + "frame " + std::to_string(frame));
    }

    /// The frame that stands for the target, and those within it where something else was drawn.
    /// Whoever sends a whole take back draws on frames that are listed by themselves.
    std::string figures(const Medium& medium, const Target& target,
                        const std::string& prefix = {}) {
        std::set<std::int64_t> frames{shown_frame(target, medium)};
        if (target.kind != TargetKind::Take)
            for (const Drawing& drawing : review_.drawings) {
                if (drawing.media_id != medium.media_id || drawing.from > target.to) continue;
                const auto next = frames.lower_bound(drawing.from);
                if (drawing.to < target.from || (next != frames.end() && *next <= drawing.to))
                    continue;
                frames.insert(std::max(drawing.from, target.from));
            }
        std::string html;
        for (const std::int64_t frame : frames) html += figure(medium, frame, prefix);
        return html;
    }

    std::string item_markup(const TicketItem& item) {
        // What was drawn belongs to the take that it was drawn on.
        std::string pictures;
        if (item.is_inherited && ticket_.before != nullptr &&
            item.decision.media_id == ticket_.before->media_id)
            pictures += figures(*ticket_.before, item.decision.target,
                                "before: " + ticket_.before->name + ", ");
        pictures += figures(medium_, item.target);
        return beside(pictures, place(item.target) + "<p>" +
                                    (item.is_inherited ? todo_markup(item.todo)
                                                       : state_markup(item.decision.state)) +
                                    " " + words_of(item.decision));
    }

    std::string place(const Target& target) const {
        return "<p><b>" + markup_text(target_words(target, medium_)) + "</b></p>\n";
    }
    static std::string words_of(const Decision& decision) {
        return markup_text(joined_words(decision.reasons)) + "</p>\n" +
               quote_markup(decision.note) + said_markup(decision.author, decision.time_ms);
    }

    /// A picture of a target that no other one shows yet.
    std::string new_figure(const Target& target) {
        const std::int64_t frame = shown_frame(target, medium_);
        if (target.kind == TargetKind::Take || pictured_.contains(frame)) return {};
        return figure(medium_, frame);
    }

    /// What is kept or held of a take that goes back.
    std::string decisions() {
        std::string html;
        for (const Decision& decision : review_.decisions)
            if (decision.media_id == medium_.media_id &&
                decision.state != review::DecisionState::SendBack)
                html += beside(new_figure(decision.target), place(decision.target) + "<p>" +
                                                                state_markup(decision.state) + " " +
                                                                words_of(decision));
        return html;
    }

    /// Drawings on frames that no picture shows yet.
    std::string drawings() {
        std::string html;
        for (const Drawing& drawing : review_.drawings) {
            if (drawing.media_id != medium_.media_id) continue;
            const auto shown = pictured_.lower_bound(drawing.from);
            if (shown != pictured_.end() && *shown <= drawing.to) continue;
            const Target target = drawing.from == drawing.to
                                      ? Target::frame(drawing.from)
                                      : Target::range(drawing.from, drawing.to);
            html += beside(figure(medium_, drawing.from),
                           place(target) + "<p>drawing</p>\n" +
                               said_markup(drawing.author, drawing.time_ms));
        }
        return html;
    }

    std::string comments() {
        std::string html;
        for (const Comment& comment : review_.comments)
            if (comment.media_id == medium_.media_id && comment.parent_id.empty())
                html += beside(new_figure(comment.target),
                               place(comment.target) + thread_markup(review_, comment));
        return html;
    }

    const Review& review_;
    const Ticket& ticket_;
    const TicketOptions& options_;
    const Medium& medium_;
    Stills stills_;
    std::set<std::int64_t> pictured_; ///< Frames of the ticket's take.
};

} // namespace

std::string ticket_page(const Review& review, const Ticket& ticket, const TicketOptions& options) {
    return TicketPage(review, ticket, options).html();
}

} // namespace seamline::interchange
