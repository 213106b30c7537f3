#include "renderer/color/color_config.h"
#include "renderer/scopes/scope_bins.h"
#include "renderer/scopes/view_signal.h"
#include "tests/support/test_frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <vector>

namespace seamline::test {

using namespace renderer;
using color::ColorConfig;
using color::ColorProcessor;

namespace {

/// How many levels of a grid of colours are how far from OpenColorIO's CPU processor.
struct Deviations {
    std::array<std::int64_t, 256> counts{};

    void add(const Deviations& other) {
        for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    }
    int worst() const {
        int result = 0;
        for (int i = 0; i < 256; ++i)
            if (counts[static_cast<std::size_t>(i)] > 0) result = i;
        return result;
    }
    /// Of a thousand levels, those more than one off.
    double per_mille_beyond_one() const {
        std::int64_t all = 0;
        for (const std::int64_t count : counts) all += count;
        return 1000.0 * static_cast<double>(all - counts[0] - counts[1]) / static_cast<double>(all);
    }
};

/// Every colour of `values` cubed, limits of the gamut and greys among them.
std::vector<float> grid(const std::vector<float>& values) {
    std::vector<float> rgb;
    for (const float blue : values)
        for (const float green : values)
            for (const float red : values) rgb.insert(rgb.end(), {red, green, blue});
    return rgb;
}

/// Code values of sixteen bits, unevenly spaced so that no node of a table is favoured.
std::vector<float> code_values(int count) {
    std::vector<float> values;
    for (int i = 0; i < count; ++i) {
        const double even = 65535.0 * i / (count - 1);
        const int code = i == 0 || i == count - 1 ? static_cast<int>(even)
                                                  : static_cast<int>(even) + (i * 37) % 61;
        values.push_back(static_cast<float>(std::min(code, 65535)) / 65535.0F);
    }
    return values;
}

/// Black, and light from 2^-12 to 2^5 by even ratios; a little of the negative side.
std::vector<float> light_values(int count) {
    std::vector<float> values{0.0F, -0.01F};
    for (int i = 2; i < count; ++i)
        values.push_back(
            std::exp2(-12.0F + 17.0F * static_cast<float>(i - 2) / static_cast<float>(count - 3)));
    return values;
}

/// One row of RGB, of 16-bit codes or of floats.
struct Row {
    Row(const std::vector<float>& rgb, bool is_float) : bytes(rgb.size() * (is_float ? 4 : 2)) {
        const int count = static_cast<int>(rgb.size() / 3);
        for (std::size_t i = 0; i < rgb.size(); ++i) {
            if (is_float) {
                std::memcpy(&bytes[4 * i], &rgb[i], 4);
                continue;
            }
            const auto code = static_cast<std::uint16_t>(std::lround(rgb[i] * 65535));
            std::memcpy(&bytes[2 * i], &code, 2);
        }
        frame.layout = make_layout({.model = ColorModel::Rgb,
                                    .depth = is_float ? 32 : 16,
                                    .packing = Packing::Packed,
                                    .is_float = is_float});
        frame.coded = {count, 1};
        frame.visible = {0, 0, count, 1};
        frame.stride_bytes[0] = static_cast<std::uint32_t>(bytes.size());
        frame.mapped = bytes.data();
    }
    std::vector<std::byte> bytes;
    CachedFrame frame;
};

Deviations deviations(const ColorProcessor& processor, const ViewSignal& signal,
                      const std::vector<float>& rgb, const Row& row) {
    const shared::ScopeParams params = scope_params(row.frame, row.frame.color, {});
    std::vector<std::byte> viewed(viewed_bytes(params));
    view_rows(signal, params, row.bytes.data(), 0, 1, viewed.data());
    std::vector<float> expected = rgb;
    processor.apply(expected, 3);
    const std::size_t plane = viewed.size() / 3;
    Deviations result;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const int level = static_cast<int>(viewed[i % 3 * plane + i / 3]);
        const auto exact = static_cast<int>(std::lround(255 * std::clamp(expected[i], 0.0F, 1.0F)));
        ++result.counts[static_cast<std::size_t>(std::abs(level - exact))];
    }
    return result;
}

ColorProcessor processor_of(const std::string& space, const color::ViewColor& view,
                            color::SourceColor source = {}) {
    source.input_space = space;
    auto made = ColorProcessor::viewed(ColorConfig::built_in(), source, view);
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return std::move(made).value();
}

bool is_linear(const std::string& space) {
    return space.starts_with("Linear") || space == "ACEScg" || space == "ACES2065-1";
}

/// Counts the worst of both ways that frames carry a space.
class Checker {
public:
    void check(const std::string& space, const color::ViewColor& view,
               const color::SourceColor& source = {}, int most = 3) {
        const ColorProcessor processor = processor_of(space, view, source);
        if (processor.is_identity() || !seen_.insert(processor.cache_id()).second) return;
        const bool light = is_linear(space);
        const auto signal =
            ViewSignal::make(processor, light ? ViewAxis::Light : ViewAxis::Code, ColorTags{}, "");
        const std::string what = space + " > " + view.view + " on " + view.display;
        EXPECT_TRUE(signal->is_exact()) << what;
        const Deviations found = light ? deviations(processor, *signal, light_rgb_, light_row_)
                                       : deviations(processor, *signal, code_rgb_, code_row_);
        EXPECT_LE(found.worst(), most) << what;
        EXPECT_LE(found.per_mille_beyond_one(), 1) << what;
        if (found.worst() > 1)
            std::printf("%s: worst %d, more than one off %.4f per mille\n", what.c_str(),
                        found.worst(), found.per_mille_beyond_one());
        all_.add(found);
    }

    void print() const {
        std::printf("%zu transforms: worst %d, more than one off %.5f per mille\n", seen_.size(),
                    all_.worst(), all_.per_mille_beyond_one());
    }

private:
    // Of views that are the same by another name, one is checked.
    std::set<std::string> seen_;
    std::vector<float> code_rgb_ = grid(code_values(23));
    std::vector<float> light_rgb_ = grid(light_values(23));
    Row code_row_{code_rgb_, false};
    Row light_row_{light_rgb_, true};
    Deviations all_;
};

TEST(ViewAccuracy, EverySpaceAndViewIsOpenColorIosWithinALevel) {
    const ColorConfig config = ColorConfig::built_in();
    Checker checker;
    for (const std::string& display : config.displays())
        for (const std::string& view : config.views(display))
            for (const color::ColorSpaceEntry& space : config.spaces())
                checker.check(space.name, {display, view});
    checker.print();
}

TEST(ViewAccuracy, GradesAndCdlsNeedNoTable) {
    constexpr int kMostGraded = 8; // A power below 1 is steep without end where its slope meets 0.
    color::SourceColor source;
    source.cdl = {{1.1, 0.95, 1.02}, {0.01, -0.02, 0.005}, {1.2, 0.9, 1.05}, 0.7};
    color::SourceColor graded;
    graded.grade.gamma = {1.1, 0.9, 1.3};
    graded.grade.saturation = 1.4;
    Checker checker;
    for (const char* space : {"Rec.709", "sRGB", "ARRI LogC3", "ACEScg"})
        for (const char* view : {"Video (colorimetric)", "ACES 1.0 SDR"})
            for (const color::SourceColor& one : {source, graded})
                checker.check(space, {"sRGB", view}, one, kMostGraded);
    checker.print();
}

} // namespace
} // namespace seamline::test
