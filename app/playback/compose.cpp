#include "app/playback/compose.h"

#include "app/playback/player.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace seamline::playback {
namespace {

using renderer::CompareLayout;
using renderer::Mix;
using session::CompareMode;

CompareLayout layout_of(CompareMode mode) {
    switch (mode) {
    case CompareMode::Row:
        return CompareLayout::Row;
    case CompareMode::Column:
        return CompareLayout::Column;
    case CompareMode::Grid:
        return CompareLayout::Grid;
    default:
        return CompareLayout::Single;
    }
}

Mix mix_of(CompareMode mode) {
    switch (mode) {
    case CompareMode::Wipe:
        return Mix::Wipe;
    case CompareMode::Overlay:
        return Mix::Overlay;
    case CompareMode::Butterfly:
        return Mix::Butterfly;
    case CompareMode::Checkerboard:
        return Mix::Checkerboard;
    case CompareMode::Difference:
        return Mix::Difference;
    default:
        return Mix::A;
    }
}

bool shows_two(CompareMode mode) { return mix_of(mode) != Mix::A; }

renderer::Picture picture(const session::Session& session, const ShownSource& shown,
                          const renderer::PictureShape& reference, const Rect& rect) {
    renderer::Picture result;
    result.frame = shown.frame;
    const session::Source& medium = shown.event ? shown.event->medium : *shown.source;
    if (shown.frame) result.color = session::overridden(shown.frame->color, medium.color);
    result.transform = shown.color.transform;
    result.grade = shown.color.grade;
    result.owner = medium.key;
    result.adjust = shown.source->adjust;
    result.target_to_source =
        renderer::target_to_source(shown.shape, reference, rect, view_of(session, *shown.source));
    if (shown.event && shown.event->reframe != interchange::Reframe{})
        result.target_to_source =
            reframed(result.target_to_source, shown.shape, shown.event->reframe);
    return result;
}

/// The same with what it dissolves into.
renderer::Picture dissolving(const session::Session& session, const ShownSource& shown,
                             const renderer::PictureShape& reference, const Rect& rect) {
    renderer::Picture result = picture(session, shown, reference, rect);
    if (shown.incoming_weight <= 0) return result;
    renderer::Dissolve dissolve;
    dissolve.weight = shown.incoming_weight;
    if (shown.incoming) dissolve.incoming = picture(session, *shown.incoming, reference, rect);
    result.dissolve = std::make_shared<const renderer::Dissolve>(std::move(dissolve));
    return result;
}

} // namespace

glm::mat3x2 reframed(const glm::mat3x2& target_to_source, const renderer::PictureShape& shape,
                     const interchange::Reframe& reframe) {
    // In the picture's own plane, upright and with square pixels, the origin in its middle.
    const glm::dvec2 size = renderer::display_size(shape);
    const Rect upright{0, 0, static_cast<int>(size.x), static_cast<int>(size.y)};
    const glm::dmat3x2 to_coded(
        renderer::target_to_source(shape, shape, upright, renderer::View{}));
    const glm::dmat3x2 to_upright(
        renderer::source_to_target(shape, shape, upright, renderer::View{}));
    const glm::dvec2 middle = glm::dvec2(upright.width, upright.height) / 2.0;
    const glm::dvec2 shift = glm::dvec2(reframe.x, reframe.y) * size.y;
    const glm::dvec2 sign(reframe.flip_horizontal ? -1.0 : 1.0,
                          reframe.flip_vertical ? -1.0 : 1.0);
    // placed = middle + shift + scale * sign * (upright - middle); here it goes back.
    const auto placed_back = [&](const glm::dvec2& coded) {
        const glm::dvec2 placed = to_upright * glm::dvec3(coded, 1.0);
        const glm::dvec2 back = middle + sign * (placed - middle - shift) / reframe.scale;
        return glm::dvec2(to_coded * glm::dvec3(back, 1.0));
    };
    const glm::dmat3x2 from(target_to_source);
    const glm::dvec2 origin = placed_back(from[2]);
    return glm::mat3x2(placed_back(from[0] + from[2]) - origin,
                       placed_back(from[1] + from[2]) - origin, origin);
}

renderer::PictureShape shape_of(const VideoDescription& video) {
    return {video.size, video.sample_aspect_ratio, video.rotation, video.flipped};
}

const renderer::View& view_of(const session::Session& session, const session::Source& source) {
    return session.compare.shared_view ? session.compare.view : source.view;
}

std::vector<Rect> picture_rects(const session::Session& session, int count, Extent target) {
    if (count <= 0) return {};
    if (!shows_two(session.compare.mode))
        return renderer::tile_rects(layout_of(session.compare.mode), count, target);
    return std::vector<Rect>(static_cast<std::size_t>(count),
                             Rect{0, 0, target.width, target.height});
}

renderer::PictureTools picture_tools(const session::Session& session, Viewport viewport) {
    const bool is_main = viewport != Viewport::Second; // Exports show what the main window does.
    renderer::PictureTools tools;
    const bool shows_difference =
        session.compare.mode == CompareMode::Difference && session.on_screen().size() > 1;
    if (!shows_difference) tools.shown = is_main ? session.tools : session.second_tools;
    tools.settings = session.tool_settings;
    const color::ViewColor& view = is_main ? session.view_color : session.second_view_color;
    if (view.range == color::OutputRange::Legal) {
        tools.view_black = 16.0F / 255.0F;
        tools.view_white = 235.0F / 255.0F;
    }
    return tools;
}

renderer::Composition compose(const session::Session& session,
                              const std::vector<ShownSource>& sources, Extent target,
                              renderer::ResizeFilter filter, Viewport viewport) {
    renderer::Composition composition;
    composition.target = target;
    composition.filter = filter;
    composition.nearest_at_1_to_1 = session.compare.nearest_at_1_to_1;
    composition.tools = picture_tools(session, viewport);
    if (sources.empty()) return composition;

    const session::CompareState& compare = session.compare;
    const renderer::PictureShape& reference = sources.front().shape;
    const std::vector<Rect> rects =
        picture_rects(session, static_cast<int>(sources.size()), target);
    if (!shows_two(compare.mode) || sources.size() < 2) {
        for (std::size_t i = 0; i < rects.size(); ++i) {
            renderer::Tile tile;
            tile.rect = rects[i];
            tile.a = dissolving(session, sources[i], reference, rects[i]);
            composition.tiles.push_back(std::move(tile));
        }
        return composition;
    }

    renderer::Tile tile;
    tile.rect = rects.front();
    tile.mix = mix_of(compare.mode);
    tile.a = dissolving(session, sources[0], reference, tile.rect);
    tile.b = dissolving(session, sources[1], reference, tile.rect);
    tile.wipe_center_px = glm::vec2(compare.wipe_center * glm::dvec2(target.width, target.height));
    const double angle = compare.wipe_angle_deg * std::numbers::pi / 180.0;
    tile.wipe_normal = glm::vec2(glm::dvec2(std::cos(angle), -std::sin(angle)));
    tile.opacity = compare.opacity;
    tile.checker_px = compare.checker_px;
    tile.butterfly_axis_px = static_cast<float>(compare.wipe_center.x * target.width);
    tile.difference = compare.difference;
    tile.gain = compare.gain;
    composition.tiles.push_back(std::move(tile));
    return composition;
}

} // namespace seamline::playback
