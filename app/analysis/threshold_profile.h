// app/analysis/threshold_profile.h: when a difference is worth a look; a file that users can edit.
#pragma once

#include "app/analysis/seam.h"
#include "decode/media/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace seamline::analysis {

/// A term's normalised value is |term| / max(floor, what the shots do without a cut).
struct ThresholdProfile {
    /// In each term's unit, > 0; NaN: the term is shown and never judged.
    Terms floors = default_floors();
    double look = 1; ///< Normalised value from which a lamp says "look", > 0 ...
    double flag = 2; ///< ... and "flag", >= look.
    /// Low-frequency stops that may remain after a CDL for "a primary grade fixes it" ...
    double primary_grade_stops = 0.1;
    /// ... and after one soft gradient more for "a window or key is needed".
    double gradient_stops = 0.1;

    static Terms default_floors();

    friend bool operator==(const ThresholdProfile& a, const ThresholdProfile& b);
};

/// JSON, schema "seamline.thresholds/1"; keys that are left out keep their default, unknown ones
/// are an error, so that a misspelt threshold is not silently the default one. Errors: Corrupt,
/// InvalidArgument (a value out of range), each naming `origin` and the key.
Result<ThresholdProfile> parse_profile(std::string_view json, const std::string& origin);
/// Errors: NotFound, TooLarge (over 64 KiB), Io; as parse_profile.
Result<ThresholdProfile> read_profile(const std::filesystem::path& file);
std::string profile_text(const ThresholdProfile& profile);

} // namespace seamline::analysis
