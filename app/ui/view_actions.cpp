#include "app/ui/actions.h"

#include <algorithm>
#include <array>

namespace seamline::ui {
namespace {

using playback::Player;
using renderer::ChannelView;
using renderer::Fit;
using session::Session;
using session::Source;

/// Changes the view that all takes share, or the chosen take's own.
void edit_view(Player& player, const UiState& state,
               const std::function<void(renderer::View&)>& change) {
    player.edit([&](Session& s) {
        Source* chosen = s.find(state.chosen);
        if (chosen == nullptr && s.source_a() != nullptr) chosen = s.find(s.source_a()->key);
        if (s.compare.shared_view || chosen == nullptr)
            change(s.compare.view);
        else
            change(chosen->view);
    });
}

/// Changes the adjustment of what is on the screen: of every take there, so that they stay
/// comparable.
void edit_adjust(Player& player, const std::function<void(renderer::ViewAdjust&)>& change) {
    player.edit([&](Session& s) {
        std::vector<session::SourceKey> seen;
        for (const Source* source : s.on_screen()) seen.push_back(source->key);
        for (const session::SourceKey key : seen) change(s.find(key)->adjust);
    });
}

bool fit_action(Action action, Player& player, const UiState& state) {
    const auto fit = [&](Fit value) {
        edit_view(player, state, [value](renderer::View& v) { v = {value, 1, {0, 0}}; });
        return true;
    };
    const auto zoom = [&](double factor) {
        edit_view(player, state, [factor](renderer::View& v) {
            const double before = v.zoom;
            v.zoom = std::clamp(v.zoom * factor, 1.0 / 64, 256.0);
            v.pan *= v.zoom / before;
        });
        return true;
    };
    switch (action) {
    case Action::ViewFit:
        return fit(Fit::Fit);
    case Action::ViewFill:
        return fit(Fit::Fill);
    case Action::ViewOneToOne:
        return fit(Fit::OneToOne);
    case Action::ViewSameSize:
        return fit(Fit::SameSize);
    case Action::ZoomIn:
        return zoom(1.25);
    case Action::ZoomOut:
        return zoom(1 / 1.25);
    default:
        return false;
    }
}

std::optional<ChannelView> channel_of(Action action) {
    switch (action) {
    case Action::ChannelRed:
        return ChannelView::Red;
    case Action::ChannelGreen:
        return ChannelView::Green;
    case Action::ChannelBlue:
        return ChannelView::Blue;
    case Action::ChannelAlpha:
        return ChannelView::Alpha;
    case Action::ChannelLuma:
        return ChannelView::Luma;
    default:
        return {};
    }
}

bool adjust_action(Action action, Player& player) {
    if (const auto channel = channel_of(action)) {
        edit_adjust(player, [channel](renderer::ViewAdjust& a) {
            a.channel = a.channel == *channel ? ChannelView::Rgb : *channel;
        });
        return true;
    }
    const auto exposure = [&](float stops) {
        edit_adjust(player, [stops](renderer::ViewAdjust& a) {
            a.exposure_stops = std::clamp(a.exposure_stops + stops, -10.0F, 10.0F);
        });
        return true;
    };
    const auto gamma = [&](float factor) {
        edit_adjust(player, [factor](renderer::ViewAdjust& a) {
            a.gamma = std::clamp(a.gamma * factor, 0.1F, 10.0F);
        });
        return true;
    };
    switch (action) {
    case Action::ExposureUp:
        return exposure(0.25F);
    case Action::ExposureDown:
        return exposure(-0.25F);
    case Action::GammaUp:
        return gamma(1.1F);
    case Action::GammaDown:
        return gamma(1 / 1.1F);
    case Action::ResetAdjust:
        edit_adjust(player, [](renderer::ViewAdjust& a) { a = {}; });
        return true;
    default:
        return false;
    }
}

void next_mask(Guides& guides) {
    constexpr std::array<double, 7> kMasks{0, 2.39, 2.0, 1.85, 16.0 / 9, 4.0 / 3, 9.0 / 16};
    const auto at = std::ranges::find(kMasks, guides.mask_aspect);
    guides.mask_aspect = at == kMasks.end() || at + 1 == kMasks.end() ? kMasks.front() : *(at + 1);
}

void next_guides(Guides& guides) {
    if (!guides.center) {
        guides.center = true;
    } else if (!guides.thirds) {
        guides.thirds = true;
    } else {
        guides.center = guides.thirds = false;
    }
}

void nudge(Player& player, const UiState& state, std::int64_t frames) {
    player.edit([&](Session& s) {
        Source* source = s.find(state.chosen);
        if (source == nullptr && s.source_a() != nullptr) source = s.find(s.source_a()->key);
        if (source == nullptr) return;
        source->timing.offset_s = source->timing.offset_s + Rational(frames) / s.transport.rate;
    });
}

bool nudge_action(Action action, Player& player, const UiState& state) {
    switch (action) {
    case Action::NudgeLater:
        nudge(player, state, 1);
        return true;
    case Action::NudgeEarlier:
        nudge(player, state, -1);
        return true;
    case Action::NudgeLater10:
        nudge(player, state, 10);
        return true;
    case Action::NudgeEarlier10:
        nudge(player, state, -10);
        return true;
    default:
        return false;
    }
}

bool display_action(Action action, Player& player) {
    switch (action) {
    case Action::SharedView:
        player.edit([](Session& s) { s.compare.shared_view = !s.compare.shared_view; });
        return true;
    case Action::NearestPixels:
        player.edit([](Session& s) { s.compare.nearest_at_1_to_1 = !s.compare.nearest_at_1_to_1; });
        return true;
    case Action::ToggleLabels:
        player.edit([](Session& s) { s.compare.labels = !s.compare.labels; });
        return true;
    default:
        return false;
    }
}

} // namespace

bool panel_action(Action action, UiState& state) {
    switch (action) {
    case Action::HidePanels:
        state.panels_hidden = !state.panels_hidden;
        return true;
    case Action::ToggleInspector:
        // Who asks for it where something stands in its place wants to see it.
        state.panels.inspector = state.inspector_yields || !state.panels.inspector;
        if (state.inspector_yields) state.decide.comments = state.decide.takes = false;
        return true;
    case Action::ToggleTimeline:
        state.panels.timeline = !state.panels.timeline;
        return true;
    case Action::ToggleCutList:
        state.cut_list = !state.cut_list;
        return true;
    case Action::ToggleStrip:
        state.strip = !state.strip;
        if (state.strip) state.panels.timeline = true;
        return true;
    case Action::ToggleCompareBar:
        state.panels.compare_bar = !state.panels.compare_bar;
        return true;
    case Action::ToggleHud:
        state.hud = !state.hud;
        return true;
    case Action::ToggleHelp:
        state.key_overlay = !state.key_overlay;
        if (state.decide.strip) state.decide.strip->has_keyboard = false; // Keys are read there.
        return true;
    case Action::ToggleProbe:
        state.probe = !state.probe;
        state.probe_area.reset();
        return true;
    case Action::SafeAreas:
        state.guides.action_safe = state.guides.title_safe = !state.guides.action_safe;
        return true;
    case Action::AspectMask:
        next_mask(state.guides);
        return true;
    case Action::CenterGuides:
        next_guides(state.guides);
        return true;
    case Action::Presentation:
        state.presentation = !state.presentation;
        state.full_screen = state.presentation;
        return true;
    case Action::FullScreen:
        state.full_screen = !state.full_screen;
        return true;
    case Action::Preferences:
        state.settings_dialog = true;
        return true;
    case Action::ExportMovie:
        state.export_dialog = true;
        return true;
    default:
        return false;
    }
}

bool view_action(Action action, Player& player, UiState& state) {
    return fit_action(action, player, state) || adjust_action(action, player) ||
           panel_action(action, state) || nudge_action(action, player, state) ||
           display_action(action, player);
}

} // namespace seamline::ui
