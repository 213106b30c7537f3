#include "renderer/window_presenter.h"

#include "renderer/picture_identity.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/frame_slot.h"
#include "renderer/vulkan/swapchain.h"
#include "renderer/window_copies.h"
#include "renderer/window_layer.h"

#include <array>
#include <chrono>
#include <optional>

namespace seamline::renderer {
namespace {

constexpr int kAcquireTimeoutMs = 100;
/// Presents that may wait for the display while the next one is drawn: a picture that is chosen
/// later is closer to what is on the screen when it comes there.
constexpr std::uint64_t kLatency = 1;

enum Mark : std::uint32_t { kStart, kIngested, kComposed };

struct Slot {
    Slot(const Device& device, Timeline& timeline)
        : acquired(make_semaphore(device)), frame(device, timeline) {}

    UniqueSemaphore acquired;
    FrameSlot frame; ///< Dies first: it waits for the GPU.
};

VkSemaphoreSubmitInfo semaphore_info(VkSemaphore semaphore, VkPipelineStageFlags2 stage) {
    return {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
            .semaphore = semaphore,
            .stageMask = stage};
}

} // namespace

struct WindowPresenter::Impl {
    Impl(const Device& used_device, VkSurfaceKHR surface, FrameCache& used_cache, bool ui,
         WindowOutput output, bool is_timed)
        : device(used_device), cache(used_cache), with_ui(ui), wanted(output), timed(is_timed),
          swapchain(std::make_unique<Swapchain>(device, surface, wanted, timed)), timeline(device),
          compositor(device), images(device, swaps_red_and_blue()), slots{Slot(device, timeline),
                                                                          Slot(device, timeline)} {
        if (is_deep()) layer = std::make_unique<WindowLayer>(device, used_output(), with_ui);
        if (with_ui) make_for_ui();
    }

    void make_for_ui() {
        overlay = std::make_unique<UiOverlay>(device, ui_format(), 3);
        scopes.reset();
        // Made before anything plays. A CPU device is given finished pixels.
        if (!device.is_cpu()) scopes = std::make_unique<ScopePass>(device, swaps_red_and_blue());
    }
    bool swaps_red_and_blue() const { return picture_format() == TargetFormat::Bgra8; }
    WindowOutput used_output() const { return swapchain->state().used; }
    /// The window takes more than 8 bits: its words are made by a pass of their own.
    bool is_deep() const { return used_output() != WindowOutput::Sdr8; }
    VkFormat ui_format() const { return is_deep() ? WindowLayer::kFormat : swapchain->format(); }

    bool fit_swapchain(Extent window);
    void set_ui_targets();
    void start(Slot& slot);
    void compose(Slot& slot, const Composition& composition, int slot_index);
    std::vector<WindowPixels> draw_scopes(Slot& slot, const PresentRequest& request);
    void draw(Slot& slot, const PresentRequest& request, std::uint32_t image);
    void draw_over(Slot& slot, const PresentRequest& request, WindowCopies& copies,
                   const std::vector<WindowPixels>& pixels);
    void draw_deep(Slot& slot, const PresentRequest& request, std::uint32_t image);
    TargetFormat picture_format() const;
    PresentOutcome present(const PresentRequest& request);

    const Device& device;
    FrameCache& cache;
    const bool with_ui;
    const WindowOutput wanted;
    const bool timed;
    std::unique_ptr<Swapchain> swapchain;
    Timeline timeline;
    Compositor compositor;
    UiImages images;
    std::unique_ptr<WindowLayer> layer; ///< Null: 8 bits.
    std::unique_ptr<UiOverlay> overlay;
    std::unique_ptr<ScopePass> scopes;
    std::shared_ptr<Buffer> picture; ///< Pixels of `shown`, tightly packed.
    std::optional<Composition> shown;
    std::array<Slot, 2> slots;
    int next = 0;
    VkCommandBuffer cmd = VK_NULL_HANDLE; ///< Recording, between `start` and the submission.
    PassTimes times;
    std::int64_t composited_frames = 0;
    std::int64_t wait_ns = 0; ///< See last_wait_ns.
    std::uint64_t color_shaders = 0; ///< When `shown` was composited.

    bool has_new_colors() const {
        return compositor.is_preparing_color() && compositor.color_shaders() != color_shaders;
    }
};

bool WindowPresenter::Impl::fit_swapchain(Extent window) {
    if (swapchain->fits(window)) return true;
    device.wait_idle();
    if (!swapchain->fit(window)) return false;
    if (layer) layer->fit(swapchain->extent());
    set_ui_targets();
    return true;
}

void WindowPresenter::Impl::set_ui_targets() {
    if (overlay == nullptr) return;
    std::vector<VkImageView> views;
    if (layer) {
        if (layer->image().view() == VK_NULL_HANDLE) return; // Not shown yet.
        views.push_back(layer->image().view());
        overlay->set_targets(views, swapchain->extent());
        return;
    }
    for (std::uint32_t i = 0; i < swapchain->images().size(); ++i)
        views.push_back(swapchain->view(i));
    overlay->set_targets(views, swapchain->extent());
}

TargetFormat WindowPresenter::Impl::picture_format() const {
    if (is_deep()) return TargetFormat::Rgba16;
    return swapchain->format() == VK_FORMAT_B8G8R8A8_UNORM ? TargetFormat::Bgra8
                                                           : TargetFormat::Rgba8;
}

/// Starts recording and takes in what the decoders have published.
void WindowPresenter::Impl::start(Slot& slot) {
    cmd = slot.frame.begin();
    slot.frame.timestamps().mark(cmd, kStart);
    cache.record_ingest(cmd, slot.frame);
    slot.frame.timestamps().mark(cmd, kIngested);
}

void WindowPresenter::Impl::compose(Slot& slot, const Composition& composition, int slot_index) {
    if (shown && is_same_picture(*shown, composition) && !has_new_colors()) return;
    const VkDeviceSize bytes = static_cast<VkDeviceSize>(composition.target.width) *
                               static_cast<VkDeviceSize>(composition.target.height) *
                               static_cast<VkDeviceSize>(bytes_per_pixel(picture_format()));
    shown.reset();
    if (picture == nullptr || picture->size_bytes() != bytes)
        picture = std::make_shared<Buffer>(device, bytes, BufferMemory::Device, "window picture");
    for (const Tile& tile : composition.tiles)
        for_each_picture(tile, [&](const Picture& one) { slot.frame.keep_alive(one.frame); });
    before_storage_write(cmd); // The frame before may still be copying the picture.
    color_shaders = compositor.color_shaders();
    compositor.record(cmd, composition, *picture, picture_format(), slot_index);
    slot.frame.timestamps().mark(cmd, kComposed);
    storage_write_to_copy_read(cmd);
    shown = composition;
    ++composited_frames;
}

/// All that lies over the picture as pixels; recorded before anything is copied to the window.
std::vector<WindowPixels> WindowPresenter::Impl::draw_scopes(Slot& slot,
                                                             const PresentRequest& request) {
    std::vector<WindowPixels> pixels = request.pixels;
    if (scopes == nullptr && request.scopes.empty()) return pixels;
    if (scopes == nullptr) scopes = std::make_unique<ScopePass>(device, swaps_red_and_blue());
    for (WindowPixels& drawn : scopes->record(cmd, request.scopes))
        pixels.push_back(std::move(drawn));
    for (const ScopeSheet& sheet : request.scopes) {
        slot.frame.keep_alive(sheet.a);
        slot.frame.keep_alive(sheet.b);
    }
    return pixels;
}

void WindowPresenter::Impl::draw(Slot& slot, const PresentRequest& request, std::uint32_t image) {
    const std::vector<WindowPixels> pixels = draw_scopes(slot, request);
    WindowCopies copies(cmd, swapchain->images()[image], swapchain->extent());
    const bool has_picture = shown.has_value();
    copies.begin(has_picture ? request.viewer : Rect{}, request.clear_rgb);
    if (has_picture) {
        copies.copy(picture->handle(), 0, request.picture->target, request.viewer);
        slot.frame.keep_alive(picture);
    }
    draw_over(slot, request, copies, pixels);
    if (overlay != nullptr && request.ui != nullptr) {
        copies.end_for_drawing();
        overlay->record(cmd, image, *request.ui, request.ui_fills);
        copies.drawing_to_present();
    } else {
        copies.end_for_present();
    }
}

/// Finished pixels over the picture.
void WindowPresenter::Impl::draw_over(Slot& slot, const PresentRequest& request,
                                      WindowCopies& copies,
                                      const std::vector<WindowPixels>& pixels) {
    for (const UiImage& ui_image : request.images) {
        const std::shared_ptr<const Block> block = images.block(ui_image);
        if (block == nullptr) continue;
        copies.copy(block->buffer(), block->offset_bytes(), ui_image.size, ui_image.rect);
        slot.frame.keep_alive(block);
    }
    images.age();
    for (const WindowPixels& drawn : pixels) {
        copies.copy(drawn.buffer->handle(), 0, drawn.size, drawn.rect);
        slot.frame.keep_alive(drawn.buffer);
    }
}

/// All that lies over the picture goes into a layer of 8 bits, which is encoded with it.
void WindowPresenter::Impl::draw_deep(Slot& slot, const PresentRequest& request,
                                      std::uint32_t image) {
    const std::vector<WindowPixels> pixels = draw_scopes(slot, request);
    const VkExtent2D extent = swapchain->extent();
    OutputFrame frame{.output = used_output(),
                      .blue_first = swapchain->format() == VK_FORMAT_A2R10G10B10_UNORM_PACK32,
                      .window = {static_cast<int>(extent.width), static_cast<int>(extent.height)},
                      .viewer = request.viewer,
                      .signal = request.signal,
                      .around_rgb = request.clear_rgb};
    if (shown) {
        frame.picture = picture.get();
        frame.picture_size = request.picture->target;
        slot.frame.keep_alive(picture);
    }
    if (overlay != nullptr && request.ui != nullptr) {
        WindowCopies copies(cmd, layer->image().handle(), extent);
        copies.begin({}, glm::vec3(0.0F), 0.0F);
        draw_over(slot, request, copies, pixels);
        copies.end_for_drawing();
        overlay->record(cmd, 0, *request.ui, request.ui_fills);
        copies.drawing_to_read();
        layer->take_image(cmd, frame);
    }
    layer->encode(cmd, frame);
    const Rect whole{0, 0, frame.window.width, frame.window.height};
    WindowCopies copies(cmd, swapchain->images()[image], extent,
                        OutputEncoder::bytes_per_pixel(used_output()));
    copies.begin(whole, glm::vec3(0.0F));
    copies.copy(layer->words().handle(), 0, frame.window, whole);
    copies.end_for_present();
}

PresentOutcome WindowPresenter::Impl::present(const PresentRequest& request) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point began = Clock::now();
    const int slot_index = next;
    Slot& slot = slots[static_cast<std::size_t>(slot_index)];
    next = 1 - next;
    if (slot.frame.wait())
        times = {.ingest_ms = slot.frame.timestamps().milliseconds(kStart, kIngested),
                 .composite_ms = slot.frame.timestamps().milliseconds(kIngested, kComposed)};

    const bool has_area = fit_swapchain(request.window);
    swapchain->wait_shown(kLatency);
    std::optional<std::uint32_t> image;
    if (has_area) image = swapchain->acquire(slot.acquired.get(), kAcquireTimeoutMs);
    const bool is_out_of_date = has_area && !image && !swapchain->fits(request.window);
    if (is_out_of_date && fit_swapchain(request.window))
        image = swapchain->acquire(slot.acquired.get(), kAcquireTimeoutMs);
    wait_ns = std::chrono::nanoseconds(Clock::now() - began).count();
    if (!image) {
        if (cache.has_pending_ingest()) {
            start(slot);
            slot.frame.submit();
        }
        return has_area ? PresentOutcome::Late : PresentOutcome::Hidden;
    }

    start(slot);
    if (request.picture != nullptr && request.picture->target.width > 0 &&
        request.picture->target.height > 0)
        compose(slot, *request.picture, slot_index);
    else
        shown.reset(); // Lets go of its frames.
    if (layer)
        draw_deep(slot, request, *image);
    else
        draw(slot, request, *image);
    const VkSemaphoreSubmitInfo acquired =
        semaphore_info(slot.acquired.get(), VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT);
    const VkSemaphoreSubmitInfo rendered =
        semaphore_info(swapchain->rendered(*image), VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT);
    slot.frame.submit({&acquired, 1}, {&rendered, 1});
    swapchain->present(*image);
    return PresentOutcome::Presented;
}

WindowPresenter::WindowPresenter(const Device& device, VkSurfaceKHR surface, FrameCache& cache,
                                 bool with_ui, WindowOutput wanted, bool timed)
    : impl_(std::make_unique<Impl>(device, surface, cache, with_ui, wanted, timed)) {}

WindowPresenter::~WindowPresenter() {
    try {
        impl_->device.wait_idle(); // Presentation may still wait on the swapchain's semaphores.
    } catch (const VulkanError&) {
        // A lost device waits for nothing.
    }
}

PresentOutcome WindowPresenter::present(const PresentRequest& request) {
    return impl_->present(request);
}

bool WindowPresenter::prepare(const Composition& picture) {
    return impl_->compositor.prepare(picture, impl_->picture_format(), 1);
}

bool WindowPresenter::has_pipelines(const Composition& picture) {
    return impl_->compositor.prepare(picture, impl_->picture_format(), 0);
}

const OutputState& WindowPresenter::output() const { return impl_->swapchain->state(); }

std::size_t WindowPresenter::pipelines() const { return impl_->compositor.pipelines(); }

bool WindowPresenter::swaps_red_and_blue() const { return impl_->swaps_red_and_blue(); }
bool WindowPresenter::is_preparing_color() const { return impl_->compositor.is_preparing_color(); }

const std::string& WindowPresenter::color_failure() const {
    return impl_->compositor.color_failure();
}

bool WindowPresenter::has_new_colors() const { return impl_->has_new_colors(); }

void WindowPresenter::replace_surface(VkSurfaceKHR surface) {
    impl_->device.wait_idle();
    const VkFormat before = impl_->swapchain->format();
    const WindowOutput output_before = impl_->used_output();
    impl_->swapchain =
        std::make_unique<Swapchain>(impl_->device, surface, impl_->wanted, impl_->timed);
    if (impl_->swapchain->format() == before && impl_->used_output() == output_before) return;
    impl_->shown.reset();
    impl_->images = UiImages(impl_->device, impl_->swaps_red_and_blue());
    impl_->layer.reset();
    if (impl_->is_deep())
        impl_->layer =
            std::make_unique<WindowLayer>(impl_->device, impl_->used_output(), impl_->with_ui);
    if (impl_->with_ui) {
        impl_->overlay.reset();
        impl_->make_for_ui();
    }
}

void WindowPresenter::renew_ui() {
    if (impl_->overlay == nullptr) return;
    impl_->device.wait_idle();
    impl_->overlay.reset(); // At most one at a time.
    impl_->overlay = std::make_unique<UiOverlay>(impl_->device, impl_->ui_format(), 3);
    impl_->set_ui_targets();
}

void WindowPresenter::wait_idle() {
    for (Slot& slot : impl_->slots) slot.frame.wait();
}

bool WindowPresenter::has_present_wait() const { return impl_->swapchain->has_present_wait(); }

std::uint64_t WindowPresenter::last_present() const { return impl_->swapchain->last_present(); }

std::vector<SeenRefresh> WindowPresenter::take_refreshes() {
    return impl_->swapchain->take_refreshes();
}

std::int64_t WindowPresenter::last_wait_ns() const { return impl_->wait_ns; }

PassTimes WindowPresenter::last_times() const { return impl_->times; }

std::int64_t WindowPresenter::composited_frames() const { return impl_->composited_frames; }

} // namespace seamline::renderer
