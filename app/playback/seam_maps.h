// app/playback/seam_maps.h: any two frames measured against each other, as pictures of what
// differs.
#pragma once

#include "app/analysis/seam_map.h"
#include "app/analysis/seam_meter.h"
#include "renderer/color/color_config.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace seamline::playback {

/// One frame of a medium, read as the player shows it.
struct ComparedPicture {
    std::filesystem::path path;
    analysis::MeasureColor color;
    Rational sequence_rate{24};
    std::int64_t frame = 0;

    friend bool operator==(const ComparedPicture&, const ComparedPicture&) = default;
};

struct MapRequest {
    ComparedPicture outgoing;
    ComparedPicture incoming;
    analysis::SeamMapKind kind = analysis::SeamMapKind::DeltaEGraded;

    friend bool operator==(const MapRequest&, const MapRequest&) = default;
};

/// What is known of a request. Immutable.
struct MapAnswer {
    MapRequest request;
    std::string error; ///< Why nothing could be measured; then nothing below is set.
    /// Judged by floors alone: any two frames have no null of their own.
    std::shared_ptr<const analysis::MeasuredSeam> measured;
    std::shared_ptr<const analysis::FetchedFrame> outgoing;
    std::shared_ptr<const analysis::FetchedFrame> incoming;
    std::shared_ptr<const analysis::SeamMap> map; ///< Null: `why_off` says why.
    std::string why_off;
};

/// Answers the newest request on a thread of its own; what comes late is skipped, so a request per
/// tick costs the picture nothing.
///
/// Threads: main thread.
class SeamMaps {
public:
    /// `changed`: called on the worker after each answer.
    SeamMaps(color::ColorConfig config, std::function<void()> changed);
    ~SeamMaps();
    SeamMaps(const SeamMaps&) = delete;
    SeamMaps& operator=(const SeamMaps&) = delete;

    void set_config(color::ColorConfig config);
    void renew(); ///< A file changed: what was asked is measured again.
    /// Replaces what was asked before; an equal request costs nothing.
    void want(const MapRequest& request);
    /// The last answer, perhaps to an older request; null before the first one.
    std::shared_ptr<const MapAnswer> latest() const;
    bool is_busy() const; ///< The newest request has no answer yet.

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Why there is no map of this kind at a seam, in words; empty: there may be one.
std::string map_is_off(analysis::SeamMapKind kind, const analysis::MeasuredSeam& seam);

} // namespace seamline::playback
