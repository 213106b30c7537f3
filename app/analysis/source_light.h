// app/analysis/source_light.h: the light of one medium, and whether its colour space is known.
#pragma once

#include "app/analysis/measure_source.h"
#include "decode/media/color_tags.h"
#include "decode/media/result.h"
#include "renderer/measures/working_picture.h"

#include <filesystem>
#include <string>

namespace seamline::analysis {

struct SourceLight {
    measures::AnalysisLight light;
    std::string input_space;
    bool confirmed = false; ///< By a person, the file's own tags or a rule of the configuration.
};

/// Errors: as color::analysis_processor, after the file's name.
Result<SourceLight> source_light(const color::ColorConfig& config, const MeasureColor& color,
                                 const ColorTags& tags, const std::filesystem::path& path);

} // namespace seamline::analysis
