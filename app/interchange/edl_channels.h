// app/interchange/edl_channels.h: the track column of a CMX3600 list.
#pragma once

#include "app/interchange/edit.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

constexpr int kMostEdlTracks = 99;

struct EdlChannel {
    TrackKind kind = TrackKind::Video;
    int number = 1; ///< From 1, at most kMostEdlTracks.

    friend auto operator<=>(const EdlChannel&, const EdlChannel&) = default;
};

/// "V", "V2", "A", "A2", "AA" (A1 and A2), "B" (V and A1), "AA/V", "VA1A2", "NONE". Upper case.
/// Null: no track column.
std::optional<std::vector<EdlChannel>> edl_channels(std::string_view text);
/// "V", "V2", "A", "A2"
std::string edl_channel_name(const EdlChannel& channel);

} // namespace seamline::interchange
