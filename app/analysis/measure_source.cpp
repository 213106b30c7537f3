#include "app/analysis/measure_source.h"

#include "app/analysis/feature_store.h"
#include "app/analysis/frame_pictures.h"
#include "app/analysis/measure_run.h"
#include "app/analysis/media_id.h"
#include "app/analysis/source_light.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
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

std::string tags_text(const ColorTags& tags) {
    return std::string("|") + name(tags.matrix) + "|" + name(tags.primaries) + "|" +
           name(tags.transfer) + "|" + name(tags.range) + "|" + name(tags.chroma_location);
}

/// Frames measured by an earlier run, of which a run that measured everything has all that cuts
/// need.
void load_stored(const std::filesystem::path& folder, const FeatureKey& key,
                 const decode::FrameIndex& index, SourceFeatures& features) {
    FeatureKey wider = key;
    wider.cuts_only = false;
    for (const FeatureKey& one : {wider, key}) {
        auto frames = stored_features(folder, one);
        if (!frames || (one != key && std::ssize(*frames) < features.frame_count)) continue;
        if (std::ssize(*frames) > features.frame_count) continue;
        features.frames = std::move(*frames);
        // Times are the file's as it is opened now: the rate of a sequence is the user's.
        for (FrameFeatures& frame : features.frames)
            frame.time_s = index.frames[static_cast<std::size_t>(frame.frame)].time_s;
        return;
    }
}

/// Measures what `features` lacks and stores it now and then.
Result<Done> measure_rest(decode::VideoSource& source, const FrameMeasuring& how,
                          const MeasureOptions& options, const FeatureKey& key,
                          SourceFeatures& features) {
    const std::int64_t known = std::ssize(features.frames);
    if (options.progress && known > 0) options.progress(features);
    if (known >= features.frame_count) return Done{};
    constexpr auto kStoreEvery = std::chrono::seconds(20);
    auto stored_at = std::chrono::steady_clock::now();
    // A store that cannot be written costs the next run time, and this one nothing.
    const auto store = [&] {
        if (options.store && std::ssize(features.frames) > known)
            static_cast<void>(
                store_features(*options.store, key, features.frames, options.store_limit));
    };
    const MeasureRunOptions run{.first_frame = std::max<std::int64_t>(known - kFeatureReach - 1, 0),
                                .threads = std::clamp(options.threads, 1, 64),
                                .in_background = options.in_background,
                                .cancelled = options.cancelled};
    const Result<Done> done = run_measures(source, how, run, [&](std::vector<FrameFeatures> ready) {
        for (FrameFeatures& frame : ready)
            if (frame.frame >= known) features.frames.push_back(std::move(frame));
        if (options.progress) options.progress(features);
        if (std::chrono::steady_clock::now() - stored_at < kStoreEvery) return;
        store();
        stored_at = std::chrono::steady_clock::now();
    });
    store();
    return done;
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
    features.start_timecode = video.start_timecode.value_or("");
    features.width = video.size.width;
    features.height = video.size.height;
    features.turn = {video.rotation, video.flipped};
    features.cuts_only = options.cuts_only;

    const auto light = source_light(config, color, color.tags.value_or(video.color), path);
    if (!light) return light.error();
    features.space_confirmed = light.value().confirmed;
    features.input_space = light.value().input_space;
    // Matrix, range and siting come before the transform that the light's own id names.
    features.light_id = light.value().light.id() + tags_text(color.tags.value_or(video.color));
    // Cameras were once kept as coded.
    if (!features.turn.is_none())
        features.light_id += "|turned" + std::to_string(features.turn.clockwise_deg) +
                             (features.turn.mirrored ? "m" : "");
    const FrameMeasuring how{.light = light.value().light,
                             .pixel_aspect = video.sample_aspect_ratio.value(),
                             .border = std::clamp(options.border, 0.0, 0.4),
                             .cuts_only = options.cuts_only,
                             .native_width = video.size.width,
                             .tags = color.tags,
                             .turn = features.turn,
                             .backend = options.backend != nullptr ? options.backend.get()
                                                                   : &measures::cpu_backend()};

    const FeatureKey key{features.media_id, features.light_id, how.border, how.cuts_only};
    if (options.store) load_stored(*options.store, key, source.value().index(), features);
    if (const auto done = measure_rest(source.value(), how, options, key, features); !done)
        return done.error();
    return features;
}

} // namespace seamline::analysis
