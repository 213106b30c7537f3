// app/ui/speed_text.h: playing speeds in words.
#pragma once

#include "decode/media/rational.h"

#include <string>

namespace seamline::ui {

/// e.g. "0.25x", "-2x".
std::string speed_text(const Rational& speed);
/// What has to be said while playing at this speed, e.g. "0.25x slow", "2x fast reverse"; empty at
/// normal speed and while paused.
std::string speed_notice(bool playing, const Rational& speed);

} // namespace seamline::ui
