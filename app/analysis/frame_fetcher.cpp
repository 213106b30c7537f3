#include "app/analysis/frame_fetcher.h"

#include "app/analysis/source_light.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace seamline::analysis {
namespace {

/// Frames of one shot's pseudo-cuts and of the cut itself; an HD one takes 10 MB, so of larger
/// ones fewer are kept.
constexpr std::size_t kKeptFrames = 6;
constexpr std::size_t kLeastKeptFrames = 2;
constexpr std::size_t kKeptBytes = 80UL << 20;
constexpr double kSameShape = 1.03;

double shape(const FrameFetcher& fetcher) {
    return fetcher.size().width * fetcher.pixel_aspect() / fetcher.size().height;
}

} // namespace

Result<FrameFetcher> FrameFetcher::open(const std::filesystem::path& path,
                                        const color::ColorConfig& config, const MeasureColor& color,
                                        const decode::OpenOptions& options) {
    auto source = decode::VideoSource::open(path, options);
    if (!source) return source.error();
    const ColorTags& own = source.value().description().video->color;
    auto light = source_light(config, color, color.tags.value_or(own), path);
    if (!light) return light.error();
    const bool confirmed = light.value().confirmed;
    FrameFetcher fetcher(std::move(source).value(), std::move(light).value().light, confirmed,
                         color.tags);
    fetcher.cancelled_ = options.cancelled;
    return fetcher;
}

Extent FrameFetcher::size() const { return source_.description().video->size; }

double FrameFetcher::pixel_aspect() const {
    const double aspect = source_.description().video->sample_aspect_ratio.value();
    return aspect > 0 ? aspect : 1;
}

std::int64_t FrameFetcher::frame_count() const {
    return static_cast<std::int64_t>(source_.index().frames.size());
}

bool FrameFetcher::is_hdr() const {
    const ColorTransfer transfer =
        tags_ ? tags_->transfer : source_.description().video->color.transfer;
    return transfer == ColorTransfer::Pq || transfer == ColorTransfer::Hlg;
}

PictureTurn FrameFetcher::turn() const {
    const VideoDescription& video = *source_.description().video;
    return {video.rotation, video.flipped};
}

void FrameFetcher::keep(std::shared_ptr<const FetchedFrame> fetched) {
    const std::size_t floats =
        fetched->luma.values.size() + 3 * fetched->light.planes[0].values.size();
    const std::size_t most =
        std::clamp(kKeptBytes / std::max<std::size_t>(floats * sizeof(float), 1), kLeastKeptFrames,
                   kKeptFrames);
    kept_.push_back(std::move(fetched));
    while (kept_.size() > most) kept_.pop_front();
}

Result<std::shared_ptr<const FetchedFrame>>
FrameFetcher::fetch(std::int64_t frame, Extent light_size, const Seen& seen) {
    for (const auto& kept : kept_)
        if (!seen && kept->frame == frame && kept->light.width() == light_size.width &&
            kept->light.height() == light_size.height)
            return kept;
    const std::string& path = source_.description().path;
    if (frame < 0 || frame >= frame_count())
        return Error{ErrorCode::NotFound, path + ": has no frame " + std::to_string(frame)};
    const auto sought = source_.seek(frame);
    if (!sought) return sought.error();
    next_ = sought.value();
    for (;;) {
        if (cancelled_ && cancelled_())
            return Error{ErrorCode::Cancelled, "measuring was cancelled"};
        auto decoded = source_.next();
        if (!decoded) {
            // A damaged frame on the way is not the one that was asked for.
            if (decoded.error().code == ErrorCode::Corrupt && next_++ < frame) continue;
            return decoded.error();
        }
        next_ = decoded.value().index + 1;
        if (decoded.value().index < frame) continue;
        if (decoded.value().index > frame || decoded.value().corrupt || decoded.value().held)
            return Error{ErrorCode::Corrupt,
                         path + ": frame " + std::to_string(frame) + " could not be decoded"};
        auto view = measures::FrameView::of(decoded.value());
        if (tags_) view.color = *tags_;
        if (seen) seen(view);
        auto working = measures::make_working_picture(view, light_, light_size, light_size);
        auto fetched = std::make_shared<FetchedFrame>();
        fetched->frame = frame;
        fetched->light = std::move(working.light);
        fetched->luma = measures::native_luma(view);
        keep(fetched);
        return std::shared_ptr<const FetchedFrame>(std::move(fetched));
    }
}

std::optional<Extent> common_light_size(const FrameFetcher& a, const FrameFetcher& b) {
    const double ratio = shape(a) / shape(b);
    if (ratio > kSameShape || ratio < 1 / kSameShape) return std::nullopt;
    const auto size_of = [](const FrameFetcher& fetcher) {
        const Extent size = fetcher.size();
        return measures::working_size({0, 0, size.width, size.height}, fetcher.pixel_aspect(),
                                      measures::kLightEdge);
    };
    const Extent of_a = size_of(a);
    const Extent of_b = size_of(b);
    return Extent{std::min(of_a.width, of_b.width), std::min(of_a.height, of_b.height)};
}

} // namespace seamline::analysis
