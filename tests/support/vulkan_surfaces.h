// tests/support/vulkan_surfaces.h: pictures in images of FFmpeg's on the program's own Vulkan
// device, as its Vulkan decoders hand them out.
#pragma once

#include "decode/vulkan_session.h"

namespace seamline::test {

enum class SurfaceImages { MultiPlane, OneToAPlane };

/// A pool of surfaces of one format and size.
class VulkanSurfaces {
public:
    /// Throws std::runtime_error when FFmpeg refuses the format.
    VulkanSurfaces(AVBufferRef& context, AVPixelFormat format, int width, int height,
                   SurfaceImages images);
    ~VulkanSurfaces();
    VulkanSurfaces(const VulkanSurfaces&) = delete;
    VulkanSurfaces& operator=(const VulkanSurfaces&) = delete;

    decode::FramePtr take() const;
    /// Starts the upload of `picture`.
    static void upload(const AVFrame& picture, AVFrame& surface);
    /// Makes FFmpeg drop the surfaces of its last uploads, which it keeps until as many transfers
    /// have followed, and which keep it.
    void let_go() const;

private:
    decode::BufferPtr frames_;
};

/// What a decoder hands out for `format`: its semi-planar cousin where chroma is 4:2:0.
AVPixelFormat decoders_format(AVPixelFormat format);

/// The same samples in another layout.
decode::FramePtr converted(const AVFrame& picture, AVPixelFormat format);

/// Decodes in software, uploads every picture, and goes on as the Vulkan decoder does: all of the
/// product's path but the decoder. It calls itself "vulkan".
std::unique_ptr<decode::HardwarePath> make_uploading_path(decode::BufferPtr context);

} // namespace seamline::test
