#include "renderer/scopes/view_signal.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

namespace seamline::renderer {
namespace {

using namespace shared;

constexpr float kGreatestInput = 65504.0F; // Of half floats.
constexpr std::size_t kNodes = static_cast<std::size_t>(kViewEdge) * kViewEdge * kViewEdge;

float node_light(int node) {
    const auto u = static_cast<std::uint32_t>(node * kViewLightCell);
    if (u <= static_cast<std::uint32_t>(kViewOctave)) return static_cast<float>(u) / kViewToeScale;
    return std::bit_cast<float>(kViewToeBits + ((u - kViewOctave) << 11));
}

float node_code(int node) {
    return static_cast<float>(node * kViewCodeCell - kViewCodeZero) / (255.0F * 256.0F);
}

std::vector<std::int16_t> nodes_of(const color::ColorProcessor& processor, ViewAxis axis) {
    std::array<float, kViewEdge> at{};
    for (int i = 0; i < kViewEdge; ++i)
        at[static_cast<std::size_t>(i)] = axis == ViewAxis::Light ? node_light(i) : node_code(i);
    std::vector<float> rgb;
    rgb.reserve(3 * kNodes);
    for (const float blue : at)
        for (const float green : at)
            for (const float red : at) rgb.insert(rgb.end(), {red, green, blue});
    processor.apply(rgb, 3);
    std::vector<std::int16_t> nodes(4 * kNodes);
    for (std::size_t i = 0; i < rgb.size(); ++i) {
        // NaN, which a broken transform may yield, is black.
        const float value = rgb[i] == rgb[i] ? rgb[i] * (255.0F * kViewNodeUnits) : 0.0F;
        nodes[i / 3 * 4 + i % 3] =
            static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0F, 32767.0F)));
    }
    return nodes;
}

template <typename Word> std::uint32_t word_at(const std::byte* at, bool swaps) {
    Word word;
    std::memcpy(&word, at, sizeof(word));
    if (swaps && sizeof(Word) == 2) word = static_cast<Word>(word << 8 | word >> 8);
    if constexpr (sizeof(Word) == 4)
        if (swaps) word = __builtin_bswap32(word);
    return word;
}

std::uint32_t word_at(const std::byte* at, const ScopeParams& params) {
    const bool swaps = (params.flags & kScopeBigEndian) != 0;
    if (params.sample_bytes == 1) return word_at<std::uint8_t>(at, false);
    if (params.sample_bytes == 2) return word_at<std::uint16_t>(at, swaps);
    return word_at<std::uint32_t>(at, swaps);
}

float float_of(std::uint32_t word, const ScopeParams& params) {
    if (params.sample_bytes == 4) return std::bit_cast<float>(word);
    const std::uint32_t sign = (word & 0x8000U) << 16;
    const std::uint32_t exponent = (word >> 10) & 31U;
    const std::uint32_t fraction = word & 1023U;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000U | fraction << 13);
    if (exponent == 0) // Exact: a multiple of 2^-24.
        return (sign != 0 ? -1.0F : 1.0F) * static_cast<float>(fraction) * 0x1p-24F;
    return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
}

int position_of_light(float f) {
    if (!(f > 0)) return 0; // Also NaN.
    if (f >= kViewLightTop) return kViewCells * kViewLightCell;
    if (f < kViewToe) return static_cast<int>(f * kViewToeScale);
    return kViewOctave + static_cast<int>((std::bit_cast<std::uint32_t>(f) - kViewToeBits) >> 11);
}

int position_of_float(float f) {
    if (!(f == f)) return kViewCodeZero;
    const float limited = std::min(std::max(f, -1.0F), 2.0F);
    return ((255 * static_cast<int>(std::floor(limited * 131072.0F))) >> 9) + kViewCodeZero;
}

/// Of an RGB sample, or of grey floats.
int position_of(std::uint32_t word, const ScopeComponent& c, const ScopeParams& params,
                bool is_light) {
    if ((params.flags & kScopeFloat) != 0) {
        const float f = float_of(word, params);
        return is_light ? position_of_light(f) : position_of_float(f);
    }
    const std::uint32_t code = (word >> c.shift) & c.mask;
    if (!is_light) return static_cast<int>(code * 65280U / c.mask) + kViewCodeZero;
    const auto depth = static_cast<std::uint32_t>(std::popcount(c.mask));
    return position_of_light(static_cast<float>(code << (16U - depth)) * 0x1p-16F);
}

/// S or positions of R, G and B of each pixel of a row.
struct Sums {
    explicit Sums(int width) {
        for (auto& channel : at) channel.resize(static_cast<std::size_t>(width));
    }
    std::array<std::vector<int>, 3> at;
};

const std::byte* sample(const std::byte* planes, const ScopeComponent& c, int x, int y) {
    return planes + c.base_bytes + static_cast<std::size_t>(y) * c.stride_bytes +
           static_cast<std::size_t>(x) * c.step_bytes;
}

int code12(const std::byte* planes, const ScopeParams& params, int component, int x, int y) {
    const ScopeComponent& c = params.component[component];
    const std::uint32_t code = (word_at(sample(planes, c, x, y), params) >> c.shift) & c.mask;
    return static_cast<int>(code >> c.down << c.up);
}

void read_matrixed(const std::byte* planes, const ScopeParams& params, int row, Sums& to) {
    const int y = params.region.y + row;
    int last = -1; // Of chroma.
    glm::ivec3 share(0);
    for (int i = 0; i < params.region.z; ++i) {
        const int x = params.region.x + i;
        const int chroma_x = x >> params.chroma_shift.x;
        if (params.model == kModelYCbCr && chroma_x != last) {
            last = chroma_x;
            const int chroma_y = y >> params.chroma_shift.y;
            const glm::ivec2 c(code12(planes, params, 1, chroma_x, chroma_y) - kNeutral12,
                               code12(planes, params, 2, chroma_x, chroma_y) - kNeutral12);
            const auto sum = [&](const glm::ivec2& k) { return k.x * c.x + k.y * c.y; };
            share = {sum(params.red_from_chroma), sum(params.green_from_chroma),
                     sum(params.blue_from_chroma)};
        }
        const int luma = params.luma_gain * (code12(planes, params, 0, x, y) - params.luma_zero);
        for (int k = 0; k < 3; ++k)
            to.at[static_cast<std::size_t>(k)][static_cast<std::size_t>(i)] = luma + share[k];
    }
}

void read_direct(const std::byte* planes, const ScopeParams& params, bool is_light, int row,
                 Sums& to) {
    const int y = params.region.y + row;
    for (std::size_t k = 0; k < 3; ++k) {
        const ScopeComponent& c = params.component[k];
        for (int i = 0; i < params.region.z; ++i)
            to.at[k][static_cast<std::size_t>(i)] = position_of(
                word_at(sample(planes, c, params.region.x + i, y), params), c, params, is_light);
    }
}

void read_positions(const std::byte* planes, const ScopeParams& params, bool is_light, int row,
                    Sums& to) {
    if (params.model == kModelRgb || (params.flags & kScopeFloat) != 0 || is_light)
        return read_direct(planes, params, is_light, row, to);
    read_matrixed(planes, params, row, to);
    for (auto& channel : to.at)
        for (int& sum : channel) sum = (sum >> 9) + kViewCodeZero;
}

std::uint8_t level_of(float value) {
    return static_cast<std::uint8_t>(std::clamp(value * 255.0F + 0.5F, 0.0F, 255.0F));
}

float value_of_float(float f) {
    const float size = std::abs(f);
    if (!(size >= 0x1p-30F)) return 0; // Also NaN.
    return std::clamp(f, -kGreatestInput, kGreatestInput);
}

/// Of an RGB sample, or of grey floats.
float value_of(std::uint32_t word, const ScopeComponent& c, const ScopeParams& params) {
    if ((params.flags & kScopeFloat) != 0) return value_of_float(float_of(word, params));
    return static_cast<float>((word >> c.shift) & c.mask) * (1.0F / static_cast<float>(c.mask));
}

/// A row as floats: runs of one colour are one value each.
class Values {
public:
    explicit Values(int width) {
        for (auto& channel : at_) channel.resize(static_cast<std::size_t>(width));
        run_.resize(static_cast<std::size_t>(width));
    }

    void read(const std::byte* planes, const ScopeParams& params, int row, Sums& sums) {
        const bool is_direct = params.model == kModelRgb || (params.flags & kScopeFloat) != 0;
        if (!is_direct) read_matrixed(planes, params, row, sums);
        const int y = params.region.y + row;
        std::array<float, 3> last{};
        count_ = 0;
        for (int i = 0; i < params.region.z; ++i) {
            std::array<float, 3> now{};
            for (std::size_t k = 0; k < 3; ++k) {
                const ScopeComponent& c = params.component[k];
                now[k] = is_direct
                             ? value_of(word_at(sample(planes, c, params.region.x + i, y), params),
                                        c, params)
                             : static_cast<float>(sums.at[k][static_cast<std::size_t>(i)] >>
                                                  kViewSumShift) *
                                   kViewSumUnit;
            }
            if (count_ == 0 || now != last) {
                for (std::size_t k = 0; k < 3; ++k) at_[k][count_] = now[k];
                last = now;
                ++count_;
            }
            run_[static_cast<std::size_t>(i)] = static_cast<int>(count_ - 1);
        }
    }

    void run(const ViewStages& stages, const std::array<std::uint8_t*, 3>& to) {
        const auto values = [&](std::size_t k) { return std::span(at_[k]).first(count_); };
        run_stages(stages, {values(0), values(1), values(2)});
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t i = 0; i < run_.size(); ++i)
                to[k][i] = level_of(at_[k][static_cast<std::size_t>(run_[i])]);
    }

private:
    std::array<std::vector<float>, 3> at_; ///< The first `count_` values.
    std::vector<int> run_;                 ///< Of each pixel.
    std::size_t count_ = 0;
};

struct Levels {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
};

std::uint8_t identity_level(int position) {
    return static_cast<std::uint8_t>(std::clamp((position - kViewCodeZero + 128) >> 8, 0, 255));
}

/// `Cell`: positions between nodes.
template <int Cell> class Interpolation {
public:
    explicit Interpolation(std::span<const std::int16_t> nodes) : nodes_(nodes.data()) {}

    Levels at(int red, int green, int blue) const {
        const Axis r = axis(red, 4);
        const Axis g = axis(green, 4 * kViewEdge);
        const Axis b = axis(blue, 4 * kViewEdge * kViewEdge);
        Axis first = r;
        Axis second = g;
        Axis third = b;
        if (first.rest < second.rest) std::swap(first, second);
        if (second.rest < third.rest) std::swap(second, third);
        if (first.rest < second.rest) std::swap(first, second);
        const std::int16_t* n0 = nodes_ + r.offset + g.offset + b.offset;
        const std::int16_t* n1 = n0 + first.step;
        const std::int16_t* n2 = n1 + second.step;
        const std::int16_t* n3 = n2 + third.step;
        const int w0 = Cell - first.rest;
        const int w1 = first.rest - second.rest;
        const int w2 = second.rest - third.rest;
        const auto level = [&](int k) {
            const int sum = w0 * n0[k] + w1 * n1[k] + w2 * n2[k] + third.rest * n3[k] +
                            Cell * (kViewNodeUnits / 2);
            return static_cast<std::uint8_t>(
                std::min(std::max(sum, 0) / (Cell * kViewNodeUnits), 255));
        };
        return {level(0), level(1), level(2)};
    }

private:
    struct Axis {
        int offset; ///< Of the node below, in values.
        int step;
        int rest;
    };
    static Axis axis(int position, int step) {
        const int p = std::clamp(position, 0, kViewCells * Cell);
        const int cell = std::min(p / Cell, kViewCells - 1);
        return {cell * step, step, p - cell * Cell};
    }

    const std::int16_t* nodes_;
};

template <typename At>
void write_row(const Sums& from, int width, At&& at, std::array<std::uint8_t*, 3> to) {
    Levels last;
    int r = INT32_MIN;
    int g = 0;
    int b = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(width); ++i) {
        const int red = from.at[0][i];
        const int green = from.at[1][i];
        const int blue = from.at[2][i];
        if (red != r || green != g || blue != b) { // Neighbours are often equal.
            last = at(red, green, blue);
            r = red;
            g = green;
            b = blue;
        }
        to[0][i] = last.red;
        to[1][i] = last.green;
        to[2][i] = last.blue;
    }
}

void write_positions(const ViewSignal& signal, const Sums& from, int width,
                     const std::array<std::uint8_t*, 3>& to) {
    const Interpolation<kViewCodeCell> code(signal.nodes());
    const Interpolation<kViewLightCell> light(signal.nodes());
    if (signal.kind() == kViewIdentity)
        write_row(
            from, width,
            [](int r, int g, int b) {
                return Levels{identity_level(r), identity_level(g), identity_level(b)};
            },
            to);
    else if (signal.kind() == kViewLight)
        write_row(
            from, width, [&](int r, int g, int b) { return light.at(r, g, b); }, to);
    else
        write_row(
            from, width, [&](int r, int g, int b) { return code.at(r, g, b); }, to);
}

std::uint32_t stride_of(const ScopeParams& params) {
    return static_cast<std::uint32_t>((params.region.z + 3) / 4 * 4);
}

} // namespace

std::shared_ptr<const ViewSignal> ViewSignal::make(const color::ColorProcessor& processor,
                                                   ViewAxis axis, const ColorTags& display,
                                                   std::string name) {
    auto signal = std::make_shared<ViewSignal>();
    signal->display_ = display;
    signal->name_ = std::move(name);
    if (processor.is_identity()) return signal;
    if (auto stages = view_stages(processor, axis)) {
        signal->kind_ = kViewStaged;
        signal->stages_ = std::move(*stages);
        return signal;
    }
    signal->name_ += ", through a table"; // Not exact: whoever reads a level must know.
    signal->kind_ = axis == ViewAxis::Light ? kViewLight : kViewCode;
    signal->nodes_ = nodes_of(processor, axis);
    return signal;
}

bool has_view_signal(const ScopeParams& params) { return (params.flags & kScopeNoRgb) == 0; }

CachedFrame viewed_frame(const CachedFrame& frame, const ScopeParams& params,
                         const ViewSignal& signal) {
    CachedFrame viewed;
    viewed.index = frame.index;
    viewed.layout.name = "gbrp";
    viewed.layout.model = ColorModel::Rgb;
    viewed.coded = {params.region.z, params.region.w};
    viewed.visible = {0, 0, params.region.z, params.region.w};
    viewed.color = signal.display();
    viewed.corrupt = frame.corrupt;
    viewed.held = frame.held;
    const std::uint32_t stride = stride_of(params);
    const std::uint32_t plane = stride * static_cast<std::uint32_t>(std::max(params.region.w, 0));
    for (std::uint8_t i = 0; i < 3; ++i) {
        viewed.layout.components[i].plane = i;
        viewed.stride_bytes[i] = stride;
        viewed.plane_offset_bytes[i] = i * plane;
    }
    viewed.size_bytes = viewed_bytes(params);
    return viewed;
}

std::size_t viewed_bytes(const ScopeParams& params) {
    return 3UL * stride_of(params) * static_cast<std::size_t>(std::max(params.region.w, 0));
}

void view_rows(const ViewSignal& signal, const ScopeParams& params, const std::byte* planes,
               int first_row, int end_row, std::byte* to) {
    const std::size_t stride = stride_of(params);
    const std::size_t plane = stride * static_cast<std::size_t>(params.region.w);
    const auto row_of = [&](int row) {
        auto* red = reinterpret_cast<std::uint8_t*>(to) + static_cast<std::size_t>(row) * stride;
        return std::array<std::uint8_t*, 3>{red, red + plane, red + 2 * plane};
    };
    Sums sums(params.region.z);
    if (signal.kind() == kViewStaged) {
        Values values(params.region.z);
        for (int row = first_row; row < end_row; ++row) {
            values.read(planes, params, row, sums);
            values.run(signal.stages(), row_of(row));
        }
        return;
    }
    for (int row = first_row; row < end_row; ++row) {
        read_positions(planes, params, signal.kind() == kViewLight, row, sums);
        write_positions(signal, sums, params.region.z, row_of(row));
    }
}

} // namespace seamline::renderer
