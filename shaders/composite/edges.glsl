// Focus peaking: which target pixels show an edge of the source. See renderer/picture_tools.h.

#include "halves.glsl"

const int kMostSearched = 4; // Rows and columns of a target pixel's footprint.

// Of a target pixel, in source pixels.
vec2 footprint_centre(int which, ivec2 pixel) {
    return source_position(which, vec2(pixel) + 0.5) + params.source[which].luma_offset;
}

ivec2 searched_of(int which) {
    return clamp(ivec2(ceil(params.source[which].step - 0.01)), 1, kMostSearched);
}

float squared_threshold() {
    return params.tools.peaking_threshold * params.tools.peaking_threshold;
}

// --- Any layout, one target pixel at a time.

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

bool is_edge(int which, ivec2 pixel) {
    const vec2 centre = footprint_centre(which, pixel);
    const vec2 footprint = params.source[which].step;
    const ivec2 count = searched_of(which);
    const ivec4 rect = params.source[which].luma_rect;
    // Up to 1:4 the searched pixels have no gaps between them: they are one block.
    const bool is_block = all(lessThanEqual(footprint, vec2(count) + 1e-4));
    const int blocks = is_block ? 1 : count.x * count.y;
    float strongest = 0.0;
    [[dont_unroll]] for (int i = 0; i < blocks; ++i) {
        const vec2 corner = is_block ? vec2(0.0) : vec2(i % count.x, i / count.x);
        const vec2 end = is_block ? vec2(count) - 1.0 : corner;
        const ivec2 start = ivec2(floor(centre + ((corner + 0.5) / vec2(count) - 0.5) * footprint));
        const ivec2 reached = ivec2(floor(centre + ((end + 0.5) / vec2(count) - 0.5) * footprint));
        const ivec2 last = clamp(min(reached, start + count - 1), rect.xy, rect.zw);
        const ivec2 first = clamp(start, rect.xy, rect.zw);
        const bvec4 wanted = lessThanEqual(first.x + ivec4(0, 1, 2, 3), ivec4(last.x));
        const vec4 found =
            mix(vec4(0.0), strongest_gradients(which, first, last.y, count.x <= 2), wanted);
        strongest = max(strongest, max(max(found.x, found.y), max(found.z, found.w)));
    }
    return strongest >= squared_threshold();
}

// --- Luma of up to 12 bits that lies in words (kPackedLuma): eight columns of one or two rows at a
// time, in integers but for the squares.

// Columns 0 and 2, 1 and 3, 4 and 6, 5 and 7 in the halves of four words. `ends`: -1 and 8.
struct EightColumns {
    uvec4 word;
    uint ends;
};

// From column `x` on, a multiple of four. Beyond the visible picture `ends` repeats its edge; of
// columns there nothing else is known.
EightColumns eight_columns(int which, int y, int x) {
    const ivec4 rect = params.source[which].luma_rect;
    const int row = row_address(which, 0, clamp(y, rect.y, rect.w));
    const int bytes = int(sample_bytes_of(which));
    const int first = (row >> 2) + bytes * (x >> 2);
    const int second = (row >> 2) + bytes * min((x >> 2) + 1, rect.z >> 2);
    EightColumns columns;
    planar_samples(which, first, columns.word.x, columns.word.y);
    planar_samples(which, second, columns.word.z, columns.word.w);
    columns.ends = sample_at(which, row + bytes * max(x - 1, rect.x)) |
                   sample_at(which, row + bytes * min(x + 8, rect.z)) << 16;
    return columns;
}

const uint kBias = 0x10001000u;  // Of changes down the rows: halves are not negative.
const float kGradientBias = 16384.0;  // What four of them come to.

EightColumns smoothed(EightColumns above, EightColumns here, EightColumns below) {
    return EightColumns(above.word + 2 * here.word + below.word,
                        above.ends + 2 * here.ends + below.ends);
}

EightColumns change(EightColumns above, EightColumns below) {
    return EightColumns(below.word - above.word + kBias, below.ends - above.ends + kBias);
}

// Each column's left and right neighbours.
uvec4 lefts(EightColumns of) {
    return uvec4((of.ends & 0xffffu) | (of.word.y << 16), of.word.x,
                 (of.word.y >> 16) | (of.word.w << 16), of.word.z);
}

// `last`: a mask of the visible picture's last column, whose right neighbour it is itself.
uvec4 rights(EightColumns of, uvec4 last) {
    const uvec4 right =
        uvec4(of.word.y, (of.word.x >> 16) | (of.word.z << 16), of.word.w,
              high_halves(of.word.z, of.ends));
    return right ^ ((right ^ of.word) & last);
}

// Columns 0 to 3 and 4 to 7.
struct EightSquares {
    vec4 low, high;
};

vec4 columns_of(uint even, uint odd) {
    return vec4(ivec4(even & 0xffffu, odd & 0xffffu, even >> 16, odd >> 16)) - kGradientBias;
}

EightSquares squares_of(EightColumns smooth_, EightColumns down, uvec4 last) {
    const uvec4 gx = rights(smooth_, last) - lefts(smooth_) + 4 * kBias;
    const uvec4 gy = lefts(down) + 2 * down.word + rights(down, last);
    const vec4 x_low = columns_of(gx.x, gx.y);
    const vec4 y_low = columns_of(gy.x, gy.y);
    const vec4 x_high = columns_of(gx.z, gx.w);
    const vec4 y_high = columns_of(gy.z, gy.w);
    return EightSquares(x_low * x_low + y_low * y_low, x_high * x_high + y_high * y_high);
}

uint bits_of(bvec4 found) {
    const uvec4 bits = uvec4(found) << uvec4(0, 1, 2, 3);
    return bits.x | bits.y | bits.z | bits.w;
}

uint half_mask(int column) {
    return (column == 0 ? 0xffffu : 0) | (column == 2 ? 0xffff0000u : 0);
}

// One bit for each of the columns from `x` on, a multiple of four: whether it has an edge in row `y`
// or, with `two`, in the next one, if that is not beyond `end`. `cut`: some of the columns may be
// beyond the visible picture.
uint edges_of_columns(int which, int x, int y, int end, bool two, bool cut) {
    uvec4 last = uvec4(0);
    if (cut) {
        const int column = params.source[which].luma_rect.z - x;
        last = uvec4(half_mask(column), half_mask(column - 1), half_mask(column - 4),
                     half_mask(column - 5));
    }
    const EightColumns above = eight_columns(which, y - 1, x);
    const EightColumns here = eight_columns(which, y, x);
    const EightColumns below = eight_columns(which, y + 1, x);
    EightSquares found = squares_of(smoothed(above, here, below), change(above, below), last);
    if (two) {
        const EightColumns under = eight_columns(which, y + 2, x);
        const EightSquares next =
            squares_of(smoothed(here, below, under), change(here, under), last);
        const float counts = y < end ? 1.0 : 0.0;
        found = EightSquares(max(found.low, next.low * counts), max(found.high, next.high * counts));
    }
    // In code values, eight times the change per pixel.
    const float threshold =
        8.0 * params.tools.peaking_threshold / params.source[which].luma_per_code.x;
    const vec4 least = vec4(threshold * threshold);
    return bits_of(greaterThanEqual(found.low, least)) |
           bits_of(greaterThanEqual(found.high, least)) << 4;
}

// One bit for each of four target pixels of a row, whose footprints are one strip of the source.
uint edges_of_strip(int which, ivec2 pixel) {
    const ivec4 rect = params.source[which].luma_rect;
    const vec2 footprint = params.source[which].step;
    const ivec2 count = searched_of(which);
    const vec2 reach = (0.5 / vec2(count) - 0.5) * footprint; // From the centre to the first.
    ivec4 first, last;
    ivec2 rows;
    [[unroll]] for (int i = 0; i < 4; ++i) {
        const vec2 centre = footprint_centre(which, pixel + ivec2(i, 0));
        const ivec2 start = ivec2(floor(centre + reach));
        const ivec2 end = min(ivec2(floor(centre - reach)), start + count - 1);
        first[i] = clamp(start.x, rect.x, rect.z);
        last[i] = clamp(end.x, rect.x, rect.z);
        rows = clamp(ivec2(start.y, end.y), rect.y, rect.w);
    }
    const int begin = min(first.x, first.w) & ~3;
    const int end = max(last.x, last.w);
    uint edges = 0;
    [[dont_unroll]] for (int x = begin; x <= end; x += 8) {
        uint found = 0;
        [[dont_unroll]] for (int y = rows.x; y <= rows.y; y += 2) {
            found |= edges_of_columns(which, x, y, rows.y, true, true);
        }
        edges |= found << (x - begin);
    }
    const uvec4 wanted = ((uvec4(2) << uvec4(last - first)) - 1) << uvec4(first - begin);
    return bits_of(notEqual(wanted & edges, uvec4(0)));
}

bvec4 are_set(uint bits) { return notEqual(uvec4(bits) & uvec4(1, 2, 4, 8), uvec4(0)); }

// One bit for each of four target pixels of a row. At 1:1 they share their rows, too.
uint edges_of(int which, ivec2 pixel) {
    if (!has_flag(which, kPeaking)) return 0;
    if (has_flag(which, kPackedLuma)) return edges_of_strip(which, pixel);
    const ivec2 first = ivec2(floor(footprint_centre(which, pixel)));
    const ivec2 last = ivec2(floor(footprint_centre(which, pixel + ivec2(3, 0))));
    uint edges = 0;
    if (searched_of(which) == ivec2(1) && last - first == ivec2(3, 0)) {
        return bits_of(greaterThanEqual(strongest_gradients(which, first, first.y, false),
                                        vec4(squared_threshold())));
    }
    [[dont_unroll]] for (int i = 0; i < 4; ++i) {
        if (is_edge(which, pixel + ivec2(i, 0))) edges |= 1u << i;
    }
    return edges;
}
