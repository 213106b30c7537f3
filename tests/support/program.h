// tests/support/program.h: runs the built program as a user would.
#pragma once

#include <string>
#include <vector>

namespace seamline::test {

struct ProgramResult {
    int exit_code = -1; ///< 128 + signal when it was killed, as a shell reports it.
    std::string out;
    std::string err;
};

/// Runs `seamline ARGUMENTS...` (the path is the test's SEAMLINE_PROGRAM), waits at most
/// `timeout_s`.
ProgramResult run_seamline(const std::string& program, const std::vector<std::string>& arguments,
                           int timeout_s = 120);

/// Number of non-empty lines.
int line_count(const std::string& text);

} // namespace seamline::test
