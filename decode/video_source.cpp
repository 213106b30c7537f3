#include "decode/video_source.h"

#include "decode/demuxer.h"
#include "decode/file_sequence.h"
#include "decode/frame_reader.h"
#include "decode/movie_reader.h"
#include "decode/sequence_reader.h"
#include "decode/stream_description.h"

#include <algorithm>
#include <new>
#include <utility>

namespace seamline::decode {
namespace {

PlaneAllocator& heap() {
    static HeapPlaneAllocator allocator; // Without state: shared by whoever brings no allocator.
    return allocator;
}

OpenOptions completed(OpenOptions options) {
    options.threads = std::clamp(options.threads, 1, 64);
    if (options.allocator == nullptr) options.allocator = &heap();
    return options;
}

Result<std::unique_ptr<FrameReader>> open_reader(const std::filesystem::path& path,
                                                 const OpenOptions& options) {
    Result<std::optional<FileSequence>> sequence = find_sequence(path);
    if (!sequence) return sequence.error();
    if (sequence.value()) return SequenceReader::open(path, *std::move(sequence).value(), options);
    return MovieReader::open(path, options);
}

} // namespace

struct VideoSource::Impl {
    std::unique_ptr<FrameReader> reader;
};

VideoSource::VideoSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VideoSource::~VideoSource() = default;
VideoSource::VideoSource(VideoSource&&) noexcept = default;
VideoSource& VideoSource::operator=(VideoSource&&) noexcept = default;

Result<VideoSource> VideoSource::open(const std::filesystem::path& path,
                                      const OpenOptions& options) {
    Result<std::unique_ptr<FrameReader>> reader = open_reader(path, completed(options));
    if (!reader) return reader.error();
    return VideoSource(std::make_unique<Impl>(Impl{std::move(reader).value()}));
}

const MediaDescription& VideoSource::description() const { return impl_->reader->description(); }
DecodePath VideoSource::decode_path() const { return impl_->reader->decode_path(); }
const FrameIndex& VideoSource::index() const { return impl_->reader->index(); }
Result<std::int64_t> VideoSource::seek(std::int64_t frame) { return impl_->reader->seek(frame); }
Result<DecodedFrame> VideoSource::next() { return impl_->reader->next(); }
void VideoSource::set_threads(int threads) {
    impl_->reader->set_threads(std::clamp(threads, 1, 64));
}

Result<MediaDescription> describe(const std::filesystem::path& path, const OpenOptions& options) {
    Result<VideoSource> source = VideoSource::open(path, options);
    if (source) return source.value().description();
    if (source.error().code != ErrorCode::Unsupported) return source.error();
    // Only sound is worth a description, although it is no video source.
    Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::open(path, options.cancelled);
    if (!demuxer || demuxer.value()->video_stream() >= 0 ||
        demuxer.value()->audio_streams().empty())
        return source.error();
    return describe_container(*demuxer.value());
}

} // namespace seamline::decode
