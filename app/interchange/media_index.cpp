#include "app/interchange/media_index.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return lower;
}

MediaIndex::MediaIndex(const RelinkOptions& options)
    : end_(std::chrono::steady_clock::now() + options.limits.time) {
    for (const fs::path& root : options.roots) walk(root, options.limits.depth, options);
}

bool MediaIndex::ended(const RelinkOptions& options) {
    if (!note_.empty()) return true;
    if (by_name_.size() >= options.limits.files)
        note_ = "the search stopped after " + std::to_string(options.limits.files) + " files";
    else if (std::chrono::steady_clock::now() > end_)
        note_ =
            "the search stopped after " + std::to_string(options.limits.time.count() / 1000) + " s";
    else if (options.cancelled && options.cancelled())
        note_ = "the search was cancelled";
    return !note_.empty();
}

void MediaIndex::walk(const fs::path& folder, int depth, const RelinkOptions& options) {
    std::error_code code;
    std::vector<fs::path> folders;
    fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, code);
    for (; !code && entries != fs::directory_iterator(); entries.increment(code)) {
        if (ended(options)) return;
        std::error_code kind;
        if (entries->is_symlink(kind) && entries->is_directory(kind)) continue;
        if (entries->is_directory(kind))
            folders.push_back(entries->path());
        else if (entries->is_regular_file(kind))
            by_name_.emplace(lower_case(entries->path().filename().string()), entries->path());
    }
    if (depth <= 0) return;
    std::ranges::sort(folders);
    for (const fs::path& inner : folders) walk(inner, depth - 1, options);
}

std::vector<fs::path> MediaIndex::named(const std::string& name) const {
    std::vector<fs::path> paths;
    const auto [first, last] = by_name_.equal_range(lower_case(name));
    for (auto at = first; at != last; ++at) paths.push_back(at->second);
    std::ranges::sort(paths);
    return paths;
}

std::vector<fs::path> MediaIndex::with_stem(const std::string& stem) const {
    std::vector<fs::path> paths;
    const std::string wanted = lower_case(stem);
    for (auto at = by_name_.lower_bound(wanted);
         at != by_name_.end() && at->first.starts_with(wanted); ++at)
        if (fs::path(at->first).stem().string() == wanted) paths.push_back(at->second);
    std::ranges::sort(paths);
    return paths;
}

std::vector<fs::path> MediaIndex::starting(const std::string& prefix, std::size_t most) const {
    std::vector<fs::path> paths;
    const std::string wanted = lower_case(prefix);
    for (auto at = by_name_.lower_bound(wanted);
         at != by_name_.end() && at->first.starts_with(wanted) && paths.size() < most; ++at)
        paths.push_back(at->second);
    return paths;
}

std::vector<fs::path> MediaIndex::sequences(const SequenceFiles& files) const {
    const std::string prefix = lower_case(files.prefix);
    const std::string suffix = lower_case(files.suffix);
    std::map<fs::path, std::pair<std::string, fs::path>> first_of; // Folder: digits, file.
    for (auto at = by_name_.lower_bound(prefix);
         at != by_name_.end() && at->first.starts_with(prefix); ++at) {
        const std::string_view name = at->first;
        if (name.size() <= prefix.size() + suffix.size() || !name.ends_with(suffix)) continue;
        const std::string digits(
            name.substr(prefix.size(), name.size() - prefix.size() - suffix.size()));
        if (!is_number(digits)) continue;
        // Longer numbers are larger when they are padded alike.
        const auto smaller = [](const std::string& a, const std::string& b) {
            return a.size() != b.size() ? a.size() < b.size() : a < b;
        };
        const auto [known, is_new] =
            first_of.try_emplace(at->second.parent_path(), digits, at->second);
        if (!is_new && smaller(digits, known->second.first)) known->second = {digits, at->second};
    }
    std::vector<fs::path> paths;
    for (const auto& [folder, first] : first_of) paths.push_back(first.second);
    return paths;
}

} // namespace seamline::interchange
