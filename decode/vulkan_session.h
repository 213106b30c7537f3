// decode/vulkan_session.h: FFmpeg on the program's own Vulkan device. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/hardware_path.h"
#include "decode/media/vulkan_sharing.h"

#include <memory>

namespace seamline::decode {

/// FFmpeg's device context over the shared device. Lifetime: not after `sharing`.
/// Errors: Unsupported, with the reason as half a sentence; so before FFmpeg 6.1.
Result<BufferPtr> share_vulkan_device(const VulkanSharing& sharing);

/// A session on that context. It copies any surface of a frames context made on it.
Result<std::unique_ptr<HardwareSession>> open_vulkan_session(AVBufferRef& context,
                                                             DevicePlaneAllocator& allocator);

} // namespace seamline::decode
