#include "renderer/vulkan/check.h" // Before GLFW, which then declares its Vulkan functions.

#include "app/ui/desktop_window.h"

#include "app/ui/x11_errors.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <imgui.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <utility>

namespace seamline::ui {
namespace {

std::string glfw_error(const char* fallback) {
    const char* text = nullptr;
    glfwGetError(&text);
    return text != nullptr ? text : fallback;
}

DesktopWindow& self(GLFWwindow* window) {
    return *static_cast<DesktopWindow*>(glfwGetWindowUserPointer(window));
}

/// The first code point of UTF-8 text.
char32_t first_character(const char* text) {
    if (text == nullptr || *text == 0) return 0;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return byte(0);
    const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (std::strlen(text) < length) return 0;
    char32_t point = byte(0) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte(i) & 0x3FU);
    return point;
}

NamedKey named(int key) {
    struct Pair {
        int key;
        NamedKey named;
    };
    constexpr Pair kKeys[]{
        {GLFW_KEY_SPACE, NamedKey::Space},    {GLFW_KEY_TAB, NamedKey::Tab},
        {GLFW_KEY_ENTER, NamedKey::Enter},    {GLFW_KEY_KP_ENTER, NamedKey::Enter},
        {GLFW_KEY_ESCAPE, NamedKey::Escape},  {GLFW_KEY_BACKSPACE, NamedKey::Backspace},
        {GLFW_KEY_INSERT, NamedKey::Insert},  {GLFW_KEY_DELETE, NamedKey::Delete},
        {GLFW_KEY_LEFT, NamedKey::Left},      {GLFW_KEY_RIGHT, NamedKey::Right},
        {GLFW_KEY_UP, NamedKey::Up},          {GLFW_KEY_DOWN, NamedKey::Down},
        {GLFW_KEY_HOME, NamedKey::Home},      {GLFW_KEY_END, NamedKey::End},
        {GLFW_KEY_PAGE_UP, NamedKey::PageUp}, {GLFW_KEY_PAGE_DOWN, NamedKey::PageDown},
        {GLFW_KEY_PAUSE, NamedKey::Pause},    {GLFW_KEY_PRINT_SCREEN, NamedKey::PrintScreen},
        {GLFW_KEY_MENU, NamedKey::Menu},
    };
    for (const Pair& pair : kKeys)
        if (pair.key == key) return pair.named;
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12)
        return static_cast<NamedKey>(static_cast<int>(NamedKey::F1) + key - GLFW_KEY_F1);
    return NamedKey::None;
}

bool is_modifier(int key) { return key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER; }

Modifiers modifiers(int mods) {
    unsigned result = 0;
    if ((mods & GLFW_MOD_SHIFT) != 0) result |= kShift;
    if ((mods & GLFW_MOD_CONTROL) != 0) result |= kCtrl;
    if ((mods & GLFW_MOD_ALT) != 0) result |= kAlt;
    if ((mods & GLFW_MOD_SUPER) != 0) result |= kSuper;
    return static_cast<Modifiers>(result);
}

GLFWmonitor* monitor_of(GLFWwindow* window) {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    glfwGetWindowPos(window, &x, &y);
    glfwGetWindowSize(window, &width, &height);
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int i = 0; i < count; ++i) {
        int left = 0;
        int top = 0;
        glfwGetMonitorPos(monitors[i], &left, &top);
        const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
        const int cx = x + width / 2;
        const int cy = y + height / 2;
        if (cx >= left && cy >= top && cx < left + mode->width && cy < top + mode->height)
            return monitors[i];
    }
    return glfwGetPrimaryMonitor();
}

/// The number of the window in X. Looked up, because GLFW builds without X lack the function.
std::uint64_t x11_window_of(GLFWwindow* window) {
    using Function = unsigned long (*)(GLFWwindow*);
    const auto function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, "glfwGetX11Window"));
    return function != nullptr ? function(window) : 0;
}

/// Nothing is gained by a window that is larger than the desktop.
glm::ivec2 fitted(glm::ivec2 wanted) {
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    if (monitor == nullptr) return wanted;
    glm::ivec2 at;
    glm::ivec2 room{0, 0};
    glfwGetMonitorWorkarea(monitor, &at.x, &at.y, &room.x, &room.y);
    return room.x > 0 && room.y > 0 ? glm::min(wanted, room) : wanted;
}

} // namespace

Result<Desktop> Desktop::open() {
#ifdef GLFW_PLATFORM // GLFW 3.4 chooses at run time.
    // Without either there is no Wayland to try, and its library would complain on stderr itself.
    if (std::getenv("XDG_RUNTIME_DIR") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr &&
        glfwPlatformSupported(GLFW_PLATFORM_X11) == GLFW_TRUE)
        glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);
#endif
    if (glfwInit() != GLFW_TRUE)
        return Error{ErrorCode::Unavailable,
                     "There is no display to open a window on (" + glfw_error("GLFW cannot start") +
                         "); use `seamline frame` or `seamline bench` without one."};
    Desktop desktop;
    if (glfwVulkanSupported() != GLFW_TRUE)
        return Error{
            ErrorCode::Unavailable,
            "There is no Vulkan driver for windows; install mesa-vulkan-drivers or the GPU "
            "vendor's driver."};
    return Result<Desktop>(std::move(desktop));
}

Desktop::~Desktop() {
    if (owner_) glfwTerminate();
}
Desktop::Desktop(Desktop&& other) noexcept : owner_(std::exchange(other.owner_, false)) {}

std::vector<std::string> Desktop::vulkan_extensions() const {
    std::uint32_t count = 0;
    const char** names = glfwGetRequiredInstanceExtensions(&count);
    return names == nullptr ? std::vector<std::string>{}
                            : std::vector<std::string>(names, names + count);
}

bool Desktop::can_present(VkInstance instance, VkPhysicalDevice device,
                          std::uint32_t queue_family) {
    return glfwGetPhysicalDevicePresentationSupport(instance, device, queue_family) == GLFW_TRUE;
}

std::vector<Display> Desktop::displays() const {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    std::vector<Display> displays;
    for (int i = 0; i < count; ++i) {
        const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
        const char* name = glfwGetMonitorName(monitors[i]);
        Display display;
        display.name = name != nullptr ? name : "display";
        if (mode != nullptr) {
            display.pixels = {mode->width, mode->height};
            display.refresh_hz = mode->refreshRate; // 0 on displays without one.
        }
        displays.push_back(std::move(display));
    }
    return displays;
}

void Desktop::wait_events(double timeout_s) {
    catch_x11_errors();
    if (timeout_s > 0)
        glfwWaitEventsTimeout(timeout_s);
    else
        glfwPollEvents();
}

void Desktop::wake() { glfwPostEmptyEvent(); }

Result<std::unique_ptr<DesktopWindow>> DesktopWindow::open(const Options& options) {
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_CLIENT_API, GLFW_NO_API);
    glfwWindowHint(GLFW_MAXIMIZED, options.maximized ? GLFW_TRUE : GLFW_FALSE);
    if (options.hidden) glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    if (options.quiet) glfwWindowHint(GLFW_FOCUSED, GLFW_FALSE);
    if (options.quiet) glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_FALSE);
    GLFWmonitor* monitor = nullptr;
    const glm::ivec2 size = fitted({std::max(options.width, 320), std::max(options.height, 200)});
    int width = size.x;
    int height = size.y;
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    if (options.display >= 0 && options.display < count) {
        monitor = monitors[options.display];
        const GLFWvidmode* mode = glfwGetVideoMode(monitor);
        width = mode->width;
        height = mode->height;
        glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
        glfwWindowHint(GLFW_REFRESH_RATE, mode->refreshRate);
    }
    GLFWwindow* window = glfwCreateWindow(width, height, options.title.c_str(), monitor, nullptr);
    catch_x11_errors();
    if (window == nullptr)
        return Error{ErrorCode::Unavailable,
                     "The window cannot be opened: " + glfw_error("unknown") + "."};
    auto result = std::unique_ptr<DesktopWindow>(new DesktopWindow(window));
    result->full_screen_ = monitor != nullptr;
    result->connect();
    if (options.quiet) glfwSetInputMode(window, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
    return Result<std::unique_ptr<DesktopWindow>>(std::move(result));
}

DesktopWindow::DesktopWindow(GLFWwindow* window)
    : window_(window), x11_window_(x11_window_of(window)) {
    x11_window_is_new(x11_window_);
    glfwSetWindowUserPointer(window_, this);
    glfwSetWindowSizeLimits(window_, 320, 200, GLFW_DONT_CARE, GLFW_DONT_CARE);
}

DesktopWindow::~DesktopWindow() {
    detach_imgui();
    glfwDestroyWindow(window_);
}

void DesktopWindow::connect() {
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
        self(w).on_key(key, scancode, action, mods);
    });
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned character) {
        DesktopWindow& window = self(w);
        window.activity_ = true;
        if (window.pending_) window.pending_->press.typed = character;
        if (window.imgui_) ImGui_ImplGlfw_CharCallback(w, character);
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int mods) {
        self(w).activity_ = true;
        if (self(w).imgui_) ImGui_ImplGlfw_MouseButtonCallback(w, button, action, mods);
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double x, double y) {
        self(w).activity_ = true;
        if (self(w).imgui_) ImGui_ImplGlfw_ScrollCallback(w, x, y);
    });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
        self(w).activity_ = true;
#if IMGUI_VERSION_NUM >= 18700
        const glm::dvec2 at = self(w).pointer();
        if (self(w).imgui_) ImGui_ImplGlfw_CursorPosCallback(w, at.x, at.y);
#endif
        static_cast<void>(x);
        static_cast<void>(y);
    });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int entered) {
        self(w).activity_ = true;
        if (self(w).imgui_) ImGui_ImplGlfw_CursorEnterCallback(w, entered);
    });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int focused) {
        self(w).activity_ = true;
        if (self(w).imgui_) ImGui_ImplGlfw_WindowFocusCallback(w, focused);
    });
    glfwSetFramebufferSizeCallback(window_,
                                   [](GLFWwindow* w, int, int) { self(w).activity_ = true; });
    glfwSetWindowRefreshCallback(
        window_, [](GLFWwindow* w) { self(w).activity_ = self(w).exposed_ = true; });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
        DropEvent drop;
        drop.paths.assign(paths, paths + count);
        drop.at = self(w).pointer();
        self(w).drops_.push_back(std::move(drop));
        self(w).activity_ = true;
    });
}

void DesktopWindow::on_key(int key, int scancode, int action, int mods) {
    activity_ = true;
    flush_key();
    // ImGui hears of keys only while it can use them: its own Tab and arrows would get in the way.
    if (imgui_) {
        const bool wanted = ImGui::GetIO().WantTextInput ||
                            ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup) ||
                            is_modifier(key) || action == GLFW_RELEASE;
        if (wanted) tell_imgui({key, scancode, action, mods});
    }
    if (key == GLFW_KEY_UNKNOWN || is_modifier(key)) return;
    KeyEvent event;
    event.press = {named(key), 0, 0, modifiers(mods)};
    if (event.press.named == NamedKey::None)
        event.press.base = first_character(glfwGetKeyName(key, scancode));
    event.key = key;
    event.down = action != GLFW_RELEASE;
    event.repeat = action == GLFW_REPEAT;
    if (event.down)
        pending_ = event;
    else
        keys_.push_back(event);
}

/// ImGui before 1.87 looks at keys once a frame: one that went down and up between two frames would
/// be missed. Its going up waits for a frame.
void DesktopWindow::tell_imgui(const ImGuiKeyEvent& event) {
#if IMGUI_VERSION_NUM < 18700
    if (event.action == GLFW_RELEASE && pressed_since_frame_.contains(event.key)) {
        late_releases_.push_back(event);
        return;
    }
    if (event.action == GLFW_PRESS) pressed_since_frame_.insert(event.key);
#endif
    ImGui_ImplGlfw_KeyCallback(window_, event.key, event.scancode, event.action, event.mods);
}

void DesktopWindow::flush_key() {
    if (pending_) keys_.push_back(*std::exchange(pending_, std::nullopt));
}

VkSurfaceKHR_T* DesktopWindow::make_surface(VkInstance_T* instance) const {
    VkSurfaceKHR surface = VK_NULL_HANDLE;
    renderer::check(glfwCreateWindowSurface(instance, window_, nullptr, &surface),
                    "glfwCreateWindowSurface");
    return surface;
}

Extent DesktopWindow::framebuffer() const {
    Extent extent;
    glfwGetFramebufferSize(window_, &extent.width, &extent.height);
    return is_lost() ? Extent{} : extent; // Of a lost window GLFW makes up a size.
}

glm::ivec2 DesktopWindow::size() const {
    if (full_screen_) return {windowed_.z, windowed_.w};
    glm::ivec2 size;
    glfwGetWindowSize(window_, &size.x, &size.y);
    return size;
}

bool DesktopWindow::is_maximized() const {
    return glfwGetWindowAttrib(window_, GLFW_MAXIMIZED) == GLFW_TRUE;
}
bool DesktopWindow::should_close() const { return glfwWindowShouldClose(window_) == GLFW_TRUE; }
bool DesktopWindow::is_lost() const { return x11_window_ != 0 && x11_window_is_gone(x11_window_); }
void DesktopWindow::ask_to_close() { glfwSetWindowShouldClose(window_, GLFW_TRUE); }
void DesktopWindow::set_title(const std::string& title) {
    glfwSetWindowTitle(window_, title.c_str());
}

void DesktopWindow::set_full_screen(bool full_screen) {
    if (full_screen == full_screen_) return;
    if (full_screen) {
        glfwGetWindowPos(window_, &windowed_.x, &windowed_.y);
        glfwGetWindowSize(window_, &windowed_.z, &windowed_.w);
        GLFWmonitor* monitor = monitor_of(window_);
        const GLFWvidmode* mode = glfwGetVideoMode(monitor);
        glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    } else {
        glfwSetWindowMonitor(window_, nullptr, windowed_.x, windowed_.y, windowed_.z, windowed_.w,
                             GLFW_DONT_CARE);
    }
    full_screen_ = full_screen;
    activity_ = true;
}

glm::dvec2 DesktopWindow::pointer() const {
    glm::dvec2 at;
    glfwGetCursorPos(window_, &at.x, &at.y);
    glm::ivec2 size;
    glfwGetWindowSize(window_, &size.x, &size.y);
    const Extent pixels = framebuffer();
    if (size.x > 0 && size.y > 0) at *= glm::dvec2(pixels.width, pixels.height) / glm::dvec2(size);
    return at;
}

bool DesktopWindow::is_down(int key) const { return glfwGetKey(window_, key) == GLFW_PRESS; }

float DesktopWindow::content_scale() const {
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::max(x, y);
}

int DesktopWindow::display() const {
    const GLFWmonitor* here = monitor_of(window_);
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int i = 0; i < count; ++i)
        if (monitors[i] == here) return i;
    return -1;
}

std::vector<KeyEvent> DesktopWindow::take_keys() {
    flush_key();
    return std::exchange(keys_, {});
}
std::vector<DropEvent> DesktopWindow::take_drops() { return std::exchange(drops_, {}); }
bool DesktopWindow::take_activity() { return std::exchange(activity_, false); }

void DesktopWindow::attach_imgui() {
    ImGui_ImplGlfw_InitForVulkan(window_, false);
    imgui_ = true;
}
void DesktopWindow::detach_imgui() {
    if (std::exchange(imgui_, false)) ImGui_ImplGlfw_Shutdown();
}
void DesktopWindow::begin_imgui_frame() {
    for (const ImGuiKeyEvent& event : due_releases_)
        ImGui_ImplGlfw_KeyCallback(window_, event.key, event.scancode, event.action, event.mods);
    due_releases_ = std::exchange(late_releases_, {});
    pressed_since_frame_.clear();
    ImGui_ImplGlfw_NewFrame();
    // Everything is laid out in framebuffer pixels, whatever the desktop's scale.
    ImGuiIO& io = ImGui::GetIO();
    const Extent pixels = framebuffer();
    io.DisplaySize = {static_cast<float>(pixels.width), static_cast<float>(pixels.height)};
    io.DisplayFramebufferScale = {1, 1};
#if IMGUI_VERSION_NUM < 18700
    const glm::dvec2 at = pointer();
    if (io.MousePos.x > -1e5F) io.MousePos = {static_cast<float>(at.x), static_cast<float>(at.y)};
#endif
}

} // namespace seamline::ui
