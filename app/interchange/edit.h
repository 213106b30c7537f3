// app/interchange/edit.h: an edit (the cut of a film or a scene) as plain values: tracks of events
// over media, whatever file it came from.
#pragma once

#include "decode/media/rational.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::interchange {

/// A time as a file states it: `value` frames (or units) at `rate` per second. Two times are equal
/// when they are written alike; compare `seconds()` for the same instant.
struct RationalTime {
    Rational value{0};
    Rational rate{24}; ///< > 0

    Rational seconds() const { return value / rate; }
    friend bool operator==(const RationalTime&, const RationalTime&) = default;
};

/// ASC CDL. Source: ASC Color Decision List Transfer Functions and Interchange Syntax, version 1.2.
struct EventCdl {
    std::array<double, 3> slope{1, 1, 1};
    std::array<double, 3> offset{0, 0, 0};
    std::array<double, 3> power{1, 1, 1};
    double saturation = 1;

    friend bool operator==(const EventCdl&, const EventCdl&) = default;
};

/// Numbered files of one medium: prefix, frame number padded with zeros, suffix.
struct SequenceFiles {
    std::string prefix;
    std::string suffix;
    std::int64_t first = 0;
    std::int64_t step = 1; ///< > 0
    int padding = 0;

    friend bool operator==(const SequenceFiles&, const SequenceFiles&) = default;
};

/// A take's own placing of its picture in the frame.
struct Reframe {
    double x = 0;     ///< Shift right, in heights of the frame.
    double y = 0;     ///< Shift down, in heights of the frame.
    double scale = 1; ///< > 0, about the middle.
    bool flip_horizontal = false;
    bool flip_vertical = false;

    friend bool operator==(const Reframe&, const Reframe&) = default;
};

/// One medium that an event can show: a take of its slot, or its only source.
struct MediaReference {
    std::string key;  ///< Unique within the event, e.g. "DEFAULT_MEDIA" or "veo31_t03".
    std::string name; ///< As the file says it: a clip name; may be empty.
    std::string url; ///< As written: "file:///Volumes/x/a.mp4", "S:\\x\\a.mov"; empty: none stated.
    std::string reel; ///< Tape or reel name; may be empty.
    /// Media time of the file's first frame (its timecode), where the edit states it.
    std::optional<RationalTime> start;
    std::optional<RationalTime> duration;
    std::optional<SequenceFiles> sequence; ///< `url` is then the folder.
    std::string generator;                 ///< "Sora 2", from metadata; may be empty.
    /// Its own slip, speed and placing in the slot; none: the event's. An event's source time that
    /// lies outside of a reference with a stated start and duration counts from its head instead,
    /// as it does in the medium that was active when the file was read.
    std::optional<RationalTime> source_start;
    std::optional<Rational> speed;
    std::optional<Reframe> reframe;
    /// What a review knows of it (see decisions/timeline_files.h): a JSON object that only
    /// OpenTimelineIO's metadata carries; empty: nothing.
    std::string review;
    /// Where it really is: set by relinking, never by a reader. Empty: offline.
    std::filesystem::path path;

    friend bool operator==(const MediaReference&, const MediaReference&) = default;
};

/// Who made the picture; a rule, metadata or a person says it.
enum class Origin : std::uint8_t { Unknown, Generated, LiveAction };
/// Where a person says that a generated event stands; None: it follows from its neighbours, see
/// placement_of.
enum class PlacementMark : std::uint8_t { None, Bookend, Inside };

struct EditMarker {
    std::int64_t record = 0;   ///< Record frame from 0, whatever the file counted from.
    std::int64_t duration = 1; ///< Frames, >= 1.
    std::string name;
    std::string note;
    std::string color; ///< The format's word in upper case: "RED"; may be empty.
    std::string author;
    std::string place; ///< See Event::place.
    /// What a review knows beyond that: a JSON object that only OpenTimelineIO's metadata carries;
    /// empty: nothing.
    std::string review;

    friend bool operator==(const EditMarker&, const EditMarker&) = default;
};

enum class EventKind : std::uint8_t { Clip, Gap };

/// A stretch of one track. The frame at record frame r (0 <= i = r - record_in < duration) shows
/// the medium at media time
///     source_start + i * speed / edit rate + h,
/// h being half of the shorter of what a record frame covers (|speed| / edit rate) and a frame of
/// the medium, in the sign of `speed`; half a frame of the medium when `speed` is 0. So a reverse
/// event starts at its exclusive out.
struct Event {
    EventKind kind = EventKind::Clip;
    std::string name;
    std::int64_t record_in = 0; ///< Record frames from 0 at the edit's start.
    std::int64_t duration = 0;  ///< >= 0; a clip of 0 frames is kept but shows nothing.
    /// Media time (a medium's `start` counts: a clip from the head of a tape that starts at
    /// 01:00:00:00 has 3600 s here) at the start of the first record frame.
    RationalTime source_start;
    Rational speed{1}; ///< Source seconds per record second; negative: reverse; 0: freeze frame.
    std::vector<MediaReference> media; ///< The takes of this slot; none: a gap or a lost reference.
    std::size_t active = 0;            ///< Which of `media`; clamped by readers.
    bool enabled = true;
    std::optional<EventCdl> cdl;
    Reframe reframe;
    Origin origin = Origin::Unknown;
    PlacementMark placement = PlacementMark::None;
    std::vector<EditMarker> markers; ///< Those that the file keeps on the event; record frames.
    /// What the file asks for and the player does not show: "variable speed: shown at 100 %",
    /// "effect Gaussian Blur". One phrase each, never empty strings.
    std::vector<std::string> unsupported;
    /// Where the event stands in the document it was read from (a JSON pointer, an XML id or path,
    /// a line number), so that a writer finds it again. Empty: the document does not have it.
    std::string place;

    const MediaReference* active_media() const {
        return active < media.size() ? &media[active] : nullptr;
    }
    std::int64_t record_out() const { return record_in + duration; } ///< Exclusive.
    friend bool operator==(const Event&, const Event&) = default;
};

enum class TransitionKind : std::uint8_t { Dissolve, Other };

/// Between the event that ends and the one that starts at record frame `at`: the outgoing one goes
/// on for `after` frames, the incoming one has started `before` frames earlier. At the i-th of the
/// n = before + after frames the incoming picture has the weight (i + 1/2) / n.
struct Transition {
    TransitionKind kind = TransitionKind::Dissolve;
    std::string name; ///< The file's word: "SMPTE_Dissolve", "W001".
    std::int64_t at = 0;
    std::int64_t before = 0; ///< >= 0
    std::int64_t after = 0;  ///< >= 0
    std::string place;       ///< See Event::place.

    friend bool operator==(const Transition&, const Transition&) = default;
};

enum class TrackKind : std::uint8_t { Video, Audio };

struct Track {
    TrackKind kind = TrackKind::Video;
    std::string name;
    bool enabled = true;
    /// In record order, without overlap. Time between them is empty, as a Gap is.
    std::vector<Event> events;
    std::vector<Transition> transitions; ///< Ascending `at`.
    std::string place;                   ///< See Event::place.

    friend bool operator==(const Track&, const Track&) = default;
};

enum class EditFormat : std::uint8_t { None, Otio, Cmx3600, Xmeml, Fcpxml };

/// The file that an edit was read from, for writers that change it in place.
struct EditDocument {
    EditFormat format = EditFormat::None;
    std::string text; ///< All of it.
    /// Which timeline of the document: a JSON pointer, an XML path; empty: the only one.
    std::string place;
};

/// Something a reader met that a person should know; `where` is a line, a pointer or an event's
/// name.
struct EditNote {
    std::string where;
    std::string what;

    friend bool operator==(const EditNote&, const EditNote&) = default;
};

/// An event of an edit, by place.
struct EventPlace {
    std::size_t track = 0;
    std::size_t event = 0;

    friend auto operator<=>(const EventPlace&, const EventPlace&) = default;
};

struct Edit {
    std::string name;
    Rational rate{24}; ///< Record frames per second.
    std::int64_t start_frame =
        0;                   ///< Record timecode of record frame 0, in frames from 00:00:00:00.
    bool drop_frame = false; ///< How record timecode is written.
    int width = 0;           ///< Of the picture; 0: not stated.
    int height = 0;
    std::vector<Track>
        tracks; ///< Bottom to top: of enabled video tracks the last with a clip wins.
    std::vector<EditMarker> markers;
    std::vector<EditNote> notes;                  ///< What was lost or guessed on reading.
    /// Of a file that states no rate: which one was taken and why, one phrase that is among the
    /// notes, too. Empty: the rate is stated, by the file or by who read it.
    std::string rate_guess;
    std::shared_ptr<const EditDocument> document; ///< Null: made here.

    /// Record frames from 0 to the end of the longest track.
    std::int64_t duration() const;
};

/// The most that an edit may hold.
struct EditLimits {
    static constexpr std::size_t kTracks = 200;
    static constexpr std::size_t kEvents = 100'000; ///< Of a track.
    static constexpr std::size_t kTakes = 200;      ///< Of an event.
    static constexpr Rational kSpeed{10'000};
};

/// What every part of the program may rely on: EditLimits, rate 1 to 1000, 24 hours, ordered
/// events, source times below 10^8 s, transitions no longer than the events that they join. One
/// phrase for what an edit breaks; empty: nothing.
std::string broken_limit(const Edit& edit);

} // namespace seamline::interchange
