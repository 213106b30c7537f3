#include "renderer/measures/texture.h"
#include "renderer/measures/flow_bend.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr int kCell = 30;
constexpr int kSearch = 4;
constexpr int kWidest = 960;
constexpr double kLeastEnergy = 3;   // Squared codes, of both bands together.
constexpr double kEnergyFloor = 0.3; // Squared codes: what a codec leaves of nothing.
constexpr float kStructureLimit = 0.6F;
constexpr float kEnergyLimit = 0.8F;
constexpr float kBendLimit = 0.5F;

// Octaves of detail: what a Gaussian of 1 px keeps and one of 2 px loses; 2 px and 4 px.
struct Bands {
    Plane fine;
    Plane coarse;
};

Plane minus(Plane a, const Plane& b) {
    for (std::size_t i = 0; i < a.values.size(); ++i) a.values[i] -= b.values[i];
    return a;
}

struct TexturePicture {
    Plane luma;
    Bands bands;
};

TexturePicture texture_picture(const Plane& luma) {
    const double scale = std::min(0.5, static_cast<double>(kWidest) / luma.width);
    const auto size = [&](int native) {
        return std::max(1, static_cast<int>(std::lround(native * scale)));
    };
    TexturePicture result{area_averaged(luma, size(luma.width), size(luma.height)), {}};
    const Plane one = gaussian_blurred(result.luma, 1);
    const Plane two = gaussian_blurred(result.luma, 2);
    result.bands = {minus(one, two), minus(two, gaussian_blurred(result.luma, 4))};
    return result;
}

// The flow's value for pixels of the texture picture, in its pixels.
struct FlowOnTexture {
    const Flow& flow;
    float scale_x, scale_y; ///< Working pixels per texture pixel.

    FlowOnTexture(const Flow& source, const Plane& texture)
        : flow(source),
          scale_x(static_cast<float>(source.dx.width) / static_cast<float>(texture.width)),
          scale_y(static_cast<float>(source.dx.height) / static_cast<float>(texture.height)) {}

    glm::vec2 target(int x, int y) const {
        const float wx = (static_cast<float>(x) + 0.5F) * scale_x - 0.5F;
        const float wy = (static_cast<float>(y) + 0.5F) * scale_y - 0.5F;
        return {static_cast<float>(x) + bilinear(flow.dx, wx, wy) / scale_x,
                static_cast<float>(y) + bilinear(flow.dy, wx, wy) / scale_y};
    }
};

// B's bands and luma seen through A's pixels. The coarse band between pixels is interpolated; the
// others are taken from the nearest pixel, as interpolation would take detail away.
struct Warped {
    Plane luma;
    Bands bands;
    Mask inside;
};

Warped warped_bands(const TexturePicture& b, const Flow& smooth) {
    const int width = b.luma.width;
    const int height = b.luma.height;
    const FlowOnTexture flow(smooth, b.luma);
    Warped result{
        Plane(width, height), {Plane(width, height), Plane(width, height)}, Mask(width, height)};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const glm::vec2 at = flow.target(x, y);
            result.bands.coarse.at(x, y) = bilinear(b.bands.coarse, at.x, at.y);
            const int nx = static_cast<int>(std::lround(at.x));
            const int ny = static_cast<int>(std::lround(at.y));
            const bool inside = nx >= 0 && ny >= 0 && nx < width && ny < height;
            result.inside.set(x, y, inside);
            const int cx = std::clamp(nx, 0, width - 1);
            const int cy = std::clamp(ny, 0, height - 1);
            result.bands.fine.at(x, y) = b.bands.fine.at(cx, cy);
            result.luma.at(x, y) = b.luma.at(cx, cy);
        }
    return result;
}

struct Moments {
    double mean = 0;
    double variance = 0;
};

// Sums of a cell, per column first: in one order on every machine.
using Columns = std::array<float, kCell>;

double total(const Columns& columns) {
    double sum = 0;
    for (const float value : columns) sum += static_cast<double>(value);
    return sum;
}

Moments moments(const Plane& plane, int x0, int y0) {
    Columns sum{}, squares{};
    for (int y = y0; y < y0 + kCell; ++y) {
        const float* in = plane.row(y) + x0;
        for (std::size_t x = 0; x < kCell; ++x) {
            sum[x] += in[x];
            squares[x] += in[x] * in[x];
        }
    }
    constexpr double kPixels = kCell * kCell;
    const double mean = total(sum) / kPixels;
    return {mean, std::max(total(squares) / kPixels - mean * mean, 0.0)};
}

double covariance(const Plane& a, int ax, int ay, const Plane& b, int bx, int by) {
    Columns product{};
    for (int y = 0; y < kCell; ++y) {
        const float* in_a = a.row(ay + y) + ax;
        const float* in_b = b.row(by + y) + bx;
        for (std::size_t x = 0; x < kCell; ++x) product[x] += in_a[x] * in_b[x];
    }
    return total(product) / (kCell * kCell);
}

// 1 - the best correlation of the coarse bands within kSearch pixels.
float structure_at(const Plane& a, const Plane& b, int x, int y, const Moments& of_a) {
    double best = -1;
    for (int dy = -kSearch; dy <= kSearch; ++dy)
        for (int dx = -kSearch; dx <= kSearch; ++dx) {
            const int bx = x + dx;
            const int by = y + dy;
            if (bx < 0 || by < 0 || bx + kCell > b.width || by + kCell > b.height) continue;
            const Moments of_b = moments(b, bx, by);
            const double scale = std::sqrt(of_a.variance * of_b.variance);
            if (scale < 1e-6) continue;
            const double both = covariance(a, x, y, b, bx, by) - of_a.mean * of_b.mean;
            best = std::max(best, both / scale);
        }
    return static_cast<float>(1 - std::max(best, -1.0));
}

double band_energy(double variance_a, double variance_b) {
    return std::abs(0.5 * std::log2((variance_b + kEnergyFloor) / (variance_a + kEnergyFloor)));
}

// How much brighter the codes of A's cell are: exposure scales codes and their differences alike.
double code_gain(double mean_a, double mean_b) {
    constexpr double kBlack = 16;
    return std::clamp((mean_a - kBlack) / std::max(mean_b - kBlack, 1.0), 0.5, 2.0);
}

// Share of a working picture's mask under a cell and `around` cells to each side of it.
double share_around(const Mask& mask, const Plane& texture, int x, int y, int around) {
    const auto scaled = [](int at, int from, int to) {
        return std::clamp(static_cast<int>(static_cast<std::int64_t>(at) * to / from), 0, to);
    };
    const int left = scaled(x - around * kCell, texture.width, mask.width);
    const int right = scaled(x + (1 + around) * kCell, texture.width, mask.width);
    const int top = scaled(y - around * kCell, texture.height, mask.height);
    const int bottom = scaled(y + (1 + around) * kCell, texture.height, mask.height);
    std::int64_t count = 0;
    for (int my = top; my < bottom; ++my)
        for (int mx = left; mx < right; ++mx) count += mask.at(mx, my) ? 1 : 0;
    const double area = static_cast<double>(right - left) * (bottom - top);
    return area > 0 ? static_cast<double>(count) / area : 0;
}

// Every pixel of a cell must have a place in B.
bool lies_inside(const Mask& inside, int x, int y) {
    for (int row = y; row < y + kCell; ++row)
        for (int column = x; column < x + kCell; ++column)
            if (!inside.at(column, row)) return false;
    return true;
}

TextureCell compared(const TexturePicture& a, const Warped& b, int x, int y) {
    TextureCell cell;
    const Moments coarse_a = moments(a.bands.coarse, x, y);
    const double fine_a = moments(a.bands.fine, x, y).variance;
    const double gain = code_gain(moments(a.luma, x, y).mean, moments(b.luma, x, y).mean);
    const double coarse_b = gain * gain * moments(b.bands.coarse, x, y).variance;
    const double fine_b = gain * gain * moments(b.bands.fine, x, y).variance;
    if (std::max(fine_a + coarse_a.variance, fine_b + coarse_b) <= kLeastEnergy) return cell;
    cell.measured = true;
    cell.structure = structure_at(a.bands.coarse, b.bands.coarse, x, y, coarse_a);
    cell.energy =
        static_cast<float>(band_energy(fine_a, fine_b) + band_energy(coarse_a.variance, coarse_b));
    return cell;
}

} // namespace

TextureChange texture_change(const Plane& luma_a, const Plane& luma_b, const Alignment& alignment,
                             const Mask& excluded) {
    constexpr double kLeastValidAround = 0.1; // Of 3 x 3 cells: without it the flow is a guess.
    constexpr double kMostExcluded = 0.25;
    const TexturePicture a = texture_picture(luma_a);
    const Warped b = warped_bands(texture_picture(luma_b), alignment.smooth);
    TextureChange change;
    change.columns = a.luma.width / kCell;
    change.rows = a.luma.height / kCell;
    const Plane bend = flow_bend(alignment, change.columns, change.rows,
                                 static_cast<double>(kCell) / a.luma.width);
    int flagged = 0;
    for (int row = 0; row < change.rows; ++row)
        for (int column = 0; column < change.columns; ++column) {
            const int x = column * kCell;
            const int y = row * kCell;
            TextureCell cell;
            if (lies_inside(b.inside, x, y) &&
                share_around(alignment.valid, a.luma, x, y, 1) >= kLeastValidAround &&
                (excluded.values.empty() ||
                 share_around(excluded, a.luma, x, y, 0) <= kMostExcluded))
                cell = compared(a, b, x, y);
            cell.bend = bend.at(column, row);
            cell.flagged = cell.measured && (cell.structure > kStructureLimit ||
                                             cell.energy > kEnergyLimit || cell.bend > kBendLimit);
            change.measured_count += cell.measured ? 1 : 0;
            flagged += cell.flagged ? 1 : 0;
            change.cells.push_back(cell);
        }
    if (change.measured_count > 0)
        change.flagged_share = static_cast<double>(flagged) / change.measured_count;
    return change;
}

} // namespace seamline::measures
