// app/analysis/grade_export.h: a fitted grade as files that grading programs read.
#pragma once

#include "renderer/measures/grade_fit.h"

#include <string>
#include <string_view>

namespace seamline::analysis {

/// What the grade is for, in the file's comments.
struct GradeLabel {
    std::string id; ///< Of the correction: letters, digits, '-', '_', '.'; others become '_'.
    std::string description; ///< "take_b.mp4 frame 24 towards take_a.mp4 frame 22"
};

/// Where in the chain both belong, in words; every file says it.
extern const char* const kGradePlace;

/// ASC CDL 1.2 as ColorCorrection (.cc) and as ColorDecisionList (.cdl) XML.
std::string cc_text(const measures::GradeFit& grade, const GradeLabel& label);
std::string cdl_text(const measures::GradeFit& grade, const GradeLabel& label);

/// The best grade (which a CDL only approaches) as a .cube of `edge`^3 entries over [0, 1] of the
/// same encoding. Source of the format: Adobe, "Cube LUT Specification", version 1.0.
std::string cube_text(const measures::GradeFit& grade, const GradeLabel& label, int edge = 33);

} // namespace seamline::analysis
