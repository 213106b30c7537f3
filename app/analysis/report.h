// app/analysis/report.h: an analysis as files that people and scripts read.
#pragma once

#include "app/analysis/review_analysis.h"
#include "decode/media/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace seamline::analysis {

/// Pictures of one cut, written beside the report.
struct CutPictures {
    std::string outgoing; ///< File names; empty where there is none.
    std::string incoming;
    std::string map; ///< Delta E after the best grade; empty where the framing differs.
};

/// Writes outgoing, incoming and map of a cut as PNG into `folder`: "cut_0001_outgoing.png", ...
/// Errors: Io.
Result<CutPictures> write_cut_pictures(const SeenSeam& seen, const std::filesystem::path& folder);

/// The JSON of `analyze`, schema "seamline.analysis/1". What is not measured is null.
std::string report_json(const ReviewAnalysis& analysis);
/// One line per frame of every medium, with a header.
std::string frames_csv(const ReviewAnalysis& analysis);
/// One line per cut, with a header.
std::string cuts_csv(const ReviewAnalysis& analysis);
/// One page with everything in it; `pictures` by cut, read from `folder`. Errors: Io.
Result<std::string> report_html(const ReviewAnalysis& analysis,
                                const std::vector<CutPictures>& pictures,
                                const std::filesystem::path& folder);

} // namespace seamline::analysis
