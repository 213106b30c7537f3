#include "renderer/window_output.h"

namespace seamline::renderer {

const char* word(WindowOutput output) {
    switch (output) {
    case WindowOutput::Sdr8:
        return "8bit";
    case WindowOutput::Sdr10:
        return "10bit";
    case WindowOutput::Hdr10:
        return "hdr10";
    case WindowOutput::ScRgb:
        return "scrgb";
    }
    return "";
}

std::optional<WindowOutput> window_output_from(std::string_view given) {
    for (const WindowOutput output : kWindowOutputs)
        if (given == word(output)) return output;
    return std::nullopt;
}

const char* name(WindowOutput output) {
    switch (output) {
    case WindowOutput::Sdr8:
        return "8 bit";
    case WindowOutput::Sdr10:
        return "10 bit";
    case WindowOutput::Hdr10:
        return "HDR10 (PQ, BT.2020)";
    case WindowOutput::ScRgb:
        return "scRGB (linear, 16-bit float)";
    }
    return "";
}

} // namespace seamline::renderer
