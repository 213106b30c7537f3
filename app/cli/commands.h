// app/cli/commands.h: every command of the program, by name.
#pragma once

#include <span>
#include <string>

namespace seamline::cli {

/// One command: gets the words after its name, returns the exit code.
struct Command {
    const char* name;
    const char* summary; ///< For `seamline --help`.
    int (*run)(std::span<const std::string> words);
};

int play(std::span<const std::string> words);
int probe(std::span<const std::string> words);
int frame(std::span<const std::string> words);
int scopes(std::span<const std::string> words);
int analyze(std::span<const std::string> words);
int cuts(std::span<const std::string> words);
int edit(std::span<const std::string> words);
int review(std::span<const std::string> words);
int bench(std::span<const std::string> words);
int doctor(std::span<const std::string> words);
int demo(std::span<const std::string> words);

/// Runs what the command line asks for; `words` without the program's name.
/// Exceptions that nobody could handle end here, as one line and exit code 3.
int run(std::span<const std::string> words);

} // namespace seamline::cli
