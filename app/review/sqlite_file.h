// app/review/sqlite_file.h: a review store's file: made, opened, checked and brought up to date.
// Private to the store.
#pragma once

#include "app/review/sqlite_statement.h"
#include "app/review/sqlite_store.h"

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace seamline::review {

/// Writes what a folder lists to the disk, so that a file made in it is found after a power cut. As
/// far as the file system can: not every one syncs folders, and the file itself is written already.
void sync_folder(const std::filesystem::path& folder);

/// Threads: confined.
class SqliteFile {
public:
    SqliteFile(std::filesystem::path file, SqliteOptions options)
        : file_(std::move(file)), options_(options) {}

    /// Errors: see open_sqlite_store.
    Result<Done> open();

    sqlite3* get() const { return database_.get(); }
    const std::filesystem::path& path() const { return file_; }
    bool is_read_only() const { return options_.read_only; }
    /// What SQLite's code means, while "save to", "read" or whatever was being done.
    Error failed(int code, const char* doing) const {
        const char* detail = database_ ? sqlite3_errmsg(database_.get()) : "";
        return sqlite_error(code, doing, file_, detail);
    }
    /// The first column of the first row.
    Result<std::int64_t> number(const std::string& sql);
    /// Runs `work` in one transaction; rolled back when it, or committing, fails.
    template <typename T, typename Work> Result<T> in_transaction(Work&& work);

private:
    int open_handle(const std::string& name, int flags);
    Result<Done> open_read_only();
    Result<Done> check_owner();
    Result<Done> migrate();
    Result<Done> use_log();

    std::filesystem::path file_;
    SqliteOptions options_;
    SqliteHandle database_;
};

template <typename T, typename Work> Result<T> SqliteFile::in_transaction(Work&& work) {
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

} // namespace seamline::review
