#include "renderer/color/grade_files.h"

#include "decode/media/lower_case.h"
#include "renderer/color/cube_check.h"
#include "renderer/color/ocio.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>

namespace seamline::color {
namespace {

constexpr std::uintmax_t kLargestLutBytes = 256U << 20U;
constexpr std::uintmax_t kLargestCdlBytes = 4U << 20U;

std::string extension_of(const std::filesystem::path& file) {
    const std::string extension = lower_case(file.extension().string());
    return extension.empty() ? extension : extension.substr(1);
}

Result<Done> check_size(const std::filesystem::path& file, std::uintmax_t largest) {
    std::error_code failure;
    const auto status = std::filesystem::status(file, failure);
    if (!std::filesystem::exists(status)) {
        return Error{ErrorCode::NotFound, file.string() + ": no such file"};
    }
    if (!std::filesystem::is_regular_file(status)) {
        return Error{ErrorCode::InvalidArgument, file.string() + ": not a file"};
    }
    const std::uintmax_t bytes = std::filesystem::file_size(file, failure);
    if (failure) return Error{ErrorCode::Io, file.string() + ": " + failure.message()};
    if (bytes > largest) {
        return Error{ErrorCode::TooLarge,
                     file.string() + ": larger than " + std::to_string(largest >> 20U) + " MiB"};
    }
    return Done{};
}

Result<std::string> read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream) return Error{ErrorCode::Io, file.string() + ": cannot be read"};
    return text;
}

Error not_finite(const std::filesystem::path& file, std::size_t line) {
    return {ErrorCode::Corrupt, file.string() + (line ? ":" + std::to_string(line) : "") +
                                    ": holds a value that is not a finite number"};
}

// The first line with a word that is a number but not a finite one; 0 when there is none.
std::size_t line_of_non_finite(const std::string& text) {
    const std::string_view separators = " \t\r\n,;<>\"'=";
    std::size_t line = 1;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == '\n') ++line;
        if (separators.find(text[at]) != std::string_view::npos) {
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        double value = 0;
        if (read_number(std::string_view(text).substr(at, end - at), value) &&
            !std::isfinite(static_cast<float>(value))) {
            return line;
        }
        at = end;
    }
    return 0;
}

bool is_finite(const OCIO::Lut1DTransform& lut) {
    float r = 0, g = 0, b = 0;
    for (unsigned long i = 0; i < lut.getLength(); ++i) {
        // The entries for the non-finite inputs of a half-domain table.
        if (lut.getInputHalfDomain() && (i & 0x7c00U) == 0x7c00U) continue;
        lut.getValue(i, r, g, b);
        if (!std::isfinite(r) || !std::isfinite(g) || !std::isfinite(b)) return false;
    }
    return true;
}

bool is_finite(const OCIO::Lut3DTransform& lut) {
    const unsigned long edge = lut.getGridSize();
    float r = 0, g = 0, b = 0;
    for (unsigned long i = 0; i < edge * edge * edge; ++i) {
        lut.getValue(i / (edge * edge), i / edge % edge, i % edge, r, g, b);
        if (!std::isfinite(r) || !std::isfinite(g) || !std::isfinite(b)) return false;
    }
    return true;
}

bool is_finite(const OCIO::MatrixTransform& transform) {
    double matrix[16], offset[4];
    transform.getMatrix(matrix);
    transform.getOffset(offset);
    const auto finite = [](double value) { return std::isfinite(value); };
    return std::all_of(std::begin(matrix), std::end(matrix), finite) &&
           std::all_of(std::begin(offset), std::end(offset), finite);
}

bool is_finite(const OCIO::ConstTransformRcPtr& transform) {
    if (const auto lut = OCIO_DYNAMIC_POINTER_CAST<const OCIO::Lut1DTransform>(transform)) {
        return is_finite(*lut);
    }
    if (const auto lut = OCIO_DYNAMIC_POINTER_CAST<const OCIO::Lut3DTransform>(transform)) {
        return is_finite(*lut);
    }
    if (const auto matrix = OCIO_DYNAMIC_POINTER_CAST<const OCIO::MatrixTransform>(transform)) {
        return is_finite(*matrix);
    }
    return true;
}

// The line of a value that is not finite, if there is one; else OpenColorIO's own words.
Error refusal(const std::filesystem::path& file, const std::exception& failure) {
    const auto text = read_text(file);
    const std::size_t line = text ? line_of_non_finite(text.value()) : 0;
    if (line != 0) return not_finite(file, line);
    return ocio_error(ErrorCode::Corrupt, file.string(), failure);
}

Result<Done> check_values(const std::filesystem::path& file) {
    const auto transform = OCIO::FileTransform::Create();
    transform->setSrc(std::filesystem::absolute(file).string().c_str());
    const auto group = OCIO::Config::CreateRaw()->getProcessor(transform)->createGroupTransform();
    for (int i = 0; i < group->getNumTransforms(); ++i) {
        if (is_finite(OCIO::ConstTransformRcPtr(group->getTransform(i)))) continue;
        const auto text = read_text(file);
        const std::size_t line = text ? line_of_non_finite(text.value()) : 0;
        return not_finite(file, line);
    }
    return Done{};
}

Cdl value_of(const OCIO::CDLTransform& transform) {
    Cdl cdl;
    transform.getSlope(cdl.slope.data());
    transform.getOffset(cdl.offset.data());
    transform.getPower(cdl.power.data());
    cdl.saturation = transform.getSat();
    return cdl;
}

bool is_finite(const Cdl& cdl) {
    const auto finite = [](double value) { return std::isfinite(value); };
    return std::all_of(cdl.slope.begin(), cdl.slope.end(), finite) &&
           std::all_of(cdl.offset.begin(), cdl.offset.end(), finite) &&
           std::all_of(cdl.power.begin(), cdl.power.end(), finite) && finite(cdl.saturation);
}

} // namespace

Result<std::vector<CdlCorrection>> cdl_corrections(const std::filesystem::path& file) {
    silence_ocio();
    if (const auto usable = check_size(file, kLargestCdlBytes); !usable) return usable.error();
    const std::string extension = extension_of(file);
    if (extension != "cdl" && extension != "cc" && extension != "ccc") {
        return Error{ErrorCode::Unsupported,
                     file.string() + ": not a CDL; give a .cdl, .cc or .ccc file"};
    }
    const std::string path = std::filesystem::absolute(file).string();
    try {
        OCIO::ClearAllCaches(); // The file may have changed since it was last read.
        std::vector<CdlCorrection> corrections;
        const auto add = [&](const OCIO::CDLTransform& transform) {
            const char* id = transform.getID();
            corrections.push_back({id ? id : "", value_of(transform)});
        };
        if (extension == "cc") {
            add(*OCIO::CDLTransform::CreateFromFile(path.c_str(), ""));
        } else {
            const auto group = OCIO::CDLTransform::CreateGroupFromFile(path.c_str());
            for (int i = 0; i < group->getNumTransforms(); ++i) {
                const auto cdl =
                    OCIO_DYNAMIC_POINTER_CAST<OCIO::CDLTransform>(group->getTransform(i));
                if (cdl) add(*cdl);
            }
        }
        if (corrections.empty()) {
            return Error{ErrorCode::Corrupt, file.string() + ": holds no colour correction"};
        }
        return corrections;
    } catch (const std::exception& failure) {
        return refusal(file, failure);
    }
}

Result<Cdl> read_cdl(const std::filesystem::path& file, const std::string& id) {
    const auto corrections = cdl_corrections(file);
    if (!corrections) return corrections.error();
    std::string known;
    for (const CdlCorrection& correction : corrections.value()) {
        if (!id.empty() && correction.id != id) {
            known += (known.empty() ? "\"" : ", \"") + correction.id + "\"";
            continue;
        }
        if (is_finite(correction.cdl)) return correction.cdl;
        const auto text = read_text(file);
        const std::size_t line = text ? line_of_non_finite(text.value()) : 0;
        return not_finite(file, line);
    }
    return Error{ErrorCode::NotFound,
                 one_line(file.string() + ": has no correction \"" + id + "\"; it has " + known)};
}

Result<Done> check_lut(const std::filesystem::path& file) {
    silence_ocio();
    if (const auto usable = check_size(file, kLargestLutBytes); !usable) return usable.error();
    const std::string extension = extension_of(file);
    if (extension == "cube" || extension == "3dl") {
        const auto text = read_text(file);
        if (!text) return text.error();
        const auto check = extension == "cube" ? check_cube : check_3dl;
        if (auto done = check(text.value(), file.string()); !done) return done;
    }
    try {
        OCIO::ClearAllCaches(); // The file may have changed since it was last read.
        return check_values(file);
    } catch (const std::exception& failure) {
        return refusal(file, failure);
    }
}

} // namespace seamline::color
