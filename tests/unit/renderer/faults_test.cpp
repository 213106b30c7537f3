#include "renderer/vulkan/faults.h"

#include <gtest/gtest.h>

namespace seamline::renderer {
namespace {

TEST(DeviceFaults, AreReadFromWords) {
    EXPECT_EQ(device_faults("").value(), DeviceFaults{});
    const DeviceFaults all = device_faults("lost:200,surface:3,memory:256").value();
    EXPECT_EQ(all.lost_at_submission, 200U);
    EXPECT_EQ(all.surface_lost_at_present, 3U);
    EXPECT_EQ(all.memory_bytes, 256ULL << 20U);
}

TEST(DeviceFaults, WhatIsNotKnownIsRefusedInOneLine) {
    for (const char* text : {"lost", "lost:", "lost:0", "lost:-1", "lost:x", "lost:1x", "late:3",
                             "memory:99999999", "lost:99999999999999999999", ",", "lost:1,,"}) {
        const auto faults = device_faults(text);
        ASSERT_FALSE(faults) << text;
        EXPECT_NE(faults.error().message.find(text), std::string::npos);
        EXPECT_EQ(faults.error().message.find('\n'), std::string::npos);
    }
}

} // namespace
} // namespace seamline::renderer
