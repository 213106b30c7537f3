#include "app/analysis/source_light.h"

#include "renderer/color/analysis_space.h"
#include "renderer/color/input_guess.h"

#include <utility>

namespace seamline::analysis {

Result<SourceLight> source_light(const color::ColorConfig& config, const MeasureColor& color,
                                 const ColorTags& tags, const std::filesystem::path& path) {
    color::SourceColor source = color.source;
    bool confirmed = true;
    if (source.input_space.empty()) {
        color::InputGuess guess = color::guess_input_space(config, tags, path);
        confirmed = guess.confirmed;
        source.input_space = std::move(guess.space);
    }
    auto processor = color::analysis_processor(config, source, color.view);
    if (!processor)
        return Error{processor.error().code, path.string() + ": " + processor.error().message};
    return SourceLight{measures::AnalysisLight(std::move(processor).value()), source.input_space,
                       confirmed};
}

} // namespace seamline::analysis
