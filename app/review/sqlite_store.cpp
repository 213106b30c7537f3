#include "app/review/sqlite_store.h"

#include "app/review/event_row.h"
#include "app/review/sqlite_file.h"
#include "app/review/uuid7.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace seamline::review {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostProblems = 100;

constexpr const char* kColumns =
    "sequence, event_id, action_id, run_id, time_ms, author, host, app, schema, kind, media_id, "
    "target, frame_in, frame_out, shot, body, pruned, prev_hash, hash";

EventRow read_row(const SqliteStatement& s) {
    EventRow row;
    int i = 0;
    row.sequence = s.integer(i++);
    row.event_id = s.text(i++);
    row.action_id = s.text(i++);
    row.run_id = s.text(i++);
    row.time_ms = s.integer(i++);
    row.author = s.text(i++);
    row.host = s.text(i++);
    row.app = s.text(i++);
    row.schema = s.integer(i++);
    row.kind = s.text(i++);
    row.media_id = s.text(i++);
    row.target = s.text(i++);
    row.frame_in = s.integer(i++);
    row.frame_out = s.integer(i++);
    row.shot = s.integer(i++);
    row.body = s.text(i++);
    row.pruned = s.integer(i++) != 0;
    row.prev_hash = s.text(i++);
    row.hash = s.text(i++);
    return row;
}

void bind_row(SqliteStatement& s, const EventRow& row) {
    int i = 1;
    s.bind(i++, row.sequence);
    s.bind(i++, row.event_id);
    s.bind(i++, row.action_id);
    s.bind(i++, row.run_id);
    s.bind(i++, row.time_ms);
    s.bind(i++, row.author);
    s.bind(i++, row.host);
    s.bind(i++, row.app);
    s.bind(i++, row.schema);
    s.bind(i++, row.kind);
    s.bind(i++, row.media_id);
    s.bind(i++, row.target);
    s.bind(i++, row.frame_in);
    s.bind(i++, row.frame_out);
    s.bind(i++, row.shot);
    s.bind(i++, row.body);
    s.bind(i++, std::int64_t{row.pruned});
    s.bind_bytes(i++, row.prev_hash);
    s.bind_bytes(i++, row.hash);
}

class SqliteStore final : public EventStore {
public:
    SqliteStore(const fs::path& file, SqliteOptions options) : database_(file, options) {}

    Result<Done> open() { return database_.open(); }

    Result<std::size_t> append(std::span<Event> events) override;
    Result<std::vector<Event>> read_after(std::int64_t sequence, std::size_t most) override;
    Result<bool> changed() override;
    Result<StoreInfo> info() override;
    Result<VerifyReport> verify() override;
    Result<Done> backup(const fs::path& file) override;
    Result<Done> prune(std::span<const std::string> ids, Event& note) override;

private:
    /// Where the chain ends.
    struct End {
        std::int64_t sequence = 0;
        std::string hash;
        std::string last_id;
    };

    Result<End> end_of_chain();
    Result<bool> stored_already(Event& event);
    Result<std::size_t> append_in_transaction(std::span<Event> events);

    SqliteFile database_;
    std::int64_t data_version_ = -1;
};

Result<SqliteStore::End> SqliteStore::end_of_chain() {
    End end;
    SqliteStatement last(database_.get(),
                         "SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1");
    int code = last.step();
    if (code == SQLITE_DONE) return end;
    if (code != SQLITE_ROW) return database_.failed(code, "read");
    end.sequence = last.integer(0);
    end.hash = last.text(1);
    SqliteStatement id(database_.get(), "SELECT max(event_id) FROM event");
    code = id.step();
    if (code != SQLITE_ROW) return database_.failed(code, "read");
    end.last_id = id.text(0);
    return end;
}

Result<bool> SqliteStore::stored_already(Event& event) {
    SqliteStatement s(database_.get(),
                      std::string("SELECT ") + kColumns + " FROM event WHERE event_id = ?");
    s.bind(1, event.id);
    const int code = s.step();
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) return database_.failed(code, "read");
    EventRow there = read_row(s);
    event.sequence = there.sequence;
    EventRow given = row_of(event);
    given.prev_hash = there.prev_hash;
    // The hash covers the content, and is left where the content was pruned.
    if (chain_hash(given) != there.hash)
        return Error{ErrorCode::Corrupt, "event " + event.id + " is in the review store '" +
                                             database_.path().string() + "' with another content"};
    return true;
}

Result<std::size_t> SqliteStore::append_in_transaction(std::span<Event> events) {
    auto end = end_of_chain();
    if (!end) return end.error();
    auto [sequence, hash, last_id] = std::move(end).value();
    SqliteStatement insert(database_.get(), std::string("INSERT INTO event(") + kColumns +
                                                ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    std::size_t added = 0;
    const std::int64_t now = now_ms();
    std::string action;
    for (Event& event : events) {
        if (event.id.empty()) {
            event.id = uuid7(now, last_id);
        } else {
            const auto there = stored_already(event);
            if (!there) return there.error();
            if (there.value()) continue;
        }
        last_id = std::max(last_id, event.id);
        if (action.empty()) action = event.id;
        if (event.action.empty()) event.action = action;
        event.sequence = ++sequence;
        EventRow row = row_of(event);
        row.prev_hash = hash;
        row.hash = hash = chain_hash(row);
        bind_row(insert, row);
        const int code = insert.step();
        if (code != SQLITE_DONE) return database_.failed(code, "save to");
        insert.reset();
        ++added;
    }
    return added;
}

Result<std::size_t> SqliteStore::append(std::span<Event> events) {
    if (database_.is_read_only()) return database_.failed(SQLITE_READONLY, "save to");
    for (const Event& event : events)
        if (const auto good = check(event); !good) return good.error();
    // Given to the caller also when committing failed: whatever the disk made of it, an attempt
    // with the same ids can be repeated.
    std::vector<Event> filled(events.begin(), events.end());
    bool complete = false;
    auto result = database_.in_transaction<std::size_t>([&]() -> Result<std::size_t> {
        auto added = append_in_transaction(filled);
        complete = added.has_value();
        return added;
    });
    if (complete) std::ranges::move(filled, events.begin());
    return result;
}

Result<std::vector<Event>> SqliteStore::read_after(std::int64_t sequence, std::size_t most) {
    SqliteStatement s(
        database_.get(),
        std::string("SELECT ") + kColumns +
            " FROM event WHERE sequence > ? AND pruned = 0 ORDER BY sequence LIMIT ?");
    s.bind(1, sequence);
    s.bind(2, static_cast<std::int64_t>(std::min(most, std::size_t{INT32_MAX})));
    std::vector<Event> events;
    int code = s.step();
    for (; code == SQLITE_ROW; code = s.step()) {
        auto event = event_of(read_row(s));
        if (!event)
            return sqlite_error(SQLITE_CORRUPT, "read", database_.path(), event.error().message);
        events.push_back(std::move(event).value());
    }
    if (code != SQLITE_DONE) return database_.failed(code, "read");
    return events;
}

Result<bool> SqliteStore::changed() {
    const auto version = database_.number("PRAGMA data_version");
    if (!version) return version.error();
    return std::exchange(data_version_, version.value()) != version.value();
}

Result<StoreInfo> SqliteStore::info() {
    StoreInfo info;
    info.where = database_.path().string();
    info.schema = kStoreSchema;
    info.read_only = database_.is_read_only();
    SqliteStatement id(database_.get(), "SELECT value FROM store WHERE key = 'id'");
    if (const int code = id.step(); code != SQLITE_ROW) return database_.failed(code, "read");
    info.id = id.text(0);
    SqliteStatement counts(database_.get(), "SELECT count(*), coalesce(sum(pruned), 0) FROM event");
    if (const int code = counts.step(); code != SQLITE_ROW) return database_.failed(code, "read");
    info.events = counts.integer(0);
    info.pruned = counts.integer(1);
    auto end = end_of_chain();
    if (!end) return end.error();
    info.last_sequence = end.value().sequence;
    info.last_id = end.value().last_id;
    Sha256 hash{};
    if (end.value().hash.size() == hash.size()) {
        std::ranges::copy(end.value().hash, reinterpret_cast<char*>(hash.data()));
        info.head = hex_text(hash);
    }
    return info;
}

Result<VerifyReport> SqliteStore::verify() {
    VerifyReport report;
    SqliteStatement pages(database_.get(), "PRAGMA integrity_check(20)");
    int code = pages.step();
    for (; code == SQLITE_ROW; code = pages.step())
        if (pages.text(0) != "ok") report.problems.push_back("file: " + pages.text(0));
    if (code != SQLITE_DONE)
        report.problems.push_back("file: " + database_.failed(code, "read").message);
    ChainCheck chain;
    SqliteStatement rows(database_.get(),
                         std::string("SELECT ") + kColumns + " FROM event ORDER BY sequence");
    code = rows.step();
    for (; code == SQLITE_ROW; code = rows.step()) chain.add(read_row(rows));
    if (code != SQLITE_DONE)
        report.problems.push_back("file: " + database_.failed(code, "read").message);
    const auto triggers =
        database_.number("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name "
                         "IN ('event_keeps_content', 'event_stays')");
    if (triggers && triggers.value() != 2)
        report.problems.push_back("the triggers that protect events were removed");
    for (std::string& problem : chain.problems(kMostProblems))
        report.problems.push_back(std::move(problem));
    report.events = chain.events();
    report.pruned = chain.pruned();
    Sha256 hash{};
    if (chain.head().size() == hash.size()) {
        std::ranges::copy(chain.head(), reinterpret_cast<char*>(hash.data()));
        report.head = hex_text(hash);
    }
    if (report.problems.size() > kMostProblems) report.problems.resize(kMostProblems);
    return report;
}

Result<Done> SqliteStore::backup(const fs::path& file) {
    std::error_code error;
    if (fs::exists(file, error))
        return Error{ErrorCode::InvalidArgument,
                     "'" + file.string() +
                         "' exists; a backup replaces nothing: choose a new name"};
    SqliteStatement s(database_.get(), "VACUUM INTO ?");
    s.bind(1, file.string());
    const int code = s.step();
    if (code != SQLITE_DONE) {
        // Of the two files it is nearly always the new one that is in the way.
        const int kind = code & 0xFF;
        if (kind == SQLITE_FULL || kind == SQLITE_IOERR) fs::remove(file, error);
        if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB || kind == SQLITE_BUSY)
            return database_.failed(code, "back up");
        return Error{ErrorCode::Io, "cannot write the backup '" + file.string() + "' (" +
                                        sqlite3_errmsg(database_.get()) +
                                        "); check the folder's permissions and the free space, or "
                                        "choose another folder"};
    }
    const int handle = ::open(file.c_str(), O_RDONLY);
    const bool synced = handle >= 0 && ::fsync(handle) == 0;
    if (handle >= 0) ::close(handle);
    if (!synced)
        return Error{ErrorCode::Io, "cannot write the backup '" + file.string() +
                                        "' to the disk; check the disk and try again"};
    sync_folder(file.parent_path());
    return Done{};
}

Result<Done> SqliteStore::prune(std::span<const std::string> ids, Event& note) {
    if (database_.is_read_only()) return database_.failed(SQLITE_READONLY, "save to");
    if (const auto good = check(note); !good) return good.error();
    const auto done = database_.in_transaction<Done>([&]() -> Result<Done> {
        const std::string trigger_sql =
            "CREATE TRIGGER event_keeps_content BEFORE UPDATE ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END";
        int code = sqlite_run(database_.get(), "DROP TRIGGER event_keeps_content");
        if (code != SQLITE_OK) return database_.failed(code, "save to");
        SqliteStatement empty(
            database_.get(),
            "UPDATE event SET pruned = 1, author = '', host = '', app = '', media_id = '', "
            "target = '', frame_in = 0, frame_out = 0, shot = 0, body = '' "
            "WHERE event_id = ? AND pruned = 0");
        for (const std::string& id : ids) {
            empty.bind(1, id);
            code = empty.step();
            if (code != SQLITE_DONE) return database_.failed(code, "save to");
            empty.reset();
        }
        code = sqlite_run(database_.get(), trigger_sql);
        if (code != SQLITE_OK) return database_.failed(code, "save to");
        const auto added = append_in_transaction(std::span(&note, 1));
        if (!added) return added.error();
        return Done{};
    });
    if (!done) return done.error();
    // The log still holds the old pages; a reader that is in the way only delays this.
    sqlite_run(database_.get(), "PRAGMA wal_checkpoint(TRUNCATE)");
    return Done{};
}

} // namespace

Result<std::unique_ptr<EventStore>> open_sqlite_store(const fs::path& file,
                                                      const SqliteOptions& options) {
    auto store = std::make_unique<SqliteStore>(file, options);
    if (const auto done = store->open(); !done) return done.error();
    return std::unique_ptr<EventStore>(std::move(store));
}

} // namespace seamline::review
