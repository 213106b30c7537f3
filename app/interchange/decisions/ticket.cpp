#include "app/interchange/decisions/ticket.h"

#include "app/interchange/decisions/csv_text.h"
#include "app/interchange/decisions/review_json.h"
#include "app/interchange/decisions/ticket_page.h"
#include "app/interchange/decisions/word_diff.h"
#include "app/interchange/text_encoding.h"
#include "app/review/rounds.h"
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

const Medium* medium_of(const Review& review, const std::string& id) {
    const auto found = std::ranges::find(review.media, id, &Medium::media_id);
    return found == review.media.end() ? nullptr : &*found;
}

const Take* take_of(const Review& review, const std::string& id) {
    const auto found = std::ranges::find(review.takes, id, &Take::media_id);
    return found == review.takes.end() ? nullptr : &*found;
}

/// Frame f of a successor shows what frame f + shift of the one before showed; clamped to the ends.
Target clamped(Target target, std::int64_t shift, const Medium& medium) {
    if (target.kind == TargetKind::Take) return target;
    const std::int64_t last = std::max<std::int64_t>(medium.frame_count - 1, 0);
    target.from = std::clamp<std::int64_t>(target.from - shift, 0, last);
    target.to = std::clamp<std::int64_t>(target.to - shift, 0, last);
    return target;
}

void sort_by_frame(std::vector<TicketItem>& items) {
    std::ranges::stable_sort(items, [](const TicketItem& a, const TicketItem& b) {
        const auto place = [](const Target& t) {
            return std::tuple(t.kind != TargetKind::Take, t.from, t.to);
        };
        return place(a.target) < place(b.target);
    });
}

/// What was sent back of the take itself.
std::vector<TicketItem> own_items(const Review& review, const Medium& medium) {
    std::vector<TicketItem> items;
    for (const Decision& decision : review.decisions)
        if (decision.media_id == medium.media_id &&
            decision.state == review::DecisionState::SendBack)
            items.push_back({decision, clamped(decision.target, 0, medium)});
    sort_by_frame(items);
    return items;
}

/// How far the frames of each round before lie from those of the take, the nearest round first.
std::vector<std::int64_t> shifts_of(const Review& review, const Take& take) {
    std::vector<std::int64_t> shifts;
    std::set<std::string> seen{take.media_id}; // Rounds may name each other in a circle.
    for (const Take* at = &take; at != nullptr && !at->successor_of.empty();
         at = take_of(review, at->successor_of)) {
        if (!seen.insert(at->successor_of).second) break;
        shifts.push_back((shifts.empty() ? 0 : shifts.back()) + at->successor_shift);
    }
    return shifts;
}

/// What the rounds before sent back and nobody has called fixed since.
std::vector<TicketItem> inherited_items(const Review& review, const Medium& medium,
                                        const Take& take) {
    const std::vector<std::int64_t> shifts = shifts_of(review, take);
    std::vector<TicketItem> items;
    for (const review::Todo& todo : review::todo_of(review, medium.media_id)) {
        if (todo.state == review::TodoState::Fixed) continue;
        const auto back = static_cast<std::size_t>(todo.rounds_back - 1);
        const std::int64_t shift = back < shifts.size() ? shifts[back] : 0;
        items.push_back({todo.decision,
                         todo.target.value_or(clamped(todo.decision.target, shift, medium)), true,
                         todo.state});
    }
    sort_by_frame(items);
    return items;
}

/// Kind, frames and timecodes.
Json place_json(const Medium& medium, const Target& target) {
    Json json = {{"kind", review::name(target.kind)}};
    if (target.kind == TargetKind::Take) return json;
    const auto label = [&](std::int64_t frame) {
        return timecode_text(medium.start_frame + frame, medium.frame_rate, medium.drop_frame);
    };
    json["from"] = target.from;
    json["to"] = target.to;
    json["timecode_from"] = label(target.from);
    json["timecode_to"] = label(target.to);
    return json;
}

Json item_json(const Ticket& ticket, const TicketItem& item) {
    Json json = place_json(ticket.medium, item.target);
    json["inherited"] = item.is_inherited;
    if (item.is_inherited) json["todo"] = review::name(item.todo);
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
    json["comments"] = Json::array();
    for (const review::Comment& comment : review.comments)
        if (comment.media_id == medium.media_id) json["comments"].push_back(json_of(comment));
    json["references"] = lines_about(options.references, medium.media_id);
    json["targets"] = lines_about(options.targets, medium.media_id);
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

std::string ticket_csv(const Review& review, const Ticket& ticket) {
    std::string text = csv_line({"take", "shot", "generator", "version", "seed", "prompt", "target",
                                 "from", "to", "timecode_from", "timecode_to", "reasons", "note",
                                 "author", "inherited", "what"});
    const review::TakeFacts& facts = ticket.take.facts;
    const auto add = [&](const Target& target, const std::string& reasons, const std::string& note,
                         const std::string& author, bool is_inherited, const char* what) {
        const Json json = place_json(ticket.medium, target);
        const auto value = [&](const char* key) {
            const Json* found = otio::find(json, key);
            if (found == nullptr) return std::string();
            return found->is_string() ? found->get<std::string>() : found->dump();
        };
        std::vector<std::string> cells;
        for (const std::string& cell :
             {ticket.medium.name, ticket.take.shot, facts.generator, facts.version, facts.seed,
              facts.prompt, value("kind"), value("from"), value("to"), value("timecode_from"),
              value("timecode_to"), reasons, note, author,
              std::string(is_inherited ? "true" : "false"), std::string(what)})
            cells.push_back(without_formula(cell));
        text += csv_line(cells);
    };
    for (const TicketItem& item : ticket.items)
        add(item.target, joined_words(item.decision.reasons), item.decision.note,
            item.decision.author, item.is_inherited, "send back");
    for (const review::Comment& comment : review.comments) {
        if (comment.media_id != ticket.medium.media_id) continue;
        add(comment.target, {}, comment.text, comment.author, false,
            !comment.parent_id.empty() ? "reply"
            : comment.resolved         ? "resolved comment"
                                       : "comment");
    }
    for (const review::Drawing& drawing : review.drawings)
        if (drawing.media_id == ticket.medium.media_id)
            add(drawing.from == drawing.to ? Target::frame(drawing.from)
                                           : Target::range(drawing.from, drawing.to),
                {}, {}, drawing.author, false, "drawing");
    return text;
}

} // namespace

const std::vector<std::string>&
lines_about(const std::map<std::string, std::vector<std::string>>& all,
            const std::string& media_id) {
    static const std::vector<std::string> kNone;
    const auto found = all.find(media_id);
    return found == all.end() ? kNone : found->second;
}

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
    ticket.items = own_items(review, *medium);
    if (take == nullptr || take->successor_of.empty() || take->successor_of == media_id)
        return ticket;
    const std::vector<TicketItem> inherited = inherited_items(review, *medium, *take);
    ticket.items.insert(ticket.items.end(), inherited.begin(), inherited.end());
    ticket.before = medium_of(review, take->successor_of);
    if (const Take* before = take_of(review, take->successor_of))
        ticket.prompt_before = before->facts.prompt;
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
        files.push_back({name + ".ticket.html", ticket_page(review, ticket, options)});
        files.push_back({name + ".ticket.csv", ticket_csv(review, ticket)});
        files.push_back({name + ".ticket.json", ticket_json(review, ticket, options)});
    }
    return files;
}

} // namespace seamline::interchange
