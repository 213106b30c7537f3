// Reads four pixels of a row, which share their source rows.

vec4 row_samples(int which, int component, int row, ivec4 x) {
    return sample_values(which, component, sample_addresses(which, component, ivec4(row), x));
}

// Where four samples of a row lie, and how much of their right and lower neighbours they take.
struct Taps {
    ivec4 left, right;
    int top, bottom;
    vec4 weight_x;
    float weight_y;
};

Taps taps_at(vec4 x, float y, ivec4 rect) {
    const vec4 left = floor(x - 0.5);
    const float top = floor(y - 0.5);
    Taps taps;
    taps.left = clamp(ivec4(left), rect.x, rect.z);
    taps.right = clamp(ivec4(left) + 1, rect.x, rect.z);
    taps.top = clamp(int(top), rect.y, rect.w);
    taps.bottom = clamp(int(top) + 1, rect.y, rect.w);
    taps.weight_x = x - 0.5 - left;
    taps.weight_y = y - 0.5 - top;
    return taps;
}

vec4 component_values(int which, int component, Taps taps) {
    const int top = row_address(which, component, taps.top);
    if (has_flag(which, kWhole) && !is_chroma(which, component)) {
        return row_samples(which, component, top, taps.left);
    }
    const int bottom = row_address(which, component, taps.bottom);
    const vec4 left = mix(row_samples(which, component, top, taps.left),
                          row_samples(which, component, bottom, taps.left), taps.weight_y);
    const vec4 right = mix(row_samples(which, component, top, taps.right),
                           row_samples(which, component, bottom, taps.right), taps.weight_y);
    return mix(left, right, taps.weight_x);
}

// Code values of four pixels.
struct QuadCodes {
    vec4 c0, c1, c2, alpha;
};

// `x` and `y` in luma samples.
QuadCodes quad_codes(int which, vec4 x, float y) {
    QuadCodes codes;
    Taps taps = taps_at(x, y, params.source[which].luma_rect);
    codes.c0 = component_values(which, 0, taps);
    codes.alpha = vec4(1.0);
    if (has_flag(which, kAlpha)) {
        codes.alpha = component_values(which, color_components_of(which) == 1 ? 1 : 3, taps) *
                      params.source[which].alpha_scale;
    }
    codes.c1 = vec4(0.0);
    codes.c2 = vec4(0.0);
    if (color_components_of(which) == 3) {
        if (is_subsampled(which)) {
            taps = taps_at(x * params.source[which].chroma_scale.x + params.source[which].chroma_offset.x,
                           y * params.source[which].chroma_scale.y + params.source[which].chroma_offset.y,
                           params.source[which].chroma_rect);
        }
        codes.c1 = component_values(which, 1, taps);
        codes.c2 = component_values(which, 2, taps);
    }
    return codes;
}
