#include "renderer/color/color_chain.h"
#include "renderer/color/color_processor_state.h"

#include <cassert>

namespace seamline::color {
namespace {

// What OpenColorIO calls very good, without its approximations of powers and logarithms.
OCIO::OptimizationFlags cpu_optimization() {
    return static_cast<OCIO::OptimizationFlags>(
        static_cast<unsigned long>(OCIO::OPTIMIZATION_VERY_GOOD) &
        ~static_cast<unsigned long>(OCIO::OPTIMIZATION_FAST_LOG_EXP_POW));
}

Result<ColorChain> view_chain(const ColorConfig& config, const SourceColor& source,
                              const ViewColor& wanted, GradeUse use) {
    const auto view = complete_view(config, wanted);
    if (!view) return view.error();
    const auto space = input_space(config, source, view.value().view);
    if (!space) return space.error();
    ColorChain chain(config, space.value(), view.value().view);
    if (const auto done = chain.grade(source, use); !done) return done.error();
    if (const auto done = chain.look(view.value().look); !done) return done.error();
    if (const auto done = chain.show(view.value()); !done) return done.error();
    if (const auto done = chain.calibrate(view.value()); !done) return done.error();
    return chain;
}

Result<ColorProcessor> view_processor(const ColorConfig& config, const SourceColor& source,
                                      const ViewColor& view, GradeUse use) {
    const auto fixed = view_chain(config, source, view, GradeUse::Fixed);
    if (!fixed) return fixed.error();
    const OCIO::Config& ocio = *config.state().config;
    auto state = processor_state(ocio, fixed.value().transforms(), fixed.value().description());
    if (!config.is_built_in())
        if (const auto sound = config.state().files.check(*state->processor); !sound)
            return sound.error();
    if (use == GradeUse::Dynamic && !source.bypass) {
        const auto dynamic = view_chain(config, source, view, use);
        if (!dynamic) return dynamic.error();
        state->processor = ocio.getProcessor(dynamic.value().transforms());
        state->cache_id = state->processor->getCacheID();
        state->description = dynamic.value().description();
        state->is_identity = false;
    }
    return finish_processor(std::move(state));
}

} // namespace

OCIO::ConstProcessorRcPtr optimized(const OCIO::Processor& processor) {
    return processor.getOptimizedProcessor(OCIO::BIT_DEPTH_F32, OCIO::BIT_DEPTH_F32,
                                           cpu_optimization());
}

std::shared_ptr<ColorProcessor::State> processor_state(const OCIO::Config& config,
                                                       const OCIO::GroupTransformRcPtr& transforms,
                                                       std::string description) {
    auto state = std::make_shared<ColorProcessor::State>();
    state->processor = config.getProcessor(transforms);
    state->cpu = state->processor->getOptimizedCPUProcessor(
        OCIO::BIT_DEPTH_F32, OCIO::BIT_DEPTH_F32, cpu_optimization());
    state->cache_id = state->cpu->getCacheID();
    state->description = std::move(description);
    state->is_identity = state->cpu->isNoOp();
    return state;
}

Result<ColorProcessor> finish_processor(std::shared_ptr<ColorProcessor::State> state) {
    return ColorProcessor(std::move(state));
}

Result<ColorProcessor> ColorProcessor::viewed(const ColorConfig& config, const SourceColor& source,
                                              const ViewColor& view, GradeUse use) {
    try {
        return view_processor(config, source, view, use);
    } catch (const std::exception& failure) {
        if (config.is_built_in()) return ocio_error(ErrorCode::Unsupported, "", failure);
        return processor_error(*config.state().config, config.name(), failure);
    }
}

const std::string& ColorProcessor::cache_id() const { return state_->cache_id; }
bool ColorProcessor::is_identity() const { return state_->is_identity; }
const std::string& ColorProcessor::description() const { return state_->description; }

void ColorProcessor::apply(std::span<float> pixels, int channels) const {
    assert(channels == 3 || channels == 4);
    const std::size_t step = static_cast<std::size_t>(channels);
    const std::size_t count = pixels.size() / step;
    if (count == 0 || state_->is_identity) return;
    OCIO::PackedImageDesc image(pixels.data(), static_cast<long>(count), 1, channels);
    state_->cpu->apply(image);
}

Result<GpuProgram> ColorProcessor::gpu_program(const GpuProgramOptions& options) const {
    try {
        return make_gpu_program(*state_->processor, options);
    } catch (const std::exception& failure) {
        return ocio_error(ErrorCode::Unsupported, "", failure);
    }
}

} // namespace seamline::color
