// app/session/color_json.h: the fields of everything about colour in a session file.
#pragma once

#include "app/session/color_overrides.h"
#include "app/session/json_fields.h"
#include "renderer/color/source_color.h"

namespace seamline::session {

template <typename Io, typename Value> void color_fields(Io& io, Value& color) {
    static const auto kMatrices = words_to(ColorMatrix::Ictcp);
    static const auto kPrimaries = words_to(ColorPrimaries::Ebu3213);
    static const auto kTransfers = words_to(ColorTransfer::Smpte428);
    static const auto kRanges = words_to(ColorRange::Full);
    static const auto kLocations = words_to(ChromaLocation::Bottom);
    io.word("matrix", color.matrix, kMatrices);
    io.word("primaries", color.primaries, kPrimaries);
    io.word("transfer", color.transfer, kTransfers);
    io.word("range", color.range, kRanges);
    io.word("chroma_location", color.chroma_location, kLocations);
}

/// A path that may be empty, as an object of its own: { "path": ... }.
template <typename Io, typename Value>
void optional_path(Io& io, const char* key, Value& path) {
    if constexpr (!Io::kReads) {
        if (path.empty()) return;
    }
    io.object(key, [&](auto& child) { child.path("path", path); });
}

template <typename Io, typename Value> void grade_fields(Io& io, Value& grade) {
    io.real("exposure_stops", grade.exposure_stops, -20, 20);
    io.triple("offset", grade.offset, -10, 10);
    io.triple("gamma", grade.gamma, 0.01, 100);
    io.real("saturation", grade.saturation, 0, 10);
}

template <typename Io, typename Value> void cdl_fields(Io& io, Value& cdl) {
    io.triple("slope", cdl.slope, 0, 1e6);
    io.triple("offset", cdl.offset, -1e6, 1e6);
    io.triple("power", cdl.power, 1e-6, 1e6);
    io.real("saturation", cdl.saturation, 0, 1e6);
}

template <typename Io, typename Value> void source_color_fields(Io& io, Value& color) {
    io.text("input_space", color.input_space);
    io.flag("bypass", color.bypass);
    io.object("grade", [&](auto& child) { grade_fields(child, color.grade); });
    io.object("cdl", [&](auto& child) { cdl_fields(child, color.cdl); });
    optional_path(io, "cdl_file", color.cdl_file);
    io.text("cdl_id", color.cdl_id);
    io.text("grade_space", color.grade_space);
    optional_path(io, "lut_file", color.lut_file);
    io.text("lut_input_space", color.lut_input_space);
    io.text("lut_output_space", color.lut_output_space);
}

template <typename Io, typename Value> void view_color_fields(Io& io, Value& color) {
    static const WordTable<color::OutputRange> kRanges{{color::OutputRange::Full, "full"},
                                                       {color::OutputRange::Legal, "legal"}};
    io.text("display", color.display);
    io.text("view", color.view);
    io.text("look", color.look);
    optional_path(io, "calibration_lut", color.calibration_lut);
    io.word("range", color.range, kRanges);
}

} // namespace seamline::session
