// What every pass over a frame's planes is given, and single samples.
layout(binding = 0, scalar) readonly restrict buffer Input {
    MeasureParams params;
    uint tables[];
};
layout(binding = 1) readonly restrict buffer Planes {
    uint words[];
};
layout(binding = 2) restrict buffer Scratch {
    uint scratch[];
};
layout(binding = 3) restrict buffer Result {
    uint result[];
};
layout(push_constant) uniform Push {
    uint which; // Grid or axis
} push;

uint swapped_bytes(uint word) {
    if (params.sample_bytes == 2) return ((word & 0xffu) << 8) | (word >> 8);
    word = ((word & 0x00ff00ffu) << 8) | ((word >> 8) & 0x00ff00ffu);
    return (word << 16) | (word >> 16);
}

// A code value by the byte where its word begins.
uint code_of(MeasureComponent c, uint address) {
    uint word = words[address >> 2] >> ((address & 3) * 8);
    if (params.sample_bytes == 1) return ((word & 0xffu) >> c.shift) & c.mask;
    if (params.sample_bytes == 2) word &= 0xffffu;
    if (params.big_endian != 0) word = swapped_bytes(word);
    return (word >> c.shift) & c.mask;
}

float code_at(int component, ivec2 place) {
    const MeasureComponent c = params.component[component];
    return float(code_of(c, c.base_bytes + uint(place.y) * c.stride_bytes +
                                uint(place.x) * c.step_bytes));
}

// measures::native_luma: the same products and sums, each rounded once.
float luma_at(ivec2 place) {
    precise float luma = params.luma_weight[0] * code_at(0, place);
    if (params.luma_components == 3) {
        precise float green = params.luma_weight[1] * code_at(1, place);
        luma = luma + green;
        precise float blue = params.luma_weight[2] * code_at(2, place);
        luma = luma + blue;
    }
    return luma;
}
