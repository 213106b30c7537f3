#include "app/ui/scope_actions.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

using renderer::ScopeKind;
using renderer::WaveformKind;
using session::ScopeRegion;
using session::ScopeSettings;

constexpr float kBrightnessStep = 1.25F;

/// The value after `now`, and the first after the last one.
template <typename Value> Value next(Value now, Value last) {
    return now == last ? Value{} : static_cast<Value>(static_cast<int>(now) + 1);
}

void show_next_waveform(ScopeSettings& settings) {
    if (!settings.waveform) {
        settings.waveform = true;
        settings.waveform_kind = WaveformKind::Luma;
        return;
    }
    settings.waveform = settings.waveform_kind != WaveformKind::YCbCrParade;
    settings.waveform_kind = next(settings.waveform_kind, WaveformKind::YCbCrParade);
}

void show_next_chromaticity(ScopeSettings& settings) {
    if (settings.chromaticity && settings.is_uv) {
        settings.chromaticity = settings.is_uv = false;
        return;
    }
    settings.is_uv = settings.chromaticity;
    settings.chromaticity = true;
}

void show_all_or_none(ScopeSettings& settings) {
    const bool on = !settings.shows_any();
    for (int kind = 0; kind < renderer::kScopeKinds; ++kind)
        settings.show(static_cast<ScopeKind>(kind), on);
}

bool show_scopes(Action action, ScopeSettings& settings) {
    switch (action) {
    case Action::ScopeHistogram:
        settings.histogram = !settings.histogram;
        return true;
    case Action::ScopeWaveform:
        show_next_waveform(settings);
        return true;
    case Action::ScopeVectorscope:
        settings.vectorscope = !settings.vectorscope;
        return true;
    case Action::ScopeChromaticity:
        show_next_chromaticity(settings);
        return true;
    case Action::ScopesAll:
        show_all_or_none(settings);
        return true;
    default:
        return false;
    }
}

bool adjust_scopes(Action action, ScopeSettings& settings) {
    switch (action) {
    case Action::ScopeScale:
        settings.scale = next(settings.scale, renderer::LevelScale::Nits);
        return true;
    case Action::ScopePair:
        settings.pair = next(settings.pair, renderer::ScopePair::Difference);
        return true;
    case Action::ScopeSignal:
        settings.signal = next(settings.signal, session::ScopeSignal::View);
        return true;
    case Action::ScopeZoom:
        settings.zoom = settings.zoom >= 4 ? 1 : settings.zoom * 2;
        return true;
    case Action::ScopeTargets:
        settings.targets = next(settings.targets, session::VectorTargets::Bt2020);
        return true;
    case Action::ScopeBrighter:
        settings.brightness = std::min(settings.brightness * kBrightnessStep, 10.0F);
        return true;
    case Action::ScopeDimmer:
        settings.brightness = std::max(settings.brightness / kBrightnessStep, 0.1F);
        return true;
    case Action::ScopeGain:
        settings.gain = next(settings.gain, renderer::TraceGain::Linear);
        return true;
    case Action::ScopeTint:
        settings.tint = next(settings.tint, session::TraceTint::Amber);
        return true;
    case Action::ScopesBeside:
        settings.beside = !settings.beside;
        return true;
    default:
        return false;
    }
}

/// The drawn rectangle is left out while there is none.
void count_next_region(ScopeRegion& region) {
    using Kind = ScopeRegion::Kind;
    const bool is_drawn = region.min != glm::dvec2(0) || region.max != glm::dvec2(1);
    region.kind = next(region.kind, Kind::View);
    if (region.kind == Kind::Rectangle && !is_drawn) region.kind = Kind::View;
}

} // namespace

bool change_scopes(Action action, ScopeSettings& settings) {
    return show_scopes(action, settings) || adjust_scopes(action, settings);
}

bool scope_action(Action action, playback::Player& player, UiState& state) {
    switch (action) {
    case Action::ScopeRegion:
        player.edit([](session::Session& s) { count_next_region(s.scope_region); });
        return true;
    case Action::ScopeClearRegion:
        player.edit([](session::Session& s) { s.scope_region = {}; });
        return true;
    case Action::ScopesFill:
        if (!state.scopes.shows_any()) show_all_or_none(state.scopes);
        state.scopes_fill = !state.scopes_fill;
        state.scopes_alone.reset();
        return true;
    default:
        break;
    }
    if (!change_scopes(action, state.scopes)) return false;
    // What is shown alone was just switched off, or others are asked for.
    const bool is_shown = state.scopes_alone && state.scopes.shows(*state.scopes_alone);
    if (!is_shown) state.scopes_alone.reset();
    if (!state.scopes.shows_any()) state.scopes_fill = false;
    return true;
}

} // namespace seamline::ui
