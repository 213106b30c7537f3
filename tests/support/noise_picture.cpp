#include "tests/support/noise_picture.h"

#include "decode/pixel_formats.h"

#include <random>

namespace seamline::test {

using decode::FramePtr;

FramePtr noise(AVPixelFormat format, int width, int height, unsigned seed) {
    FramePtr picture = decode::make_frame();
    picture->format = format;
    picture->width = width;
    picture->height = height;
    if (av_frame_get_buffer(picture.get(), 0) < 0) throw std::bad_alloc();
    std::mt19937 random(seed);
    const PixelLayout layout = *decode::describe_layout(format);
    const unsigned depth = layout.components[0].depth;
    const unsigned mask = ((1U << depth) - 1) << layout.components[0].shift;
    for (std::size_t p = 0; p < 4 && picture->data[p] != nullptr; ++p) {
        const int rows = p == 1 || p == 2 ? AV_CEIL_RSHIFT(height, layout.chroma_shift_y) : height;
        for (int y = 0; y < rows; ++y) {
            std::uint8_t* row = picture->data[p] + std::ptrdiff_t{y} * picture->linesize[p];
            for (int i = 0; i + layout.sample_bytes <= picture->linesize[p];
                 i += layout.sample_bytes) {
                const unsigned word = static_cast<unsigned>(random()) & mask;
                row[i] = static_cast<std::uint8_t>(word);
                if (layout.sample_bytes > 1) row[i + 1] = static_cast<std::uint8_t>(word >> 8);
            }
        }
    }
    return picture;
}

std::pair<DecodedFrame, std::vector<std::byte>> described(const AVFrame& picture) {
    DecodedFrame frame;
    frame.layout = *decode::describe_layout(static_cast<AVPixelFormat>(picture.format));
    frame.coded = {picture.width, picture.height};
    frame.visible = {0, 0, picture.width, picture.height};
    std::vector<std::byte> bytes;
    for (std::size_t p = 0; p < static_cast<std::size_t>(frame.layout.plane_count); ++p) {
        const bool chroma = frame.layout.plane_count > 1 && (p == 1 || p == 2);
        const int rows =
            chroma ? AV_CEIL_RSHIFT(picture.height, frame.layout.chroma_shift_y) : picture.height;
        frame.plane_offset_bytes[p] = bytes.size();
        frame.stride_bytes[p] = picture.linesize[p];
        const auto* begin = reinterpret_cast<const std::byte*>(picture.data[p]);
        bytes.insert(bytes.end(), begin, begin + std::ptrdiff_t{rows} * picture.linesize[p]);
    }
    return {frame, bytes};
}

} // namespace seamline::test
