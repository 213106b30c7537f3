// app/cli/media_json.h: media facts in the JSON that the commands promise.
#pragma once

#include "app/cli/arguments.h"
#include "decode/media/media_description.h"
#include "renderer/color/color_config.h"
#include "renderer/color/input_guess.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace seamline::cli {

/// "matrix", "primaries", "transfer", "range", "chroma_location": the tags that were guessed.
std::vector<std::string> guessed_names(const ColorTags& color);

/// `frame_bytes`: of a frame in memory, with what pads its rows; 0: not known.
nlohmann::json decode_json(const DecodePath& path, std::int64_t frame_bytes);
/// What `decode_json` gave, in a line.
std::string decode_line(const nlohmann::json& decode);

/// {name, reason, confirmed}
nlohmann::json input_json(const color::InputGuess& input);

/// The object of `probe --json`; the input space is what `config` has for the file. `frame_bytes`:
/// as for `decode_json`.
nlohmann::json probe_json(const MediaDescription& media, std::int64_t frame_bytes,
                          const color::ColorConfig& config);

/// A rate given as "24", "23.976" (taken as 24000/1001) or "24000/1001", in (0, 1000].
Result<Rational> rate_option(const Arguments& arguments, const std::string& name,
                             Rational fallback);

/// Text with bytes that are not UTF-8 replaced, so that JSON can always be written.
std::string utf8(const std::string& text);

} // namespace seamline::cli
