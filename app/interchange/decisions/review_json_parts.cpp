// app/interchange/decisions/review_json_parts.cpp: the items of a review as JSON and back; CSV and
// OpenTimelineIO carry them, too.
#include "app/interchange/decisions/review_json.h"

#include "app/interchange/decisions/checked_fields.h"
#include "app/interchange/numbers.h"
#include "decode/media/timecode.h"

#include <array>
#include <charconv>
#include <utility>

namespace seamline::interchange {
namespace {

using otio::Json;
using review::Comment;
using review::Comparison;
using review::Decision;
using review::Drawing;
using review::DrawingLimits;
using review::Medium;
using review::Shot;
using review::Stroke;
using review::Take;
using review::Target;
using review::TodoAnswer;

constexpr std::array kStrokeWords{"pen", "line", "arrow", "box", "ellipse", "text"};
/// Heights of the picture: nobody draws farther out, and sums stay exact enough.
constexpr double kFarthest = 1000;

std::optional<review::StrokeKind> stroke_kind_from(std::string_view word) {
    for (std::size_t i = 0; i < kStrokeWords.size(); ++i)
        if (word == kStrokeWords[i]) return static_cast<review::StrokeKind>(i);
    return std::nullopt;
}

Json json_of_target(const Target& target) {
    Json json = {{"kind", review::name(target.kind)}};
    if (target.kind != review::TargetKind::Take) {
        json["from"] = target.from;
        json["to"] = target.to;
    }
    if (target.shot >= 0) json["shot"] = target.shot;
    return json;
}

Target target_from(const CheckedFields& owner, std::string& error) {
    const Json* json = owner.object("target");
    if (json == nullptr) {
        owner.fail("target", "an object is expected");
        return {};
    }
    const CheckedFields fields(*json, owner.place_of("target"), error);
    Target target;
    target.kind = fields.word("kind", review::TargetKind::Take, review::target_kind_from);
    target.shot = static_cast<int>(fields.whole("shot", -1, -1, 1'000'000));
    if (target.kind == review::TargetKind::Take) {
        target.to = -1;
        return target;
    }
    target.from = fields.whole("from", 0, 0, kMostFrames);
    target.to = fields.whole("to", target.from, target.from, kMostFrames);
    if (target.kind == review::TargetKind::Frame && target.to != target.from)
        fields.fail("to", "the same frame as in \"from\" is expected");
    return target;
}

std::int64_t time_from(const CheckedFields& fields, const char* key) {
    const std::string text = fields.text(key, 64);
    if (text.empty()) return 0;
    const auto time = review::utc_from(text);
    if (!time) fields.fail(key, "a time like 2026-11-22T10:15:30.123Z is expected");
    return time.value_or(0);
}

/// Times before year 0 and after 9999 cannot be written; none is made.
Json json_of_time(std::int64_t time_ms) { return review::utc_text(time_ms); }

std::uint64_t seed_from(const CheckedFields& fields) {
    const std::string text = fields.text("seed", 20);
    std::uint64_t seed = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (code != std::errc{} || end != text.data() + text.size())
        fields.fail("seed", "digits of a number below 2^64 are expected");
    return seed;
}

template <typename T> Result<T> checked(T value, std::string error) {
    if (!error.empty()) return Error{ErrorCode::Corrupt, std::move(error)};
    return value;
}

constexpr std::size_t kId = 200;
constexpr std::size_t kText = ReviewLimits::kText;

Stroke stroke_from(const Json& json, const std::string& place, std::string& error) {
    const CheckedFields fields(json, place, error);
    Stroke stroke;
    stroke.kind = fields.word("kind", review::StrokeKind::Pen, stroke_kind_from);
    stroke.size = fields.number("size", 0.005, 1e-6, 100);
    stroke.text = fields.text("text", DrawingLimits::kText);
    if (const Json* color = fields.array("color", 4)) {
        if (color->size() != 4) fields.fail("color", "four numbers are expected");
        for (std::size_t i = 0; i < color->size() && i < 4; ++i) {
            const double part = (*color)[i].is_number() ? (*color)[i].get<double>() : -1;
            if (!(part >= 0 && part <= 1)) fields.fail("color", "numbers from 0 to 1 are expected");
            stroke.color[i] = static_cast<float>(part);
        }
    }
    const Json* points = fields.array("points", DrawingLimits::kPoints);
    if (points == nullptr) return stroke;
    for (const Json& point : *points) {
        const bool pair =
            point.is_array() && point.size() == 2 && point[0].is_number() && point[1].is_number();
        const double x = pair ? point[0].get<double>() : kFarthest + 1;
        const double y = pair ? point[1].get<double>() : 0;
        if (!(x >= -kFarthest && x <= kFarthest && y >= -kFarthest && y <= kFarthest)) {
            fields.fail("points", "pairs of numbers are expected");
            return stroke;
        }
        stroke.points.push_back({x, y});
    }
    return stroke;
}

} // namespace

std::optional<Rational> rate_from(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto num = whole_number(text.substr(0, slash));
    const auto den = slash == std::string_view::npos ? std::optional<std::int64_t>(1)
                                                     : whole_number(text.substr(slash + 1));
    if (!num || !den || *den <= 0) return std::nullopt;
    const Rational rate(*num, *den);
    if (rate < Rational(1, 1000) || rate > Rational(1000)) return std::nullopt;
    return rate;
}

Json json_of(const Medium& medium) {
    return {
        {"media_id", medium.media_id},
        {"path", medium.path},
        {"name", medium.name},
        {"frame_count", medium.frame_count},
        {"frame_rate", medium.frame_rate.text()},
        {"start_frame", medium.start_frame},
        {"start_timecode", timecode_text(medium.start_frame, medium.frame_rate, medium.drop_frame)},
        {"drop_frame", medium.drop_frame},
        {"width", medium.width},
        {"height", medium.height}};
}

Result<Medium> medium_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    Medium medium{.media_id = fields.required_text("media_id", kId),
                  .path = fields.text("path", kText),
                  .name = fields.text("name", kText),
                  .frame_count = fields.whole("frame_count", 0, 0, kMostFrames),
                  .frame_rate = Rational(24),
                  .start_frame = fields.whole("start_frame", 0, -kMostFrames, kMostFrames),
                  .drop_frame = fields.flag("drop_frame", false),
                  .width = static_cast<int>(fields.whole("width", 0, 0, 1'000'000)),
                  .height = static_cast<int>(fields.whole("height", 0, 0, 1'000'000))};
    const std::string rate = fields.text("frame_rate", 64);
    if (const auto known = rate_from(rate))
        medium.frame_rate = *known;
    else if (!rate.empty())
        fields.fail("frame_rate", "a rate like 24000/1001 is expected");
    return checked(std::move(medium), std::move(error));
}

Json json_of(const Decision& decision) {
    return {{"id", decision.id},
            {"media_id", decision.media_id},
            {"state", review::name(decision.state)},
            {"target", json_of_target(decision.target)},
            {"reasons", decision.reasons},
            {"note", decision.note},
            {"author", decision.author},
            {"time", json_of_time(decision.time_ms)}};
}

Result<Decision> decision_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    if (!fields.has("state")) fields.fail("state", "keep, send_back or hold is expected");
    Decision decision{
        .id = fields.text("id", kId),
        .media_id = fields.required_text("media_id", kId),
        .target = target_from(fields, error),
        .state = fields.word("state", review::DecisionState::Hold, review::decision_state_from),
        .reasons = fields.texts("reasons", ReviewLimits::kWords, kText),
        .note = fields.text("note", kText),
        .author = fields.text("author", kText),
        .time_ms = time_from(fields, "time")};
    return checked(std::move(decision), std::move(error));
}

Json json_of(const Comment& comment) {
    return {{"id", comment.id},
            {"parent_id", comment.parent_id},
            {"media_id", comment.media_id},
            {"target", json_of_target(comment.target)},
            {"text", comment.text},
            {"author", comment.author},
            {"time", json_of_time(comment.time_ms)},
            {"resolved", comment.resolved}};
}

Result<Comment> comment_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    Comment comment{.id = fields.text("id", kId),
                    .parent_id = fields.text("parent_id", kId),
                    .media_id = fields.required_text("media_id", kId),
                    .target = target_from(fields, error),
                    .text = fields.text("text", kText),
                    .author = fields.text("author", kText),
                    .time_ms = time_from(fields, "time"),
                    .resolved = fields.flag("resolved", false)};
    return checked(std::move(comment), std::move(error));
}

Json json_of(const Stroke& stroke) {
    Json points = Json::array();
    for (const review::DrawPoint& point : stroke.points)
        points.push_back(Json::array({point.x, point.y}));
    return {{"kind", kStrokeWords[static_cast<std::size_t>(stroke.kind)]},
            {"points", std::move(points)},
            {"color", stroke.color},
            {"size", stroke.size},
            {"text", stroke.text}};
}

Json json_of(const Drawing& drawing) {
    Json json = {{"id", drawing.id},
                 {"media_id", drawing.media_id},
                 {"from", drawing.from},
                 {"to", drawing.to},
                 {"ghost", drawing.ghost},
                 {"author", drawing.author},
                 {"time", json_of_time(drawing.time_ms)}};
    json["strokes"] = Json::array();
    for (const Stroke& stroke : drawing.strokes) json["strokes"].push_back(json_of(stroke));
    return json;
}

Result<Drawing> drawing_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    Drawing drawing;
    drawing.id = fields.text("id", kId);
    drawing.media_id = fields.required_text("media_id", kId);
    drawing.from = fields.whole("from", 0, 0, kMostFrames);
    drawing.to = fields.whole("to", drawing.from, drawing.from, kMostFrames);
    drawing.ghost = fields.flag("ghost", false);
    drawing.author = fields.text("author", kText);
    drawing.time_ms = time_from(fields, "time");
    if (const Json* strokes = fields.array("strokes", DrawingLimits::kStrokes))
        for (std::size_t i = 0; i < strokes->size() && error.empty(); ++i)
            drawing.strokes.push_back(stroke_from(
                (*strokes)[i], fields.place_of("strokes") + "/" + std::to_string(i), error));
    return checked(std::move(drawing), std::move(error));
}

Json json_of(const Take& take) {
    return {{"media_id", take.media_id},
            {"shot", take.shot},
            {"generator", take.facts.generator},
            {"version", take.facts.version},
            {"prompt", take.facts.prompt},
            {"seed", take.facts.seed},
            {"rights", take.facts.rights},
            {"order", take.order},
            {"eliminated", take.eliminated},
            {"successor_of", take.successor_of},
            {"successor_shift", take.successor_shift}};
}

Result<Take> take_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    Take take{.media_id = fields.required_text("media_id", kId),
              .shot = fields.text("shot", kText),
              .facts = {.generator = fields.text("generator", kText),
                        .version = fields.text("version", kText),
                        .prompt = fields.text("prompt", kText),
                        .seed = fields.text("seed", kText),
                        .rights = fields.text("rights", kText)},
              .order = static_cast<int>(fields.whole("order", 0, -1'000'000, 1'000'000)),
              .eliminated = fields.flag("eliminated", false),
              .successor_of = fields.text("successor_of", kId),
              .successor_shift = fields.whole("successor_shift", 0, -kMostFrames, kMostFrames)};
    return checked(std::move(take), std::move(error));
}

Json json_of(const Shot& shot) {
    return {{"name", shot.name},
            {"coverage", review::name(shot.coverage)},
            {"place", review::name(shot.place)},
            {"pick", shot.pick},
            {"takes", shot.takes}};
}

Result<Shot> shot_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    Shot shot{.name = fields.text("name", kText),
              .coverage =
                  fields.word("coverage", review::CoverageClass::None, review::coverage_class_from),
              .place = fields.word("place", review::ShotPlace::None, review::shot_place_from),
              .pick = fields.text("pick", kId),
              .takes = fields.texts("takes", 10'000, kId)};
    return checked(std::move(shot), std::move(error));
}

Json json_of(const Comparison& comparison) {
    return {{"id", comparison.id},
            {"shot", comparison.shot},
            {"left", comparison.left},
            {"right", comparison.right},
            // As text: most readers of JSON keep 53 bits of a number.
            {"seed", std::to_string(comparison.seed)},
            {"answer", review::name(comparison.answer)},
            {"left_reasons", comparison.left_reasons},
            {"right_reasons", comparison.right_reasons},
            {"author", comparison.author},
            {"time", json_of_time(comparison.time_ms)}};
}

Result<Comparison> comparison_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    Comparison value{
        .id = fields.text("id", kId),
        .shot = fields.text("shot", kText),
        .left = fields.required_text("left", kId),
        .right = fields.required_text("right", kId),
        .seed = seed_from(fields),
        .answer = fields.word("answer", review::BlindAnswer::Neither, review::blind_answer_from),
        .left_reasons = fields.texts("left_reasons", ReviewLimits::kWords, kText),
        .right_reasons = fields.texts("right_reasons", ReviewLimits::kWords, kText),
        .author = fields.text("author", kText),
        .time_ms = time_from(fields, "time")};
    return checked(std::move(value), std::move(error));
}

Json json_of(const TodoAnswer& answer) {
    return {{"id", answer.id},
            {"media_id", answer.media_id},
            {"decision", answer.decision},
            {"state", review::name(answer.state)},
            {"note", answer.note},
            {"author", answer.author},
            {"time", json_of_time(answer.time_ms)}};
}

Result<TodoAnswer> answer_from(const Json& json, const std::string& place) {
    std::string error;
    const CheckedFields fields(json, place, error);
    TodoAnswer answer{.id = fields.text("id", kId),
                      .media_id = fields.required_text("media_id", kId),
                      .decision = fields.required_text("decision", kId),
                      .state =
                          fields.word("state", review::TodoState::Open, review::todo_state_from),
                      .note = fields.text("note", kText),
                      .author = fields.text("author", kText),
                      .time_ms = time_from(fields, "time")};
    if (answer.state == review::TodoState::Open)
        fields.fail("state", "fixed, held or still is expected");
    return checked(std::move(answer), std::move(error));
}

Json json_of(const review::Policy& policy) { return Json::parse(review::policy_text(policy)); }

Result<review::Policy> policy_from(const Json& json, const std::string& place) {
    return review::policy_from(json.dump(-1, ' ', false, Json::error_handler_t::replace), place);
}

} // namespace seamline::interchange
