// app/cli/scope_report.h: what the scopes command tells, as JSON and as text.
#pragma once

#include "renderer/color/input_guess.h"
#include "renderer/scopes/graticule.h"
#include "renderer/scopes/scope_bins.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::cli {

struct CountedScopes {
    std::string file;
    std::int64_t frame = 0;
    std::string backend; ///< "cpu" or "vulkan"
    std::string device;  ///< "cpu" or the Vulkan device's name.
    std::string signal;  ///< View and display behind which it was counted; empty: the source's.
    Rect region;         ///< In the visible picture.
    std::vector<std::string> guessed; ///< Tags that the file does not carry: see guessed_names.
    std::optional<color::InputGuess> input; ///< What the file is read as; behind a view only.
    std::vector<std::uint32_t> words;
    renderer::ScopeBins bins; ///< Of `words`.
    std::optional<renderer::ScopeSample> sample;
    std::optional<glm::dvec2> sample_xy; ///< See renderer::sample_xy.
    std::vector<std::string> pictures; ///< Files that were written.
};

/// The object of `scopes --json`: waveforms are rows of levels from 0 upwards, the vectorscope rows
/// of Cr.
nlohmann::json scopes_json(const CountedScopes& counted);

/// Lowest, mean and highest levels, the sample and the files, to stdout.
void print(const CountedScopes& counted);

} // namespace seamline::cli
