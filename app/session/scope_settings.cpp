#include "app/session/scope_settings.h"

namespace seamline::session {

const char* name(ScopeRegion::Kind kind) {
    switch (kind) {
    case ScopeRegion::Kind::Whole:
        return "whole";
    case ScopeRegion::Kind::Rectangle:
        return "rectangle";
    case ScopeRegion::Kind::View:
        return "view";
    }
    return "";
}

const char* name(TraceTint tint) {
    switch (tint) {
    case TraceTint::White:
        return "white";
    case TraceTint::Green:
        return "green";
    case TraceTint::Amber:
        return "amber";
    }
    return "";
}

const char* name(VectorTargets targets) {
    switch (targets) {
    case VectorTargets::Source:
        return "source";
    case VectorTargets::Bt601:
        return "601";
    case VectorTargets::Bt709:
        return "709";
    case VectorTargets::Bt2020:
        return "2020";
    }
    return "";
}

const char* name(ScopeSignal signal) {
    switch (signal) {
    case ScopeSignal::Source:
        return "source";
    case ScopeSignal::View:
        return "view";
    }
    return "";
}

bool ScopeSettings::shows(renderer::ScopeKind kind) const {
    switch (kind) {
    case renderer::ScopeKind::Histogram:
        return histogram;
    case renderer::ScopeKind::Waveform:
        return waveform;
    case renderer::ScopeKind::Vectorscope:
        return vectorscope;
    case renderer::ScopeKind::Chromaticity:
        return chromaticity;
    }
    return false;
}

void ScopeSettings::show(renderer::ScopeKind kind, bool on) {
    switch (kind) {
    case renderer::ScopeKind::Histogram:
        histogram = on;
        break;
    case renderer::ScopeKind::Waveform:
        waveform = on;
        break;
    case renderer::ScopeKind::Vectorscope:
        vectorscope = on;
        break;
    case renderer::ScopeKind::Chromaticity:
        chromaticity = on;
        break;
    }
}

} // namespace seamline::session
