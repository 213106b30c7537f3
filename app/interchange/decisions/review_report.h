// app/interchange/decisions/review_report.h: a review as one page that can be mailed and printed.
#pragma once

#include "app/interchange/decisions/page_parts.h"
#include "app/review/review.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace seamline::interchange {

struct ReportOptions {
    StillOf still_of; ///< None: the page has no pictures.
    /// What was measured, lines of text by media_id.
    std::map<std::string, std::vector<std::string>> findings;
    std::string date;                ///< Shown under the title; empty: left out.
    std::size_t most_stills = 1'000; ///< A page must stay one that can be opened.
};

/// HTML without anything outside of it: progress, where people disagree, then shots with their
/// takes, decisions, comments, drawings over their frames, and findings. Deterministic.
std::string write_review_report(const review::Review& review, const ReportOptions& options = {});

/// Decisions of different people on the same frames of one medium that are not the same; each list
/// has two or more.
std::vector<std::vector<const review::Decision*>> disagreements(const review::Review& review);

} // namespace seamline::interchange
