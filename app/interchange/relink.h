// app/interchange/relink.h: finds the media of an edit on this machine.
#pragma once

#include "app/interchange/edit.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// Where another machine's folder is here.
struct PathMap {
    /// A folder as edits name it: "/Volumes/x", "S:\\x", "\\\\server\\share", "file://localhost/x".
    /// Drive letters and shares match in any case, everything else as written; whole parts only.
    std::string from;
    std::filesystem::path to;

    friend bool operator==(const PathMap&, const PathMap&) = default;
};

/// "/Volumes/x=/mnt/x;S:\\=/mnt/s": what an environment variable holds. Entries without '=' are
/// left out.
std::vector<PathMap> path_maps(std::string_view text);

/// The path here of what an edit names: by the longest map whose `from` it lies in, else as it is.
/// Empty for URLs that are no files and for an empty `url`.
std::filesystem::path mapped_path(std::string_view url, const std::vector<PathMap>& maps);

/// What a file says of itself; anything it does not say is null or empty.
struct MediaFacts {
    std::optional<RationalTime> start; ///< Its timecode.
    std::optional<RationalTime> duration;
    std::string reel;
};
/// Reads them; null for what is no medium. May block; called for candidates only, once per file.
using FactsOf = std::function<std::optional<MediaFacts>(const std::filesystem::path&)>;

struct RelinkLimits {
    int depth = 16; ///< Folders below a root.
    std::size_t files = 500'000;
    std::chrono::milliseconds time{60'000};
    std::size_t candidates = 32; ///< Of one medium.
};

struct RelinkOptions {
    std::vector<PathMap> maps;
    std::vector<std::filesystem::path> roots;
    RelinkLimits limits;
    FactsOf facts;                   ///< May be empty: then nothing is compared.
    std::function<bool()> cancelled; ///< Asked between files; may be empty.
};

enum class RelinkReason : std::uint8_t { AsWritten, Mapped, SameName, SameStem, ReelAndTimecode };

struct RelinkCandidate {
    std::filesystem::path path; ///< A file; of a numbered sequence its first one.
    RelinkReason reason = RelinkReason::AsWritten;
    double confidence = 0; ///< 0 to 1.
    std::string why;       ///< For a person: "same name, 2 same folders; its timecode fits".

    friend bool operator==(const RelinkCandidate&, const RelinkCandidate&) = default;
};

/// One medium of an edit, wherever it is used, and where it may be.
struct RelinkEntry {
    struct Use {
        std::size_t track = 0;
        std::size_t event = 0;
        std::size_t media = 0; ///< Indices in Edit::tracks, Track::events, Event::media.
        friend bool operator==(const Use&, const Use&) = default;
    };
    MediaReference media;
    std::vector<Use> uses;
    std::vector<RelinkCandidate> candidates; ///< Best first.
};

struct RelinkPlan {
    std::vector<RelinkEntry> entries; ///< In order of first use.
    std::size_t files = 0;            ///< Looked at under the roots.
    std::string note;                 ///< Why the search ended early; empty: it did not.
};

/// Looks for every medium of `edit`: where it is written, through the maps, then under the roots by
/// name, by stem with another extension, and by reel and timecode. Applies nothing. Symbolic links
/// to folders are not followed. Under the roots all names are compared without case.
///
/// Confidence: 1 as written, 0.95 through a map, 0.8 by name (0.03 more for each equal folder
/// above, up to 0.12), 0.6 by stem, 0.7 by reel and timecode; 0.05 more where the file's timecode
/// covers what the edit uses, half where it does not.
///
/// Blocks: on the disk and on `facts`. Threads: safe on an edit that nobody changes.
RelinkPlan find_media(const Edit& edit, const RelinkOptions& options);

/// Sets MediaReference::path of every use; a use that is not in `edit` any more is left out.
void apply(Edit& edit, const RelinkEntry& entry, const RelinkCandidate& choice);

} // namespace seamline::interchange
