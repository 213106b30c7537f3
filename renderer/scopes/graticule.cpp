#include "renderer/scopes/graticule.h"

#include "renderer/color/chromaticity.h"
#include "renderer/scopes/chromaticity.h"
#include "renderer/scopes/scope_rows.h"
#include "shaders/shared/scope_trace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace seamline::renderer {
namespace {

constexpr double kHlgPeakNits = 1000;

glm::dvec2 vec(color::Chromaticity c) { return {c.x, c.y}; }
float y_of_level(double level) { return static_cast<float>(1 - (level + 0.5) / 256); }
float x_of_level(double level) { return static_cast<float>((level + 0.5) / 256); }

bool is_limited(const PixelLayout& layout, const ColorTags& color, LevelSignal signal) {
    return signal == LevelSignal::Luma && layout.model != ColorModel::Rgb && !layout.is_float &&
           color.range == ColorRange::Limited;
}

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

void add_loop(Graticule& graticule, const std::vector<glm::vec2>& points, GraticuleInk ink,
              bool dashed = false) {
    for (std::size_t i = 0; i < points.size(); ++i)
        graticule.lines.push_back({points[i], points[(i + 1) % points.size()], ink, dashed});
}

std::vector<glm::vec2> circle(glm::vec2 centre, float radius) {
    constexpr int kPoints = 96;
    std::vector<glm::vec2> points;
    for (int i = 0; i < kPoints; ++i) {
        const double angle = 2 * std::numbers::pi * i / kPoints;
        points.push_back(centre + radius * glm::vec2(std::cos(angle), -std::sin(angle)));
    }
    return points;
}

/// Cb and Cr in steps of eight bits from neutral, of R'G'B' in [0, 1].
class ChromaOf {
public:
    ChromaOf(const PixelLayout& layout, const ColorTags& color) {
        const bool is_rgb = layout.model == ColorModel::Rgb;
        const bool wide = is_rgb ? color.primaries == ColorPrimaries::Bt2020
                                 : color.matrix == ColorMatrix::Bt2020Ncl ||
                                       color.matrix == ColorMatrix::Bt2020Cl ||
                                       color.matrix == ColorMatrix::Ictcp;
        const bool is_601 = is_rgb ? color.primaries == ColorPrimaries::Bt601_525 ||
                                         color.primaries == ColorPrimaries::Bt601_625
                                   : color.matrix == ColorMatrix::Bt601;
        weights_ = wide     ? glm::dvec2(0.2627, 0.0593)
                   : is_601 ? glm::dvec2(0.299, 0.114)
                            : glm::dvec2(0.2126, 0.0722);
        if (!is_rgb && color.matrix == ColorMatrix::Smpte240m) weights_ = {0.212, 0.087};
        if (!is_rgb && color.matrix == ColorMatrix::Fcc) weights_ = {0.30, 0.11};
        is_ycgco_ = !is_rgb && color.matrix == ColorMatrix::YCgCo;
        const bool full = !is_rgb && color.range == ColorRange::Full;
        steps_ = full ? 255 : is_ycgco_ ? 219 : 224;
    }

    glm::dvec2 operator()(glm::dvec3 rgb) const {
        if (is_ycgco_) // Source: ITU-T H.273, equations 51 to 54. Cg is where Cb would be.
            return steps_ * glm::dvec2(0.5 * rgb.g - 0.25 * (rgb.r + rgb.b), 0.5 * (rgb.r - rgb.b));
        const double luma =
            weights_.x * rgb.r + (1 - weights_.x - weights_.y) * rgb.g + weights_.y * rgb.b;
        return steps_ * glm::dvec2((rgb.b - luma) / (2 * (1 - weights_.y)),
                                   (rgb.r - luma) / (2 * (1 - weights_.x)));
    }
    double steps() const { return steps_; }

private:
    glm::dvec2 weights_{0};
    double steps_ = 224;
    bool is_ycgco_ = false;
};

glm::vec2 vector_place(glm::dvec2 chroma, int zoom) {
    // The middle of a code value's bin is half a bin beyond its edge.
    const glm::dvec2 unit = (chroma + 0.5) * static_cast<double>(zoom) / 256.0;
    return {0.5 + unit.x, 0.5 - unit.y};
}

bool is_shown(glm::vec2 place) { return place.x > 0 && place.x < 1 && place.y > 0 && place.y < 1; }

/// "12.5 %"
std::string percent_text(double percent) {
    std::string text = std::to_string(percent);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text + " %";
}

void add_target(Graticule& graticule, glm::vec2 place, float half, bool corners_only) {
    if (!is_shown(place)) return;
    const float length = corners_only ? half * 0.8F : half * 2;
    for (const glm::vec2 side :
         {glm::vec2(-1, -1), glm::vec2(1, -1), glm::vec2(1, 1), glm::vec2(-1, 1)}) {
        const glm::vec2 corner = place + side * half;
        graticule.lines.push_back(
            {corner, corner - glm::vec2(side.x * length, 0), GraticuleInk::Target});
        graticule.lines.push_back(
            {corner, corner - glm::vec2(0, side.y * length), GraticuleInk::Target});
    }
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

Graticule excess_graticule(bool is_linear) {
    Graticule graticule;
    graticule.lines.push_back({{0, 0.5F}, {1, 0.5F}, GraticuleInk::Limit});
    // Inside, at the right: a histogram has no room beside it.
    graticule.labels.push_back({{1, 0.5F}, "0", LabelAnchor::Right, GraticuleInk::Major});
    struct Share {
        float share;
        const char* text;
    };
    const std::array<Share, 2> roots{{{0.01F, "1%"}, {0.001F, "0.1%"}}};
    const std::array<Share, 2> linear{{{0.05F, "5%"}, {0.01F, "1%"}}};
    for (const Share& at : is_linear ? linear : roots) {
        const float part = at.share / shared::kFullShare;
        const float height = 0.5F * (is_linear ? part : std::sqrt(part));
        for (const float y : {0.5F - height, 0.5F + height}) {
            graticule.lines.push_back({{0, y}, {1, y}, GraticuleInk::Minor});
            graticule.labels.push_back({{1, y}, at.text, LabelAnchor::Right, GraticuleInk::Major});
        }
    }
    return graticule;
}

Graticule vectorscope_graticule(const PixelLayout& layout, const ColorTags& color, int zoom) {
    struct Target {
        const char* name;
        glm::dvec3 rgb;
    };
    constexpr std::array<Target, 6> kTargets{{{"R", {1, 0, 0}},
                                              {"Mg", {1, 0, 1}},
                                              {"B", {0, 0, 1}},
                                              {"Cy", {0, 1, 1}},
                                              {"G", {0, 1, 0}},
                                              {"Yl", {1, 1, 0}}}};
    Graticule graticule;
    const ChromaOf chroma(layout, color);
    const auto radius = static_cast<float>(chroma.steps() / 512);
    const glm::vec2 centre = vector_place(glm::dvec2(0), zoom);
    const glm::vec2 across(radius, 0);
    const glm::vec2 up(0, -radius);
    add_loop(graticule, circle(centre, radius), GraticuleInk::Major);
    add_loop(graticule, circle(centre, radius / 2), GraticuleInk::Minor);
    graticule.lines.push_back({centre - across, centre + across, GraticuleInk::Minor});
    graticule.lines.push_back({centre - up, centre + up, GraticuleInk::Minor});
    if (zoom > 1)
        for (const float ring : {1.0F, 0.5F})
            graticule.labels.push_back({centre - up * (ring - 0.06F),
                                        percent_text(100.0 * static_cast<double>(ring) / zoom),
                                        LabelAnchor::Left, GraticuleInk::Major});
    const bool is_linear =
        layout.model == ColorModel::Rgb ||
        (color.matrix != ColorMatrix::Ictcp && color.matrix != ColorMatrix::Bt2020Cl);
    if (!is_linear) { // No matrix tells where bars and skin lie.
        graticule.labels.push_back({centre - up * 0.9F, "no targets in this encoding",
                                    LabelAnchor::Above, GraticuleInk::Minor});
        return graticule;
    }
    // 123 degrees from the Cb axis: the +I axis of NTSC.
    const double skin = 123 * std::numbers::pi / 180;
    const glm::vec2 towards(std::cos(skin), -std::sin(skin));
    graticule.lines.push_back({centre, centre + towards * radius, GraticuleInk::Skin});
    graticule.labels.push_back(
        {centre + towards * radius * 1.02F, "skin", LabelAnchor::Above, GraticuleInk::Skin});
    for (const Target& target : kTargets) {
        const glm::vec2 at75 = vector_place(chroma(0.75 * target.rgb), zoom);
        const glm::vec2 at100 = vector_place(chroma(target.rgb), zoom);
        add_target(graticule, at75, 0.016F, false);
        add_target(graticule, at100, 0.016F, true);
        constexpr float kHalfDiagonal = 0.023F;
        const glm::vec2 outwards = glm::normalize(at100 - centre);
        if (is_shown(at75))
            graticule.labels.push_back({at75 - outwards * kHalfDiagonal, target.name,
                                        LabelAnchor::Inwards, GraticuleInk::Target});
    }
    return graticule;
}

Graticule chromaticity_graticule(bool is_uv) {
    Graticule graticule;
    const double extent = is_uv ? 0.7 : 0.9;
    for (int i = 1; i * 0.1 < extent - 0.01; ++i) {
        const auto at = static_cast<float>(i * 0.1 / extent);
        const std::string text = "0." + std::to_string(i);
        graticule.lines.push_back({{at, 0}, {at, 1}, GraticuleInk::Minor});
        graticule.lines.push_back({{0, 1 - at}, {1, 1 - at}, GraticuleInk::Minor});
        graticule.labels.push_back({{at, 1}, text, LabelAnchor::Below});
        graticule.labels.push_back({{0, 1 - at}, text, LabelAnchor::Right});
    }
    std::vector<glm::vec2> locus;
    for (const glm::dvec2 xy : spectral_locus()) locus.push_back(chromaticity_place(xy, is_uv));
    add_loop(graticule, locus, GraticuleInk::Major);
    struct Gamut {
        ColorPrimaries primaries;
        GraticuleInk ink;
        const char* name;
    };
    for (const Gamut& gamut : {Gamut{ColorPrimaries::Bt2020, GraticuleInk::Gamut2020, "2020"},
                               Gamut{ColorPrimaries::DisplayP3, GraticuleInk::GamutP3, "P3"},
                               Gamut{ColorPrimaries::Bt709, GraticuleInk::Gamut709, "709"}}) {
        const color::Primaries p = color::primaries_of(gamut.primaries);
        const glm::vec2 green = chromaticity_place(vec(p.green), is_uv);
        add_loop(
            graticule,
            {chromaticity_place(vec(p.red), is_uv), green, chromaticity_place(vec(p.blue), is_uv)},
            gamut.ink);
        // Above it there is no room beside the names of the wider ones; in u' v' the greens are so
        // near to each other that P3 is named at its red, between its own side and BT.2020's.
        const bool is_inmost = gamut.primaries == ColorPrimaries::Bt709;
        GraticuleLabel label{green, gamut.name,
                             is_inmost ? LabelAnchor::Inwards : LabelAnchor::Above, gamut.ink};
        if (is_uv && gamut.primaries == ColorPrimaries::DisplayP3) {
            label.place = chromaticity_place(vec(p.red), is_uv);
            label.anchor = LabelAnchor::Below;
        }
        graticule.labels.push_back(std::move(label));
    }
    const glm::vec2 white = chromaticity_place(vec(color::kD65), is_uv);
    constexpr float kArm = 0.012F;
    graticule.lines.push_back(
        {white - glm::vec2(kArm, 0), white + glm::vec2(kArm, 0), GraticuleInk::Limit});
    graticule.lines.push_back(
        {white - glm::vec2(0, kArm), white + glm::vec2(0, kArm), GraticuleInk::Limit});
    graticule.labels.push_back({white + glm::vec2(0, kArm), "D65", LabelAnchor::Below});
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

glm::vec2 vectorscope_place(int cb, int cr, int zoom) {
    return vector_place({cb - 128, cr - 128}, zoom);
}

glm::vec2 histogram_place(int level) { return {x_of_level(level), 1}; }

glm::vec2 chromaticity_place(glm::dvec2 xy, bool is_uv) {
    const glm::dvec2 unit = is_uv ? uv_of_xy(xy) / 0.7 : xy / 0.9;
    return {unit.x, 1 - unit.y};
}

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

} // namespace seamline::renderer
