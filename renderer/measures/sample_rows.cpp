#include "renderer/measures/sample_rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace seamline::measures {
namespace {

constexpr float kMostValue = 65504.0F; // Of a half.

float half_value(std::uint32_t bits) {
    const auto exponent = static_cast<int>((bits >> 10) & 31);
    const auto fraction = static_cast<float>(bits & 1023);
    float value =
        std::ldexp(exponent == 0 ? fraction : fraction + 1024, exponent == 0 ? -24 : exponent - 25);
    if (exponent == 31) value = fraction == 0 ? kMostValue : 0;
    return (bits & 0x8000) != 0 ? -value : value;
}

float plain(float value) {
    return std::isnan(value) ? 0.0F : std::clamp(value, -kMostValue, kMostValue);
}

std::uint32_t word_at(const std::byte* bytes, int size, bool big_endian) {
    if (size == 1) return std::to_integer<std::uint32_t>(bytes[0]);
    std::uint32_t word = 0;
    for (int i = 0; i < size; ++i) {
        const auto byte = std::to_integer<std::uint32_t>(bytes[big_endian ? i : size - 1 - i]);
        word = word << 8 | byte;
    }
    return word;
}

} // namespace

SampleRows::SampleRows(const FrameView& frame, int component)
    : component_(frame.layout.components[static_cast<std::size_t>(component)]),
      sample_bytes_(frame.layout.sample_bytes), big_endian_(frame.layout.big_endian),
      is_float_(frame.layout.is_float) {
    const bool chroma =
        frame.layout.model == ColorModel::YCbCr && (component == 1 || component == 2);
    if (chroma) {
        shift_x_ = frame.layout.chroma_shift_x;
        shift_y_ = frame.layout.chroma_shift_y;
    }
    const Rect& visible = frame.visible;
    const int column = visible.x >> shift_x_;
    const int row = visible.y >> shift_y_;
    columns_ = ((visible.x + visible.width - 1) >> shift_x_) - column + 1;
    rows_ = ((visible.y + visible.height - 1) >> shift_y_) - row + 1;
    stride_bytes_ = frame.stride_bytes[component_.plane];
    first_ = frame.planes[component_.plane] + row * stride_bytes_ +
             std::ptrdiff_t{column} * component_.step_bytes + component_.offset_bytes;
}

const std::byte* SampleRows::at(int row) const { return first_ + row * stride_bytes_; }

const std::uint8_t* SampleRows::bytes(int row) const {
    const bool direct = sample_bytes_ == 1 && component_.step_bytes == 1 && component_.shift == 0 &&
                        component_.depth == 8;
    return direct ? reinterpret_cast<const std::uint8_t*>(at(row)) : nullptr;
}

const std::uint16_t* SampleRows::words(int row) const {
    const bool native = big_endian_ == (std::endian::native == std::endian::big);
    const bool direct = sample_bytes_ == 2 && component_.step_bytes == 2 && native && !is_float_ &&
                        component_.shift == 0 && component_.depth == 16;
    const std::byte* place = at(row);
    const bool aligned = reinterpret_cast<std::uintptr_t>(place) % alignof(std::uint16_t) == 0;
    return direct && aligned ? reinterpret_cast<const std::uint16_t*>(place) : nullptr;
}

void SampleRows::read_codes(int row, std::uint16_t* out) const {
    const std::byte* in = at(row);
    const std::uint32_t mask = (1U << component_.depth) - 1;
    const int step = component_.step_bytes;
    const int shift = component_.shift;
    const bool native = big_endian_ == (std::endian::native == std::endian::big);
    if (sample_bytes_ == 2 && step == 2 && native) {
        std::memcpy(out, in, static_cast<std::size_t>(columns_) * 2);
        for (int x = 0; x < columns_; ++x)
            out[x] = static_cast<std::uint16_t>((out[x] >> shift) & mask);
    } else if (sample_bytes_ == 1 && shift == 0 && mask == 255) {
        for (int x = 0; x < columns_; ++x)
            out[x] = std::to_integer<std::uint16_t>(in[std::ptrdiff_t{x} * step]);
    } else {
        for (int x = 0; x < columns_; ++x) {
            const std::uint32_t word =
                word_at(in + std::ptrdiff_t{x} * step, sample_bytes_, big_endian_);
            out[x] = static_cast<std::uint16_t>((word >> shift) & mask);
        }
    }
}

void SampleRows::read_values(int row, float* out) const {
    const std::byte* in = at(row);
    for (int x = 0; x < columns_; ++x) {
        const std::uint32_t word =
            word_at(in + std::ptrdiff_t{x} * component_.step_bytes, sample_bytes_, big_endian_);
        out[x] = plain(sample_bytes_ == 2 ? half_value(word) : std::bit_cast<float>(word));
    }
}

} // namespace seamline::measures
