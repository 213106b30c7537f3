// app/review/pairing.h: which takes are compared blindly, in which order and on which side.
#pragma once

#include "app/review/review.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace seamline::review {

/// Two takes, by media_id.
struct Pair {
    std::string left;
    std::string right;
    friend bool operator==(const Pair&, const Pair&) = default;
};

/// Every two of `takes` once, in an order in which each take's turns are spread evenly: after any
/// number of pairs the takes' turns differ by at most two (one after every full round), by the
/// circle method of tournaments. Which take is which, the order of the rounds and the sides are
/// shuffled; over the whole schedule each take is on the left as often as on the right, or once
/// more. The same takes and seed give the same schedule on every machine, whatever order the takes
/// are given in. Fewer than two takes: none.
std::vector<Pair> pairing(std::span<const std::string> takes, std::uint64_t seed);

/// A seed for a new schedule, from the system's source of randomness.
std::uint64_t new_pairing_seed();

/// The first pair of the schedule that this seed's comparisons of the shot by `author` in `review`
/// do not hold yet, on either side; its place, or the schedule's length when all are answered.
std::size_t next_pair(std::span<const Pair> schedule, const Review& review, const std::string& shot,
                      std::uint64_t seed, const Author& author);

/// Where one person stands in comparing takes blindly.
struct BlindRound {
    std::uint64_t seed = 0;
    std::vector<Pair> schedule;
    std::size_t at = 0; ///< The pair to show; the schedule's length: all are answered.
};
/// The schedule of a seed, and where the author stands in it.
BlindRound round_of_seed(std::span<const std::string> takes, const Review& review,
                         const std::string& shot, const Author& author, std::uint64_t seed);
/// Goes on with the seed of the author's last answer on the shot; where that schedule is answered,
/// or there is none, begins one with `fresh_seed`.
BlindRound blind_round(std::span<const std::string> takes, const Review& review,
                       const std::string& shot, const Author& author, std::uint64_t fresh_seed);

} // namespace seamline::review
