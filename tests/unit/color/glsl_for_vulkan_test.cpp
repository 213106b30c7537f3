#include "renderer/color/glsl_for_vulkan.h"

#include "renderer/color/color_processor.h"

#include <gtest/gtest.h>

#include <cstring>

namespace seamline::color {
namespace {

TEST(GlslForVulkan, MovesUniformsIntoAScalarBlockAndBindsSamplers) {
    const auto glsl = glsl_for_vulkan(
        "// a uniform comment\n"
        "uniform sampler3D lutSampler;\n"
        "uniform float gain;\n"
        "uniform vec3 lift;\n"
        "uniform bool off;\n"
        "uniform float knots[60];\n"
        "uniform sampler1D curveSampler;\n"
        "/* sampler2D\n uniform */\n"
        "vec4 f(vec4 c) { return c; }\n",
        {.prefix = "a_", .set = 2, .uniform_binding = 5, .first_texture_binding = 7});
    ASSERT_TRUE(glsl) << glsl.error().message;
    const VulkanGlsl& result = glsl.value();
    EXPECT_NE(result.text.find("layout(set = 2, binding = 5, scalar) uniform a_Uniforms {\n"
                               "    float gain;\n    vec3 lift;\n    bool off;\n"
                               "    float knots[60];\n};\n"),
              std::string::npos)
        << result.text;
    EXPECT_NE(result.text.find("layout(set = 2, binding = 7) uniform sampler3D lutSampler;"),
              std::string::npos);
    EXPECT_NE(result.text.find("layout(set = 2, binding = 8) uniform sampler1D curveSampler;"),
              std::string::npos);
    EXPECT_NE(result.text.find("vec4 f(vec4 c) { return c; }"), std::string::npos);
    ASSERT_EQ(result.uniforms.size(), 4U);
    EXPECT_EQ(result.uniforms[1].offset, 4U);
    EXPECT_EQ(result.uniforms[3].offset, 20U);
    EXPECT_EQ(result.uniform_bytes, 20U + 240U);
}

TEST(GlslForVulkan, RefusesWhatItCannotPlace) {
    for (const char* text :
         {"uniform mat4 m;\n", "  uniform float a, b;\n", "uniform float a[0];\n",
          "uniform samplerCube s;\n", "uniform isampler2D s;\n",
          "layout(location=0) uniform float x;\n", "uniform Block { float a; };\n",
          "uniform\nfloat a;\n", "vec4 f(sampler2D s) { return vec4(0); }\n"}) {
        const auto glsl = glsl_for_vulkan(text, {});
        ASSERT_FALSE(glsl) << text;
        EXPECT_EQ(glsl.error().code, ErrorCode::Unsupported);
    }
}

TEST(GpuProgram, PrefixesKeepTwoProgramsApart) {
    SourceColor source{.input_space = "Rec.2100 PQ"};
    const auto processor =
        ColorProcessor::viewed(ColorConfig::built_in(), source, {}, GradeUse::Dynamic);
    ASSERT_TRUE(processor) << processor.error().message;
    const auto a = processor.value().gpu_program({.prefix = "ocio_a_", .set = 1});
    const auto b = processor.value().gpu_program({.prefix = "ocio_b_", .set = 2});
    ASSERT_TRUE(a) << a.error().message;
    ASSERT_TRUE(b) << b.error().message;
    EXPECT_EQ(a.value().function_name(), "ocio_a_apply");
    EXPECT_EQ(a.value().glsl().find("ocio_b_"), std::string::npos);
    EXPECT_NE(a.value().cache_id(), b.value().cache_id());
    ASSERT_FALSE(a.value().textures().empty());
    const GpuTexture& table = a.value().textures().front();
    EXPECT_EQ(table.rgba.size(), 4U * table.width * table.height * table.depth);
    EXPECT_EQ(table.name.substr(0, 7), "ocio_a_");
    for (const char* prefix : {"", "1a", "a-b", "a__b", "gl_x"}) {
        EXPECT_FALSE(processor.value().gpu_program({.prefix = prefix})) << prefix;
    }
}

TEST(GpuProgram, UniformsFollowTheGrade) {
    const auto processor =
        ColorProcessor::viewed(ColorConfig::built_in(), {}, {}, GradeUse::Dynamic);
    ASSERT_TRUE(processor);
    EXPECT_FALSE(processor.value().is_identity());
    const auto program = processor.value().gpu_program({});
    ASSERT_TRUE(program) << program.error().message;
    std::vector<std::byte> neutral(program.value().uniform_bytes());
    std::vector<std::byte> brighter(neutral.size());
    ASSERT_FALSE(neutral.empty());
    Grade grade;
    program.value().fill_uniforms(grade, neutral);
    grade.exposure_stops = 1.5;
    program.value().fill_uniforms(grade, brighter);
    EXPECT_NE(std::memcmp(neutral.data(), brighter.data(), neutral.size()), 0);
    float exposure = 0; // The first member; see the GLSL.
    std::memcpy(&exposure, brighter.data(), sizeof exposure);
    EXPECT_EQ(exposure, 1.5F);
}

TEST(GpuProgram, FixedGradesHaveNoUniforms) {
    const auto processor =
        ColorProcessor::viewed(ColorConfig::built_in(), {.input_space = "ARRI LogC4"}, {});
    ASSERT_TRUE(processor);
    const auto program = processor.value().gpu_program({});
    ASSERT_TRUE(program);
    EXPECT_EQ(program.value().uniform_bytes(), 0U);
    EXPECT_TRUE(program.value().textures().empty());
}

} // namespace
} // namespace seamline::color
