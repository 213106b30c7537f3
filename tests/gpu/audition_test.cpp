// Takes judged in their slot: switches, the grid of takes, the seam and playing around, by the bar
// codes of the frames that are really shown.
#include "app/playback/audition.h"
#include "app/playback/held_frame.h"
#include "renderer/frame_renderer.h"

#include "tests/support/clip_maker.h"
#include "tests/support/edits.h"
#include "tests/support/gpu_test.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::Track;
using session::Cut;
using session::Session;

constexpr int kTimeoutMs = 60'000;
constexpr int kSide = 64;
constexpr Extent kTarget{kSide, kSide};
constexpr EventPlace kSlot{0, 1};
/// Where the takes of the slot start, each in a file of its own.
constexpr std::array<int, 4> kStarts{20, 120, 200, 300};

class AuditionTest : public test::GpuTest {
protected:
    void SetUp() override {
        GpuTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        const auto clip = test::make_bar_code_clip("cut_a.mp4", kSide, kSide, 400, "24",
                                                   "-c:v libx264 -preset veryfast -bf 3 -g 24");
        Edit edit;
        Track& track = edit.tracks.emplace_back();
        test::add_clip(track, clip, 24, 50, 24).name = "before";
        test::add_clip(track, clip, 24, kStarts[0], 24).name = "slot";
        test::add_clip(track, clip, 24, 250, 24).name = "after";
        for (std::size_t take = 1; take < kStarts.size(); ++take) {
            const auto file =
                test::footage_folder() / ("audition_" + std::to_string(take) + ".mp4");
            if (!std::filesystem::exists(file)) std::filesystem::copy_file(clip, file);
            interchange::MediaReference reference;
            reference.key = "take_" + std::to_string(take);
            reference.path = file;
            reference.source_start = interchange::RationalTime{Rational(kStarts[take]), 24};
            track.events[1].media.push_back(reference);
        }
        player_ = std::make_unique<Player>(
            device(), PlayerOptions{.cache_budget_bytes = 64U << 20, .cores = 2});
        player_->set_clock([this] { return now_; });
        key_ = player_->open(test::cut_source(std::move(edit)));
        renderer_.emplace(device(), player_->cache());
    }
    void TearDown() override {
        renderer_.reset();
        player_.reset();
        GpuTest::TearDown();
    }
    CutSlot slot() const { return {key_, kSlot}; }
    int code(const Tick& tick) {
        const auto picture = renderer_->render_and_read(
            player_->compose(tick, kTarget, renderer::ResizeFilter::Bilinear),
            renderer::TargetFormat::Rgba8);
        return test::read_bar_code(kSide, kSide, [&](int x, int y) {
            return static_cast<int>(
                picture.pixels[static_cast<std::size_t>(y * kSide + x) * 4 + 1]);
        });
    }
    Tick ready(std::int64_t number) {
        const Result<Tick> tick = player_->wait_for(
            number, kTimeoutMs, [this] { renderer_->ingest_pending(); });
        EXPECT_TRUE(tick) << tick.error().message;
        return tick ? tick.value() : Tick{};
    }
    /// Until every take of the slot is cached.
    bool all_cached() {
        const auto latest =
            std::chrono::steady_clock::now() + std::chrono::milliseconds(kTimeoutMs);
        while (std::chrono::steady_clock::now() < latest) {
            renderer_->ingest_pending();
            static_cast<void>(player_->due(now_)); // Tells the readers where the playhead is.
            const auto report = player_->slot_report(slot());
            if (report && std::ranges::all_of(report->takes, [](const TakeReport& take) {
                    return take.total == 24 && take.cached == take.total;
                }))
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return false;
    }
    void step_take(int step) {
        const Result<Done> done =
            edit_slot(*player_, audition_, slot(), [&](const Cut& cut, const EventPlace& place) {
                return session::step_take(cut, place, step);
            });
        ASSERT_TRUE(done) << done.error().message;
    }
    /// The frame that the edit names: its own formula.
    static std::int64_t named(std::int64_t tick, std::size_t take) {
        if (tick < 24) return 50 + tick;
        return tick < 48 ? kStarts[take] + tick - 24 : 250 + tick - 48;
    }
    Session session_now() const {
        Session session = player_->session();
        session.transport.position = 0;
        return session;
    }

    session::SourceKey key_ = 0;
    Audition audition_;
    Nanoseconds now_ = 0;
    std::unique_ptr<Player> player_;
    std::optional<renderer::FrameRenderer> renderer_;
};

TEST_F(AuditionTest, AllTakesOfTheSlotAtThePlayheadAreReadAhead) {
    player_->seek(30);
    ready(30);
    EXPECT_TRUE(all_cached());
}

TEST_F(AuditionTest, ACachedTakeIsShownAtTheNextTickWhilePlayingAround) {
    player_->edit([](Session& s) { s.transport.around_s = 0.5; });
    ASSERT_TRUE(play_around(*player_, audition_, slot()));
    player_->keep_ready(slot());
    ASSERT_TRUE(all_cached());
    for (std::int64_t tick = 12; tick < 60; ++tick) ready(tick);
    player_->play(Rational(1));
    const Nanoseconds start = now_;
    std::size_t take = 0;
    for (std::int64_t k = 0; k < 120; ++k) {
        now_ = start + (k * 1'000'000'000 + 23) / 24;
        if (k % 5 == 3) {
            step_take(1);
            take = (take + 1) % kStarts.size();
        }
        const Tick tick = player_->due(now_);
        const std::int64_t number = 12 + k % 48;
        ASSERT_EQ(tick.number, number) << "step " << k;
        ASSERT_TRUE(tick.complete) << "step " << k << ", take " << take;
        ASSERT_EQ(code(tick), named(number, take)) << "step " << k << ", take " << take;
        player_->presented(tick, now_);
    }
    EXPECT_EQ(player_->counters().stalls, 0);
    EXPECT_EQ(player_->counters().dropped, 0);
}

TEST_F(AuditionTest, PlayingAroundPutsTheUsersRangeBack) {
    player_->edit([](Session& s) {
        s.transport.in = 3;
        s.transport.out = 70;
        s.transport.loop = session::LoopMode::Once;
        s.transport.around_s = 0.25;
    });
    const Session before = session_now();
    ASSERT_TRUE(play_around(*player_, audition_, slot()));
    const Transport::Range range = player_->transport().range();
    EXPECT_EQ(range.first, 18);
    EXPECT_EQ(range.last, 53);
    EXPECT_EQ(player_->transport().loop(), session::LoopMode::Loop);
    EXPECT_EQ(player_->transport().tick_at(now_), 18);
    EXPECT_EQ(settled(session_now(), audition_), before) << "files and undo steps know nothing";
    // It goes along to the next slot, and a longer slot has a longer range.
    EXPECT_TRUE(go_to_cut(*player_, audition_, 1));
    EXPECT_EQ(player_->transport().range().first, 42);
    EXPECT_EQ(player_->transport().range().last, 71);
    EXPECT_TRUE(go_to_cut(*player_, audition_, -1));
    ASSERT_TRUE(edit_slot(*player_, audition_, slot(), [](const Cut& cut, const EventPlace& at) {
        return session::trim(cut, at, session::TrimEdge::Tail, session::TrimMode::Ripple, 2);
    }));
    EXPECT_EQ(player_->transport().range().last, 55);
    set_around(*player_, audition_, 0);
    EXPECT_EQ(player_->transport().range().first, 24);
    stop_playing_around(*player_, audition_);
    EXPECT_EQ(player_->session().transport.in, 3);
    EXPECT_EQ(player_->session().transport.out, 70);
    EXPECT_EQ(player_->session().transport.loop, session::LoopMode::Once);
}

TEST_F(AuditionTest, TheGridShowsEveryTakeInStepAndLeavesNothingBehind) {
    const auto other = player_->open(test::footage_folder() / "cut_a.mp4");
    ASSERT_TRUE(player_->wait_opened());
    player_->edit([&](Session& s) {
        s.compare.mode = session::CompareMode::Wipe;
        s.compare.a = key_;
        s.compare.b = other;
    });
    const Session before = session_now();
    ASSERT_TRUE(show_variants(*player_, audition_, slot()));
    ASSERT_TRUE(audition_.view);
    EXPECT_EQ(player_->session().compare.mode, session::CompareMode::Grid);
    EXPECT_EQ(settled(session_now(), audition_), before);
    for (std::int64_t number = 20; number < 52; ++number) {
        const Tick tick = ready(number);
        ASSERT_EQ(tick.choices.size(), kStarts.size());
        for (std::size_t take = 0; take < kStarts.size(); ++take) {
            ASSERT_TRUE(tick.choices[take].cached);
            EXPECT_EQ(tick.choices[take].cached->index, named(number, take)) << number;
        }
    }
    leave_view(*player_, audition_);
    EXPECT_FALSE(audition_.view);
    EXPECT_EQ(session_now(), before);
    // One is taken: nothing else differs.
    ASSERT_TRUE(show_variants(*player_, audition_, slot()));
    ASSERT_TRUE(choose_variant(*player_, audition_, 2));
    const Session after = session_now();
    EXPECT_EQ(session::find_event(*after.find(key_)->cut, kSlot)->active, 2U);
    Session expected = before;
    expected.find(key_)->cut = session::choose_take(*before.find(key_)->cut, kSlot, 2).value();
    EXPECT_EQ(after, expected);
}

TEST_F(AuditionTest, TheSeamShowsTheFramesOnBothSidesOfTheCut) {
    const Session before = session_now();
    player_->seek(22);
    ASSERT_TRUE(show_seam(*player_, audition_));
    ASSERT_TRUE(audition_.view);
    EXPECT_EQ(audition_.view->record, 24);
    EXPECT_EQ(settled(session_now(), audition_), before);
    const auto shown = [&](std::int64_t number) {
        const Tick tick = ready(number);
        EXPECT_EQ(tick.choices.size(), 2U);
        return std::pair{tick.choices[0].cached->index, tick.choices[1].cached->index};
    };
    EXPECT_EQ(shown(23), (std::pair<std::int64_t, std::int64_t>{73, 20}));
    EXPECT_EQ(shown(24), (std::pair<std::int64_t, std::int64_t>{73, 20}));
    EXPECT_EQ(shown(21), (std::pair<std::int64_t, std::int64_t>{71, 20}));
    EXPECT_EQ(shown(27), (std::pair<std::int64_t, std::int64_t>{73, 23}));
    // The take in the slot is another one: its first frame is seen at once.
    step_take(1);
    ASSERT_TRUE(audition_.view);
    EXPECT_EQ(shown(24), (std::pair<std::int64_t, std::int64_t>{73, 120}));
    EXPECT_TRUE(go_to_cut(*player_, audition_, 1));
    EXPECT_EQ(audition_.view->record, 48);
    EXPECT_EQ(shown(48), (std::pair<std::int64_t, std::int64_t>{143, 250}));
    step_take(-1);
    leave_view(*player_, audition_);
    EXPECT_EQ(player_->transport().tick_at(now_), 22);
}

TEST_F(AuditionTest, ASingleTakeShowsTheSeamAtACutInsideIt) {
    session::Source take;
    take.path = test::footage_folder() / "audition_1.mp4";
    const session::SourceKey key = player_->open(std::move(take));
    player_->edit([&](Session& s) { s.compare.a = key; });
    ready(0);
    const Session before = session_now();
    EXPECT_FALSE(show_seam(*player_, audition_, 0));
    EXPECT_FALSE(show_seam(*player_, audition_, 400));
    player_->seek(90);
    ASSERT_TRUE(show_seam(*player_, audition_, 100));
    EXPECT_EQ(settled(session_now(), audition_), before);
    const auto shown = [&](std::int64_t number) {
        const Tick tick = ready(number);
        EXPECT_EQ(tick.choices.size(), 2U);
        return std::pair{tick.choices[0].cached->index, tick.choices[1].cached->index};
    };
    EXPECT_EQ(shown(99), (std::pair<std::int64_t, std::int64_t>{99, 100}));
    EXPECT_EQ(shown(100), (std::pair<std::int64_t, std::int64_t>{99, 100}));
    EXPECT_EQ(shown(97), (std::pair<std::int64_t, std::int64_t>{97, 100}));
    EXPECT_EQ(shown(103), (std::pair<std::int64_t, std::int64_t>{99, 103}));
    ASSERT_TRUE(show_seam(*player_, audition_, 200)) << "the next one, from the view itself";
    EXPECT_EQ(shown(200), (std::pair<std::int64_t, std::int64_t>{199, 200}));
    follow_session(*player_, audition_);
    EXPECT_TRUE(audition_.view);
    leave_view(*player_, audition_);
    EXPECT_EQ(session_now(), before);
}

TEST_F(AuditionTest, AHeldFrameIsAsLongAsTheRestAndAHiddenTakeIsHiddenAgain) {
    session::Source take;
    take.path = test::footage_folder() / "audition_1.mp4";
    take.visible = false;
    const session::SourceKey key = player_->open(std::move(take));
    ASSERT_TRUE(player_->wait_opened());
    const Session before = session_now();
    const std::int64_t length = player_->length();
    session::Still still;
    still.picture.path = test::footage_folder() / "audition_2.mp4";
    still.picture.name = "held";
    still.picture.frame = 7;
    still.frame_rate = 24;
    still.width = still.height = kSide;
    ASSERT_TRUE(hold_frame(*player_, audition_, still, key));
    ASSERT_TRUE(player_->wait_opened());
    EXPECT_TRUE(player_->session().find(key)->visible);
    EXPECT_EQ(player_->length(), length);
    EXPECT_EQ(settled(session_now(), audition_), before);
    for (const std::int64_t number : {std::int64_t{0}, length - 1}) {
        const Tick tick = ready(number);
        ASSERT_EQ(tick.choices.size(), 2U);
        EXPECT_EQ(tick.choices[0].cached->index, 7);
        EXPECT_FALSE(tick.choices[0].past_end) << number;
    }
    leave_view(*player_, audition_);
    EXPECT_EQ(session_now(), before);
}

TEST_F(AuditionTest, ADissolvesSidesArePureInTheSeam) {
    player_->edit([&](Session& s) {
        auto cut = std::make_shared<Cut>(*s.find(key_)->cut);
        interchange::Transition dissolve;
        dissolve.at = 24;
        dissolve.before = dissolve.after = 6;
        cut->edit.tracks[0].transitions.push_back(dissolve);
        s.find(key_)->cut = std::move(cut);
    });
    player_->seek(24);
    ASSERT_TRUE(show_seam(*player_, audition_));
    const Tick tick = ready(24);
    EXPECT_EQ(tick.choices[0].incoming, nullptr);
    EXPECT_EQ(tick.choices[0].cached->index, 73);
    EXPECT_EQ(tick.choices[1].cached->index, 20);
    leave_view(*player_, audition_);
}

TEST_F(AuditionTest, AFreezeHoldsTheFrameThatWasShown) {
    player_->seek(30);
    EXPECT_EQ(code(ready(30)), 26);
    ASSERT_TRUE(freeze_shown(*player_, audition_, slot()));
    for (const std::int64_t number : {24, 30, 47}) EXPECT_EQ(code(ready(number)), 26) << number;
    ASSERT_TRUE(freeze_shown(*player_, audition_, slot()));
    EXPECT_EQ(code(ready(25)), 27) << "it plays on from the frame that was held";
}

TEST_F(AuditionTest, TheSlotIsTheOneAtThePlayheadUnlessOneWasChosen) {
    player_->seek(10);
    EXPECT_EQ(judged_slot(*player_, audition_).value().place, (EventPlace{0, 0}));
    player_->seek(24);
    EXPECT_EQ(judged_slot(*player_, audition_).value().place, kSlot);
    audition_.chosen = slot();
    player_->seek(60);
    EXPECT_EQ(judged_slot(*player_, audition_).value().place, kSlot);
    audition_.chosen.reset();
    // A medium alone has no slots, and says so.
    const auto other = player_->open(test::footage_folder() / "cut_a.mp4");
    player_->edit([&](Session& s) { s.compare.a = other; });
    const auto none = judged_slot(*player_, audition_);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message, "\"cut_a\" is a single medium, no cut: show a cut as A.");
    EXPECT_FALSE(go_to_cut(*player_, audition_, 1));
}

TEST_F(AuditionTest, WhatDoesNotFitAReplacedSessionIsDropped) {
    ASSERT_TRUE(play_around(*player_, audition_, slot()));
    ASSERT_TRUE(show_variants(*player_, audition_, slot()));
    audition_.chosen = slot();
    Session undone = settled(player_->session(), audition_);
    undone.transport.out = 60;
    player_->set_session(undone);
    follow_session(*player_, audition_);
    EXPECT_FALSE(audition_.view);
    ASSERT_TRUE(audition_.around) << "the slot is still there and is played around";
    EXPECT_EQ(audition_.around->out, 60);
    EXPECT_EQ(player_->transport().range().first, 0);
    player_->set_session({});
    follow_session(*player_, audition_);
    EXPECT_EQ(audition_, Audition{});
}

} // namespace
} // namespace seamline::playback
