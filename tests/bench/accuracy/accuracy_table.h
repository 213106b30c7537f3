// tests/bench/accuracy/accuracy_table.h: one row per bar, beside the prototype's figure.
#pragma once

#include <cstdio>
#include <string>

namespace seamline::bench {

enum class Better { Higher, Lower };

/// Prints "| what | ours | prototype | ok |" and counts.
class AccuracyTable {
public:
    AccuracyTable() { std::puts("| measure | here | prototype | |\n|---|---|---|---|"); }
    void row(const std::string& what, double ours, double prototype, Better better,
             int decimals = 3) {
        const bool met = better == Better::Higher ? ours >= prototype : ours <= prototype;
        (met ? met_ : missed_)++;
        std::printf("| %s | %.*f | %.*f | %s |\n", what.c_str(), decimals, ours, decimals,
                    prototype, met ? "" : "below");
        std::fflush(stdout);
    }
    void note(const std::string& what, double ours, int decimals = 3) {
        std::printf("| %s | %.*f | | |\n", what.c_str(), decimals, ours);
    }
    int missed() const { return missed_; }
    int met() const { return met_; }

private:
    int met_ = 0;
    int missed_ = 0;
};

} // namespace seamline::bench
