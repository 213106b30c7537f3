// app/ui/color_actions.h: what the colour keys do to a session.
#pragma once

#include "app/playback/source_colors.h"
#include "app/session/session.h"
#include "app/ui/color_choices.h"
#include "app/ui/key_map.h"

namespace seamline::ui {

/// The source that colour keys mean, and what is known of its colour.
struct ColorTarget {
    session::SourceKey key = 0;
    playback::ColorReport report;
};

/// Carries out a colour action on the session; false when `action` is none, or belongs to the
/// program (files).
bool color_action(Action action, session::Session& session, const ColorChoices& choices,
                  const ColorTarget& target);

} // namespace seamline::ui
