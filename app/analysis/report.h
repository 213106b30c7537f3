// app/analysis/report.h: an analysis as files that people and scripts read.
#pragma once

#include "app/analysis/review_analysis.h"
#include "app/analysis/seam_map.h"
#include "decode/media/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace seamline::analysis {

/// A map of a cut, as it was written.
struct MapPicture {
    std::string file; ///< Its name.
    SeamMapKind kind = SeamMapKind::DeltaEGraded;
    measures::HeatScale scale = measures::HeatScale::Cividis;
    double low = 0; ///< Ends of the scale, in `unit`.
    double high = 1;
    std::string unit;
};

/// Pictures of one cut, written beside the report.
struct CutPictures {
    std::string outgoing; ///< File names; empty where there is none.
    std::string incoming;
    double aspect = 1;            ///< Width by height.
    std::vector<MapPicture> maps; ///< None where the framing differs.
};

/// Writes outgoing, incoming and maps of a cut as PNG into `folder`: "cut_0001_outgoing.png",
/// "cut_0001_map.png" (delta E after the best grade), "cut_0001_relight.png" where light moved,
/// "cut_0001_itp.png" of HDR. Errors: Io.
Result<CutPictures> write_cut_pictures(const SeenSeam& seen, const std::filesystem::path& folder);
/// The same of a pair of takes: "pair_0001_outgoing.png", ...
Result<CutPictures> write_pair_pictures(const SeenPair& seen, const std::filesystem::path& folder);

/// The JSON of `analyze`, schema "seamline.analysis/1". What is not measured is null.
std::string report_json(const ReviewAnalysis& analysis);
/// One line per frame of every medium, with a header.
std::string frames_csv(const ReviewAnalysis& analysis);
/// One line per cut, with a header.
std::string cuts_csv(const ReviewAnalysis& analysis);
/// One page with everything in it; `cuts` by cut, `pairs` by pair of takes, read from `folder`.
/// Errors: Io.
Result<std::string> report_html(const ReviewAnalysis& analysis,
                                const std::vector<CutPictures>& cuts,
                                const std::filesystem::path& folder,
                                const std::vector<CutPictures>& pairs = {});

} // namespace seamline::analysis
