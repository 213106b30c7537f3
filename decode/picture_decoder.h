// decode/picture_decoder.h: packets in, published frames out. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/decoded_frame.h"
#include "decode/media/media_description.h"
#include "decode/media/result.h"
#include "decode/hardware_path.h"
#include "decode/plane_buffers.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace seamline::decode {

/// What the outside decides about a decoder.
struct DecoderOptions {
    int threads = 2;                     ///< [1, 64]
    PlaneAllocator* allocator = nullptr; ///< Not null.
    /// Decodes on a device; `path` names it. Null: in software.
    std::shared_ptr<HardwareSession> hardware;
    DecodePath path;
};

/// One decoder of FFmpeg that writes into the allocator's blocks, or whose surfaces are copied into
/// a graphics card's.
///
/// Threads: confined to one thread at a time.
class PictureDecoder {
public:
    /// `path` is for messages. Errors: Unsupported (no decoder); TooLarge; Corrupt.
    static Result<std::unique_ptr<PictureDecoder>> open(const AVCodecParameters& parameters,
                                                        AVRational time_base,
                                                        const DecoderOptions& options,
                                                        const std::filesystem::path& path);

    /// FFmpeg's send and receive, with their codes; AVERROR(ENOMEM) when the allocator refused a
    /// picture. `packet` null drains.
    int send(const AVPacket* packet);
    int receive(AVFrame& frame);
    /// Forgets all packets, as before a seek.
    void flush();

    /// The picture as our own frame: in place where the decoder wrote into a block, copied or
    /// converted once otherwise. Index and times are the caller's to fill.
    /// Errors: TooLarge (no memory); Unsupported (a format that nothing converts).
    Result<DecodedFrame> publish(const AVFrame& frame);

    /// How the last published frame came about.
    const DecodePath& decode_path() const { return path_; }
    const AVCodecContext& context() const { return *codec_; }
    /// Null in software.
    HardwareSession* hardware() const { return hardware_.get(); }

private:
    PictureDecoder(PlaneAllocator& allocator, std::filesystem::path file);
    Result<Done> place(const AVFrame& frame, DecodedFrame& published);
    Result<Done> copy(const AVFrame& frame, AVPixelFormat format, DecodedFrame& published);
    bool describe_in_place(const AVFrame& frame, DecodedFrame& published) const;

    Result<Done> copy_surface(const AVFrame& frame, DecodedFrame& published);

    PlaneBuffers buffers_;
    std::shared_ptr<HardwareSession> hardware_; // After the codec that uses its device.
    CodecPtr codec_; // After the buffers it points at.
    ScalerPtr scaler_;
    DecodePath path_;
    std::filesystem::path file_;
    double pending_ms_ = 0; // Time in the decoder since the last published frame.
};

bool is_interlaced(const AVFrame& frame);

} // namespace seamline::decode
