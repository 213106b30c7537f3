// renderer/window_presenter.h: shows ticks in a window: ingest, composite, interface, present.
#pragma once

#include "renderer/color/display_signal.h"
#include "renderer/composition.h"
#include "renderer/frame_cache.h"
#include "renderer/frame_renderer.h"
#include "renderer/scopes/scope_pass.h"
#include "renderer/ui_images.h"
#include "renderer/ui_overlay.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/present_watch.h"
#include "renderer/window_output.h"

#include <glm/glm.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace seamline::renderer {

/// What a window shows. Layers from below: `clear_rgb`, the picture, the images, the scopes, the
/// interface.
struct PresentRequest {
    Extent window; ///< Framebuffer size in pixels; no area while minimised.
    Rect viewer;   ///< Where the picture lies in the window; its size is `picture->target`.
    const Composition* picture = nullptr; ///< Null: none.
    glm::vec3 clear_rgb{0.0F};            ///< Around the picture; display-referred, [0, 1].
    std::vector<UiImage> images;
    std::vector<ScopeSheet> scopes;   ///< Drawn by this submission.
    std::vector<WindowPixels> pixels; ///< Finished, of 8 bits; see `swaps_red_and_blue`.
    const UiSnapshot* ui = nullptr;   ///< Null: none. Read during `present` only.
    std::vector<UiFill> ui_fills;     ///< For the places that `ui` leaves open.
    color::DisplaySignal signal;      ///< Of the picture's code values; counts in HDR only.
};

enum class PresentOutcome : std::uint8_t {
    Presented,
    Hidden, ///< The window has no area: minimised.
    Late,   ///< No image was free within 100 ms (an occluded window), or it was resized just then.
};

/// A window's swapchain and the passes that fill it; waits for the display only when two frames are
/// ahead of it. Composites only when the picture changed, so a paused picture costs one copy.
///
/// Threads: render thread. With an interface, see UiOverlay for construction and destruction.
/// Throws: VulkanError. VK_ERROR_SURFACE_LOST_KHR: make a new surface and call `replace_surface`;
/// VK_ERROR_DEVICE_LOST: everything on this Device is gone; make all of it anew.
class WindowPresenter {
public:
    /// Takes ownership of `surface`, also when it throws. `with_ui`: the presenter draws
    /// UiSnapshots; at most one presenter at a time can. `wanted`, `timed`: see Swapchain. Where a
    /// timed one has present-wait, one present at most is ahead of the display.
    WindowPresenter(const Device& device, VkSurfaceKHR surface, FrameCache& cache, bool with_ui,
                    WindowOutput wanted = WindowOutput::Sdr8, bool timed = false);
    ~WindowPresenter();

    /// Ingests what the cache has pending, whatever the outcome, and shows the request.
    PresentOutcome present(const PresentRequest& request);
    /// Makes the pipelines that showing `picture` would make, one at most; returns false when
    /// others are still missing. Blocks: see Compositor::prepare.
    bool prepare(const Composition& picture);
    /// Whether `present` of it would make none.
    bool has_pipelines(const Composition& picture);
    /// What the window takes, and could take.
    const OutputState& output() const;
    /// How many pipelines were created for pictures so far.
    std::size_t pipelines() const;
    /// Whether pixels of 8 bits that lie in the window have blue in the low byte.
    bool swaps_red_and_blue() const;
    /// The picture that was presented last is not in all of its colours yet, or cannot be; see
    /// Compositor.
    bool is_preparing_color() const;
    const std::string& color_failure() const;
    /// More of its colours are there now: presenting it again would show them.
    bool has_new_colors() const;
    /// Takes ownership of `surface` in place of a lost one.
    void replace_surface(VkSurfaceKHR surface);
    void wait_idle();
    /// Uploads ImGui's font atlas again, after it was filled anew. Snapshots made before are drawn
    /// wrong then. See UiOverlay for what the main thread must not do meanwhile.
    void renew_ui();

    /// See Swapchain; all for timed presenters.
    bool has_present_wait() const;
    std::uint64_t last_present() const;
    std::vector<SeenRefresh> take_refreshes();
    /// Of the last `present`: how long it waited for the display and for frames before it.
    std::int64_t last_wait_ns() const;

    /// Of the most recently completed frame; `composite_ms` is 0 where the picture was unchanged.
    PassTimes last_times() const;
    /// Number of frames whose picture had to be composited, of all presented ones.
    std::int64_t composited_frames() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
