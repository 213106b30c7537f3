// app/ui/frame_hash.h: tells whether an interface frame looks different from the one before.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/ui_images.h"

#include <imgui.h>

#include <cstdint>
#include <span>

namespace seamline::ui {

/// Of everything that decides the pixels: vertices, commands, images, places. 64-bit FNV-1a over
/// words.
std::uint64_t frame_hash(const ImDrawData& draw_data, std::span<const renderer::UiImage> images,
                         Rect viewer, Extent window);

} // namespace seamline::ui
