#include "renderer/color/analysis_space.h"

#include "renderer/color/chromaticity.h"
#include "renderer/color/color_chain.h"
#include "renderer/color/color_processor_state.h"

#include <string>

namespace seamline::color {
namespace {

OCIO::TransformRcPtr clip_to_codes() {
    const auto range = OCIO::RangeTransform::Create();
    range->setMinInValue(0);
    range->setMinOutValue(0);
    range->setMaxInValue(1);
    range->setMaxOutValue(1);
    return range;
}

// The display colour space whose code values the view ends in; empty when there is none.
std::string display_space(const ColorConfig& config, const ViewColor& view) {
    const OCIO::Config& ocio = *config.state().config;
    const char* name = ocio.getDisplayViewColorSpaceName(view.display.c_str(), view.view.c_str());
    std::string space = name ? name : "";
    if (space == OCIO::OCIO_VIEW_USE_DISPLAY_NAME) space = view.display;
    const auto found = ocio.getColorSpace(space.c_str());
    const bool known = found && !found->isData() &&
                       found->getReferenceSpaceType() == OCIO::REFERENCE_SPACE_DISPLAY;
    return known ? space : "";
}

// Code values of `space` to linear BT.709, through the configuration's own interchange space.
bool append_decoding(const ColorConfig& config, const std::string& space, ColorChain& chain) {
    const auto decode = OCIO::ColorSpaceTransform::Create();
    decode->setSrc(space.c_str());
    decode->setDataBypass(false);
    if (config.is_built_in()) {
        decode->setDst(kDisplayLinear);
        chain.append(decode, "light");
        return true;
    }
    const std::string xyz = config.space_named("cie_xyz_d65_interchange");
    if (space.empty() || xyz.empty()) return false;
    decode->setDst(xyz.c_str());
    chain.append(decode, "light");
    chain.append(matrix_transform(glm::inverse(rgb_to_xyz(kBt709))), "");
    return true;
}

Result<Done> append_view(const ColorConfig& config, const ViewColor& view, ColorChain& chain) {
    if (const auto done = chain.look(view.look); !done) return done;
    if (const auto done = chain.show(view); !done) return done;
    chain.append(clip_to_codes(), "");
    const std::string space = display_space(config, view);
    if (space.empty() || !append_decoding(config, space, chain)) {
        chain.append(power_transform(2.4), "light, BT.1886 assumed");
    }
    return Done{};
}

Result<ColorProcessor> make(const ColorConfig& config, const SourceColor& source,
                            const ViewColor& wanted, AnalysisSpace target) {
    const auto view = complete_view(config, wanted);
    if (!view) return view.error();
    const auto space = input_space(config, source, view.value().view);
    if (!space) return space.error();
    ColorChain chain(config, space.value(), view.value().view);
    if (const auto done = chain.grade(source, GradeUse::Fixed); !done) return done.error();
    if (target == AnalysisSpace::AsViewed) {
        if (const auto done = append_view(config, view.value(), chain); !done) return done.error();
    } else {
        const std::string linear = config.scene_linear_space();
        if (linear.empty()) {
            return Error{ErrorCode::Unsupported, "the colour configuration (" + config.name() +
                                                     ") has no scene_linear role"};
        }
        if (const auto done = chain.convert_to(linear); !done) return done.error();
    }
    return finish_processor(
        processor_state(*config.state().config, chain.transforms(), chain.description()));
}

} // namespace

Result<ColorProcessor> analysis_processor(const ColorConfig& config, const SourceColor& source,
                                          const ViewColor& view, AnalysisSpace space) {
    try {
        return make(config, source, view, space);
    } catch (const std::exception& failure) {
        return ocio_error(ErrorCode::Unsupported, config.is_built_in() ? "" : config.name(),
                          failure);
    }
}

} // namespace seamline::color
