// tests/bench/accuracy/drift_scores.h: linear drifts injected end to end into whole takes (L7).
#pragma once

#include "tests/bench/accuracy/accuracy_table.h"
#include "tests/bench/accuracy/footage.h"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace seamline::bench {

class DriftScores {
public:
    /// Takes of at least two seconds; others are passed over. 24 frames of each are looked at.
    void measure(const Take& take, std::mt19937& random);
    void print(AccuracyTable& table) const;

private:
    std::map<std::string, std::vector<double>> mired_, stops_, summed_stops_;
};

} // namespace seamline::bench
