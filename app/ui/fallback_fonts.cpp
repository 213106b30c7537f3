#include "app/ui/fallback_fonts.h"

#include "app/ui/utf8.h"

#include <stb_truetype.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;

constexpr std::array<ImWchar, 17> kOwnGlyphs{0x0020, 0x024F, 0x0370, 0x052F, 0x1E00, 0x1EFF,
                                             0x2010, 0x2044, 0x2190, 0x21FF, 0x2212, 0x2212,
                                             0x2318, 0x2318, 0xFFFD, 0xFFFD, 0};

/// Packages: fonts-noto-cjk, fonts-wqy-microhei, fonts-wqy-zenhei, fonts-droid-fallback,
/// fonts-unfonts-core, fonts-dejavu-core, fonts-noto-core, fonts-freefont-ttf.
constexpr std::array kFiles{"opentype/noto/NotoSansCJK-Regular.ttc",
                            "truetype/wqy/wqy-microhei.ttc",
                            "truetype/wqy/wqy-zenhei.ttc",
                            "truetype/droid/DroidSansFallbackFull.ttf",
                            "truetype/unfonts-core/UnDotum.ttf",
                            "truetype/dejavu/DejaVuSans.ttf",
                            "truetype/noto/NotoSansArabic-Regular.ttf",
                            "truetype/noto/NotoSansHebrew-Regular.ttf",
                            "truetype/noto/NotoSansThai-Regular.ttf",
                            "truetype/noto/NotoSansDevanagari-Regular.ttf",
                            "truetype/noto/NotoSansBengali-Regular.ttf",
                            "truetype/noto/NotoSansTamil-Regular.ttf",
                            "truetype/noto/NotoSansTelugu-Regular.ttf",
                            "truetype/noto/NotoSansGeorgian-Regular.ttf",
                            "truetype/noto/NotoSansArmenian-Regular.ttf",
                            "truetype/noto/NotoSansEthiopic-Regular.ttf",
                            "truetype/noto/NotoSansSymbols2-Regular.ttf",
                            "truetype/freefont/FreeSans.ttf"};
constexpr std::array kFolders{"/usr/share/fonts", "/usr/local/share/fonts"};

/// Not more than a font is: a file that is no font is not read to its end.
constexpr std::uintmax_t kMostFontBytes = 200U << 20;

bool is_own(char32_t character) {
    for (std::size_t i = 0; i + 1 < kOwnGlyphs.size(); i += 2)
        if (character >= kOwnGlyphs[i] && character <= kOwnGlyphs[i + 1]) return true;
    return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

/// Hangul, kana, bopomofo, Han, and the forms and punctuation that go with them.
bool is_east_asian(ImWchar c) {
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF00 && c <= 0xFFEF);
}

} // namespace

/// A font file, read when it is first asked.
struct FallbackFonts::Font {
    explicit Font(fs::path at) : path(std::move(at)) {}

    bool has(ImWchar character) {
        if (!tried) open();
        return usable && stbtt_FindGlyphIndex(&info, character) != 0;
    }
    void open() {
        tried = true;
        std::error_code code;
        const std::uintmax_t size = fs::file_size(path, code);
        if (code || size > kMostFontBytes) return;
        std::ifstream file(path, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
        if (bytes.size() < 12) return;
        auto* const data = reinterpret_cast<unsigned char*>(bytes.data());
        const int offset = stbtt_GetFontOffsetForIndex(data, 0);
        usable = offset >= 0 && stbtt_InitFont(&info, data, offset) != 0;
    }

    fs::path path;
    std::vector<char> bytes;
    stbtt_fontinfo info{};
    bool tried = false;
    bool usable = false;
    std::vector<ImWchar> ranges; ///< What was found in it, as ImGui wants it; empty: nothing.
};

std::span<const ImWchar> own_glyphs() { return kOwnGlyphs; }

std::vector<fs::path> installed_fallback_fonts() {
    std::vector<fs::path> files;
    for (const char* file : kFiles) {
        for (const char* folder : kFolders) {
            std::error_code code;
            if (fs::is_regular_file(fs::path(folder) / file, code))
                files.push_back(fs::path(folder) / file);
        }
    }
    return files;
}

FallbackFonts::FallbackFonts(std::vector<fs::path> files) {
    for (fs::path& file : files) fonts_.push_back(std::make_unique<Font>(std::move(file)));
}

FallbackFonts::~FallbackFonts() = default;

void FallbackFonts::note(std::string_view text) {
    while (!text.empty()) {
        const char32_t character = next_character(text);
        if (character > 0xFFFF || is_own(character)) continue;
        const auto wanted = static_cast<ImWchar>(character);
        if (looked_for_.contains(wanted)) continue;
        if (looked_for_.size() + noted_.size() < kMostCharacters)
            noted_.insert(wanted);
        else
            is_full_ = true;
    }
}

bool FallbackFonts::look() {
    bool found = false;
    for (const ImWchar character : noted_) {
        const auto font =
            std::ranges::find_if(fonts_, [&](const auto& f) { return f->has(character); });
        looked_for_.insert(character);
        if (font == fonts_.end()) {
            missing_.insert(character);
            continue;
        }
        std::vector<ImWchar>& ranges = (*font)->ranges;
        if (!ranges.empty()) ranges.pop_back();
        ranges.insert(ranges.end(), {character, character, 0});
        found = true;
    }
    noted_.clear();
    return found;
}

void FallbackFonts::merge_into(ImFontAtlas& atlas, float size_px) const {
    for (const auto& font : fonts_) {
        if (font->ranges.empty()) continue;
        ImFontConfig config;
        config.MergeMode = true;
        config.FontDataOwnedByAtlas = false;
        atlas.AddFontFromMemoryTTF(font->bytes.data(), static_cast<int>(font->bytes.size()),
                                   size_px, &config, font->ranges.data());
    }
}

std::string FallbackFonts::advice() const {
    if (missing_.empty() && is_full_)
        return "Names and notes have more different characters than the window draws; some are "
               "shown as '?'.";
    if (missing_.empty()) return {};
    const bool east_asian = std::ranges::any_of(missing_, is_east_asian);
    return std::string("Some characters of names or notes are in no installed font; install ") +
           (east_asian ? kEastAsianPackage : kOtherScriptsPackage) + " to see them.";
}

bool has_east_asian_font() {
    FallbackFonts fonts;
    fonts.note("\xE4\xB8\xAD\xE3\x81\x82\xEA\xB0\x80"); // One of Han, kana and Hangul each.
    fonts.look();
    return fonts.missing().empty();
}

} // namespace seamline::ui
