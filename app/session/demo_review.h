// app/session/demo_review.h: renders the demo review's takes once and keeps them in the cache.
#pragma once

#include "app/session/demo_takes.h"
#include "decode/media/result.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace seamline::renderer {
class Device;
}

namespace seamline::session {

/// One take of the demo review as a file.
struct DemoFile {
    std::filesystem::path path;
    std::string name;      ///< "A"
    std::string generator; ///< "Generator A"
    std::string shot;      ///< "room"
    std::string about;     ///< One sentence: how it differs from the others.
};

struct DemoReview {
    std::filesystem::path folder;
    std::vector<DemoFile> takes; ///< In the order of review.json, shot by shot.
    int rendered = 0;            ///< How many of them were not there before.
};

/// Called before every frame: frames finished, frames in all that were missing, and what is being
/// done. Returning false cancels.
using DemoProgress = std::function<bool(int done, int total, const std::string& text)>;

/// $XDG_CACHE_HOME/seamline/demo-VERSION, whether it exists or not. VERSION changes with the takes'
/// parameters, the shaders and the encoding, so an old program's takes are never mistaken for ours.
std::filesystem::path demo_cache_folder();

/// The demo review of this build, rendered where it is missing, with sound.
///
/// Threads: any one thread; others may use `device` meanwhile.
/// Blocks: until all takes are there: about a minute on two cores without a GPU, else at once.
/// Errors: Cancelled (finished takes stay and are not made again); Io; Unsupported (no encoder).
/// Throws: renderer::VulkanError.
Result<DemoReview> ensure_demo_review(const renderer::Device& device,
                                      const std::filesystem::path& folder,
                                      const DemoProgress& progress);

/// The same for takes of one's own.
Result<DemoReview> ensure_demo_takes(const renderer::Device& device,
                                     std::span<const DemoTake> takes,
                                     const std::filesystem::path& folder,
                                     const DemoProgress& progress);

} // namespace seamline::session
