// A store in a folder of its own, removed at the end.
#pragma once

#include "app/review/actions.h"
#include "app/review/review_log.h"
#include "app/review/sqlite_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace seamline::review {

inline const std::string kMediumA = "xxh3-128:" + std::string(32, 'a');
inline const std::string kMediumB = "xxh3-128:" + std::string(32, 'b');

class StoreTest : public testing::Test {
protected:
    StoreTest() {
        std::string name =
            (std::filesystem::temp_directory_path() / "seamline-store-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
    }
    ~StoreTest() override {
        std::error_code code;
        std::filesystem::remove_all(folder_, code);
    }

    std::filesystem::path file() const { return folder_ / "reviews.db"; }

    std::unique_ptr<EventStore> open_store(const SqliteOptions& options = {}) {
        auto store = open_sqlite_store(file(), options);
        if (!store) throw std::runtime_error(store.error().message);
        return std::move(store).value();
    }
    std::unique_ptr<ReviewLog> open_log(const LogOptions& options = {}) {
        auto log = ReviewLog::open(open_store(), options);
        if (!log) throw std::runtime_error(log.error().message);
        return std::move(log).value();
    }
    /// Runs SQL on the file behind the store's back.
    int tamper(const std::string& sql) {
        sqlite3* database = nullptr;
        int code = sqlite3_open(file().c_str(), &database);
        if (code == SQLITE_OK)
            code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
        sqlite3_close(database);
        return code;
    }

    std::filesystem::path folder_;
};

/// A complete event, as a log makes it.
inline Event event_of(const Action& action, const std::string& run) {
    Event event = action.events.front();
    event.author = action.author;
    event.host = "host";
    event.app = "test";
    event.run = run;
    event.time_ms = 1'700'000'000'000;
    return event;
}

} // namespace seamline::review
