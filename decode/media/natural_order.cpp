#include "decode/media/natural_order.h"

#include <cstddef>

namespace seamline {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

} // namespace

bool natural_less(std::string_view a, std::string_view b) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const auto run = [](std::string_view text, std::size_t& at) {
                while (at < text.size() && text[at] == '0') ++at;
                const std::size_t begin = at;
                while (at < text.size() && is_digit(text[at])) ++at;
                return text.substr(begin, at - begin);
            };
            const std::string_view left = run(a, i);
            const std::string_view right = run(b, j);
            if (left.size() != right.size()) return left.size() < right.size();
            if (left != right) return left < right;
            continue;
        }
        const auto left = static_cast<unsigned char>(folded(a[i++]));
        const auto right = static_cast<unsigned char>(folded(b[j++]));
        if (left != right) return left < right;
    }
    if ((i == a.size()) != (j == b.size())) return i == a.size();
    return a < b;
}

} // namespace seamline
