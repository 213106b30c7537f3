#include "app/interchange/cdl_text.h"

#include "app/interchange/numbers.h"

#include <algorithm>

namespace seamline::interchange {

bool read_sop(std::string_view text, EventCdl& cdl) {
    constexpr std::string_view kBetween = "(), \t";
    std::array<double, 9> numbers{};
    std::size_t count = 0;
    while (true) {
        const std::size_t first = text.find_first_not_of(kBetween);
        if (first == std::string_view::npos) break;
        text.remove_prefix(first);
        const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
        const auto number = real_number(text.substr(0, end));
        if (!number || count == numbers.size()) return false;
        numbers[count++] = *number;
        text.remove_prefix(end);
    }
    if (count != numbers.size()) return false;
    for (std::size_t i = 0; i < 3; ++i)
        if (numbers[i] < 0 || numbers[6 + i] <= 0) return false;
    std::copy_n(numbers.begin(), 3, cdl.slope.begin());
    std::copy_n(numbers.begin() + 3, 3, cdl.offset.begin());
    std::copy_n(numbers.begin() + 6, 3, cdl.power.begin());
    return true;
}

bool read_saturation(std::string_view text, EventCdl& cdl) {
    const auto number = real_number(text);
    if (!number || *number < 0) return false;
    cdl.saturation = *number;
    return true;
}

std::string sop_text(const EventCdl& cdl) {
    std::string out;
    for (const auto& triple : {cdl.slope, cdl.offset, cdl.power})
        out += "(" + real_text(triple[0]) + " " + real_text(triple[1]) + " " +
               real_text(triple[2]) + ")";
    return out;
}

} // namespace seamline::interchange
