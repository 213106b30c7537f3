// app/cli/arguments.h: the command line of one command, checked against what it declares.
#pragma once

#include "decode/media/pixel_layout.h"
#include "decode/media/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::cli {

/// Exit codes of every command.
enum ExitCode : int {
    kOk = 0,
    kFindings = 1,
    kUsage = 2,
    kUnreadable = 3,
    kWarnings = 4,
    kTryAgain = 75,
};

/// One option that a command takes.
struct Option {
    const char* name;  ///< "--size"
    const char* value; ///< "WxH"; null for a switch.
    const char* help;  ///< One line for `--help`.
};

/// What was given. Option values are still text; the typed getters report what is wrong with them.
class Arguments {
public:
    /// Accepts `--name value`, `--name=value` and switches; `--` ends options.
    /// Errors: InvalidArgument, naming the option.
    static Result<Arguments> parse(std::span<const std::string> words,
                                   std::span<const Option> options);

    const std::vector<std::string>& files() const { return files_; }
    bool has(const std::string& name) const { return values_.contains(name); }
    /// The last one that was given.
    std::optional<std::string> text(const std::string& name) const;
    /// All that were given, in order.
    std::vector<std::string> all(const std::string& name) const;
    Result<std::int64_t> integer(const std::string& name, std::int64_t fallback, std::int64_t low,
                                 std::int64_t high) const;
    Result<double> number(const std::string& name, double fallback, double low, double high) const;
    /// "1920x1080", each in [1, 16384].
    Result<Extent> size(const std::string& name, Extent fallback) const;

private:
    std::vector<std::string> files_;
    std::map<std::string, std::vector<std::string>> values_;
};

/// Text of `seamline COMMAND --help`.
std::string help_text(const std::string& usage, const std::string& summary,
                      std::span<const Option> options);

/// Prints "seamline: MESSAGE" as one line to stderr and returns the exit code that fits the error.
int report(const Error& error);

} // namespace seamline::cli
