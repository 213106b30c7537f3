// app/review/sqlite_statement.h: SQLite's C interface as values that clean up after themselves.
#pragma once

#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace seamline::review {

struct SqliteClose {
    void operator()(sqlite3* database) const;
};
using SqliteHandle = std::unique_ptr<sqlite3, SqliteClose>;

/// The message for a result code of SQLite: what failed on which file, and what to do.
/// `doing` completes "cannot ...": "open", "save to", "read".
Error sqlite_error(int code, const std::string& doing, const std::filesystem::path& file,
                   const std::string& detail = {});

/// One prepared statement. Parameters count from 1, columns from 0.
class SqliteStatement {
public:
    SqliteStatement(sqlite3* database, std::string_view sql);
    ~SqliteStatement();
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    void bind(int at, std::int64_t value);
    void bind(int at, std::string_view text);
    void bind_bytes(int at, std::string_view bytes);
    void bind_null(int at);

    /// SQLITE_ROW, SQLITE_DONE, or what failed (also of preparing and binding before).
    int step();
    /// Ready to be bound and stepped again.
    void reset();

    std::int64_t integer(int column) const;
    std::string text(int column) const; ///< Of text and blobs; empty for NULL.
    bool is_null(int column) const;

private:
    sqlite3_stmt* statement_ = nullptr;
    int failed_ = 0; ///< First code that was no success; 0: none.
};

/// Runs statements that return nothing; SQLITE_OK or what failed.
int sqlite_run(sqlite3* database, const std::string& sql);

} // namespace seamline::review
