// Which decoder a movie gets, and what happens when one of the graphics card fails.

#include "decode/movie_reader.h"
#include "decode/sample_difference.h"

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seamline::decode {
namespace {

/// SEAMLINE_FAIL_DECODE=PATH:FRAME makes the path fail from that frame on, for tests of what
/// happens then.
bool is_failure_asked_for(const std::string& path, std::int64_t frame) {
    const char* wish = std::getenv("SEAMLINE_FAIL_DECODE");
    if (wish == nullptr) return false;
    const std::string_view text(wish);
    const std::size_t colon = text.find(':');
    return colon != std::string_view::npos && text.substr(0, colon) == path &&
           frame >= std::strtoll(wish + colon + 1, nullptr, 10);
}

} // namespace

DecodePath MovieReader::decode_path() const {
    DecodePath path = decoder_->decode_path();
    path.fallback_reason = fallback_reason_;
    path.has_failed = has_failed_;
    return path;
}

void MovieReader::choose_hardware(const DecodedFrame& exact) {
    HardwareChooser chooser(*options_.hardware);
    const AVCodecParameters& parameters = *demuxer_->stream(stream_).codecpar;
    for (const auto& [path, is_known_exact] : chooser.candidates(parameters)) {
        const std::string reason =
            try_hardware(*path, chooser.allocator(), is_known_exact ? nullptr : &exact);
        if (!is_known_exact) chooser.record(*path, parameters, reason);
        if (reason.empty()) return;
        // What opened before and does not now is no verdict on this kind of stream.
        if (is_known_exact) fallback_reason_ = path->facts().path + ": " + reason;
    }
    if (fallback_reason_.empty()) fallback_reason_ = chooser.reasons(parameters);
}

std::string MovieReader::try_hardware(HardwarePath& path, DevicePlaneAllocator& allocator,
                                      const DecodedFrame* exact) {
    Result<std::unique_ptr<HardwareSession>> session = path.open(allocator);
    if (!session) return session.error().message;
    const DecodePathFacts facts = path.facts();
    const AVStream& stream = demuxer_->stream(stream_);
    Result<std::unique_ptr<PictureDecoder>> decoder = PictureDecoder::open(
        *stream.codecpar, stream.time_base,
        {1, options_.allocator, std::move(session).value(),
         {.path = facts.path, .device = facts.device, .host_copies = 0, .device_copies = 1}},
        path_);
    if (!decoder) return decoder.error().message;
    std::unique_ptr<PictureDecoder> other = std::exchange(decoder_, std::move(decoder).value());
    std::string reason = exact == nullptr ? std::string() : compare_first_frame(*exact);
    must_seek_ = true;
    pending_ = {};
    expected_ = 0;
    if (!reason.empty()) decoder_ = std::move(other);
    return reason;
}

std::string MovieReader::compare_first_frame(const DecodedFrame& exact) {
    if (Result<Done> positioned = reposition(0); !positioned) return positioned.error().message;
    const Result<bool> filled = fill_pending();
    if (!filled) return filled.error().message;
    if (!filled.value()) return "it decodes no frame";
    const Result<DecodedFrame> published = decoder_->publish(*pending_.picture);
    if (!published) return published.error().message;
    const DecodedFrame& frame = published.value();
    std::vector<std::byte> planes(frame.memory->size_bytes());
    if (Result<Done> read = decoder_->hardware()->read_back(frame, planes.data()); !read)
        return read.error().message;
    const auto different = first_difference(exact, exact.memory->data(), frame, planes.data());
    if (!different) return {};
    return "its first frame is not what software decodes (" + *different + ")";
}

Result<DecodedFrame> MovieReader::next_in_software(const std::string& reason) {
    const std::int64_t wanted = expected_;
    fallback_reason_ = decoder_->decode_path().path + " failed at frame " +
                       std::to_string(wanted) + ": " + reason;
    has_failed_ = true;
    pending_ = {};
    if (Result<Done> opened = open_decoder(); !opened) return opened.error();
    if (Result<Done> back = reposition(index_.key_at_or_before(wanted)); !back)
        return back.error();
    if (Result<Done> passed = pass_until(wanted); !passed) return passed.error();
    return next();
}

std::string MovieReader::hardware_failure(std::int64_t frame,
                                          const Result<DecodedFrame>& published) const {
    if (!published) return published.error().message;
    // Only software is known to show damage as it always did.
    if (published.value().corrupt) return "the decoder reports damage";
    return is_failure_asked_for(decoder_->decode_path().path, frame)
               ? "SEAMLINE_FAIL_DECODE asks for it"
               : "";
}

} // namespace seamline::decode
