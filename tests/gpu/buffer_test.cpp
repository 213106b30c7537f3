#include "renderer/vulkan/buffer.h"

#include "tests/support/gpu_test.h"

#include <numeric>
#include <utility>

namespace seamline {
namespace {

using renderer::Buffer;
using renderer::BufferMemory;
using BufferTest = test::GpuTest; // Any validation message fails the test.

TEST_F(BufferTest, BytesSurviveTheWayToTheDeviceAndBack) {
    std::vector<std::uint32_t> words(1237);
    std::iota(words.begin(), words.end(), 7U);
    for (const BufferMemory memory :
         {BufferMemory::Device, BufferMemory::HostCached, BufferMemory::Upload}) {
        const Buffer buffer = make_buffer(std::span<const std::uint32_t>(words), memory);
        EXPECT_EQ(read<std::uint32_t>(buffer), words) << static_cast<int>(memory);
    }
}

TEST_F(BufferTest, HostMemoryIsMapped) {
    const Buffer cached(device(), 100, BufferMemory::HostCached, "cached");
    const Buffer upload(device(), 100, BufferMemory::Upload, "upload");
    const Buffer local(device(), 100, BufferMemory::Device, "local");
    EXPECT_NE(cached.mapped(), nullptr);
    EXPECT_NE(upload.mapped(), nullptr);
    EXPECT_EQ(local.mapped() != nullptr, device().is_cpu());
}

TEST_F(BufferTest, DeviceCountsTheBytesOfLivingBuffers) {
    const std::uint64_t before = device().allocated_bytes();
    {
        Buffer a(device(), 1 << 20, BufferMemory::Device, "a");
        EXPECT_GE(device().allocated_bytes(), before + (1 << 20));
        Buffer b = std::move(a);
        EXPECT_EQ(a.handle(), VK_NULL_HANDLE);
        EXPECT_GE(device().allocated_bytes(), before + (1 << 20));
        b = Buffer(device(), 64, BufferMemory::Device, "b");
    }
    EXPECT_EQ(device().allocated_bytes(), before);
}

} // namespace
} // namespace seamline
