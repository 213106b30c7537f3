#include "app/ui/speed_text.h"

#include <array>
#include <cstdio>

namespace seamline::ui {

std::string speed_text(const Rational& speed) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%gx", speed.value());
    return text.data();
}

std::string speed_notice(bool playing, const Rational& speed) {
    if (!playing || speed == Rational(1)) return {};
    const bool back = speed < Rational(0);
    const Rational magnitude = back ? -speed : speed;
    std::string words = speed_text(magnitude);
    if (magnitude < Rational(1)) words += " slow";
    if (magnitude > Rational(1)) words += " fast";
    return back ? words + " reverse" : words;
}

} // namespace seamline::ui
