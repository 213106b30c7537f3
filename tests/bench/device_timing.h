// tests/bench/device_timing.h: milliseconds of commands on a device, and its bandwidth.
#pragma once

#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "renderer/vulkan/one_time.h"
#include "renderer/vulkan/timestamps.h"
#include "tests/bench/copy.comp.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

namespace seamline::bench {

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

/// Copies on the device by a shader: drivers' own copies may be several times slower.
class ShaderCopy {
public:
    explicit ShaderCopy(const renderer::Device& device)
        : device_(device), set_layout_(renderer::make_storage_set_layout(device, 2)),
          layout_(renderer::make_compute_layout(device, set_layout_.get(), 0)) {
        const auto shader = renderer::make_shader_module(device, shaders::copy_comp);
        pipeline_ =
            renderer::make_compute_pipeline(device, layout_.get(), shader.get(), nullptr, "copy");
    }

    /// Whole blocks of 16 KiB; the rest of `bytes` is left out.
    void record(VkCommandBuffer cmd, VkBuffer from, VkBuffer to, VkDeviceSize bytes) const {
        const VkDescriptorBufferInfo buffers[]{{from, 0, VK_WHOLE_SIZE}, {to, 0, VK_WHOLE_SIZE}};
        renderer::push_storage_buffers(device_, cmd, layout_.get(), buffers);
        vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline_.get());
        vkCmdDispatch(cmd, static_cast<std::uint32_t>(bytes >> 14), 1, 1);
    }

private:
    const renderer::Device& device_;
    renderer::UniqueSetLayout set_layout_;
    renderer::UniquePipelineLayout layout_;
    renderer::UniquePipeline pipeline_;
};

/// Times commands by timestamp queries.
class DeviceTimer {
public:
    explicit DeviceTimer(const renderer::Device& device)
        : device_(device), bytes_(device.is_cpu() ? 64U << 20 : 512U << 20), copy_(device),
          from_(device, bytes_, renderer::BufferMemory::Device, "from"),
          to_(device, bytes_, renderer::BufferMemory::Device, "to") {}

    /// Median milliseconds of one of `repeats` recordings that share a submission, over `runs` of
    /// them; 0 without timestamps. Each recording waits for the one before; `record` is told its
    /// number, [0, repeats). On a GPU each submission starts with large copies: one that rests
    /// between small ones lowers its clock, to a third here.
    double ms(int runs, int repeats,
              const std::function<void(VkCommandBuffer, int)>& record) const {
        std::vector<double> times;
        using Clock = std::chrono::steady_clock;
        const Clock::time_point warm =
            Clock::now() + (device_.is_cpu() ? Clock::duration{} : kWarmUp);
        for (bool is_new = true; static_cast<int>(times.size()) < runs; is_new = false) {
            const bool counts = !is_new && Clock::now() >= warm;
            renderer::Timestamps marks(device_, 2);
            renderer::run_once(device_, [&](VkCommandBuffer cmd) {
                for (int k = 0; k < (device_.is_cpu() ? 0 : kLoads); ++k) copy_block(cmd);
                renderer::before_storage_write(cmd);
                marks.mark(cmd, 0);
                for (int k = 0; k < repeats; ++k) {
                    record(cmd, k);
                    renderer::before_storage_write(cmd);
                }
                marks.mark(cmd, 1);
            });
            if (counts) times.push_back(marks.milliseconds(0, 1) / repeats);
        }
        return median(times);
    }

    /// Bytes per second, read and written, of copies on the device that no cache holds: what a pass
    /// that is bound by memory can reach.
    double bandwidth() const {
        const double taken =
            ms(device_.is_cpu() ? 3 : 20, 4, [&](VkCommandBuffer cmd, int) { copy_block(cmd); });
        return taken > 0 ? 2 * static_cast<double>(bytes_) / (taken * 1e-3) : 0;
    }

    /// Bytes per second of the driver's copies.
    double copy_rate(const renderer::Buffer& from, const renderer::Buffer& to,
                     VkDeviceSize bytes) const {
        const double taken = ms(10, 4, [&](VkCommandBuffer cmd, int) {
            const VkBufferCopy region{0, 0, bytes};
            vkCmdCopyBuffer(cmd, from.handle(), to.handle(), 1, &region);
        });
        return taken > 0 ? static_cast<double>(bytes) / (taken * 1e-3) : 0;
    }

private:
    static constexpr std::chrono::milliseconds kWarmUp{200};
    static constexpr int kLoads = 4;

    void copy_block(VkCommandBuffer cmd) const {
        copy_.record(cmd, from_.handle(), to_.handle(), bytes_);
    }

    const renderer::Device& device_;
    VkDeviceSize bytes_;
    ShaderCopy copy_;
    renderer::Buffer from_;
    renderer::Buffer to_;
};

} // namespace seamline::bench
