// app/cli/review_commands.h: what `seamline review` does, by name, and what its parts share.
#pragma once

#include "app/cli/arguments.h"
#include "app/review/reasons.h"
#include "app/review/review_log.h"
#include "decode/video_source.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::cli {

// Each gets the words after its name and returns the exit code.
int review_add(std::span<const std::string> words);
int review_list(std::span<const std::string> words);
int review_undo(std::span<const std::string> words);
int review_redo(std::span<const std::string> words);
int review_verify(std::span<const std::string> words);
int review_export(std::span<const std::string> words);
int review_import(std::span<const std::string> words);
int review_backup(std::span<const std::string> words);
int review_prune(std::span<const std::string> words);
int review_take(std::span<const std::string> words);
int review_pick(std::span<const std::string> words);
int review_shots(std::span<const std::string> words);
int review_todo(std::span<const std::string> words);
int review_ingest(std::span<const std::string> words);
int review_rank(std::span<const std::string> words);
int review_compare(std::span<const std::string> words);
int review_comment(std::span<const std::string> words);
int review_reasons(std::span<const std::string> words);
int review_policy(std::span<const std::string> words);

/// `options` with --db, --author and --help in the end.
std::vector<Option> with_review_options(std::span<const Option> options);

/// What a part was given; nothing when its help was printed. `form` is what follows "usage:
/// seamline ". Errors: see Arguments::parse.
Result<std::optional<Arguments>> parse_part(std::span<const std::string> words,
                                            std::span<const Option> options,
                                            const std::string& form, const std::string& summary);

enum class StoreUse { Read, Write };
/// --db, else session::review_file(). Errors: see open_sqlite_store.
Result<std::unique_ptr<review::EventStore>> open_review_store(const Arguments& arguments,
                                                              StoreUse use);
Result<std::unique_ptr<review::ReviewLog>> open_review(const Arguments& arguments, StoreUse use);
/// The same to read, but a store that is not there yet is an empty review.
Result<review::Review> read_review(const Arguments& arguments);

/// A policy from a file. Errors: those of interchange::read_text_file and policy_from.
Result<review::Policy> policy_file(const std::string& file);

/// --author, else session::review_author().
std::string author_of(const Arguments& arguments);

/// Names the medium by its bytes. Blocks: reads it, unless it was read before.
/// Errors: NotFound, Io.
Result<std::string> medium_id_of(const std::string& file);

/// The medium at `file` as it is now. Where `review` knows it there, that is what is returned and
/// nothing is decoded. When the path used to have other content that was decided on, one line on
/// stderr says so. Errors: NotFound, Io, Corrupt, Unsupported.
struct FoundMedium {
    review::Medium medium;
    bool changed = true; ///< Whether the review does not know it so.
};
Result<FoundMedium> find_medium(const std::string& file, const review::Review& review,
                                const decode::OpenOptions& open = {});

/// {"kind", "from", "to", "shot"}: a take has a kind only, a frame and a range have no shot.
nlohmann::ordered_json target_json(const review::Target& target);
/// "frame 12", "frames 12-30", "shot 3 (--shot 2, frames 40-80)", "take". In words shots count from
/// 1, as in the window, in reports and in markers.
std::string target_text(const review::Target& target);

/// Prints {"schema": "seamline.review_PART/1", "id"}, or the id alone. Returns kOk.
int print_id(const Arguments& arguments, const std::string& part, const std::string& id);

/// "'flikker' is not in the list of reasons; the nearest is 'flicker'".
std::string unlisted_text(const review::UnlistedReason& reason);
/// [{"reason", "nearest"}]; null where none is near.
nlohmann::ordered_json unlisted_json(std::span<const review::UnlistedReason> unlisted);
/// One line on stderr for each: it was kept as written.
void note_unlisted(std::span<const review::UnlistedReason> unlisted);

/// Prints one JSON object to stdout.
void print_json(const nlohmann::ordered_json& json);

} // namespace seamline::cli
