// shaders/include/demo_noise.glsl: random numbers and noise that depend on integers only.
#ifndef SEAMLINE_SHADERS_INCLUDE_DEMO_NOISE_GLSL
#define SEAMLINE_SHADERS_INCLUDE_DEMO_NOISE_GLSL

// Source: Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020: pcg.
uint hash_of(uint v) {
    uint state = v * 747796405u + 2891336453u;
    uint word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

// [0, 1)
float unit_float(uint v) { return float(v >> 8u) * (1.0 / 16777216.0); }

float random_at(ivec2 cell, uint seed) {
    return unit_float(hash_of(uint(cell.x) * 0x9E3779B1u ^ hash_of(uint(cell.y) + seed * 0x85EBCA6Bu)));
}

// Value noise, [0, 1], one feature per unit.
float noise_at(vec2 p, uint seed) {
    ivec2 cell = ivec2(floor(p));
    vec2 f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    float top = mix(random_at(cell, seed), random_at(cell + ivec2(1, 0), seed), f.x);
    float bottom = mix(random_at(cell + ivec2(0, 1), seed), random_at(cell + ivec2(1, 1), seed), f.x);
    return mix(top, bottom, f.y);
}

// Three octaves of it, [0, 1].
float cloud_at(vec2 p, uint seed) {
    float sum = 0.0;
    float weight = 0.571;
    for (int octave = 0; octave < 3; ++octave) {
        sum += weight * noise_at(p, seed + uint(octave));
        p = mat2(1.6, 1.2, -1.2, 1.6) * p;
        weight *= 0.5;
    }
    return sum;
}

#endif
