#include "app/interchange/decisions/ticket.h"

#include "app/interchange/decisions/csv_text.h"
#include "app/interchange/decisions/review_json.h"
#include "app/interchange/decisions/word_diff.h"
#include "app/interchange/markup.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace seamline::interchange {
namespace {

using otio::Json;
using review::Decision;
using review::Medium;
using review::Review;
using review::Take;
using review::Target;
using review::TargetKind;

constexpr std::size_t kMostStills = 300; ///< Of one ticket.
constexpr int kMostRounds = 100;

const Medium* medium_of(const Review& review, const std::string& id) {
    const auto found = std::ranges::find(review.media, id, &Medium::media_id);
    return found == review.media.end() ? nullptr : &*found;
}

const Take* take_of(const Review& review, const std::string& id) {
    const auto found = std::ranges::find(review.takes, id, &Take::media_id);
    return found == review.takes.end() ? nullptr : &*found;
}

/// Frame f of a successor shows what frame f + shift of the one before showed.
Target mapped(Target target, std::int64_t shift, const Medium& medium) {
    if (target.kind == TargetKind::Take) return target;
    const std::int64_t last = std::max<std::int64_t>(medium.frame_count - 1, 0);
    target.from = std::clamp<std::int64_t>(target.from - shift, 0, last);
    target.to = std::clamp<std::int64_t>(target.to - shift, 0, last);
    return target;
}

void add_items(const Review& review, const std::string& media_id, std::int64_t shift,
               bool is_inherited, Ticket& ticket) {
    std::vector<TicketItem> items;
    for (const Decision& decision : review.decisions)
        if (decision.media_id == media_id && decision.state == review::DecisionState::SendBack)
            items.push_back(
                {decision, mapped(decision.target, shift, ticket.medium), is_inherited});
    std::ranges::stable_sort(items, [](const TicketItem& a, const TicketItem& b) {
        const auto place = [](const Target& t) {
            return std::tuple(t.kind != TargetKind::Take, t.from, t.to);
        };
        return place(a.target) < place(b.target);
    });
    ticket.items.insert(ticket.items.end(), items.begin(), items.end());
}

const std::vector<std::string>& lines_of(const std::map<std::string, std::vector<std::string>>& all,
                                         const std::string& media_id) {
    static const std::vector<std::string> kNone;
    const auto found = all.find(media_id);
    return found == all.end() ? kNone : found->second;
}

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

std::string item_markup(const Ticket& ticket, const TicketItem& item, Stills& stills) {
    const std::int64_t frame = item.target.kind == TargetKind::Take
                                   ? std::max<std::int64_t>(ticket.medium.frame_count / 2, 0)
                                   : item.target.from;
    // What was drawn belongs to the take that it was drawn on.
    std::string pictures;
    if (item.is_inherited && ticket.before != nullptr &&
        item.decision.media_id == ticket.before->media_id) {
        const std::int64_t old = item.decision.target.kind == TargetKind::Take
                                     ? std::max<std::int64_t>(ticket.before->frame_count / 2, 0)
                                     : item.decision.target.from;
        pictures +=
            stills.figure(*ticket.before, old,
                          "before: " + ticket.before->name + ", frame " + std::to_string(old));
    }
    pictures += stills.figure(ticket.medium, frame, "frame " + std::to_string(frame));
    std::string html = std::string("<div class=\"item") + (pictures.empty() ? " bare" : "") +
                       "\">" + (pictures.empty() ? "" : "<div>" + pictures + "</div>") +
                       "<div><p><b>" + markup_text(target_words(item.target, ticket.medium)) +
                       "</b></p>\n<p>" +
                       (item.is_inherited ? "&#9744; check: sent back in the round before"
                                          : state_markup(item.decision.state)) +
                       " " + markup_text(joined_words(item.decision.reasons)) + "</p>\n";
    if (!item.decision.note.empty())
        html += "<blockquote>" + markup_lines(item.decision.note) + "</blockquote>\n";
    if (!item.decision.author.empty())
        html += "<p class=\"soft\">" + markup_text(item.decision.author) + "</p>\n";
    return html + "</div></div>\n";
}

std::string ticket_html(const Review& review, const Ticket& ticket, const TicketOptions& options) {
    const Medium& medium = ticket.medium;
    const review::TakeFacts& facts = ticket.take.facts;
    std::string body = "<h1>Send back: " + markup_text(medium.name) + "</h1>\n<table>";
    const auto row = [&](const char* title, const std::string& markup) {
        if (!markup.empty()) body += std::string("<tr><th>") + title + "<td>" + markup;
    };
    row("shot", markup_text(ticket.take.shot));
    row("generator", markup_text(facts.generator));
    row("version", markup_text(facts.version));
    row("seed", markup_text(facts.seed));
    row("prompt", markup_lines(facts.prompt));
    if (ticket.before != nullptr) {
        row("round before", markup_text(ticket.before->name));
        if (ticket.prompt_before != facts.prompt)
            row("prompt changes", diff_markup(word_diff(ticket.prompt_before, facts.prompt)));
    }
    row("rights", markup_text(facts.rights));
    row("file", markup_text(medium.path));
    row("length", counted(medium.frame_count, "frame", "frames") + " at " +
                      medium.frame_rate.text() + " fps");
    row("date", markup_text(options.date));
    body += "</table>\n" +
            list_markup("References", lines_of(options.references, medium.media_id)) +
            list_markup("Targets (measured)", lines_of(options.targets, medium.media_id)) +
            "<h2 class=\"first\">What to do again</h2>\n";
    Stills stills(review, options.still_of, kMostStills);
    for (const TicketItem& item : ticket.items) body += item_markup(ticket, item, stills);
    if (stills.left_out() > 0)
        body += "<p class=\"soft\">Pictures left out, so that this page can be opened: " +
                std::to_string(stills.left_out()) + ".</p>\n";
    return page("Send back: " + medium.name, body);
}

Json item_json(const Ticket& ticket, const TicketItem& item) {
    Json json = {{"kind", review::name(item.target.kind)}, {"inherited", item.is_inherited}};
    if (item.target.kind != TargetKind::Take) {
        const auto label = [&](std::int64_t frame) {
            return timecode_text(ticket.medium.start_frame + frame, ticket.medium.frame_rate,
                                 ticket.medium.drop_frame);
        };
        json["from"] = item.target.from;
        json["to"] = item.target.to;
        json["timecode_from"] = label(item.target.from);
        json["timecode_to"] = label(item.target.to);
    }
    json["reasons"] = item.decision.reasons;
    json["note"] = item.decision.note;
    json["author"] = item.decision.author;
    json["decision_id"] = item.decision.id;
    json["decided_on"] = item.decision.media_id;
    return json;
}

std::string ticket_json(const Review& review, const Ticket& ticket, const TicketOptions& options) {
    const Medium& medium = ticket.medium;
    Json json = {{"schema", "seamline.ticket/1"},
                 {"medium", json_of(medium)},
                 {"take", json_of(ticket.take)}};
    json["items"] = Json::array();
    for (const TicketItem& item : ticket.items) json["items"].push_back(item_json(ticket, item));
    json["drawings"] = Json::array();
    for (const review::Drawing& drawing : review.drawings)
        if (drawing.media_id == medium.media_id) json["drawings"].push_back(json_of(drawing));
    json["references"] = lines_of(options.references, medium.media_id);
    json["targets"] = lines_of(options.targets, medium.media_id);
    if (ticket.before != nullptr) {
        static constexpr std::array kChanges{"same", "removed", "added"};
        json["before"] = json_of(*ticket.before);
        json["prompt_before"] = ticket.prompt_before;
        json["prompt_changes"] = Json::array();
        for (const WordRun& run : word_diff(ticket.prompt_before, ticket.take.facts.prompt))
            json["prompt_changes"].push_back(
                {{"change", kChanges[static_cast<std::size_t>(run.change)]}, {"words", run.words}});
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string ticket_csv(const Ticket& ticket) {
    std::string text =
        csv_line({"take", "shot", "generator", "version", "seed", "prompt", "target", "from", "to",
                  "timecode_from", "timecode_to", "reasons", "note", "author", "inherited"});
    const review::TakeFacts& facts = ticket.take.facts;
    for (const TicketItem& item : ticket.items) {
        const Json json = item_json(ticket, item);
        const auto value = [&](const char* key) {
            const Json* found = otio::find(json, key);
            if (found == nullptr) return std::string();
            return found->is_string() ? found->get<std::string>() : found->dump();
        };
        std::vector<std::string> cells;
        for (const std::string& cell :
             {ticket.medium.name, ticket.take.shot, facts.generator, facts.version, facts.seed,
              facts.prompt, value("kind"), value("from"), value("to"), value("timecode_from"),
              value("timecode_to"), joined_words(item.decision.reasons), item.decision.note,
              item.decision.author, value("inherited")})
            cells.push_back(without_formula(cell));
        text += csv_line(cells);
    }
    return text;
}

} // namespace

Result<Ticket> ticket_of(const Review& review, const std::string& media_id) {
    const Medium* medium = medium_of(review, media_id);
    if (medium == nullptr)
        return Error{ErrorCode::NotFound,
                     one_line(media_id) + ": this review has no such take; list the takes first"};
    Ticket ticket;
    ticket.medium = *medium;
    ticket.take.media_id = media_id;
    const Take* take = take_of(review, media_id);
    if (take != nullptr) ticket.take = *take;
    add_items(review, media_id, 0, false, ticket);
    // Rounds may name each other in a circle: nobody goes round it twice.
    std::set<std::string> seen{media_id};
    std::int64_t shift = 0;
    for (int round = 0; take != nullptr && round < kMostRounds; ++round) {
        const std::string before = take->successor_of;
        if (before.empty() || !seen.insert(before).second) break;
        shift += take->successor_shift;
        add_items(review, before, shift, true, ticket);
        take = take_of(review, before);
        if (round > 0) continue;
        ticket.before = medium_of(review, before);
        if (take != nullptr) ticket.prompt_before = take->facts.prompt;
    }
    return ticket;
}

Result<std::vector<NamedText>> write_tickets(const Review& review, const TicketOptions& options,
                                             const std::string& media_id) {
    std::vector<Ticket> tickets;
    if (!media_id.empty()) {
        auto ticket = ticket_of(review, media_id);
        if (!ticket) return ticket.error();
        tickets.push_back(std::move(ticket).value());
    } else {
        for (const Medium& medium : review.media)
            if (auto ticket = ticket_of(review, medium.media_id); !ticket.value().items.empty())
                tickets.push_back(std::move(ticket).value());
    }
    std::erase_if(tickets, [](const Ticket& ticket) { return ticket.items.empty(); });
    if (tickets.empty())
        return Error{ErrorCode::InvalidArgument,
                     (media_id.empty() ? review.name.empty() ? "review" : review.name : media_id) +
                         ": nothing is sent back: decide first"};
    std::vector<NamedText> files;
    std::set<std::string> used;
    for (const Ticket& ticket : tickets) {
        const std::string stem = safe_file_name(ticket.medium.name);
        std::string name = stem;
        for (int i = 2; !used.insert(upper_case(name)).second; ++i)
            name = stem + "_" + std::to_string(i);
        files.push_back({name + ".ticket.html", ticket_html(review, ticket, options)});
        files.push_back({name + ".ticket.csv", ticket_csv(ticket)});
        files.push_back({name + ".ticket.json", ticket_json(review, ticket, options)});
    }
    return files;
}

} // namespace seamline::interchange
