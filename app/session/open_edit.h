// app/session/open_edit.h: timeline files and runs of takes as sources of a session.
#pragma once

#include "app/interchange/event_origin.h"
#include "app/interchange/read_edit.h"
#include "app/interchange/relink.h"
#include "app/session/session.h"
#include "decode/media/result.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace seamline::session {

/// Where the media of edits are on this machine, and what is generated.
struct EditPlaces {
    std::vector<interchange::PathMap> maps;
    std::vector<std::filesystem::path> roots; ///< Searched by name, and by reel and timecode.
    std::vector<interchange::OriginRule> origins;

    friend bool operator==(const EditPlaces&, const EditPlaces&) = default;
};

/// `places` with what $SEAMLINE_PATH_MAPS ("from=to;from=to") and $SEAMLINE_MEDIA_ROOTS
/// ("folder:folder") add behind it.
EditPlaces with_environment(EditPlaces places);

/// Whether a candidate is where the edit says it is, written or mapped; all others are proposals
/// that a person applies, however likely they are.
bool is_sure(const interchange::RelinkCandidate& candidate);

/// One timeline of a file. Its media that are surely found are linked; `plan` has everything that
/// was found of all of them, sure or not.
struct OpenedEdit {
    Source source;
    interchange::RelinkPlan plan;
};

/// Number of media of an edit, and of those that are nowhere yet.
struct MediaCount {
    std::size_t media = 0;
    std::size_t offline = 0;
};
MediaCount count_media(const interchange::Edit& edit);

/// A cut of `edit`, its origins marked by `rules`; image sequences get the rate of their first use.
SharedCut make_cut(interchange::Edit edit, const std::vector<interchange::OriginRule>& rules);

/// Reads every timeline of `file` and looks for its media. The folder of the file is searched, too.
/// Blocks: on the disk, also to look into candidates. Threads: safe.
/// Errors: as interchange::read_edit; Cancelled.
Result<std::vector<OpenedEdit>> open_edit(const std::filesystem::path& file,
                                          const EditPlaces& places,
                                          const interchange::ReadOptions& options = {},
                                          const std::function<bool()>& cancelled = {});

/// Whether a cut came from a list that states no rate, and is still as that was read.
bool is_list(const Cut& cut);

/// The list that `cut` was read from, read again at `rate`, with its media linked and read as they
/// are now. What was changed in the cut since it was opened is not in it. `file` names it in
/// errors. Errors: InvalidArgument (no list, or no such rate); those of
/// interchange::read_edit_text.
Result<SharedCut> list_at_rate(const Cut& cut, const std::filesystem::path& file,
                               const Rational& rate, const EditPlaces& places);

/// Looks again for the media of an edit, e.g. under other roots.
interchange::RelinkPlan plan_relink(const interchange::Edit& edit,
                                    const std::filesystem::path& file, const EditPlaces& places,
                                    const std::function<bool()>& cancelled = {});

/// The takes one after another, whole; a folder stands for its media in name order.
/// Blocks: on the disk. Errors: NotFound (nothing there can be played); Io.
Result<Source> cut_of_takes(std::span<const std::filesystem::path> takes, const std::string& name);

} // namespace seamline::session
