// Every compare view of two small takes against a stored picture: what no closed formula states is
// how the pieces sit together. `ninja update_golden` rewrites the pictures; look at them before
// committing.
#include "app/playback/player.h"
#include "decode/picture_writer.h"
#include "decode/video_source.h"
#include "renderer/frame_renderer.h"

#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace seamline::playback {
namespace {

constexpr Extent kTarget{160, 90};
/// Made on a CPU device; GPUs may round a blend or a filter tap the other way.
constexpr int kMostDifferent = 3;
constexpr double kMeanDifferent = 0.05;

/// A diagonal gradient with a bright square and a coloured band; formulas, so that no FFmpeg
/// version changes the picture.
std::filesystem::path take(const std::string& name, const std::string& size,
                           const std::string& cb) {
    return test::make_clip(name,
                           "-f lavfi -i \"nullsrc=s=" + size +
                               ":r=24:d=0.25,format=yuv420p,geq="
                               "lum='if(between(X,20,50)*between(Y,20,50),200,16+mod(X+Y+4*N,200))'"
                               ":cb='" +
                               cb + "':cr='if(gt(Y,H*2/3),170,110)'\" -c:v ffv1");
}

class GoldenViews : public test::GpuTest, public testing::WithParamInterface<session::CompareMode> {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        player = std::make_unique<Player>(device(), PlayerOptions{.cache_budget_bytes = 32U << 20});
        player->open(take("golden-a.mkv", "160x90", "128"));
        player->open(take("golden-b.mkv", "120x90", "100+X/2"));
        const auto opened = player->wait_opened();
        ASSERT_TRUE(opened) << opened.error().message;
    }
    void TearDown() override {
        player.reset();
        GpuTest::TearDown();
    }
    std::unique_ptr<Player> player;
};

TEST_P(GoldenViews, LooksAsStored) {
    const std::string name = session::name(GetParam());
    player->edit([](session::Session& s) {
        s.compare.mode = GetParam();
        s.compare.wipe_angle_deg = 30;
        s.compare.checker_px = 16;
        s.compare.gain = 2;
    });
    const Result<Tick> tick = player->wait_for(3, 60'000);
    ASSERT_TRUE(tick) << tick.error().message;
    renderer::FrameRenderer renderer(device(), player->cache());
    const auto picture = renderer.render_and_read(
        player->compose(tick.value(), kTarget, renderer::ResizeFilter::Bilinear),
        renderer::TargetFormat::Rgba8);

    const auto stored =
        std::filesystem::path(SEAMLINE_SOURCE_DIR) / "tests/golden" / (name + ".png");
    if (std::getenv("SEAMLINE_UPDATE_GOLDEN") != nullptr) {
        ASSERT_TRUE(decode::write_png(stored, {picture.size, 1, picture.pixels}));
        GTEST_SKIP() << "rewrote " << stored;
    }
    Result<decode::VideoSource> png = decode::VideoSource::open(stored, {});
    ASSERT_TRUE(png) << png.error().message;
    const Result<DecodedFrame> expected = png.value().next();
    ASSERT_TRUE(expected) << expected.error().message;
    const DecodedFrame& frame = expected.value();
    ASSERT_EQ(frame.coded, kTarget);
    int most = 0;
    double sum = 0;
    for (int y = 0; y < kTarget.height; ++y) {
        for (int x = 0; x < kTarget.width; ++x) {
            for (std::size_t c = 0; c < 3; ++c) {
                const ComponentLayout& at = frame.layout.components[c];
                const auto* row = frame.memory->data() + frame.plane_offset_bytes[at.plane] +
                                  static_cast<std::size_t>(y * frame.stride_bytes[at.plane]);
                const int want = std::to_integer<int>(
                    row[static_cast<std::size_t>(x * at.step_bytes + at.offset_bytes)]);
                const auto pixel = static_cast<std::size_t>(y * kTarget.width + x) * 4;
                const int got = std::to_integer<int>(picture.pixels[pixel + c]);
                most = std::max(most, std::abs(want - got));
                sum += std::abs(want - got);
            }
        }
    }
    const double mean = sum / (3.0 * kTarget.width * kTarget.height);
    if (most > kMostDifferent || mean > kMeanDifferent) {
        const auto actual = test::footage_folder() / ("golden-actual-" + name + ".png");
        EXPECT_TRUE(decode::write_png(actual, {picture.size, 1, picture.pixels}));
        ADD_FAILURE() << "differs by at most " << most << ", " << mean << " in the mean; see "
                      << actual;
    }
}

using session::CompareMode;
INSTANTIATE_TEST_SUITE_P(All, GoldenViews,
                         testing::Values(CompareMode::Single, CompareMode::Row, CompareMode::Column,
                                         CompareMode::Grid, CompareMode::Wipe, CompareMode::Overlay,
                                         CompareMode::Butterfly, CompareMode::Checkerboard,
                                         CompareMode::Difference),
                         [](const auto& test) { return std::string(session::name(test.param)); });

} // namespace
} // namespace seamline::playback
