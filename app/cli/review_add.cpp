// app/cli/review_add.cpp: deciding from the command line, one decision or many.
#include "app/cli/media_json.h"
#include "app/cli/review_target.h"
#include "app/review/bounded_json.h"
#include "app/review/reasons.h"

#include <array>
#include <cstdio>
#include <iostream>
#include <utility>

namespace seamline::cli {
namespace {

constexpr std::array kOptions{
    Option{"--state", "S", "keep, send_back or hold"},
    Option{"--reason", "R", "why, of 'review reasons' or in own words; may be given several times"},
    Option{"--strict-reasons", nullptr, "refuses reasons that the list does not have"},
    Option{"--note", "TEXT", "a note"},
    Option{"--batch", nullptr,
           "reads decisions from standard input, one JSON object a line, and answers each"},
    Option{"--sequence-rate", "R", "frames per second of an image sequence (default 24)"},
    Option{"--json", nullptr, "print one JSON object (schema seamline.review_add/1)"}};

std::vector<Option> options_of_add() {
    const auto targets = target_options();
    std::vector<Option> options(targets.begin(), targets.end());
    options.insert(options.end(), kOptions.begin(), kOptions.end());
    return with_review_options(options);
}

constexpr std::size_t kMostLine = 1 << 20;

/// A decision as it was asked for; frames are not checked yet.
struct Wish {
    std::string file;
    WantedTarget target;
    review::DecisionState state = review::DecisionState::Keep;
    std::vector<std::string> reasons;
    std::string note;
    std::string author;
};

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

Result<review::DecisionState> state_from(const std::string& word) {
    const auto state = review::decision_state_from(word);
    if (!state) return usage("--state is keep, send_back or hold, not '" + word + "'");
    return *state;
}

Result<Wish> wish_of(const Arguments& arguments) {
    Wish wish;
    if (arguments.files().size() != 1) return usage("review add needs one file; see --help");
    wish.file = arguments.files().front();
    const auto target = target_option(arguments, "review add");
    if (!target) return target.error();
    wish.target = target.value();
    if (!arguments.has("--state")) return usage("review add needs --state keep, send_back or hold");
    const auto state = state_from(*arguments.text("--state"));
    if (!state) return state.error();
    wish.state = state.value();
    wish.reasons = arguments.all("--reason");
    wish.note = arguments.text("--note").value_or("");
    wish.author = author_of(arguments);
    return wish;
}

/// {"file", "frame" | "range": [A, B] | "shot" | "take": true, "state", "reasons", "note",
/// "author"}.
Result<Wish> wish_of_line(const std::string& line, const std::string& author) {
    const auto parsed = review::bounded_json(line, {.bytes = kMostLine});
    if (!parsed) return Error{ErrorCode::Corrupt, "batch: " + parsed.error().message};
    const nlohmann::json& json = parsed.value();
    const auto text = [&](const char* key, std::string otherwise) {
        const auto at = json.find(key);
        return at != json.end() && at->is_string() ? at->get<std::string>() : std::move(otherwise);
    };
    const auto whole = [](const nlohmann::json& number) {
        return number.is_number_integer() ? number.get<std::int64_t>() : std::int64_t{-1};
    };
    if (!json.is_object()) return usage("batch: a line is one JSON object");
    Wish wish;
    wish.file = text("file", "");
    if (wish.file.empty()) return usage("batch: 'file' is missing");
    WantedTarget& target = wish.target;
    if (json.contains("frame")) {
        target.kind = review::TargetKind::Frame;
        target.from = target.to = whole(json["frame"]);
    } else if (json.contains("range")) {
        target.kind = review::TargetKind::Range;
        const auto& range = json["range"];
        target.from = range.is_array() && range.size() == 2 ? whole(range[0]) : -1;
        target.to = target.from >= 0 ? whole(range[1]) : -1;
    } else if (json.contains("shot")) {
        target.kind = review::TargetKind::Shot;
        target.shot = whole(json["shot"]);
        target.from = target.to = 0;
        if (target.shot < 0 || target.shot > 1'000'000) target.from = -1;
    } else if (!json.value("take", nlohmann::json(false)).is_boolean() ||
               !json.value("take", nlohmann::json(false)).get<bool>()) {
        return usage("batch: one of 'frame', 'range', 'shot', 'take' is needed");
    }
    if (target.kind != review::TargetKind::Take && (target.from < 0 || target.to < target.from))
        return usage("batch: frames are whole numbers from 0 on, a range is [first, last]");
    const auto state = state_from(text("state", ""));
    if (!state) return state.error();
    wish.state = state.value();
    if (const auto reasons = json.find("reasons"); reasons != json.end()) {
        for (const auto& reason : *reasons) {
            if (!reason.is_string()) return usage("batch: 'reasons' is a list of texts");
            wish.reasons.push_back(reason.get<std::string>());
        }
    }
    wish.note = text("note", "");
    wish.author = text("author", author);
    return wish;
}

struct Added {
    std::string id; ///< Of the decision, committed.
    std::vector<review::UnlistedReason> unlisted;
};

/// Adds decisions to one store.
class Adder {
public:
    Adder(review::ReviewLog& log, const decode::OpenOptions& open, bool strict)
        : log_(log), open_(open), targets_(open), strict_(strict) {}

    Result<Added> add(const Wish& wish) {
        const auto before = log_.snapshot();
        auto unlisted = review::unlisted_reasons(wish.reasons, before.review->reasons);
        if (strict_ && !unlisted.empty()) return usage(unlisted_text(unlisted.front()));
        const auto found = find_medium(wish.file, *before.review, open_);
        if (!found) return found.error();
        const review::Medium& medium = found.value().medium;
        const auto target = targets_.find(wish.target, wish.file, medium);
        if (!target) return target.error();
        review::Action action = review::decide(wish.author, medium.media_id, target.value(),
                                               wish.state, wish.reasons, wish.note);
        // The decision comes first: its id names the action.
        if (found.value().changed)
            action = review::together({std::move(action), review::see(wish.author, medium)});
        const auto id = log_.commit(action);
        if (!id) return id.error();
        return Added{id.value(), std::move(unlisted)};
    }

private:
    review::ReviewLog& log_;
    decode::OpenOptions open_;
    TargetFinder targets_;
    bool strict_;
};

void put_added(nlohmann::ordered_json& json, const Added& added) {
    json["id"] = added.id;
    if (!added.unlisted.empty()) json["unlisted_reasons"] = unlisted_json(added.unlisted);
}

int add_batch(const Arguments& arguments, Adder& adder) {
    int code = kOk;
    const std::string author = author_of(arguments);
    for (std::string line; std::getline(std::cin, line);) {
        if (line.empty()) continue;
        const auto wish = wish_of_line(line, author);
        const Result<Added> added = wish ? adder.add(wish.value()) : Result<Added>(wish.error());
        nlohmann::ordered_json answer{{"schema", "seamline.review_add/1"}};
        if (added)
            put_added(answer, added.value());
        else
            answer["error"] = added.error().message;
        if (!added) code = kUnreadable;
        std::printf("%s\n",
                    answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        std::fflush(stdout); // The answer is the acknowledgement.
    }
    return code;
}

} // namespace

int review_add(std::span<const std::string> words) {
    const std::vector<Option> options = options_of_add();
    const auto parsed = Arguments::parse(words, options);
    if (!parsed) return report(parsed.error());
    const Arguments& arguments = parsed.value();
    if (arguments.has("--help")) {
        std::fputs(
            help_text("review add FILE --frame N|--range A-B|--shot N|--take --state S [--reason "
                      "R]... [--note TEXT] [--json]",
                      "Keeps, sends back or holds, and prints the decision's id once it is on the "
                      "disk. It replaces what the same author\ndecided on the same target. "
                      "Decisions follow the file's content: a moved or renamed file keeps them.\n"
                      "--batch: {\"file\", \"frame\" | \"range\": [A, B] | \"shot\" | \"take\": "
                      "true, \"state\", \"reasons\", \"note\", \"author\"}\nper line; each is "
                      "answered by a line with its \"id\", or an \"error\".",
                      options)
                .c_str(),
            stdout);
        return kOk;
    }
    const auto rate = rate_option(arguments, "--sequence-rate", Rational(24));
    if (!rate) return report(rate.error());
    const bool batch = arguments.has("--batch");
    if (batch && !arguments.files().empty())
        return report(usage("review add --batch takes no file; standard input names them"));
    Result<Wish> wish = batch ? Result<Wish>(Wish{}) : wish_of(arguments);
    if (!wish) return report(wish.error());
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return report(log.error());
    decode::OpenOptions open;
    open.sequence_rate = rate.value();
    Adder adder(*log.value(), open, arguments.has("--strict-reasons"));
    if (batch) return add_batch(arguments, adder);
    const auto added = adder.add(wish.value());
    if (!added) return report(added.error());
    note_unlisted(added.value().unlisted);
    nlohmann::ordered_json json{{"schema", "seamline.review_add/1"}};
    put_added(json, added.value());
    if (arguments.has("--json"))
        print_json(json);
    else
        std::printf("%s\n", added.value().id.c_str());
    return kOk;
}

} // namespace seamline::cli
