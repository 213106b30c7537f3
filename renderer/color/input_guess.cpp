#include "renderer/color/input_guess.h"

#include "renderer/color/color_config_state.h"
#include "renderer/color/space_names.h"

#include <optional>

namespace seamline::color {
namespace {

struct TaggedSpace {
    const char* space;
    bool exact = true; ///< The tags mean this space and not only one near it.
};

bool is_p3(ColorPrimaries primaries) {
    return primaries == ColorPrimaries::DisplayP3 || primaries == ColorPrimaries::DciP3;
}

TaggedSpace bt1886_space(ColorPrimaries primaries) {
    switch (primaries) {
    case ColorPrimaries::Bt709:
        return {"Rec.709"};
    case ColorPrimaries::Bt601_525:
    case ColorPrimaries::Smpte240m:
        return {"Rec.601 525"};
    case ColorPrimaries::Bt601_625:
        return {"Rec.601 625"};
    case ColorPrimaries::Ebu3213:
        return {"Rec.601 625", false};
    case ColorPrimaries::Bt2020:
        return {"Rec.2020"};
    case ColorPrimaries::DisplayP3:
        return {"P3-D65 BT.1886"};
    case ColorPrimaries::DciP3:
        return {"P3-D65 BT.1886", false};
    default:
        return {"Rec.709", false};
    }
}

TaggedSpace linear_space(ColorPrimaries primaries) {
    switch (primaries) {
    case ColorPrimaries::Bt709:
        return {"Linear Rec.709"};
    case ColorPrimaries::Bt2020:
        return {"Linear Rec.2020"};
    case ColorPrimaries::DisplayP3:
        return {"Linear P3-D65"};
    default:
        return {"Linear Rec.709", false};
    }
}

TaggedSpace tagged_space(ColorPrimaries primaries, ColorTransfer transfer) {
    const bool is_709 = primaries == ColorPrimaries::Bt709;
    switch (transfer) {
    case ColorTransfer::Bt1886:
        return bt1886_space(primaries);
    case ColorTransfer::Srgb:
        if (primaries == ColorPrimaries::DisplayP3) return {"Display P3"};
        return {"sRGB", is_709};
    case ColorTransfer::Gamma22:
        return {"Gamma 2.2 Rec.709", is_709};
    case ColorTransfer::Gamma28:
        return {"Gamma 2.8 Rec.709", is_709};
    case ColorTransfer::Linear:
        return linear_space(primaries);
    case ColorTransfer::Pq:
        if (is_p3(primaries)) return {"P3-D65 PQ", primaries == ColorPrimaries::DisplayP3};
        return {"Rec.2100 PQ", primaries == ColorPrimaries::Bt2020};
    case ColorTransfer::Hlg:
        return {"Rec.2100 HLG", primaries == ColorPrimaries::Bt2020};
    case ColorTransfer::Log100:
    case ColorTransfer::Log316:
    case ColorTransfer::Smpte428:
        return {"Rec.709", false};
    }
    return {"Rec.709", false};
}

std::string guessed_words(std::uint8_t guessed) {
    std::string words;
    const auto add = [&](std::uint8_t bit, const char* word) {
        if (guessed & bit) words += (words.empty() ? "" : ", ") + std::string(word);
    };
    add(kGuessedPrimaries, "primaries");
    add(kGuessedTransfer, "transfer");
    add(kGuessedMatrix, "matrix");
    add(kGuessedRange, "range");
    return words;
}

std::optional<InputGuess> from_rules(const ColorConfig& config, const std::filesystem::path& file) {
    if (config.is_built_in() || file.empty()) return {};
    const OCIO::Config& ocio = *config.state().config;
    std::size_t rule = 0;
    const char* space = ocio.getColorSpaceFromFilepath(file.string().c_str(), rule);
    const auto rules = ocio.getFileRules();
    const std::string rule_name = rules->getName(rule);
    const std::string name = config.space_named(space ? space : "");
    if (name.empty() || rule_name == OCIO::FileRules::DefaultRuleName) return {};
    // A space's name inside a path is a hint; a rule that somebody wrote is a statement.
    const bool search = rule_name == OCIO::FileRules::FilePathSearchRuleName;
    return InputGuess{name, one_line("rule \"" + rule_name + "\" of the colour configuration"),
                      !search};
}

InputGuess from_tags(const ColorConfig& config, const ColorTags& tags) {
    const TaggedSpace tagged = tagged_space(tags.primaries, tags.transfer);
    const bool stated = !(tags.guessed & (kGuessedPrimaries | kGuessedTransfer));
    std::string reason = std::string(stated ? "tagged " : "guessed: ") + name(tags.primaries) +
                         ", " + name(tags.transfer);
    const std::string guessed = guessed_words(tags.guessed);
    if (!guessed.empty()) reason += " (the file does not say its " + guessed + ")";
    if (!tagged.exact) reason += "; this is the nearest space there is";
    std::string space = equivalent_space(config, tagged.space);
    if (!space.empty()) return {space, reason, stated && tagged.exact};
    space = config.space_named(OCIO::ROLE_DEFAULT);
    if (space.empty()) space = config.spaces().front().name;
    return {space, reason + "; the colour configuration has no such space, so its default is used",
            false};
}

} // namespace

InputGuess guess_input_space(const ColorConfig& config, const ColorTags& tags,
                             const std::filesystem::path& file) {
    try {
        if (auto ruled = from_rules(config, file)) return *ruled;
    } catch (const std::exception&) {
        // A rule whose pattern does not apply to this path names nothing.
    }
    const bool hdr = (tags.transfer == ColorTransfer::Pq || tags.transfer == ColorTransfer::Hlg) &&
                     !(tags.guessed & kGuessedTransfer);
    const std::string mentioned = hdr ? "" : space_in_file_name(file.filename().string());
    if (!mentioned.empty()) {
        const std::string space = equivalent_space(config, mentioned);
        if (!space.empty()) return {space, "the file's name mentions " + mentioned, false};
    }
    return from_tags(config, tags);
}

} // namespace seamline::color
