// URLs of media and texts for messages.
#include "app/interchange/file_url.h"
#include "app/interchange/text_encoding.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

TEST(MediaUrl, NamesPathsOfAnyMachine) {
    EXPECT_EQ(media_url("/takes/a b.mov"), "file:///takes/a%20b.mov");
    EXPECT_EQ(media_url("S:\\takes\\a;b.mov"), "file:///S:/takes/a;b.mov");
    EXPECT_EQ(media_url("\\\\server\\share\\a.mov"), "file://server/share/a.mov");
    EXPECT_EQ(media_url("takes/\xC3\xA9.mov"), "./takes/%C3%A9.mov");
    EXPECT_EQ(media_url("file://localhost/a%20b"), "file://localhost/a%20b");
    EXPECT_EQ(media_url("https://x/y z"), "https://x/y z");
}

TEST(MediaUrl, IsThePathAgain) {
    for (const char* path : {"/takes/100 %.mov", "S:/takes/#1?.mov", "/\xE5\xA4\xA7/a.mov"})
        EXPECT_EQ(path_text(media_url(path)), path);
    EXPECT_EQ(file_url("/takes/a:b.mov"), "file:///takes/a%3Ab.mov");
    EXPECT_EQ(path_text(file_url("/takes/a:b.mov")), "/takes/a:b.mov");
}

TEST(OneLine, ReplacesControlCharactersAndCutsBetweenCharacters) {
    EXPECT_EQ(one_line("a\nb\tc\x7f", 40), "a?b?c?");
    EXPECT_EQ(one_line("abcdef", 6), "abcdef");
    EXPECT_EQ(one_line("abcdef", 3), "abc...");
    const std::string text = "ab\xE5\xA4\xA7"; // Three bytes of one character.
    for (const std::size_t longest : {std::size_t{3}, std::size_t{4}})
        EXPECT_EQ(one_line(text, longest), "ab...");
    EXPECT_EQ(one_line(text, 5), text);
    EXPECT_EQ(one_line("", 0), "");
}

} // namespace
} // namespace seamline::interchange
