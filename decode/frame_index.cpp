#include "decode/video_source.h"

#include <algorithm>

namespace seamline::decode {

std::int64_t FrameIndex::frame_at(Rational time_s) const {
    const auto after =
        std::upper_bound(frames.begin(), frames.end(), time_s,
                         [](const Rational& t, const Entry& entry) { return t < entry.time_s; });
    return std::max<std::int64_t>(after - frames.begin() - 1, 0);
}

std::int64_t FrameIndex::key_at_or_before(std::int64_t frame) const {
    if (frames.empty()) return 0;
    std::int64_t key =
        std::clamp<std::int64_t>(frame, 0, static_cast<std::int64_t>(frames.size()) - 1);
    while (key > 0 && !frames[static_cast<std::size_t>(key)].key) --key;
    return key;
}

} // namespace seamline::decode
