#include "renderer/vulkan/device.h"

#include "renderer/vulkan/check.h"
#include "tests/support/gpu_test.h"

#include <cstdlib>
#include <string>

namespace seamline {
namespace {

using DeviceTest = test::GpuTest; // Any validation message fails the test.

/// Sets an environment variable for the length of a test.
class Environment {
public:
    Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
    ~Environment() { unsetenv(name_); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    const char* name_;
};

TEST_F(DeviceTest, OpensADeviceThatIsListedAsUsable) {
    bool listed = false;
    for (const renderer::DeviceSummary& summary : renderer::list_devices())
        listed = listed || (summary.name == device().name() && summary.usable);
    EXPECT_TRUE(listed);
    EXPECT_NE(device().push_descriptors(), nullptr);
    EXPECT_EQ(device().passed_over(), "");
}

TEST_F(DeviceTest, TellsItsMemory) {
    const renderer::LocalMemory memory = device().local_memory();
    EXPECT_GT(memory.heap_bytes, 0U);
    if (memory.left_bytes) { // Debian 12's lavapipe does not tell.
        EXPECT_LE(*memory.left_bytes, memory.heap_bytes);
    }
}

TEST_F(DeviceTest, RefusesADeviceThatCannotPresentInOneLine) {
    bool asked = false;
    try {
        const renderer::Device none({.can_present = [&](VkInstance, VkPhysicalDevice, std::uint32_t) {
            asked = true;
            return false;
        }});
        FAIL() << "opened";
    } catch (const renderer::VulkanError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("cannot show windows on this display"), std::string::npos) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    }
    EXPECT_TRUE(asked);
}

TEST_F(DeviceTest, CountsValidationMessages) {
    renderer::Device broken({.validation = true});
    const VkBufferCreateInfo no_size{.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
                                     .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT};
    VkBuffer buffer = VK_NULL_HANDLE;
    vkCreateBuffer(broken.handle(), &no_size, nullptr, &buffer);
    vkDestroyBuffer(broken.handle(), buffer, nullptr);
    EXPECT_GT(broken.validation_messages(), 0);
}

TEST_F(DeviceTest, ValidationSeesAMissingBarrier) {
    renderer::Device racy({.validation = true});
    const renderer::Buffer buffer(racy, 64, renderer::BufferMemory::Device, "racy");
    const VkCommandPoolCreateInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                       .queueFamilyIndex = racy.queue_family()};
    VkCommandPool pool = VK_NULL_HANDLE;
    renderer::check(vkCreateCommandPool(racy.handle(), &info, nullptr, &pool), "pool");
    const renderer::UniqueCommandPool owned(racy.handle(), pool);
    const VkCommandBufferAllocateInfo allocation{.sType =
                                                     VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                                 .commandPool = pool,
                                                 .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
                                                 .commandBufferCount = 1};
    VkCommandBuffer cmd = VK_NULL_HANDLE;
    renderer::check(vkAllocateCommandBuffers(racy.handle(), &allocation, &cmd), "buffer");
    const VkCommandBufferBeginInfo begin{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
    vkBeginCommandBuffer(cmd, &begin);
    vkCmdFillBuffer(cmd, buffer.handle(), 0, 64, 1);
    vkCmdFillBuffer(cmd, buffer.handle(), 0, 64, 2);
    vkEndCommandBuffer(cmd);
    EXPECT_GT(racy.validation_messages(), 0);
}

TEST_F(DeviceTest, RefusesADeviceNumberThatDoesNotExist) {
    const Environment choice("SEAMLINE_DEVICE", "99");
    try {
        const renderer::Device none;
        FAIL() << "device 99 was opened";
    } catch (const renderer::VulkanError& error) {
        EXPECT_NE(std::string(error.what()).find("no Vulkan device 99"), std::string::npos);
    }
}

TEST_F(DeviceTest, RefusesADeviceNumberThatIsNoNumber) {
    const Environment choice("SEAMLINE_DEVICE", "0x");
    EXPECT_THROW(renderer::Device(), renderer::VulkanError);
}

TEST(VulkanErrorTest, IsOneLineThatSaysWhatToDo) {
    for (const VkResult result : {VK_ERROR_DEVICE_LOST, VK_ERROR_OUT_OF_DEVICE_MEMORY,
                                  VK_ERROR_SURFACE_LOST_KHR, VK_ERROR_UNKNOWN}) {
        const renderer::VulkanError error(result, "vkQueueSubmit2");
        const std::string text = error.what();
        EXPECT_EQ(error.result(), result);
        EXPECT_NE(text.find("vkQueueSubmit2"), std::string::npos) << text;
        EXPECT_NE(text.find(": "), std::string::npos) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    }
}

// A process of its own: the Vulkan loader looks for drivers when an instance is made.
TEST(NoDriverTest, IsOneLineThatNamesThePackage) {
    const Environment icd("VK_ICD_FILENAMES", "/nonexistent.json");
    const Environment drivers("VK_DRIVER_FILES", "/nonexistent.json");
    EXPECT_TRUE(renderer::list_devices().empty());
    try {
        const renderer::Device none;
        FAIL() << "a device was opened without a driver";
    } catch (const renderer::VulkanError& error) {
        const std::string text = error.what();
        EXPECT_EQ(error.result(), VK_ERROR_INCOMPATIBLE_DRIVER);
        EXPECT_NE(text.find("mesa-vulkan-drivers"), std::string::npos) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    }
}

} // namespace
} // namespace seamline
