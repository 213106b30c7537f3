#include "app/analysis/measure_source.h"

#include "app/analysis/frame_pictures.h"
#include "app/analysis/measure_run.h"
#include "app/analysis/media_id.h"
#include "app/analysis/source_light.h"

#include <algorithm>
#include <thread>

namespace seamline::analysis {
namespace {

Result<decode::VideoSource> open_source(const std::filesystem::path& path,
                                        const MeasureOptions& options) {
    decode::OpenOptions open = options.open;
    open.threads = std::clamp(options.threads, 1, 64);
    open.cancelled = options.cancelled;
    if (!options.in_background) return decode::VideoSource::open(path, open);
    // The decoder's own threads inherit how willingly they give way.
    std::optional<Result<decode::VideoSource>> opened;
    std::jthread([&] {
        enter_background();
        opened = decode::VideoSource::open(path, open);
    }).join();
    return std::move(*opened);
}

} // namespace

Result<SourceFeatures> measure_source(const std::filesystem::path& path,
                                      const color::ColorConfig& config, const MeasureColor& color,
                                      const MeasureOptions& options) {
    Result<decode::VideoSource> source = open_source(path, options);
    if (!source) return source.error();
    const VideoDescription& video = *source.value().description().video;
    SourceFeatures features;
    const Result<std::string> id = media_id(path, options.cancelled);
    if (!id) return id.error();
    features.path = path.string();
    features.media_id = id.value();
    features.frame_rate = video.frame_rate;
    features.frame_count = video.frame_count;
    features.width = video.size.width;
    features.height = video.size.height;
    features.cuts_only = options.cuts_only;

    const auto light = source_light(config, color, color.tags.value_or(video.color), path);
    if (!light) return light.error();
    features.space_confirmed = light.value().confirmed;
    features.input_space = light.value().input_space;
    features.light_id = light.value().light.id();
    const FrameMeasuring how{.light = light.value().light,
                             .pixel_aspect = video.sample_aspect_ratio.value(),
                             .border = std::clamp(options.border, 0.0, 0.4),
                             .cuts_only = options.cuts_only,
                             .native_width = video.size.width,
                             .tags = color.tags};

    const MeasureRunOptions run{.threads = std::clamp(options.threads, 1, 64),
                                .in_background = options.in_background,
                                .cancelled = options.cancelled};
    const Result<Done> done =
        run_measures(source.value(), how, run, [&](std::vector<FrameFeatures> ready) {
            for (FrameFeatures& frame : ready) features.frames.push_back(std::move(frame));
            if (options.progress) options.progress(features);
        });
    if (!done) return done.error();
    return features;
}

} // namespace seamline::analysis
