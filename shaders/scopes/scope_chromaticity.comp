// CIE chromaticities. Recorded by renderer/scopes/gpu_scopes.cpp: one workgroup per slab of counted rows.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scopes.h"

#include "interface.glsl"

#include "plane.glsl"

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
    count_place(ivec2(min(place, uvec2(kPlaneSize - 1))));
}

void main() {
    clear_tile();
    const int step = params.chromaticity_step;
    const int columns = (params.region.z + step - 1) / step;
    const int top = int(gl_WorkGroupID.y) * push.slab_rows;
    const int bottom = min(top + push.slab_rows, (params.region.w + step - 1) / step);
    for (int y = top; y < bottom; ++y) {
        for (int x = int(gl_LocalInvocationID.x); x < columns; x += kScopeGroup) {
            const ivec4 levels = levels_at(params.region.xy + step * ivec2(x, y));
            const ivec3 rgb = ivec3(light[levels.x], light[levels.y], light[levels.z]);
            count_xyz(uvec3(max(ivec3(sum_of(params.x_weights * rgb), sum_of(params.y_weights * rgb),
                                      sum_of(params.z_weights * rgb)), 0)));
        }
    }
    add_tile();
}
