#include "app/ui/map_panel.h"

#include "app/ui/found_cuts.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

playback::MapRequest request(std::int64_t outgoing, std::int64_t incoming) {
    playback::MapRequest request;
    request.outgoing.path = "a.mp4";
    request.incoming.path = "b.mp4";
    request.outgoing.frame = outgoing;
    request.incoming.frame = incoming;
    return request;
}

MapView answered(std::int64_t outgoing, std::int64_t incoming) {
    MapView view;
    view.wanted = request(outgoing, incoming);
    auto answer = std::make_shared<playback::MapAnswer>();
    answer->request = *view.wanted;
    answer->map = std::make_shared<const analysis::SeamMap>();
    view.answer = answer;
    return view;
}

TEST(MapPanel, SaysOfWhichFramesTheMapIs) {
    MapView view = answered(120, 123);
    EXPECT_EQ(map_state_words(view, 0, false), "frames 120 / 123");
    EXPECT_EQ(map_state_words(view, 1001, false), "frames 1121 / 1124");
    view.is_busy = true;
    EXPECT_EQ(map_state_words(view, 0, false), "frames 120 / 123, the next one is being measured");
    view.wanted = request(121, 124);
    view.per_second = 7.5;
    EXPECT_EQ(map_state_words(view, 0, true),
              "frames 120 / 123, the screen shows 121 / 124, 7.5 maps/s");
}

TEST(MapPanel, SaysWhyThereIsNoMap) {
    MapView view;
    view.why_not = "there is only one take";
    EXPECT_EQ(no_map_words(view), "No map: there is only one take.");
    view = answered(1, 2);
    EXPECT_EQ(no_map_words(view), "");
    auto off = std::make_shared<playback::MapAnswer>(*view.answer);
    off->map.reset();
    off->why_off = "different framing, map off";
    view.answer = off;
    EXPECT_EQ(no_map_words(view), "different framing, map off");
    auto measured = std::make_shared<analysis::MeasuredSeam>();
    measured->seam.coverage = 0.011;
    off->measured = measured;
    EXPECT_NE(no_map_words(view).find("map off (1 % of A was found again in B, a map needs 8 %"),
              std::string::npos)
        << no_map_words(view);
    off->measured.reset();
    off->error = "b.mp4: is gone";
    EXPECT_EQ(no_map_words(view), "No map: b.mp4: is gone");
    view.answer.reset();
    EXPECT_EQ(no_map_words(view), "measuring \xE2\x80\xA6");
}

TEST(MapPanel, BesideTwoPicturesTheMapGetsAThird) {
    ScreenRect viewer{{0, 50}, {901, 500}};
    const ScreenRect map = take_map_place(viewer, session::CompareMode::Row, 2);
    EXPECT_EQ(map, (ScreenRect{{601, 50}, {901, 500}}));
    EXPECT_EQ(viewer, (ScreenRect{{0, 50}, {601, 500}}));
    ScreenRect high{{0, 0}, {400, 900}};
    EXPECT_EQ(take_map_place(high, session::CompareMode::Column, 2),
              (ScreenRect{{0, 600}, {400, 900}}));
    ScreenRect alone{{0, 0}, {400, 300}};
    EXPECT_EQ(take_map_place(alone, session::CompareMode::Wipe, 2),
              (ScreenRect{{200, 0}, {400, 300}}));
}

TEST(MapPanel, NumbersOfAScaleAreShort) {
    EXPECT_EQ(scale_number(0), "0");
    EXPECT_EQ(scale_number(-7.5), "-7.5");
    EXPECT_EQ(scale_number(20), "20");
}

/// A take of 48 frames with cuts that people added.
ViewModel cut_take() {
    ViewModel model;
    session::Source source;
    source.key = 1;
    source.cut_marks = {{10, session::CutPresence::Added},
                        {12, session::CutPresence::Removed},
                        {30, session::CutPresence::Added}};
    model.session.sources.push_back(source);
    auto index = std::make_shared<decode::FrameIndex>();
    for (int i = 0; i < 48; ++i) {
        decode::FrameIndex::Entry frame;
        frame.time_s = Rational(i, 24);
        index->frames.push_back(frame);
    }
    index->end_s = Rational(2);
    playback::SourceReport report;
    report.key = 1;
    report.index = index;
    model.reports.push_back(report);
    model.session.transport.markers = {{20, ""}, {0, "first frame"}, {500, "past the end"}};
    return model;
}

TEST(FoundCuts, AreWhatPeopleAddedAndMarked) {
    const ViewModel model = cut_take();
    const session::Source& source = model.session.sources[0];
    EXPECT_EQ(found_cuts(model, source), (std::vector<std::int64_t>{10, 20, 30}));
    EXPECT_EQ(nearest_found_cut(model, source, 0), 10);
    EXPECT_EQ(nearest_found_cut(model, source, 15), 10) << "the earlier of two";
    EXPECT_EQ(nearest_found_cut(model, source, 47), 30);
    EXPECT_EQ(next_found_cut(model, source, 10, 1), 20);
    EXPECT_EQ(next_found_cut(model, source, 10, -1), std::nullopt);
    EXPECT_EQ(next_found_cut(model, source, 30, 1), std::nullopt);
    EXPECT_EQ(next_found_cut(model, source, 31, -1), 30);
}

TEST(FoundCuts, WhatWasMeasuredGoesBeforeMarkers) {
    ViewModel model = cut_take();
    const analysis::DetectedSeam step{};
    SeamSign cut;
    cut.frame = 17;
    SeamSign without_cut;
    without_cut.frame = 25;
    without_cut.step = &step;
    model.seams[1].signs = {cut, without_cut};
    EXPECT_EQ(found_cuts(model, model.session.sources[0]), std::vector<std::int64_t>{17});
}

TEST(FoundCuts, ATakeWithoutMarksHasNone) {
    ViewModel model = cut_take();
    model.session.sources[0].cut_marks.clear();
    model.session.transport.markers.clear();
    EXPECT_EQ(nearest_found_cut(model, model.session.sources[0], 5), std::nullopt);
}

} // namespace
} // namespace seamline::ui
