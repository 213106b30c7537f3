// app/ui/seam_curves.h: what was measured of every frame as curves over a source's frames; pure.
#pragma once

#include "app/ui/seam_records.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// A row of curves; Camera has two lines in one row.
enum class CurveKind : std::uint8_t { Light, Warmth, EdgeBlur, Grain, PanTilt, Zoom };
inline constexpr int kCurveKinds = 6;

struct CurveLook {
    const char* name;
    const char* unit;
    const char* tip;
    bool low_is_up = false; ///< The axis is drawn upside down: better is up.
    double least_span = 1;  ///< Of the axis, so that noise looks like noise.
    int decimals = 2;
    int lines = 1;
};
const CurveLook& look_of(CurveKind kind);

/// Where the features of a source's frame are.
struct FeaturePlace {
    std::size_t medium = 0; ///< In SourceFindings::media.
    std::int64_t frame = 0;
};

/// Frames of one source, of an edit its record frames, looked up in the features of its media.
/// Light and warmth are told against the first measured frame: the measures know differences alone.
///
/// Lifetime: `findings` stay.
class CurveSource {
public:
    explicit CurveSource(const playback::SourceFindings& findings);

    /// None where no medium's frame is known: gaps, retimes.
    std::optional<FeaturePlace> place(std::int64_t frame) const;
    bool has_any() const { return first_ != nullptr; } ///< False: no frame is measured.
    /// NaN: not measured (yet). `line` < CurveLook::lines.
    double value(CurveKind kind, int line, std::int64_t frame) const;
    /// Why `value` is NaN, in words.
    const char* why_not(CurveKind kind, std::int64_t frame) const;
    /// Lowest and highest value of a row's lines, at least the look's span apart, about the middle.
    struct Range {
        double low = 0;
        double high = 1;
    };
    Range range(CurveKind kind) const;

private:
    const analysis::FrameFeatures* features(const FeaturePlace& place) const;

    const playback::SourceFindings* findings_;
    std::vector<RecordShot> shots_; ///< Of an edit.
    bool is_edit_ = false;
    const analysis::FrameFeatures* first_ = nullptr; ///< What light and warmth are told against.
};

/// "+0.12", "pan +1.3, tilt -0.2", or why there is no number: "not measured yet", "no frame
/// before", "cannot tell".
std::string value_text(CurveKind kind, const CurveSource& source, std::int64_t frame);
std::string number_text(CurveKind kind, double value);

} // namespace seamline::ui
