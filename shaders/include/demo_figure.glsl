// shaders/include/demo_figure.glsl: the figure's shape and skin. Lengths are in decimetres here; the
// head frame has its origin between the eyes' height and the ears, x to the right, z out of the face.
#ifndef SEAMLINE_SHADERS_INCLUDE_DEMO_FIGURE_GLSL
#define SEAMLINE_SHADERS_INCLUDE_DEMO_FIGURE_GLSL

#include "../shared/demo_scene.h"
#include "demo_noise.glsl"

const float FIGURE_UNIT_M = 0.1;
const vec3 HEAD_CENTER_M = vec3(0.0, 1.54, 0.0);

const int PART_SKIN = 0;
const int PART_EYE = 1;
const int PART_HAIR = 2;
const int PART_CLOTHES = 3;

struct Pose {
    float turn_sine;
    float turn_cosine;
    float eyes_shut;
};

float smooth_min(float a, float b, float k) {
    float h = max(k - abs(a - b), 0.0) / k;
    return min(a, b) - h * h * k * 0.25;
}
float smooth_max(float a, float b, float k) { return -smooth_min(-a, -b, k); }

// A bound of the distance to an ellipsoid that is exact near its surface.
float ellipsoid(vec3 p, vec3 radii) {
    float k0 = length(p / radii);
    float k1 = length(p / (radii * radii));
    return k0 * (k0 - 1.0) / max(k1, 1e-4);
}
float capsule(vec3 p, vec3 a, vec3 b, float radius) {
    vec3 pa = p - a;
    vec3 ba = b - a;
    return length(pa - ba * clamp(dot(pa, ba) / dot(ba, ba), 0.0, 1.0)) - radius;
}

vec3 head_frame(vec3 p, Pose pose) {
    return vec3(p.x * pose.turn_cosine - p.z * pose.turn_sine, p.y,
                p.x * pose.turn_sine + p.z * pose.turn_cosine);
}

vec3 eye_center(DemoFace face) { return vec3(0.315 * face.eye_spacing, 0.02, 0.66); }

// Skull, jaw, cheeks, brow, nose, lips, ears. `q` in the head frame with x >= 0.
float skin_head(vec3 q, DemoFace face) {
    float w = face.head_width;
    float d = ellipsoid(q - vec3(0.0, 0.30, -0.10), vec3(0.76 * w, 0.84, 0.94));
    d = smooth_min(d, ellipsoid(q - vec3(0.0, -0.36, 0.18), vec3(0.60 * w, 0.80, 0.64)), 0.30);
    float jaw = face.jaw;
    d = smooth_min(d, capsule(q, vec3(0.0, -0.98, 0.52), vec3(0.16 * jaw, -0.97, 0.48), 0.17 * jaw), 0.30);
    d = smooth_min(d, capsule(q, vec3(0.42 * w, -0.70, 0.10), vec3(0.44 * w, -0.50, -0.05),
                              0.19 * jaw), 0.30);
    d = smooth_min(d, length(q - vec3(0.40 * w, -0.26, 0.46)) - 0.20, 0.25);
    vec3 eye = eye_center(face);
    d = smooth_max(d, 0.23 - length(q - eye - vec3(0.0, 0.02, 0.26)), 0.16);
    d = smooth_min(d, capsule(q, vec3(0.12, 0.27, 0.77), vec3(0.46 * w, 0.27, 0.60), 0.07), 0.16);
    float tip = -0.05 - 0.27 * face.nose_length;
    d = smooth_min(d, capsule(q, vec3(0.0, 0.14, 0.78), vec3(0.0, tip, 1.00), 0.075), 0.12);
    d = smooth_min(d, length(q - vec3(0.0, tip - 0.02, 0.985)) - 0.105, 0.06);
    d = smooth_min(d, length(q - vec3(0.105 * face.nose_width, tip - 0.05, 0.87)) - 0.075, 0.06);
    float full = face.lip_fullness;
    d = smooth_min(d, ellipsoid(q - vec3(0.0, -0.585, 0.775), vec3(0.25 * face.mouth_width, 0.050 * full, 0.075)), 0.06);
    d = smooth_min(d, ellipsoid(q - vec3(0.0, -0.685, 0.765), vec3(0.21 * face.mouth_width, 0.060 * full, 0.085)), 0.06);
    d = smooth_min(d, ellipsoid(q - vec3(0.77 * w, -0.06, -0.08), vec3(0.07, 0.22, 0.14)), 0.05);
    return d;
}

float neck(vec3 p) {
    float d = capsule(p, vec3(0.0, -0.9, -0.14), vec3(0.0, -1.9, -0.26), 0.44);
    return d;
}

// Height above the edge of the upper lid; `e` from the eye's centre.
float upper_lid(vec3 e, float shut) {
    return dot(e, normalize(vec3(0.10, 1.0, -0.45 + 1.25 * shut))) - 0.004 * (1.0 - shut);
}

// The eyeball and, in `lid`, the lids around it.
float eyeball(vec3 q, DemoFace face, float shut, out float lid) {
    vec3 e = q - eye_center(face);
    float size = 0.155 * face.eye_size;
    float r = length(e);
    float upper = upper_lid(e, shut);
    float lower = dot(e, normalize(vec3(-0.1, -1.0, -0.55))) - 0.002;
    lid = max(r - size - 0.022, -max(upper, lower));
    return r - size;
}

float hair(vec3 q, vec3 p, DemoFace face) {
    vec3 m = vec3(abs(q.x), q.yz);
    float d = ellipsoid(m - vec3(0.0, 0.40, -0.16), vec3(0.88, 0.88, 1.02));
    float len = face.hair_length;
    vec3 side = vec3(0.50, -0.25 - 0.70 * len, -0.38);
    d = smooth_min(d, ellipsoid(m - side, vec3(0.40, 0.45 + 0.85 * len, 0.52)), 0.30);
    // The face is cut free; the parting lies a little to one side.
    float cut = ellipsoid(q - vec3(0.05, -0.42, 0.86), vec3(0.72 * face.head_width, 1.14, 0.86));
    d = smooth_max(d, -cut, 0.10);
    float strand = sin(24.0 * (q.x - 0.12) * (1.0 - 0.2 * q.z) + 3.0 * q.y);
    return d + 0.012 * strand;
}

float clothes(vec3 p) {
    vec3 m = vec3(abs(p.x), p.yz);
    float d = capsule(m, vec3(0.0, -2.35, -0.30), vec3(1.55, -2.62, -0.30), 0.48);
    d = smooth_min(d, ellipsoid(m - vec3(0.0, -4.0, -0.2), vec3(1.75, 2.1, 0.95)), 0.5);
    d = smooth_min(d, capsule(m, vec3(1.75, -2.8, -0.3), vec3(2.05, -5.5, -0.2), 0.46), 0.25);
    float collar = abs(length(vec2(p.x, p.z + 0.20)) - 0.56) - 0.09;
    float tilt = p.y + 1.84 + 0.18 * p.z;
    d = smooth_min(d, length(max(vec2(collar, abs(tilt) - 0.14), 0.0)) - 0.05, 0.12);
    return d;
}

// Signed distance to the figure, never above the true one by much; `part` is what is nearest.
float figure_distance(vec3 p, DemoFace face, Pose pose, out int part) {
    vec3 q = head_frame(p, pose);
    vec3 m = vec3(abs(q.x), q.yz);
    float skin = smooth_min(skin_head(m, face), neck(p), 0.22);
    float lid;
    float eye = eyeball(m, face, pose.eyes_shut, lid);
    skin = smooth_min(skin, lid, 0.03);
    float d = skin;
    part = PART_SKIN;
    if (eye < d) { d = eye; part = PART_EYE; }
    float h = hair(q, p, face);
    if (h < d) { d = h; part = PART_HAIR; }
    float c = clothes(p);
    if (c < d) { d = c; part = PART_CLOTHES; }
    return d;
}

vec3 eye_color(vec3 q, DemoFace face) {
    vec3 e = vec3(abs(q.x), q.yz) - eye_center(face);
    // Both eyes look into the camera: a little towards the middle.
    float side = sign(q.x);
    vec2 gaze = e.xy / (0.155 * face.eye_size) + vec2(0.10, 0.0);
    float r = length(gaze);
    vec3 white = vec3(0.72, 0.70, 0.68) * (1.0 - 0.35 * smoothstep(0.5, 1.0, r));
    float fibre = 0.8 + 0.4 * noise_at(vec2(atan(gaze.y, gaze.x * side) * 4.0, r * 6.0), 9u);
    vec3 iris = face.iris_rgb * fibre * (1.0 - 0.5 * smoothstep(0.36, 0.5, r));
    vec3 rgb = mix(iris, white, smoothstep(0.46, 0.54, r));
    rgb *= smoothstep(0.18, 0.24, r) * 0.98 + 0.02;
    return rgb;
}

vec3 skin_color(vec3 q, vec3 p, DemoFace face, float shut) {
    vec3 m = vec3(abs(q.x), q.yz);
    vec3 rgb = face.skin_rgb;
    float front = smoothstep(0.2, 0.5, q.z);
    // Blood under thin skin: cheeks, tip of the nose, ears.
    float blush = exp(-6.0 * dot(m.xy - vec2(0.42, -0.30), m.xy - vec2(0.42, -0.30)));
    blush += 0.8 * exp(-30.0 * dot(m.xy - vec2(0.0, -0.34), m.xy - vec2(0.0, -0.34)));
    rgb *= mix(vec3(1.0), vec3(1.04, 0.80, 0.76), 0.65 * clamp(blush, 0.0, 1.0) * front);
    rgb *= 0.94 + 0.12 * noise_at(q.xy * 14.0, 21u);
    // Lips.
    float full = face.lip_fullness;
    vec2 mouth = vec2(m.x / (0.27 * face.mouth_width), 0.0);
    float bow = 0.5 * (1.0 - mouth.x * mouth.x);
    float above = q.y + 0.635 - 0.32 * m.x * m.x; // Over the line between the lips, a faint smile.
    float upper = above / (0.085 * full * (bow + 0.25 - 0.25 * exp(-60.0 * m.x * m.x)) + 1e-3);
    float lower = -above / (0.125 * full * (bow + 0.12) + 1e-3);
    float lips = (1.0 - smoothstep(0.75, 1.1, max(upper, lower) * 0.62 + 0.35 * mouth.x * mouth.x)) *
                 (1.0 - smoothstep(0.85, 1.05, mouth.x)) * front;
    rgb = mix(rgb, rgb * vec3(0.82, 0.42, 0.42), lips);
    float line = exp(-2600.0 * above * above) *
                 (1.0 - smoothstep(0.8, 1.1, mouth.x)) * front;
    rgb *= 1.0 - 0.75 * line;
    // Brows, lashes, nostrils.
    vec3 eye = eye_center(face);
    float brow_x = (m.x - eye.x) / 0.23;
    float brow_y = q.y - (0.265 - 0.012 * brow_x - 0.045 * brow_x * brow_x);
    float thick = 0.042 * face.brow_thickness * (1.0 - 0.45 * clamp(brow_x, -1.0, 1.0));
    float brow = (1.0 - smoothstep(0.6, 1.25, abs(brow_y) / thick)) *
                 (1.0 - smoothstep(0.85, 1.15, abs(brow_x))) * front;
    brow *= 0.75 + 0.25 * sin(90.0 * (m.x + 0.6 * q.y));
    rgb = mix(rgb, face.hair_rgb * 0.8, 0.88 * brow);
    vec3 e = m - eye;
    float near_eye = 1.0 - smoothstep(0.19, 0.25, length(e));
    float upper_edge = upper_lid(e, shut);
    float lash = (1.0 - smoothstep(0.012, 0.04, abs(upper_edge))) * near_eye * smoothstep(0.0, 0.06, e.z);
    rgb = mix(rgb, vec3(0.02, 0.015, 0.012), 0.85 * lash);
    float tip = -0.05 - 0.27 * face.nose_length;
    vec2 nostril = (m.xy - vec2(0.065 * face.nose_width, tip - 0.105)) / vec2(0.045, 0.025);
    rgb *= 1.0 - 0.75 * exp(-dot(nostril, nostril)) * front;
    return rgb;
}

vec3 figure_color(vec3 p, int part, DemoFace face, Pose pose) {
    vec3 q = head_frame(p, pose);
    if (part == PART_EYE) return eye_color(q, face);
    if (part == PART_HAIR) {
        float strand = noise_at(vec2(30.0 * atan(q.x - 0.12, q.z + 0.9), 1.2 * q.y), 5u);
        return face.hair_rgb * (0.55 + 0.9 * strand);
    }
    if (part == PART_CLOTHES) {
        float knit = 0.5 + 0.25 * sin(60.0 * p.x) + 0.25 * sin(34.0 * p.y + 2.0 * sin(60.0 * p.x));
        return face.clothes_rgb * (0.8 + 0.35 * knit);
    }
    return skin_color(q, p, face, pose.eyes_shut);
}

#endif
