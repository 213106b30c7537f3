#include "renderer/passes/composite_words.h"

#include "shaders/composite_texts.h"

#include <shaderc/shaderc.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace seamline::renderer {
namespace {

/// What composite/color.glsl includes and nobody has written.
constexpr std::string_view kTransformFile = "composite/transform.glsl";

const char* file_of(CompositeShader shader) {
    switch (shader) {
    case CompositeShader::Fill:
        return "composite_fill.comp";
    case CompositeShader::Percentile:
        return "composite_percentile.comp";
    case CompositeShader::Fast:
        return "composite_fast.comp";
    case CompositeShader::FastMix:
        return "composite_fast_mix.comp";
    case CompositeShader::Scaled:
        return "composite_scaled.comp";
    case CompositeShader::ScaledMix:
        return "composite_scaled_mix.comp";
    case CompositeShader::General:
        return "composite_general.comp";
    case CompositeShader::GeneralMix:
        return "composite_general_mix.comp";
    case CompositeShader::Light:
        return "composite_light.comp";
    case CompositeShader::LightRows:
        return "composite_light_rows.comp";
    }
    return "";
}

/// The programs, and the two functions that composite/color.glsl wants of them.
std::string transform_text(const ColorPair& colors) {
    std::string text;
    std::string calls;
    std::string colored;
    for (std::size_t side = 0; side < colors.size(); ++side) {
        if (!colors[side]) continue;
        const color::GpuProgram& program = colors[side]->program(side);
        const std::string is_it = side == 0 ? "which == kA" : "which == kB";
        text += program.glsl() + "\n";
        calls +=
            "    if (" + is_it + ") return " + program.function_name() + "(vec4(rgb, 1.0)).rgb;\n";
        colored += (colored.empty() ? "" : " || ") + is_it;
    }
    return text + "vec3 color_transformed(int which, vec3 rgb) {\n" + calls +
           "    return rgb;\n}\nbool is_colored(int which) { return " + colored + "; }\n";
}

/// Finds included files: beside the file that names them, else from the shaders' folder.
class Texts {
public:
    explicit Texts(std::string transform) : transform_(std::move(transform)) {}

    std::optional<shaders::ShaderText> find(std::string_view path) const {
        if (path == kTransformFile) return shaders::ShaderText{kTransformFile, transform_};
        const auto* at =
            std::ranges::find(shaders::composite_texts, path, &shaders::ShaderText::path);
        if (at == std::end(shaders::composite_texts)) return std::nullopt;
        return *at;
    }

    std::optional<shaders::ShaderText> find_from(std::string_view from,
                                                 std::string_view name) const {
        const std::size_t folder = from.rfind('/');
        if (folder != std::string_view::npos) {
            const std::string beside = std::string(from.substr(0, folder + 1)) + std::string(name);
            if (const auto found = find(beside)) return found;
        }
        return find(name);
    }

private:
    std::string transform_;
};

shaderc_include_result* include(void* texts, const char* name, int /*type*/, const char* from,
                                std::size_t /*depth*/) {
    constexpr std::string_view missing = "no such file";
    const auto found = static_cast<const Texts*>(texts)->find_from(from, name);
    // An empty name tells the compiler that the content is an error message.
    const std::string_view path = found ? found->path : "";
    const std::string_view text = found ? found->text : missing;
    return new shaderc_include_result{path.data(), path.size(), text.data(), text.size(), nullptr};
}

void release(void* /*texts*/, shaderc_include_result* result) { delete result; }

struct Release {
    void operator()(shaderc_compiler_t one) const { shaderc_compiler_release(one); }
    void operator()(shaderc_compile_options_t one) const { shaderc_compile_options_release(one); }
    void operator()(shaderc_compilation_result_t one) const { shaderc_result_release(one); }
};
template <typename Handle> using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Release>;

std::string first_line(std::string text) { return text.substr(0, text.find('\n')); }

} // namespace

Result<std::vector<std::uint32_t>> composite_words(CompositeShader shader,
                                                   const ColorPair& colors) {
    Texts texts(transform_text(colors));
    const char* file = file_of(shader);
    const auto source = texts.find(file);
    const Owned<shaderc_compiler_t> compiler(shaderc_compiler_initialize());
    const Owned<shaderc_compile_options_t> options(shaderc_compile_options_initialize());
    if (!source || !compiler || !options)
        return Error{ErrorCode::Unsupported, "the shader compiler cannot be started"};
    shaderc_compile_options_set_target_env(options.get(), shaderc_target_env_vulkan,
                                           shaderc_env_version_vulkan_1_3);
    // Drivers optimize anyway. Before they know the specialization, optimizing takes seconds: every
    // way to read a picture is still in there.
    shaderc_compile_options_set_optimization_level(options.get(), shaderc_optimization_level_zero);
    shaderc_compile_options_add_macro_definition(options.get(), "COLORED", 7, nullptr, 0);
    shaderc_compile_options_set_include_callbacks(options.get(), include, release, &texts);
    const Owned<shaderc_compilation_result_t> result(
        shaderc_compile_into_spv(compiler.get(), source->text.data(), source->text.size(),
                                 shaderc_compute_shader, file, "main", options.get()));
    if (!result ||
        shaderc_result_get_compilation_status(result.get()) != shaderc_compilation_status_success) {
        const std::string why = result ? shaderc_result_get_error_message(result.get()) : "";
        return Error{ErrorCode::Unsupported,
                     "the colour transform cannot be compiled: " + first_line(why)};
    }
    const char* bytes = shaderc_result_get_bytes(result.get());
    std::vector<std::uint32_t> words(shaderc_result_get_length(result.get()) / 4);
    std::copy_n(bytes, words.size() * 4, reinterpret_cast<char*>(words.data()));
    return words;
}

} // namespace seamline::renderer
