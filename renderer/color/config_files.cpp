#include "renderer/color/config_files.h"

#include "renderer/color/grade_files.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <string_view>
#include <vector>

namespace seamline::color {
namespace {

void collect(const OCIO::ConstTransformRcPtr& transform, std::vector<std::string>& names) {
    if (transform == nullptr) return;
    if (const auto group = OCIO_DYNAMIC_POINTER_CAST<const OCIO::GroupTransform>(transform)) {
        for (int i = 0; i < group->getNumTransforms(); ++i) collect(group->getTransform(i), names);
        return;
    }
    const auto file = OCIO_DYNAMIC_POINTER_CAST<const OCIO::FileTransform>(transform);
    if (file == nullptr || file->getSrc() == nullptr) return;
    if (std::ranges::find(names, file->getSrc()) == names.end()) names.emplace_back(file->getSrc());
}

/// As the configuration writes them.
std::vector<std::string> named_files(const OCIO::Config& config) {
    std::vector<std::string> names;
    const int spaces =
        config.getNumColorSpaces(OCIO::SEARCH_REFERENCE_SPACE_ALL, OCIO::COLORSPACE_ALL);
    for (int i = 0; i < spaces; ++i) {
        const auto space = config.getColorSpace(config.getColorSpaceNameByIndex(
            OCIO::SEARCH_REFERENCE_SPACE_ALL, OCIO::COLORSPACE_ALL, i));
        if (space == nullptr) continue;
        collect(space->getTransform(OCIO::COLORSPACE_DIR_TO_REFERENCE), names);
        collect(space->getTransform(OCIO::COLORSPACE_DIR_FROM_REFERENCE), names);
    }
    for (int i = 0; i < config.getNumLooks(); ++i) {
        const auto look = config.getLook(config.getLookNameByIndex(i));
        if (look == nullptr) continue;
        collect(look->getTransform(), names);
        collect(look->getInverseTransform(), names);
    }
    for (int i = 0; i < config.getNumViewTransforms(); ++i) {
        const auto view = config.getViewTransform(config.getViewTransformNameByIndex(i));
        if (view == nullptr) continue;
        collect(view->getTransform(OCIO::VIEWTRANSFORM_DIR_TO_REFERENCE), names);
        collect(view->getTransform(OCIO::VIEWTRANSFORM_DIR_FROM_REFERENCE), names);
    }
    return names;
}

/// Where it lies; empty when nowhere.
std::string place_of(const OCIO::Config& config, const std::string& name) {
    try {
        return config.getCurrentContext()->resolveFileLocation(name.c_str());
    } catch (const std::exception&) { // How OpenColorIO says that it is nowhere.
        return "";
    }
}

bool is_word_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Whether `words` stand in `line`, not as a part of longer ones.
bool holds(std::string_view line, std::string_view words) {
    for (std::size_t at = line.find(words); at != std::string_view::npos;
         at = line.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        const bool begins = at == 0 || !is_word_part(line[at - 1]);
        const bool ends = end == line.size() || !is_word_part(line[end]);
        if (begins && ends) return true;
    }
    return false;
}

/// The first line of `file` that holds `words`; 0 when none does.
int line_with(const std::filesystem::path& file, const std::string& words) {
    std::ifstream stream(file);
    int number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (holds(line, words)) return number;
    }
    return 0;
}

/// The words between 'quotation marks' in `text`.
std::vector<std::string> quoted(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = text.find('\''); at != std::string_view::npos;) {
        const std::size_t end = text.find('\'', at + 1);
        if (end == std::string_view::npos) break;
        if (end > at + 1) words.emplace_back(text.substr(at + 1, end - at - 1));
        at = text.find('\'', end + 1);
    }
    return words;
}

/// The first line of `file` that holds the most of `words`; 0 when none holds any.
int line_with_most(const std::filesystem::path& file, const std::vector<std::string>& words) {
    std::ifstream stream(file);
    int number = 0;
    int found = 0;
    std::ptrdiff_t most = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        const auto held = std::ranges::count_if(
            words, [&](const std::string& word) { return holds(line, word); });
        if (held <= most) continue;
        most = held;
        found = number;
    }
    return found;
}

} // namespace

Result<Done> check_named_files(const OCIO::Config& config, const std::filesystem::path& file) {
    for (const std::string& name : named_files(config)) {
        if (!place_of(config, name).empty()) continue;
        const int line = line_with(file, name);
        return Error{ErrorCode::NotFound,
                     one_line(file.string() + (line > 0 ? ":" + std::to_string(line) : "") +
                              ": the file \"" + name + "\" is not where the configuration looks")};
    }
    return Done{};
}

Error validation_error(const OCIO::Config& config, const std::filesystem::path& file,
                       const std::exception& failure) {
    const std::vector<std::string> names = named_files(config);
    if (names.empty() || config.getNumSearchPaths() > 0) {
        // OpenColorIO says what it misses, not where that is asked for.
        const int line = line_with_most(file, quoted(failure.what()));
        return ocio_error(ErrorCode::Corrupt,
                          file.string() + (line > 0 ? ":" + std::to_string(line) : ""), failure);
    }
    const int line = line_with(file, names.front());
    return {ErrorCode::Corrupt,
            one_line(file.string() + (line > 0 ? ":" + std::to_string(line) : "") +
                     ": the file \"" + names.front() +
                     "\" is named, but the configuration has no search_path")};
}

Error processor_error(const OCIO::Config& config, const std::string& file,
                      const std::exception& failure) {
    const std::string words = failure.what();
    for (const std::string& name : named_files(config)) {
        const std::string place = place_of(config, name);
        if (place.empty() || words.find(place) == std::string::npos) continue;
        if (const auto sound = check_lut(place); !sound) return sound.error();
    }
    return ocio_error(ErrorCode::Unsupported, file, failure);
}

Result<Done> CheckedFiles::check(const OCIO::Processor& processor) {
    const auto metadata = processor.getProcessorMetadata();
    for (int i = 0; i < metadata->getNumFiles(); ++i) {
        const std::string file = metadata->getFile(i);
        {
            const std::scoped_lock lock(mutex_);
            if (sound_.contains(file)) continue;
        }
        if (const auto sound = check_lut(file); !sound) return sound.error();
        const std::scoped_lock lock(mutex_);
        sound_.insert(file);
    }
    return Done{};
}

} // namespace seamline::color
