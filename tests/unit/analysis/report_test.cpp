#include "app/analysis/report.h"
#include "app/analysis/report_page.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace seamline::analysis {
namespace {

ReviewAnalysis small_analysis() {
    auto features = std::make_shared<SourceFeatures>();
    features->path = "/takes/a \"quoted\", b.mp4";
    features->media_id = "xxh3-128:00ff";
    features->frame_rate = {24000, 1001};
    features->frame_count = 3;
    features->width = 1920;
    features->height = 1080;
    features->input_space = "Rec.709";
    for (int i = 0; i < 3; ++i) {
        FrameFeatures frame;
        frame.frame = i;
        frame.time_s = Rational(i * 1001, 24000);
        frame.mean_luma = 100 + i;
        frame.mean_lab = {0.5, 0.01, -0.02};
        if (i > 0) {
            frame.step.coverage = 0.6;
            frame.step.camera.pan_px = 1.5;
        }
        features->frames.push_back(frame);
    }
    ReviewAnalysis analysis;
    analysis.name = "a & b <review>";
    MediumAnalysis medium;
    medium.name = "a \"quoted\", b.mp4";
    medium.measured.path = features->path;
    medium.measured.features = features;
    medium.cuts.push_back({2, CutKind::Hard, 0, 0.75});
    medium.seams.push_back({1, 4.5, 0.001, -0.06, kNotMeasured, kNotMeasured, 2});
    analysis.media.push_back(medium);
    BoundaryAnalysis cut;
    cut.boundary.frame = 2;
    cut.boundary.outgoing = {0, 0, 2};
    cut.boundary.incoming = {0, 2, 3};
    cut.boundary.confidence = 0.75;
    cut.compared = {1, 2};
    cut.seam.same_view = true;
    cut.seam.space_confirmed = true;
    cut.seam.coverage = 0.5;
    at(cut.seam.terms, Term::ExposureStops) = 0.4;
    at(cut.seam.terms, Term::DeltaMired) = -38;
    cut.seam.grade = measures::GradeFit{};
    cut.seam.after_cdl_stops = 0.02;
    judge(cut.seam, {}, {});
    cut.seam.grade->cdl.slope = {1.25, 1, 0.8};
    analysis.boundaries.push_back(cut);
    return analysis;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

TEST(Report, JsonHasThePromisedKeys) {
    const auto json = nlohmann::json::parse(report_json(small_analysis()));
    EXPECT_EQ(json["schema"], "seamline.analysis/1");
    EXPECT_EQ(json["sources"][0]["media_id"], "xxh3-128:00ff");
    EXPECT_EQ(json["sources"][0]["frame_rate"], "24000/1001");
    const auto& cut = json["cuts"][0];
    EXPECT_EQ(cut["source"], 0);
    EXPECT_EQ(cut["frame"], 2);
    EXPECT_EQ(cut["kind"], "hard");
    EXPECT_EQ(cut["terms"]["exposure_stops"], 0.4);
    EXPECT_TRUE(cut["terms"]["grain_log2"].is_null());
    EXPECT_NEAR(cut["normalised"]["delta_mired"].get<double>(), 38.0 / 3, 1e-9);
    for (int i = 0; i < kTermCount; ++i) {
        EXPECT_TRUE(cut["terms"].contains(name(static_cast<Term>(i))));
        EXPECT_TRUE(cut["normalised"].contains(name(static_cast<Term>(i))));
    }
    EXPECT_EQ(cut["lamps"]["lighting"]["state"], "flag");
    EXPECT_EQ(cut["lamps"]["lighting"]["term"], "delta_mired");
    EXPECT_EQ(cut["cdl"]["slope"], (std::array<double, 3>{1.25, 1, 0.8}));
    EXPECT_EQ(json["seams"][0]["exposure_stops"], -0.06);
    ASSERT_EQ(json["camera"].size(), 2U);
    EXPECT_EQ(json["camera"][0]["pan_px"], 1.5);
    EXPECT_EQ(report_json(small_analysis()), report_json(small_analysis()));
}

TEST(Report, CsvHasALinePerFrameAndPerCutWithEqualFields) {
    const std::string frames = frames_csv(small_analysis());
    EXPECT_EQ(std::ranges::count(frames, '\n'), 4);
    std::size_t fields = 0;
    for (std::size_t begin = 0; begin < frames.size();) {
        const std::size_t end = frames.find('\n', begin);
        const std::size_t here = occurrences(frames.substr(begin, end - begin), ",");
        if (fields == 0) fields = here;
        EXPECT_EQ(here, fields);
        begin = end + 1;
    }
    const std::string cuts = cuts_csv(small_analysis());
    EXPECT_EQ(std::ranges::count(cuts, '\n'), 2);
    EXPECT_NE(cuts.find("0.4,-38,"), std::string::npos);
}

TEST(Report, PageIsWholeAndEscapesWhatItShows) {
    const auto page = report_html(small_analysis(), {}, {});
    ASSERT_TRUE(page);
    const std::string& html = page.value();
    EXPECT_NE(html.find("<title>a &amp; b &lt;review&gt; - Seamline"), std::string::npos);
    EXPECT_EQ(html.find("<review>"), std::string::npos);
    EXPECT_NE(html.find("38 mired cooler and 0.40 stop brighter: a primary grade fixes it"),
              std::string::npos);
    EXPECT_NE(html.find("A flag means look, not error."), std::string::npos);
    EXPECT_NE(html.find("step without a cut at frame 1"), std::string::npos);
    EXPECT_NE(html.find("<td class=\"first\">38 mired cooler<td class=\"flag\">12.7"),
              std::string::npos);
    EXPECT_NE(html.find("134 mired"), std::string::npos) << "units are explained";
    EXPECT_NE(html.find("1 cut: 1 flagged"), std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("http"), std::string::npos) << "opens offline";
    EXPECT_EQ(occurrences(html, "<div"), occurrences(html, "</div>"));
}

TEST(Report, Base64OfKnownTexts) {
    const auto coded = [](std::string_view text) {
        return base64(std::as_bytes(std::span(text.data(), text.size())));
    };
    EXPECT_EQ(coded(""), ""); // RFC 4648, section 10.
    EXPECT_EQ(coded("f"), "Zg==");
    EXPECT_EQ(coded("fo"), "Zm8=");
    EXPECT_EQ(coded("foobar"), "Zm9vYmFy");
}

TEST(Report, CurvesBreakWhereNothingWasMeasured) {
    const std::string svg = curve_svg({"t", "px", {1, 2, kNotMeasured, 3, 4}, {}, 1, false}, {});
    EXPECT_EQ(occurrences(svg, "<polyline"), 2U);
    EXPECT_NE(svg.find("1 to 4 px"), std::string::npos);
    EXPECT_EQ(curve_svg({"t", "px", {kNotMeasured}, {}, 1, false}, {}), "");
}

TEST(Report, CurvesOfNoiseLookLikeNoise) {
    // 24 to 92 are the ends of the axis: a change of a tenth of the least span is a tenth of it.
    const std::string svg = curve_svg({"t", "px", {1, 1.1}, {}, 1, false}, {});
    EXPECT_NE(svg.find("points=\"58.0,61.4 892.0,54.6 \""), std::string::npos) << svg;
    // What is never negative has no axis below zero.
    const std::string small = curve_svg({"t", "px", {0.1, 0.1}, {}, 1, false}, {});
    EXPECT_NE(small.find("points=\"58.0,85.2 892.0,85.2 \""), std::string::npos) << small;
    const std::string down = curve_svg({"t", "px", {1, 1.1}, {}, 1, true}, {});
    EXPECT_NE(down.find("points=\"58.0,54.6 892.0,61.4 \""), std::string::npos) << down;
}

TEST(Report, LongCurvesKeepTheirExtremesAndStaySmall) {
    std::vector<double> values(100'000, 0.0);
    values[54'321] = 7;
    const std::string svg = curve_svg({"t", "px", values, {}, 1, false}, {});
    EXPECT_LT(svg.size(), 60'000U);
    EXPECT_NE(svg.find(",24.0 "), std::string::npos) << "the one spike reaches the top";
}

TEST(Report, TheArrowPointsToWhereLightGrew) {
    EXPECT_NE(arrow_svg(0, 2).find("L68.0,25.0"), std::string::npos) << arrow_svg(0, 2);
    EXPECT_NE(arrow_svg(90, 2).find("L50.0,7.0"), std::string::npos) << arrow_svg(90, 2);
}

TEST(Report, TheLegendNamesItsEndsAndItsUnit) {
    const std::string html = legend_html(measures::HeatScale::Diverging, -1, 1, "stops");
    EXPECT_NE(html.find("<span>-1</span><span>0 stops</span><span>1</span>"), std::string::npos)
        << html;
}

TEST(Report, ALensIsToldOnlyWhereItCanBeBelieved) {
    ReviewAnalysis analysis = small_analysis();
    ShotLens lens{0, 3, 1920, {}, {}};
    EXPECT_TRUE(lens_words(lens).empty());
    lens.fall_off = measures::FallOff{-0.35, 0.05};
    lens.lateral = measures::LateralColor{0.4, -0.3, 0.8};
    EXPECT_EQ(lens_words(lens)[0], "corners are 0.35 stop darker than the middle (\u00b1 0.05)");
    EXPECT_EQ(lens_words(lens)[1],
              "colour fringes: in the corners red lies 0.4 px outside of green "
              "and blue lies 0.3 px inside of green");
    analysis.media[0].lenses = {lens};
    const auto json = nlohmann::json::parse(report_json(analysis));
    EXPECT_EQ(json["sources"][0]["lens"][0]["corner_stops"], -0.35);
    EXPECT_TRUE(json["cuts"][0]["lens"]["outgoing"]["corner_stops"].is_null());
    const auto page = report_html(analysis, {}, {});
    EXPECT_NE(page.value().find("0.35 stop darker than the middle"), std::string::npos);
    // Terms need both.
    Terms terms = unmeasured_terms();
    set_lens_terms(lens, {0, 3, 1920, {}, {}}, terms);
    EXPECT_TRUE(std::isnan(at(terms, Term::FallOffStops)));
    ShotLens other = lens;
    other.fall_off = measures::FallOff{-0.05, 0.1};
    other.native_width = 3840;
    other.lateral = measures::LateralColor{0.8, -0.6, 0.9}; // The same on twice the raster.
    set_lens_terms(lens, other, terms);
    EXPECT_NEAR(at(terms, Term::FallOffStops), 0.3, 1e-12);
    EXPECT_NEAR(at(terms, Term::LateralPx), 0, 1e-12);
}

} // namespace
} // namespace seamline::analysis
