// app/review/bounded_json.h: JSON from outside, refused before it can cost much.
#pragma once

#include "decode/media/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace seamline::review {

/// What a text may cost.
struct JsonBounds {
    std::size_t bytes = std::size_t{4} << 20;
    std::size_t values = 400'000; ///< Numbers, strings, arrays and objects together.
    int depth = 12;
};

/// Parses UTF-8 JSON. Errors: TooLarge; Corrupt, with the place as "byte 12".
Result<nlohmann::json> bounded_json(std::string_view text, const JsonBounds& bounds = {});

/// Whether `text` is well-formed UTF-8 without NUL, at most `most_bytes` long.
bool is_text(std::string_view text, std::size_t most_bytes);

} // namespace seamline::review
