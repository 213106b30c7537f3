// app/cli/color_listing.h: what a colour configuration offers, in the words that options take.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/color_config.h"

#include <nlohmann/json_fwd.hpp>

namespace seamline::cli {

/// Its name, spaces by family, displays with their views, looks. Of a configuration that cannot be
/// read only "error", why.
nlohmann::json color_json(const Result<color::ColorConfig>& config);
/// The same as lines of `doctor`.
void print_color(const nlohmann::json& listing);

} // namespace seamline::cli
