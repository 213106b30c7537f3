// Which record frames of a cut are cached, against a look at every single one.
#include "app/playback/cut_coverage.h"

#include "tests/support/edits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace seamline::playback {
namespace {

constexpr std::int64_t kFrames = 200;

MediaPool::Facts facts_of(const Rational& rate) {
    MediaPool::Facts facts;
    facts.status = Reader::Status::Ready;
    auto media = std::make_shared<MediaDescription>();
    media->video.emplace();
    media->video->frame_rate = rate;
    media->video->frame_count = kFrames;
    media->video->duration_s = Rational(kFrames) / rate;
    facts.media = std::move(media);
    auto index = std::make_shared<decode::FrameIndex>();
    for (std::int64_t i = 0; i < kFrames; ++i) index->frames.push_back({Rational(i) / rate, true});
    index->end_s = Rational(kFrames) / rate;
    facts.index = std::move(index);
    return facts;
}

struct Example {
    explicit Example(interchange::Edit edit) {
        cut.edit = std::move(edit);
        program = std::make_unique<const CutProgram>(
            std::shared_ptr<const interchange::Edit>(std::shared_ptr<void>(), &cut.edit));
        coverage = std::make_unique<CutCoverage>(cut, *program);
    }
    /// The frame of its medium that a record frame shows; none where it needs none.
    std::optional<std::pair<std::filesystem::path, std::int64_t>> frame_at(std::int64_t record) {
        const CutShow show = program->at(record);
        const auto& place = show.a ? show.a : show.b;
        if (!place) return std::nullopt;
        const interchange::Event& event = event_at(cut.edit, *place);
        if (event.active_media()->path.empty()) return std::nullopt;
        const MediaPool::Facts& facts = known.at(event.active_media()->path);
        const VideoDescription& video = *facts.media->video;
        return std::pair(
            event.active_media()->path,
            facts.index->frame_at(media_time_s(event, record, cut.edit.rate, video.frame_rate) -
                                  media_start_s(event, video)));
    }
    session::Cut cut;
    std::unique_ptr<const CutProgram> program;
    std::unique_ptr<CutCoverage> coverage;
    std::map<std::filesystem::path, MediaPool::Facts> known;
};

std::set<std::int64_t> all_of(const FrameRanges& ranges) {
    std::set<std::int64_t> frames;
    std::int64_t before = -1;
    for (const auto& [first, end] : ranges) {
        EXPECT_GT(first, before) << "ascending, apart";
        EXPECT_GT(end, first);
        before = end;
        for (std::int64_t i = first; i < end; ++i) frames.insert(i);
    }
    return frames;
}

FrameRanges some_ranges(std::mt19937& random) {
    FrameRanges ranges;
    for (std::int64_t at = static_cast<std::int64_t>(random() % 30); at < kFrames;) {
        const std::int64_t end = std::min<std::int64_t>(kFrames, at + 1 + random() % 40);
        ranges.emplace_back(at, end);
        at = end + 1 + static_cast<std::int64_t>(random() % 40);
    }
    return ranges;
}

TEST(CutCoverage, IsExactWhereEveryRecordFrameIsAFrameOfItsMedium) {
    std::mt19937 random(3);
    for (int round = 0; round < 60; ++round) {
        interchange::Edit edit;
        edit.tracks.resize(2);
        for (int i = 0; i < 12; ++i) {
            interchange::Track& track = edit.tracks[static_cast<std::size_t>(random() % 2)];
            const auto length = static_cast<std::int64_t>(1 + random() % 40);
            if (random() % 4 == 0) {
                test::add_gap(track, length);
                continue;
            }
            const Rational speed(random() % 3 == 0 ? -1 : random() % 5 == 0 ? 0 : 1);
            const std::int64_t in = speed < Rational(0)
                                        ? 40 + static_cast<std::int64_t>(random() % 160)
                                        : static_cast<std::int64_t>(random() % 160);
            const std::string file =
                random() % 6 == 0 ? "" : "/m/" + std::to_string(random() % 3) + ".mov";
            test::add_clip(track, file, Rational(24), in, length, speed);
        }
        Example example(edit);
        if (example.program->duration() == 0) continue;
        std::map<std::filesystem::path, FrameRanges> cached;
        for (int i = 0; i < 3; ++i) {
            const std::filesystem::path path = "/m/" + std::to_string(i) + ".mov";
            example.known[path] = facts_of(Rational(24));
            cached[path] = some_ranges(random);
            example.coverage->know({path, Rational(24)}, example.known[path], cached[path]);
        }
        const std::set<std::int64_t> told = all_of(example.coverage->records());
        for (std::int64_t record = 0; record < example.program->duration(); ++record) {
            const auto frame = example.frame_at(record);
            const bool is_cached =
                !frame || std::ranges::any_of(cached[frame->first], [&](const auto& range) {
                    return frame->second >= range.first && frame->second < range.second;
                });
            EXPECT_EQ(told.contains(record), is_cached) << "round " << round << " at " << record;
        }
    }
}

TEST(CutCoverage, IsOffByLessThanAFrameOfTheMediumWhereSpeedsDiffer) {
    for (const Rational speed : {Rational(2), Rational(1, 2), Rational(-1, 2), Rational(24, 25)}) {
        interchange::Edit edit;
        edit.tracks.resize(1);
        test::add_clip(edit.tracks[0], "/m/a.mov", Rational(24), speed < Rational(0) ? 100 : 20, 60,
                       speed);
        Example example(edit);
        example.known["/m/a.mov"] = facts_of(Rational(24));
        const FrameRanges cached{{10, 35}, {50, 70}, {90, 130}};
        example.coverage->know({"/m/a.mov", Rational(24)}, example.known["/m/a.mov"], cached);
        const std::set<std::int64_t> told = all_of(example.coverage->records());
        // In record frames; at least one, for halves.
        const double most = std::max(1.0, std::abs(1 / speed.value()));
        const auto is_cached = [&](std::int64_t record) {
            const auto frame = example.frame_at(std::clamp<std::int64_t>(record, 0, 59));
            return std::ranges::any_of(cached, [&](const auto& range) {
                return frame->second >= range.first && frame->second < range.second;
            });
        };
        for (std::int64_t record = 0; record < 60; ++record) {
            if (told.contains(record) == is_cached(record)) continue;
            const auto near = static_cast<std::int64_t>(most);
            EXPECT_TRUE(is_cached(record - near) != is_cached(record) ||
                        is_cached(record + near) != is_cached(record))
                << speed.text() << " at " << record;
        }
    }
}

TEST(CutCoverage, UnknownMediaHaveNothingAndUnreadableOnesAreSlates) {
    interchange::Edit edit;
    edit.tracks.resize(1);
    test::add_clip(edit.tracks[0], "/m/a.mov", Rational(24), 0, 10);
    test::add_gap(edit.tracks[0], 5);
    test::add_clip(edit.tracks[0], "/m/b.mov", Rational(24), 0, 10);
    Example example(edit);
    EXPECT_EQ(example.coverage->records(), (FrameRanges{{10, 15}}));
    MediaPool::Facts failed;
    failed.status = Reader::Status::Failed;
    EXPECT_TRUE(example.coverage->know({"/m/b.mov", Rational(24)}, failed, {}));
    EXPECT_EQ(example.coverage->records(), (FrameRanges{{10, 25}}));
    EXPECT_FALSE(example.coverage->know({"/m/b.mov", Rational(25)}, failed, {}))
        << "read at another rate it is another medium";
    EXPECT_FALSE(example.coverage->know({"/m/c.mov", Rational(24)}, failed, {}));
    example.coverage->know({"/m/a.mov", Rational(24)}, facts_of(Rational(24)), {{0, 200}});
    EXPECT_EQ(example.coverage->records(), (FrameRanges{{0, 25}}));
    example.coverage->forget_cached();
    EXPECT_EQ(example.coverage->records(), (FrameRanges{{10, 15}}));
}

} // namespace
} // namespace seamline::playback
