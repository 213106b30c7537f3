#include "app/ui/review/placed_remarks.h"

#include "app/interchange/decisions/review_timeline.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <tuple>

namespace seamline::ui {
namespace {

using review::Target;
using review::TargetKind;
using Kind = PlacedRemark::Kind;

/// Calls `found(kind, index, target)` for all that was said of a medium.
template <typename Found>
void each_remark(const DecisionTable& table, std::string_view media_id, Found found) {
    for (const std::uint32_t index : table.of(media_id))
        found(Kind::Decision, index, table.rows()[index].decision->target);
    const review::Review& review = table.review();
    for (const std::uint32_t index : table.comments_of(media_id))
        if (review.comments[index].parent_id.empty())
            found(Kind::Comment, index, review.comments[index].target);
    for (const std::uint32_t index : table.drawings_of(media_id))
        found(Kind::Drawing, index,
              Target::range(review.drawings[index].from, review.drawings[index].to));
}

int importance(const LaneMark& mark, const DecisionTable& table) {
    if (mark.remark.kind != PlacedRemark::Kind::Decision) return 0;
    using review::DecisionState;
    const DecisionState state = table.rows()[mark.remark.index].decision->state;
    return state == DecisionState::SendBack ? 2 : state == DecisionState::Hold ? 1 : 0;
}

} // namespace

std::vector<LaneMark> thinned(const std::vector<LaneMark>& marks, const DecisionTable& table,
                              double column_px) {
    constexpr std::size_t kMostWide = 300;
    std::map<std::tuple<PlacedRemark::Kind, std::int64_t, std::int64_t>, const LaneMark*> seen;
    for (const LaneMark& mark : marks) {
        const bool is_sign = mark.remark.kind != PlacedRemark::Kind::Decision;
        const auto first = static_cast<std::int64_t>(mark.left / column_px);
        const auto last = is_sign ? first : static_cast<std::int64_t>(mark.right / column_px);
        // Up to two columns are drawn as wide as they are, but count for where they begin.
        const auto end = last - first <= 1 ? first : last;
        const LaneMark*& best = seen[{mark.remark.kind, first, end}];
        if (best == nullptr || importance(mark, table) > importance(*best, table)) best = &mark;
    }
    std::vector<LaneMark> left;
    std::vector<LaneMark> wide;
    for (const auto& [columns, mark] : seen)
        (std::get<1>(columns) == std::get<2>(columns) ? left : wide).push_back(*mark);
    std::ranges::stable_sort(wide, std::ranges::greater{},
                             [](const LaneMark& mark) { return mark.right - mark.left; });
    if (wide.size() > kMostWide) wide.resize(kMostWide);
    wide.insert(wide.end(), left.begin(), left.end());
    return wide;
}

PlacedRemarks remarks_of_medium(const DecisionTable& table, std::string_view media_id) {
    PlacedRemarks placed;
    each_remark(table, media_id, [&](Kind kind, std::uint32_t index, const Target& target) {
        if (target.kind != TargetKind::Take)
            placed.push_back({kind, index, target.from, target.to});
    });
    return placed;
}

CutPlaces::CutPlaces(std::shared_ptr<const playback::CutProgram> program, const MediaIds& ids)
    : program_(std::move(program)) {
    for (const playback::CutSegment& segment : program_->segments())
        for (const auto& place : {segment.a, segment.b}) {
            if (!place) continue;
            const interchange::Event& event = playback::event_at(program_->edit(), *place);
            const interchange::MediaReference* take = event.active_media();
            const auto id = take != nullptr ? ids.find(take->path) : ids.end();
            if (id == ids.end()) continue;
            std::vector<Stretch>& stretches = by_medium_[id->second];
            // A dissolve divides an event into segments that follow each other.
            if (!stretches.empty() && stretches.back().event == *place &&
                stretches.back().end == segment.first)
                stretches.back().end = segment.end;
            else
                stretches.push_back({*place, segment.first, segment.end});
        }
}

std::vector<std::pair<std::int64_t, std::int64_t>> CutPlaces::of(const review::Medium& medium,
                                                                 const Target& target) const {
    std::vector<std::pair<std::int64_t, std::int64_t>> places;
    const auto stretches = by_medium_.find(medium.media_id);
    if (stretches == by_medium_.end()) return places;
    for (const Stretch& stretch : stretches->second) {
        if (target.kind == TargetKind::Take) {
            places.emplace_back(stretch.first, stretch.end - 1);
            continue;
        }
        const interchange::Event& event = playback::event_at(program_->edit(), stretch.event);
        const auto at = interchange::placed_on(event, event.active, true, medium,
                                               program_->edit().rate, target);
        if (!at) continue;
        const std::int64_t first = std::max(at->first, stretch.first);
        const std::int64_t last = std::min(at->first + at->second, stretch.end) - 1;
        if (first <= last) places.emplace_back(first, last);
    }
    return places;
}

std::vector<std::string> CutPlaces::media() const {
    std::vector<std::string> media;
    for (const auto& [id, stretches] : by_medium_) media.push_back(id);
    return media;
}

PlacedRemarks CutPlaces::remarks(const DecisionTable& table) const {
    PlacedRemarks placed;
    for (const auto& [id, stretches] : by_medium_) {
        const review::Medium* medium = table.medium(id);
        if (medium == nullptr || medium->frame_rate <= Rational(0)) continue;
        each_remark(table, id, [&](Kind kind, std::uint32_t index, const Target& target) {
            for (const auto& [first, last] : of(*medium, target))
                placed.push_back({kind, index, first, last});
        });
    }
    std::ranges::stable_sort(placed, {}, [](const PlacedRemark& remark) {
        return std::pair(remark.kind, remark.first);
    });
    return placed;
}

std::shared_ptr<const RemarksOnCuts>
CutRemarks::of(const session::Session& session, const std::shared_ptr<const DecisionTable>& table,
               const MediaIds& ids, std::uint64_t change) {
    if (running_.valid() && running_.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
        known_ = running_.get();
    if (running_.valid()) return known_; // Asked again once it has ended.
    Asked asked{.cuts = {}, .change = change};
    for (const session::Source& source : session.sources)
        if (source.cut) asked.cuts[source.key] = source.cut;
    const bool same_cuts =
        std::ranges::equal(asked.cuts, asked_.cuts, [](const auto& a, const auto& b) {
            return a.first == b.first && a.second.get() == b.second.get();
        });
    if (same_cuts && (asked.cuts.empty() || asked.change == asked_.change)) return known_;
    asked_ = asked;
    if (asked.cuts.empty()) {
        known_ = std::make_shared<const RemarksOnCuts>();
        return known_;
    }
    running_ =
        std::async(std::launch::async, [cuts = std::move(asked.cuts), table, ids, wake = wake_] {
            auto found = std::make_shared<RemarksOnCuts>(RemarksOnCuts{table, {}, {}});
            for (const auto& [key, cut] : cuts) {
                const auto program = std::make_shared<const playback::CutProgram>(
                    std::shared_ptr<const interchange::Edit>(cut, &cut->edit));
                const CutPlaces places(program, ids);
                found->by_source[key] =
                    std::make_shared<const PlacedRemarks>(places.remarks(*table));
                for (std::string& id : places.media()) found->media.insert(std::move(id));
            }
            if (wake) wake();
            return std::shared_ptr<const RemarksOnCuts>(std::move(found));
        });
    return known_;
}

} // namespace seamline::ui
