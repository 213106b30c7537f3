#include "renderer/passes/tile_lights.h"

#include "renderer/passes/target_rects.h"

#include <algorithm>

namespace seamline::renderer {

int TileLights::want(std::size_t which, const Picture& picture, const PictureKind& kind,
                     const Rect& target) {
    if (!is_open_) {
        plan_.lights.emplace_back();
        wanted_ = {};
        is_open_ = true;
    }
    Wanted& wanted = wanted_[which];
    wanted = {picture, kind, united(wanted.target, target)};
    return static_cast<int>(plan_.lights.size()) - 1;
}

void TileLights::finish_picture(std::size_t which, int filtered_base) {
    const Wanted& wanted = wanted_[which];
    CompositeLights& lights = plan_.lights.back();
    CompositeLight& light = lights.pictures[which];
    light.convert = {.shader = CompositeShader::Light,
                     .a = light_kind(wanted.picture, wanted.kind)};
    // Rows that become columns are not written in whole vectors.
    light.convert.vector_stores = (light.convert.a.flags & shared::kSwapped) == 0 ? 1 : 0;
    light.filter = {.shader = CompositeShader::LightRows, .a = light_rows_kind(wanted.kind)};
    params_[which] = light_params(wanted.picture, wanted.target, filtered_base);
    light.pitch_px = params_[which].pitch;
    light.bands = light_bands(params_[which], light.convert.a);
    lights.light_bytes = std::max(lights.light_bytes, light_bytes(params_[which], light.convert.a));

    CompositeBlock block;
    block.a = wanted.picture.frame.get();
    const VkDeviceSize start = view_offset(*block.a, texel_alignment_);
    block.params = {};
    block.params.source[0] = source_params(
        wanted.picture, light.convert.a, static_cast<std::uint32_t>(block.a->offset_bytes - start));
    block.params.source[0].light = params_[which];
    light.block = plan_.blocks.size();
    plan_.blocks.push_back(block);
}

void TileLights::finish() {
    if (!is_open_) return;
    is_open_ = false;
    int words = 0;
    for (std::size_t which = 0; which < wanted_.size(); ++which) {
        if (is_empty(wanted_[which].target)) continue;
        finish_picture(which, words);
        words += filtered_words(params_[which], wanted_[which].kind);
    }
    plan_.lights.back().filtered_bytes = static_cast<VkDeviceSize>(words) * 4;
    const int index = static_cast<int>(plan_.lights.size()) - 1;
    for (CompositeBlock& block : plan_.blocks) {
        if (block.lights != index) continue;
        for (std::size_t source = 0; source < block.filtered.size(); ++source) {
            const int which = block.filtered[source];
            if (which >= 0) {
                block.params.source[source].light = params_[static_cast<std::size_t>(which)];
            }
        }
    }
}

} // namespace seamline::renderer
