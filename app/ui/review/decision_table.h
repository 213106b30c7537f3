// app/ui/review/decision_table.h: what people decided as rows of a list; pure.
#pragma once

#include "app/review/review.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

enum class DecisionColumn : std::uint8_t {
    Time,
    State,
    Take,
    Shot,
    Generator,
    Target,
    Reasons,
    Note,
    Author,
};

/// Which decisions the list shows, and in which order.
struct DecisionListChoice {
    // Only states that are switched on; none: all.
    bool keep = false;
    bool send_back = false;
    bool hold = false;
    bool disputed = false;        ///< Only where people disagree.
    bool is_of_session = false;   ///< Only media that are open.
    std::array<char, 128> text{}; ///< Words that all must be in what a row says.
    DecisionColumn sort = DecisionColumn::Time;
    bool descending = true;

    friend bool operator==(const DecisionListChoice&, const DecisionListChoice&) = default;
};

struct DecisionRow {
    const review::Decision* decision = nullptr;
    std::string take;         ///< Name of the medium.
    std::string shot;         ///< May be empty.
    std::string generator;    ///< May be empty.
    std::string where;        ///< "take", "frame 12", "frames 3-9", "shot 2 (48-95)"
    std::string reasons;      ///< Joined by ", ".
    std::string words;        ///< What a text filter looks in; lower case.
    bool is_disputed = false; ///< Somebody else decided otherwise on a part of it.
    std::string policy_break; ///< What the policy in effect says of the take; empty: nothing.
};

/// Of one review. Immutable once made; rows point into the review that it holds.
/// Threads: safe.
class DecisionTable {
public:
    /// `frame_base`: what the first frame is called.
    DecisionTable(std::shared_ptr<const review::Review> review, int frame_base);

    const review::Review& review() const { return *review_; }
    const std::vector<DecisionRow>& rows() const { return rows_; } ///< As in the review.
    /// Rows of one medium, in order; empty: nobody decided on it.
    std::span<const std::uint32_t> of(std::string_view media_id) const;
    /// Null: unknown.
    const review::Medium* medium(std::string_view media_id) const;
    const review::Take* take(std::string_view media_id) const;
    /// "Sora 2 is not allowed for character shots"; empty: the take breaks no policy.
    std::string policy_break(std::string_view media_id) const;
    /// What stands for the take as a whole in the eyes of `author`: their own decision on it, else
    /// the newest of anybody; null: none.
    const DecisionRow* verdict(std::string_view media_id, std::string_view author) const;
    /// Indices into the review's drawings and comments.
    std::span<const std::uint32_t> drawings_of(std::string_view media_id) const;
    std::span<const std::uint32_t> comments_of(std::string_view media_id) const;

private:
    using Lists = std::map<std::string, std::vector<std::uint32_t>, std::less<>>;

    std::shared_ptr<const review::Review> review_;
    std::vector<DecisionRow> rows_;
    Lists by_medium_;
    Lists drawings_;
    Lists comments_;
    std::map<std::string, std::size_t, std::less<>> media_;
    std::map<std::string, std::size_t, std::less<>> takes_;
    std::map<std::string, std::string, std::less<>> policy_breaks_;
};

/// Of nothing.
std::shared_ptr<const DecisionTable> no_decisions();

/// Indices of the rows that `choice` wants, in its order; of equal ones the earlier first.
/// `open_media`: sorted media ids of the session.
std::vector<std::uint32_t> listed_decisions(const DecisionTable& table,
                                            const DecisionListChoice& choice,
                                            std::span<const std::string> open_media);

/// "42 of 60 shots decided", as review::progress_of; without shots it counts the takes of
/// `open_media` that somebody decided on as a whole.
struct ReviewProgress {
    std::size_t decided = 0;
    std::size_t total = 0;
    bool counts_shots = false;
};
ReviewProgress progress_of(const DecisionTable& table, std::span<const std::string> open_media);
std::string words_of(const ReviewProgress& progress);

const char* word(review::DecisionState state); ///< "keep", "send back", "hold"
/// See DecisionRow::where.
std::string target_words(const review::Target& target, int frame_base);
/// "22 Nov 10:15", local time.
std::string time_words(std::int64_t time_ms);

} // namespace seamline::ui
