#include "renderer/scopes/view_signal.h"

#include "renderer/color/display_tags.h"
#include "renderer/picture_probe.h"
#include "renderer/scopes/scope_monitor.h"
#include "tests/support/gpu_test.h"
#include "tests/support/reference_scopes.h"
#include "tests/support/scope_cases.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace seamline::test {

using namespace renderer;
using color::ColorConfig;
using color::ColorProcessor;

namespace {

using Int = std::int64_t;

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

/// The definition once more, one pixel after the other in 64-bit integers and doubles.
class Reference {
public:
    Reference(const CachedFrame& frame, const ColorProcessor& processor, ViewAxis axis)
        : frame_(frame), probe_(frame, frame.color), processor_(processor), axis_(axis) {
        if (processor.is_identity()) return;
        for (Int i = 0; i < 65 * 65 * 65; ++i)
            for (const Int node : {i % 65, i / 65 % 65, i / (65 * 65)})
                nodes_.push_back(static_cast<float>(
                    axis == ViewAxis::Light ? light(node)
                                            : static_cast<double>(5 * node - 30) / 255));
        processor.apply(nodes_, 3);
    }

    std::array<int, 3> levels(int x, int y) const {
        const std::array<Int, 3> p = positions(x, y);
        std::array<int, 3> result{};
        if (processor_.is_identity()) {
            for (std::size_t k = 0; k < 3; ++k)
                result[k] = static_cast<int>(std::clamp<Int>(
                    static_cast<Int>(std::floor((static_cast<double>(p[k]) - 7680 + 128) / 256)), 0,
                    255));
            return result;
        }
        const Int cell = axis_ == ViewAxis::Light ? 1024 : 1280;
        std::array<Int, 3> below{};
        std::array<std::pair<Int, std::size_t>, 3> rest;
        for (std::size_t k = 0; k < 3; ++k) {
            const Int limited = std::clamp<Int>(p[k], 0, 64 * cell);
            below[k] = std::min<Int>(limited / cell, 63);
            rest[k] = {limited - below[k] * cell, k};
        }
        std::ranges::sort(rest, std::greater{});
        std::array<Int, 3> sum{};
        Int before = cell;
        std::array<Int, 3> node = below;
        for (std::size_t step = 0; step < 4; ++step) {
            const Int after = step < 3 ? rest[step].first : 0;
            const std::array<Int, 3> value = node_value(node);
            for (std::size_t k = 0; k < 3; ++k) sum[k] += (before - after) * value[k];
            before = after;
            if (step < 3) ++node[rest[step].second];
        }
        for (std::size_t k = 0; k < 3; ++k) {
            const double level = std::floor(static_cast<double>(sum[k] + 8 * cell) /
                                            static_cast<double>(16 * cell));
            result[k] = static_cast<int>(std::clamp(level, 0.0, 255.0));
        }
        return result;
    }

private:
    double light(Int node) const {
        const Int u = node * 1024;
        if (u <= 4096) return std::ldexp(static_cast<double>(u), -22);
        return std::ldexp(1 + static_cast<double>(u % 4096) / 4096,
                          static_cast<int>(u / 4096) - 11);
    }

    std::array<Int, 3> node_value(const std::array<Int, 3>& node) const {
        const auto at = static_cast<std::size_t>(3 * (node[0] + 65 * (node[1] + 65 * node[2])));
        std::array<Int, 3> value{};
        for (std::size_t k = 0; k < 3; ++k)
            value[k] = std::lround(std::clamp(nodes_[at + k] * 4080.0F, -32768.0F, 32767.0F));
        return value;
    }

    Int of_float(double f) const {
        if (axis_ != ViewAxis::Light)
            return static_cast<Int>(
                       std::floor(255 * std::floor(131072 * std::clamp(f, -1.0, 2.0)) / 512)) +
                   7680;
        if (!(f > 0)) return 0;
        if (f >= 32) return 65536;
        if (f < std::ldexp(1.0, -10)) return static_cast<Int>(std::ldexp(f, 22));
        int exponent = 0;
        const double mantissa = std::frexp(f, &exponent); // [0.5, 1)
        return 4096 + 4096 * (exponent + 9) + static_cast<Int>(std::floor((2 * mantissa - 1) * 4096));
    }

    std::array<Int, 3> positions(int x, int y) const {
        const int depth = frame_.layout.bit_depth();
        std::array<Int, 3> p{};
        if (frame_.layout.model == ColorModel::Rgb || frame_.layout.is_float) {
            for (std::size_t k = 0; k < 3; ++k) {
                const int component =
                    frame_.layout.model == ColorModel::Gray ? 0 : static_cast<int>(k);
                const double v = probe_.sample(component, frame_.visible.x + x, frame_.visible.y + y);
                if (frame_.layout.is_float)
                    p[k] = of_float(v);
                else if (axis_ == ViewAxis::Light)
                    p[k] = of_float(std::ldexp(v, -depth));
                else
                    p[k] = static_cast<Int>(v) * 65280 / ((Int{1} << depth) - 1) + 7680;
            }
            return p;
        }
        // S of scope_bins.h, from its coefficients.
        const shared::ScopeParams params = scope_params(frame_, frame_.color, {});
        const auto code12 = [&](int component, int column, int row) {
            const auto v = static_cast<Int>(probe_.sample(component, column, row));
            return depth >= 12 ? v >> (depth - 12) : v << (12 - depth);
        };
        const int column = frame_.visible.x + x;
        const int row = frame_.visible.y + y;
        Int b = 0;
        Int r = 0;
        if (frame_.layout.model == ColorModel::YCbCr) {
            const int chroma_x = column >> frame_.layout.chroma_shift_x;
            const int chroma_y = row >> frame_.layout.chroma_shift_y;
            b = code12(1, chroma_x, chroma_y) - 2048;
            r = code12(2, chroma_x, chroma_y) - 2048;
        }
        const Int luma = params.luma_gain * (code12(0, column, row) - params.luma_zero);
        const std::array<glm::ivec2, 3> k{params.red_from_chroma, params.green_from_chroma,
                                          params.blue_from_chroma};
        for (std::size_t i = 0; i < 3; ++i)
            p[i] = static_cast<Int>(
                       std::floor(static_cast<double>(luma + k[i].x * b + k[i].y * r) / 512)) +
                   7680;
        return p;
    }

    const CachedFrame& frame_;
    PictureProbe probe_;
    const ColorProcessor& processor_;
    ViewAxis axis_;
    std::vector<float> nodes_; ///< R'G'B' of every node.
};

/// The viewed region as a frame of its own, by the reference.
struct ReferenceFrame {
    std::vector<std::byte> bytes;
    CachedFrame frame;
};

ReferenceFrame reference_of(const CachedFrame& frame, const ScopeRequest& request,
                            const ColorProcessor& processor, ViewAxis axis,
                            const ColorTags& display) {
    const shared::ScopeParams params = scope_params(frame, frame.color, request);
    const Reference reference(frame, processor, axis);
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
};

TEST_P(ViewSignalTest, EveryBinEqualsAPlainCountOfTheDocumentedDefinition) {
    const color::ViewColor video{};
    const std::array<ViewCase, 3> views{
        {{"Rec.709", video, {}, ViewAxis::Code}, // An identity.
         {"Rec.2100 PQ", video, {.exposure_stops = 0.7, .saturation = 0.6}, ViewAxis::Code},
         {"ACEScg", {"sRGB", "ACES 1.0 SDR"}, {}, ViewAxis::Light}}};
    ScopeMonitor monitor(device(), {.backend = GetParam(), .read_back = true});
    std::int64_t tick = 0;
    for (const ViewCase& v : views) {
        const ColorProcessor processor = processor_of(v.space, v.view, v.grade);
        const auto signal = signal_of(processor, v.axis, v.view);
        EXPECT_EQ(signal->kind() == shared::kViewIdentity, &v == views.data());
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
    monitor.submit_every(0, {{1, frame, frame->color, request},
                             {2, frame, frame->color, request,
                              signal_of(processor, ViewAxis::Code, view)}});
    monitor.wait_idle();
    const auto source = monitor.latest(1);
    const auto seen = monitor.latest(2);
    EXPECT_EQ(source->signal, nullptr);
    for (int channel = 0; channel < 3; ++channel) {
        EXPECT_TRUE(std::ranges::equal(source->bins.histogram(channel), seen->bins.histogram(channel)));
        EXPECT_TRUE(std::ranges::equal(source->bins.waveform(channel), seen->bins.waveform(channel)));
    }
}

INSTANTIATE_TEST_SUITE_P(BackEnds, ViewSignalTest,
                         testing::Values(ScopeBackend::Cpu, ScopeBackend::Vulkan),
                         [](const auto& tested) { return name(tested.param); });

/// Where a channel leaves the display's gamut its curve is infinitely steep, and a table is off by
/// tens of levels: the worst is of colours whose channels stay above this.
constexpr float kInside = 40.0F / 255;

/// The levels that a table gives beside what OpenColorIO computes.
struct Deviation {
    double mean = 0;
    int worst = 0; ///< Inside the gamut.
};

Deviation deviation_of(const ColorProcessor& processor, const ViewSignal& signal, bool is_float,
                       const std::vector<float>& rgb) {
    const int count = static_cast<int>(rgb.size() / 3);
    CachedFrame frame;
    frame.layout = make_layout({.model = ColorModel::Rgb,
                                .depth = is_float ? 32 : 16,
                                .packing = Packing::Packed,
                                .is_float = is_float});
    frame.coded = {count, 1};
    frame.visible = {0, 0, count, 1};
    frame.stride_bytes[0] = static_cast<std::uint32_t>(count * (is_float ? 12 : 6));
    std::vector<std::byte> planes(frame.stride_bytes[0]);
    std::vector<float> expected = rgb;
    for (std::size_t i = 0; i < rgb.size(); ++i) {
        if (is_float) {
            std::memcpy(&planes[4 * i], &rgb[i], 4);
            continue;
        }
        const auto code = static_cast<std::uint16_t>(std::lround(rgb[i] * 65535));
        std::memcpy(&planes[2 * i], &code, 2);
        expected[i] = static_cast<float>(code) / 65535;
    }
    frame.mapped = planes.data();
    const shared::ScopeParams params = scope_params(frame, frame.color, {});
    std::vector<std::byte> viewed(viewed_bytes(params));
    view_rows(signal, params, planes.data(), 0, 1, viewed.data());
    processor.apply(expected, 3);
    const std::size_t plane = viewed.size() / 3;
    Deviation result;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const int level = static_cast<int>(viewed[i % 3 * plane + i / 3]);
        const auto exact =
            static_cast<int>(std::lround(255 * std::clamp(expected[i], 0.0F, 1.0F)));
        const std::size_t first = i / 3 * 3;
        const float least = std::min({expected[first], expected[first + 1], expected[first + 2]});
        if (least >= kInside) result.worst = std::max(result.worst, std::abs(level - exact));
        result.mean += std::abs(level - exact) / static_cast<double>(expected.size());
    }
    return result;
}

TEST(ViewSignalTable, IsWhatOpenColorIoComputesToAFractionOfALevel) {
    struct Case {
        const char* space;
        color::ViewColor view;
        ViewAxis axis;
        double mean;
        int worst;
    };
    // Greys and colours around them; code values of logarithms differ little for natural colours.
    const std::array<Case, 7> cases{{
        {"Rec.709", {"P3-D65", ""}, ViewAxis::Code, 0.2, 3},
        {"Rec.2100 PQ", {"sRGB", ""}, ViewAxis::Code, 0.3, 5},
        {"Rec.2100 HLG", {"sRGB", ""}, ViewAxis::Code, 0.3, 5},
        {"ARRI LogC4", {"Rec.709", ""}, ViewAxis::Code, 0.3, 5},
        {"ARRI LogC4", {"Rec.709", "ACES 1.0 SDR"}, ViewAxis::Code, 0.3, 5},
        {"ACEScg", {"sRGB", "ACES 1.0 SDR"}, ViewAxis::Light, 0.3, 5},
        {"Rec.709", {"Rec.2100 PQ", ""}, ViewAxis::Code, 0.3, 5},
    }};
    for (const Case& c : cases) {
        std::vector<float> rgb;
        for (int i = 0; i < 4096; ++i) {
            const float grey = static_cast<float>(i % 256) / 255;
            const float tint = 0.03F * (static_cast<float>(i / 256) / 15 - 0.5F);
            const auto push = [&](float v) {
                const float limited = std::clamp(v, 0.0F, 1.0F);
                rgb.push_back(c.axis == ViewAxis::Light ? 8 * std::pow(limited, 4.0F) : limited);
            };
            push(grey + tint);
            push(grey);
            push(grey - tint);
        }
        const ColorProcessor processor = processor_of(c.space, c.view);
        const auto signal = signal_of(processor, c.axis, c.view);
        const Deviation seen = deviation_of(processor, *signal, c.axis == ViewAxis::Light, rgb);
        const std::string what = std::string(c.space) + " > " + signal->name() + ": mean " +
                                 std::to_string(seen.mean) + ", worst " +
                                 std::to_string(seen.worst);
        EXPECT_LE(seen.mean, c.mean) << what;
        EXPECT_LE(seen.worst, c.worst) << what;
        std::printf("%s\n", what.c_str());
    }
}

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
