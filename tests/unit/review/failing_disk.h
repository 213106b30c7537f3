// A disk that gets full or fails, for every SQLite file opened while it exists.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <mutex>
#include <stdexcept>

namespace seamline::review {

/// Stands in front of the default VFS. Files opened through it keep working after it is gone from
/// the list, so one at a time and before the stores that use it.
class FailingDisk {
public:
    FailingDisk() {
        sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
        static sqlite3_vfs vfs;
        vfs = *real;
        vfs.zName = "failing-disk";
        vfs.pAppData = real;
        vfs.xOpen = open;
        real_ = real;
        room_ = kUnlimited;
        sync_fails_ = false;
        if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) throw std::runtime_error("no VFS");
        vfs_ = &vfs;
    }
    ~FailingDisk() {
        free();
        fail_sync(false);
        sqlite3_vfs_unregister(vfs_);
        sqlite3_vfs_register(real_, 1);
    }
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;

    /// Lets this many more bytes be written.
    void fill(std::int64_t room) { room_ = room; }
    void free() { room_ = kUnlimited; }
    void fail_sync(bool fails) { sync_fails_ = fails; }

private:
    static constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
        const int code = real_->xOpen(real_, name, file, flags, out);
        if (code != SQLITE_OK || file->pMethods == nullptr) return code;
        const std::lock_guard lock(mutex_);
        // One table of methods per table of the real VFS, which differ by how a file is locked.
        auto& entry = methods_[file->pMethods];
        if (entry.real == nullptr) {
            entry.real = file->pMethods;
            entry.failing = *file->pMethods;
            entry.failing.xWrite = write;
            entry.failing.xSync = sync;
        }
        by_failing_[&entry.failing] = entry.real;
        file->pMethods = &entry.failing;
        return SQLITE_OK;
    }
    static const sqlite3_io_methods* real_of(sqlite3_file* file) {
        const std::lock_guard lock(mutex_);
        return by_failing_.at(file->pMethods);
    }
    static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
        if (room_ != kUnlimited && (room_ -= size) < 0) {
            room_ = 0;
            return SQLITE_FULL;
        }
        return real_of(file)->xWrite(file, data, size, at);
    }
    static int sync(sqlite3_file* file, int flags) {
        if (sync_fails_) return SQLITE_IOERR_FSYNC;
        return real_of(file)->xSync(file, flags);
    }

    struct Methods {
        const sqlite3_io_methods* real = nullptr;
        sqlite3_io_methods failing{};
    };
    static inline sqlite3_vfs* real_ = nullptr;
    static inline sqlite3_vfs* vfs_ = nullptr;
    static inline std::mutex mutex_;
    static inline std::map<const sqlite3_io_methods*, Methods> methods_;
    static inline std::map<const sqlite3_io_methods*, const sqlite3_io_methods*> by_failing_;
    static inline std::atomic<std::int64_t> room_ = kUnlimited;
    static inline std::atomic<bool> sync_fails_ = false;
};

} // namespace seamline::review
