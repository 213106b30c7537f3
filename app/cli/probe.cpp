#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/decode_option.h"
#include "app/cli/media_json.h"
#include "app/cli/source_frame.h"
#include "app/cli/sources_argument.h"
#include "app/playback/player.h"
#include "decode/video_source.h"
#include "renderer/color/input_guess.h"
#include "renderer/frame_renderer.h"

#include <array>
#include <cstdio>
#include <optional>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 4> kOptions{{
    {"--json", nullptr, "print one JSON object (schema seamline.probe/1)"},
    {"--sequence-rate", "R", "frames per second of an image sequence (default 24)"},
    {"--decode", "P",
     "also what decodes it in the player: auto, software, nvdec, vaapi or vulkan (starts Vulkan)"},
    {"--help", nullptr, "this text"},
}};

struct Probed {
    MediaDescription media;
    std::int64_t frame_bytes = 0; ///< Of the first frame; 0: it has none that can be decoded.
};

/// Without a GPU.
Result<Probed> in_software(const std::string& file, const decode::OpenOptions& options) {
    Result<decode::VideoSource> source = decode::VideoSource::open(file, options);
    if (source) {
        const Result<DecodedFrame> frame = source.value().next();
        return Probed{source.value().description(),
                      frame ? static_cast<std::int64_t>(frame.value().memory->size_bytes()) : 0};
    }
    const Result<MediaDescription> media = decode::describe(file, options); // Sound alone.
    if (!media) return media.error();
    return Probed{media.value(), 0};
}

/// What the player would decode with: the first frame is decoded by what `choice` comes to.
Result<Probed> in_player(const std::string& file, const Rational& sequence_rate,
                         decode::DecodeChoice choice) {
    const renderer::Device device({.video_decode = decode::wants_vulkan_video(choice)});
    playback::PlayerOptions options;
    options.decode = choice;
    playback::Player player(device, options);
    session::Source source;
    source.path = file;
    source.sequence_rate = sequence_rate;
    player.open(source);
    if (const Result<Done> opened = player.wait_opened(); !opened) return opened.error();
    renderer::FrameRenderer renderer(device, player.cache());
    if (const auto frame = source_frame(player, renderer, 0); !frame) return frame.error();
    const playback::SourceReport report = player.reports().front();
    return Probed{report.media, report.frame_bytes};
}

std::string guesses(const ColorTags& color) {
    std::string text;
    for (const std::string& tag : guessed_names(color)) text += (text.empty() ? "" : ", ") + tag;
    return text.empty() ? "all tags from the file" : "guessed: " + text;
}

void print(const Probed& probed, const color::ColorConfig& config) {
    const MediaDescription& media = probed.media;
    std::printf("%s\n", media.path.c_str());
    if (media.video) {
        const VideoDescription& v = *media.video;
        std::printf("  video     %s %s, %dx%d, %s (%d bit)\n", v.codec.c_str(), v.profile.c_str(),
                    v.size.width, v.size.height, v.pixel_format.c_str(), v.bit_depth);
        std::printf("  frames    %lld at %s fps%s, %.3f s\n", static_cast<long long>(v.frame_count),
                    v.frame_rate.text().c_str(), v.variable_frame_rate ? " (variable)" : "",
                    v.duration_s.value());
        std::printf("  shape     pixel aspect %s, rotation %d\n",
                    v.sample_aspect_ratio.text().c_str(), v.rotation);
        if (v.start_timecode) std::printf("  timecode  %s\n", v.start_timecode->c_str());
        std::printf("  colour    matrix %s, primaries %s, transfer %s, range %s, chroma %s (%s)\n",
                    name(v.color.matrix), name(v.color.primaries), name(v.color.transfer),
                    name(v.color.range), name(v.color.chroma_location), guesses(v.color).c_str());
        const color::InputGuess input = color::guess_input_space(config, v.color, media.path);
        std::printf("  read as   %s%s: %s\n", input.space.c_str(),
                    input.confirmed ? "" : " (a guess)", input.reason.c_str());
        if (!v.missing_frames.empty())
            std::printf("  missing   %zu frames of the sequence have no file\n",
                        v.missing_frames.size());
    }
    for (const AudioDescription& a : media.audio)
        std::printf("  audio     %s, %d Hz, %d channels, %.3f s\n", a.codec.c_str(), a.sample_rate,
                    a.channels, a.duration_s.value());
    std::printf("  decode    %s\n",
                decode_line(decode_json(media.decode, probed.frame_bytes)).c_str());
}

} // namespace

int probe(std::span<const std::string> words) {
    const Result<Arguments> arguments = Arguments::parse(words, kOptions);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text(
                "probe FILE... [--json] [--decode P]",
                "Tells what a file is: the frame count is exact (packets are indexed, one "
                "frame is decoded).\nA tag that the file does not carry is listed as guessed.",
                kOptions)
                .c_str(),
            stdout);
        return kOk;
    }
    const auto& files = arguments.value().files();
    if (files.empty())
        return report({ErrorCode::InvalidArgument, "probe needs a file; see --help"});
    const bool as_json = arguments.value().has("--json");
    if (as_json && files.size() > 1)
        return report({ErrorCode::InvalidArgument, "probe --json takes one file"});
    decode::OpenOptions options;
    const Result<Rational> rate = rate_option(arguments.value(), "--sequence-rate", Rational(24));
    if (!rate) return report(rate.error());
    options.sequence_rate = rate.value();
    std::optional<decode::DecodeChoice> choice;
    if (arguments.value().has("--decode")) {
        const Result<decode::DecodeChoice> given = decode_option(arguments.value());
        if (!given) return report(given.error());
        choice = given.value();
    }
    const Result<color::ColorConfig> config = color::ColorConfig::open({});
    if (!config) return report(config.error());
    int code = kOk;
    for (const std::string& file : files) {
        if (const auto medium = check_medium(file); !medium) {
            code = report(medium.error());
            continue;
        }
        Result<Probed> probed = in_software(file, options);
        if (probed && choice && probed.value().media.video) {
            const Result<Probed> played = in_player(file, rate.value(), *choice);
            probed.value().frame_bytes = played ? played.value().frame_bytes : 0;
            if (played)
                probed.value().media.decode = played.value().media.decode;
            else
                probed.value().media.decode.fallback_reason =
                    "the player shows no first frame: " + played.error().message;
        }
        if (!probed)
            code = report(probed.error());
        else if (as_json)
            std::printf("%s\n",
                        probe_json(probed.value().media, probed.value().frame_bytes, config.value())
                            .dump(2)
                            .c_str());
        else
            print(probed.value(), config.value());
    }
    return code;
}

} // namespace seamline::cli
