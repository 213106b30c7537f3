// decode/hardware_path.h: what each kind of hardware decoder does in its own way. Private to
// decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/hardware.h"
#include "decode/media/decoded_frame.h"
#include "decode/media/result.h"

extern "C" {
#include <libavutil/hwcontext.h>
}

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace seamline::decode {

/// The hardware half of one decoder.
///
/// Threads: confined to one thread at a time.
class HardwareSession {
public:
    virtual ~HardwareSession() = default;
    /// Of the surfaces that the decoder hands out.
    virtual AVPixelFormat surface_format() const = 0;
    /// Gives `codec`, not yet opened, the device. The caller chooses the format.
    virtual Result<Done> attach(AVCodecContext& codec) = 0;
    /// Starts the one copy of `surface` into a block of the GPU's memory and describes the block in
    /// `published`: memory, planes, signal. The surface is free again at the latest two copies on.
    virtual Result<Done> copy(const AVFrame& surface, DecodedFrame& published) = 0;
    /// The planes of a frame that `copy` made, read back from its block to `planes`, which are laid
    /// out as the frame says, from offset 0 of its memory. Waits for the copy.
    virtual Result<Done> read_back(const DecodedFrame& frame, std::byte* planes) = 0;
    /// Waits for all copies and lets go of the surfaces.
    virtual void finish() = 0;
};

/// One kind of hardware decoder on one device. Threads: safe.
class HardwarePath {
public:
    virtual ~HardwarePath() = default;
    virtual DecodePathFacts facts() const = 0;
    /// Why it cannot decode such a stream; empty when it may. Cheap; asked before anything is
    /// opened.
    virtual std::string objection(const AVCodecParameters& parameters) const = 0;
    virtual Result<std::unique_ptr<HardwareSession>> open(DevicePlaneAllocator& allocator) = 0;
};

/// Why a build or a machine has no such path.
class MissingPath final : public HardwarePath {
public:
    MissingPath(std::string path, std::string reason)
        : path_(std::move(path)), reason_(std::move(reason)) {}
    DecodePathFacts facts() const override { return {.path = path_, .reason = reason_}; }
    std::string objection(const AVCodecParameters&) const override { return reason_; }
    Result<std::unique_ptr<HardwareSession>> open(DevicePlaneAllocator&) override {
        return Error{ErrorCode::Unsupported, reason_};
    }

private:
    std::string path_;
    std::string reason_;
};

/// The GPU of `allocator` through NVIDIA's driver, or a MissingPath.
std::unique_ptr<HardwarePath> open_nvdec(const DevicePlaneAllocator& allocator);
/// ... through VA-API and DMA-BUF.
std::unique_ptr<HardwarePath> open_vaapi(const DevicePlaneAllocator& allocator);
/// ... through Vulkan Video.
std::unique_ptr<HardwarePath> open_vulkan_video(const DevicePlaneAllocator& allocator);

/// Whether FFmpeg has a decoder for such video that works on such devices.
bool ffmpeg_decodes(AVCodecID id, AVHWDeviceType type);

/// What of a stream decides whether a hardware decoder can decode it.
std::string stream_kind(const AVCodecParameters& parameters);

/// Which paths to try for one file, and what came of it.
class HardwareChooser {
public:
    explicit HardwareChooser(HardwareDecoding& hardware) : hardware_(&hardware) {}

    struct Candidate {
        HardwarePath* path;
        bool is_known_exact; ///< Nothing has to be compared any more.
    };
    /// The paths that such a stream may be tried on, best first.
    std::vector<Candidate> candidates(const AVCodecParameters& parameters) const;
    /// What came of comparing: a reason, empty for "exact".
    void record(const HardwarePath& path, const AVCodecParameters& parameters,
                const std::string& reason);
    /// Why each path is not used, in one line.
    std::string reasons(const AVCodecParameters& parameters) const;
    DevicePlaneAllocator& allocator() const;

private:
    /// Nothing when it was not compared yet.
    std::optional<std::string> verdict(const HardwarePath& path,
                                       const AVCodecParameters& parameters) const;

    HardwareDecoding* hardware_;
};

} // namespace seamline::decode
