#include "app/ui/seam_table.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

namespace seamline::ui {
namespace {

using analysis::LampState;

/// What a column sorts by; NaN: comes last.
double figure(const SeamSign& sign, SeamColumn column) {
    const bool has_lamps = sign.cut != nullptr && sign.cut->is_measured;
    const auto lamp = [&](const analysis::Lamp& own, const analysis::Terms& terms) {
        // By state first, then by the term that made it.
        return static_cast<double>(own.state) * 1e6 +
               (own.worst ? std::min(analysis::at(terms, *own.worst), 1e5) : 0.0);
    };
    switch (column) {
    case SeamColumn::Lighting:
    case SeamColumn::Continuity: {
        if (!has_lamps) return sign.worst * 0 + static_cast<double>(sign.state) * 1e6;
        const analysis::Seam& seam = sign.cut->analysis.seam;
        return lamp(column == SeamColumn::Lighting ? seam.lighting : seam.continuity,
                    seam.normalised);
    }
    case SeamColumn::Worst:
        return sign.worst;
    case SeamColumn::Verdict:
        return static_cast<double>(sign.verdict);
    default:
        return static_cast<double>(sign.frame);
    }
}

std::string words(const SeamSign& sign, SeamColumn column) {
    return column == SeamColumn::Kind ? kind_words(sign) : sentence_of(sign);
}

} // namespace

std::vector<std::size_t> listed_seams(const SourceSeams& seams, const SeamListChoice& choice) {
    std::vector<std::size_t> listed;
    for (std::size_t i = 0; i < seams.signs.size(); ++i) {
        const SeamSign& sign = seams.signs[i];
        if (choice.flagged && !sign.is_judgeable()) continue;
        if (choice.open && sign.verdict != session::SeamVerdict::None) continue;
        listed.push_back(i);
    }
    const bool by_words = choice.sort == SeamColumn::Kind || choice.sort == SeamColumn::Sentence;
    std::ranges::stable_sort(listed, [&](std::size_t a, std::size_t b) {
        const SeamSign& first = seams.signs[a];
        const SeamSign& second = seams.signs[b];
        if (by_words) {
            const std::string x = words(first, choice.sort);
            const std::string y = words(second, choice.sort);
            return choice.descending ? y < x : x < y;
        }
        const double x = figure(first, choice.sort);
        const double y = figure(second, choice.sort);
        if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
        return choice.descending ? y < x : x < y;
    });
    return listed;
}

} // namespace seamline::ui
