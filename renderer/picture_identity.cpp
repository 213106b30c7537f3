#include "renderer/picture_identity.h"

#include <algorithm>

namespace seamline::renderer {
namespace {

// Structured bindings stop compiling when a field is added, and so remind of it here.

using DissolvePointer = std::shared_ptr<const Dissolve>;
bool is_same(const DissolvePointer& a, const DissolvePointer& b);

bool is_same(const Picture& a, const Picture& b) {
    const auto& [frame, color, transform, grade, owner, adjust, opaque, is_view, target_to_source,
                 dissolve] = a;
    return frame == b.frame && color == b.color && transform == b.transform && grade == b.grade &&
           owner == b.owner && adjust == b.adjust && opaque == b.opaque && is_view == b.is_view &&
           target_to_source == b.target_to_source && is_same(dissolve, b.dissolve);
}

bool is_same(const DissolvePointer& a, const DissolvePointer& b) {
    if (!a || !b) return a == b;
    const auto& [incoming, weight] = *a;
    return weight == b->weight && is_same(incoming, b->incoming);
}

bool is_same(const Tile& x, const Tile& y) {
    const auto& [rect, mix, a, b, wipe_center, wipe_normal, opacity, checker, butterfly_axis,
                 difference, gain] = x;
    return rect == y.rect && mix == y.mix && is_same(a, y.a) && is_same(b, y.b) &&
           wipe_center == y.wipe_center_px && wipe_normal == y.wipe_normal &&
           opacity == y.opacity && checker == y.checker_px &&
           butterfly_axis == y.butterfly_axis_px && difference == y.difference && gain == y.gain;
}

} // namespace

bool is_same_picture(const Composition& a, const Composition& b) {
    const auto& [target, background, empty, filter, nearest_at_1_to_1, tools, tiles] = a;
    return target == b.target && background == b.background && empty == b.empty &&
           filter == b.filter && tools == b.tools && nearest_at_1_to_1 == b.nearest_at_1_to_1 &&
           std::ranges::equal(tiles, b.tiles,
                              [](const Tile& x, const Tile& y) { return is_same(x, y); });
}

} // namespace seamline::renderer
