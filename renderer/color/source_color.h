// renderer/color/source_color.h: what is done to a source's colours, and how they are shown.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

namespace seamline::color {

/// ASC CDL: out = clamp-free (in * slope + offset) ^ power, then saturation about BT.709 luma.
/// Source: ASC Color Decision List Transfer Functions and Interchange Syntax, version 1.2.
struct Cdl {
    std::array<double, 3> slope{1, 1, 1};  ///< [0, inf)
    std::array<double, 3> offset{0, 0, 0}; ///< (-inf, inf)
    std::array<double, 3> power{1, 1, 1};  ///< (0, inf)
    double saturation = 1;                 ///< [0, inf)

    friend bool operator==(const Cdl&, const Cdl&) = default;
};

/// Grading that a slider drags: a change of these values alone needs no new program when it was
/// made dynamic.
struct Grade {
    double exposure_stops = 0;             ///< [-20, 20], in scene-linear light.
    std::array<double, 3> offset{0, 0, 0}; ///< [-10, 10], added in the grade space.
    std::array<double, 3> gamma{1, 1, 1};  ///< [0.01, 100]; out = in ^ (1 / gamma), mirrored at 0.
    double saturation = 1;                 ///< [0, 10], about BT.709 luma, in the grade space.

    friend bool operator==(const Grade&, const Grade&) = default;
};

/// How one source is read and graded. Order: exposure; in the grade space offset, gamma,
/// saturation, then the CDL; the LUT.
struct SourceColor {
    std::string input_space; ///< Name, alias or role; empty: the configuration's default role.
    bool bypass = false;     ///< Leaves out everything below; the input space still counts.
    Grade grade;
    Cdl cdl;
    std::filesystem::path cdl_file; ///< .cdl, .cc or .ccc; replaces `cdl`.
    std::string cdl_id;      ///< Which of a .ccc's (or .cdl's) corrections; empty: the first.
    std::string grade_space; ///< Empty: the code values of the input space.
    std::filesystem::path lut_file; ///< Whatever OpenColorIO reads: .cube, .3dl, .clf, .spi1d, ...
    std::string lut_input_space;    ///< What the LUT expects; empty: the grade space.
    std::string lut_output_space;   ///< What the LUT yields; empty: what it expects.

    friend bool operator==(const SourceColor&, const SourceColor&) = default;
};

enum class OutputRange : std::uint8_t {
    Full, ///< R'G'B' 0 and 1 are the lowest and highest code values.
    /// R'G'B' 0 and 1 become 16/255 and 235/255, for a display fed with legal levels.
    /// Source: Rec. ITU-R BT.709-6, item 4.6.
    Legal,
};

/// How everything is shown in one viewport.
struct ViewColor {
    std::string display; ///< Empty: the configuration's default.
    std::string view;    ///< Empty: the display's default.
    std::string look;    ///< Empty: what the view itself names, if anything; else replaces it.
    std::filesystem::path calibration_lut; ///< Applied to the display's R'G'B'; empty: none.
    OutputRange range = OutputRange::Full;

    friend bool operator==(const ViewColor&, const ViewColor&) = default;
};

} // namespace seamline::color
