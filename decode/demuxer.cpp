#include "decode/demuxer.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

// Formats that turn plain text into pictures, or that name other files to open.
constexpr std::array<std::string_view, 16> kRefused{
    "tty", "hls",  "dash", "concat", "imf",   "image2", "adf",        "bin",
    "idf", "xbin", "sdp",  "rtsp",   "s337m", "sbg",    "ffmetadata", "webm_dash_manifest"};

bool is_refused(const AVInputFormat& format) {
    std::string_view names = format.name;
    while (!names.empty()) {
        const std::size_t comma = names.find(',');
        if (std::find(kRefused.begin(), kRefused.end(), names.substr(0, comma)) != kRefused.end())
            return true;
        names = comma == std::string_view::npos ? std::string_view{} : names.substr(comma + 1);
    }
    return false;
}

int ask_cancelled(void* cancelled) {
    const auto& ask = *static_cast<std::function<bool()>*>(cancelled);
    return ask && ask() ? 1 : 0;
}

Error unknown_format(const fs::path& path) {
    return {ErrorCode::Unsupported, "cannot open '" + path.string() +
                                        "': not a movie or picture that is known here; check that "
                                        "the file is what its name says"};
}

} // namespace

Result<Done> check_readable_file(const fs::path& path) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    std::string name = "'";
    name.append(path.string()).append("'");
    if (status.type() == fs::file_type::not_found)
        return Error{ErrorCode::NotFound, "cannot open " + name + ": no such file; check the path"};
    if (code)
        return Error{ErrorCode::Io, "cannot open " + name + ": " + code.message() +
                                        "; check the disk and the permissions"};
    if (status.type() == fs::file_type::directory)
        return Error{ErrorCode::Unsupported,
                     "cannot open " + name + ": it is a folder; give a file in it"};
    if (status.type() != fs::file_type::regular)
        return Error{ErrorCode::Unsupported, "cannot open " + name +
                                                 ": it is not a regular file; copy the data into a "
                                                 "file first"};
    if (fs::file_size(path, code) == 0 && !code)
        return Error{ErrorCode::Corrupt,
                     "cannot open " + name + ": the file is empty; render or copy it again"};
    return Done{};
}

Result<std::unique_ptr<Demuxer>> Demuxer::open(const fs::path& path,
                                               const std::function<bool()>& cancelled) {
    capture_ffmpeg_log();
    clear_log_line();
    if (const Result<Done> checked = check_readable_file(path); !checked) return checked.error();
    std::unique_ptr<Demuxer> demuxer(new Demuxer(path));
    demuxer->cancelled_ = cancelled;
    const AVIOInterruptCB interrupt{ask_cancelled, &demuxer->cancelled_};
    // "file:" keeps FFmpeg from reading a protocol into names like "a:b.mp4".
    const std::string url = "file:" + path.string();
    const auto failed = [&](int code) {
        // An interrupted call has many codes.
        return ffmpeg_error(ask_cancelled(&demuxer->cancelled_) != 0 ? AVERROR_EXIT : code, "open",
                            path);
    };
    int code = avio_open2(&demuxer->io_, url.c_str(), AVIO_FLAG_READ, &interrupt, nullptr);
    if (code < 0) return failed(code);
    const AVInputFormat* format = nullptr;
    code = av_probe_input_buffer2(demuxer->io_, &format, url.c_str(), nullptr, 0, 0);
    if (ask_cancelled(&demuxer->cancelled_) != 0) return failed(AVERROR_EXIT);
    if (code < 0 || format == nullptr) return unknown_format(path);
    if (is_refused(*format)) return unknown_format(path);

    AVFormatContext* context = avformat_alloc_context();
    if (context == nullptr) return ffmpeg_error(AVERROR(ENOMEM), "open", path);
    context->pb = demuxer->io_;
    context->interrupt_callback = interrupt;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    clear_log_line();
    code = avformat_open_input(&context, url.c_str(), format, &options); // Frees it on failure.
    av_dict_free(&options);
    if (code < 0) return failed(code);
    demuxer->context_ = context;
    code = avformat_find_stream_info(context, nullptr);
    if (code < 0) return failed(code);
    return demuxer;
}

Demuxer::~Demuxer() {
    avformat_close_input(&context_); // Leaves a custom `pb` open.
    avio_closep(&io_);
}

int Demuxer::video_stream() const {
    const int best = av_find_best_stream(context_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (best < 0) return -1;
    return (stream(best).disposition & AV_DISPOSITION_ATTACHED_PIC) != 0 ? -1 : best;
}

std::vector<int> Demuxer::audio_streams() const {
    std::vector<int> found;
    for (unsigned i = 0; i < context_->nb_streams; ++i)
        if (context_->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
            found.push_back(static_cast<int>(i));
    return found;
}

void Demuxer::only(int stream) {
    stream_ = stream;
    for (unsigned i = 0; i < context_->nb_streams; ++i)
        context_->streams[i]->discard =
            static_cast<int>(i) == stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
}

int Demuxer::read(AVPacket& packet) {
    for (;;) {
        av_packet_unref(&packet);
        if (ask_cancelled(&cancelled_) != 0) return AVERROR_EXIT;
        const int code = av_read_frame(context_, &packet);
        if (code < 0) return code;
        if (packet.stream_index == stream_) return 0;
    }
}

bool Demuxer::seek(int stream, std::int64_t timestamp) {
    return av_seek_frame(context_, stream, timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

} // namespace seamline::decode
