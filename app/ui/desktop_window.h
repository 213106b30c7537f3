// app/ui/desktop_window.h: a GLFW window and what happens to it, as values.
#pragma once

#include "app/ui/key_chord.h"
#include "decode/media/pixel_layout.h"
#include "decode/media/result.h"
#include "renderer/vulkan/device.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// renderer/ names the Vulkan types; only pointers to them are passed on here.
struct VkInstance_T;
struct VkSurfaceKHR_T;

struct GLFWwindow;

namespace seamline::ui {

/// A key went down (also by repeat) or up.
struct KeyEvent {
    KeyPress press;
    int key = -1; ///< The window system's number; the same when it goes up.
    bool down = true;
    bool repeat = false;
};

/// Files were dropped at a place, in window pixels.
struct DropEvent {
    std::vector<std::filesystem::path> paths;
    glm::dvec2 at{0, 0};
};

/// A monitor.
struct Display {
    std::string name; ///< As the window system calls it; may be shared by equal monitors.
    Extent pixels;
    double refresh_hz = 0; ///< A whole number, as window systems say it; 0: not told.
};

/// Opens the window system. Lives longer than every window.
/// Threads: main thread.
class Desktop {
public:
    /// Errors: Unavailable: no display, no Vulkan in the window system; one line.
    static Result<Desktop> open();
    ~Desktop();
    Desktop(Desktop&& other) noexcept;
    Desktop& operator=(Desktop&&) = delete;

    /// Instance extensions that a window's surface needs.
    std::vector<std::string> vulkan_extensions() const;
    /// Whether a device can show windows on this display. Valid while the desktop is open.
    static bool can_present(VkInstance instance, VkPhysicalDevice device,
                            std::uint32_t queue_family);
    /// The monitors now; their order is that of `DesktopWindow::Options::display`.
    std::vector<Display> displays() const;
    /// Waits for input, a wakeup or the timeout.
    void wait_events(double timeout_s);
    /// Ends `wait_events`. Any thread.
    static void wake();

private:
    Desktop() = default;
    bool owner_ = true;
};

/// Threads: main thread, but `make_surface` any.
class DesktopWindow {
public:
    struct Options {
        std::string title;
        int width = 1280; ///< Screen coordinates.
        int height = 720;
        bool maximized = false;
        int display = -1;   ///< Full screen on this one; -1: a window.
        bool hidden = false; ///< Never shown: to ask what a window could be.
        bool quiet = false; ///< Leaves the keyboard where it is, hides the pointer.
    };
    /// Errors: Unavailable.
    static Result<std::unique_ptr<DesktopWindow>> open(const Options& options);
    ~DesktopWindow();
    DesktopWindow(const DesktopWindow&) = delete;
    DesktopWindow& operator=(const DesktopWindow&) = delete;

    /// A VkSurfaceKHR for a VkInstance. Throws renderer::VulkanError.
    VkSurfaceKHR_T* make_surface(VkInstance_T* instance) const;

    Extent framebuffer() const;
    glm::ivec2 size() const; ///< Screen coordinates, when not full screen.
    bool is_maximized() const;
    bool should_close() const;
    /// Another program has destroyed it: `framebuffer` is empty then and nothing can be shown.
    bool is_lost() const;
    void ask_to_close();
    void set_title(const std::string& title);
    void set_full_screen(bool full_screen);
    bool is_full_screen() const { return full_screen_; }
    glm::dvec2 pointer() const; ///< Framebuffer pixels.
    bool is_down(int key) const;
    float content_scale() const;
    /// Which of `Desktop::displays` it lies on; -1: none.
    int display() const;

    std::vector<KeyEvent> take_keys();
    std::vector<DropEvent> take_drops();
    /// Whether anything happened that the interface has to look at since the last call.
    bool take_activity();
    /// What was in the window may be gone since the last call.
    bool take_exposed() { return std::exchange(exposed_, false); }

    /// Connects this window to the current ImGui context, and disconnects it.
    void attach_imgui();
    void detach_imgui();
    void begin_imgui_frame();

private:
    explicit DesktopWindow(GLFWwindow* window);
    void connect();
    void flush_key();
    struct ImGuiKeyEvent {
        int key = 0, scancode = 0, action = 0, mods = 0; ///< As GLFW has them.
    };
    void tell_imgui(const ImGuiKeyEvent& event);
    void on_key(int key, int scancode, int action, int mods);

    GLFWwindow* window_;
    std::uint64_t x11_window_ = 0; ///< 0: not a window of X.
    bool full_screen_ = false;
    bool imgui_ = false;
    glm::ivec4 windowed_{0, 0, 1280, 720};
    std::optional<KeyEvent> pending_; ///< A press whose character may still come.
    std::vector<KeyEvent> keys_;
    std::vector<DropEvent> drops_;
    std::set<int> pressed_since_frame_; ///< Keys that ImGui has not seen down yet.
    std::vector<ImGuiKeyEvent> late_releases_;
    std::vector<ImGuiKeyEvent> due_releases_; ///< Told before the next frame.
    bool activity_ = true;
    bool exposed_ = false;
};

} // namespace seamline::ui
