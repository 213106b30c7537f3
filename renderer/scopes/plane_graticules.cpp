// The graticules of the planes: vectorscope and chromaticity diagram.
#include "renderer/color/chromaticity.h"
#include "renderer/scopes/chromaticity.h"
#include "renderer/scopes/graticule.h"
#include "renderer/scopes/scope_names.h"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace seamline::renderer {
namespace {

glm::dvec2 vec(color::Chromaticity c) { return {c.x, c.y}; }

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
    const ChromaNames axes = chroma_names(layout, color);
    // Below its axis: the targets of blue lie at its end.
    graticule.labels.push_back(
        {centre + across + glm::vec2(0, 0.075F), axes.across, LabelAnchor::Left});
    graticule.labels.push_back({centre + up, axes.up, LabelAnchor::Above});
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

glm::vec2 vectorscope_place(int cb, int cr, int zoom) {
    return vector_place({cb - 128, cr - 128}, zoom);
}

glm::vec2 chromaticity_place(glm::dvec2 xy, bool is_uv) {
    const glm::dvec2 unit = is_uv ? uv_of_xy(xy) / 0.7 : xy / 0.9;
    return {unit.x, 1 - unit.y};
}

} // namespace seamline::renderer
