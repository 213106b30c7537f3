// Hero frames and what was measured by hand, in the session's file.
#include "app/session/session_file.h"

#include <gtest/gtest.h>

#include <string>

namespace seamline::session {
namespace {

const std::filesystem::path kFile = "/review/cut.seamline";

Result<Session> parsed(const std::string& hand) {
    return parse_session(R"({"schema": "seamline.session/1", "hand": )" + hand + "}", kFile);
}

MediumFrame frame(const char* path, std::int64_t number) {
    MediumFrame picture;
    picture.path = path;
    picture.name = "take";
    picture.frame = number;
    picture.source_color.input_space = "sRGB";
    picture.color.range = ColorRange::Full;
    return picture;
}

Session example() {
    Session session;
    Still still{3, frame("/review/a.mp4", 12), Rational(24000, 1001), 1920, 1080, 7, 12};
    session.hand.stills = {still};
    session.hand.regions = {{1,
                             {frame("/review/a.mp4", 12), {0.1, 0.2}, {0.3, 0.4}},
                             {frame("/far/b.mp4", 9), {0.5, 0.5}, {0.75, 1}}}};
    session.hand.shadows = {{5,
                             {frame("/review/a.mp4", 1), {0.5, 0.25}, {1.5, 0.75}, 1.78, 34.5, 0.31},
                             {frame("/review/b.mp4", 2), {0, 0}, {-0.5, 1}}}};
    return session;
}

TEST(HandWork, ComesBackAsItWasWritten) {
    const Session session = example();
    const auto again = parse_session(session_text(session, kFile), kFile);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again.value().hand, session.hand);
}

TEST(HandWork, PathsAreRelativeToTheFile) {
    const std::string text = session_text(example(), kFile);
    EXPECT_NE(text.find("\"a.mp4\""), std::string::npos);
    EXPECT_EQ(text.find("/review/a.mp4"), std::string::npos);
}

TEST(HandWork, MoreHeroFramesThanThereMayBeAreRefused) {
    const auto stills = [](std::size_t count) {
        std::string list;
        for (std::size_t i = 0; i < count; ++i)
            list += (i == 0 ? "" : ",") + (R"({"id": )" + std::to_string(i + 1)) +
                    R"(, "path": "a.mp4", "frame": )" + std::to_string(i) + "}";
        return R"({"stills": [)" + list + "]}";
    };
    ASSERT_TRUE(parsed(stills(kMostStills)));
    const auto refused = parsed(stills(kMostStills + 1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
    EXPECT_NE(refused.error().message.find("/hand/stills"), std::string::npos)
        << refused.error().message;
}

TEST(HandWork, AStillWithoutAFileIsRefused) {
    EXPECT_FALSE(parsed(R"({"stills": [{"id": 1, "frame": 3}]})"));
}

TEST(HandWork, APairWithoutItsOtherSideIsRefused) {
    const auto refused = parsed(
        R"({"region_pairs": [{"id": 1, "a": {"path": "a.mp4", "min": [0, 0], "max": [1, 1]}}]})");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("one side of the pair is missing"), std::string::npos);
}

TEST(HandWork, NumbersAreKeptInTheirRanges) {
    const auto session = parsed(
        R"({"stills": [{"id": 1, "path": "a.mp4", "frame": -5, "width": 1000000}],
            "region_pairs": [{"id": 1, "a": {"path": "a.mp4", "min": [0.75, 2], "max": [0.25, -1]},
                                       "b": {"path": "b.mp4", "min": [0, 0], "max": [1, 1]}}]})");
    ASSERT_TRUE(session) << session.error().message;
    const HandWork& hand = session.value().hand;
    EXPECT_EQ(hand.stills[0].picture.frame, 0);
    EXPECT_EQ(hand.stills[0].width, 65536);
    ASSERT_EQ(hand.regions.size(), 1U);
    EXPECT_EQ(hand.regions[0].a.min, glm::dvec2(0.25, 0)) << "corners are put in order";
    EXPECT_EQ(hand.regions[0].a.max, glm::dvec2(0.75, 1));
}

TEST(HandWork, EmptyRegionsAreDroppedAndIdsMadeUnique) {
    const std::string side = R"({"path": "a.mp4", "min": [0, 0], "max": [1, 1]})";
    const std::string flat = R"({"path": "a.mp4", "min": [0.5, 0], "max": [0.5, 1]})";
    const auto session = parsed(R"({"region_pairs": [{"id": 4, "a": )" + side + R"(, "b": )" +
                                side + R"(}, {"id": 4, "a": )" + side + R"(, "b": )" + side +
                                R"(}, {"id": 5, "a": )" + flat + R"(, "b": )" + side + "}]}");
    ASSERT_TRUE(session) << session.error().message;
    const auto& regions = session.value().hand.regions;
    ASSERT_EQ(regions.size(), 2U);
    EXPECT_NE(regions[0].id, regions[1].id);
    EXPECT_GT(next_id(regions), regions[1].id);
}

} // namespace
} // namespace seamline::session
