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

// One number per lattice point. Source of the constants: Chris Wellons, "Prospecting for Hash
// Functions", lowbias32.
float random_at(ivec2 cell, uint seed) {
    uint v = uint(cell.x) * 0x9E3779B1u ^ (uint(cell.y) + seed) * 0x85EBCA6Bu;
    v = (v ^ (v >> 16u)) * 0x7FEB352Du;
    v = (v ^ (v >> 15u)) * 0x846CA68Bu;
    return unit_float(v ^ (v >> 16u));
}

// Value noise, one feature per unit: x in [0, 1], yz its slope.
vec3 noise_slope_at(vec2 p, uint seed) {
    vec2 low = floor(p);
    ivec2 cell = ivec2(low);
    vec2 f = p - low;
    vec2 s = f * f * (3.0 - 2.0 * f);
    vec2 ds = 6.0 * f * (1.0 - f);
    float a = random_at(cell, seed);
    float b = random_at(cell + ivec2(1, 0), seed) - a;
    float c = random_at(cell + ivec2(0, 1), seed) - a;
    float d = random_at(cell + ivec2(1, 1), seed) - a - b - c;
    return vec3(a + b * s.x + c * s.y + d * s.x * s.y, ds * (vec2(b, c) + d * s.yx));
}

float noise_at(vec2 p, uint seed) { return noise_slope_at(p, seed).x; }

// Three octaves of it, [0, 1] and slope.
vec3 cloud_slope_at(vec2 p, uint seed) {
    vec3 sum = vec3(0.0);
    float weight = 0.571;
    mat2 turn = mat2(1.0);
    const mat2 step_turn = mat2(1.6, 1.2, -1.2, 1.6); // Twice as fine, turned by 37 degrees.
    for (int octave = 0; octave < 3; ++octave) {
        vec3 n = noise_slope_at(turn * p, seed + uint(octave));
        sum += weight * vec3(n.x, n.yz * turn);
        turn = step_turn * turn;
        weight *= 0.5;
    }
    return sum;
}

float cloud_at(vec2 p, uint seed) { return cloud_slope_at(p, seed).x; }

#endif
