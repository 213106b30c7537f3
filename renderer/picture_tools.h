// renderer/picture_tools.h: what is drawn into pictures to judge exposure, gamut and focus.
#pragma once

#include <glm/glm.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::renderer {

enum class PictureTool : std::uint8_t { FalseColor, Zebra, Clipping, Gamut, Peaking };
inline constexpr int kPictureTools = 5;
/// "false-colour", "zebra", "clipping", "gamut", "peaking"
const char* name(PictureTool tool);
std::optional<PictureTool> picture_tool_from(std::string_view word);

/// Which tools are on.
struct ToolSet {
    bool false_color = false;
    bool zebra = false;
    bool clipping = false;
    bool gamut = false;
    bool peaking = false;

    bool shows(PictureTool tool) const;
    void show(PictureTool tool, bool on);
    bool any() const { return false_color || zebra || clipping || gamut || peaking; }

    friend bool operator==(const ToolSet&, const ToolSet&) = default;
};

/// What false colour and zebra measure.
enum class ToolSignal : std::uint8_t {
    /// Luma of the file's own R'G'B', by its own matrix: what IRE means on a set, and what the luma
    /// waveform shows. No grade, view transform, exposure or gamma of the viewer changes it.
    Source,
    /// BT.709 luma of R'G'B' after the picture's colour transform, before the viewer's exposure,
    /// gamma, saturation and channel.
    View,
};
const char* name(ToolSignal signal); ///< "source", "view"

/// A band of false colour: from its limit to the next band's.
struct FalseColorBand {
    /// In % (IRE): 0 is black and 100 is white of the signal. What lies below the first band's
    /// limit is in the first band, too.
    float from_percent = 0; ///< [-10, 110]
    bool is_grey = false;   ///< Shows luma as grey instead of `rgb`.
    glm::vec3 rgb{0.5F};    ///< R'G'B' of the target, [0, 1]
    std::string label;      ///< For the legend: "near clip".

    friend bool operator==(const FalseColorBand&, const FalseColorBand&) = default;
};
inline constexpr std::size_t kMostBands = 16;
inline constexpr float kLeastBandPercent = -10;
inline constexpr float kMostBandPercent = 110;

/// Black, near black, mid grey, light skin, near clip, clip; grey between them. By BT.709's
/// camera curve a grey of 18 % lies at 41 %, and skin one stop above it at 59 %.
std::vector<FalseColorBand> default_bands();

/// Limits and colours of all tools.
struct ToolSettings {
    ToolSignal signal = ToolSignal::Source;
    std::vector<FalseColorBand> bands = default_bands(); ///< 1 to kMostBands, limits ascending.
    float zebra_low_percent = 70;   ///< [0, 110]: from here stripes rise to the right ...
    float zebra_high_percent = 100; ///< ... and from here wider ones fall; not below the lower one.
    /// How far beyond [0, 100 %] R'G'B' may lie before it counts as out of the display's gamut:
    /// code values of Y'CbCr are rounded, so that colours at its edge lie a little outside. [0, 10]
    float gamut_tolerance_percent = 1;
    /// Least change of luma per pixel that is an edge in focus, in % of black to white. [0.5, 50]
    float peaking_percent = 10;
    /// Lighter than every other mark and band: red, which is usual, is false colour's clip.
    glm::vec3 peaking_rgb{0.35F, 1.0F, 0.95F};

    friend bool operator==(const ToolSettings&, const ToolSettings&) = default;
};
/// Sorted, clamped into the ranges above, with at least one band.
ToolSettings valid(ToolSettings settings);

/// The tools of one composition. They are drawn into each picture before pictures are mixed:
///
/// - false colour instead of the picture, and instead of the viewer's adjustments of it;
/// - zebra: dark diagonal stripes from two thresholds on;
/// - clipping: squares where R', G' or B' of the file reaches 100 %, lines where one is at 0 % or
/// below;
/// - gamut: a lattice where R'G'B' after the colour transform, before any clamp, leaves
///   `view_black` to `view_white`;
/// - peaking: the source pixels' edges, found by a Sobel filter of 3 x 3 on luma. Pictures that are
///   searched for edges are never resized by Lanczos; of those shown smaller than 1:4 every fourth
///   row and column of the footprint is searched.
///
/// Patterns are in target pixels, from the target's corner, and stand still. At 1:1 the measured
/// pixels are the source's; resized pictures are measured as they are resized.
struct PictureTools {
    ToolSet shown;
    ToolSettings settings;
    /// Code values of black and white that the colour transform aims at.
    float view_black = 0;
    float view_white = 1;

    friend bool operator==(const PictureTools&, const PictureTools&) = default;
};

} // namespace seamline::renderer
