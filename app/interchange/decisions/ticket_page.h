// app/interchange/decisions/ticket_page.h: the page of a ticket.
#pragma once

#include "app/interchange/decisions/ticket.h"
#include "app/review/review.h"

#include <string>

namespace seamline::interchange {

/// HTML without anything outside of it: how the take was made, each item with its frame and every
/// frame within it that was drawn on, then what else was decided, drawn and said on the take.
std::string ticket_page(const review::Review& review, const Ticket& ticket,
                        const TicketOptions& options);

} // namespace seamline::interchange
