// app/interchange/decisions/read_review.h: a review read from whatever comes back.
#pragma once

#include "app/interchange/decisions/review_formats.h"
#include "app/interchange/decisions/take_up.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

struct ReviewReadOptions {
    std::optional<ReviewFormat> format; ///< None: told by the content and the name.
    std::vector<review::Medium> known;  ///< Media that markers may stand on.
    const Edit* edit = nullptr;         ///< The cut that a list's markers stand on.
    MediaIdOf media_id_of;              ///< Of its references.
    /// The medium that a list's markers stand on, where there is no cut; empty: the one whose name
    /// the file has, or the only one that is known.
    std::string media_id;
    std::optional<std::int64_t> start_frame; ///< Of the timeline, see ListOptions.
    std::optional<Rational> rate;
    std::optional<bool> drop_frame;
    /// What stands where the file is read. With it, ReadReview::echo is what the file would say of
    /// that if nobody had changed it; null: none is made.
    std::shared_ptr<const review::Review> stands;
};

/// What `bytes`, the content of the file `name`, says. Threads: any.
/// Errors: Corrupt "NAME: line 12: what", TooLarge, Unsupported (no such format, or markers without
/// a timeline), InvalidArgument.
Result<ReadReview> read_review(std::string bytes, const std::filesystem::path& name,
                               const ReviewReadOptions& options = {});
/// The same without echo, and with `drawing_marks` as they came.
Result<ReadReview> read_marks(std::string bytes, const std::filesystem::path& name,
                              const ReviewReadOptions& options);
/// As read_review(), of a file. Blocks: on the disk. Errors also: NotFound, Io.
Result<ReadReview> read_review_file(const std::filesystem::path& file,
                                    const ReviewReadOptions& options = {});

/// "NAME.review.json", as write_review() calls it: a review wherever files are opened.
bool is_review_name(const std::filesystem::path& name);

/// What a file is; none: no review.
std::optional<ReviewFormat> review_format(std::string_view text, const std::filesystem::path& name);

} // namespace seamline::interchange
