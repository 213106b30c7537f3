#include "app/ui/snapshot_size.h"

#include "app/playback/compose.h"
#include "renderer/composition.h"
#include "renderer/layout.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr double kLargestEdge = 16384;

Extent rounded(glm::dvec2 size) {
    size *= std::min(1.0, kLargestEdge / std::max(size.x, size.y));
    return {static_cast<int>(std::max(std::round(size.x), 1.0)),
            static_cast<int>(std::max(std::round(size.y), 1.0))};
}

/// The pixels of the source that one of the window's covers, along its finer axis.
double density(const renderer::Picture& picture) {
    if (picture.frame == nullptr) return 0;
    const glm::mat3x2& map = picture.target_to_source;
    return static_cast<double>(std::max(glm::length(map[0]), glm::length(map[1])));
}

} // namespace

Extent own_size(const session::Session& session, const std::vector<playback::SourceReport>& reports,
                const ShownPicture& shown) {
    const Extent target = shown.composition.target;
    const std::vector<const session::Source*> sources = session.on_screen();
    bool whole = !sources.empty();
    bool one_to_one = false;
    glm::dvec2 largest{0};
    for (const session::Source* source : sources) {
        const renderer::View& view = playback::view_of(session, *source);
        whole = whole && view == renderer::View{};
        one_to_one = one_to_one || view.fit == renderer::Fit::OneToOne;
        const auto report = std::ranges::find(reports, source->key, &playback::SourceReport::key);
        if (report == reports.end() || !report->media.video) continue;
        largest =
            glm::max(largest, renderer::display_size(playback::shape_of(*report->media.video)));
    }
    if (largest.x < 1 || largest.y < 1) return target;
    const glm::dvec2 window(target.width, target.height);
    if (whole) {
        const std::vector<Rect> rects =
            playback::picture_rects(session, static_cast<int>(sources.size()), target);
        const glm::dvec2 tile(std::max(rects.front().width, 1), std::max(rects.front().height, 1));
        return rounded(largest * glm::max(glm::round(window / tile), glm::dvec2(1)));
    }
    if (one_to_one) return target; // A larger one would show more of the picture.
    double scale = 1;
    for (const renderer::Tile& one : shown.composition.tiles)
        scale = std::max({scale, density(one.a), density(one.b)});
    return rounded(window * scale);
}

} // namespace seamline::ui
