#include "tests/support/gpu_test.h"

#include "renderer/vulkan/check.h"

#include <cstdlib>
#include <string_view>

namespace seamline::test {

using namespace renderer;

namespace {

bool gpu_is_required() {
    const char* value = std::getenv("SEAMLINE_REQUIRE_GPU");
    return value != nullptr && std::string_view(value) == "1";
}

void full_barrier(VkCommandBuffer cmd) {
    const VkMemoryBarrier2 barrier{
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,
        .srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
        .srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT,
        .dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT | VK_PIPELINE_STAGE_2_HOST_BIT,
        .dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT,
    };
    const VkDependencyInfo dependency{
        .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
        .memoryBarrierCount = 1,
        .pMemoryBarriers = &barrier,
    };
    vkCmdPipelineBarrier2(cmd, &dependency);
}

} // namespace

GpuTest::GpuTest(DeviceOptions options) : options_(std::move(options)) {
    options_.validation = true;
}

void GpuTest::SetUp() {
    try {
        device_ = std::make_unique<Device>(options_);
    } catch (const VulkanError& error) {
        if (gpu_is_required()) FAIL() << error.what();
        GTEST_SKIP() << error.what();
    }
}

void GpuTest::TearDown() {
    if (device_ == nullptr) return;
    EXPECT_EQ(device_->validation_messages(), 0);
}

void GpuTest::run(const std::function<void(VkCommandBuffer)>& record) {
    const VkCommandPoolCreateInfo pool{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                       .queueFamilyIndex = device_->queue_family()};
    VkCommandPool new_pool = VK_NULL_HANDLE;
    check(vkCreateCommandPool(device_->handle(), &pool, nullptr, &new_pool), "vkCreateCommandPool");
    const UniqueCommandPool owned_pool(device_->handle(), new_pool);

    const VkCommandBufferAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = new_pool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    VkCommandBuffer cmd = VK_NULL_HANDLE;
    check(vkAllocateCommandBuffers(device_->handle(), &allocation, &cmd),
          "vkAllocateCommandBuffers");
    const VkCommandBufferBeginInfo begin{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
    check(vkBeginCommandBuffer(cmd, &begin), "vkBeginCommandBuffer");
    full_barrier(cmd);
    record(cmd);
    full_barrier(cmd);
    check(vkEndCommandBuffer(cmd), "vkEndCommandBuffer");

    const VkCommandBufferSubmitInfo buffer{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO,
                                           .commandBuffer = cmd};
    device_->submit({.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
                     .commandBufferInfoCount = 1,
                     .pCommandBufferInfos = &buffer});
    device_->wait_idle();
}

Buffer GpuTest::make_buffer_of_bytes(std::span<const std::byte> bytes, BufferMemory memory) {
    Buffer upload(*device_, bytes.size(), BufferMemory::Upload, "test upload");
    std::memcpy(upload.mapped(), bytes.data(), bytes.size());
    if (memory == BufferMemory::Upload) return upload;
    Buffer buffer(*device_, bytes.size(), memory, "test buffer");
    run([&](VkCommandBuffer cmd) {
        const VkBufferCopy region{0, 0, bytes.size()};
        vkCmdCopyBuffer(cmd, upload.handle(), buffer.handle(), 1, &region);
    });
    return buffer;
}

std::vector<std::byte> GpuTest::read_bytes(const Buffer& buffer) {
    const Buffer readback(*device_, buffer.size_bytes(), BufferMemory::HostCached, "test readback");
    run([&](VkCommandBuffer cmd) {
        const VkBufferCopy region{0, 0, buffer.size_bytes()};
        vkCmdCopyBuffer(cmd, buffer.handle(), readback.handle(), 1, &region);
    });
    return {readback.mapped(), readback.mapped() + readback.size_bytes()};
}

} // namespace seamline::test
