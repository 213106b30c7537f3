#include "decode/media/rational.h"

#include <gtest/gtest.h>

namespace seamline {
namespace {

TEST(Rational, IsAlwaysInLowestTermsWithAPositiveDenominator) {
    EXPECT_EQ(Rational(6, -4).num, -3);
    EXPECT_EQ(Rational(6, -4).den, 2);
    EXPECT_EQ(Rational(0, -7), Rational(0));
}

TEST(Rational, ComputesExactly) {
    const Rational frame(1001, 24000);
    Rational time;
    for (int i = 0; i < 24000; ++i) time = time + frame;
    EXPECT_EQ(time, Rational(1001));
    EXPECT_EQ(frame * Rational(24000, 1001), Rational(1));
    EXPECT_EQ(Rational(1) / frame, Rational(24000, 1001));
    EXPECT_EQ(Rational(1, 3) - Rational(1, 2), Rational(-1, 6));
}

TEST(Rational, OrdersByValueWhateverTheTerms) {
    EXPECT_LT(Rational(24000, 1001), Rational(24));
    EXPECT_GT(Rational(-1, 3), Rational(-1, 2));
    EXPECT_LT(Rational(INT64_MAX - 1, INT64_MAX), Rational(1));
}

TEST(Rational, FloorsAndRoundsNegativesTowardsMinusInfinity) {
    EXPECT_EQ(Rational(-1, 2).floor(), -1);
    EXPECT_EQ(Rational(-4, 2).floor(), -2);
    EXPECT_EQ(Rational(1, 2).round(), 1);
    EXPECT_EQ(Rational(-1, 2).round(), 0);
    EXPECT_EQ(Rational(-3, 4).round(), -1);
}

TEST(Rational, StaysCloseWhenTermsDoNotFit) {
    const Rational big =
        Rational(INT64_MAX / 3, 7919) * Rational(1, 7907) * Rational(104729, 104723);
    const double expected =
        static_cast<double>(INT64_MAX / 3) / 7919 / 7907 * (104729.0 / 104723.0);
    EXPECT_NEAR(big.value() / expected, 1, 1e-9);
}

TEST(Rational, WritesRatesAsTheJsonDoes) {
    EXPECT_EQ(Rational(24000, 1001).text(), "24000/1001");
    EXPECT_EQ(Rational(48, 2).text(), "24");
}

} // namespace
} // namespace seamline
