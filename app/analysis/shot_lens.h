// app/analysis/shot_lens.h: what the lens of a shot does: light that falls off towards the corners,
// colour fringes.
#pragma once

#include "app/analysis/seam.h"
#include "renderer/measures/lens.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::analysis {

/// A fall-off is believed when half of its 95 % interval is at most the first, in stops, or at most
/// the second and no more than half of the fall-off itself.
inline constexpr double kSureFallOffInterval = 0.2;
inline constexpr double kWidestFallOffInterval = 0.4;
/// Fringes that explain less of what the patches show are none of the lens.
inline constexpr double kLeastLateralFit = 0.5;

struct ShotLens {
    std::int64_t from = 0; ///< First frame ...
    std::int64_t to = 0;   ///< ... and the one after the last.
    int native_width = 0;
    /// Only where it can be believed: see the limits above.
    std::optional<measures::FallOff> fall_off;
    std::optional<measures::LateralColor> lateral;
};

/// Gathers pictures of one shot. Threads: one at a time. Keeps copies of up to kMostPictures.
class LensGatherer {
public:
    static constexpr std::size_t kMostPictures = 16;

    /// `light`: working pictures of the shot in order, all of one size; further ones are ignored.
    void add(const measures::Picture& light);
    /// Of a frame of the shot; None counts as one that says nothing.
    void add(const std::optional<measures::LateralColor>& lateral);
    bool wants_light() const { return lights_.size() < kMostPictures; }

    /// Blocks: tens of milliseconds. `from`, `to`, `native_width`: as ShotLens.
    ShotLens lens(std::int64_t from, std::int64_t to, int native_width) const;

private:
    std::vector<measures::Picture> lights_;
    std::vector<measures::LateralColor> laterals_;
    std::size_t asked_ = 0; ///< Frames that were looked at for fringes.
};

/// Incoming minus outgoing, as terms: Term::FallOffStops and Term::LateralPx, each NaN unless both
/// shots have theirs. Fringes in pixels of the incoming raster.
void set_lens_terms(const ShotLens& outgoing, const ShotLens& incoming, Terms& terms);

/// "corners are 0.35 stop darker than the middle (± 0.05)", "red lies 0.4 px outside of green in
/// the corners, blue 0.3 px inside"; empty: nothing can be believed.
std::vector<std::string> lens_words(const ShotLens& lens);

} // namespace seamline::analysis
