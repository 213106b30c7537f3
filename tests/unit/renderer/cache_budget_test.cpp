#include "renderer/cache_budget.h"

#include <gtest/gtest.h>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kWanted = 1600;
const CacheBudget::Clock::time_point kStart{std::chrono::seconds(1000)};

TEST(CacheBudget, IsWhatIsWantedUntilTheDriverRefuses) {
    const CacheBudget budget(kWanted);
    EXPECT_EQ(budget.bytes(kStart), kWanted);
    EXPECT_EQ(budget.wanted_bytes(), kWanted);
}

TEST(CacheBudget, IsWhatWasHadThenAndComesBackByAndBy) {
    CacheBudget budget(kWanted);
    budget.refused(800, kStart);
    EXPECT_EQ(budget.bytes(kStart), 700U);
    EXPECT_EQ(budget.bytes(kStart + CacheBudget::kRest - std::chrono::seconds(1)), 700U);
    EXPECT_EQ(budget.bytes(kStart + CacheBudget::kRest), 800U);
    EXPECT_EQ(budget.bytes(kStart + CacheBudget::kRest + CacheBudget::kStep), 900U);
    EXPECT_EQ(budget.bytes(kStart + CacheBudget::kRest + 8 * CacheBudget::kStep), kWanted);
    EXPECT_EQ(budget.bytes(kStart + std::chrono::hours(24 * 365)), kWanted);
}

TEST(CacheBudget, AnotherRefusalBeginsAgain) {
    CacheBudget budget(kWanted);
    budget.refused(800, kStart);
    const auto later = kStart + CacheBudget::kRest + CacheBudget::kStep;
    budget.refused(856, later);
    EXPECT_EQ(budget.bytes(later + std::chrono::seconds(1)), 749U);
    EXPECT_EQ(budget.bytes(later + CacheBudget::kRest), 849U);
}

TEST(CacheBudget, StaysWithinItsLimits) {
    CacheBudget budget(kWanted);
    budget.refused(0, kStart);
    EXPECT_EQ(budget.bytes(kStart), kWanted / 16) << "a few frames";
    budget.refused(kWanted * 2, kStart);
    EXPECT_EQ(budget.bytes(kStart), kWanted);
    CacheBudget tiny(3);
    tiny.refused(0, kStart);
    EXPECT_EQ(tiny.bytes(kStart), 1U);
}

} // namespace
} // namespace seamline::renderer
