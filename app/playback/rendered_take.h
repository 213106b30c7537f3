// app/playback/rendered_take.h: frames of one medium as the player shows it, for pages and proxies.
#pragma once

#include "app/playback/player.h"
#include "renderer/frame_renderer.h"
#include "renderer/vulkan/device.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace seamline::playback {

/// Threads: confined. Blocks: decodes and renders.
class RenderedTake {
public:
    /// Errors: as Player::wait_opened.
    static Result<RenderedTake> open(const renderer::Device& device,
                                     const std::filesystem::path& path);

    std::int64_t frame_count() const; ///< Of the medium, whatever its rate varies.
    Rational frame_rate() const;
    /// The upright picture with square pixels, no larger than `most` on its longer side, of even
    /// sizes.
    Extent size(int most) const;
    /// Display-referred, 8 bits. Errors: NotFound; those of the decoder.
    Result<renderer::RenderedPicture> at(std::int64_t frame, Extent size);

private:
    RenderedTake() = default;
    std::unique_ptr<Player> player_;
    std::unique_ptr<renderer::FrameRenderer> renderer_;
};

/// A picture's PNG file as bytes. Errors: Io.
Result<std::string> png_bytes(const renderer::RenderedPicture& picture);

/// The whole medium as H.264 in MP4 (MPEG-4 where FFmpeg has no H.264), with its own frames and
/// rate, at most `most` pixels on the longer side, with its sound left out. Errors: those of open,
/// at and decode::MovieWriter.
Result<Done> write_proxy(const renderer::Device& device, const std::filesystem::path& medium,
                         const std::filesystem::path& file, int most,
                         const std::function<bool()>& cancelled = {});

} // namespace seamline::playback
