#include "renderer/color/space_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace seamline::color {
namespace {

struct FileWord {
    const char* word; // Lower case, letters and digits.
    const char* space;
    // Found inside longer words too. Otherwise it must be a word, or the whole of a few.
    bool anywhere;
};

// Longer and more specific first.
constexpr auto kFileWords = std::to_array<FileWord>({
    {"logc4", "ARRI LogC4", true},
    {"logc3", "ARRI LogC3", true},
    {"logc", "ARRI LogC3", false},
    {"sgamut3cine", "Sony S-Log3 S-Gamut3.Cine", true},
    {"slog3", "Sony S-Log3 S-Gamut3.Cine", true},
    {"log3g10", "RED Log3G10", true},
    {"clog2", "Canon Log 2", false},
    {"canonlog2", "Canon Log 2", true},
    {"clog3", "Canon Log 3", false},
    {"canonlog3", "Canon Log 3", true},
    {"applelog", "Apple Log", true},
    {"bmdfilm", "Blackmagic Film Gen 5", true},
    {"filmgen5", "Blackmagic Film Gen 5", true},
    {"davinciintermediate", "DaVinci Intermediate", true},
    {"davinciwg", "DaVinci Intermediate", true},
    {"vgamut", "Panasonic V-Log", true}, // "vlog" alone is a video blog.
    {"acescct", "ACEScct", true},
    {"acescg", "ACEScg", true},
    {"aces2065", "ACES2065-1", true},
    {"rec2100pq", "Rec.2100 PQ", true},
    {"st2084", "Rec.2100 PQ", true},
    {"hdr10", "Rec.2100 PQ", false},
    {"pq", "Rec.2100 PQ", false},
    {"hlg", "Rec.2100 HLG", false},
    {"displayp3", "Display P3", true},
    {"p3d65", "P3-D65", true},
});

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c))) {
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

bool mentions(const std::vector<std::string>& words, const FileWord& entry) {
    for (std::size_t first = 0; first < words.size(); ++first) {
        std::string joined;
        for (std::size_t last = first; last < std::min(first + 3, words.size()); ++last) {
            joined += words[last];
            if (joined == entry.word) return true;
        }
        if (entry.anywhere && words[first].find(entry.word) != std::string::npos) return true;
    }
    return false;
}

// "V-Log" in two words, which no video blog is.
bool says_v_log(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "v" && words[i + 1] == "log") return true;
    }
    return false;
}

struct Equivalent {
    const char* space;
    std::array<const char*, 5> names;
};

// Sources: the ACES 1.2 configuration; the CG and Studio configurations 1.0 to 2.2 of
// OpenColorIO-Config-ACES; Blender's and the "nuke-default" configuration.
// clang-format off
constexpr auto kEquivalents = std::to_array<Equivalent>({
    {"Rec.709", {"Rec.1886 Rec.709 - Display", "Gamma 2.4 Encoded Rec.709", "Gamma 2.4 Rec.709 - Texture", "Output - Rec.709", "BT.1886"}},
    {"sRGB", {"sRGB - Texture", "sRGB Encoded Rec.709 (sRGB)", "Utility - sRGB - Texture", "srgb_texture", "srgb_tx"}},
    {"Gamma 2.2 Rec.709", {"Gamma 2.2 Rec.709 - Texture", "Gamma 2.2 Encoded Rec.709", "Gamma 2.2 Rec.709 - Display", nullptr, nullptr}},
    {"Rec.2020", {"Rec.1886 Rec.2020 - Display", "Output - Rec.2020", nullptr, nullptr, nullptr}},
    {"P3-D65", {"P3-D65 - Display", "Output - P3D65", nullptr, nullptr, nullptr}},
    {"Display P3", {"Display P3 - Display", "Display P3", nullptr, nullptr, nullptr}},
    {"Rec.2100 PQ", {"Rec.2100-PQ - Display", "Rec.2100-PQ", "Output - Rec.2020 ST2084 (1000 nits)", "rec2100_pq", nullptr}},
    {"P3-D65 PQ", {"ST2084-P3-D65 - Display", nullptr, nullptr, nullptr, nullptr}},
    {"Rec.2100 HLG", {"Rec.2100-HLG - Display", "Rec.2100-HLG", "rec2100_hlg", nullptr, nullptr}},
    {"ACES2065-1", {"ACES - ACES2065-1", "aces_interchange", nullptr, nullptr, nullptr}},
    {"ACEScg", {"ACES - ACEScg", nullptr, nullptr, nullptr, nullptr}},
    {"ACEScct", {"ACES - ACEScct", nullptr, nullptr, nullptr, nullptr}},
    {"Linear Rec.709", {"Linear Rec.709 (sRGB)", "Linear Rec.709", "Utility - Linear - sRGB", "lin_rec709", "lin_srgb"}},
    {"Linear P3-D65", {"Linear P3-D65", "Utility - Linear - P3-D65", nullptr, nullptr, nullptr}},
    {"Linear Rec.2020", {"Linear Rec.2020", "Utility - Linear - Rec.2020", nullptr, nullptr, nullptr}},
    {"ARRI LogC3", {"ARRI LogC3 (EI800)", "Input - ARRI - V3 LogC (EI800) - Wide Gamut", "logc3ei800_alexawide", nullptr, nullptr}},
    {"ARRI LogC4", {"ARRI LogC4", nullptr, nullptr, nullptr, nullptr}},
    {"Sony S-Log3 S-Gamut3.Cine", {"S-Log3 S-Gamut3.Cine", "Input - Sony - S-Log3 - S-Gamut3.Cine", nullptr, nullptr, nullptr}},
    {"Panasonic V-Log", {"V-Log V-Gamut", "Input - Panasonic - V-Log - V-Gamut", nullptr, nullptr, nullptr}},
    {"RED Log3G10", {"Log3G10 REDWideGamutRGB", "Input - RED - REDLog3G10 - REDWideGamutRGB", nullptr, nullptr, nullptr}},
    {"Canon Log 2", {"CanonLog2 CinemaGamut D55", "Input - Canon - Canon-Log2 - Cinema Gamut Daylight", nullptr, nullptr, nullptr}},
    {"Canon Log 3", {"CanonLog3 CinemaGamut D55", "Input - Canon - Canon-Log3 - Cinema Gamut Daylight", nullptr, nullptr, nullptr}},
    {"Apple Log", {"Apple Log", nullptr, nullptr, nullptr, nullptr}},
    {"Blackmagic Film Gen 5", {"BMDFilm WideGamut Gen5", nullptr, nullptr, nullptr, nullptr}},
    {"DaVinci Intermediate", {"DaVinci Intermediate WideGamut", nullptr, nullptr, nullptr, nullptr}},
});
// clang-format on

} // namespace

std::string space_in_file_name(std::string_view file_name) {
    const std::vector<std::string> words = words_of(file_name);
    for (const FileWord& entry : kFileWords) {
        if (mentions(words, entry)) return entry.space;
    }
    return says_v_log(words) ? "Panasonic V-Log" : "";
}

std::string equivalent_space(const ColorConfig& config, std::string_view space) {
    if (std::string name = config.space_named(space); !name.empty()) return name;
    for (const Equivalent& entry : kEquivalents) {
        if (entry.space != space) continue;
        for (const char* candidate : entry.names) {
            if (!candidate) break;
            if (std::string name = config.space_named(candidate); !name.empty()) return name;
        }
    }
    return "";
}

} // namespace seamline::color
