// shaders/shared/composite.h: what the compositor tells its shaders, for C++ and GLSL.
#ifndef SEAMLINE_SHADERS_SHARED_COMPOSITE_H
#define SEAMLINE_SHADERS_SHARED_COMPOSITE_H

#include "language.h"
SHARED_BEGIN

// Specialization constant TARGET: the words of a target pixel.
SHARED_CONSTANT uint kTargetRgba8 = 0;
SHARED_CONSTANT uint kTargetBgra8 = 1;
SHARED_CONSTANT uint kTargetRgba16 = 2;
SHARED_CONSTANT uint kTargetRgba32f = 3;
SHARED_CONSTANT uint kTargetRgba32fWide = 4;

// Specialization constant MIX.
SHARED_CONSTANT uint kMixA = 0;
SHARED_CONSTANT uint kMixWipe = 1;
SHARED_CONSTANT uint kMixOverlay = 2;
SHARED_CONSTANT uint kMixCheckerboard = 3;
SHARED_CONSTANT uint kMixDifference = 4;

// Specialization constant DIFFERENCE.
SHARED_CONSTANT uint kDifferenceAbsolute = 0;
SHARED_CONSTANT uint kDifferenceSigned = 1;
SHARED_CONSTANT uint kDifferenceSqrt = 2;
SHARED_CONSTANT uint kDifferenceAdaptive = 3;
SHARED_CONSTANT uint kDifferenceLuma = 4;
SHARED_CONSTANT uint kDifferenceDeltaE = 5;
SHARED_CONSTANT uint kDifferenceLightness = 6;
SHARED_CONSTANT uint kDifferenceChroma = 7;
// Of these three: which light a signal is, and the ends of the scale at a gain of 1, in OKLab * 100.
SHARED_CONSTANT float kDisplayGamma = 2.4F; // Source: Rec. ITU-R BT.1886, annex 1.
SHARED_CONSTANT float kDeltaERange = 20.0F;
SHARED_CONSTANT float kLightnessRange = 15.0F;
SHARED_CONSTANT float kChromaRange = 8.0F;

// Specialization constants *_PATH: how a picture is read.
SHARED_CONSTANT uint kPathNone = 0;     // No frame: the empty colour.
SHARED_CONSTANT uint kPathGeneral = 1;  // Any map, prefiltered bilinear, one pixel at a time.
SHARED_CONSTANT uint kPathScaled = 2;   // The same where nothing is turned; four pixels at a time.
SHARED_CONSTANT uint kPathOneToOne = 3; // 4:2:0 of up to 12 bits, one source pixel per target pixel.
SHARED_CONSTANT uint kPathHalf = 4;     // The same layouts, the mean of 2 x 2 source pixels.
SHARED_CONSTANT uint kPathLanczos = 5;  // Any map, Lanczos-3 in linear light.
SHARED_CONSTANT uint kPathSeparable = 6; // The same along the axes; composite_light_rows did the rows.

// Specialization constants *_NONLINEAR: what follows the matrix.
SHARED_CONSTANT uint kLinear = 0;
SHARED_CONSTANT uint kBt2020Cl = 1;
SHARED_CONSTANT uint kIctcpPq = 2;
SHARED_CONSTANT uint kIctcpHlg = 3;

// Bits of the specialization constants *_FLAGS.
SHARED_CONSTANT uint kBigEndian = 1;
SHARED_CONSTANT uint kFloat = 2;
SHARED_CONSTANT uint kAlpha = 4;
SHARED_CONSTANT uint kPremultiplied = 8;
SHARED_CONSTANT uint kSemiPlanar = 16;  // Fast paths: Cb and Cr alternate in one plane.
SHARED_CONSTANT uint kCrFirst = 32;     // Fast paths: and Cr comes first.
SHARED_CONSTANT uint kSitedLeft = 64;   // Fast paths: chroma lies on even columns, not between columns.
SHARED_CONSTANT uint kOneChromaRow = 128; // kPathHalf: the chroma row needs no interpolation.
SHARED_CONSTANT uint kSnap = 256;       // Hard pixels: positions go to the pixel's centre first.
SHARED_CONSTANT uint kAdjusted = 512;   // Exposure, saturation or a channel.
SHARED_CONSTANT uint kGamma = 1024;
SHARED_CONSTANT uint kWhole = 2048;   // kPathScaled: positions are pixel centres; only chroma is interpolated.
SHARED_CONSTANT uint kSwapped = 4096; // composite_light: the source's x runs along the target's y.
SHARED_CONSTANT uint kReduced = 8192; // kPathScaled: more than one bilinear tap per pixel.
SHARED_CONSTANT uint kFalseColor = 16384; // Tools: see renderer/picture_tools.h.
SHARED_CONSTANT uint kZebra = 32768;
SHARED_CONSTANT uint kClippingMarks = 65536;
SHARED_CONSTANT uint kGamutMarks = 131072;
SHARED_CONSTANT uint kPeaking = 262144;
SHARED_CONSTANT uint kMeasuresView = 524288; // False colour and zebra: after the colour transform.
SHARED_CONSTANT uint kTools = 1032192;       // Any of them.
SHARED_CONSTANT uint kPackedLuma = 1048576;  // kPeaking: luma is searched a word of samples at a time.

// Most words of a row that four pixels' samples are picked from: specialization constants *_WORDS.
SHARED_CONSTANT uint kMaxSharedWords = 9;

// ViewAdjust's channels.
SHARED_CONSTANT int kChannelRgb = 0;
SHARED_CONSTANT int kChannelRed = 1;
SHARED_CONSTANT int kChannelGreen = 2;
SHARED_CONSTANT int kChannelBlue = 3;
SHARED_CONSTANT int kChannelAlpha = 4;
SHARED_CONSTANT int kChannelLuma = 5;

// Source: Rec. ITU-R BT.709-6, item 3.2.
SHARED_CONSTANT float kLumaRed = 0.2126F;
SHARED_CONSTANT float kLumaGreen = 0.7152F;
SHARED_CONSTANT float kLumaBlue = 0.0722F;

// Half the width of the wipe's line: black on A's side, white on B's, so that it shows on anything.
SHARED_CONSTANT float kWipeLinePx = 1.0F;

// The adaptive difference looks at no more points than these, and tells apart this many levels.
SHARED_CONSTANT int kPercentileColumns = 160;
SHARED_CONSTANT int kPercentileRows = 90;
SHARED_CONSTANT int kPercentileBins = 2048;
SHARED_CONSTANT float kPercentile = 0.99F;
// One 8-bit code value: what is below it stays dark instead of becoming noise.
SHARED_CONSTANT float kPercentileFloor = 1.0F / 255.0F;

// Most bands of false colour.
SHARED_CONSTANT int kMostToolBands = 16;
// A signal so far below a limit has reached it: single precision does not make 1 of every white. Less
// than half a code value of 12 bits.
SHARED_CONSTANT float kToolSlack = 1e-4F;
// Patterns, in target pixels; periods are powers of two.
SHARED_CONSTANT int kZebraPeriod = 8;     // Along a row; stripes are this wide there:
SHARED_CONSTANT int kZebraLowWidth = 2;
SHARED_CONSTANT int kZebraHighWidth = 4;
SHARED_CONSTANT int kClipSquare = 4;      // Edge of a square; every second one is filled.
SHARED_CONSTANT int kClipLinePeriod = 4;  // Rows; one of them is a line.
SHARED_CONSTANT int kGamutPeriod = 8;     // Between the lattice's lines along a row.
SHARED_CONSTANT float kZebraRed = 0.04F;
SHARED_CONSTANT float kZebraGreen = 0.04F;
SHARED_CONSTANT float kZebraBlue = 0.04F;
SHARED_CONSTANT float kOverRed = 1.0F;
SHARED_CONSTANT float kOverGreen = 0.12F;
SHARED_CONSTANT float kOverBlue = 0.10F;
SHARED_CONSTANT float kUnderRed = 0.20F;
SHARED_CONSTANT float kUnderGreen = 0.55F;
SHARED_CONSTANT float kUnderBlue = 1.0F;
SHARED_CONSTANT float kGamutRed = 1.0F;
SHARED_CONSTANT float kGamutGreen = 0.0F;
SHARED_CONSTANT float kGamutBlue = 1.0F;

SHARED_CONSTANT uint kCompositeGroupX = 8; // Invocations; each makes 4 or 8 pixels of one row.
SHARED_CONSTANT uint kCompositeGroupY = 8;
SHARED_CONSTANT int kCompositeGroupLog2 = 6; // Where a group's shape is chosen for each rectangle.
SHARED_CONSTANT uint kPercentileGroup = 256;

// One component's samples: byte = base + y * stride + x * step, from the start of the texel view.
struct ComponentParams {
    uint base_bytes;
    uint stride_bytes;
    uint step_bytes;
    uint shift;
    uint mask;
};

// kPathSeparable. u and v are a source pixel's coordinates along the target's x and y, in luma
// samples; the picture may be mirrored or turned by a right angle. Words are floats of linear light:
// row by row, of each row R, G, B and, where there is alpha, A.
struct LightParams {
    vec2 per_pixel;      // u per target column, v per target row.
    vec2 origin;         // u and v of the target's corner.
    vec2 scale;          // Of the filter: source pixels per target pixel, at least 1.
    ivec4 rect;          // First and last source pixels that are read: u, v, last u, last v.
    ivec2 columns;       // First and last target columns that are made.
    int pitch;           // Words of a component's row of source pixels.
    int filtered_pitch;  // Words of a component's row of target columns.
    int filtered_base;   // Word of the first of them.
};

struct SourceParams {
    ComponentParams component[4]; // Y Cb Cr A or R G B A
    // R'G'B' = from_x * x + from_y * y + from_z * z + rgb_offset, of code values (floats as they are).
    vec3 from_x;
    vec3 from_y;
    vec3 from_z;
    vec3 rgb_offset;
    // What single precision leaves of them, for ICtCp.
    vec3 from_x_rest;
    vec3 from_y_rest;
    vec3 from_z_rest;
    vec3 rgb_offset_rest;
    float alpha_scale;
    // Target pixel -> visible picture, pixel centres at half-integers.
    vec2 map_dx;
    vec2 map_dy;
    vec2 map_origin;
    vec2 size; // Of the visible picture, in pixels.
    // First and last visible sample: x, y, last x, last y.
    ivec4 luma_rect;
    ivec4 chroma_rect;
    vec2 luma_offset;   // Visible picture -> luma samples.
    vec2 chroma_scale;  // Luma samples -> chroma samples: multiply, then add the siting.
    vec2 chroma_offset;
    vec2 step;          // Source pixels per target pixel, along the source's axes.
    ivec2 luma_taps;    // Bilinear taps per target pixel in the luma and chroma planes.
    ivec2 chroma_taps;
    ivec2 fast_offset;  // Fast paths: luma sample of the target's first pixel.
    ivec2 siting_quarters; // Fast paths: 4 * chroma_offset.
    vec3 luma_weights;  // Tools: luma of R'G'B' by the source's matrix.
    vec3 luma_per_code; // Tools: what a code value of the first three components adds to luma.
    float exposure_gain;
    float inverse_gamma;
    float saturation;
    int channel;
    LightParams light;
};

// Levels are fractions of white.
struct ToolParams {
    vec4 band[kMostToolBands]; // From which luma on, and what is shown from there; red < 0: grey.
    int bands;
    float zebra_low;
    float zebra_high;
    float gamut_least;
    float gamut_most;
    float peaking_threshold; // Change of luma per source pixel.
    vec3 peaking_rgb;
};

struct CompositeParams {
    SourceParams source[2];
    ToolParams tools;
    vec3 empty_rgb;
    vec2 wipe_center_px;
    vec2 wipe_normal;
    float opacity;
    float checker_px;
    float gain;
    ivec4 tile; // x, y, width, height: for the percentile and the checkerboard's origin.
    int percentile_index;
};

struct CompositePush {
    ivec4 rect;  // First pixel and one past the last: x, y, end x, end y.
    int pitch_px;
    vec3 fill_rgb; // composite_fill only.
    int group_columns_log2; // Of a group's invocations in main.glsl, [3, 6]; its rows are the rest.
};
SHARED_SIZE(CompositePush, 36);

SHARED_END
#endif
