// decode/media/counted.h: how many of something, in words.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace seamline {

/// "1 take", "3 takes", "0 takes".
template <std::integral Number>
std::string counted(Number count, std::string_view one, std::string_view many) {
    return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

} // namespace seamline
