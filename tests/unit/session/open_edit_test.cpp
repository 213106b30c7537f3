// Lists read again at their real rate.
#include "app/session/open_edit.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

using test::TemporaryFolder;
using test::write_text;

constexpr const char* kList = "TITLE: REEL\n"
                              "001  A001 V C 01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00\n"
                              "* FROM CLIP NAME: one.mov\n"
                              "002  A002 V C 02:00:00:12 02:00:01:00 10:00:02:00 10:00:02:13\n"
                              "* FROM CLIP NAME: two.mov\n";

OpenedEdit opened(const std::filesystem::path& file, const interchange::ReadOptions& options = {}) {
    auto edits = open_edit(file, {}, options);
    if (!edits) {
        ADD_FAILURE() << edits.error().message;
        return {};
    }
    return std::move(edits.value().at(0));
}

TEST(OpenEdit, AListIsReadAtTheRateThatIsStated) {
    const TemporaryFolder folder;
    write_text(folder / "cut.edl", kList);
    EXPECT_EQ(opened(folder / "cut.edl").source.cut->edit.rate, Rational(24));
    const OpenedEdit stated = opened(folder / "cut.edl", {Rational(25)});
    EXPECT_EQ(stated.source.cut->edit.rate, Rational(25));
    EXPECT_EQ(stated.source.cut->edit.duration(), 50 + 13);
    EXPECT_TRUE(is_list(*stated.source.cut));
}

TEST(OpenEdit, AListReadAgainAtAnotherRateKeepsItsMediaAndTheirSettings) {
    const TemporaryFolder folder;
    write_text(folder / "cut.edl", kList);
    const OpenedEdit guessed = opened(folder / "cut.edl");
    auto changed = std::make_shared<Cut>(*guessed.source.cut);
    changed->edit.tracks.at(0).events.at(0).media.at(0).path = "/takes/one.mov";
    changed->edit.tracks.at(0).events.at(1).media.at(0).path = "/takes/two.mov";
    changed->edit.tracks.at(0).events.at(0).duration = 7; // A trim, which is not in the list.
    changed->media["/takes/two.mov"].color.range = ColorRange::Full;
    const auto again = list_at_rate(*changed, guessed.source.path, Rational(25), {});
    ASSERT_TRUE(again) << again.error().message;
    const Cut& cut = *again.value();
    EXPECT_EQ(cut.edit.rate, Rational(25));
    const auto& events = cut.edit.tracks.at(0).events;
    EXPECT_EQ(events.at(0).duration, 50);
    EXPECT_EQ(events.at(1).source_start.seconds(), Rational(7200) + Rational(12, 25));
    EXPECT_EQ(events.at(0).media.at(0).path, "/takes/one.mov");
    EXPECT_EQ(events.at(1).media.at(0).path, "/takes/two.mov");
    EXPECT_EQ(cut.media.at("/takes/two.mov").color.range, ColorRange::Full);
    EXPECT_TRUE(is_list(cut)) << "it can be read again";
}

TEST(OpenEdit, OnlyListsAreReadAtAnotherRateAndOnlyAtOneTheyCanHave) {
    const TemporaryFolder folder;
    write_text(folder / "cut.edl", kList);
    const OpenedEdit list = opened(folder / "cut.edl");
    const auto absurd = list_at_rate(*list.source.cut, "cut.edl", Rational(1, 2), {});
    ASSERT_FALSE(absurd);
    EXPECT_EQ(absurd.error().code, ErrorCode::InvalidArgument);
    const auto slow = list_at_rate(*list.source.cut, "cut.edl", Rational(10), {});
    ASSERT_FALSE(slow) << "frame 13 of a second of 10";
    EXPECT_EQ(slow.error().message.find('\n'), std::string::npos);
    EXPECT_FALSE(is_list({}));
    EXPECT_FALSE(list_at_rate({}, "x", Rational(25), {}));
}

} // namespace
} // namespace seamline::session
