// Second pass of the separable Lanczos filter: rows of linear light at the target's columns. Recorded
// by renderer/compositor.cpp after composite_light.comp; composite/separable.glsl does the columns.
// `push.rect` is in target columns and rows of source pixels, of which four share their weights.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_samplerless_texture_functions : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "shared/composite.h"

#include "composite/interface.glsl"

#include "composite/position.glsl"
#include "composite/samples.glsl"

#include "composite/color.glsl"

#include "composite/lanczos.glsl"
#include "composite/separable.glsl"

layout(binding = 3, scalar) writeonly restrict buffer Filtered {
    float filtered[];
};

layout(local_size_x = kCompositeGroupX, local_size_y = kCompositeGroupY) in;

layout(push_constant, scalar) uniform Push {
    CompositePush push;
};

LightQuad filtered_rows(int column, ivec4 rows) {
    const LightParams light = params.source[kA].light;
    const float u = light.per_pixel.x * (float(column) + 0.5) + light.origin.x;
    const ivec2 span = filter_span(u, light.scale.x);
    const ivec4 starts = rows * light_components(kA) * light.pitch;
    LightQuad sum = LightQuad(vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0));
    float weights = 0.0;
    for (int x = span.x; x <= span.y; ++x) {
        const float weight = lanczos3((float(x) + 0.5 - u) / light.scale.x);
        const int at = clamp(x, light.rect.x, light.rect.z) - light.rect.x;
        add_weighted(sum, kA, weight, starts + at, light.pitch);
        weights += weight;
    }
    const float unit = 1.0 / weights;
    return LightQuad(sum.r * unit, sum.g * unit, sum.b * unit, sum.a * unit);
}

void main() {
    const ivec2 first = push.rect.xy + ivec2(gl_GlobalInvocationID.xy) * ivec2(1, 4);
    if (first.x >= push.rect.z || first.y >= push.rect.w) return;

    const ivec4 rows = min(first.y + ivec4(0, 1, 2, 3), push.rect.w - 1) - push.rect.y;
    const LightQuad sums = filtered_rows(first.x, rows);
    const LightParams light = params.source[kA].light;
    const int column = light.filtered_base + first.x - light.columns.x;
    [[unroll]] for (int i = 0; i < 4; ++i) {
        if (first.y + i >= push.rect.w) continue;
        const int row = (first.y + i - light.rect.y) * light_components(kA);
        filtered[row * light.filtered_pitch + column] = sums.r[i];
        filtered[(row + 1) * light.filtered_pitch + column] = sums.g[i];
        filtered[(row + 2) * light.filtered_pitch + column] = sums.b[i];
        if (has_flag(kA, kAlpha)) filtered[(row + 3) * light.filtered_pitch + column] = sums.a[i];
    }
}
