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

/// Ticks [first, last] at which a source shows those of its frames, which are record frames of an
/// edit; none: it never does.
std::optional<std::pair<std::int64_t, std::int64_t>>
ticks_of(const ViewModel& model, const session::Source& source, std::int64_t from, std::int64_t to);

/// The first tick at which a source shows any of a medium's frames that are meant, the nearest one
/// at or after the playhead where an edit shows them several times; none: it never does.
std::optional<std::int64_t> tick_of_target(const ViewModel& model, const session::Source& source,
                                           const review::Medium& medium,
                                           const review::Target& target);

/// What was said of a source's pictures, with the table that the indices are of; that of an edit
/// may come a moment late. Null: nothing is known.
struct SourceRemarks {
    std::shared_ptr<const DecisionTable> table;
    std::shared_ptr<const PlacedRemarks> remarks;
};
SourceRemarks remarks_on(const ViewModel& model, const session::Source& source);

/// Gives the sources of a view the generators that the review knows of their media: it knows them
/// by their content, also from sidecars and other people.
void take_generators(session::Session& session, const ReviewView& review);

/// What is known of a medium whose facts are `media`; its id is left empty.
review::Medium medium_facts(const std::filesystem::path& path, const std::string& name,
                            const MediaDescription& media);

} // namespace seamline::ui
