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

// Luma of six source pixels of a row, the first one left of the column that was asked for.
struct LumaRow {
    vec4 first;
    vec4 rest; // Two; `narrow` leaves them out, for one or two columns.
};

LumaRow luma_row(int which, ivec2 at, bool narrow) {
    LumaRow row;
    row.first = luma_of_row(which, at.x + ivec4(-1, 0, 1, 2), at.y);
    row.rest = row.first;
    if (!narrow) row.rest = luma_of_row(which, at.x + ivec4(3, 4, 4, 4), at.y);
    return row;
}

vec4 left_of(LumaRow row) { return row.first; }
vec4 middle_of(LumaRow row) { return vec4(row.first.yzw, row.rest.x); }
vec4 right_of(LumaRow row) { return vec4(row.first.zw, row.rest.xy); }

// Sobel; the squares of the change of luma per pixel, of four columns.
vec4 squared_gradients(LumaRow above, LumaRow here, LumaRow below) {
    const vec4 across = ((right_of(above) - left_of(above)) + 2.0 * (right_of(here) - left_of(here)) +
                         (right_of(below) - left_of(below))) / 8.0;
    const vec4 down = ((left_of(below) + 2.0 * middle_of(below) + right_of(below)) -
                       (left_of(above) + 2.0 * middle_of(above) + right_of(above))) / 8.0;
    return across * across + down * down;
}

// Of the columns from `first` on, the greatest of each down to row `last`: rows are read once.
vec4 strongest_gradients(int which, ivec2 first, int last, bool narrow) {
    LumaRow above, here, below;
    vec4 strongest = vec4(0.0);
    [[dont_unroll]] for (int y = first.y - 1; y <= last + 1; ++y) {
        above = here;
        here = below;
        below = luma_row(which, ivec2(first.x, y), narrow);
        if (y > first.y) strongest = max(strongest, squared_gradients(above, here, below));
    }
    return strongest;
}

float squared_threshold() {
    return params.tools.peaking_threshold * params.tools.peaking_threshold;
}

const int kMostSearched = 4; // Rows and columns of a target pixel's footprint.

// Of a target pixel, in source pixels.
vec2 footprint_centre(int which, ivec2 pixel) {
    return source_position(which, vec2(pixel) + 0.5) + params.source[which].luma_offset;
}

ivec2 searched_of(int which) {
    return clamp(ivec2(ceil(params.source[which].step - 0.01)), 1, kMostSearched);
}

bool is_edge(int which, ivec2 pixel) {
    const vec2 centre = footprint_centre(which, pixel);
    const vec2 footprint = params.source[which].step;
    const ivec2 count = searched_of(which);
    // Up to 1:4 the searched pixels have no gaps between them: they are one block.
    const bool is_block = all(lessThanEqual(footprint, vec2(count) + 1e-4));
    const int blocks = is_block ? 1 : count.x * count.y;
    float strongest = 0.0;
    [[dont_unroll]] for (int i = 0; i < blocks; ++i) {
        const vec2 corner = is_block ? vec2(0.0) : vec2(i % count.x, i / count.x);
        const vec2 end = is_block ? vec2(count) - 1.0 : corner;
        const ivec2 first = ivec2(floor(centre + ((corner + 0.5) / vec2(count) - 0.5) * footprint));
        const ivec2 reached = ivec2(floor(centre + ((end + 0.5) / vec2(count) - 0.5) * footprint));
        const ivec2 last = min(reached, first + count - 1);
        const bvec4 wanted = lessThanEqual(first.x + ivec4(0, 1, 2, 3), ivec4(last.x));
        const vec4 found =
            mix(vec4(0.0), strongest_gradients(which, first, last.y, count.x <= 2), wanted);
        strongest = max(strongest, max(max(found.x, found.y), max(found.z, found.w)));
    }
    return strongest >= squared_threshold();
}

// One bit for each of four target pixels of a row. At 1:1 they share their rows, too.
uint edges_of(int which, ivec2 pixel) {
    if (!has_flag(which, kPeaking)) return 0;
    const ivec2 first = ivec2(floor(footprint_centre(which, pixel)));
    const ivec2 last = ivec2(floor(footprint_centre(which, pixel + ivec2(3, 0))));
    uint edges = 0;
    if (searched_of(which) == ivec2(1) && last - first == ivec2(3, 0)) {
        const bvec4 found = greaterThanEqual(
            strongest_gradients(which, first, first.y, false), vec4(squared_threshold()));
        const uvec4 bits = uvec4(found) << uvec4(0, 1, 2, 3);
        return bits.x | bits.y | bits.z | bits.w;
    }
    [[dont_unroll]] for (int i = 0; i < 4; ++i) {
        if (is_edge(which, pixel + ivec2(i, 0))) edges |= 1u << i;
    }
    return edges;
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
