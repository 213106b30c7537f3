#include "decode/sequence_reader.h"

#include "decode/stream_description.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace seamline::decode {
namespace {

struct ParametersDeleter {
    void operator()(AVCodecParameters* parameters) const { avcodec_parameters_free(&parameters); }
};

Error cancelled(const std::filesystem::path& path) {
    return {ErrorCode::Cancelled, "reading '" + path.string() + "' was cancelled"};
}

} // namespace

SequenceReader::SequenceReader(std::filesystem::path path, FileSequence sequence,
                               const OpenOptions& options)
    : path_(std::move(path)), sequence_(std::move(sequence)), options_(options),
      threads_(options.threads) {}

Result<std::unique_ptr<FrameReader>> SequenceReader::open(const std::filesystem::path& path,
                                                          FileSequence sequence,
                                                          const OpenOptions& options) {
    capture_ffmpeg_log();
    if (options.sequence_rate <= Rational(0))
        return Error{ErrorCode::InvalidArgument,
                     "cannot open '" + path.string() + "': the frame rate must be above 0"};
    std::unique_ptr<SequenceReader> reader(new SequenceReader(path, std::move(sequence), options));
    if (Result<Done> described = reader->describe_first_picture(); !described)
        return described.error();
    if (Result<Done> started = reader->restart(0); !started) return started.error();
    return std::unique_ptr<FrameReader>(std::move(reader));
}

Result<Done> SequenceReader::open_decoder(const std::filesystem::path& file) {
    const std::unique_ptr<AVCodecParameters, ParametersDeleter> parameters(
        avcodec_parameters_alloc());
    if (!parameters) return ffmpeg_error(AVERROR(ENOMEM), "open", file);
    parameters->codec_type = AVMEDIA_TYPE_VIDEO;
    parameters->codec_id = codec_;
    Result<std::unique_ptr<PictureDecoder>> decoder =
        PictureDecoder::open(*parameters, {1, 1}, {threads_, options_.allocator}, file);
    if (!decoder) return decoder.error();
    decoder_ = std::move(decoder).value();
    decoder_threads_ = threads_;
    return Done{};
}

Result<Done> SequenceReader::describe_first_picture() {
    const auto first = std::find_if(sequence_.files.begin(), sequence_.files.end(),
                                    [](const auto& file) { return !file.empty(); });
    if (const Result<Done> checked = check_readable_file(*first); !checked) return checked.error();
    Result<PacketPtr> content = read_picture_file(*first);
    if (!content) return content.error();
    codec_ = picture_codec(*first, *content.value());
    if (codec_ == AV_CODEC_ID_NONE)
        return Error{ErrorCode::Unsupported, "cannot open '" + first->string() +
                                                 "': a picture format that is not known "
                                                 "here; convert it to PNG or EXR first"};
    if (Result<Done> opened = open_decoder(*first); !opened) return opened;
    clear_log_line();
    const FramePtr picture = make_frame();
    int code = decoder_->send(content.value().get());
    if (code >= 0) code = decoder_->send(nullptr);
    if (code >= 0) code = decoder_->receive(*picture);
    if (code == AVERROR_EOF) code = AVERROR_INVALIDDATA;
    if (code == AVERROR(ENOMEM) || code == AVERROR(EINVAL)) {
        const AVCodecContext& context = decoder_->context();
        if (is_too_large(context.width, context.height) || code == AVERROR(ENOMEM))
            return Error{ErrorCode::TooLarge,
                         "cannot decode '" + first->string() +
                             "': no memory for it, or it is over the limit of 16384 pixels a side "
                             "and 268 million in all; scale it down first"};
    }
    if (code < 0) return ffmpeg_error(code, "decode", *first);
    Result<DecodedFrame> published = decoder_->publish(*picture);
    if (!published) return published.error();
    model_ = published.value();
    model_.memory = nullptr;

    VideoDescription video = describe_picture(decoder_->context(), *picture, model_);
    const AVDictionaryEntry* timecode = av_dict_get(picture->metadata, "timecode", nullptr, 0);
    if (timecode != nullptr && std::strlen(timecode->value) >= 11)
        video.start_timecode = timecode->value;
    video.frame_count = count();
    video.frame_rate = options_.sequence_rate;
    video.duration_s = Rational(count()) / options_.sequence_rate;
    video.is_still = sequence_.is_still;
    video.is_sequence = !sequence_.is_still;
    video.missing_frames = sequence_.missing();
    video.first_file_number = sequence_.first_number;
    description_.path = path_.string();
    description_.container = sequence_.is_still ? "still" : "image sequence";
    description_.decode = decoder_->decode_path();
    description_.video = std::move(video);
    for (std::int64_t i = 0; i < count(); ++i)
        index_.frames.push_back({Rational(i) / options_.sequence_rate, exists(i) || i == 0});
    index_.end_s = description_.video->duration_s;
    return Done{};
}

Result<Done> SequenceReader::restart(std::int64_t frame) {
    pending_.reset();
    last_ = {};
    draining_ = false;
    expected_ = frame;
    fed_ = frame;
    if (decoder_threads_ != threads_) return open_decoder(path_);
    decoder_->flush();
    return Done{};
}

Result<std::int64_t> SequenceReader::seek(std::int64_t frame) {
    if (frame < 0 || frame >= count())
        return Error{ErrorCode::InvalidArgument,
                     "cannot seek '" + path_.string() + "' to frame " + std::to_string(frame) +
                         ": it has frames 0 to " + std::to_string(count() - 1)};
    if (frame == expected_) return frame;
    // A held frame shows the picture before the hole, which must be read first.
    const std::int64_t key = index_.key_at_or_before(frame);
    const std::int64_t start = options_.missing_frames == MissingFrames::Hold ? key : frame;
    if (expected_ >= start && expected_ <= frame) return expected_;
    if (Result<Done> restarted = restart(start); !restarted) return restarted.error();
    return start;
}

Result<Done> SequenceReader::feed() {
    while (fed_ < count() && !exists(fed_)) ++fed_;
    if (fed_ >= count()) {
        draining_ = true;
        decoder_->send(nullptr);
        return Done{};
    }
    const std::int64_t frame = fed_++;
    Result<PacketPtr> content = read_picture_file(sequence_.files[static_cast<std::size_t>(frame)]);
    if (!content) return content.error();
    content.value()->pts = frame;
    content.value()->dts = frame;
    // What a damaged file costs is noticed by the number of the next picture.
    decoder_->send(content.value().get());
    return Done{};
}

Result<bool> SequenceReader::fill_pending() {
    int failures = 0;
    while (!pending_) {
        if (options_.cancelled && options_.cancelled()) return cancelled(path_);
        FramePtr picture = make_frame();
        const int code = decoder_->receive(*picture);
        if (code == AVERROR_EOF || (code == AVERROR(EAGAIN) && draining_)) return false;
        if (code == AVERROR(EAGAIN)) {
            // An unreadable file is reported in its turn, when its frame is asked for.
            (void)feed();
            failures = 0;
            continue;
        }
        if (code == AVERROR(ENOMEM)) {
            if (Result<Done> restarted = restart(expected_); !restarted) return restarted.error();
            return Error{ErrorCode::TooLarge, "cannot decode frame " + std::to_string(expected_) +
                                                  " of '" + path_.string() +
                                                  "': no memory for it, or it is over the limit of "
                                                  "16384 pixels a side; close other sources"};
        }
        if (code < 0 && ++failures > 64) return false;
        if (code >= 0 && picture->pts >= expected_) pending_ = std::move(picture);
    }
    return true;
}

Error SequenceReader::lost_frame() {
    const std::int64_t frame = expected_++;
    const std::filesystem::path& file = sequence_.files[static_cast<std::size_t>(frame)];
    if (const Result<Done> checked = check_readable_file(file); !checked)
        return {ErrorCode::Corrupt, // Only this frame: the other files of the sequence are there.
                "frame " + std::to_string(frame) + " is lost: " + checked.error().message};
    return {ErrorCode::Corrupt, "frame " + std::to_string(frame) + ", '" + file.string() +
                                    "', is damaged and was left out; render or copy it again"};
}

Result<DecodedFrame> SequenceReader::stand_in(std::int64_t frame) {
    if (options_.missing_frames == MissingFrames::Error)
        return Error{ErrorCode::NotFound, "frame " + std::to_string(frame) + " of '" +
                                              path_.string() + "' has no file (number " +
                                              std::to_string(sequence_.first_number + frame) +
                                              "); render it"};
    if (options_.missing_frames == MissingFrames::Black || !last_.memory) {
        Result<DecodedFrame> black = make_black(model_, *options_.allocator);
        if (!black) return black;
        if (options_.missing_frames == MissingFrames::Black) return black;
        last_ = black.value();
    }
    return last_;
}

Result<DecodedFrame> SequenceReader::publish_pending() {
    const FramePtr picture = std::exchange(pending_, nullptr);
    const std::int64_t frame = expected_++;
    Result<DecodedFrame> published = decoder_->publish(*picture);
    if (!published) return published;
    const DecodedFrame& found = published.value();
    if (found.coded != model_.coded || found.visible != model_.visible ||
        found.layout != model_.layout)
        return Error{ErrorCode::Unsupported,
                     "frame " + std::to_string(frame) + " of '" + path_.string() + "' is " +
                         std::to_string(found.visible.width) + "x" +
                         std::to_string(found.visible.height) + " " + found.layout.name +
                         " where the first is " + std::to_string(model_.visible.width) + "x" +
                         std::to_string(model_.visible.height) + " " + model_.layout.name +
                         "; render all frames alike"};
    last_ = found;
    return published;
}

Result<DecodedFrame> SequenceReader::next() {
    if (options_.cancelled && options_.cancelled()) return cancelled(path_);
    if (expected_ >= count())
        return Error{ErrorCode::EndOfStream, "no frame " + std::to_string(expected_) + " in '" +
                                                 path_.string() + "': it is past the end"};
    const std::int64_t frame = expected_;
    const bool hole = !exists(frame);
    if (!hole) {
        const Result<bool> filled = fill_pending();
        if (!filled) return filled.error();
        if (!filled.value() || pending_->pts > frame) return lost_frame();
    }
    if (hole) ++expected_;
    Result<DecodedFrame> delivered = hole ? stand_in(frame) : publish_pending();
    if (!delivered) return delivered;
    delivered.value().index = frame;
    delivered.value().time_s = index_.frames[static_cast<std::size_t>(frame)].time_s;
    delivered.value().held = hole;
    return delivered;
}

} // namespace seamline::decode
