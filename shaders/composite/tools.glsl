// Marks that judge exposure, gamut and focus: see renderer/picture_tools.h. `pixel` is the target's.

bool has_tools(int which) { return has_flag(which, kTools); }

vec4 samples_of_row(int which, int component, int row, ivec4 columns) {
    const ivec4 rows = ivec4(row_address(which, component, row));
    return sample_values(which, component, sample_addresses(which, component, rows, columns));
}

// Luma of four source pixels but for a constant; beyond the visible picture its edge is repeated.
vec4 luma_of_row(int which, ivec4 x, int y) {
    const ivec4 rect = params.source[which].luma_rect;
    const ivec4 columns = clamp(x, rect.x, rect.z);
    const int row = clamp(y, rect.y, rect.w);
    const vec3 per_code = params.source[which].luma_per_code;
    vec4 luma = per_code.x * samples_of_row(which, 0, row, columns);
    if (per_code.y != 0.0) {
        luma += per_code.y * samples_of_row(which, 1, row, columns);
        luma += per_code.z * samples_of_row(which, 2, row, columns);
    }
    return luma;
}

// Sobel; the square of the change of luma per pixel.
float squared_gradient(int which, ivec2 at) {
    const ivec4 x = at.x + ivec4(-1, 0, 1, 1);
    const vec4 above = luma_of_row(which, x, at.y - 1);
    const vec4 here = luma_of_row(which, x, at.y);
    const vec4 below = luma_of_row(which, x, at.y + 1);
    const vec2 gradient =
        vec2((above.z - above.x) + 2.0 * (here.z - here.x) + (below.z - below.x),
             (below.x + 2.0 * below.y + below.z) - (above.x + 2.0 * above.y + above.z)) / 8.0;
    return dot(gradient, gradient);
}

const int kMostSearched = 4; // Rows and columns of a target pixel's footprint.

bool is_edge(int which, ivec2 pixel) {
    const vec2 centre = source_position(which, vec2(pixel) + 0.5) + params.source[which].luma_offset;
    const vec2 footprint = params.source[which].step;
    const ivec2 count = clamp(ivec2(ceil(footprint - 0.01)), 1, kMostSearched);
    float strongest = 0.0;
    for (int j = 0; j < count.y; ++j) {
        for (int i = 0; i < count.x; ++i) {
            const vec2 offset = ((vec2(i, j) + 0.5) / vec2(count) - 0.5) * footprint;
            const ivec2 at = ivec2(floor(centre + offset));
            strongest = max(strongest, squared_gradient(which, at));
        }
    }
    const float threshold = params.tools.peaking_threshold;
    return strongest >= threshold * threshold;
}

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
// adjustments.
vec3 marked(int which, ivec2 pixel, vec3 signal, vec3 of_view, vec3 shown) {
    const vec3 view_weights = vec3(kLumaRed, kLumaGreen, kLumaBlue);
    const float luma = has_flag(which, kMeasuresView)
                           ? dot(of_view, view_weights)
                           : dot(signal, params.source[which].luma_weights);
    if (has_flag(which, kFalseColor)) shown = false_color(luma);
    if (has_flag(which, kZebra)) shown = zebra_striped(pixel, luma, shown);
    if (has_flag(which, kClippingMarks)) shown = clipping_marked(pixel, signal, shown);
    if (has_flag(which, kGamutMarks)) shown = gamut_marked(pixel, of_view, shown);
    if (has_flag(which, kPeaking) && is_edge(which, pixel)) shown = params.tools.peaking_rgb;
    return shown;
}
