// app/playback/measuring.h: measures a session in the background while it is watched.
#pragma once

#include "app/analysis/review_analysis.h"
#include "app/session/session.h"
#include "renderer/color/color_config.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::playback {

/// One cut of a source, measured or still to be.
struct CutFinding {
    /// Where the cut is, in the source's own frames; of an edit the record frame.
    std::int64_t frame = 0;
    analysis::BoundaryAnalysis analysis; ///< `seam` and `null`: once measured; judged.
    bool is_measured = false;
    bool is_added = false; ///< By hand.
    session::SeamVerdict verdict = session::SeamVerdict::None;

    bool is_flagged() const {
        return analysis.seam.lighting.state == analysis::LampState::Flag ||
               analysis.seam.continuity.state == analysis::LampState::Flag;
    }
};

/// What is known of one source of the session so far. Immutable.
struct SourceFindings {
    session::SourceKey source = 0;
    /// Its one medium; of an edit all that it cuts together. `features` may still grow.
    std::vector<analysis::MediumAnalysis> media;
    std::vector<CutFinding> cuts;      ///< Ascending by `frame`.
    std::vector<std::string> left_out; ///< Cuts that cannot be measured, and why.
    double done = 0;                   ///< [0, 1] of all there is to measure.
    bool is_finished = false;
    std::string error; ///< Why nothing more comes; empty: nothing is wrong.
    /// How many cuts of the film the lamps are judged by; 0: by the shots' own pseudo-cuts.
    int film_cuts = 0;

    const CutFinding* at(std::int64_t frame) const; ///< The cut of that frame; null: none.
};

struct MeasuringOptions {
    bool enabled = true;
    bool speak_of_other_framings = false;
    analysis::ThresholdProfile profile;

    friend bool operator==(const MeasuringOptions&, const MeasuringOptions&) = default;
};

/// Measures every source on a thread that gives way to all others of the machine: playing goes on,
/// measuring lags. What was measured once is read from the store.
///
/// Threads: main thread.
class Measuring {
public:
    /// `store`: folder of features; empty: none. `changed`: called on the worker whenever findings
    /// changed, at most ten times a second. `in_background` false: as fast as the machine can.
    /// `store_limit`: bytes that the store may take.
    Measuring(color::ColorConfig config, std::filesystem::path store, std::function<void()> changed,
              bool in_background = true, std::uintmax_t store_limit = analysis::kStoreBytes);
    ~Measuring(); ///< Waits for at most one frame.
    Measuring(const Measuring&) = delete;
    Measuring& operator=(const Measuring&) = delete;

    /// Cheap. Starts over what is to be measured otherwise (file, colours, cuts), judges again what
    /// is to be judged otherwise (marks, options), forgets what is gone. Sources on the screen come
    /// first.
    void follow(const session::Session& session, const MeasuringOptions& options);
    void set_config(color::ColorConfig config);
    /// While true, measuring waits where it is: for machines that playing alone keeps busy.
    void set_waiting(bool waits);
    /// What is behind a source is another content: its file, or one that its colours are read from.
    void renew(session::SourceKey source);

    /// Null before anything is known.
    std::shared_ptr<const SourceFindings> findings(session::SourceKey source) const;
    /// Of all sources together, [0, 1]; 1 when there is nothing to do.
    double done() const;

private:
    friend class MeasuringRun;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Kept and removed flags of all sources: what the lamps are worth here.
struct FlagCount {
    int flagged = 0;
    int accepted = 0;
    int dismissed = 0;

    /// Of the flags that a person judged, those that were right, [0, 1]; none before any was.
    std::optional<double> precision() const;
};

} // namespace seamline::playback
