// app/cli/edit_report.h: what a timeline holds, as `edit` tells it.
#pragma once

#include "app/interchange/edit_changes.h"
#include "app/session/open_edit.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace seamline::cli {

/// One entry of `edits` of schema seamline.edit/1.
nlohmann::json edit_json(const session::OpenedEdit& opened);
nlohmann::json changes_json(const std::vector<interchange::EditChange>& changes);

/// The same for people, to stdout: every track with its events, gaps and transitions in record
/// order; of an event record in and out, frames, source in and out (exclusive) and what is special.
void print_edit(const session::OpenedEdit& opened);

} // namespace seamline::cli
