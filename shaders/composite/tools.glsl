// Marks that judge exposure, gamut and focus: see renderer/picture_tools.h. `pixel` is the target's.

bool has_tools(int which) { return has_flag(which, kTools); }

// Those whose text is long: not focus peaking.
bool has_levels(int which) { return has_flag(which, kTools & ~kPeaking); }

#include "edges.glsl"

vec3 false_color(float luma) {
    int band = 0;
    for (int i = 1; i < params.tools.bands; ++i) {
        if (luma >= params.tools.band[i].w - kToolSlack) band = i;
    }
    const vec4 found = params.tools.band[band];
    return found.r < 0.0 ? vec3(clamp(luma, 0.0, 1.0)) : found.rgb;
}

const vec3 kZebraRgb = vec3(kZebraRed, kZebraGreen, kZebraBlue);
const vec3 kOverRgb = vec3(kOverRed, kOverGreen, kOverBlue);
const vec3 kUnderRgb = vec3(kUnderRed, kUnderGreen, kUnderBlue);
const vec3 kGamutRgb = vec3(kGamutRed, kGamutGreen, kGamutBlue);

vec3 zebra_striped(ivec2 pixel, float luma, vec3 rgb) {
    if (luma >= params.tools.zebra_high - kToolSlack) {
        return ((pixel.x - pixel.y) & (kZebraPeriod - 1)) < kZebraHighWidth ? kZebraRgb : rgb;
    }
    if (luma < params.tools.zebra_low - kToolSlack) return rgb;
    return ((pixel.x + pixel.y) & (kZebraPeriod - 1)) < kZebraLowWidth ? kZebraRgb : rgb;
}

vec3 clipping_marked(ivec2 pixel, vec3 signal, vec3 rgb) {
    const bool is_over = any(greaterThanEqual(signal, vec3(1.0 - kToolSlack)));
    const bool is_under = any(lessThanEqual(signal, vec3(kToolSlack)));
    const ivec2 square = pixel / kClipSquare;
    if (is_over && ((square.x + square.y) & 1) == 0) return kOverRgb;
    if (is_under && pixel.y % kClipLinePeriod == 0) return kUnderRgb;
    return rgb;
}

vec3 gamut_marked(ivec2 pixel, vec3 of_view, vec3 rgb) {
    const bool is_outside = any(lessThan(of_view, vec3(params.tools.gamut_least))) ||
                            any(greaterThan(of_view, vec3(params.tools.gamut_most)));
    const bool on_lattice = ((pixel.x + pixel.y) & (kGamutPeriod - 1)) == 0 ||
                            ((pixel.x - pixel.y) & (kGamutPeriod - 1)) == 0;
    return is_outside && on_lattice ? kGamutRgb : rgb;
}

// `signal`: R'G'B' of the file. `of_view`: after the colour transform. `shown`: after the viewer's
// adjustments. `edge`: of focus peaking.
vec3 marked(int which, ivec2 pixel, vec3 signal, vec3 of_view, vec3 shown, bool edge) {
    const vec3 view_weights = vec3(kLumaRed, kLumaGreen, kLumaBlue);
    const float luma = has_flag(which, kMeasuresView)
                           ? dot(of_view, view_weights)
                           : dot(signal, params.source[which].luma_weights);
    if (has_flag(which, kFalseColor)) shown = false_color(luma);
    if (has_flag(which, kZebra)) shown = zebra_striped(pixel, luma, shown);
    if (has_flag(which, kClippingMarks)) shown = clipping_marked(pixel, signal, shown);
    if (has_flag(which, kGamutMarks)) shown = gamut_marked(pixel, of_view, shown);
    if (has_flag(which, kPeaking) && edge) shown = params.tools.peaking_rgb;
    return shown;
}
