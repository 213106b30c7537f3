// What the store says when the disk, the file or another program does not let it work; and that
// nothing that was acknowledged is lost by it.
#include "tests/unit/review/store_fixture.h"

#include "app/review/uuid7.h"
#include "tests/unit/review/failing_disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace seamline::review {
namespace {

const std::string kRun = uuid7(1'700'000'000'000);

Event decision(std::int64_t frame) {
    return event_of(decide("Ann", kMediumA, Target::frame(frame), DecisionState::Keep), kRun);
}

class StoreFailure : public StoreTest {
protected:
    /// Stores one decision and closes the store.
    void one_decision() {
        std::vector<Event> events{decision(1)};
        const auto added = open_store()->append(events);
        ASSERT_TRUE(added) << added.error().message;
    }
    /// One sentence that names the file and holds `remedy`.
    void expect_message(const Error& error, ErrorCode code, const std::string& remedy) {
        EXPECT_EQ(error.code, code) << error.message;
        EXPECT_NE(error.message.find("reviews.db"), std::string::npos) << error.message;
        EXPECT_NE(error.message.find(remedy), std::string::npos) << error.message;
        EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
    }
    std::size_t count() { return open_store()->read_after(0, 1000).value().size(); }
};

TEST_F(StoreFailure, AFullDiskLosesNothingAndIsToldOf) {
    FailingDisk disk;
    const auto store = open_store();
    std::vector<Event> kept{decision(1)};
    ASSERT_TRUE(store->append(kept));
    // At every number of bytes that may still be written until one append fits.
    bool fitted = false;
    for (std::int64_t room = 0; room < 200'000 && !fitted; room += 1024) {
        disk.fill(room);
        std::vector<Event> events{decision(2)};
        const auto added = store->append(events);
        disk.free();
        fitted = added.has_value();
        if (!fitted) {
            expect_message(added.error(), ErrorCode::Io, "disk is full");
            EXPECT_EQ(store->read_after(0, 10).value(), kept);
        }
    }
    EXPECT_TRUE(fitted);
    std::vector<Event> after{decision(3)};
    EXPECT_TRUE(store->append(after)) << "usable again";
    EXPECT_EQ(count(), 3U);
    EXPECT_TRUE(store->verify().value().problems.empty());
}

TEST_F(StoreFailure, ADiskThatFailsToSyncIsNoAcknowledgement) {
    FailingDisk disk;
    const auto store = open_store();
    disk.fail_sync(true);
    std::vector<Event> events{decision(1)};
    const auto added = store->append(events);
    ASSERT_FALSE(added) << "synchronous = FULL: a commit asks the disk";
    expect_message(added.error(), ErrorCode::Io, "the disk refused");
    disk.fail_sync(false);
    const auto again = store->append(events);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(count(), 1U) << "trying again repeats nothing";
}

TEST_F(StoreFailure, ALockedStoreSaysSoAndGoesOnLater) {
    one_decision();
    const auto store = open_store({.busy_ms = 50});
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    std::vector<Event> events{decision(2)};
    expect_message(store->append(events).error(), ErrorCode::Unavailable, "locked");
    EXPECT_EQ(store->read_after(0, 10).value().size(), 1U) << "reading goes on";
    sqlite3_close(other);
    EXPECT_TRUE(store->append(events));
    EXPECT_EQ(count(), 2U);
}

TEST_F(StoreFailure, WhatIsNoDatabaseIsLeftAlone) {
    const std::string text(5000, 'x');
    std::ofstream(file()) << text;
    for (const bool read_only : {false, true})
        expect_message(open_sqlite_store(file(), {.read_only = read_only}).error(),
                       ErrorCode::Corrupt, "no database");
    std::ifstream stream(file());
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), text);
}

TEST_F(StoreFailure, AnotherProgramsDatabaseIsLeftAlone) {
    ASSERT_EQ(tamper("CREATE TABLE event(x); INSERT INTO event VALUES(1)"), SQLITE_OK);
    for (const bool read_only : {false, true})
        expect_message(open_sqlite_store(file(), {.read_only = read_only}).error(),
                       ErrorCode::Unsupported, "another program's");
    EXPECT_EQ(tamper("UPDATE event SET x = 2"), SQLITE_OK);
}

TEST_F(StoreFailure, ASchemaFromTheFutureIsLeftAlone) {
    one_decision();
    ASSERT_EQ(tamper("PRAGMA user_version = 99"), SQLITE_OK);
    for (const bool read_only : {false, true})
        expect_message(open_sqlite_store(file(), {.read_only = read_only}).error(),
                       ErrorCode::Unsupported, "newer program (schema 99");
    ASSERT_EQ(tamper("PRAGMA user_version = 1"), SQLITE_OK);
    EXPECT_EQ(count(), 1U);
}

TEST_F(StoreFailure, DamagedPagesAreReported) {
    {
        const auto store = open_store();
        for (int i = 0; i < 300; ++i) {
            std::vector<Event> events{decision(i)};
            ASSERT_TRUE(store->append(events));
        }
    }
    const auto size = std::filesystem::file_size(file());
    ASSERT_GT(size, 40'000U);
    std::fstream stream(file(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(20'000);
    stream << std::string(16'000, '\x5A');
    stream.close();
    const auto store = open_sqlite_store(file());
    ASSERT_TRUE(store) << store.error().message;
    const auto read = store.value()->read_after(0, 1000);
    ASSERT_FALSE(read);
    expect_message(read.error(), ErrorCode::Corrupt, "damaged");
    expect_message(read.error(), ErrorCode::Corrupt, "review backup");
    EXPECT_EQ(read.error().message.find("export"), std::string::npos) << "it fails the same way";
    EXPECT_FALSE(store.value()->verify().value().problems.empty());
    EXPECT_EQ(std::filesystem::file_size(file()), size);
}

TEST_F(StoreFailure, AFolderWhereAFileShouldBeIsNamed) {
    std::filesystem::create_directory(file());
    expect_message(open_sqlite_store(file()).error(), ErrorCode::Io, "is a folder");
}

TEST_F(StoreFailure, ReadingWhatIsNotThereMakesNothing) {
    EXPECT_EQ(open_sqlite_store(file(), {.read_only = true}).error().code, ErrorCode::NotFound);
    EXPECT_FALSE(std::filesystem::exists(file()));
}

/// Without rights that pass over permissions, as a user has it.
class AsNobody {
public:
    AsNobody() : was_(::geteuid()) {
        if (was_ == 0 && ::seteuid(65534) != 0) throw std::runtime_error("cannot become nobody");
    }
    ~AsNobody() {
        if (::geteuid() != was_ && ::seteuid(was_) != 0) std::abort();
    }

private:
    uid_t was_;
};

TEST_F(StoreFailure, AReadOnlyFolderSaysSoAndCanBeRead) {
    one_decision();
    ASSERT_EQ(::chmod(file().c_str(), 0444), 0);
    ASSERT_EQ(::chmod(folder_.c_str(), 0555), 0);
    {
        const AsNobody nobody;
        expect_message(open_sqlite_store(file()).error(), ErrorCode::Io, "read-only");
        const auto reader = open_sqlite_store(file(), {.read_only = true});
        ASSERT_TRUE(reader) << reader.error().message;
        EXPECT_EQ(reader.value()->read_after(0, 10).value().size(), 1U);
        std::vector<Event> events{decision(2)};
        expect_message(reader.value()->append(events).error(), ErrorCode::Io, "read-only");
        EXPECT_EQ(open_sqlite_store(folder_ / "new" / "reviews.db").error().code, ErrorCode::Io);
        expect_message(open_sqlite_store(folder_ / "other-reviews.db").error(), ErrorCode::Io,
                       "permissions");
    }
    ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
    ASSERT_EQ(::chmod(file().c_str(), 0644), 0);
    EXPECT_EQ(count(), 1U);
}

} // namespace
} // namespace seamline::review
