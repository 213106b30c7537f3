// Writes four pixels of R'G'B' into the target, each rounded to nearest.

layout(binding = 3, scalar) writeonly restrict buffer TargetWords {
    uint target_words[];
};
layout(binding = 3, std430) writeonly restrict buffer TargetVectors {
    uvec4 target_vectors[];
};

// Clamped as integers: one instruction where floats need three for the sake of NaN.
ivec4 codes(vec4 v, int white) {
    return clamp(ivec4(FOLDED ? v : v * float(white) + 0.5), 0, white);
}

uvec4 words_8(vec4 low, vec4 middle, vec4 high) {
    return uvec4(codes(low, 255) | (codes(middle, 255) << 8) | (codes(high, 255) << 16)) |
           0xff000000u;
}

// `first` is the quad's first word; `count` pixels of it are wanted.
void store_words(int first, uvec4 words, int count) {
    if (VECTOR_STORES && count >= 4) {
        target_vectors[first >> 2] = words;
        return;
    }
    if (count > 0) target_words[first] = words.x;
    if (count > 1) target_words[first + 1] = words.y;
    if (count > 2) target_words[first + 2] = words.z;
    if (count > 3) target_words[first + 3] = words.w;
}

void store_16(int first, Quad quad, int count) {
    const uvec4 rg = uvec4(codes(quad.r, 65535) | (codes(quad.g, 65535) << 16));
    const uvec4 ba = uvec4(codes(quad.b, 65535)) | 0xffff0000u;
    store_words(first, uvec4(rg.x, ba.x, rg.y, ba.y), min(count * 2, 4));
    store_words(first + 4, uvec4(rg.z, ba.z, rg.w, ba.w), count * 2 - 4);
}

void store_32f(int first, Quad quad, int count) {
    [[unroll]] for (int i = 0; i < 4; ++i) {
        vec3 rgb = vec3(quad.r[i], quad.g[i], quad.b[i]);
        if (TARGET == kTargetRgba32f) rgb = clamp(rgb, 0.0, 1.0);
        store_words(first + 4 * i, floatBitsToUint(vec4(rgb, 1.0)), count > i ? 4 : 0);
    }
}

void store_quad(int pixel_index, Quad quad, int count) {
    if (TARGET == kTargetRgba8) {
        store_words(pixel_index, words_8(quad.r, quad.g, quad.b), count);
    } else if (TARGET == kTargetBgra8) {
        store_words(pixel_index, words_8(quad.b, quad.g, quad.r), count);
    } else if (TARGET == kTargetRgba16) {
        store_16(pixel_index * 2, quad, count);
    } else {
        store_32f(pixel_index * 4, quad, count);
    }
}
