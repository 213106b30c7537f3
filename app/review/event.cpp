// app/review/event.cpp: which events may be stored.
#include "app/review/event.h"

#include "app/review/bounded_json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::review {
namespace {

/// In the order of Change.
constexpr std::array kKinds{"medium",      "decide",  "clear",       "comment", "reply",
                            "resolve",     "reopen",  "draw",        "erase",   "shot",
                            "order_shots", "take",    "order_takes", "pick",    "eliminate",
                            "bring_back",  "succeed", "reasons",     "compare", "undo",
                            "redo",        "name",    "prune",       "answer",  "policy"};
static_assert(kKinds.size() == std::variant_size_v<Change>);

using Limits = EventLimits;

/// The first thing that is wrong; every check after it passes at once.
class Check {
public:
    void text(std::string_view value, std::size_t most, const char* field) {
        if (!is_text(value, most))
            fail(std::string(field) + " is not UTF-8 text of at most " + std::to_string(most) +
                 " bytes");
    }
    void name(std::string_view value, const char* field) {
        text(value, Limits::kName, field);
        require(!value.empty(), std::string(field) + " is empty");
        const bool control = std::ranges::any_of(
            value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
        require(!control, std::string(field) + " holds a control character");
    }
    void names(const std::vector<std::string>& values, std::size_t most, const char* field) {
        require(values.size() <= most,
                std::string(field) + ": more than " + std::to_string(most) + " entries");
        for (const std::string& value : values) name(value, field);
    }
    void maybe(const std::optional<std::string>& value, std::size_t most, const char* field) {
        if (value) text(*value, most, field);
    }
    void medium(std::string_view value, const char* field) {
        require(is_media_id(value), std::string(field) + " is no media id (xxh3-128:...)");
    }
    void event_id(std::string_view value, const char* field) {
        text(value, Limits::kName, field);
        require(!value.empty(), std::string(field) + " is empty");
    }
    void require(bool good, const std::string& message) {
        if (!good) fail(message);
    }
    Result<Done> result() const {
        if (!message_.empty()) return Error{ErrorCode::InvalidArgument, message_};
        return Done{};
    }

private:
    void fail(const std::string& message) {
        if (message_.empty()) message_ = message;
    }
    std::string message_;
};

void check_target(Check& check, const Target& target) {
    const bool frames = 0 <= target.from && target.from <= target.to && target.to < Limits::kFrames;
    switch (target.kind) {
    case TargetKind::Frame:
        check.require(frames && target.from == target.to, "a frame is from 0 on, and one");
        break;
    case TargetKind::Range:
        check.require(frames, "a range's frames are from 0 on, first to last");
        break;
    case TargetKind::Shot:
        check.require(frames && target.shot >= 0, "a shot has an index and frames, from 0 on");
        return;
    case TargetKind::Take:
        check.require(target.from == 0 && target.to == -1, "a take has no frames of its own");
        break;
    }
    check.require(target.shot == -1, "only a shot has an index");
}

void check_strokes(Check& check, const std::vector<Stroke>& strokes) {
    check.require(!strokes.empty(), "a drawing needs a stroke");
    check.require(strokes.size() <= DrawingLimits::kStrokes, "a drawing of too many strokes");
    std::size_t points = 0;
    for (const Stroke& stroke : strokes) {
        points += stroke.points.size();
        const bool one = stroke.kind == StrokeKind::Text || stroke.kind == StrokeKind::Pen;
        check.require(stroke.points.size() >= (one ? 1 : 2), "a stroke of too few points");
        check.require(stroke.points.size() <= DrawingLimits::kPoints,
                      "a stroke of too many points");
        check.require(std::isfinite(stroke.size) && stroke.size > 0 && stroke.size <= 10,
                      "a stroke's size is above 0 and at most 10 picture heights");
        check.text(stroke.text, DrawingLimits::kText, "a drawn text");
        // Some picture widths around the picture, so that panned drawing is kept.
        for (const DrawPoint& p : stroke.points)
            check.require(std::abs(p.x) <= 1000 && std::abs(p.y) <= 1000,
                          "a point far outside of the picture");
        for (const float part : stroke.color)
            check.require(part >= 0 && part <= 1, "a colour's parts are from 0 to 1");
    }
    check.require(points <= DrawingLimits::kAllPoints, "a drawing of too many points");
}

void check_medium(Check& check, const Event& event, const Medium& medium) {
    check.require(medium.media_id == event.media_id, "the medium is not the event's");
    check.text(medium.path, Limits::kPath, "path");
    check.text(medium.name, Limits::kPath, "name");
    check.require(medium.frame_count >= 0 && medium.frame_count <= Limits::kFrames,
                  "frame count is out of range");
    check.require(medium.frame_rate > Rational(0) && medium.frame_rate <= Rational(100'000),
                  "frame rate is out of range");
    check.require(std::abs(medium.start_frame) <= Limits::kFrames, "start frame is out of range");
    check.require(medium.width >= 0 && medium.width <= 1'000'000 && medium.height >= 0 &&
                      medium.height <= 1'000'000,
                  "picture size is out of range");
}

struct CheckChange {
    Check& check;
    const Event& event;

    void target() const { check.require(event.target.has_value(), "the target is missing"); }
    void medium() const { check.medium(event.media_id, "the event's medium"); }

    void operator()(const MediumSeen& c) const {
        medium();
        check_medium(check, event, c.medium);
    }
    void operator()(const Decided& c) const {
        medium();
        target();
        check.names(c.reasons, Limits::kReasons, "a reason");
        check.text(c.note, Limits::kText, "the note");
    }
    void operator()(const Cleared&) const { medium(), target(); }
    void operator()(const Commented& c) const {
        medium();
        target();
        check.text(c.text, Limits::kText, "the comment");
        check.require(!c.text.empty(), "the comment is empty");
    }
    void operator()(const Replied& c) const {
        check.event_id(c.parent, "the comment that is answered");
        check.text(c.text, Limits::kText, "the reply");
        check.require(!c.text.empty(), "the reply is empty");
    }
    void operator()(const Resolved& c) const { check.event_id(c.comment, "the comment"); }
    void operator()(const Reopened& c) const { check.event_id(c.comment, "the comment"); }
    void operator()(const Drawn& c) const {
        medium();
        target();
        check.require(event.target && (event.target->kind == TargetKind::Frame ||
                                       event.target->kind == TargetKind::Range),
                      "a drawing is on a frame or a range");
        check.text(c.drawing, Limits::kName, "the drawing's id");
        check_strokes(check, c.strokes);
    }
    void operator()(const DrawingRemoved& c) const { check.event_id(c.drawing, "the drawing"); }
    void operator()(const ShotPut& c) const { check.name(c.shot, "the shot's name"); }
    void operator()(const ShotsOrdered& c) const {
        check.names(c.shots, Limits::kList, "a shot's name");
    }
    void operator()(const TakePut& c) const {
        medium();
        if (c.shot && !c.shot->empty()) check.name(*c.shot, "the shot's name");
        check.maybe(c.generator, Limits::kName, "generator");
        check.maybe(c.version, Limits::kName, "version");
        check.maybe(c.prompt, Limits::kText, "prompt");
        check.maybe(c.seed, Limits::kName, "seed");
        check.maybe(c.rights, Limits::kText, "rights");
    }
    void operator()(const TakesOrdered& c) const {
        check.name(c.shot, "the shot's name");
        check.require(c.takes.size() <= Limits::kList, "too many takes");
        for (const std::string& take : c.takes) check.medium(take, "a take");
    }
    void operator()(const Picked& c) const {
        check.name(c.shot, "the shot's name");
        if (!c.take.empty()) check.medium(c.take, "the pick");
    }
    void operator()(const Eliminated&) const { medium(); }
    void operator()(const BroughtBack&) const { medium(); }
    void operator()(const Succeeds& c) const {
        medium();
        if (!c.of.empty()) check.medium(c.of, "the take of the round before");
        check.require(c.of != event.media_id, "a take cannot succeed itself");
        check.require(c.shift >= -Limits::kFrames && c.shift <= Limits::kFrames,
                      "the shift is out of range");
    }
    void operator()(const ReasonsSet& c) const {
        check.names(c.reasons, Limits::kReasons, "a reason");
    }
    void operator()(const Compared& c) const {
        if (!c.shot.empty()) check.name(c.shot, "the shot's name");
        check.medium(c.left, "the left take");
        check.medium(c.right, "the right take");
        check.require(c.left != c.right, "a take is not compared with itself");
        check.names(c.left_reasons, Limits::kReasons, "a reason");
        check.names(c.right_reasons, Limits::kReasons, "a reason");
    }
    void operator()(const Undone& c) const { check.event_id(c.action, "the action"); }
    void operator()(const Redone& c) const { check.event_id(c.action, "the action"); }
    void operator()(const ReviewNamed& c) const { check.text(c.name, Limits::kName, "the name"); }
    void operator()(const Pruned& c) const {
        check.require(c.count >= 0 && c.before_ms >= 0, "a count below 0");
    }
    void operator()(const TodoAnswered& c) const {
        medium();
        check.event_id(c.decision, "the send-back that is answered");
        check.text(c.note, Limits::kText, "the note");
    }
    void operator()(const PolicySet& c) const {
        if (!c.policy) return;
        const auto& rules = c.policy->generators;
        check.require(rules.size() <= Policy::kMostRules, "a policy of too many generators");
        for (const auto& [generator, rule] : rules) check.name(generator, "a generator");
    }
};

} // namespace

const char* kind_name(const Change& change) { return kKinds[change.index()]; }

int schema_of(const Change& change) {
    return std::holds_alternative<TodoAnswered>(change) || std::holds_alternative<PolicySet>(change)
               ? 2
               : 1;
}

bool is_undoable(const Change& change) {
    return !std::holds_alternative<MediumSeen>(change) && !std::holds_alternative<Undone>(change) &&
           !std::holds_alternative<Redone>(change) && !std::holds_alternative<Pruned>(change);
}

bool is_media_id(std::string_view text) {
    constexpr std::string_view kPrefix = "xxh3-128:";
    return text.size() == kPrefix.size() + 32 && text.starts_with(kPrefix) &&
           text.find_first_not_of("0123456789abcdef", kPrefix.size()) == std::string_view::npos;
}

Result<Done> check(const Event& event) {
    Check check;
    check.name(event.author, "the author");
    check.text(event.host, Limits::kName, "the host");
    check.text(event.app, Limits::kName, "the program");
    check.require(event.time_ms >= 0 && event.time_ms < std::int64_t{1} << 47,
                  "the time is out of range");
    if (!event.media_id.empty()) check.medium(event.media_id, "the event's medium");
    if (event.target) check_target(check, *event.target);
    std::visit(CheckChange{check, event}, event.change);
    return check.result();
}

} // namespace seamline::review
