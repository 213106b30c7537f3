#include "app/ui/cut_layout.h"

#include <cmath>

namespace seamline::ui {
namespace {

// Unscaled pixels.
constexpr float kNamesPx = 18;
constexpr float kCachedPx = 5;
constexpr float kMostPicturePx = 80;
constexpr float kLeastPicturePx = 26;
constexpr float kThinTrackPx = 9;
constexpr float kHighTrackPx = 18;

float track_px(bool high) { return high ? kHighTrackPx : kThinTrackPx; }

} // namespace

RecordScale record_scale(const TimelineScale& scale, const session::Timing& timing,
                         const Rational& edit_rate, const Rational& session_rate) {
    // Source time = in_s + (session time - offset_s) * speed, solved for session time.
    const double zero_s = (timing.offset_s - timing.in_s / timing.speed).value();
    const double ticks_per_s = session_rate.value();
    RecordScale records;
    records.zero_px = scale.px_of(zero_s * ticks_per_s);
    records.px_per_record =
        ticks_per_s / (edit_rate.value() * timing.speed.value()) * scale.px_per_tick;
    return records;
}

CutLaneParts cut_lane_parts(float height, std::size_t tracks, bool high, float scale) {
    CutLaneParts parts;
    const float cached = std::round(kCachedPx * scale);
    const float names = std::min(std::round(kNamesPx * scale), std::max(height - cached, 0.0F));
    parts.names = {0, names};
    const float least = std::round(kLeastPicturePx * scale);
    float room = height - names - cached;
    const float number = static_cast<float>(tracks);
    const float most = std::round(kMostPicturePx * scale);
    const bool has_room = room - std::round(kHighTrackPx * scale) * number >= most;
    const float each = std::round(track_px(high || has_room) * scale);
    const float all = tracks > 1 ? each * number : 0;
    if (all > 0 && room - all >= least) {
        parts.track_height = each;
        room -= all;
    }
    const float pictures = std::min(room, most);
    float top = names;
    if (pictures >= least) {
        parts.pictures = {top, pictures};
        top += pictures;
    } else {
        parts.names.height = std::max(height - cached, 0.0F);
        top = parts.names.height;
        parts.pictures = {top, 0};
    }
    parts.cached = {top, std::max(std::min(cached, height - top), 0.0F)};
    parts.tracks_top = top + parts.cached.height;
    return parts;
}

float cut_lane_height(std::size_t tracks, bool high, float scale) {
    const float rows =
        tracks > 1 ? std::round(track_px(high) * scale) * static_cast<float>(tracks) : 0;
    return std::round(kNamesPx * scale) + std::round(kMostPicturePx * scale) +
           std::round(kCachedPx * scale) + rows;
}

std::vector<PictureSlot> picture_slots(double left, double right, double width, double from,
                                       double to) {
    using enum PictureSlot::Shows;
    std::vector<PictureSlot> slots;
    if (width <= 0 || right <= left) return slots;
    const auto add = [&](PictureSlot::Shows shows, double at) {
        if (at >= from && at < to) slots.push_back({shows, at});
    };
    const auto count = static_cast<std::int64_t>((right - left) / width);
    if (count < 2) {
        add(First, left);
        return slots;
    }
    const std::int64_t middle = count / 2;
    const auto first_seen = std::clamp<std::int64_t>(
        static_cast<std::int64_t>(std::ceil((from - left) / width)), 0, count - 1);
    for (std::int64_t i = first_seen; i < count - 1; ++i) {
        const double at = left + static_cast<double>(i) * width;
        if (at >= to) break;
        add(i == 0 ? First : i == middle ? Middle : Between, at);
    }
    add(Last, right - width);
    return slots;
}

} // namespace seamline::ui
