#include "renderer/passes/demo_scene_pass.h"

#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace seamline {
namespace {

using renderer::DemoSceneParams;

/// A picture as floats, and as light: the inverse of the scene's code.
struct Picture {
    DemoSceneParams params;
    std::vector<glm::vec4> codes;

    glm::vec3 code(std::uint32_t x, std::uint32_t y) const {
        return glm::vec3(codes[y * params.width_px + x]);
    }
    glm::vec3 light(std::uint32_t x, std::uint32_t y) const {
        return glm::pow(code(x, y), glm::vec3(2.4F));
    }
    float luminance(std::uint32_t x, std::uint32_t y) const {
        return glm::dot(light(x, y), glm::vec3(0.2126F, 0.7152F, 0.0722F));
    }
};

class DemoScene : public test::GpuTest {
protected:
    static DemoSceneParams small_scene() {
        DemoSceneParams params = renderer::default_demo_scene(160, 90);
        params.format = DEMO_FORMAT_RGBA32F;
        params.exposure_stops = -2.0F; // Nothing reaches the knee or clips.
        return params;
    }
    std::vector<std::byte> bytes_of(const DemoSceneParams& params) {
        if (pass_ == nullptr) pass_ = std::make_unique<renderer::DemoScenePass>(device());
        const std::span<const std::byte> bytes = pass_->render(params);
        return {bytes.begin(), bytes.end()};
    }
    Picture render(const DemoSceneParams& params) {
        const std::vector<std::byte> bytes = bytes_of(params);
        Picture picture{params, std::vector<glm::vec4>(bytes.size() / sizeof(glm::vec4))};
        std::memcpy(picture.codes.data(), bytes.data(), bytes.size());
        return picture;
    }
    void TearDown() override {
        pass_.reset();
        GpuTest::TearDown();
    }

private:
    std::unique_ptr<renderer::DemoScenePass> pass_;
};

/// Mean of |a - b| over a rectangle in percent of the picture, in code values.
float mean_difference(const Picture& a, const Picture& b, glm::uvec4 percent) {
    const glm::uvec2 size{a.params.width_px, a.params.height_px};
    float sum = 0.0F;
    float count = 0.0F;
    for (std::uint32_t y = percent.y * size.y / 100; y < percent.w * size.y / 100; ++y) {
        for (std::uint32_t x = percent.x * size.x / 100; x < percent.z * size.x / 100; ++x) {
            sum += glm::length(a.code(x, y) - b.code(x, y));
            count += 1.0F;
        }
    }
    return 255.0F * sum / count;
}

/// Where a point of the world is in the picture.
glm::uvec2 pixel_of(const DemoSceneParams& params, glm::vec3 p) {
    const glm::vec3 forward = shared::demo_camera_forward(params);
    const glm::vec3 right{-forward.z, 0.0F, forward.x};
    const glm::vec3 from = p - shared::demo_camera_position(params);
    const glm::vec2 plane =
        glm::vec2{glm::dot(from, right), -from.y} / (glm::dot(from, forward) * DEMO_CAMERA_TANGENT);
    const glm::vec2 size{params.width_px, params.height_px};
    return glm::uvec2{0.5F * (plane * size.y + size)};
}

TEST_F(DemoScene, SameParametersGiveTheSameBytes) {
    DemoSceneParams params = small_scene();
    params.format = DEMO_FORMAT_RGBA8;
    params.grain = 2.0F;
    const std::vector<std::byte> first = bytes_of(params);
    EXPECT_EQ(first, bytes_of(params));
    EXPECT_EQ(first.size(), 160U * 90U * 4U);
    renderer::DemoScenePass another(device());
    const std::span<const std::byte> again = another.render(params);
    EXPECT_TRUE(std::equal(first.begin(), first.end(), again.begin(), again.end()));
}

TEST_F(DemoScene, OneStopDoublesTheLightOfEveryPixel) {
    DemoSceneParams params = small_scene();
    const Picture dark = render(params);
    params.exposure_stops += 1.0F;
    const Picture bright = render(params);
    int compared = 0;
    for (std::size_t i = 0; i < dark.codes.size(); ++i) {
        for (int c = 0; c < 3; ++c) {
            const float before = std::pow(dark.codes[i][c], 2.4F);
            const float after = std::pow(bright.codes[i][c], 2.4F);
            if (after > DEMO_KNEE) continue; // Compressed highlights.
            ++compared;
            ASSERT_NEAR(after / before, 2.0F, 0.002F) << i;
        }
    }
    EXPECT_GT(compared, 40000);
}

TEST_F(DemoScene, TheKelvinSettingTintsAllLightAlike) {
    DemoSceneParams params = small_scene();
    const Picture neutral = render(params);
    params.color_temperature_k = 3200.0F;
    const Picture warm = render(params);
    const glm::vec3 expected =
        shared::demo_illuminant_rgb(3200.0F) / shared::demo_illuminant_rgb(6504.0F);
    for (const glm::uvec2 p : {glm::uvec2{20, 20}, glm::uvec2{100, 45}, glm::uvec2{105, 80}}) {
        const glm::vec3 ratio = warm.light(p.x, p.y) / neutral.light(p.x, p.y);
        for (int c = 0; c < 3; ++c) EXPECT_NEAR(ratio[c], expected[c], 0.004F * expected[c]) << p.x;
    }
}

TEST_F(DemoScene, TheHeadsShadowFallsWhereTheSunSendsIt) {
    DemoSceneParams params = small_scene();
    params.scene_set = DEMO_SET_EXTERIOR;
    params.sun_elevation_deg = 10.0F;
    constexpr float kWallZ = -1.40F;
    const glm::vec3 head{0.0F, 1.58F, -0.02F};
    const auto shadow_pixel = [&](float azimuth_deg) {
        const glm::vec3 sun = shared::demo_sun_direction(azimuth_deg, params.sun_elevation_deg);
        return pixel_of(params, head - sun * ((head.z - kWallZ) / sun.z));
    };
    params.sun_azimuth_deg = 20.0F;
    const Picture from_right = render(params);
    params.sun_azimuth_deg = -15.0F;
    const Picture from_left = render(params);
    const glm::uvec2 left = shadow_pixel(20.0F);
    const glm::uvec2 right = shadow_pixel(-15.0F);
    EXPECT_LT(left.x, right.x);
    EXPECT_LT(from_right.luminance(left.x, left.y), 0.5F * from_left.luminance(left.x, left.y));
    EXPECT_LT(from_left.luminance(right.x, right.y), 0.5F * from_right.luminance(right.x, right.y));
}

TEST_F(DemoScene, TheSunLightsTheSideOfTheFaceThatItStandsOn) {
    DemoSceneParams params = small_scene();
    params.scene_set = DEMO_SET_EXTERIOR;
    const auto cheeks = [&](float azimuth_deg) {
        params.sun_azimuth_deg = azimuth_deg;
        const Picture picture = render(params);
        const glm::uvec2 left = pixel_of(params, {-0.045F, 1.50F, 0.07F});
        const glm::uvec2 right = pixel_of(params, {0.045F, 1.50F, 0.07F});
        return picture.luminance(left.x, left.y) / picture.luminance(right.x, right.y);
    };
    EXPECT_GT(cheeks(-60.0F), 1.5F);
    EXPECT_LT(cheeks(60.0F), 1.0F / 1.5F);
}

TEST_F(DemoScene, EveryWallSeedHasItsOwnTextureAndLeavesTheFigureAlone) {
    DemoSceneParams params = small_scene();
    params.scene_set = DEMO_SET_EXTERIOR;
    params.wall_seed = 2;
    const Picture plaster = render(params);
    params.wall_seed = 4;
    const Picture other_plaster = render(params);
    params.wall_seed = 3;
    const Picture brick = render(params);
    constexpr glm::uvec4 kWall{2, 20, 25, 70};
    constexpr glm::uvec4 kFace{36, 38, 40, 52};
    EXPECT_GT(mean_difference(plaster, other_plaster, kWall), 4.0F);
    EXPECT_GT(mean_difference(plaster, brick, kWall), 12.0F);
    EXPECT_EQ(mean_difference(plaster, brick, kFace), 0.0F);
}

TEST_F(DemoScene, AnotherFaceLeavesTheSetAlone) {
    DemoSceneParams params = small_scene();
    const Picture one = render(params);
    params.face.skin_rgb *= 0.4F;
    params.face.nose_width = 1.4F;
    const Picture other = render(params);
    const glm::uvec2 cheek = pixel_of(params, {-0.04F, 1.50F, 0.07F});
    EXPECT_LT(other.luminance(cheek.x, cheek.y), 0.8F * one.luminance(cheek.x, cheek.y));
    EXPECT_EQ(mean_difference(one, other, {0, 0, 40, 60}), 0.0F);
}

TEST_F(DemoScene, TheVignetteTakesItsStopsInTheCornersAndNoneInTheMiddle) {
    DemoSceneParams params = small_scene();
    const Picture plain = render(params);
    params.vignette_stops = 2.0F;
    const Picture vignetted = render(params);
    EXPECT_NEAR(std::log2(plain.luminance(0, 0) / vignetted.luminance(0, 0)), 2.0F, 0.05F);
    EXPECT_NEAR(std::log2(plain.luminance(80, 45) / vignetted.luminance(80, 45)), 0.0F, 0.01F);
}

TEST_F(DemoScene, GrainHasItsDeviationAndIsNewOnEveryFrame) {
    DemoSceneParams params = small_scene();
    const Picture clean = render(params);
    params.grain = 3.0F;
    const Picture grainy = render(params);
    double sum = 0.0;
    double squares = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < clean.codes.size(); ++i) {
        if (clean.codes[i].g < 0.1F || clean.codes[i].g > 0.9F) continue; // Clipped at 0 or 1.
        const double grain = 255.0 * double{grainy.codes[i].g - clean.codes[i].g};
        sum += grain;
        squares += grain * grain;
        count += 1.0;
    }
    // 14,000 samples: the deviation is known to 0.6 %, the mean to 0.025.
    EXPECT_NEAR(std::sqrt(squares / count), 3.0, 0.1);
    EXPECT_NEAR(sum / count, 0.0, 0.1);
    params.frame_index = 1;
    EXPECT_NEAR(mean_difference(grainy, render(params), {0, 0, 100, 100}), 5.9F, 0.4F);
}

TEST_F(DemoScene, TheLensBlurSoftensAndKeepsTheLight) {
    DemoSceneParams params = small_scene();
    const auto measure = [&] {
        const Picture picture = render(params);
        glm::vec2 sharpness_and_mean{0.0F};
        for (std::uint32_t y = 0; y < 90; ++y) {
            for (std::uint32_t x = 1; x < 160; ++x) {
                const float step = picture.luminance(x, y) - picture.luminance(x - 1, y);
                sharpness_and_mean += glm::vec2{step * step, picture.luminance(x, y)};
            }
        }
        return sharpness_and_mean;
    };
    const glm::vec2 sharp = measure();
    params.lens_blur_px = 3.0F; // 0.75 px at this height.
    const glm::vec2 soft = measure();
    EXPECT_LT(soft.x, 0.6F * sharp.x);
    EXPECT_NEAR(soft.y / sharp.y, 1.0F, 0.01F);
}

TEST_F(DemoScene, TheBarCodeCarriesTheFrameNumberInTheBottomStripOnly) {
    DemoSceneParams params = renderer::default_demo_scene(163, 91);
    params.frame_index = 0xA5C3;
    const std::vector<std::byte> plain = bytes_of(params);
    params.bar_code = 1;
    const std::vector<std::byte> marked = bytes_of(params);
    constexpr int kStrip = 91 / 16;
    const int number = test::read_bar_code(163, 91, [&](int x, int) {
        return static_cast<int>(
            marked[static_cast<std::size_t>(((91 - kStrip / 2 - 1) * 163 + x) * 4)]);
    });
    EXPECT_EQ(number, 0xA5C3);
    constexpr std::ptrdiff_t kAbove = (91 - kStrip) * 163 * 4;
    EXPECT_TRUE(std::equal(plain.begin(), plain.begin() + kAbove, marked.begin()));
}

TEST_F(DemoScene, CameraAndFigureMoveWithTime) {
    DemoSceneParams params = small_scene();
    const Picture still = render(params);
    params.time_s = 1.0F;
    EXPECT_EQ(mean_difference(still, render(params), {0, 0, 100, 100}), 0.0F);
    params.camera_move = DEMO_MOVE_PAN;
    params.camera_speed = 4.0F;
    EXPECT_GT(mean_difference(still, render(params), {0, 0, 40, 100}), 3.0F);
    params.camera_move = DEMO_MOVE_STATIC;
    params.head_turn_deg = 10.0F;
    const Picture turned = render(params);
    EXPECT_GT(mean_difference(still, turned, {60, 30, 72, 60}), 1.0F);
    EXPECT_EQ(mean_difference(still, turned, {0, 0, 40, 100}), 0.0F);
}

TEST(DemoIlluminant, FollowsThePublishedChromaticities) {
    // CIE 15: D50, D65, D75 at 5003, 6504 and 7504 K, illuminant A at 2856 K.
    const std::vector<glm::vec3> table{{5003.0F, 0.3457F, 0.3585F},
                                       {6504.0F, 0.3127F, 0.3290F},
                                       {7504.0F, 0.2990F, 0.3149F},
                                       {2856.0F, 0.4476F, 0.4074F}};
    for (const glm::vec3& row : table) {
        const glm::vec2 xy = shared::demo_illuminant_xy(row.x);
        EXPECT_NEAR(xy.x, row.y, 0.0006F) << row.x;
        EXPECT_NEAR(xy.y, row.z, 0.0006F) << row.x;
    }
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(shared::demo_illuminant_rgb(6504.0F)[c], 1.0F, 0.003F);
}

TEST(DemoCode, KeepsMiddleGreyAtEveryContrastAndNeverPassesWhite) {
    for (const float contrast : {0.7F, 1.0F, 1.4F}) {
        EXPECT_NEAR(std::pow(shared::demo_code(0.18F, contrast), 2.4F), 0.18F, 1e-4F);
        EXPECT_LE(shared::demo_code(1000.0F, contrast), 1.0F);
    }
    EXPECT_NEAR(std::pow(shared::demo_code(0.5F, 1.0F), 2.4F), 0.5F, 1e-5F);
    EXPECT_EQ(shared::demo_code(0.0F, 1.0F), 0.0F);
}

} // namespace
} // namespace seamline
