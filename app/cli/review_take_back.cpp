// app/cli/review_take_back.cpp: what editors and guests send back becomes part of the review.
#include "app/cli/review_share.h"
#include "app/interchange/decisions/read_review.h"
#include "app/review/merge.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

namespace seamline::cli {
namespace {

namespace fs = std::filesystem;

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

Result<interchange::ReviewReadOptions> read_options(const Arguments& arguments,
                                                    const review::Review& stands) {
    interchange::ReviewReadOptions options;
    options.known = stands.media;
    if (const auto format = arguments.text("--format")) {
        options.format = interchange::review_format_from(*format);
        if (!options.format) return usage("no format '" + *format + "'; see review import --help");
    }
    const auto counting = timecode_options(arguments);
    if (!counting) return counting.error();
    options.rate = counting.value().rate;
    options.start_frame = counting.value().start_frame;
    options.drop_frame = counting.value().drop_frame;
    if (const auto medium = arguments.text("--medium")) {
        auto found = find_medium(*medium, stands);
        if (!found) return found.error();
        options.media_id = found.value().medium.media_id;
        options.known.push_back(found.value().medium);
    }
    return options;
}

struct TakenBack {
    std::size_t said = 0;
    std::size_t known = 0;
    std::size_t left_out = 0;
    std::vector<std::string> notes;
};

Result<TakenBack> take_in(const Arguments& arguments, review::ReviewLog& log,
                          const std::string& file) {
    const auto snapshot = log.snapshot().review;
    const review::Review& stands = *snapshot;
    auto options = read_options(arguments, stands);
    if (!options) return options.error();
    options.value().stands = snapshot;
    const auto cut = cut_option(arguments);
    if (!cut) return cut.error();
    if (cut.value()) options.value().edit = &*cut.value();
    auto read = interchange::read_review_file(file, options.value());
    if (!read) return read.error();
    std::set<std::string, std::less<>> ids;
    for (const review::Event& event : log.history()) ids.insert(event.id);
    const review::Merge merged = review::merge(
        read.value().review, stands, author_of(arguments),
        [&](std::string_view id) { return ids.contains(id); }, read.value().echo);
    if (const auto added = log.import(merged.events); !added) return added.error();
    // One action for each person: one undo of theirs takes the file back.
    std::map<std::string, std::vector<review::Action>> by_author;
    for (const review::Action& action : merged.actions) by_author[action.author].push_back(action);
    for (auto& [author, actions] : by_author)
        if (const auto done = log.commit(review::together(std::move(actions))); !done)
            return done.error();
    TakenBack taken{
        merged.said, merged.known + read.value().drawings_that_stand, read.value().left_out, {}};
    for (const interchange::EditNote& note : read.value().notes)
        taken.notes.push_back((note.where.empty() ? "" : note.where + ": ") + note.what);
    return taken;
}

} // namespace

std::vector<Option> take_back_options() {
    return {
        {"--format", "F",
         "what the file is, where its content does not tell: premiere, avid, "
         "resolve, edl, csv ..."},
        {"--cut", "FILE", "the timeline that a list's markers stand on"},
        {"--medium", "FILE", "the medium that a list's markers stand on, where there is no cut"},
        {"--rate", "R", "of lists: the timeline's frames per second"},
        {"--start", "TC", "of lists: timecode of its first frame"},
        {"--drop-frame", nullptr, "of lists: drop-frame timecode"}};
}

bool is_shared_review(const std::string& bytes, const std::string& file) {
    return interchange::review_format(bytes, fs::path(file)).has_value();
}

int take_back(const Arguments& arguments) {
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return report(log.error());
    TakenBack all;
    for (const std::string& file : arguments.files()) {
        auto taken = take_in(arguments, *log.value(), file);
        if (!taken) return report(taken.error());
        all.said += taken.value().said;
        all.known += taken.value().known;
        all.left_out += taken.value().left_out;
        for (const std::string& note : taken.value().notes) all.notes.push_back(file + ": " + note);
    }
    const int code = all.left_out > 0 ? kWarnings : kOk;
    if (arguments.has("--json")) {
        print_json({{"schema", "seamline.review_import/1"},
                    {"added", all.said},
                    {"known", all.known},
                    {"left_out", all.left_out},
                    {"notes", all.notes}});
        return code;
    }
    const std::string left_out =
        all.left_out > 0 ? ", " + std::to_string(all.left_out) + " left out" : "";
    std::printf("added %zu, %zu were known%s\n", all.said, all.known, left_out.c_str());
    for (const std::string& note : all.notes) std::printf("%s\n", note.c_str());
    return code;
}

} // namespace seamline::cli
