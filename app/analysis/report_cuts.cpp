#include "app/analysis/report_cuts.h"

#include "app/analysis/report_page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <numeric>

namespace seamline::analysis {
namespace {

/// A page must stay one that can be mailed.
constexpr std::size_t kMostCutsWithPictures = 60;
/// A slope below it has no direction worth an arrow.
constexpr double kArrowFromStops = 0.1;

LampState worst_of(const Seam& seam) {
    return std::max(seam.lighting.state, seam.continuity.state);
}

std::string lamp_html(const char* title, const Lamp& lamp) {
    return std::string("<span class=\"lamp ") + name(lamp.state) + "\">" + title + ": " +
           shown_name(lamp.state) + (lamp.words.empty() ? "" : ", " + markup_text(lamp.words)) +
           "</span>";
}

std::string shown(double value) {
    if (std::isnan(value)) return "not judged";
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string terms_table(const Seam& seam) {
    std::string rows;
    for (int i = 0; i < kTermCount; ++i) {
        const auto term = static_cast<Term>(i);
        const double value = at(seam.terms, term);
        if (std::isnan(value)) continue;
        const double times = at(seam.normalised, term);
        const char* look = times >= 2 ? " class=\"flag\"" : times >= 1 ? " class=\"look\"" : "";
        rows += "<tr><td class=\"first\">" + markup_text(term_words(term, value)) + "<td" + look +
                ">" + shown(times) + "<td class=\"soft\">" + plain_words(term) + "</tr>\n";
    }
    if (rows.empty()) return "";
    return "<details><summary>All that was measured</summary><div class=\"wide\"><table><tr><th>"
           "incoming against outgoing<th>times what is usual<th>what it means</tr>\n" +
           rows + "</table></div></details>\n";
}

std::string time_words(const MediumAnalysis& medium, std::int64_t frame) {
    const SourceFeatures& features = *medium.measured.features;
    const double rate = features.frame_rate.value();
    if (!(rate > 0)) return "";
    char text[48];
    std::snprintf(text, sizeof text, " (%.2f s)", static_cast<double>(frame) / rate);
    return text;
}

std::string side_words(const ReviewAnalysis& analysis, const char* side, std::size_t source,
                       std::int64_t frame) {
    const MediumAnalysis& medium = analysis.media[source];
    return std::string("<b>") + side + "</b>: " + markup_text(medium.name) + " frame " +
           std::to_string(frame) + time_words(medium, frame);
}

// What a person does about a lamp that cannot tell.
std::string help_words(const Seam& seam) {
    if (!seam.not_measured.empty()) return "";
    std::string help;
    if (!seam.space_confirmed)
        help += "The file does not say what its colours mean, so no lamp lights: state it with "
                "--input-space, or confirm it in the window. ";
    if (!seam.same_view) {
        char text[240];
        std::snprintf(text, sizeof text,
                      "Only %.0f %% of the outgoing picture was found again in the incoming one, "
                      "and %.0f %% are needed to compare light point by point. --other-framings "
                      "compares the pictures as wholes.",
                      100 * seam.coverage, 100 * measures::kSameViewCoverage);
        help += text;
    }
    return help.empty() ? "" : "<p class=\"soft\">" + help + "</p>\n";
}

const char* map_words(SeamMapKind kind) {
    switch (kind) {
    case SeamMapKind::Relight:
        return "Light that no grade of the whole picture moves: orange got more light, blue less.";
    case SeamMapKind::DeltaItp:
        return "How far the two HDR pictures lie apart as they are: 1 is just seen.";
    default:
        return "What stays apart after the best grade of the incoming picture.";
    }
}

// Lenses and where the light lies: hints, which nothing judges.
std::string hints_html(const BoundaryAnalysis& one) {
    std::vector<std::string> hints;
    const auto lens = [&](const char* side, const ShotLens& of) {
        std::string words;
        for (const std::string& each : lens_words(of)) words += (words.empty() ? "" : "; ") + each;
        if (!words.empty()) hints.push_back(std::string(side) + " lens: " + words);
    };
    lens("outgoing", one.outgoing_lens);
    lens("incoming", one.incoming_lens);
    if (const std::string sky = one.seam.sky ? sky_words(*one.seam.sky) : ""; !sky.empty())
        hints.push_back("where the light lies, incoming against outgoing: " + sky +
                        " (a hint: what is in the picture moves it, too)");
    std::string html;
    for (const std::string& hint : hints) html += "<li>" + markup_text(hint) + "</li>\n";
    return html.empty() ? "" : "<ul class=\"soft\">" + html + "</ul>\n";
}

// Two frames side by side, and the maps of their difference.
struct SidePictures {
    std::string outgoing_caption;
    std::string incoming_caption;
    const Seam& seam;
    const CutPictures& pictures;
};

std::string pictures_html(const SidePictures& sides, const std::filesystem::path& folder) {
    const CutPictures& pictures = sides.pictures;
    if (pictures.outgoing.empty()) return "";
    std::string html =
        "<div class=\"pictures\">" +
        figure_html(bytes_of(folder / pictures.outgoing), "outgoing", sides.outgoing_caption) +
        figure_html(bytes_of(folder / pictures.incoming), "incoming", sides.incoming_caption);
    for (const MapPicture& map : pictures.maps) {
        const bool has_arrow = map.kind == SeamMapKind::Relight &&
                               at(sides.seam.terms, Term::RelightSlopeStops) > kArrowFromStops;
        html += figure_html(
            bytes_of(folder / map.file), title(map.kind),
            std::string("<b>") + markup_text(title(map.kind)) + "</b>. " + map_words(map.kind) +
                (has_arrow ? " The arrow points to where light grew." : "") +
                legend_html(map.scale, map.low, map.high, map.unit),
            has_arrow ? arrow_svg(at(sides.seam.terms, Term::RelightAngleDeg), pictures.aspect)
                      : "");
    }
    return html + "</div>\n";
}

std::string cut_pictures(const ReviewAnalysis& analysis, const BoundaryAnalysis& one,
                         const CutPictures* pictures, const std::filesystem::path& folder) {
    if (pictures == nullptr) return "";
    return pictures_html(
        {side_words(analysis, "Outgoing", one.boundary.outgoing.source, one.compared.outgoing),
         side_words(analysis, "Incoming", one.boundary.incoming.source, one.compared.incoming),
         one.seam, *pictures},
        folder);
}

std::string grade_words(const Seam& seam) {
    if (!seam.grade) return "";
    const measures::GradeFit& fit = *seam.grade;
    char text[320];
    std::snprintf(text, sizeof text,
                  "<p class=\"soft\">Best grade of the incoming picture as an ASC CDL in %s: slope "
                  "%.3f %.3f %.3f, offset %.4f %.4f %.4f, power %.3f %.3f %.3f, saturation "
                  "%.3f.</p>\n",
                  measures::GradeFit::kCdlSpace, fit.cdl.slope[0], fit.cdl.slope[1],
                  fit.cdl.slope[2], fit.cdl.offset[0], fit.cdl.offset[1], fit.cdl.offset[2],
                  fit.cdl.power[0], fit.cdl.power[1], fit.cdl.power[2], fit.cdl.saturation);
    return text;
}

std::string cut_card(const ReviewAnalysis& analysis, const BoundaryAnalysis& one, std::size_t index,
                     const CutPictures* pictures, const std::filesystem::path& folder) {
    return "<div class=\"card\" id=\"cut" + std::to_string(index + 1) + "\"><h3>" +
           markup_text(cut_title(one, index)) + "</h3>\n<p class=\"sentence\">" +
           markup_text(one.seam.sentence) + ".</p>\n<p>" +
           lamp_html("Lighting", one.seam.lighting) + lamp_html("Continuity", one.seam.continuity) +
           "</p>\n" + help_words(one.seam) + cut_pictures(analysis, one, pictures, folder) +
           grade_words(one.seam) + hints_html(one) + terms_table(one.seam) + "</div>\n";
}

std::string pair_curves(const TakePair& pair) {
    const auto of = [&](Term term) {
        std::vector<double> values;
        for (const Seam& seam : pair.moments)
            values.push_back(seam.same_view || term != Term::DeltaEResidual ? at(seam.terms, term)
                                                                            : kNotMeasured);
        return values;
    };
    const auto first = static_cast<double>(pair.moments.front().frame);
    const double step = (static_cast<double>(pair.moments.back().frame) - first) /
                        std::max(static_cast<double>(pair.moments.size()) - 1, 1.0);
    return curve_svg({"Exposure against the first take (up is brighter)",
                      "stops",
                      of(Term::ExposureStops),
                      {},
                      0.5,
                      false,
                      first,
                      step},
                     {}) +
           curve_svg({"Warmth against the first take (up is warmer)",
                      "mired",
                      of(Term::DeltaMired),
                      {},
                      20,
                      false,
                      first,
                      step},
                     {}) +
           curve_svg({"Colours that stay apart after the best grade",
                      "\u0394E",
                      of(Term::DeltaEResidual),
                      {},
                      2,
                      false,
                      first,
                      step},
                     {});
}

std::string moments_words(const TakePair& pair) {
    const auto alike =
        std::ranges::count_if(pair.moments, [](const Seam& seam) { return seam.same_view; });
    return "<p class=\"soft\">Compared at " + std::to_string(pair.moments.size()) +
           " moments, from frame " + std::to_string(pair.moments.front().frame) + " to " +
           std::to_string(pair.moments.back().frame) + ", judged by the floors alone; at " +
           std::to_string(alike) +
           " of them both show the same view. Where the views differ the curves are of the "
           "pictures "
           "as wholes.</p>\n";
}

// The cuts that get pictures: flagged ones first, then in order.
std::vector<bool> with_pictures(const ReviewAnalysis& analysis) {
    std::vector<std::size_t> order(analysis.boundaries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return worst_of(analysis.boundaries[a].seam) > worst_of(analysis.boundaries[b].seam);
    });
    std::vector<bool> chosen(order.size(), false);
    for (std::size_t i = 0; i < std::min(order.size(), kMostCutsWithPictures); ++i)
        chosen[order[i]] = true;
    return chosen;
}

} // namespace

std::string cut_title(const BoundaryAnalysis& one, std::size_t index) {
    std::string title = "Cut " + std::to_string(index + 1);
    if (!one.boundary.event.empty()) title += " to " + one.boundary.event;
    title += one.boundary.record_frame
                 ? ", record " + one.boundary.record_timecode + " (frame " +
                       std::to_string(*one.boundary.record_frame) + ")"
                 : ", frame " + std::to_string(one.boundary.frame);
    if (one.boundary.kind == CutKind::Hard) return title;
    return title + ", " + name(one.boundary.kind) + " of " + std::to_string(one.boundary.length) +
           " frames";
}

std::string cut_table(const ReviewAnalysis& analysis) {
    if (analysis.boundaries.empty()) return "";
    std::string html = "<div class=\"wide\"><table><tr><th>Cut<th>Lighting<th>Continuity<th>In "
                       "words</tr>\n";
    const auto cell = [](const Lamp& lamp) {
        return std::string("<td class=\"") + name(lamp.state) + "\">" + shown_name(lamp.state);
    };
    for (std::size_t i = 0; i < analysis.boundaries.size(); ++i) {
        const BoundaryAnalysis& one = analysis.boundaries[i];
        html += "<tr><td><a href=\"#cut" + std::to_string(i + 1) + "\">" +
                markup_text(cut_title(one, i)) + "</a>" + cell(one.seam.lighting) +
                cell(one.seam.continuity) + "<td class=\"first\">" +
                markup_text(one.seam.sentence) + "</tr>\n";
    }
    return html + "</table></div>\n";
}

std::string cut_cards(const ReviewAnalysis& analysis, const std::vector<CutPictures>& pictures,
                      const std::filesystem::path& folder) {
    if (analysis.boundaries.empty()) return "";
    std::string html = "<h2>Cuts</h2>\n";
    if (analysis.boundaries.size() > kMostCutsWithPictures)
        html += "<p class=\"soft\">Pictures of the " + std::to_string(kMostCutsWithPictures) +
                " most conspicuous cuts are in this page; those of all lie beside it.</p>\n";
    const std::vector<bool> chosen = with_pictures(analysis);
    for (std::size_t i = 0; i < analysis.boundaries.size(); ++i) {
        const bool shows = chosen[i] && i < pictures.size();
        html +=
            cut_card(analysis, analysis.boundaries[i], i, shows ? &pictures[i] : nullptr, folder);
    }
    return html;
}

std::string pair_cards(const ReviewAnalysis& analysis, const std::vector<CutPictures>& pictures,
                       const std::filesystem::path& folder) {
    if (analysis.pairs.empty()) return "";
    std::string html = "<h2>Take against take</h2>\n";
    for (std::size_t i = 0; i < analysis.pairs.size(); ++i) {
        const TakePair& pair = analysis.pairs[i];
        const Seam& shown = pair.moments[pair.shown];
        const std::string title =
            analysis.media[pair.source].name + " against " + analysis.media[0].name;
        html += "<div class=\"card\"><h3>" + markup_text(title) + "</h3>\n<p class=\"sentence\">" +
                "At frame " + std::to_string(shown.frame) + ": " + markup_text(shown.sentence) +
                ".</p>\n" + help_words(shown);
        if (i < pictures.size())
            html += pictures_html({side_words(analysis, "First take", 0, shown.frame),
                                   side_words(analysis, "This take", pair.source, shown.frame),
                                   shown, pictures[i]},
                                  folder);
        html += grade_words(shown) + moments_words(pair) + pair_curves(pair) + terms_table(shown) +
                "</div>\n";
    }
    return html;
}

} // namespace seamline::analysis
