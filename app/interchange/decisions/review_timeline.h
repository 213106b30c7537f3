// app/interchange/decisions/review_timeline.h: remarks where a timeline shows them: on one medium,
// on takes one after another, or on a cut.
#pragma once

#include "app/interchange/decisions/remark_words.h"
#include "app/interchange/edit.h"
#include "app/review/review.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace seamline::interchange {

/// A remark on one event. Record frames count from 0 at the edit's start.
struct ReviewMarker {
    EventPlace place;
    std::size_t take = 0; ///< Of the event's media: whose remark it is.
    bool is_shown = true; ///< That take is the event's active one.
    std::int64_t record = 0;
    std::int64_t duration = 1; ///< Frames, >= 1.
    Remark remark;
};

struct ReviewTimeline {
    Edit edit;
    /// Ascending `record`, then in the review's order: decisions, comments, drawings.
    std::vector<ReviewMarker> markers;
    /// "3 decisions on media that the edit does not have": what has no place here.
    std::vector<std::string> losses;
};

/// What formats that only have a marker's words lose of these: ids, strokes, threads.
std::vector<std::string> losses_of_words(const std::vector<const ReviewMarker*>& markers);

/// The frame of `medium` that `event` shows with `take` at a record frame; may lie outside of both.
std::int64_t medium_frame(const Event& event, const MediaReference& take,
                          const review::Medium& medium, const Rational& edit_rate,
                          std::int64_t record);
/// The first and last record frame of `event` that shows any of the medium's frames [from, to];
/// null: none does.
std::optional<std::pair<std::int64_t, std::int64_t>>
shown_frames(const Event& event, const MediaReference& take, const review::Medium& medium,
             const Rational& edit_rate, std::int64_t from, std::int64_t to);

/// The medium that an edit's reference names: by the media_id that `reference.review` holds, the
/// path where it was found or is said to be, the file's name, or its own name, where those are not
/// ambiguous. Null: none.
const review::Medium* find_medium(const MediaReference& reference,
                                  const std::vector<review::Medium>& media);

/// The whole medium as an edit of one event; record frames are its own.
Edit edit_of_medium(const review::Medium& medium);
ReviewTimeline timeline_of_medium(const review::Review& review, const review::Medium& medium);

/// Shots one after another, each an event with its takes, the pick (else the first that is not
/// eliminated) active; then media without a shot that have remarks. One timeline for each rate and
/// kind of timecode: record frames are frames of the shown takes. Takes of other rates than their
/// shot's active one stay in the stack.
std::vector<ReviewTimeline> timelines_of_takes(const review::Review& review);

/// A medium of a cut, by its media_id; empty: unknown.
using MediaIdOf = std::function<std::string(const MediaReference&)>;

/// A remark lands on every event that shows its frames, through slip and speed, and on every event
/// that has its medium as another take. Where `media_id_of` is null or knows nothing, find_medium()
/// does. Clips of video tracks only, enabled ones.
ReviewTimeline timeline_of_edit(const review::Review& review, const Edit& edit,
                                const MediaIdOf& media_id_of = {});

/// Where a remark on `target` lands on an event; null where the event shows nothing of it and
/// `is_shown`. Takes that are not shown are placed by their own slip, within the event.
std::optional<std::pair<std::int64_t, std::int64_t>>
placed_on(const Event& event, std::size_t take, bool is_shown, const review::Medium& medium,
          const Rational& edit_rate, const review::Target& target);

} // namespace seamline::interchange
