// decode/va_driver.h: the VA-API driver of one GPU. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/result.h"
#include "decode/media/vulkan_sharing.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace seamline::decode {

/// The file of the GPU in `folder` (/dev/dri). Errors: Unsupported, with the reason as half a
/// sentence.
Result<std::filesystem::path> find_render_node(const std::filesystem::path& folder,
                                               const std::optional<RenderNode>& gpu);

/// FFmpeg's VA-API device, and the few calls of libva that FFmpeg does not pass on.
///
/// Threads: safe.
class VaDriver {
public:
    /// Errors: Unsupported, with the reason as half a sentence.
    static Result<std::shared_ptr<const VaDriver>> open(const std::filesystem::path& node);

    const AVBufferRef& context() const { return *context_; }
    /// Of those that the driver decodes, VAProfile.
    const std::vector<int>& profiles() const { return profiles_; }
    /// Blocks until the decoder has written the surface: FFmpeg's mapping need not wait for it.
    Result<Done> wait_for(const AVFrame& surface) const;

private:
    VaDriver() = default;
    Result<Done> load();
    void find_profiles();

    BufferPtr context_;
    void* display_ = nullptr; ///< VADisplay
    int (*sync_surface_)(void*, unsigned) = nullptr;
    const char* (*error_text_)(int) = nullptr; ///< Null: codes have no words.
    std::vector<int> profiles_;
};

} // namespace seamline::decode
