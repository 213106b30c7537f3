// app/cli/review_add.cpp: deciding from the command line, one decision or many.
#include "app/analysis/cut_detector.h"
#include "app/analysis/measure_source.h"
#include "app/analysis/shot_drift.h"
#include "app/cli/media_json.h"
#include "app/cli/review_commands.h"
#include "app/review/bounded_json.h"
#include "app/session/xdg.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <iostream>
#include <map>
#include <thread>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 10> kOptions{{
    {"--frame", "N", "decides on one frame, from 0"},
    {"--range", "A-B", "decides on frames A to B, both included"},
    {"--shot", "N",
     "decides on the picture between two cuts, from 0, as 'seamline cuts' finds them"},
    {"--take", nullptr, "decides on the whole take"},
    {"--state", "S", "keep, send_back or hold"},
    {"--reason", "R", "why; may be given several times"},
    {"--note", "TEXT", "a note"},
    {"--batch", nullptr,
     "reads decisions from standard input, one JSON object a line, and answers each"},
    {"--sequence-rate", "R", "frames per second of an image sequence (default 24)"},
    {"--json", nullptr, "print one JSON object (schema seamline.review_add/1)"},
}};

constexpr std::size_t kMostLine = 1 << 20;

/// A decision as it was asked for; frames are not checked yet.
struct Wish {
    std::string file;
    review::TargetKind kind = review::TargetKind::Take;
    std::int64_t from = 0;
    std::int64_t to = -1;
    std::int64_t shot = -1;
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

/// "12-30".
Result<Done> read_range(const std::string& text, Wish& wish) {
    const char* end = text.data() + text.size();
    const auto [dash, first] = std::from_chars(text.data(), end, wish.from);
    const bool has_dash = first == std::errc{} && dash != end && *dash == '-';
    const auto [rest, second] = std::from_chars(has_dash ? dash + 1 : end, end, wish.to);
    if (!has_dash || second != std::errc{} || rest != end || wish.from < 0 || wish.to < wish.from)
        return usage("--range wants A-B, the first and the last frame, not '" + text + "'");
    return Done{};
}

Result<Wish> wish_of(const Arguments& arguments) {
    Wish wish;
    if (arguments.files().size() != 1) return usage("review add needs one file; see --help");
    wish.file = arguments.files().front();
    const int targets = arguments.has("--frame") + arguments.has("--range") +
                        arguments.has("--shot") + arguments.has("--take");
    if (targets != 1) return usage("review add needs one of --frame, --range, --shot, --take");
    constexpr std::int64_t kMost = review::EventLimits::kFrames - 1;
    if (arguments.has("--frame")) {
        const auto frame = arguments.integer("--frame", 0, 0, kMost);
        if (!frame) return frame.error();
        wish.kind = review::TargetKind::Frame;
        wish.from = wish.to = frame.value();
    } else if (arguments.has("--range")) {
        wish.kind = review::TargetKind::Range;
        if (const auto done = read_range(*arguments.text("--range"), wish); !done)
            return done.error();
    } else if (arguments.has("--shot")) {
        const auto shot = arguments.integer("--shot", 0, 0, 1'000'000);
        if (!shot) return shot.error();
        wish.kind = review::TargetKind::Shot;
        wish.shot = shot.value();
    }
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
    if (json.contains("frame")) {
        wish.kind = review::TargetKind::Frame;
        wish.from = wish.to = whole(json["frame"]);
    } else if (json.contains("range")) {
        wish.kind = review::TargetKind::Range;
        const auto& range = json["range"];
        wish.from = range.is_array() && range.size() == 2 ? whole(range[0]) : -1;
        wish.to = wish.from >= 0 ? whole(range[1]) : -1;
    } else if (json.contains("shot")) {
        wish.kind = review::TargetKind::Shot;
        wish.shot = whole(json["shot"]);
        wish.from = wish.to = 0;
        if (wish.shot < 0 || wish.shot > 1'000'000) wish.from = -1;
    } else if (!json.value("take", nlohmann::json(false)).is_boolean() ||
               !json.value("take", nlohmann::json(false)).get<bool>()) {
        return usage("batch: one of 'frame', 'range', 'shot', 'take' is needed");
    }
    if (wish.kind != review::TargetKind::Take && (wish.from < 0 || wish.to < wish.from))
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

/// Adds decisions to one store; knows the shots of media that were asked about.
class Adder {
public:
    Adder(review::ReviewLog& log, const decode::OpenOptions& open) : log_(log), open_(open) {}

    /// id of the decision, committed.
    Result<std::string> add(const Wish& wish) {
        const auto before = log_.snapshot();
        const auto found = find_medium(wish.file, *before.review, open_);
        if (!found) return found.error();
        const review::Medium& medium = found.value().medium;
        const auto target = target_of(wish, medium);
        if (!target) return target.error();
        review::Action action = review::decide(wish.author, medium.media_id, target.value(),
                                               wish.state, wish.reasons, wish.note);
        // The decision comes first: its id names the action.
        if (found.value().changed)
            action = review::together({std::move(action), review::see(wish.author, medium)});
        return log_.commit(action);
    }

private:
    Result<review::Target> target_of(const Wish& wish, const review::Medium& medium) {
        if (wish.kind == review::TargetKind::Take) return review::Target::take();
        if (wish.kind == review::TargetKind::Shot) return shot_target(wish, medium);
        if (wish.to >= medium.frame_count)
            return usage("'" + wish.file + "' has no frame " + std::to_string(wish.to) +
                         "; its last is " + std::to_string(medium.frame_count - 1));
        return wish.kind == review::TargetKind::Frame ? review::Target::frame(wish.from)
                                                      : review::Target::range(wish.from, wish.to);
    }

    Result<review::Target> shot_target(const Wish& wish, const review::Medium& medium) {
        auto& shots = shots_[medium.media_id];
        if (shots.empty()) {
            auto measured = measure_shots(wish.file);
            if (!measured) return measured.error();
            shots = std::move(measured).value();
        }
        const auto index = static_cast<std::size_t>(wish.shot);
        if (index >= shots.size())
            return usage("'" + wish.file + "' has " + std::to_string(shots.size()) +
                         " shots, counted from 0; there is no shot " + std::to_string(wish.shot));
        const analysis::ShotRange& shot = shots[index];
        return review::Target::of_shot(static_cast<int>(index), shot.first, shot.end - 1);
    }

    Result<std::vector<analysis::ShotRange>> measure_shots(const std::string& file) {
        analysis::MeasureOptions options;
        options.cuts_only = true;
        options.open = open_;
        options.threads =
            static_cast<int>(std::clamp<unsigned>(std::thread::hardware_concurrency(), 1, 64));
        options.store = session::xdg_path(session::XdgFolder::Cache) / "features";
        const auto config = color::ColorConfig::open({});
        if (!config) return config.error();
        const auto source = analysis::measure_source(file, config.value(), {}, options);
        if (!source) return source.error();
        const auto cuts = analysis::detect_cuts(source.value().frames, {});
        return analysis::shots_of(0, source.value().frame_count, cuts);
    }

    review::ReviewLog& log_;
    decode::OpenOptions open_;
    std::map<std::string, std::vector<analysis::ShotRange>> shots_;
};

int add_batch(const Arguments& arguments, Adder& adder) {
    int code = kOk;
    const std::string author = author_of(arguments);
    for (std::string line; std::getline(std::cin, line);) {
        if (line.empty()) continue;
        const auto wish = wish_of_line(line, author);
        const Result<std::string> id =
            wish ? adder.add(wish.value()) : Result<std::string>(wish.error());
        nlohmann::ordered_json answer{{"schema", "seamline.review_add/1"}};
        if (id)
            answer["id"] = id.value();
        else
            answer["error"] = id.error().message;
        if (!id) code = kUnreadable;
        std::printf("%s\n",
                    answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        std::fflush(stdout); // The answer is the acknowledgement.
    }
    return code;
}

} // namespace

int review_add(std::span<const std::string> words) {
    const std::vector<Option> options = with_review_options(kOptions);
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
    Adder adder(*log.value(), open);
    if (batch) return add_batch(arguments, adder);
    const auto id = adder.add(wish.value());
    if (!id) return report(id.error());
    if (arguments.has("--json"))
        print_json({{"schema", "seamline.review_add/1"}, {"id", id.value()}});
    else
        std::printf("%s\n", id.value().c_str());
    return kOk;
}

} // namespace seamline::cli
