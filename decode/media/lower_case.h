// decode/media/lower_case.h: text as it is compared where case does not count.
#pragma once

#include <string>

namespace seamline {

/// ASCII letters in lower case, all else as it is, whatever the locale.
inline std::string lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

} // namespace seamline
