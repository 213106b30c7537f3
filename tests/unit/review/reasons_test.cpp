#include "app/review/reasons.h"

#include "app/review/decision.h"

#include <gtest/gtest.h>

namespace seamline::review {
namespace {

/// Published examples: Wagner and Fischer's, and the one that tells optimal string alignment (3)
/// from the unrestricted distance (2).
TEST(LettersApart, CountsChanges) {
    EXPECT_EQ(letters_apart("kitten", "sitting"), 3U);
    EXPECT_EQ(letters_apart("saturday", "sunday"), 3U);
    EXPECT_EQ(letters_apart("ca", "abc"), 3U);
    EXPECT_EQ(letters_apart("flikcer", "flicker"), 1U) << "two neighbours swapped";
    EXPECT_EQ(letters_apart("", "abc"), 3U);
    EXPECT_EQ(letters_apart("abc", ""), 3U);
    EXPECT_EQ(letters_apart("MOTION", "motion"), 0U);
}

TEST(UnlistedReasons, NameTheNearest) {
    const auto list = default_reasons();
    const auto nearest = [&](const std::string& reason) {
        const std::vector<std::string> one{reason};
        const auto unlisted = unlisted_reasons(one, list);
        return unlisted.empty() ? std::string("listed") : unlisted.front().nearest;
    };
    EXPECT_EQ(nearest("motion"), "listed");
    EXPECT_EQ(nearest("Motion"), "motion");
    EXPECT_EQ(nearest("flikker"), "flicker");
    EXPECT_EQ(nearest("artifact"), "artefact");
    EXPECT_EQ(nearest("lighting"), "lighting drift");
    EXPECT_EQ(nearest("six fingers"), "");
    EXPECT_EQ(nearest(std::string(1'000, 'x')), "");
    const std::vector<std::string> several{"text", "own words", "own words", "txet"};
    EXPECT_EQ(unlisted_reasons(several, list),
              (std::vector<UnlistedReason>{{"own words", ""}, {"txet", "text"}}));
    EXPECT_EQ(unlisted_reasons(several, {}).size(), 3U);
}

} // namespace
} // namespace seamline::review
