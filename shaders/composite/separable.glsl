// Lanczos-3 along the axes: the filter's columns over what composite_light_rows.comp made of rows.
// The texel view is of those rows, not of the frame.

vec4 words_as_floats(int which, ivec4 index) {
    return uintBitsToFloat(uvec4(word_at(which, index.x), word_at(which, index.y),
                                 word_at(which, index.z), word_at(which, index.w)));
}

int light_components(int which) { return has_flag(which, kAlpha) ? 4 : 3; }

// First and last samples under the filter at `position`.
ivec2 filter_span(float position, float scale) {
    return ivec2(ceil(position - 3.0 * scale - 0.5), floor(position + 3.0 * scale - 0.5));
}

// Four pixels of a row of linear light and alpha, or one pixel of four rows.
struct LightQuad {
    vec4 r, g, b, a;
};

void add_weighted(inout LightQuad sum, int which, float weight, ivec4 index, int pitch) {
    sum.r += weight * words_as_floats(which, index);
    sum.g += weight * words_as_floats(which, index + pitch);
    sum.b += weight * words_as_floats(which, index + 2 * pitch);
    if (has_flag(which, kAlpha)) sum.a += weight * words_as_floats(which, index + 3 * pitch);
}

LightQuad filtered_columns(int which, ivec2 pixel) {
    const LightParams light = params.source[which].light;
    const float v = light.per_pixel.y * (float(pixel.y) + 0.5) + light.origin.y;
    const ivec2 span = filter_span(v, light.scale.y);
    const ivec4 columns = clamp(pixel.x + ivec4(0, 1, 2, 3), light.columns.x, light.columns.y) -
                          light.columns.x + light.filtered_base;
    const int row_words = light_components(which) * light.filtered_pitch;
    LightQuad sum = LightQuad(vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0));
    float weights = 0.0;
    for (int y = span.x; y <= span.y; ++y) {
        const float weight = lanczos3((float(y) + 0.5 - v) / light.scale.y);
        const int row = clamp(y, light.rect.y, light.rect.w) - light.rect.y;
        add_weighted(sum, which, weight, columns + row * row_words, light.filtered_pitch);
        weights += weight;
    }
    const float unit = 1.0 / weights;
    return LightQuad(sum.r * unit, sum.g * unit, sum.b * unit, sum.a * unit);
}

Quad separable_quad(int which, ivec2 pixel) {
    const LightQuad light = filtered_columns(which, pixel);
    Quad quad;
    [[unroll]] for (int i = 0; i < 4; ++i) {
        set_pixel(quad, i, from_linear_light(vec3(light.r[i], light.g[i], light.b[i])));
    }
    quad = viewed_quad(which, pixel, quad, clamp(light.a, 0.0, 1.0));
    [[unroll]] for (int i = 0; i < 4; ++i) {
        const vec3 seen = vec3(quad.r[i], quad.g[i], quad.b[i]);
        const vec2 position = source_position(which, vec2(pixel + ivec2(i, 0)) + 0.5);
        set_pixel(quad, i, is_inside(which, position) ? seen : params.empty_rgb);
    }
    return quad;
}
