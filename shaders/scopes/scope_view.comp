// A source's R'G'B' behind the view transform, four pixels of a row per invocation. Recorded by
// renderer/scopes/view_pass.cpp; renderer/scopes/view_signal.h defines it.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scopes.h"
#include "../shared/view_signal.h"

#include "interface.glsl"

layout(binding = 2, scalar) readonly restrict buffer Table {
    ViewHeader header;
    ViewStage stages[kMaxViewStages];
    // Nodes of the table: red and green, blue and nothing, 16 bits each, red fastest; or curves.
    uint data[];
};
layout(binding = 3) writeonly restrict buffer Viewed {
    uint viewed[]; // Three planes of bytes.
};

#include "view_stages.glsl"

uint word_of(ScopeComponent c, ivec2 place) {
    const uint address = c.base_bytes + uint(place.y) * c.stride_bytes + uint(place.x) * c.step_bytes;
    uint word = words[address >> 2] >> ((address & 3) * 8);
    if (params.sample_bytes == 1) return word & 0xffu;
    if (params.sample_bytes == 2) word &= 0xffffu;
    return (params.flags & kScopeBigEndian) != 0 ? swapped_bytes(word) : word;
}

int position_of_light(float f) {
    if (!(f > 0.0)) return 0; // Also NaN.
    if (f >= kViewLightTop) return kViewCells * kViewLightCell;
    if (f < kViewToe) return int(f * kViewToeScale);
    return kViewOctave + int((floatBitsToUint(f) - kViewToeBits) >> 11);
}

int position_of_float(float f) {
    if (isnan(f)) return kViewCodeZero;
    return ((255 * int(floor(clamp(f, -1.0, 2.0) * 131072.0))) >> 9) + kViewCodeZero;
}

int position_of(int component, ivec2 place) {
    const ScopeComponent c = params.component[component];
    const uint word = word_of(c, place);
    const bool is_light = header.kind == kViewLight;
    if ((params.flags & kScopeFloat) != 0) {
        const float f = params.sample_bytes == 2 ? unpackHalf2x16(word).x : uintBitsToFloat(word);
        return is_light ? position_of_light(f) : position_of_float(f);
    }
    const uint code = (word >> c.shift) & c.mask;
    if (!is_light) return int(code * 65280u / c.mask) + kViewCodeZero;
    return position_of_light(float(code << (16 - bitCount(c.mask))) * (1.0 / 65536.0));
}

// Of R'G'B' from luma and chroma.
ivec3 sums_at(ivec2 place) {
    const ivec2 chroma = chroma12(place >> params.chroma_shift);
    const int luma = params.luma_gain * (code12(0, place) - params.luma_zero);
    const ivec2 r = params.red_from_chroma * chroma;
    const ivec2 g = params.green_from_chroma * chroma;
    const ivec2 b = params.blue_from_chroma * chroma;
    return luma + ivec3(r.x + r.y, g.x + g.y, b.x + b.y);
}

ivec3 positions_at(ivec2 place) {
    const bool is_direct = params.model == kModelRgb || (params.flags & kScopeFloat) != 0 ||
                           header.kind == kViewLight;
    if (is_direct) return ivec3(position_of(0, place), position_of(1, place), position_of(2, place));
    return (sums_at(place) >> 9) + kViewCodeZero;
}

ivec3 node(ivec3 at) {
    const int index = 2 * ((at.z * kViewEdge + at.y) * kViewEdge + at.x);
    const ivec2 low = ivec2(data[index], data[index + 1]);
    return ivec3(bitfieldExtract(low.x, 0, 16), bitfieldExtract(low.x, 16, 16),
                 bitfieldExtract(low.y, 0, 16));
}

ivec3 interpolated(ivec3 positions, int cell) {
    const ivec3 p = clamp(positions, 0, kViewCells * cell);
    const ivec3 below = min(p / cell, kViewCells - 1);
    const ivec3 rest = p - below * cell;
    // The axes by falling remainder.
    ivec3 first = ivec3(1, 0, 0);
    ivec3 second = ivec3(0, 1, 0);
    ivec3 third = ivec3(0, 0, 1);
    ivec3 f = rest;
    if (f.x < f.y) {
        f = f.yxz;
        const ivec3 other = first;
        first = second;
        second = other;
    }
    if (f.y < f.z) {
        f = f.xzy;
        const ivec3 other = second;
        second = third;
        third = other;
    }
    if (f.x < f.y) {
        f = f.yxz;
        const ivec3 other = first;
        first = second;
        second = other;
    }
    const ivec3 sum = (cell - f.x) * node(below) + (f.x - f.y) * node(below + first) +
                      (f.y - f.z) * node(below + first + second) + f.z * node(below + 1);
    return min(max(sum + cell * (kViewNodeUnits / 2), 0) / (cell * kViewNodeUnits), 255);
}

float value_of(int component, ivec2 place) {
    const ScopeComponent c = params.component[component];
    const uint word = word_of(c, place);
    if ((params.flags & kScopeFloat) == 0)
        return float((word >> c.shift) & c.mask) * reciprocals[bitCount(c.mask) - 1];
    const float f = params.sample_bytes == 2 ? unpackHalf2x16(word).x : uintBitsToFloat(word);
    const uint size = floatBitsToUint(f) & 0x7fffffffu;
    if (size < kCurveToeBits || size > kInfinityBits) return 0.0; // Also NaN.
    return clamp(f, -65504.0, 65504.0);
}

vec3 values_at(ivec2 place) {
    if (params.model == kModelRgb || (params.flags & kScopeFloat) != 0)
        return vec3(value_of(0, place), value_of(1, place), value_of(2, place));
    return vec3(sums_at(place) >> kViewSumShift) * kViewSumUnit;
}

ivec3 levels_behind_view(ivec2 place) {
    if (header.kind == kViewStaged) return staged(values_at(place));
    const ivec3 positions = positions_at(place);
    if (header.kind == kViewLight) return interpolated(positions, kViewLightCell);
    if (header.kind == kViewCode) return interpolated(positions, kViewCodeCell);
    return clamp((positions - kViewCodeZero + 128) >> 8, 0, 255);
}

void main() {
    const int stride_words = (params.region.z + 3) / 4;
    const int column = int(gl_GlobalInvocationID.x);
    const int row = int(gl_WorkGroupID.y);
    if (column >= stride_words) return;
    uvec3 bytes = uvec3(0);
    for (int i = 0; i < 4; ++i) {
        const int x = 4 * column + i;
        if (x >= params.region.z) break;
        bytes |= uvec3(levels_behind_view(params.region.xy + ivec2(x, row))) << (8 * i);
    }
    const int plane = stride_words * params.region.w;
    const int at = row * stride_words + column;
    viewed[at] = bytes.r;
    viewed[plane + at] = bytes.g;
    viewed[2 * plane + at] = bytes.b;
}
