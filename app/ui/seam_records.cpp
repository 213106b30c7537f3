#include "app/ui/seam_records.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using analysis::Boundary;
using analysis::ShotRange;

bool are_one(const ShotRange& a, const ShotRange& b) {
    return a.source == b.source && a.first == b.first && a.end == b.end;
}

/// The medium's frame right before the cut: what is compared lies one frame further away.
std::int64_t last_before(const Boundary& cut) {
    const bool is_next_to = cut.outgoing.end - cut.outgoing.first < 3;
    return cut.compared ? cut.compared->outgoing + (is_next_to ? 0 : 1) : cut.outgoing.end - 1;
}

} // namespace

bool is_of_edit(const playback::SourceFindings& findings) {
    return std::ranges::any_of(findings.cuts, [](const playback::CutFinding& cut) {
        return cut.analysis.boundary.record_frame.has_value();
    });
}

std::vector<RecordShot> record_shots(const playback::SourceFindings& findings) {
    std::vector<const Boundary*> cuts;
    for (const playback::CutFinding& cut : findings.cuts)
        if (cut.analysis.boundary.record_frame) cuts.push_back(&cut.analysis.boundary);
    std::vector<RecordShot> shots;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        const Boundary& cut = *cuts[i];
        const std::int64_t record = *cut.record_frame;
        const bool follows = i > 0 && are_one(cuts[i - 1]->incoming, cut.outgoing);
        if (!follows) {
            const std::int64_t before = shots.empty() ? 0 : shots.back().end;
            const std::int64_t length = last_before(cut) - cut.outgoing.first + 1;
            const std::int64_t start = std::max(record - length, before);
            if (length > 0 && start < record)
                shots.push_back({start, record, cut.outgoing.source,
                                 cut.outgoing.first + length - (record - start)});
        }
        const bool goes_on = i + 1 < cuts.size() && are_one(cuts[i + 1]->outgoing, cut.incoming);
        const std::int64_t end =
            goes_on ? *cuts[i + 1]->record_frame : record + cut.incoming.end - cut.frame;
        const bool is_normal =
            !goes_on || cut.frame + end - 1 - record == last_before(*cuts[i + 1]);
        if (is_normal && end > record)
            shots.push_back({record, end, cut.incoming.source, cut.frame});
    }
    return shots;
}

} // namespace seamline::ui
