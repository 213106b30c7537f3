#include "app/review/event.h"

#include "app/review/actions.h"
#include "app/review/bounded_json.h"
#include "app/review/event_row.h"
#include "app/review/uuid7.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace seamline::review {
namespace {

const std::string kMedium = "xxh3-128:" + std::string(32, 'a');
const std::string kOther = "xxh3-128:" + std::string(32, 'b');

Drawing a_drawing() {
    Drawing drawing;
    drawing.media_id = kMedium;
    drawing.from = 3;
    drawing.to = 9;
    drawing.ghost = true;
    drawing.strokes = {
        {StrokeKind::Pen, {{-0.1, 0.25}, {1.0 / 3, 0.2}}, {0.1F, 0.2F, 0.3F, 1}, 0.01, ""},
        {StrokeKind::Text, {{0, 0}}, {1, 1, 1, 0.5F}, 0.05, "Häuser ✂"}};
    return drawing;
}

std::vector<Action> one_of_each() {
    Medium medium{kMedium, "/a/b.mp4", "b", 120, Rational(24000, 1001), 86'400, true, 1920, 1080};
    Comparison comparison;
    comparison.shot = "s1";
    comparison.left = kMedium;
    comparison.right = kOther;
    comparison.seed = std::numeric_limits<std::uint64_t>::max();
    comparison.answer = BlindAnswer::Both;
    comparison.left_reasons = {"text"};
    const std::string id = uuid7(now_ms());
    const std::vector<std::string> takes{kMedium};
    std::vector<Action> all{
        see("A", medium),
        decide("A", kMedium, Target::of_shot(2, 10, 20), DecisionState::SendBack,
               {"motion", "own words"}, "line one\nline \"two\""),
        clear("A", kMedium, Target::frame(4)),
        comment("A", kMedium, Target::range(1, 5), "look"),
        reply("A", id, "yes"),
        resolve("A", id, true),
        resolve("A", id, false),
        draw("A", a_drawing()),
        erase("A", id),
        put_shot("A", "s1", CoverageClass::Title, ShotPlace::Bookend),
        put_shot("A", "s2"),
        order_shots("A", {"s2", "s1"}),
        put_take("A", kMedium, "s1", {"Sora 2", "v3", "a street", "42", "studio licence"}),
        set_facts("A", kMedium, {}),
        order_takes("A", "s1", {kMedium}),
        pick("A", "s1", kMedium),
        pick("A", "s1", ""),
        eliminate("A", takes, true),
        eliminate("A", takes, false),
        succeed("A", kMedium, kOther, -12),
        set_reasons("A", {"continuity"}),
        compare("A", comparison),
        name_review("A", "Reel 4"),
        answer_todo("A", kMedium, id, TodoState::Still, "the hand again"),
        answer_todo("A", kMedium, id, TodoState::Open),
        set_policy("A", Policy{{{"Sora 2", {{CoverageClass::None, CoverageClass::Title}, {}}},
                                {"*", {{}, {ShotPlace::Bookend}}}}}),
        set_policy("A", std::nullopt),
    };
    Action turns{"A",
                 {draft({}, {}, Undone{id}), draft({}, {}, Redone{id}),
                  draft({}, {}, Pruned{1'600'000'000'000, 3})}};
    all.push_back(turns);
    return all;
}

Event complete(Event event) {
    event.id = uuid7(now_ms());
    event.action = event.id;
    event.run = uuid7(now_ms());
    event.time_ms = 1'700'000'000'123;
    event.author = "Ann Ünal";
    event.host = "box";
    event.app = "seamline 0";
    return event;
}

TEST(Events, EveryKindReadsBackWhatItWrote) {
    std::set<std::size_t> kinds;
    for (const Action& action : one_of_each()) {
        for (const Event& drafted : action.events) {
            const Event event = complete(drafted);
            kinds.insert(event.change.index());
            ASSERT_TRUE(check(event)) << check(event).error().message;
            const std::string line = event_line(event);
            EXPECT_EQ(line.find('\n'), std::string::npos);
            const auto back = event_from_line(line);
            ASSERT_TRUE(back) << back.error().message << "\n" << line;
            EXPECT_EQ(back.value(), event) << line;
            EXPECT_EQ(event_line(back.value()), line);
        }
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<Change>) << "a kind was not tried";
}

TEST(Events, WhatMayNotBeStoredIsNamed) {
    const auto problem = [](const Action& action) {
        Event event = action.events.front();
        event.author = action.author;
        const auto result = check(event);
        return result ? std::string() : result.error().message;
    };
    const Target frame = Target::frame(3);
    EXPECT_EQ(problem(decide("A", kMedium, frame, DecisionState::Keep)), "");
    EXPECT_NE(problem(decide("", kMedium, frame, DecisionState::Keep)), "");
    EXPECT_NE(problem(decide("A\n", kMedium, frame, DecisionState::Keep)), "");
    EXPECT_NE(problem(decide("A", "take1.mp4", frame, DecisionState::Keep)), "");
    EXPECT_NE(problem(decide("A", kMedium, Target::range(5, 4), DecisionState::Keep)), "");
    EXPECT_NE(problem(decide("A", kMedium, Target::frame(-1), DecisionState::Keep)), "");
    EXPECT_NE(problem(decide("A", kMedium, frame, DecisionState::Keep, {""})), "");
    EXPECT_NE(problem(decide("A", kMedium, frame, DecisionState::Keep,
                             std::vector<std::string>(101, "r"))),
              "");
    EXPECT_NE(problem(decide("A", kMedium, frame, DecisionState::Keep, {}, "\xff")), "");
    EXPECT_NE(problem(decide("A", kMedium, frame, DecisionState::Keep, {},
                             std::string(EventLimits::kText + 1, 'n'))),
              "");
    EXPECT_NE(problem(comment("A", kMedium, frame, "")), "");
    EXPECT_NE(problem(succeed("A", kMedium, kMedium)), "");
    Drawing drawing = a_drawing();
    drawing.strokes[0].points[0].x = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(problem(draw("A", drawing)), "");
    drawing = a_drawing();
    drawing.strokes[0].points.assign(DrawingLimits::kPoints + 1, {});
    EXPECT_NE(problem(draw("A", drawing)), "");
    drawing.strokes.clear();
    EXPECT_NE(problem(draw("A", drawing)), "");
}

TEST(Events, LinesFromOutsideAreRefusedInOneSentence) {
    const Event event =
        complete(decide("A", kMedium, Target::frame(3), DecisionState::Keep).events.front());
    const std::string good = event_line(event);
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string line = good;
        const std::size_t at = line.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return line.replace(at, from.size(), to);
    };
    for (const std::string& line :
         {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
          with("\"decide\"", "\"decree\""), with("\"keep\"", "\"keeps\""),
          with("\"schema\":1", "\"schema\":0"), with("\"from\":3", "\"from\":\"3\""),
          with("\"from\":3", "\"from\":99999999999999999999"), with(event.id, "1"),
          with("\"body\":{", "\"body\":[],\"x\":{"), with("2023-11-14", "2023-13-14"),
          std::string(200, '[') + std::string(200, ']')}) {
        const auto result = event_from_line(line);
        ASSERT_FALSE(result) << line;
        EXPECT_FALSE(result.error().message.empty());
        EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
    }
    const auto newer = event_from_line(with("\"schema\":1", "\"schema\":3"));
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, ErrorCode::Unsupported);
}

/// Older programs read what they can: only new kinds carry the new schema.
TEST(Events, CarryTheOldestSchemaThatKnowsTheirKind) {
    EXPECT_EQ(decide("A", kMedium, Target::take(), DecisionState::Keep).events[0].schema, 1);
    EXPECT_EQ(answer_todo("A", kMedium, "x", TodoState::Fixed).events[0].schema, 2);
    EXPECT_EQ(set_policy("A", Policy{}).events[0].schema, 2);
    EventRow row =
        row_of(complete(decide("A", kMedium, Target::take(), DecisionState::Keep).events.front()));
    ASSERT_TRUE(event_of(row));
    row.schema = kEventSchema + 1;
    const auto newer = event_of(row);
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, ErrorCode::Unsupported);
    EXPECT_NE(newer.error().message.find("a newer program"), std::string::npos);
    row.schema = 0;
    EXPECT_EQ(event_of(row).error().code, ErrorCode::Corrupt);
}

TEST(Events, PoliciesFromOutsideAreChecked) {
    const auto event = [](const std::string& policy) {
        return change_from("policy", "{\"policy\": " + policy + "}");
    };
    const std::string head = R"({"schema": "seamline.review_policy/1", "generators": )";
    EXPECT_TRUE(event(head + "{}}"));
    for (const char* rules : {"[]", R"({"": {}})", R"({"a\nb": {}})", R"({"a": {"c\nd": []}})"}) {
        const auto refused = event(head + rules + "}");
        ASSERT_FALSE(refused) << rules;
        EXPECT_EQ(refused.error().message.find('\n'), std::string::npos);
    }
}

TEST(BoundedJson, StopsAtItsBounds) {
    EXPECT_TRUE(bounded_json("{\"a\":[1,2,3]}"));
    EXPECT_EQ(bounded_json("[[[]]]", {.depth = 2}).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(bounded_json("[1,2,3]", {.values = 3}).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(bounded_json("[1,2,3]", {.bytes = 6}).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(bounded_json("[1,").error().code, ErrorCode::Corrupt);
    EXPECT_EQ(bounded_json("[1] [2]").error().code, ErrorCode::Corrupt);
}

TEST(IsText, FollowsUnicodesTable) {
    EXPECT_TRUE(is_text("plain, Ünal, ✂, \xF0\x9F\x8E\xAC", 100));
    EXPECT_FALSE(is_text("\xC0\xAF", 100)) << "overlong";
    EXPECT_FALSE(is_text("\xED\xA0\x80", 100)) << "surrogate";
    EXPECT_FALSE(is_text("\xF4\x90\x80\x80", 100)) << "above U+10FFFF";
    EXPECT_FALSE(is_text("\xE2\x9C", 100)) << "cut off";
    EXPECT_FALSE(is_text(std::string_view("a\0b", 3), 100));
    EXPECT_FALSE(is_text("four", 3));
}

} // namespace
} // namespace seamline::review
