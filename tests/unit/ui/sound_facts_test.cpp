#include "app/ui/sound_facts.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

session::Session two_takes() {
    session::Session session;
    session.sources.resize(2);
    session.sources[0].key = 1;
    session.sources[1].key = 2;
    return session;
}

std::string reason(const session::Session& session, std::size_t take,
                   const Listening& listening = {}) {
    return why_silent(session, session.sources[take], listening);
}

TEST(SoundFacts, TheSampleHeardFollowsTimingAndDelay) {
    session::Source source;
    EXPECT_EQ(sample_at(source, Rational(2)), 96000);
    source.timing = {Rational(1), Rational(3), Rational(2)};
    EXPECT_EQ(sample_at(source, Rational(2)), 5 * 48000);
    source.timing = {};
    source.audio.offset_ms = 500; // Later: at 2 s the sound of 1.5 s is heard.
    EXPECT_EQ(sample_at(source, Rational(2)), 72000);
}

TEST(SoundFacts, OnlyTheHeardTakeIsHeardUnlessMixed) {
    session::Session session = two_takes();
    EXPECT_EQ(reason(session, 0), "");
    EXPECT_EQ(reason(session, 1), "Another take is being heard.");
    session.heard = 2;
    EXPECT_EQ(reason(session, 0), "Another take is being heard.");
    EXPECT_EQ(reason(session, 1), "");
    session.mix_all = true;
    EXPECT_EQ(reason(session, 0), "");
    EXPECT_EQ(reason(session, 1), "");
}

TEST(SoundFacts, SoloGoesBeforeTheChoiceAndMuteBeforeSolo) {
    session::Session session = two_takes();
    session.sources[1].audio.solo = true;
    EXPECT_EQ(reason(session, 0), "Another take is soloed.");
    EXPECT_EQ(reason(session, 1), "");
    session.sources[1].audio.muted = true;
    EXPECT_EQ(reason(session, 1), "This take is muted.");
    session.muted = true;
    EXPECT_EQ(reason(session, 1), "All sound is muted.");
}

TEST(SoundFacts, TheDeviceAndTheSpeedAreTold) {
    session::Session session = two_takes();
    EXPECT_EQ(reason(session, 0, {"No sound server answers.", Rational(1)}),
              "No sound server answers.");
    EXPECT_EQ(reason(session, 0, {"", Rational(2)}), "");
    EXPECT_EQ(reason(session, 0, {"", Rational(-4)}), "Silent above twofold speed.");
    session.transport.every_frame = true;
    EXPECT_EQ(reason(session, 0), "Silent while every frame is shown.");
}

} // namespace
} // namespace seamline::ui
