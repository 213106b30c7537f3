// measures::block_residual before its division: one workgroup per block and pair of pictures, one
// invocation per place. Recorded by renderer/measure_passes/residual_pass.cpp.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/measures.h"

layout(local_size_x = kResidualGroup) in;

// Pairs of pictures, one after the other; of each three planes of 16-bit codes, two to a word.
layout(binding = 0) readonly restrict buffer Codes {
    uint codes[];
};
layout(binding = 1) restrict buffer Sums {
    uint sums[]; // One per pair.
};
layout(push_constant, scalar) uniform Push {
    ResidualParams params;
};

const int kEdge = 8;
const int kReach = 8;
const int kStep = 2;
const int kPlaces = 2 * kReach / kStep + 1;
const int kWindow = kEdge + 2 * kReach;

shared int block[3 * kEdge * kEdge];
shared int window[3 * kWindow * kWindow];
shared uint least;

int code_at(uint picture, int channel, ivec2 place) {
    const int plane = params.size.x * params.size.y;
    const int at = channel * plane + place.y * params.size.x + place.x;
    const uint picture_words = uint(3 * plane + 1) / 2;
    return bitfieldExtract(int(codes[picture * picture_words + uint(at >> 1)]), 16 * (at & 1), 16);
}

void fetch(ivec2 corner, uint pair) {
    const int local = int(gl_LocalInvocationID.x);
    for (int i = local; i < 3 * kEdge * kEdge; i += kResidualGroup) {
        const ivec2 in_block = ivec2(i % kEdge, i / kEdge % kEdge);
        block[i] = code_at(2 * pair, i / (kEdge * kEdge), corner + in_block);
    }
    for (int i = local; i < 3 * kWindow * kWindow; i += kResidualGroup) {
        const ivec2 place = corner - kReach + ivec2(i % kWindow, i / kWindow % kWindow);
        const bool inside = all(greaterThanEqual(place, ivec2(0))) &&
                            all(lessThan(place, params.size));
        window[i] = inside ? code_at(2 * pair + 1, i / (kWindow * kWindow), place) : 0;
    }
}

uint difference(ivec2 offset) {
    uint sum = 0;
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < kEdge; ++y) {
            const int from = (c * kWindow + offset.y + y) * kWindow + offset.x;
            const int own = (c * kEdge + y) * kEdge;
            for (int x = 0; x < kEdge; ++x) sum += uint(abs(block[own + x] - window[from + x]));
        }
    }
    return sum;
}

void main() {
    const int local = int(gl_LocalInvocationID.x);
    const ivec2 corner = min(ivec2(gl_WorkGroupID.xy) * kEdge, params.size - kEdge);
    const uint pair = gl_WorkGroupID.z;
    if (local == 0) least = 0xffffffffu;
    fetch(corner, pair);
    barrier();
    if (local < kPlaces * kPlaces) {
        const ivec2 offset = ivec2(local % kPlaces, local / kPlaces) * kStep;
        const ivec2 place = corner + offset - kReach;
        if (all(greaterThanEqual(place, ivec2(0))) && all(lessThanEqual(place + kEdge, params.size)))
            atomicMin(least, difference(offset));
    }
    barrier();
    if (local == 0) atomicAdd(sums[pair], least);
}
