#include "app/ui/utf8.h"

#include <cstddef>

namespace seamline::ui {

char32_t next_character(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xC2 && first < 0xE0 ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    char32_t character = length <= 1 ? first : first & (0xFFU >> (length + 1));
    bool valid = length > 0 && length <= text.size();
    for (std::size_t i = 1; valid && i < length; ++i) {
        valid = (byte(i) & 0xC0U) == 0x80U;
        character = character << 6 | (byte(i) & 0x3FU);
    }
    const bool overlong =
        (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
    const bool surrogate = character >= 0xD800 && character < 0xE000;
    if (!valid || overlong || surrogate || character > 0x10FFFF) {
        text.remove_prefix(1);
        return kReplacementCharacter;
    }
    text.remove_prefix(length);
    return character;
}

} // namespace seamline::ui
