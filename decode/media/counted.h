// decode/media/counted.h: how many of something, and how often, in words.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace seamline {

/// "1 take", "3 takes", "0 takes".
template <std::integral Number>
std::string counted(Number count, std::string_view one, std::string_view many) {
    return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

/// "what" once, else "what (3 times)".
inline std::string repeated(std::string what, std::size_t count) {
    return count == 1 ? what : what.append(" (").append(std::to_string(count)).append(" times)");
}

} // namespace seamline
