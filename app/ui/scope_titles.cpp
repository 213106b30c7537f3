#include "app/ui/scope_titles.h"

#include "renderer/scopes/scope_names.h"

#include <string_view>

namespace seamline::ui {
namespace {

using renderer::LevelScale;
using renderer::LevelSignal;
using renderer::ScopeBins;
using renderer::ScopeKind;
using renderer::WaveformKind;
using session::ScopeSettings;

/// What a narrow cell calls a scope.
std::string short_title(ScopeKind kind, const ScopeSettings& settings) {
    switch (kind) {
    case ScopeKind::Waveform:
        if (settings.waveform_kind == WaveformKind::Luma) return "Luma";
        if (settings.waveform_kind == WaveformKind::RgbOverlay) return "R'G'B'";
        break;
    case ScopeKind::Chromaticity:
        return settings.is_uv ? "CIE u' v'" : "CIE x y";
    case ScopeKind::Vectorscope:
        return settings.zoom > 1 ? "Vector " + std::to_string(settings.zoom) + "x" : "Vector";
    case ScopeKind::Histogram:
        break;
    }
    return scope_title(kind, settings);
}

/// What the numbers and targets of a cell are of: as fully as can be said, and as briefly.
struct Unit {
    std::string full;
    std::string brief;
};

LevelSignal signal_of(ScopeKind kind, const ScopeSettings& settings) {
    const bool is_rgb =
        kind == ScopeKind::Waveform && (settings.waveform_kind == WaveformKind::RgbOverlay ||
                                        settings.waveform_kind == WaveformKind::RgbParade);
    return is_rgb ? LevelSignal::Rgb : LevelSignal::Luma;
}

/// Of two sources, `of_a` where they agree.
Unit both(const char* of_a, const char* of_b) {
    if (std::string_view(of_a) == of_b) return {of_a, of_a};
    return {"A " + std::string(of_a) + ", B " + of_b, std::string(of_a) + " / " + of_b};
}

const char* range_name(bool is_limited) { return is_limited ? "limited" : "full"; }

Unit level_title(ScopeKind kind, const ScopeSettings& settings, const ScopeBins& a,
                 const ScopeBins& b) {
    const LevelScale scale = scale_for(settings, a.color);
    const LevelSignal signal = signal_of(kind, settings);
    Unit unit{renderer::level_unit(scale, a.layout, a.color, signal), renderer::brief_unit(scale)};
    // Each of a histogram's parts says it for itself.
    if (kind == ScopeKind::Histogram && scale == LevelScale::Code) unit.full = "code values";
    if (scale != settings.scale)
        unit.full += &a == &b ? " (not PQ or HLG)" : " (A is not PQ or HLG)";
    const bool limited_a = renderer::is_limited(a.layout, a.color, signal);
    const bool limited_b = renderer::is_limited(b.layout, b.color, signal);
    if (limited_a != limited_b)
        unit.full += ", A " + std::string(range_name(limited_a)) + ", B " + range_name(limited_b) +
                     " range, lines for A";
    else if (scale == LevelScale::Nits && a.color.transfer != b.color.transfer)
        unit.full +=
            ", " + both(name(a.color.transfer), name(b.color.transfer)).full + ", lines for A";
    return unit;
}

Unit target_title(const ScopeSettings& settings, const ScopeBins& a, const ScopeBins& b) {
    Unit unit = both(renderer::encoding_name(a.layout, a.color),
                     renderer::encoding_name(b.layout, b.color));
    const bool differs = unit.full != unit.brief;
    const auto of = [&](const char* targets) {
        unit.full =
            differs ? unit.full + ", " + targets + " targets" : std::string(targets) + " targets";
        unit.brief = differs ? unit.brief : targets;
    };
    switch (settings.targets) {
    case session::VectorTargets::Source:
        if (differs) of("A's");
        break;
    case session::VectorTargets::Bt601:
        of("BT.601");
        break;
    case session::VectorTargets::Bt709:
        of("BT.709");
        break;
    case session::VectorTargets::Bt2020:
        of("BT.2020");
        break;
    }
    return unit;
}

Unit unit_title(ScopeKind kind, const ScopeSettings& settings, const ScopeBins& a,
                const ScopeBins& b) {
    switch (kind) {
    case ScopeKind::Histogram:
    case ScopeKind::Waveform:
        return level_title(kind, settings, a, b);
    case ScopeKind::Vectorscope:
        return target_title(settings, a, b);
    case ScopeKind::Chromaticity:
        break;
    }
    return both(name(a.color.primaries), name(b.color.primaries));
}

} // namespace

std::string scope_title(ScopeKind kind, const ScopeSettings& settings) {
    switch (kind) {
    case ScopeKind::Histogram:
        return "Histogram";
    case ScopeKind::Waveform:
        switch (settings.waveform_kind) {
        case WaveformKind::Luma:
            return "Waveform, luma";
        case WaveformKind::RgbOverlay:
            return "Waveform, R'G'B' overlay";
        case WaveformKind::RgbParade:
            return "R'G'B' parade";
        case WaveformKind::YCbCrParade:
            return "Y'CbCr parade";
        }
        break;
    case ScopeKind::Vectorscope:
        return settings.zoom > 1 ? "Vectorscope " + std::to_string(settings.zoom) + "x"
                                 : "Vectorscope";
    case ScopeKind::Chromaticity:
        return settings.is_uv ? "CIE 1976 u' v'" : "CIE 1931 x y";
    }
    return "";
}

LevelScale scale_for(const ScopeSettings& settings, const ColorTags& color) {
    return renderer::applies(settings.scale, color.transfer) ? settings.scale : LevelScale::Percent;
}

std::vector<std::string> scope_titles(ScopeKind kind, const ScopeSettings& settings,
                                      const ScopeBins* a, const ScopeBins* b, bool after_view) {
    const bool differs = b != nullptr && settings.pair == renderer::ScopePair::Difference;
    const std::string pair = differs ? ", A - B" : "";
    const std::string full = scope_title(kind, settings) + pair;
    const std::string brief = short_title(kind, settings) + (differs ? " A - B" : "");
    if (a == nullptr) return {full, brief};
    const Unit unit = unit_title(kind, settings, *a, b != nullptr ? *b : *a);
    const std::string why = ", " + unit.full;
    return {after_view ? "After view: " + full + why : full + why + ", source signal",
            after_view ? "View: " + brief + why : full + why, brief + why,
            brief + ", " + unit.brief, brief};
}

std::vector<std::string> scope_facts(const ScopeFacts& facts) {
    constexpr const char* kGap = "   ";
    const std::string old = facts.is_old ? std::string("old") + kGap : "";
    const std::string guess = (facts.is_confirmed ? "" : std::string("! unconfirmed") + kGap) + old;
    const std::string whole_guess =
        (facts.is_confirmed ? "" : std::string("! colour space unconfirmed") + kGap) +
        (facts.is_old ? std::string("old trace, counting") + kGap : "");
    const std::string brief = facts.view.empty() ? "source"
                              : facts.is_table   ? "after view (table)"
                                                 : "after view";
    const std::string full = facts.view.empty() ? "source signal" : "after view: " + facts.view;
    const std::string frame = kGap + ("frame " + facts.frame);
    const std::string region = facts.region.empty() ? "" : kGap + facts.region;
    std::vector<std::string> choices{whole_guess + full + frame + region,
                                     guess + full + frame + region, guess + brief + frame + region,
                                     guess + brief + frame, guess + brief};
    if (!facts.is_confirmed) {
        choices.emplace_back("! unconfirmed");
        choices.emplace_back("!");
    } else if (facts.is_old) {
        choices.emplace_back("old");
    }
    return choices;
}

} // namespace seamline::ui
