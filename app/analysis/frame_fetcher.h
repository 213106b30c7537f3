// app/analysis/frame_fetcher.h: single frames of a medium, as seams measure them.
#pragma once

#include "app/analysis/frame_features.h"
#include "app/analysis/measure_source.h"
#include "app/analysis/picture_turn.h"
#include "decode/media/result.h"
#include "decode/video_source.h"
#include "renderer/measures/working_picture.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace seamline::analysis {

struct FetchedFrame {
    std::int64_t frame = 0;
    measures::Picture light;
    measures::Plane luma; ///< Native.
};

/// Decodes frames of one medium on demand and keeps the last few. Cheapest in ascending order.
///
/// Threads: confined to one at a time. Blocks: on disk and codec.
class FrameFetcher {
public:
    /// `options.cancelled` ends `fetch`, too. Errors: as measure_source.
    static Result<FrameFetcher> open(const std::filesystem::path& path,
                                     const color::ColorConfig& config, const MeasureColor& color,
                                     const decode::OpenOptions& options);

    Extent size() const; ///< Visible, native.
    double pixel_aspect() const;
    std::int64_t frame_count() const;
    bool space_confirmed() const { return space_confirmed_; }
    bool is_hdr() const; ///< PQ or HLG, by the tags that it is read by.
    PictureTurn turn() const;

    /// `light_size`: of the light picture; not larger than the visible picture. `seen` is called
    /// with the decoded planes while they live, and decodes a frame that is kept once more.
    /// Errors: NotFound (no such frame); Corrupt; Io; Cancelled.
    using Seen = std::function<void(const measures::FrameView&)>;
    Result<std::shared_ptr<const FetchedFrame>> fetch(std::int64_t frame, Extent light_size,
                                                      const Seen& seen = {});

private:
    FrameFetcher(decode::VideoSource source, measures::AnalysisLight light, bool space_confirmed,
                 std::optional<ColorTags> tags)
        : source_(std::move(source)), light_(std::move(light)), space_confirmed_(space_confirmed),
          tags_(std::move(tags)) {}

    void keep(std::shared_ptr<const FetchedFrame> fetched);

    decode::VideoSource source_;
    measures::AnalysisLight light_;
    bool space_confirmed_;
    std::optional<ColorTags> tags_; ///< In place of the file's.
    std::deque<std::shared_ptr<const FetchedFrame>> kept_;
    std::function<bool()> cancelled_;
    std::int64_t next_ = 0; ///< What `source_` decodes next.
};

/// The picture size in which frames of two media are compared: none when their shapes differ by
/// more than 3 percent.
std::optional<Extent> common_light_size(const FrameFetcher& a, const FrameFetcher& b);

} // namespace seamline::analysis
