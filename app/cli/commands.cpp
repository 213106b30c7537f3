#include "app/cli/commands.h"

#include "app/cli/arguments.h"
#include "renderer/vulkan/check.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>

namespace seamline::cli {
namespace {

constexpr std::array<Command, 11> kCommands{{
    {"play", "the window: takes side by side, in sync (the default)", play},
    {"probe", "what a file is: exact frames, rate, colour tags, decode path", probe},
    {"frame", "one tick of one or more sources as a PNG", frame},
    {"scopes", "waveform, parade, vectorscope, histogram of a frame: bins and PNGs", scopes},
    {"analyze", "cuts, light, lens and texture of takes or a timeline: a report", analyze},
    {"cuts", "shot boundaries of a file: hard cuts, dissolves, fades", cuts},
    {"edit", "what a timeline file holds, compared and converted", edit},
    {"review", "decisions: keep, send back, hold; lists, history, ranking", review},
    {"bench", "the player's own path without a window, timed", bench},
    {"doctor", "what this machine can do and what is missing", doctor},
    {"demo", "renders the demo review's takes and a contact picture", demo},
}};

void print_usage() {
    std::printf(
        "usage: seamline [COMMAND] ...\n\nReview player for generated video.\n\ncommands:\n");
    for (const Command& command : kCommands)
        std::printf("  %-8s %s\n", command.name, command.summary);
    std::printf("\nEvery command has --help. No command means play.\n"
                "Exit codes: 0 success, 1 findings, 2 usage, 3 unreadable input or no device, "
                "4 warnings, 75 try again.\n");
}

/// A word that names no file and does not look like one: a mistyped command.
bool is_no_file(const std::string& word) {
    std::error_code code;
    return !word.starts_with('-') && word.find_first_of("./%#") == std::string::npos &&
           !std::filesystem::exists(word, code);
}

} // namespace

int run(std::span<const std::string> words) {
    try {
        if (!words.empty() && (words[0] == "--help" || words[0] == "-h" || words[0] == "help")) {
            print_usage();
            return kOk;
        }
        if (!words.empty() && words[0] == "--version") {
            std::printf("seamline %s\n", SEAMLINE_VERSION);
            return kOk;
        }
        for (const Command& command : kCommands)
            if (!words.empty() && words[0] == command.name) return command.run(words.subspan(1));
        if (!words.empty() && is_no_file(words[0]))
            return report({ErrorCode::InvalidArgument,
                           "no command or file '" + words[0] + "'; see seamline --help"});
        return play(words);
    } catch (const renderer::VulkanError& error) {
        return report({ErrorCode::Unsupported, error.what()});
    } catch (const std::exception& error) {
        return report({ErrorCode::Io, error.what()});
    }
}

} // namespace seamline::cli
