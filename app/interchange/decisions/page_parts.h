// app/interchange/decisions/page_parts.h: pieces that the report, the ticket and the guest page
// share.
#pragma once

#include "app/review/review.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// The bytes of a PNG or JPEG of a medium's frame, small enough for a page; none: not to be had.
/// Called on the caller's thread; may block.
using StillOf =
    std::function<std::optional<std::string>(const std::string& media_id, std::int64_t frame)>;

/// Lines of a text, escaped, joined by line breaks.
std::string markup_lines(std::string_view text);
/// "data:image/png;base64,..."; empty for bytes that are neither PNG nor JPEG.
std::string picture_url(std::string_view bytes);
/// "&#9679; keep": a sign of its own for each state, and its word.
std::string state_markup(review::DecisionState state);
/// "frame 101 (01:00:04:05)", "frames 101-112 (...)", "shot 3, frames ...", "whole take".
std::string target_words(const review::Target& target, const review::Medium& medium);
/// "motion, flicker"
std::string joined_words(const std::vector<std::string>& words);
/// "2026-11-22 10:15 UTC"; empty: not known.
std::string time_words(std::int64_t time_ms);

/// The text as a quotation, its lines kept; empty for none.
std::string quote_markup(std::string_view text);
/// "Mia, 2026-11-22 10:15 UTC"; empty where neither is known.
std::string said_markup(const std::string& author, std::int64_t time_ms);
/// A comment that starts a thread, whether it is open or resolved, and its replies.
std::string thread_markup(const review::Review& review, const review::Comment& first);
/// The frame that stands for a target: its first; of a take its middle.
std::int64_t shown_frame(const review::Target& target, const review::Medium& medium);

/// Makes figures out of stills, until there are too many for one page.
class Stills {
public:
    Stills(const review::Review& review, StillOf still_of, std::size_t most)
        : review_(review), still_of_(std::move(still_of)), most_(most) {}

    /// A `figure` of that frame with what is drawn on it; empty where there is neither.
    std::string figure(const review::Medium& medium, std::int64_t frame,
                       const std::string& caption);
    /// Pictures that were not made, because the page is full.
    std::size_t left_out() const { return left_out_; }

private:
    const review::Review& review_;
    StillOf still_of_;
    std::size_t most_;
    std::size_t made_ = 0;
    std::size_t left_out_ = 0;
};

/// Style of a page that is read in light and dark and prints on paper; put it into `style`.
extern const char* const kReviewPageStyle;

/// A whole document; `title` is plain text, `body` markup.
std::string page(const std::string& title, const std::string& body);

} // namespace seamline::interchange
