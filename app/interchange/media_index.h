// app/interchange/media_index.h: the files under some folders, by name.
#pragma once

#include "app/interchange/relink.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// Every regular file under the roots, within limits, in the order of their paths.
class MediaIndex {
public:
    /// Blocks: on the disk.
    MediaIndex(const RelinkOptions& options);

    /// Files whose names, without case, are `name`.
    std::vector<std::filesystem::path> named(const std::string& name) const;
    /// Files whose names without extension, without case, are `stem`.
    std::vector<std::filesystem::path> with_stem(const std::string& stem) const;
    /// Files whose names, without case, start with `prefix`; at most `most`.
    std::vector<std::filesystem::path> starting(const std::string& prefix, std::size_t most) const;
    /// The first file of each folder that is a numbered one of the sequence.
    std::vector<std::filesystem::path> sequences(const SequenceFiles& files) const;

    std::size_t files() const { return by_name_.size(); }
    const std::string& note() const { return note_; }

private:
    void walk(const std::filesystem::path& folder, int depth, const RelinkOptions& options);
    bool ended(const RelinkOptions& options);

    std::multimap<std::string, std::filesystem::path> by_name_; ///< Lower-case name to path.
    std::chrono::steady_clock::time_point end_;
    std::string note_;
};

} // namespace seamline::interchange
