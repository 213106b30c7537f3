// app/ui/export_color.h: what exports say of their colour, and labels in pictures for HDR.
#pragma once

#include "decode/picture_writer.h"
#include "renderer/color/color_config.h"
#include "renderer/color/display_signal.h"
#include "renderer/frame_renderer.h"

#include <functional>
#include <optional>

namespace seamline::ui {

/// The tags of a movie in the code values of a view. Curves that H.273 lacks (a power of 2.6) and
/// unknown spaces have no transfer tag.
decode::WrittenColor movie_color(const color::ColorConfig& config, const color::ViewColor& view);
/// Of a still: as a movie, but code values for an sRGB display are tagged sRGB whatever they were
/// read through, so that another sRGB display shows the same.
decode::WrittenColor still_color(const color::ColorConfig& config, const color::ViewColor& view);

/// Paints labels with `paint`, which draws sRGB on Rgba8 pictures, over an Rgba16 picture in the
/// code values of `signal`.
void paint_deep(renderer::RenderedPicture& picture, const color::DisplaySignal& signal,
                const std::function<void(renderer::RenderedPicture&)>& paint);

} // namespace seamline::ui
