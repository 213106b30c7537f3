// app/session/tool_fields.h: the JSON of picture tools, in sessions and in preferences.
#pragma once

#include "app/session/json_fields.h"
#include "renderer/picture_tools.h"

#include <string>

namespace seamline::session {

/// `Io`: a FieldReader with a mutable value or a FieldWriter with a constant one.
template <typename Io, typename Value> void tool_set_fields(Io& io, Value& tools) {
    io.flag("false_colour", tools.false_color);
    io.flag("zebra", tools.zebra);
    io.flag("clipping", tools.clipping);
    io.flag("gamut", tools.gamut);
    io.flag("peaking", tools.peaking);
}

/// R'G'B' in [0, 1].
template <typename Io, typename Value> void rgb_field(Io& io, const char* key, Value& rgb) {
    std::array<double, 3> values{rgb.r, rgb.g, rgb.b};
    io.triple(key, values, 0, 1);
    if constexpr (Io::kReads) rgb = {values[0], values[1], values[2]};
}

template <typename Io, typename Value> void band_fields(Io& io, Value& band) {
    io.real("from_percent", band.from_percent, renderer::kLeastBandPercent,
            renderer::kMostBandPercent);
    io.flag("grey", band.is_grey);
    rgb_field(io, "rgb", band.rgb);
    io.text("label", band.label);
}

template <typename Io, typename Value> void tool_settings_fields(Io& io, Value& settings) {
    static const auto kSignals = words_to(renderer::ToolSignal::View);
    io.word("signal", settings.signal, kSignals);
    io.list(
        "bands", settings.bands, renderer::kMostBands,
        [](auto& child, auto& band) { band_fields(child, band); },
        [](const renderer::FalseColorBand& band) { return std::to_string(band.from_percent); });
    io.real("zebra_low_percent", settings.zebra_low_percent, 0, 110);
    io.real("zebra_high_percent", settings.zebra_high_percent, 0, 110);
    io.real("gamut_tolerance_percent", settings.gamut_tolerance_percent, 0, 10);
    io.real("peaking_percent", settings.peaking_percent, 0.5, 50);
    rgb_field(io, "peaking_rgb", settings.peaking_rgb);
    if constexpr (Io::kReads) {
        if (!io.failed()) settings = renderer::valid(std::move(settings));
    }
}

} // namespace seamline::session
