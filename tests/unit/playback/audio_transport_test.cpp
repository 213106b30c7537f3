// tests/unit/playback/audio_transport_test.cpp: session time against device frames.
#include "app/playback/audio_transport.h"

#include <gtest/gtest.h>

#include <cmath>

namespace seamline::playback {
namespace {

AudioTransport playing(double position, double speed) {
    return {.playing = true, .at_frame = 1000, .position = position, .speed = speed};
}

TEST(AudioTransport, RunsFromItsAnchorAtItsSpeed) {
    EXPECT_EQ(playing(50, 1).position_at(1000), 50);
    EXPECT_EQ(playing(50, 1).position_at(1100), 150);
    EXPECT_EQ(playing(50, 0.5).position_at(1100.5), 100.25);
    EXPECT_EQ(playing(50, -2).position_at(1100), -150);
}

TEST(AudioTransport, WaitsInSilenceForAnAnchorToCome) {
    const AudioTransport::Run run = playing(50, 1).run_at(990);
    EXPECT_EQ(run.velocity, 0);
    EXPECT_EQ(run.frames, 10);
    EXPECT_EQ(playing(50, 1).position_at(990), 50);
}

TEST(AudioTransport, StandsWhenNotPlaying) {
    AudioTransport stopped = playing(50, 1);
    stopped.playing = false;
    EXPECT_EQ(stopped.position_at(5000), 50);
    EXPECT_EQ(stopped.run_at(5000).velocity, 0);
}

TEST(AudioTransport, LoopsWithoutGap) {
    AudioTransport loop = playing(150, 1);
    loop.loop_begin = 100;
    loop.loop_end = 200;
    EXPECT_EQ(loop.run_at(1000).frames, 50);
    EXPECT_EQ(loop.position_at(1049), 199);
    EXPECT_EQ(loop.position_at(1050), 100);
    EXPECT_EQ(loop.position_at(1000 + 50 + 100 * 1'000'000'000.0 + 7), 107);
}

TEST(AudioTransport, LoopsBackwards) {
    AudioTransport loop = playing(150, -1);
    loop.loop_begin = 100;
    loop.loop_end = 200;
    EXPECT_EQ(loop.position_at(1049), 101);
    EXPECT_EQ(loop.position_at(1050), 200);
    EXPECT_EQ(loop.position_at(1060), 190);
}

TEST(AudioTransport, PingPongTurnsAtBothEnds) {
    AudioTransport loop = playing(150, 1);
    loop.loop_begin = 100;
    loop.loop_end = 200;
    loop.ping_pong = true;
    EXPECT_EQ(loop.position_at(1060), 190);
    EXPECT_EQ(loop.run_at(1060).velocity, -1);
    EXPECT_EQ(loop.position_at(1150), 100);
    EXPECT_EQ(loop.position_at(1160), 110);
    EXPECT_EQ(loop.run_at(1160).velocity, 1);
}

TEST(AudioTransport, ALoopAheadIsEnteredAndOneBehindIsLeftAlone) {
    AudioTransport loop = playing(0, 1);
    loop.loop_begin = 100;
    loop.loop_end = 200;
    EXPECT_EQ(loop.position_at(1050), 50);
    EXPECT_EQ(loop.position_at(1205), 105);
    loop.position = 300;
    EXPECT_EQ(loop.position_at(1500), 800);
}

TEST(AudioTransport, OneShotStopsWhereItEnds) {
    AudioTransport shot = playing(10, 2);
    shot.play_frames = 100;
    EXPECT_EQ(shot.run_at(1040).frames, 60);
    EXPECT_EQ(shot.position_at(1099), 208);
    EXPECT_EQ(shot.position_at(2000), 210);
    EXPECT_EQ(shot.run_at(1100).velocity, 0);
}

// Every frame of a run must be where run_at says it is by itself.
TEST(AudioTransport, RunsAgreeWithPositionsFrameByFrame) {
    for (const double speed : {1.0, 0.3, -0.7, 2.0}) {
        for (const bool ping_pong : {false, true}) {
            AudioTransport loop = playing(150.5, speed);
            loop.loop_begin = 100.2531; // no frame falls on an end
            loop.loop_end = 163.0171;
            loop.ping_pong = ping_pong;
            for (std::int64_t frame = 1000; frame < 3000;) {
                const AudioTransport::Run run = loop.run_at(frame);
                for (std::int64_t i = 0; i < run.frames; ++i) {
                    const double expected = run.position + static_cast<double>(i) * run.velocity;
                    ASSERT_NEAR(loop.position_at(static_cast<double>(frame + i)), expected, 1e-9)
                        << "speed " << speed << " frame " << frame + i;
                }
                frame += run.frames;
            }
        }
    }
}

} // namespace
} // namespace seamline::playback
