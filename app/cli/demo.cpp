#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/demo_session.h"
#include "app/playback/player.h"
#include "decode/picture_writer.h"
#include "renderer/frame_renderer.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 4> kOptions{{
    {"--json", nullptr, "print one JSON object (schema seamline.demo/1)"},
    {"--out", "DIR", "where the pictures go (default: beside the takes, in the cache)"},
    {"--size", "WxH", "of the pictures (default 1280x720)"},
    {"--help", nullptr, "this text"},
}};

constexpr int kFrameTimeoutMs = 60'000;
constexpr std::int64_t kTick = 10; ///< The figure faces the camera, eyes open.

struct Shown {
    const char* file;
    session::CompareMode mode;
    float gain;
};
constexpr std::array<Shown, 5> kPictures{{
    {"grid.png", session::CompareMode::Grid, 1},
    {"row.png", session::CompareMode::Row, 1},
    {"wipe.png", session::CompareMode::Wipe, 1},
    {"checkerboard.png", session::CompareMode::Checkerboard, 1},
    {"difference.png", session::CompareMode::Difference, 2},
}};

/// The files written.
Result<std::vector<std::string>> write_pictures(const renderer::Device& device,
                                                const session::Session& demo,
                                                const std::filesystem::path& folder, Extent size) {
    std::vector<std::string> files;
    playback::Player player(device, {});
    player.set_session(demo);
    const Result<Done> opened = player.wait_opened();
    if (!opened) return opened.error();
    renderer::FrameRenderer renderer(device, player.cache());
    for (const Shown& shown : kPictures) {
        player.edit([&](session::Session& session) {
            session.compare.mode = shown.mode;
            session.compare.gain = shown.gain;
            // A row of two is what fits 16:9; the grid shows all.
            for (std::size_t i = 0; i < session.sources.size(); ++i)
                session.sources[i].visible = shown.mode == session::CompareMode::Grid || i < 2;
        });
        const Result<playback::Tick> tick =
            player.wait_for(kTick, kFrameTimeoutMs, [&] { renderer.ingest_pending(); });
        if (!tick) return tick.error();
        const renderer::RenderedPicture picture = renderer.render_and_read(
            player.compose(tick.value(), size, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        const Result<Done> written =
            decode::write_png(folder / shown.file, {picture.size, 1, picture.pixels});
        if (!written) return written.error();
        files.push_back((folder / shown.file).string());
    }
    return files;
}

void print(const session::DemoReview& review, const std::vector<std::string>& pictures) {
    for (const session::DemoFile& take : review.takes)
        std::printf("%s\n  %s, take %s (%s): %s\n", take.path.c_str(), take.shot.c_str(),
                    take.name.c_str(), take.generator.c_str(), take.about.c_str());
    for (const std::string& picture : pictures) std::printf("%s\n", picture.c_str());
}

} // namespace

int demo(std::span<const std::string> words) {
    const Result<Arguments> arguments = Arguments::parse(words, kOptions);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text("demo [--out DIR]",
                      "Renders the demo review's takes once into the cache (about a minute without "
                      "a GPU; Ctrl+C\nstops, the next run goes on) and a picture of each compare.",
                      kOptions)
                .c_str(),
            stdout);
        return kOk;
    }
    const Result<Extent> size = arguments.value().size("--size", {1280, 720});
    if (!size) return report(size.error());
    const renderer::Device device;
    const Result<session::DemoReview> review = prepare_demo(device);
    if (!review) return report(review.error());
    const std::filesystem::path folder =
        arguments.value().text("--out").value_or((review.value().folder / "pictures").string());
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return report({ErrorCode::Io, folder.string() + ": cannot be made: " + failed.message()});
    const Result<std::vector<std::string>> written =
        write_pictures(device, demo_session(review.value()), folder, size.value());
    if (!written) return report(written.error());
    nlohmann::json result{{"schema", "seamline.demo/1"},
                          {"takes", nlohmann::json::array()},
                          {"pictures", written.value()}};
    for (const session::DemoFile& take : review.value().takes)
        result["takes"].push_back({{"file", take.path.string()},
                                   {"shot", take.shot},
                                   {"name", take.name},
                                   {"generator", take.generator},
                                   {"about", take.about}});
    if (arguments.value().has("--json"))
        std::printf("%s\n", result.dump(2).c_str());
    else
        print(review.value(), written.value());
    return kOk;
}

} // namespace seamline::cli
