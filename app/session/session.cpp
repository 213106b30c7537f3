#include "app/session/session.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace seamline::session {
namespace {

constexpr std::array<std::pair<CompareMode, const char*>, 9> kModes{{
    {CompareMode::Single, "single"},
    {CompareMode::Row, "row"},
    {CompareMode::Column, "column"},
    {CompareMode::Grid, "grid"},
    {CompareMode::Wipe, "wipe"},
    {CompareMode::Overlay, "overlay"},
    {CompareMode::Butterfly, "butterfly"},
    {CompareMode::Checkerboard, "checkerboard"},
    {CompareMode::Difference, "difference"},
}};

using renderer::DifferenceKind;
constexpr std::array<std::pair<DifferenceKind, const char*>, 8> kDifferences{{
    {DifferenceKind::Absolute, "absolute"},
    {DifferenceKind::Signed, "signed"},
    {DifferenceKind::Sqrt, "sqrt"},
    {DifferenceKind::Adaptive, "adaptive"},
    {DifferenceKind::Luma, "luma"},
    {DifferenceKind::DeltaE, "delta-e"},
    {DifferenceKind::Lightness, "lightness"},
    {DifferenceKind::Chroma, "chroma"},
}};

template <typename Table, typename Value> const char* word_of(const Table& table, Value value) {
    for (const auto& [entry, word] : table)
        if (entry == value) return word;
    return "";
}

template <typename Value, std::size_t N>
std::optional<Value> value_of(const std::array<std::pair<Value, const char*>, N>& table,
                              std::string_view word) {
    for (const auto& [entry, text] : table)
        if (word == text) return entry;
    return std::nullopt;
}

template <typename Tag>
void apply(Tag& tag, const std::optional<Tag>& chosen, std::uint8_t& guessed, ColorGuess bit) {
    if (!chosen) return;
    tag = *chosen;
    guessed = static_cast<std::uint8_t>(guessed & ~bit);
}

} // namespace

ColorTags overridden(ColorTags tags, const ColorOverrides& overrides) {
    apply(tags.matrix, overrides.matrix, tags.guessed, kGuessedMatrix);
    apply(tags.primaries, overrides.primaries, tags.guessed, kGuessedPrimaries);
    apply(tags.transfer, overrides.transfer, tags.guessed, kGuessedTransfer);
    apply(tags.range, overrides.range, tags.guessed, kGuessedRange);
    apply(tags.chroma_location, overrides.chroma_location, tags.guessed, kGuessedChromaLocation);
    return tags;
}

const char* name(CompareMode mode) { return word_of(kModes, mode); }
std::optional<CompareMode> compare_mode_from(std::string_view word) {
    return value_of(kModes, word);
}
const char* name(DifferenceKind kind) { return word_of(kDifferences, kind); }
std::optional<DifferenceKind> difference_kind_from(std::string_view word) {
    return value_of(kDifferences, word);
}

const Source* Session::find(SourceKey key) const {
    const auto at = std::ranges::find(sources, key, &Source::key);
    return at == sources.end() ? nullptr : &*at;
}

Source* Session::find(SourceKey key) {
    return const_cast<Source*>(std::as_const(*this).find(key)); // The object itself is not const.
}

const Source* Session::source_a() const {
    if (const Source* chosen = find(compare.a)) return chosen;
    const auto first = std::ranges::find_if(sources, &Source::visible);
    if (first != sources.end()) return &*first;
    return sources.empty() ? nullptr : &sources.front();
}

const Source* Session::source_b() const {
    const Source* a = source_a();
    const Source* chosen = find(compare.b);
    if (chosen != nullptr && chosen != a) return chosen;
    for (const Source& source : sources)
        if (&source != a && source.visible) return &source;
    return nullptr;
}

std::vector<const Source*> Session::on_screen() const {
    std::vector<const Source*> shown;
    const Source* a = source_a();
    if (a == nullptr) return shown;
    switch (compare.mode) {
    case CompareMode::Single:
        shown.push_back(a);
        break;
    case CompareMode::Row:
    case CompareMode::Column:
    case CompareMode::Grid:
        for (const Source& source : sources)
            if (source.visible) shown.push_back(&source);
        if (shown.size() > 25) shown.resize(25);
        break;
    default:
        shown.push_back(a);
        if (const Source* b = source_b()) shown.push_back(b);
    }
    return shown;
}

std::string display_name(const Source& source) {
    return source.name.empty() ? source.path.stem().string() : source.name;
}

} // namespace seamline::session
