// renderer/window_output.h: how deep and in which space a window takes its pixels.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::renderer {

enum class WindowOutput : std::uint8_t {
    Sdr8,  ///< 8 bit R'G'B', the display's own curve.
    Sdr10, ///< 10 bit R'G'B', the same curve.
    Hdr10, ///< 10 bit, BT.2020 primaries, SMPTE ST 2084.
    ScRgb, ///< 16-bit floats, linear light in BT.709 primaries; 1.0 is 80 cd/m2.
};
inline constexpr std::array kWindowOutputs{WindowOutput::Sdr8, WindowOutput::Sdr10,
                                           WindowOutput::Hdr10, WindowOutput::ScRgb};

constexpr bool is_hdr(WindowOutput output) {
    return output == WindowOutput::Hdr10 || output == WindowOutput::ScRgb;
}

/// The word of the command line and of preferences: "8bit", "10bit", "hdr10", "scrgb".
const char* word(WindowOutput output);
std::optional<WindowOutput> window_output_from(std::string_view word);
/// As menus and the HUD say it: "10 bit", "HDR10 (PQ, BT.2020)".
const char* name(WindowOutput output);

/// Whether a window on its display can have an output.
struct OutputOption {
    WindowOutput output = WindowOutput::Sdr8;
    std::string objection; ///< Why not, one clause; empty: it can.

    bool is_offered() const { return objection.empty(); }
    friend bool operator==(const OutputOption&, const OutputOption&) = default;
};

/// What a window's swapchain is, and what it could be.
struct OutputState {
    WindowOutput used = WindowOutput::Sdr8;
    /// Depth, format and space: "10 bit R'G'B' (A2R10G10B10_UNORM), sRGB". Of the pixels as the
    /// window system takes them, whatever the display makes of them.
    std::string description;
    std::string objection;             ///< Why it is not what was asked for; empty: it is.
    std::vector<OutputOption> options; ///< In the order of kWindowOutputs.

    friend bool operator==(const OutputState&, const OutputState&) = default;
};

} // namespace seamline::renderer
