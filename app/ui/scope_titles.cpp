#include "app/ui/scope_titles.h"

namespace seamline::ui {
namespace {

using renderer::LevelScale;
using renderer::ScopeBins;
using renderer::ScopeKind;
using renderer::WaveformKind;
using session::ScopeSettings;

const char* unit_of(LevelScale scale) {
    switch (scale) {
    case LevelScale::Percent:
        return "%";
    case LevelScale::Code:
        return "code values";
    case LevelScale::Millivolt:
        return "mV";
    case LevelScale::Nits:
        return "cd/m2";
    }
    return "";
}

/// Of R'G'B' the primaries say whose colour bars they are.
const char* own_targets(const ScopeBins& bins) {
    return bins.layout.model == ColorModel::Rgb ? name(bins.color.primaries)
                                                : name(bins.color.matrix);
}

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

const char* targets_of(session::VectorTargets targets, const ScopeBins& bins) {
    switch (targets) {
    case session::VectorTargets::Source:
        break;
    case session::VectorTargets::Bt601:
        return "BT.601";
    case session::VectorTargets::Bt709:
        return "BT.709";
    case session::VectorTargets::Bt2020:
        return "BT.2020";
    }
    return own_targets(bins);
}

/// The scale, or whose targets and primaries.
std::string unit_title(const ScopeSettings& settings, const ScopeBins& bins, ScopeKind kind) {
    switch (kind) {
    case ScopeKind::Histogram:
    case ScopeKind::Waveform:
        return unit_of(scale_for(settings, bins.color));
    case ScopeKind::Vectorscope:
        return targets_of(settings.targets, bins);
    case ScopeKind::Chromaticity:
        break;
    }
    return name(bins.color.primaries);
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
                                      const ScopeBins* bins, bool after_view) {
    const std::string full = scope_title(kind, settings);
    const std::string brief = short_title(kind, settings);
    if (bins == nullptr) return {full, brief};
    const std::string unit = ", " + unit_title(settings, *bins, kind);
    const bool has_chosen_targets =
        kind == ScopeKind::Vectorscope && settings.targets != session::VectorTargets::Source;
    const bool has_levels = kind == ScopeKind::Histogram || kind == ScopeKind::Waveform;
    const bool is_other = has_levels && scale_for(settings, bins->color) != settings.scale;
    const std::string why =
        unit + (is_other ? " (not PQ or HLG)" : has_chosen_targets ? " targets" : "");
    return {after_view ? "After view: " + full + why : full + why + ", source signal",
            after_view ? "View: " + brief + why : full + why, brief + why, brief + unit, brief};
}

std::vector<std::string> scope_facts(const ScopeFacts& facts) {
    constexpr const char* kGap = "   ";
    const std::string guess = facts.is_confirmed ? "" : std::string("! unconfirmed") + kGap;
    const std::string whole_guess =
        facts.is_confirmed ? "" : std::string("! colour space unconfirmed") + kGap;
    const std::string brief = facts.view.empty() ? "source" : "after view";
    const std::string full = facts.view.empty() ? "source signal" : "after view: " + facts.view;
    const std::string frame = kGap + ("frame " + facts.frame);
    const std::string region = facts.region.empty() ? "" : kGap + facts.region;
    std::vector<std::string> choices{whole_guess + full + frame + region,
                                     guess + brief + frame + region, guess + brief + frame,
                                     guess + brief};
    if (!facts.is_confirmed) {
        choices.emplace_back("! unconfirmed");
        choices.emplace_back("!");
    }
    return choices;
}

} // namespace seamline::ui
