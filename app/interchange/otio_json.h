// app/interchange/otio_json.h: OpenTimelineIO's JSON read within limits, its numbers and times made
// exact.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange::otio {

/// Keys stay in the file's order.
using Json = nlohmann::ordered_json;

/// What a file may cost before it is parsed.
struct JsonLimits {
    std::size_t bytes = std::size_t{128} << 20;
    std::size_t values = 8'000'000; ///< Numbers, strings, arrays and objects together.
    int depth = 256;
};

/// Of times: longer than any film, short enough for exact arithmetic.
inline constexpr std::int64_t kMostSeconds = 100'000'000;

/// A parsed file.
struct ParsedJson {
    Json root;
    std::size_t not_numbers = 0; ///< NaN, Infinity, -Infinity: each is null in `root`.
};

/// Parses JSON with OpenTimelineIO's additional tokens NaN, Infinity, -Infinity (and Inf).
/// Errors: Corrupt, TooLarge: "cut.otio: line 12, column 5: ...", one line.
Result<ParsedJson> parse(std::string_view text, const std::string& name,
                         const JsonLimits& limits = {});

/// "Clip.2": {"Clip", 2}. No version: 1. An object without a schema: {"", 0}.
struct Schema {
    std::string_view name; ///< Points into the object.
    int version = 0;
};
Schema schema_of(const Json& object);

/// The value at `key` of an object; null when there is none, or it is JSON's null.
const Json* find(const Json& object, const char* key);
/// The same, if it is an object, an array, a string.
const Json* find_object(const Json& object, const char* key);
const Json* find_array(const Json& object, const char* key);
const std::string* find_text(const Json& object, const char* key);
std::string text_at(const Json& object, const char* key); ///< Empty: there is none.
/// The flag at `key`, `otherwise` if there is none.
bool flag_at(const Json& object, const char* key, bool otherwise);
/// A number within limits, `otherwise` for all else.
double number_at(const Json& object, const char* key, double otherwise, double least, double most);
/// What the program keeps in an object's metadata; null: nothing.
const Json* own_metadata(const Json& object);

/// The simplest fraction within 1e-9 of `value` (1e-6 for large ones): 1/3 for
/// 0.333333333333. Null for what is no number or has more than 18 digits.
std::optional<Rational> exact(double value);
std::optional<Rational> exact_number(const Json* number);
/// A frame rate as it was meant: 24000/1001 for 23.976, 23.98 and 23.976023976.
/// Null below 1/1000 and above 1e9.
std::optional<Rational> exact_rate(double rate);

/// A TimeRange; its end is exclusive.
struct Range {
    RationalTime start;
    RationalTime duration;
};
/// Null for what is no RationalTime of at most `kMostSeconds`.
std::optional<RationalTime> time_of(const Json* time);
std::optional<Range> range_of(const Json* range);

} // namespace seamline::interchange::otio
