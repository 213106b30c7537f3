#include "renderer/window_presenter.h"

#include "renderer/picture_identity.h"
#include "renderer/vulkan/check.h"
#include "renderer/window_copies.h"
#include "tests/support/gpu_test.h"

#include <imgui.h>

#include <algorithm>
#include <cstring>

namespace seamline {
namespace {

using namespace renderer;

constexpr std::uint32_t kWidth = 64, kHeight = 48;
constexpr std::uint32_t kRed = 0xFF0000FF, kGreen = 0xFF00FF00, kBlue = 0xFFFF0000; // R8G8B8A8

/// Stands in for a swapchain image, which cannot be read back.
class WindowTest : public test::GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        const VkImageCreateInfo info{
            .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
            .imageType = VK_IMAGE_TYPE_2D,
            .format = VK_FORMAT_R8G8B8A8_UNORM,
            .extent = {kWidth, kHeight, 1},
            .mipLevels = 1,
            .arrayLayers = 1,
            .samples = VK_SAMPLE_COUNT_1_BIT,
            .usage = VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT |
                     VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT,
        };
        VkImage new_image = VK_NULL_HANDLE;
        check(vkCreateImage(device().handle(), &info, nullptr, &new_image), "vkCreateImage");
        VkMemoryRequirements needs;
        vkGetImageMemoryRequirements(device().handle(), new_image, &needs);
        const int type = device().find_memory_type(needs.memoryTypeBits, 0);
        const VkMemoryAllocateInfo allocation{.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                              .allocationSize = needs.size,
                                              .memoryTypeIndex = static_cast<std::uint32_t>(type)};
        VkDeviceMemory new_memory = VK_NULL_HANDLE;
        check(vkAllocateMemory(device().handle(), &allocation, nullptr, &new_memory), "memory");
        memory_ = {device().handle(), new_memory};
        image_ = {device().handle(), new_image};
        check(vkBindImageMemory(device().handle(), new_image, new_memory, 0), "bind");
        const VkImageViewCreateInfo view{
            .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
            .image = new_image,
            .viewType = VK_IMAGE_VIEW_TYPE_2D,
            .format = info.format,
            .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
        VkImageView new_view = VK_NULL_HANDLE;
        check(vkCreateImageView(device().handle(), &view, nullptr, &new_view), "view");
        view_ = {device().handle(), new_view};
    }
    void TearDown() override {
        view_ = {};
        image_ = {};
        memory_ = {};
        GpuTest::TearDown();
    }

    /// Runs `record`, which leaves the image ready for drawing, and returns its pixels.
    std::vector<std::uint32_t>
    pixels_after(const std::function<void(VkCommandBuffer, WindowCopies&)>& record) {
        const Buffer pixels(device(), kWidth * kHeight * 4, BufferMemory::HostCached, "pixels");
        run([&](VkCommandBuffer cmd) {
            WindowCopies copies(cmd, image_.get(), {kWidth, kHeight});
            record(cmd, copies);
            const VkImageMemoryBarrier2 barrier{
                .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
                .srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
                .srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT,
                .dstStageMask = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
                .dstAccessMask = VK_ACCESS_2_TRANSFER_READ_BIT,
                .oldLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
                .newLayout = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
                .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                .image = image_.get(),
                .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
            const VkDependencyInfo dependency{.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
                                              .imageMemoryBarrierCount = 1,
                                              .pImageMemoryBarriers = &barrier};
            vkCmdPipelineBarrier2(cmd, &dependency);
            const VkBufferImageCopy copy{.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
                                         .imageExtent = {kWidth, kHeight, 1}};
            vkCmdCopyImageToBuffer(cmd, image_.get(), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
                                   pixels.handle(), 1, &copy);
        });
        return read<std::uint32_t>(pixels);
    }
    Buffer plain(Extent size, std::uint32_t rgba) {
        const std::vector<std::uint32_t> words(std::size_t(size.width) * std::size_t(size.height),
                                               rgba);
        return make_buffer(std::span<const std::uint32_t>(words));
    }
    VkImageView view() const { return view_.get(); }

private:
    UniqueMemory memory_;
    UniqueImage image_;
    UniqueImageView view_;
};

std::uint32_t at(const std::vector<std::uint32_t>& pixels, std::uint32_t x, std::uint32_t y) {
    return pixels[y * kWidth + x];
}

TEST_F(WindowTest, ClearsAroundThePicture) {
    const Buffer red = plain({30, 20}, kRed);
    const auto pixels = pixels_after([&](VkCommandBuffer, WindowCopies& copies) {
        copies.begin({10, 5, 30, 20}, {0, 1, 0});
        copies.copy(red.handle(), 0, {30, 20}, {10, 5, 30, 20});
        copies.end_for_drawing();
    });
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x) {
            const bool inside = x >= 10 && x < 40 && y >= 5 && y < 25;
            ASSERT_EQ(at(pixels, x, y), inside ? kRed : kGreen) << x << ", " << y;
        }
}

TEST_F(WindowTest, CutsWhatReachesOutsideTheWindowOrItsRectangle) {
    std::vector<std::uint32_t> words;
    for (std::uint32_t i = 0; i < 40 * 40; ++i) words.push_back(0xFF000000U + i);
    const Buffer numbered = make_buffer(std::span<const std::uint32_t>(words));
    const auto pixels = pixels_after([&](VkCommandBuffer, WindowCopies& copies) {
        copies.begin({}, {0, 0, 1});
        copies.copy(numbered.handle(), 0, {40, 40}, {-7, -9, 40, 40});
        copies.copy(numbered.handle(), 0, {40, 40}, {50, 40, 5, 60});
        copies.copy(numbered.handle(), 0, {40, 40}, {200, 200, 40, 40});
        copies.end_for_drawing();
    });
    EXPECT_EQ(at(pixels, 0, 0), 0xFF000000U + 9 * 40 + 7);
    EXPECT_EQ(at(pixels, 32, 30), 0xFF000000U + 39 * 40 + 39);
    EXPECT_EQ(at(pixels, 33, 30), kBlue);
    EXPECT_EQ(at(pixels, 54, 47), 0xFF000000U + 7 * 40 + 4);
    EXPECT_EQ(at(pixels, 55, 47), kBlue);
}

TEST_F(WindowTest, LaterCopiesLieOverEarlierOnes) {
    const Buffer red = plain({64, 48}, kRed), green = plain({10, 10}, kGreen),
                 blue = plain({10, 10}, kBlue);
    const auto pixels = pixels_after([&](VkCommandBuffer, WindowCopies& copies) {
        copies.begin({0, 0, 64, 48}, {});
        copies.copy(red.handle(), 0, {64, 48}, {0, 0, 64, 48});
        copies.copy(green.handle(), 0, {10, 10}, {0, 0, 10, 10});
        copies.copy(blue.handle(), 0, {10, 10}, {5, 5, 10, 10});
        copies.end_for_drawing();
    });
    EXPECT_EQ(at(pixels, 4, 4), kGreen);
    EXPECT_EQ(at(pixels, 7, 7), kBlue);
    EXPECT_EQ(at(pixels, 14, 3), kRed);
}

/// An ImGui context without a window.
class ImGuiSession {
public:
    ImGuiSession() {
        ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().DisplaySize = {float{kWidth}, float{kHeight}};
        ImGui::GetIO().DeltaTime = 1.0F / 60;
    }
    ~ImGuiSession() { ImGui::DestroyContext(); }
    ImGuiSession(const ImGuiSession&) = delete;
    ImGuiSession& operator=(const ImGuiSession&) = delete;
};

TEST_F(WindowTest, DrawsASnapshotThatImGuiHasForgotten) {
    const ImGuiSession session;
    UiOverlay overlay(device(), VK_FORMAT_R8G8B8A8_UNORM, 2);
    const VkImageView target = view();
    overlay.set_targets({&target, 1}, {kWidth, kHeight});
    ImGui::NewFrame();
    ImGui::GetForegroundDrawList()->AddRectFilled({8, 8}, {16, 16}, kBlue);
    ImGui::Render();
    const UiSnapshot ui(*ImGui::GetDrawData());
    ImGui::NewFrame();
    ImGui::GetForegroundDrawList()->AddRectFilled({0, 0}, {64, 48}, kGreen);
    ImGui::Render();

    const Buffer red = plain({64, 48}, kRed);
    const auto pixels = pixels_after([&](VkCommandBuffer cmd, WindowCopies& copies) {
        copies.begin({0, 0, 64, 48}, {});
        copies.copy(red.handle(), 0, {64, 48}, {0, 0, 64, 48});
        copies.end_for_drawing();
        overlay.record(cmd, 0, ui);
    });
    EXPECT_EQ(at(pixels, 12, 12), kBlue);
    EXPECT_EQ(at(pixels, 20, 20), kRed);
}

TEST_F(WindowTest, CutsASnapshotOfALargerWindow) {
    const ImGuiSession session;
    UiOverlay overlay(device(), VK_FORMAT_R8G8B8A8_UNORM, 2);
    const VkImageView target = view();
    overlay.set_targets({&target, 1}, {kWidth, kHeight});
    ImGui::GetIO().DisplaySize = {4 * float{kWidth}, 4 * float{kHeight}};
    ImGui::NewFrame();
    ImGui::GetForegroundDrawList()->AddRectFilled({40, 40}, {200, 150}, kBlue);
    ImGui::Render();
    const UiSnapshot ui(*ImGui::GetDrawData());
    const auto pixels = pixels_after([&](VkCommandBuffer cmd, WindowCopies& copies) {
        copies.begin({}, {1, 0, 0});
        copies.end_for_drawing();
        overlay.record(cmd, 0, ui);
    });
    EXPECT_EQ(at(pixels, 38, 38), kRed);
    EXPECT_EQ(at(pixels, 63, 47), kBlue);
}

UiFill square(int place, float min, float max, std::uint32_t rgba) {
    const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
    UiFill fill;
    fill.place = place;
    for (const glm::vec2 corner : {glm::vec2(min), {max, min}, glm::vec2(max), {min, max}})
        fill.vertices.push_back({corner, {white.x, white.y}, rgba});
    fill.indices = {0, 1, 2, 0, 2, 3};
    fill.parts = {{glm::vec2(-1e6F), glm::vec2(1e6F), 6}};
    return fill;
}

TEST_F(WindowTest, FillsAPlaceAboveWhatWasDrawnBeforeItAndBelowTheRest) {
    const ImGuiSession session;
    UiOverlay overlay(device(), VK_FORMAT_R8G8B8A8_UNORM, 2);
    const VkImageView target = view();
    overlay.set_targets({&target, 1}, {kWidth, kHeight});
    ImGui::NewFrame();
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled({0, 0}, {64, 48}, kRed);
    list.PushClipRect({4, 0}, {64, 30});
    leave_place(list, 3);
    list.PopClipRect();
    leave_place(list, 4); // Nothing comes here.
    list.AddRectFilled({20, 20}, {28, 28}, kBlue);
    ImGui::Render();
    const UiSnapshot ui(*ImGui::GetDrawData());
    const auto drawn = [&](std::span<const UiFill> fills) {
        return pixels_after([&](VkCommandBuffer cmd, WindowCopies& copies) {
            copies.begin({}, {});
            copies.end_for_drawing();
            overlay.record(cmd, 0, ui, fills);
        });
    };
    std::vector<UiFill> fills{square(3, 0, 40, kGreen)};
    const auto whole = drawn(fills);
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x) {
            const bool over = x >= 20 && x < 28 && y >= 20 && y < 28;
            const bool filled = x >= 4 && x < 40 && y < 30;
            ASSERT_EQ(at(whole, x, y), over ? kBlue : filled ? kGreen : kRed) << x << ", " << y;
        }
    // The same snapshot again, with a part that is cut further, and with nothing.
    fills[0].parts = {{{10, 10}, {12, 12}, 6}};
    const auto cut = drawn(fills);
    EXPECT_EQ(at(cut, 9, 10), kRed);
    EXPECT_EQ(at(cut, 10, 10), kGreen);
    EXPECT_EQ(at(cut, 12, 11), kRed);
    EXPECT_EQ(at(cut, 22, 22), kBlue);
    const auto bare = drawn({});
    EXPECT_EQ(at(bare, 10, 10), kRed);
    EXPECT_EQ(at(bare, 22, 22), kBlue);
}

TEST_F(WindowTest, UploadsInterfaceImagesOncePerKey) {
    const std::uint64_t before = device().allocated_bytes();
    {
        UiImages images(device(), true);
        const auto pixels = std::make_shared<std::vector<std::uint32_t>>(16, kRed);
        const UiImage image{.rect = {0, 0, 4, 4}, .key = 7, .size = {4, 4}, .rgba = pixels};
        const auto block = images.block(image);
        ASSERT_NE(block, nullptr);
        std::uint32_t word = 0;
        std::memcpy(&word, block->data() + 60, 4);
        EXPECT_EQ(word, kBlue); // Swapped for B8G8R8A8.
        for (int i = 0; i < 200; ++i) images.age();
        EXPECT_EQ(images.block(image), block);
        for (int i = 0; i < 302; ++i) images.age();
        EXPECT_EQ(images.count(), 0U);
    }
    EXPECT_EQ(device().allocated_bytes(), before);
}

TEST_F(WindowTest, IgnoresInterfaceImagesWithTooFewPixels) {
    UiImages images(device(), false);
    const auto pixels = std::make_shared<std::vector<std::uint32_t>>(15, kRed);
    EXPECT_EQ(images.block({.rect = {}, .key = 1, .size = {4, 4}, .rgba = pixels}), nullptr);
    EXPECT_EQ(images.block({.rect = {}, .key = 2, .size = {4, 4}, .rgba = nullptr}), nullptr);
}

TEST(PictureIdentityTest, SeesAnyChange) {
    Composition a{.target = {8, 8}, .tiles = {}};
    a.tiles.resize(2);
    Composition b = a;
    EXPECT_TRUE(is_same_picture(a, b));
    b.tiles[1].gain = 2;
    EXPECT_FALSE(is_same_picture(a, b));
    b = a;
    b.tiles[0].b.frame = std::make_shared<CachedFrame>();
    EXPECT_FALSE(is_same_picture(a, b));
    b = a;
    b.tiles[0].a.adjust.gamma = 1.1F;
    EXPECT_FALSE(is_same_picture(a, b));
    b = a;
    b.tiles[0].a.dissolve = std::make_shared<const Dissolve>(Dissolve{{}, 0.25F});
    EXPECT_FALSE(is_same_picture(a, b));
    Composition c = b;
    c.tiles[0].a.dissolve = std::make_shared<const Dissolve>(Dissolve{{}, 0.25F});
    EXPECT_TRUE(is_same_picture(b, c)) << "the same values";
    c.tiles[0].a.dissolve = std::make_shared<const Dissolve>(Dissolve{{}, 0.5F});
    EXPECT_FALSE(is_same_picture(b, c));
    b = a;
    b.target.width = 9;
    EXPECT_FALSE(is_same_picture(a, b));
    b = a;
    b.tiles.pop_back();
    EXPECT_FALSE(is_same_picture(a, b));
}

bool has_headless_surfaces() {
    std::uint32_t count = 0;
    vkEnumerateInstanceExtensionProperties(nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> extensions(count);
    vkEnumerateInstanceExtensionProperties(nullptr, &count, extensions.data());
    return std::ranges::any_of(extensions, [](const VkExtensionProperties& e) {
        return std::strcmp(e.extensionName, VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME) == 0;
    });
}

TEST(WindowPresenterTest, PresentsThroughAResizeAndKeepsAnUnchangedPicture) {
    if (!has_headless_surfaces())
        GTEST_SKIP() << "the Vulkan drivers have no VK_EXT_headless_surface";
    const Device device({.instance_extensions = {VK_KHR_SURFACE_EXTENSION_NAME,
                                                 VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME},
                         .validation = true});
    const VkHeadlessSurfaceCreateInfoEXT info{
        .sType = VK_STRUCTURE_TYPE_HEADLESS_SURFACE_CREATE_INFO_EXT};
    const auto create = reinterpret_cast<PFN_vkCreateHeadlessSurfaceEXT>(
        vkGetInstanceProcAddr(device.instance(), "vkCreateHeadlessSurfaceEXT"));
    VkSurfaceKHR surface = VK_NULL_HANDLE;
    check(create(device.instance(), &info, nullptr, &surface), "vkCreateHeadlessSurfaceEXT");
    FrameCache cache(device, 1 << 20);
    {
        WindowPresenter presenter(device, surface, cache, false);
        const Composition picture{.target = {320, 180}, .background = {1, 0, 0}, .tiles = {}};
        PresentRequest request{
            .window = {640, 360}, .viewer = {10, 10, 320, 180}, .picture = &picture, .images = {}};
        for (int i = 0; i < 6; ++i) {
            request.window.width = i < 3 ? 640 : 800;
            EXPECT_EQ(presenter.present(request), PresentOutcome::Presented);
        }
        EXPECT_EQ(presenter.composited_frames(), 1);
        request.window = {0, 0};
        EXPECT_EQ(presenter.present(request), PresentOutcome::Hidden);
    }
    EXPECT_EQ(device.validation_messages(), 0);
}

} // namespace
} // namespace seamline
