#include "app/ui/window.h"

#include "app/session/xdg.h"
#include "app/ui/application.h"
#include "renderer/vulkan/check.h"

#include <chrono>
#include <cstdio>
#include <memory>

namespace seamline::ui {
namespace {

constexpr int kClosed = 0;
constexpr int kUnusable = 3;
/// A device lost again so soon will be lost for ever.
constexpr std::chrono::seconds kFairRun{10};

int fail(const std::string& message) {
    std::fprintf(stderr, "seamline: %s\n", message.c_str());
    return kUnusable;
}

std::filesystem::path preferences_file() {
    return session::xdg_path(session::XdgFolder::Config) / "preferences.json";
}

/// ImGui's context, whose memory outlives the parts that draw.
struct ImGuiScope {
    ImGuiScope() {
        IMGUI_CHECKVERSION();
        ImGui::CreateContext();
    }
    ~ImGuiScope() { ImGui::DestroyContext(); }
    ImGuiScope(const ImGuiScope&) = delete;
    ImGuiScope& operator=(const ImGuiScope&) = delete;
};

/// Runs on one device until that ends. A lost device leaves in `options` what to go on with.
int run_on_device(WindowOptions& options, Desktop& desktop, DesktopWindow& window,
                  session::Preferences& preferences, bool& device_lost) {
    renderer::DeviceOptions device_options;
    device_options.instance_extensions = desktop.vulkan_extensions();
    device_options.validation = options.validation;
    device_options.can_present = Desktop::can_present;
    device_options.video_decode = decode::wants_vulkan_video(options.decode);
    const renderer::Device device(device_options);
    if (!device.passed_over().empty())
        std::fprintf(stderr, "seamline: %s.\n", device.passed_over().c_str());
    const ImGuiScope imgui;
    auto application = std::make_unique<Application>(options, desktop, window, device, preferences);
    application->begin();
    const Ending ending = application->run();
    if (ending == Ending::Failed) return fail(application->failure());
    device_lost = ending == Ending::DeviceLost;
    if (!device_lost) return kClosed;
    session::ResumedReview review = application->review();
    const std::filesystem::path autosaved = application->autosave_file();
    application.reset(); // Lets go of what it autosaved.
    if (auto left = session::abandoned_session(autosaved))
        review.left = std::make_shared<session::AbandonedSession>(std::move(*left));
    options.sources.clear();
    options.review = std::move(review);
    options.note.clear();
    options.color = {}; // The review has them.
    options.play = false;
    return kUnusable;
}

/// Runs on one device after another for as long as that makes sense.
int run_on_devices(WindowOptions options, Desktop& desktop, DesktopWindow& window,
                   session::Preferences& preferences) {
    while (true) {
        const auto began = std::chrono::steady_clock::now();
        bool device_lost = false;
        const int code = run_on_device(options, desktop, window, preferences, device_lost);
        if (!device_lost) return code;
        if (std::chrono::steady_clock::now() - began < kFairRun)
            return fail("The GPU was lost twice in a row; look at the driver and the system log.");
        std::fprintf(stderr, "seamline: the GPU was lost; starting again on it.\n");
    }
}

} // namespace

std::optional<session::ResumedReview> resumable_review(std::string& note) {
    const auto preferences = session::load_preferences(preferences_file());
    const bool with_last = !preferences || preferences.value().restore_last_session;
    return SessionKeeper::resumable(note, with_last);
}

int run_window(const WindowOptions& options) {
    auto desktop = Desktop::open();
    if (!desktop) return fail(desktop.error().message);
    const auto loaded = session::load_preferences(preferences_file());
    if (!loaded) std::fprintf(stderr, "seamline: %s\n", loaded.error().message.c_str());
    const session::Preferences before = loaded ? loaded.value() : session::Preferences{};
    session::Preferences preferences = before;
    DesktopWindow::Options window_options;
    window_options.title = "Seamline";
    window_options.width = preferences.window_width;
    window_options.height = preferences.window_height;
    window_options.maximized = preferences.window_maximized;
    auto window = DesktopWindow::open(window_options);
    if (!window) return fail(window.error().message);
    int code = kUnusable;
    try {
        code = run_on_devices(options, desktop.value(), *window.value(), preferences);
    } catch (const renderer::VulkanError& error) {
        return fail(error.what());
    }
    // A file that could not be read is not written over unless the user changed something.
    if (preferences != before) {
        const auto folder = session::xdg_folder(session::XdgFolder::Config);
        const auto saved = folder ? session::save_preferences(preferences, preferences_file())
                                  : Result<Done>(folder.error());
        if (!saved) std::fprintf(stderr, "seamline: %s\n", saved.error().message.c_str());
    }
    return code;
}

} // namespace seamline::ui
