// Eight hours of session time (691,200 ticks) by default; the number of ticks as argument.
#include "tests/support/soak.h"

#include <cstdio>
#include <cstdlib>

int main(int count, char** words) {
    const std::int64_t ticks = count > 1 ? std::atoll(words[1]) : 8 * 3600 * 24;
    const seamline::test::SoakResult result = seamline::test::soak(ticks);
    std::printf(
        "%lld ticks, %lld wrong, %lld dropped, RSS %+lld KiB, GPU %+lld KiB after warm-up\n",
        static_cast<long long>(result.ticks), static_cast<long long>(result.wrong),
        static_cast<long long>(result.dropped),
        static_cast<long long>(result.rss_growth_bytes / 1024),
        static_cast<long long>(result.gpu_growth_bytes / 1024));
    return result.wrong == 0 && result.dropped == 0 ? 0 : 1;
}
