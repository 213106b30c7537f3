#include "app/analysis/report.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

namespace seamline::analysis {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json terms_json(const Terms& terms) {
    Json json;
    for (int i = 0; i < kTermCount; ++i)
        json[name(static_cast<Term>(i))] = number(terms[static_cast<std::size_t>(i)]);
    return json;
}

Json lamp_json(const Lamp& lamp) {
    return {{"state", name(lamp.state)},
            {"term", lamp.worst ? Json(name(*lamp.worst)) : Json(nullptr)},
            {"words", lamp.words}};
}

Json cdl_json(const std::optional<measures::GradeFit>& grade) {
    if (!grade) return nullptr;
    return {{"slope", grade->cdl.slope},
            {"offset", grade->cdl.offset},
            {"power", grade->cdl.power},
            {"saturation", grade->cdl.saturation},
            {"space", measures::GradeFit::kCdlSpace}};
}

Json place_json(std::size_t source, std::int64_t frame) {
    return {{"source", source}, {"frame", frame}};
}

Json lens_json(const ShotLens& lens) {
    Json json{{"from", lens.from}, {"to", lens.to}};
    const auto value = [](bool known, double number_of) {
        return known ? number(number_of) : Json(nullptr);
    };
    const measures::FallOff fall_off = lens.fall_off.value_or(measures::FallOff{});
    json["corner_stops"] = value(lens.fall_off.has_value(), fall_off.corner_stops);
    json["corner_confidence_stops"] = value(lens.fall_off.has_value(), fall_off.confidence_stops);
    const measures::LateralColor lateral = lens.lateral.value_or(measures::LateralColor{});
    json["red_px_at_corner"] = value(lens.lateral.has_value(), lateral.red_px_at_corner);
    json["blue_px_at_corner"] = value(lens.lateral.has_value(), lateral.blue_px_at_corner);
    json["lateral_r_squared"] = value(lens.lateral.has_value(), lateral.r_squared);
    return json;
}

Json sky_json(const std::optional<measures::SkyShift>& sky) {
    if (!sky) return nullptr;
    return {{"bright_x", number(sky->bright_x)},
            {"bright_y", number(sky->bright_y)},
            {"shadow_mired", number(sky->shadow_mired)}};
}

Json cut_json(const BoundaryAnalysis& one) {
    const Seam& seam = one.seam;
    Json json{{"source", one.boundary.incoming.source},
              {"frame", one.boundary.frame},
              {"kind", name(one.boundary.kind)},
              {"length", one.boundary.length},
              {"confidence", number(one.boundary.confidence)}};
    if (one.boundary.record_frame) {
        json["record_frame"] = *one.boundary.record_frame;
        json["record_timecode"] = one.boundary.record_timecode;
    }
    if (!one.boundary.event.empty()) json["event"] = one.boundary.event;
    json["outgoing"] = place_json(one.boundary.outgoing.source, one.compared.outgoing);
    json["incoming"] = place_json(one.boundary.incoming.source, one.compared.incoming);
    json["same_view"] = seam.same_view;
    json["coverage"] = number(seam.coverage);
    json["space_confirmed"] = seam.space_confirmed;
    json["resolution_differs"] = seam.resolution_differs;
    json["bars_differ"] = seam.bars_differ;
    json["by_edges"] = seam.by_edges;
    json["terms"] = terms_json(seam.terms);
    json["normalised"] = terms_json(seam.normalised);
    json["lamps"] = {{"continuity", lamp_json(seam.continuity)},
                     {"lighting", lamp_json(seam.lighting)}};
    json["tier"] = name(seam.tier);
    json["after_cdl_stops"] = number(seam.after_cdl_stops);
    json["after_gradient_stops"] = number(seam.after_gradient_stops);
    json["delta_e_cdl"] = seam.grade ? number(seam.grade->delta_e_cdl) : Json(nullptr);
    json["delta_e_gradient"] = seam.grade ? number(seam.grade->delta_e_gradient) : Json(nullptr);
    json["sentence"] = seam.sentence;
    json["cdl"] = cdl_json(seam.grade);
    json["lens"] = {{"outgoing", lens_json(one.outgoing_lens)},
                    {"incoming", lens_json(one.incoming_lens)}};
    json["sky"] = sky_json(seam.sky);
    return json;
}

Json seam_json(std::size_t source, const DetectedSeam& seam) {
    return {{"source", source},
            {"frame", seam.frame},
            {"delta_mired", number(seam.delta_mired)},
            {"delta_duv", number(seam.delta_duv)},
            {"exposure_stops", number(seam.exposure_stops)},
            {"sharpness_log2", number(seam.sharpness_log2)},
            {"grain_log2", number(seam.grain_log2)},
            {"normalised", number(seam.normalised)}};
}

Json camera_json(std::size_t source, const FrameFeatures& frame) {
    const measures::CameraMove& move = frame.step.camera;
    return {{"source", source},
            {"frame", frame.frame},
            {"pan_px", number(move.pan_px)},
            {"tilt_px", number(move.tilt_px)},
            {"zoom", number(move.zoom)},
            {"roll_deg", number(move.roll_deg)}};
}

Json runs_json(const std::vector<FrameRun>& runs) {
    Json json = Json::array();
    for (const FrameRun& run : runs) json.push_back({{"first", run.first}, {"length", run.length}});
    return json;
}

Json cadence_json(const Cadence& cadence) {
    Json json{{"duplicates", cadence.duplicates},
              {"frozen", runs_json(cadence.frozen)},
              {"still", cadence.is_still},
              {"flashes", runs_json(cadence.flashes)},
              {"black", runs_json(cadence.black)}};
    json["true_cadence"] = nullptr;
    if (const auto& real = cadence.true_cadence)
        json["true_cadence"] = {{"changed", real->changed},
                                {"period", real->period},
                                {"frame_rate", real->frame_rate.text()},
                                {"confidence", number(real->confidence)}};
    json["flicker"] = nullptr;
    if (const auto& flicker = cadence.flicker)
        json["flicker"] = {{"period_frames", number(flicker->period_frames)},
                           {"amplitude_codes", number(flicker->amplitude_codes)},
                           {"confidence", number(flicker->confidence)}};
    return json;
}

Json style_json(const std::optional<Style>& style) {
    if (!style) return nullptr;
    Json palette = Json::array();
    for (const PaletteColor& color : style->palette)
        palette.push_back({{"srgb", color.srgb}, {"share", number(color.share)}});
    return {{"palette", palette},
            {"lightness", number(style->lightness)},
            {"contrast", number(style->contrast)},
            {"saturation", number(style->saturation)},
            {"texture", style->texture}};
}

Json conditioning_json(const ConditioningAnalysis& one) {
    return {{"source", one.source},
            {"frame", one.frame},
            {"image", one.image.string()},
            {"same_view", one.seam.same_view},
            {"coverage", number(one.seam.coverage)},
            {"terms", terms_json(one.seam.terms)},
            {"tier", name(one.seam.tier)},
            {"sentence", one.seam.sentence}};
}

Json pair_json(const TakePair& pair) {
    Json moments = Json::array();
    for (const Seam& seam : pair.moments)
        moments.push_back({{"frame", seam.frame},
                           {"same_view", seam.same_view},
                           {"coverage", number(seam.coverage)},
                           {"terms", terms_json(seam.terms)},
                           {"tier", name(seam.tier)},
                           {"sentence", seam.sentence}});
    return {{"source", pair.source}, {"against", 0}, {"moments", std::move(moments)}};
}

Json source_json(const MediumAnalysis& medium) {
    const SourceFeatures& features = *medium.measured.features;
    Json lenses = Json::array();
    for (const ShotLens& lens : medium.lenses) lenses.push_back(lens_json(lens));
    return {{"path", medium.measured.path.string()},
            {"name", medium.name},
            {"media_id", features.media_id},
            {"frame_count", features.frame_count},
            {"frame_rate", features.frame_rate.text()},
            {"width", features.width},
            {"height", features.height},
            {"input_space", features.input_space},
            {"space_confirmed", features.space_confirmed},
            {"cadence", cadence_json(medium.cadence)},
            {"style", style_json(medium.style)},
            {"lens", std::move(lenses)}};
}

Json drift_json(std::size_t source, const DriftCurve& curve) {
    return {{"source", source},
            {"from", curve.from},
            {"to", curve.to},
            {"mired_slope", number(curve.mired_slope)},
            {"stops_slope", number(curve.stops_slope)},
            {"mired_change", number(curve.mired_change)},
            {"stops_change", number(curve.stops_change)},
            {"flagged", curve.flagged()}};
}

} // namespace

std::string report_json(const ReviewAnalysis& analysis) {
    Json json{{"schema", "seamline.analysis/1"}, {"name", analysis.name}};
    json["note"] = "A flag means look, not error. Deltas are incoming minus outgoing.";
    Json sources = Json::array();
    Json seams = Json::array();
    Json camera = Json::array();
    Json drift = Json::array();
    for (std::size_t i = 0; i < analysis.media.size(); ++i) {
        const MediumAnalysis& medium = analysis.media[i];
        sources.push_back(source_json(medium));
        for (const DetectedSeam& seam : medium.seams) seams.push_back(seam_json(i, seam));
        for (const DriftCurve& curve : medium.drift) drift.push_back(drift_json(i, curve));
        for (const FrameFeatures& frame : medium.measured.features->frames)
            if (!std::isnan(frame.step.coverage)) camera.push_back(camera_json(i, frame));
    }
    json["sources"] = std::move(sources);
    Json cuts = Json::array();
    for (const BoundaryAnalysis& one : analysis.boundaries) cuts.push_back(cut_json(one));
    json["cuts"] = std::move(cuts);
    json["left_out"] = analysis.left_out;
    json["seams"] = std::move(seams);
    json["drift"] = std::move(drift);
    json["conditioning"] = Json::array();
    for (const ConditioningAnalysis& one : analysis.conditioning)
        json["conditioning"].push_back(conditioning_json(one));
    json["pairs"] = Json::array();
    for (const TakePair& pair : analysis.pairs) json["pairs"].push_back(pair_json(pair));
    json["camera"] = std::move(camera);
    json["thresholds"] = Json::parse(profile_text(analysis.profile));
    // File names are bytes; what is not UTF-8 in them must not stop the report.
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace seamline::analysis
