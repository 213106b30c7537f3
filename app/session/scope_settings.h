// app/session/scope_settings.h: how scopes are shown, and of what part of the pictures.
#pragma once

#include "renderer/scopes/graticule.h"
#include "renderer/scopes/scope_view.h"

#include <glm/glm.hpp>

#include <cstdint>

namespace seamline::session {

/// What of each picture is counted. Belongs to the review.
struct ScopeRegion {
    enum class Kind : std::uint8_t {
        Whole,
        Rectangle, ///< `min` to `max`.
        View,      ///< What of the picture is seen in the viewer.
    };
    Kind kind = Kind::Whole;
    /// Corners as fractions of the visible picture before rotation, so that they hold for takes of
    /// any size; `max` not below `min`.
    glm::dvec2 min{0};
    glm::dvec2 max{1};

    friend bool operator==(const ScopeRegion&, const ScopeRegion&) = default;
};
const char* name(ScopeRegion::Kind kind); ///< "whole", "rectangle", "view"

/// Of luma waveforms, vectorscopes and chromaticity diagrams.
enum class TraceTint : std::uint8_t { White, Green, Amber };
const char* name(TraceTint tint); ///< "white", "green", "amber"

/// Whose colour bars the vectorscope's targets are.
enum class VectorTargets : std::uint8_t {
    Source, ///< By the source's own matrix.
    Bt601,
    Bt709,
    Bt2020,
};
const char* name(VectorTargets targets); ///< "source", "601", "709", "2020"

/// What is counted.
enum class ScopeSignal : std::uint8_t {
    Source, ///< The take's own signal, whatever shows it.
    View,   ///< What the main window's display is fed with: after input space, grade, LUT and view.
};
const char* name(ScopeSignal signal); ///< "source", "view"

/// What the user likes to see. Belongs to the preferences.
struct ScopeSettings {
    bool histogram = false;
    bool waveform = false;
    bool vectorscope = false;
    bool chromaticity = false;
    renderer::WaveformKind waveform_kind = renderer::WaveformKind::Luma;
    bool is_uv = false; ///< u', v' instead of x, y.
    renderer::LevelScale scale = renderer::LevelScale::Percent;
    renderer::TraceGain gain = renderer::TraceGain::Log;
    float brightness = 1; ///< [0.1, 10]
    TraceTint tint = TraceTint::White;
    int zoom = 1; ///< Of the vectorscope: 1, 2 or 4.
    VectorTargets targets = VectorTargets::Source;
    renderer::ScopePair pair = renderer::ScopePair::Apart;
    ScopeSignal signal = ScopeSignal::Source;
    bool beside = false;  ///< Right of the viewer instead of below it.
    float below_px = 200; ///< Height and width of the panel in unscaled pixels, [96, 2000].
    float beside_px = 320;

    bool shows(renderer::ScopeKind kind) const;
    void show(renderer::ScopeKind kind, bool on);
    bool shows_any() const { return histogram || waveform || vectorscope || chromaticity; }

    friend bool operator==(const ScopeSettings&, const ScopeSettings&) = default;
};

} // namespace seamline::session
