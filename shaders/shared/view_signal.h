// shaders/shared/view_signal.h: the table that turns a source's R'G'B' into a display's, for C++ and
// GLSL; renderer/scopes/view_signal.h defines how it is used.
#ifndef SEAMLINE_SHADERS_SHARED_VIEW_SIGNAL_H
#define SEAMLINE_SHADERS_SHARED_VIEW_SIGNAL_H

#include "language.h"
SHARED_BEGIN

SHARED_CONSTANT int kViewEdge = 65; // Nodes along an axis.
SHARED_CONSTANT int kViewCells = 64;

SHARED_CONSTANT uint kViewIdentity = 0; // No table.
SHARED_CONSTANT uint kViewCode = 1;     // Nodes evenly over code values.
SHARED_CONSTANT uint kViewLight = 2;    // Nodes evenly within octaves of light.

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

// In front of the nodes.
struct ViewHeader {
    uint kind;
    uint pad0;
};
SHARED_SIZE(ViewHeader, 8);

SHARED_END
#endif
