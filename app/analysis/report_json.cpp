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

Json cut_json(const BoundaryAnalysis& one) {
    const Seam& seam = one.seam;
    Json json{{"source", one.boundary.incoming.source},
              {"frame", one.boundary.frame},
              {"kind", name(one.boundary.kind)},
              {"length", one.boundary.length},
              {"confidence", number(one.boundary.confidence)}};
    if (one.boundary.record_frame) json["record_frame"] = *one.boundary.record_frame;
    if (!one.boundary.event.empty()) json["event"] = one.boundary.event;
    json["outgoing"] = place_json(one.boundary.outgoing.source, one.compared.outgoing);
    json["incoming"] = place_json(one.boundary.incoming.source, one.compared.incoming);
    json["same_view"] = seam.same_view;
    json["coverage"] = number(seam.coverage);
    json["space_confirmed"] = seam.space_confirmed;
    json["resolution_differs"] = seam.resolution_differs;
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
    return json;
}

Json source_json(const MediumAnalysis& medium) {
    const SourceFeatures& features = *medium.measured.features;
    return {{"path", medium.measured.path.string()},
            {"name", medium.name},
            {"media_id", features.media_id},
            {"frame_count", features.frame_count},
            {"frame_rate", features.frame_rate.text()},
            {"width", features.width},
            {"height", features.height},
            {"input_space", features.input_space},
            {"space_confirmed", features.space_confirmed}};
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
    json["seams"] = std::move(seams);
    json["drift"] = std::move(drift);
    json["camera"] = std::move(camera);
    json["thresholds"] = Json::parse(profile_text(analysis.profile));
    // File names are bytes; what is not UTF-8 in them must not stop the report.
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace seamline::analysis
