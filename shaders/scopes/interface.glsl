// What every scope shader is given, and single samples of the frame.
#ifdef SCOPE_COUNTS
layout(local_size_x_id = 0) in;
#else
layout(local_size_x = kScopeGroup) in;
#endif

layout(binding = 0, scalar) uniform Params {
    ScopeParams params;
    uint light[256]; // 18-bit light of each R', G' and B' level.
};
layout(binding = 1) readonly restrict buffer Planes {
    uint words[];
};
layout(push_constant, scalar) uniform Push {
    int slab_rows;     // Rows that one workgroup counts.
    int strip_columns; // And columns of waveforms.
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

// Of a byte address. What lies beyond the planes is not counted, but must not be read.
uint word_at(uint address) { return words[min(address >> 2, uint(words.length()) - 1)]; }

uint sample_code(uint address, uint shift, uint mask) {
    uint word = word_at(address) >> ((address & 3) * 8);
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
