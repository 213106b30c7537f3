// decode/media/color_tags.h: what a file says, or what is guessed, about its colour.
#pragma once

#include <cstdint>

namespace seamline {

/// Names and values follow ITU-T H.273 (CICP) where it has them.
enum class ColorMatrix : std::uint8_t {
    Identity, ///< R'G'B', no conversion (also GBR coded).
    Bt709,
    Fcc,       ///< Kr 0.30, Kb 0.11
    Bt601,     ///< BT.470BG and SMPTE 170M have one matrix.
    Smpte240m,
    YCgCo,
    Bt2020Ncl,
    Bt2020Cl,  ///< Needs a non-linear reconstruction.
    Ictcp,
};
enum class ColorPrimaries : std::uint8_t {
    Bt709, Bt470m, Bt601_625, Bt601_525, Smpte240m, Film, Bt2020, Xyz, DciP3, DisplayP3, Ebu3213,
};
enum class ColorTransfer : std::uint8_t {
    Bt1886, ///< All "BT.709-like" camera curves are viewed through BT.1886.
    Srgb, Gamma22, Gamma28, Linear, Log100, Log316, Pq, Hlg, Smpte428,
};
enum class ColorRange : std::uint8_t { Limited, Full };
/// Where a chroma sample sits relative to the luma samples that it covers.
enum class ChromaLocation : std::uint8_t { Left, Center, TopLeft, Top, BottomLeft, Bottom };

/// One bit per tag that the file did not carry and that was therefore guessed.
enum ColorGuess : std::uint8_t {
    kGuessedMatrix = 1, kGuessedPrimaries = 2, kGuessedTransfer = 4, kGuessedRange = 8,
    kGuessedChromaLocation = 16,
};

/// The encoding of a frame's samples. Defaults are the guess for an untagged HD file.
struct ColorTags {
    ColorMatrix matrix = ColorMatrix::Bt709;
    ColorPrimaries primaries = ColorPrimaries::Bt709;
    ColorTransfer transfer = ColorTransfer::Bt1886;
    ColorRange range = ColorRange::Limited;
    ChromaLocation chroma_location = ChromaLocation::Left;
    std::uint8_t guessed = 0; ///< Bits of ColorGuess.

    friend bool operator==(const ColorTags&, const ColorTags&) = default;
};

/// The words that JSON, the inspector and the command line use, e.g. "bt709", "limited", "left".
const char* name(ColorMatrix matrix);
const char* name(ColorPrimaries primaries);
const char* name(ColorTransfer transfer);
const char* name(ColorRange range);
const char* name(ChromaLocation location);

} // namespace seamline
