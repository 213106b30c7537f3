// decode/sample_difference.h: whether two decoders made the same picture. Private to decode/.
#pragma once

#include "decode/media/decoded_frame.h"

#include <cstddef>
#include <optional>
#include <string>

namespace seamline::decode {

/// The first place where the code values of two pictures differ, in words ("first component at
/// 12, 0: 16 and 17"); nothing when all are equal. Planar, semi-planar and shifted layouts of the same samples
/// are equal. `a_bytes` and `b_bytes` stand for the frames' memory.
std::optional<std::string> first_difference(const DecodedFrame& a, const std::byte* a_bytes,
                                            const DecodedFrame& b, const std::byte* b_bytes);

} // namespace seamline::decode
