// renderer/color/color_processor.h: all of a source's colour, from its code values to the screen's.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/color_config.h"
#include "renderer/color/gpu_program.h"
#include "renderer/color/source_color.h"

#include <memory>
#include <span>
#include <string>

namespace seamline::color {

enum class GradeUse : std::uint8_t {
    Fixed,   ///< Neutral values cost nothing; other values need another processor.
    Dynamic, ///< `Grade` can be changed on the GPU program while a slider is dragged.
};

/// One transform from R'G'B' in a source's input space (after matrix and range; any range, floats)
/// to R'G'B' of a display, or to linear light for measures. Immutable; copies share it.
/// Threads: any.
class ColorProcessor {
public:
    /// What `view` shows of `source`. Blocks: reads the CDL and the LUTs. Errors: one line, naming
    /// the file and line where there is one: NotFound (space, display, view, look, file, CDL id),
    /// InvalidArgument (a value out of its range), Unsupported, Corrupt, TooLarge.
    static Result<ColorProcessor> viewed(const ColorConfig& config, const SourceColor& source,
                                         const ViewColor& view, GradeUse use = GradeUse::Fixed);

    /// Changes with everything that changes the result, except a dynamic grade.
    const std::string& cache_id() const;
    /// The result is the input, for every value. A dynamic grade is never an identity.
    bool is_identity() const;
    /// The steps in words, for the inspector: "ARRI LogC4 > exposure > Video (colorimetric)".
    const std::string& description() const;

    /// Transforms pixels in place, with the grade that `viewed` was given. `channels` is 3 or 4;
    /// alpha is left alone. The oracle of the GPU program: no approximations of powers and
    /// logarithms.
    void apply(std::span<float> pixels, int channels) const;

    /// The same as GLSL. Blocks: tens of milliseconds. Errors: Unsupported, when OpenColorIO's text
    /// has something that this program cannot place.
    Result<GpuProgram> gpu_program(const GpuProgramOptions& options) const;

    struct State;
    /// For the files of this folder.
    const State& state() const { return *state_; }

private:
    friend Result<ColorProcessor> finish_processor(std::shared_ptr<State> state);
    explicit ColorProcessor(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

} // namespace seamline::color
