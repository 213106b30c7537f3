#include "app/ui/review/found_reasons.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace seamline::ui {
namespace {

using analysis::LampState;

void add(std::vector<std::string>& reasons, const char* word) {
    if (std::ranges::find(reasons, word) == reasons.end()) reasons.emplace_back(word);
}

bool touches(const review::Target& target, std::int64_t first, std::int64_t end) {
    return target.kind == review::TargetKind::Take || (first <= target.to && target.from < end);
}

void add_seams(std::vector<std::string>& reasons, const SourceSeams& seams,
               const review::Target& target, double frame_rate) {
    const std::int64_t near =
        target.kind == review::TargetKind::Frame ? std::llround(frame_rate / 2) : 0;
    for (const SeamSign& sign : seams.signs) {
        if (!sign.is_flagged() || sign.verdict == session::SeamVerdict::Dismissed) continue;
        if (!touches(target, sign.frame - near, sign.frame + near + 1)) continue;
        if (sign.step != nullptr) {
            add(reasons, "lighting drift");
            continue;
        }
        if (sign.cut == nullptr || !sign.cut->is_measured) continue;
        const analysis::Seam& seam = sign.cut->analysis.seam;
        if (seam.continuity.state == LampState::Flag) add(reasons, "continuity");
        if (seam.lighting.state == LampState::Flag) add(reasons, "lighting drift");
    }
}

void add_cadence(std::vector<std::string>& reasons, const analysis::Cadence& cadence,
                 const review::Target& target) {
    const auto any = [&](const std::vector<analysis::FrameRun>& runs) {
        return std::ranges::any_of(runs, [&](const analysis::FrameRun& run) {
            return touches(target, run.first, run.first + run.length);
        });
    };
    // A flicker is of the whole take; it shows in every frame.
    if (cadence.flicker || any(cadence.flashes)) add(reasons, "flicker");
    if (any(cadence.frozen)) add(reasons, "motion");
}

} // namespace

std::vector<std::string> found_reasons(const SourceSeams& seams, const review::Target& target,
                                       double frame_rate) {
    std::vector<std::string> reasons;
    add_seams(reasons, seams, target, frame_rate);
    const auto* findings = seams.findings.get();
    if (findings != nullptr && findings->media.size() == 1 && findings->is_finished)
        add_cadence(reasons, findings->media.front().cadence, target);
    return reasons;
}

} // namespace seamline::ui
