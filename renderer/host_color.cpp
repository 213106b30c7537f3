#include "renderer/host_color.h"

#include "renderer/color_transform.h"
#include "renderer/float_frame.h"
#include "renderer/vulkan/buffer.h"

#include <algorithm>
#include <cstring>
#include <thread>

namespace seamline::renderer {
namespace {

constexpr std::size_t kChannels = 4;

bool wants_it(const Picture& picture) {
    if (picture.frame == nullptr || picture.transform == nullptr) return false;
    const bool has_alpha = picture.frame->layout.has_alpha && !picture.opaque;
    return picture.transform->is_long() && picture.transform->uniform_bytes() == 0 && !has_alpha;
}

/// The picture alone, as its transform gets it, in a target of the tile's size.
Composition alone(const Composition& all, const Tile& tile, const Picture& picture) {
    Composition composition;
    composition.target = {tile.rect.width, tile.rect.height};
    composition.filter = all.filter;
    composition.nearest_at_1_to_1 = all.nearest_at_1_to_1;
    Tile own;
    own.rect = {0, 0, tile.rect.width, tile.rect.height};
    own.a = picture;
    own.a.transform = nullptr;
    own.a.adjust = {};
    own.a.opaque = true;
    own.a.dissolve = nullptr;
    own.a.target_to_source[2] =
        picture.target_to_source * glm::vec3(tile.rect.x, tile.rect.y, 1.0F);
    composition.tiles.push_back(std::move(own));
    return composition;
}

/// Where the picture does not reach its alpha is 0, so that the empty colour stays what it is.
void cut_out(const Picture& placed, Extent size, std::vector<float>& rgba) {
    const Rect& visible = placed.frame->visible;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const glm::vec2 at =
                placed.target_to_source *
                glm::vec3(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F, 1.0F);
            const bool inside = at.x >= 0 && at.y >= 0 &&
                                at.x < static_cast<float>(visible.width) &&
                                at.y < static_cast<float>(visible.height);
            const std::size_t pixel =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                static_cast<std::size_t>(x);
            rgba[kChannels * pixel + 3] = inside ? 1.0F : 0.0F;
        }
    }
}

void transform_all(const color::ColorProcessor& processor, std::span<float> rgba) {
    const std::size_t pixels = rgba.size() / kChannels;
    const std::size_t parts = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t each = (pixels + parts - 1) / parts;
    std::vector<std::jthread> threads;
    for (std::size_t first = 0; first < pixels; first += each)
        threads.emplace_back(
            [&processor,
             part = rgba.subspan(kChannels * first, kChannels * std::min(each, pixels - first))] {
                processor.apply(part, static_cast<int>(kChannels));
            });
}

std::shared_ptr<const CachedFrame> frame_of(const Device& device, Extent size,
                                            const std::vector<float>& rgba) {
    const std::size_t bytes = rgba.size() * sizeof(float);
    auto buffer =
        std::make_shared<Buffer>(device, bytes, BufferMemory::HostCached, "transformed picture");
    std::memcpy(buffer->mapped(), rgba.data(), bytes);
    auto frame = std::make_shared<CachedFrame>(float_frame(size, true));
    frame->buffer = buffer->handle();
    frame->mapped = buffer->mapped();
    frame->keep = buffer;
    return frame;
}

Picture transformed(const Device& device, const Composition& all, const Tile& tile,
                    const Picture& picture, const RenderFloats& render) {
    const Composition own = alone(all, tile, picture);
    std::vector<float> rgba = render(own);
    cut_out(own.tiles[0].a, own.target, rgba);
    transform_all(picture.transform->processor(), rgba);
    Picture result = picture;
    result.frame = frame_of(device, own.target, rgba);
    result.color = result.frame->color;
    result.transform = nullptr;
    result.opaque = false;
    result.target_to_source =
        glm::mat3x2(1, 0, 0, 1, -static_cast<float>(tile.rect.x), -static_cast<float>(tile.rect.y));
    return result;
}

} // namespace

bool wants_host_color(const Device& device, const Composition& composition) {
    return device.is_cpu() && std::ranges::any_of(composition.tiles, [](const Tile& tile) {
               bool wanted = false;
               for_each_picture(tile,
                                [&](const Picture& one) { wanted = wanted || wants_it(one); });
               return wanted;
           });
}

Composition with_host_color(const Device& device, const Composition& composition,
                            const RenderFloats& render) {
    Composition result = composition;
    for (Tile& tile : result.tiles) {
        if (tile.rect.width <= 0 || tile.rect.height <= 0) continue;
        const auto replace = [&](Picture& picture) {
            if (wants_it(picture))
                picture = transformed(device, composition, tile, picture, render);
        };
        for (Picture* picture : {&tile.a, &tile.b}) {
            if (picture->dissolve) {
                Dissolve dissolve = *picture->dissolve;
                replace(dissolve.incoming);
                picture->dissolve = std::make_shared<const Dissolve>(std::move(dissolve));
            }
            replace(*picture);
        }
    }
    return result;
}

} // namespace seamline::renderer
