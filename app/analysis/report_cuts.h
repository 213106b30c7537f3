// app/analysis/report_cuts.h: the part of the report's page that is about cuts and pairs of takes.
// Private to the report.
#pragma once

#include "app/analysis/report.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace seamline::analysis {

/// "Cut 3 to room_B, record frame 48"
std::string cut_title(const BoundaryAnalysis& one, std::size_t index);

/// A table of all cuts with links to their cards; empty without cuts.
std::string cut_table(const ReviewAnalysis& analysis);
/// A card per cut: pictures, sentence, lamps, maps, every term. `pictures` by cut, read from
/// `folder`.
std::string cut_cards(const ReviewAnalysis& analysis, const std::vector<CutPictures>& pictures,
                      const std::filesystem::path& folder);

/// A card per pair of takes: how both differ over their frames. `pictures` by pair.
std::string pair_cards(const ReviewAnalysis& analysis, const std::vector<CutPictures>& pictures,
                       const std::filesystem::path& folder);

} // namespace seamline::analysis
