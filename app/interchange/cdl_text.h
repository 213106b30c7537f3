// app/interchange/cdl_text.h: ASC CDL numbers as lists and XML write them.
#pragma once

#include "app/interchange/edit.h"

#include <string>
#include <string_view>

namespace seamline::interchange {

/// "(1 1 1)(0 0 0)(1 1 1)", with spaces or commas between numbers. False, and `cdl` as it was,
/// when it is not nine finite numbers with slopes >= 0 and powers > 0.
bool read_sop(std::string_view text, EventCdl& cdl);
/// False when it is not one number >= 0.
bool read_saturation(std::string_view text, EventCdl& cdl);
/// "(1 1 1)(0 0 0)(1 1 1)": the shortest numbers that read back alike.
std::string sop_text(const EventCdl& cdl);

} // namespace seamline::interchange
