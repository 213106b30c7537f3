#include "decode/media/timecode.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace seamline {
namespace {

/// Frame labels that drop-frame counting leaves out at each minute but every tenth.
int dropped_per_minute(Rational rate) { return timecode_base(rate) / 15; }

std::int64_t label_of(std::int64_t frames, int base, int dropped) {
    const std::int64_t per_minute = std::int64_t{base} * 60 - dropped;
    const std::int64_t per_ten = per_minute * 10 + dropped;
    const std::int64_t tens = frames / per_ten;
    const std::int64_t rest = frames % per_ten;
    const std::int64_t minutes =
        rest < std::int64_t{base} * 60 ? 0 : 1 + (rest - std::int64_t{base} * 60) / per_minute;
    return frames + dropped * (tens * 9 + minutes);
}

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    return value;
}

} // namespace

int timecode_base(Rational rate) {
    const std::int64_t base = rate.round();
    return static_cast<int>(base < 1 ? 1 : base);
}

bool has_drop_frame(Rational rate) {
    return rate == Rational(30000, 1001) || rate == Rational(60000, 1001);
}

std::string timecode_text(std::int64_t frames, Rational rate, bool drop_frame) {
    const int base = timecode_base(rate);
    const bool drop = drop_frame && has_drop_frame(rate);
    const std::int64_t magnitude = std::llabs(frames);
    const std::int64_t label =
        drop ? label_of(magnitude, base, dropped_per_minute(rate)) : magnitude;
    const std::int64_t all_seconds = label / base;
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%s%02lld:%02lld:%02lld%c%02lld", frames < 0 ? "-" : "",
                  static_cast<long long>(all_seconds / 3600 % 100),
                  static_cast<long long>(all_seconds / 60 % 60),
                  static_cast<long long>(all_seconds % 60), drop ? ';' : ':',
                  static_cast<long long>(label % base));
    return text.data();
}

std::optional<std::int64_t> timecode_frames(std::string_view text, Rational rate, bool drop_frame) {
    const int base = timecode_base(rate);
    std::array<std::int64_t, 4> groups{};
    int count = 0;
    while (true) {
        const std::size_t end = text.find_first_of(":;");
        const std::string_view group = text.substr(0, end);
        const auto value = group.size() <= 3 ? integer(group) : std::nullopt;
        if (!value || *value < 0 || count == 4) return {};
        for (int i = 0; i < 3; ++i)
            groups[static_cast<std::size_t>(i)] = groups[static_cast<std::size_t>(i) + 1];
        groups[3] = *value;
        ++count;
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    if (groups[1] > 59 || groups[2] > 59 || groups[3] >= base) return {};
    const std::int64_t minutes = groups[0] * 60 + groups[1];
    std::int64_t label = (minutes * 60 + groups[2]) * base + groups[3];
    if (!drop_frame || !has_drop_frame(rate)) return label;
    const int dropped = dropped_per_minute(rate);
    if (minutes % 10 != 0 && groups[2] == 0 && groups[3] < dropped) label += dropped - groups[3];
    return label - dropped * (minutes - minutes / 10);
}

std::int64_t timecode_day(Rational rate, bool drop_frame) {
    return *timecode_frames("24:00:00:00", rate, drop_frame);
}

std::optional<std::int64_t> timecode_label(std::string_view text, Rational rate, bool drop_frame) {
    std::string label(text);
    for (std::size_t at = 0; at < label.size(); ++at) {
        const bool is_digit = label[at] >= '0' && label[at] <= '9';
        const bool is_mark = (label[at] == ':' || label[at] == ';' || label[at] == '.') &&
                             (at == 2 || at == 5 || at == 8);
        if (!is_digit && !is_mark) return {};
        if (is_mark) label[at] = ':';
    }
    if (label.size() < 11 || label[2] != ':' || label[5] != ':' || label[8] != ':') return {};
    const auto frames = timecode_frames(label, rate, drop_frame);
    if (!frames || *frames >= timecode_day(rate, drop_frame)) return {};
    // A skipped label counts as the next one.
    std::string again = timecode_text(*frames, rate, drop_frame);
    again[8] = ':';
    if (again != label) return {};
    return frames;
}

} // namespace seamline
