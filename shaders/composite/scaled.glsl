// Pictures that are not turned and not below 1:2: four pixels of a row share their source rows.

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

Quad plain_quad(int which, ivec2 pixel) {
    if (path_of(which) == kPathNone) return empty_quad();
    const vec4 columns = vec4(pixel.x) + vec4(0.5, 1.5, 2.5, 3.5);
    vec4 x = params.source[which].map_dx.x * columns + params.source[which].map_origin.x;
    float y = params.source[which].map_dy.y * (float(pixel.y) + 0.5) +
              params.source[which].map_origin.y;
    const vec2 size = params.source[which].size;
    const bvec4 outside_x = bvec4(uvec4(lessThan(x, vec4(0.0))) |
                                  uvec4(greaterThanEqual(x, vec4(size.x))));
    const bool outside_y = y < 0.0 || y >= size.y;
    if (has_flag(which, kSnap)) {
        x = floor(x) + 0.5;
        y = floor(y) + 0.5;
    }
    x += params.source[which].luma_offset.x;
    y += params.source[which].luma_offset.y;

    Taps taps = taps_at(x, y, params.source[which].luma_rect);
    const vec4 c0 = component_values(which, 0, taps);
    vec4 alpha = vec4(1.0);
    if (has_flag(which, kAlpha)) {
        alpha = component_values(which, color_components_of(which) == 1 ? 1 : 3, taps) *
                params.source[which].alpha_scale;
    }
    vec4 c1 = vec4(0.0);
    vec4 c2 = vec4(0.0);
    if (color_components_of(which) == 3) {
        if (is_subsampled(which)) {
            taps = taps_at(x * params.source[which].chroma_scale.x + params.source[which].chroma_offset.x,
                           y * params.source[which].chroma_scale.y + params.source[which].chroma_offset.y,
                           params.source[which].chroma_rect);
        }
        c1 = component_values(which, 1, taps);
        c2 = component_values(which, 2, taps);
    }
    Quad quad;
    [[unroll]] for (int i = 0; i < 4; ++i) {
        const vec3 rgb = viewed(which, code_to_rgb(which, vec3(c0[i], c1[i], c2[i])), alpha[i]);
        set_pixel(quad, i, outside_y || outside_x[i] ? params.empty_rgb : rgb);
    }
    return quad;
}
