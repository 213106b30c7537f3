#include "renderer/vulkan/timestamps.h"

#include "renderer/vulkan/check.h"

namespace seamline::renderer {

Timestamps::Timestamps(const Device& device, std::uint32_t count)
    : device_(&device), count_(count) {
    if (device.timestamp_bits() == 0) return;
    const VkQueryPoolCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
        .queryType = VK_QUERY_TYPE_TIMESTAMP,
        .queryCount = count,
    };
    VkQueryPool pool = VK_NULL_HANDLE;
    check(vkCreateQueryPool(device.handle(), &info, nullptr, &pool), "vkCreateQueryPool");
    pool_ = {device.handle(), pool};
    reset();
}

void Timestamps::reset() {
    if (pool_.get() != VK_NULL_HANDLE) vkResetQueryPool(device_->handle(), pool_.get(), 0, count_);
}

void Timestamps::mark(VkCommandBuffer cmd, std::uint32_t index) {
    if (pool_.get() == VK_NULL_HANDLE) return;
    vkCmdWriteTimestamp2(cmd, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, pool_.get(), index);
}

double Timestamps::milliseconds(std::uint32_t from, std::uint32_t to) const {
    if (pool_.get() == VK_NULL_HANDLE) return 0;
    const auto ticks = [&](std::uint32_t index, std::uint64_t& value) {
        return vkGetQueryPoolResults(device_->handle(), pool_.get(), index, 1, sizeof(value),
                                     &value, sizeof(value), VK_QUERY_RESULT_64_BIT) == VK_SUCCESS;
    };
    std::uint64_t begin = 0, end = 0;
    if (!ticks(from, begin) || !ticks(to, end)) return 0;
    const std::uint32_t bits = device_->timestamp_bits();
    const std::uint64_t mask = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    return static_cast<double>((end - begin) & mask) * device_->limits().timestampPeriod * 1e-6;
}

} // namespace seamline::renderer
