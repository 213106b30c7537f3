// Stored features, after their checksum: whatever the bytes are, an error or frames.
#include "app/analysis/feature_store.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seamline::analysis;
    const auto frames = features_from_cbor({data, size}, nullptr);
    if (!frames) return 0;
    // What was read can be written and read again.
    const FeatureKey key{"xxh3-128:0", "fuzz"};
    if (!features_from_bytes(features_to_bytes(key, frames.value()), key)) std::abort();
    return 0;
}
