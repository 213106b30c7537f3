// app/interchange/written_edit.h: what every writer of edits returns.
#pragma once

#include "app/interchange/edit.h"

#include <string>
#include <vector>

namespace seamline::interchange {

/// A file's text, and what of the edit it does not carry, for the user to see before it is saved.
struct WrittenEdit {
    std::string text;
    std::vector<EditNote> losses;
};

} // namespace seamline::interchange
