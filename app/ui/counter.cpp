#include "app/ui/counter.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace seamline::ui {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    return value;
}

/// Seconds with up to nine decimals, as an exact number.
std::optional<Rational> seconds(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view part = point == std::string_view::npos ? "" : text.substr(point + 1);
    if ((whole.empty() && part.empty()) || part.size() > 9 || whole.size() > 9) return {};
    std::int64_t scale = 1;
    for (std::size_t i = 0; i < part.size(); ++i) scale *= 10;
    const auto high = whole.empty() ? std::optional<std::int64_t>{0} : integer(whole);
    const auto low = part.empty() ? std::optional<std::int64_t>{0} : integer(part);
    if (!high || !low || *high < 0 || *low < 0) return {};
    return Rational(*high) + Rational(*low, scale);
}

std::string with_colons(std::string_view digits) {
    std::string text(digits);
    for (int at = static_cast<int>(text.size()) - 2; at > 0; at -= 2)
        text.insert(static_cast<std::size_t>(at), 1, ':');
    return text;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool is_bare(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

Error no_count(std::string_view text) {
    std::string message = "\"";
    message.append(text);
    message.append("\" is no frame, timecode or time: type 120, 01:00:05:03, 2.5s, +12 or -1:00.");
    return {ErrorCode::InvalidArgument, std::move(message)};
}

/// The magnitude of `text`, in frames; `origin` is subtracted from absolute labels.
std::optional<std::int64_t> frames_of(std::string_view text, const CounterFormat& format,
                                      bool relative) {
    if (text.empty() || text.front() == '-' || text.front() == '+') return {};
    const bool drop = format.drop_frame && has_drop_frame(format.rate);
    const auto timecode = [&](std::string_view groups) -> std::optional<std::int64_t> {
        const auto frames = timecode_frames(groups, format.rate, drop && !relative);
        if (!frames || relative) return frames;
        return *frames - format.start_timecode;
    };
    const auto in_seconds = [&](std::string_view number) -> std::optional<std::int64_t> {
        const auto value = seconds(number);
        if (!value) return {};
        return (*value * format.rate).round();
    };
    const auto in_frames = [&](std::string_view number) -> std::optional<std::int64_t> {
        const auto value = integer(number);
        if (!value) return {};
        return relative ? *value : *value - format.frame_base;
    };
    if (text.find_first_of(":;") != std::string_view::npos) return timecode(text);
    if (text.back() == 's') return in_seconds(trimmed(text.substr(0, text.size() - 1)));
    if (text.back() == 'f') return in_frames(trimmed(text.substr(0, text.size() - 1)));
    if (text.find('.') != std::string_view::npos) return in_seconds(text);
    if (!is_bare(text)) return {};
    if (format.mode == session::CounterMode::Seconds) return in_seconds(text);
    const bool counts_timecode = format.mode == session::CounterMode::Timecode ||
                                 format.mode == session::CounterMode::SourceTimecode;
    if (counts_timecode && !relative)
        return text.size() <= 8 ? timecode(with_colons(text)) : std::nullopt;
    return in_frames(text);
}

} // namespace

std::string counter_text(std::int64_t count, const CounterFormat& format) {
    if (format.mode == session::CounterMode::Timecode ||
        format.mode == session::CounterMode::SourceTimecode)
        return timecode_text(format.start_timecode + count, format.rate, format.drop_frame);
    if (format.mode == session::CounterMode::Frames)
        return std::to_string(count + format.frame_base);
    const std::int64_t thousandths = (Rational(count * 1000) / format.rate).round();
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%s%lld.%03lld s", thousandths < 0 ? "-" : "",
                  std::llabs(thousandths) / 1000, std::llabs(thousandths) % 1000);
    return text.data();
}

Result<CounterEntry> parse_counter(std::string_view text, const CounterFormat& format) {
    const std::string_view typed = trimmed(text);
    std::string_view rest = typed;
    const bool relative = !rest.empty() && (rest.front() == '+' || rest.front() == '-');
    const bool back = relative && rest.front() == '-';
    if (relative) rest = trimmed(rest.substr(1));
    const auto frames = frames_of(rest, format, relative);
    if (!frames) return no_count(typed);
    return CounterEntry{relative, back ? -*frames : *frames};
}

} // namespace seamline::ui
