// Bins of a two-dimensional scope. Most pictures crowd into few of them, near neutral: those are
// counted in shared memory, once per workgroup, two 16-bit counts to a word.
layout(constant_id = 1) const int TILE_SIZE = 64; // A power of two.

layout(binding = 2) restrict buffer Bins {
    uint bins[]; // kPlaneSize rows of kPlaneSize columns
};

// Columns c and c + TILE_SIZE / 2 share a word: neighbours lie in different banks.
const int kTileWords = TILE_SIZE * TILE_SIZE / 2;
shared uint tile[kTileWords];

int group_size() { return int(gl_WorkGroupSize.x); }

void clear_tile() {
    for (int i = int(gl_LocalInvocationID.x); i < kTileWords; i += group_size()) tile[i] = 0;
    barrier();
}

void count_place(ivec2 place, uint times) {
    const ivec2 in_tile = place - push.tile_first;
    if (all(lessThan(uvec2(in_tile), uvec2(TILE_SIZE)))) {
        const uint word = uint(in_tile.y * (TILE_SIZE / 2) + (in_tile.x & (TILE_SIZE / 2 - 1)));
        atomicAdd(tile[word], in_tile.x < TILE_SIZE / 2 ? times : times << 16);
    } else {
        atomicAdd(bins[place.y * kPlaneSize + place.x], times);
    }
}

void add_tile() {
    barrier();
    for (int i = int(gl_LocalInvocationID.x); i < kTileWords; i += group_size()) {
        const uint pair = tile[i];
        if (pair == 0) continue;
        const ivec2 place = push.tile_first + ivec2(i % (TILE_SIZE / 2), i / (TILE_SIZE / 2));
        const int to = place.y * kPlaneSize + place.x;
        if ((pair & 0xffffu) != 0) atomicAdd(bins[to], pair & 0xffffu);
        if (pair >> 16 != 0) atomicAdd(bins[to + TILE_SIZE / 2], pair >> 16);
    }
}
