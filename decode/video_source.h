// decode/video_source.h: one opened movie, image sequence or still, read as frames.
#pragma once

#include "decode/hardware.h"
#include "decode/media/decoded_frame.h"
#include "decode/media/media_description.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace seamline::decode {

/// What a hole in an image sequence shows.
enum class MissingFrames : std::uint8_t {
    Error, ///< `next` fails for that frame.
    Hold,  ///< The previous existing frame, marked `held`.
    Black, ///< A black frame, marked `held`.
};

struct OpenOptions {
    /// Decoder threads, [1, 64]. Callers divide the cores among the open sources.
    int threads = 2;
    /// Where decoders write pictures. Null: the heap. Must outlive the source and all its frames.
    PlaneAllocator* allocator = nullptr;
    MissingFrames missing_frames = MissingFrames::Hold;
    Rational sequence_rate{24};
    /// Decoders that may write into a graphics card's memory. Null: in software only, and every
    /// frame can be read by the CPU.
    std::shared_ptr<HardwareDecoding> hardware;
    /// Asked now and then during long reads; true ends the call with Cancelled.
    std::function<bool()> cancelled;
};

/// Facts about every frame, found by scanning packets without decoding.
struct FrameIndex {
    struct Entry {
        Rational time_s;  ///< From the first presented frame, strictly increasing.
        bool key = false; ///< Decoding can start here.
    };
    std::vector<Entry> frames; ///< In presentation order; what a full decode yields, exactly.
    Rational end_s;            ///< End of the last frame.

    /// The frame on screen at `time_s`: the last one at or before it, clamped to the ends.
    std::int64_t frame_at(Rational time_s) const;
    /// The key frame at or before `frame` (presentation order).
    std::int64_t key_at_or_before(std::int64_t frame) const;
};

/// Decodes the main video stream of one file.
///
/// `path` may be a movie, a still, or an image sequence: "shot.%04d.exr", "shot.1001-1100#.exr", or
/// any one file of a sequence of at least two files when `as_sequence` is what `open` detects (a
/// run of digits before the extension with neighbours on disk).
///
/// Threads: confined to one thread at a time; `description` and `index` are immutable and safe.
/// Blocks: on disk and codec, one to tens of milliseconds; never call it on the main thread.
class VideoSource {
public:
    /// Scans the packets, checks that one frame can be decoded, and positions at frame 0.
    /// Errors: NotFound; Unsupported (no decoder, no video, directory); Corrupt; TooLarge;
    /// Cancelled.
    static Result<VideoSource> open(const std::filesystem::path& path, const OpenOptions& options);
    ~VideoSource();
    VideoSource(VideoSource&&) noexcept;
    VideoSource& operator=(VideoSource&&) noexcept;

    const MediaDescription& description() const;
    /// How frames come about now: a hardware decoder that fails is replaced by software.
    DecodePath decode_path() const;
    const FrameIndex& index() const;

    /// Prepares to decode `frame` and returns the frame that `next` delivers first: `frame` itself
    /// or an earlier one of its GOP. Every frame up to `frame` is worth keeping: it is paid for.
    /// Continues without a seek when `frame` lies shortly ahead of the present position.
    /// Errors: InvalidArgument (outside the index); Corrupt; Io.
    Result<std::int64_t> seek(std::int64_t frame);

    /// The next frame in presentation order, its `index` verified against the packet index.
    /// Errors: EndOfStream; Corrupt (this frame is lost, calling again goes on); Io (file
    /// vanished); Unsupported (the picture size or format changed in mid-stream); Cancelled.
    Result<DecodedFrame> next();

    /// Spends no more threads than this from the next seek on. [1, 64]
    void set_threads(int threads);

private:
    struct Impl; // Keeps FFmpeg's headers out of every includer.
    explicit VideoSource(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// What the file is, including its audio streams; opens and closes it. For `probe`.
/// Errors: as VideoSource::open, but a file with only audio is described without video.
Result<MediaDescription> describe(const std::filesystem::path& path, const OpenOptions& options);

} // namespace seamline::decode
