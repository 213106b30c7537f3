#include "app/playback/cut_coverage.h"

#include <algorithm>

namespace seamline::playback {
namespace {

void add(FrameRanges& ranges, std::int64_t first, std::int64_t end) {
    if (!ranges.empty() && ranges.back().second >= first)
        ranges.back().second = std::max(ranges.back().second, end);
    else
        ranges.emplace_back(first, end);
}

} // namespace

MediumKey medium_key(const session::Cut& cut, const std::filesystem::path& path) {
    const auto own = cut.media.find(path);
    return {path, own == cut.media.end() ? Rational(24) : own->second.sequence_rate};
}

CutCoverage::CutCoverage(const session::Cut& cut, const CutProgram& program) : program_(program) {
    for (const CutSegment& cut_segment : program.segments()) {
        Segment segment;
        segment.first = cut_segment.first;
        segment.end = cut_segment.end;
        const std::optional<EventPlace>& place = cut_segment.a ? cut_segment.a : cut_segment.b;
        if (place) segment.event = &event_at(program.edit(), *place);
        const interchange::MediaReference* take =
            segment.event != nullptr ? segment.event->active_media() : nullptr;
        if (take != nullptr && !take->path.empty()) {
            const MediumKey key = medium_key(cut, take->path);
            std::vector<std::size_t>& here = by_path_[take->path.native()];
            const auto known =
                std::ranges::find_if(here, [&](std::size_t i) { return media_[i].key == key; });
            segment.medium =
                static_cast<std::int32_t>(known != here.end() ? *known : media_.size());
            if (known == here.end()) {
                here.push_back(media_.size());
                media_.push_back({key, {}, nullptr, false, {}});
            }
            media_[static_cast<std::size_t>(segment.medium)].segments.push_back(segments_.size());
        }
        segments_.push_back(segment);
    }
}

void CutCoverage::place(Medium& medium, const MediaPool::Facts& facts) {
    if (!facts.index || !facts.media || !facts.media->video || medium.placed == facts.index) return;
    medium.placed = facts.index;
    const VideoDescription& video = *facts.media->video;
    for (const std::size_t i : medium.segments) {
        Segment& segment = segments_[i];
        const Rational start_s = media_start_s(*segment.event, video);
        const auto frame_at = [&](std::int64_t record) {
            return facts.index->frame_at(
                media_time_s(*segment.event, record, program_.edit().rate, video.frame_rate) -
                start_s);
        };
        segment.first_frame = frame_at(segment.first);
        segment.last_frame = frame_at(segment.end - 1);
    }
}

bool CutCoverage::know(const MediumKey& medium, const MediaPool::Facts& facts, FrameRanges cached) {
    const auto here = by_path_.find(medium.path.native());
    if (here == by_path_.end()) return false;
    const auto at =
        std::ranges::find_if(here->second, [&](std::size_t i) { return media_[i].key == medium; });
    if (at == here->second.end()) return false;
    Medium& its = media_[*at];
    place(its, facts);
    its.is_slate = facts.status == Reader::Status::Failed && !facts.index;
    its.cached = std::move(cached);
    return true;
}

void CutCoverage::forget_cached() {
    for (Medium& medium : media_) {
        medium.cached.clear();
        medium.is_slate = false;
    }
}

FrameRanges CutCoverage::records() const {
    FrameRanges records;
    FrameRanges here;
    for (const Segment& segment : segments_) {
        if (segment.medium < 0) {
            add(records, segment.first, segment.end);
            continue;
        }
        const Medium& medium = media_[static_cast<std::size_t>(segment.medium)];
        if (medium.is_slate) {
            add(records, segment.first, segment.end);
            continue;
        }
        if (!medium.placed || medium.cached.empty()) continue;
        const auto [low, high] = std::minmax(segment.first_frame, segment.last_frame);
        const std::int64_t steps = segment.end - 1 - segment.first;
        const auto record_of = [&](std::int64_t frame) {
            if (low == high) return segment.first;
            return segment.first + Rational((frame - segment.first_frame) * steps,
                                            segment.last_frame - segment.first_frame)
                                       .round();
        };
        auto range = std::ranges::upper_bound(medium.cached, low, {},
                                              &std::pair<std::int64_t, std::int64_t>::second);
        here.clear();
        for (; range != medium.cached.end() && range->first <= high; ++range) {
            const std::int64_t from = std::max(range->first, low);
            const std::int64_t to = std::min(range->second - 1, high);
            const bool whole = from == low && to == high;
            const std::int64_t x = record_of(from);
            const std::int64_t y = record_of(to);
            here.emplace_back(whole ? segment.first : std::min(x, y),
                              whole ? segment.end : std::max(x, y) + 1);
        }
        std::ranges::sort(here);
        for (const auto& [first, end] : here) add(records, first, end);
    }
    return records;
}

} // namespace seamline::playback
