// Fills a rectangle of the target with one display-referred colour, where no picture is. Recorded by
// renderer/compositor.cpp.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "shared/composite.h"

layout(local_size_x = kCompositeGroupX, local_size_y = kCompositeGroupY) in;

layout(push_constant, scalar) uniform Push {
    CompositePush push;
};
layout(constant_id = 0) const uint TARGET = kTargetRgba8;
layout(constant_id = 2) const bool VECTOR_STORES = false;
const bool FOLDED = false;

struct Quad {
    vec4 r, g, b;
};

#include "composite/store.glsl"

void main() {
    const ivec2 id = ivec2(gl_GlobalInvocationID.xy);
    const ivec2 pixel = ivec2(push.rect.x + id.x * 4, push.rect.y + id.y);
    if (pixel.x >= push.rect.z || pixel.y >= push.rect.w) return;
    const Quad quad = Quad(vec4(push.fill_rgb.r), vec4(push.fill_rgb.g), vec4(push.fill_rgb.b));
    store_quad(pixel.y * push.pitch_px + pixel.x, quad, push.rect.z - pixel.x);
}
