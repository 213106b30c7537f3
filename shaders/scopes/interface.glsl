// What every scope shader is given, and single samples of the frame.
layout(local_size_x = kScopeGroup) in;

layout(binding = 0, scalar) readonly restrict buffer Params {
    ScopeParams params;
    uint light[256]; // 18-bit light of each R', G' and B' level.
};
layout(binding = 1) readonly restrict buffer Planes {
    uint words[];
};
layout(push_constant, scalar) uniform Push {
    int slab_rows;    // Rows that one workgroup counts.
    ivec2 tile_first; // Of a two-dimensional scope: the bins that are counted in shared memory first.
} push;

uint swapped_bytes(uint word) {
    if (params.sample_bytes == 2) return ((word & 0xffu) << 8) | (word >> 8);
    word = ((word & 0x00ff00ffu) << 8) | ((word >> 8) & 0x00ff00ffu);
    return (word << 16) | (word >> 16);
}

uint code16_of(float value) {
    if (!(value > 0.0)) return 0; // Also NaN.
    return value >= 1.0 ? 65535u : min(uint(value * 65536.0), 65535u);
}

uint sample_code(uint address, uint shift, uint mask) {
    uint word = words[address >> 2] >> ((address & 3) * 8);
    if (params.sample_bytes == 1) return ((word & 0xffu) >> shift) & mask;
    if (params.sample_bytes == 2) word &= 0xffffu;
    if ((params.flags & kScopeBigEndian) != 0) word = swapped_bytes(word);
    if ((params.flags & kScopeFloat) == 0) return (word >> shift) & mask;
    return code16_of(params.sample_bytes == 2 ? unpackHalf2x16(word).x : uintBitsToFloat(word));
}

int code12(int component, ivec2 place) {
    const ScopeComponent c = params.component[component];
    const uint address = c.base_bytes + uint(place.y) * c.stride_bytes + uint(place.x) * c.step_bytes;
    return int(sample_code(address, c.shift, c.mask) >> c.down << c.up);
}

// Cb and Cr less neutral, on twelve bits, at a place of the chroma samples.
ivec2 chroma12(ivec2 place) {
    if (params.model == kModelGray) return ivec2(0);
    return ivec2(code12(1, place), code12(2, place)) - kNeutral12;
}

int sum_of(ivec3 products) { return products.x + products.y + products.z; }

// R', G', B' and Y' of a pixel by coded column and row, each in [0, 255].
ivec4 levels_at(ivec2 place) {
    const int first = code12(0, place);
    if (params.model == kModelRgb) {
        const ivec3 rgb = ivec3(first, code12(1, place), code12(2, place));
        const int luma = sum_of(params.luma_weights * rgb) + (1 << (kLumaBits - 1));
        return ivec4(rgb >> 4, luma >> (kLumaBits + 4));
    }
    const ivec2 chroma = chroma12(place >> params.chroma_shift);
    const int y = params.luma_gain * (first - params.luma_zero) + (1 << (kRgbBits - 1));
    const ivec2 r = params.red_from_chroma * chroma;
    const ivec2 g = params.green_from_chroma * chroma;
    const ivec2 b = params.blue_from_chroma * chroma;
    const ivec3 rgb = (y + ivec3(r.x + r.y, g.x + g.y, b.x + b.y)) >> kRgbBits;
    return ivec4(clamp(rgb, 0, 255), first >> 4);
}

// Cb and Cr by column and row of the chroma grid, each in [0, 255].
ivec2 chroma_at(ivec2 place) {
    if (params.model != kModelRgb) return (chroma12(place) + kNeutral12) >> 4;
    const ivec3 rgb = ivec3(code12(0, place), code12(1, place), code12(2, place));
    const ivec2 sums = ivec2(sum_of(params.cb_weights * rgb), sum_of(params.cr_weights * rgb));
    const int neutral = (128 << kChromaBits) + (1 << (kChromaBits - 1));
    return clamp((sums + neutral) >> kChromaBits, 0, 255);
}
