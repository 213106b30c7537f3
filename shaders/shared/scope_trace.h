// shaders/shared/scope_trace.h: how counted scope bins become pixels, for C++ and GLSL.
#ifndef SEAMLINE_SHADERS_SHARED_SCOPE_TRACE_H
#define SEAMLINE_SHADERS_SHARED_SCOPE_TRACE_H

#include "language.h"
SHARED_BEGIN

SHARED_CONSTANT int kMostTraces = 9; // Three channels of A, of B and of both.

SHARED_CONSTANT uint kTraceDensity = 0;   // Counts are brightness.
SHARED_CONSTANT uint kTraceHistogram = 1; // Counts are heights.
SHARED_CONSTANT uint kTraceExcess = 2;    // What `bins` have more of than `other` is height.
SHARED_CONSTANT uint kTraceMore = 3;      // What `bins` have more of than `other` is brightness.
SHARED_CONSTANT uint kTraceCommon = 4;    // What both have is brightness.

SHARED_CONSTANT uint kGainLog = 0;
SHARED_CONSTANT uint kGainSqrt = 1;
SHARED_CONSTANT uint kGainLinear = 2;

// A rectangle of bins: the count of column x and row y from the top is word
// first_word + x * stride_x + y * stride_y of a reading's bins.
struct TraceBins {
    ivec2 size; // No area: none.
    int first_word;
    int stride_x;
    int stride_y;
    float scale;  // From counts to counts per mean count.
    uint reading; // 0: A's bins, 1: B's.
};

struct Trace {
    TraceBins bins;
    TraceBins other; // What they are compared with; no area: nothing.
    ivec4 rect;      // Left, top, width, height in the picture.
    vec3 color;      // Display-referred R'G'B' of full brightness.
    float brightness;
    float filled; // Histogram: brightness of the area below the edge.
    uint kind;
    uint gain;
    uint hatched; // 1: drawn in diagonal stripes.
    uint falls;   // 1: heights are counted from the upper edge of `rect` downwards.
};

// A whole picture.
struct ScopeDrawing {
    ivec2 size;
    int traces;
    uint swaps_red_and_blue; // 1: blue in the low byte.
    vec3 background;         // Display-referred.
    Trace trace[kMostTraces];
};
SHARED_SIZE(TraceBins, 28);
SHARED_SIZE(Trace, 108);

// Levels over which neighbours are blended at least, so that the empty levels between those that a
// matrix yields are not drawn as lines.
SHARED_CONSTANT float kBlendedColumns = 1.0F;
SHARED_CONSTANT float kBlendedBins = 1.25F;
SHARED_CONSTANT float kBlendedHeights = 2.25F;
// Of two traces that are compared: single counts, which noise puts here or there, must not tell
// them apart.
SHARED_CONSTANT float kComparedColumns = 2.5F;
SHARED_CONSTANT float kComparedBins = 3.0F;
// Of the even spread: what the logarithm shows at half brightness is about its root.
SHARED_CONSTANT float kLogSteepness = 40.0F;
SHARED_CONSTANT float kFullDensity = 24.0F;
// With kGainLog the height of an excess is this root of its share of all pixels: all pixels reach
// the edge, and a thousandth of them is a tenth of that.
SHARED_CONSTANT float kExcessRoot = 3.0F;
// Stripes: so many pixels of four are dimmed to this.
SHARED_CONSTANT int kHatchPeriod = 4;
SHARED_CONSTANT float kHatchDimmed = 0.25F;

SHARED_CONSTANT int kTraceGroup = 16; // Pixels across and down of a workgroup.

SHARED_END
#endif
