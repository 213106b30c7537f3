// What the composite shaders are given. Specialized per format and mix.
layout(constant_id = 0) const uint TARGET = kTargetRgba8;
layout(constant_id = 2) const bool VECTOR_STORES = false; // Every group starts at a multiple of four words.
layout(constant_id = 3) const uint MIX = kMixA;
layout(constant_id = 4) const uint DIFFERENCE = kDifferenceAbsolute;
// The matrix yields target code values plus one half: nothing but rounding is left to do.
layout(constant_id = 5) const bool FOLDED = false;
// Texels are two words, and all rows start at even words. The CPU's driver reads such a texel of eight
// invocations in less time than one word of each, which it gathers.
layout(constant_id = 6) const bool WORD_PAIRS = false;

layout(constant_id = 10) const uint A_PATH = kPathGeneral;
layout(constant_id = 11) const uint A_FLAGS = 0;
layout(constant_id = 12) const uint A_SAMPLE_BYTES = 1;
layout(constant_id = 13) const uint A_COLOR_COMPONENTS = 3;
layout(constant_id = 14) const uint A_NONLINEAR = kLinear;
layout(constant_id = 15) const bool A_SUBSAMPLED = false;
// kPathScaled: in how many words of a row four pixels' samples lie; 0: fetch sample by sample.
layout(constant_id = 16) const uint A_LUMA_WORDS = 0;
layout(constant_id = 17) const uint A_CHROMA_WORDS = 0;

layout(constant_id = 20) const uint B_PATH = kPathNone;
layout(constant_id = 21) const uint B_FLAGS = 0;
layout(constant_id = 22) const uint B_SAMPLE_BYTES = 1;
layout(constant_id = 23) const uint B_COLOR_COMPONENTS = 3;
layout(constant_id = 24) const uint B_NONLINEAR = kLinear;
layout(constant_id = 25) const bool B_SUBSAMPLED = false;
layout(constant_id = 26) const uint B_LUMA_WORDS = 0;
layout(constant_id = 27) const uint B_CHROMA_WORDS = 0;

// Planes are read through texel buffers, not storage buffers: lavapipe gathers from the former with
// whole vectors and walks the latter lane by lane, several times slower.
layout(binding = 0) uniform utextureBuffer texels_a;
layout(binding = 1) uniform utextureBuffer texels_b;
layout(binding = 2, scalar) uniform Params {
    CompositeParams params;
};

const int kA = 0;
const int kB = 1;

// `which` is a constant wherever these are called, so that only one side remains.
uint path_of(int which) { return which == kA ? A_PATH : B_PATH; }
uint sample_bytes_of(int which) { return which == kA ? A_SAMPLE_BYTES : B_SAMPLE_BYTES; }
uint color_components_of(int which) { return which == kA ? A_COLOR_COMPONENTS : B_COLOR_COMPONENTS; }
uint nonlinear_of(int which) { return which == kA ? A_NONLINEAR : B_NONLINEAR; }
bool is_subsampled(int which) { return which == kA ? A_SUBSAMPLED : B_SUBSAMPLED; }
bool has_flag(int which, uint flag) { return ((which == kA ? A_FLAGS : B_FLAGS) & flag) != 0; }

uvec2 texel_at(int which, int index) {
    if (which == kA) return texelFetch(texels_a, index).xy;
    return texelFetch(texels_b, index).xy;
}

uint word_at(int which, int index) {
    if (!WORD_PAIRS) return texel_at(which, index).x;
    const uvec2 pair = texel_at(which, index >> 1);
    return (index & 1) == 0 ? pair.x : pair.y;
}

// Words `index` and `index` + 1. Where WORD_PAIRS, `index` is even.
uvec2 two_words_at(int which, int index) {
    if (WORD_PAIRS) return texel_at(which, index >> 1);
    return uvec2(word_at(which, index), word_at(which, index + 1));
}

int row_address(int which, int component, int y) {
    return int(params.source[which].component[component].base_bytes) +
           y * int(params.source[which].component[component].stride_bytes);
}

// Four pixels of a row.
struct Quad {
    vec4 r, g, b;
};

void set_pixel(inout Quad quad, int i, vec3 rgb) {
    quad.r[i] = rgb.r;
    quad.g[i] = rgb.g;
    quad.b[i] = rgb.b;
}

Quad empty_quad() {
    return Quad(vec4(params.empty_rgb.r), vec4(params.empty_rgb.g), vec4(params.empty_rgb.b));
}
