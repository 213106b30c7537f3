// app/session/session.h: the whole state of a review as plain values: sources, compare, transport,
// marks.
#pragma once

#include "app/session/cut.h"
#include "app/session/cut_marks.h"
#include "app/session/medium_frame.h"
#include "app/session/scope_settings.h"
#include "decode/media/color_tags.h"
#include "decode/media/rational.h"
#include "renderer/color/source_color.h"
#include "renderer/composition.h"
#include "renderer/layout.h"
#include "renderer/picture_tools.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::session {

/// Names a source for the life of the session; never reused within it.
using SourceKey = std::uint32_t;

/// `tags` with every override applied and its guessed bit cleared.
ColorTags overridden(ColorTags tags, const ColorOverrides& overrides);

/// Where a source lies in session time: source time = in_s + (session time - offset_s) * speed.
struct Timing {
    Rational offset_s{0}; ///< Session time at which the source's in-point shows.
    Rational in_s{0};     ///< Source time of its in-point.
    Rational speed{1};    ///< > 0

    friend bool operator==(const Timing&, const Timing&) = default;
};

/// What a source shows before its first and past its last frame.
enum class PastEnd : std::uint8_t { Hold, Black };
enum class MissingPolicy : std::uint8_t { Error, Hold, Black };

struct SourceAudio {
    float gain_db = 0; ///< [-60, 12]
    bool muted = false;
    bool solo = false;
    double offset_ms = 0; ///< Positive: sound later.

    friend bool operator==(const SourceAudio&, const SourceAudio&) = default;
};

/// One take (or any other medium) of the session.
struct Source {
    SourceKey key = 0;
    std::filesystem::path path; ///< Absolute while running; relative to the session file in JSON.
    std::string name;           ///< Label; the file's stem unless the user or a sidecar names it.
    std::string generator;      ///< Free tag, may be empty.
    /// Not null: an edit over many media instead of one medium; `path` is then the file it came
    /// from, or empty. It shows as a medium of its record frames.
    SharedCut cut;
    Timing timing;
    PastEnd past_end = PastEnd::Hold;
    MissingPolicy missing = MissingPolicy::Hold;
    Rational sequence_rate{24}; ///< Image sequences only.
    ColorOverrides color;
    /// Input space, grade, CDL and LUT. An empty `input_space` is guessed from the file (see
    /// color::guess_input_space), not the configuration's default.
    color::SourceColor source_color;
    bool is_matched = false; ///< As MediumSettings::is_matched.
    renderer::ViewAdjust adjust;
    renderer::View view; ///< Used when CompareState::shared_view is off.
    SourceAudio audio;
    /// What people said about its cuts; of an edit, about those that it has now. Whoever changes
    /// `cut` lets them follow: see playback/seam_verdicts.h.
    CutMarks cut_marks;
    ParkedVerdicts parked_verdicts; ///< Of an edit; at most kMostCutMarks.
    bool visible = true;

    friend bool operator==(const Source&, const Source&) = default;
};

enum class CompareMode : std::uint8_t {
    Single,
    Row,
    Column,
    Grid,
    Wipe,
    Overlay,
    Butterfly,
    Checkerboard,
    Difference,
};
/// The command line's and the session file's word for a mode, e.g. "row".
const char* name(CompareMode mode);
std::optional<CompareMode> compare_mode_from(std::string_view word);
const char* name(renderer::DifferenceKind kind);
std::optional<renderer::DifferenceKind> difference_kind_from(std::string_view word);

/// How pictures are put beside or onto each other.
struct CompareState {
    CompareMode mode = CompareMode::Single;
    SourceKey a =
        0; ///< Shown by Single; left or under in the two-picture modes. 0: the first source.
    SourceKey b = 0; ///< Right or over in the two-picture modes. 0: the second source.
    renderer::DifferenceKind difference = renderer::DifferenceKind::Absolute;
    float gain = 1;                   ///< [0.1, 1000]
    float opacity = 0.5F;             ///< Overlay, [0, 1]
    double wipe_angle_deg = 0;        ///< 0: vertical line, B on the right; counter-clockwise.
    glm::dvec2 wipe_center{0.5, 0.5}; ///< Fractions of the viewer.
    float checker_px = 64;
    bool shared_view = true;
    renderer::View view; ///< Of all sources while `shared_view`.
    bool nearest_at_1_to_1 = false;
    bool labels = true;

    friend bool operator==(const CompareState&, const CompareState&) = default;
};

enum class LoopMode : std::uint8_t { Once, Loop, PingPong };

/// A named instant.
struct Marker {
    std::int64_t tick = 0;
    std::string note;

    friend bool operator==(const Marker&, const Marker&) = default;
};

/// The part of the transport that is worth saving.
struct TransportState {
    Rational rate{24};           ///< Ticks per second of session time.
    bool rate_is_chosen = false; ///< False: follows the fastest visible source.
    std::int64_t in = 0;
    std::int64_t out = -1; ///< Inclusive; -1: the end.
    LoopMode loop = LoopMode::Loop;
    bool every_frame =
        false; ///< True: never skip, time stretches. False: real time, skips are counted.
    std::int64_t position = 0;
    std::vector<Marker> markers; ///< Sorted by tick.
    double around_s = 2; ///< How much is played before and after what is played around, [0, 60].

    friend bool operator==(const TransportState&, const TransportState&) = default;
};

/// How counters count.
/// SourceTimecode: of the medium that source A shows; of a cut, the event's.
enum class CounterMode : std::uint8_t { Frames, Timecode, Seconds, SourceTimecode };

struct Session {
    std::vector<Source> sources; ///< Order is the order on screen and of keys 1-9.
    CompareState compare;
    ScopeRegion scope_region;
    TransportState transport;
    color::ViewColor view_color;          ///< Of the main window, exports and snapshots.
    color::ViewColor second_view_color;   ///< Of the second window, which may be another display.
    renderer::ToolSet tools;              ///< Of the main window.
    renderer::ToolSet second_tools;       ///< Of the second window.
    renderer::ToolSettings tool_settings; ///< Of both.
    CounterMode counter = CounterMode::Frames;
    int frame_base = 0; ///< 0, 1 or 1001: what the first frame is called.
    /// Sound: 0 the chosen source `heard`, or a mix of all unmuted ones.
    bool mix_all = false;
    SourceKey heard = 0; ///< 0: the source shown as A.
    float volume = 1;    ///< [0, 1]
    bool muted = false;
    bool loudness_matched = false;
    HandWork hand; ///< Hero frames, and what was measured by hand.
    /// JSON of keys this version does not know, by object path; written back untouched.
    std::string unknown_json;

    const Source* find(SourceKey key) const;
    Source* find(SourceKey key);
    /// `compare.a` / `.b` resolved to existing sources; null when there are none (or only one, for
    /// b).
    const Source* source_a() const;
    const Source* source_b() const;
    /// Sources that the current mode puts on the screen, in order.
    std::vector<const Source*> on_screen() const;

    friend bool operator==(const Session&, const Session&) = default;
};

/// What a source is called: its name, else its file's without folder and ending.
std::string display_name(const Source& source);

} // namespace seamline::session
