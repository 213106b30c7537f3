// app/ui/fallback_fonts.h: glyphs for scripts that the interface's own fonts lack.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// Latin, Greek, Cyrillic, and the punctuation, arrows and signs the panels use: pairs of first and
/// last code point, ended by 0.
std::span<const ImWchar> own_glyphs();

/// Fonts with many scripts that are installed where Debian and Ubuntu put them, the best first.
std::vector<std::filesystem::path> installed_fallback_fonts();

/// Finds glyphs for the characters that texts really have, so that the font atlas stays small: a
/// font of all Chinese characters would fill a texture of 8192 x 8192.
///
/// ImGui draws no character beyond U+FFFF and shapes no text: Arabic and Indic letters stand
/// unjoined.
///
/// Threads: main thread. Blocks: a font file is read when first needed, tens of milliseconds.
class FallbackFonts {
public:
    explicit FallbackFonts(std::vector<std::filesystem::path> files = installed_fallback_fonts());
    ~FallbackFonts();

    /// More would make an atlas that no GPU takes; what comes later is drawn as unknown.
    static constexpr std::size_t kMostCharacters = 3000;

    /// Notes what is in `text`. Any bytes will do.
    void note(std::string_view text);
    /// Looks for what was noted and not looked for yet. True when a font has some of it: the atlas
    /// must be filled anew.
    bool look();
    /// Adds the glyphs that were found to the font that was added to `atlas` last. The atlas reads
    /// from this object until it is built.
    void merge_into(ImFontAtlas& atlas, float size_px) const;

    /// Noted characters that no font has.
    const std::set<ImWchar>& missing() const { return missing_; }
    /// What to do to see all, in a sentence; empty when nothing is missing.
    std::string advice() const;

private:
    struct Font;
    std::vector<std::unique_ptr<Font>> fonts_;
    std::set<ImWchar> looked_for_;
    std::set<ImWchar> noted_; ///< Not looked for yet.
    std::set<ImWchar> missing_;
    bool is_full_ = false;
};

/// Whether Chinese, Japanese and Korean names can be shown.
bool has_east_asian_font();
inline constexpr const char* kEastAsianPackage = "fonts-wqy-microhei";
inline constexpr const char* kOtherScriptsPackage = "fonts-noto-core";

} // namespace seamline::ui
