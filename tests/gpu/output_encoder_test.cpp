// What deep and HDR windows get, against the standards' formulas in double precision.
#include "renderer/passes/output_encoder.h"

#include "renderer/color/chromaticity.h"
#include "renderer/color/transfer.h"
#include "renderer/window_copies.h"
#include "renderer/window_layer.h"
#include "tests/support/gpu_test.h"

#include <glm/gtc/packing.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace seamline {
namespace {

using namespace renderer;
using color::DisplayCurve;
using color::DisplaySignal;

constexpr Extent kWindow{40, 24};
constexpr Rect kViewer{6, 3, 30, 18};

class OutputEncoderTest : public test::GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        std::mt19937 random(2084);
        std::uniform_int_distribution<int> code(0, 65535);
        for (std::size_t i = 0; i < 30 * 18 * 4; ++i)
            codes_.push_back(static_cast<std::uint16_t>(code(random)));
        for (std::size_t i = 0; i < 4; ++i) codes_[i] = 0;
        for (std::size_t i = 4; i < 8; ++i) codes_[i] = 65535;
    }

    /// Half of the layer is empty, a quarter opaque, a quarter in between.
    static std::uint32_t layer_at(int x, int y) {
        if (y % 2 == 0) return 0;
        const std::uint32_t alpha = x % 2 == 0 ? 255 : 100;
        const auto premultiplied = [&](std::uint32_t v) { return v * alpha / 255; };
        return premultiplied(static_cast<std::uint32_t>(x * 6)) | premultiplied(200) << 8 |
               premultiplied(static_cast<std::uint32_t>(y * 10)) << 16 | alpha << 24;
    }

    std::vector<std::uint32_t> encoded(WindowOutput output, DisplaySignal signal, bool with_layer,
                                       bool blue_first = false) {
        std::vector<std::uint32_t> over;
        for (int y = 0; y < kWindow.height; ++y)
            for (int x = 0; x < kWindow.width; ++x) over.push_back(layer_at(x, y));
        const Buffer picture = make_buffer(std::span<const std::uint16_t>(codes_));
        const Buffer layer = make_buffer(std::span<const std::uint32_t>(over));
        const auto bytes =
            static_cast<VkDeviceSize>(40 * 24 * OutputEncoder::bytes_per_pixel(output));
        const Buffer words(device(), bytes, BufferMemory::HostCached, "words");
        OutputEncoder encoder(device());
        run([&](VkCommandBuffer cmd) {
            encoder.record(cmd,
                           {.output = output,
                            .blue_first = blue_first,
                            .window = kWindow,
                            .viewer = kViewer,
                            .picture = &picture,
                            .picture_size = {kViewer.width, kViewer.height},
                            .signal = signal,
                            .around_rgb = {0.2F, 0.4F, 0.6F},
                            .layer = with_layer ? &layer : nullptr},
                           words);
        });
        return read<std::uint32_t>(words);
    }

    bool in_viewer(int x, int y) const {
        return x >= kViewer.x && y >= kViewer.y && x < kViewer.x + kViewer.width &&
               y < kViewer.y + kViewer.height;
    }
    glm::dvec3 code_at(int x, int y) const {
        const auto pixel =
            static_cast<std::size_t>((y - kViewer.y) * kViewer.width + x - kViewer.x);
        return glm::dvec3(codes_[4 * pixel], codes_[4 * pixel + 1], codes_[4 * pixel + 2]) /
               65535.0;
    }
    static glm::dvec3 interface_nits(glm::dvec3 srgb) {
        const glm::dvec3 light(color::srgb_to_linear(srgb.r), color::srgb_to_linear(srgb.g),
                               color::srgb_to_linear(srgb.b));
        return color::rgb_to_rgb(color::kBt709, color::kBt2020) * (203.0 * light);
    }
    static glm::dvec3 pq(glm::dvec3 nits) {
        const auto one = [](double v) { return color::nits_to_pq(std::clamp(v, 0.0, 10000.0)); };
        return {one(nits.r), one(nits.g), one(nits.b)};
    }
    /// cd/m2 in BT.2020 primaries.
    glm::dvec3 nits_at(int x, int y, const DisplaySignal& signal, bool with_layer) const {
        glm::dvec3 nits = in_viewer(x, y) ? color::rgb_to_rgb(color::primaries_of(signal.primaries),
                                                              color::kBt2020) *
                                                color::nits_of(signal, code_at(x, y))
                                          : interface_nits({0.2F, 0.4F, 0.6F});
        const std::uint32_t over = with_layer ? layer_at(x, y) : 0;
        const double alpha = (over >> 24) / 255.0;
        if (alpha == 0) return nits;
        const glm::dvec3 own =
            glm::min(glm::dvec3(over & 255, over >> 8 & 255, over >> 16 & 255) / 255.0 / alpha,
                     glm::dvec3(1));
        const glm::dvec3 mixed = glm::mix(pq(nits), pq(interface_nits(own)), alpha);
        return {color::pq_to_nits(mixed.r), color::pq_to_nits(mixed.g), color::pq_to_nits(mixed.b)};
    }
    static glm::dvec3 ten_bits(std::uint32_t word) {
        return {word & 1023, word >> 10 & 1023, word >> 20 & 1023};
    }

    std::vector<std::uint16_t> codes_;
};

const DisplaySignal kSignals[]{{DisplayCurve::Bt1886, ColorPrimaries::Bt709},
                               {DisplayCurve::Srgb, ColorPrimaries::DisplayP3},
                               {DisplayCurve::Gamma26, ColorPrimaries::DisplayP3},
                               {DisplayCurve::Pq, ColorPrimaries::Bt2020},
                               {DisplayCurve::Pq, ColorPrimaries::DisplayP3},
                               {DisplayCurve::Hlg, ColorPrimaries::Bt2020}};

TEST_F(OutputEncoderTest, TenBitsKeepThePicturesCodesUnderTheInterface) {
    for (const bool with_layer : {false, true}) {
        for (const bool blue_first : {false, true}) {
            const auto words = encoded(WindowOutput::Sdr10, kSignals[0], with_layer, blue_first);
            for (int y = 0; y < kWindow.height; ++y) {
                for (int x = 0; x < kWindow.width; ++x) {
                    const std::uint32_t word = words[static_cast<std::size_t>(y * 40 + x)];
                    glm::dvec3 expected =
                        in_viewer(x, y) ? code_at(x, y) : glm::dvec3(0.2F, 0.4F, 0.6F);
                    const std::uint32_t over = with_layer ? layer_at(x, y) : 0;
                    expected = expected * (1 - (over >> 24) / 255.0) +
                               glm::dvec3(over & 255, over >> 8 & 255, over >> 16 & 255) / 255.0;
                    glm::dvec3 actual = ten_bits(word);
                    if (blue_first) std::swap(actual.r, actual.b);
                    ASSERT_EQ(word >> 30, 3U);
                    for (int i = 0; i < 3; ++i)
                        ASSERT_NEAR(actual[i], expected[i] * 1023, 0.501) << x << ' ' << y;
                }
            }
        }
    }
}

TEST_F(OutputEncoderTest, Hdr10IsPqInBt2020) {
    for (const DisplaySignal& signal : kSignals) {
        for (const bool with_layer : {false, true}) {
            const auto words = encoded(WindowOutput::Hdr10, signal, with_layer);
            for (int y = 0; y < kWindow.height; ++y) {
                for (int x = 0; x < kWindow.width; ++x) {
                    const glm::dvec3 expected = pq(nits_at(x, y, signal, with_layer)) * 1023.0;
                    const glm::dvec3 actual = ten_bits(words[static_cast<std::size_t>(y * 40 + x)]);
                    for (int i = 0; i < 3; ++i)
                        ASSERT_NEAR(actual[i], expected[i], 0.55)
                            << x << ' ' << y << " signal " << &signal - kSignals;
                }
            }
        }
    }
}

// 1.0 is 80 cd/m2, so the interface's white is 203 / 80. Half floats have 11 bits.
TEST_F(OutputEncoderTest, ScRgbIsLinearLightOf80Nits) {
    const glm::dmat3 to_bt709 = color::rgb_to_rgb(color::kBt2020, color::kBt709);
    for (const DisplaySignal& signal : kSignals) {
        for (const bool with_layer : {false, true}) {
            const auto words = encoded(WindowOutput::ScRgb, signal, with_layer);
            for (int y = 0; y < kWindow.height; ++y) {
                for (int x = 0; x < kWindow.width; ++x) {
                    const glm::dvec3 nits = nits_at(x, y, signal, with_layer);
                    const glm::dvec3 expected = to_bt709 * nits / 80.0;
                    const auto pixel = static_cast<std::size_t>(2 * (y * 40 + x));
                    const glm::vec2 rg = glm::unpackHalf2x16(words[pixel]);
                    const glm::vec2 ba = glm::unpackHalf2x16(words[pixel + 1]);
                    const glm::dvec3 actual(rg.x, rg.y, ba.x);
                    ASSERT_EQ(ba.y, 1.0F);
                    // Products of the matrix are as large as the brightest channel.
                    const double scale =
                        std::max({std::abs(expected.r), std::abs(expected.g), std::abs(expected.b),
                                  nits.r / 80, nits.g / 80, nits.b / 80});
                    for (int i = 0; i < 3; ++i)
                        ASSERT_NEAR(actual[i], expected[i], 1e-3 * scale + 1e-5)
                            << x << ' ' << y << " signal " << &signal - kSignals;
                }
            }
        }
    }
}

TEST_F(OutputEncoderTest, WithoutAPictureEverythingIsAround) {
    const Buffer words(device(), 40 * 24 * 4, BufferMemory::HostCached, "words");
    OutputEncoder encoder(device());
    run([&](VkCommandBuffer cmd) {
        encoder.record(cmd,
                       {.output = WindowOutput::Hdr10,
                        .window = kWindow,
                        .viewer = kViewer,
                        .around_rgb = {1.0F, 1.0F, 1.0F}},
                       words);
    });
    const double white = color::nits_to_pq(203.0) * 1023;
    for (const std::uint32_t word : read<std::uint32_t>(words))
        for (int i = 0; i < 3; ++i) ASSERT_NEAR(ten_bits(word)[i], white, 0.55);
}

// The way of a window: pictures of 8 bits and what is drawn lie in a layer, which is encoded.
TEST_F(OutputEncoderTest, AWindowsLayerIsDrawnAndEncoded) {
    WindowLayer layer(device(), WindowOutput::Hdr10, true);
    ASSERT_TRUE(layer.fit({40, 24}));
    EXPECT_FALSE(layer.fit({40, 24}));
    const std::vector<std::uint32_t> white(8 * 4, 0xFFFFFFFFU);
    const Buffer image = make_buffer(std::span<const std::uint32_t>(white));
    const Buffer picture = make_buffer(std::span<const std::uint16_t>(codes_));
    OutputFrame frame{.output = WindowOutput::Hdr10,
                      .window = kWindow,
                      .viewer = kViewer,
                      .picture = &picture,
                      .picture_size = {kViewer.width, kViewer.height},
                      .signal = kSignals[3]};
    run([&](VkCommandBuffer cmd) {
        WindowCopies copies(cmd, layer.image().handle(), {40, 24});
        copies.begin({}, glm::vec3(0.0F), 0.0F);
        copies.copy(image.handle(), 0, {8, 4}, {10, 5, 8, 4});
        copies.end_for_drawing();
        copies.drawing_to_read();
        layer.take_image(cmd, frame);
        layer.encode(cmd, frame);
    });
    const auto words = read<std::uint32_t>(layer.words());
    const double interface_white = color::nits_to_pq(203.0) * 1023;
    for (int y = 0; y < kWindow.height; ++y) {
        for (int x = 0; x < kWindow.width; ++x) {
            const bool covered = x >= 10 && x < 18 && y >= 5 && y < 9;
            glm::dvec3 expected(covered ? interface_white : 0.0);
            if (!covered && in_viewer(x, y)) expected = code_at(x, y) * 1023.0;
            const glm::dvec3 actual = ten_bits(words[static_cast<std::size_t>(y * 40 + x)]);
            for (int i = 0; i < 3; ++i) ASSERT_NEAR(actual[i], expected[i], 0.55) << x << ' ' << y;
        }
    }
}

} // namespace
} // namespace seamline
