// Every way of coding colour against the double-precision reference.
#include "tests/support/compositor_test.h"

#include <cmath>
#include <string>

namespace seamline::test {
namespace {

using namespace renderer;

class CompositorColorTest : public CompositorTest {
protected:
    /// A crop with odd edges of a picture of odd size, at 1:1.
    double error_of(const LayoutSpec& spec, const ColorTags& color, TargetFormat format) {
        const PixelLayout layout = make_layout(spec);
        const FrameSpec frame{layout, {45, 27}, {3, 5, 37, 21}, color};
        const auto samples =
            layout.is_float ? smooth_samples(layout, 0.3) : random_samples(layout, 5);
        return worst_error(single(one_to_one(make_frame(device(), frame, samples)), {37, 21}),
                           format);
    }
};

/// Rounding to nearest, and single precision on the way.
constexpr double kHalfCode = 0.51;
/// Single precision with coefficients near 2 on 16-bit code values costs a few hundredths more.
constexpr double kHalfCode16 = 0.6;
/// Constant luminance's curves double that.
constexpr double kCurve16 = 0.7;

std::string text(ColorMatrix matrix, ColorRange range, int depth) {
    return std::string(name(matrix)) + " " + name(range) + " " + std::to_string(depth);
}

constexpr ColorMatrix kMatrices[]{
    ColorMatrix::Bt709, ColorMatrix::Fcc,       ColorMatrix::Bt601,    ColorMatrix::Smpte240m,
    ColorMatrix::YCgCo, ColorMatrix::Bt2020Ncl, ColorMatrix::Bt2020Cl, ColorMatrix::Ictcp};

constexpr ChromaLocation kLocations[]{ChromaLocation::Left,       ChromaLocation::Center,
                                      ChromaLocation::TopLeft,    ChromaLocation::Top,
                                      ChromaLocation::BottomLeft, ChromaLocation::Bottom};

TEST_F(CompositorColorTest, EveryMatrixRangeDepthAndSitingIsWithinACodeValue) {
    for (const ColorMatrix matrix : kMatrices) {
        for (const ColorRange range : {ColorRange::Limited, ColorRange::Full}) {
            for (const int depth : {8, 10, 12, 16}) {
                ColorTags color{.matrix = matrix, .range = range};
                EXPECT_LE(error_of({.depth = depth}, color, TargetFormat::Rgba8), kHalfCode)
                    << text(matrix, range, depth);
                for (const ChromaLocation location : kLocations) {
                    color.chroma_location = location;
                    EXPECT_LE(error_of({.depth = depth}, color, TargetFormat::Rgba16), kCurve16)
                        << text(matrix, range, depth) << " " << name(location);
                }
            }
        }
    }
}

TEST_F(CompositorColorTest, IctcpFollowsTheHlgTag) {
    const ColorTags color{.matrix = ColorMatrix::Ictcp, .transfer = ColorTransfer::Hlg};
    EXPECT_LE(error_of({.depth = 10}, color, TargetFormat::Rgba8), kHalfCode);
}

constexpr int kCubeSteps = 48; // Of each component; random within a step, but for the ends.
constexpr Extent kCubeSize{kCubeSteps * 6, kCubeSteps* kCubeSteps / 6};

/// Every pixel a colour of its own, over all code values.
SampleFunction cube_samples(const PixelLayout& layout) {
    const double top = std::ldexp(1.0, layout.components[0].depth) - 1;
    return [random = random_samples(layout, 3), top](int component, int column, int row) {
        int step = row * kCubeSize.width + column;
        for (int i = 0; i < component; ++i) step /= kCubeSteps;
        step %= kCubeSteps;
        if (step == 0) return 0.0;
        if (step == kCubeSteps - 1) return top;
        return std::floor((step + random(component, column, row) / (top + 1)) * top / kCubeSteps);
    };
}

// Most of the cube is outside of R'G'B'. Lights that almost cancel, near black above all, are what
// is hard to make of ICtCp.
TEST_F(CompositorColorTest, TheWholeCubeIsWithinACodeValue) {
    for (const ColorTags& tags :
         {ColorTags{.matrix = ColorMatrix::Bt2020Cl}, ColorTags{.matrix = ColorMatrix::Ictcp},
          ColorTags{.matrix = ColorMatrix::Ictcp, .transfer = ColorTransfer::Hlg}}) {
        for (const ColorRange range : {ColorRange::Limited, ColorRange::Full}) {
            for (const int depth : {8, 10, 12, 16}) {
                ColorTags color = tags;
                color.range = range;
                const PixelLayout layout =
                    make_layout({.depth = depth, .chroma_shift_x = 0, .chroma_shift_y = 0});
                const FrameSpec frame{
                    layout, kCubeSize, {0, 0, kCubeSize.width, kCubeSize.height}, color};
                const Picture picture =
                    one_to_one(make_frame(device(), frame, cube_samples(layout)));
                EXPECT_LE(worst_error(single(picture, kCubeSize), TargetFormat::Rgba16), kCurve16)
                    << text(color.matrix, range, depth) << " " << name(color.transfer);
            }
        }
    }
}

TEST_F(CompositorColorTest, EverySitingAndSubsamplingIsInterpolatedInPlace) {
    for (const ChromaLocation location : kLocations) {
        for (const glm::ivec2 shift : {glm::ivec2(1, 1), glm::ivec2(1, 0), glm::ivec2(0, 0),
                                       glm::ivec2(0, 1), glm::ivec2(2, 0), glm::ivec2(2, 2)}) {
            const ColorTags color{.chroma_location = location};
            const LayoutSpec spec{
                .depth = 10, .chroma_shift_x = shift.x, .chroma_shift_y = shift.y};
            EXPECT_LE(error_of(spec, color, TargetFormat::Rgba16), kHalfCode16)
                << name(location) << " " << shift.x << shift.y;
        }
    }
}

TEST_F(CompositorColorTest, EveryPackingIsRead) {
    const LayoutSpec specs[]{
        {.packing = Packing::SemiPlanar},
        {.packing = Packing::SemiPlanarCrFirst},
        {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true},
        {.depth = 12, .chroma_shift_y = 0, .big_endian = true},
        {.model = ColorModel::Rgb, .packing = Packing::Packed},
        {.model = ColorModel::Rgb, .depth = 16, .packing = Packing::Packed, .big_endian = true},
        {.model = ColorModel::Rgb, .depth = 10},
        {.model = ColorModel::Gray},
        {.model = ColorModel::Gray, .depth = 16, .has_alpha = true},
        {.model = ColorModel::Rgb, .packing = Packing::Packed, .has_alpha = true},
        {.has_alpha = true},
        {.depth = 10,
         .chroma_shift_x = 0,
         .chroma_shift_y = 0,
         .has_alpha = true,
         .premultiplied = true},
    };
    for (const LayoutSpec& spec : specs) {
        for (const ColorRange range : {ColorRange::Limited, ColorRange::Full}) {
            EXPECT_LE(error_of(spec, {.range = range}, TargetFormat::Rgba8), kHalfCode)
                << &spec - specs << name(range);
        }
    }
}

TEST_F(CompositorColorTest, FloatPicturesAreExactAndClampedOnlyAtTheEnd) {
    for (const LayoutSpec& spec :
         {LayoutSpec{.model = ColorModel::Rgb, .depth = 32, .is_float = true},
          LayoutSpec{.model = ColorModel::Rgb, .depth = 16, .has_alpha = true, .is_float = true},
          LayoutSpec{
              .model = ColorModel::Gray, .depth = 32, .is_float = true, .big_endian = true}}) {
        EXPECT_LE(error_of(spec, {.range = ColorRange::Full}, TargetFormat::Rgba32f), 0.02);
    }
    // 4.0 is white only after two stops down on BT.1886 light would have made it 4 / 2^(2/2.4).
    const PixelLayout layout =
        make_layout({.model = ColorModel::Rgb, .depth = 32, .is_float = true});
    Picture bright = one_to_one(make_frame(device(), {layout, {4, 2}, {0, 0, 4, 2}, {}},
                                           [](int, int, int) { return 1.5; }));
    bright.adjust.exposure_stops = -2.4F;
    EXPECT_NEAR(render(single(bright, {4, 2}), TargetFormat::Rgba32f)[0].r, 0.75, 1e-5);
}

TEST_F(CompositorColorTest, PlainWhiteAndBlackAreExactInEveryFormat) {
    const PixelLayout layout = make_layout({});
    const auto half_white = [](int component, int column, int) {
        return component > 0 ? 128.0 : column < 8 ? 235.0 : 16.0;
    };
    const Picture picture =
        one_to_one(make_frame(device(), {layout, {16, 4}, {0, 0, 16, 4}, {}}, half_white));
    for (const auto format : {TargetFormat::Rgba8, TargetFormat::Bgra8, TargetFormat::Rgba16}) {
        const auto pixels = render(single(picture, {16, 4}), format);
        EXPECT_EQ(pixels[0], glm::dvec3(1.0));
        EXPECT_EQ(pixels[15], glm::dvec3(0.0));
    }
}

TEST_F(CompositorColorTest, EveryAdjustmentFollowsItsDefinition) {
    const ViewAdjust adjusts[]{
        {.exposure_stops = 1.5F},
        {.gamma = 2.2F},
        {.saturation = 0.0F},
        {.saturation = 2.5F},
        {.channel = ChannelView::Red},
        {.channel = ChannelView::Green},
        {.channel = ChannelView::Blue},
        {.channel = ChannelView::Luma},
        {.channel = ChannelView::Alpha},
        {.exposure_stops = -2, .gamma = 0.6F, .saturation = 1.4F},
    };
    for (const bool alpha : {false, true}) {
        const PixelLayout layout = make_layout({.has_alpha = alpha});
        Picture picture = one_to_one(make_frame(device(), {layout, {37, 21}, {0, 0, 37, 21}, {}},
                                                random_samples(layout, 9)));
        for (const ViewAdjust& adjust : adjusts) {
            picture.adjust = adjust;
            Composition composition = single(picture, {37, 21});
            composition.empty = {0.2F, 0.5F, 0.7F};
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), 0.55)
                << alpha << &adjust - adjusts;
        }
    }
}

TEST_F(CompositorColorTest, OpaquePicturesShowTheirColorsWhateverTheAlpha) {
    for (const bool premultiplied : {false, true}) {
        const PixelLayout layout = make_layout({.has_alpha = true, .premultiplied = premultiplied});
        Picture picture = one_to_one(make_frame(device(), {layout, {37, 21}, {0, 0, 37, 21}, {}},
                                                random_samples(layout, 9)));
        Composition composition = single(picture, {37, 21});
        composition.empty = {0.2F, 0.5F, 0.7F};
        const auto over_empty = render(composition, TargetFormat::Rgba8);
        composition.tiles[0].a.opaque = true;
        EXPECT_NE(render(composition, TargetFormat::Rgba8), over_empty);
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode) << premultiplied;
        composition.tiles[0].a.adjust.channel = ChannelView::Alpha;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode) << premultiplied;
    }
}

} // namespace
} // namespace seamline::test
