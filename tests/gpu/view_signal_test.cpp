#include "renderer/scopes/view_signal.h"

#include "renderer/color/display_tags.h"
#include "renderer/scopes/scope_monitor.h"
#include "tests/support/gpu_test.h"
#include "tests/support/reference_scopes.h"
#include "tests/support/reference_view.h"
#include "tests/support/scope_cases.h"

#include <algorithm>
#include <array>

namespace seamline::test {

using namespace renderer;
using color::ColorConfig;
using color::ColorProcessor;

namespace {

ColorProcessor processor_of(const std::string& space, const color::ViewColor& view,
                            const color::Grade& grade = {}) {
    color::SourceColor source;
    source.input_space = space;
    source.grade = grade;
    auto made = ColorProcessor::viewed(ColorConfig::built_in(), source, view);
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return std::move(made).value();
}

std::shared_ptr<const ViewSignal> signal_of(const ColorProcessor& processor, ViewAxis axis,
                                            const color::ViewColor& view) {
    const auto display = color::display_tags(ColorConfig::built_in(), view);
    EXPECT_TRUE(display);
    return ViewSignal::make(processor, axis, display.value().tags, display.value().name);
}

/// The viewed region as a frame of its own, by the reference.
struct ReferenceFrame {
    std::vector<std::byte> bytes;
    CachedFrame frame;
};

ReferenceFrame reference_of(const CachedFrame& frame, const ScopeRequest& request,
                            const ColorProcessor& processor, ViewAxis axis,
                            const ColorTags& display) {
    const shared::ScopeParams params = scope_params(frame, frame.color, request);
    const ReferenceView reference(frame, processor, axis);
    const auto width = static_cast<std::size_t>(params.region.z);
    const auto height = static_cast<std::size_t>(params.region.w);
    ReferenceFrame result;
    result.bytes.resize(3 * width * height);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            const auto levels =
                reference.levels(params.region.x - frame.visible.x + static_cast<int>(x),
                                 params.region.y - frame.visible.y + static_cast<int>(y));
            for (std::size_t k = 0; k < 3; ++k)
                result.bytes[3 * (y * width + x) + k] = static_cast<std::byte>(levels[k]);
        }
    // Packed, where the implementations are planar.
    result.frame.layout = make_layout({.model = ColorModel::Rgb, .packing = Packing::Packed});
    result.frame.coded = {params.region.z, params.region.w};
    result.frame.visible = {0, 0, params.region.z, params.region.w};
    result.frame.color = display;
    result.frame.stride_bytes[0] = static_cast<std::uint32_t>(3 * width);
    result.frame.mapped = result.bytes.data();
    result.frame.size_bytes = result.bytes.size();
    return result;
}

class ViewSignalTest : public GpuTest, public testing::WithParamInterface<ScopeBackend> {};

struct ViewCase {
    const char* space;
    color::ViewColor view;
    color::Grade grade;
    ViewAxis axis;
    std::uint32_t kind;
};

TEST_P(ViewSignalTest, EveryBinEqualsAPlainCountOfTheDocumentedDefinition) {
    const color::ViewColor video{};
    const color::ViewColor compressed{"sRGB", "ACES 1.0 SDR", "ACES 1.3 gamut compression"};
    using namespace shared;
    const std::array<ViewCase, 7> views{{
        {"Rec.709", video, {}, ViewAxis::Code, kViewIdentity},
        {"Rec.2100 PQ",
         video,
         {.exposure_stops = 0.7, .saturation = 0.6},
         ViewAxis::Code,
         kViewStaged},
        {"Rec.2100 HLG", {"P3-D65", "ACES 1.0 SDR"}, {}, ViewAxis::Code, kViewStaged},
        {"ARRI LogC4", {"sRGB", "Video (HDR roll-off)"}, {}, ViewAxis::Code, kViewStaged},
        {"ACEScg", {"sRGB", "ACES 1.0 SDR"}, {}, ViewAxis::Light, kViewStaged},
        {"ARRI LogC4", compressed, {}, ViewAxis::Code, kViewCode},
        {"ACEScg", compressed, {}, ViewAxis::Light, kViewLight},
    }};
    ScopeMonitor monitor(device(), {.backend = GetParam(), .read_back = true});
    std::int64_t tick = 0;
    for (const ViewCase& v : views) {
        const ColorProcessor processor = processor_of(v.space, v.view, v.grade);
        const auto signal = signal_of(processor, v.axis, v.view);
        EXPECT_EQ(signal->kind(), v.kind) << v.space;
        for (const ScopeCase& c : scope_cases()) {
            const auto frame = make_frame(device(), c.frame, random_samples(c.frame.layout, 11));
            const shared::ScopeParams params = scope_params(*frame, frame->color, c.request);
            const bool has_light = frame->layout.model == ColorModel::Rgb || frame->layout.is_float;
            if (!has_view_signal(params) || params.region.z == 0 || params.region.w == 0) continue;
            if (v.axis == ViewAxis::Light && !has_light) continue;
            monitor.submit_every(tick, {{1, frame, frame->color, c.request, signal}});
            monitor.wait_idle();
            const auto reading = monitor.latest(1);
            ASSERT_EQ(reading->tick, tick++);
            EXPECT_EQ(reading->signal, signal);
            const ReferenceFrame viewed =
                reference_of(*frame, c.request, processor, v.axis, signal->display());
            ScopeRequest whole = c.request;
            whole.region = {};
            const ReferenceScopes expected =
                reference_scopes(viewed.frame, signal->display(), whole);
            EXPECT_EQ(reading->bins.columns, expected.columns) << c.name;
            EXPECT_EQ(first_difference(reading->bins, expected.words), "")
                << c.name << ", " << v.space;
        }
    }
}

TEST_P(ViewSignalTest, AnIdentityCountsTheSameRgbAsTheSource) {
    const color::ViewColor view{};
    const ColorProcessor processor = processor_of("Rec.709", view);
    ASSERT_TRUE(processor.is_identity());
    ScopeMonitor monitor(device(), {.backend = GetParam(), .read_back = true});
    const FrameSpec spec{.layout = make_layout({}), .coded = {157, 83}, .visible = {0, 0, 157, 83}};
    const auto frame = make_frame(device(), spec, random_samples(spec.layout, 4));
    const ScopeRequest request{.columns = 64};
    monitor.submit_every(
        0, {{1, frame, frame->color, request},
            {2, frame, frame->color, request, signal_of(processor, ViewAxis::Code, view)}});
    monitor.wait_idle();
    const auto source = monitor.latest(1);
    const auto seen = monitor.latest(2);
    EXPECT_EQ(source->signal, nullptr);
    for (int channel = 0; channel < 3; ++channel) {
        EXPECT_TRUE(
            std::ranges::equal(source->bins.histogram(channel), seen->bins.histogram(channel)));
        EXPECT_TRUE(
            std::ranges::equal(source->bins.waveform(channel), seen->bins.waveform(channel)));
    }
}

INSTANTIATE_TEST_SUITE_P(BackEnds, ViewSignalTest,
                         testing::Values(ScopeBackend::Cpu, ScopeBackend::Vulkan),
                         [](const auto& tested) { return name(tested.param); });

TEST(DisplayTags, AreMeasuredOfEveryBuiltInDisplay) {
    const ColorConfig config = ColorConfig::built_in();
    const auto tags = [&](const char* display, const char* view = "Un-tone-mapped") {
        const auto made = color::display_tags(config, {display, view});
        EXPECT_TRUE(made) << display;
        EXPECT_FALSE(made.value().is_assumed) << display;
        EXPECT_EQ(made.value().tags.matrix, ColorMatrix::Identity);
        EXPECT_EQ(made.value().tags.range, ColorRange::Full);
        return std::pair{made.value().tags.primaries, made.value().tags.transfer};
    };
    using P = ColorPrimaries;
    using T = ColorTransfer;
    EXPECT_EQ(tags("sRGB"), (std::pair{P::Bt709, T::Srgb}));
    EXPECT_EQ(tags("sRGB", ColorConfig::kVideoView), (std::pair{P::Bt709, T::Bt1886}));
    EXPECT_EQ(tags("Rec.709"), (std::pair{P::Bt709, T::Bt1886}));
    EXPECT_EQ(tags("P3-D65"), (std::pair{P::DisplayP3, T::Smpte428}));
    EXPECT_EQ(tags("Rec.2100 PQ"), (std::pair{P::Bt2020, T::Pq}));
    EXPECT_EQ(tags("Rec.2100 HLG"), (std::pair{P::Bt2020, T::Hlg}));
    for (const std::string& display : config.displays()) tags(display.c_str());
    EXPECT_TRUE(color::display_tags(config, {"sRGB", "Raw"}).value().is_assumed);
    EXPECT_FALSE(color::display_tags(config, {"no such display", ""}));
}

} // namespace
} // namespace seamline::test
