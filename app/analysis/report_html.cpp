#include "app/analysis/medium_words.h"
#include "app/analysis/report.h"
#include "app/analysis/report_cuts.h"
#include "app/analysis/report_page.h"
#include "app/analysis/shot_drift.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

namespace seamline::analysis {
namespace {

std::vector<double> series(const SourceFeatures& features,
                           const std::function<double(const FrameFeatures&)>& value) {
    std::vector<double> values;
    for (const FrameFeatures& frame : features.frames)
        values.push_back(frame.substitute ? kNotMeasured : value(frame));
    return values;
}

/// Against the first one that was measured: the measures know differences alone.
std::vector<double> from_the_first(std::vector<double> values) {
    const auto first =
        std::ranges::find_if(values, [](double value) { return !std::isnan(value); });
    if (first == values.end()) return values;
    const double base = *first;
    for (double& value : values) value -= base;
    return values;
}

std::vector<double> drift_series(const MediumAnalysis& medium,
                                 std::vector<double> DriftCurve::*line) {
    std::vector<double> all(medium.measured.features->frames.size(), kNotMeasured);
    for (const DriftCurve& shot : medium.drift)
        for (std::int64_t i = shot.from; i < shot.to && i < std::ssize(all); ++i)
            all[static_cast<std::size_t>(i)] =
                (shot.*line)[static_cast<std::size_t>(i - shot.from)];
    return all;
}

double camera_of(const FrameFeatures& frame, double measures::CameraMove::*part) {
    const bool known = frame.step.coverage >= measures::kSameViewCoverage;
    return known ? frame.step.camera.*part : kNotMeasured;
}

std::vector<Curve> curves_of(const MediumAnalysis& medium) {
    const SourceFeatures& features = *medium.measured.features;
    const auto of = [&](const std::function<double(const FrameFeatures&)>& value) {
        return series(features, value);
    };
    using measures::CameraMove;
    return {
        {"Light of the picture, against its first frame (up is brighter)",
         "stops",
         from_the_first(of([](const FrameFeatures& f) { return f.global.mean_log2_luminance; })),
         {},
         0.5,
         false},
        {"Warmth of the picture, against its first frame (up is warmer)",
         "mired",
         from_the_first(of([](const FrameFeatures& f) { return f.global.mired; })),
         {},
         20,
         false},
        {"Exposure inside each shot, what moves left out (up is brighter)",
         "stops",
         drift_series(medium, &DriftCurve::stops),
         {},
         0.5,
         false},
        {"Warmth inside each shot, what moves left out (up is warmer)",
         "mired",
         drift_series(medium, &DriftCurve::mired),
         {},
         20,
         false},
        {"Width of the sharpest edges (up is sharper)",
         "px",
         of([](const FrameFeatures& f) { return f.sharpest_px; }),
         {},
         0.5,
         true},
        {"Grain", "of 255", of([](const FrameFeatures& f) { return f.grain; }), {}, 1, false},
        {"Camera, from frame to frame: pan (line, up is right) and tilt (dots, up is up)", "px",
         of([](const FrameFeatures& f) { return camera_of(f, &CameraMove::pan_px); }),
         of([](const FrameFeatures& f) { return camera_of(f, &CameraMove::tilt_px); }), 4, false},
        {"Zoom, from frame to frame (up is in)",
         "%",
         of([](const FrameFeatures& f) { return 100 * (camera_of(f, &CameraMove::zoom) - 1); }),
         {},
         0.5,
         false},
    };
}

std::vector<std::string> noteworthy(const MediumAnalysis& medium) {
    const SourceFeatures& features = *medium.measured.features;
    std::vector<std::string> words = cadence_words(medium.cadence);
    for (const std::string& drift : drift_words(medium.drift)) words.push_back(drift);
    for (const DetectedSeam& seam : medium.seams)
        words.push_back("step without a cut at frame " + std::to_string(seam.frame) + ": " +
                        term_words(Term::ExposureStops, seam.exposure_stops) + ", " +
                        term_words(Term::DeltaMired, seam.delta_mired) + " than the frame before");
    if (words.empty())
        words.emplace_back("no repeated, frozen or black frames, no flicker, flashes or drift, and "
                           "no step without a cut");
    for (const ShotRange& shot : shots_of(0, features.frame_count, medium.cuts)) {
        const std::string camera = camera_words(features, shot.first, shot.end);
        if (!camera.empty())
            words.push_back("camera of frames " + std::to_string(shot.first) + " to " +
                            std::to_string(shot.end - 1) + ": " + camera);
    }
    for (const ShotLens& lens : medium.lenses)
        for (const std::string& each : lens_words(lens))
            words.push_back("lens of frames " + std::to_string(lens.from) + " to " +
                            std::to_string(lens.to - 1) + ": " + each);
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
    char text[200];
    std::snprintf(text, sizeof text,
                  "</svg><p class=\"soft\">Its colours by their share of the picture. Lightness "
                  "%.0f, contrast %.0f, saturation %.0f (OKLab x 100).</p>\n",
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
                       features.frame_rate.text() + " per second, read as " +
                       markup_text(features.input_space) +
                       (features.space_confirmed
                            ? "."
                            : ", which is a guess: the file does not say what its colours mean.") +
                       "</p>\n<ul>\n";
    for (const std::string& words : noteworthy(medium))
        html += "<li>" + markup_text(words) + ".</li>\n";
    html += "</ul>\n" + palette_html(medium.style) +
            "<p class=\"soft\">The curves run over the take's frames. Upright lines: cuts; broken "
            "ones: steps without a cut; gaps: not measured.</p>\n";
    for (const Curve& curve : curves_of(medium)) html += curve_svg(curve, marks);
    return html;
}

std::string summary(const ReviewAnalysis& analysis) {
    std::size_t flags = 0;
    std::size_t looks = 0;
    std::size_t silent = 0;
    for (const BoundaryAnalysis& one : analysis.boundaries) {
        const LampState worst = std::max(one.seam.lighting.state, one.seam.continuity.state);
        flags += worst == LampState::Flag ? 1 : 0;
        looks += worst == LampState::Look ? 1 : 0;
        silent += worst == LampState::Off ? 1 : 0;
    }
    std::string html = "<p>" + counted(analysis.media.size(), "take", "takes") + ", " +
                       counted(analysis.boundaries.size(), "cut", "cuts");
    if (!analysis.boundaries.empty())
        html += ": " + std::to_string(flags) + " flagged, " + std::to_string(looks) +
                " to look at, " +
                std::to_string(analysis.boundaries.size() - flags - looks - silent) + " quiet, " +
                std::to_string(silent) + " that cannot be told";
    return html + ". A flag means look, not error.</p>\n" + cut_table(analysis);
}

// Of takes the first one's name, and how many stand beside it.
std::string page_title(const ReviewAnalysis& analysis) {
    const bool is_of_takes =
        analysis.media.size() > 1 && analysis.name == analysis.media.front().name;
    return is_of_takes ? analysis.name + " and " +
                             counted(analysis.media.size() - 1, "other take", "other takes")
                       : analysis.name;
}

constexpr const char* kHowToRead = R"(<details><summary>How to read this page</summary><dl>
<dt>Lamps</dt><dd>Quiet: within what the two shots do anyway. Look: more than that. Flag: twice that
or more. Cannot tell: the reason stands beside it. What is usual is measured inside the two shots,
at places where there is no cut.</dd>
<dt>Lighting</dt><dd>Exposure, colour temperature, tint, and light that moved inside the picture.</dd>
<dt>Continuity</dt><dd>Colours that stay apart after the best grade, sharpness, grain and texture.</dd>
<dt>Stop</dt><dd>Twice the light.</dd>
<dt>Mired</dt><dd>Colour temperature in steps that look alike, 1,000,000 / kelvin; from tungsten
(3200 K) to daylight (5600 K) it is 134 mired. Only differences across the cut are stated.</dd>
<dt>Best grade</dt><dd>The grade of the whole picture that brings the incoming one closest to the
outgoing one. What it leaves needs a window or a key, or cannot be graded away.</dd>
</dl></details>
)";

} // namespace

Result<std::string> report_html(const ReviewAnalysis& analysis,
                                const std::vector<CutPictures>& cuts,
                                const std::filesystem::path& folder,
                                const std::vector<CutPictures>& pairs) {
    std::string html = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
                       "name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" "
                       "href=\"data:,\"><title>" +
                       markup_text(page_title(analysis)) + " - Seamline</title><style>" +
                       kPageStyle + "</style></head><body>\n<h1>" +
                       markup_text(page_title(analysis)) + "</h1>\n" + summary(analysis);
    for (const std::string& what : analysis.left_out)
        html += "<p>Not measured: " + markup_text(what) + "</p>\n";
    html += kHowToRead + cut_cards(analysis, cuts, folder) + pair_cards(analysis, pairs, folder) +
            conditioning_section(analysis) + style_section(analysis);
    for (const MediumAnalysis& medium : analysis.media) html += medium_section(medium);
    return html + "</body></html>\n";
}

} // namespace seamline::analysis
