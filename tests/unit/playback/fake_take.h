// tests/unit/playback/fake_take.h: takes without movies: files whose text begins with "movie".
#pragma once

#include "app/review/review.h"
#include "decode/media/result.h"
#include "tests/unit/session/temporary_folder.h"

#include <filesystem>
#include <functional>
#include <string>

namespace seamline::test {

/// As playback::read_take; the text of the file, at most 32 hexadecimal digits beside "movie", is
/// its content.
inline Result<review::Medium> read_fake_take(const std::filesystem::path& path,
                                             const review::Review& /*known*/,
                                             const std::function<bool()>& cancelled) {
    if (cancelled && cancelled()) return Error{ErrorCode::Cancelled, "cancelled"};
    const std::string text = read_text(path);
    if (!text.starts_with("movie")) return Error{ErrorCode::Corrupt, path.string() + ": no movie"};
    review::Medium medium;
    medium.media_id =
        "xxh3-128:" + std::string(text.size() < 32 ? 32 - text.size() : 0, '0') + text;
    medium.path = path;
    medium.frame_count = 48;
    return medium;
}

} // namespace seamline::test
