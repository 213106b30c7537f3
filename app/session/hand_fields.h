// app/session/hand_fields.h: the JSON of hero frames and of what was measured by hand.
#pragma once

#include "app/session/color_json.h"
#include "app/session/json_fields.h"
#include "app/session/medium_frame.h"

#include <string>

namespace seamline::session {

inline constexpr std::int64_t kLastFrame = std::int64_t{1} << 53; // Exact in every JSON reader.
inline constexpr std::int64_t kLastId = 1'000'000'000;

/// `Io`: a FieldReader with a mutable value or a FieldWriter with a constant one.
template <typename Io, typename Value> void medium_frame_fields(Io& io, Value& picture) {
    io.path("path", picture.path);
    io.text("name", picture.name);
    io.integer("frame", picture.frame, 0, kLastFrame);
    io.rational("sequence_rate", picture.sequence_rate, Rational(1, 1000), Rational(1000));
    io.object("color", [&](auto& child) { color_fields(child, picture.color); });
    io.object("source_color",
              [&](auto& child) { source_color_fields(child, picture.source_color); });
}

template <typename Io, typename Value> void still_fields(Io& io, Value& still) {
    io.integer("id", still.id, 1, kLastId);
    medium_frame_fields(io, still.picture);
    io.rational("frame_rate", still.frame_rate, Rational(1, 1000), Rational(1000));
    io.integer("width", still.width, 1, 65536);
    io.integer("height", still.height, 1, 65536);
    io.integer("source", still.source, 0, UINT32_MAX);
    io.integer("source_frame", still.source_frame, 0, kLastFrame);
}

template <typename Io, typename Value> void region_side_fields(Io& io, Value& side) {
    medium_frame_fields(io, side.picture);
    io.pair("min", side.min, 0, 1);
    io.pair("max", side.max, 0, 1);
}

template <typename Io, typename Value> void shadow_line_fields(Io& io, Value& line) {
    medium_frame_fields(io, line.picture);
    io.pair("object", line.object, -100, 100);
    io.pair("tip", line.tip, -100, 100);
    io.real("aspect", line.aspect, 0, 100);
    io.real("field_deg", line.field_deg, 0, kWidestField);
    io.real("horizon", line.horizon, -kFarthestHorizon, 1 + kFarthestHorizon);
}

/// Two sides of anything that is measured between two frames.
template <typename Io, typename Value, typename Fields>
void sides_fields(Io& io, Value& pair, Fields&& fields) {
    io.integer("id", pair.id, 1, kLastId);
    if constexpr (Io::kReads) {
        for (const char* side : {"a", "b"})
            if (!io.has(side)) io.fail(side, "one side of the pair is missing");
    }
    io.object("a", [&](auto& child) { fields(child, pair.a); });
    io.object("b", [&](auto& child) { fields(child, pair.b); });
}

template <typename Io, typename Value> void hand_fields(Io& io, Value& hand) {
    const auto id = [](const auto& item) { return std::to_string(item.id); };
    io.list(
        "stills", hand.stills, kMostStills,
        [](auto& child, auto& still) { still_fields(child, still); }, id);
    io.list(
        "region_pairs", hand.regions, kMostRegionPairs,
        [](auto& child, auto& pair) {
            sides_fields(child, pair, [](auto& c, auto& side) { region_side_fields(c, side); });
        },
        id);
    io.list(
        "shadow_pairs", hand.shadows, kMostShadowPairs,
        [](auto& child, auto& pair) {
            sides_fields(child, pair, [](auto& c, auto& line) { shadow_line_fields(c, line); });
        },
        id);
}

/// After reading: each item gets an id of its own, corners their order; what is empty is dropped.
void complete(HandWork& hand);

} // namespace seamline::session
