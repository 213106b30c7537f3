#include "app/ui/match_actions.h"

#include "app/ui/compared_pair.h"
#include "app/ui/inspector_sections.h"
#include "app/ui/map_actions.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

/// Two takes on the screen, at frames 12 and 15.
ViewModel two_takes() {
    ViewModel model;
    auto shown = std::make_shared<ShownPicture>();
    for (const session::SourceKey key : {1U, 2U}) {
        session::Source source;
        source.key = key;
        source.path = key == 1 ? "/takes/a.mp4" : "/takes/b.mp4";
        source.name = key == 1 ? "a" : "b";
        model.session.sources.push_back(source);
        playback::SourceReport report;
        report.key = key;
        report.status = playback::SourceStatus::Ready;
        report.media.video.emplace();
        report.media.video->color.range = ColorRange::Limited;
        report.media.video->frame_rate = Rational(24);
        report.media.video->size = {1920, 1080};
        model.reports.push_back(report);
        playback::FrameChoice choice;
        choice.key = key;
        choice.frame = key == 1 ? 12 : 15;
        shown->tick.choices.push_back(choice);
    }
    model.session.compare.mode = session::CompareMode::Row;
    model.session.view_color.view = "Video (colorimetric)";
    model.shown = shown;
    return model;
}

playback::MapAnswer answer_to(const ViewModel& model) {
    playback::MapAnswer answer;
    answer.request = *compared_pair(model).request(analysis::SeamMapKind::DeltaE);
    auto measured = std::make_shared<analysis::MeasuredSeam>();
    measured->seam.same_view = true;
    measured->seam.grade.emplace();
    measured->seam.grade->cdl.slope = {1.1, 1, 0.9};
    answer.measured = measured;
    return answer;
}

TEST(ComparedPair, IsWhatIsOnTheScreenAsItIsRead) {
    ViewModel model = two_takes();
    model.session.sources[1].color.range = ColorRange::Full;
    model.session.sources[1].source_color.input_space = "sRGB";
    const auto request = compared_pair(model).request(analysis::SeamMapKind::Flip);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->outgoing.path, "/takes/a.mp4");
    EXPECT_EQ(request->outgoing.frame, 12);
    EXPECT_FALSE(request->outgoing.color.tags) << "the file's own";
    EXPECT_EQ(request->incoming.frame, 15);
    ASSERT_TRUE(request->incoming.color.tags);
    EXPECT_EQ(request->incoming.color.tags->range, ColorRange::Full);
    EXPECT_EQ(request->incoming.color.source.input_space, "sRGB");
    EXPECT_EQ(request->incoming.color.view.view, "Video (colorimetric)");
    EXPECT_EQ(request->kind, analysis::SeamMapKind::Flip);
    EXPECT_EQ(frame_words(*request, 1), "frames 13 / 16");
}

TEST(ComparedPair, SaysWhyThereIsNone) {
    ViewModel model = two_takes();
    model.session.sources[1].past_end = session::PastEnd::Black;
    auto shown = std::make_shared<ShownPicture>(*model.shown);
    shown->tick.choices[1].past_end = true;
    model.shown = shown;
    EXPECT_EQ(compared_pair(model).why_not(), "\"b\" shows no picture here");
    shown->tick.choices.pop_back();
    EXPECT_EQ(compared_pair(model).why_not(), "\"b\" is not on the screen");
    model.session.sources.pop_back();
    EXPECT_NE(compared_pair(model).why_not().find("only one take"), std::string::npos);
    EXPECT_NE(compared_pair(model).why_not({"C", "Alt+K"}).find("nearest cut (C), hold"),
              std::string::npos);
    model.session.sources.clear();
    EXPECT_EQ(compared_pair(model).why_not(), "nothing is open");
}

TEST(ComparedPair, OfACutItIsTheMediumOfTheEvent) {
    ViewModel model = two_takes();
    model.session.sources[1].cut = std::make_shared<session::Cut>();
    auto event = std::make_shared<playback::ShownEvent>();
    event->medium.path = "/media/shot_7.mov";
    event->medium.name = "shot 7";
    event->medium.source_color.input_space = "ARRI LogC4";
    event->medium.is_matched = true;
    event->medium.source_color.cdl.saturation = 0.9;
    event->media = std::make_shared<MediaDescription>(model.reports[0].media);
    event->frame = 101;
    auto shown = std::make_shared<ShownPicture>(*model.shown);
    shown->tick.choices[1].event = event;
    model.shown = shown;
    const ComparedSide side = compared_side(model, 2);
    ASSERT_TRUE(side.picture) << side.why_not;
    EXPECT_EQ(side.picture->path, "/media/shot_7.mov");
    EXPECT_EQ(side.picture->frame, 101);
    EXPECT_EQ(side.picture->color.source.input_space, "ARRI LogC4");
    EXPECT_EQ(side.name, "shot 7");
    EXPECT_TRUE(side.is_matched);
    EXPECT_TRUE(shows_match(model, 2));
    EXPECT_FALSE(shows_match(model, 1));
    event->slate = "offline: shot 7";
    EXPECT_FALSE(compared_side(model, 2).picture);
}

TEST(Match, TheGradeIsNamedAfterBothFrames) {
    const ViewModel model = two_takes();
    const auto grade = measured_grade(answer_to(model), 0);
    ASSERT_TRUE(grade);
    EXPECT_EQ(grade.value().label.id, "b_match");
    EXPECT_EQ(grade.value().label.description, "b.mp4 frame 15 towards a.mp4 frame 12");
    EXPECT_EQ(proposed_match_name(grade.value()), "b_match.cdl");
}

TEST(Match, WithoutAGradeTheReasonIsSaid) {
    const ViewModel model = two_takes();
    playback::MapAnswer answer = answer_to(model);
    auto measured = std::make_shared<analysis::MeasuredSeam>(*answer.measured);
    measured->seam.grade.reset();
    answer.measured = measured;
    EXPECT_NE(measured_grade(answer, 0).error().message.find("Too few"), std::string::npos);
    measured->seam.same_view = false;
    EXPECT_NE(measured_grade(answer, 0).error().message.find("Different framing"),
              std::string::npos);
    answer.error = "cannot be read";
    EXPECT_EQ(measured_grade(answer, 0).error().message, "cannot be read");
}

TEST(Match, TheNameSaysWhichFileIsWritten) {
    NamedGrade grade = measured_grade(answer_to(two_takes()), 0).value();
    EXPECT_NE(match_text(grade, "x.cdl").value().find("ColorDecisionList"), std::string::npos);
    EXPECT_EQ(match_text(grade, "x.cc").value().find("ColorDecisionList"), std::string::npos);
    EXPECT_NE(match_text(grade, "x.cube").value().find("LUT_3D_SIZE"), std::string::npos);
    EXPECT_FALSE(match_text(grade, "x.xml"));
    grade.has_affine = false;
    EXPECT_FALSE(match_text(grade, "x.cube"));
    EXPECT_TRUE(match_text(grade, "x.cc"));
}

TEST(Match, OneMediumOfACutChangesAndTheOthersStay) {
    session::Source source;
    auto cut = std::make_shared<session::Cut>();
    cut->media["/m/a.mov"].source_color.input_space = "sRGB";
    source.cut = cut;
    change_medium(source, "/m/b.mov", [](session::Source& medium) {
        medium.source_color.cdl.saturation = 0.5;
        medium.is_matched = true;
    });
    EXPECT_EQ(cut->media.size(), 1U) << "the old value is as it was";
    ASSERT_EQ(source.cut->media.size(), 2U);
    const session::MediumSettings& changed = source.cut->media.at("/m/b.mov");
    EXPECT_TRUE(changed.is_matched);
    EXPECT_EQ(changed.source_color.cdl.saturation, 0.5);
    EXPECT_FALSE(source.cut->media.at("/m/a.mov").is_matched);
}

TEST(Match, IsNoneOnceItsCdlWasReset) {
    session::Source source;
    source.is_matched = true;
    EXPECT_FALSE(has_match(source));
    source.source_color.cdl.slope[0] = 1.01;
    EXPECT_TRUE(has_match(source));
}

TEST(Stills, AreKeptOnceAndNoMoreThanTwenty) {
    const ViewModel model = two_takes();
    const auto still = still_of(model, 1);
    ASSERT_TRUE(still);
    EXPECT_EQ(still->picture.frame, 12);
    EXPECT_EQ(still->width, 1920);
    EXPECT_EQ(still->source, 1U);
    session::HandWork hand;
    ASSERT_TRUE(keep_still(hand, *still));
    EXPECT_FALSE(keep_still(hand, *still)) << "this frame is there";
    for (std::size_t i = 1; i < session::kMostStills; ++i) {
        session::Still other = *still;
        other.picture.frame += static_cast<std::int64_t>(i);
        ASSERT_TRUE(keep_still(hand, other));
        EXPECT_NE(hand.stills[i].id, hand.stills[i - 1].id);
    }
    session::Still one_more = *still;
    one_more.picture.frame = 1000;
    const auto refused = keep_still(hand, one_more);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("delete one first"), std::string::npos);
}

TEST(Stills, AFileThatIsNotOpenCannotBeGoneTo) {
    const ViewModel model = two_takes();
    session::Still still;
    still.picture.path = "/takes/gone.mp4";
    still.picture.name = "gone";
    const auto tick = tick_of_still(model, still);
    ASSERT_FALSE(tick);
    EXPECT_EQ(tick.error().code, ErrorCode::NotFound);
}

TEST(Stills, AFrameIsHeldAgainstBOrAgainstATakeAlone) {
    session::Session session = two_takes().session;
    EXPECT_EQ(held_against(session, {}), 2U);
    session.sources.pop_back();
    EXPECT_EQ(held_against(session, {}), 1U);
    session.sources.clear();
    EXPECT_EQ(held_against(session, {}), 0U);
}

TEST(MapView, TellsWhenTheMapIsOfOtherFramesOrMedia) {
    const ViewModel model = two_takes();
    MapView view;
    EXPECT_EQ(view.usable(), nullptr);
    view.wanted = compared_pair(model).request(analysis::SeamMapKind::DeltaE);
    view.answer = std::make_shared<const playback::MapAnswer>(answer_to(model));
    EXPECT_NE(view.usable(), nullptr);
    EXPECT_FALSE(view.lags());
    ++view.wanted->incoming.frame;
    EXPECT_TRUE(view.lags());
    EXPECT_NE(view.usable(), nullptr) << "an older map of the same takes is better than none";
    view.wanted->incoming.color.source.cdl.saturation = 0.5;
    EXPECT_EQ(view.usable(), nullptr) << "it was another picture";
}

} // namespace
} // namespace seamline::ui
