// decode/movie_reader.h: frames of one video stream in a container. Private to decode/.
#pragma once

#include "decode/demuxer.h"
#include "decode/frame_reader.h"
#include "decode/packet_index.h"
#include "decode/picture_decoder.h"

#include <memory>
#include <string>

namespace seamline::decode {

/// Exact by the packet index: every frame that leaves the decoder is looked up by its presentation
/// time, so a seek that lands elsewhere is noticed and never shows a wrong frame.
class MovieReader final : public FrameReader {
public:
    /// `options.allocator` is not null. Errors: as VideoSource::open.
    static Result<std::unique_ptr<FrameReader>> open(const std::filesystem::path& path,
                                                     const OpenOptions& options);

    const MediaDescription& description() const override { return description_; }
    const FrameIndex& index() const override { return index_; }
    Result<std::int64_t> seek(std::int64_t frame) override;
    Result<DecodedFrame> next() override;
    void set_threads(int threads) override { threads_ = threads; }
    DecodePath decode_path() const override;

private:
    /// A picture that left the decoder and was not asked for yet.
    struct Pending {
        FramePtr picture;
        std::int64_t index = -1;
    };

    MovieReader(std::unique_ptr<Demuxer> demuxer, int stream, const OpenOptions& options);
    Result<Done> open_decoder();
    Result<Done> describe_first_frame();
    /// Replaces the software decoder by the first hardware decoder whose first frame is `exact`.
    void choose_hardware(const DecodedFrame& exact);
    /// Why the path cannot be used; empty: it decodes from now on.
    std::string try_hardware(HardwarePath& path, DevicePlaneAllocator& allocator,
                             const DecodedFrame* exact);
    std::string compare_first_frame(const DecodedFrame& exact);
    /// Software takes over at the frame that `next` delivers, and delivers it.
    Result<DecodedFrame> next_in_software(const std::string& reason);
    /// Why a frame of a hardware decoder is not to be shown; empty when it is.
    std::string hardware_failure(std::int64_t frame, const Result<DecodedFrame>& published) const;
    bool is_like_the_first(const AVFrame& picture) const;
    Result<Done> reposition(std::int64_t key);
    bool find_packet(std::int64_t number);
    Result<Done> reopen();
    int feed();
    int decode(AVFrame& frame);
    /// False at the end of what can be decoded.
    Result<bool> fill_pending();
    std::int64_t index_of(const AVFrame& frame);
    Error lost_frame();
    Result<DecodedFrame> publish_pending();
    /// Decodes and drops what comes before `wanted`, which becomes what `next` delivers.
    Result<Done> pass_until(std::int64_t wanted);

    std::filesystem::path path_;
    OpenOptions options_;
    int threads_;
    int decoder_threads_ = 0;
    std::unique_ptr<Demuxer> demuxer_;
    int stream_;
    PacketIndex packets_;
    FrameIndex index_;
    MediaDescription description_;
    std::unique_ptr<PictureDecoder> decoder_;
    PacketPtr packet_ = make_packet(); ///< Read and not yet fed when `packet_waits_`.
    bool packet_waits_ = false;
    bool draining_ = false;
    bool must_seek_ = true; ///< The present position is good for nothing.
    int read_error_ = 0;    ///< Why the packets ended, when not at the end of the file.
    Pending pending_;
    std::int64_t expected_ = 0;      ///< What `next` delivers.
    std::int64_t start_key_ = 0;     ///< Where decoding last started.
    std::int64_t trusted_loss_ = -1; ///< Losses up to this frame are taken for real damage.
    std::int64_t counted_ = 0; ///< Frames out of the decoder since the start, for untimed streams.
    Extent size_;              ///< Of the first frame's coded picture, which all must share.
    int format_ = -1;
    std::string fallback_reason_; ///< Why hardware does not decode.
    bool has_failed_ = false;     ///< Hardware did until then.
    std::uintmax_t file_size_ = 0;
};

} // namespace seamline::decode
