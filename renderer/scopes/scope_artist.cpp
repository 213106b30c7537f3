#include "renderer/scopes/scope_artist.h"

#include "renderer/vulkan/check.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

namespace seamline::renderer {
namespace {

constexpr int kBackgroundNiceness = 10;

bool can_be_drawn(const ScopeSheet& sheet) {
    return sheet.a != nullptr && !sheet.a->bins.words.empty() && sheet.view.rect.width > 0 &&
           sheet.view.rect.height > 0;
}

} // namespace

ScopeArtist::ScopeArtist(const Device& device, bool swaps_red_and_blue)
    : device_(&device), swaps_red_and_blue_(swaps_red_and_blue),
      thread_([this](const std::stop_token& stop) {
          setpriority(PRIO_PROCESS, 0, kBackgroundNiceness); // Of this thread alone, on Linux.
          run(stop);
      }) {}

ScopeArtist::~ScopeArtist() = default;

void ScopeArtist::draw(std::vector<ScopeSheet> sheets) {
    {
        const std::scoped_lock lock(mutex_);
        if (waiting_) ++counts_.skipped;
        waiting_ = std::move(sheets);
    }
    asked_.notify_all();
}

ScopeArtist::Pictures ScopeArtist::latest() const {
    const std::scoped_lock lock(mutex_);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    return latest_;
}

bool ScopeArtist::is_busy() const {
    const std::scoped_lock lock(mutex_);
    return waiting_.has_value() || is_busy_;
}

ScopeArtist::Counts ScopeArtist::counts() const {
    const std::scoped_lock lock(mutex_);
    return counts_;
}

/// One that nobody holds, or a new one. Who holds a buffer got it from `latest_`, which holds it,
/// too.
std::shared_ptr<Buffer> ScopeArtist::take(VkDeviceSize bytes) {
    for (auto at = buffers_.begin(); at != buffers_.end();) {
        if (at->use_count() > 1) {
            ++at;
            continue;
        }
        if ((*at)->size_bytes() == bytes) return *at;
        at = buffers_.erase(at);
    }
    return buffers_.emplace_back(
        std::make_shared<Buffer>(*device_, bytes, BufferMemory::Upload, "scope pixels"));
}

WindowPixels ScopeArtist::pixels_of(const ScopeSheet& sheet) {
    const bool has_b = sheet.b != nullptr && !sheet.b->bins.words.empty();
    shared::ScopeDrawing drawing =
        drawing_of(sheet.view, sheet.a->bins, has_b ? &sheet.b->bins : nullptr);
    drawing.swaps_red_and_blue = swaps_red_and_blue_ ? 1 : 0;
    const std::vector<std::byte> pixels =
        renderer::draw(drawing, sheet.a->bins.words,
                       has_b ? sheet.b->bins.words : std::span<const std::uint32_t>{});
    std::shared_ptr<Buffer> buffer = take(pixels.size());
    std::memcpy(buffer->mapped(), pixels.data(), pixels.size());
    return {sheet.view.rect, {drawing.size.x, drawing.size.y}, std::move(buffer)};
}

void ScopeArtist::run(const std::stop_token& stop) {
    for (;;) {
        std::vector<ScopeSheet> sheets;
        {
            std::unique_lock lock(mutex_);
            is_busy_ = false;
            if (!asked_.wait(lock, stop, [&] { return waiting_.has_value(); })) return;
            sheets = std::move(*waiting_);
            waiting_.reset();
            is_busy_ = true;
        }
        const auto start = std::chrono::steady_clock::now();
        try {
            Pictures drawn;
            for (ScopeSheet& sheet : sheets) {
                if (stop.stop_requested()) return;
                if (!can_be_drawn(sheet)) continue;
                drawn.pixels.push_back(pixels_of(sheet));
                drawn.sheets.push_back(std::move(sheet));
            }
            const std::chrono::duration<double, std::milli> taken =
                std::chrono::steady_clock::now() - start;
            const std::scoped_lock lock(mutex_);
            drawn.number = latest_.number + 1;
            latest_ = std::move(drawn);
            ++counts_.drawn;
            counts_.total_ms += taken.count();
        } catch (const VulkanError&) { // No memory for pixels.
            const std::scoped_lock lock(mutex_);
            failure_ = std::current_exception();
        }
    }
}

} // namespace seamline::renderer
