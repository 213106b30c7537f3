// app/cli/review_comment.cpp: remarks, answers to them, and what is settled.
#include "app/cli/media_json.h"
#include "app/cli/review_target.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_set>
#include <utility>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

/// The first comment of the thread that `id` is in. Errors: NotFound.
Result<review::Comment> thread_of(const review::Review& review, const std::string& id) {
    const auto named = std::ranges::find(review.comments, id, &review::Comment::id);
    if (named == review.comments.end())
        return Error{ErrorCode::NotFound,
                     "there is no comment '" + id + "'; 'seamline review comment' lists them"};
    if (named->parent_id.empty()) return *named;
    const auto first = std::ranges::find(review.comments, named->parent_id, &review::Comment::id);
    return first == review.comments.end() ? *named : *first;
}

/// A file beside the id of a comment has to be the one that the comment is on.
Result<Done> check_file(const Arguments& arguments, const review::Comment& comment) {
    if (arguments.files().empty()) return Done{};
    const auto id = medium_id_of(arguments.files().front());
    if (!id) return id.error();
    if (id.value() != comment.media_id)
        return usage("the comment " + comment.id + " is not on '" + arguments.files().front() +
                     "'; leave the file out");
    return Done{};
}

/// A new remark on a file's frames, with the file's facts where they are news.
Result<review::Action> new_comment(const Arguments& arguments, const review::Review& review) {
    const std::string& file = arguments.files().front();
    const auto wanted = target_option(arguments, "review comment");
    if (!wanted) return wanted.error();
    const auto rate = rate_option(arguments, "--sequence-rate", Rational(24));
    if (!rate) return rate.error();
    decode::OpenOptions open;
    open.sequence_rate = rate.value();
    const auto found = find_medium(file, review, open);
    if (!found) return found.error();
    const review::Medium& medium = found.value().medium;
    const auto target = TargetFinder(open).find(wanted.value(), file, medium);
    if (!target) return target.error();
    const std::string author = author_of(arguments);
    review::Action action = review::comment(author, medium.media_id, target.value(),
                                            arguments.text("--text").value_or(""));
    // The comment comes first: its id names the action.
    if (found.value().changed)
        action = review::together({std::move(action), review::see(author, medium)});
    return action;
}

/// What --reply, --resolve and --reopen say, as one action.
Result<review::Action> on_threads(const Arguments& arguments, const review::Review& review) {
    std::vector<review::Action> actions;
    const std::string author = author_of(arguments);
    for (const char* option : {"--reply", "--resolve", "--reopen"}) {
        const auto id = arguments.text(option);
        if (!id) continue;
        const auto thread = thread_of(review, *id);
        if (!thread) return thread.error();
        if (const auto same = check_file(arguments, thread.value()); !same) return same.error();
        const std::string& first = thread.value().id;
        actions.push_back(option == std::string("--reply")
                              ? review::reply(author, first, *arguments.text("--text"))
                              : review::resolve(author, first, option == std::string("--resolve")));
    }
    return review::together(std::move(actions));
}

Result<std::string> write(const Arguments& arguments) {
    const bool on_thread =
        arguments.has("--reply") || arguments.has("--resolve") || arguments.has("--reopen");
    if (arguments.has("--resolve") && arguments.has("--reopen"))
        return usage("--resolve and --reopen contradict each other");
    if (arguments.has("--reply") && !arguments.has("--text"))
        return usage("--reply needs --text, the answer");
    if (on_thread && arguments.has("--text") && !arguments.has("--reply"))
        return usage("--text beside --resolve or --reopen is an answer: say --reply ID");
    if (on_thread ? arguments.files().size() > 1 : arguments.files().size() != 1)
        return usage("review comment --text needs one file, or --reply ID; see --help");
    for (const Option& option : target_options())
        if (on_thread && arguments.has(option.name))
            return usage(std::string(option.name) +
                         ": answers are on the frames of their comment; leave it out");
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return log.error();
    const auto review = log.value()->snapshot().review;
    const auto action =
        on_thread ? on_threads(arguments, *review) : new_comment(arguments, *review);
    if (!action) return action.error();
    return log.value()->commit(action.value());
}

nlohmann::ordered_json comment_json(const review::Review& review, const review::Comment& comment) {
    const auto medium =
        std::ranges::find(review.media, comment.media_id, &review::Medium::media_id);
    return {{"id", comment.id},
            {"parent_id", comment.parent_id},
            {"media_id", comment.media_id},
            {"path", medium == review.media.end() ? std::string() : medium->path},
            {"name", label_of(review, comment.media_id)},
            {"target", target_json(comment.target)},
            {"text", comment.text},
            {"author", comment.author},
            {"time", review::utc_text(comment.time_ms)},
            {"resolved", comment.resolved}};
}

void print(const review::Review& review, const review::Comment& comment) {
    const bool is_first = comment.parent_id.empty();
    std::string line = is_first ? label_of(review, comment.media_id) + ": " +
                                      target_text(comment.target) +
                                      (comment.resolved ? ", resolved" : "") + ": "
                                : "    ";
    line += "\"" + comment.text + "\" (" + comment.author + ", " +
            review::utc_text(comment.time_ms) + ", " + comment.id + ")";
    std::ranges::replace(line, '\n', ' ');
    std::printf("%s\n", line.c_str());
}

/// Threads, oldest first, each with its answers.
Result<Done> list(const Arguments& arguments) {
    for (const Option& option : target_options())
        if (arguments.has(option.name))
            return usage(std::string(option.name) + " needs --text, what is to be said");
    std::unordered_set<std::string> media;
    for (const std::string& file : arguments.files()) {
        const auto id = medium_id_of(file);
        if (!id) return id.error();
        media.insert(id.value());
    }
    const auto review = read_review(arguments);
    if (!review) return review.error();
    std::vector<const review::Comment*> comments;
    for (const review::Comment& first : review.value().comments) {
        if (!first.parent_id.empty() || (!media.empty() && !media.contains(first.media_id)))
            continue;
        comments.push_back(&first);
        for (const review::Comment& other : review.value().comments)
            if (other.parent_id == first.id) comments.push_back(&other);
    }
    auto json = nlohmann::ordered_json::array();
    for (const review::Comment* comment : comments) {
        if (arguments.has("--json"))
            json.push_back(comment_json(review.value(), *comment));
        else
            print(review.value(), *comment);
    }
    if (arguments.has("--json"))
        print_json({{"schema", "seamline.review_comments/1"}, {"comments", std::move(json)}});
    return Done{};
}

std::vector<Option> options() {
    const auto targets = target_options();
    std::vector<Option> all(targets.begin(), targets.end());
    all.insert(
        all.end(),
        {{"--text", "T", "the remark, or the answer"},
         {"--reply", "ID", "answers the thread of that comment"},
         {"--resolve", "ID", "the thread of that comment is settled"},
         {"--reopen", "ID", "it is not settled after all"},
         {"--sequence-rate", "R", "frames per second of an image sequence (default 24)"},
         {"--json", nullptr,
          "print one JSON object (schema seamline.review_comment/1; lists: review_comments/1)"}});
    return all;
}

} // namespace

int review_comment(std::span<const std::string> words) {
    const auto given = parse_part(
        words, options(),
        "review comment FILE --frame N|--range A-B|--shot N|--take --text T [--json]\n"
        "       seamline review comment --reply ID --text T [--resolve ID]\n"
        "       seamline review comment --resolve ID|--reopen ID\n"
        "       seamline review comment [FILES...] [--json]",
        "Remarks on frames, and prints the remark's id once it is on the disk; answers a thread, "
        "or says that it is\nsettled. Without any of that it lists the threads of the files, or "
        "all, with their ids.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const Arguments& arguments = *given.value();
    const bool writes = arguments.has("--text") || arguments.has("--reply") ||
                        arguments.has("--resolve") || arguments.has("--reopen");
    if (!writes) {
        const auto done = list(arguments);
        return done ? int{kOk} : report(done.error());
    }
    const auto id = write(arguments);
    return id ? print_id(arguments, "comment", id.value()) : report(id.error());
}

} // namespace seamline::cli
