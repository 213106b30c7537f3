// shaders/include/demo_sets.glsl: the two sets, traced in closed form: a room with windows and an
// exterior with a wall, and the shadows that things cast there. Metres, scene-linear light.
#ifndef SEAMLINE_SHADERS_INCLUDE_DEMO_SETS_GLSL
#define SEAMLINE_SHADERS_INCLUDE_DEMO_SETS_GLSL

#include "demo_noise.glsl"

// Known when the pipeline is made, because a CPU device runs both sides of every branch.
layout(constant_id = 0) const uint SCENE_SET = 0;
layout(constant_id = 1) const bool WITH_FIGURE = true;
layout(constant_id = 2) const bool WALL_IS_BRICK = false;

struct Hit {
    float distance_m;
    vec3 normal;
    vec3 albedo;
    vec3 emitted; // What the camera sees without any light on it: the sky.
    float open;   // [0, 1], how much of the surroundings it sees (ambient occlusion).
};

struct Light {
    vec3 sun_direction;
    float edge; // Tangent of the sun's radius: half the width of a shadow's edge per metre.
};

const vec3 SUN_RGB = vec3(1.80, 1.56, 1.22);
const vec3 SKY_RGB = vec3(0.36, 0.42, 0.52);
const vec3 ROOM_MIN = vec3(-1.30, 0.0, -1.35);
const vec3 ROOM_MAX = vec3(2.60, 2.90, 2.10);
const vec3 SIDEBOARD_MIN = vec3(0.62, 0.0, -1.35);
const vec3 SIDEBOARD_MAX = vec3(2.20, 0.99, -0.92);
const vec3 VASE_CENTER = vec3(0.98, 1.145, -1.12);
const vec3 VASE_RADII = vec3(0.105, 0.16, 0.105);
const vec3 GARDEN_WALL_MIN = vec3(-14.0, 0.0, -1.75);
const vec3 GARDEN_WALL_MAX = vec3(0.62, 2.05, -1.40);
const float FAR = 1e4;

// Entry into a box and its normal; FAR when the ray misses.
float box_entry(vec3 origin, vec3 inverse, vec3 low, vec3 high, out vec3 normal) {
    vec3 a = (low - origin) * inverse;
    vec3 b = (high - origin) * inverse;
    vec3 first = min(a, b);
    vec3 last = min(max(a, b), vec3(FAR));
    float t = max(max(first.x, first.y), first.z);
    normal = -sign(inverse) * step(first.yzx, first.xyz) * step(first.zxy, first.xyz);
    return t > 0.0 && t < min(min(last.x, last.y), last.z) ? t : FAR;
}

// Share of the sun's disc that an ellipsoid leaves visible.
float ellipsoid_sun(vec3 p, vec3 center, vec3 radii, Light light) {
    vec3 o = (p - center) / radii;
    vec3 d = light.sun_direction / radii;
    float scale = length(d);
    d /= scale;
    float b = dot(o, d);
    float miss = sqrt(max(dot(o, o) - b * b, 0.0)) - 1.0;
    float t = -b / scale;
    float size = radii.y;
    float edge = max(light.edge * t / size, 0.004);
    return t <= 0.0 ? 1.0 : smoothstep(-edge, edge, miss);
}

// The same of the figure, as a few ellipsoids.
float figure_sun(vec3 p, Light light) {
    float s = ellipsoid_sun(p, vec3(0.0, 1.58, -0.02), vec3(0.088, 0.105, 0.108), light);
    s = min(s, ellipsoid_sun(p, vec3(0.0, 1.50, 0.01), vec3(0.066, 0.105, 0.075), light));
    s = min(s, ellipsoid_sun(p, vec3(0.0, 1.40, -0.02), vec3(0.046, 0.12, 0.046), light));
    s = min(s, ellipsoid_sun(p, vec3(0.0, 1.285, -0.03), vec3(0.215, 0.075, 0.07), light));
    return min(s, ellipsoid_sun(p, vec3(0.0, 1.02, -0.02), vec3(0.22, 0.36, 0.10), light));
}

// 1 inside [low, high], with edges `soft` wide on both sides.
float inside_range(float v, float low, float high, float soft) {
    return smoothstep(low - soft, low + soft, v) * (1.0 - smoothstep(high - soft, high + soft, v));
}

// One window: panes between frame bars. `uv` in window units, u periodic per window.
float window_glass(vec2 uv, float soft) {
    float glass = inside_range(uv.x, 0.07, 0.93, soft) * inside_range(uv.y, 0.0, 1.0, soft);
    glass *= 1.0 - inside_range(uv.x, 0.475, 0.525, soft);
    return glass * (1.0 - inside_range(uv.y, 0.47, 0.505, soft));
}

// Window coordinates on the three glazed walls: height, and a row of windows along the wall.
vec2 window_uv(float along, float height) { return vec2(fract(along), (height - 1.02) / 1.60); }

// Share of the sun that comes through the windows to `p`.
float room_sun(vec3 p, Light light) {
    vec3 s = light.sun_direction;
    vec3 exits = (mix(ROOM_MIN, ROOM_MAX, step(0.0, s)) - p) / s;
    float t = min(exits.x, exits.z);
    vec3 e = p + s * t;
    float along = exits.x < exits.z ? e.z / 1.05 + 0.62 : e.x / 1.05 + 0.35;
    float soft = clamp(light.edge * t / 1.05, 0.004, 0.2);
    float lit = window_glass(window_uv(along, e.y), soft);
    // Behind the figure only the wall's one real window lets the sun in, and there is none.
    return s.z < 0.0 && exits.z <= exits.x ? 0.0 : lit;
}

// Share of the sun that the garden wall leaves to `p`.
float garden_sun(vec3 p, Light light) {
    vec3 s = light.sun_direction;
    float t = (0.5 * (GARDEN_WALL_MIN.z + GARDEN_WALL_MAX.z) - p.z) / s.z;
    vec3 e = p + s * t;
    float soft = max(light.edge * t, 0.01);
    float hidden = (1.0 - smoothstep(GARDEN_WALL_MAX.y - soft, GARDEN_WALL_MAX.y + soft, e.y)) *
                   (1.0 - smoothstep(GARDEN_WALL_MAX.x - soft, GARDEN_WALL_MAX.x + soft, e.x));
    return t <= 0.02 ? 1.0 : 1.0 - hidden;
}

// Sky, hills and the sun's disc.
vec3 sky_rgb(vec3 d, Light light) {
    float up = max(d.y, 0.0);
    vec3 rgb = mix(vec3(0.58, 0.66, 0.74), vec3(0.16, 0.30, 0.60), 1.0 - exp(-3.5 * up));
    float sun = max(dot(d, light.sun_direction), 0.0);
    rgb += vec3(0.55, 0.40, 0.22) * (0.45 * pow(sun, 12.0) + pow(sun, 90.0));
    rgb += vec3(9.0, 7.8, 6.0) * smoothstep(cos(0.022), cos(0.017), sun);
    vec2 c = d.xz / (up + 0.12);
    float cloud = smoothstep(0.48, 0.80, cloud_at(c * 1.3 + 3.0, 71u));
    rgb = mix(rgb, vec3(0.86, 0.84, 0.82) + 0.5 * pow(sun, 8.0), 0.65 * cloud * smoothstep(0.0, 0.10, up));
    float bearing = d.x / (abs(d.z) + 0.3 * abs(d.x));
    float far_hill = 0.055 + 0.05 * noise_at(vec2(bearing * 3.0, 1.0), 31u);
    float near_hill = 0.012 + 0.045 * noise_at(vec2(bearing * 5.0, 7.0), 32u) + 0.012 * noise_at(vec2(bearing * 40.0, 3.0), 33u);
    rgb = mix(rgb, vec3(0.30, 0.38, 0.44), 1.0 - smoothstep(-0.002, 0.002, d.y - far_hill));
    rgb = mix(rgb, vec3(0.10, 0.15, 0.08), 1.0 - smoothstep(-0.002, 0.002, d.y - near_hill));
    return rgb;
}

// Relief of a plastered wall in [0, 1] and its slope per metre; `uv` in metres.
vec3 plaster_relief(vec2 uv, uint seed) {
    const vec2 strokes = vec2(3.0, 9.0);
    vec3 slow = noise_slope_at(uv * 2.0, seed + 7u);
    vec3 broad = cloud_slope_at(uv * strokes + 2.0 * slow.x, seed);
    vec3 fine = noise_slope_at(uv * 38.0, seed + 3u);
    vec2 slope = 0.75 * (broad.yz * strokes + 4.0 * slow.yz * (broad.y + broad.z)) + 0.25 * 38.0 * fine.yz;
    return vec3(0.75 * broad.x + 0.25 * fine.x, slope);
}

// The same of a brick wall; `tone` is the shade of the brick, [0, 1].
vec3 brick_relief(vec2 uv, uint seed, out float tone) {
    const vec2 size = vec2(0.215, 0.072);
    float row = floor(uv.y / size.y);
    float shift = 0.5 * mod(row, 2.0) + 0.15 * random_at(ivec2(int(row), 3), seed);
    vec2 cell = vec2(uv.x / size.x + shift, uv.y / size.y);
    vec2 f = fract(cell);
    vec2 edge = min(f, 1.0 - f) * size;
    vec3 rough = noise_slope_at(uv * 55.0, seed + 2u);
    float depth = min(edge.x, edge.y) + 0.004 * (rough.x - 0.6);
    float brick = smoothstep(0.002, 0.009, depth);
    float ramp = clamp((depth - 0.002) / 0.007, 0.0, 1.0);
    float steep = 6.0 * ramp * (1.0 - ramp) / 0.007;
    vec2 outward = (edge.x < edge.y ? vec2(1, 0) : vec2(0, 1)) * sign(0.5 - f);
    tone = random_at(ivec2(floor(cell)), seed + 5u);
    return vec3(brick * (0.75 + 0.25 * rough.x), steep * outward + 0.25 * 55.0 * brick * rough.yz);
}

// Reflectance and bumped normal of the textured wall. `along` and `up` span it.
void texture_wall(inout Hit hit, vec2 uv, vec3 along, vec3 up, uint seed) {
    float hue = unit_float(hash_of(seed + 101u));
    vec2 slope;
    if (WALL_IS_BRICK) {
        float tone;
        vec3 relief = brick_relief(uv, seed, tone);
        slope = 0.004 * relief.yz;
        vec3 brick = mix(vec3(0.42, 0.17, 0.10), vec3(0.50, 0.33, 0.22), hue) * (0.62 + 0.75 * tone);
        hit.albedo = mix(vec3(0.50, 0.47, 0.43), brick, smoothstep(0.2, 0.6, relief.x));
        hit.albedo *= 0.85 + 0.25 * relief.x;
    } else {
        vec3 relief = plaster_relief(uv, seed);
        float tone = cloud_at(uv * 1.4, seed + 11u);
        slope = 0.0075 * relief.yz;
        vec3 paint = hue < 0.5 ? mix(vec3(0.50, 0.45, 0.36), vec3(0.30, 0.40, 0.40), 2.0 * hue)
                               : mix(vec3(0.55, 0.36, 0.25), vec3(0.40, 0.42, 0.47), 2.0 * hue - 1.0);
        hit.albedo = paint * (0.72 + 0.34 * tone + 0.20 * (relief.x - 0.5));
    }
    hit.normal = normalize(hit.normal - slope.x * along - slope.y * up);
}

// A framed picture on the back wall: `uv` from its centre in metres. Writes what it covers.
void hang_picture(inout Hit hit, vec2 uv, vec3 normal) {
    vec2 outside = abs(uv) - vec2(0.25, 0.33);
    float border = max(outside.x, outside.y);
    hit.albedo *= 1.0 - 0.5 * (1.0 - smoothstep(0.0, 0.03, max(border, 0.0) + max(-uv.y * 0.02, 0.0)));
    if (border > 0.0) return;
    hit.normal = normal;
    hit.albedo = vec3(0.055, 0.035, 0.025);
    if (border > -0.028) return;
    hit.albedo = vec3(0.70, 0.68, 0.63);
    if (border > -0.075) return;
    float dune = uv.y + 0.06 + 0.05 * sin(9.0 * uv.x + 0.6);
    hit.albedo = mix(vec3(0.62, 0.50, 0.33), vec3(0.20, 0.34, 0.42), smoothstep(-0.004, 0.004, dune));
    float disc = length(uv - vec2(0.05, 0.08)) - 0.065;
    hit.albedo = mix(vec3(0.72, 0.30, 0.14), hit.albedo, smoothstep(-0.003, 0.003, disc));
    hit.albedo = mix(vec3(0.16, 0.12, 0.12), hit.albedo, smoothstep(-0.004, 0.004, dune + 0.10 - 0.03 * sin(14.0 * uv.x)));
}

// What is seen of the window in the left wall: its reveal, its bars, and the sky behind them.
void look_out(inout Hit hit, vec3 origin, vec3 d, vec3 p, Light light) {
    vec2 uv = window_uv(p.z / 1.05 + 0.62, p.y);
    bool hole = uv.x > 0.07 && uv.x < 0.93 && uv.y > 0.0 && uv.y < 1.0;
    if (!hole) return;
    float column = floor(p.z / 1.05 + 0.62);
    vec3 g = origin + d * ((ROOM_MIN.x - 0.16 - origin.x) / d.x);
    vec2 deep = vec2(g.z / 1.05 + 0.62 - column, (g.y - 1.02) / 1.60);
    hit.albedo = vec3(0.62, 0.60, 0.56);
    hit.open = 0.9;
    if (deep.x < 0.07 || deep.x > 0.93) { hit.normal = vec3(0.0, 0.0, -sign(d.z)); return; }
    if (deep.y < 0.0 || deep.y > 1.0) { hit.normal = vec3(0.0, -sign(d.y), 0.0); return; }
    float glass = window_glass(deep, 0.004);
    hit.albedo *= 1.0 - glass;
    hit.emitted = 1.25 * glass * sky_rgb(d, light);
}

Hit trace_room(vec3 origin, vec3 d, Light light, uint wall_seed) {
    vec3 inverse = 1.0 / (d + vec3(1e-7));
    vec3 exits = (mix(ROOM_MIN, ROOM_MAX, step(0.0, d)) - origin) * inverse;
    Hit hit = Hit(min(min(exits.x, exits.y), exits.z), vec3(0.0), vec3(0.6), vec3(0.0), 1.0);
    vec3 p = origin + d * hit.distance_m;
    vec3 nearest = step(exits.xyz, exits.yzx) * step(exits.xyz, exits.zxy);
    hit.normal = -sign(d) * nearest;
    vec3 gap = min(p - ROOM_MIN, ROOM_MAX - p) + nearest;
    hit.open = 1.0 - 0.45 * (exp(-4.0 * gap.x) + exp(-4.0 * gap.y) + exp(-4.0 * gap.z));
    if (nearest.y > 0.5) hit.albedo = d.y > 0.0 ? vec3(0.7) : vec3(0.28, 0.18, 0.11);
    else {
        bool back = nearest.z > 0.5;
        vec2 uv = back ? p.xy : vec2(p.z + 7.0, p.y);
        texture_wall(hit, uv, back ? vec3(1, 0, 0) : vec3(0, 0, 1), vec3(0, 1, 0), wall_seed);
        if (back) hang_picture(hit, p.xy - vec2(-0.62, 1.72), vec3(0, 0, 1));
        else if (d.x < 0.0) look_out(hit, origin, d, p, light);
    }
    vec3 normal;
    float t = box_entry(origin, inverse, SIDEBOARD_MIN, SIDEBOARD_MAX, normal);
    if (t < hit.distance_m) {
        vec3 s = origin + d * t;
        float grain_m = noise_at(vec2(3.0 * s.x, 60.0 * (s.y + s.z)), 41u);
        hit = Hit(t, normal, vec3(0.20, 0.105, 0.05) * (0.75 + 0.5 * grain_m), vec3(0.0), 0.9);
    }
    vec3 o = (origin - VASE_CENTER) / VASE_RADII;
    vec3 v = d / VASE_RADII;
    float a = dot(v, v);
    float b = dot(o, v);
    float discriminant = b * b - a * (dot(o, o) - 1.0);
    t = (-b - sqrt(max(discriminant, 0.0))) / a;
    if (discriminant > 0.0 && t > 0.0 && t < hit.distance_m) {
        vec3 n = o + v * t;
        float stripe = smoothstep(-0.03, 0.03, abs(n.y - 0.1) - 0.3);
        hit = Hit(t, normalize(n / VASE_RADII), mix(vec3(0.62, 0.58, 0.50), vec3(0.10, 0.26, 0.30), stripe), vec3(0.0), 0.6 + 0.4 * smoothstep(-1.0, 0.2, n.y));
    }
    return hit;
}

Hit trace_exterior(vec3 origin, vec3 d, Light light, uint wall_seed) {
    vec3 inverse = 1.0 / (d + vec3(1e-7));
    Hit hit = Hit(FAR, vec3(0, 1, 0), vec3(0.0), sky_rgb(d, light), 1.0);
    float t = -origin.y * inverse.y;
    if (t > 0.0 && t < 60.0) {
        vec3 p = origin + d * t;
        float grass = cloud_at(p.xz * 2.5, 51u);
        float blades = noise_at(p.xz * vec2(44.0, 14.0), 52u);
        vec3 rgb = mix(vec3(0.10, 0.15, 0.035), vec3(0.30, 0.27, 0.10), grass) * (0.55 + 0.9 * blades);
        float path = smoothstep(0.6, 0.9, abs(p.x - 2.2 - 0.25 * sin(0.5 * p.z)));
        rgb = mix(vec3(0.46, 0.40, 0.31) * (0.85 + 0.3 * blades), rgb, path);
        float haze = 1.0 - exp(-t / 45.0);
        float near_wall = exp(-5.0 * max(p.z - GARDEN_WALL_MAX.z, 0.0));
        hit = Hit(t, vec3(0, 1, 0), rgb * (1.0 - haze), haze * vec3(0.30, 0.36, 0.40), 1.0 - 0.4 * near_wall);
    }
    vec3 normal;
    t = box_entry(origin, inverse, GARDEN_WALL_MIN, GARDEN_WALL_MAX, normal);
    if (t < hit.distance_m) {
        vec3 p = origin + d * t;
        hit = Hit(t, normal, vec3(0.5), vec3(0.0), 1.0 - 0.5 * exp(-4.0 * p.y));
        bool side = abs(normal.x) > 0.5;
        texture_wall(hit, side ? p.zy : p.xy, side ? vec3(0, 0, 1) : vec3(1, 0, 0), vec3(0, 1, 0), wall_seed);
        // A course of pale stones on top.
        if (p.y > GARDEN_WALL_MAX.y - 0.07) {
            hit.albedo = vec3(0.50, 0.47, 0.42) * (0.85 + 0.3 * noise_at(p.xz * 20.0 + p.y * 31.0, 61u));
            hit.normal = normal;
        }
    }
    return hit;
}

#endif
