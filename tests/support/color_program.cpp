#include "tests/support/color_program.h"

#include "renderer/vulkan/check.h"

#include <glm/gtc/packing.hpp>
#include <shaderc/shaderc.h>

#include <algorithm>
#include <string>

namespace seamline::test {

using namespace renderer;
using color::GpuProgram;
using color::GpuTexture;

namespace {

using UniqueSampler = UniqueHandle<VkSampler, vkDestroySampler>;

constexpr std::uint32_t kBindingsPerProgram = 16;
constexpr std::uint32_t kGroup = 64;
constexpr std::uint32_t kHalfBinding = 62; // Behind those of three programs.

std::string shader_text(std::span<const GpuProgram> programs) {
    std::string text =
        "#version 450\n#extension GL_EXT_scalar_block_layout : require\n"
        "layout(local_size_x = 64) in;\n"
        "layout(set = 0, binding = 0, scalar) readonly buffer In { vec4 before[]; };\n"
        "layout(set = 0, binding = 1, scalar) buffer Out { vec4 after[]; };\n"
        "layout(set = 0, binding = " +
        std::to_string(kHalfBinding) + ", rgba16f) uniform writeonly image2D halves;\n";
    std::string call = "before[i]";
    for (const GpuProgram& program : programs) {
        text += program.glsl();
        call = program.function_name() + "(" + call + ")";
    }
    return text +
           "void main() {\n    const uint i = gl_GlobalInvocationID.x;\n"
           "    if (i >= before.length()) return;\n    const vec4 v = " +
           call +
           ";\n    after[i] = v;\n    imageStore(halves, ivec2(int(i), 0), v);\n}\n";
}

std::vector<std::uint32_t> compiled(const std::string& text) {
    const auto compiler = shaderc_compiler_initialize();
    const auto options = shaderc_compile_options_initialize();
    shaderc_compile_options_set_target_env(options, shaderc_target_env_vulkan,
                                           shaderc_env_version_vulkan_1_3);
    const auto result = shaderc_compile_into_spv(compiler, text.data(), text.size(),
                                                 shaderc_compute_shader, "color", "main", options);
    std::vector<std::uint32_t> words;
    if (shaderc_result_get_compilation_status(result) == shaderc_compilation_status_success) {
        words.resize(shaderc_result_get_length(result) / 4);
        std::memcpy(words.data(), shaderc_result_get_bytes(result), 4 * words.size());
    } else {
        ADD_FAILURE() << shaderc_result_get_error_message(result) << '\n' << text;
    }
    shaderc_result_release(result);
    shaderc_compile_options_release(options);
    shaderc_compiler_release(compiler);
    return words;
}

struct Table {
    UniqueMemory memory;
    UniqueImage image;
    UniqueImageView view;
    UniqueSampler sampler;
};

VkImageType image_type(int dimensions) {
    return dimensions == 1   ? VK_IMAGE_TYPE_1D
           : dimensions == 2 ? VK_IMAGE_TYPE_2D
                             : VK_IMAGE_TYPE_3D;
}

void bind_memory(const Device& device, VkImage image, UniqueMemory& owner) {
    VkMemoryRequirements needs{};
    vkGetImageMemoryRequirements(device.handle(), image, &needs);
    const VkMemoryAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .allocationSize = needs.size,
        .memoryTypeIndex = static_cast<std::uint32_t>(
            device.find_memory_type(needs.memoryTypeBits, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)),
    };
    VkDeviceMemory memory = VK_NULL_HANDLE;
    check(vkAllocateMemory(device.handle(), &allocation, nullptr, &memory), "vkAllocateMemory");
    owner = UniqueMemory(device.handle(), memory);
    check(vkBindImageMemory(device.handle(), image, memory, 0), "vkBindImageMemory");
}

void make_image(const Device& device, const GpuTexture& texture, Table& table) {
    const VkImageCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
        .imageType = image_type(texture.dimensions),
        .format = VK_FORMAT_R32G32B32A32_SFLOAT,
        .extent = {texture.width, texture.height, texture.depth},
        .mipLevels = 1,
        .arrayLayers = 1,
        .samples = VK_SAMPLE_COUNT_1_BIT,
        .usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
    };
    VkImage image = VK_NULL_HANDLE;
    check(vkCreateImage(device.handle(), &info, nullptr, &image), "vkCreateImage");
    table.image = UniqueImage(device.handle(), image);
    bind_memory(device, image, table.memory);
}

Table make_table(const Device& device, const GpuTexture& texture) {
    Table table;
    make_image(device, texture, table);
    const VkImageViewCreateInfo view_info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
        .image = table.image.get(),
        .viewType = texture.dimensions == 1   ? VK_IMAGE_VIEW_TYPE_1D
                    : texture.dimensions == 2 ? VK_IMAGE_VIEW_TYPE_2D
                                              : VK_IMAGE_VIEW_TYPE_3D,
        .format = VK_FORMAT_R32G32B32A32_SFLOAT,
        .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
    };
    VkImageView view = VK_NULL_HANDLE;
    check(vkCreateImageView(device.handle(), &view_info, nullptr, &view), "vkCreateImageView");
    table.view = UniqueImageView(device.handle(), view);
    const VkFilter filter =
        texture.filter == color::TextureFilter::Linear ? VK_FILTER_LINEAR : VK_FILTER_NEAREST;
    const VkSamplerCreateInfo sampler_info{
        .sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO,
        .magFilter = filter,
        .minFilter = filter,
        .addressModeU = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
        .addressModeV = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
        .addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
    };
    VkSampler sampler = VK_NULL_HANDLE;
    check(vkCreateSampler(device.handle(), &sampler_info, nullptr, &sampler), "vkCreateSampler");
    table.sampler = UniqueSampler(device.handle(), sampler);
    return table;
}

void move_image(VkCommandBuffer cmd, VkImage image, VkImageLayout from, VkImageLayout to) {
    const VkImageMemoryBarrier2 barrier{
        .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
        .srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
        .srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT,
        .dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
        .dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT,
        .oldLayout = from,
        .newLayout = to,
        .image = image,
        .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
    };
    const VkDependencyInfo dependency{.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
                                      .imageMemoryBarrierCount = 1,
                                      .pImageMemoryBarriers = &barrier};
    vkCmdPipelineBarrier2(cmd, &dependency);
}

void upload(VkCommandBuffer cmd, const Buffer& values, const GpuTexture& texture, VkImage image) {
    move_image(cmd, image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
    const VkBufferImageCopy region{
        .imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
        .imageExtent = {texture.width, texture.height, texture.depth},
    };
    vkCmdCopyBufferToImage(cmd, values.handle(), image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1,
                           &region);
    move_image(cmd, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL,
               VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL);
}

/// A row of half floats, RGBA, that a shader writes.
Table make_half_target(const Device& device, std::uint32_t pixels) {
    Table target;
    const VkImageCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
        .imageType = VK_IMAGE_TYPE_2D,
        .format = VK_FORMAT_R16G16B16A16_SFLOAT,
        .extent = {pixels, 1, 1},
        .mipLevels = 1,
        .arrayLayers = 1,
        .samples = VK_SAMPLE_COUNT_1_BIT,
        .usage = VK_IMAGE_USAGE_STORAGE_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT,
    };
    VkImage image = VK_NULL_HANDLE;
    check(vkCreateImage(device.handle(), &info, nullptr, &image), "vkCreateImage");
    target.image = UniqueImage(device.handle(), image);
    bind_memory(device, image, target.memory);
    const VkImageViewCreateInfo view_info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
        .image = image,
        .viewType = VK_IMAGE_VIEW_TYPE_2D,
        .format = VK_FORMAT_R16G16B16A16_SFLOAT,
        .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
    };
    VkImageView view = VK_NULL_HANDLE;
    check(vkCreateImageView(device.handle(), &view_info, nullptr, &view), "vkCreateImageView");
    target.view = UniqueImageView(device.handle(), view);
    return target;
}

void download(VkCommandBuffer cmd, VkImage image, std::uint32_t pixels, const Buffer& to) {
    move_image(cmd, image, VK_IMAGE_LAYOUT_GENERAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
    const VkBufferImageCopy region{
        .imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
        .imageExtent = {pixels, 1, 1},
    };
    vkCmdCopyImageToBuffer(cmd, image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, to.handle(), 1,
                           &region);
}

std::vector<float> floats_of(const std::vector<std::uint16_t>& halves) {
    std::vector<float> values(halves.size());
    std::ranges::transform(halves, values.begin(),
                           [](std::uint16_t bits) { return glm::unpackHalf1x16(bits); });
    return values;
}

// The descriptors of one shader, and the pipeline that they fit.
class Bindings {
public:
    void add(std::uint32_t binding, VkDescriptorType type, VkBuffer buffer) {
        buffers_.push_back({binding, type, {buffer, 0, VK_WHOLE_SIZE}});
    }
    void add(std::uint32_t binding, const Table& table) {
        images_.push_back(
            {binding,
             VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
             {table.sampler.get(), table.view.get(), VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL}});
    }
    void add_target(std::uint32_t binding, const Table& target) {
        images_.push_back({binding,
                           VK_DESCRIPTOR_TYPE_STORAGE_IMAGE,
                           {VK_NULL_HANDLE, target.view.get(), VK_IMAGE_LAYOUT_GENERAL}});
    }

    std::vector<VkDescriptorSetLayoutBinding> layout() const {
        std::vector<VkDescriptorSetLayoutBinding> result;
        for (const auto& b : buffers_) {
            result.push_back({b.binding, b.type, 1, VK_SHADER_STAGE_COMPUTE_BIT, nullptr});
        }
        for (const auto& i : images_) {
            result.push_back({i.binding, i.type, 1, VK_SHADER_STAGE_COMPUTE_BIT, nullptr});
        }
        return result;
    }

    std::vector<VkWriteDescriptorSet> writes() const {
        std::vector<VkWriteDescriptorSet> result;
        for (const auto& b : buffers_) {
            result.push_back({.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                              .dstBinding = b.binding,
                              .descriptorCount = 1,
                              .descriptorType = b.type,
                              .pBufferInfo = &b.info});
        }
        for (const auto& i : images_) {
            result.push_back({.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                              .dstBinding = i.binding,
                              .descriptorCount = 1,
                              .descriptorType = i.type,
                              .pImageInfo = &i.info});
        }
        return result;
    }

private:
    struct BufferBinding {
        std::uint32_t binding;
        VkDescriptorType type;
        VkDescriptorBufferInfo info;
    };
    struct ImageBinding {
        std::uint32_t binding;
        VkDescriptorType type;
        VkDescriptorImageInfo info;
    };
    std::vector<BufferBinding> buffers_;
    std::vector<ImageBinding> images_;
};

struct Pipeline {
    UniqueSetLayout set_layout;
    UniquePipelineLayout layout;
    UniquePipeline pipeline;
};

Pipeline make_pipeline(const Device& device, const Bindings& bindings,
                       std::span<const std::uint32_t> words) {
    Pipeline result;
    const auto layout_bindings = bindings.layout();
    const VkDescriptorSetLayoutCreateInfo set_info{
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
        .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
        .bindingCount = static_cast<std::uint32_t>(layout_bindings.size()),
        .pBindings = layout_bindings.data(),
    };
    VkDescriptorSetLayout set = VK_NULL_HANDLE;
    check(vkCreateDescriptorSetLayout(device.handle(), &set_info, nullptr, &set),
          "vkCreateDescriptorSetLayout");
    result.set_layout = UniqueSetLayout(device.handle(), set);
    const VkPipelineLayoutCreateInfo layout_info{
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .setLayoutCount = 1,
        .pSetLayouts = &set,
    };
    VkPipelineLayout layout = VK_NULL_HANDLE;
    check(vkCreatePipelineLayout(device.handle(), &layout_info, nullptr, &layout),
          "vkCreatePipelineLayout");
    result.layout = UniquePipelineLayout(device.handle(), layout);
    const VkShaderModuleCreateInfo module_info{
        .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
        .codeSize = words.size_bytes(),
        .pCode = words.data(),
    };
    VkShaderModule shader = VK_NULL_HANDLE;
    check(vkCreateShaderModule(device.handle(), &module_info, nullptr, &shader),
          "vkCreateShaderModule");
    const UniqueShaderModule owned_shader(device.handle(), shader);
    const VkComputePipelineCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
        .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                  .module = shader,
                  .pName = "main"},
        .layout = layout,
    };
    VkPipeline pipeline = VK_NULL_HANDLE;
    check(vkCreateComputePipelines(device.handle(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline),
          "vkCreateComputePipelines");
    result.pipeline = UniquePipeline(device.handle(), pipeline);
    return result;
}

} // namespace

color::GpuProgramOptions ColorProgramTest::options(std::uint32_t index) {
    const std::uint32_t first = 2 + kBindingsPerProgram * index;
    return {.prefix = std::string("ocio_") + static_cast<char>('a' + index) + "_",
            .set = 0,
            .uniform_binding = first,
            .first_texture_binding = first + 1};
}

ProgramOutput ColorProgramTest::run_programs(std::span<const GpuProgram> programs,
                                             std::span<const float> rgba,
                                             const color::Grade& grade) {
    const auto words = compiled(shader_text(programs));
    if (words.empty()) return {};
    const Buffer before = make_buffer(rgba);
    const Buffer after(device(), rgba.size_bytes(), BufferMemory::HostCached, "after");
    const Buffer after_half(device(), rgba.size_bytes() / 2, BufferMemory::HostCached, "halves");
    const auto pixels = static_cast<std::uint32_t>(rgba.size() / 4);
    const Table target = make_half_target(device(), pixels);
    Bindings bindings;
    bindings.add(0, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, before.handle());
    bindings.add(1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, after.handle());
    bindings.add_target(kHalfBinding, target);
    std::vector<Buffer> buffers;
    std::vector<Table> tables;
    for (std::size_t i = 0; i < programs.size(); ++i) {
        if (programs[i].uniform_bytes() > 0) {
            std::vector<std::byte> block(programs[i].uniform_bytes());
            programs[i].fill_uniforms(grade, block);
            buffers.push_back(make_buffer(std::span<const std::byte>(block)));
            bindings.add(options(static_cast<std::uint32_t>(i)).uniform_binding,
                         VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, buffers.back().handle());
        }
        for (const GpuTexture& texture : programs[i].textures()) {
            tables.push_back(make_table(device(), texture));
            const Buffer values = make_buffer(std::span<const float>(texture.rgba));
            run([&](VkCommandBuffer cmd) {
                upload(cmd, values, texture, tables.back().image.get());
            });
            bindings.add(texture.binding, tables.back());
        }
    }
    const Pipeline pipeline = make_pipeline(device(), bindings, words);
    const auto writes = bindings.writes();
    run([&](VkCommandBuffer cmd) {
        move_image(cmd, target.image.get(), VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_GENERAL);
        vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.pipeline.get());
        device().push_descriptors()(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout.get(), 0,
                                    static_cast<std::uint32_t>(writes.size()), writes.data());
        vkCmdDispatch(cmd, (pixels + kGroup - 1) / kGroup, 1, 1);
        download(cmd, target.image.get(), pixels, after_half);
    });
    return {read<float>(after), floats_of(read<std::uint16_t>(after_half))};
}

} // namespace seamline::test
