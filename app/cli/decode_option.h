// app/cli/decode_option.h: --decode of the commands that play.
#pragma once

#include "app/cli/arguments.h"
#include "decode/hardware.h"

namespace seamline::cli {

/// Errors: InvalidArgument (no such path).
Result<decode::DecodeChoice> decode_option(const Arguments& arguments);

} // namespace seamline::cli
