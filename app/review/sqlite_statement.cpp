#include "app/review/sqlite_statement.h"

#include <sqlite3.h>

namespace seamline::review {

void SqliteClose::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Error sqlite_error(int code, const std::string& doing, const std::filesystem::path& file,
                   const std::string& detail) {
    const std::string what = "cannot " + doing + " the review store '" + file.string() + "': ";
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return {ErrorCode::Io, what + "the disk is full; free some space and try again"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return {ErrorCode::Io, what + "it, or its folder, is read-only; change the permissions or "
                                      "choose another with --db or $SEAMLINE_REVIEW_DB"};
    case SQLITE_CANTOPEN:
        return {ErrorCode::Io, what + "it, or its folder, may not be opened or made; change the "
                                      "permissions or choose another with --db or "
                                      "$SEAMLINE_REVIEW_DB"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Unavailable,
                what + "another program keeps it locked; close that one or try again"};
    case SQLITE_NOTADB:
        return {ErrorCode::Corrupt,
                what + "it is no database; move it away or choose another with --db"};
    case SQLITE_CORRUPT:
        return {ErrorCode::Corrupt, what + "it is damaged" +
                                        (detail.empty() ? "" : " (" + detail + ")") +
                                        "; keep it and open a copy that 'review backup' made "
                                        "with --db, or choose another store"};
    case SQLITE_NOMEM:
        return {ErrorCode::Io, what + "not enough memory"};
    case SQLITE_IOERR:
        return {ErrorCode::Io, what + "the disk refused (" + sqlite3_errstr(code) +
                                   "); check the disk and try again"};
    default:
        return {ErrorCode::Io, what + (detail.empty() ? sqlite3_errstr(code) : detail)};
    }
}

SqliteStatement::SqliteStatement(sqlite3* database, std::string_view sql) {
    failed_ = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_,
                                 nullptr);
}
SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

namespace {
void keep_first(int& failed, int code) {
    if (failed == SQLITE_OK) failed = code;
}
} // namespace

void SqliteStatement::bind(int at, std::int64_t value) {
    if (statement_ != nullptr) keep_first(failed_, sqlite3_bind_int64(statement_, at, value));
}
void SqliteStatement::bind(int at, std::string_view text) {
    // A null pointer would be bound as NULL.
    const char* data = text.data() == nullptr ? "" : text.data();
    if (statement_ != nullptr)
        keep_first(failed_, sqlite3_bind_text64(statement_, at, data, text.size(), SQLITE_TRANSIENT,
                                                SQLITE_UTF8));
}
void SqliteStatement::bind_bytes(int at, std::string_view bytes) {
    if (statement_ != nullptr)
        keep_first(failed_, sqlite3_bind_blob64(statement_, at, bytes.data(), bytes.size(),
                                                SQLITE_TRANSIENT));
}
void SqliteStatement::bind_null(int at) {
    if (statement_ != nullptr) keep_first(failed_, sqlite3_bind_null(statement_, at));
}

int SqliteStatement::step() {
    if (failed_ != SQLITE_OK) return failed_;
    return sqlite3_step(statement_);
}
void SqliteStatement::reset() {
    sqlite3_reset(statement_);
    if (statement_ != nullptr) failed_ = SQLITE_OK;
}

std::int64_t SqliteStatement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}
std::string SqliteStatement::text(int column) const {
    // Bytes are asked for after the conversion that their pointer means.
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return data == nullptr
               ? std::string()
               : std::string(static_cast<const char*>(data), static_cast<std::size_t>(size));
}
bool SqliteStatement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int sqlite_run(sqlite3* database, const std::string& sql) {
    return sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
}

} // namespace seamline::review
