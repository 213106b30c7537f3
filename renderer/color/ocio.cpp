#include "renderer/color/ocio.h"

#include <array>
#include <mutex>
#include <regex>

namespace seamline::color {

std::string one_line(std::string_view text) {
    constexpr std::size_t kLongest = 400;
    std::string line;
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
        if (line.size() > kLongest) {
            line += "...";
            break;
        }
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

namespace {

// After the words by which OpenColorIO introduces the readers that know the file's extension: what
// the first of them says, for the others say the same of their own variant.
std::string_view essence(std::string_view text) {
    for (const std::string_view lead : {"gave the error:", "gave the errors:"}) {
        const std::size_t at = text.find(lead);
        if (at == std::string_view::npos) continue;
        text = text.substr(at + lead.size());
        constexpr std::string_view kReader = "' failed with:";
        const std::size_t first = text.find(kReader);
        if (first == std::string_view::npos) return text;
        text = text.substr(first + kReader.size());
        const std::size_t next = text.find(kReader);
        if (next == std::string_view::npos) return text;
        return text.substr(0, text.rfind('\'', next - 1));
    }
    return text;
}

} // namespace

Error ocio_error(ErrorCode code, std::string_view file, const std::exception& failure) {
    static const std::regex line_number("[Ll]ine *[:(]? *([0-9]+)\\)?");
    std::string reason = one_line(essence(failure.what()));
    if (reason.ends_with('.') && !reason.ends_with("..")) reason.pop_back();
    std::string where(file);
    std::smatch match;
    if (!file.empty() && std::regex_search(reason, match, line_number) && match[1] != "0") {
        where += ":" + match[1].str();
    }
    return {code, where.empty() ? reason : where + ": " + reason};
}

void silence_ocio() {
    static std::once_flag once;
    std::call_once(once, [] { OCIO::SetLoggingLevel(OCIO::LOGGING_LEVEL_NONE); });
}

OCIO::MatrixTransformRcPtr matrix_transform(const glm::dmat3& matrix) {
    std::array<double, 16> rows{};
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) {
            rows[static_cast<std::size_t>(4 * row + column)] = matrix[column][row];
        }
    }
    rows[15] = 1.0;
    const auto transform = OCIO::MatrixTransform::Create();
    transform->setMatrix(rows.data());
    return transform;
}

OCIO::MatrixTransformRcPtr scale_transform(double scale) {
    return matrix_transform(glm::dmat3(scale));
}

OCIO::ExponentTransformRcPtr power_transform(double exponent) {
    const auto transform = OCIO::ExponentTransform::Create();
    const double values[4] = {exponent, exponent, exponent, 1.0};
    transform->setValue(values);
    transform->setNegativeStyle(OCIO::NEGATIVE_MIRROR);
    return transform;
}

OCIO::BuiltinTransformRcPtr builtin_transform(const char* style) {
    const auto transform = OCIO::BuiltinTransform::Create();
    transform->setStyle(style);
    return transform;
}

OCIO::TransformRcPtr inverse(OCIO::TransformRcPtr transform) {
    transform->setDirection(OCIO::GetInverseTransformDirection(transform->getDirection()));
    return transform;
}

OCIO::GroupTransformRcPtr group_transform(std::initializer_list<OCIO::TransformRcPtr> parts) {
    const auto group = OCIO::GroupTransform::Create();
    for (const OCIO::TransformRcPtr& part : parts) group->appendTransform(part);
    return group;
}

} // namespace seamline::color
