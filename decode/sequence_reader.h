// decode/sequence_reader.h: stills and numbered picture files as frames. Private to decode/.
#pragma once

#include "decode/file_sequence.h"
#include "decode/frame_reader.h"
#include "decode/picture_decoder.h"

#include <memory>

namespace seamline::decode {

/// Feeds whole files to one picture decoder, as many ahead as it has threads.
class SequenceReader final : public FrameReader {
public:
    /// `path` is as the user gave it; `options.allocator` is not null. Errors: as
    /// VideoSource::open.
    static Result<std::unique_ptr<FrameReader>>
    open(const std::filesystem::path& path, FileSequence sequence, const OpenOptions& options);

    const MediaDescription& description() const override { return description_; }
    const FrameIndex& index() const override { return index_; }
    Result<std::int64_t> seek(std::int64_t frame) override;
    Result<DecodedFrame> next() override;
    void set_threads(int threads) override { threads_ = threads; }

private:
    SequenceReader(std::filesystem::path path, FileSequence sequence, const OpenOptions& options);
    std::int64_t count() const { return static_cast<std::int64_t>(sequence_.files.size()); }
    bool exists(std::int64_t frame) const {
        return !sequence_.files[static_cast<std::size_t>(frame)].empty();
    }
    Result<Done> open_decoder(const std::filesystem::path& file);
    Result<Done> describe_first_picture();
    Result<Done> restart(std::int64_t frame);
    Result<Done> feed();
    Result<bool> fill_pending();
    Result<DecodedFrame> stand_in(std::int64_t frame);
    Result<DecodedFrame> publish_pending();
    Error lost_frame();

    std::filesystem::path path_;
    FileSequence sequence_;
    OpenOptions options_;
    int threads_;
    int decoder_threads_ = 0;
    FrameIndex index_;
    MediaDescription description_;
    AVCodecID codec_ = AV_CODEC_ID_NONE;
    std::unique_ptr<PictureDecoder> decoder_;
    FramePtr pending_;
    DecodedFrame last_;         ///< The last whole picture, for holes.
    DecodedFrame model_;        ///< The first picture without its pixels: what all must be like.
    std::int64_t expected_ = 0; ///< What `next` delivers.
    std::int64_t fed_ = 0;      ///< The next file to read.
    bool draining_ = false;
};

/// Reads a whole file as one packet. Errors: Io; TooLarge (over 2 GiB).
Result<PacketPtr> read_picture_file(const std::filesystem::path& file);

/// The codec of a picture file by its content, else by its extension; AV_CODEC_ID_NONE if unknown.
AVCodecID picture_codec(const std::filesystem::path& file, const AVPacket& content);

/// A black picture of the same kind as `model`. Errors: TooLarge (no memory).
Result<DecodedFrame> make_black(const DecodedFrame& model, PlaneAllocator& allocator);

} // namespace seamline::decode
