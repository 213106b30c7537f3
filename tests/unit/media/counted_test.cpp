#include "decode/media/counted.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>

namespace seamline {
namespace {

TEST(Counted, OneIsNoPlural) {
    EXPECT_EQ(counted(0, "take", "takes"), "0 takes");
    EXPECT_EQ(counted(std::size_t{1}, "take is", "takes are"), "1 take is");
    EXPECT_EQ(counted(std::int64_t{2}, "take is", "takes are"), "2 takes are");
    EXPECT_EQ(counted(-1, "frame", "frames"), "-1 frames");
}

} // namespace
} // namespace seamline
