// decode/sound_encoder.h: the sound of a movie that is being written. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace seamline::decode {

/// Encodes 48 kHz stereo into a stream of `output`, from the movie's first picture on.
///
/// Lifetime: not longer than `output`. Blocks: encodes and writes in `add`.
class SoundEncoder {
public:
    /// Adds the stream; call it before the header is written. `codec`: AV_CODEC_ID_AAC (256 kb/s)
    /// or AV_CODEC_ID_PCM_S24LE. Errors: Unsupported (no such encoder); Io.
    static Result<std::unique_ptr<SoundEncoder>> open(AVFormatContext& output, AVCodecID codec,
                                                      const std::filesystem::path& path);

    /// Interleaved samples; what exceeds [-1, 1] is held there.
    Result<Done> add(std::span<const float> interleaved);
    /// Encodes what is left of the last block.
    Result<Done> finish();

private:
    SoundEncoder(AVFormatContext& output, std::filesystem::path path)
        : output_(&output), path_(std::move(path)) {}
    /// The next `samples` of `waiting_`.
    Result<FramePtr> next_frame(int samples);
    Result<Done> encode(const AVFrame* frame);

    AVFormatContext* output_;
    std::filesystem::path path_;
    AVStream* stream_ = nullptr; ///< Of `output_`.
    CodecPtr codec_;
    PacketPtr packet_ = make_packet();
    std::vector<float> waiting_; ///< Interleaved, less than a block between calls.
    std::size_t used_ = 0;       ///< Floats of it that were encoded.
    std::int64_t samples_ = 0;   ///< Encoded so far, per channel.
};

} // namespace seamline::decode
