// tests/unit/decisions/random_review.h: reviews for tests, made from a seed.
#pragma once

#include "app/review/review.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace seamline::test {

struct ReviewRate {
    Rational rate;
    bool drop_frame = false;
};

/// All rates that editing systems count in.
inline std::vector<ReviewRate> review_rates() {
    return {{{24000, 1001}, false},
            {24, false},
            {25, false},
            {{30000, 1001}, false},
            {{30000, 1001}, true},
            {30, false},
            {50, false},
            {{60000, 1001}, true},
            {60, false}};
}

/// Two shots with three and two takes, a medium in no shot, and remarks of every kind; no two
/// remarks on one medium start at the same frame. Texts are ASCII on one line.
class RandomReview {
public:
    explicit RandomReview(std::uint32_t seed) : random_(seed) {}

    review::Review make(const ReviewRate& rate) {
        using namespace review;
        Review review;
        review.name = "SH0" + std::to_string(below(90) + 10);
        for (int i = 0; i < 6; ++i) {
            Medium medium;
            medium.media_id = "xxh3-128:" + std::string(31, '0') + std::to_string(i);
            medium.name = "take_" + std::to_string(i) + "_v" + std::to_string(below(9));
            medium.path = "/media/shots & more/" + medium.name + ".mp4";
            medium.frame_count = 90 + below(400);
            medium.frame_rate = rate.rate;
            medium.start_frame = below(2) == 0 ? 0 : below(80'000);
            medium.drop_frame = rate.drop_frame;
            medium.width = 1920;
            medium.height = 1080;
            review.media.push_back(medium);
        }
        const std::vector<std::vector<std::size_t>> stacks{{0, 1, 2}, {3, 4}};
        for (std::size_t s = 0; s < stacks.size(); ++s) {
            Shot shot;
            shot.name = "shot_" + std::to_string(s);
            shot.coverage = static_cast<CoverageClass>(below(6));
            shot.place = static_cast<ShotPlace>(below(3));
            for (const std::size_t index : stacks[s]) {
                const std::string& id = review.media[index].media_id;
                shot.takes.push_back(id);
                Take take;
                take.media_id = id;
                take.shot = shot.name;
                take.facts = {"Veo 3.1", "v" + std::to_string(below(5)), words(), "42", "licensed"};
                take.order = static_cast<int>(index);
                take.eliminated = below(4) == 0;
                take.successor_shift = below(9);
                review.takes.push_back(take);
            }
            shot.pick = shot.takes[static_cast<std::size_t>(below(2))];
            review.shots.push_back(shot);
        }
        for (const Medium& medium : review.media) {
            std::set<std::int64_t> starts;
            const auto start = [&](std::int64_t most) {
                std::int64_t frame = 1 + below(most);
                while (!starts.insert(frame).second) frame = 1 + below(most);
                return frame;
            };
            for (int i = 0; i < 5; ++i)
                review.decisions.push_back({.id = id(),
                                            .media_id = medium.media_id,
                                            .target = target(medium, start),
                                            .state = static_cast<DecisionState>(below(3)),
                                            .reasons = reasons(),
                                            .note = below(4) == 0 ? "" : words(),
                                            .author = author(),
                                            .time_ms = time()});
            review.comments.push_back({.id = id(),
                                       .parent_id = "",
                                       .media_id = medium.media_id,
                                       .target = target(medium, start),
                                       .text = words(),
                                       .author = author(),
                                       .time_ms = time(),
                                       .resolved = below(2) == 0});
            review.comments.push_back({.id = id(),
                                       .parent_id = review.comments.back().id,
                                       .media_id = medium.media_id,
                                       .target = target(medium, start),
                                       .text = words(),
                                       .author = author(),
                                       .time_ms = time()});
            Drawing drawing;
            drawing.id = id();
            drawing.media_id = medium.media_id;
            drawing.from = start(60);
            drawing.to = drawing.from + below(4);
            drawing.ghost = below(2) == 0;
            for (int s = 0; s < 3; ++s) {
                Stroke stroke;
                stroke.kind = static_cast<StrokeKind>(below(6));
                for (int p = 0; p < 3; ++p) stroke.points.push_back({unit() * 0.8, unit() * 0.5});
                stroke.color = {static_cast<float>(below(256)) / 255.0F, 0.1F, 1, 0.75F};
                stroke.size = 0.001 + 0.01 * (unit() + 1);
                if (stroke.kind == StrokeKind::Text) stroke.text = words();
                drawing.strokes.push_back(stroke);
            }
            drawing.author = author();
            drawing.time_ms = time();
            review.drawings.push_back(drawing);
        }
        review.comparisons.push_back({id(),
                                      "shot_0",
                                      review.media[0].media_id,
                                      review.media[1].media_id,
                                      ~std::uint64_t{0} - 5,
                                      BlindAnswer::Both,
                                      {"motion"},
                                      {},
                                      author(),
                                      time()});
        review.reasons = default_reasons();
        review.answers.push_back({id(), review.media[1].media_id, review.decisions[0].id,
                                  static_cast<TodoState>(1 + below(3)), words(), author(), time()});
        review.policy = Policy{{{"Veo 3.1", {{CoverageClass::None, CoverageClass::Title}, {}}},
                                {"*", {{}, {ShotPlace::Bookend}}}}};
        return review;
    }

    std::int64_t below(std::int64_t most) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most));
    }

private:
    double unit() { return static_cast<double>(below(2'000'001)) / 1e6 - 1; }
    std::string id() { return "0193-" + std::to_string(random_()); }
    std::int64_t time() { return 1'700'000'000'000 + below(100'000'000'000); }
    std::string author() {
        static const std::vector<std::string> kAuthors{"Mia", "Tom de Wit", "", "HOLD", "@x", "K"};
        return kAuthors[static_cast<std::size_t>(below(6))];
    }
    std::string words() {
        static const std::vector<std::string> kWords{"hand melts",
                                                     "at 12:30, look: there",
                                                     "5 fingers & a thumb",
                                                     "<b>bold</b>",
                                                     "he said \"again\"",
                                                     "ends with colon:",
                                                     "50 % - no, 60 %",
                                                     "KEEP the light",
                                                     "a;b\\c",
                                                     "- 2 stops",
                                                     "=SUM(A1)",
                                                     "it's fine"};
        return kWords[static_cast<std::size_t>(below(12))];
    }
    std::vector<std::string> reasons() {
        const std::vector<std::string> all = review::default_reasons();
        std::vector<std::string> out;
        for (std::int64_t i = below(4); i > 0; --i)
            out.push_back(all[static_cast<std::size_t>(below(13))]);
        return out;
    }
    template <typename Start> review::Target target(const review::Medium& medium, Start& start) {
        using review::Target;
        switch (below(5)) {
        case 0: {
            const std::int64_t from = start(medium.frame_count - 20);
            return Target::range(from, from + below(20));
        }
        case 1: {
            const std::int64_t from = start(medium.frame_count - 20);
            return Target::of_shot(static_cast<int>(below(7)), from, from + below(20));
        }
        case 2:
            // A take is marked from its first frame on, where nothing else starts.
            if (took_.insert(medium.media_id).second) return Target::take();
            [[fallthrough]];
        default:
            return Target::frame(start(medium.frame_count - 20));
        }
    }

    std::mt19937 random_;
    std::set<std::string> took_;
};

} // namespace seamline::test
