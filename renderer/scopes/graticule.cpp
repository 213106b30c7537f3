#include "renderer/scopes/graticule.h"

#include "renderer/scopes/scope_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::renderer {
namespace {

constexpr double kHlgPeakNits = 1000;
/// A line of a difference that is nearer to its middle than this part of all is one with it.
constexpr float kLeastExcess = 0.02F;

float y_of_level(double level) { return static_cast<float>(1 - (level + 0.5) / 256); }
float x_of_level(double level) { return static_cast<float>((level + 0.5) / 256); }

int depth_of(const PixelLayout& layout) { return layout.is_float ? 16 : layout.bit_depth(); }

/// One line of a scale.
struct Mark {
    double level = 0;
    std::string text; ///< Empty: no label.
    GraticuleInk ink = GraticuleInk::Minor;
};

/// Fractions of white in equal steps, every `labelled`th with its number.
std::vector<Mark> even_marks(int steps, int labelled, double unit, const auto& level) {
    std::vector<Mark> marks;
    for (int i = 0; i <= steps; ++i) {
        const double white = static_cast<double>(i) / steps;
        const bool is_end = i == 0 || i == steps;
        const bool has_text = i % labelled == 0;
        marks.push_back({level(white), has_text ? std::to_string(std::lround(unit * white)) : "",
                         is_end     ? GraticuleInk::Limit
                         : has_text ? GraticuleInk::Major
                                    : GraticuleInk::Minor});
    }
    return marks;
}

std::vector<Mark> code_marks(const PixelLayout& layout, bool limited) {
    const int depth = depth_of(layout);
    std::vector<Mark> marks;
    const auto add = [&](int level, GraticuleInk ink) {
        marks.push_back(
            {static_cast<double>(level), std::to_string(std::int64_t{level} << depth >> 8), ink});
    };
    if (limited) // First: where there is no room for all numbers, the first ones have it.
        for (const int level : {16, 235}) add(level, GraticuleInk::Limit);
    for (int level = 0; level < 256; level += 32) add(level, GraticuleInk::Major);
    marks.push_back({255, std::to_string((std::int64_t{1} << depth) - 1), GraticuleInk::Major});
    return marks;
}

/// The signal of a grey of so many nits. Source: Rec. ITU-R BT.2100-2, tables 4 and 5.
double signal_of_nits(double nits, ColorTransfer transfer) {
    if (transfer == ColorTransfer::Pq) {
        const double p = std::pow(nits / 10000, 2610.0 / 16384);
        return std::pow((3424.0 / 4096 + 2413.0 / 128 * p) / (1 + 2392.0 / 128 * p), 2523.0 / 32);
    }
    const double scene = std::pow(nits / kHlgPeakNits, 1 / 1.2);
    return scene <= 1.0 / 12 ? std::sqrt(3 * scene)
                             : 0.17883277 * std::log(12 * scene - 0.28466892) + 0.55991073;
}

std::vector<Mark> nit_marks(ColorTransfer transfer, const auto& level) {
    constexpr std::array kPq{0.0,   0.1,   1.0,    10.0,   50.0,   100.0,
                             203.0, 400.0, 1000.0, 4000.0, 10000.0};
    constexpr std::array kHlg{0.0, 1.0, 10.0, 50.0, 100.0, 203.0, 400.0, 600.0, 1000.0};
    std::vector<Mark> marks;
    const auto add = [&](double nits) {
        std::string text = nits < 1 && nits > 0 ? "0.1" : std::to_string(std::lround(nits));
        const bool is_white = nits == 203; // Source: Rep. ITU-R BT.2408, graphics white.
        marks.push_back({level(signal_of_nits(nits, transfer)), std::move(text),
                         is_white || nits == 0 ? GraticuleInk::Limit : GraticuleInk::Major});
    };
    if (transfer == ColorTransfer::Pq)
        for (const double nits : kPq) add(nits);
    else
        for (const double nits : kHlg) add(nits);
    return marks;
}

std::vector<Mark> marks_of(const PixelLayout& layout, const ColorTags& color, LevelSignal signal,
                           LevelScale scale) {
    const auto level = [&](double white) { return level_of(white, layout, color, signal); };
    switch (scale) {
    case LevelScale::Code:
        return code_marks(layout, is_limited(layout, color, signal));
    case LevelScale::Millivolt:
        return even_marks(14, 2, 700, level);
    case LevelScale::Nits:
        if (applies(scale, color.transfer)) return nit_marks(color.transfer, level);
        break;
    case LevelScale::Percent:
        break;
    }
    return even_marks(10, 2, 100, level);
}

} // namespace

const char* name(LevelScale scale) {
    switch (scale) {
    case LevelScale::Percent:
        return "percent";
    case LevelScale::Code:
        return "code";
    case LevelScale::Millivolt:
        return "mv";
    case LevelScale::Nits:
        return "nits";
    }
    return "";
}

bool is_limited(const PixelLayout& layout, const ColorTags& color, LevelSignal signal) {
    return signal == LevelSignal::Luma && layout.model != ColorModel::Rgb && !layout.is_float &&
           color.range == ColorRange::Limited;
}

bool applies(LevelScale scale, ColorTransfer transfer) {
    return scale != LevelScale::Nits || transfer == ColorTransfer::Pq ||
           transfer == ColorTransfer::Hlg;
}

double level_of(double white, const PixelLayout& layout, const ColorTags& color,
                LevelSignal signal) {
    return is_limited(layout, color, signal) ? 16 + 219 * white : 255 * white;
}

Graticule waveform_graticule(const PixelLayout& layout, const ColorTags& color, LevelSignal signal,
                             LevelScale scale) {
    Graticule graticule;
    for (const Mark& mark : marks_of(layout, color, signal, scale)) {
        const float y = y_of_level(mark.level);
        graticule.lines.push_back({{0, y}, {1, y}, mark.ink});
        if (!mark.text.empty())
            graticule.labels.push_back({{0, y}, mark.text, LabelAnchor::Right, mark.ink});
    }
    return graticule;
}

void add_parts(Graticule& graticule, const std::vector<std::string>& parts) {
    const auto count = static_cast<float>(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const float x = static_cast<float>(i) / count;
        if (i > 0) graticule.lines.push_back({{x, 0}, {x, 1}, GraticuleInk::Major});
        graticule.labels.push_back(
            {{x + 0.5F / count, 0}, parts[i], LabelAnchor::Above, GraticuleInk::Major});
    }
}

Rect rgb_histogram_rect(const Rect& whole, const PixelLayout& layout, const ColorTags& color) {
    if (!is_limited(layout, color, LevelSignal::Luma)) return whole;
    // Level 0 lies in the middle of its bin: where luma's level 16 does, and 255 where 235 does.
    const double step = whole.width * 219.0 / 255 / 256;
    const double left = whole.width * 16.5 / 256 - 0.5 * step;
    const int from = static_cast<int>(std::lround(left));
    const int to = static_cast<int>(std::lround(left + 256 * step));
    return {whole.x + from, whole.y, std::max(to - from, 1), whole.height};
}

Graticule histogram_graticule(const PixelLayout& layout, const ColorTags& color, LevelSignal signal,
                              LevelScale scale) {
    Graticule graticule;
    for (const Mark& mark : marks_of(layout, color, signal, scale)) {
        const float x = x_of_level(mark.level);
        graticule.lines.push_back({{x, 0}, {x, 1}, mark.ink});
        if (!mark.text.empty())
            graticule.labels.push_back({{x, 1}, mark.text, LabelAnchor::Below, mark.ink});
    }
    return graticule;
}

Graticule excess_graticule(TraceGain gain) {
    Graticule graticule;
    graticule.lines.push_back({{0, 0.5F}, {1, 0.5F}, GraticuleInk::Limit});
    // Inside, at the right: a histogram has no room beside it.
    graticule.labels.push_back({{1, 0.5F}, "0", LabelAnchor::Right, GraticuleInk::Major});
    struct Share {
        float share;
        const char* text;
    };
    // The edge itself is 100 %: half of a label there would lie outside.
    constexpr std::array<Share, 3> kShares{{{0.5F, "50%"}, {0.1F, "10%"}, {0.01F, "1%"}}};
    for (const Share& at : kShares) {
        const float height = 0.5F * excess_height(at.share, gain);
        if (height < kLeastExcess) continue;
        for (const float y : {0.5F - height, 0.5F + height}) {
            graticule.lines.push_back({{0, y}, {1, y}, GraticuleInk::Minor});
            graticule.labels.push_back({{1, y}, at.text, LabelAnchor::Right, GraticuleInk::Major});
        }
    }
    return graticule;
}

glm::vec2 label_corner(const GraticuleLabel& label, glm::vec2 min, glm::vec2 size, glm::vec2 text,
                       float gap) {
    const glm::vec2 at = min + label.place * size;
    switch (label.anchor) {
    case LabelAnchor::Left:
        return {at.x + gap, at.y - text.y / 2};
    case LabelAnchor::Right:
        return {at.x - gap - text.x, at.y - text.y / 2};
    case LabelAnchor::Above:
        return {at.x - text.x / 2, at.y - text.y - gap / 2};
    case LabelAnchor::Below:
        return {at.x - text.x / 2, at.y + gap / 2};
    case LabelAnchor::Inwards: {
        const glm::vec2 way = min + size / 2.0F - at;
        const float length = glm::length(way);
        if (length < 1) break;
        const glm::vec2 direction = way / length;
        const float reach = glm::dot(glm::abs(direction), text / 2.0F) + gap / 2;
        return at + direction * reach - text / 2.0F;
    }
    }
    return at - text / 2.0F;
}

glm::vec2 waveform_place(const ScopeBins& bins, int x, int level) {
    const int width = std::max(bins.region.width, 1);
    const auto column = static_cast<float>(std::int64_t{x} * bins.columns / width);
    return {(column + 0.5F) / static_cast<float>(bins.columns), y_of_level(level)};
}

glm::vec2 histogram_place(int level) { return {x_of_level(level), 1}; }

std::optional<ScopeSample> scope_sample(const CachedFrame& frame, const shared::ScopeParams& params,
                                        int x, int y) {
    const glm::ivec4 region = params.region;
    if (frame.mapped == nullptr || x < 0 || y < 0 || x >= region.z || y >= region.w) return {};
    const bool is_rgb = params.model == shared::kModelRgb;
    std::uint16_t code[3]{};
    for (int i = 0; i < 3; ++i) {
        const glm::ivec2 shift = i == 0 ? glm::ivec2(0) : params.chroma_shift;
        unpack_code12(frame.mapped, params, i, (region.y + y) >> shift.y, (region.x + x) >> shift.x,
                      1, &code[i]);
    }
    Rgby rgby = 0;
    std::uint8_t chroma[2]{};
    if (is_rgb) {
        convert_rgb(params, &code[0], &code[1], &code[2], 1, &rgby);
        chroma_of_rgb(params.cb_weights, &code[0], &code[1], &code[2], 1, &chroma[0]);
        chroma_of_rgb(params.cr_weights, &code[0], &code[1], &code[2], 1, &chroma[1]);
    } else {
        std::int32_t share[3]{};
        const ChromaShares shares{&share[0], &share[1], &share[2]};
        expand_chroma(params, &code[1], &code[2], 0, 1, shares);
        convert_ycbcr(params, &code[0], shares, 1, &rgby);
        for (int i = 0; i < 2; ++i) narrow(&code[1 + i], 1, &chroma[i]);
    }
    const auto level = [&](int channel) { return static_cast<int>(rgby >> 8 * channel & 0xFF); };
    return ScopeSample{level(0), level(1), level(2), level(3), chroma[0], chroma[1]};
}

std::optional<glm::dvec2> sample_xy(const ScopeSample& sample, const shared::ScopeParams& params,
                                    ColorTransfer transfer) {
    const ScopeLight& light = scope_light(transfer);
    const glm::dvec3 rgb(light[static_cast<std::size_t>(sample.red)],
                         light[static_cast<std::size_t>(sample.green)],
                         light[static_cast<std::size_t>(sample.blue)]);
    const glm::dvec3 xyz(glm::dot(glm::dvec3(params.x_weights), rgb),
                         glm::dot(glm::dvec3(params.y_weights), rgb),
                         glm::dot(glm::dvec3(params.z_weights), rgb));
    if (std::max({xyz.x, xyz.y, xyz.z}) < 262144.0) return {}; // Black: see scope_bins.h.
    return glm::dvec2(xyz) / (xyz.x + xyz.y + xyz.z);
}

} // namespace seamline::renderer
