// app/review/words.cpp: the words of the review's values, and times as text.
#include "app/review/comparison.h"
#include "app/review/decision.h"
#include "app/review/drawing.h"
#include "app/review/take.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace seamline::review {
namespace {

template <typename E, std::size_t N>
std::optional<E> find_word(const std::array<const char*, N>& words, std::string_view word) {
    for (std::size_t i = 0; i < N; ++i)
        if (word == words[i]) return static_cast<E>(i);
    return std::nullopt;
}

constexpr std::array kStates{"keep", "send_back", "hold"};
constexpr std::array kTargets{"frame", "range", "shot", "take"};
constexpr std::array kCoverage{"", "character", "environment", "establishing", "title", "abstract"};
constexpr std::array kPlaces{"", "bookend", "inside"};
constexpr std::array kStrokes{"pen", "line", "arrow", "box", "ellipse", "text"};
constexpr std::array kAnswers{"left", "right", "both", "neither"};
constexpr std::array kTodoStates{"open", "fixed", "held", "still"};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    const char* from = text.data() + at;
    const auto [end, error] = std::from_chars(from, from + count, value);
    if (error != std::errc{} || end != from + count || value < 0) return std::nullopt;
    return value;
}

} // namespace

const char* name(DecisionState state) { return kStates[static_cast<std::size_t>(state)]; }
std::optional<DecisionState> decision_state_from(std::string_view word) {
    return find_word<DecisionState>(kStates, word);
}
const char* name(TodoState state) { return kTodoStates[static_cast<std::size_t>(state)]; }
std::optional<TodoState> todo_state_from(std::string_view word) {
    return find_word<TodoState>(kTodoStates, word);
}
const char* name(TargetKind kind) { return kTargets[static_cast<std::size_t>(kind)]; }
std::optional<TargetKind> target_kind_from(std::string_view word) {
    return find_word<TargetKind>(kTargets, word);
}
const char* name(CoverageClass coverage) { return kCoverage[static_cast<std::size_t>(coverage)]; }
std::optional<CoverageClass> coverage_class_from(std::string_view word) {
    return find_word<CoverageClass>(kCoverage, word);
}
const char* name(ShotPlace place) { return kPlaces[static_cast<std::size_t>(place)]; }
std::optional<ShotPlace> shot_place_from(std::string_view word) {
    return find_word<ShotPlace>(kPlaces, word);
}
const char* name(BlindAnswer answer) { return kAnswers[static_cast<std::size_t>(answer)]; }
std::optional<BlindAnswer> blind_answer_from(std::string_view word) {
    return find_word<BlindAnswer>(kAnswers, word);
}
const char* name(StrokeKind kind) { return kStrokes[static_cast<std::size_t>(kind)]; }
std::optional<StrokeKind> stroke_kind_from(std::string_view word) {
    return find_word<StrokeKind>(kStrokes, word);
}

std::vector<std::string> default_reasons() {
    return {"continuity", "character", "lighting drift", "anatomy",
            "physics",    "text",      "flicker",        "motion",
            "audio",      "artefact",  "watermark",      "prompt not followed",
            "other"};
}

std::string utc_text(std::int64_t time_ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{time_ms}};
    const sys_days day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char text[64];
    std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text;
}

std::optional<std::int64_t> utc_from(std::string_view text) {
    using namespace std::chrono;
    constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd.dddZ";
    if (text.size() != kShape.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (kShape[i] != 'd' && text[i] != kShape[i]) return std::nullopt;
    const auto y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
    const auto h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2),
               ms = digits(text, 20, 3);
    if (!y || !mo || !d || !h || !mi || !s || !ms || *h > 23 || *mi > 59 || *s > 59)
        return std::nullopt;
    const year_month_day date{year{*y}, month(static_cast<unsigned>(*mo)),
                              day(static_cast<unsigned>(*d))};
    if (!date.ok()) return std::nullopt;
    const auto time = sys_days{date} + hours{*h} + minutes{*mi} + seconds{*s} + milliseconds{*ms};
    return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

} // namespace seamline::review
