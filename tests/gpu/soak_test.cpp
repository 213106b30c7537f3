#include "tests/support/soak.h"

#include <gtest/gtest.h>

namespace seamline::test {
namespace {

constexpr std::int64_t kTicksOfTenMinutes = 10 * 60 * 24;
/// Allocator slack; a leak of one 160x90 frame in a hundred ticks would be three times this.
constexpr std::int64_t kSlackBytes = 8 << 20;

TEST(Soak, TenMinutesOfLoopingShowEveryFrameInSteadyMemory) {
    const SoakResult result = soak(kTicksOfTenMinutes);
    EXPECT_EQ(result.ticks, kTicksOfTenMinutes);
    EXPECT_EQ(result.wrong, 0);
    EXPECT_EQ(result.dropped, 0);
    EXPECT_LT(result.rss_growth_bytes, kSlackBytes);
    EXPECT_EQ(result.gpu_growth_bytes, 0);
}

} // namespace
} // namespace seamline::test
