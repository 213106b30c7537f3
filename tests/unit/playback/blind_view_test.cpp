#include "app/playback/blind_view.h"

#include <gtest/gtest.h>

namespace seamline::playback {
namespace {

using session::Session;
using session::Source;

Session three() {
    Session session;
    for (session::SourceKey key : {1U, 2U, 3U}) session.sources.push_back({.key = key});
    session.sources[1].visible = false;
    session.compare.mode = session::CompareMode::Wipe;
    session.compare.a = 3;
    return session;
}

TEST(BlindView, SettlingPutsBackOrderVisibilityAndCompare) {
    const Session before = three();
    const BlindView view = blind_view_of(before);
    Session shown = before;
    std::swap(shown.sources[0], shown.sources[2]);
    for (Source& source : shown.sources) source.visible = source.key != 1;
    shown.compare.mode = session::CompareMode::Row;
    shown.compare.a = 2;
    EXPECT_EQ(settled(shown, view), before);
}

TEST(BlindView, WhatCameMeanwhileStays) {
    const BlindView view = blind_view_of(three());
    Session shown = three();
    shown.sources.insert(shown.sources.begin(), {.key = 9});
    shown.sources.erase(shown.sources.begin() + 1); // Source 1 was closed.
    const Session after = settled(shown, view);
    ASSERT_EQ(after.sources.size(), 3U);
    EXPECT_EQ(after.sources[0].key, 2U);
    EXPECT_EQ(after.sources[2].key, 9U);
    EXPECT_TRUE(after.sources[2].visible);
    EXPECT_FALSE(after.sources[0].visible);
}

} // namespace
} // namespace seamline::playback
