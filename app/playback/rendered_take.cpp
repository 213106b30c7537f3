#include "app/playback/rendered_take.h"

#include "app/playback/timeline.h"
#include "decode/picture_writer.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace seamline::playback {
namespace {

constexpr int kFrameTimeoutMs = 60'000;
constexpr std::uint64_t kCacheBytes = 256'000'000;
constexpr int kProxyCrf = 23;

decode::RgbaView view_of(const renderer::RenderedPicture& picture) {
    return {picture.size, 1, std::span<const std::byte>(picture.pixels)};
}

} // namespace

Result<RenderedTake> RenderedTake::open(const renderer::Device& device,
                                        const std::filesystem::path& path) {
    RenderedTake take;
    PlayerOptions options;
    options.cache_budget_bytes = kCacheBytes;
    take.player_ = std::make_unique<Player>(device, options);
    session::Session session;
    session::Source source;
    source.key = 1;
    source.path = path;
    session.sources.push_back(source);
    session.compare.mode = session::CompareMode::Single;
    take.player_->set_session(session);
    if (const auto opened = take.player_->wait_opened(); !opened) return opened.error();
    take.renderer_ = std::make_unique<renderer::FrameRenderer>(device, take.player_->cache());
    return take;
}

std::int64_t RenderedTake::frame_count() const {
    const auto reports = player_->reports();
    if (reports.empty() || !reports.front().index) return 0;
    return static_cast<std::int64_t>(reports.front().index->frames.size());
}

Rational RenderedTake::frame_rate() const {
    for (const SourceReport& report : player_->reports())
        if (report.media.video) return report.media.video->frame_rate;
    return Rational(24);
}

Extent RenderedTake::size(int most) const {
    for (const SourceReport& report : player_->reports()) {
        if (!report.media.video) continue;
        const VideoDescription& v = *report.media.video;
        const glm::dvec2 whole =
            renderer::display_size({v.size, v.sample_aspect_ratio, v.rotation, v.flipped});
        const double scale = std::min(1.0, most / std::max({whole.x, whole.y, 1.0}));
        const auto even = [scale](double edge) {
            return std::max(2, 2 * static_cast<int>(std::lround(edge * scale / 2)));
        };
        return {even(whole.x), even(whole.y)};
    }
    return {most, most};
}

Result<renderer::RenderedPicture> RenderedTake::at(std::int64_t frame, Extent size) {
    if (frame < 0 || frame >= frame_count())
        return Error{ErrorCode::NotFound, "frame " + std::to_string(frame) +
                                              " is outside the medium, which has 0 to " +
                                              std::to_string(frame_count() - 1)};
    // Where frames are not equally long, ticks are not frames.
    const session::Session session = player_->session();
    const auto reports = player_->reports();
    const std::int64_t tick = first_tick_of(session.sources.front().timing, *reports.front().index,
                                            frame, session.transport.rate);
    const auto ready =
        player_->wait_for(tick, kFrameTimeoutMs, [&] { renderer_->ingest_pending(); });
    if (!ready) return ready.error();
    if (const auto colors = player_->wait_colors(ready.value()); !colors) return colors.error();
    return renderer_->render_and_read(
        player_->compose(ready.value(), size, renderer::ResizeFilter::Bilinear),
        renderer::TargetFormat::Rgba8);
}

Result<std::string> png_bytes(const renderer::RenderedPicture& picture) {
    std::string name = (std::filesystem::temp_directory_path() / "seamline-still-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return Error{ErrorCode::Io, "cannot make a folder for pictures in '" +
                                        std::filesystem::temp_directory_path().string() + "'"};
    const std::filesystem::path folder = name;
    const auto written = decode::write_png(folder / "still.png", view_of(picture));
    std::string bytes;
    if (written) {
        std::ifstream stream(folder / "still.png", std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(stream), {});
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    if (!written) return written.error();
    return bytes;
}

Result<Done> write_proxy(const renderer::Device& device, const std::filesystem::path& medium,
                         const std::filesystem::path& file, int most,
                         const std::function<bool()>& cancelled) {
    auto take = RenderedTake::open(device, medium);
    if (!take) return take.error();
    decode::MovieOptions options;
    options.size = take.value().size(most);
    options.frame_rate = take.value().frame_rate();
    options.crf = kProxyCrf;
    auto writer = decode::MovieWriter::open(file, options);
    if (!writer) return writer.error();
    for (std::int64_t frame = 0; frame < take.value().frame_count(); ++frame) {
        if (cancelled && cancelled()) return Error{ErrorCode::Cancelled, "cancelled"};
        const auto picture = take.value().at(frame, options.size);
        if (!picture) return picture.error();
        if (const auto added = writer.value().add(view_of(picture.value())); !added) return added;
    }
    return writer.value().finish();
}

} // namespace seamline::playback
