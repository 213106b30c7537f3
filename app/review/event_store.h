// app/review/event_store.h: where events are kept, for good.
#pragma once

#include "app/review/event.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace seamline::review {

struct StoreInfo {
    std::string where; ///< File, or the server's address without a password.
    std::string id;    ///< UUIDv7 given when the store was made.
    int schema = 0;    ///< Of the tables.
    std::int64_t events = 0;
    std::int64_t pruned = 0;        ///< Of them, without content by now.
    std::int64_t last_sequence = 0; ///< 0: empty.
    std::string last_id;            ///< Greatest event id; empty: none.
    std::string head;               ///< Hash of the last event, 64 digits: fixes the whole history.
    bool read_only = false;
};

/// What `verify` found; sound when there are no problems.
struct VerifyReport {
    std::int64_t events = 0;
    std::int64_t pruned = 0;
    std::string head;
    std::vector<std::string> problems; ///< One line each, naming the sequence; at most 100.
};

/// Append-only. One implementation keeps a local file (sqlite_store.h); one for a server has the
/// same tables. All functions block on the disk or the server; one object is used by one thread at
/// a time.
class EventStore {
public:
    virtual ~EventStore() = default;

    /// Stores all of `events` in one transaction, or none: when it returns without an error they
    /// are on the disk and survive a crash of the program and of the machine. Fills `id` where it
    /// is empty (above every id in the store), `action` likewise (the first one's id), and
    /// `sequence`. An event whose id is there already with the same content is not stored again;
    /// its sequence becomes that one's: repeating an append is harmless. Returns how many were
    /// added. Errors: InvalidArgument (see check(Event)); Corrupt: an id is there with another
    /// content, or the file is damaged; Io: disk full, read-only; Unavailable: locked by another
    /// program.
    virtual Result<std::size_t> append(std::span<Event> events) = 0;

    /// Events after `sequence`, ascending, at most `most`; without those that were pruned.
    /// Errors: Corrupt, Io, Unavailable.
    virtual Result<std::vector<Event>> read_after(std::int64_t sequence, std::size_t most) = 0;

    /// Whether another connection may have added events since the last call.
    virtual Result<bool> changed() = 0;

    virtual Result<StoreInfo> info() = 0;

    /// Recomputes the chain of hashes and reads every event. Errors: as read_after; what is wrong
    /// with the content is in the report.
    virtual Result<VerifyReport> verify() = 0;

    /// Writes a whole copy that can be opened as a store. Errors: InvalidArgument: `file` exists;
    /// Io.
    virtual Result<Done> backup(const std::filesystem::path& file) = 0;

    /// Removes the content of the events with these ids, in one transaction that also appends
    /// `note` (a Pruned). Their hashes stay, so the chain still holds. Errors: as append.
    virtual Result<Done> prune(std::span<const std::string> ids, Event& note) = 0;
};

} // namespace seamline::review
