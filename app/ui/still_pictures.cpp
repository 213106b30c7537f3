#include "app/ui/still_pictures.h"

#include "app/analysis/seam_map.h"
#include "app/ui/event_pictures.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr std::size_t kKeptImages = 64;

std::vector<std::uint32_t> packed_pixels(const measures::Picture& light) {
    const std::vector<std::uint8_t> bytes = analysis::display_bytes(light);
    std::vector<std::uint32_t> pixels;
    pixels.reserve(bytes.size() / 3);
    for (std::size_t i = 0; i + 2 < bytes.size(); i += 3)
        pixels.push_back(bytes[i] | std::uint32_t{bytes[i + 1]} << 8U |
                         std::uint32_t{bytes[i + 2]} << 16U | 0xFF000000U);
    return pixels;
}

} // namespace

std::optional<renderer::UiImage> StillPictures::find(const playback::ComparedPicture& picture,
                                                     int height, std::string& error) {
    const auto answer = lights_->find(picture);
    if (!answer) return std::nullopt;
    error = answer->error;
    if (!answer->light || answer->light->empty()) return std::nullopt;
    const auto known = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return entry.answer == answer && entry.height == height;
    });
    if (known != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, known);
        return entries_.front().image;
    }
    const Extent size{std::max(1, static_cast<int>(std::lround(height * answer->aspect))), height};
    Entry entry{answer, height, {}};
    entry.image.rect = {0, 0, size.width, size.height};
    entry.image.key = next_key_++;
    entry.image.size = size;
    entry.image.rgba = std::make_shared<const std::vector<std::uint32_t>>(resized(
        packed_pixels(*answer->light), {answer->light->width(), answer->light->height()}, size));
    entries_.push_front(std::move(entry));
    if (entries_.size() > kKeptImages) entries_.pop_back();
    return entries_.front().image;
}

} // namespace seamline::ui
