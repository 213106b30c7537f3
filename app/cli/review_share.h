// app/cli/review_share.h: decisions out in a format of other programs, and back.
#pragma once

#include "app/cli/review_commands.h"
#include "app/interchange/edit.h"

#include <optional>
#include <string>
#include <vector>

namespace seamline::cli {

/// --cut FILE: the one timeline in it; none when it was not given. Errors: as read_edit;
/// Unsupported: several timelines.
Result<std::optional<interchange::Edit>> cut_option(const Arguments& arguments);

/// --rate, --start and --drop-frame: how a timeline counts. Errors: InvalidArgument.
struct TimecodeOptions {
    std::optional<Rational> rate;
    std::optional<std::int64_t> start_frame;
    std::optional<bool> drop_frame;
};
Result<TimecodeOptions> timecode_options(const Arguments& arguments);

/// What `review export --format` takes, and what it can be, for --help.
std::vector<Option> share_options();
std::string share_words();
/// Writes the review, or what is said of the files that are named, as `--format` says.
int share_review(const Arguments& arguments);

/// What `review import` takes for files of other programs.
std::vector<Option> take_back_options();
/// Whether a file is such a one, and not a history of a store.
bool is_shared_review(const std::string& bytes, const std::string& file);
/// Adds what such files say to the store; prints what was added. Errors: those of the readers and
/// of the store.
int take_back(const Arguments& arguments);

} // namespace seamline::cli
