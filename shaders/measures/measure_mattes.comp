// Which rows (axis 0), then which columns (axis 1) are mattes: measures::picture_without_mattes, and
// from it the lattice points that may be edges. Recorded by renderer/measure_passes/gpu_measures.cpp:
// one workgroup, whose first invocation walks along lines that all of them fetch.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

#include "samples.glsl"

layout(local_size_x = kMeasureGroup) in;

const float kMatteSpread = 6.0;
const int kMatteInset = 8;
const int kBlurReach = 6;
const int kBlurLanes = 16;

shared uvec2 lines[kMeasureGroup];
shared bool is_open; // The matte goes on.
shared int width_of_matte;

// Lines from one end that hold one value together: from the first of `count` on, or from the last.
int matte_lines(uint word, int count, bool from_end) {
    const int local = int(gl_LocalInvocationID.x);
    float low = 0.0;
    float high = 0.0;
    if (local == 0) {
        is_open = true;
        width_of_matte = 0;
    }
    barrier();
    for (int first = 0; first < count; first += kMeasureGroup) {
        const int at = first + local;
        if (at < count) {
            const uint line = word + 2 * uint(from_end ? count - 1 - at : at);
            lines[local] = uvec2(scratch[line], ~scratch[line + 1]);
        }
        barrier();
        if (local == 0) {
            for (int i = 0; i < min(count - first, kMeasureGroup) && is_open; ++i) {
                const float least = uintBitsToFloat(lines[i].x);
                const float most = uintBitsToFloat(lines[i].y);
                low = first + i == 0 ? least : min(low, least);
                high = first + i == 0 ? most : max(high, most);
                is_open = high - low <= kMatteSpread;
                if (is_open) ++width_of_matte;
            }
        }
        barrier();
        if (!is_open) break;
    }
    const int found = width_of_matte;
    barrier();
    return found;
}

void write_area(int x, int y, int width, int height) {
    result[kAreaWord] = x;
    result[kAreaWord + 1] = y;
    result[kAreaWord + 2] = width;
    result[kAreaWord + 3] = height;
}

// The rectangle less what codecs blur of the mattes' edges, and the points in it.
void finish(int left, int right) {
    int top = int(result[kAreaWord + 1]);
    int bottom = top + int(result[kAreaWord + 3]);
    const bool has_picture = top < bottom;
    if (top > 0) top += kMatteInset;
    if (left > 0) left += kMatteInset;
    if (bottom < params.size.y) bottom -= kMatteInset;
    if (right < params.size.x) right -= kMatteInset;
    if (!has_picture || top >= bottom || left >= right) {
        left = top = right = bottom = 0;
    }
    write_area(left, top, right - left, bottom - top);
    result[kPointsWord] = (max(left, kBlurReach) + 1) / 2;
    result[kPointsWord + 1] = (max(top, kBlurReach) + 1) / 2;
    result[kPointsWord + 2] =
        max(min(right, params.size.x - (kBlurLanes - kBlurReach)) + 1, 0) / 2;
    result[kPointsWord + 3] = max(min(bottom, params.size.y - kBlurReach) + 1, 0) / 2;
}

void main() {
    const bool rows = push.which == 0;
    const int count = rows ? params.size.y : params.size.x;
    const uint word = rows ? params.rows_word : params.columns_word;
    const int before = matte_lines(word, count, false);
    // The other end stops where this one did.
    const int after = min(matte_lines(word, count, true), count - before);
    if (gl_LocalInvocationID.x != 0) return;
    if (rows) {
        write_area(0, before, params.size.x, count - before - after);
    } else {
        finish(before, count - after);
    }
}
