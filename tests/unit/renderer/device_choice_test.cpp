// Which device is used, over devices that no machine here has.
#include "renderer/memory_budget.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/physical_device.h"

#include <gtest/gtest.h>

#include <cstring>

namespace seamline::renderer {
namespace {

PhysicalDevice described(const char* name, VkPhysicalDeviceType type, const char* reason = "") {
    PhysicalDevice device;
    std::strncpy(device.properties.deviceName, name, VK_MAX_PHYSICAL_DEVICE_NAME_SIZE - 1);
    device.properties.deviceType = type;
    device.reason = reason;
    return device;
}

const PhysicalDevice kCpu = described("Soft", VK_PHYSICAL_DEVICE_TYPE_CPU);
const PhysicalDevice kIntegrated = described("Small", VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU);
const PhysicalDevice kDiscrete = described("Big", VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU);
const PhysicalDevice kDark = described("Big", VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU,
                                       "it cannot show windows on this display");

void create_nothing(const PhysicalDevice&) {}

TEST(DeviceChoice, TakesTheBestKindWhateverTheDriversOrder) {
    EXPECT_EQ(choose_device({kCpu, kIntegrated, kDiscrete}, -1), 2U);
    EXPECT_EQ(choose_device({kDiscrete, kIntegrated, kCpu}, -1), 0U);
    EXPECT_EQ(choose_device({kDiscrete, kDiscrete}, -1), 0U) << "the first of a kind";
    EXPECT_EQ(choose_device({kCpu, kIntegrated, kDiscrete}, 0), 0U) << "the one asked for";
}

TEST(DeviceChoice, FallsBackWhenTheBestCannotPresentAndSaysSo) {
    std::vector<PhysicalDevice> devices{kCpu, kDark, kIntegrated};
    const std::size_t used = open_best(devices, -1, create_nothing);
    EXPECT_EQ(used, 2U);
    EXPECT_EQ(describe_passed_over(devices, used),
              "Big: it cannot show windows on this display; using Small instead");
}

TEST(DeviceChoice, FallsBackWhenADriverFailsToOpenItsDevice) {
    std::vector<PhysicalDevice> devices{kDiscrete, kIntegrated, kCpu};
    std::vector<std::string> tried;
    const std::size_t used = open_best(devices, -1, [&](const PhysicalDevice& device) {
        tried.emplace_back(device.properties.deviceName);
        if (tried.size() < 3) throw VulkanError("out of order", VK_ERROR_INITIALIZATION_FAILED);
    });
    EXPECT_EQ(used, 2U);
    EXPECT_EQ(tried, (std::vector<std::string>{"Big", "Small", "Soft"}));
    EXPECT_EQ(describe_passed_over(devices, used),
              "Big: out of order; Small: out of order; using Soft instead");
}

TEST(DeviceChoice, NamesTheFirstOfTwoEqualsThatFailed) {
    std::vector<PhysicalDevice> devices{kDiscrete,
                                        described("Other", kDiscrete.properties.deviceType)};
    const std::size_t used = open_best(devices, -1, [](const PhysicalDevice& device) {
        if (std::strcmp(device.properties.deviceName, "Big") == 0)
            throw VulkanError("out of order", VK_ERROR_INITIALIZATION_FAILED);
    });
    EXPECT_EQ(used, 1U);
    EXPECT_EQ(describe_passed_over(devices, used), "Big: out of order; using Other instead");
}

TEST(DeviceChoice, SaysNothingOfWorseDevices) {
    const std::vector<PhysicalDevice> devices{
        kDiscrete, described("Soft", VK_PHYSICAL_DEVICE_TYPE_CPU, "no Vulkan 1.3")};
    EXPECT_EQ(describe_passed_over(devices, choose_device(devices, -1)), "");
}

TEST(DeviceChoice, NeverReplacesADeviceThatWasAskedFor) {
    std::vector<PhysicalDevice> devices{kDark, kCpu};
    EXPECT_THROW(open_best(devices, 0, create_nothing), VulkanError);
}

TEST(DeviceChoice, NamesEveryReasonWhenNoneIsLeft) {
    std::vector<PhysicalDevice> devices{kDark, kCpu};
    try {
        open_best(devices, -1, [](const PhysicalDevice&) {
            throw VulkanError("out of memory", VK_ERROR_OUT_OF_HOST_MEMORY);
        });
        FAIL() << "opened";
    } catch (const VulkanError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("Big: it cannot show windows"), std::string::npos) << text;
        EXPECT_NE(text.find("Soft: out of memory"), std::string::npos) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    }
}

constexpr std::uint64_t kMiB = 1 << 20;
constexpr std::uint64_t kGiB = 1 << 30;

TEST(DefaultBudget, IsTheSmallerOfHalfTheHeapAndWhatIsLeft) {
    const auto on_gpu = [](std::uint64_t heap, std::optional<std::uint64_t> left) {
        return default_budget({.is_cpu = false, .local = {heap, left}}).bytes;
    };
    EXPECT_EQ(on_gpu(8 * kGiB, std::nullopt), 4 * kGiB);
    EXPECT_EQ(on_gpu(8 * kGiB, 7 * kGiB), 4 * kGiB);
    EXPECT_EQ(on_gpu(8 * kGiB, 3 * kGiB), 3 * kGiB - 256 * kMiB);
    EXPECT_EQ(on_gpu(8 * kGiB, 800 * kMiB), 600 * kMiB);
    EXPECT_EQ(on_gpu(8 * kGiB, 0), 512 * kMiB);
    EXPECT_EQ(default_budget({.is_cpu = true, .available_ram_bytes = 8 * kGiB}).bytes, 2 * kGiB);
}

TEST(DefaultBudget, SaysWhatItWentBy) {
    const auto basis = [](std::optional<std::uint64_t> left) {
        return default_budget({.is_cpu = false, .local = {8 * kGiB, left}}).basis;
    };
    EXPECT_NE(basis(std::nullopt).find("does not say"), std::string::npos);
    EXPECT_EQ(basis(7 * kGiB), "half the device's memory");
    EXPECT_NE(basis(3 * kGiB).find("left"), std::string::npos);
    EXPECT_NE(basis(0).find("close other programs"), std::string::npos);
}

} // namespace
} // namespace seamline::renderer
