#include "renderer/measure_passes/measure_plan.h"

#include "renderer/measures/axis_cover.h"
#include "renderer/measures/lens_sums.h"
#include "renderer/measures/luma_weights.h"
#include "renderer/measures/soft_gradient.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace seamline::renderer {
namespace {

using namespace shared;

/// A sixteenth of the points: twice what is asked for, and whole bins on top.
constexpr int kEdgeRoom = 16;
constexpr std::uint32_t kLeastEdgeRoom = 4096;

struct Shift {
    int x = 0;
    int y = 0;
};

Shift shift_of(const PixelLayout& layout, int component) {
    const bool chroma = layout.model == ColorModel::YCbCr && (component == 1 || component == 2);
    return chroma ? Shift{layout.chroma_shift_x, layout.chroma_shift_y} : Shift{};
}

MeasureComponent component_of(const CachedFrame& frame, int index) {
    const ComponentLayout& place = frame.layout.components[static_cast<std::size_t>(index)];
    const Shift shift = shift_of(frame.layout, index);
    const auto column = static_cast<std::uint32_t>(frame.visible.x >> shift.x);
    const auto row = static_cast<std::uint32_t>(frame.visible.y >> shift.y);
    MeasureComponent component{};
    component.stride_bytes = frame.stride_bytes[place.plane];
    component.step_bytes = place.step_bytes;
    component.base_bytes = frame.plane_offset_bytes[place.plane] + row * component.stride_bytes +
                           column * component.step_bytes + place.offset_bytes;
    component.shift = place.shift;
    component.mask = (1U << place.depth) - 1;
    return component;
}

/// Appends an axis; returns where it begins.
std::uint32_t add_table(const measures::AxisCover& cover, std::vector<std::uint32_t>& tables) {
    const auto begin = static_cast<std::uint32_t>(tables.size());
    const std::size_t weights = tables.size() + 3 * cover.areas.size();
    for (const auto& area : cover.areas) {
        tables.push_back(static_cast<std::uint32_t>(area.first_sample));
        tables.push_back(static_cast<std::uint32_t>(weights + area.first_weight));
        tables.push_back(static_cast<std::uint32_t>(area.count));
    }
    tables.insert(tables.end(), cover.weights.begin(), cover.weights.end());
    return begin;
}

void add_grid(const CachedFrame& frame, Extent size, std::size_t which, MeasurePlan& plan) {
    if (size.width <= 0 || size.height <= 0) return;
    assert(size.width <= frame.visible.width && size.height <= frame.visible.height);
    MeasureGrid& grid = plan.params.grid[which];
    grid.width = size.width;
    grid.height = size.height;
    const std::uint32_t areas = static_cast<std::uint32_t>(size.width) * size.height;
    for (int c = 0; c < plan.params.components; ++c) {
        const auto i = static_cast<std::size_t>(c);
        const Shift shift = shift_of(frame.layout, c);
        const Rect& visible = frame.visible;
        const auto across = measures::axis_cover(visible.x, visible.width, size.width, shift.x);
        const auto down = measures::axis_cover(visible.y, visible.height, size.height, shift.y);
        grid.across[i] = add_table(across, plan.tables);
        grid.down[i] = add_table(down, plan.tables);
        grid.unweighted |= (across.equal ? 1U : 0U) << (2 * c) | (down.equal ? 2U : 0U) << (2 * c);
        const std::uint64_t total = std::uint64_t{across.total} * down.total;
        const bool wide = total << frame.layout.components[i].depth > UINT32_MAX;
        grid.wide |= (wide ? 1U : 0U) << c;
        grid.sums[i] = plan.result_words;
        plan.result_words += areas * (wide ? 2 : 1);
        plan.totals[which][i] = static_cast<double>(total);
    }
}

void add_taps(MeasureParams& params) {
    const measures::SoftWeights soft = measures::gaussian_of_two();
    static_assert(std::size(MeasureParams{}.soft) == std::tuple_size_v<measures::SoftWeights>);
    static_assert(std::size(MeasureParams{}.once_blur) == measures::kBlurTaps);
    std::ranges::copy(soft, params.soft);
    const measures::ReblurTaps& taps = measures::reblur_taps();
    const auto copy = [](const measures::BlurWeights& from, float* to) {
        std::copy_n(from.begin(), measures::kBlurTaps, to);
    };
    copy(taps.once.blur, params.once_blur);
    copy(taps.once.slope, params.once_slope);
    copy(taps.twice.blur, params.twice_blur);
    copy(taps.twice.slope, params.twice_slope);
}

void add_lens(MeasurePlan& plan) {
    MeasureParams& params = plan.params;
    const auto words = [](ivec2 size) {
        return static_cast<std::uint32_t>(size.x) * static_cast<std::uint32_t>(size.y);
    };
    params.lattice = (params.size + 1) / 2;
    params.blocks = (params.size - 1) / measures::kGrainBlock;
    params.gradient_word = 0;
    params.rows_word = params.gradient_word + words(params.lattice);
    params.columns_word = params.rows_word + 2 * static_cast<std::uint32_t>(params.size.y);
    params.histogram_word = params.columns_word + 2 * static_cast<std::uint32_t>(params.size.x);
    plan.scratch_words = params.histogram_word + kGradientBins;
    params.grain_word = plan.result_words;
    params.edges_word = params.grain_word + 3 * words(params.blocks);
    params.edge_capacity = std::max(words(params.lattice) / kEdgeRoom, kLeastEdgeRoom);
    plan.result_words = params.edges_word + 4 * params.edge_capacity;
    add_taps(params);
}

measures::Plane means_of(const MeasurePlan& plan, std::size_t which, std::size_t component,
                         std::span<const std::uint32_t> result) {
    const MeasureGrid& grid = plan.params.grid[which];
    measures::Plane means(grid.width, grid.height);
    const std::uint32_t* sums = result.data() + grid.sums[component];
    const double total = plan.totals[which][component];
    if ((grid.wide >> component & 1) == 0) {
        for (float& mean : means.values)
            mean = static_cast<float>(static_cast<double>(*sums++) / total);
        return means;
    }
    for (float& mean : means.values) {
        const std::uint64_t sum = std::uint64_t{sums[1]} << 32 | sums[0];
        mean = static_cast<float>(static_cast<double>(sum) / total);
        sums += 2;
    }
    return means;
}

measures::Picture codes_of(const MeasurePlan& plan, std::size_t which,
                           std::span<const std::uint32_t> result) {
    measures::Picture codes;
    if (plan.params.grid[which].width == 0) return codes;
    for (std::size_t c = 0; c < 3; ++c)
        codes.planes[c] = plan.params.components == 1 && c > 0 ? codes.planes[0]
                                                               : means_of(plan, which, c, result);
    return codes;
}

std::optional<measures::EdgeBlur> blur_of(const MeasurePlan& plan,
                                          std::span<const std::uint32_t> result) {
    std::vector<measures::EdgeSlopes> edges(result[kEdgesWord]);
    const std::uint32_t* words = result.data() + plan.params.edges_word;
    for (measures::EdgeSlopes& edge : edges) {
        edge = {std::bit_cast<float>(words[0]), std::bit_cast<float>(words[1]),
                std::bit_cast<float>(words[2]), std::bit_cast<float>(words[3])};
        words += 4;
    }
    return measures::edge_blur_of(edges);
}

std::optional<double> grain_of(const MeasurePlan& plan, std::span<const std::uint32_t> result) {
    const auto at = [&](int i) { return static_cast<int>(result[static_cast<std::size_t>(i)]); };
    const Rect area{at(kAreaWord), at(kAreaWord + 1), at(kAreaWord + 2), at(kAreaWord + 3)};
    const MeasureParams& params = plan.params;
    const measures::Lattice grid = measures::grain_blocks(area, {params.size.x, params.size.y});
    std::vector<measures::GrainBlock> blocks;
    for (int y = grid.top; y < grid.bottom; ++y) {
        for (int x = grid.left; x < grid.right; ++x) {
            const std::uint32_t* words =
                result.data() + params.grain_word + 3 * (y * params.blocks.x + x);
            blocks.push_back({std::bit_cast<float>(words[0]), std::bit_cast<float>(words[1]),
                              std::bit_cast<float>(words[2])});
        }
    }
    return measures::grain_of(blocks);
}

} // namespace

bool can_measure(const PixelLayout& layout) { return !layout.is_float; }

MeasurePlan measure_plan(const CachedFrame& frame, const measures::ReductionRequest& request) {
    assert(can_measure(frame.layout));
    MeasurePlan plan;
    MeasureParams& params = plan.params;
    params.components = frame.layout.model == ColorModel::Gray ? 1 : 3;
    for (int c = 0; c < params.components; ++c) params.component[c] = component_of(frame, c);
    params.sample_bytes = static_cast<std::uint32_t>(frame.layout.sample_bytes);
    params.big_endian = frame.layout.big_endian ? 1 : 0;
    measures::FrameView view;
    view.layout = frame.layout;
    const std::vector<float> weights = measures::luma_weights(view);
    params.luma_components = static_cast<int>(weights.size());
    std::ranges::copy(weights, params.luma_weight);
    params.size = {frame.visible.width, frame.visible.height};
    plan.result_words = kMeasureHeader;
    add_grid(frame, request.light_size, 0, plan);
    add_grid(frame, request.lab_size, 1, plan);
    plan.lens = request.lens;
    if (request.lens) add_lens(plan);
    return plan;
}

MeasuredSums read_sums(const MeasurePlan& plan, std::span<const std::uint32_t> result) {
    MeasuredSums sums;
    sums.reductions.light_codes = codes_of(plan, 0, result);
    sums.reductions.lab_codes = codes_of(plan, 1, result);
    if (!plan.lens) return sums;
    sums.too_many_edges = result[kEdgesWord] > plan.params.edge_capacity;
    if (!sums.too_many_edges) sums.reductions.blur = blur_of(plan, result);
    sums.reductions.grain = grain_of(plan, result);
    return sums;
}

} // namespace seamline::renderer
