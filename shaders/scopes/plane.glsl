// Bins of a two-dimensional scope. Most pictures crowd into few of them, near neutral: those are
// counted in shared memory, once per workgroup.
layout(binding = 2) restrict buffer Bins {
    uint bins[]; // kPlaneSize rows of kPlaneSize columns
};

const int kTileSize = 64; // 16 KiB, which every device has.
shared uint tile[kTileSize * kTileSize];

void clear_tile() {
    for (uint i = gl_LocalInvocationID.x; i < kTileSize * kTileSize; i += kScopeGroup) tile[i] = 0;
    barrier();
}

void count_place(ivec2 place) {
    const ivec2 in_tile = place - push.tile_first;
    if (all(greaterThanEqual(in_tile, ivec2(0))) && all(lessThan(in_tile, ivec2(kTileSize)))) {
        atomicAdd(tile[in_tile.y * kTileSize + in_tile.x], 1u);
    } else {
        atomicAdd(bins[place.y * kPlaneSize + place.x], 1u);
    }
}

void add_tile() {
    barrier();
    for (int i = int(gl_LocalInvocationID.x); i < kTileSize * kTileSize; i += kScopeGroup) {
        if (tile[i] == 0) continue;
        const ivec2 place = push.tile_first + ivec2(i % kTileSize, i / kTileSize);
        atomicAdd(bins[place.y * kPlaneSize + place.x], tile[i]);
    }
}
