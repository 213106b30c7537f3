// decode/media/natural_order.h: names in the order in which people count.
#pragma once

#include <string_view>

namespace seamline {

/// Orders "take 2" before "take 10" and ignores case; equal only for equal bytes.
bool natural_less(std::string_view a, std::string_view b);

} // namespace seamline
