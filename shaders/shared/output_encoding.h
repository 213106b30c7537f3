// shaders/shared/output_encoding.h: what output_encode.comp is told, for C++ and GLSL.
#ifndef SEAMLINE_SHADERS_SHARED_OUTPUT_ENCODING_H
#define SEAMLINE_SHADERS_SHARED_OUTPUT_ENCODING_H

#include "language.h"
SHARED_BEGIN

// Specialization constant OUTPUT: what a window takes.
SHARED_CONSTANT uint kOutputRgb10 = 0; // The picture's own code values, 10 bits.
SHARED_CONSTANT uint kOutputPq10 = 1;  // HDR10.
SHARED_CONSTANT uint kOutputScRgb = 2; // Half floats.

// Specialization constant CURVE: how the picture's code values become light.
SHARED_CONSTANT uint kCurvePower = 0; // OutputPush::exponent
SHARED_CONSTANT uint kCurveSrgb = 1;
SHARED_CONSTANT uint kCurvePq = 2;
SHARED_CONSTANT uint kCurveHlg = 3;

SHARED_CONSTANT float kPqPeak = 10000.0F;        // cd/m2. Source: SMPTE ST 2084:2014.
SHARED_CONSTANT float kScRgbUnit = 80.0F;        // cd/m2 at 1.0. Source: IEC 61966-2-2.
SHARED_CONSTANT float kInterfaceWhite = 203.0F;  // cd/m2. Source: Rep. ITU-R BT.2408-5, table 1.
SHARED_CONSTANT float kHlgPeak = 1000.0F;        // cd/m2, where the system gamma is 1.2.
SHARED_CONSTANT uint kOutputGroup = 8;

struct OutputPush {
    ivec2 window;    // Pixels.
    ivec4 viewer;    // First pixel and one past the last that the picture covers.
    int picture_pitch; // Pixels of a row of the picture.
    float exponent;
    vec3 around_rgb; // sRGB, where no picture is.
    vec3 to_bt2020_x; // Columns of the matrix from the picture's primaries.
    vec3 to_bt2020_y;
    vec3 to_bt2020_z;
};
SHARED_SIZE(OutputPush, 80);

SHARED_END
#endif
