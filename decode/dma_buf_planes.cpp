#include "decode/dma_buf_planes.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace seamline::decode {
namespace {

// Of Linux's drm_fourcc.h, which is not installed everywhere.
constexpr std::uint32_t fourcc(char a, char b, char c, char d) {
    return static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b) << 8 |
           static_cast<std::uint32_t>(c) << 16 | static_cast<std::uint32_t>(d) << 24;
}
constexpr std::uint64_t kUnknownModifier = 0x00ff'ffff'ffff'ffff; // DRM_FORMAT_MOD_INVALID

struct Texel {
    std::uint32_t format;
    int samples;
    int sample_bytes;
};

/// Drivers disagree on which of two samples gives its name first; what comes first in memory is Cb.
constexpr std::array<Texel, 6> kTexels{{{fourcc('R', '8', ' ', ' '), 1, 1},
                                        {fourcc('G', 'R', '8', '8'), 2, 1},
                                        {fourcc('R', 'G', '8', '8'), 2, 1},
                                        {fourcc('R', '1', '6', ' '), 1, 2},
                                        {fourcc('G', 'R', '3', '2'), 2, 2},
                                        {fourcc('R', 'G', '3', '2'), 2, 2}}};

std::string name_of(std::uint32_t format) {
    std::string name;
    for (int i = 0; i < 4; ++i) {
        const auto letter = static_cast<char>(format >> (8 * i) & 0xff);
        name += letter >= ' ' && letter <= '~' ? letter : '?';
    }
    return name;
}

Error refused(const std::string& reason) {
    return {ErrorCode::Unsupported, "its surfaces cannot be shared: " + reason};
}

/// Samples of the plane that lie side by side.
int samples_in(const PixelLayout& layout, std::size_t plane) {
    return static_cast<int>(std::ranges::count_if(
        layout.components.begin(), layout.components.begin() + layout.component_count,
        [&](const ComponentLayout& one) { return one.plane == plane; }));
}

std::optional<std::string> objection(const AVDRMFrameDescriptor& picture, const SurfacePlan& plan) {
    if (picture.nb_objects < 1 || picture.nb_objects > AV_DRM_MAX_PLANES)
        return "they lie in " + std::to_string(picture.nb_objects) + " objects";
    if (picture.nb_layers != plan.planes.plane_count)
        return std::to_string(picture.nb_layers) + " layers for " +
               std::to_string(plan.planes.plane_count) + " planes";
    return std::nullopt;
}

/// Where the last row ends; nothing when that is no address.
std::optional<std::size_t> end_of(const DmaBufPlane& plane) {
    std::size_t end = 0;
    const auto rows = static_cast<std::size_t>(plane.height - 1);
    const auto row_bytes = static_cast<std::size_t>(plane.width * plane.samples) *
                           static_cast<std::size_t>(plane.sample_bytes);
    if (__builtin_mul_overflow(plane.pitch_bytes, rows, &end) ||
        __builtin_add_overflow(end, row_bytes, &end) ||
        __builtin_add_overflow(end, plane.offset_bytes, &end))
        return std::nullopt;
    return end;
}

Result<DmaBufPlane> plane_of(const AVDRMFrameDescriptor& picture, const SurfacePlan& plan,
                             std::size_t number) {
    const AVDRMLayerDescriptor& layer = picture.layers[number];
    const std::string which = "plane " + std::to_string(number);
    const auto* texel = std::ranges::find(kTexels, layer.format, &Texel::format);
    if (texel == kTexels.end() || texel->samples != samples_in(plan.layout, number) ||
        texel->sample_bytes != plan.layout.sample_bytes)
        return refused(which + " of " + plan.layout.name + " is '" + name_of(layer.format) + "'");
    if (layer.nb_planes != 1)
        return refused(which + " lies in " + std::to_string(layer.nb_planes) +
                       " parts, as where it is compressed");
    const AVDRMPlaneDescriptor& at = layer.planes[0];
    if (at.object_index < 0 || at.object_index >= picture.nb_objects)
        return refused(which + " lies in no object");
    const AVDRMObjectDescriptor& object = picture.objects[at.object_index];
    if (object.fd < 0) return refused(which + " lies in an object that is not open");
    if (object.format_modifier == kUnknownModifier)
        return refused("the driver does not say how " + which + " is laid out");
    const Extent extent = plan.of_plane(number, plan.surface);
    if (at.offset < 0 || at.pitch <= 0) return refused(which + " has no place in its object");
    const DmaBufPlane plane{.fd = object.fd,
                            .object_bytes = object.size,
                            .modifier = object.format_modifier,
                            .offset_bytes = static_cast<std::size_t>(at.offset),
                            .pitch_bytes = static_cast<std::size_t>(at.pitch),
                            .width = extent.width,
                            .height = extent.height,
                            .samples = texel->samples,
                            .sample_bytes = texel->sample_bytes};
    const auto row_bytes =
        static_cast<std::size_t>(plane.width * plane.samples * plane.sample_bytes);
    if (plane.pitch_bytes < row_bytes)
        return refused(which + " has rows of " + std::to_string(plane.pitch_bytes) + " bytes for " +
                       std::to_string(row_bytes));
    if (const auto end = end_of(plane); !end || *end > plane.object_bytes)
        return refused(which + " ends after its object of " + std::to_string(plane.object_bytes) +
                       " bytes");
    return plane;
}

} // namespace

Result<std::vector<DmaBufPlane>> dma_buf_planes(const AVDRMFrameDescriptor& picture,
                                                const SurfacePlan& plan) {
    if (const std::optional<std::string> reason = objection(picture, plan)) return refused(*reason);
    std::vector<DmaBufPlane> planes;
    for (std::size_t i = 0; i < plan.plane_count(); ++i) {
        const Result<DmaBufPlane> plane = plane_of(picture, plan, i);
        if (!plane) return plane.error();
        planes.push_back(plane.value());
    }
    return planes;
}

void measure_objects(AVDRMFrameDescriptor& picture) {
    const int count = std::clamp(picture.nb_objects, 0, int{AV_DRM_MAX_PLANES});
    for (AVDRMObjectDescriptor& object :
         std::span(picture.objects).first(static_cast<std::size_t>(count))) {
        const off_t end = ::lseek(object.fd, 0, SEEK_END);
        if (end > 0) object.size = static_cast<std::size_t>(end);
    }
}

} // namespace seamline::decode
