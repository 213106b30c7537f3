// A mix of two pictures of 4:2:0 of up to 12 bits at 1:1 or 2:1, eight pixels at a time.
// Native planes become display-referred R'G'B' in one rectangle of the target. Recorded by
// renderer/compositor.cpp; which shader is used where is decided in renderer/passes/composite_plan.cpp.
#version 460
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_samplerless_texture_functions : require
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "shared/composite.h"

#define PIXELS 8
#define TWO_PICTURES

#include "composite/interface.glsl"

#include "composite/position.glsl"
#include "composite/samples.glsl"

#include "composite/color.glsl"

#include "composite/fast_420.glsl"

#include "composite/main.glsl"
