// app/cli/review_share.cpp: decisions out to editors, guests and the people who prompt.
#include "app/cli/review_share.h"

#include "app/cli/media_json.h"
#include "app/interchange/read_edit.h"
#include "app/playback/review_export.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <cstdio>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

/// What stands, of the named files' media alone when there are any.
Result<review::Review> wanted_review(const Arguments& arguments) {
    auto all = read_review(arguments);
    if (!all || arguments.files().empty()) return all;
    std::vector<std::string> ids;
    for (const std::string& file : arguments.files()) {
        const auto found = find_medium(file, all.value());
        if (!found) return found.error();
        const review::Medium& medium = found.value().medium;
        ids.push_back(medium.media_id);
        // Where it is now, whether the store knows that or not.
        auto& media = all.value().media;
        const auto known = std::ranges::find(media, medium.media_id, &review::Medium::media_id);
        if (known == media.end())
            media.push_back(medium);
        else
            *known = medium;
    }
    return playback::only_media(std::move(all).value(), ids);
}

int finish(const Arguments& arguments, const std::filesystem::path& folder,
           const playback::ReviewExport& made) {
    if (arguments.has("--json")) {
        print_json({{"schema", "seamline.review_export/1"},
                    {"folder", folder.string()},
                    {"files", made.files},
                    {"losses", made.losses}});
        return kOk;
    }
    for (const std::string& file : made.files) std::printf("%s\n", (folder / file).c_str());
    for (const std::string& loss : made.losses) std::printf("not carried: %s\n", loss.c_str());
    return kOk;
}

Result<interchange::ListOptions> list_options(const Arguments& arguments) {
    interchange::ListOptions list;
    list.utf8 = arguments.has("--utf8");
    const auto counting = timecode_options(arguments);
    if (!counting) return counting.error();
    list.rate = counting.value().rate;
    list.start_frame = counting.value().start_frame;
    list.drop_frame = counting.value().drop_frame;
    if (list.rate && !list.start_frame && !arguments.has("--cut"))
        list.start_frame = // One hour in that rate, not in the takes' own.
            timecode_frames("01:00:00:00", *list.rate, list.drop_frame.value_or(false));
    return list;
}

} // namespace

Result<TimecodeOptions> timecode_options(const Arguments& arguments) {
    TimecodeOptions options;
    if (arguments.has("--rate")) {
        const auto rate = rate_option(arguments, "--rate", Rational(24));
        if (!rate) return rate.error();
        options.rate = rate.value();
    }
    const auto start = arguments.text("--start");
    const bool drops = start && start->find(';') != std::string::npos;
    if (drops || arguments.has("--drop-frame")) options.drop_frame = true;
    if (options.drop_frame && options.rate && !has_drop_frame(*options.rate))
        return usage(std::string(drops ? "a --start with ';'" : "--drop-frame") +
                     " counts at 29.97 and 59.94; --rate " + options.rate->text() +
                     " has no drop-frame timecode");
    if (!start) return options;
    if (!options.rate)
        return usage("--start counts frames: say --rate, the timeline's frames per second");
    options.start_frame =
        timecode_frames(*start, *options.rate, options.drop_frame.value_or(false));
    if (!options.start_frame) return usage("--start takes a timecode, as 01:00:00:00");
    return options;
}

Result<std::optional<interchange::Edit>> cut_option(const Arguments& arguments) {
    const auto file = arguments.text("--cut");
    if (!file) return std::optional<interchange::Edit>();
    auto read = interchange::read_edit(*file);
    if (!read) return read.error();
    if (read.value().size() != 1)
        return Error{ErrorCode::Unsupported, *file + " has " + std::to_string(read.value().size()) +
                                                 " timelines; markers need one: save it alone"};
    return std::optional(std::move(read.value().front()));
}

std::vector<Option> share_options() {
    return {
        {"--format", "F", "what is written, of the words above"},
        {"--out", "DIR", "where the files go (default: this folder)"},
        {"--cut", "FILE", "the timeline that markers go to; its media are known by path or name"},
        {"--rate", "R", "of lists: the timeline's frames per second"},
        {"--start", "TC", "of lists: timecode of its first frame (default 01:00:00:00)"},
        {"--drop-frame", nullptr, "of lists: drop-frame timecode (29.97 and 59.94)"},
        {"--utf8", nullptr, "of lists: all letters, where the program reads them"},
        {"--no-pictures", nullptr, "of reports and tickets: text and drawings alone"},
        {"--hide-names", nullptr, "of the guest page: takes without name and generator"}};
}

std::string share_words() {
    std::string words;
    for (const playback::ReviewProduct& product : playback::review_products()) {
        std::string line = std::string("  ") + product.word;
        line.resize(18, ' ');
        words += line + product.purpose + "\n";
    }
    return words;
}

int share_review(const Arguments& arguments) {
    playback::ReviewExportRequest request;
    request.product = arguments.text("--format").value_or("");
    const auto& products = playback::review_products();
    if (std::ranges::none_of(products, [&](const auto& p) { return request.product == p.word; }))
        return report(usage("no format '" + request.product + "'; see review export --help"));
    const auto cut = cut_option(arguments);
    if (!cut) return report(cut.error());
    auto list = list_options(arguments);
    if (!list) return report(list.error());
    const auto review = wanted_review(arguments);
    if (!review) return report(review.error());
    request.folder = arguments.text("--out").value_or(".");
    request.cut = cut.value() ? &*cut.value() : nullptr;
    request.list = list.value();
    request.pictures = !arguments.has("--no-pictures");
    request.hide_names = arguments.has("--hide-names");
    const auto made = playback::export_review(review.value(), request);
    if (!made) return report(made.error());
    return finish(arguments, request.folder, made.value());
}

} // namespace seamline::cli
