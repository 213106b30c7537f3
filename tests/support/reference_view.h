// tests/support/reference_view.h: what a view makes of a pixel, one pixel after the other.
#pragma once

#include "renderer/picture_probe.h"
#include "renderer/scopes/view_signal.h"

#include <array>
#include <cstdint>
#include <memory>

namespace seamline::test {

/// The levels of view_signal.h and view_stages.h, written from their texts; it shares nothing with
/// the implementations but frames, the steps of a transform, OpenColorIO and PictureProbe. Slow.
class ReferenceView {
public:
    /// The arguments outlive it.
    ReferenceView(const renderer::CachedFrame& frame, const color::ColorProcessor& processor,
                  renderer::ViewAxis axis);
    ~ReferenceView();

    /// By column and row of the visible part.
    std::array<int, 3> levels(int x, int y) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::test
