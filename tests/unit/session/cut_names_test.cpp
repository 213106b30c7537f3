// Cuts that are open together are told apart by name.
#include "app/session/cut_names.h"

#include <gtest/gtest.h>

#include <set>

namespace seamline::session {
namespace {

TEST(NameBeside, IsFreeHoweverOftenOneFileIsOpened) {
    Session session;
    std::set<std::string> names;
    for (SourceKey key = 1; key <= 5; ++key) {
        Source cut;
        cut.key = key;
        cut.path = "/film/reel/cut.otio";
        cut.name = "Reel 1";
        cut.name = name_beside(session, cut);
        EXPECT_TRUE(names.insert(cut.name).second) << cut.name;
        session.sources.push_back(cut);
    }
    EXPECT_TRUE(names.contains("Reel 1"));
    EXPECT_TRUE(names.contains("Reel 1 (cut)"));
    EXPECT_TRUE(names.contains("Reel 1 (reel/cut)"));
    EXPECT_TRUE(names.contains("Reel 1 (reel/cut) 2"));
}

} // namespace
} // namespace seamline::session
