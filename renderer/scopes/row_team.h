// renderer/scopes/row_team.h: threads that share the rows of a frame.
#pragma once

#include <functional>
#include <memory>

namespace seamline::renderer {

/// Threads: one caller at a time.
class RowTeam {
public:
    /// `threads`: [1, 64], the caller's among them. `in_background`: they give way to all other
    /// threads of the machine.
    RowTeam(int threads, bool in_background);
    ~RowTeam();
    RowTeam(const RowTeam&) = delete;
    RowTeam& operator=(const RowTeam&) = delete;

    /// Calls `work` with slices [first, end) of [0, rows), on all threads. Blocks until all are done.
    /// `work` does not throw.
    void run(int rows, const std::function<void(int first, int end)>& work);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
