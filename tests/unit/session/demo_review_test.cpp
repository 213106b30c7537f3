#include "app/session/demo_takes.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <set>
#include <string>

namespace seamline {
namespace {

using nlohmann::json;
using session::DemoTake;

json review_json() {
    std::ifstream file(SEAMLINE_SOURCE_DIR "/assets/demo/review.json");
    return json::parse(file);
}

std::vector<DemoTake> takes_of(const json& review) {
    const auto takes = session::parse_demo_takes(review.dump());
    if (!takes) throw std::runtime_error(takes.error().message);
    return takes.value();
}

/// The refusal of the review, after `change` was made to its first take's scene.
template <typename Change> std::string refusal_of(Change&& change) {
    json review = review_json();
    change(review);
    const auto takes = session::parse_demo_takes(review.dump());
    if (takes) return "accepted";
    EXPECT_EQ(takes.error().code, ErrorCode::Corrupt);
    EXPECT_EQ(takes.error().message.find('\n'), std::string::npos);
    return takes.error().message;
}

json& first_scene(json& review) { return review["shots"][0]["takes"][0]["scene"]; }

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(DemoReview, HasFourTakesOfTheRoomAndTwoOfTheExterior) {
    const std::vector<DemoTake> takes = takes_of(review_json());
    ASSERT_EQ(takes.size(), 6U);
    std::multiset<std::string> shots;
    std::set<std::string> files;
    for (const DemoTake& take : takes) {
        shots.insert(take.shot);
        files.insert(session::demo_file_name(take));
        EXPECT_EQ(take.scene.width_px, 640U);
        EXPECT_EQ(take.scene.height_px, 360U);
        EXPECT_EQ(Rational(take.frame_count) / take.frame_rate, Rational(2)) << take.name;
    }
    EXPECT_EQ(shots.count("room"), 4U);
    EXPECT_EQ(shots.count("exterior"), 2U);
    EXPECT_EQ(files.size(), 6U);
    EXPECT_TRUE(files.contains("room_A.mp4"));
    EXPECT_EQ(takes[3].frame_rate, Rational(16));
    EXPECT_EQ(takes[5].frame_rate, Rational(25));
}

TEST(DemoReview, RoomTakesDifferFromTheReferenceByExactlyWhatTheyClaim) {
    const std::vector<DemoTake> takes = takes_of(review_json());
    const renderer::DemoSceneParams& a = takes[0].scene;
    const renderer::DemoSceneParams& b = takes[1].scene;
    const renderer::DemoSceneParams& c = takes[2].scene;
    const renderer::DemoSceneParams& d = takes[3].scene;
    EXPECT_FLOAT_EQ(b.exposure_stops - a.exposure_stops, 0.5F);
    EXPECT_FLOAT_EQ(b.color_temperature_k - a.color_temperature_k, 800.0F);
    EXPECT_FLOAT_EQ(b.sun_azimuth_deg - a.sun_azimuth_deg, 60.0F);
    EXPECT_EQ(b.wall_seed, a.wall_seed);
    EXPECT_EQ(b.face.skin_rgb, a.face.skin_rgb);
    EXPECT_NE(c.wall_seed, a.wall_seed);
    EXPECT_NE(c.face.skin_rgb, a.face.skin_rgb);
    EXPECT_EQ(c.sun_azimuth_deg, a.sun_azimuth_deg);
    EXPECT_NE(d.camera_move, a.camera_move);
    EXPECT_EQ(d.wall_seed, a.wall_seed);
}

TEST(DemoReview, TakesOfAShotSoundAlikeButForTheGainTheirAboutSentenceNames) {
    const std::vector<DemoTake> takes = takes_of(review_json());
    for (const DemoTake& take : takes) {
        // On a frame's start at 24, 16 and 25 frames per second, where the picture can be seen.
        EXPECT_EQ(session::beep_sample(take.sound), 48000) << take.name;
        EXPECT_EQ(session::demo_samples_before(take, take.frame_count), 96000) << take.name;
        EXPECT_EQ(take.sound.beep_dbfs, takes[0].sound.beep_dbfs);
        const bool room = take.shot == "room";
        EXPECT_EQ(take.sound.room_dbfs, takes[room ? 0 : 4].sound.room_dbfs);
        const float gain_db = take.sound.gain_db;
        const std::string words = std::to_string(static_cast<int>(std::abs(gain_db))) + " dB " +
                                  (gain_db < 0 ? "quieter" : "louder");
        EXPECT_EQ(has(take.about, "dB"), gain_db != 0) << take.about;
        EXPECT_EQ(has(take.about, words), gain_db != 0) << take.about;
    }
    EXPECT_EQ(takes[1].sound.gain_db - takes[0].sound.gain_db, -6);
}

TEST(DemoReview, FrameTimeIsExactAtEveryRate) {
    DemoTake take = takes_of(review_json())[3];
    EXPECT_EQ(session::demo_frame(take, 0).time_s, 0.0F);
    EXPECT_EQ(session::demo_frame(take, 24).time_s, 1.5F);
    EXPECT_EQ(session::demo_frame(take, 24).frame_index, 24U);
    take.frame_rate = {24000, 1001};
    EXPECT_FLOAT_EQ(session::demo_frame(take, 24).time_s, 1.001F);
}

TEST(DemoReview, AMissingAnUnknownAndAMeaninglessNumberAreNamedInOneLine) {
    const std::string missing = refusal_of([](json& r) { first_scene(r).erase("grain"); });
    EXPECT_TRUE(has(missing, "take room A has no \"grain\"")) << missing;
    const std::string unknown = refusal_of([](json& r) { first_scene(r)["fog"] = 1; });
    EXPECT_TRUE(has(unknown, "take room A has a key that nothing here knows")) << unknown;
    const std::string range = refusal_of([](json& r) { first_scene(r)["contrast"] = 1e300; });
    EXPECT_TRUE(has(range, "\"contrast\"") && has(range, "[0.2, 5]")) << range;
    const std::string kind = refusal_of([](json& r) { first_scene(r)["set"] = "moon\n"; });
    EXPECT_TRUE(has(kind, "\"set\"") && has(kind, "moon")) << kind;
    const std::string face = refusal_of([](json& r) { first_scene(r)["face"] = "nobody"; });
    EXPECT_TRUE(has(face, "none of \"faces\"")) << face;
    const std::string sound =
        refusal_of([](json& r) { r["shots"][0]["takes"][0]["sound"]["beep_dbfs"] = 3; });
    EXPECT_TRUE(has(sound, "the sound of take room A") && has(sound, "[-60, -6]")) << sound;
    const std::string silent =
        refusal_of([](json& r) { r["shots"][0]["takes"][0].erase("sound"); });
    EXPECT_TRUE(has(silent, "has no \"sound\"")) << silent;
}

TEST(DemoReview, BadTakesAreRefused) {
    const auto refusal_of_take = [](const char* key, const json& value) {
        return refusal_of([&](json& r) { r["shots"][0]["takes"][0][key] = value; });
    };
    EXPECT_TRUE(has(refusal_of_take("frame_rate", "24/0"), "frame_rate"));
    EXPECT_TRUE(has(refusal_of_take("frame_rate", "fast"), "frame_rate"));
    EXPECT_TRUE(has(refusal_of_take("frame_rate", 24), "frame_rate"));
    EXPECT_TRUE(has(refusal_of_take("name", "../../A"), "letters"));
    EXPECT_TRUE(has(refusal_of_take("name", "B"), "two takes"));
    EXPECT_TRUE(has(refusal_of_take("seconds", 0), "seconds"));
    EXPECT_TRUE(has(refusal_of([](json& r) { r["shots"] = json::array(); }), "no take"));
    EXPECT_TRUE(has(refusal_of([](json& r) { r = 7; }), "not an object"));
    EXPECT_FALSE(session::parse_demo_takes("{").has_value());
}

TEST(DemoReview, RangesIncludeTheirLimits) {
    const std::string highest = refusal_of([](json& r) {
        r["faces"]["Iris"]["head_width"] = 1.15;
        r["faces"]["Iris"]["jaw"] = 0.7;
    });
    EXPECT_EQ(highest, "accepted");
}

} // namespace
} // namespace seamline
