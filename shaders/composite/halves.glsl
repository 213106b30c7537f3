// Samples of up to 12 bits two at a time, in the 16-bit halves of a word.

const uint kHalves = 0x00ff00ffu;

bool has_words(int which) { return sample_bytes_of(which) == 2; }

// Two samples of 16 bits each, in the halves.
uint pair_in(int which, uint word) {
    const uint mask = params.source[which].component[0].mask;
    return (word >> params.source[which].component[0].shift) & (mask | (mask << 16));
}

uint pair_at(int which, int index) { return pair_in(which, word_at(which, index)); }

uvec2 two_pairs_at(int which, int index) {
    const uvec2 words = two_words_at(which, index);
    return uvec2(pair_in(which, words.x), pair_in(which, words.y));
}

uint sample_at(int which, int address) {
    if (has_words(which)) return (pair_at(which, address >> 2) >> ((address & 2) * 8)) & 0xffffu;
    return (word_at(which, address >> 2) >> ((address & 3) * 8)) & 0xffu;
}

// The low halves of two words, and their high halves.
uint low_halves(uint first, uint second) { return (first & 0xffffu) | (second << 16); }
uint high_halves(uint first, uint second) { return (first >> 16) | (second & 0xffff0000u); }

// Four samples from `word` on, the even and the odd ones.
void planar_samples(int which, int word, out uint even, out uint odd) {
    if (has_words(which)) {
        const uint first = pair_at(which, word);
        const uint second = pair_at(which, word + 1);
        even = low_halves(first, second);
        odd = high_halves(first, second);
        return;
    }
    const uint samples = word_at(which, word);
    even = samples & kHalves;
    odd = (samples >> 8) & kHalves;
}
