#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/media_json.h"
#include "app/cli/sources_argument.h"
#include "decode/video_source.h"
#include "renderer/color/input_guess.h"

#include <array>
#include <cstdio>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 3> kOptions{{
    {"--json", nullptr, "print one JSON object (schema seamline.probe/1)"},
    {"--sequence-rate", "R", "frames per second of an image sequence (default 24)"},
    {"--help", nullptr, "this text"},
}};

std::string guesses(const ColorTags& color) {
    std::string text;
    for (const std::string& tag : guessed_names(color)) text += (text.empty() ? "" : ", ") + tag;
    return text.empty() ? "all tags from the file" : "guessed: " + text;
}

void print(const MediaDescription& media, const color::ColorConfig& config) {
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
    std::printf("  decode    %s on %s, host copies %d%s%s\n", media.decode.path.c_str(),
                media.decode.device.c_str(), media.decode.host_copies,
                media.decode.fallback_reason.empty() ? "" : "; ",
                media.decode.fallback_reason.c_str());
}

} // namespace

int probe(std::span<const std::string> words) {
    const Result<Arguments> arguments = Arguments::parse(words, kOptions);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text(
                "probe FILE... [--json]",
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
    const Result<color::ColorConfig> config = color::ColorConfig::open({});
    if (!config) return report(config.error());
    int code = kOk;
    for (const std::string& file : files) {
        if (const auto medium = check_medium(file); !medium) {
            code = report(medium.error());
            continue;
        }
        const Result<MediaDescription> media = decode::describe(file, options);
        if (!media) {
            code = report(media.error());
            continue;
        }
        if (as_json)
            std::printf("%s\n", probe_json(media.value(), config.value()).dump(2).c_str());
        else
            print(media.value(), config.value());
    }
    return code;
}

} // namespace seamline::cli
