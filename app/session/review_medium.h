// app/session/review_medium.h: where reviews are kept, who decides, and media as reviews know them.
#pragma once

#include "app/review/medium.h"
#include "decode/media/media_description.h"

#include <filesystem>
#include <string>

namespace seamline::session {

/// $SEAMLINE_REVIEW_DB, else reviews.db in the program's XDG data folder; whether it exists or not.
std::filesystem::path review_file();

/// Who decides unless told otherwise: $SEAMLINE_AUTHOR, else the system user's full name, else the
/// user's login name; "unknown" where the system has neither. Nobody is authenticated.
std::string review_author();

/// Folder of the names of media that were read before: see analysis::cached_media_id.
std::filesystem::path media_id_folder();

/// What a review keeps of a medium at `path`, which is made absolute; what in it is not UTF-8 is
/// replaced. A medium without video has no frames and the rate 24.
review::Medium review_medium(const std::filesystem::path& path, const std::string& media_id,
                             const MediaDescription& description);

/// What is kept of a medium that is `known` and was found at `now.path`. A link to the file where
/// it is known (a blind comparison's "left.mp4") neither renames nor moves it. Blocks: on the disk.
review::Medium as_known(review::Medium now, const review::Medium& known);

} // namespace seamline::session
