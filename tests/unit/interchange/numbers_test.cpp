#include "app/interchange/numbers.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

TEST(Numbers, DecimalsAreExact) {
    EXPECT_EQ(decimal_number(" -47.950 "), Rational(-4795, 100));
    EXPECT_EQ(decimal_number("+.5"), Rational(1, 2));
    EXPECT_EQ(decimal_number("33.3333333333"), Rational(33'333'333'333, 1'000'000'000))
        << "nine digits count";
    EXPECT_EQ(decimal_number("1000000000000"), Rational(kLargestNumber));
    for (const char* text : {"", ".", "-", "1e3", "1.2.3", "0x1", "10000000000000", "nan"})
        EXPECT_FALSE(decimal_number(text)) << text;
    for (const char* text : {"", "1.0", "9999999999999", "--1"})
        EXPECT_FALSE(whole_number(text)) << text;
    EXPECT_FALSE(real_number("inf"));
    EXPECT_EQ(real_number("1.5e-3"), 0.0015);
}

TEST(Numbers, TextReadsBack) {
    EXPECT_EQ(decimal_text({-1, 2}, 2), "-0.5");
    EXPECT_EQ(decimal_text({2, 3}, 3), "0.667");
    EXPECT_EQ(decimal_text({999'999, 1'000'000}, 3), "1");
    EXPECT_EQ(decimal_text({-1, 1000}, 2), "0");
    EXPECT_EQ(decimal_text(100, 9), "100");
    EXPECT_EQ(decimal_text(Rational(kLargestNumber) + Rational(1, 4), 9), "1000000000000.25");
    EXPECT_EQ(percent_text({1, 3}), "33.33");
}

TEST(Numbers, NearbyFractionsAreThoseThatWereMeant) {
    for (std::int64_t den = 1; den <= 300; ++den)
        for (std::int64_t num = -den; num <= 2 * den; num += 7) {
            const Rational meant(num, den);
            const auto written = decimal_number(decimal_text(meant, 9));
            ASSERT_TRUE(written);
            EXPECT_EQ(nearby_fraction(*written, {1, 10'000'000}), meant) << meant.text();
        }
}

} // namespace
} // namespace seamline::interchange
