// decode/media/decoded_frame.h: one decoded picture, in the form the decoder left it.
#pragma once

#include "decode/media/color_tags.h"
#include "decode/media/device_memory.h"
#include "decode/media/pixel_layout.h"
#include "decode/media/plane_memory.h"
#include "decode/media/rational.h"

#include <array>
#include <cstdint>
#include <memory>

namespace seamline {

/// A picture of native planes. Immutable after publication, shared by pointer to its memory.
struct DecodedFrame {
    std::int64_t index = 0; ///< Presentation order, from 0.
    Rational time_s;        ///< Seconds from the first frame's presentation time.
    PixelLayout layout;
    Extent coded;  ///< Size of plane 0, before cropping, rotation and pixel aspect.
    Rect visible;  ///< Cropped picture within `coded`.
    ColorTags color;
    std::shared_ptr<const PlaneMemory> memory;
    std::array<std::size_t, kMaxPlanes> plane_offset_bytes{}; ///< From memory->data().
    std::array<std::int32_t, kMaxPlanes> stride_bytes{};      ///< Positive.
    bool corrupt = false;   ///< The decoder reported damage; shown with a mark.
    bool held = false;      ///< Stands in for a missing frame of a sequence (policy hold or black).
    bool interlaced = false;
    int host_copies = 0;    ///< CPU copies made of the pixels on the way to `memory`.
    /// Of a hardware decoder: `memory` is DevicePlaneMemory, whose bytes hold the picture once
    /// `written` has reached `written_value`. Null: they hold it now.
    std::shared_ptr<const DeviceSignal> written;
    std::uint64_t written_value = 0;
    double decode_ms = 0;   ///< Wall time spent in the decoder for it, for the HUD.
};

} // namespace seamline
