// renderer/color/color_processor_state.h: what a ColorProcessor holds.
#pragma once

#include "renderer/color/color_processor.h"
#include "renderer/color/ocio.h"

namespace seamline::color {

struct ColorProcessor::State {
    OCIO::ConstProcessorRcPtr processor; // For the GPU.
    OCIO::ConstCPUProcessorRcPtr cpu;    // Without dynamic properties.
    std::string cache_id;
    std::string description;
    bool is_identity = false;
};

/// A processor for transforms that have been appended to a chain. Throws OCIO::Exception.
Result<ColorProcessor> finish_processor(std::shared_ptr<ColorProcessor::State> state);
std::shared_ptr<ColorProcessor::State> processor_state(const OCIO::Config& config,
                                                       const OCIO::GroupTransformRcPtr& transforms,
                                                       std::string description);

/// Optimized as the CPU's processor is. Throws OCIO::Exception.
OCIO::ConstProcessorRcPtr optimized(const OCIO::Processor& processor);

/// Extracts and rewrites the GLSL of `processor`; for ColorProcessor. Throws OCIO::Exception.
Result<GpuProgram> make_gpu_program(const OCIO::Processor& processor,
                                    const GpuProgramOptions& options);

} // namespace seamline::color
