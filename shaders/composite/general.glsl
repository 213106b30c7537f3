// Pictures under any map: prefiltered bilinear and Lanczos, one target pixel at a time.

vec2 chroma_position(int which, vec2 luma_position) {
    return luma_position * params.source[which].chroma_scale + params.source[which].chroma_offset;
}

// `position` in luma samples. Code values of the first three components.
vec3 filtered_code(int which, vec2 position, vec2 footprint, ivec2 luma_taps, ivec2 chroma_taps) {
    const float x = filtered_sample(which, 0, position, footprint, luma_taps);
    if (color_components_of(which) == 1) return vec3(x, 0.0, 0.0);
    vec2 at = position;
    ivec2 taps = luma_taps;
    if (is_subsampled(which)) {
        at = chroma_position(which, position);
        footprint *= params.source[which].chroma_scale;
        taps = chroma_taps;
    }
    return vec3(x, filtered_sample(which, 1, at, footprint, taps),
                filtered_sample(which, 2, at, footprint, taps));
}

float filtered_alpha(int which, vec2 position, vec2 footprint, ivec2 taps) {
    if (!has_flag(which, kAlpha)) return 1.0;
    const int component = color_components_of(which) == 1 ? 1 : 3;
    return filtered_sample(which, component, position, footprint, taps) *
           params.source[which].alpha_scale;
}

vec3 bilinear_pixel(int which, vec2 target) {
    vec2 position = source_position(which, target);
    if (!is_inside(which, position)) return params.empty_rgb;
    if (has_flag(which, kSnap)) position = floor(position) + 0.5;
    position += params.source[which].luma_offset;
    const vec2 footprint = params.source[which].step;
    const vec3 code = filtered_code(which, position, footprint, params.source[which].luma_taps,
                                    params.source[which].chroma_taps);
    const float alpha =
        filtered_alpha(which, position, footprint, params.source[which].luma_taps);
    const ivec2 pixel = ivec2(floor(target));
    const bool edge = has_flag(which, kPeaking) && is_edge(which, pixel);
    return viewed(which, pixel, code_to_rgb(which, code), alpha, edge);
}

// A component's value at the centre of a luma pixel: only chroma is interpolated.
float centre_sample(int which, int component, ivec2 pixel) {
    if (is_chroma(which, component)) {
        return bilinear_sample(which, component, chroma_position(which, vec2(pixel) + 0.5),
                               params.source[which].chroma_rect);
    }
    const ivec4 address = sample_addresses(
        which, component, ivec4(row_address(which, component, pixel.y)), ivec4(pixel.x));
    return sample_values(which, component, address).x;
}

// Linear light, and alpha.
vec4 light_at(int which, ivec2 pixel) {
    vec3 code = vec3(centre_sample(which, 0, pixel), 0.0, 0.0);
    const bool grey = color_components_of(which) == 1;
    if (!grey) {
        code.y = centre_sample(which, 1, pixel);
        code.z = centre_sample(which, 2, pixel);
    }
    float alpha = 1.0;
    if (has_flag(which, kAlpha)) {
        alpha = centre_sample(which, grey ? 1 : 3, pixel) * params.source[which].alpha_scale;
    }
    return vec4(to_linear_light(code_to_rgb(which, code)), alpha);
}

vec3 lanczos_pixel(int which, vec2 target) {
    vec2 position = source_position(which, target);
    if (!is_inside(which, position)) return params.empty_rgb;
    position += params.source[which].luma_offset;
    const vec2 scale = max(params.source[which].step, 1.0);
    const ivec2 first = ivec2(ceil(position - 3.0 * scale - 0.5));
    const ivec2 last = ivec2(floor(position + 3.0 * scale - 0.5));
    const ivec4 rect = params.source[which].luma_rect;
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (int y = first.y; y <= last.y; ++y) {
        const float row_weight = lanczos3((float(y) + 0.5 - position.y) / scale.y);
        for (int x = first.x; x <= last.x; ++x) {
            const float weight = row_weight * lanczos3((float(x) + 0.5 - position.x) / scale.x);
            sum += weight * light_at(which, clamp(ivec2(x, y), rect.xy, rect.zw));
            weights += weight;
        }
    }
    sum /= weights;
    // Pictures that are searched for edges are not resized by Lanczos.
    return viewed(which, ivec2(floor(target)), from_linear_light(sum.rgb), clamp(sum.a, 0.0, 1.0),
                  false);
}

// A loop and selections rather than four copies: pipelines for lavapipe are compiled while somebody
// waits.
Quad plain_quad(int which, ivec2 pixel) {
    if (path_of(which) == kPathNone) return empty_quad();
    if (path_of(which) == kPathSeparable) return separable_quad(which, pixel);
    Quad quad;
    for (int i = 0; i < 4; ++i) {
        const vec2 target = vec2(pixel + ivec2(i, 0)) + 0.5;
        const vec3 rgb = path_of(which) == kPathLanczos ? lanczos_pixel(which, target)
                                                        : bilinear_pixel(which, target);
        const bvec4 here = equal(ivec4(0, 1, 2, 3), ivec4(i));
        quad.r = mix(quad.r, vec4(rgb.r), here);
        quad.g = mix(quad.g, vec4(rgb.g), here);
        quad.b = mix(quad.b, vec4(rgb.b), here);
    }
    return quad;
}
