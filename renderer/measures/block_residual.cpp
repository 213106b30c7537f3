#include "renderer/measures/block_residual.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <vector>

namespace seamline::measures {
namespace {

// Eight columns of a block at once; a column's 24 differences are below 2^16.
using Columns = std::int16_t __attribute__((vector_size(16)));
using ColumnSums = std::uint16_t __attribute__((vector_size(16)));

/// Corners of the blocks along an axis.
std::vector<int> block_starts(int length) {
    std::vector<int> starts;
    for (int at = 0; at + kBlockEdge <= length; at += kBlockEdge) starts.push_back(at);
    if (length % kBlockEdge != 0) starts.push_back(length - kBlockEdge);
    return starts;
}

/// Where blocks begin in the planes of a picture.
struct Planes {
    std::size_t pitch; ///< Codes per row.
    std::size_t plane; ///< Codes per plane.
};

/// Sum of absolute differences of two blocks in one plane.
std::uint32_t plane_difference(const std::int16_t* a, const std::int16_t* b, std::size_t pitch) {
    ColumnSums sums{};
    for (int y = 0; y < kBlockEdge; ++y, a += pitch, b += pitch) {
        Columns left;
        Columns right;
        std::memcpy(&left, a, sizeof left);
        std::memcpy(&right, b, sizeof right);
        const Columns apart = left - right;
        const Columns sign = apart >> 15;
        sums += reinterpret_cast<ColumnSums>((apart ^ sign) - sign);
    }
    std::uint32_t sum = 0;
    for (int x = 0; x < kBlockEdge; ++x) sum += sums[x];
    return sum;
}

/// The blocks' difference where it is below `least`; else `least`.
std::uint32_t lesser_difference(const std::int16_t* a, const std::int16_t* b, const Planes& planes,
                                std::uint32_t least) {
    std::uint32_t sum = 0;
    for (std::size_t c = 0; c < 3 && sum < least; ++c)
        sum += plane_difference(a + c * planes.plane, b + c * planes.plane, planes.pitch);
    return std::min(sum, least);
}

std::uint32_t least_difference(const LabCodes& frame, const LabCodes& other, int x, int y) {
    const auto pitch = static_cast<std::size_t>(frame.width);
    const Planes planes{pitch, pitch * static_cast<std::size_t>(frame.height)};
    const auto corner = [&](const LabCodes& picture, int column, int row) {
        return picture.codes.data() + static_cast<std::size_t>(row) * pitch +
               static_cast<std::size_t>(column);
    };
    const std::int16_t* block = corner(frame, x, y);
    // What has not moved is the likeliest and makes the others short.
    std::uint32_t least = lesser_difference(block, corner(other, x, y), planes, UINT32_MAX);
    for (int dy = -kBlockReach; dy <= kBlockReach; dy += kBlockStep) {
        if (y + dy < 0 || y + dy + kBlockEdge > frame.height) continue;
        for (int dx = -kBlockReach; dx <= kBlockReach; dx += kBlockStep) {
            if (x + dx < 0 || x + dx + kBlockEdge > frame.width) continue;
            least = lesser_difference(block, corner(other, x + dx, y + dy), planes, least);
        }
    }
    return least;
}

/// Channel c of `row` as codes. Cut off at the limits first, so that every sum is positive.
void write_codes(const float* row, std::size_t c, int count, std::int16_t* out) {
    const float least = c == 0 ? 0.0F : -1023.0F;
    const float most = c == 0 ? 2047.0F : 1023.0F;
    for (int x = 0; x < count; ++x) {
        float scaled = row[x] * LabCodes::kLabUnit;
        scaled = scaled > least ? scaled : least;
        scaled = scaled < most ? scaled : most;
        out[x] = static_cast<std::int16_t>(static_cast<int>(scaled + 1024.5F) - 1024);
    }
}

} // namespace

LabCodes lab_codes(const Picture& lab) {
    LabCodes result;
    result.width = std::max(lab.width(), kBlockEdge);
    result.height = std::max(lab.height(), kBlockEdge);
    const auto pitch = static_cast<std::size_t>(result.width);
    const std::size_t plane = pitch * static_cast<std::size_t>(result.height);
    result.codes.resize(3 * plane);
    for (std::size_t c = 0; c < 3; ++c) {
        for (int y = 0; y < result.height; ++y) {
            const float* row = lab.planes[c].row(std::min(y, lab.height() - 1));
            std::int16_t* out =
                result.codes.data() + c * plane + static_cast<std::size_t>(y) * pitch;
            write_codes(row, c, lab.width(), out);
            std::fill(out + lab.width(), out + result.width, out[lab.width() - 1]);
        }
    }
    return result;
}

double block_residual(const LabCodes& frame, const LabCodes& other) {
    assert(frame.width == other.width && frame.height == other.height);
    const std::vector<int> columns = block_starts(frame.width);
    const std::vector<int> rows = block_starts(frame.height);
    std::uint32_t sum = 0;
    for (const int y : rows)
        for (const int x : columns) sum += least_difference(frame, other, x, y);
    return residual_of(sum, frame.width, frame.height);
}

double residual_of(std::uint32_t sum, int width, int height) {
    const auto blocks = [](int length) { return (length + kBlockEdge - 1) / kBlockEdge; };
    const double values = static_cast<double>(blocks(width)) * blocks(height) * kBlockEdge *
                          kBlockEdge * LabCodes::kLabUnit;
    return sum / values;
}

double block_residual(const Picture& frame, const Picture& other) {
    return block_residual(lab_codes(frame), lab_codes(other));
}

} // namespace seamline::measures
