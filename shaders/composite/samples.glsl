// Reads single samples of any layout, and interpolates between them.

uvec4 swapped_bytes(uvec4 words, uint bytes) {
    if (bytes == 2) return ((words & 0xffu) << 8) | (words >> 8);
    words = ((words & 0x00ff00ffu) << 8) | ((words >> 8) & 0x00ff00ffu);
    return (words << 16) | (words >> 16);
}

uvec4 four_words(int which, ivec4 index) {
    return uvec4(word_at(which, index.x), word_at(which, index.y), word_at(which, index.z),
                 word_at(which, index.w));
}

// The bits of four samples that start this many bytes into the view, each in a word of its own.
uvec4 bits_in(int which, uvec4 words, ivec4 address) {
    const uint bytes = sample_bytes_of(which);
    if (bytes == 1) return (words >> ((address & 3) * 8)) & 0xffu;
    uvec4 bits = words;
    if (bytes == 2) bits = (words >> ((address & 2) * 8)) & 0xffffu;
    return has_flag(which, kBigEndian) ? swapped_bytes(bits, bytes) : bits;
}

vec4 values_in(int which, int component, uvec4 words, ivec4 address) {
    const uvec4 bits = bits_in(which, words, address);
    // Below 2^31, and signed integers convert to floats in one instruction.
    if (sample_bytes_of(which) == 1) return vec4(ivec4(bits));
    if (has_flag(which, kFloat)) {
        if (sample_bytes_of(which) == 4) return uintBitsToFloat(bits);
        return vec4(unpackHalf2x16(bits.x).x, unpackHalf2x16(bits.y).x, unpackHalf2x16(bits.z).x,
                    unpackHalf2x16(bits.w).x);
    }
    const uint shift = params.source[which].component[component].shift;
    return vec4(ivec4((bits >> shift) & params.source[which].component[component].mask));
}

vec4 sample_values(int which, int component, ivec4 address) {
    return values_in(which, component, four_words(which, address >> 2), address);
}

ivec4 sample_addresses(int which, int component, ivec4 rows, ivec4 x) {
    return rows + x * int(params.source[which].component[component].step_bytes);
}

bool is_chroma(int which, int component) {
    return is_subsampled(which) && (component == 1 || component == 2);
}

ivec4 sample_rect(int which, bool chroma) {
    return chroma ? params.source[which].chroma_rect : params.source[which].luma_rect;
}

// `position` in the component's samples, centres at half-integers. Beyond the visible picture its
// edge is repeated: what the coding padded it with is not picture.
float bilinear_sample(int which, int component, vec2 position, ivec4 rect) {
    const vec2 corner = floor(position - 0.5);
    const vec2 weight = position - 0.5 - corner;
    const ivec2 p0 = clamp(ivec2(corner), rect.xy, rect.zw);
    const ivec2 p1 = clamp(ivec2(corner) + 1, rect.xy, rect.zw);
    const int row0 = row_address(which, component, p0.y);
    const int row1 = row_address(which, component, p1.y);
    const vec4 v = sample_values(which, component,
                                 sample_addresses(which, component, ivec4(row0, row0, row1, row1),
                                                  ivec4(p0.x, p1.x, p0.x, p1.x)));
    const vec2 column = mix(v.xy, v.zw, weight.y);
    return mix(column.x, column.y, weight.x);
}

// The mean of `taps` bilinear samples spread evenly over `footprint` samples.
float filtered_sample(int which, int component, vec2 position, vec2 footprint, ivec2 taps) {
    const ivec4 rect = sample_rect(which, is_chroma(which, component));
    float sum = 0.0;
    for (int j = 0; j < taps.y; ++j) {
        for (int i = 0; i < taps.x; ++i) {
            const vec2 offset = ((vec2(i, j) + 0.5) / vec2(taps) - 0.5) * footprint;
            sum += bilinear_sample(which, component, position + offset, rect);
        }
    }
    return sum / float(taps.x * taps.y);
}
