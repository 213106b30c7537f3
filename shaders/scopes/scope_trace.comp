// Draws scope traces from counted bins, one pixel per invocation. Recorded by
// renderer/scopes/scope_pass.cpp; the same formulas as renderer/scopes/scope_trace.cpp.
#version 460
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require

#include "../shared/scope_trace.h"

layout(local_size_x = kTraceGroup, local_size_y = kTraceGroup) in;

layout(binding = 0, scalar) readonly restrict buffer Drawing {
    ScopeDrawing drawing;
};
layout(binding = 1) readonly buffer BinsA {
    uint bins_a[];
};
layout(binding = 2) readonly buffer BinsB {
    uint bins_b[];
};
layout(binding = 3) writeonly restrict buffer Pixels {
    uint pixels[];
};

shared uint highest[kMostTraces]; // Of each histogram.

uint count_at(TraceBins bins, int x, int y) {
    const int word = bins.first_word + x * bins.stride_x + y * bins.stride_y;
    return bins.reading == 0 ? bins_a[word] : bins_b[word];
}

// What one output pixel takes of the input along an axis: a tent as wide as the pixel.
struct Taps {
    int first;
    int last;
    float centre;
    float radius;
    float sum;
};

float weight_of(Taps taps, int at) {
    return max(1.0 - abs(float(at) - taps.centre) / taps.radius, 1e-6);
}

Taps taps_of(int pixel, int from, int to, float least) {
    const float step = float(from) / float(to);
    Taps taps;
    taps.radius = max(step, least);
    taps.centre = (float(pixel) + 0.5) * step - 0.5;
    taps.first = min(max(int(ceil(taps.centre - taps.radius)), 0), from - 1);
    taps.last = max(min(int(floor(taps.centre + taps.radius)), from - 1), taps.first);
    taps.sum = 0.0;
    for (int i = taps.first; i <= taps.last; ++i) taps.sum += weight_of(taps, i);
    return taps;
}

float resized(TraceBins bins, ivec2 pixel, ivec2 to, vec2 least) {
    if (bins.size.x <= 0 || bins.size.y <= 0) return 0.0;
    const Taps across = taps_of(pixel.x, bins.size.x, to.x, least.x);
    const Taps down = taps_of(pixel.y, bins.size.y, to.y, least.y);
    float sum = 0.0;
    for (int y = down.first; y <= down.last; ++y) {
        float row = 0.0;
        for (int x = across.first; x <= across.last; ++x)
            row += weight_of(across, x) * float(count_at(bins, x, y));
        sum += weight_of(down, y) * row;
    }
    return bins.scale * sum / (across.sum * down.sum);
}

// What is drawn of two: a difference by its share of both, so that much of which one has a little more
// is not taken for what only one has.
float compared(uint kind, float a, float b) {
    if (kind == kTraceCommon) return min(a, b);
    return a > b ? (a - b) * (a - b) / (a + b) : 0.0;
}

float density_of(Trace trace, ivec2 pixel) {
    const ivec2 to = trace.rect.zw;
    if (trace.kind == kTraceDensity)
        return resized(trace.bins, pixel, to, vec2(kBlendedColumns, kBlendedBins));
    const vec2 least = vec2(kComparedColumns, kComparedBins);
    return compared(trace.kind, resized(trace.bins, pixel, to, least),
                    resized(trace.other, pixel, to, least));
}

float brightness_of(Trace trace, float density) {
    const float d = density / kFullDensity * trace.brightness;
    if (trace.gain == kGainLog)
        return min(log(1.0 + kLogSteepness * d) / log(1.0 + kLogSteepness), 1.0);
    if (trace.gain == kGainSqrt) return min(sqrt(d), 1.0);
    return min(d, 1.0);
}

float height_of(Trace trace, uint index, int bin) {
    if (trace.kind == kTraceExcess) {
        const float more = trace.bins.scale * float(count_at(trace.bins, bin, 0)) -
                           trace.other.scale * float(count_at(trace.other, bin, 0));
        const float share = clamp(more, 0.0, 1.0);
        if (trace.gain == kGainLinear) return share;
        return trace.gain == kGainSqrt ? sqrt(share) : pow(share, 1.0 / kExcessRoot);
    }
    if (highest[index] == 0) return 0.0;
    const float count = float(count_at(trace.bins, bin, 0));
    const float most = float(highest[index]);
    if (trace.gain == kGainLog) return log(1.0 + count) / log(1.0 + most);
    if (trace.gain == kGainSqrt) return sqrt(count / most);
    return count / most;
}

// The highest of the bins that a column meets: a blend would read as less than what a scale says.
float excess_at(Trace trace, uint index, int x) {
    const int first = x * trace.bins.size.x / trace.rect.z;
    const int last = max(((x + 1) * trace.bins.size.x - 1) / trace.rect.z, first);
    float most = 0.0;
    for (int i = first; i <= last; ++i) most = max(most, height_of(trace, index, i));
    return most;
}

// From the top of the trace, in pixels.
float edge_of(Trace trace, uint index, int x) {
    if (trace.kind == kTraceExcess)
        return (1.0 - excess_at(trace, index, x)) * float(trace.rect.w);
    const Taps across = taps_of(x, trace.bins.size.x, trace.rect.z, kBlendedHeights);
    float sum = 0.0;
    for (int i = across.first; i <= across.last; ++i)
        sum += weight_of(across, i) * height_of(trace, index, i);
    return (1.0 - sum / across.sum) * float(trace.rect.w);
}

float hatch_of(Trace trace, ivec2 pixel) {
    const bool dimmed = (pixel.x + pixel.y) % kHatchPeriod < kHatchPeriod / 2;
    return trace.hatched != 0 && dimmed ? kHatchDimmed : 1.0;
}

float histogram_value(Trace trace, uint index, ivec2 pixel, float hatch) {
    const float top = edge_of(trace, index, pixel.x);
    const float next = edge_of(trace, index, min(pixel.x + 1, trace.rect.z - 1));
    // Without excess there is no edge, either: the line between both is the graticule's.
    if (trace.kind == kTraceExcess && min(top, next) > float(trace.rect.w) - 0.01) return 0.0;
    const int row = trace.falls != 0 ? trace.rect.w - 1 - pixel.y : pixel.y;
    const float middle = float(row) + 0.5;
    const float below = clamp(middle - top + 0.5, 0.0, 1.0);
    const float edge =
        clamp(min(middle - min(top, next), max(top, next) - middle) + 1.25, 0.0, 1.0);
    return min(max(trace.filled * below * hatch, edge * trace.brightness), 1.0);
}

vec3 linear_of(vec3 v) {
    return mix(v / 12.92, pow((v + 0.055) / 1.055, vec3(2.4)), greaterThan(v, vec3(0.04045)));
}

vec3 encoded(vec3 v) {
    return mix(v * 12.92, 1.055 * pow(v, vec3(1.0 / 2.4)) - 0.055,
               greaterThan(v, vec3(0.0031308)));
}

void find_highest() {
    const uint local = gl_LocalInvocationIndex;
    if (local < kMostTraces) highest[local] = 0;
    barrier();
    for (int i = 0; i < drawing.traces; ++i) {
        if (drawing.trace[i].kind != kTraceHistogram) continue;
        const TraceBins bins = drawing.trace[i].bins;
        for (int bin = int(local); bin < bins.size.x; bin += kTraceGroup * kTraceGroup)
            atomicMax(highest[i], count_at(bins, bin, 0));
    }
    barrier();
}

void main() {
    find_highest();
    const ivec2 place = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(place, drawing.size))) return;
    vec3 light = linear_of(drawing.background);
    for (int i = 0; i < drawing.traces; ++i) {
        const Trace trace = drawing.trace[i];
        const ivec2 pixel = place - trace.rect.xy;
        if (any(lessThan(pixel, ivec2(0))) || any(greaterThanEqual(pixel, trace.rect.zw))) continue;
        const float hatch = hatch_of(trace, place);
        float value = 0.0;
        if (trace.kind == kTraceHistogram || trace.kind == kTraceExcess) {
            value = histogram_value(trace, uint(i), pixel, hatch);
        } else {
            const float density = density_of(trace, pixel);
            if (density > 0.0) value = brightness_of(trace, density) * hatch;
        }
        // Brightness is meant as it is seen.
        if (value > 0.0) light += linear_of(trace.color) * pow(value, 2.2);
    }
    const uvec3 rgb = uvec3(encoded(clamp(light, 0.0, 1.0)) * 255.0 + 0.5);
    const uvec3 order = drawing.swaps_red_and_blue != 0 ? rgb.bgr : rgb;
    pixels[place.y * drawing.size.x + place.x] =
        order.r | order.g << 8 | order.b << 16 | 0xff000000u;
}
