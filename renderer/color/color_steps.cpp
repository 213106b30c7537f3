#include "renderer/color/color_steps.h"

#include "renderer/color/color_processor_state.h"

#include <limits>
#include <utility>

namespace seamline::color {
namespace {

// Luminance of ACEScg, by which ACES adapts to a dim surround (ACES ODT Common, AP1_RGB2Y), and of
// Rec. ITU-R BT.2100 (table 5).
constexpr glm::vec3 kAp1Luminance{0.27222871678091454F, 0.67408176581114831F,
                                  0.053689517407937051F};
constexpr glm::vec3 kBt2100Luminance{0.2627F, 0.6780F, 0.0593F};

bool is_per_channel(const OCIO::ConstTransformRcPtr& transform) {
    switch (transform->getTransformType()) {
    case OCIO::TRANSFORM_TYPE_EXPONENT:
    case OCIO::TRANSFORM_TYPE_EXPONENT_WITH_LINEAR:
    case OCIO::TRANSFORM_TYPE_EXPOSURE_CONTRAST:
    case OCIO::TRANSFORM_TYPE_GRADING_RGB_CURVE:
    case OCIO::TRANSFORM_TYPE_LOG:
    case OCIO::TRANSFORM_TYPE_LOG_AFFINE:
    case OCIO::TRANSFORM_TYPE_LOG_CAMERA:
    case OCIO::TRANSFORM_TYPE_RANGE:
        return true;
    case OCIO::TRANSFORM_TYPE_LUT1D:
        return OCIO::DynamicPtrCast<const OCIO::Lut1DTransform>(transform)->getHueAdjust() ==
               OCIO::HUE_NONE;
    case OCIO::TRANSFORM_TYPE_CDL:
        return OCIO::DynamicPtrCast<const OCIO::CDLTransform>(transform)->getSat() == 1;
    default:
        return false;
    }
}

ColorStep matrix_step(const OCIO::MatrixTransform& transform) {
    double m[16];
    double offset[4];
    transform.getMatrix(m);
    transform.getOffset(offset);
    ColorStep step;
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) step.matrix[column][row] = m[4 * row + column];
        step.offset[row] = offset[row];
    }
    if (transform.getDirection() == OCIO::TRANSFORM_DIR_INVERSE) {
        step.matrix = glm::inverse(step.matrix);
        step.offset = -(step.matrix * step.offset);
    }
    return step;
}

bool is_diagonal(const glm::dmat3& m) {
    return m == glm::dmat3(m[0][0], 0, 0, 0, m[1][1], 0, 0, 0, m[2][2]);
}

/// Only of plain limits, which scale nothing.
std::optional<ColorStep> limits_step(const OCIO::RangeTransform& range) {
    const bool has_low = range.hasMinInValue();
    const bool has_high = range.hasMaxInValue();
    if (range.getStyle() != OCIO::RANGE_CLAMP || has_low != range.hasMinOutValue() ||
        has_high != range.hasMaxOutValue())
        return {};
    if ((has_low && range.getMinInValue() != range.getMinOutValue()) ||
        (has_high && range.getMaxInValue() != range.getMaxOutValue()))
        return {};
    constexpr float unlimited = std::numeric_limits<float>::max();
    ColorStep step;
    step.kind = StepKind::Limits;
    step.low = glm::vec3(has_low ? static_cast<float>(range.getMinInValue()) : -unlimited);
    step.high = glm::vec3(has_high ? static_cast<float>(range.getMaxInValue()) : unlimited);
    return step;
}

ColorProcessor processor_of(const OCIO::GroupTransformRcPtr& transforms) {
    return finish_processor(processor_state(*OCIO::Config::CreateRaw(), transforms, "")).value();
}

ColorProcessor processor_of(const OCIO::ConstTransformRcPtr& transform) {
    return processor_of(group_transform({transform->createEditableCopy()}));
}

std::optional<ColorStep> fixed_step(const OCIO::ConstTransformRcPtr& transform) {
    const auto fixed = OCIO::DynamicPtrCast<const OCIO::FixedFunctionTransform>(transform);
    const bool is_forward = fixed->getDirection() == OCIO::TRANSFORM_DIR_FORWARD;
    ColorStep step;
    switch (fixed->getStyle()) {
    case OCIO::FIXED_FUNCTION_ACES_RED_MOD_10:
        step.kind = StepKind::AcesRed;
        return is_forward ? std::optional(step) : std::nullopt;
    case OCIO::FIXED_FUNCTION_ACES_GLOW_10:
        step.kind = StepKind::AcesGlow;
        return is_forward ? std::optional(step) : std::nullopt;
    case OCIO::FIXED_FUNCTION_ACES_DARK_TO_DIM_10:
        step.weights = kAp1Luminance;
        break;
    case OCIO::FIXED_FUNCTION_REC2100_SURROUND:
        step.weights = kBt2100Luminance;
        break;
    default:
        return {};
    }
    step.kind = StepKind::LuminanceGain;
    step.curves = processor_of(transform);
    return step;
}

/// Saturation round the luma of BT.709. Source: ASC CDL specification 1.2.
ColorStep saturation_step(double saturation) {
    constexpr glm::dvec3 luma{0.2126, 0.7152, 0.0722};
    ColorStep step;
    for (int column = 0; column < 3; ++column)
        for (int row = 0; row < 3; ++row)
            step.matrix[column][row] =
                (1 - saturation) * luma[column] + (row == column ? saturation : 0);
    return step;
}

/// Collects steps; transforms of single channels wait in a group until something else comes.
class Steps {
public:
    /// False: no step describes it.
    bool add(const OCIO::ConstTransformRcPtr& transform) {
        if (transform->getTransformType() == OCIO::TRANSFORM_TYPE_MATRIX) {
            const ColorStep step =
                matrix_step(*OCIO::DynamicPtrCast<const OCIO::MatrixTransform>(transform));
            if (is_diagonal(step.matrix)) {
                waiting_->appendTransform(transform->createEditableCopy());
                scale_ = step;
                return true;
            }
            flush();
            return push(step);
        }
        if (is_per_channel(transform)) {
            waiting_->appendTransform(transform->createEditableCopy());
            return true;
        }
        if (const auto cdl = OCIO::DynamicPtrCast<const OCIO::CDLTransform>(transform))
            return add_saturated(*cdl);
        if (transform->getTransformType() != OCIO::TRANSFORM_TYPE_FIXED_FUNCTION) return false;
        flush();
        const std::optional<ColorStep> step = fixed_step(transform);
        return step && push(*step);
    }

    std::vector<ColorStep> take() {
        flush();
        return std::move(steps_);
    }

private:
    /// Slope, offset and power of each channel; saturation; in ASC's style limits again.
    bool add_saturated(const OCIO::CDLTransform& cdl) {
        if (cdl.getDirection() != OCIO::TRANSFORM_DIR_FORWARD) return false;
        const OCIO::TransformRcPtr each = cdl.createEditableCopy();
        OCIO::DynamicPtrCast<OCIO::CDLTransform>(each)->setSat(1);
        waiting_->appendTransform(each);
        flush();
        push(saturation_step(cdl.getSat()));
        if (cdl.getStyle() == OCIO::CDL_NO_CLAMP) return true;
        ColorStep limits;
        limits.kind = StepKind::Limits;
        limits.high = glm::vec3(1);
        return push(limits);
    }

    bool push(const ColorStep& step) {
        const bool is_matrix = step.kind == StepKind::Matrix;
        if (!is_matrix || steps_.empty() || steps_.back().kind != StepKind::Matrix) {
            steps_.push_back(step);
            return true;
        }
        ColorStep& last = steps_.back();
        last.offset = step.matrix * last.offset + step.offset;
        last.matrix = step.matrix * last.matrix;
        return true;
    }

    /// A lone scale is a matrix and a lone range are limits: both cost less than curves.
    void flush() {
        if (waiting_->getNumTransforms() == 0) return;
        const auto group = std::exchange(waiting_, OCIO::GroupTransform::Create());
        const auto first = group->getTransform(0);
        if (group->getNumTransforms() == 1) {
            if (first->getTransformType() == OCIO::TRANSFORM_TYPE_MATRIX) {
                push(scale_);
                return;
            }
            if (const auto range = OCIO::DynamicPtrCast<OCIO::RangeTransform>(first))
                if (const auto step = limits_step(*range)) {
                    push(*step);
                    return;
                }
        }
        ColorStep step;
        step.kind = StepKind::Curves;
        step.curves = processor_of(group);
        push(step);
    }

    std::vector<ColorStep> steps_;
    OCIO::GroupTransformRcPtr waiting_ = OCIO::GroupTransform::Create();
    ColorStep scale_; ///< The last matrix in `waiting_`.
};

} // namespace

Result<std::optional<std::vector<ColorStep>>> color_steps(const ColorProcessor& processor) {
    using Found = std::optional<std::vector<ColorStep>>;
    try {
        // That of the CPU's processor, so that both compute the same.
        const OCIO::ConstGroupTransformRcPtr transforms =
            optimized(*processor.state().processor)->createGroupTransform();
        Steps steps;
        for (int i = 0; i < transforms->getNumTransforms(); ++i)
            if (!steps.add(transforms->getTransform(i))) return Found{};
        return Found(steps.take());
    } catch (const std::exception& failure) {
        return ocio_error(ErrorCode::Unsupported, "", failure);
    }
}

} // namespace seamline::color
