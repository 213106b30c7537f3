#include "app/review/sqlite_store.h"

#include "app/review/event_row.h"
#include "app/review/network_folder.h"
#include "app/review/sqlite_statement.h"
#include "app/review/uuid7.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>

namespace seamline::review {
namespace {

namespace fs = std::filesystem;

/// "SLRV": PRAGMA application_id of our files.
constexpr std::int64_t kApplication = 0x534C5256;
constexpr std::size_t kMostProblems = 100;

/// Script i brings a store of schema i to i + 1. Scripts are never changed once released.
constexpr std::array kMigrations{R"sql(
CREATE TABLE store(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE event(
  sequence INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  action_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  author TEXT NOT NULL,
  host TEXT NOT NULL,
  app TEXT NOT NULL,
  schema INTEGER NOT NULL,
  kind TEXT NOT NULL,
  media_id TEXT NOT NULL,
  target TEXT NOT NULL,
  frame_in INTEGER NOT NULL,
  frame_out INTEGER NOT NULL,
  shot INTEGER NOT NULL,
  body TEXT NOT NULL,
  pruned INTEGER NOT NULL DEFAULT 0,
  prev_hash BLOB NOT NULL,
  hash BLOB NOT NULL) STRICT;
CREATE INDEX event_by_medium ON event(media_id, frame_in);
CREATE INDEX event_by_time ON event(time_ms);
CREATE TRIGGER event_keeps_content BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
)sql"};
static_assert(kMigrations.size() == kStoreSchema);

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

/// What a folder lists is on the disk when this returns.
void sync_folder(const fs::path& folder) {
    const int handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
    if (handle < 0) return;
    ::fsync(handle);
    ::close(handle);
}

/// Makes the folders above `file` that are missing, each only for its owner.
Result<Done> make_folders(const fs::path& file) {
    std::vector<fs::path> missing;
    std::error_code code;
    for (fs::path at = file.parent_path(); !at.empty() && !fs::exists(at, code);
         at = at.parent_path())
        missing.push_back(at);
    for (auto folder = missing.rbegin(); folder != missing.rend(); ++folder) {
        if (::mkdir(folder->c_str(), 0700) != 0 && errno != EEXIST)
            return Error{ErrorCode::Io, "cannot make the folder '" + folder->string() +
                                            "' for the review store; choose another with --db or "
                                            "$SEAMLINE_REVIEW_DB"};
        sync_folder(folder->parent_path());
    }
    return Done{};
}

std::string uri_of(const fs::path& file) {
    std::string uri = "file:";
    for (const char c : fs::absolute(file).string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
        if (plain) {
            uri += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        uri += '%';
        uri += "0123456789ABCDEF"[byte >> 4];
        uri += "0123456789ABCDEF"[byte & 15];
    }
    return uri + "?immutable=1";
}

class SqliteStore final : public EventStore {
public:
    SqliteStore(fs::path file, SqliteOptions options) : file_(std::move(file)), options_(options) {}

    Result<Done> open();

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

    Error failed(int code, const char* doing) const {
        const char* detail = database_ ? sqlite3_errmsg(database_.get()) : "";
        return sqlite_error(code, doing, file_, detail);
    }
    int open_handle(const std::string& name, int flags);
    Result<Done> open_read_only();
    Result<Done> check_owner();
    Result<Done> migrate();
    Result<Done> use_log();
    Result<std::int64_t> number(const std::string& sql);
    Result<End> end_of_chain();
    Result<bool> stored_already(Event& event);
    Result<std::size_t> append_in_transaction(std::span<Event> events);
    /// Runs `work` in one transaction; rolled back when it, or committing, fails.
    template <typename T, typename Work> Result<T> in_transaction(Work&& work);

    fs::path file_;
    SqliteOptions options_;
    SqliteHandle database_;
    std::int64_t data_version_ = -1;
};

int SqliteStore::open_handle(const std::string& name, int flags) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(handle);
    if (code != SQLITE_OK) return code;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, options_.busy_ms);
    return sqlite_run(handle, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
}

Result<std::int64_t> SqliteStore::number(const std::string& sql) {
    SqliteStatement s(database_.get(), sql);
    const int code = s.step();
    if (code != SQLITE_ROW) return failed(code, "read");
    return s.integer(0);
}

Result<Done> SqliteStore::open() {
    std::error_code code;
    if (fs::is_directory(file_, code))
        return Error{ErrorCode::Io,
                     "'" + file_.string() + "' is a folder; a review store is a file"};
    if (const auto network = network_file_system(file_))
        return Error{ErrorCode::Unsupported,
                     "the review store '" + file_.string() +
                         "' would lie on a network file system (" + *network +
                         "), where it could be damaged; keep it on a local disk (--db or "
                         "$SEAMLINE_REVIEW_DB) and exchange decisions with 'review export "
                         "--history' and 'review import'"};
    if (options_.read_only) return open_read_only();
    if (const auto done = make_folders(file_); !done) return done.error();
    if (const int rc = open_handle(file_.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        rc != 0)
        return failed(rc, "open");
    // SQLite opens what it may not write for reading; deciding needs more.
    if (sqlite3_db_readonly(database_.get(), "main") == 1) return failed(SQLITE_READONLY, "open");
    if (const auto done = check_owner(); !done) return done.error();
    if (const auto done = use_log(); !done) return done.error();
    return migrate();
}

Result<Done> SqliteStore::open_read_only() {
    std::error_code code;
    if (!fs::exists(file_, code))
        return Error{ErrorCode::NotFound, "there is no review store '" + file_.string() + "'"};
    int rc = open_handle(file_.string(), SQLITE_OPEN_READONLY);
    if (rc == SQLITE_OK) rc = sqlite_run(database_.get(), "SELECT count(*) FROM sqlite_schema");
    const int kind = rc & 0xFF;
    const fs::path log = file_.string() + "-wal";
    const bool log_empty = !fs::exists(log, code) || fs::file_size(log, code) == 0;
    // A folder that may not be written has no room for the log's index: whole without a log, the
    // file can be read as it is.
    if ((kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY) && log_empty &&
        ::access(file_.c_str(), R_OK) == 0)
        rc = open_handle(uri_of(file_), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    if (rc != SQLITE_OK) return failed(rc, "open");
    if (const auto done = check_owner(); !done) return done.error();
    const auto version = number("PRAGMA user_version");
    if (!version) return version.error();
    if (version.value() < kStoreSchema)
        return Error{ErrorCode::Unsupported, "the review store '" + file_.string() +
                                                 "' is of an older program; open it once to write"};
    return Done{};
}

/// Refuses other programs' databases and those of newer programs, before anything is written.
Result<Done> SqliteStore::check_owner() {
    const auto application = number("PRAGMA application_id");
    if (!application) return application.error();
    const auto version = number("PRAGMA user_version");
    if (!version) return version.error();
    const auto tables = number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    const bool empty = tables.value() == 0 && application.value() == 0;
    if (!empty && application.value() != kApplication)
        return Error{ErrorCode::Unsupported, "'" + file_.string() +
                                                 "' is another program's database, not a review "
                                                 "store; choose another file with --db"};
    if (version.value() > kStoreSchema)
        return Error{ErrorCode::Unsupported, "the review store '" + file_.string() +
                                                 "' was written by a newer program (schema " +
                                                 std::to_string(version.value()) +
                                                 ", this one knows " +
                                                 std::to_string(kStoreSchema) +
                                                 "); update this program, or choose another "
                                                 "store with --db"};
    return Done{};
}

Result<Done> SqliteStore::use_log() {
    // Changing to the log needs the file alone and does not wait by itself.
    const auto until =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(options_.busy_ms);
    while (true) {
        SqliteStatement s(database_.get(), "PRAGMA journal_mode = WAL");
        const int code = s.step();
        if (code == SQLITE_ROW && s.text(0) == "wal") break;
        if (code == SQLITE_ROW)
            return Error{ErrorCode::Io, "the review store '" + file_.string() +
                                            "' cannot use a write-ahead log where it lies; choose "
                                            "a local disk with --db or $SEAMLINE_REVIEW_DB"};
        const bool busy = (code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED;
        if (!busy || std::chrono::steady_clock::now() > until) return failed(code, "open");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const int code =
        sqlite_run(database_.get(), "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
    if (code != SQLITE_OK) return failed(code, "open");
    return Done{};
}

template <typename T, typename Work> Result<T> SqliteStore::in_transaction(Work&& work) {
    int code = sqlite_run(database_.get(), "BEGIN IMMEDIATE");
    if (code != SQLITE_OK) return failed(code, "save to");
    Result<T> result = work();
    if (result) {
        code = sqlite_run(database_.get(), "COMMIT");
        if (code == SQLITE_OK) return result;
        result = failed(code, "save to");
    }
    // Some failures have ended the transaction already.
    if (sqlite3_get_autocommit(database_.get()) == 0) sqlite_run(database_.get(), "ROLLBACK");
    return result;
}

Result<Done> SqliteStore::migrate() {
    const auto before = number("PRAGMA user_version");
    if (!before) return before.error();
    if (before.value() == kStoreSchema) return Done{};
    return in_transaction<Done>([&]() -> Result<Done> {
        // Another program may have been faster.
        const auto version = number("PRAGMA user_version");
        if (!version) return version.error();
        std::string sql;
        for (auto v = static_cast<std::size_t>(version.value()); v < kMigrations.size(); ++v)
            sql += kMigrations[v];
        if (sql.empty()) return Done{};
        if (version.value() == 0)
            sql += "INSERT INTO store VALUES('id', '" + uuid7(now_ms()) + "'), ('created', '" +
                   utc_text(now_ms()) + "');";
        sql += "PRAGMA application_id = " + std::to_string(kApplication) +
               "; PRAGMA user_version = " + std::to_string(kStoreSchema);
        const int code = sqlite_run(database_.get(), sql);
        if (code != SQLITE_OK) return failed(code, "make");
        return Done{};
    });
}

Result<SqliteStore::End> SqliteStore::end_of_chain() {
    End end;
    SqliteStatement last(database_.get(),
                         "SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1");
    int code = last.step();
    if (code == SQLITE_DONE) return end;
    if (code != SQLITE_ROW) return failed(code, "read");
    end.sequence = last.integer(0);
    end.hash = last.text(1);
    SqliteStatement id(database_.get(), "SELECT max(event_id) FROM event");
    code = id.step();
    if (code != SQLITE_ROW) return failed(code, "read");
    end.last_id = id.text(0);
    return end;
}

Result<bool> SqliteStore::stored_already(Event& event) {
    SqliteStatement s(database_.get(),
                      std::string("SELECT ") + kColumns + " FROM event WHERE event_id = ?");
    s.bind(1, event.id);
    const int code = s.step();
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) return failed(code, "read");
    EventRow there = read_row(s);
    event.sequence = there.sequence;
    EventRow given = row_of(event);
    given.prev_hash = there.prev_hash;
    // The hash covers the content, and is left where the content was pruned.
    if (chain_hash(given) != there.hash)
        return Error{ErrorCode::Corrupt, "event " + event.id + " is in the review store '" +
                                             file_.string() + "' with another content"};
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
        if (code != SQLITE_DONE) return failed(code, "save to");
        insert.reset();
        ++added;
    }
    return added;
}

Result<std::size_t> SqliteStore::append(std::span<Event> events) {
    if (options_.read_only) return failed(SQLITE_READONLY, "save to");
    for (const Event& event : events)
        if (const auto good = check(event); !good) return good.error();
    // Given to the caller also when committing failed: whatever the disk made of it, an attempt
    // with the same ids can be repeated.
    std::vector<Event> filled(events.begin(), events.end());
    bool complete = false;
    auto result = in_transaction<std::size_t>([&]() -> Result<std::size_t> {
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
        if (!event) return sqlite_error(SQLITE_CORRUPT, "read", file_, event.error().message);
        events.push_back(std::move(event).value());
    }
    if (code != SQLITE_DONE) return failed(code, "read");
    return events;
}

Result<bool> SqliteStore::changed() {
    const auto version = number("PRAGMA data_version");
    if (!version) return version.error();
    return std::exchange(data_version_, version.value()) != version.value();
}

Result<StoreInfo> SqliteStore::info() {
    StoreInfo info;
    info.where = file_.string();
    info.schema = kStoreSchema;
    info.read_only = options_.read_only;
    SqliteStatement id(database_.get(), "SELECT value FROM store WHERE key = 'id'");
    if (const int code = id.step(); code != SQLITE_ROW) return failed(code, "read");
    info.id = id.text(0);
    SqliteStatement counts(database_.get(), "SELECT count(*), coalesce(sum(pruned), 0) FROM event");
    if (const int code = counts.step(); code != SQLITE_ROW) return failed(code, "read");
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
    if (code != SQLITE_DONE) report.problems.push_back("file: " + failed(code, "read").message);
    ChainCheck chain;
    SqliteStatement rows(database_.get(),
                         std::string("SELECT ") + kColumns + " FROM event ORDER BY sequence");
    code = rows.step();
    for (; code == SQLITE_ROW; code = rows.step()) chain.add(read_row(rows));
    if (code != SQLITE_DONE) report.problems.push_back("file: " + failed(code, "read").message);
    const auto triggers =
        number("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name "
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
    if (code != SQLITE_DONE)
        return sqlite_error(code, "write the backup of", file_,
                            "to '" + file.string() + "': " + sqlite3_errmsg(database_.get()));
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
    if (options_.read_only) return failed(SQLITE_READONLY, "save to");
    if (const auto good = check(note); !good) return good.error();
    const auto done = in_transaction<Done>([&]() -> Result<Done> {
        const std::string trigger_sql =
            "CREATE TRIGGER event_keeps_content BEFORE UPDATE ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END";
        int code = sqlite_run(database_.get(), "DROP TRIGGER event_keeps_content");
        if (code != SQLITE_OK) return failed(code, "save to");
        SqliteStatement empty(
            database_.get(),
            "UPDATE event SET pruned = 1, author = '', host = '', app = '', media_id = '', "
            "target = '', frame_in = 0, frame_out = 0, shot = 0, body = '' "
            "WHERE event_id = ? AND pruned = 0");
        for (const std::string& id : ids) {
            empty.bind(1, id);
            code = empty.step();
            if (code != SQLITE_DONE) return failed(code, "save to");
            empty.reset();
        }
        code = sqlite_run(database_.get(), trigger_sql);
        if (code != SQLITE_OK) return failed(code, "save to");
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
