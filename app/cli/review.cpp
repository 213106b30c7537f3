// app/cli/review.cpp: decisions without a window: which part of `seamline review` is meant, and the
// small ones.
#include "app/cli/commands.h"
#include "app/cli/review_commands.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seamline::cli {
namespace {

constexpr std::array<Command, 19> kParts{{
    {"add", "keeps, sends back or holds a frame, a range, a shot or a take", review_add},
    {"list", "decisions as they stand, filtered", review_list},
    {"comment", "remarks on frames, answers to them, what is settled", review_comment},
    {"reasons", "the list of reasons that is offered, and its changes", review_reasons},
    {"take", "makes a file a take of a shot, with what is known of it", review_take},
    {"ingest", "makes a folder's files stacks of takes", review_ingest},
    {"pick", "chooses the take of a shot that ships", review_pick},
    {"shots", "shots, their takes, progress, what breaks a policy", review_shots},
    {"policy", "what generators may be used for, kept with the review", review_policy},
    {"todo", "what a new round has to answer for, and answers to it", review_todo},
    {"compare", "the next blind comparison, and its answer", review_compare},
    {"rank", "which generator and which take ships, by blind comparisons", review_rank},
    {"undo", "takes back the author's last action", review_undo},
    {"redo", "brings back what undo took back", review_redo},
    {"verify", "checks that the store's history is whole and unchanged", review_verify},
    {"export", "writes the whole history to a file", review_export},
    {"import", "adds histories of other stores", review_import},
    {"backup", "copies the store, in use or not", review_backup},
    {"prune", "removes old content that nothing depends on", review_prune},
}};

std::string usage_text() {
    std::string text = "usage: seamline review PART ...\n\nDecisions without the window. They are "
                       "events that are only ever added, kept in a local store.\n\nparts:\n";
    for (const Command& part : kParts) {
        std::string line = std::string("  ") + part.name;
        line.resize(12, ' ');
        text += line + part.summary + "\n";
    }
    return text + "\nEvery part has --help and takes --json.\n";
}

constexpr std::array<Option, 1> kJson{{{"--json", nullptr, "print one JSON object"}}};

/// As parse_part, of a part without files.
Result<std::optional<Arguments>> parse_simple(std::span<const std::string> words,
                                              const std::string& part, const std::string& summary) {
    auto arguments = parse_part(words, kJson, "review " + part + " [--json]", summary);
    if (!arguments || !arguments.value() || arguments.value()->files().empty()) return arguments;
    return Error{ErrorCode::InvalidArgument,
                 "review " + part + " takes no file: '" + arguments.value()->files()[0] + "'"};
}

int turn(std::span<const std::string> words, bool undo) {
    const std::string part = undo ? "undo" : "redo";
    const auto arguments = parse_simple(
        words, part,
        undo ? "Takes back the last action of the author (--author), whole, in whatever run of the "
               "program it was done.\nWhat was undone stays in the history; redo brings it back."
             : "Brings back the action that the author's last undo took back, unless the author "
               "did something since.");
    if (!arguments) return report(arguments.error());
    if (!arguments.value()) return kOk;
    const auto log = open_review(*arguments.value(), StoreUse::Write);
    if (!log) return report(log.error());
    const std::string author = author_of(*arguments.value());
    const auto id =
        log.value()->commit(undo ? review::undo(author, true) : review::redo(author, true));
    if (!id) return report(id.error());
    if (arguments.value()->has("--json"))
        print_json({{"schema", "seamline.review_" + part + "/1"}, {"id", id.value()}});
    else
        std::printf("%s: %s\n", part.c_str(), id.value().c_str());
    return kOk;
}

} // namespace

int review_undo(std::span<const std::string> words) { return turn(words, true); }
int review_redo(std::span<const std::string> words) { return turn(words, false); }

int review_verify(std::span<const std::string> words) {
    const auto arguments = parse_simple(
        words, "verify",
        "Reads the whole store: pages, every event, the hash that chains each to the one before, "
        "and what events\nname. Exit 1 when something is wrong. The head is the last hash: written "
        "down elsewhere it fixes the history.\nThe chain begins where an event came into this "
        "store: what was changed in a history file before its import is not told.");
    if (!arguments) return report(arguments.error());
    if (!arguments.value()) return kOk;
    const auto store = open_review_store(*arguments.value(), StoreUse::Read);
    if (!store) return report(store.error());
    const auto info = store.value()->info();
    if (!info) return report(info.error());
    const auto found = store.value()->verify();
    if (!found) return report(found.error());
    const review::VerifyReport& verified = found.value();
    const bool good = verified.problems.empty();
    if (arguments.value()->has("--json")) {
        print_json({{"schema", "seamline.review_verify/1"},
                    {"store", info.value().where},
                    {"store_id", info.value().id},
                    {"ok", good},
                    {"events", verified.events},
                    {"pruned", verified.pruned},
                    {"head", verified.head},
                    {"problems", verified.problems}});
    } else {
        std::printf("%s: %lld events, %lld of them pruned, head %s\n", info.value().where.c_str(),
                    static_cast<long long>(verified.events),
                    static_cast<long long>(verified.pruned), verified.head.c_str());
        for (const std::string& problem : verified.problems) std::printf("  %s\n", problem.c_str());
        std::printf(good ? "the history is whole, as each event came into this store (changes in "
                           "a file before its import are not seen)\n"
                         : "the history is damaged\n");
    }
    return good ? kOk : kFindings;
}

int review(std::span<const std::string> words) {
    if (words.empty() || words[0] == "--help" || words[0] == "-h") {
        std::fputs(usage_text().c_str(), words.empty() ? stderr : stdout);
        return words.empty() ? kUsage : kOk;
    }
    const auto part =
        std::ranges::find_if(kParts, [&](const Command& c) { return words[0] == c.name; });
    if (part == kParts.end())
        return report({ErrorCode::InvalidArgument,
                       "review does not know '" + words[0] + "'; see seamline review --help"});
    return part->run(words.subspan(1));
}

} // namespace seamline::cli
