#include "app/ui/timing_entry.h"

#include <charconv>
#include <cmath>
#include <string>

namespace seamline::ui {
namespace {

/// How far "23.98" may be from 24000/1001, in frames per second.
constexpr double kNtscRounding = 0.006;

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

/// A decimal number, or one divided by another.
std::optional<Rational> fraction(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return decimal(text);
    const auto above = decimal(text.substr(0, slash));
    const auto below = decimal(text.substr(slash + 1));
    if (!above || !below || *below <= Rational(0)) return {};
    return *above / *below;
}

} // namespace

void move_in_point(session::Timing& timing, Rational in_s) {
    timing.offset_s = timing.offset_s + (in_s - timing.in_s) / timing.speed;
    timing.in_s = in_s;
}

std::optional<Rational> speed_from(std::string_view text) {
    std::optional<Rational> speed;
    if (!text.empty() && text.back() == '%') {
        speed = decimal(text.substr(0, text.size() - 1));
        if (speed) speed = *speed / Rational(100);
    } else {
        speed = fraction(text);
    }
    if (!speed || *speed <= Rational(0) || *speed > Rational(100)) return {};
    return speed;
}

std::optional<Rational> frame_rate_from(std::string_view text) {
    const std::optional<Rational> rate = fraction(text);
    if (!rate || *rate < Rational(1) || *rate > Rational(240)) return {};
    const double value = rate->value();
    for (const std::int64_t whole : {24, 30, 48, 60, 120}) {
        const Rational ntsc(whole * 1000, 1001);
        if (std::abs(value - ntsc.value()) < kNtscRounding) return ntsc;
    }
    return rate;
}

} // namespace seamline::ui
