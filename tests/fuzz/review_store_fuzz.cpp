// What a review reads from outside: histories, policies, notes beside files, name patterns. Any
// bytes are one of them or one clear line; what is read can be folded, and written and read again.
#include "app/review/fold.h"
#include "app/review/history.h"
#include "app/review/ingest.h"
#include "app/review/progress.h"
#include "app/review/ranking.h"
#include "app/review/rounds.h"

#include <algorithm>
#include <cstdlib>

namespace seamline::review {
namespace {

void check_line(const Error& error) {
    if (error.message.empty() || error.message.find('\n') != std::string::npos) std::abort();
}

void check_history(std::string_view text) {
    const auto events = history_from(text, "fuzz.jsonl");
    if (!events) return check_line(events.error());
    const auto again = history_from(history_text(events.value()), "again.jsonl");
    if (!again || again.value() != events.value()) std::abort();
    Fold fold;
    fold.add(events.value());
    const Review review = fold.review();
    (void)rank(review);
    (void)progress_of(review);
    for (const Take& take : review.takes) (void)todo_of(review, take.media_id);
    // What can be pruned changes nothing.
    const auto gone = prunable(fold, std::int64_t{1} << 46);
    Fold rest;
    std::vector<Event> left;
    for (const auto& [id, event] : fold.events())
        if (std::find(gone.begin(), gone.end(), id) == gone.end()) left.push_back(event);
    rest.add(std::move(left));
    if (rest.review() != review) std::abort();
}

} // namespace
} // namespace seamline::review

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seamline::review;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_history(text);
    if (const auto policy = policy_from(text, "fuzz.json"); !policy) check_line(policy.error());
    if (const auto note = note_of_json(text, "fuzz.json"); !note) check_line(note.error());
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos) return 0;
    const auto pattern = NamePattern::parse(text.substr(0, line));
    if (pattern) (void)pattern.value().match(text.substr(line + 1));
    return 0;
}
