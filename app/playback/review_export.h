// app/playback/review_export.h: a review as files for other programs and people, with pictures that
// the player's own passes make.
#pragma once

#include "app/interchange/decisions/review_formats.h"
#include "app/interchange/edit.h"
#include "app/review/review.h"
#include "decode/media/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::playback {

/// One thing that a review can be written as.
struct ReviewProduct {
    const char* word;    ///< "resolve", "report", "ticket", "guest": what commands call it.
    const char* name;    ///< "Resolve marker EDL"
    const char* purpose; ///< Who takes it, and how, on one line.
};
/// All, the most wanted first.
const std::vector<ReviewProduct>& review_products();

struct ReviewExportRequest {
    std::string product; ///< A word of review_products.
    std::filesystem::path folder;
    const interchange::Edit* cut = nullptr; ///< What markers go to; null: the takes themselves.
    interchange::ListOptions list;
    bool pictures = true;    ///< In reports and tickets, of media that are where they were.
    bool hide_names = false; ///< On the guest page.
    /// What was measured, in lines, by media id.
    std::map<std::string, std::vector<std::string>> findings;
    /// Called with what is made and how much of all is done, [0, 1].
    std::function<void(const std::string& what, double done)> progress;
    std::function<bool()> cancelled;
};

struct ReviewExport {
    std::vector<std::string> files;  ///< In the folder.
    std::vector<std::string> losses; ///< What the product does not carry, one line each.
};

/// Blocks: decodes and renders where there are pictures. Threads: any. Errors: InvalidArgument: no
/// such product, or nothing to write; Io; Cancelled; those of the writers and of decoding.
Result<ReviewExport> export_review(const review::Review& review,
                                   const ReviewExportRequest& request);

/// What is said of these media alone.
review::Review only_media(review::Review review, const std::vector<std::string>& media_ids);

} // namespace seamline::playback
