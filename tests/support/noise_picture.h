// tests/support/noise_picture.h: pictures in which no two samples can be mistaken for each other.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/media/decoded_frame.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace seamline::test {

/// Every bit of every sample is random, and so is the rest of its row.
decode::FramePtr noise(AVPixelFormat format, int width, int height, unsigned seed);

/// The picture as our own frame, and its bytes.
std::pair<DecodedFrame, std::vector<std::byte>> described(const AVFrame& picture);

} // namespace seamline::test
