// app/ui/review/decision_panel.h: the list of what people decided.
#pragma once

#include "app/ui/ui_model.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace seamline::ui {

/// What the list showed last, so that it is worked out only when something changed.
struct ListedDecisions {
    std::uint64_t change = ~std::uint64_t{0}; ///< See ReviewView::change.
    DecisionListChoice choice;
    std::vector<std::string> open_media;
    std::vector<std::uint32_t> listed;
    std::map<std::string, std::filesystem::path> paths; ///< Of media that are open, by id.
};

/// To sort, filter and jump to; in `ui.rects.decisions`.
void draw_decision_list(const Ui& ui, ListedDecisions& memory);

} // namespace seamline::ui
