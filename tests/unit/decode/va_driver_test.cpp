// Which device file is the GPU's, and what is said where it does not open.

#include "decode/va_driver.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <fstream>

namespace seamline::decode {
namespace {

TEST(VaDriver, TheRenderNodeIsTheGpus) {
    const std::filesystem::path folder = testing::TempDir() + "render_nodes";
    std::filesystem::remove_all(folder);
    const std::string files = (folder / "renderD*").string();
    const auto reason = [&](const std::optional<RenderNode>& gpu) {
        const auto found = find_render_node(folder, gpu);
        return found ? found.value().string() : found.error().message;
    };
    const std::string none = "there is no " + files + ": no kernel driver offers a decoder";
    EXPECT_EQ(reason(RenderNode{226, 128}), none) << "no folder";
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "card0") << "a display";
    EXPECT_EQ(reason(RenderNode{226, 128}), none);
    std::ofstream(folder / "renderD128") << "no device";
    EXPECT_EQ(reason(std::nullopt), "its Vulkan driver does not say which of " + files + " it is");
    EXPECT_EQ(reason(RenderNode{226, 128}), "none of " + files + " is the GPU");
    // A link to a device that every machine has.
    struct stat facts {};
    ASSERT_EQ(::stat("/dev/null", &facts), 0);
    std::filesystem::create_symlink("/dev/null", folder / "renderD129");
    EXPECT_EQ(reason(RenderNode{major(facts.st_rdev), minor(facts.st_rdev)}),
              (folder / "renderD129").string());
    EXPECT_EQ(reason(RenderNode{226, 128}), "none of " + files + " is the GPU");
}

TEST(VaDriver, AFileThatIsNoGpuDoesNotOpen) {
    const auto missing = VaDriver::open("/dev/no_such_node");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().message, "cannot open /dev/no_such_node: No such file or directory");
    const auto null = VaDriver::open("/dev/null");
    ASSERT_FALSE(null);
    const std::string start = "FFmpeg cannot open VA-API on /dev/null (";
    EXPECT_EQ(null.error().message.substr(0, start.size()), start) << null.error().message;
    EXPECT_NE(null.error().message.find("mesa-va-drivers"), std::string::npos);
}

} // namespace
} // namespace seamline::decode
