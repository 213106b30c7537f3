// app/ui/review/decision_places.h: what a decision is about when a key is pressed, and where
// decisions lie on the session's time.
#pragma once

#include "app/review/decision.h"
#include "app/review/medium.h"
#include "app/ui/ui_model.h"

#include <filesystem>
#include <optional>
#include <utility>

namespace seamline::ui {

/// The medium that is judged, with the frame that it shows.
struct DecisionPlace {
    session::SourceKey source = 0;
    std::filesystem::path path; ///< Absolute; of an edit the event's medium.
    std::int64_t frame = 0;     ///< Of the medium.
    review::Medium medium;      ///< All but its id, as far as it is known.
    std::string generator;      ///< Of the source, or of the event's take; may be empty.
};
/// Of what `source` shows (0: source A). Errors: InvalidArgument with a sentence.
Result<DecisionPlace> decision_place(const ViewModel& model, session::SourceKey source = 0);

/// The part of it that `kind` means: the shown frame; the frames between in and out; the shot
/// between the cuts around it, of an edit the frames that the event uses; the take. Errors:
/// InvalidArgument with a sentence that says what to do.
Result<review::Target> target_now(const ViewModel& model, const DecisionPlace& place,
                                  review::TargetKind kind);

/// Ticks [first, last] at which a source that is one medium shows those frames; none: it never
/// does, or is an edit.
std::optional<std::pair<std::int64_t, std::int64_t>>
ticks_of(const ViewModel& model, const session::Source& source, std::int64_t from, std::int64_t to);

/// What is known of a medium whose facts are `media`; its id is left empty.
review::Medium medium_facts(const std::filesystem::path& path, const std::string& name,
                            const MediaDescription& media);

} // namespace seamline::ui
