// Long colour transforms on a CPU device, against the double-precision reference of the compositor.
#include "renderer/host_color.h"

#include "renderer/color_transform.h"
#include "renderer/frame_renderer.h"
#include "tests/support/compositor_test.h"
#include "tests/support/reference_compositor.h"

#include <cstring>
#include <memory>

namespace seamline::test {
namespace {

using namespace renderer;

class HostColorTest : public CompositorTest {
protected:
    void SetUp() override {
        CompositorTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        if (!device().is_cpu()) GTEST_SKIP() << "a GPU computes them itself";
        auto processor =
            color::ColorProcessor::viewed(color::ColorConfig::built_in(),
                                          {.input_space = "ARRI LogC3"}, {.view = "ACES 1.0 SDR"});
        ASSERT_TRUE(processor) << processor.error().message;
        auto made = ColorTransform::make(std::move(processor).value());
        ASSERT_TRUE(made) << made.error().message;
        aces_ = made.value();
        ASSERT_TRUE(aces_->is_long());
    }
    Picture picture(double phase, std::shared_ptr<const ColorTransform> transform,
                    const LayoutSpec& spec = {}) {
        const PixelLayout layout = make_layout(spec);
        Picture made = one_to_one(make_frame(device(), {layout, {37, 21}, {0, 0, 37, 21}, {}},
                                             smooth_samples(layout, phase)));
        made.transform = std::move(transform);
        return made;
    }
    /// The largest difference of a channel, of [0, 1].
    double worst(const Composition& composition) {
        FrameCache cache(device(), 1 << 20);
        FrameRenderer frames(device(), cache);
        EXPECT_TRUE(wants_host_color(device(), composition));
        EXPECT_FALSE(wants_host_color(device(), frames.with_host_color(composition)));
        const RenderedPicture shown = frames.render_and_read(composition, TargetFormat::Rgba32f);
        const std::vector<glm::dvec3> expected = reference_pixels(composition);
        double difference = 0;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            float rgba[4];
            std::memcpy(rgba, shown.pixels.data() + i * sizeof rgba, sizeof rgba);
            for (int c = 0; c < 3; ++c)
                difference = std::max(difference, std::abs(rgba[c] - expected[i][c]));
        }
        return difference;
    }

    std::shared_ptr<const ColorTransform> aces_;
};

TEST_F(HostColorTest, IsExactAtOneToOne) {
    EXPECT_LE(worst(single(picture(0.4, aces_), {37, 21})), 1e-4);
}

TEST_F(HostColorTest, KeepsWhatLiesOutsideOfThePicture) {
    Composition composition = single(picture(0.4, aces_), {48, 30});
    composition.empty = {0.3F, 0.2F, 0.1F};
    composition.background = {0.1F, 0.2F, 0.3F};
    composition.tiles[0].rect = {3, 2, 44, 27};
    composition.tiles[0].a.target_to_source = glm::mat3x2(0.9F, 0, 0, 0.9F, -4.3F, -2.2F);
    EXPECT_LE(worst(composition), 1e-3);
}

TEST_F(HostColorTest, MixesAndAdjustsAfterIt) {
    Composition composition = single(picture(0.4, aces_), {37, 21});
    Tile& tile = composition.tiles[0];
    tile.b = picture(1.7, aces_);
    tile.b.adjust.exposure_stops = 0.5F;
    tile.mix = Mix::Wipe;
    tile.wipe_center_px = {18, 10};
    EXPECT_LE(worst(composition), 1e-4) << "wipe";
    tile.mix = Mix::Overlay;
    EXPECT_LE(worst(composition), 1e-4) << "overlay";
    tile.mix = Mix::Difference;
    tile.b.adjust = {};
    EXPECT_LE(worst(composition), 1e-4) << "difference";
}

TEST_F(HostColorTest, BothSidesOfADissolveComeFromIt) {
    Composition composition = single(picture(0.4, nullptr), {37, 21});
    Tile& tile = composition.tiles[0];
    tile.a.dissolve = std::make_shared<const Dissolve>(Dissolve{picture(1.1, aces_), 0.3F});
    EXPECT_LE(worst(composition), 1e-4) << "alone";
    tile.b = picture(1.7, aces_);
    tile.b.dissolve = std::make_shared<const Dissolve>(Dissolve{picture(2.3, aces_), 0.6F});
    tile.mix = Mix::Wipe;
    tile.wipe_center_px = {18, 10};
    EXPECT_LE(worst(composition), 1e-4) << "wipe";
}

TEST_F(HostColorTest, LightAboveWhiteReachesTheTransform) {
    auto processor = color::ColorProcessor::viewed(
        color::ColorConfig::built_in(), {.input_space = "ACEScg"}, {.view = "ACES 1.0 SDR"});
    ASSERT_TRUE(processor);
    const auto linear = ColorTransform::make(std::move(processor).value()).value();
    const PixelLayout layout =
        make_layout({.model = ColorModel::Rgb, .depth = 32, .is_float = true});
    Picture bright = one_to_one(
        make_frame(device(), {layout, {16, 8}, {0, 0, 16, 8}, {}}, [](int component, int x, int y) {
            return 0.25 * x + 0.5 * y + 0.1 * component;
        }));
    bright.transform = linear;
    EXPECT_LE(worst(single(bright, {16, 8})), 1e-4);
}

// Shaders keep what the CPU's way does not take.
TEST_F(HostColorTest, LeavesShortOnesAndAlphaToTheShaders) {
    auto processor = color::ColorProcessor::viewed(color::ColorConfig::built_in(),
                                                   {.input_space = "ARRI LogC3"}, {});
    ASSERT_TRUE(processor);
    const auto shortly = ColorTransform::make(std::move(processor).value()).value();
    EXPECT_FALSE(wants_host_color(device(), single(picture(0.4, shortly), {37, 21})));
    const LayoutSpec alpha{.model = ColorModel::Rgb, .packing = Packing::Packed, .has_alpha = true};
    EXPECT_FALSE(wants_host_color(device(), single(picture(0.4, aces_, alpha), {37, 21})));
}

} // namespace
} // namespace seamline::test
