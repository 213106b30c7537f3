// Sums of code values over equal areas: measures::code_means before its division. Recorded by
// renderer/measure_passes/gpu_measures.cpp: one invocation, or LANES of them, per area and component.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeansGroup) in;
layout(constant_id = 0) const uint LANES = 1; // Divides kMeansGroup.

shared uvec2 parts[kMeansGroup];

uvec2 plus(uvec2 a, uvec2 b) {
    uint carry;
    const uint low = uaddCarry(a.x, b.x, carry);
    return uvec2(low, a.y + b.y + carry);
}

// Every LANES-th row of an area, from `lane` on.
uvec2 area_sum(MeasureGrid grid, uint component, uint area, uint lane) {
    const MeasureComponent c = params.component[component];
    const bool even_across = (grid.unweighted & (1u << (2 * component))) != 0;
    const bool even_down = (grid.unweighted & (2u << (2 * component))) != 0;
    const uint across = grid.across[component] + 3 * (area % grid.width);
    const uint down = grid.down[component] + 3 * (area / grid.width);
    const uint columns = tables[across + 2];
    const uint rows = tables[down + 2];
    uvec2 sum = uvec2(0);
    for (uint k = lane; k < rows; k += LANES) {
        uint address = c.base_bytes + (tables[down] + k) * c.stride_bytes +
                       tables[across] * c.step_bytes;
        uint row = 0;
        for (uint i = 0; i < columns; ++i, address += c.step_bytes) {
            const uint code = code_of(c, address);
            row += even_across ? code : tables[tables[across + 1] + i] * code;
        }
        if (even_down) {
            sum = plus(sum, uvec2(row, 0));
        } else {
            uvec2 product;
            umulExtended(row, tables[tables[down + 1] + k], product.y, product.x);
            sum = plus(sum, product);
        }
    }
    return sum;
}

void main() {
    const uint local = gl_LocalInvocationID.x;
    const uint lane = local % LANES;
    const uint area = gl_WorkGroupID.x * (kMeansGroup / LANES) + local / LANES;
    const uint component = gl_WorkGroupID.z;
    const MeasureGrid grid = params.grid[push.which];
    const bool is_inside = area < uint(grid.width * grid.height);
    uvec2 sum = is_inside ? area_sum(grid, component, area, lane) : uvec2(0);
    if (LANES > 1) {
        parts[local] = sum;
        barrier();
        if (lane != 0) return;
        for (uint i = 1; i < LANES; ++i) sum = plus(sum, parts[local + i]);
    }
    if (!is_inside) return;
    if ((grid.wide & (1u << component)) != 0) {
        result[grid.sums[component] + 2 * area] = sum.x;
        result[grid.sums[component] + 2 * area + 1] = sum.y;
    } else {
        result[grid.sums[component] + area] = sum.x;
    }
}
