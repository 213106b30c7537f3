// renderer/measures/fast_log2.h: a logarithm that vectorises and is the same on every machine.
#pragma once

#include <bit>
#include <cstdint>

namespace seamline::measures {

/// Base 2, of normal positive floats; within 3e-7 of the true value. Written with +, * and / only,
/// so that no libm decides the last bit.
inline float fast_log2(float x) {
    // The mantissa is taken from [sqrt(1/2), sqrt(2)), where the series in t converges fast.
    const std::int32_t bits = std::bit_cast<std::int32_t>(x);
    const std::int32_t exponent = (bits - 0x3F3504F3) >> 23;
    const float mantissa =
        std::bit_cast<float>(bits - static_cast<std::int32_t>(exponent * 0x800000));
    const float t = (mantissa - 1.0F) / (mantissa + 1.0F);
    const float t2 = t * t;
    const float series =
        2.8853900818F +
        t2 * (0.9617966939F + t2 * (0.5770780164F + t2 * (0.4121985831F + t2 * 0.3205988980F)));
    return static_cast<float>(exponent) + t * series;
}

} // namespace seamline::measures
