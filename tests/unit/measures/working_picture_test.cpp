#include "renderer/measures/working_picture.h"

#include "renderer/color/analysis_space.h"
#include "renderer/color/rgb_conversion.h"
#include "renderer/color/transfer.h"
#include "renderer/measures/oklab.h"
#include "shaders/shared/composite.h"
#include "tests/unit/measures/raw_frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace seamline::measures {
namespace {

struct Case {
    const char* name;
    PixelLayout layout;
    ColorTags color;
};

PixelLayout semi_planar(int depth, int shift) {
    PixelLayout layout = planar_layout(ColorModel::YCbCr, depth, 1, 1);
    layout.plane_count = 2;
    const auto size = static_cast<std::uint8_t>(layout.sample_bytes);
    for (auto& component : layout.components) component.shift = static_cast<std::uint8_t>(shift);
    for (std::size_t c = 1; c < 3; ++c) {
        layout.components[c].plane = 1;
        layout.components[c].step_bytes = static_cast<std::uint8_t>(2 * size);
        layout.components[c].offset_bytes = static_cast<std::uint8_t>((c - 1) * size);
    }
    return layout;
}

PixelLayout packed_rgb(int depth, bool is_float) {
    PixelLayout layout = planar_layout(ColorModel::Rgb, depth, 0, 0);
    layout.plane_count = 1;
    layout.is_float = is_float;
    for (std::size_t c = 0; c < 3; ++c) {
        layout.components[c].plane = 0;
        layout.components[c].step_bytes = static_cast<std::uint8_t>(3 * layout.sample_bytes);
        layout.components[c].offset_bytes =
            static_cast<std::uint8_t>((2 - c) * static_cast<std::size_t>(layout.sample_bytes));
    }
    return layout;
}

PixelLayout uyvy() {
    PixelLayout layout = planar_layout(ColorModel::YCbCr, 8, 1, 0);
    layout.plane_count = 1;
    layout.components[0] = {.plane = 0, .step_bytes = 2, .offset_bytes = 1};
    layout.components[1] = {.plane = 0, .step_bytes = 4, .offset_bytes = 0};
    layout.components[2] = {.plane = 0, .step_bytes = 4, .offset_bytes = 2};
    return layout;
}

PixelLayout big_endian(PixelLayout layout) {
    layout.big_endian = true;
    return layout;
}

std::vector<Case> cases() {
    using enum ColorModel;
    const ColorTags limited{};
    const ColorTags full601{.matrix = ColorMatrix::Bt601, .range = ColorRange::Full};
    const ColorTags wide{.matrix = ColorMatrix::Bt2020Ncl};
    return {{"yuv420p", planar_layout(YCbCr, 8, 1, 1), limited},
            {"yuvj422p10", planar_layout(YCbCr, 10, 1, 0), full601},
            {"yuv444p12be", big_endian(planar_layout(YCbCr, 12, 0, 0)), wide},
            {"yuv410p", planar_layout(YCbCr, 8, 2, 2), limited},
            {"yuv420p16", planar_layout(YCbCr, 16, 1, 1), limited},
            {"nv12", semi_planar(8, 0), limited},
            {"p010", semi_planar(10, 6), full601},
            {"uyvy422", uyvy(), limited},
            {"bgr24", packed_rgb(8, false), {.range = ColorRange::Full}},
            {"bgr48be", big_endian(packed_rgb(16, false)), {.range = ColorRange::Full}},
            {"gray", planar_layout(Gray, 8, 0, 0), {.range = ColorRange::Full}},
            {"rgb half", packed_rgb(16, true), {.range = ColorRange::Full}},
            {"rgb float", packed_rgb(32, true), {.range = ColorRange::Full}}};
}

/// Pseudo-random samples inside the legal range, with a slope so that areas differ.
SampleAt samples_of(const PixelLayout& layout) {
    return [layout](int component, int column, int row) {
        std::minstd_rand random(static_cast<unsigned>(1 + component + 7 * column + 1009 * row));
        random.discard(3);
        const double t = 0.3 + 0.1 * std::sin(0.2 * column + 0.31 * row + component) +
                         0.25 * static_cast<double>(random() % 1000) / 1000;
        if (layout.is_float) return std::floor(t * 512) / 512;
        return std::floor(t * std::ldexp(1.0, layout.components[0].depth));
    };
}

/// A component's share of signal. Source: ITU-T H.273, equations 20 to 37.
double normalized(double code, bool chroma, const PixelLayout& layout, const ColorTags& color) {
    if (layout.is_float) return code;
    const double unit = std::ldexp(1.0, layout.components[0].depth - 8);
    if (color.range == ColorRange::Full)
        return (code - (chroma ? 128 * unit : 0)) / (256 * unit - 1);
    return chroma ? (code / unit - 128) / 224 : (code / unit - 16) / 219;
}

glm::dvec3 reference_rgb(glm::dvec3 code, const PixelLayout& layout, const ColorTags& color) {
    const bool ycbcr = layout.model == ColorModel::YCbCr;
    glm::dvec3 v;
    for (int c = 0; c < 3; ++c) v[c] = normalized(code[c], ycbcr && c > 0, layout, color);
    if (!ycbcr) return v;
    double kr = 0.2126;
    double kb = 0.0722;
    if (color.matrix == ColorMatrix::Bt601) kr = 0.299, kb = 0.114;
    if (color.matrix == ColorMatrix::Bt2020Ncl) kr = 0.2627, kb = 0.0593;
    const double r = v.x + 2 * (1 - kr) * v.z;
    const double b = v.x + 2 * (1 - kb) * v.y;
    return {r, (v.x - kr * r - kb * b) / (1 - kr - kb), b};
}

/// Mean code values of the area of a new pixel, by the share of every visible pixel in it.
glm::dvec3 reference_codes(const PixelLayout& layout, const Rect& visible, Extent size, int x,
                           int y, const SampleAt& sample) {
    const double wide = static_cast<double>(visible.width) / size.width;
    const double tall = static_cast<double>(visible.height) / size.height;
    const auto share = [](double from, double to, int pixel) {
        return std::max(0.0, std::min(to, pixel + 1.0) - std::max<double>(from, pixel));
    };
    glm::dvec3 sum(0);
    for (int row = 0; row < visible.height; ++row) {
        for (int column = 0; column < visible.width; ++column) {
            const double weight =
                share(x * wide, (x + 1) * wide, column) * share(y * tall, (y + 1) * tall, row);
            if (weight == 0) continue;
            for (int c = 0; c < 3; ++c) {
                const bool chroma = layout.model == ColorModel::YCbCr && c > 0;
                const int component = layout.model == ColorModel::Gray ? 0 : c;
                sum[c] +=
                    weight * sample(component,
                                    (visible.x + column) >> (chroma ? layout.chroma_shift_x : 0),
                                    (visible.y + row) >> (chroma ? layout.chroma_shift_y : 0));
            }
        }
    }
    return sum / (wide * tall);
}

AnalysisLight video_light(const color::SourceColor& source = {.input_space = "Rec.709"}) {
    return AnalysisLight(
        color::analysis_processor(color::ColorConfig::built_in(), source, {}).value());
}

TEST(WorkingPicture, IsTheMeanOfCodesThenLight) {
    // The odd corner makes chroma samples cover parts of areas.
    constexpr Extent kCoded{61, 39};
    constexpr Rect kVisible{3, 5, 53, 31};
    constexpr Extent kSize{20, 11};
    const AnalysisLight light = video_light();
    ASSERT_TRUE(light.is_table());
    for (const Case& c : cases()) {
        const SampleAt sample = samples_of(c.layout);
        const RawFrame frame = raw_frame(c.layout, kCoded, kVisible, c.color, sample);
        const WorkingPicture picture = make_working_picture(frame.view, light, kSize, {10, 8});
        ASSERT_EQ(picture.light.width(), kSize.width);
        ASSERT_EQ(picture.lab.height(), 8);
        for (int y = 0; y < kSize.height; ++y) {
            for (int x = 0; x < kSize.width; ++x) {
                const glm::dvec3 rgb = reference_rgb(
                    reference_codes(c.layout, kVisible, kSize, x, y, sample), c.layout, c.color);
                for (std::size_t i = 0; i < 3; ++i) {
                    const double wanted =
                        std::pow(std::clamp(rgb[static_cast<int>(i)], 0.0, 1.0), 2.4);
                    ASSERT_NEAR(picture.light.planes[i].at(x, y), wanted, 4e-6)
                        << c.name << " component " << i << " at " << x << ", " << y;
                }
            }
        }
    }
}

TEST(WorkingPicture, LabIsTheLightOfItsOwnPixels) {
    const PixelLayout layout = planar_layout(ColorModel::YCbCr, 8, 1, 1);
    const SampleAt sample = samples_of(layout);
    const Rect visible{0, 0, 40, 24};
    const RawFrame frame = raw_frame(layout, {40, 24}, visible, {}, sample);
    const Picture lab = make_lab_picture(frame.view, video_light(), {10, 8});
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 10; ++x) {
            const glm::dvec3 rgb =
                reference_rgb(reference_codes(layout, visible, {10, 8}, x, y, sample), layout, {});
            const glm::vec3 wanted =
                oklab_from_light(glm::vec3(glm::pow(glm::clamp(rgb, 0.0, 1.0), glm::dvec3(2.4))));
            for (std::size_t i = 0; i < 3; ++i)
                ASSERT_NEAR(lab.planes[i].at(x, y), wanted[static_cast<int>(i)], 1e-5);
        }
    }
}

TEST(WorkingPicture, OfItsOwnSizeIsTheFrame) {
    const PixelLayout layout = planar_layout(ColorModel::Rgb, 8, 0, 0);
    const SampleAt sample = samples_of(layout);
    const RawFrame frame =
        raw_frame(layout, {9, 8}, {0, 0, 9, 8}, {.range = ColorRange::Full}, sample);
    const WorkingPicture picture = make_working_picture(frame.view, video_light(), {9, 8}, {9, 8});
    EXPECT_NEAR(picture.light.planes[2].at(4, 3), std::pow(sample(2, 4, 3) / 255, 2.4), 4e-6);
}

TEST(WorkingSize, KeepsTheShapeAndNeverEnlarges) {
    EXPECT_EQ(working_size({0, 0, 1920, 1080}, 1, kLightEdge), (Extent{480, 270}));
    EXPECT_EQ(working_size({0, 0, 1920, 1080}, 1, kLabEdge), (Extent{128, 72}));
    EXPECT_EQ(working_size({0, 0, 1080, 1920}, 1, kLightEdge), (Extent{270, 480}));
    EXPECT_EQ(working_size({0, 0, 720, 576}, 64.0 / 45, kLabEdge), (Extent{128, 72}));
    EXPECT_EQ(working_size({0, 0, 200, 100}, 1, kLightEdge), (Extent{200, 100}));
    EXPECT_EQ(working_size({0, 0, 200, 100}, 2, kLightEdge), (Extent{200, 100}));
    EXPECT_EQ(working_size({0, 0, 4000, 20}, 1, kLabEdge), (Extent{128, 8}));
    EXPECT_EQ(working_size({0, 0, 5, 4000}, 1, kLabEdge), (Extent{5, 128}));
}

TEST(NativeLuma, IsTheCodeOnAScaleOfEightBits) {
    const Rect visible{3, 5, 53, 31};
    for (const Case& c : cases()) {
        const SampleAt sample = samples_of(c.layout);
        const RawFrame frame = raw_frame(c.layout, {61, 39}, visible, c.color, sample);
        const double scale =
            c.layout.is_float ? 255 : 1 / std::ldexp(1.0, c.layout.components[0].depth - 8);
        const Plane whole = native_luma(frame.view);
        const Plane part = native_luma(frame.view, {7, 2, 11, 13});
        const Plane means = luma_means(frame.view, {9, 8});
        const Plane averaged = area_averaged(whole, 9, 8);
        for (std::size_t i = 0; i < means.values.size(); ++i)
            ASSERT_NEAR(means.values[i], averaged.values[i], 1e-3) << c.name;
        for (int y = 0; y < 13; ++y) {
            for (int x = 0; x < 11; ++x) {
                const auto at = [&](int i) {
                    return sample(i, visible.x + 7 + x, visible.y + 2 + y);
                };
                const double wanted = c.layout.model == ColorModel::Rgb
                                          ? 0.2126 * at(0) + 0.7152 * at(1) + 0.0722 * at(2)
                                          : at(0);
                ASSERT_NEAR(part.at(x, y), wanted * scale, 1e-4) << c.name;
                ASSERT_EQ(part.at(x, y), whole.at(x + 7, y + 2)) << c.name;
            }
        }
    }
}

/// A picture of colours all over [-0.7, 1.7], reference white and black among them.
Picture colors() {
    std::mt19937 random(3);
    Picture picture(64, 32);
    for (Plane& plane : picture.planes)
        for (float& value : plane.values)
            value = -0.7F + 2.4F * static_cast<float>(random() % 100000) / 100000;
    for (std::size_t c = 0; c < 3; ++c) {
        picture.planes[c].values[0] = 0;
        picture.planes[c].values[1] = 1;
    }
    return picture;
}

void expect_as_computed(const color::SourceColor& source, const color::ViewColor& view,
                        bool is_table) {
    const auto processor =
        color::analysis_processor(color::ColorConfig::built_in(), source, view).value();
    const AnalysisLight light(processor);
    EXPECT_EQ(light.is_table(), is_table) << processor.description();
    Picture picture = colors();
    const Picture codes = picture;
    light.apply(picture);
    for (std::size_t i = 0; i < codes.planes[0].values.size(); ++i) {
        std::array<float, 3> rgb{};
        for (std::size_t c = 0; c < 3; ++c) rgb[c] = codes.planes[c].values[i];
        processor.apply(rgb, 3);
        for (std::size_t c = 0; c < 3; ++c)
            ASSERT_NEAR(picture.planes[c].values[i], rgb[c],
                        2e-6 * std::max(1.0F, std::abs(rgb[c])))
                << processor.description() << " pixel " << i;
    }
}

TEST(AnalysisLight, TableMeetsTheProcessorAndIsUsedOnlyWhereChannelsAreApart) {
    expect_as_computed({.input_space = "Rec.709"}, {}, true);
    color::SourceColor printer{.input_space = "Rec.709"};
    printer.cdl = {.slope = {1.1, 0.9, 1}, .offset = {0.02, 0, -0.03}, .power = {1, 1.2, 0.8}};
    expect_as_computed(printer, {}, true);
    printer.cdl.saturation = 0.8;
    expect_as_computed(printer, {}, false);
    expect_as_computed({.input_space = "Display P3"}, {}, false);
    expect_as_computed({.input_space = "ARRI LogC4"}, {}, false);
}

TEST(AnalysisLight, IdChangesWithTheTransform) {
    color::SourceColor graded{.input_space = "Rec.709"};
    graded.cdl.saturation = 0.8;
    EXPECT_EQ(video_light().id(), video_light().id());
    EXPECT_NE(video_light().id(), video_light(graded).id());
}

TEST(RgbConversion, NonlinearMatricesAreUndone) {
    const glm::dvec3 rgb(0.52, 0.31, 0.44);
    // Rec. ITU-R BT.2100-2, table 7, forwards.
    const glm::dmat3 to_lms =
        glm::transpose(glm::dmat3(1688, 2146, 262, 683, 2951, 462, 99, 309, 3688) / 4096.0);
    glm::dvec3 lms;
    glm::dvec3 light;
    for (int i = 0; i < 3; ++i) light[i] = color::pq_to_nits(rgb[i]);
    light = to_lms * light;
    for (int i = 0; i < 3; ++i) lms[i] = color::nits_to_pq(light[i]);
    const glm::dvec3 back = color::reconstructed_rgb(lms, shared::kIctcpPq);
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(back[i], rgb[i], 1e-9);

    // Rec. ITU-R BT.2020-2, table 4, forwards.
    const auto linear = [](double v) {
        return v < 4.5 * 0.018053968510807
                   ? v / 4.5
                   : std::pow((v + 0.09929682680944) / 1.09929682680944, 1 / 0.45);
    };
    const double y = 1.09929682680944 * std::pow(0.2627 * linear(rgb.r) + 0.6780 * linear(rgb.g) +
                                                     0.0593 * linear(rgb.b),
                                                 0.45) -
                     0.09929682680944;
    const double cb = rgb.b - y <= 0 ? (rgb.b - y) / 1.9404 : (rgb.b - y) / 1.5816;
    const double cr = rgb.r - y <= 0 ? (rgb.r - y) / 1.7184 : (rgb.r - y) / 0.9936;
    const glm::dvec3 constant = color::reconstructed_rgb({y, cb, cr}, shared::kBt2020Cl);
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(constant[i], rgb[i], 1e-6);
}

} // namespace
} // namespace seamline::measures
