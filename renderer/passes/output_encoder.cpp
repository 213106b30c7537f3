#include "renderer/passes/output_encoder.h"

#include "renderer/color/chromaticity.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/output_encode.comp.h"
#include "shaders/shared/output_encoding.h"

#include <algorithm>
#include <array>

namespace seamline::renderer {
namespace {

enum OutputBinding : std::uint32_t { kPicture, kLayer, kWords, kBindings };
constexpr VkDeviceSize kNothingBytes = 16;

std::uint32_t output_of(WindowOutput output) {
    switch (output) {
    case WindowOutput::Hdr10:
        return shared::kOutputPq10;
    case WindowOutput::ScRgb:
        return shared::kOutputScRgb;
    default:
        return shared::kOutputRgb10;
    }
}

std::uint32_t curve_of(color::DisplayCurve curve) {
    switch (curve) {
    case color::DisplayCurve::Srgb:
        return shared::kCurveSrgb;
    case color::DisplayCurve::Pq:
        return shared::kCurvePq;
    case color::DisplayCurve::Hlg:
        return shared::kCurveHlg;
    default:
        return shared::kCurvePower;
    }
}

float exponent_of(color::DisplayCurve curve) {
    switch (curve) {
    case color::DisplayCurve::Gamma22:
        return 2.2F;
    case color::DisplayCurve::Gamma26:
        return 2.6F;
    case color::DisplayCurve::Gamma28:
        return 2.8F;
    default:
        return 2.4F;
    }
}

shared::OutputPush push_of(const OutputFrame& frame) {
    shared::OutputPush push{};
    push.window = {frame.window.width, frame.window.height};
    if (frame.picture != nullptr) {
        const Rect& at = frame.viewer;
        push.viewer = {at.x, at.y, at.x + std::min(at.width, frame.picture_size.width),
                       at.y + std::min(at.height, frame.picture_size.height)};
    }
    push.picture_pitch = frame.picture_size.width;
    push.exponent = exponent_of(frame.signal.curve);
    push.around_rgb = frame.around_rgb;
    const glm::mat3 matrix(
        color::rgb_to_rgb(color::primaries_of(frame.signal.primaries), color::kBt2020));
    push.to_bt2020_x = matrix[0];
    push.to_bt2020_y = matrix[1];
    push.to_bt2020_z = matrix[2];
    return push;
}

std::uint32_t groups(int pixels) {
    return (static_cast<std::uint32_t>(pixels) + shared::kOutputGroup - 1) / shared::kOutputGroup;
}

} // namespace

OutputEncoder::OutputEncoder(const Device& device)
    : device_(&device), set_layout_(make_storage_set_layout(device, kBindings)),
      layout_(make_compute_layout(device, set_layout_.get(), sizeof(shared::OutputPush))),
      shader_(make_shader_module(device, shaders::output_encode_comp)),
      nothing_(device, kNothingBytes, BufferMemory::Device, "no picture") {}

VkPipeline OutputEncoder::pipeline(const Key& key) {
    const auto found = pipelines_.find(key);
    if (found != pipelines_.end()) return found->second.get();
    const auto& [output, curve, blue_first, with_layer, is_pq] = key;
    const std::array<std::uint32_t, 5> words{output, curve, blue_first ? 1U : 0U,
                                             with_layer ? 1U : 0U, is_pq ? 1U : 0U};
    std::array<VkSpecializationMapEntry, words.size()> entries{};
    for (std::uint32_t i = 0; i < entries.size(); ++i) entries[i] = {i, i * 4, 4};
    const VkSpecializationInfo constants{static_cast<std::uint32_t>(entries.size()), entries.data(),
                                         sizeof(words), words.data()};
    return pipelines_
        .emplace(key, make_compute_pipeline(*device_, layout_.get(), shader_.get(), &constants,
                                            "output encoding"))
        .first->second.get();
}

void OutputEncoder::record(VkCommandBuffer cmd, const OutputFrame& frame, const Buffer& words) {
    const bool is_pq_2020 =
        frame.signal == color::DisplaySignal{color::DisplayCurve::Pq, ColorPrimaries::Bt2020};
    const Key key{output_of(frame.output), curve_of(frame.signal.curve), frame.blue_first,
                  frame.layer != nullptr, is_pq_2020};
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline(key));
    const auto bound = [&](const Buffer* buffer) {
        return VkDescriptorBufferInfo{(buffer != nullptr ? *buffer : nothing_).handle(), 0,
                                      VK_WHOLE_SIZE};
    };
    const std::array<VkDescriptorBufferInfo, kBindings> buffers{bound(frame.picture),
                                                                bound(frame.layer), bound(&words)};
    push_storage_buffers(*device_, cmd, layout_.get(), buffers);
    const shared::OutputPush push = push_of(frame);
    vkCmdPushConstants(cmd, layout_.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(push), &push);
    vkCmdDispatch(cmd, groups(frame.window.width), groups(frame.window.height), 1);
}

} // namespace seamline::renderer
