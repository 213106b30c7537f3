#include "app/ui/thumbnails.h"

#include "renderer/picture_probe.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

// A frame is held by its request, out of the cache's reach: only few may wait.
constexpr std::size_t kMostRequests = 24;
constexpr std::size_t kMostEntries = 1500;

std::uint32_t packed_rgb(glm::dvec3 rgb) {
    const glm::dvec3 code = glm::clamp(rgb, glm::dvec3(0), glm::dvec3(1)) * 255.0 + 0.5;
    return static_cast<std::uint32_t>(code.r) | static_cast<std::uint32_t>(code.g) << 8 |
           static_cast<std::uint32_t>(code.b) << 16 | 0xFF000000U;
}

} // namespace

std::vector<std::uint32_t> make_thumbnail(const renderer::CachedFrame& frame,
                                          const ColorTags& color,
                                          const renderer::PictureShape& shape, Extent size) {
    const renderer::PictureProbe probe(frame, color);
    if (!probe.can_read() || size.width <= 0 || size.height <= 0) return {};
    const glm::mat3x2 map =
        renderer::target_to_source(shape, shape, {0, 0, size.width, size.height}, {});
    const glm::ivec2 last{std::max(frame.visible.width - 1, 0),
                          std::max(frame.visible.height - 1, 0)};
    std::vector<std::uint32_t> pixels;
    pixels.reserve(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            glm::dvec3 sum{0};
            for (const glm::vec2 part : {glm::vec2(0.25F, 0.25F), glm::vec2(0.75F, 0.25F),
                                         glm::vec2(0.25F, 0.75F), glm::vec2(0.75F, 0.75F)}) {
                const glm::vec2 at = map * glm::vec3(glm::vec2(x, y) + part, 1.0F);
                const glm::ivec2 pixel =
                    glm::clamp(glm::ivec2(glm::floor(at)), glm::ivec2(0), last);
                sum += probe.at(pixel.x, pixel.y).rgb;
            }
            pixels.push_back(packed_rgb(sum * 0.25));
        }
    }
    return pixels;
}

Thumbnails::Thumbnails(std::function<void()> ready)
    : ready_(std::move(ready)), worker_([this](const std::stop_token& stop) { run(stop); }) {}

Thumbnails::~Thumbnails() = default;

std::optional<renderer::UiImage>
Thumbnails::find(const Wanted& wanted,
                 const std::function<std::shared_ptr<const renderer::CachedFrame>()>& cached) {
    const Key key{wanted.source, wanted.frame, wanted.size.width, wanted.size.height};
    {
        const std::scoped_lock lock(mutex_);
        const auto at = entries_.find(key);
        if (at != entries_.end() && at->second.color == wanted.color) {
            at->second.last_used = ++now_;
            if (!at->second.rgba || at->second.rgba->empty()) return {};
            return renderer::UiImage{{}, at->second.image_key, wanted.size, at->second.rgba};
        }
        if (requests_.size() >= kMostRequests) return {};
    }
    Request request{wanted, 0, cached()};
    if (!request.frame) return {};
    {
        const std::scoped_lock lock(mutex_);
        request.image_key = next_image_++;
        entries_.insert_or_assign(key, Entry{request.image_key, wanted.color, nullptr, ++now_});
        requests_.push_back(std::move(request));
        drop_old();
    }
    asked_.notify_one();
    return {};
}

void Thumbnails::forget(session::SourceKey source) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(entries_, [&](const auto& entry) { return std::get<0>(entry.first) == source; });
    std::erase_if(requests_, [&](const Request& r) { return r.wanted.source == source; });
}

void Thumbnails::drop_old() {
    if (entries_.size() <= kMostEntries) return;
    const std::uint64_t limit = now_ - kMostEntries / 2;
    std::erase_if(entries_, [&](const auto& entry) {
        return entry.second.rgba && entry.second.last_used < limit;
    });
}

void Thumbnails::run(const std::stop_token& stop) {
    while (true) {
        Request request;
        {
            std::unique_lock lock(mutex_);
            if (!asked_.wait(lock, stop, [&] { return !requests_.empty(); })) return;
            request = std::move(requests_.front());
            requests_.pop_front();
        }
        const Wanted& wanted = request.wanted;
        auto pixels = std::make_shared<const std::vector<std::uint32_t>>(
            make_thumbnail(*request.frame, wanted.color, wanted.shape, wanted.size));
        request.frame.reset();
        {
            const std::scoped_lock lock(mutex_);
            const auto at =
                entries_.find({wanted.source, wanted.frame, wanted.size.width, wanted.size.height});
            if (at != entries_.end() && at->second.image_key == request.image_key)
                at->second.rgba = std::move(pixels);
        }
        ready_();
    }
}

} // namespace seamline::ui
