// shaders/shared/scopes.h: how a frame is counted into scope bins, for C++ and GLSL.
#ifndef SEAMLINE_SHADERS_SHARED_SCOPES_H
#define SEAMLINE_SHADERS_SHARED_SCOPES_H

#include "language.h"
SHARED_BEGIN

// Which bins to count: bits.
SHARED_CONSTANT uint kScopeHistogram = 1;
SHARED_CONSTANT uint kScopeParade = 2;      // Waveforms of R', G' and B'.
SHARED_CONSTANT uint kScopeLuma = 4;        // Waveform of Y'.
SHARED_CONSTANT uint kScopeChroma = 8;      // Waveforms of Cb and Cr.
SHARED_CONSTANT uint kScopeVector = 16;     // Vectorscope.
SHARED_CONSTANT uint kScopeXy = 32;         // CIE 1931 x, y.
SHARED_CONSTANT uint kScopeUv = 64;         // CIE 1976 u', v', instead of x, y.

SHARED_CONSTANT uint kModelYCbCr = 0;
SHARED_CONSTANT uint kModelRgb = 1;
SHARED_CONSTANT uint kModelGray = 2;

SHARED_CONSTANT uint kScopeFloat = 1;
SHARED_CONSTANT uint kScopeBigEndian = 2;
SHARED_CONSTANT uint kScopeNoRgb = 4; // The matrix is not linear: R'G'B' are not counted.

// Where each scope's counts lie, in 32-bit words. The waveforms follow each other in the order R', G',
// B', Y', Cb, Cr; each has `columns` columns of kLevels counts, level 0 first.
SHARED_CONSTANT int kLevels = 256;
SHARED_CONSTANT int kHistogramWord = 0; // R', G', B', Y'
SHARED_CONSTANT int kHistograms = 4;
SHARED_CONSTANT int kPlaneSize = 256;   // Of the vectorscope and the chromaticity diagram.
SHARED_CONSTANT int kVectorWord = 1024; // Row Cr, column Cb
SHARED_CONSTANT int kChromaticityWord = 66560; // Row y or v', column x or u'
SHARED_CONSTANT int kWaveformWord = 132096;
SHARED_CONSTANT int kWaveforms = 6;
SHARED_CONSTANT int kWaveformLuma = 3;
SHARED_CONSTANT int kWaveformCb = 4;

// Binary digits after the point of the coefficients.
SHARED_CONSTANT int kRgbBits = 17;
SHARED_CONSTANT int kLumaBits = 15;
SHARED_CONSTANT int kChromaBits = 19;

SHARED_CONSTANT int kNeutral12 = 2048;

// One component of the frame; `code12` is its code value on a scale of twelve bits.
struct ScopeComponent {
    uint base_bytes; // Of the first sample, from the frame's offset.
    uint stride_bytes;
    uint step_bytes;
    uint shift; // From the stored word to the code value ...
    uint mask;
    uint down; // ... and from there to twelve bits.
    uint up;
};

// Everything that the counting depends on, in integers.
struct ScopeParams {
    ScopeComponent component[3];
    uint scopes;
    uint model;
    uint flags;
    uint sample_bytes;
    ivec4 region;       // First coded column and row, columns, rows.
    ivec4 chroma;       // First chroma column and row, columns, rows.
    ivec2 chroma_shift; // log2 of the subsampling.
    int columns;        // Of the waveforms, at most region.z.
    int chromaticity_step;
    int luma_zero; // code12
    int luma_gain;
    ivec2 red_from_chroma; // Of Cb, of Cr
    ivec2 green_from_chroma;
    ivec2 blue_from_chroma;
    ivec3 luma_weights; // RGB sources: Y', Cb and Cr from R', G' and B'.
    ivec3 cb_weights;
    ivec3 cr_weights;
    ivec3 x_weights; // CIE X, Y and Z from R, G and B, 12 bits.
    ivec3 y_weights;
    ivec3 z_weights;
};
SHARED_SIZE(ScopeParams, 252);

// How samples lie: specialization constant SAMPLES.
SHARED_CONSTANT uint kScopeSamplesAny = 0;
SHARED_CONSTANT uint kScopeSamplesBytes = 1; // Integers of 8 bits.
SHARED_CONSTANT uint kScopeSamplesWords = 2; // Native words of 16 bits that hold integers.

SHARED_CONSTANT int kScopeGroup = 256; // Of scope_view; the others' are larger where a device has them.

SHARED_END
#endif
