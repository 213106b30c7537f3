// app/analysis/measure_source.h: reads a medium once and measures every frame of it.
#pragma once

#include "app/analysis/feature_store.h"
#include "app/analysis/frame_features.h"
#include "decode/media/color_tags.h"
#include "decode/media/result.h"
#include "decode/video_source.h"
#include "renderer/color/color_config.h"
#include "renderer/color/source_color.h"
#include "renderer/measures/measure_backend.h"
#include "renderer/measures/working_picture.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace seamline::analysis {

/// How a medium's colours are read; the same that the player shows.
struct MeasureColor {
    color::SourceColor source; ///< An empty input space is guessed from the file.
    /// In place of the file's own, where a person corrected them.
    std::optional<ColorTags> tags;
    color::ViewColor view;

    friend bool operator==(const MeasureColor&, const MeasureColor&) = default;
};

struct MeasureOptions {
    /// [1, 64] that measure. The decoder has as many of its own, which wait for room mostly.
    int threads = 2;
    bool in_background = false; ///< Gives way to all other threads of the machine.
    bool cuts_only = false;     ///< Only what detect_cuts reads: residuals and means.
    /// Share of width and height that is left out on every side, [0, 0.4]: burnt-in borders.
    double border = 0;
    /// Where features are kept between runs (feature_store.h); none: not kept.
    std::optional<std::filesystem::path> store;
    std::uintmax_t store_limit = kStoreBytes; ///< Of all that is kept, in bytes.
    /// Called now and then, from the calling thread: frames that are final, in order.
    std::function<void(const SourceFeatures&)> progress;
    std::function<bool()> cancelled; ///< Asked once per frame; from any thread.
    /// What reads the planes; null: measures::cpu_backend. It changes no result.
    std::shared_ptr<measures::MeasureBackend> backend;
    decode::OpenOptions open;        ///< `threads` and `cancelled` are replaced by those above.
};

/// Blocks until all frames are measured. A frame that cannot be decoded is left as not measured
/// with `substitute` set. Deterministic: the same file gives the same numbers with any number of
/// threads. Errors: as decode::VideoSource::open and color::analysis_processor; Unsupported when
/// the picture changes in mid-stream; Io; Cancelled.
Result<SourceFeatures> measure_source(const std::filesystem::path& path,
                                      const color::ColorConfig& config, const MeasureColor& color,
                                      const MeasureOptions& options);

} // namespace seamline::analysis
