// The demo scene's camera: lens blur, vignette, light's colour, exposure, contrast, code, grain and the
// bar code. Reads the scene-linear light of demo_scene.comp, writes R'G'B'A as 8 bits or floats.
// Recorded by renderer/passes/demo_scene_pass.cpp. One invocation per pixel.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "include/demo_noise.glsl"
#include "shared/demo_scene.h"

layout(local_size_x = DEMO_WORKGROUP_SIZE, local_size_y = DEMO_WORKGROUP_SIZE) in;

// The Gaussian is separable: a first run blurs along the rows, the second along the columns.
layout(constant_id = 0) const bool ALONG_ROWS = false;

layout(binding = 0, scalar) readonly buffer Scene { DemoSceneParams params; };
layout(binding = 1, scalar) readonly buffer LightIn { vec4 light_in[]; };
layout(binding = 2, scalar) writeonly buffer Picture { uint picture[]; };
layout(binding = 3, scalar) buffer Rows { vec4 rows[]; }; // Light, blurred along the rows.

vec3 light_at(ivec2 pixel) {
    ivec2 inside = clamp(pixel, ivec2(0), ivec2(params.width_px, params.height_px) - 1);
    int index = inside.y * int(params.width_px) + inside.x;
    return ALONG_ROWS ? light_in[index].rgb : rows[index].rgb;
}

vec3 blurred_light(ivec2 pixel) {
    float sigma = params.lens_blur_px * float(params.height_px) / 360.0;
    int radius = int(ceil(2.6 * sigma));
    float scale = sigma > 0.0 ? 0.5 / (sigma * sigma) : 0.0;
    vec3 sum = vec3(0.0);
    float weights = 0.0;
    for (int i = -radius; i <= radius; ++i) {
        float weight = exp(-scale * float(i * i));
        sum += weight * light_at(pixel + (ALONG_ROWS ? ivec2(i, 0) : ivec2(0, i)));
        weights += weight;
    }
    return sum / weights;
}

// Normal deviate per pixel and frame: the sum of twelve uniform ones has variance 1.
float grain_at(uvec2 pixel) {
    uint state = hash_of(pixel.x + hash_of(pixel.y + hash_of(params.frame_index + hash_of(params.seed))));
    float sum = -6.0;
    for (int i = 0; i < 12; ++i) {
        state = hash_of(state);
        sum += unit_float(state);
    }
    return sum;
}

// 1 or 0 where the bar code covers the pixel, -1 elsewhere.
float bar_at(uvec2 pixel) {
    bool strip = pixel.y >= params.height_px - params.height_px / DEMO_BAR_CODE_SHARE;
    if (params.bar_code == 0u || !strip) return -1.0;
    uint bit = 15u - min(pixel.x * 16u / params.width_px, 15u);
    return float((params.frame_index >> bit) & 1u);
}

void main() {
    uvec2 pixel = gl_GlobalInvocationID.xy;
    uvec2 size = uvec2(params.width_px, params.height_px);
    if (any(greaterThanEqual(pixel, size))) return;
    uint index = pixel.y * size.x + pixel.x;
    vec3 blurred = blurred_light(ivec2(pixel));
    if (ALONG_ROWS) {
        rows[index] = vec4(blurred, 1.0);
        return;
    }

    // 0 in the middle, 1 in the corners.
    vec2 from_center = (vec2(pixel) + 0.5 - 0.5 * vec2(size)) / (0.5 * length(vec2(size)));
    float stops = params.exposure_stops - params.vignette_stops * dot(from_center, from_center);
    vec3 light = blurred * demo_illuminant_rgb(params.color_temperature_k) * exp2(stops);

    vec3 code = vec3(demo_code(light.r, params.contrast), demo_code(light.g, params.contrast),
                     demo_code(light.b, params.contrast));
    code = clamp(code + params.grain / 255.0 * grain_at(pixel), 0.0, 1.0);
    float bar = bar_at(pixel);
    if (bar >= 0.0) code = vec3(bar);

    if (params.format == uint(DEMO_FORMAT_RGBA8)) {
        picture[index] = packUnorm4x8(vec4(code, 1.0));
    } else {
        picture[4u * index + 0u] = floatBitsToUint(code.r);
        picture[4u * index + 1u] = floatBitsToUint(code.g);
        picture[4u * index + 2u] = floatBitsToUint(code.b);
        picture[4u * index + 3u] = floatBitsToUint(1.0);
    }
}
