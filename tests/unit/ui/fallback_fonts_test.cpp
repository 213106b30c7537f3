#include "app/ui/fallback_fonts.h"

#include "app/ui/theme.h"
#include "app/ui/utf8.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace seamline::ui {
namespace {

std::u32string characters_of(std::string_view text) {
    std::u32string all;
    while (!text.empty()) all.push_back(next_character(text));
    return all;
}

TEST(Utf8, WellFormedTextComesOutAsItsCharacters) {
    EXPECT_EQ(characters_of("a\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x8E\xAC"), U"a\u00E9\u6F22\U0001F3AC");
    EXPECT_EQ(characters_of(""), U"");
}

// Source: Unicode 15, table 3-7 and its examples of ill-formed sequences.
TEST(Utf8, IllFormedBytesAreReplacedOneByOne) {
    EXPECT_EQ(characters_of("\xFF"
                            "a"),
              U"\uFFFDa");
    EXPECT_EQ(characters_of("\xC0\xAF"), U"\uFFFD\uFFFD") << "overlong";
    EXPECT_EQ(characters_of("\xE0\x80\xAF"), U"\uFFFD\uFFFD\uFFFD") << "overlong";
    EXPECT_EQ(characters_of("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD") << "surrogate";
    EXPECT_EQ(characters_of("\xF4\x90\x80\x80"), U"\uFFFD\uFFFD\uFFFD\uFFFD") << "too large";
    EXPECT_EQ(characters_of("\xE6\xBC"), U"\uFFFD\uFFFD") << "cut off";
    EXPECT_EQ(characters_of("\x80"), U"\uFFFD");
}

TEST(Utf8, AnyBytesAreReadToTheirEnd) {
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        std::string bytes(random() % 24, ' ');
        for (char& byte : bytes) byte = static_cast<char>(random());
        for (const char32_t c : characters_of(bytes)) {
            EXPECT_LE(c, 0x10FFFFU);
            EXPECT_FALSE(c >= 0xD800 && c < 0xE000);
        }
    }
}

class FallbackFontsTest : public testing::Test {
protected:
    FallbackFontsTest() { ImGui::CreateContext(); }
    ~FallbackFontsTest() override { ImGui::DestroyContext(); }

    static ImFontAtlas& built(const FallbackFonts& fallbacks, Fonts& fonts) {
        fonts = load_fonts(1, &fallbacks);
        ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
        EXPECT_TRUE(atlas.Build());
        return atlas;
    }
};

TEST_F(FallbackFontsTest, CharactersOfNamesGetGlyphsAndTheAtlasStaysSmall) {
    if (!has_east_asian_font())
        GTEST_SKIP() << "NOT TESTED: glyphs of fallback fonts. Install " << kEastAsianPackage;
    FallbackFonts fallbacks;
    Fonts fonts;
    const int before = built(fallbacks, fonts).TexHeight;
    EXPECT_EQ(fonts.text->FindGlyphNoFallback(0x6F22), nullptr);

    fallbacks.note("\xE6\xBC\xA2\xE5\xAD\x97 \xE3\x81\x8B\xE3\x81\xAA \xED\x95\x9C\xEA\xB8\x80");
    EXPECT_TRUE(fallbacks.look());
    const ImFontAtlas& atlas = built(fallbacks, fonts);
    for (const ImWchar c : std::u16string_view(u"\u6F22\u5B57\u304B\u306A\uD55C\uAE00"))
        for (const ImFont* font : {fonts.text, fonts.strong, fonts.small, fonts.mono}) {
            const ImFontGlyph* glyph = font->FindGlyphNoFallback(c);
            ASSERT_NE(glyph, nullptr) << std::hex << c;
            EXPECT_GT(glyph->X1, glyph->X0) << std::hex << c;
        }
    EXPECT_LE(atlas.TexHeight, 2 * before);
    EXPECT_NE(fonts.text->FindGlyphNoFallback('A'), nullptr);

    fallbacks.note("\xE6\xBC\xA2");
    EXPECT_FALSE(fallbacks.look()) << "nothing new";
    EXPECT_TRUE(fallbacks.missing().empty());
    EXPECT_TRUE(fallbacks.advice().empty());
}

TEST_F(FallbackFontsTest, WithoutAFontThePackageIsNamedAndTheReplacementIsDrawn) {
    FallbackFonts fallbacks{std::vector<std::filesystem::path>{}};
    fallbacks.note("take \xE6\xBC\xA2 \xFF\xFE \xF0\x9F\x8E\xAC");
    EXPECT_FALSE(fallbacks.look());
    EXPECT_EQ(fallbacks.missing(), (std::set<ImWchar>{0x6F22}));
    EXPECT_NE(fallbacks.advice().find(kEastAsianPackage), std::string::npos);
    Fonts fonts;
    built(fallbacks, fonts);
    EXPECT_EQ(fonts.text->FindGlyph(0x6F22), fonts.text->FallbackGlyph);
    ASSERT_NE(fonts.text->FallbackGlyph, nullptr);

    FallbackFonts arabic{std::vector<std::filesystem::path>{}};
    arabic.note("\xD8\xB9");
    arabic.look();
    EXPECT_NE(arabic.advice().find(kOtherScriptsPackage), std::string::npos);
}

TEST_F(FallbackFontsTest, ThousandsOfCharactersDoNotFillTheAtlasWithoutEnd) {
    FallbackFonts fonts{std::vector<std::filesystem::path>{}};
    for (unsigned c = 0x4E00; c < 0x4E00 + 5000; ++c)
        fonts.note(std::string{static_cast<char>(0xE0 | c >> 12),
                               static_cast<char>(0x80 | (c >> 6 & 63)),
                               static_cast<char>(0x80 | (c & 63))});
    fonts.look();
    EXPECT_EQ(fonts.missing().size(), FallbackFonts::kMostCharacters);
}

TEST_F(FallbackFontsTest, AFileThatIsNoFontIsPassedOver) {
    const test::TemporaryFolder folder;
    test::write_text(folder / "broken.ttf", "this is no font at all, only some text");
    FallbackFonts fallbacks{{folder / "broken.ttf", folder / "none.ttf"}};
    fallbacks.note("\xE6\xBC\xA2");
    EXPECT_FALSE(fallbacks.look());
    EXPECT_EQ(fallbacks.missing().size(), 1U);
}

} // namespace
} // namespace seamline::ui
