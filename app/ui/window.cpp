#include "app/ui/window.h"

#include "app/ui/application.h"
#include "app/ui/preferences_file.h"
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
/// A cache that is smaller holds too few frames to play.
constexpr std::uint64_t kLeastCacheBytes = 32U << 20U;

int fail(const std::string& message) {
    std::fprintf(stderr, "seamline: %s\n", message.c_str());
    return kUnusable;
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

/// What to go on with on another device; the application is gone afterwards.
void take_over(std::unique_ptr<Application> application, WindowOptions& options) {
    session::ResumedReview review = application->review();
    const std::filesystem::path autosaved = application->autosave_file();
    application.reset(); // Lets go of what it autosaved.
    if (auto left = session::abandoned_session(autosaved))
        review.left = std::make_shared<session::AbandonedSession>(std::move(*left));
    options.sources.clear();
    options.review = std::move(review);
    options.color = {}; // The review has them.
    options.play = false;
    if (!options.faults.lost_on_each)
        options.faults = {}; // What is tried on purpose is tried once.
}

/// Runs on one device until that ends. When it is to be run again, `options` say what to go on
/// with, and its note says why.
Ending run_on_device(WindowOptions& options, Desktop& desktop, DesktopWindow& window,
                     session::Preferences& preferences) {
    renderer::DeviceOptions device_options;
    device_options.instance_extensions = desktop.vulkan_extensions();
    device_options.validation = options.validation;
    device_options.can_present = Desktop::can_present;
    device_options.faults = options.faults;
    device_options.video_decode = decode::wants_vulkan_video(options.decode);
    const renderer::Device device(device_options);
    if (!device.passed_over().empty())
        std::fprintf(stderr, "seamline: %s.\n", device.passed_over().c_str());
    const ImGuiScope imgui;
    auto application = std::make_unique<Application>(options, desktop, window, device, preferences);
    application->begin();
    const Ending ending = application->run();
    options.note.clear();
    if (ending == Ending::Failed) fail(application->failure());
    if (ending == Ending::DeviceLost)
        options.note = "The graphics device stopped and was started again; nothing that was "
                       "decided is lost.";
    if (ending == Ending::OutOfMemory) {
        options.cache_bytes = application->cache_bytes() / 2;
        options.note = "The graphics device ran out of memory and was started again with a cache "
                       "of " +
                       std::to_string(options.cache_bytes >> 20U) +
                       " MiB; nothing that was decided is lost.";
    }
    if (!options.note.empty()) take_over(std::move(application), options);
    return ending;
}

/// Runs on one device after another for as long as that makes sense.
int run_on_devices(WindowOptions options, Desktop& desktop, DesktopWindow& window,
                   session::Preferences& preferences) {
    for (bool was_lost = false;;) {
        const auto began = std::chrono::steady_clock::now();
        const Ending ending = run_on_device(options, desktop, window, preferences);
        if (ending == Ending::Closed) return kClosed;
        if (ending == Ending::Failed) return kUnusable;
        if (ending == Ending::OutOfMemory && options.cache_bytes < kLeastCacheBytes)
            return fail("The graphics device has too little memory free: close other programs.");
        const bool lost_soon = ending == Ending::DeviceLost &&
                               std::chrono::steady_clock::now() - began < kFairRun;
        if (lost_soon && was_lost)
            return fail("The GPU was lost twice in a row; look at the driver and the system log.");
        was_lost = ending == Ending::DeviceLost;
        std::fprintf(stderr, "seamline: %s\n", options.note.c_str());
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
        const auto saved = keep_preferences(preferences);
        if (!saved) std::fprintf(stderr, "seamline: %s\n", saved.error().message.c_str());
    }
    return code;
}

} // namespace seamline::ui
