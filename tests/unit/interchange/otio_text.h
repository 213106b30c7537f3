// tests/unit/interchange/otio_text.h: OpenTimelineIO objects as text, by the format's rules.
#pragma once

#include <string>
#include <vector>

namespace seamline::test {

inline std::string rational_time(const std::string& value, const std::string& rate = "24.0") {
    return R"({"OTIO_SCHEMA": "RationalTime.1", "rate": )" + rate + R"(, "value": )" + value + "}";
}

inline std::string time_range(const std::string& start, const std::string& duration,
                              const std::string& rate = "24.0") {
    return R"({"OTIO_SCHEMA": "TimeRange.1", "start_time": )" + rational_time(start, rate) +
           R"(, "duration": )" + rational_time(duration, rate) + "}";
}

inline std::string external(const std::string& url, const std::string& more = "") {
    return R"({"OTIO_SCHEMA": "ExternalReference.1", "target_url": ")" + url + "\"" + more + "}";
}

/// A Clip.2 with one take; `more` are further keys (", \"enabled\": false").
inline std::string clip(const std::string& name, const std::string& range,
                        const std::string& more = "") {
    return R"({"OTIO_SCHEMA": "Clip.2", "name": ")" + name + R"(", "source_range": )" + range +
           R"(, "media_references": {"DEFAULT_MEDIA": )" +
           external("file:///takes/" + name + ".mov") +
           R"(}, "active_media_reference_key": "DEFAULT_MEDIA")" + more + "}";
}

inline std::string gap(const std::string& duration, const std::string& rate = "24.0") {
    return R"({"OTIO_SCHEMA": "Gap.1", "source_range": )" + time_range("0", duration, rate) + "}";
}

inline std::string list(const std::vector<std::string>& items) {
    std::string all = "[";
    for (const std::string& item : items) all += (all.size() > 1 ? ", " : "") + item;
    return all + "]";
}

inline std::string track(const std::vector<std::string>& children, const std::string& more = "",
                         const std::string& kind = "Video") {
    return R"({"OTIO_SCHEMA": "Track.1", "name": "V", "kind": ")" + kind + R"(", "children": )" +
           list(children) + more + "}";
}

inline std::string stack(const std::vector<std::string>& children, const std::string& more = "") {
    return R"({"OTIO_SCHEMA": "Stack.1", "name": "S", "children": )" + list(children) + more + "}";
}

inline std::string timeline(const std::vector<std::string>& tracks, const std::string& more = "") {
    return R"({"OTIO_SCHEMA": "Timeline.1", "name": "cut", "tracks": )" + stack(tracks) + more +
           "}";
}

} // namespace seamline::test
