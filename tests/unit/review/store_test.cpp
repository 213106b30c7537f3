#include "tests/unit/review/store_fixture.h"

#include "app/review/event_row.h"
#include "app/review/network_folder.h"
#include "app/review/uuid7.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

namespace seamline::review {
namespace {

const std::string kRun = uuid7(1'700'000'000'000);

Event decision(const std::string& author, std::int64_t frame) {
    return event_of(decide(author, kMediumA, Target::frame(frame), DecisionState::Keep), kRun);
}

TEST_F(StoreTest, KeepsWhatWasAppended) {
    std::vector<Event> events{decision("Ann", 1), decision("Ann", 2)};
    {
        const auto store = open_store();
        const auto added = store->append(events);
        ASSERT_TRUE(added) << added.error().message;
        EXPECT_EQ(added.value(), 2U);
    }
    EXPECT_EQ(events[0].sequence, 1);
    EXPECT_LT(events[0].id, events[1].id);
    EXPECT_EQ(events[1].action, events[0].id) << "one transaction is one action";
    const auto store = open_store();
    const auto read = store->read_after(0, 100);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read.value(), events);
    EXPECT_EQ(store->read_after(1, 100).value().size(), 1U);
    EXPECT_EQ(store->read_after(0, 1).value().at(0), events[0]);
}

TEST_F(StoreTest, FoldersOfItsOwnAreTheOwnersOnly) {
    const auto store = open_sqlite_store(folder_ / "deep" / "er" / "r.db");
    ASSERT_TRUE(store);
    struct stat info {};
    ASSERT_EQ(::stat((folder_ / "deep").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700U);
}

TEST_F(StoreTest, AnIdOfTheFutureIsFollowed) {
    const auto store = open_store();
    std::vector<Event> ahead{decision("Ann", 1)};
    ahead[0].id = ahead[0].action = uuid7(now_ms() + 3'600'000);
    ASSERT_TRUE(store->append(ahead));
    std::vector<Event> next{decision("Ann", 2)};
    ASSERT_TRUE(store->append(next));
    EXPECT_GT(next[0].id, ahead[0].id) << "across restarts and clocks";
}

TEST_F(StoreTest, AppendingAgainChangesNothing) {
    const auto store = open_store();
    std::vector<Event> events{decision("Ann", 1), decision("Ann", 2)};
    ASSERT_TRUE(store->append(events));
    std::vector<Event> again{events[1], decision("Ann", 3), events[0]};
    const auto added = store->append(again);
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_EQ(added.value(), 1U);
    EXPECT_EQ(again[0].sequence, 2);
    EXPECT_EQ(store->info().value().events, 3);
    std::vector<Event> changed{events[0]};
    changed[0].author = "Bo";
    EXPECT_EQ(store->append(changed).error().code, ErrorCode::Corrupt);
}

TEST_F(StoreTest, AllOfATransactionOrNothing) {
    const auto store = open_store();
    std::vector<Event> events{decision("Ann", 1), decision("", 2)};
    EXPECT_EQ(store->append(events).error().code, ErrorCode::InvalidArgument);
    events[1] = decision("Ann", 2);
    std::vector<Event> stored{decision("Ann", 7)};
    ASSERT_TRUE(store->append(stored));
    events[1] = stored[0];
    events[1].author = "Bo"; // Same id, other content: fails after the first was inserted.
    EXPECT_FALSE(store->append(events));
    EXPECT_EQ(store->info().value().events, 1);
    EXPECT_TRUE(store->verify().value().problems.empty());
}

TEST_F(StoreTest, EventsCannotBeChangedOrRemoved) {
    const auto store = open_store();
    std::vector<Event> events{decision("Ann", 1)};
    ASSERT_TRUE(store->append(events));
    EXPECT_EQ(tamper("UPDATE event SET author = 'Bo'"), SQLITE_CONSTRAINT);
    EXPECT_EQ(tamper("DELETE FROM event"), SQLITE_CONSTRAINT);
    EXPECT_TRUE(store->verify().value().problems.empty());
}

TEST_F(StoreTest, VerifyFindsWhatWasTamperedWith) {
    for (const auto& [sql, wanted] :
         {std::pair("UPDATE event SET author = 'Bo' WHERE sequence = 2", "event 2 was changed"),
          std::pair("UPDATE event SET time_ms = time_ms + 1 WHERE sequence = 3", "event 3 was"),
          std::pair("UPDATE event SET pruned = 1 WHERE sequence = 3", "1 events have no content"),
          std::pair("DELETE FROM event WHERE sequence = 2", "missing"),
          std::pair("DELETE FROM event WHERE sequence = 1", "does not follow"),
          std::pair("UPDATE event SET hash = x'00' WHERE sequence = 1", "event 1 was changed"),
          std::pair("SELECT 1", "triggers")}) {
        std::filesystem::remove(file());
        {
            const auto store = open_store();
            std::vector<Event> events{decision("Ann", 1), decision("Ann", 2), decision("Ann", 3)};
            ASSERT_TRUE(store->append(events));
            ASSERT_TRUE(store->verify().value().problems.empty());
        }
        ASSERT_EQ(
            tamper(std::string("DROP TRIGGER event_keeps_content; DROP TRIGGER event_stays;") +
                   sql),
            SQLITE_OK);
        const auto report = open_store()->verify();
        ASSERT_TRUE(report) << report.error().message;
        const auto& problems = report.value().problems;
        EXPECT_TRUE(std::ranges::any_of(
            problems,
            [&](const std::string& problem) { return problem.find(wanted) != std::string::npos; }))
            << sql << ": " << (problems.empty() ? "nothing" : problems[0]);
    }
}

TEST_F(StoreTest, VerifyFindsReferencesToNothing) {
    const auto store = open_store();
    std::vector<Event> events{event_of(reply("Ann", uuid7(1), "to nobody"), kRun)};
    ASSERT_TRUE(store->append(events));
    const auto problems = store->verify().value().problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].find("names a comment"), std::string::npos) << problems[0];
}

TEST_F(StoreTest, TheHeadIsTheHashOfAllHistory) {
    const auto store = open_store();
    std::vector<Event> events{decision("Ann", 1)};
    ASSERT_TRUE(store->append(events));
    // By its definition, over lengths and bytes, written out for one event.
    const Event& e = events[0];
    std::string bytes = "0:";
    const auto add = [&](const std::string& field) {
        bytes += std::to_string(field.size()) + ":" + field;
    };
    for (const std::string& field :
         {e.id, e.action, e.run, e.author, e.host, e.app, std::string("decide"), e.media_id,
          std::string("frame"), std::string("{\"state\":\"keep\"}")})
        add(field);
    for (const std::string& field : {std::string("1700000000000"), std::string("1"),
                                     std::string("1"), std::string("1"), std::string("-1")})
        add(field);
    EXPECT_EQ(store->info().value().head, hex_text(sha256(bytes)));
    EXPECT_EQ(store->verify().value().head, store->info().value().head);
}

TEST_F(StoreTest, PruningEmptiesContentAndKeepsTheChain) {
    const auto store = open_store();
    std::vector<Event> events{
        event_of(decide("Ann", kMediumA, Target::take(), DecisionState::Hold, {}, "secret"), kRun),
        decision("Ann", 2), decision("Ann", 3)};
    ASSERT_TRUE(store->append(events));
    const std::vector<std::string> ids{events[0].id};
    Action action{"Ann", {draft({}, {}, Pruned{1'700'000'000'001, 1})}};
    Event note = event_of(action, kRun);
    const auto done = store->prune(ids, note);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(store->info().value().pruned, 1);
    EXPECT_EQ(store->read_after(0, 10).value().size(), 3U) << "two and the note";
    const auto report = store->verify().value();
    EXPECT_TRUE(report.problems.empty()) << report.problems[0];
    EXPECT_EQ(report.pruned, 1);
    EXPECT_EQ(tamper("UPDATE event SET author = 'Bo'"), SQLITE_CONSTRAINT) << "protected again";
    std::vector<Event> again{events[0]};
    EXPECT_EQ(store->append(again).value(), 0U) << "what was pruned does not come back";
    for (const char* suffix : {"", "-wal"}) {
        std::ifstream stream(file().string() + suffix, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        EXPECT_EQ(bytes.find("secret"), std::string::npos) << "still in the file" << suffix;
    }
}

TEST_F(StoreTest, ABackupIsAStore) {
    std::vector<Event> events{decision("Ann", 1)};
    const auto store = open_store();
    ASSERT_TRUE(store->append(events));
    const auto copy = folder_ / "it's a copy.db";
    ASSERT_TRUE(store->backup(copy));
    EXPECT_EQ(store->backup(copy).error().code, ErrorCode::InvalidArgument);
    const auto nowhere = folder_ / "none" / "copy.db";
    const Error refused = store->backup(nowhere).error();
    EXPECT_EQ(refused.code, ErrorCode::Io);
    EXPECT_EQ(refused.message.find("cannot write the backup '" + nowhere.string() + "'"), 0U)
        << refused.message;
    const auto opened = open_sqlite_store(copy);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened.value()->read_after(0, 10).value(), events);
    EXPECT_EQ(opened.value()->info().value().head, store->info().value().head);
    EXPECT_TRUE(opened.value()->verify().value().problems.empty());
}

TEST_F(StoreTest, SeveralProgramsMayAppend) {
    open_store();
    constexpr int kEach = 40;
    std::vector<std::thread> programs;
    for (int p = 0; p < 4; ++p)
        programs.emplace_back([&, p] {
            const auto store = open_store({.busy_ms = 60'000});
            for (int i = 0; i < kEach; ++i) {
                std::vector<Event> events{decision("author " + std::to_string(p), i)};
                const auto added = store->append(events);
                EXPECT_TRUE(added) << added.error().message;
            }
        });
    for (std::thread& program : programs) program.join();
    const auto store = open_store();
    const auto events = store->read_after(0, 1000).value();
    EXPECT_EQ(events.size(), 4U * kEach);
    EXPECT_TRUE(std::ranges::is_sorted(events, {}, &Event::id));
    EXPECT_TRUE(store->verify().value().problems.empty());
}

TEST_F(StoreTest, ChangedTellsOfOthersOnly) {
    const auto store = open_store();
    const auto other = open_store();
    ASSERT_TRUE(store->changed());
    EXPECT_FALSE(store->changed().value());
    std::vector<Event> mine{decision("Ann", 1)};
    ASSERT_TRUE(store->append(mine));
    EXPECT_FALSE(store->changed().value());
    std::vector<Event> theirs{decision("Bo", 1)};
    ASSERT_TRUE(other->append(theirs));
    EXPECT_TRUE(store->changed().value());
    EXPECT_FALSE(store->changed().value());
}

TEST(NetworkFileSystem, IsKnownByItsType) {
    EXPECT_EQ(network_file_system(0x6969, ""), "NFS");
    EXPECT_EQ(network_file_system(static_cast<long>(0xFF534D42), ""), "CIFS");
    EXPECT_EQ(network_file_system(static_cast<long>(0xFE534D42), ""), "SMB");
    EXPECT_EQ(network_file_system(static_cast<int>(0xFF534D42), ""), "CIFS")
        << "a sign is no matter";
    EXPECT_EQ(network_file_system(0x65735546, "fuse.sshfs"), "fuse.sshfs");
    EXPECT_EQ(network_file_system(0x65735546, ""), "FUSE");
    EXPECT_FALSE(network_file_system(0x65735546, "fuseblk"));
    EXPECT_FALSE(network_file_system(0xEF53, "ext4"));
    EXPECT_FALSE(network_file_system(0x01021994, "tmpfs"));
    EXPECT_FALSE(
        network_file_system(std::filesystem::temp_directory_path() / "no" / "such" / "file"));
}

} // namespace
} // namespace seamline::review
