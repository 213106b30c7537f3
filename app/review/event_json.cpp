// app/review/event_json.cpp: events as JSON and back.
#include "app/review/bounded_json.h"
#include "app/review/event.h"
#include "app/review/policy_json.h"
#include "app/review/uuid7.h"

#include <cstdint>

namespace seamline::review {
namespace {

using Json = nlohmann::json;

// Writing: the keys are the fields' names; what is empty or not given is left out.

void put(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
}
void put(Json& json, const char* key, const std::vector<std::string>& texts) {
    if (!texts.empty()) json[key] = texts;
}
void put(Json& json, const char* key, const std::optional<std::string>& text) {
    if (text) json[key] = *text;
}

Json stroke_json(const Stroke& stroke) {
    Json points = Json::array();
    for (const DrawPoint& p : stroke.points) {
        points.push_back(p.x);
        points.push_back(p.y);
    }
    Json json{{"kind", name(stroke.kind)},
              {"points", std::move(points)},
              {"color", stroke.color},
              {"size", stroke.size}};
    put(json, "text", stroke.text);
    return json;
}

struct BodyOf {
    Json operator()(const MediumSeen& c) const {
        const Medium& m = c.medium;
        return {{"path", m.path},
                {"name", m.name},
                {"frame_count", m.frame_count},
                {"frame_rate", m.frame_rate.text()},
                {"start_frame", m.start_frame},
                {"drop_frame", m.drop_frame},
                {"width", m.width},
                {"height", m.height}};
    }
    Json operator()(const Decided& c) const {
        Json json{{"state", name(c.state)}};
        put(json, "reasons", c.reasons);
        put(json, "note", c.note);
        return json;
    }
    Json operator()(const Cleared&) const { return Json::object(); }
    Json operator()(const Commented& c) const { return {{"text", c.text}}; }
    Json operator()(const Replied& c) const { return {{"parent", c.parent}, {"text", c.text}}; }
    Json operator()(const Resolved& c) const { return {{"comment", c.comment}}; }
    Json operator()(const Reopened& c) const { return {{"comment", c.comment}}; }
    Json operator()(const Drawn& c) const {
        Json json{{"ghost", c.ghost}, {"strokes", Json::array()}};
        for (const Stroke& stroke : c.strokes) json["strokes"].push_back(stroke_json(stroke));
        put(json, "drawing", c.drawing);
        return json;
    }
    Json operator()(const DrawingRemoved& c) const { return {{"drawing", c.drawing}}; }
    Json operator()(const ShotPut& c) const {
        Json json{{"shot", c.shot}};
        if (c.coverage) json["coverage"] = name(*c.coverage);
        if (c.place) json["place"] = name(*c.place);
        return json;
    }
    Json operator()(const ShotsOrdered& c) const { return {{"shots", c.shots}}; }
    Json operator()(const TakePut& c) const {
        Json json = Json::object();
        put(json, "shot", c.shot);
        put(json, "generator", c.generator);
        put(json, "version", c.version);
        put(json, "prompt", c.prompt);
        put(json, "seed", c.seed);
        put(json, "rights", c.rights);
        return json;
    }
    Json operator()(const TakesOrdered& c) const { return {{"shot", c.shot}, {"takes", c.takes}}; }
    Json operator()(const Picked& c) const { return {{"shot", c.shot}, {"take", c.take}}; }
    Json operator()(const Eliminated&) const { return Json::object(); }
    Json operator()(const BroughtBack&) const { return Json::object(); }
    Json operator()(const Succeeds& c) const { return {{"of", c.of}, {"shift", c.shift}}; }
    Json operator()(const ReasonsSet& c) const { return {{"reasons", c.reasons}}; }
    Json operator()(const Compared& c) const {
        Json json{
            {"left", c.left}, {"right", c.right}, {"seed", c.seed}, {"answer", name(c.answer)}};
        put(json, "shot", c.shot);
        put(json, "left_reasons", c.left_reasons);
        put(json, "right_reasons", c.right_reasons);
        return json;
    }
    Json operator()(const Undone& c) const { return {{"action", c.action}}; }
    Json operator()(const Redone& c) const { return {{"action", c.action}}; }
    Json operator()(const ReviewNamed& c) const { return {{"name", c.name}}; }
    Json operator()(const Pruned& c) const {
        return {{"before", utc_text(c.before_ms)}, {"count", c.count}};
    }
    Json operator()(const TodoAnswered& c) const {
        Json json{{"decision", c.decision}, {"state", name(c.state)}};
        put(json, "note", c.note);
        return json;
    }
    Json operator()(const PolicySet& c) const {
        Json json = Json::object();
        if (c.policy) json["policy"] = json_of(*c.policy);
        return json;
    }
};

/// Reads the keys of one object; remembers the first one that is missing or of another type.
class Reader {
public:
    explicit Reader(const Json& object) : object_(object) {
        if (!object.is_object()) error_ = "an event's body is no object";
    }

    std::string text(const char* key) {
        const Json* value = find(key, true);
        if (value == nullptr) return {};
        if (!value->is_string()) return wrong<std::string>(key, "text");
        return value->get<std::string>();
    }
    std::optional<std::string> maybe_text(const char* key) {
        if (find(key, false) == nullptr) return std::nullopt;
        return text(key);
    }
    std::string text_or_empty(const char* key) { return maybe_text(key).value_or(""); }
    std::vector<std::string> texts(const char* key, bool required) {
        const Json* value = find(key, required);
        std::vector<std::string> result;
        if (value == nullptr) return result;
        if (!value->is_array()) return wrong<std::vector<std::string>>(key, "a list of texts");
        for (const Json& item : *value) {
            if (!item.is_string()) return wrong<std::vector<std::string>>(key, "a list of texts");
            result.push_back(item.get<std::string>());
        }
        return result;
    }
    std::int64_t integer(const char* key) {
        const Json* value = find(key, true);
        if (value == nullptr) return 0;
        const bool fits = value->is_number_integer() && (!value->is_number_unsigned() ||
                                                         value->get<std::uint64_t>() <= INT64_MAX);
        return fits ? value->get<std::int64_t>() : wrong<std::int64_t>(key, "a whole number");
    }
    int small(const char* key) {
        const std::int64_t value = integer(key);
        if (value < INT32_MIN || value > INT32_MAX) return wrong<int>(key, "a small whole number");
        return static_cast<int>(value);
    }
    std::uint64_t number(const char* key) {
        const Json* value = find(key, true);
        if (value == nullptr) return 0;
        const bool fits = value->is_number_unsigned() ||
                          (value->is_number_integer() && value->get<std::int64_t>() >= 0);
        return fits ? value->get<std::uint64_t>()
                    : wrong<std::uint64_t>(key, "a whole number from 0 on");
    }
    double real(const char* key) {
        const Json* value = find(key, true);
        if (value == nullptr) return 0;
        return value->is_number() ? value->get<double>() : wrong<double>(key, "a number");
    }
    bool flag(const char* key) {
        const Json* value = find(key, true);
        if (value == nullptr) return false;
        return value->is_boolean() ? value->get<bool>() : wrong<bool>(key, "true or false");
    }
    const Json* list(const char* key) {
        const Json* value = find(key, true);
        if (value == nullptr || value->is_array()) return value;
        return wrong<const Json*>(key, "a list");
    }
    const Json* find(const char* key, bool required) {
        if (!error_.empty()) return nullptr;
        const auto at = object_.find(key);
        if (at != object_.end()) return &*at;
        if (required) error_ = std::string("'") + key + "' is missing";
        return nullptr;
    }
    /// One of the words that `from` knows.
    template <typename From> auto word(const char* key, From&& from) {
        const auto value = from(std::string_view(text(key)));
        if (!value) wrong<int>(key, "a word that is known");
        return value.value_or(typename std::decay_t<decltype(value)>::value_type{});
    }
    template <typename T> T wrong(const char* key, const char* wanted) {
        if (error_.empty()) error_ = std::string("'") + key + "' is not " + wanted;
        return T{};
    }
    const std::string& error() const { return error_; }

private:
    const Json& object_;
    std::string error_;
};

/// "24000/1001" or "24"; 0 when it is no rate.
Rational rate_from(const std::string& text) {
    if (text.empty() || text.size() > 30 || text.find_first_not_of("0123456789/") != text.npos)
        return 0;
    const std::size_t slash = text.find('/');
    const std::string num = text.substr(0, slash);
    const std::string den = slash == text.npos ? "1" : text.substr(slash + 1);
    if (num.empty() || den.empty() || num.size() > 12 || den.size() > 12 ||
        den.find('/') != den.npos)
        return 0;
    const std::int64_t below = std::stoll(den);
    return below == 0 ? Rational(0) : Rational(std::stoll(num), below);
}

Medium read_medium(Reader& r) {
    Medium m;
    m.path = r.text("path");
    m.name = r.text("name");
    m.frame_count = r.integer("frame_count");
    m.frame_rate = rate_from(r.text("frame_rate"));
    if (m.frame_rate == Rational(0)) r.wrong<int>("frame_rate", "a rate");
    m.start_frame = r.integer("start_frame");
    m.drop_frame = r.flag("drop_frame");
    m.width = r.small("width");
    m.height = r.small("height");
    return m;
}

Stroke read_stroke(const Json& json, Reader& outer) {
    Stroke stroke;
    Reader r(json);
    stroke.kind = r.word("kind", stroke_kind_from);
    stroke.size = r.real("size");
    stroke.text = r.text_or_empty("text");
    const Json* points = r.list("points");
    const Json* color = r.list("color");
    if (points != nullptr && points->size() % 2 != 0) r.wrong<int>("points", "pairs of numbers");
    for (std::size_t i = 0; points != nullptr && i + 1 < points->size(); i += 2) {
        const Json& x = (*points)[i];
        const Json& y = (*points)[i + 1];
        if (!x.is_number() || !y.is_number())
            r.wrong<int>("points", "pairs of numbers");
        else
            stroke.points.push_back({x.get<double>(), y.get<double>()});
    }
    if (color != nullptr && color->size() != stroke.color.size())
        r.wrong<int>("color", "four numbers");
    for (std::size_t i = 0; color != nullptr && i < stroke.color.size() && r.error().empty(); ++i) {
        if (!(*color)[i].is_number())
            r.wrong<int>("color", "four numbers");
        else
            stroke.color[i] = (*color)[i].get<float>();
    }
    if (!r.error().empty())
        outer.wrong<int>("strokes", ("a list of strokes: " + r.error()).c_str());
    return stroke;
}

Drawn read_drawn(Reader& r) {
    Drawn drawn;
    drawn.drawing = r.text_or_empty("drawing");
    drawn.ghost = r.flag("ghost");
    if (const Json* strokes = r.list("strokes"))
        for (const Json& stroke : *strokes) drawn.strokes.push_back(read_stroke(stroke, r));
    return drawn;
}

ShotPut read_shot(Reader& r) {
    ShotPut shot;
    shot.shot = r.text("shot");
    if (r.find("coverage", false)) shot.coverage = r.word("coverage", coverage_class_from);
    if (r.find("place", false)) shot.place = r.word("place", shot_place_from);
    return shot;
}

Compared read_compared(Reader& r) {
    Compared c;
    c.shot = r.text_or_empty("shot");
    c.left = r.text("left");
    c.right = r.text("right");
    c.seed = r.number("seed");
    c.answer = r.word("answer", blind_answer_from);
    c.left_reasons = r.texts("left_reasons", false);
    c.right_reasons = r.texts("right_reasons", false);
    return c;
}

PolicySet read_policy(Reader& r) {
    const Json* value = r.find("policy", false);
    if (value == nullptr) return {};
    auto policy = policy_of(*value, "policy");
    if (!policy) return r.wrong<PolicySet>("policy", ("one: " + policy.error().message).c_str());
    return {std::move(policy).value()};
}

std::optional<Change> read_change(std::string_view kind, Reader& r) {
    if (kind == "medium") return MediumSeen{read_medium(r)};
    if (kind == "decide")
        return Decided{r.word("state", decision_state_from), r.texts("reasons", false),
                       r.text_or_empty("note")};
    if (kind == "clear") return Cleared{};
    if (kind == "comment") return Commented{r.text("text")};
    if (kind == "reply") return Replied{r.text("parent"), r.text("text")};
    if (kind == "resolve") return Resolved{r.text("comment")};
    if (kind == "reopen") return Reopened{r.text("comment")};
    if (kind == "draw") return read_drawn(r);
    if (kind == "erase") return DrawingRemoved{r.text("drawing")};
    if (kind == "shot") return read_shot(r);
    if (kind == "order_shots") return ShotsOrdered{r.texts("shots", true)};
    if (kind == "take")
        return TakePut{r.maybe_text("shot"),   r.maybe_text("generator"), r.maybe_text("version"),
                       r.maybe_text("prompt"), r.maybe_text("seed"),      r.maybe_text("rights")};
    if (kind == "order_takes") return TakesOrdered{r.text("shot"), r.texts("takes", true)};
    if (kind == "pick") return Picked{r.text("shot"), r.text("take")};
    if (kind == "eliminate") return Eliminated{};
    if (kind == "bring_back") return BroughtBack{};
    if (kind == "succeed") return Succeeds{r.text("of"), r.integer("shift")};
    if (kind == "reasons") return ReasonsSet{r.texts("reasons", true)};
    if (kind == "compare") return read_compared(r);
    if (kind == "undo") return Undone{r.text("action")};
    if (kind == "redo") return Redone{r.text("action")};
    if (kind == "name") return ReviewNamed{r.text("name")};
    if (kind == "answer")
        return TodoAnswered{r.text("decision"), r.word("state", todo_state_from),
                            r.text_or_empty("note")};
    if (kind == "policy") return read_policy(r);
    if (kind == "prune") return Pruned{utc_from(r.text("before")).value_or(0), r.integer("count")};
    return std::nullopt;
}

Error corrupt(const std::string& what) { return {ErrorCode::Corrupt, what}; }

Result<Change> change_of(std::string_view kind, const Json& body) {
    Reader reader(body);
    std::optional<Change> change = read_change(kind, reader);
    if (!change) return corrupt("'" + std::string(kind.substr(0, 40)) + "' is no kind of event");
    if (!reader.error().empty())
        return corrupt("a '" + std::string(kind) + "' event: " + reader.error());
    return std::move(*change);
}

Json target_json(const Target& target) {
    Json json{{"kind", name(target.kind)}};
    if (target.kind != TargetKind::Take) json["from"] = target.from, json["to"] = target.to;
    if (target.kind == TargetKind::Shot) json["shot"] = target.shot;
    return json;
}

Target read_target(Reader& r) {
    Target target = Target::take();
    target.kind = r.word("kind", target_kind_from);
    if (target.kind != TargetKind::Take) {
        target.from = r.integer("from");
        target.to = r.integer("to");
    }
    if (target.kind == TargetKind::Shot) target.shot = r.small("shot");
    return target;
}

} // namespace

std::string body_text(const Change& change) { return std::visit(BodyOf{}, change).dump(); }

Result<Change> change_from(std::string_view kind, std::string_view body) {
    const auto json = bounded_json(body, {.bytes = EventLimits::kBody});
    if (!json) return Error{json.error().code, "an event's body: " + json.error().message};
    return change_of(kind, json.value());
}

std::string event_line(const Event& event) {
    Json json{{"schema", event.schema},
              {"id", event.id},
              {"action", event.action},
              {"run", event.run},
              {"time", utc_text(event.time_ms)},
              {"author", event.author},
              {"host", event.host},
              {"app", event.app},
              {"kind", kind_name(event.change)},
              {"body", std::visit(BodyOf{}, event.change)}};
    put(json, "media_id", event.media_id);
    if (event.target) json["target"] = target_json(*event.target);
    return json.dump();
}

Result<Event> event_from_line(std::string_view line) {
    const auto json = bounded_json(line, {.bytes = EventLimits::kBody + 65'536});
    if (!json) return Error{json.error().code, "an event: " + json.error().message};
    Reader r(json.value());
    Event event;
    event.schema = r.small("schema");
    if (r.error().empty() && event.schema > kEventSchema)
        return Error{ErrorCode::Unsupported,
                     "an event of schema " + std::to_string(event.schema) +
                         ", which a newer program wrote; this one reads up to " +
                         std::to_string(kEventSchema)};
    event.id = r.text("id");
    event.action = r.text("action");
    event.run = r.text("run");
    const auto time = utc_from(r.text("time"));
    event.time_ms = time.value_or(0);
    event.author = r.text("author");
    event.host = r.text("host");
    event.app = r.text("app");
    event.media_id = r.text_or_empty("media_id");
    if (const Json* target = r.find("target", false)) {
        Reader inner(*target);
        event.target = read_target(inner);
        if (!inner.error().empty()) return corrupt("an event's target: " + inner.error());
    }
    const std::string kind = r.text("kind");
    const Json* body = r.find("body", true);
    if (!r.error().empty()) return corrupt("an event: " + r.error());
    if (!time) return corrupt("an event: 'time' is no UTC time");
    if (event.schema < 1) return corrupt("an event: 'schema' is below 1");
    if (!is_uuid7(event.id) || !is_uuid7(event.action) || !is_uuid7(event.run))
        return corrupt("an event: 'id', 'action' and 'run' are UUIDs of version 7");
    auto change = change_of(kind, *body);
    if (!change) return change.error();
    event.change = std::move(change).value();
    if (auto* seen = std::get_if<MediumSeen>(&event.change)) seen->medium.media_id = event.media_id;
    if (const auto good = check(event); !good) return corrupt("an event: " + good.error().message);
    return event;
}

} // namespace seamline::review
