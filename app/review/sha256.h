// app/review/sha256.h: the hash that chains a review's events.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace seamline::review {

using Sha256 = std::array<std::uint8_t, 32>;

/// Source: FIPS 180-4, section 6.2.
Sha256 sha256(std::string_view bytes);

/// 64 lower-case hexadecimal digits.
std::string hex_text(const Sha256& hash);

} // namespace seamline::review
