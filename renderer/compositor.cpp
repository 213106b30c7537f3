#include "renderer/compositor.h"

#include "renderer/passes/color_choice.h"
#include "renderer/passes/composite_pipelines.h"
#include "renderer/passes/composite_plan.h"
#include "renderer/passes/composite_tasks.h"
#include "renderer/passes/dissolve_memory.h"
#include "renderer/passes/light_memory.h"
#include "renderer/passes/target_rects.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/one_time.h"
#include "renderer/vulkan/word_view.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <utility>

namespace seamline::renderer {
namespace {

constexpr std::size_t kSlots = 3;
constexpr std::size_t kPercentilesPerSlot = 64; ///< More tiles than a target shows.
constexpr std::size_t kFirstBlocks = 32;
constexpr VkDeviceSize kScratchBytes = 256;

VkDeviceSize rounded_up(VkDeviceSize value, VkDeviceSize alignment) {
    return (value + alignment - 1) / alignment * alignment;
}

std::uint32_t groups(int length, std::uint32_t per_group) {
    return (static_cast<std::uint32_t>(length) + per_group - 1) / per_group;
}

constexpr int kSquareLog2 = 3;
static_assert(shared::kCompositeGroupX == 1U << kSquareLog2 &&
              shared::kCompositeGroupY == 1U << kSquareLog2 &&
              shared::kCompositeGroupLog2 == 2 * kSquareLog2);

/// Whether neighbours along the target's rows read neighbours along the source's: the others also
/// read turned pictures.
bool walks_rows(CompositeShader shader) {
    return shader == CompositeShader::Fast || shader == CompositeShader::FastMix ||
           shader == CompositeShader::Scaled || shader == CompositeShader::ScaledMix;
}

/// The widest group that wastes no more than an eighth of its invocations: a CPU foresees what is
/// read next along a row, but not in eight rows at once.
int group_columns_log2(int columns) {
    for (int log2 = shared::kCompositeGroupLog2; log2 > kSquareLog2; --log2) {
        const int width = 1 << log2;
        const int made = (columns + width - 1) / width * width;
        if (made - columns <= made / 8) return log2;
    }
    return kSquareLog2;
}

/// Columns and rows that one invocation makes.
glm::ivec2 block_px(const CompositeKey& key) {
    switch (key.shader) {
    case CompositeShader::Fast:
    case CompositeShader::FastMix:
        return {8, 1};
    case CompositeShader::LightRows:
        return {1, 4};
    default:
        return {4, 1};
    }
}

} // namespace

int bytes_per_pixel(TargetFormat format) {
    switch (format) {
    case TargetFormat::Rgba8:
    case TargetFormat::Bgra8:
        return 4;
    case TargetFormat::Rgba16:
        return 8;
    case TargetFormat::Rgba32f:
    case TargetFormat::Rgba32fWide:
        return 16;
    }
    return 4;
}

struct Compositor::Impl {
    /// What one submission in flight reads besides the frames.
    struct Slot {
        Buffer params;
        std::vector<UniqueBufferView> views;
        std::shared_ptr<const LightMemory> lights; ///< Kept though a larger one may follow.
        std::vector<std::shared_ptr<const void>> colors; ///< Shaders, pipelines and tables.
        std::vector<std::shared_ptr<const void>> dissolves; ///< What their passes write.
    };
    /// A block of the plan as the shader finds it.
    struct BoundBlock {
        VkBufferView a = VK_NULL_HANDLE;
        VkBufferView b = VK_NULL_HANDLE;
        VkDeviceSize params_offset = 0;
        std::array<VkDescriptorBufferInfo, 2> uniforms{}; ///< Of the transforms that have any.
    };
    /// What draws are recorded with.
    struct BoundPipeline {
        VkPipelineLayout layout = VK_NULL_HANDLE;
        std::shared_ptr<const ColorShader> color; ///< Null: no transform.
    };
    struct Recording {
        VkCommandBuffer cmd;
        VkBuffer target;
        VkBuffer params;
        std::size_t slot;
        int pitch_px;
        TargetFormat format;
    };

    explicit Impl(const Device& gpu)
        : device(gpu), pipelines(gpu), colors(gpu, texel_alignment(gpu)),
          block_bytes(rounded_up(sizeof(shared::CompositeParams),
                                 gpu.limits().minUniformBufferOffsetAlignment)),
          percentile_bytes(rounded_up(kPercentilesPerSlot * sizeof(float),
                                      gpu.limits().minStorageBufferOffsetAlignment)),
          percentiles(gpu, kSlots * percentile_bytes, BufferMemory::Device, "percentiles"),
          scratch(gpu, kScratchBytes, BufferMemory::Device, "composite scratch"),
          scratch_view(make_word_view(gpu, scratch.handle(), 0, kScratchBytes)) {
        for (Slot& slot : slots) grow(slot, kFirstBlocks * block_bytes);
    }

    void grow(Slot& slot, VkDeviceSize bytes) const {
        slot.params = Buffer(device, bytes, BufferMemory::Upload, "composite params");
    }

    void reserve_lights(const CompositePlan& plan) {
        light_memory = with_room(std::move(light_memory), device, plan.lights);
    }

    VkBufferView source_view(Slot& slot, const CompositeBlock& block, std::size_t source) const {
        if (block.filtered[source] >= 0) return slot.lights->filtered_view.get();
        return frame_view(slot, source == 0 ? block.a : block.b,
                          block.word_pairs ? WordTexel::Two : WordTexel::One);
    }

    VkBufferView frame_view(Slot& slot, const CachedFrame* frame, WordTexel texel) const {
        if (frame == nullptr) return scratch_view.get();
        const VkDeviceSize start = view_offset(*frame, texel_alignment(device));
        slot.views.push_back(make_word_view(
            device, frame->buffer, start, frame->offset_bytes - start + frame->size_bytes, texel));
        return slot.views.back().get();
    }

    static VkDeviceSize texel_alignment(const Device& gpu) {
        return std::max<VkDeviceSize>(gpu.limits().minTexelBufferOffsetAlignment, 16);
    }

    /// The blocks of each plan.
    std::vector<std::vector<BoundBlock>> upload(Slot& slot,
                                                const std::vector<CompositePlan>& plans) const {
        slot.views.clear();
        slot.lights = nullptr;
        slot.colors.clear();
        VkDeviceSize bytes = 0;
        for (const CompositePlan& plan : plans) {
            if (!plan.lights.empty()) slot.lights = light_memory;
            bytes += upload_bytes(plan);
        }
        if (bytes > slot.params.size_bytes()) grow(slot, bytes * 2);
        std::vector<std::vector<BoundBlock>> bound;
        VkDeviceSize offset = 0;
        for (const CompositePlan& plan : plans) {
            bound.push_back(upload(slot, plan, offset));
            offset += upload_bytes(plan);
        }
        return bound;
    }

    VkDeviceSize upload_bytes(const CompositePlan& plan) const {
        VkDeviceSize bytes = plan.blocks.size() * block_bytes;
        for (const CompositeBlock& block : plan.blocks) bytes += uniform_bytes(block);
        return bytes;
    }

    /// `first`: where the slot's parameters of this plan start.
    std::vector<BoundBlock> upload(Slot& slot, const CompositePlan& plan,
                                   VkDeviceSize first) const {
        std::vector<BoundBlock> bound;
        VkDeviceSize uniforms_offset = first + plan.blocks.size() * block_bytes;
        for (const CompositeBlock& block : plan.blocks) {
            const VkDeviceSize offset = first + bound.size() * block_bytes;
            std::memcpy(slot.params.mapped() + offset, &block.params, sizeof(block.params));
            bound.push_back({source_view(slot, block, 0), source_view(slot, block, 1), offset});
            upload_uniforms(slot, block, bound.back(), uniforms_offset);
        }
        return bound;
    }

    VkDeviceSize aligned_uniforms(const ColorTransform& transform) const {
        return rounded_up(transform.uniform_bytes(),
                          device.limits().minUniformBufferOffsetAlignment);
    }

    VkDeviceSize uniform_bytes(const CompositeBlock& block) const {
        VkDeviceSize bytes = 0;
        for (const auto& transform : block.color) {
            if (transform) bytes += aligned_uniforms(*transform);
        }
        return bytes;
    }

    void upload_uniforms(Slot& slot, const CompositeBlock& block, BoundBlock& bound,
                         VkDeviceSize& offset) const {
        for (std::size_t side = 0; side < block.color.size(); ++side) {
            const ColorTransform* transform = block.color[side].get();
            if (transform == nullptr || transform->uniform_bytes() == 0) continue;
            const std::size_t bytes = transform->uniform_bytes();
            transform->fill_uniforms(side, block.grade[side],
                                     {slot.params.mapped() + offset, bytes});
            bound.uniforms[side] = {slot.params.handle(), offset, bytes};
            offset += aligned_uniforms(*transform);
        }
    }

    void push_descriptors(const Recording& to, const BoundPipeline& pipeline,
                          const BoundBlock& block) const {
        const VkDescriptorBufferInfo buffers[]{
            {to.params, block.params_offset, sizeof(shared::CompositeParams)},
            {to.target, 0, VK_WHOLE_SIZE},
            {percentiles.handle(), to.slot * percentile_bytes, percentile_bytes},
        };
        const VkBufferView views[]{block.a, block.b};
        CompositeWrites writes{};
        for (std::uint32_t i = 0; i < kCompositeBindings; ++i) {
            writes[i] = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                         .dstBinding = i,
                         .descriptorCount = 1,
                         .descriptorType = composite_descriptor_type(i)};
            if (i <= kTexelsB) {
                writes[i].pTexelBufferView = &views[i];
            } else {
                writes[i].pBufferInfo = &buffers[i - kParams];
            }
        }
        std::uint32_t count = kCompositeBindings;
        std::array<VkDescriptorImageInfo, kMostCompositeBindings> images{};
        if (pipeline.color)
            count = add_color_writes(*pipeline.color, block.uniforms, images, writes);
        device.push_descriptors()(to.cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout, 0, count,
                                  writes.data());
    }

    BoundPipeline bind(const Recording& to, const CompositeKey& key) {
        if (!key.is_colored()) {
            vkCmdBindPipeline(to.cmd, VK_PIPELINE_BIND_POINT_COMPUTE,
                              pipelines.find_or_create(key));
            return {pipelines.layout(), nullptr};
        }
        const CompositeColors::Pipeline own = colors.shaders().pipeline(key);
        vkCmdBindPipeline(to.cmd, VK_PIPELINE_BIND_POINT_COMPUTE, own.handle);
        slots[to.slot].colors.push_back(own.shader);
        slots[to.slot].colors.push_back(own.keep);
        return {own.shader->layout.get(), own.shader};
    }

    void dispatch(const Recording& to, VkPipelineLayout layout, const Rect& rect, glm::vec3 rgb,
                  glm::ivec2 block, bool in_rows = false) const {
        const int columns = (rect.width + block.x - 1) / block.x;
        const int rows = (rect.height + block.y - 1) / block.y;
        const int columns_log2 = in_rows ? group_columns_log2(columns) : kSquareLog2;
        const int rows_log2 = shared::kCompositeGroupLog2 - columns_log2;
        const shared::CompositePush push{
            .rect = {rect.x, rect.y, rect.x + rect.width, rect.y + rect.height},
            .pitch_px = to.pitch_px,
            .fill_rgb = rgb,
            .group_columns_log2 = columns_log2};
        vkCmdPushConstants(to.cmd, layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(push), &push);
        vkCmdDispatch(to.cmd, groups(columns, 1U << columns_log2), groups(rows, 1U << rows_log2),
                      1);
    }

    void record_percentiles(const Recording& to, const CompositePlan& plan,
                            const std::vector<BoundBlock>& bound) {
        if (plan.percentiles.empty()) return;
        assert(plan.percentiles.size() <= kPercentilesPerSlot);
        for (const CompositeDraw& percentile : plan.percentiles) {
            const BoundPipeline pipeline = bind(to, percentile.key);
            push_descriptors(to, pipeline, bound[percentile.block]);
            vkCmdDispatch(to.cmd, 1, 1, 1);
        }
        storage_write_to_shader_read(to.cmd);
    }

    void record_band(const Recording& to, const CompositeLight& light, const LightBand& band,
                     const BoundBlock& block) {
        const LightMemory& memory = *slots[to.slot].lights;
        Recording light_to = to;
        light_to.target = memory.light.handle();
        light_to.pitch_px = light.pitch_px;
        storage_write_to_shader_read(to.cmd);
        const BoundPipeline convert = bind(to, light.convert);
        push_descriptors(light_to, convert, block);
        dispatch(light_to, convert.layout, band.pixels, {}, block_px(light.convert));

        Recording filtered_to = to;
        filtered_to.target = memory.filtered.handle();
        storage_write_to_shader_read(to.cmd);
        const BoundPipeline filter = bind(to, light.filter);
        push_descriptors(filtered_to, filter,
                         {memory.light_view.get(), scratch_view.get(), block.params_offset, {}});
        dispatch(filtered_to, filter.layout, band.columns, {}, block_px(light.filter));
    }

    void record_lights(const Recording& to, const CompositeLights& lights,
                       const std::vector<BoundBlock>& bound) {
        for (const CompositeLight& light : lights.pictures) {
            for (const LightBand& band : light.bands) {
                record_band(to, light, band, bound[light.block]);
            }
        }
        storage_write_to_shader_read(to.cmd);
    }

    void record(const Recording& to, const CompositePlan& plan,
                const std::vector<BoundBlock>& bound) {
        record_percentiles(to, plan, bound);
        const BoundBlock nothing{scratch_view.get(), scratch_view.get(), 0, {}};
        const VkPipelineLayout plain = pipelines.layout();
        if (!plan.fills.empty()) push_descriptors(to, {plain, nullptr}, nothing);
        for (const CompositeFill& fill : plan.fills) {
            bind(to, fill_key(to.format, fill, to.pitch_px));
            dispatch(to, plain, fill.rect, fill.rgb, {4, 1});
        }
        int lights = -1;
        for (const CompositeDraw& draw : plan.draws) {
            const int wanted = plan.blocks[draw.block].lights;
            if (wanted >= 0 && wanted != lights) {
                lights = wanted;
                record_lights(to, plan.lights[static_cast<std::size_t>(lights)], bound);
            }
            const BoundPipeline pipeline = bind(to, draw.key);
            push_descriptors(to, pipeline, bound[draw.block]);
            dispatch(to, pipeline.layout, draw.rect, {}, block_px(draw.key),
                     walks_rows(draw.key.shader));
        }
    }

    /// The keys that `record` of the plan would create pipelines for, each once.
    std::vector<CompositeKey> missing(const CompositePlan& plan, TargetFormat format,
                                      int pitch_px) const {
        std::vector<CompositeKey> result;
        const auto want = [&](const CompositeKey& key) {
            if (key.is_colored()) return; // The worker's.
            if (!pipelines.contains(key) && std::ranges::find(result, key) == result.end())
                result.push_back(key);
        };
        for (const auto& fill : plan.fills) want(fill_key(format, fill, pitch_px));
        for (const auto& draw : plan.draws) want(draw.key);
        for (const auto& draw : plan.percentiles) want(draw.key);
        for (const auto& lights : plan.lights) {
            for (const auto& light : lights.pictures) {
                if (light.bands.empty()) continue;
                want(light.convert);
                want(light.filter);
            }
        }
        return result;
    }

    /// Into memory that the composition after it reads.
    void record_dissolve(const Recording& to, const DissolvePass& pass, CompositePlan plan,
                         const std::vector<BoundBlock>& bound) {
        std::erase_if(plan.fills, [&](const CompositeFill& fill) {
            return std::ranges::all_of(pass.composition.tiles, [&](const Tile& tile) {
                return is_empty(intersection(fill.rect, tile.rect));
            });
        });
        Recording own = to;
        own.target = pass.frame->buffer;
        own.format = kDissolveFormat;
        record(own, plan, bound);
    }

    /// Runs each pipeline over no pixels. Blocks until done.
    void run_empty(const std::vector<CompositeKey>& keys);

    const Device& device;
    CompositePipelines pipelines;
    ColorChoice colors;
    VkDeviceSize block_bytes;
    VkDeviceSize percentile_bytes;
    Buffer percentiles;
    Buffer scratch; ///< Bound where a shader must be given something that it will not touch.
    UniqueBufferView scratch_view;
    std::shared_ptr<const LightMemory> light_memory; ///< Null until a plan has lights.
    DissolveMemory dissolve_memory;
    std::array<Slot, kSlots> slots;
};

void Compositor::Impl::run_empty(const std::vector<CompositeKey>& keys) {
    // All zeros: no pixels, and no points to count. Its own memory, for slots may be in flight.
    Buffer params(device, block_bytes, BufferMemory::Upload, "no composite params");
    std::memset(params.mapped(), 0, block_bytes);
    // Not the scratch memory that is bound for reading.
    const Buffer target(device, kScratchBytes, BufferMemory::Device, "no target");
    run_once(device, [&](VkCommandBuffer cmd) {
        const Recording to{cmd, target.handle(), params.handle(), 0, 0, TargetFormat::Rgba8};
        for (const CompositeKey& key : keys) {
            const BoundPipeline pipeline = bind(to, key);
            push_descriptors(to, pipeline, {scratch_view.get(), scratch_view.get(), 0, {}});
            const shared::CompositePush push{};
            vkCmdPushConstants(cmd, pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(push),
                               &push);
            if (key.shader != CompositeShader::Percentile) vkCmdDispatch(cmd, 1, 1, 1);
        }
    });
}

Compositor::Compositor(const Device& device) : impl_(std::make_unique<Impl>(device)) {}
Compositor::~Compositor() = default;

bool Compositor::prepare(const Composition& composition, TargetFormat format, std::size_t most) {
    const CompositeTasks wanted(composition, format);
    std::vector<CompositeKey> keys;
    for (const CompositeTask& task : wanted.tasks()) {
        const CompositePlan plan =
            composite_plan(*task.composition, task.format, Impl::texel_alignment(impl_->device),
                           impl_->device.is_cpu());
        impl_->reserve_lights(plan);
        impl_->colors.ask_ahead(plan);
        for (const CompositeKey& key :
             impl_->missing(plan, task.format, composition.target.width)) {
            if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
        }
    }
    const bool all = keys.size() <= most;
    if (!all) keys.resize(most);
    for (const CompositeKey& key : keys) impl_->pipelines.find_or_create(key);
    if (!keys.empty() && impl_->device.is_cpu()) impl_->run_empty(keys);
    return all;
}

std::size_t Compositor::pipelines() const {
    return impl_->pipelines.size() + impl_->colors.shaders().pipelines();
}

bool Compositor::has_colors(const Composition& composition, TargetFormat format) {
    return impl_->colors.has_all(CompositeTasks(composition, format).tasks());
}

Result<Done> Compositor::wait_colors(const Composition& composition, TargetFormat format) {
    return impl_->colors.wait_for_all(CompositeTasks(composition, format).tasks());
}

bool Compositor::is_preparing_color() const { return impl_->colors.is_preparing(); }

const std::string& Compositor::color_failure() const { return impl_->colors.failure(); }

std::uint64_t Compositor::color_shaders() const { return impl_->colors.shaders().made(); }

void Compositor::record(VkCommandBuffer cmd, const Composition& composition, const Buffer& target,
                        TargetFormat format, int slot) {
    const CompositeTasks wanted(composition, format);
    const auto index = static_cast<std::size_t>(slot);
    assert(index < kSlots);
    Impl::Slot& own = impl_->slots[index];
    own.dissolves = impl_->dissolve_memory.give(impl_->device, wanted.passes());
    const std::vector<CompositePlan> plans = impl_->colors.plans(wanted.tasks());
    for (const CompositePlan& plan : plans) impl_->reserve_lights(plan);
    const auto bound = impl_->upload(own, plans);
    const Impl::Recording to{cmd,   target.handle(),          own.params.handle(),
                             index, composition.target.width, format};
    if (!wanted.passes().empty()) storage_write_to_shader_read(cmd); // Others may still read them.
    for (std::size_t i = 0; i < wanted.passes().size(); ++i)
        impl_->record_dissolve(to, wanted.passes()[i], plans[i], bound[i]);
    if (!wanted.passes().empty()) storage_write_to_shader_read(cmd);
    impl_->record(to, plans.back(), bound.back());
}

} // namespace seamline::renderer
