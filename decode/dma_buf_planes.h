// decode/dma_buf_planes.h: what FFmpeg says of a picture in shared memory, as planes that Vulkan
// can import. Private to decode/.
#pragma once

#include "decode/media/result.h"
#include "decode/media/vulkan_sharing.h"
#include "decode/surface_plan.h"

extern "C" {
#include <libavutil/hwcontext_drm.h>
}

#include <vector>

namespace seamline::decode {

/// The planes of `picture`, in the order of `plan`. Only one layer to each plane is taken, each of
/// one memory plane: what is compressed or interleaved otherwise is not read.
/// Errors: Unsupported, with the reason as half a sentence.
Result<std::vector<DmaBufPlane>> dma_buf_planes(const AVDRMFrameDescriptor& picture,
                                                const SurfacePlan& plan);

/// Sets the objects' sizes to what the kernel says; some drivers leave them 0.
void measure_objects(AVDRMFrameDescriptor& picture);

} // namespace seamline::decode
