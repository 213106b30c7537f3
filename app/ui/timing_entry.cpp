#include "app/ui/timing_entry.h"

#include <charconv>
#include <string>

namespace seamline::ui {
namespace {

/// A decimal number with up to six digits after the point, exactly.
std::optional<Rational> decimal(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view part = point == std::string_view::npos ? "" : text.substr(point + 1);
    if (whole.size() > 9 || part.size() > 6 || whole.size() + part.size() == 0) return {};
    const std::string digits = std::string(whole) + std::string(part);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return {};
    std::int64_t scale = 1;
    for (std::size_t i = 0; i < part.size(); ++i) scale *= 10;
    return Rational(value, scale);
}

} // namespace

void move_in_point(session::Timing& timing, Rational in_s) {
    timing.offset_s = timing.offset_s + (in_s - timing.in_s) / timing.speed;
    timing.in_s = in_s;
}

std::optional<Rational> speed_from(std::string_view text) {
    std::optional<Rational> speed;
    const std::size_t slash = text.find('/');
    if (!text.empty() && text.back() == '%') {
        speed = decimal(text.substr(0, text.size() - 1));
        if (speed) speed = *speed / Rational(100);
    } else if (slash != std::string_view::npos) {
        const auto above = decimal(text.substr(0, slash));
        const auto below = decimal(text.substr(slash + 1));
        if (above && below && *below > Rational(0)) speed = *above / *below;
    } else {
        speed = decimal(text);
    }
    if (!speed || *speed <= Rational(0) || *speed > Rational(100)) return {};
    return speed;
}

} // namespace seamline::ui
