#include "renderer/measures/working_picture.h"

#include "renderer/color/rgb_conversion.h"
#include "renderer/measures/code_means.h"
#include "renderer/measures/luma_weights.h"
#include "renderer/measures/measure_backend.h"
#include "renderer/measures/oklab.h"
#include "renderer/measures/sample_rows.h"
#include "shaders/shared/composite.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace seamline::measures {
namespace {

/// Means of code values to R'G'B', in place.
void codes_to_rgb(Picture& picture, const FrameView& frame) {
    const color::RgbConversion conversion = color::rgb_conversion(frame.layout, frame.color);
    float* x = picture.planes[0].values.data();
    float* y = picture.planes[1].values.data();
    float* z = picture.planes[2].values.data();
    const std::size_t count = picture.planes[0].values.size();
    if (conversion.nonlinear != shared::kLinear) {
        for (std::size_t i = 0; i < count; ++i) {
            const glm::dvec3 rgb = color::reconstructed_rgb(
                conversion.from_x * double{x[i]} + conversion.from_y * double{y[i]} +
                    conversion.from_z * double{z[i]} + conversion.offset,
                conversion.nonlinear);
            x[i] = static_cast<float>(rgb.r);
            y[i] = static_cast<float>(rgb.g);
            z[i] = static_cast<float>(rgb.b);
        }
        return;
    }
    const glm::vec3 fx = conversion.from_x;
    const glm::vec3 fy = conversion.from_y;
    const glm::vec3 fz = conversion.from_z;
    const glm::vec3 offset = conversion.offset;
    for (std::size_t i = 0; i < count; ++i) {
        const float a = x[i];
        const float b = y[i];
        const float c = z[i];
        x[i] = fx.r * a + fy.r * b + fz.r * c + offset.r;
        y[i] = fx.g * a + fy.g * b + fz.g * c + offset.g;
        z[i] = fx.b * a + fy.b * b + fz.b * c + offset.b;
    }
}

/// What is no number becomes 0; the rest stays within what a half can hold.
void keep_numbers(Picture& picture) {
    for (Plane& plane : picture.planes) {
        for (float& value : plane.values) {
            const float low = value > -65504.0F ? value : (value <= 0 ? -65504.0F : 0.0F);
            value = low < 65504.0F ? low : 65504.0F;
        }
    }
}

Picture light_picture(const FrameView& frame, const AnalysisLight& light, Extent size) {
    return light_of_codes(code_means(frame, size), frame, light);
}

/// Values of one row times `scale`, added to `out`.
void add_samples(const SampleRows& samples, int row, float scale, std::vector<std::uint16_t>& codes,
                 float* __restrict__ out) {
    const int count = samples.columns();
    if (const std::uint8_t* bytes = samples.bytes(row)) {
        for (int x = 0; x < count; ++x) out[x] += scale * static_cast<float>(bytes[x]);
    } else if (samples.is_float()) {
        std::vector<float> values(static_cast<std::size_t>(count));
        samples.read_values(row, values.data());
        for (int x = 0; x < count; ++x) out[x] += scale * values[static_cast<std::size_t>(x)];
    } else {
        codes.resize(static_cast<std::size_t>(count));
        samples.read_codes(row, codes.data());
        const std::uint16_t* in = codes.data();
        for (int x = 0; x < count; ++x) out[x] += scale * static_cast<float>(in[x]);
    }
}

/// From code values to those of 8 bits.
float code_scale(const FrameView& frame) {
    const int depth = frame.layout.components[0].depth;
    return frame.layout.is_float ? 255.0F : std::ldexp(1.0F, 8 - depth);
}

// Source: Rec. ITU-R BT.709-6, item 3.2.
constexpr std::array<float, 3> kLumaWeights{0.2126F, 0.7152F, 0.0722F};

} // namespace

FrameView FrameView::of(const DecodedFrame& frame) {
    FrameView view;
    view.layout = frame.layout;
    view.visible = frame.visible;
    view.color = frame.color;
    view.stride_bytes = frame.stride_bytes;
    for (int p = 0; p < frame.layout.plane_count; ++p) {
        const auto i = static_cast<std::size_t>(p);
        view.planes[i] = frame.memory->data() + frame.plane_offset_bytes[i];
    }
    return view;
}

Extent working_size(const Rect& visible, double pixel_aspect, int edge) {
    const double wide = visible.width * pixel_aspect;
    const double scale = std::min(1.0, edge / std::max<double>(wide, visible.height));
    const auto length = [](double wanted, int pixels) {
        return static_cast<int>(
            std::clamp<double>(std::round(wanted), std::min(8, pixels), pixels));
    };
    return {length(wide * scale, visible.width), length(visible.height * scale, visible.height)};
}

WorkingPicture make_working_picture(const FrameView& frame, const AnalysisLight& light,
                                    Extent light_size, Extent lab_size) {
    WorkingPicture result;
    result.light = light_picture(frame, light, light_size);
    result.lab = make_lab_picture(frame, light, lab_size);
    return result;
}

Picture make_lab_picture(const FrameView& frame, const AnalysisLight& light, Extent lab_size) {
    Picture lab = light_picture(frame, light, lab_size);
    light_to_oklab(lab);
    return lab;
}

std::vector<float> luma_weights(const FrameView& frame) {
    std::vector<float> weights(1, 1.0F);
    if (frame.layout.model == ColorModel::Rgb)
        weights.assign(kLumaWeights.begin(), kLumaWeights.end());
    for (float& weight : weights) weight *= code_scale(frame);
    return weights;
}

Picture light_of_codes(Picture codes, const FrameView& frame, const AnalysisLight& light) {
    codes_to_rgb(codes, frame);
    light.apply(codes);
    keep_numbers(codes);
    return codes;
}

Plane luma_of_codes(const Picture& codes, const FrameView& frame) {
    const std::vector<float> weights = luma_weights(frame);
    Plane luma(codes.width(), codes.height());
    for (std::size_t c = 0; c < weights.size(); ++c)
        for (std::size_t i = 0; i < luma.values.size(); ++i)
            luma.values[i] += weights[c] * codes.planes[c].values[i];
    return luma;
}

Plane native_luma(const FrameView& frame) {
    return native_luma(frame, {0, 0, frame.visible.width, frame.visible.height});
}

Plane native_luma(const FrameView& frame, const Rect& area) {
    assert(area.x >= 0 && area.y >= 0 && area.x + area.width <= frame.visible.width &&
           area.y + area.height <= frame.visible.height);
    FrameView part = frame;
    part.visible = {frame.visible.x + area.x, frame.visible.y + area.y, area.width, area.height};
    Plane luma(area.width, area.height);
    const std::vector<float> weights = luma_weights(frame);
    std::vector<std::uint16_t> codes;
    for (std::size_t c = 0; c < weights.size(); ++c) {
        const SampleRows samples(part, static_cast<int>(c));
        for (int y = 0; y < area.height; ++y)
            add_samples(samples, y, weights[c], codes, luma.row(y));
    }
    return luma;
}

Plane luma_means(const FrameView& frame, Extent size) {
    const std::vector<float> weights = luma_weights(frame);
    Plane luma(size.width, size.height);
    for (std::size_t c = 0; c < weights.size(); ++c) {
        const Plane means = component_means(frame, static_cast<int>(c), size);
        for (std::size_t i = 0; i < means.values.size(); ++i)
            luma.values[i] += weights[c] * means.values[i];
    }
    return luma;
}

} // namespace seamline::measures
