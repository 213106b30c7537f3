#include "app/review/uuid7.h"

#include "app/review/sha256.h"

#include <gtest/gtest.h>

#include <set>

namespace seamline::review {
namespace {

TEST(Uuid7, IsTheRfcsLayout) {
    // The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z.
    const std::string example = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    EXPECT_TRUE(is_uuid7(example));
    EXPECT_EQ(uuid7_time_ms(example), 1'645'557'742'000);
    const std::string made = uuid7(1'645'557'742'000);
    EXPECT_EQ(made.substr(0, 13), "017f22e2-79b0");
    EXPECT_EQ(made[14], '7');
    EXPECT_NE(std::string("89ab").find(made[19]), std::string::npos);
}

TEST(Uuid7, RefusesWhatIsNone) {
    for (const char* text :
         {"", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
          "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e2x79b0-7cc3-98c4-dc0c0c07398f",
          "017f22e2-79b0-7cc3-98c4-dc0c0c07398"})
        EXPECT_FALSE(is_uuid7(text)) << text;
}

TEST(Uuid7, GrowsWithAClockThatStandsOrGoesBack) {
    std::string last;
    std::set<std::string> all;
    for (int i = 0; i < 10'000; ++i) {
        const std::string next = uuid7(1'700'000'000'000 - i / 10, last);
        EXPECT_GT(next, last);
        EXPECT_TRUE(is_uuid7(next)) << next;
        all.insert(last = next);
    }
    EXPECT_EQ(all.size(), 10'000U);
}

TEST(Uuid7, CarriesIntoTheTime) {
    // All random bits set: the next one is of the next millisecond.
    const std::string next = uuid7(0, "017f22e2-79b0-7fff-bfff-ffffffffffff");
    EXPECT_EQ(uuid7_time_ms(next), 1'645'557'742'001);
}

// FIPS 180-2's and NIST's examples.
TEST(Sha256, MatchesPublishedValues) {
    EXPECT_EQ(hex_text(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex_text(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_text(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hex_text(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

} // namespace
} // namespace seamline::review
