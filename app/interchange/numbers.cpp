#include "app/interchange/numbers.h"

#include "app/interchange/text_encoding.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace seamline::interchange {

std::optional<std::int64_t> whole_number(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    if (value > kLargestNumber || value < -kLargestNumber) return {};
    return value;
}

std::optional<Rational> decimal_number(std::string_view text) {
    text = trimmed(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    std::string_view fraction =
        point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (whole.empty() && fraction.empty()) return {};
    const auto digits = [](std::string_view part) {
        return part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!digits(whole) || !digits(fraction) || whole.size() > 13) return {};
    fraction = fraction.substr(0, 9);
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    for (const char c : whole) numerator = numerator * 10 + (c - '0');
    if (numerator > kLargestNumber) return {};
    Rational value(numerator);
    numerator = 0;
    for (const char c : fraction) {
        numerator = numerator * 10 + (c - '0');
        denominator *= 10;
    }
    value = value + Rational(numerator, denominator);
    return negative ? -value : value;
}

std::optional<double> real_number(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return {};
    return value;
}

Rational nearby_fraction(Rational value, Rational tolerance) {
    // Convergents of the continued fraction: the first that is near enough.
    Rational rest = value;
    std::int64_t before_num = 1;
    std::int64_t before_den = 0;
    std::int64_t num = rest.floor();
    std::int64_t den = 1;
    for (int i = 0; i < 40; ++i) {
        const Rational off = Rational(num, den) - value;
        if (off <= tolerance && off >= -tolerance) return {num, den};
        const Rational fraction = rest - Rational(rest.floor());
        if (!fraction) break;
        rest = Rational(1) / fraction;
        const std::int64_t whole = rest.floor();
        const Int128 next_num = Int128{whole} * num + before_num;
        const Int128 next_den = Int128{whole} * den + before_den;
        constexpr Int128 kMost = Int128{1} << 60;
        if (next_num > kMost || next_num < -kMost || next_den > kMost) break;
        before_num = num;
        before_den = den;
        num = static_cast<std::int64_t>(next_num);
        den = static_cast<std::int64_t>(next_den);
    }
    return value;
}

std::string decimal_text(Rational value, int digits) {
    std::int64_t scale = 1;
    for (int i = 0; i < digits; ++i) scale *= 10;
    const bool negative = value < Rational(0);
    if (negative) value = -value;
    std::int64_t whole = value.floor();
    std::int64_t part = ((value - Rational(whole)) * Rational(scale)).round();
    whole += part / scale;
    part %= scale;
    std::string text = std::to_string(whole);
    if (part != 0) {
        std::string fraction = std::to_string(part);
        fraction.insert(0, static_cast<std::size_t>(digits) - fraction.size(), '0');
        while (fraction.back() == '0') fraction.pop_back();
        text += "." + fraction;
    }
    return negative && (whole != 0 || part != 0) ? "-" + text : text;
}

std::string real_text(double value) {
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string percent_text(Rational value) { return decimal_text(value * Rational(100), 2); }

} // namespace seamline::interchange
