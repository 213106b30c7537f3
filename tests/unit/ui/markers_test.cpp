#include "app/ui/markers.h"

#include "app/session/session_file.h"
#include "app/ui/edit_history.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using session::Marker;
using session::Session;

TEST(Markers, StaySortedAndEachTickIsMarkedOnce) {
    Session session;
    for (const std::int64_t tick : {30, 10, 20, 10}) add_marker(session, tick);
    EXPECT_EQ(session.transport.markers, (std::vector<Marker>{{10, ""}, {20, ""}, {30, ""}}));
    delete_marker(session, 20);
    delete_marker(session, 21);
    EXPECT_EQ(session.transport.markers, (std::vector<Marker>{{10, ""}, {30, ""}}));
}

TEST(Markers, ANoteMarksItsFrameAndMarkingAgainKeepsTheNote) {
    Session session;
    set_marker_note(session, 12, "hand melts");
    add_marker(session, 12);
    EXPECT_EQ(session.transport.markers, (std::vector<Marker>{{12, "hand melts"}}));
    set_marker_note(session, 12, "");
    EXPECT_EQ(session.transport.markers, (std::vector<Marker>{{12, ""}}));
}

TEST(Markers, TheNearestOneIsFoundWithinReachOnly) {
    const std::vector<Marker> markers{{10, "a"}, {14, "b"}};
    ASSERT_NE(marker_near(markers, 12.4, 2), nullptr);
    EXPECT_EQ(marker_near(markers, 12.4, 2)->note, "b");
    EXPECT_EQ(marker_near(markers, 11.9, 2)->note, "a");
    EXPECT_EQ(marker_near(markers, 17, 2), nullptr);
    EXPECT_EQ(marker_near({}, 0, 100), nullptr);
    EXPECT_EQ(marker_at(markers, 11), nullptr);
    EXPECT_EQ(marker_at(markers, 14)->note, "b");
}

TEST(Markers, ANoteIsSavedAndOneUndoTakesItBack) {
    Session session;
    add_marker(session, 7);
    const auto file = std::make_shared<ReviewFile>();
    EditHistory history;
    history.begin({session, file});
    const Session before = session;
    set_marker_note(session, 7, "\xE6\x89\x8B \"melts\"\n");
    history.end({session, file}, EditHistory::Clock::time_point{} + std::chrono::hours(1));

    const test::TemporaryFolder folder;
    ASSERT_TRUE(session::save_session(session, folder / "r.seamline"));
    const auto loaded = session::load_session(folder / "r.seamline");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded.value().transport.markers, session.transport.markers);

    const auto undone = history.undo({session, file}, EditHistory::Clock::time_point{});
    ASSERT_TRUE(undone);
    EXPECT_EQ(undone->session.transport.markers, before.transport.markers);
}

} // namespace
} // namespace seamline::ui
