// shaders/shared/view_signal.h: the stages or the table that turn a source's R'G'B' into a display's,
// for C++ and GLSL; renderer/scopes/view_stages.h and view_signal.h define how they are used.
#ifndef SEAMLINE_SHADERS_SHARED_VIEW_SIGNAL_H
#define SEAMLINE_SHADERS_SHARED_VIEW_SIGNAL_H

#include "language.h"
SHARED_BEGIN

SHARED_CONSTANT int kViewEdge = 65; // Nodes along an axis.
SHARED_CONSTANT int kViewCells = 64;

SHARED_CONSTANT uint kViewIdentity = 0; // No table.
SHARED_CONSTANT uint kViewCode = 1;     // Nodes evenly over code values.
SHARED_CONSTANT uint kViewLight = 2;    // Nodes evenly within octaves of light.
SHARED_CONSTANT uint kViewStaged = 3;   // No table of three dimensions: stages.

// A node is five levels of 255 from the next, from -30 to 290; positions are 256ths of a level.
SHARED_CONSTANT int kViewCodeCell = 1280;
SHARED_CONSTANT int kViewCodeZero = 7680;
// Four nodes to an octave, from 2^-10 to 2^5; evenly down to 0 below.
SHARED_CONSTANT int kViewLightCell = 1024;
SHARED_CONSTANT int kViewOctave = 4096;
SHARED_CONSTANT float kViewToe = 0.0009765625F;   // 2^-10
SHARED_CONSTANT float kViewToeScale = 4194304.0F; // kViewOctave / kViewToe
SHARED_CONSTANT uint kViewToeBits = 0x3a800000u;  // kViewToe as a float.
SHARED_CONSTANT float kViewLightTop = 32.0F;

// Node values are 16ths of a level: up to eight times white.
SHARED_CONSTANT int kViewNodeUnits = 16;

// What a stage does.
SHARED_CONSTANT uint kStageMatrix = 0;
SHARED_CONSTANT uint kStageLimits = 1;
SHARED_CONSTANT uint kStageCodeCurves = 2;
SHARED_CONSTANT uint kStageLightCurves = 3;
SHARED_CONSTANT uint kStageGain = 4;
SHARED_CONSTANT uint kStageGlow = 5;
SHARED_CONSTANT uint kStageRed = 6;

SHARED_CONSTANT int kMaxViewStages = 16;

// A curve over code values: a node every 2^-13 from -1 to 2.
SHARED_CONSTANT float kCurveCodeScale = 8192.0F;
SHARED_CONSTANT int kCurveCodeCells = 24576;
// A curve over light: its value at 0, then nodes from 2^-30 to 2^16 and as many of the negative
// side, 512 to an octave.
SHARED_CONSTANT uint kCurveToeBits = 0x30800000u; // 2^-30 as a float.
SHARED_CONSTANT uint kCurveTopBits = 0x47800000u; // 2^16
SHARED_CONSTANT int kCurveCellBits = 14;          // Of a float's fraction, below a node.
SHARED_CONSTANT uint kCurveLightNodes = 23554u;   // Of a side; the last one is never weighed.

// Y' is 1 at 255 levels; YCbCr's sums have it here once three bits are dropped.
SHARED_CONSTANT float kViewSumUnit = 2.39353554e-7F; // 1 / 4177920
SHARED_CONSTANT int kViewSumShift = 3;

// Of ACES' glow: as numbers, because compilers fold fractions differently.
SHARED_CONSTANT float kThird = 0.33333334F;
SHARED_CONSTANT float kGlowLow = 0.053333335F; // 0.16 / 3

// One stage; `curves` are indices into the tables.
struct ViewStage {
    uint kind;
    uvec3 curves; // Of red, green and blue; of a gain the first; glow: 1/x, root; red: 1/x, hue.
    vec3 red;     // Rows of a matrix; weights of a gain; lower limits.
    vec3 green;   // Upper limits.
    vec3 blue;
    vec3 offset;
};
SHARED_SIZE(ViewStage, 64);

// In front of the stages, which stand in front of nodes or curves.
struct ViewHeader {
    uint kind;
    uint stage_count;
};
SHARED_SIZE(ViewHeader, 8);

SHARED_END
#endif
