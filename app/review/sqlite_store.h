// app/review/sqlite_store.h: events in a local SQLite file.
#pragma once

#include "app/review/event_store.h"

#include <filesystem>
#include <memory>

namespace seamline::review {

/// Of the tables: PRAGMA user_version.
inline constexpr int kStoreSchema = 1;

struct SqliteOptions {
    bool read_only = false; ///< Never writes; the file has to be there.
    int busy_ms = 5000;     ///< How long to wait for another program's transaction.
};

/// Opens a store, and makes it (with its folders, mode 0700) where there is none. Older schemas are
/// brought up to date in one transaction. Write-ahead log, every commit synchronised with the disk;
/// several programs of one machine may have it open.
/// Errors, each one sentence with the remedy: Unsupported: on a network file system, of a newer
/// program, another program's database; Corrupt: damaged or no database; Io: cannot be written or
/// made, disk full; NotFound: read only and not there; Unavailable: locked.
Result<std::unique_ptr<EventStore>> open_sqlite_store(const std::filesystem::path& file,
                                                      const SqliteOptions& options = {});

} // namespace seamline::review
