#include "decode/movie_reader.h"

#include "decode/stream_description.h"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>
#include <utility>

namespace seamline::decode {
namespace {

// A seek costs a flush, a read and a refill of the decoder's threads: about as much as this many
// frames decoded in passing.
constexpr std::int64_t kShortAhead = 4;
// A decoder that fails this often in a row without taking a packet will not recover.
constexpr int kMaxFailures = 64;

Error cancelled(const std::filesystem::path& path) {
    return {ErrorCode::Cancelled, "reading '" + path.string() + "' was cancelled"};
}

} // namespace

MovieReader::MovieReader(std::unique_ptr<Demuxer> demuxer, int stream, const OpenOptions& options)
    : path_(demuxer->path()), options_(options), threads_(options.threads),
      demuxer_(std::move(demuxer)), stream_(stream) {
    std::error_code ignored;
    file_size_ = std::filesystem::file_size(path_, ignored);
}

Result<std::unique_ptr<FrameReader>> MovieReader::open(const std::filesystem::path& path,
                                                       const OpenOptions& options) {
    Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::open(path, options.cancelled);
    if (!demuxer) return demuxer.error();
    const int stream = demuxer.value()->video_stream();
    if (stream < 0) {
        const bool sound = !demuxer.value()->audio_streams().empty();
        return Error{ErrorCode::Unsupported, "cannot show '" + path.string() + "': it has " +
                                                 (sound ? "only sound" : "no video stream") +
                                                 "; open a movie or a picture"};
    }
    std::unique_ptr<MovieReader> reader(
        new MovieReader(std::move(demuxer).value(), stream, options));
    // Before the scan: a size over the limit is told without reading a large file.
    if (Result<Done> opened = reader->open_decoder(); !opened) return opened.error();
    reader->demuxer_->only(stream);
    Result<PacketIndex> packets = PacketIndex::scan(*reader->demuxer_, stream);
    if (!packets) return packets.error();
    reader->packets_ = std::move(packets).value();
    if (Result<Done> described = reader->describe_first_frame(); !described)
        return described.error();
    return std::unique_ptr<FrameReader>(std::move(reader));
}

Result<Done> MovieReader::open_decoder() {
    const AVStream& stream = demuxer_->stream(stream_);
    Result<std::unique_ptr<PictureDecoder>> decoder = PictureDecoder::open(
        *stream.codecpar, stream.time_base, {threads_, options_.allocator, nullptr, {}}, path_);
    if (!decoder) return decoder.error();
    decoder_ = std::move(decoder).value();
    decoder_threads_ = threads_;
    return Done{};
}

Result<Done> MovieReader::describe_first_frame() {
    if (Result<Done> positioned = reposition(0); !positioned) return positioned;
    clear_log_line();
    Result<bool> filled = fill_pending();
    if (!filled) return filled.error();
    if (!filled.value())
        return ffmpeg_error(AVERROR_INVALIDDATA, "decode a single frame of", path_);
    // What precedes the first picture that comes out refers to pictures before the file's start.
    packets_.drop_leading(std::exchange(pending_.index, 0));

    const AVStream& stream = demuxer_->stream(stream_);
    const AVRational rate =
        stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
    const Rational nominal = rate.num > 0 && rate.den > 0 ? Rational(rate.num, rate.den) : 24;
    index_ = packets_.frames(stream.time_base, nominal);

    AVFrame& picture = *pending_.picture;
    size_ = {picture.width, picture.height};
    format_ = picture.format;
    const Result<DecodedFrame> published = decoder_->publish(picture);
    if (!published) return published.error();
    description_ = describe_container(*demuxer_);
    VideoDescription video = describe_picture(decoder_->context(), picture, published.value());
    describe_stream(*demuxer_, stream_, picture, video);
    const FrameRate measured = measure_frame_rate(index_, stream);
    video.frame_count = packets_.frame_count();
    video.frame_rate = measured.rate;
    video.variable_frame_rate = measured.variable;
    video.duration_s = index_.end_s;
    description_.video = std::move(video);
    if (options_.hardware != nullptr) choose_hardware(published.value());
    description_.decode = decode_path();
    return Done{};
}

bool MovieReader::is_like_the_first(const AVFrame& picture) const {
    const HardwareSession* hardware = decoder_->hardware();
    const int format = hardware == nullptr ? format_ : hardware->surface_format();
    return picture.width == size_.width && picture.height == size_.height &&
           picture.format == format;
}

Result<std::int64_t> MovieReader::seek(std::int64_t frame) {
    if (frame < 0 || frame >= packets_.frame_count())
        return Error{ErrorCode::InvalidArgument,
                     "cannot seek '" + path_.string() + "' to frame " + std::to_string(frame) +
                         ": it has frames 0 to " + std::to_string(packets_.frame_count() - 1)};
    std::int64_t key = index_.key_at_or_before(frame);
    const bool ahead = frame >= expected_;
    if (!must_seek_ && ahead && (key <= expected_ || frame - expected_ <= kShortAhead))
        return expected_;
    for (;;) {
        if (Result<Done> positioned = reposition(key); !positioned) return positioned.error();
        const Result<bool> filled = fill_pending();
        if (!filled) return filled.error();
        // A "key" that the decoder does not start from (a refresh by columns, a false flag) yields
        // a later frame: then the one before it is the place to start.
        if ((filled.value() && pending_.index <= frame) || key == 0) return expected_;
        key = index_.key_at_or_before(key - 1);
    }
}

Result<Done> MovieReader::reposition(std::int64_t key) {
    must_seek_ = true;
    pending_ = {};
    if (decoder_->hardware() == nullptr && decoder_threads_ != threads_) {
        if (Result<Done> opened = open_decoder(); !opened) return opened;
    } else {
        decoder_->flush();
    }
    draining_ = false;
    read_error_ = 0;
    counted_ = 0;
    expected_ = key;
    start_key_ = key;
    const std::int64_t number = packets_.first_packet(key);
    if (packets_.timed()) {
        const PacketIndex::Packet& packet = packets_.packets()[static_cast<std::size_t>(number)];
        const std::int64_t time = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
        // Demuxers land late now and then: ask for earlier and earlier places.
        for (const std::int64_t back_s : std::array<std::int64_t, 4>{0, 1, 8, 64}) {
            const AVRational base = demuxer_->stream(stream_).time_base;
            const std::int64_t back = av_rescale(back_s, base.den, base.num);
            if (demuxer_->seek(stream_, time - back) && find_packet(number)) {
                must_seek_ = false;
                return Done{};
            }
            if (options_.cancelled && options_.cancelled()) return cancelled(path_);
        }
    }
    if (Result<Done> reopened = reopen(); !reopened) return reopened;
    if (packets_.timed() && !find_packet(number))
        return Error{ErrorCode::Io, "cannot find frame " + std::to_string(key) + " of '" +
                                        path_.string() +
                                        "' again: the file has changed; reload it"};
    must_seek_ = false;
    return Done{};
}

bool MovieReader::find_packet(std::int64_t number) {
    packet_waits_ = false;
    for (;;) {
        if (demuxer_->read(*packet_) < 0) return false;
        const std::int64_t found = packets_.number_of(*packet_);
        if (found > number) return false;
        if (found == number) {
            packet_waits_ = true;
            return true;
        }
    }
}

Result<Done> MovieReader::reopen() {
    packet_waits_ = false;
    Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::open(path_, options_.cancelled);
    if (!demuxer && demuxer.error().code == ErrorCode::Cancelled) return demuxer.error();
    // Not Corrupt, after which a caller goes on: no later frame of this file can be had either.
    if (!demuxer || demuxer.value()->video_stream() != stream_)
        return Error{ErrorCode::Io,
                     "cannot read '" + path_.string() + "' again: the file has changed; reload it"};
    demuxer_ = std::move(demuxer).value();
    demuxer_->only(stream_);
    return Done{};
}

int MovieReader::feed() {
    if (!packet_waits_) {
        int code = 0;
        do { // An empty packet would mean "drain" to the decoder.
            code = demuxer_->read(*packet_);
        } while (code >= 0 && packet_->size == 0);
        if (code == AVERROR_EXIT) return code;
        if (code < 0) {
            if (code != AVERROR_EOF) read_error_ = code;
            draining_ = true;
            return decoder_->send(nullptr);
        }
    }
    packet_waits_ = false;
    const int code = decoder_->send(packet_.get());
    av_packet_unref(packet_.get());
    return code;
}

int MovieReader::decode(AVFrame& frame) {
    int failures = 0;
    int refused = 0;
    for (;;) {
        int code = decoder_->receive(frame);
        if (code >= 0 || code == AVERROR_EOF) return code;
        if (code == AVERROR(EAGAIN)) {
            if (draining_) return AVERROR_EOF;
            code = feed();
            // A damaged packet costs the frames that refer to it; those are missed by their index.
            if (code == AVERROR_EXIT || code == AVERROR(ENOMEM)) return code;
            // FFmpeg's own AV1 has no software half: where the card refuses, every packet fails.
            if (code < 0 && decoder_->hardware() != nullptr && ++refused > kMaxFailures)
                return code;
            failures = 0;
            continue;
        }
        if (code == AVERROR(ENOMEM) || ++failures > kMaxFailures) return code;
    }
}

Result<bool> MovieReader::fill_pending() {
    while (!pending_.picture) {
        FramePtr picture = make_frame();
        const int code = decode(*picture);
        if (code == AVERROR_EXIT) {
            must_seek_ = true;
            return cancelled(path_);
        }
        // What a graphics card has no memory for, software may have.
        if (code == AVERROR(ENOMEM) && decoder_->hardware() == nullptr) {
            must_seek_ = true;
            return Error{ErrorCode::TooLarge, "cannot decode '" + path_.string() +
                                                  "': no memory for a frame, or it is over the "
                                                  "limit of 16384 pixels a side; close other "
                                                  "sources or scale it down"};
        }
        if (code < 0) return false;
        const std::int64_t index = index_of(*picture);
        // Leading pictures of an open GOP were decoded without their references.
        if (index >= expected_) pending_ = {std::move(picture), index};
    }
    return true;
}

std::int64_t MovieReader::index_of(const AVFrame& frame) {
    if (!packets_.timed()) return std::min(counted_++, packets_.frame_count() - 1);
    const std::int64_t pts = frame.pts != AV_NOPTS_VALUE ? frame.pts : frame.best_effort_timestamp;
    return packets_.frame_at_pts(pts, expected_);
}

Error MovieReader::lost_frame() {
    std::error_code code;
    const std::uintmax_t size = std::filesystem::file_size(path_, code);
    if (!pending_.picture && (code || size != file_size_)) {
        must_seek_ = true;
        return {ErrorCode::Io, "cannot read frame " + std::to_string(expected_) + " of '" +
                                   path_.string() + "': the file vanished or changed; reload it"};
    }
    if (!pending_.picture && read_error_ == AVERROR(EIO)) {
        must_seek_ = true;
        return ffmpeg_error(read_error_, "read", path_);
    }
    return {ErrorCode::Corrupt, "frame " + std::to_string(expected_++) + " of '" + path_.string() +
                                    "' is damaged and was left out; render or copy the file "
                                    "again"};
}

Result<DecodedFrame> MovieReader::next() {
    if (options_.cancelled && options_.cancelled()) return cancelled(path_);
    if (expected_ >= packets_.frame_count())
        return Error{ErrorCode::EndOfStream, "no frame " + std::to_string(expected_) + " in '" +
                                                 path_.string() + "': it is past the end"};
    if (must_seek_) {
        const std::int64_t wanted = expected_;
        const Result<std::int64_t> start = seek(wanted);
        if (!start) return start.error();
        if (Result<Done> passed = pass_until(wanted); !passed) return passed.error();
    }
    Result<bool> filled = fill_pending();
    if (!filled) return filled.error();
    const auto is_lost = [&] { return !filled.value() || pending_.index > expected_; };
    if (is_lost() && start_key_ > 0 && expected_ > trusted_loss_) {
        // FFmpeg's H.264 decoder keeps back what follows a recovery point too closely to the end,
        // so a frame is lost only when starting one GOP earlier does not bring it either.
        const std::int64_t wanted = expected_;
        if (Result<Done> back = reposition(index_.key_at_or_before(start_key_ - 1)); !back)
            return back.error();
        if (Result<Done> passed = pass_until(wanted); !passed) return passed.error();
        filled = fill_pending();
        if (!filled) return filled.error();
        if (is_lost()) trusted_loss_ = packets_.frame_count(); // Damage: do not try for each frame.
    }
    if (is_lost() && decoder_->hardware() != nullptr)
        return next_in_software("it did not come out of the decoder");
    if (is_lost()) return lost_frame();
    return publish_pending();
}

Result<Done> MovieReader::pass_until(std::int64_t wanted) {
    while (expected_ < wanted) {
        const Result<bool> filled = fill_pending();
        if (!filled) return filled.error();
        if (!filled.value() || pending_.index >= wanted) break;
        pending_ = {};
    }
    expected_ = wanted;
    return Done{};
}

Result<DecodedFrame> MovieReader::publish_pending() {
    const Pending pending = std::exchange(pending_, {});
    ++expected_;
    const AVFrame& picture = *pending.picture;
    if (!is_like_the_first(picture))
        return Error{ErrorCode::Unsupported,
                     "frame " + std::to_string(pending.index) + " of '" + path_.string() + "' is " +
                         std::to_string(picture.width) + "x" + std::to_string(picture.height) +
                         " where the first is " + std::to_string(size_.width) + "x" +
                         std::to_string(size_.height) +
                         ", or has another pixel format; split the file where its picture changes"};
    Result<DecodedFrame> published = decoder_->publish(picture);
    if (decoder_->hardware() != nullptr) {
        const std::string failure = hardware_failure(pending.index, published);
        if (!failure.empty()) {
            expected_ = pending.index;
            return next_in_software(failure);
        }
    }
    if (!published) return published;
    published.value().index = pending.index;
    published.value().time_s = index_.frames[static_cast<std::size_t>(pending.index)].time_s;
    return published;
}

} // namespace seamline::decode
