// Reads four pixels of a row, which share their source rows.
//
// A component's value is the mean of `count` bilinear samples spread evenly over `footprint` samples:
// one sample down to 1:2. Where four pixels' samples lie in a few words of a row (words_of), each word
// is fetched once and samples are picked from them: fetches are what the CPU's driver is slow at.

const int kMaxWords = int(kMaxSharedWords);

uint words_of(int which, int component) {
    const bool is_a = which == kA;
    return is_chroma(which, component) ? (is_a ? A_CHROMA_WORDS : B_CHROMA_WORDS)
                                       : (is_a ? A_LUMA_WORDS : B_LUMA_WORDS);
}

vec4 row_samples(int which, int component, int row, ivec4 x) {
    return sample_values(which, component, sample_addresses(which, component, ivec4(row), x));
}

// The words of four samples that were fetched last: neighbours mostly lie in the same ones.
struct HeldWords {
    ivec4 index;
    uvec4 words;
};

vec4 held_samples(int which, int component, int row, ivec4 x, inout HeldWords held) {
    const ivec4 address = sample_addresses(which, component, ivec4(row), x);
    const ivec4 index = address >> 2;
    if (any(notEqual(index, held.index))) {
        held.index = index;
        held.words = four_words(which, index);
    }
    return values_in(which, component, held.words, address);
}

// Four pixels' left samples, and how much of their right neighbours they take. Beyond the visible
// picture its edge is repeated.
struct Columns {
    ivec4 left;
    vec4 weight;
};

Columns columns_at(vec4 x, ivec4 rect) {
    const vec4 inside = clamp(x - 0.5, vec4(rect.x), vec4(rect.z));
    Columns columns;
    columns.left = clamp(ivec4(inside), rect.x, max(rect.z - 1, rect.x));
    columns.weight = inside - vec4(columns.left);
    return columns;
}

// Words of a row from the one that holds sample `first` on; `last` is a sample of the row's end.
struct Words {
    uint word[kMaxWords];
    int start; // Byte address of the first.
};

Words words_at(int which, int component, int row, int first, int last) {
    const int step = int(params.source[which].component[component].step_bytes);
    const int begin = (row + first * step) >> 2;
    const int end = (row + last * step + int(sample_bytes_of(which)) - 1) >> 2;
    Words words;
    words.start = begin << 2;
    [[unroll]] for (int i = 0; i < kMaxWords; ++i) {
        words.word[i] = i < int(words_of(which, component)) ? word_at(which, min(begin + i, end)) : 0;
    }
    return words;
}

// The mixed samples of one row.
vec4 mixed_samples(int which, int component, Words words, int row, Columns columns) {
    const ComponentParams own = params.source[which].component[component];
    const ivec4 offset = row + columns.left * int(own.step_bytes) - words.start;
    const ivec4 index = offset >> 2;
    uvec4 low = uvec4(words.word[0]);
    uvec4 high = uvec4(words.word[1]);
    [[unroll]] for (int i = 1; i < kMaxWords; ++i) {
        if (i >= int(words_of(which, component))) continue;
        const bvec4 here = equal(index, ivec4(i));
        low = mix(low, uvec4(words.word[i]), here);
        high = mix(high, uvec4(words.word[min(i + 1, kMaxWords - 1)]), here);
    }
    const uvec4 shift = uvec4(offset & 3) * 8;
    const uvec4 bits = (low >> shift) | ((high << 1) << (31 - shift));
    const uvec4 left = (bits >> own.shift) & own.mask;
    const uvec4 right = (bits >> (own.shift + 8 * own.step_bytes)) & own.mask;
    return mix(vec4(ivec4(left)), vec4(ivec4(right)), columns.weight);
}

// The sum over the taps along a row; `first` and `unit` place them around `x`.
vec4 row_sum(int which, int component, int y, vec4 x, float first, float unit, int count) {
    const ivec4 rect = sample_rect(which, is_chroma(which, component));
    const int row = row_address(which, component, clamp(y, rect.y, rect.w));
    const bool shares = words_of(which, component) > 0;
    Words words;
    if (shares) {
        const float leftmost = min(x.x, x.w) + first;
        const int start = columns_at(vec4(leftmost), rect).left.x;
        words = words_at(which, component, row, start, rect.z);
    }
    HeldWords held = HeldWords(ivec4(-1), uvec4(0));
    vec4 sum = vec4(0.0);
    for (int i = 0; i < count; ++i) {
        const Columns columns = columns_at(x + (first + float(i) * unit), rect);
        if (shares) {
            sum += mixed_samples(which, component, words, row, columns);
        } else {
            const ivec4 right = min(columns.left + 1, rect.z);
            const vec4 before = held_samples(which, component, row, columns.left, held);
            const vec4 after = held_samples(which, component, row, right, held);
            sum += mix(before, after, columns.weight);
        }
    }
    return sum;
}

// `x` and `y` in the component's samples.
vec4 component_values(int which, int component, vec4 x, float y, vec2 footprint, ivec2 taps) {
    if (has_flag(which, kWhole) && !is_chroma(which, component)) {
        const ivec4 rect = params.source[which].luma_rect;
        const int row = row_address(which, component, clamp(int(floor(y)), rect.y, rect.w));
        return row_samples(which, component, row, clamp(ivec4(floor(x)), rect.x, rect.z));
    }
    const ivec2 count = has_flag(which, kReduced) ? taps : ivec2(1);
    const vec2 unit = footprint / vec2(count);
    const vec2 first = has_flag(which, kReduced) ? 0.5 * (unit - footprint) : vec2(0.0);
    vec4 sum = vec4(0.0);
    for (int j = 0; j < count.y; ++j) {
        const float centre = y + first.y + float(j) * unit.y - 0.5;
        const float top = floor(centre);
        sum += mix(row_sum(which, component, int(top), x, first.x, unit.x, count.x),
                   row_sum(which, component, int(top) + 1, x, first.x, unit.x, count.x),
                   centre - top);
    }
    return has_flag(which, kReduced) ? sum / float(count.x * count.y) : sum;
}

// Code values of four pixels.
struct QuadCodes {
    vec4 c0, c1, c2, alpha;
};

// `x` and `y` in luma samples.
QuadCodes quad_codes(int which, vec4 x, float y) {
    vec2 footprint = params.source[which].step;
    ivec2 taps = params.source[which].luma_taps;
    QuadCodes codes;
    codes.c0 = component_values(which, 0, x, y, footprint, taps);
    codes.alpha = vec4(1.0);
    if (has_flag(which, kAlpha)) {
        const int alpha = color_components_of(which) == 1 ? 1 : 3;
        codes.alpha = component_values(which, alpha, x, y, footprint, taps) *
                      params.source[which].alpha_scale;
    }
    codes.c1 = vec4(0.0);
    codes.c2 = vec4(0.0);
    if (color_components_of(which) == 3) {
        if (is_subsampled(which)) {
            const vec2 scale = params.source[which].chroma_scale;
            x = x * scale.x + params.source[which].chroma_offset.x;
            y = y * scale.y + params.source[which].chroma_offset.y;
            footprint *= scale;
            taps = params.source[which].chroma_taps;
        }
        codes.c1 = component_values(which, 1, x, y, footprint, taps);
        codes.c2 = component_values(which, 2, x, y, footprint, taps);
    }
    return codes;
}
