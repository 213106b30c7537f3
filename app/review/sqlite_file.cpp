#include "app/review/sqlite_file.h"

#include "app/review/decision.h"
#include "app/review/network_folder.h"
#include "app/review/uuid7.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <thread>
#include <vector>

namespace seamline::review {
namespace {

namespace fs = std::filesystem;

/// "SLRV": PRAGMA application_id of our files.
constexpr std::int64_t kApplication = 0x534C5256;

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

} // namespace

void sync_folder(const fs::path& folder) {
    const int handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
    if (handle < 0) return;
    ::fsync(handle);
    ::close(handle);
}

int SqliteFile::open_handle(const std::string& name, int flags) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(handle);
    if (code != SQLITE_OK) return code;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, options_.busy_ms);
    return sqlite_run(handle, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
}

Result<std::int64_t> SqliteFile::number(const std::string& sql) {
    SqliteStatement s(database_.get(), sql);
    const int code = s.step();
    if (code != SQLITE_ROW) return failed(code, "read");
    return s.integer(0);
}

Result<Done> SqliteFile::open() {
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

Result<Done> SqliteFile::open_read_only() {
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
Result<Done> SqliteFile::check_owner() {
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

Result<Done> SqliteFile::use_log() {
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

Result<Done> SqliteFile::migrate() {
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

} // namespace seamline::review
