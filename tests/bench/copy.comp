// Copies a buffer, as fast as memory answers. Recorded by tests/bench/device_timing.h.
#version 460
layout(local_size_x = 256) in;

layout(binding = 0, std430) readonly restrict buffer From {
    uvec4 from[];
};
layout(binding = 1, std430) writeonly restrict buffer To {
    uvec4 to[];
};

void main() {
    const uint stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
    const uint i = gl_GlobalInvocationID.x;
    const uvec4 a = from[i];
    const uvec4 b = from[i + stride];
    const uvec4 c = from[i + 2 * stride];
    const uvec4 d = from[i + 3 * stride];
    to[i] = a;
    to[i + stride] = b;
    to[i + 2 * stride] = c;
    to[i + 3 * stride] = d;
}
