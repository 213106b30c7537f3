#include "app/ui/thumbnails.h"

#include "app/playback/compose.h"
#include "renderer/color_transform.h"
#include "renderer/picture_probe.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <utility>

namespace seamline::ui {
namespace {

// A frame is held by its request, out of the cache's reach: only few may wait.
constexpr std::size_t kMostRequests = 24;
constexpr std::size_t kMostEntries = 1500;
/// How often what waits for the GPU looks whether it is still wanted.
constexpr std::chrono::milliseconds kSlice{50};

std::uint32_t packed_rgb(glm::dvec3 rgb) {
    const glm::dvec3 code = glm::clamp(rgb, glm::dvec3(0), glm::dvec3(1)) * 255.0 + 0.5;
    return static_cast<std::uint32_t>(code.r) | static_cast<std::uint32_t>(code.g) << 8 |
           static_cast<std::uint32_t>(code.b) << 16 | 0xFF000000U;
}

/// From a small picture's pixels to the frame's.
glm::mat3x2 placed(const renderer::PictureShape& shape, Extent size,
                   const interchange::Reframe& reframe) {
    const glm::mat3x2 whole =
        renderer::target_to_source(shape, shape, {0, 0, size.width, size.height}, {});
    return reframe == interchange::Reframe{} ? whole : playback::reframed(whole, shape, reframe);
}

bool is_same_color(const playback::ShownColor& a, const playback::ShownColor& b) {
    return a.transform == b.transform && (a.transform == nullptr || a.grade == b.grade);
}

} // namespace

std::vector<std::uint32_t> make_thumbnail(const renderer::CachedFrame& frame,
                                          const ColorTags& color,
                                          const renderer::PictureShape& shape, Extent size,
                                          const color::ColorProcessor* processor,
                                          const interchange::Reframe& reframe) {
    const renderer::PictureProbe probe(frame, color);
    if (!probe.can_read() || size.width <= 0 || size.height <= 0) return {};
    const glm::mat3x2 map = placed(shape, size, reframe);
    const bool is_whole = reframe == interchange::Reframe{};
    const glm::ivec2 last{std::max(frame.visible.width - 1, 0),
                          std::max(frame.visible.height - 1, 0)};
    std::vector<float> parts; ///< Of each pixel, what of it the picture covers.
    std::vector<float> colors;
    colors.reserve(3 * static_cast<std::size_t>(size.width) *
                   static_cast<std::size_t>(size.height));
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            glm::dvec3 sum{0};
            int covered = 0;
            for (const glm::vec2 part : {glm::vec2(0.25F, 0.25F), glm::vec2(0.75F, 0.25F),
                                         glm::vec2(0.25F, 0.75F), glm::vec2(0.75F, 0.75F)}) {
                const glm::vec2 at = map * glm::vec3(glm::vec2(x, y) + part, 1.0F);
                const glm::ivec2 inside(glm::floor(at));
                const glm::ivec2 pixel = glm::clamp(inside, glm::ivec2(0), last);
                if (!is_whole && pixel != inside) continue;
                sum += probe.at(pixel.x, pixel.y).rgb;
                ++covered;
            }
            parts.push_back(static_cast<float>(covered) * 0.25F);
            for (int i = 0; i < 3; ++i)
                colors.push_back(static_cast<float>(sum[i] / std::max(covered, 1)));
        }
    }
    if (processor != nullptr) processor->apply(colors, 3);
    std::vector<std::uint32_t> pixels;
    pixels.reserve(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
        pixels.push_back(
            packed_rgb(glm::dvec3(colors[3 * i], colors[3 * i + 1], colors[3 * i + 2]) *
                       static_cast<double>(parts[i])));
    return pixels;
}

renderer::Composition thumbnail_composition(std::shared_ptr<const renderer::CachedFrame> frame,
                                            const ColorTags& color,
                                            const renderer::PictureShape& shape, Extent size,
                                            const playback::ShownColor& shown,
                                            const interchange::Reframe& reframe) {
    const Rect whole{0, 0, size.width, size.height};
    renderer::Composition composition;
    composition.target = size;
    composition.filter = renderer::ResizeFilter::Bilinear;
    renderer::Tile tile;
    tile.rect = whole;
    tile.a.frame = std::move(frame);
    tile.a.color = color;
    tile.a.transform = shown.transform;
    tile.a.grade = shown.grade;
    tile.a.opaque = true;
    tile.a.target_to_source = placed(shape, size, reframe);
    composition.tiles.push_back(std::move(tile));
    return composition;
}

Thumbnails::Thumbnails(Render render, std::function<void()> ready)
    : render_(std::move(render)), ready_(std::move(ready)),
      worker_([this](const std::stop_token& stop) { run(stop); }) {}

Thumbnails::~Thumbnails() = default;

std::optional<renderer::UiImage>
Thumbnails::find(const Wanted& wanted,
                 const std::function<std::shared_ptr<const renderer::CachedFrame>()>& cached) {
    const Key key{wanted.source, wanted.frame, wanted.size.width, wanted.size.height};
    std::optional<renderer::UiImage> old;
    {
        const std::scoped_lock lock(mutex_);
        const auto at = entries_.find(key);
        const bool is_same = at != entries_.end() && at->second.color == wanted.color &&
                             is_same_color(at->second.shown, wanted.shown) &&
                             at->second.reframe == wanted.reframe;
        if (is_same) {
            at->second.last_used = ++now_;
            if (!at->second.rgba || at->second.rgba->empty()) return {};
            return renderer::UiImage{{}, at->second.image_key, wanted.size, at->second.rgba};
        }
        // The old colours stay until the new ones are there.
        if (at != entries_.end() && at->second.rgba && !at->second.rgba->empty())
            old = renderer::UiImage{{}, at->second.image_key, wanted.size, at->second.rgba};
        if (requests_.size() >= kMostRequests) return old;
    }
    Request request{wanted, 0, cached(), {}};
    if (!request.frame) return old;
    // Grades that are dragged are values of the shader's program.
    const bool is_dynamic = wanted.shown.transform && wanted.shown.transform->uniform_bytes() > 0;
    if (request.frame->mapped == nullptr || is_dynamic)
        request.rendered =
            render_(thumbnail_composition(std::move(request.frame), wanted.color, wanted.shape,
                                          wanted.size, wanted.shown, wanted.reframe));
    {
        const std::scoped_lock lock(mutex_);
        request.image_key = next_image_++;
        entries_.insert_or_assign(key, Entry{request.image_key, wanted.color, wanted.shown,
                                             wanted.reframe, nullptr, ++now_});
        requests_.push_back(std::move(request));
        drop_old();
    }
    asked_.notify_one();
    return old;
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

std::optional<Thumbnails::Pixels> Thumbnails::pixels_of(Request& request,
                                                        const std::stop_token& stop) {
    const Wanted& wanted = request.wanted;
    if (request.frame != nullptr) {
        const auto frame = std::exchange(request.frame, nullptr);
        const renderer::ColorTransform* transform = wanted.shown.transform.get();
        return make_thumbnail(*frame, wanted.color, wanted.shape, wanted.size,
                              transform != nullptr ? &transform->processor() : nullptr,
                              wanted.reframe);
    }
    while (request.rendered.wait_for(kSlice) != std::future_status::ready)
        if (stop.stop_requested()) return std::nullopt;
    const Result<renderer::RenderedPicture> picture = request.rendered.get();
    // Without memory it stays empty; what ended with its render loop is asked for again.
    if (!picture && picture.error().code != ErrorCode::Cancelled) return Pixels{};
    if (!picture) return std::nullopt;
    Pixels pixels(picture.value().pixels.size() / sizeof(std::uint32_t));
    std::memcpy(pixels.data(), picture.value().pixels.data(), pixels.size() * sizeof(pixels[0]));
    for (std::uint32_t& pixel : pixels) pixel |= 0xFF000000U;
    return pixels;
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
        std::optional<Pixels> pixels = pixels_of(request, stop);
        {
            const std::scoped_lock lock(mutex_);
            const auto at =
                entries_.find({wanted.source, wanted.frame, wanted.size.width, wanted.size.height});
            const bool wanted_still =
                at != entries_.end() && at->second.image_key == request.image_key;
            if (wanted_still && pixels)
                at->second.rgba = std::make_shared<const Pixels>(std::move(*pixels));
            else if (wanted_still)
                entries_.erase(at);
        }
        ready_();
    }
}

} // namespace seamline::ui
