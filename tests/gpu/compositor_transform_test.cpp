// Colour transforms inside the composite pass, against OpenColorIO's CPU path on the reference's
// pixels.
#include "renderer/color_transform.h"
#include "renderer/layout.h"
#include "tests/support/compositor_test.h"
#include "tests/support/reference_compositor.h"

#include <cmath>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>

namespace seamline::test {
namespace {

using namespace renderer;
using color::ColorConfig;
using color::ColorProcessor;
using color::GradeUse;
using color::SourceColor;
using color::ViewColor;
using Transform = std::shared_ptr<const ColorTransform>;

constexpr double kFloats = 1e-4 * 65535; ///< `worst_error` counts floats in codes of 16 bits.
constexpr double kOneCode = 1.0;

/// Code values of a video picture that is neither black nor clipped.
SampleFunction tame_samples(const PixelLayout& layout, double phase) {
    return [layout, phase](int component, int column, int row) {
        const double wave = std::sin(0.21 * column + 1.3 * component + phase) *
                            std::cos(0.17 * row - component + 2 * phase);
        const bool chroma = layout.model == ColorModel::YCbCr && component > 0 && component < 3;
        const double unit = chroma ? 0.5 + 0.05 * wave : 0.5 + 0.15 * wave;
        if (layout.is_float) return std::floor(unit * 1024) / 1024;
        return std::floor(unit * (std::exp2(layout.bit_depth()) - 1));
    };
}

class CompositorTransformTest : public CompositorTest {
protected:
    static Transform transform(const SourceColor& source, const ViewColor& view = {},
                               GradeUse use = GradeUse::Fixed) {
        auto processor = ColorProcessor::viewed(ColorConfig::built_in(), source, view, use);
        EXPECT_TRUE(processor) << processor.error().message;
        if (!processor) return nullptr;
        if (processor.value().is_identity()) return nullptr;
        auto made = ColorTransform::make(std::move(processor).value());
        EXPECT_TRUE(made) << made.error().message;
        return made ? made.value() : nullptr;
    }
    static Transform from(const std::string& space) { return transform({.input_space = space}); }

    std::shared_ptr<const CachedFrame> frame(const LayoutSpec& spec = {}, double phase = 0.4) {
        const PixelLayout layout = make_layout(spec);
        return make_frame(device(), {layout, {37, 21}, {0, 0, 37, 21}, {}},
                          tame_samples(layout, phase));
    }
    /// At 1:1.
    Picture picture(const Transform& color, const LayoutSpec& spec = {}, double phase = 0.4) {
        Picture made = one_to_one(frame(spec, phase));
        made.transform = color;
        return made;
    }
    Composition shown(const Transform& color, const LayoutSpec& spec = {}) {
        return single(picture(color, spec), {37, 21});
    }
    void expect_exact(const Composition& composition, const std::string& what) {
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba32f), kFloats) << what;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kOneCode) << what;
    }
};

TEST_F(CompositorTransformTest, TheFastPathsApplyIt) {
    const Transform log = from("ARRI LogC3");
    expect_exact(shown(log), "1:1");
    Composition halved = shown(log);
    halved.target = {18, 10};
    halved.tiles[0].rect = {0, 0, 18, 10};
    halved.tiles[0].a.target_to_source = glm::mat3x2(2.0F);
    expect_exact(halved, "1:2");
}

TEST_F(CompositorTransformTest, ScaledAndTurnedPicturesApplyIt) {
    const Transform log = from("ARRI LogC3");
    Composition scaled = shown(log);
    scaled.target = {29, 17};
    scaled.tiles[0].rect = {0, 0, 29, 17};
    scaled.tiles[0].a.target_to_source = glm::mat3x2(1.3F, 0, 0, 1.25F, 0.2F, 0.1F);
    expect_exact(scaled, "scaled");
    scaled.tiles[0].a.target_to_source = glm::mat3x2(0, 0.7F, 0.9F, 0, 1.5F, 0.5F);
    expect_exact(scaled, "turned");
}

TEST_F(CompositorTransformTest, EveryKindOfLayoutAppliesIt) {
    const Transform log = from("ARRI LogC3");
    const LayoutSpec specs[]{
        {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true},
        {.depth = 12, .chroma_shift_y = 0, .big_endian = true},
        {.model = ColorModel::Gray, .depth = 16},
        {.model = ColorModel::Rgb, .packing = Packing::Packed, .has_alpha = true},
        {.depth = 10, .has_alpha = true, .premultiplied = true},
        {.model = ColorModel::Rgb, .depth = 32, .is_float = true},
    };
    for (const LayoutSpec& spec : specs)
        expect_exact(shown(log, spec), std::to_string(&spec - specs));
}

// Filtered as the source's signal, in BT.1886 light, and transformed after that.
TEST_F(CompositorTransformTest, LanczosResizesBeforeIt) {
    Composition composition = shown(from("Rec.2020"));
    composition.filter = ResizeFilter::Lanczos;
    composition.target = {26, 15};
    composition.tiles[0].rect = {0, 0, 26, 15};
    composition.tiles[0].a.target_to_source = glm::mat3x2(1.42F, 0, 0, 1.4F, 0, 0);
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kOneCode) << "along the axes";
    composition.tiles[0].a.target_to_source = glm::mat3x2(1.2F, 0.3F, -0.2F, 1.2F, 3, 0);
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kOneCode) << "turned";
}

TEST_F(CompositorTransformTest, ViewAdjustmentsComeAfterIt) {
    Composition composition = shown(from("ARRI LogC3"));
    composition.tiles[0].a.adjust = {.exposure_stops = 0.5F, .gamma = 1.2F, .saturation = 0.7F};
    expect_exact(composition, "adjusted");
    composition.tiles[0].a.adjust = {.channel = ChannelView::Luma};
    expect_exact(composition, "luma");
}

/// A log and a PQ take beside a Rec.709 one (which needs no transform), in every mix.
class TwoSourcesTest : public CompositorTransformTest, public testing::WithParamInterface<Mix> {
protected:
    void expect_pair(const Transform& a, const Transform& b, const std::string& what) {
        Composition composition = single(picture(a), {37, 21});
        Tile& tile = composition.tiles[0];
        tile.b = picture(b, {}, 1.1);
        tile.mix = GetParam();
        tile.wipe_center_px = {18.3F, 9.2F};
        tile.wipe_normal = {0.8F, 0.6F};
        tile.checker_px = 5;
        tile.butterfly_axis_px = 19;
        tile.gain = 1.5F;
        expect_exact(composition, what);
    }
};

TEST_P(TwoSourcesTest, EachSideOfADissolveHasItsOwnColour) {
    Composition composition = single(picture(from("ARRI LogC3")), {37, 21});
    Tile& tile = composition.tiles[0];
    tile.a.dissolve = std::make_shared<const Dissolve>(
        Dissolve{picture(from("Rec.2100 PQ"), {.depth = 10}, 0.7), 0.4F});
    tile.b = picture(nullptr, {}, 1.1);
    tile.b.dissolve =
        std::make_shared<const Dissolve>(Dissolve{picture(from("ARRI LogC3"), {}, 1.9), 0.6F});
    tile.mix = GetParam();
    tile.wipe_center_px = {18.3F, 9.2F};
    tile.wipe_normal = {0.8F, 0.6F};
    tile.checker_px = 5;
    tile.butterfly_axis_px = 19;
    EXPECT_FALSE(compositor().has_colors(composition, TargetFormat::Rgba8));
    // Until they are there it is seen without, and says so.
    static_cast<void>(render_now(composition, TargetFormat::Rgba8));
    EXPECT_TRUE(compositor().is_preparing_color());
    expect_exact(composition, "log to PQ, video to log");
    EXPECT_FALSE(compositor().is_preparing_color());
    EXPECT_TRUE(compositor().has_colors(composition, TargetFormat::Rgba8));
}

TEST_P(TwoSourcesTest, EachHasItsOwnColour) {
    const Transform video = from("Rec.709");
    const Transform log = from("ARRI LogC3");
    const Transform pq = from("Rec.2100 PQ");
    ASSERT_EQ(video, nullptr);
    expect_pair(video, log, "video and log");
    expect_pair(log, video, "log and video");
    expect_pair(pq, log, "PQ and log");
}

INSTANTIATE_TEST_SUITE_P(Mixes, TwoSourcesTest,
                         testing::Values(Mix::Wipe, Mix::Overlay, Mix::Checkerboard,
                                         Mix::Butterfly, Mix::Difference),
                         [](const auto& one) { return "mix" + std::to_string(int(one.param)); });

TEST_F(CompositorTransformTest, EveryDifferenceIsOfWhatIsViewed) {
    Composition composition = single(picture(from("ARRI LogC3")), {37, 21});
    composition.tiles[0].b = picture(nullptr, {}, 1.1);
    composition.tiles[0].mix = Mix::Difference;
    for (const auto kind : {DifferenceKind::Signed, DifferenceKind::Sqrt, DifferenceKind::Luma}) {
        composition.tiles[0].difference = kind;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kOneCode)
            << static_cast<int>(kind);
    }
    // The percentile is found to a bin's width: see CompositorMixTest.
    composition.tiles[0].difference = DifferenceKind::Adaptive;
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), 2.0);
}

TEST_F(CompositorTransformTest, ADynamicGradeCompilesNothing) {
    SourceColor source{.input_space = "ARRI LogC3"};
    const Transform dynamic = transform(source, {}, GradeUse::Dynamic);
    Composition composition = shown(dynamic);
    render(composition, TargetFormat::Rgba32f);
    const std::uint64_t shaders = compositor().color_shaders();
    const std::size_t pipelines = compositor().pipelines();
    for (const double stops : {-1.0, 0.0, 0.25, 0.5}) {
        source.grade.exposure_stops = stops;
        source.grade.saturation = 1.0 + 0.3 * stops;
        composition.tiles[0].a.grade = source.grade;
        const auto actual = render_now(composition, TargetFormat::Rgba32f);
        EXPECT_FALSE(compositor().is_preparing_color());
        // The oracle is made anew for each.
        Composition fixed = composition;
        fixed.tiles[0].a.transform = transform(source);
        const auto expected = reference_pixels(fixed);
        double worst = 0;
        for (std::size_t i = 0; i < actual.size(); ++i)
            for (int c = 0; c < 3; ++c)
                worst = std::max(worst, std::abs(actual[i][c] - expected[i][c]));
        EXPECT_LE(worst, 1e-4) << stops;
    }
    EXPECT_EQ(compositor().color_shaders(), shaders);
    EXPECT_EQ(compositor().pipelines(), pipelines);
}

TEST_F(CompositorTransformTest, UntilItIsReadyTheLastColourOfTheOwnerStays) {
    Composition composition = shown(from("ARRI LogC3"));
    composition.tiles[0].a.owner = 7;
    Composition plain = shown(nullptr);
    const auto uncorrected = render(plain, TargetFormat::Rgba8);
    EXPECT_EQ(render_now(composition, TargetFormat::Rgba8), uncorrected);
    EXPECT_TRUE(compositor().is_preparing_color());
    EXPECT_EQ(compositor().color_failure(), "");
    const auto log = render(composition, TargetFormat::Rgba8);
    EXPECT_FALSE(compositor().is_preparing_color());
    EXPECT_NE(log, uncorrected);

    composition.tiles[0].a.transform = from("Sony S-Log3 S-Gamut3");
    if (composition.tiles[0].a.transform == nullptr) FAIL();
    EXPECT_EQ(render_now(composition, TargetFormat::Rgba8), log);
    EXPECT_TRUE(compositor().is_preparing_color());
    EXPECT_NE(render(composition, TargetFormat::Rgba8), log);
}

TEST_F(CompositorTransformTest, EndsWhileShadersAreBeingCompiled) {
    const Composition composition =
        shown(transform({.input_space = "ACEScg"}, {.view = "ACES 1.0 SDR"}));
    EXPECT_FALSE(compositor().has_colors(composition, TargetFormat::Rgba8));
}

/// What the built-in configuration has, on a small picture: every space is shown by the default view,
/// and every view shows video; of all other combinations one in 37, which meets every space. With
/// SEAMLINE_EXHAUSTIVE the default display shows every space by every view, and one in five of the
/// others is shown. All of the product is compiled by color_program_test.cpp, without what reads
/// pictures, which takes most of a CPU's time and is the same in all of them.
class BuiltInColoursTest : public CompositorTransformTest,
                           public testing::WithParamInterface<int> {
protected:
    void expect_shown(const SourceColor& source, const ViewColor& view) {
        const Transform color = transform(source, view);
        if (color && !seen_.insert(color->id()).second) return;
        const PixelLayout layout = make_layout({});
        Picture picture = one_to_one(make_frame(device(), {layout, {16, 8}, {0, 0, 16, 8}, {}},
                                                tame_samples(layout, 0.4)));
        picture.transform = color;
        EXPECT_LE(worst_error(single(picture, {16, 8}), TargetFormat::Rgba32f), kFloats)
            << source.input_space << " in " << view.view << " on " << view.display;
    }
    static bool is_exhaustive() { return std::getenv("SEAMLINE_EXHAUSTIVE") != nullptr; }
    static constexpr int kParts = 8;

private:
    std::set<std::string> seen_;
};

TEST_P(BuiltInColoursTest, AgreeWithTheCpu) {
    const ColorConfig config = ColorConfig::built_in();
    const int sampled = is_exhaustive() ? 5 : 37;
    int number = 0;
    int combination = 0;
    for (const std::string& display : config.displays()) {
        for (const std::string& view : config.views(display)) {
            for (const color::ColorSpaceEntry& space : config.spaces()) {
                const bool by_default = display == config.default_display() &&
                                        view == config.default_view(display);
                const bool in_full = is_exhaustive() && display == config.default_display();
                const bool in_sample = combination++ % sampled == 0;
                if (!in_full && !by_default && !in_sample && space.name != "Rec.709") continue;
                if (number++ % kParts != GetParam()) continue;
                expect_shown({.input_space = space.name}, {.display = display, .view = view});
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Parts, BuiltInColoursTest, testing::Range(0, 8));

} // namespace
} // namespace seamline::test
