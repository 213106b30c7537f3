// app/ui/review/ingest_preview.h: what taking in a folder would do, as rows of a table; pure.
#pragma once

#include "app/interchange/decisions/take_folder.h"
#include "app/playback/take_watch.h"
#include "app/review/review.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// What happens to one file.
enum class IngestFate : std::uint8_t {
    Comes,   ///< Becomes a take.
    Changes, ///< Is in that stack already, and something else is told of it, or of its shot.
    Moves,   ///< Is a take of another shot.
    IsThere, ///< Nothing is new.
    Waits,   ///< Its bytes are not read yet.
    Unclear, ///< Nothing tells its shot.
    Refused, ///< It, or what is said of it, cannot be read or used.
};

struct IngestRow {
    std::string file;
    std::string shot;      ///< Empty: not told.
    int number = 0;        ///< Its place in the shot's stack, from 1; 0: in none.
    std::string generator; ///< May be empty, like ...
    std::string version;   ///< ... this.
    std::string from;      ///< "name", "table + sidecar", ...; may be empty.
    IngestFate fate{};
    std::string words; ///< What happens, and why; never empty.
};

struct IngestPreview {
    std::vector<IngestRow> rows;           ///< One per movie, in the folder's order.
    std::vector<review::IngestItem> items; ///< The same for ingest_action.
    std::string pattern_problem;           ///< Why names tell nothing; empty: nothing is wrong.
    std::size_t coming = 0;                ///< Comes, Moves and Changes.
    std::size_t there = 0;
    std::size_t waiting = 0;
    std::size_t left_out = 0; ///< Unclear and refused.
    std::size_t shots = 0;    ///< That takes come into.
};

/// Two files of the same content are one take: the later one is refused.
IngestPreview ingest_preview(const interchange::TakeFolder& folder, const std::string& pattern,
                             const review::Review& review);
/// "11 takes come into 3 shots, 1 is there already, 2 are left out"
std::string words_of(const IngestPreview& preview);
/// Files that belong on the screen once it is done: shot by shot, in the order of the stacks.
std::vector<std::filesystem::path> files_to_open(const interchange::TakeFolder& folder,
                                                 const IngestPreview& preview);

/// What comes of a movie that came into a watched folder. What a person said goes before what its
/// name says: a take that is in some stack stays there, and of its facts only those are filled in
/// that are empty. A movie that was there when watching began and that the review knows, is left
/// as it is.
std::optional<review::IngestItem> arriving_item(const interchange::FolderTake& take, bool was_there,
                                                const std::string& pattern,
                                                const review::Review& review);

/// A take of some stack whose file is elsewhere now: it, with what is known of it and no more.
/// Nothing for others.
std::optional<review::IngestItem> moved_item(const interchange::FolderTake& take,
                                             const review::Review& review);

/// A take that came by itself and that nobody opened yet.
struct ArrivedTake {
    std::filesystem::path path;
    std::string media_id;
    std::string shot;    ///< Empty: in no stack, because of `problem`.
    int number = 0;      ///< Its place in the stack when it came; 0: in none.
    std::string problem; ///< Why it is in none.
};
/// "SH010: take 7 arrived." for one, "3 takes arrived in SH010 and SH020." for several; what is in
/// no stack is told with the reason. Empty for none.
std::string words_of(const std::vector<ArrivedTake>& arrived);

/// Of files that came into watched folders and cannot be read as movies: the last one, why, and how
/// many more. Empty for none.
std::string words_of(const std::vector<playback::TakeWatch::Broken>& broken);

} // namespace seamline::ui
