// shaders/shared/demo_scene.h: the demo scene's parameters and the closed formulas behind them.
//
// Every number here is ground truth for measures made on the demo's pictures: what a take was made
// with is exactly what a measure should find. World: metres, y up, x to the camera's right, the
// camera looks along -z, the figure stands at the origin and faces +z.
#ifndef SEAMLINE_SHADERS_SHARED_DEMO_SCENE_H
#define SEAMLINE_SHADERS_SHARED_DEMO_SCENE_H

#include "language.h"

#define DEMO_WORKGROUP_SIZE 8

#define DEMO_SET_ROOM 0
#define DEMO_SET_EXTERIOR 1

#define DEMO_MOVE_STATIC 0
#define DEMO_MOVE_PUSH_IN 1 // camera_speed in metres per second along the view
#define DEMO_MOVE_PAN 2     // camera_speed in degrees per second, positive to the right

#define DEMO_FORMAT_RGBA8 0
#define DEMO_FORMAT_RGBA32F 1

#define DEMO_BAR_CODE_SHARE 16 // The bar code takes the bottom 1/16 of the picture.

SHARED_BEGIN

// Who the figure is. Reflectances are scene-linear BT.709; shape numbers are 1 for the average
// head.
struct DemoFace {
    vec3 skin_rgb;
    vec3 hair_rgb;
    vec3 iris_rgb;
    vec3 clothes_rgb;
    float head_width;     // [0.85, 1.15]
    float jaw;            // [0.7, 1.3], size of chin and jaw
    float nose_length;    // [0.7, 1.4]
    float nose_width;     // [0.7, 1.5]
    float eye_spacing;    // [0.85, 1.15]
    float eye_size;       // [0.8, 1.2]
    float brow_thickness; // [0.5, 2]
    float mouth_width;    // [0.8, 1.2]
    float lip_fullness;   // [0.6, 1.6]
    float hair_length;    // [0, 1], cropped to shoulder-long
};
SHARED_SIZE(DemoFace, 88);

struct DemoSceneParams {
    uint width_px;
    uint height_px;
    uint format;             // DEMO_FORMAT_*
    uint scene_set;          // DEMO_SET_*
    uint camera_move;        // DEMO_MOVE_*
    uint frame_index;        // Drives the grain and the bar code.
    uint seed;               // Drives the grain.
    uint wall_seed;          // Even: plaster; odd: brick. Every seed has its own pattern and hue.
    uint bar_code;           // 1: the bottom strip carries frame_index.
    float time_s;            // Drives camera and figure.
    float sun_azimuth_deg;   // 0: behind the camera; 90: from the right; 180: behind the figure.
    float sun_elevation_deg; // [1, 89] above the horizon
    float sun_radius_deg; // Angular radius: half the width of a shadow's edge. The real one: 0.27.
    float color_temperature_k; // [1667, 25000], of all light; the camera is balanced for D65.
    float exposure_stops;      // All light times 2^stops.
    float contrast;            // Exponent around 18 % grey, 1: none.
    float lens_blur_px;   // Sigma of the Gaussian over the picture, for a height of 360. [0, 3]
    float vignette_stops; // Light lost in the corners.
    float grain;          // Standard deviation in code values of 255, equal in R', G', B'.
    float camera_speed;   // Of camera_move.
    float head_turn_deg;  // Amplitude of the slow head turn.
    float blink_s;        // Moment of the blink; negative: none.
    DemoFace face;
};
SHARED_SIZE(DemoSceneParams, 176);

// Unit vector towards the sun.
SHARED_FUNCTION vec3 demo_sun_direction(float azimuth_deg, float elevation_deg) {
    float azimuth = radians(azimuth_deg);
    float elevation = radians(elevation_deg);
    return vec3(sin(azimuth) * cos(elevation), sin(elevation), cos(azimuth) * cos(elevation));
}

// CIE 1931 xy of light of a colour temperature: the Planckian locus below 4000 K, CIE daylight from
// 4500 K (D65 is 6504 K), blended between. Domain [1667, 25000] K.
// Source: Planck: Kim et al., US patent 7024034, cubic spline. Daylight: CIE 15:2018,
// section 4.1.2.
SHARED_FUNCTION vec2 demo_illuminant_xy(float kelvin) {
    float t = 1000.0F / clamp(kelvin, 1667.0F, 25000.0F);
    float px = ((-0.2661239F * t - 0.2343589F) * t + 0.8776956F) * t + 0.179910F;
    if (kelvin > 4000.0F) px = ((-3.0258469F * t + 2.1070379F) * t + 0.2226347F) * t + 0.240390F;
    float py = ((3.0817580F * px - 5.8733867F) * px + 3.75112997F) * px - 0.37001483F;
    if (kelvin <= 4000.0F) {
        py = ((-0.9549476F * px - 1.37418593F) * px + 2.09137015F) * px - 0.16748867F;
    }
    if (kelvin <= 2222.0F) {
        py = ((-1.1063814F * px - 1.34811020F) * px + 2.18555832F) * px - 0.20219683F;
    }
    float dx = ((-4.6070F * t + 2.9678F) * t + 0.09911F) * t + 0.244063F;
    if (kelvin > 7000.0F) dx = ((-2.0064F * t + 1.9018F) * t + 0.24748F) * t + 0.237040F;
    float dy = (-3.000F * dx + 2.870F) * dx - 0.275F;
    float daylight = clamp((kelvin - 4000.0F) / 500.0F, 0.0F, 1.0F);
    return mix(vec2(px, py), vec2(dx, dy), daylight);
}

// Scene-linear BT.709 R, G, B of that light at luminance 1: all 1 at 6504 K.
// Source: xyz to BT.709 matrix, IEC 61966-2-1, rounded to D65 = (0.3127, 0.3290).
SHARED_FUNCTION vec3 demo_illuminant_rgb(float kelvin) {
    vec2 xy = demo_illuminant_xy(kelvin);
    vec3 xyz = vec3(xy.x / xy.y, 1.0F, (1.0F - xy.x - xy.y) / xy.y);
    return vec3(dot(vec3(3.2404542F, -1.5371385F, -0.4985314F), xyz),
                dot(vec3(-0.9692660F, 1.8760108F, 0.0415560F), xyz),
                dot(vec3(0.0556434F, -0.2040259F, 1.0572252F), xyz));
}

// Light to code: contrast around 18 % grey, a knee that keeps the highlights' colour, then the
// inverse of BT.1886 with black 0. Below the knee and at contrast 1, code^2.4 is the light.
#define DEMO_KNEE 0.7F
SHARED_FUNCTION float demo_code(float light, float contrast) {
    float v = 0.18F * pow(max(light, 0.0F) / 0.18F, contrast);
    float over = max(v - DEMO_KNEE, 0.0F);
    v = min(v, DEMO_KNEE) + over / (1.0F + over / (1.0F - DEMO_KNEE));
    return pow(v, 1.0F / 2.4F);
}

// Yaw of the camera in degrees, positive to the right.
SHARED_FUNCTION float demo_camera_yaw_deg(DemoSceneParams params) {
    float start = params.scene_set == uint(DEMO_SET_ROOM) ? -7.5F : 6.0F;
    return start +
           (params.camera_move == uint(DEMO_MOVE_PAN) ? params.camera_speed * params.time_s : 0.0F);
}

SHARED_FUNCTION vec3 demo_camera_forward(DemoSceneParams params) {
    float yaw = radians(demo_camera_yaw_deg(params));
    return vec3(sin(yaw), 0.0F, -cos(yaw));
}

SHARED_FUNCTION vec3 demo_camera_position(DemoSceneParams params) {
    vec3 start = vec3(0.0F, 1.51F, 1.50F);
    if (params.camera_move != uint(DEMO_MOVE_PUSH_IN)) return start;
    return start + demo_camera_forward(params) * (params.camera_speed * params.time_s);
}

// Half the picture's height at distance 1: a vertical field of view of 25.9 degrees.
#define DEMO_CAMERA_TANGENT 0.230F

// Turn of the head in radians, positive to the camera's right.
SHARED_FUNCTION float demo_head_turn(DemoSceneParams params) {
    return radians(params.head_turn_deg) * sin(1.9F * params.time_s - 0.6F);
}

// How far the eyes are shut, [0, 1]: a blink takes a quarter of a second.
SHARED_FUNCTION float demo_eyes_shut(DemoSceneParams params) {
    if (params.blink_s < 0.0F) return 0.0F;
    return clamp(1.3F - abs(params.time_s - params.blink_s) / 0.1F, 0.0F, 1.0F);
}

SHARED_END
#endif
