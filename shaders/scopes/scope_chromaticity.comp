// CIE chromaticities. Recorded by renderer/scopes/gpu_scopes.cpp: one workgroup per slab of counted rows.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scopes.h"

#define SCOPE_COUNTS
#include "interface.glsl"

#include "samples.glsl"

#include "plane.glsl"

// R', G' and B' of a pixel by coded column and row, each in [0, 255].
ivec3 rgb_at(ivec2 place) {
    const int first = one_code12(0, place);
    if (MODEL == kModelRgb) {
        return ivec3(first, one_code12(1, place), one_code12(2, place)) >> 4;
    }
    ivec2 chroma = ivec2(0);
    if (MODEL == kModelYCbCr) {
        const ivec2 at = place >> params.chroma_shift;
        chroma = ivec2(one_code12(1, at), one_code12(2, at)) - kNeutral12;
    }
    const int y = params.luma_gain * (first - params.luma_zero) + (1 << (kRgbBits - 1));
    const ivec2 r = params.red_from_chroma * chroma;
    const ivec2 g = params.green_from_chroma * chroma;
    const ivec2 b = params.blue_from_chroma * chroma;
    return clamp((y + ivec3(r.x + r.y, g.x + g.y, b.x + b.y)) >> kRgbBits, 0, 255);
}

// Neighbours look up different levels, which a uniform buffer answers one after the other.
shared uint shared_light[256];

void count_xyz(uvec3 xyz) {
    const uint largest = max(xyz.x, max(xyz.y, xyz.z));
    if (largest < 1u << 18) return;
    xyz >>= uint(findMSB(largest) - 15);
    uvec2 place;
    if ((params.scopes & kScopeUv) != 0) {
        place = uvec2(4 * 2560 * xyz.x, 9 * 2560 * xyz.y) / (7 * (xyz.x + 15 * xyz.y + 3 * xyz.z));
    } else {
        place = 2560 * xyz.xy / (9 * (xyz.x + xyz.y + xyz.z));
    }
    count_place(ivec2(min(place, uvec2(kPlaneSize - 1))), 1);
}

void main() {
    for (int i = int(gl_LocalInvocationID.x); i < 256; i += group_size()) shared_light[i] = light[i];
    clear_tile();
    const int step = params.chromaticity_step;
    const int columns = (params.region.z + step - 1) / step;
    const int top = int(gl_WorkGroupID.y) * push.slab_rows;
    const int rows = min(push.slab_rows, (params.region.w + step - 1) / step - top);
    for (int i = int(gl_LocalInvocationID.x); i < columns * rows; i += group_size()) {
        const ivec2 place = params.region.xy + step * ivec2(i % columns, top + i / columns);
        const ivec3 levels = rgb_at(place);
        const ivec3 rgb =
            ivec3(shared_light[levels.r], shared_light[levels.g], shared_light[levels.b]);
        count_xyz(uvec3(max(ivec3(sum_of(params.x_weights * rgb), sum_of(params.y_weights * rgb),
                                  sum_of(params.z_weights * rgb)), 0)));
    }
    add_tile();
}
