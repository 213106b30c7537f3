#include "decode/surface_plan.h"

#include "decode/pixel_formats.h"

extern "C" {
#include <libavutil/hwcontext.h>
}

#include <optional>
#include <utility>

namespace seamline::decode {

Extent SurfacePlan::of_plane(std::size_t plane, Extent whole) const {
    // Components that share a plane share its subsampling.
    bool is_chroma = false;
    for (std::size_t c = 1; c <= 2 && layout.model == ColorModel::YCbCr; ++c)
        is_chroma = is_chroma || (c < static_cast<std::size_t>(layout.component_count) &&
                                  layout.components[c].plane == plane);
    if (!is_chroma) return whole;
    return {AV_CEIL_RSHIFT(whole.width, layout.chroma_shift_x),
            AV_CEIL_RSHIFT(whole.height, layout.chroma_shift_y)};
}

Result<SurfacePlan> plan_surface(const AVFrame& surface) {
    if (surface.hw_frames_ctx == nullptr)
        return Error{ErrorCode::Unsupported, "its surfaces do not say what they hold"};
    const auto* frames = reinterpret_cast<const AVHWFramesContext*>(surface.hw_frames_ctx->data);
    std::optional<PixelLayout> layout = describe_layout(frames->sw_format);
    const std::optional<PlanePlan> planes =
        plan_planes(frames->sw_format, surface.width, surface.height);
    if (!layout || !planes || surface.width > frames->width || surface.height > frames->height)
        return Error{ErrorCode::Unsupported, "its surfaces have a format that nothing shows"};
    return SurfacePlan{.layout = std::move(*layout),
                       .planes = *planes,
                       .picture = {surface.width, surface.height},
                       .surface = {frames->width, frames->height}};
}

std::vector<DecodedPlane> planes_to_copy(const SurfacePlan& plan, std::size_t image_count) {
    std::vector<DecodedPlane> planes(plan.plane_count());
    const bool has_image_each = image_count == planes.size();
    for (int c = 0; c < plan.layout.component_count; ++c) {
        const ComponentLayout& component = plan.layout.components[static_cast<std::size_t>(c)];
        const std::size_t p = component.plane;
        const Extent extent = plan.of_plane(p, plan.picture);
        planes[p] = {.image = has_image_each ? p : 0,
                     .aspect = has_image_each ? -1 : static_cast<int>(p),
                     .width = extent.width,
                     .height = extent.height,
                     .offset_bytes = plan.planes.offset_bytes[p],
                     .texels_per_row = plan.planes.stride_bytes[p] / component.step_bytes};
    }
    return planes;
}

void describe_copy(const SurfacePlan& plan, std::shared_ptr<const PlaneMemory> block, CopyDone done,
                   DecodedFrame& published) {
    published.layout = plan.layout;
    for (std::size_t i = 0; i < plan.plane_count(); ++i) {
        published.plane_offset_bytes[i] = plan.planes.offset_bytes[i];
        published.stride_bytes[i] = plan.planes.stride_bytes[i];
    }
    published.memory = std::move(block);
    published.written = std::move(done.signal);
    published.written_value = done.value;
}

} // namespace seamline::decode
