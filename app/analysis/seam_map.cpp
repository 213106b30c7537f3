#include "app/analysis/seam_map.h"

#include "renderer/color/transfer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace seamline::analysis {
namespace {

using measures::HeatScale;
using measures::Picture;
using measures::Plane;

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr double kFlipCoverage = 0.3;

struct Kind {
    const char* name;
    const char* title;
    HeatScale scale;
    float low, high;
    const char* unit;
};
constexpr std::array<Kind, kSeamMapKinds> kKinds{{
    {"delta-e", "Delta E", HeatScale::Cividis, 0, 20, "delta E 2000"},
    {"delta-e-graded", "Delta E after the best grade", HeatScale::Cividis, 0, 10, "delta E 2000"},
    {"lightness", "Lightness after the best grade", HeatScale::Diverging, -15, 15, "OKLab L x 100"},
    {"chroma", "Chroma after the best grade", HeatScale::Diverging, -8, 8, "OKLab C x 100"},
    {"relight", "Light that moved", HeatScale::Diverging, -1, 1, "stops"},
    {"texture", "Texture that changed", HeatScale::Viridis, 0, 1, "share"},
    {"structure", "Structure", HeatScale::Viridis, 0, 1, "1 - SSIM structure"},
    {"flip", "FLIP", HeatScale::Viridis, 0, 1, "FLIP"},
    {"delta-itp", "Delta E of HDR (ITP)", HeatScale::Cividis, 0, 40, "delta E ITP"},
}};

const Kind& facts(SeamMapKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Picture aligned(const Picture& incoming, const measures::Alignment& alignment) {
    Picture result;
    for (std::size_t c = 0; c < 3; ++c)
        result.planes[c] = measures::warped(incoming.planes[c], alignment.flow);
    return result;
}

void grade(Picture& picture, const measures::LogAffine& affine) {
    for (std::size_t i = 0; i < picture.planes[0].values.size(); ++i) {
        const glm::dvec3 light(picture.planes[0].values[i], picture.planes[1].values[i],
                               picture.planes[2].values[i]);
        const glm::dvec3 graded = affine.apply(light);
        for (int c = 0; c < 3; ++c)
            picture.planes[static_cast<std::size_t>(c)].values[i] = static_cast<float>(graded[c]);
    }
}

void hide_unmatched(Plane& values, const measures::Mask& valid) {
    for (std::size_t i = 0; i < values.values.size(); ++i)
        if (valid.values[i] == 0) values.values[i] = kNothing;
}

// Cells over a picture: bilinear between the middles of cells that have a value.
Plane spread(const std::vector<float>& cells, int columns, int rows, int width, int height) {
    Plane result(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const float u = (static_cast<float>(x) + 0.5F) / static_cast<float>(width) *
                                static_cast<float>(columns) -
                            0.5F;
            const float v = (static_cast<float>(y) + 0.5F) / static_cast<float>(height) *
                                static_cast<float>(rows) -
                            0.5F;
            float sum = 0;
            float weight = 0;
            for (int dy = 0; dy < 2; ++dy)
                for (int dx = 0; dx < 2; ++dx) {
                    const int column = static_cast<int>(std::floor(u)) + dx;
                    const int row = static_cast<int>(std::floor(v)) + dy;
                    const int c = std::clamp(column, 0, columns - 1);
                    const int r = std::clamp(row, 0, rows - 1);
                    const float value = cells[static_cast<std::size_t>(r * columns + c)];
                    const float share = (1 - std::abs(u - static_cast<float>(column))) *
                                        (1 - std::abs(v - static_cast<float>(row)));
                    if (std::isnan(value)) continue;
                    sum += share * value;
                    weight += share;
                }
            result.at(x, y) = weight > 0.25F ? sum / weight : kNothing;
        }
    return result;
}

// Cells as they are: each has its own reading.
Plane texture_plane(const measures::TextureChange& change, int width, int height) {
    Plane result(width, height, kNothing);
    if (change.columns == 0 || change.rows == 0) return result;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int column = std::min(x * change.columns / width, change.columns - 1);
            const int row = std::min(y * change.rows / height, change.rows - 1);
            const measures::TextureCell& cell =
                change.cells[static_cast<std::size_t>(row * change.columns + column)];
            if (cell.measured)
                result.at(x, y) = std::min(1.0F, std::max(cell.structure, cell.energy));
        }
    return result;
}

bool needs_grade(SeamMapKind kind) {
    return kind == SeamMapKind::DeltaEGraded || kind == SeamMapKind::Lightness ||
           kind == SeamMapKind::Chroma;
}

Plane pixel_map(SeamMapKind kind, const Picture& a, const Picture& b) {
    switch (kind) {
    case SeamMapKind::Lightness:
        return measures::lightness_difference(a, b);
    case SeamMapKind::Chroma:
        return measures::chroma_difference(a, b);
    case SeamMapKind::Structure:
        return measures::structure_difference(a, b);
    case SeamMapKind::DeltaItp:
        return measures::itp_difference(a, b);
    case SeamMapKind::Flip:
        return measures::flip_difference(display_picture(a), display_picture(b));
    default:
        return measures::ciede2000_difference(a, b);
    }
}

} // namespace

const char* name(SeamMapKind kind) { return facts(kind).name; }
const char* title(SeamMapKind kind) { return facts(kind).title; }

std::optional<SeamMapKind> seam_map_from(std::string_view word) {
    for (int i = 0; i < kSeamMapKinds; ++i)
        if (word == name(static_cast<SeamMapKind>(i))) return static_cast<SeamMapKind>(i);
    return std::nullopt;
}

std::optional<SeamMap> seam_map(SeamMapKind kind, const Picture& outgoing, const Picture& incoming,
                                const MeasuredSeam& measured) {
    const Seam& seam = measured.seam;
    if (!seam.same_view || outgoing.width() != incoming.width() ||
        outgoing.height() != incoming.height())
        return std::nullopt;
    if (kind == SeamMapKind::Flip && seam.coverage < kFlipCoverage) return std::nullopt;
    if (kind == SeamMapKind::DeltaItp && !seam.is_hdr) return std::nullopt;
    const Kind& known = facts(kind);
    SeamMap map{{}, known.scale, known.low, known.high, known.unit};
    const int width = outgoing.width();
    const int height = outgoing.height();
    if (kind == SeamMapKind::Relight) {
        if (!measured.pictures.relight) return std::nullopt;
        map.values = spread(measured.pictures.relight->cells, measures::Relight::kColumns,
                            measures::Relight::kRows, width, height);
        return map;
    }
    if (kind == SeamMapKind::Texture) {
        if (!measured.pictures.texture) return std::nullopt;
        map.values = texture_plane(*measured.pictures.texture, width, height);
        return map;
    }
    Picture b = aligned(incoming, measured.pictures.alignment);
    if (needs_grade(kind)) {
        if (!seam.grade) return std::nullopt;
        grade(b, seam.grade->affine);
    }
    map.values = pixel_map(kind, outgoing, b);
    hide_unmatched(map.values, measured.pictures.alignment.valid);
    return map;
}

Picture display_picture(const Picture& light) {
    Picture result = light;
    for (Plane& plane : result.planes)
        for (float& value : plane.values)
            value = static_cast<float>(color::linear_to_srgb(std::clamp(value, 0.0F, 1.0F)));
    return result;
}

std::vector<std::uint8_t> display_bytes(const Picture& light) {
    const Picture shown = display_picture(light);
    const std::size_t count = shown.planes[0].values.size();
    std::vector<std::uint8_t> bytes(count * 3);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            bytes[3 * i + c] = static_cast<std::uint8_t>(shown.planes[c].values[i] * 255.0F + 0.5F);
    return bytes;
}

} // namespace seamline::analysis
