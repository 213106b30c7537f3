// The demo scene's light: a set and a figure, ray-traced, scene-linear BT.709 per pixel.
// Recorded by renderer/passes/demo_scene_pass.cpp; demo_camera.comp makes the picture of it.
// One invocation per pixel of a rectangle of the picture.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "include/demo_figure.glsl"
#include "include/demo_sets.glsl"

layout(local_size_x = DEMO_WORKGROUP_SIZE, local_size_y = DEMO_WORKGROUP_SIZE) in;

layout(binding = 0, scalar) readonly buffer Scene { DemoSceneParams params; };
layout(binding = 1, scalar) writeonly buffer LightOut { vec4 light_out[]; };

layout(push_constant, scalar) uniform Rectangle { uvec2 first_px; uvec2 size_px; };

const int SAMPLES = 2; // Of the pixel's area, on a diagonal: more costs in proportion.
const float HIT_DM = 0.008; // Less than half a pixel of a 360-line picture.
const int MARCH_STEPS = 28;
const int SHADOW_STEPS = 12;

Light light_of_scene() {
    return Light(demo_sun_direction(params.sun_azimuth_deg, params.sun_elevation_deg),
                 tan(radians(params.sun_radius_deg)));
}

float set_sun(vec3 p, Light light) {
    return SCENE_SET == DEMO_SET_ROOM ? room_sun(p, light) : garden_sun(p, light);
}

// Light of everything but the sun on a surface: sky through windows or overhead, and bounce.
vec3 fill_light(vec3 p, vec3 n, Light light) {
    if (SCENE_SET == DEMO_SET_ROOM) {
        vec3 left = vec3(ROOM_MIN.x, 1.75, 0.5) - p;
        vec3 front = vec3(0.5, 1.8, ROOM_MAX.z) - p;
        float from_left = max(dot(n, normalize(left)) * 0.75 + 0.25, 0.0) * 2.6 / (1.0 + dot(left, left));
        float from_front = max(dot(n, normalize(front)) * 0.75 + 0.25, 0.0) * 2.4 / (1.0 + dot(front, front));
        vec3 bounce = vec3(0.085, 0.070, 0.055) * (1.0 + 0.5 * max(-n.y, 0.0));
        return SKY_RGB * (0.62 * from_left + 0.85 * from_front) + bounce;
    }
    vec3 ground = vec3(0.30, 0.25, 0.16) * SUN_RGB * (0.25 + 0.35 * light.sun_direction.y);
    return mix(ground, SKY_RGB, 0.5 + 0.5 * n.y) + 0.25 * SKY_RGB * max(n.z, 0.0);
}

vec3 shade_set(Hit hit, vec3 p, Light light) {
    vec3 q = p + 0.003 * hit.normal;
    float sun = max(dot(hit.normal, light.sun_direction), 0.0) * set_sun(q, light) * figure_sun(q, light);
    if (SCENE_SET == DEMO_SET_ROOM) sun *= ellipsoid_sun(q + 0.01 * hit.normal, VASE_CENTER, VASE_RADII, light);
    return hit.albedo * (SUN_RGB * sun + fill_light(p, hit.normal, light) * hit.open) + hit.emitted;
}

// Widens [first, last], in decimetres along the ray, by the part inside an ellipsoid.
void enclose(vec3 origin_dm, vec3 d, vec3 center, vec3 radii, inout float first, inout float last) {
    vec3 o = (origin_dm - center) / radii;
    vec3 v = d / radii;
    float a = dot(v, v);
    float b = dot(o, v);
    float h = b * b - a * (dot(o, o) - 1.0);
    float root = sqrt(max(h, 0.0));
    first = h > 0.0 ? min(first, (-b - root) / a) : first;
    last = h > 0.0 ? max(last, (-b + root) / a) : last;
}

// Distance in metres along the ray to the figure; FAR when it is missed.
float march_figure(vec3 origin_dm, vec3 d, Pose pose) {
    // Head with hair, neck, and body: the ray is marched only from where it enters one of them.
    float t = FAR;
    float last = 0.0;
    enclose(origin_dm, d, vec3(0.0, -0.20, -0.10), vec3(1.06, 1.56, 1.34), t, last);
    enclose(origin_dm, d, vec3(0.0, -1.50, -0.15), vec3(1.00, 1.10, 0.98), t, last);
    enclose(origin_dm, d, vec3(0.0, -4.20, -0.25), vec3(2.90, 2.60, 1.30), t, last);
    float near = FAR;
    int part;
    for (int i = 0; i < MARCH_STEPS; ++i) {
        if (t > last || near < HIT_DM) break;
        near = figure_distance(origin_dm + d * t, params.face, pose, part);
        t += near < HIT_DM ? 0.0 : 0.9 * near;
    }
    // A ray that grazes the figure runs out of steps beside it: it is taken for a hit, or background
    // would shine through along the outline.
    return t <= last && near < 4.0 * HIT_DM ? t * FIGURE_UNIT_M : FAR;
}

// Share of the sun that the figure leaves to a point on itself; nothing is computed unless `wanted`.
float figure_self_sun(vec3 p_dm, Light light, Pose pose, bool wanted) {
    float t = 0.06;
    float visible = 1.0;
    int part;
    for (int i = 0; i < SHADOW_STEPS; ++i) {
        if (!wanted || visible < 0.02 || t > 2.2) break;
        float distance_dm = figure_distance(p_dm + light.sun_direction * t, params.face, pose, part);
        visible = min(visible, 0.5 + 0.5 * distance_dm / ((light.edge + 0.012) * t));
        t += clamp(distance_dm, 0.04 + 0.06 * t, 0.7);
    }
    visible = clamp(visible, 0.0, 1.0);
    return visible * visible * (3.0 - 2.0 * visible);
}

struct Skin {
    vec3 normal;
    float open; // [0, 1], how much of the surroundings it sees
    int part;
};

// Four points of a tetrahedron give the normal, one further out the openness, the last the part.
Skin skin_at(vec3 p_dm, Pose pose, bool wanted) {
    vec3 n = vec3(0.0);
    float out_dm = 0.0;
    int part = PART_SKIN;
    for (int i = 0; i < 6; ++i) {
        if (!wanted) break;
        vec3 corner = i < 4 ? 0.577 * (2.0 * vec3(((i + 3) >> 1) & 1, (i >> 1) & 1, i & 1) - 1.0) : vec3(0.0);
        vec3 offset = i < 4 ? 0.012 * corner : (i == 4 ? 0.18 * normalize(n) : vec3(0.0));
        float d = figure_distance(p_dm + offset, params.face, pose, part);
        n += corner * (i < 4 ? d : 0.0);
        out_dm = i == 4 ? d : out_dm;
    }
    return Skin(normalize(n + vec3(0.0, 0.0, 1e-6)), clamp(0.25 + 0.75 * out_dm / 0.18, 0.0, 1.0), part);
}

vec3 shade_figure(vec3 p, vec3 view, Light light, Pose pose, bool wanted) {
    vec3 p_dm = (p - HEAD_CENTER_M) / FIGURE_UNIT_M;
    Skin skin = skin_at(p_dm, pose, wanted);
    vec3 n = skin.normal;
    int part = skin.part;
    vec3 albedo = figure_color(p_dm, part, params.face, pose);

    float facing = dot(n, light.sun_direction);
    float sun = set_sun(p, light);
    sun *= figure_self_sun(p_dm + 0.03 * n, light, pose, wanted && facing > -0.25 && sun > 0.0);
    // Light that enters skin leaves it a little further on, red furthest.
    vec3 wrap = part == PART_SKIN ? vec3(0.22, 0.09, 0.05) : vec3(0.0);
    vec3 diffuse = clamp((facing + wrap) / (1.0 + wrap), 0.0, 1.0);
    vec3 rgb = albedo * (SUN_RGB * diffuse * sun + fill_light(p, n, light) * skin.open);
    float gloss = part == PART_EYE ? 240.0 : (part == PART_HAIR ? 18.0 : 26.0);
    float shine = part == PART_EYE ? 1.6 : (part == PART_CLOTHES ? 0.0 : (part == PART_HAIR ? 0.10 : 0.07));
    vec3 halfway = normalize(light.sun_direction - view);
    rgb += SUN_RGB * sun * shine * pow(max(dot(n, halfway), 0.0), gloss) * step(0.0, facing);
    // The windows or the sky in the eye: what makes it look alive.
    vec3 catch_light = normalize(vec3(-0.45, 0.55, 1.0) - view);
    if (part == PART_EYE) rgb += SKY_RGB * 1.6 * smoothstep(0.965, 0.985, dot(n, catch_light));
    return rgb;
}

vec3 seen_along(vec3 origin, vec3 d, Light light, Pose pose) {
    Hit hit;
    if (SCENE_SET == DEMO_SET_ROOM) hit = trace_room(origin, d, light, params.wall_seed);
    else hit = trace_exterior(origin, d, light, params.wall_seed);
    vec3 rgb = shade_set(hit, origin + d * min(hit.distance_m, 100.0), light);
    if (!WITH_FIGURE) return rgb;
    float t = march_figure((origin - HEAD_CENTER_M) / FIGURE_UNIT_M, d, pose);
    bool is_figure = t < hit.distance_m;
    vec3 figure = shade_figure(origin + d * t, d, light, pose, is_figure);
    return is_figure ? figure : rgb;
}

void main() {
    if (any(greaterThanEqual(gl_GlobalInvocationID.xy, size_px))) return;
    uvec2 pixel = first_px + gl_GlobalInvocationID.xy;
    vec2 size = vec2(params.width_px, params.height_px);
    Light light = light_of_scene();
    float turn = demo_head_turn(params);
    Pose pose = Pose(sin(turn), cos(turn), demo_eyes_shut(params));
    vec3 origin = demo_camera_position(params);
    vec3 forward = demo_camera_forward(params);
    vec3 right = vec3(-forward.z, 0.0, forward.x);
    vec3 sum = vec3(0.0);
    for (int i = 0; i < SAMPLES; ++i) {
        vec2 offset = vec2((float(i) + 0.5) / float(SAMPLES));
        vec2 plane = (2.0 * (vec2(pixel) + offset) - size) / size.y * DEMO_CAMERA_TANGENT;
        vec3 d = normalize(forward + right * plane.x - vec3(0.0, plane.y, 0.0));
        // One lamp in the picture must not outshine the pixel's other samples.
        sum += min(seen_along(origin, d, light, pose), vec3(8.0));
    }
    light_out[pixel.y * params.width_px + pixel.x] = vec4(sum / float(SAMPLES), 1.0);
}
