// app/session/medium_frame.h: frames that a session keeps to compare with: hero frames, and what
// people measured by hand in them.
#pragma once

#include "app/session/color_overrides.h"
#include "decode/media/rational.h"
#include "renderer/color/source_color.h"

#include <glm/glm.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seamline::session {

/// One frame of a medium, and how the medium was read when it was chosen.
struct MediumFrame {
    std::filesystem::path path; ///< Absolute while running, as Source::path.
    std::string name;           ///< Of the take, for people.
    std::int64_t frame = 0;
    Rational sequence_rate{24}; ///< Image sequences only.
    ColorOverrides color;
    color::SourceColor source_color;

    friend bool operator==(const MediumFrame&, const MediumFrame&) = default;
};

/// A hero frame: what others are held against.
struct Still {
    std::uint32_t id = 0; ///< Unique among the session's; not 0.
    MediumFrame picture;
    Rational frame_rate{24}; ///< Of the medium.
    int width = 0;           ///< Of its visible picture, pixels.
    int height = 0;
    /// Where it was taken: the source, and its own frame (of an edit the record frame).
    std::uint32_t source = 0;
    std::int64_t source_frame = 0;

    friend bool operator==(const Still&, const Still&) = default;
};
inline constexpr std::size_t kMostStills = 20;

/// A part of one frame, in fractions of its visible picture as coded, y down.
struct RegionSide {
    MediumFrame picture;
    glm::dvec2 min{0, 0};
    glm::dvec2 max{1, 1};

    friend bool operator==(const RegionSide&, const RegionSide&) = default;
};
/// The same thing in two frames: skin and skin, wall and wall.
struct RegionPair {
    std::uint32_t id = 0; ///< Unique among the session's pairs; not 0.
    RegionSide a;
    RegionSide b;

    friend bool operator==(const RegionPair&, const RegionPair&) = default;
};
inline constexpr std::size_t kMostRegionPairs = 12;

/// From a thing to the tip of its shadow, in heights of the picture as it is shown (upright, square
/// pixels), from its upper left corner, y down.
struct ShadowLine {
    MediumFrame picture;
    glm::dvec2 object{0, 0};
    glm::dvec2 tip{0, 0};
    double aspect = 0;    ///< Width of that picture over its height; 0: not known.
    double field_deg = 0; ///< Angle that the lens sees over the picture's height, as somebody
                          ///< states it; 0: not stated.
    double horizon = 0.5; ///< Of level ground, in heights from the upper edge; likewise.

    friend bool operator==(const ShadowLine&, const ShadowLine&) = default;
};
struct ShadowPair {
    std::uint32_t id = 0;
    ShadowLine a;
    ShadowLine b;

    friend bool operator==(const ShadowPair&, const ShadowPair&) = default;
};
inline constexpr std::size_t kMostShadowPairs = 12;
inline constexpr double kWidestField = 170;   ///< Degrees.
inline constexpr double kFarthestHorizon = 5; ///< Heights above and below the picture.

/// What people keep and measure by hand.
struct HandWork {
    std::vector<Still> stills;
    std::vector<RegionPair> regions;
    std::vector<ShadowPair> shadows;

    friend bool operator==(const HandWork&, const HandWork&) = default;
};

/// An id that no item of `items` has.
template <typename Item> std::uint32_t next_id(const std::vector<Item>& items) {
    std::uint32_t id = 0;
    for (const Item& item : items) id = id < item.id ? item.id : id;
    return id + 1;
}

} // namespace seamline::session
