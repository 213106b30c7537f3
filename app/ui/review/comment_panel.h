// app/ui/review/comment_panel.h: what people remarked on the take in A, in threads.
#pragma once

#include "app/review/rounds.h"
#include "app/ui/ui_model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace seamline::ui {

/// What is listed, kept while it is about the same.
struct TodoMemory {
    std::uint64_t change = ~std::uint64_t{0}; ///< ReviewView::change.
    std::string media_id;
    std::vector<review::Todo> items;
};
/// What the empty field for a new comment says: "Comment on frames 3-9".
std::string comment_hint(const review::Target& target, int frame_base);

void draw_comments(const Ui& ui, TodoMemory& memory);

} // namespace seamline::ui
