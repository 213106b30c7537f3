#include "app/analysis/feature_store.h"

#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <fstream>

namespace seamline::analysis {
namespace {

const FeatureKey kKey{"xxh3-128:00112233445566778899aabbccddeeff", "light", 0.06, false};

std::vector<FrameFeatures> some_frames() {
    std::vector<FrameFeatures> frames(3);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        frames[i].frame = static_cast<std::int64_t>(i);
        frames[i].time_s = Rational(static_cast<std::int64_t>(i) * 1001, 24000);
        frames[i].mean_luma = 100.25 + static_cast<double>(i) / 3;
        frames[i].step.camera.roll_deg = -0.1;
        frames[i].signature.assign(kSignatureSize, static_cast<std::uint8_t>(7 * i + 1));
    }
    frames[1].substitute = true;
    frames[1].signature.clear();
    frames[2].step.residual = 0.1;
    return frames;
}

TEST(FeatureStore, GivesBackWhatItGotBitForBit) {
    const auto frames = some_frames();
    const auto back = features_from_bytes(features_to_bytes(kKey, frames), kKey);
    ASSERT_TRUE(back) << back.error().message;
    ASSERT_EQ(back.value().size(), 3U);
    EXPECT_EQ(back.value()[2].mean_luma, frames[2].mean_luma);
    EXPECT_EQ(back.value()[2].time_s, frames[2].time_s);
    EXPECT_EQ(back.value()[2].signature, frames[2].signature);
    EXPECT_EQ(back.value()[2].step.camera.roll_deg, -0.1);
    EXPECT_TRUE(std::isnan(back.value()[0].step.residual));
    EXPECT_TRUE(back.value()[1].substitute);
    // All numbers, the ones above and the rest: the bytes are the same again.
    EXPECT_EQ(features_to_bytes(kKey, back.value()), features_to_bytes(kKey, frames));
}

TEST(FeatureStore, IgnoresAndReplacesDamage) {
    const auto folder = test::footage_folder() / "feature-store";
    std::filesystem::remove_all(folder);
    EXPECT_FALSE(stored_features(folder, kKey));
    ASSERT_TRUE(store_features(folder, kKey, some_frames()));
    ASSERT_TRUE(stored_features(folder, kKey));
    const auto file = folder / store_file_name(kKey);
    {
        std::fstream damaged(file, std::ios::in | std::ios::out | std::ios::binary);
        damaged.seekp(60);
        damaged.put('!');
    }
    EXPECT_FALSE(stored_features(folder, kKey));
    std::filesystem::resize_file(file, 10);
    EXPECT_FALSE(stored_features(folder, kKey));
    ASSERT_TRUE(store_features(folder, kKey, some_frames()));
    EXPECT_EQ(stored_features(folder, kKey)->size(), 3U);
    // Nothing is left beside it.
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
}

TEST(FeatureStore, WhatWasUsedLongestAgoGoesFirst) {
    using Clock = std::filesystem::file_time_type::clock;
    const auto folder = test::footage_folder() / "feature-eviction";
    std::filesystem::remove_all(folder);
    const auto age = [](const std::filesystem::path& file, int hours) {
        std::filesystem::last_write_time(file, Clock::now() - std::chrono::hours(hours));
    };
    std::vector<FeatureKey> keys(3, kKey);
    std::vector<std::filesystem::path> files;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        keys[i].light_id = "light " + std::to_string(i);
        ASSERT_TRUE(store_features(folder, keys[i], some_frames()));
        files.push_back(folder / store_file_name(keys[i]));
        age(files[i], 30 - static_cast<int>(i));
    }
    const std::uintmax_t bytes = std::filesystem::file_size(files[0]);
    ASSERT_TRUE(stored_features(folder, keys[0])) << "which makes it the newest";
    std::ofstream(folder / "notes.txt") << "another's";
    std::ofstream(folder / "x.features.77.part") << "left behind";
    age(folder / "x.features.77.part", 30);
    std::ofstream(folder / "y.features.78.part") << "being written";
    evict_features(folder, 2 * bytes + bytes / 2);
    EXPECT_TRUE(std::filesystem::exists(files[0]));
    EXPECT_FALSE(std::filesystem::exists(files[1]));
    EXPECT_TRUE(std::filesystem::exists(files[2]));
    EXPECT_TRUE(std::filesystem::exists(folder / "notes.txt"));
    EXPECT_FALSE(std::filesystem::exists(folder / "x.features.77.part"));
    EXPECT_TRUE(std::filesystem::exists(folder / "y.features.78.part"));
    // What was just written stays, however small the limit.
    ASSERT_TRUE(store_features(folder, keys[1], some_frames(), 1));
    EXPECT_TRUE(std::filesystem::exists(files[1]));
    EXPECT_FALSE(std::filesystem::exists(files[0]));
}

TEST(FeatureStore, ItsLimitIsStatedInMegabytes) {
    EXPECT_EQ(store_limit(nullptr).value(), kStoreBytes);
    EXPECT_EQ(store_limit("1").value(), 1U << 20U);
    EXPECT_EQ(store_limit("1000000").value(), 1000000ULL << 20U);
    for (const char* wrong : {"", "0", "-1", "2 GB", "1000001", "1e3", "99999999999"}) {
        const auto limit = store_limit(wrong);
        ASSERT_FALSE(limit) << wrong;
        EXPECT_NE(limit.error().message.find("SEAMLINE_FEATURES_MB"), std::string::npos);
    }
}

TEST(FeatureStore, EveryPartOfTheKeyCounts) {
    const auto bytes = features_to_bytes(kKey, some_frames());
    for (int part = 0; part < 4; ++part) {
        FeatureKey other = kKey;
        if (part == 0) other.media_id = "xxh3-128:11112233445566778899aabbccddeeff";
        if (part == 1) other.light_id = "other light";
        if (part == 2) other.border = 0;
        if (part == 3) other.cuts_only = true;
        EXPECT_FALSE(features_from_bytes(bytes, other)) << part;
        EXPECT_NE(store_file_name(other), store_file_name(kKey)) << part;
    }
}

TEST(FeatureStore, RefusesWhatIsNoFeatures) {
    EXPECT_FALSE(features_from_cbor({}, nullptr));
    const std::vector<std::uint8_t> deep(1 << 20, 0x81); // Arrays in arrays.
    EXPECT_FALSE(features_from_cbor(deep, nullptr));
    const std::vector<std::uint8_t> claims{0x9A, 0xFF, 0xFF, 0xFF, 0xFF};
    EXPECT_FALSE(features_from_cbor(claims, nullptr));
}

} // namespace
} // namespace seamline::analysis
