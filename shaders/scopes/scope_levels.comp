// Waveforms and histograms of R', G', B' and Y'. Recorded by renderer/scopes/gpu_scopes.cpp: one workgroup
// per strip of waveform columns and slab of rows. It counts in shared memory; the histogram is the sum of
// its columns.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scopes.h"

#define SCOPE_COUNTS
#include "interface.glsl"

#include "samples.glsl"

// Columns' counts that there is room for. A strip of fewer is counted in several copies, so that
// neighbouring invocations do not wait for each other: they mostly see the same levels.
layout(constant_id = 1) const uint SLOTS = 6;

layout(binding = 2) restrict buffer Histograms {
    uint histograms[]; // kHistograms * kLevels
};
layout(binding = 3) restrict buffer Waveforms {
    uint waveforms[]; // kHistograms * columns * kLevels
};

const uint kChannelBins = kHistograms * kLevels;
// Odd: equal levels of neighbouring columns lie in different banks.
const uint kSlotWords = kChannelBins + 1;
// The last is for pixels that do not count.
shared uint counts[(SLOTS + 1) * kSlotWords];

int group_size() { return int(gl_WorkGroupSize.x); }

int first_pixel(int column) {
    return (column * params.region.z + params.columns - 1) / params.columns;
}

bool needs_rgb() {
    return (params.scopes & (kScopeHistogram | kScopeParade)) != 0 &&
           (params.flags & kScopeNoRgb) == 0;
}

void count_level(uint slot, int channel, int level) {
    atomicAdd(counts[slot + uint(channel * kLevels + level)], 1u);
}

// Four pixels' levels; luma always, the others where they are needed.
struct Levels {
    ivec4 r, g, b, y;
};

// Less neutral, of the chroma samples of four pixels.
ivec4 four_chroma(int component, int x, int chroma_row) {
    if (params.chroma_shift.x == 0) return four_code12(component, ivec2(x, chroma_row)) - kNeutral12;
    if (params.chroma_shift.x == 1) {
        const int first = one_code12(component, ivec2(x >> 1, chroma_row));
        const int second = one_code12(component, ivec2((x >> 1) + 1, chroma_row));
        return ivec4(first, first, second, second) - kNeutral12;
    }
    return ivec4(one_code12(component, ivec2(x >> params.chroma_shift.x, chroma_row))) - kNeutral12;
}

// What chroma adds to R', G' and B'.
struct Shares {
    ivec4 r, g, b;
};

Shares shares_at(int x, int row) {
    if (MODEL == kModelGray) return Shares(ivec4(0), ivec4(0), ivec4(0));
    const int chroma_row = row >> params.chroma_shift.y;
    const ivec4 cb = four_chroma(1, x, chroma_row);
    const ivec4 cr = four_chroma(2, x, chroma_row);
    return Shares(params.red_from_chroma.x * cb + params.red_from_chroma.y * cr,
                  params.green_from_chroma.x * cb + params.green_from_chroma.y * cr,
                  params.blue_from_chroma.x * cb + params.blue_from_chroma.y * cr);
}

ivec4 level_of(ivec4 luma, ivec4 share) { return clamp((luma + share) >> kRgbBits, 0, 255); }

Levels levels_of(ivec4 first, Shares shares) {
    const int offset = (1 << (kRgbBits - 1)) - params.luma_gain * params.luma_zero;
    const ivec4 luma = params.luma_gain * first + offset;
    return Levels(level_of(luma, shares.r), level_of(luma, shares.g), level_of(luma, shares.b),
                  first >> 4);
}

Levels levels_of_rgb(ivec4 r, int x, int row) {
    const ivec4 g = four_code12(1, ivec2(x, row));
    const ivec4 b = four_code12(2, ivec2(x, row));
    const ivec3 w = params.luma_weights;
    const ivec4 luma = w.x * r + w.y * g + w.z * b + (1 << (kLumaBits - 1));
    return Levels(r >> 4, g >> 4, b >> 4, luma >> (kLumaBits + 4));
}

void count_four(uvec4 slots, Levels levels) {
    [[unroll]] for (int i = 0; i < 4; ++i) {
        if (needs_rgb()) {
            count_level(slots[i], 0, levels.r[i]);
            count_level(slots[i], 1, levels.g[i]);
            count_level(slots[i], 2, levels.b[i]);
        }
        count_level(slots[i], kWaveformLuma, levels.y[i]);
    }
}

// Two rows, which share chroma where that is subsampled, of four pixels from coded column `x` on.
void count_rows(int x, int row, ivec2 rows, uvec4 slots) {
    const ivec4 upper = four_code12(0, ivec2(x, row));
    const ivec4 lower = four_code12(0, ivec2(x, row + 1));
    const bool has_upper = row >= rows.x;
    const bool has_lower = row + 1 < rows.y;
    if (MODEL == kModelRgb) {
        if (has_upper) count_four(slots, levels_of_rgb(upper, x, row));
        if (has_lower) count_four(slots, levels_of_rgb(lower, x, row + 1));
        return;
    }
    Shares shares = Shares(ivec4(0), ivec4(0), ivec4(0));
    if (needs_rgb()) shares = shares_at(x, row);
    if (has_upper) count_four(slots, levels_of(upper, shares));
    if (needs_rgb() && params.chroma_shift.y == 0) shares = shares_at(x, row + 1);
    if (has_lower) count_four(slots, levels_of(lower, shares));
}

void count_strip(int first_column, int end_column, ivec2 rows, int copies) {
    const ivec2 edges = ivec2(first_pixel(first_column), first_pixel(end_column)) + params.region.x;
    const int first_quad = edges.x >> 2;
    const int quads = ((edges.y + 3) >> 2) - first_quad;
    const int lanes = clamp(quads, 1, group_size());
    const int rows_at_once = group_size() / lanes;
    const int own_row = int(gl_LocalInvocationID.x) / lanes;
    if (own_row >= rows_at_once) return;
    const int copy = own_row % copies * (end_column - first_column);
    for (int quad = int(gl_LocalInvocationID.x) % lanes; quad < quads; quad += lanes) {
        const int x = (first_quad + quad) << 2;
        uvec4 slots;
        [[unroll]] for (int i = 0; i < 4; ++i) {
            const int column =
                (x + i - params.region.x) * params.columns / params.region.z - first_column;
            const bool counts = x + i >= edges.x && x + i < edges.y;
            slots[i] = (counts ? uint(copy + column) : SLOTS) * kSlotWords;
        }
        for (int row = ((rows.x >> 1) + own_row) << 1; row < rows.y; row += rows_at_once << 1) {
            count_rows(x, row, rows, slots);
        }
    }
}

// Nobody else has these columns unless there are several slabs.
void store_waveforms(int first_column, int columns, int copies) {
    const uint asked = (params.scopes & kScopeParade) != 0 ? 0u : uint(kWaveformLuma);
    const uint end = (params.scopes & kScopeLuma) != 0 ? uint(kHistograms) : uint(kWaveformLuma);
    for (uint i = gl_LocalInvocationID.x; i < columns * kChannelBins; i += group_size()) {
        const uint column = i / kChannelBins;
        const uint bin = i % kChannelBins;
        const uint channel = bin / kLevels;
        if (channel < asked || channel >= end) continue;
        uint sum = 0;
        for (int copy = 0; copy < copies; ++copy) {
            sum += counts[(uint(copy * columns) + column) * kSlotWords + bin];
        }
        const uint to = (channel * uint(params.columns) + uint(first_column) + column) * kLevels +
                        bin % kLevels;
        if (gl_NumWorkGroups.y == 1) {
            waveforms[to] = sum;
        } else if (sum != 0) {
            atomicAdd(waveforms[to], sum);
        }
    }
}

void add_histograms(int slots) {
    if ((params.scopes & kScopeHistogram) == 0) return;
    for (uint i = gl_LocalInvocationID.x; i < kChannelBins; i += group_size()) {
        uint sum = 0;
        for (int slot = 0; slot < slots; ++slot) sum += counts[uint(slot) * kSlotWords + i];
        if (sum != 0) atomicAdd(histograms[i], sum);
    }
}

void main() {
    for (uint i = gl_LocalInvocationID.x; i < (SLOTS + 1) * kSlotWords; i += group_size()) {
        counts[i] = 0;
    }
    barrier();
    const int first_column = int(gl_WorkGroupID.x) * push.strip_columns;
    const int end_column = min(first_column + push.strip_columns, params.columns);
    const int columns = end_column - first_column;
    const int copies = int(SLOTS) / columns;
    const int top = int(gl_WorkGroupID.y) * push.slab_rows;
    const int bottom = min(top + push.slab_rows, params.region.w);
    count_strip(first_column, end_column, params.region.y + ivec2(top, bottom), copies);
    barrier();
    store_waveforms(first_column, columns, copies);
    add_histograms(columns * copies);
}
