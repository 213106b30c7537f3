// app/interchange/takes_edit.h: a cut made of takes, with no timeline file.
#pragma once

#include "app/interchange/edit.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::interchange {

/// What has to be known of a take to place it.
struct TakeFacts {
    Rational rate{24};       ///< Frames per second, > 0.
    std::int64_t frames = 0; ///< > 0
    RationalTime start;      ///< Media time of its first frame; 0 without timecode.
    int width = 0;
    int height = 0;
};
/// Null for what cannot be played. May block.
using TakeFactsOf = std::function<std::optional<TakeFacts>(const std::filesystem::path&)>;

/// One video track with the takes one after another, each whole. The rate is the commonest of
/// theirs (the first of several), the size that of the first take; ends are rounded to whole record
/// frames of the exact sum. What cannot be played is left out and noted. Errors: NotFound, when
/// nothing of `takes` can be played.
Result<Edit> edit_from_takes(std::span<const std::filesystem::path> takes, const TakeFactsOf& facts,
                             const std::string& name);

/// The media of a folder (not below it) in natural order of their names ("take 2" before "take
/// 10"). Numbered stills of two or more are one medium, named by their first file. `is_media`
/// decides by name. Blocks: on the disk. Errors: NotFound; Io; TooLarge (100,000 entries).
Result<std::vector<std::filesystem::path>>
takes_of_folder(const std::filesystem::path& folder,
                const std::function<bool(const std::string&)>& is_media,
                const std::function<bool(const std::string&)>& is_still);

} // namespace seamline::interchange
