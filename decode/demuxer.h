// decode/demuxer.h: one opened container. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace seamline::decode {

/// Packets of one container, file protocol only: no container may make it open another file.
///
/// Threads: confined to one thread at a time.
class Demuxer {
public:
    /// `cancelled` may be empty. Errors: NotFound; Unsupported (folder, device, a playlist or text
    /// format); Corrupt; Io; Cancelled.
    static Result<std::unique_ptr<Demuxer>> open(const std::filesystem::path& path,
                                                 const std::function<bool()>& cancelled);
    ~Demuxer();
    Demuxer(const Demuxer&) = delete;
    Demuxer& operator=(const Demuxer&) = delete;

    /// The main video stream (never a cover picture), or -1.
    int video_stream() const;
    /// Streams that hold sound, in file order.
    std::vector<int> audio_streams() const;
    AVStream& stream(int number) const { return *context_->streams[number]; }
    const AVFormatContext& context() const { return *context_; }
    const std::filesystem::path& path() const { return path_; }

    /// Makes `read` skip every stream but this one.
    void only(int stream);
    /// The next packet of the stream chosen by `only`. FFmpeg's codes: 0, AVERROR_EOF, others.
    int read(AVPacket& packet);
    /// Moves to a key packet at or before `timestamp` (in the stream's time base). False when the
    /// container cannot.
    bool seek(int stream, std::int64_t timestamp);

private:
    explicit Demuxer(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
    std::function<bool()> cancelled_;
    AVIOContext* io_ = nullptr;
    AVFormatContext* context_ = nullptr;
    int stream_ = -1;
};

/// Refuses what must not be handed to FFmpeg. Errors: NotFound; Unsupported; Io.
Result<Done> check_readable_file(const std::filesystem::path& path);

} // namespace seamline::decode
