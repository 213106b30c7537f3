// app/review/drawing.h: drawings on a picture, in the geometry of OpenReviewIO's annotations: the
// origin is the picture's middle, y points up, and 1 is the picture's height.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

struct DrawPoint {
    double x = 0; ///< -width / (2 height) .. width / (2 height) inside the picture.
    double y = 0; ///< -0.5 .. 0.5 inside the picture, up.

    friend bool operator==(const DrawPoint&, const DrawPoint&) = default;
};

enum class StrokeKind : std::uint8_t { Pen, Line, Arrow, Box, Ellipse, Text };
/// "pen", "line", "arrow", "box", "ellipse", "text".
const char* name(StrokeKind kind);
std::optional<StrokeKind> stroke_kind_from(std::string_view word);

struct Stroke {
    StrokeKind kind = StrokeKind::Pen;
    /// Pen: its path. Line and arrow: start and end (the tip). Box and ellipse: two opposite
    /// corners of the bounds. Text: the left end of its base line.
    std::vector<DrawPoint> points;
    std::array<float, 4> color{1, 0.2F, 0.1F, 1}; ///< sRGB code values 0-1, alpha.
    double size = 0.005; ///< Line width, or the height of text, in picture heights, > 0.
    std::string text;

    friend bool operator==(const Stroke&, const Stroke&) = default;
};

/// What was drawn on one stretch of a medium.
struct Drawing {
    std::string id;
    std::string media_id;
    std::int64_t from = 0; ///< First frame that shows it.
    std::int64_t to = 0;   ///< Last frame, inclusive: the frame itself, or longer when held.
    bool ghost = false;    ///< Frames near it show it faintly.
    std::vector<Stroke> strokes;
    std::string author;
    std::int64_t time_ms = 0;

    friend bool operator==(const Drawing&, const Drawing&) = default;
};

/// The most that a drawing may hold.
struct DrawingLimits {
    static constexpr std::size_t kStrokes = 500;
    static constexpr std::size_t kPoints = 20'000;    ///< Of a stroke.
    static constexpr std::size_t kAllPoints = 60'000; ///< Of all strokes together.
    static constexpr std::size_t kText = 2'000;       ///< Bytes.
};

} // namespace seamline::review
