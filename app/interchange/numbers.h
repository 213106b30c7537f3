// app/interchange/numbers.h: numbers as edit lists write them, exact and within bounds.
#pragma once

#include "decode/media/rational.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seamline::interchange {

/// Frames, seconds and speeds beyond this are refused, so that no sum of them overflows.
constexpr std::int64_t kLargestNumber = 1'000'000'000'000;
/// Record and source frames of an edit stay within this.
constexpr std::int64_t kMostFrames = 1'000'000'000;

/// An integer with optional sign and spaces around it; null when it is none or too large.
std::optional<std::int64_t> whole_number(std::string_view text);
/// "-47.950" exactly; up to nine digits after the point count. Null: none, or too large.
std::optional<Rational> decimal_number(std::string_view text);
/// Any finite floating-point notation.
std::optional<double> real_number(std::string_view text);

/// A fraction of small denominator within `tolerance` (> 0) of `value`: 2/3 for
/// 0.666666667. Source: convergents of the continued fraction; the first that is near enough.
Rational nearby_fraction(Rational value, Rational tolerance);

/// `value` rounded to `digits` (0 to 9) places, without trailing zeros: "0.5", "47.95".
std::string decimal_text(Rational value, int digits);
/// The shortest text that reads back as `value`.
std::string real_text(double value);
/// Per cent without needless zeros: "-100", "33.33".
std::string percent_text(Rational value);

} // namespace seamline::interchange
