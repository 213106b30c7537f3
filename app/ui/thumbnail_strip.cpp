#include "app/playback/compose.h"
#include "app/playback/timeline.h"
#include "app/ui/timeline_lane.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

/// Pictures of a lane stand side by side from its visible left edge; each shows the frame in its
/// middle.
constexpr int kLeastWidthPx = 12;

} // namespace

void draw_thumbnails(const Ui& ui, const session::Source& source,
                     const playback::SourceReport& report, const TimelineScale& scale,
                     const ScreenRect& body) {
    if (ui.thumbnails == nullptr || !report.index || report.index->frames.empty()) return;
    const renderer::PictureShape shape = playback::shape_of(*report.media.video);
    const glm::dvec2 size = renderer::display_size(shape);
    if (size.x <= 0 || size.y <= 0) return;
    const int height = static_cast<int>(body.size().y) - static_cast<int>(ui.px(5));
    const int width = static_cast<int>(std::lround(height * size.x / size.y));
    if (height < 8 || width < kLeastWidthPx) return;
    const ColorTags color = session::overridden(report.media.video->color, source.color);
    const playback::ShownColor shown =
        ui.shown_color ? ui.shown_color(source.key) : playback::ShownColor{};
    const ScreenRect& visible = ui.lanes_visible;
    if (body.min.y < visible.min.y) return; // Images can be cut below and right only.
    for (double x = body.min.x; x < body.max.x; x += width) {
        const double middle = std::min(x + width * 0.5, (x + body.max.x) * 0.5);
        const auto tick = static_cast<std::int64_t>(std::floor(scale.tick_at(middle)));
        const std::int64_t frame = playback::frame_at_tick(source.timing, *report.index, tick,
                                                           ui.model.session.transport.rate)
                                       .frame;
        auto image = ui.thumbnails->find({source.key, frame, {width, height}, color, shape, shown},
                                         [&] { return ui.cached_frame(source.key, frame); });
        if (!image) continue;
        image->rect = {static_cast<int>(x), static_cast<int>(body.min.y),
                       std::min(width, static_cast<int>(body.max.x - x)),
                       std::min(height, static_cast<int>(visible.max.y - body.min.y))};
        if (image->rect.width > 0 && image->rect.height > 0) ui.images.push_back(std::move(*image));
    }
}

} // namespace seamline::ui
