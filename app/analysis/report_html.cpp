#include "app/analysis/medium_words.h"
#include "app/analysis/report.h"
#include "app/analysis/report_page.h"
#include "app/analysis/shot_drift.h"
#include "renderer/measures/difference_map.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <numeric>
#include <tuple>

namespace seamline::analysis {
namespace {

/// A page must stay one that can be mailed.
constexpr std::size_t kMostCutsWithPictures = 60;

std::string figure(const std::filesystem::path& folder, const std::string& file,
                   const std::string& caption) {
    std::ifstream stream(folder / file, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(stream), {}};
    if (bytes.empty()) return "";
    return "<figure><img alt=\"" + markup_text(caption) + "\" src=\"data:image/png;base64," +
           base64(std::as_bytes(std::span(bytes))) + "\"><figcaption>" + markup_text(caption) +
           "</figcaption></figure>\n";
}

std::string lamp_html(const char* title, const Lamp& lamp) {
    return std::string("<span class=\"lamp ") + name(lamp.state) + "\">" + title + ": " +
           name(lamp.state) + (lamp.words.empty() ? "" : ", " + markup_text(lamp.words)) +
           "</span>";
}

std::string shown(double value) {
    if (std::isnan(value)) return "-";
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

std::string terms_table(const Seam& seam) {
    std::string table =
        "<details><summary>All terms</summary><table><tr><th>term<th>incoming minus "
        "outgoing<th>in words<th>times what is usual</tr>\n";
    for (int i = 0; i < kTermCount; ++i) {
        const auto term = static_cast<Term>(i);
        const double value = at(seam.terms, term);
        if (std::isnan(value)) continue;
        table += std::string("<tr><td>") + name(term) + "<td>" + shown(value) +
                 "<td class=\"soft\">" + markup_text(term_words(term, value)) + "<td>" +
                 shown(at(seam.normalised, term)) + "</tr>\n";
    }
    return table + "</table></details>\n";
}

std::string place_words(const ReviewAnalysis& analysis, const BoundaryAnalysis& one) {
    const auto where = [&](std::size_t source, std::int64_t frame) {
        return analysis.media[source].name + " frame " + std::to_string(frame);
    };
    const std::string outgoing = where(one.boundary.outgoing.source, one.compared.outgoing);
    return outgoing + " against " + where(one.boundary.incoming.source, one.compared.incoming);
}

std::string cut_title(const BoundaryAnalysis& one, std::size_t index) {
    std::string title = "Cut " + std::to_string(index + 1);
    if (!one.boundary.event.empty()) title += " to " + one.boundary.event;
    title += one.boundary.record_frame
                 ? ", record " + one.boundary.record_timecode + " (frame " +
                       std::to_string(*one.boundary.record_frame) + ")"
                 : ", frame " + std::to_string(one.boundary.frame);
    return title + " (" + name(one.boundary.kind) + ")";
}

std::string cut_card(const ReviewAnalysis& analysis, const BoundaryAnalysis& one, std::size_t index,
                     const CutPictures* pictures, const std::filesystem::path& folder) {
    std::string card = "<div class=\"card\" id=\"cut" + std::to_string(index + 1) + "\"><h3>" +
                       markup_text(cut_title(one, index)) + "</h3>\n<p class=\"soft\">" +
                       markup_text(place_words(analysis, one)) + "</p>\n<p class=\"sentence\">" +
                       markup_text(one.seam.sentence) + "</p>\n<p>" +
                       lamp_html("Lighting", one.seam.lighting) +
                       lamp_html("Continuity", one.seam.continuity) + "</p>\n";
    if (pictures != nullptr && !pictures->outgoing.empty()) {
        card += "<div class=\"pictures\">" + figure(folder, pictures->outgoing, "outgoing") +
                figure(folder, pictures->incoming, "incoming");
        if (!pictures->map.empty())
            card +=
                figure(folder, pictures->map,
                       "delta E 2000 after the best grade, 0 (dark blue) to 10 (yellow); hatched: "
                       "nothing corresponds");
        card += "</div>\n";
    }
    return card + terms_table(one.seam) + "</div>\n";
}

std::vector<double> series(const SourceFeatures& features,
                           const std::function<double(const FrameFeatures&)>& value) {
    std::vector<double> values;
    for (const FrameFeatures& frame : features.frames)
        values.push_back(frame.substitute ? kNotMeasured : value(frame));
    return values;
}

std::vector<std::string> noteworthy(const MediumAnalysis& medium) {
    const SourceFeatures& features = *medium.measured.features;
    std::vector<std::string> words = cadence_words(medium.cadence);
    for (const std::string& drift : drift_words(medium.drift)) words.push_back(drift);
    for (const ShotRange& shot : shots_of(0, features.frame_count, medium.cuts)) {
        const std::string camera = camera_words(features, shot.first, shot.end);
        if (!camera.empty())
            words.push_back("camera of frames " + std::to_string(shot.first) + " to " +
                            std::to_string(shot.end - 1) + ": " + camera);
    }
    return words;
}

std::string palette_html(const std::optional<Style>& style) {
    if (!style) return "";
    std::string html = "<svg viewBox=\"0 0 900 24\" role=\"img\" aria-label=\"Palette\">";
    double x = 0;
    for (const PaletteColor& color : style->palette) {
        char box[128];
        std::snprintf(box, sizeof box,
                      "<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"24\" "
                      "fill=\"#%02x%02x%02x\"/>",
                      900 * x, 900 * color.share, color.srgb[0], color.srgb[1], color.srgb[2]);
        html += box;
        x += color.share;
    }
    char text[160];
    std::snprintf(text, sizeof text,
                  "</svg><p class=\"soft\">Palette; lightness %.0f, contrast %.0f, saturation %.0f "
                  "(OKLab x 100)</p>\n",
                  style->lightness, style->contrast, style->saturation);
    return html + text;
}

std::string conditioning_section(const ReviewAnalysis& analysis) {
    std::string html;
    for (const ConditioningAnalysis& one : analysis.conditioning)
        html += "<p><b>" + markup_text(analysis.media[one.source].name) + " frame " +
                std::to_string(one.frame) + " against " +
                markup_text(one.image.filename().string()) +
                "</b>: " + markup_text(one.seam.sentence) + ".</p>\n";
    return html.empty() ? "" : "<h2>Against the images they were generated from</h2>\n" + html;
}

// Each take against the first one.
std::string style_section(const ReviewAnalysis& analysis) {
    std::string html;
    for (std::size_t i = 1; i < analysis.media.size(); ++i)
        if (analysis.media[0].style && analysis.media[i].style)
            html += "<p><b>" + markup_text(analysis.media[i].name) + "</b>: " +
                    markup_text(
                        style_distance(*analysis.media[i].style, *analysis.media[0].style).words) +
                    ".</p>\n";
    return html.empty()
               ? ""
               : "<h2>Style against " + markup_text(analysis.media[0].name) + "</h2>\n" + html;
}

std::string medium_section(const MediumAnalysis& medium) {
    const SourceFeatures& features = *medium.measured.features;
    std::vector<CurveMark> marks;
    for (const DetectedCut& cut : medium.cuts)
        marks.push_back({static_cast<std::size_t>(cut.frame), true});
    for (const DetectedSeam& seam : medium.seams)
        marks.push_back({static_cast<std::size_t>(seam.frame), false});
    std::string html = "<h2>" + markup_text(medium.name) + "</h2>\n<p class=\"soft\">" +
                       std::to_string(features.width) + " x " + std::to_string(features.height) +
                       ", " + std::to_string(features.frame_count) + " frames at " +
                       features.frame_rate.text() + ", read as " +
                       markup_text(features.input_space) +
                       (features.space_confirmed ? "" : " (unconfirmed)") +
                       ". Lines: cuts; broken lines: steps without a cut.</p>\n";
    const auto curve = [&](const char* title, const char* unit,
                           const std::function<double(const FrameFeatures&)>& value) {
        html += curve_svg(title, unit, series(features, value), marks);
    };
    curve("Lightness", "(OKLab L)", [](const FrameFeatures& f) { return f.mean_lab[0]; });
    for (const auto& [title, unit, values] :
         {std::tuple("Exposure inside each shot", "stops", &DriftCurve::stops),
          std::tuple("Warmth inside each shot", "mired", &DriftCurve::mired)}) {
        std::vector<double> all(features.frames.size(), kNotMeasured);
        for (const DriftCurve& shot : medium.drift)
            for (std::int64_t i = shot.from; i < shot.to && i < std::ssize(all); ++i)
                all[static_cast<std::size_t>(i)] =
                    (shot.*values)[static_cast<std::size_t>(i - shot.from)];
        html += curve_svg(title, unit, all, marks);
    }
    curve("Warmth of the picture", "mired, relative",
          [](const FrameFeatures& f) { return f.global.mired; });
    curve("Blur of the sharpest edges", "px", [](const FrameFeatures& f) { return f.sharpest_px; });
    curve("Grain", "of 255", [](const FrameFeatures& f) { return f.grain; });
    curve("Change from the frame before", "(residual)",
          [](const FrameFeatures& f) { return f.step.residual; });
    for (const std::string& words : noteworthy(medium))
        html += "<p>" + markup_text(words) + ".</p>\n";
    html += palette_html(medium.style);
    for (const DetectedSeam& seam : medium.seams) {
        html += "<p><b>Step without a cut at frame " + std::to_string(seam.frame) +
                "</b>: " + markup_text(term_words(Term::ExposureStops, seam.exposure_stops)) +
                ", " + markup_text(term_words(Term::DeltaMired, seam.delta_mired)) + ".</p>\n";
    }
    return html;
}

std::string summary(const ReviewAnalysis& analysis) {
    int flags = 0;
    int looks = 0;
    for (const BoundaryAnalysis& one : analysis.boundaries) {
        const LampState worst = std::max(one.seam.lighting.state, one.seam.continuity.state);
        flags += worst == LampState::Flag;
        looks += worst == LampState::Look;
    }
    std::string html = "<p>" + std::to_string(analysis.media.size()) + " media, " +
                       std::to_string(analysis.boundaries.size()) +
                       " cuts: " + std::to_string(flags) + " flagged, " + std::to_string(looks) +
                       " to look at. A flag means look, not error.</p>\n<table><tr><th>cut<th>"
                       "lighting<th>continuity<th>verdict</tr>\n";
    for (std::size_t i = 0; i < analysis.boundaries.size(); ++i) {
        const BoundaryAnalysis& one = analysis.boundaries[i];
        const std::string number = std::to_string(i + 1);
        html += "<tr><td><a href=\"#cut" + number + "\">" + markup_text(cut_title(one, i)) +
                "</a><td class=\"" + name(one.seam.lighting.state) + "\">" +
                name(one.seam.lighting.state) + "<td class=\"" + name(one.seam.continuity.state) +
                "\">" + name(one.seam.continuity.state) + "<td>" + markup_text(one.seam.sentence) +
                "</tr>\n";
    }
    return html + "</table>\n";
}

// The cuts that get pictures: flagged ones first, then in order.
std::vector<bool> with_pictures(const ReviewAnalysis& analysis) {
    std::vector<std::size_t> order(analysis.boundaries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t i) {
        const Seam& seam = analysis.boundaries[i].seam;
        return std::max(seam.lighting.state, seam.continuity.state);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
    std::vector<bool> chosen(order.size(), false);
    for (std::size_t i = 0; i < std::min(order.size(), kMostCutsWithPictures); ++i)
        chosen[order[i]] = true;
    return chosen;
}

} // namespace

Result<std::string> report_html(const ReviewAnalysis& analysis,
                                const std::vector<CutPictures>& pictures,
                                const std::filesystem::path& folder) {
    std::string html = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                       markup_text(analysis.name) + " - Seamline</title><style>" + kPageStyle +
                       "</style></head><body>\n<h1>" + markup_text(analysis.name) + "</h1>\n" +
                       summary(analysis);
    for (const std::string& what : analysis.left_out)
        html += "<p>Not measured: " + markup_text(what) + "</p>\n";
    if (!analysis.boundaries.empty()) html += "<h2>Cuts</h2>\n";
    if (analysis.boundaries.size() > kMostCutsWithPictures)
        html += "<p class=\"soft\">Pictures of the " + std::to_string(kMostCutsWithPictures) +
                " most conspicuous cuts are in this page; those of all lie beside it.</p>\n";
    const std::vector<bool> chosen = with_pictures(analysis);
    for (std::size_t i = 0; i < analysis.boundaries.size(); ++i) {
        const bool shows = chosen[i] && i < pictures.size();
        html +=
            cut_card(analysis, analysis.boundaries[i], i, shows ? &pictures[i] : nullptr, folder);
    }
    html += conditioning_section(analysis) + style_section(analysis);
    for (const MediumAnalysis& medium : analysis.media) html += medium_section(medium);
    return html + "</body></html>\n";
}

} // namespace seamline::analysis
