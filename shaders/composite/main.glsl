// main() of the composite shaders: one rectangle of the target. What includes it says, for one way of
// reading pictures, whether there are two of them (TWO_PICTURES) and how many pixels of a row an
// invocation makes (PIXELS): lavapipe pays per invocation, and stores are whole vectors.
layout(local_size_x = 1 << kCompositeGroupLog2) in;

layout(push_constant, scalar) uniform Push {
    CompositePush push;
};
// 99th percentiles of |A - B| of the tick's adaptive differences.
layout(binding = 4, scalar) readonly restrict buffer Percentiles {
    float percentiles[];
};

#include "mix.glsl"
#include "store.glsl"

void finish_quad(Quad quad, ivec2 pixel) {
    store_quad(pixel.y * push.pitch_px + pixel.x, quad, push.rect.z - pixel.x);
}

ivec2 invocation() {
    const int columns_log2 = push.group_columns_log2;
    const int i = int(gl_LocalInvocationID.x);
    return (ivec2(gl_WorkGroupID.xy) << ivec2(columns_log2, kCompositeGroupLog2 - columns_log2)) +
           ivec2(i & ((1 << columns_log2) - 1), i >> columns_log2);
}

void main() {
    const ivec2 id = invocation();
    const ivec2 pixel = push.rect.xy + id * ivec2(PIXELS, 1);
    if (pixel.x >= push.rect.z || pixel.y >= push.rect.w) return;

#if PIXELS == 8
    const ivec2 next = pixel + ivec2(4, 0);
    Quad first, second;
    fast_quads(kA, pixel, first, second);
#ifdef TWO_PICTURES
    Quad first_b, second_b;
    fast_quads(kB, pixel, first_b, second_b);
    first = mixed(first, first_b, pixel);
    second = mixed(second, second_b, next);
#endif
    finish_quad(first, pixel);
    finish_quad(second, next);
#else
    Quad quad = plain_quad(kA, pixel);
#ifdef TWO_PICTURES
    quad = mixed(quad, plain_quad(kB, pixel), pixel);
#endif
    finish_quad(quad, pixel);
#endif
}
