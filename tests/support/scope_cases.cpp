#include "tests/support/scope_cases.h"

namespace seamline::test {

using namespace renderer;
using namespace shared;

namespace {

constexpr std::uint32_t kAll =
    kScopeHistogram | kScopeParade | kScopeLuma | kScopeChroma | kScopeVector | kScopeXy;
// Neither edge divides by a strip, a workgroup or a subsampling factor.
constexpr Extent kOdd{157, 83};

ScopeCase make_case(const std::string& name, const LayoutSpec& layout,
                    const ColorTags& color = {}) {
    ScopeCase result;
    result.name = name;
    result.frame.layout = make_layout(layout);
    result.frame.coded = kOdd;
    result.frame.visible = {0, 0, kOdd.width, kOdd.height};
    result.frame.color = color;
    result.request.scopes = kAll;
    result.request.columns = 64;
    return result;
}

void add_layouts(std::vector<ScopeCase>& cases) {
    const ColorTags rgb{.matrix = ColorMatrix::Identity,
                        .transfer = ColorTransfer::Srgb,
                        .range = ColorRange::Full};
    const ColorTags wide{.matrix = ColorMatrix::Bt2020Ncl,
                         .primaries = ColorPrimaries::Bt2020,
                         .transfer = ColorTransfer::Pq};
    const ColorTags wide_rgb{.matrix = ColorMatrix::Identity,
                             .primaries = ColorPrimaries::Bt2020,
                             .transfer = ColorTransfer::Pq,
                             .range = ColorRange::Full};
    const ColorModel rgb_model = ColorModel::Rgb;
    cases.push_back(make_case("yuv420p", {}));
    cases.push_back(make_case("yuv422p", {.chroma_shift_y = 0}));
    cases.push_back(make_case("yuv444p", {.chroma_shift_x = 0, .chroma_shift_y = 0}));
    cases.push_back(make_case("yuv410p", {.chroma_shift_x = 2, .chroma_shift_y = 2}));
    cases.push_back(make_case("nv12", {.packing = Packing::SemiPlanar}));
    cases.push_back(make_case("nv21", {.packing = Packing::SemiPlanarCrFirst}));
    cases.push_back(make_case("yuv420p10", {.depth = 10}, wide));
    cases.push_back(
        make_case("p010", {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true}, wide));
    cases.push_back(
        make_case("yuv422p12be", {.depth = 12, .chroma_shift_y = 0, .big_endian = true}));
    cases.push_back(
        make_case("yuv444p16", {.depth = 16, .chroma_shift_x = 0, .chroma_shift_y = 0}));
    cases.push_back(make_case("rgb24", {.model = rgb_model, .packing = Packing::Packed}, rgb));
    cases.push_back(
        make_case("gbrap10", {.model = rgb_model, .depth = 10, .has_alpha = true}, wide_rgb));
    cases.push_back(make_case(
        "rgb48be",
        {.model = rgb_model, .depth = 16, .packing = Packing::Packed, .big_endian = true}, rgb));
    cases.push_back(make_case("gbrpf32", {.model = rgb_model, .depth = 32, .is_float = true}, rgb));
    cases.push_back(make_case(
        "rgbf16", {.model = rgb_model, .depth = 16, .packing = Packing::Packed, .is_float = true},
        rgb));
    cases.push_back(make_case("gray", {.model = ColorModel::Gray}, {.range = ColorRange::Full}));
    cases.push_back(make_case("gray12", {.model = ColorModel::Gray, .depth = 12}));
}

void add_colors(std::vector<ScopeCase>& cases) {
    for (const ColorRange range : {ColorRange::Limited, ColorRange::Full}) {
        for (const ColorMatrix matrix :
             {ColorMatrix::Bt601, ColorMatrix::Bt709, ColorMatrix::Smpte240m, ColorMatrix::Fcc,
              ColorMatrix::YCgCo, ColorMatrix::Ictcp}) {
            const std::string text = std::string(name(matrix)) + " " + name(range);
            cases.push_back(make_case("8 bit " + text, {}, {.matrix = matrix, .range = range}));
            cases.push_back(
                make_case("10 bit " + text, {.depth = 10}, {.matrix = matrix, .range = range}));
        }
    }
    ScopeCase uv = make_case("u'v'", {});
    uv.request.scopes = kScopeUv;
    uv.request.chromaticity_step = 3;
    cases.push_back(uv);
}

void add_regions(std::vector<ScopeCase>& cases) {
    for (const bool is_rgb : {false, true}) {
        const LayoutSpec layout{.model = is_rgb ? ColorModel::Rgb : ColorModel::YCbCr};
        const std::string kind = is_rgb ? "rgb " : "yuv420p ";
        ScopeCase cropped = make_case(kind + "cropped", layout);
        cropped.frame.visible = {3, 5, 101, 61};
        cases.push_back(cropped);
        ScopeCase region = cropped;
        region.name = kind + "region";
        region.request.region = {7, 9, 41, 32};
        region.request.columns = 512; // More than there are pixels.
        cases.push_back(region);
        region.name = kind + "region over the edge";
        region.request.region = {-5, 50, 30, 100};
        cases.push_back(region);
        region.name = kind + "one pixel";
        region.request.region = {100, 60, 1, 1};
        cases.push_back(region);
        region.name = kind + "region outside";
        region.request.region = {500, 60, 10, 10};
        cases.push_back(region);
        ScopeCase one = make_case(kind + "one column", layout);
        one.request.columns = 1;
        cases.push_back(one);
    }
}

struct Part {
    const char* name;
    std::uint32_t scope;
    std::size_t first;
    std::size_t count;
};

} // namespace

std::vector<ScopeCase> scope_cases() {
    std::vector<ScopeCase> cases;
    add_layouts(cases);
    add_colors(cases);
    add_regions(cases);
    return cases;
}

std::string first_difference(const ScopeBins& bins, std::span<const std::uint32_t> expected) {
    const auto wave = static_cast<std::size_t>(bins.columns) * 256;
    const Part parts[]{
        {"histogram", kScopeHistogram, 0, 1024},
        {"vectorscope", kScopeVector, kVectorWord, 65536},
        {"chromaticity", kScopeXy | kScopeUv, kChromaticityWord, 65536},
        {"parade", kScopeParade, kWaveformWord, 3 * wave},
        {"luma waveform", kScopeLuma, kWaveformWord + 3 * wave, wave},
        {"chroma waveform", kScopeChroma, kWaveformWord + 4 * wave, 2 * wave},
    };
    if (bins.words.size() < expected.size()) return "too few words";
    for (const Part& part : parts) {
        if ((bins.scopes & part.scope) == 0) continue;
        for (std::size_t i = part.first; i < part.first + part.count; ++i)
            if (bins.words[i] != expected[i])
                return std::string(part.name) + " bin " + std::to_string(i - part.first) + " is " +
                       std::to_string(bins.words[i]) + ", not " + std::to_string(expected[i]);
    }
    return {};
}

} // namespace seamline::test
