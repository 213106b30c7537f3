// renderer/color_transform.h: a source's colour as the compositor takes it.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/color_processor.h"

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>

namespace seamline::renderer {

/// A colour transform in the form that composite shaders include: once for a tile's picture A, once
/// for B. Immutable; made on a worker, used by the render thread. What of it lies on a device is the
/// compositor's.
///
/// Threads: any.
class ColorTransform {
public:
    /// Tables that a transform may have; configurations with more are refused.
    static constexpr std::size_t kMostTables = 12;
    static constexpr std::size_t kLongProgram = 6000; ///< Characters.

    /// Blocks: tens of milliseconds. Errors: Unsupported, when OpenColorIO's program does not fit.
    static Result<std::shared_ptr<const ColorTransform>> make(color::ColorProcessor processor);

    /// Equal for equal programs: their pipelines and tables are shared.
    const std::string& id() const { return programs_[0].cache_id(); }
    const color::ColorProcessor& processor() const { return processor_; }
    /// `side`: 0 for picture A, 1 for B.
    const color::GpuProgram& program(std::size_t side) const { return programs_[side]; }
    /// Too long for a CPU device's shaders: cameras and displays have 2000 characters and cost about
    /// as much as reading the picture, ACES output transforms have 12 000, take a second for a
    /// picture and a minute for the first one.
    bool is_long() const { return programs_[0].glsl().size() > kLongProgram; }
    /// Of the uniform block; 0: none.
    std::size_t uniform_bytes() const { return programs_[0].uniform_bytes(); }
    /// `block` has `uniform_bytes()`.
    void fill_uniforms(std::size_t side, const color::Grade& grade,
                       std::span<std::byte> block) const;

private:
    ColorTransform(color::ColorProcessor processor, color::GpuProgram a, color::GpuProgram b)
        : processor_(std::move(processor)), programs_{std::move(a), std::move(b)} {}

    color::ColorProcessor processor_;
    std::array<color::GpuProgram, 2> programs_;
    mutable std::mutex filling_; ///< Programs take one grade at a time.
};

} // namespace seamline::renderer
