// tests/support/color_program.h: runs colour programs over pixels on the GPU.
#pragma once

#include "renderer/color/color_processor.h"
#include "tests/support/gpu_test.h"

#include <span>
#include <vector>

namespace seamline::test {

/// The same pixels, RGBA, as two targets hold them.
struct ProgramOutput {
    std::vector<float> full; ///< Single precision.
    std::vector<float> half; ///< An image of VK_FORMAT_R16G16B16A16_SFLOAT, as HDR windows have.
};

/// Compiles programs into one compute shader with shaderc and applies them one after the other.
class ColorProgramTest : public GpuTest {
protected:
    /// Where the bindings of the `index`-th program of one shader go.
    static color::GpuProgramOptions options(std::uint32_t index = 0);

    /// `rgba` is a multiple of four floats; so are the results, which are empty after a failure.
    /// The dynamic programs take `grade`.
    ProgramOutput run_programs(std::span<const color::GpuProgram> programs,
                               std::span<const float> rgba, const color::Grade& grade = {});
};

} // namespace seamline::test
