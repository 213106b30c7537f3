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
    EXPECT_NE(html.find("Step without a cut at frame 1"), std::string::npos);
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
    const std::vector<double> values{1, 2, kNotMeasured, 3, 4};
    const std::string svg = curve_svg("t", "px", values, {});
    EXPECT_EQ(occurrences(svg, "<polyline"), 2U);
    EXPECT_NE(svg.find("1 to 4 px"), std::string::npos);
    EXPECT_EQ(curve_svg("t", "px", std::vector<double>{kNotMeasured}, {}), "");
}

} // namespace
} // namespace seamline::analysis
