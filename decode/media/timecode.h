// decode/media/timecode.h: SMPTE timecode labels and the frames they count.
#pragma once

#include "decode/media/rational.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seamline {

/// The whole number of frames that a timecode second is divided into: 24 for 24000/1001.
int timecode_base(Rational rate);
/// Whether `rate` has a drop-frame timecode. Source: SMPTE ST 12-1, section 5.2.2.
bool has_drop_frame(Rational rate);

/// "01:00:00:00", ';' before the frames when dropping. Negative counts get a leading '-'.
std::string timecode_text(std::int64_t frames, Rational rate, bool drop_frame);
/// Frames from 00:00:00:00. Missing groups on the left are zero ("1:00" is one second). A label
/// that drop-frame counting skips means the next one that exists. Null when it is no timecode.
std::optional<std::int64_t> timecode_frames(std::string_view text, Rational rate, bool drop_frame);

/// Frames of 24 hours.
std::int64_t timecode_day(Rational rate, bool drop_frame);
/// As timecode_frames(), for labels of other programs: "hh:mm:ss:ff" with ':', ';' or '.' before
/// the frames, below 24 hours. Null for a label that drop-frame counting skips, too.
std::optional<std::int64_t> timecode_label(std::string_view text, Rational rate, bool drop_frame);

} // namespace seamline
