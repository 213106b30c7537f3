#include "app/review/pairing.h"

#include <algorithm>
#include <random>
#include <utility>

namespace seamline::review {
namespace {

/// SplitMix64: the same numbers everywhere, which the standard's distributions do not promise.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
class SplitMix {
public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
    /// Evenly from [0, n), n > 0: what would favour small numbers is drawn again.
    std::uint64_t below(std::uint64_t n) {
        const std::uint64_t surplus = (UINT64_MAX % n + 1) % n;
        std::uint64_t value = next();
        while (value > UINT64_MAX - surplus) value = next();
        return value % n;
    }
    template <typename T> void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::uint64_t state_;
};

/// Rounds in which each of `count` (even) places meets one other; all pairs over all rounds.
std::vector<std::vector<std::pair<std::size_t, std::size_t>>> rounds_of(std::size_t count) {
    std::vector<std::vector<std::pair<std::size_t, std::size_t>>> rounds(count - 1);
    for (std::size_t round = 0; round + 1 < count; ++round) {
        // One place stands still, the others turn around it.
        rounds[round].emplace_back(count - 1, round);
        for (std::size_t i = 1; i < count / 2; ++i)
            rounds[round].emplace_back((round + i) % (count - 1),
                                       (round + count - 1 - i) % (count - 1));
    }
    return rounds;
}

} // namespace

std::vector<Pair> pairing(std::span<const std::string> takes, std::uint64_t seed) {
    std::vector<std::string> places(takes.begin(), takes.end());
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    if (places.size() < 2) return {};
    SplitMix random(seed);
    random.shuffle(places);
    const std::size_t real = places.size();
    auto rounds = rounds_of(real + real % 2); // An odd one sits a round out.
    random.shuffle(rounds);
    std::vector<Pair> schedule;
    const bool mirrored = random.below(2) == 0;
    for (auto& round : rounds) {
        random.shuffle(round);
        for (const auto& [a, b] : round) {
            if (a >= real || b >= real) continue;
            // The lower place goes left where the sum is odd: of all pairs of a place that is half,
            // or half but one. The places were shuffled.
            const bool first_left = (((a + b) % 2 == 1) == (a < b)) != mirrored;
            schedule.push_back(first_left ? Pair{places[a], places[b]}
                                          : Pair{places[b], places[a]});
        }
    }
    return schedule;
}

std::uint64_t new_pairing_seed() {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
}

std::size_t next_pair(std::span<const Pair> schedule, const Review& review, const std::string& shot,
                      std::uint64_t seed, const Author& author) {
    const auto answered = [&](const Pair& pair) {
        return std::ranges::any_of(review.comparisons, [&](const Comparison& c) {
            return c.seed == seed && c.shot == shot && c.author == author &&
                   ((c.left == pair.left && c.right == pair.right) ||
                    (c.left == pair.right && c.right == pair.left));
        });
    };
    return static_cast<std::size_t>(std::ranges::find_if_not(schedule, answered) -
                                    schedule.begin());
}

BlindRound round_of_seed(std::span<const std::string> takes, const Review& review,
                         const std::string& shot, const Author& author, std::uint64_t seed) {
    BlindRound round{seed, pairing(takes, seed), 0};
    round.at = next_pair(round.schedule, review, shot, seed, author);
    return round;
}

BlindRound blind_round(std::span<const std::string> takes, const Review& review,
                       const std::string& shot, const Author& author, std::uint64_t fresh_seed) {
    for (auto last = review.comparisons.rbegin(); last != review.comparisons.rend(); ++last) {
        if (last->author != author || last->shot != shot) continue;
        BlindRound begun = round_of_seed(takes, review, shot, author, last->seed);
        if (begun.at < begun.schedule.size()) return begun;
        break;
    }
    return round_of_seed(takes, review, shot, author, fresh_seed);
}

} // namespace seamline::review
