// renderer/scopes/scope_artist.h: draws scopes from counted bins on a thread of its own.
#pragma once

#include "renderer/scopes/scope_pass.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace seamline::renderer {

/// For devices that are a CPU: what the present path does there is copy finished pixels.
///
/// Threads: the public functions belong to the render thread. The thread inside gives way to all
/// others of the machine.
class ScopeArtist {
public:
    ScopeArtist(const Device& device, bool swaps_red_and_blue);
    ~ScopeArtist(); ///< Finishes the picture that was begun.
    ScopeArtist(const ScopeArtist&) = delete;
    ScopeArtist& operator=(const ScopeArtist&) = delete;

    /// Never waits: of what is asked for while the thread is busy only the last is drawn. Readings
    /// must have words.
    void draw(std::vector<ScopeSheet> sheets);

    struct Pictures {
        std::vector<ScopeSheet> sheets; ///< What was drawn.
        std::vector<WindowPixels> pixels;
        std::uint64_t number = 0; ///< Counts finished sets; 0: none yet.
    };
    /// The newest finished set. Throws VulkanError when there was no memory for it.
    Pictures latest() const;
    bool is_busy() const;

    struct Counts {
        std::int64_t drawn = 0;
        std::int64_t skipped = 0; ///< Overtaken before they were begun.
        double total_ms = 0;
    };
    Counts counts() const;

private:
    void run(const std::stop_token& stop);
    WindowPixels pixels_of(const ScopeSheet& sheet);
    std::shared_ptr<Buffer> take(VkDeviceSize bytes);

    const Device* device_;
    const bool swaps_red_and_blue_;
    std::vector<std::shared_ptr<Buffer>> buffers_; ///< The thread's own.

    mutable std::mutex mutex_; // Guards everything below.
    mutable std::exception_ptr failure_;
    std::condition_variable_any asked_;
    std::optional<std::vector<ScopeSheet>> waiting_;
    bool is_busy_ = false;
    Pictures latest_;
    Counts counts_;

    std::jthread thread_; // Last: starts when everything above exists.
};

} // namespace seamline::renderer
