// app/interchange/edit_notes.h: what a person should know of a file, so much that it can be read.
#pragma once

#include "app/interchange/edit.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace seamline::interchange {

/// Notes in order, then kinds of things that are normal in a file, then how many of either there
/// was no room for. Threads: confined.
class EditNotes {
public:
    void add(std::string where, std::string what);
    /// Something that is said once, with how often.
    void count(const std::string& what);
    /// `where`: of what was counted.
    std::vector<EditNote> take(const std::string& where = {});

private:
    std::vector<EditNote> notes_;
    std::vector<std::pair<std::string, std::size_t>> counts_; ///< In the order of first meeting.
    std::size_t dropped_ = 0;
};

} // namespace seamline::interchange
