// Waveforms and histograms of R', G', B' and Y'. Recorded by renderer/scopes/gpu_scopes.cpp: one workgroup
// per strip of waveform columns and slab of rows. It counts in shared memory, two 16-bit counts to a
// word; the histogram is the sum of its columns.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scopes.h"

#include "interface.glsl"

layout(constant_id = 0) const uint STRIP_COLUMNS = 7;

layout(binding = 2) restrict buffer Histograms {
    uint histograms[]; // kHistograms * kLevels
};
layout(binding = 3) restrict buffer Waveforms {
    uint waveforms[]; // kHistograms * columns * kLevels
};

const uint kLevelWords = kLevels / 2;
const uint kChannelWords = kHistograms * kLevelWords;
// Odd: equal levels of neighbouring columns lie in different banks.
const uint kColumnWords = kChannelWords + 1;
shared uint counts[STRIP_COLUMNS * kColumnWords];

int first_pixel(int column) {
    return (column * params.region.z + params.columns - 1) / params.columns;
}

void count_level(uint column, uint channel, int level) {
    atomicAdd(counts[column * kColumnWords + channel * kLevelWords + (level >> 1)],
              1u << (16 * (level & 1)));
}

void count_pixel(ivec2 pixel, int first_column) {
    const uint column = uint(pixel.x * params.columns / params.region.z - first_column);
    const ivec4 levels = levels_at(params.region.xy + pixel);
    if ((params.flags & kScopeNoRgb) == 0) {
        for (uint channel = 0; channel < 3; ++channel) count_level(column, channel, levels[channel]);
    }
    count_level(column, kWaveformLuma, levels.w);
}

void add_waveforms(int first_column, int columns) {
    const uint asked = (params.scopes & kScopeParade) != 0 ? 0u : uint(kWaveformLuma);
    const uint end = (params.scopes & kScopeLuma) != 0 ? uint(kHistograms) : uint(kWaveformLuma);
    for (uint i = gl_LocalInvocationID.x; i < columns * kChannelWords; i += kScopeGroup) {
        const uint column = i / kChannelWords;
        const uint channel = i % kChannelWords / kLevelWords;
        const uint pair = counts[column * kColumnWords + i % kChannelWords];
        if (channel < asked || channel >= end || pair == 0) continue;
        const uint to = (channel * uint(params.columns) + uint(first_column) + column) * kLevels +
                        2 * (i % kLevelWords);
        if ((pair & 0xffffu) != 0) atomicAdd(waveforms[to], pair & 0xffffu);
        if (pair >> 16 != 0) atomicAdd(waveforms[to + 1], pair >> 16);
    }
}

void add_histograms(int columns) {
    if ((params.scopes & kScopeHistogram) == 0) return;
    for (uint i = gl_LocalInvocationID.x; i < kChannelWords; i += kScopeGroup) {
        uvec2 sum = uvec2(0);
        for (uint column = 0; column < columns; ++column) {
            const uint pair = counts[column * kColumnWords + i];
            sum += uvec2(pair & 0xffffu, pair >> 16);
        }
        if (sum.x != 0) atomicAdd(histograms[2 * i], sum.x);
        if (sum.y != 0) atomicAdd(histograms[2 * i + 1], sum.y);
    }
}

void main() {
    const int local = int(gl_LocalInvocationID.x);
    for (uint i = local; i < STRIP_COLUMNS * kColumnWords; i += kScopeGroup) counts[i] = 0;
    barrier();
    const int first_column = int(gl_WorkGroupID.x * STRIP_COLUMNS);
    const int end_column = min(first_column + int(STRIP_COLUMNS), params.columns);
    const int right = first_pixel(end_column);
    const int top = int(gl_WorkGroupID.y) * push.slab_rows;
    const int bottom = min(top + push.slab_rows, params.region.w);
    // 32 columns of 8 rows at a time.
    for (int y = top + local / 32; y < bottom; y += kScopeGroup / 32) {
        for (int x = first_pixel(first_column) + local % 32; x < right; x += 32) {
            count_pixel(ivec2(x, y), first_column);
        }
    }
    barrier();
    add_waveforms(first_column, end_column - first_column);
    add_histograms(end_column - first_column);
}
