// Four neighbouring samples of a row at once. Of bytes and of native words, planes are read a word at a
// time; other samples one by one.
layout(constant_id = 2) const uint SAMPLES = kScopeSamplesAny;
layout(constant_id = 3) const uint MODEL = kModelYCbCr;

ivec4 code12_of(ScopeComponent c, uvec4 codes) { return ivec4((codes & c.mask) >> c.down << c.up); }

uint address_of(ScopeComponent c, ivec2 place) {
    return c.base_bytes + uint(place.y) * c.stride_bytes + uint(place.x) * c.step_bytes;
}

// code12 of one sample.
int one_code12(int component, ivec2 place) {
    if (SAMPLES == kScopeSamplesAny) return code12(component, place);
    const ScopeComponent c = params.component[component];
    const uint address = address_of(c, place);
    const uint word = word_at(address) >> ((address & 3) * 8);
    if (SAMPLES == kScopeSamplesBytes) return int(word & 0xffu) << 4;
    return code12_of(c, uvec4(word >> c.shift)).x;
}

// code12 of a component from a column on that is a multiple of 4.
ivec4 four_code12(int component, ivec2 place) {
    const ScopeComponent c = params.component[component];
    const uint address = address_of(c, place);
    if (SAMPLES == kScopeSamplesBytes && c.step_bytes == 1) {
        return ivec4((uvec4(word_at(address)) >> uvec4(0, 8, 16, 24)) & 0xffu) << 4;
    }
    if (SAMPLES == kScopeSamplesWords && c.step_bytes == 2) {
        const uint first = word_at(address) >> c.shift;
        const uint second = word_at(address + 4) >> c.shift;
        return code12_of(c, uvec4(first, first >> 16, second, second >> 16));
    }
    ivec4 four;
    for (int i = 0; i < 4; ++i) four[i] = one_code12(component, place + ivec2(i, 0));
    return four;
}
