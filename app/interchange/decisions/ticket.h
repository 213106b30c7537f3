// app/interchange/decisions/ticket.h: a take that goes back, for the person who prompts: what is
// wrong, where, and how it was made.
#pragma once

#include "app/interchange/decisions/page_parts.h"
#include "app/interchange/decisions/review_formats.h"
#include "app/review/review.h"
#include "decode/media/result.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace seamline::interchange {

/// One thing to do again, in frames of the ticket's take.
struct TicketItem {
    review::Decision decision; ///< As it was made, on the take that it was made on.
    review::Target target;     ///< The same frames in the ticket's take.
    bool is_inherited = false; ///< From a round before: to be checked against.
    review::TodoState todo = review::TodoState::Open; ///< Of an inherited one; never Fixed.
};

struct Ticket {
    review::Medium medium;
    review::Take take;             ///< With its media_id only, where nothing else is known.
    std::vector<TicketItem> items; ///< Send backs, own ones first, by frame.
    const review::Medium* before = nullptr; ///< The round before; points into the review.
    std::string prompt_before;
};

/// The ticket of a take: its own send backs, and as items to check those of the rounds before it
/// that are not fixed (see review::todo_of), their frames mapped by `successor_shift`; what the
/// take does not show is clamped to its ends.
/// Errors: NotFound for a medium that the review does not have.
Result<Ticket> ticket_of(const review::Review& review, const std::string& media_id);

struct TicketOptions {
    StillOf still_of;
    /// What generation started from, lines of text by media_id: "first frame: sh010_plate.png".
    std::map<std::string, std::vector<std::string>> references;
    /// What was measured against the plate, by media_id: "exposure: 0.4 stops brighter than the
    /// plate".
    std::map<std::string, std::vector<std::string>> targets;
    std::string date;
    std::size_t most_stills = 60; ///< Of one page, which must stay one that can be mailed.
};

/// What `all` says of a medium; empty where that is nothing.
const std::vector<std::string>&
lines_about(const std::map<std::string, std::vector<std::string>>& all,
            const std::string& media_id);

/// "NAME.ticket.html" (see ticket_page.h), "NAME.ticket.csv" and "NAME.ticket.json"
/// ("seamline.ticket/1") for every take that has a send back of its own or of a round before,
/// or for `media_id` alone where it is not empty. Deterministic. Errors: NotFound; InvalidArgument
/// where nothing is sent back.
Result<std::vector<NamedText>> write_tickets(const review::Review& review,
                                             const TicketOptions& options = {},
                                             const std::string& media_id = {});

} // namespace seamline::interchange
