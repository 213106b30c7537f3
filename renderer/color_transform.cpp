#include "renderer/color_transform.h"

#include "renderer/passes/composite_bindings.h"

namespace seamline::renderer {

Result<std::shared_ptr<const ColorTransform>>
ColorTransform::make(color::ColorProcessor processor) {
    auto a = processor.gpu_program(color_program_options(0));
    if (!a) return a.error();
    auto b = processor.gpu_program(color_program_options(1));
    if (!b) return b.error();
    const std::size_t tables = a.value().textures().size();
    if (tables > kMostTables) {
        return Error{ErrorCode::Unsupported,
                     "the colour transform needs " + std::to_string(tables) +
                         " tables; at most " + std::to_string(kMostTables) + " fit"};
    }
    return std::shared_ptr<const ColorTransform>(new ColorTransform(
        std::move(processor), std::move(a).value(), std::move(b).value()));
}

void ColorTransform::fill_uniforms(std::size_t side, const color::Grade& grade,
                                   std::span<std::byte> block) const {
    const std::scoped_lock lock(filling_);
    programs_[side].fill_uniforms(grade, block);
}

} // namespace seamline::renderer
