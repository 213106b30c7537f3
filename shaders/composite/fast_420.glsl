// 4:2:0 of up to 12 bits at 1:1 and 2:1, eight target pixels of a row at a time. Samples are filtered
// two at a time, in the 16-bit halves of a word, in exact integers: no weights exceed 16.

vec4 bytes_of(uint word) {
    return vec4(ivec4(word & 0xffu, (word >> 8) & 0xffu, (word >> 16) & 0xffu, word >> 24));
}

// Up to eight samples of a chroma row and one neighbour on either side, as 16-bit halves: `even`
// holds samples 0 and 2 (4 and 6), `odd` 1 and 3 (5 and 7); `before` and `after` in the low halved.
struct ChromaRow {
    uvec2 even, odd;
    uint before, after;
};

ChromaRow weighted_sum(ChromaRow a, uint weight_a, ChromaRow b, uint weight_b) {
    return ChromaRow(a.even * weight_a + b.even * weight_b, a.odd * weight_a + b.odd * weight_b,
                     a.before * weight_a + b.before * weight_b,
                     a.after * weight_a + b.after * weight_b);
}

// Planar: four or eight samples from `word` on.
void planar_block(int which, int word, bool halved, inout ChromaRow row) {
    if (has_words(which)) {
        uvec2 pairs = two_pairs_at(which, word);
        row.even.x = low_halves(pairs.x, pairs.y);
        row.odd.x = high_halves(pairs.x, pairs.y);
        if (!halved) return;
        pairs = two_pairs_at(which, word + 2);
        row.even.y = low_halves(pairs.x, pairs.y);
        row.odd.y = high_halves(pairs.x, pairs.y);
        return;
    }
    const uvec2 samples = halved ? two_words_at(which, word) : uvec2(word_at(which, word), 0);
    row.even = samples & kHalves;
    row.odd = (samples >> 8) & kHalves;
}

// `x` is a multiple of 4, of 8 where WORD_PAIRS.
ChromaRow planar_row(int which, int component, int row, int x, bool halved) {
    const int start = row_address(which, component, row);
    const int bytes = int(sample_bytes_of(which));
    const int word = (start + bytes * x) >> 2;
    const ivec4 rect = params.source[which].chroma_rect;
    ChromaRow result;
    planar_block(which, word, halved, result);
    result.after = sample_at(which, start + bytes * min(x + (halved ? 8 : 4), rect.z));
    if (!halved && !has_flag(which, kSitedLeft)) {
        result.before = sample_at(which, start + bytes * max(x - 1, rect.x));
    }
    return result;
}

// Semi-planar: two samples of both components in a word of bytes, one in a word of halves.
void pair_rows(uint low, uint high, out uvec2 even, out uvec2 odd) {
    const uvec2 first = uvec2(low & kHalves, (low >> 8) & kHalves);
    const uvec2 second = uvec2(high & kHalves, (high >> 8) & kHalves);
    even = (first & 0xffffu) | (second << 16);
    odd = (first >> 16) | (second & 0xffff0000u);
}

// Four samples of both components from `word` on: x of the first component, y of the second.
void semi_planar_samples(int which, int word, out uvec2 even, out uvec2 odd) {
    if (!has_words(which)) {
        const uvec2 words = two_words_at(which, word);
        pair_rows(words.x, words.y, even, odd);
        return;
    }
    const uvec2 left = two_pairs_at(which, word);
    const uvec2 right = two_pairs_at(which, word + 2);
    even = uvec2(low_halves(left.x, right.x), high_halves(left.x, right.x));
    odd = uvec2(low_halves(left.y, right.y), high_halves(left.y, right.y));
}

// Sample `x` of both components.
uvec2 both_at(int which, int start, int x) {
    if (has_words(which)) {
        const uint pair = pair_at(which, (start >> 2) + x);
        return uvec2(pair & 0xffffu, pair >> 16);
    }
    const int address = start + 2 * x;
    const uint pair = word_at(which, address >> 2) >> ((address & 2) * 8);
    return uvec2(pair & 0xffu, (pair >> 8) & 0xffu);
}

void semi_planar_rows(int which, int row, int x, bool halved, out ChromaRow first,
                      out ChromaRow second) {
    const int start = row_address(which, has_flag(which, kCrFirst) ? 2 : 1, row);
    const int word = (start + 2 * int(sample_bytes_of(which)) * x) >> 2;
    const ivec4 rect = params.source[which].chroma_rect;
    uvec2 even, odd;
    semi_planar_samples(which, word, even, odd);
    first.even.x = even.x;
    first.odd.x = odd.x;
    second.even.x = even.y;
    second.odd.x = odd.y;
    if (halved) {
        semi_planar_samples(which, word + 2 * int(sample_bytes_of(which)), even, odd);
        first.even.y = even.x;
        first.odd.y = odd.x;
        second.even.y = even.y;
        second.odd.y = odd.y;
    }
    uvec2 both = both_at(which, start, min(x + (halved ? 8 : 4), rect.z));
    first.after = both.x;
    second.after = both.y;
    if (!halved && !has_flag(which, kSitedLeft)) {
        both = both_at(which, start, max(x - 1, rect.x));
        first.before = both.x;
        second.before = both.y;
    }
}

void chroma_rows(int which, int row, int x, bool halved, out ChromaRow cb, out ChromaRow cr) {
    if (!has_flag(which, kSemiPlanar)) {
        cb = planar_row(which, 1, row, x, halved);
        cr = planar_row(which, 2, row, x, halved);
    } else if (has_flag(which, kCrFirst)) {
        semi_planar_rows(which, row, x, halved, cr, cb);
    } else {
        semi_planar_rows(which, row, x, halved, cb, cr);
    }
}

// Eight values spread over the halves of four words: word i holds values i and i + 4.
void spread(uvec4 words, out vec4 low, out vec4 high) {
    low = vec4(ivec4(words & 0xffffu));
    high = vec4(ivec4(words >> 16));
}

// Chroma of eight target pixels at 1:1, times 2 (left) or 4 (centre).
void one_to_one_chroma(int which, ChromaRow row, out vec4 low, out vec4 high) {
    const uint e = row.even.x;
    const uint o = row.odd.x;
    const uint e_next = (e >> 16) | (row.after << 16);
    if (has_flag(which, kSitedLeft)) {
        spread(uvec4(e << 1, e + o, o << 1, o + e_next), low, high);
    } else {
        const uint o_previous = (o << 16) | row.before;
        spread(uvec4(o_previous + 3 * e, 3 * e + o, e + 3 * o, 3 * o + e_next), low, high);
    }
}

// Chroma of eight target pixels at 2:1, times 4 (left) or 1 (centre). Word i of `a` holds pixels
// i and i + 2, of `b` pixels 4 + i and 6 + i.
void half_chroma(int which, ChromaRow row, out vec4 low, out vec4 high) {
    uvec2 a = uvec2(row.even.x, row.odd.x);
    uvec2 b = uvec2(row.even.y, row.odd.y);
    if (has_flag(which, kSitedLeft)) {
        const uvec2 a_next = uvec2(a.y, (a.x >> 16) | (b.x << 16));
        const uvec2 b_next = uvec2(b.y, (b.x >> 16) | (row.after << 16));
        a = 3 * a + a_next;
        b = 3 * b + b_next;
    }
    low = vec4(ivec4(a & 0xffffu, a >> 16));
    high = vec4(ivec4(b & 0xffffu, b >> 16));
}

// Chroma of eight pixels from column `x`, and the factor that makes it code values.
float chroma_block(int which, ivec2 luma, bool halved, out vec4 cb_low, out vec4 cb_high,
                   out vec4 cr_low, out vec4 cr_high) {
    // The row's position in quarters of a chroma row, relative to the centre of chroma row 0.
    const int quarters =
        2 * luma.y - (halved ? 0 : 1) + params.source[which].siting_quarters.y;
    const ivec4 rect = params.source[which].chroma_rect;
    const int x = luma.x >> 1;
    ChromaRow row_cb, row_cr;
    chroma_rows(which, clamp(quarters >> 2, rect.y, rect.w), x, halved, row_cb, row_cr);
    float unit = 1.0;
    if (!has_flag(which, kOneChromaRow)) {
        ChromaRow next_cb, next_cr;
        chroma_rows(which, clamp((quarters >> 2) + 1, rect.y, rect.w), x, halved, next_cb, next_cr);
        const uint weight = uint(quarters & 3);
        row_cb = weighted_sum(row_cb, 4 - weight, next_cb, weight);
        row_cr = weighted_sum(row_cr, 4 - weight, next_cr, weight);
        unit = 0.25;
    }
    const bool left = has_flag(which, kSitedLeft);
    if (halved) {
        half_chroma(which, row_cb, cb_low, cb_high);
        half_chroma(which, row_cr, cr_low, cr_high);
        return left ? unit * 0.25 : unit;
    }
    one_to_one_chroma(which, row_cb, cb_low, cb_high);
    one_to_one_chroma(which, row_cr, cr_low, cr_high);
    return left ? unit * 0.5 : unit * 0.25;
}

// Sums of neighbouring bytes, in the halves.
uint pair_sums(uint word) { return (word & kHalves) + ((word >> 8) & kHalves); }

// Four sums of 2 x 2 samples.
vec4 halved_luma(int which, int word, int next_row) {
    if (has_words(which)) {
        const uvec4 sums = uvec4(two_pairs_at(which, word) + two_pairs_at(which, next_row),
                                 two_pairs_at(which, word + 2) + two_pairs_at(which, next_row + 2));
        return vec4(ivec4((sums & 0xffffu) + (sums >> 16)));
    }
    const uvec2 upper = two_words_at(which, word);
    const uvec2 lower = two_words_at(which, next_row);
    const uint a = pair_sums(upper.x) + pair_sums(lower.x);
    const uint b = pair_sums(upper.y) + pair_sums(lower.y);
    return vec4(ivec4(a & 0xffffu, a >> 16, b & 0xffffu, b >> 16));
}

vec4 halves_of(uvec2 pairs) {
    return vec4(ivec4(pairs.x & 0xffffu, pairs.x >> 16, pairs.y & 0xffffu, pairs.y >> 16));
}

// Eight samples.
void plain_luma(int which, int word, out vec4 low, out vec4 high) {
    if (has_words(which)) {
        low = halves_of(two_pairs_at(which, word));
        high = halves_of(two_pairs_at(which, word + 2));
        return;
    }
    const uvec2 words = two_words_at(which, word);
    low = bytes_of(words.x);
    high = bytes_of(words.y);
}

float luma_block(int which, ivec2 luma, bool halved, out vec4 low, out vec4 high) {
    const int bytes = int(sample_bytes_of(which));
    const int word = (row_address(which, 0, luma.y) + bytes * luma.x) >> 2;
    if (!halved) {
        plain_luma(which, word, low, high);
        return 1.0;
    }
    const int next_row = word + (int(params.source[which].component[0].stride_bytes) >> 2);
    low = halved_luma(which, word, next_row);
    high = halved_luma(which, word + 2 * bytes, next_row + 2 * bytes);
    return 0.25;
}

// By view_eight.
bool is_viewed_later(int which) { return is_colored(which) || has_levels(which); }

Quad converted(int which, vec4 y, vec4 cb, vec4 cr, float luma_unit, float chroma_unit) {
    const vec3 from_y = params.source[which].from_x * luma_unit;
    const vec3 from_cb = params.source[which].from_y * chroma_unit;
    const vec3 from_cr = params.source[which].from_z * chroma_unit;
    const vec3 offset = params.source[which].rgb_offset;
    // All coefficients are there: YCgCo's red takes Cb's place too.
    Quad quad = Quad(y * from_y.r + (cb * from_cb.r + (cr * from_cr.r + offset.r)),
                     y * from_y.g + (cb * from_cb.g + (cr * from_cr.g + offset.g)),
                     y * from_y.b + (cb * from_cb.b + (cr * from_cr.b + offset.b)));
    if (is_viewed_later(which) || (!has_flag(which, kAdjusted) && !has_flag(which, kGamma))) {
        return quad;
    }
    [[unroll]] for (int i = 0; i < 4; ++i) {
        set_pixel(quad, i, view_adjusted(which, vec3(quad.r[i], quad.g[i], quad.b[i]), 1.0));
    }
    return quad;
}

// One bit for each of eight target pixels, the first of which shows `luma`.
uint edges_of_eight(int which, ivec2 pixel, ivec2 luma, bool halved) {
    uint edges = 0;
    if (!has_flag(which, kPeaking)) return edges;
    if (!has_flag(which, kPackedLuma)) {
        [[dont_unroll]] for (int i = 0; i < 8; i += 4) {
            edges |= edges_of(which, pixel + ivec2(i, 0)) << i;
        }
        return edges;
    }
    if (!halved) return edges_of_columns(which, luma.x, luma.y, luma.y, false, false);
    uint columns = 0;
    [[dont_unroll]] for (int i = 0; i < 16; i += 8) {
        columns |= edges_of_columns(which, luma.x + i, luma.y, luma.y + 1, true, false) << i;
    }
    columns |= columns >> 1;
    [[unroll]] for (int i = 0; i < 8; ++i) edges |= ((columns >> (2 * i)) & 1) << i;
    return edges;
}

void mark_edges(uint edges, inout Quad quad) {
    const bvec4 marked = are_set(edges);
    quad.r = mix(quad.r, vec4(params.tools.peaking_rgb.r), marked);
    quad.g = mix(quad.g, vec4(params.tools.peaking_rgb.g), marked);
    quad.b = mix(quad.b, vec4(params.tools.peaking_rgb.b), marked);
}

// Eight pixels through a transform and tools, whose text is there once.
void view_eight(int which, ivec2 pixel, uint edges, inout Quad first, inout Quad second) {
    const Quad low = first;
    const Quad high = second;
    [[dont_unroll]] for (int i = 0; i < 8; ++i) {
        const int j = i & 3;
        const vec3 rgb = i < 4 ? vec3(low.r[j], low.g[j], low.b[j])
                               : vec3(high.r[j], high.g[j], high.b[j]);
        const bool edge = ((edges >> i) & 1) != 0;
        const vec3 seen = viewed(which, pixel + ivec2(i, 0), rgb, 1.0, edge);
        const bvec4 in_first = equal(ivec4(0, 1, 2, 3), ivec4(i));
        const bvec4 in_second = equal(ivec4(4, 5, 6, 7), ivec4(i));
        first.r = mix(first.r, vec4(seen.r), in_first);
        first.g = mix(first.g, vec4(seen.g), in_first);
        first.b = mix(first.b, vec4(seen.b), in_first);
        second.r = mix(second.r, vec4(seen.r), in_second);
        second.g = mix(second.g, vec4(seen.g), in_second);
        second.b = mix(second.b, vec4(seen.b), in_second);
    }
}

// `pixel` maps to a luma column that is a multiple of 8, of 16 where WORD_PAIRS.
void fast_quads(int which, ivec2 pixel, out Quad first, out Quad second) {
    const bool halved = path_of(which) == kPathHalf;
    const ivec2 luma = pixel * (halved ? 2 : 1) + params.source[which].fast_offset;
    vec4 y_low, y_high, cb_low, cb_high, cr_low, cr_high;
    const float luma_unit = luma_block(which, luma, halved, y_low, y_high);
    const float chroma_unit = chroma_block(which, luma, halved, cb_low, cb_high, cr_low, cr_high);
    first = converted(which, y_low, cb_low, cr_low, luma_unit, chroma_unit);
    second = converted(which, y_high, cb_high, cr_high, luma_unit, chroma_unit);
    const uint edges = edges_of_eight(which, pixel, luma, halved);
    if (is_viewed_later(which)) {
        view_eight(which, pixel, edges, first, second);
    } else if (has_flag(which, kPeaking)) {
        mark_edges(edges, first);
        mark_edges(edges >> 4, second);
    }
}
