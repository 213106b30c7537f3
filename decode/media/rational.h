// decode/media/rational.h: exact numbers for rates, aspect ratios and times.
#pragma once

#include <compare>
#include <cstdint>
#include <numeric>
#include <string>

namespace seamline {

__extension__ using Int128 = __int128;

/// `num / den`, always in lowest terms with `den > 0`. Used for frame rates (frames per second),
/// aspect ratios (width / height) and times (seconds). Session time is one of these and never an
/// accumulated double. Terms that would not fit in 63 bits after reduction are rounded to the
/// nearest representable with `den` <= 2^30; media rates and times stay far below that.
struct Rational {
    std::int64_t num = 0;
    std::int64_t den = 1;

    constexpr Rational() = default;
    constexpr Rational(std::int64_t value) : num(value) {}
    constexpr Rational(std::int64_t n, std::int64_t d) { *this = reduced(n, d); }

    constexpr double value() const { return static_cast<double>(num) / static_cast<double>(den); }
    constexpr explicit operator bool() const { return num != 0; }

    friend constexpr bool operator==(const Rational&, const Rational&) = default;
    friend constexpr std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
        return Int128{a.num} * b.den <=> Int128{b.num} * a.den;
    }
    friend constexpr Rational operator+(const Rational& a, const Rational& b) {
        return reduced(Int128{a.num} * b.den + Int128{b.num} * a.den, Int128{a.den} * b.den);
    }
    friend constexpr Rational operator-(const Rational& a) { return {-a.num, a.den}; }
    friend constexpr Rational operator-(const Rational& a, const Rational& b) { return a + -b; }
    friend constexpr Rational operator*(const Rational& a, const Rational& b) {
        return reduced(Int128{a.num} * b.num, Int128{a.den} * b.den);
    }
    /// `b` must not be zero.
    friend constexpr Rational operator/(const Rational& a, const Rational& b) {
        return reduced(Int128{a.num} * b.den, Int128{a.den} * b.num);
    }

    /// Largest integer not above this number.
    constexpr std::int64_t floor() const { return num / den - (num % den < 0 ? 1 : 0); }
    /// Nearest integer, halves up.
    constexpr std::int64_t round() const { return (*this + Rational(1, 2)).floor(); }

    /// "24000/1001", or "24" when `den` is 1: how every JSON of the program writes a rate.
    std::string text() const {
        return den == 1 ? std::to_string(num) : std::to_string(num) + "/" + std::to_string(den);
    }

private:
    static constexpr Rational reduced(Int128 n, Int128 d) {
        if (d < 0) {
            n = -n;
            d = -d;
        }
        Int128 a = n < 0 ? -n : n;
        Int128 b = d;
        while (b != 0) {
            const Int128 r = a % b;
            a = b;
            b = r;
        }
        if (a > 1) {
            n /= a;
            d /= a;
        }
        constexpr Int128 kMax = INT64_MAX;
        if (n > kMax || n < -kMax || d > kMax) {
            // Rounded to 2^-30, or coarser where the whole part needs the bits.
            Int128 den = Int128{1} << 30;
            const Int128 whole = n / d;
            while (den > 1 && (whole > kMax / den - 1 || whole < -(kMax / den - 1))) den /= 2;
            Int128 rest = n % d;
            for (; d >= Int128{1} << 96; d /= 2) rest /= 2; // Room for the product below.
            n = whole * den + (rest * den + (rest < 0 ? -d : d) / 2) / d;
            return reduced(n, den); // Fits now, unless the value itself does not.
        }
        Rational r;
        r.num = static_cast<std::int64_t>(n);
        r.den = static_cast<std::int64_t>(d);
        return r;
    }
};

} // namespace seamline
