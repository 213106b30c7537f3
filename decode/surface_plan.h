// decode/surface_plan.h: where the planes of a decoder's surface go in a block of the frame cache.
// Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/decoded_frame.h"
#include "decode/media/result.h"
#include "decode/media/vulkan_sharing.h"
#include "decode/plane_buffers.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace seamline::decode {

struct SurfacePlan {
    PixelLayout layout;
    PlanePlan planes;
    Extent picture; ///< What is copied.
    Extent surface; ///< What the decoder allocated; at least `picture`.

    std::size_t plane_count() const { return static_cast<std::size_t>(planes.plane_count); }
    /// `whole` in the samples of plane `plane`.
    Extent of_plane(std::size_t plane, Extent whole) const;
};

/// Of a surface with a frames context. Errors: Unsupported, with the reason as half a sentence.
Result<SurfacePlan> plan_surface(const AVFrame& surface);

/// Planes of one image, or one image to each.
std::vector<DecodedPlane> planes_to_copy(const SurfacePlan& plan, std::size_t image_count);

/// When a copy is done.
struct CopyDone {
    std::shared_ptr<const DeviceSignal> signal;
    std::uint64_t value = 0;
};

/// Makes `published` the copy in `block`.
void describe_copy(const SurfacePlan& plan, std::shared_ptr<const PlaneMemory> block, CopyDone done,
                   DecodedFrame& published);

} // namespace seamline::decode
