// False colour, zebra, clipping, gamut and peaking inside the composite pass, pixel for pixel.
#include "renderer/color_transform.h"
#include "tests/support/compositor_test.h"
#include "tests/support/reference_compositor.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace seamline::test {
namespace {

using namespace renderer;

/// What single precision may move a level by; far less than a code value of 12 bits.
constexpr double kNudge = 3e-5;

struct Mismatch {
    double worst = 0;          ///< In code values of 8 bits.
    std::size_t at_limits = 0; ///< Pixels that agree only with moved limits.
    std::size_t marked = 0;    ///< Pixels that the tools changed.
};

class CompositorToolsTest : public CompositorTest {
protected:
    static constexpr Extent kSize{53, 31};

    std::shared_ptr<const CachedFrame> frame(const LayoutSpec& spec, ColorTags color = {},
                                             const SampleFunction& samples = {}) {
        const PixelLayout layout = make_layout(spec);
        const Rect visible{0, 0, kSize.width, kSize.height};
        return make_frame(device(), {layout, kSize, visible, color},
                          samples ? samples : wide_samples(layout));
    }
    /// From below black to above white, with edges.
    static SampleFunction wide_samples(const PixelLayout& layout) {
        return [layout](int component, int column, int row) {
            const bool chroma = layout.model == ColorModel::YCbCr && component > 0 && component < 3;
            const double wave = std::sin(0.13 * column + 0.9 * component) * std::cos(0.19 * row);
            const double step = column % 17 < 8 ? 0.03 : -0.03;
            double unit = chroma ? 0.5 + 0.12 * wave : 0.5 + 0.55 * wave + step;
            if (layout.has_alpha && component == layout.component_count - 1) unit = 0.8;
            unit = std::clamp(unit, 0.0, 1.0);
            if (layout.is_float) return std::floor((1.2 * unit - 0.1) * 1024) / 1024;
            return std::floor(unit * (std::exp2(layout.bit_depth()) - 1));
        };
    }
    static PictureTools only(PictureTool tool) {
        PictureTools tools;
        tools.shown.show(tool, true);
        tools.settings.peaking_percent = 6;
        return tools;
    }
    static PictureTools every_tool() {
        PictureTools tools;
        for (int i = 0; i < kPictureTools; ++i) tools.shown.show(static_cast<PictureTool>(i), true);
        tools.settings.peaking_percent = 6;
        return tools;
    }
    std::shared_ptr<const ColorTransform> transform(const std::string& space,
                                                    const color::ViewColor& view = {}) {
        auto processor = color::ColorProcessor::viewed(color::ColorConfig::built_in(),
                                                       {.input_space = space}, view);
        EXPECT_TRUE(processor) << processor.error().message;
        auto made = ColorTransform::make(std::move(processor).value());
        EXPECT_TRUE(made) << made.error().message;
        return made.value();
    }

    Mismatch mismatch(const Composition& composition) {
        const std::vector<glm::dvec3> actual = render(composition, TargetFormat::Rgba8);
        const std::vector<glm::dvec3> expected[]{reference_pixels(composition),
                                                 reference_pixels(composition, -kNudge),
                                                 reference_pixels(composition, kNudge)};
        Composition plain = composition;
        plain.tools = {};
        const std::vector<glm::dvec3> without = reference_pixels(plain);
        Mismatch result;
        for (std::size_t i = 0; i < actual.size(); ++i) {
            double best = 1e9;
            for (const auto& pixels : expected) {
                const glm::dvec3 error = glm::abs(actual[i] - pixels[i]) * 255.0;
                const double worst = std::max({error.x, error.y, error.z});
                if (&pixels != expected && best > 1.0 && worst <= 1.0) ++result.at_limits;
                best = std::min(best, worst);
            }
            result.worst = std::max(result.worst, best);
            const glm::dvec3 change = glm::abs(expected[0][i] - without[i]);
            if (std::max({change.x, change.y, change.z}) > 0.02) ++result.marked;
        }
        return result;
    }
    void expect_exact(const Composition& composition, const std::string& what) {
        const Mismatch found = mismatch(composition);
        const auto pixels = static_cast<std::size_t>(composition.target.width) *
                            static_cast<std::size_t>(composition.target.height);
        EXPECT_LE(found.worst, 1.0) << what;
        EXPECT_LE(found.at_limits, pixels / 100) << what;
        EXPECT_GE(found.marked, 5U) << what << ": nothing to compare";
    }
    Composition shown(const LayoutSpec& spec, const PictureTools& tools, ColorTags color = {}) {
        Composition composition = single(one_to_one(frame(spec, color)), kSize);
        composition.tools = tools;
        return composition;
    }
};

struct NamedLayout {
    const char* name;
    LayoutSpec spec;
};
const NamedLayout kLayouts[]{
    {"Planar420", {}},
    {"SemiPlanar420", {.packing = Packing::SemiPlanar}},
    {"Planar420Of10", {.depth = 10}},
    {"P010", {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true}},
    {"Planar444", {.chroma_shift_x = 0, .chroma_shift_y = 0}},
    {"Planar422Of12", {.depth = 12, .chroma_shift_y = 0}},
    {"Rgb", {.model = ColorModel::Rgb, .packing = Packing::Packed}},
    {"RgbaOf16",
     {.model = ColorModel::Rgb, .depth = 16, .packing = Packing::Packed, .has_alpha = true}},
    {"RgbFloat", {.model = ColorModel::Rgb, .depth = 32, .is_float = true}},
    {"Grey", {.model = ColorModel::Gray}},
};

class ToolOnLayoutTest : public CompositorToolsTest,
                         public testing::WithParamInterface<std::tuple<int, int>> {};

// Fast 4:2:0 paths at 1:1 and 2:1, scaled and general ones elsewhere.
TEST_P(ToolOnLayoutTest, MarksWhatItSays) {
    const auto tool = static_cast<PictureTool>(std::get<0>(GetParam()));
    Composition composition = shown(kLayouts[std::get<1>(GetParam())].spec, only(tool));
    expect_exact(composition, "1:1");
    composition.target = {26, 15};
    composition.tiles[0].rect = {0, 0, 26, 15};
    composition.tiles[0].a.target_to_source = glm::mat3x2(2.0F);
    expect_exact(composition, "2:1");
    composition.target = {41, 23};
    composition.tiles[0].rect = {0, 0, 41, 23};
    composition.tiles[0].a.target_to_source = glm::mat3x2(1.27F, 0, 0, 1.31F, 0.21F, 0.13F);
    expect_exact(composition, "scaled");
}

INSTANTIATE_TEST_SUITE_P(Layouts, ToolOnLayoutTest,
                         testing::Combine(testing::Range(0, kPictureTools),
                                          testing::Range(0, static_cast<int>(std::size(kLayouts)))),
                         [](const auto& one) {
                             std::string tool =
                                 name(static_cast<PictureTool>(std::get<0>(one.param)));
                             std::erase(tool, '-');
                             return tool + kLayouts[std::get<1>(one.param)].name;
                         });

/// Edges are searched in words of samples where the layout allows it, else sample by sample.
class EdgesAtAnySizeTest : public CompositorToolsTest, public testing::WithParamInterface<int> {
protected:
    /// Of a picture that begins at column `left` of what is coded.
    Composition searched(int left, float scale, glm::vec2 origin) {
        const PixelLayout layout = make_layout(kLayouts[GetParam()].spec);
        const Extent coded{kSize.width + left, kSize.height};
        const auto picture =
            make_frame(device(), {layout, coded, {left, 0, kSize.width, kSize.height}, {}},
                       few_edges(layout));
        const Extent target{static_cast<int>(50 / scale), static_cast<int>(29 / scale)};
        Composition composition = single(one_to_one(picture), target);
        composition.tiles[0].a.target_to_source = glm::mat3x2(scale, 0, 0, scale, origin.x, origin.y);
        composition.tools = only(PictureTool::Peaking);
        composition.tools.settings.peaking_percent = 9;
        return composition;
    }
    /// Single samples that stand out, some at the picture's borders, on a ramp that is no edge.
    static SampleFunction few_edges(const PixelLayout& layout) {
        return [layout](int component, int column, int row) {
            const double white = layout.is_float ? 1.0 : std::exp2(layout.bit_depth()) - 1;
            if (component > 0 && layout.model == ColorModel::YCbCr) return std::floor(white / 2);
            const int place = (column * 5 + row * 11) % 67;
            const double unit = 0.3 + 0.004 * column + (place == 0 ? 0.35 : 0.0);
            return layout.is_float ? std::floor(unit * 1024) / 1024 : std::floor(unit * white);
        };
    }
};

TEST_P(EdgesAtAnySizeTest, TheSameEdgesAreMarked) {
    for (const float scale : {0.37F, 1.0F, 1.5F, 2.0F, 2.35F, 3.0F, 4.0F, 5.3F}) {
        for (const int left : {0, 3, 8}) {
            const std::string what = std::to_string(scale) + " from " + std::to_string(left);
            expect_exact(searched(left, scale, {0, 0}), what);
            expect_exact(searched(left, scale, {1.3F, 0.6F}), what + ", moved");
        }
    }
    // B of a butterfly.
    Composition mirrored = searched(0, 1.5F, {0, 0});
    mirrored.tiles[0].a.target_to_source = glm::mat3x2(-1.5F, 0, 0, 1.5F, 50, 0);
    expect_exact(mirrored, "mirrored");
}

INSTANTIATE_TEST_SUITE_P(Layouts, EdgesAtAnySizeTest,
                         testing::Range(0, static_cast<int>(std::size(kLayouts))),
                         [](const auto& one) { return kLayouts[one.param].name; });

TEST_F(CompositorToolsTest, AllTogetherLieOverEachOther) {
    expect_exact(shown({}, every_tool()), "fast");
    Composition composition = shown({.chroma_shift_x = 0, .chroma_shift_y = 0}, every_tool());
    composition.tiles[0].a.target_to_source = glm::mat3x2(0.61F, 0.23F, -0.19F, 0.63F, 5.3F, 0.7F);
    composition.tools.settings.peaking_percent = 3;
    expect_exact(composition, "turned");
}

TEST_F(CompositorToolsTest, LanczosPicturesAreMeasuredAsTheyAreResized) {
    Composition composition = shown({}, every_tool());
    composition.tools.shown.peaking = false;
    composition.filter = ResizeFilter::Lanczos;
    composition.target = {38, 22};
    composition.tiles[0].rect = {0, 0, 38, 22};
    composition.tiles[0].a.target_to_source = glm::mat3x2(1.37F, 0, 0, 1.39F, 0.2F, 0.1F);
    expect_exact(composition, "along the axes");
    composition.tools.shown.peaking = true;
    expect_exact(composition, "with edges: bilinear");
}

TEST_F(CompositorToolsTest, LumaIsTheSourcesOwn) {
    for (const ColorMatrix matrix :
         {ColorMatrix::Bt601, ColorMatrix::Bt2020Ncl, ColorMatrix::Bt709}) {
        ColorTags color;
        color.matrix = matrix;
        expect_exact(shown({}, only(PictureTool::FalseColor), color),
                     std::to_string(static_cast<int>(matrix)));
    }
}

// By the definition of limited range, whatever the chroma: 100 * (Y' - 16) / 219.
TEST_F(CompositorToolsTest, BandsOfLimitedRangeFollowFromTheCodeAlone) {
    const PixelLayout layout = make_layout({.chroma_shift_x = 0, .chroma_shift_y = 0});
    const auto samples = [](int component, int column, int row) {
        if (component > 0) return double{(40 + 37 * row + 11 * component * column) % 176 + 40.0};
        return std::min(2.0 + 8 * column + row, 255.0);
    };
    ColorTags color;
    color.matrix = ColorMatrix::Bt601;
    const auto picture = make_frame(device(), {layout, {32, 8}, {0, 0, 32, 8}, color}, samples);
    Composition composition = single(one_to_one(picture), {32, 8});
    composition.tools = only(PictureTool::FalseColor);
    composition.tools.settings.bands = {
        {0, false, {1, 0, 0}, ""}, {50, false, {0, 1, 0}, ""}, {100, false, {0, 0, 1}, ""}};
    const std::vector<glm::dvec3> pixels = render(composition, TargetFormat::Rgba8);
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 32; ++x) {
            const double ire = 100 * (samples(0, x, y) - 16) / 219;
            const glm::dvec3 band = ire >= 100  ? glm::dvec3(0, 0, 1)
                                    : ire >= 50 ? glm::dvec3(0, 1, 0)
                                                : glm::dvec3(1, 0, 0);
            EXPECT_EQ(pixels[static_cast<std::size_t>(y * 32 + x)], band) << ire;
        }
    }
}

TEST_F(CompositorToolsTest, TheSourceIsMeasuredBeforeItsTransformAndTheViewAfterIt) {
    for (const ToolSignal signal : {ToolSignal::Source, ToolSignal::View}) {
        for (const NamedLayout& layout : {kLayouts[0], kLayouts[3], kLayouts[4], kLayouts[6]}) {
            Composition composition = shown(layout.spec, every_tool());
            composition.tools.settings.signal = signal;
            composition.tiles[0].a.transform = transform("ARRI LogC3");
            expect_exact(composition, std::string(layout.name) + name(signal));
            composition.tiles[0].a.adjust = {
                .exposure_stops = 1.5F, .gamma = 1.3F, .channel = ChannelView::Green};
            expect_exact(composition, std::string(layout.name) + name(signal) + " adjusted");
        }
    }
}

TEST_F(CompositorToolsTest, TheViewersAdjustmentsDoNotChangeFalseColour) {
    Composition composition = shown({}, only(PictureTool::FalseColor));
    const std::vector<glm::dvec3> before = render(composition, TargetFormat::Rgba8);
    composition.tiles[0].a.adjust = {.exposure_stops = -2, .gamma = 0.5F, .saturation = 0};
    EXPECT_EQ(render(composition, TargetFormat::Rgba8), before);
}

// A saturated colour of P3 has no place on a BT.709 display; a grey has.
TEST_F(CompositorToolsTest, GamutIsTheDisplays) {
    const PixelLayout layout = make_layout({.model = ColorModel::Rgb, .packing = Packing::Packed});
    ColorTags color;
    color.range = ColorRange::Full;
    const auto picture =
        make_frame(device(), {layout, {16, 8}, {0, 0, 16, 8}, color}, [](int c, int column, int) {
            return column < 8 ? 128.0 : c == 1 ? 230.0 : 20.0;
        });
    Composition composition = single(one_to_one(picture), {16, 8});
    composition.tools = only(PictureTool::Gamut);
    const glm::dvec3 mark(1, 0, 1);
    const auto count = [&](int from, int to) {
        const std::vector<glm::dvec3> pixels = render(composition, TargetFormat::Rgba8);
        int found = 0;
        for (int y = 0; y < 8; ++y)
            for (int x = from; x < to; ++x)
                found += pixels[static_cast<std::size_t>(y * 16 + x)] == mark ? 1 : 0;
        return found;
    };
    EXPECT_EQ(count(0, 16), 0) << "R'G'B' in [0, 1]";
    composition.tiles[0].a.transform = transform("P3-D65");
    EXPECT_EQ(count(0, 8), 0) << "grey";
    // Of 8 x 8 pixels 8 lie on each diagonal; the two meet nowhere or in two of them.
    EXPECT_GE(count(8, 16), 14) << "green";
    // The same colours on a display of legal range: its black and white are the limits.
    composition.tiles[0].a.transform = transform("P3-D65", {.range = color::OutputRange::Legal});
    composition.tools.view_black = 16.0F / 255;
    composition.tools.view_white = 235.0F / 255;
    EXPECT_EQ(count(0, 8), 0) << "grey, legal range";
    EXPECT_GE(count(8, 16), 14) << "green, legal range";
}

class ToolsInMixTest : public CompositorToolsTest, public testing::WithParamInterface<Mix> {};

TEST_P(ToolsInMixTest, EveryVisiblePictureIsMarked) {
    Composition composition = shown({}, every_tool());
    Tile& tile = composition.tiles[0];
    tile.b = one_to_one(frame({.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true}));
    tile.b.target_to_source[2] = {3, 2};
    tile.mix = GetParam();
    tile.wipe_center_px = {26.3F, 15.2F};
    tile.wipe_normal = {0.8F, 0.6F};
    tile.checker_px = 9;
    tile.butterfly_axis_px = 25;
    expect_exact(composition, "fast");
    tile.b.transform = transform("ARRI LogC3");
    expect_exact(composition, "with a transform");
}

// Where the picture lies in the target tells which stripe it is; nothing is marked twice.
TEST_P(ToolsInMixTest, BothSidesOfADissolveAreMarkedOnce) {
    Composition composition = shown({}, every_tool());
    Tile& tile = composition.tiles[0];
    tile.b = one_to_one(frame({.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true}));
    tile.b.target_to_source[2] = {3, 2};
    Picture incoming = tile.b;
    incoming.target_to_source[2] = {-4, 1};
    tile.a.dissolve = std::make_shared<const Dissolve>(Dissolve{incoming, 0.35F});
    tile.mix = GetParam();
    tile.wipe_center_px = {26.3F, 15.2F};
    tile.wipe_normal = {0.8F, 0.6F};
    tile.checker_px = 9;
    tile.butterfly_axis_px = 25;
    expect_exact(composition, "A");
    std::swap(tile.a, tile.b);
    expect_exact(composition, "B");
}

INSTANTIATE_TEST_SUITE_P(Mixes, ToolsInMixTest,
                         testing::Values(Mix::Wipe, Mix::Overlay, Mix::Checkerboard,
                                         Mix::Butterfly),
                         [](const auto& one) { return "mix" + std::to_string(int(one.param)); });

TEST_F(CompositorToolsTest, PatternsDifferWithoutColour) {
    const PixelLayout layout = make_layout({.model = ColorModel::Rgb, .packing = Packing::Packed});
    ColorTags color;
    color.range = ColorRange::Full;
    const auto places = [&](PictureTool tool, double level) {
        const auto flat = make_frame(device(), {layout, {16, 16}, {0, 0, 16, 16}, color},
                                     [level](int, int, int) { return level; });
        Composition composition = single(one_to_one(flat), {16, 16});
        const std::vector<glm::dvec3> before = render(composition, TargetFormat::Rgba8);
        composition.tools = only(tool);
        const std::vector<glm::dvec3> after = render(composition, TargetFormat::Rgba8);
        std::vector<bool> marked;
        for (std::size_t i = 0; i < before.size(); ++i) marked.push_back(before[i] != after[i]);
        return marked;
    };
    const std::set<std::vector<bool>> patterns{
        places(PictureTool::Zebra, 200), places(PictureTool::Zebra, 255),
        places(PictureTool::Clipping, 255), places(PictureTool::Clipping, 0)};
    EXPECT_EQ(patterns.size(), 4U);
    for (const std::vector<bool>& pattern : patterns)
        EXPECT_GT(std::ranges::count(pattern, true), 0);
}

// What is off leaves the pipelines as they were.
TEST_F(CompositorToolsTest, LimitsOfToolsThatAreOffChangeNothing) {
    Composition composition = shown({}, {});
    const std::vector<glm::dvec3> before = render(composition, TargetFormat::Rgba16);
    const std::size_t pipelines = compositor().pipelines();
    composition.tools.settings.zebra_low_percent = 10;
    composition.tools.settings.signal = ToolSignal::View;
    EXPECT_EQ(render(composition, TargetFormat::Rgba16), before);
    EXPECT_EQ(compositor().pipelines(), pipelines);
}

} // namespace
} // namespace seamline::test
