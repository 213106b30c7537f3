// app/review/event_row.h: an event as the columns of a store's table, and the hash that chains
// them.
#pragma once

#include "app/review/event.h"
#include "app/review/sha256.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

/// Text and whole numbers only, so that every database keeps them alike. The names of the columns
/// are the fields' names.
struct EventRow {
    std::int64_t sequence = 0;
    std::string event_id;
    std::string action_id;
    std::string run_id;
    std::int64_t time_ms = 0;
    std::string author;
    std::string host;
    std::string app;
    std::int64_t schema = kEventSchema;
    std::string kind;
    std::string media_id;
    std::string target; ///< Kind of the target; empty: none. Then the three below are 0.
    std::int64_t frame_in = 0;
    std::int64_t frame_out = 0;
    std::int64_t shot = 0;
    std::string body;
    bool pruned = false;   ///< Author, host, app, medium, target and body were emptied.
    std::string prev_hash; ///< 32 bytes; empty for the first event of a store.
    std::string hash;      ///< 32 bytes.
};

EventRow row_of(const Event& event);
/// Errors: Corrupt: the row holds no event, "event 12: ...".
Result<Event> event_of(const EventRow& row);

/// SHA-256 of `prev_hash` and every field but sequence, pruned and hash: each as "LENGTH:" and its
/// bytes, numbers in decimal.
std::string chain_hash(const EventRow& row);

/// Finds what a chain of rows, given in order of sequence, lacks: gaps, changed content, broken
/// links, wrong count of pruned rows, and events that name others which are not there.
class ChainCheck {
public:
    void add(const EventRow& row);
    /// At most `most` problems, one line each. After the last row.
    std::vector<std::string> problems(std::size_t most);
    std::int64_t events() const { return events_; }
    std::int64_t pruned() const { return pruned_; }
    const std::string& head() const { return last_hash_; } ///< 32 bytes; empty: no event.

private:
    struct Reference {
        std::int64_t sequence;
        std::string id;
        const char* what;
    };
    void refer(const Event& event);

    std::vector<std::string> problems_;
    std::set<std::string> ids_;
    std::set<std::string> actions_;
    std::vector<Reference> references_;
    std::string last_hash_;
    std::int64_t last_sequence_ = 0;
    std::int64_t events_ = 0;
    std::int64_t pruned_ = 0;
    std::int64_t pruned_by_notes_ = 0;
};

} // namespace seamline::review
