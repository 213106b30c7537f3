#include "renderer/color/glsl_for_vulkan.h"

#include <regex>
#include <sstream>

namespace seamline::color {
namespace {

std::string without_comments(std::string_view glsl) {
    std::string text;
    std::size_t at = 0;
    while (at < glsl.size()) {
        const std::string_view rest = glsl.substr(at);
        if (rest.substr(0, 2) == "//") {
            at = std::min(glsl.find('\n', at), glsl.size());
        } else if (rest.substr(0, 2) == "/*") {
            const std::size_t end = glsl.find("*/", at + 2);
            at = end == std::string_view::npos ? glsl.size() : end + 2;
        } else {
            text += glsl[at++];
        }
    }
    return text;
}

bool read_type(const std::string& word, UniformType& type, std::size_t& bytes) {
    bytes = 4;
    if (word == "float")
        type = UniformType::Float;
    else if (word == "int")
        type = UniformType::Int;
    else if (word == "bool")
        type = UniformType::Bool;
    else if (word == "vec3")
        type = UniformType::Vec3, bytes = 12;
    else
        return false;
    return true;
}

Error unplaced(const std::string& line) {
    return {ErrorCode::Unsupported,
            "the colour transform's GLSL has a declaration that Vulkan cannot take: " +
                line.substr(0, 120)};
}

class Rewriter {
public:
    explicit Rewriter(const GpuProgramOptions& options)
        : options_(options), next_binding_(options.first_texture_binding) {}

    Result<Done> line(const std::string& text) {
        static const std::regex sampler("^\\s*uniform\\s+sampler([123])D\\s+(\\w+)\\s*;\\s*$");
        static const std::regex plain(
            "^\\s*uniform\\s+(\\w+)\\s+(\\w+)\\s*(?:\\[\\s*(\\d+)\\s*\\])?\\s*;\\s*$");
        static const std::regex left_over("\\b(uniform\\b|[iu]?sampler\\w*)");
        std::smatch match;
        if (std::regex_match(text, match, sampler)) {
            add_sampler(match[2], std::stoi(match[1]));
            return Done{};
        }
        if (std::regex_match(text, match, plain)) {
            const unsigned long count = match[3].matched ? std::stoul(match[3]) : 1;
            return add_uniform(match[1], match[2], count) ? Result<Done>(Done{})
                                                          : Result<Done>(unplaced(text));
        }
        if (std::regex_search(text, left_over)) return unplaced(text);
        body_ << text << '\n';
        return Done{};
    }

    VulkanGlsl finish() {
        std::ostringstream text;
        if (!result_.uniforms.empty()) {
            text << "layout(set = " << options_.set << ", binding = " << options_.uniform_binding
                 << ", scalar) uniform " << options_.prefix << "Uniforms {\n"
                 << members_.str() << "};\n";
        }
        text << samplers_.str() << body_.str();
        result_.text = text.str();
        return std::move(result_);
    }

private:
    void add_sampler(const std::string& name, int dimensions) {
        const std::uint32_t binding = next_binding_++;
        result_.samplers.push_back({name, dimensions, binding});
        samplers_ << "layout(set = " << options_.set << ", binding = " << binding
                  << ") uniform sampler" << dimensions << "D " << name << ";\n";
    }

    bool add_uniform(const std::string& type_name, const std::string& name, std::size_t count) {
        UniformMember member{name, UniformType::Float, count, result_.uniform_bytes};
        std::size_t bytes = 0;
        if (count == 0 || !read_type(type_name, member.type, bytes)) return false;
        result_.uniforms.push_back(member);
        result_.uniform_bytes += bytes * count;
        members_ << "    " << type_name << ' ' << name;
        if (count > 1) members_ << '[' << count << ']';
        members_ << ";\n";
        return true;
    }

    GpuProgramOptions options_;
    std::uint32_t next_binding_;
    std::ostringstream members_, samplers_, body_;
    VulkanGlsl result_;
};

} // namespace

Result<VulkanGlsl> glsl_for_vulkan(std::string_view glsl, const GpuProgramOptions& options) {
    Rewriter rewriter(options);
    std::istringstream lines(without_comments(glsl));
    std::string line;
    while (std::getline(lines, line)) {
        if (const auto done = rewriter.line(line); !done) return done.error();
    }
    return rewriter.finish();
}

} // namespace seamline::color
