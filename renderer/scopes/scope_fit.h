// renderer/scopes/scope_fit.h: a drawn scope in another place, until it is drawn anew.
#pragma once

#include "renderer/scopes/scope_pass.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace seamline::renderer {

/// Whether a picture of `drawn` is read by the graticule of `wanted`: the same scope of the same
/// sources, whatever its size and looks.
bool reads_alike(const ScopeView& drawn, const ScopeView& wanted);

/// The picture of `sheet`, 32 bits a pixel, in the size of `wanted`, coarsely: each part fills its
/// own place there, so that traces stay on their graticules. They must read alike.
std::vector<std::uint32_t> fitted(const ScopeSheet& sheet, std::span<const std::uint32_t> pixels,
                                  const ScopeView& wanted);

/// The same in a buffer, at its place in the window; `pixels` themselves where they have that size.
/// Throws VulkanError.
WindowPixels fitted(const Device& device, const ScopeSheet& sheet, const WindowPixels& pixels,
                    const ScopeView& wanted);

} // namespace seamline::renderer
