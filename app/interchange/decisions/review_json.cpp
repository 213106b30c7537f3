#include "app/interchange/decisions/review_json.h"

#include "app/interchange/decisions/checked_fields.h"

#include <utility>

namespace seamline::interchange {
namespace {

using otio::Json;
using review::Review;

template <typename T> void write_list(Json& root, const char* key, const std::vector<T>& items) {
    Json list = Json::array();
    for (const T& item : items) list.push_back(json_of(item));
    root[key] = std::move(list);
}

template <typename T>
void read_list(const CheckedFields& root, const char* key,
               Result<T> (*from)(const Json&, const std::string&), std::vector<T>& out,
               std::string& error) {
    const Json* list = root.array(key, ReviewLimits::kItems);
    if (list == nullptr) return;
    out.reserve(list->size());
    for (std::size_t i = 0; i < list->size() && error.empty(); ++i) {
        auto item = from((*list)[i], root.place_of(key) + "/" + std::to_string(i));
        if (item)
            out.push_back(std::move(item).value());
        else
            error = item.error().message;
    }
}

} // namespace

std::string write_review_json(const Review& review) {
    Json root = Json::object();
    root["schema"] = kReviewSchema;
    root["name"] = review.name;
    write_list(root, "media", review.media);
    write_list(root, "decisions", review.decisions);
    write_list(root, "comments", review.comments);
    write_list(root, "drawings", review.drawings);
    write_list(root, "shots", review.shots);
    write_list(root, "takes", review.takes);
    write_list(root, "comparisons", review.comparisons);
    root["reasons"] = review.reasons;
    write_list(root, "answers", review.answers);
    if (review.policy) root["policy"] = json_of(*review.policy);
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Review> read_review_json(std::string_view text, const std::string& name) {
    auto parsed =
        otio::parse(text, name, {.bytes = ReviewLimits::kBytes, .values = 8'000'000, .depth = 32});
    if (!parsed) return parsed.error();
    const Json& json = parsed.value().root;
    const std::string schema = json.is_object() ? otio::text_at(json, "schema") : "";
    if (schema != kReviewSchema)
        return Error{ErrorCode::Unsupported,
                     name + ": is no review: \"schema\" must be \"" + std::string(kReviewSchema) +
                         "\"" +
                         (schema.starts_with("seamline.review/")
                              ? ": a newer program made it, export it there again"
                              : "")};
    std::string error;
    const CheckedFields root(json, "", error);
    Review review;
    review.name = root.text("name", ReviewLimits::kText);
    read_list(root, "media", medium_from, review.media, error);
    read_list(root, "decisions", decision_from, review.decisions, error);
    read_list(root, "comments", comment_from, review.comments, error);
    read_list(root, "drawings", drawing_from, review.drawings, error);
    read_list(root, "shots", shot_from, review.shots, error);
    read_list(root, "takes", take_from, review.takes, error);
    read_list(root, "comparisons", comparison_from, review.comparisons, error);
    review.reasons = root.texts("reasons", 10'000, ReviewLimits::kText);
    read_list(root, "answers", answer_from, review.answers, error);
    if (const Json* policy = root.object("policy"); policy != nullptr && error.empty()) {
        auto read = policy_from(*policy, root.place_of("policy"));
        if (read)
            review.policy = std::move(read).value();
        else
            error = read.error().message;
    }
    if (!error.empty()) return Error{ErrorCode::Corrupt, name + ": " + error};
    return review;
}

std::string_view review_json_page() {
    return R"(review.json: what people said about takes, as one JSON object (UTF-8)

"schema" is "seamline.review/1". Every other key may be missing; unknown keys are passed over.
Frames are whole numbers from 0 in presentation order, ranges include their last frame. Rates are
"24000/1001" or "25". Times are UTC, "2026-11-22T10:15:30.123Z".

name          of the review
media[]       media_id ("xxh3-128:" and 32 hexadecimal digits of the file's hash), path, name,
              frame_count, frame_rate, start_frame (timecode of its first frame, in frames),
              start_timecode (the same as text; not read), drop_frame, width, height (pixels)
decisions[]   id (UUIDv7; may be empty: the importer gives one), media_id,
              state: keep | send_back | hold, target, reasons[], note, author, time
  target      kind: frame | range | shot | take, from, to; of a shot its index "shot"; a take has
              no frames
comments[]    id, parent_id (empty: starts a thread), media_id, target, text, author, time,
              resolved
drawings[]    id, media_id, from, to, ghost, author, time, strokes[]
  stroke      kind: pen | line | arrow | box | ellipse | text, points [[x, y], ...], color
              [r, g, b, a] (sRGB, 0 to 1), size (line width or height of text), text.
              Origin: middle of the picture; y up; 1: the picture's height
shots[]       name, coverage: character | environment | establishing | title | abstract | "",
              place: bookend | inside | "", pick (media_id), takes[] (media_ids in order)
takes[]       media_id, shot, generator, version, prompt, seed, rights, order, eliminated,
              successor_of (media_id), successor_shift (frames)
comparisons[] id, shot, left, right (media_ids), seed (digits), answer: left | right | both |
              neither, left_reasons[], right_reasons[], author, time
reasons[]     words that are offered when sending back
answers[]     to send-backs of earlier rounds: id, media_id (the later take), decision (id of the
              send-back), state: fixed | held | still, note, author, time
policy        what generators may be used for: schema "seamline.review_policy/1", generators, by
              name ("*": all others): classes[] and places[] that are allowed, words as of shots[]

Other systems: keep is "approved", send_back "retake", hold "feedback requested". A comment's
second on the clip is from / frame_rate; a drawing's point in pixels from the upper left corner is
(width / 2 + x * height, height / 2 - y * height).
)";
}

} // namespace seamline::interchange
