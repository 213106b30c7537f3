// tests/support/gpu_test.h: a headless, validating GPU for tests, with run and readback.
#pragma once

#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace seamline::test {

/// Fails the test on any validation message. Without a Vulkan device the test is skipped, or fails
/// when the environment has SEAMLINE_REQUIRE_GPU=1.
class GpuTest : public testing::Test {
protected:
    GpuTest() : GpuTest(renderer::DeviceOptions{}) {}
    /// Validation is added to `options`.
    explicit GpuTest(renderer::DeviceOptions options);
    void SetUp() override;
    void TearDown() override;

    renderer::Device& device() { return *device_; }

    /// Records with `record`, runs it, and waits until it is done. Barriers before and after are
    /// included: what earlier runs and the CPU wrote is visible to `record`, and its writes to
    /// later runs and the CPU.
    void run(const std::function<void(VkCommandBuffer)>& record);

    /// A buffer with these words in it.
    template <typename T>
    renderer::Buffer make_buffer(std::span<const T> words,
                                 renderer::BufferMemory memory = renderer::BufferMemory::Upload) {
        return make_buffer_of_bytes(std::as_bytes(words), memory);
    }
    /// All of a buffer, wherever it lies.
    template <typename T> std::vector<T> read(const renderer::Buffer& buffer) {
        const std::vector<std::byte> bytes = read_bytes(buffer);
        std::vector<T> words(bytes.size() / sizeof(T));
        std::memcpy(words.data(), bytes.data(), words.size() * sizeof(T));
        return words;
    }

private:
    renderer::Buffer make_buffer_of_bytes(std::span<const std::byte> bytes,
                                          renderer::BufferMemory memory);
    std::vector<std::byte> read_bytes(const renderer::Buffer& buffer);

    renderer::DeviceOptions options_;
    std::unique_ptr<renderer::Device> device_;
};

} // namespace seamline::test
