#include "renderer/scopes/scope_fit.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace seamline::renderer {
namespace {

std::size_t at(int x, int y, int width) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
}

std::vector<Rect> parts_of(const ScopeView& view, const ScopeSheet& sheet) {
    return parts_of(view, sheet.a->bins, sheet.b != nullptr ? &sheet.b->bins : nullptr);
}

} // namespace

bool reads_alike(const ScopeView& drawn, const ScopeView& wanted) {
    if (drawn.kind != wanted.kind || drawn.source != wanted.source || drawn.pair != wanted.pair ||
        drawn.other != wanted.other)
        return false;
    switch (wanted.kind) {
    case ScopeKind::Histogram:
        return true;
    case ScopeKind::Waveform:
        return drawn.waveform == wanted.waveform;
    case ScopeKind::Vectorscope:
        return drawn.zoom == wanted.zoom;
    case ScopeKind::Chromaticity:
        return drawn.is_uv == wanted.is_uv;
    }
    return false;
}

std::vector<std::uint32_t> fitted(const ScopeSheet& sheet, std::span<const std::uint32_t> pixels,
                                  const ScopeView& wanted) {
    const Rect& from = sheet.view.rect;
    const Rect& to = wanted.rect;
    const std::vector<Rect> old_parts = parts_of(sheet.view, sheet);
    const std::vector<Rect> new_parts = parts_of(wanted, sheet);
    // Only histograms leave something free: the row between them.
    const int free_row = std::min(old_parts.front().height, from.height - 1);
    std::vector<std::uint32_t> result(at(0, to.height, to.width),
                                      pixels[at(0, free_row, from.width)]);
    for (std::size_t i = 0; i < std::min(old_parts.size(), new_parts.size()); ++i) {
        const Rect& old = old_parts[i];
        const Rect& part = new_parts[i];
        for (int y = 0; y < part.height; ++y)
            for (int x = 0; x < part.width; ++x)
                result[at(part.x + x, part.y + y, to.width)] =
                    pixels[at(old.x + x * old.width / part.width,
                              old.y + y * old.height / part.height, from.width)];
    }
    return result;
}

WindowPixels fitted(const Device& device, const ScopeSheet& sheet, const WindowPixels& pixels,
                    const ScopeView& wanted) {
    const Extent size{wanted.rect.width, wanted.rect.height};
    if (size == pixels.size || size.width <= 0 || size.height <= 0)
        return {wanted.rect, pixels.size, pixels.buffer};
    const std::span<const std::uint32_t> drawn(
        reinterpret_cast<const std::uint32_t*>(pixels.buffer->mapped()),
        at(0, pixels.size.height, pixels.size.width));
    const std::vector<std::uint32_t> result = fitted(sheet, drawn, wanted);
    auto buffer = std::make_shared<Buffer>(device, result.size() * sizeof(result[0]),
                                           BufferMemory::Upload, "fitted scope");
    std::memcpy(buffer->mapped(), result.data(), result.size() * sizeof(result[0]));
    return {wanted.rect, size, std::move(buffer)};
}

} // namespace seamline::renderer
