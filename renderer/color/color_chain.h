// renderer/color/color_chain.h: the list of OpenColorIO transforms behind a ColorProcessor.
#pragma once

#include "renderer/color/color_config_state.h"
#include "renderer/color/color_processor.h"
#include "renderer/color/ocio.h"
#include "renderer/color/source_color.h"

#include <string>

namespace seamline::color {

/// Appends transforms and remembers the space that pixels are in. Every step reports what is
/// missing as an Error.
class ColorChain {
public:
    /// Pixels start in `space`, which exists, and will be shown by `view`.
    ColorChain(const ColorConfig& config, std::string space, std::string view);

    Result<Done> convert_to(const std::string& space);
    /// With a dynamic use the grade's values are left to GpuProgram::fill_uniforms.
    Result<Done> grade(const SourceColor& source, GradeUse use);
    Result<Done> look(const std::string& name);
    /// Ends in the code values of the display. `view` is complete.
    Result<Done> show(const ViewColor& view);
    /// Appends the calibration table and the range.
    Result<Done> calibrate(const ViewColor& view);
    void append(OCIO::TransformRcPtr transform, const std::string& word);

    const OCIO::GroupTransformRcPtr& transforms() const { return transforms_; }
    const std::string& description() const { return description_; }

private:
    /// The built-in view leaves this space's code values as they are. OpenColorIO finds that out by
    /// itself except for PQ and HLG, whose tables it does not see through.
    bool is_already_shown(const ViewColor& view) const;
    Result<Done> expose(const Grade& grade, GradeUse use);
    Result<Done> correct(const SourceColor& source, const std::string& grade_space, GradeUse use);
    Result<Done> apply_lut(const SourceColor& source, const std::string& grade_space);
    /// The space of that name as the view reads it.
    Result<std::string> existing(const std::string& space, const char* what) const;

    ColorConfig config_;
    OCIO::GroupTransformRcPtr transforms_;
    std::string space_;
    std::string view_;
    std::string description_;
};

/// The values of `view` with defaults filled in. Errors: NotFound, naming what there is.
Result<ViewColor> complete_view(const ColorConfig& config, const ViewColor& view);

/// The space through which `source` is read under `view`. Errors: NotFound.
Result<std::string> input_space(const ColorConfig& config, const SourceColor& source,
                                const std::string& view);

/// The offset, gamma and saturation of a grade as the dynamic transform has them.
OCIO::GradingPrimary grading_primary(const Grade& grade);

} // namespace seamline::color
