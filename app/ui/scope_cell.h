// app/ui/scope_cell.h: one scope of the panel: what is drawn beneath and what lies over it.
#pragma once

#include "app/ui/scope_layout.h"
#include "app/ui/scope_region.h"
#include "app/ui/scope_titles.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// What one group of scopes shows.
struct ScopeSubject {
    const session::Source* a = nullptr;
    const session::Source* b = nullptr;                      ///< Of a pair; null: A alone.
    std::shared_ptr<const renderer::ScopeReading> reading_a; ///< Null: not counted yet.
    std::shared_ptr<const renderer::ScopeReading> reading_b;
    std::optional<ProbedLevels> probed_a, probed_b;
    Rect region_a, region_b; ///< To be counted: see counted_region. A reading's may be older.
};

/// The trace is not what is asked for any more.
bool is_old(const Ui& ui, const ScopeSubject& subject);
/// What is drawn beneath a cell.
renderer::ScopeView scope_view(const Ui& ui, const ScopeSubject& subject, const ScopeCell& cell);
void draw_scope_cell(const Ui& ui, ImDrawList& list, const ScopeSubject& subject,
                     const ScopeCell& cell);

} // namespace seamline::ui
