#include "app/interchange/edl_channels.h"

#include <algorithm>

namespace seamline::interchange {

std::optional<std::vector<EdlChannel>> edl_channels(std::string_view text) {
    std::vector<EdlChannel> out;
    const auto add = [&](TrackKind kind, int number) {
        const EdlChannel channel{kind, number};
        if (std::find(out.begin(), out.end(), channel) == out.end()) out.push_back(channel);
    };
    if (text == "NONE") return out;
    if (text.size() > 40) return {};
    int bare_audio = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i++];
        if (c == '/' || c == '+' || c == ',') continue;
        int number = 0;
        const std::size_t first = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9' && i - first < 3)
            number = number * 10 + (text[i++] - '0');
        const bool numbered = i != first;
        if (numbered && (number < 1 || number > kMostEdlTracks)) return {};
        if (c == 'V') {
            add(TrackKind::Video, numbered ? number : 1);
        } else if (c == 'A') {
            add(TrackKind::Audio, numbered ? number : ++bare_audio);
        } else if (c == 'B' && !numbered) {
            add(TrackKind::Video, 1);
            add(TrackKind::Audio, 1);
        } else {
            return {};
        }
    }
    if (out.empty()) return {};
    return out;
}

std::string edl_channel_name(const EdlChannel& channel) {
    const std::string letter = channel.kind == TrackKind::Video ? "V" : "A";
    return channel.number == 1 ? letter : letter + std::to_string(channel.number);
}

} // namespace seamline::interchange
