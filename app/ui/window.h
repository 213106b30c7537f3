// app/ui/window.h: the program's window, from opening to closing.
#pragma once

#include "app/session/autosave.h"
#include "decode/hardware.h"
#include "decode/media/result.h"
#include "renderer/color/color_config.h"
#include "renderer/vulkan/faults.h"
#include "renderer/window_output.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

struct WindowOptions {
    /// Media, or one session file. Errors of single files become toasts.
    std::vector<std::filesystem::path> sources;
    /// Shown when there are no `sources`, e.g. the demo or `resumable_review`.
    std::optional<session::ResumedReview> review;
    std::string note;              ///< A toast to begin with; empty: none.
    std::uint64_t cache_bytes = 0; ///< 0: as the preferences say.
    decode::DecodeChoice decode = decode::DecodeChoice::Auto; ///< --decode
    bool validation = false;       ///< Vulkan validation layers.
    std::optional<color::ColorConfig> color_config; ///< --ocio; none: the one that preferences name.
    /// Colours that were asked for, put into what was opened; null: none. Its error becomes a toast.
    std::function<Result<Done>(session::Session&)> color;
    /// --output; none: as the preferences say. Not remembered.
    std::optional<renderer::WindowOutput> output;
    renderer::DeviceFaults faults; ///< $SEAMLINE_FAIL_GPU: of the first device, but for lost-each.
    bool play = true;              ///< Starts playing as soon as a source is open.
};

/// The review to go on with when no file was named: one that a crash left behind, else the last
/// one where the preferences ask for it. `note` gets what to tell the user. Blocks: on the disk.
std::optional<session::ResumedReview> resumable_review(std::string& note);

/// Shows the window until it is closed. Writes one line to stderr for what prevents it.
/// Returns the exit code: 0; 3 when there is no display or no Vulkan driver, or the device was lost
/// for good. Threads: main thread.
int run_window(const WindowOptions& options);

} // namespace seamline::ui
