#include "app/interchange/xmeml_clip.h"

#include "app/interchange/marker_colors.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "app/interchange/xml_text.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace seamline::interchange::xmeml {
namespace {

struct GraphPoint {
    Rational when;
    Rational value;
};

/// Key frames of a speed graph in order of time.
std::vector<GraphPoint> graph_of(const pugi::xml_node& effect) {
    std::vector<GraphPoint> points;
    for (const pugi::xml_node& key : parameter_of(effect, "graphdict").children("keyframe")) {
        const auto when = decimal_number(key.child("when").text().get());
        const auto value = decimal_number(key.child("value").text().get());
        const auto within = [](const std::optional<Rational>& number) {
            constexpr Rational kMost{100'000'000};
            return number && *number <= kMost && *number >= -kMost;
        };
        if (within(when) && within(value)) points.push_back({*when, *value});
    }
    std::stable_sort(points.begin(), points.end(),
                     [](const GraphPoint& a, const GraphPoint& b) { return a.when < b.when; });
    points.erase(std::unique(points.begin(), points.end(),
                             [](const GraphPoint& a, const GraphPoint& b) {
                                 return b.when - a.when < Rational(1, 100);
                             }),
                 points.end());
    return points;
}

/// Straight lines between the points, and on beyond the outer ones.
Rational value_at(const std::vector<GraphPoint>& points, const Rational& when) {
    std::size_t i = 1;
    while (i + 1 < points.size() && points[i].when < when) ++i;
    const GraphPoint& a = points[i - 1];
    const GraphPoint& b = points[i];
    return a.value + (when - a.when) * (b.value - a.value) / (b.when - a.when);
}

bool is_straight(const std::vector<GraphPoint>& points) {
    const std::vector<GraphPoint> ends = {points.front(), points.back()};
    return std::all_of(points.begin(), points.end(), [&](const GraphPoint& point) {
        const Rational off = point.value - value_at(ends, point.when);
        return off <= Rational(1, 2) && off >= Rational(-1, 2);
    });
}

/// Rounded away from what decimals lose: 33.333333333 is a third.
Rational exact(const Rational& value) { return nearby_fraction(value, {1, 10'000'000}); }

Rational magnitude(const Rational& value) { return value < Rational(0) ? -value : value; }

Retime too_fast(const ClipTiming& timing) {
    return {Rational(1), timing.in, "speed over 1,000,000 %: shown at 100 %"};
}

std::optional<Retime> retime_by_graph(const pugi::xml_node& effect, const ClipTiming& timing) {
    const std::vector<GraphPoint> points = graph_of(effect);
    if (points.size() < 2) return {};
    for (std::size_t i = 1; i < points.size(); ++i)
        if (magnitude((points[i].value - points[i - 1].value) /
                      (points[i].when - points[i - 1].when)) > EditLimits::kSpeed)
            return too_fast(timing);
    Retime out;
    const Rational end = timing.out > timing.in ? timing.out : timing.in + timing.shown;
    out.position = exact(value_at(points, timing.in));
    if (is_straight(points)) {
        out.speed = exact((points.back().value - points.front().value) /
                          (points.back().when - points.front().when));
    } else {
        if (end > timing.in)
            out.speed = exact((value_at(points, end) - out.position) / (end - timing.in));
        out.unsupported = "variable speed: shown at its average, " + percent_text(out.speed) + " %";
    }
    return out;
}

Retime retime_by_speed(const pugi::xml_node& effect, const ClipTiming& timing) {
    Retime out;
    const auto percent = decimal_number(parameter_of(effect, "speed").child("value").text().get());
    out.position = timing.in;
    if (!percent) {
        out.unsupported = "speed that cannot be read: shown at 100 %";
        return out;
    }
    out.speed = exact(*percent / Rational(100));
    const bool reverse = is_true(parameter_of(effect, "reverse"), "value", false);
    if (reverse && out.speed > Rational(0)) out.speed = -out.speed;
    if (!out.speed || magnitude(out.speed) > EditLimits::kSpeed) return out;
    const Rational rate = magnitude(out.speed);
    const Rational span = timing.out - timing.in;
    const bool media_time =
        magnitude(span - timing.shown * rate) + Rational(1, 2) < magnitude(span - timing.shown);
    if (out.speed > Rational(0))
        out.position = media_time ? timing.in : timing.in * rate;
    else if (media_time)
        out.position = timing.out;
    else
        out.position = timing.media_duration ? timing.media_duration - timing.in * rate
                                             : timing.in + timing.shown * rate;
    if (is_true(parameter_of(effect, "variablespeed"), "value", false))
        out.unsupported = "variable speed: shown at " + percent_text(out.speed) + " %";
    return out;
}

bool is_animated(const pugi::xml_node& parameter) {
    const pugi::xml_node first = parameter.child("keyframe");
    const std::string value = child_text(first, "value") +
                              child_text(first.child("value"), "horiz") +
                              child_text(first.child("value"), "vert");
    for (const pugi::xml_node& key : parameter.children("keyframe"))
        if (child_text(key, "value") + child_text(key.child("value"), "horiz") +
                child_text(key.child("value"), "vert") !=
            value)
            return true;
    return false;
}

pugi::xml_node value_of(const pugi::xml_node& effect, const char* id) {
    const pugi::xml_node parameter = parameter_of(effect, id);
    return parameter.child("value") ? parameter.child("value")
                                    : parameter.child("keyframe").child("value");
}

double number_of(const pugi::xml_node& effect, const char* id, double otherwise) {
    return real_number(value_of(effect, id).text().get()).value_or(otherwise);
}

bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

void read_motion(const pugi::xml_node& effect, const FrameSize& file, const FrameSize& sequence,
                 Event& event) {
    Reframe reframe;
    const auto refuse = [&](const std::string& what) { event.unsupported.push_back(what); };
    for (const char* id : {"scale", "center", "rotation"})
        if (is_animated(parameter_of(effect, id))) {
            refuse(std::string("animated ") + id + ": shown at its first value");
        }
    const double percent = number_of(effect, "scale", 100);
    const double scale = percent / 100 / fit_scale(file, sequence);
    if (scale > 0 && std::isfinite(scale))
        reframe.scale = near(scale, 1) ? 1 : scale;
    else
        refuse("scale " + real_text(percent) + " %");
    const double rotation = std::fmod(number_of(effect, "rotation", 0), 360);
    if (near(std::abs(rotation), 180))
        reframe.flip_horizontal = reframe.flip_vertical = true;
    else if (!near(rotation, 0))
        refuse("rotation by " + real_text(rotation) + " degrees");
    const pugi::xml_node center = value_of(effect, "center");
    const double across = real_number(center.child("horiz").text().get()).value_or(0);
    const double down = real_number(center.child("vert").text().get()).value_or(0);
    reframe.x = across * sequence.aspect();
    reframe.y = down;
    const pugi::xml_node anchor = value_of(effect, "centerOffset");
    if (!near(real_number(anchor.child("horiz").text().get()).value_or(0), 0) ||
        !near(real_number(anchor.child("vert").text().get()).value_or(0), 0))
        refuse("anchor point off the middle");
    for (const char* id : {"leftcrop", "topcrop", "rightcrop", "bottomcrop"})
        if (!near(number_of(effect, id, 0), 0)) {
            refuse("crop");
            break;
        }
    event.reframe = reframe;
}

} // namespace

std::optional<Rational> rate_below(const pugi::xml_node& node) {
    const pugi::xml_node rate = node.child("rate");
    const auto timebase = whole_number(rate.child("timebase").text().get());
    if (!timebase || *timebase < 1 || *timebase > 1000) return {};
    return is_true(rate, "ntsc", false) ? Rational(*timebase * 1000, 1001) : Rational(*timebase);
}

bool has_rate(const Rational& rate) {
    const Rational base(timecode_base(rate));
    return rate >= Rational(1) && rate <= Rational(1000) &&
           (rate == base || rate == base * Rational(1000, 1001));
}

bool is_true(const pugi::xml_node& node, const char* child, bool otherwise) {
    const std::string text = upper_case(child_text(node, child));
    if (text == "TRUE" || text == "1") return true;
    if (text == "FALSE" || text == "0") return false;
    return otherwise;
}

std::optional<std::int64_t> frames_of(const pugi::xml_node& node, const char* child) {
    const auto number = decimal_number(node.child(child).text().get());
    if (!number || *number > Rational(kMostFrames) || *number < Rational(-kMostFrames)) return {};
    return number->round();
}

std::optional<Rational> ticks_of(const pugi::xml_node& node, const char* child) {
    const std::string text = child_text(node, child);
    std::int64_t ticks = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ticks);
    constexpr std::int64_t kMost = kTicksPerSecond * kMostTickSeconds;
    if (error != std::errc{} || end != text.data() + text.size() || ticks > kMost || ticks < -kMost)
        return {};
    return Rational(ticks, kTicksPerSecond);
}

pugi::xml_node effect_of(const pugi::xml_node& clip, const char* effectid) {
    for (const pugi::xml_node& filter : clip.children("filter"))
        if (is_true(filter, "enabled", true) &&
            upper_case(child_text(filter.child("effect"), "effectid")) == upper_case(effectid))
            return filter.child("effect");
    return {};
}

pugi::xml_node parameter_of(const pugi::xml_node& effect, const char* parameterid) {
    for (const pugi::xml_node& parameter : effect.children("parameter"))
        if (child_text(parameter, "parameterid") == parameterid) return parameter;
    return {};
}

Retime retime_of(const pugi::xml_node& clip, const ClipTiming& timing) {
    Retime out;
    out.position = timing.in;
    if (is_true(clip, "stillframe", false)) {
        out.speed = Rational(0);
        out.position = Rational(frames_of(clip, "stillframeoffset").value_or(timing.in.round()));
        return out;
    }
    const pugi::xml_node effect = effect_of(clip, "timeremap");
    if (effect) {
        const auto by_graph = retime_by_graph(effect, timing);
        out = by_graph ? *by_graph : retime_by_speed(effect, timing);
        if (magnitude(out.speed) > EditLimits::kSpeed ||
            magnitude(out.position) > Rational(kLargestNumber))
            out = too_fast(timing);
        return out;
    }
    const Rational off = magnitude(timing.out - timing.in - timing.shown);
    if (off > Rational(1))
        out.unsupported = "in and out " + decimal_text(timing.out - timing.in, 2) +
                          " frames apart over " + decimal_text(timing.shown, 2) +
                          ": shown at 100 %";
    return out;
}

double FrameSize::aspect() const {
    return width > 0 && height > 0 ? static_cast<double>(width) / height : 16.0 / 9.0;
}

FrameSize size_below(const pugi::xml_node& node) {
    const auto side = [&](const char* name) {
        const auto value = whole_number(node.child(name).text().get());
        return value && *value > 0 && *value <= 1'000'000 ? static_cast<int>(*value) : 0;
    };
    return {side("width"), side("height")};
}

double fit_scale(const FrameSize& file, const FrameSize& sequence) {
    if (file.width == 0 || file.height == 0 || sequence.width == 0 || sequence.height == 0)
        return 1;
    return std::min(static_cast<double>(sequence.width) / file.width,
                    static_cast<double>(sequence.height) / file.height);
}

void read_filters(const pugi::xml_node& clip, const FrameSize& file, const FrameSize& sequence,
                  Event& event) {
    for (const pugi::xml_node& filter : clip.children("filter")) {
        if (!is_true(filter, "enabled", true)) continue;
        const pugi::xml_node effect = filter.child("effect");
        const std::string id = upper_case(child_text(effect, "effectid"));
        const std::string name = child_text(effect, "name");
        if (id == "TIMEREMAP") continue;
        if (id == "BASIC") {
            read_motion(effect, file, sequence, event);
        } else if (id == "FLOP") {
            const double direction = number_of(effect, "direction", 0);
            if (!near(direction, 1)) event.reframe.flip_horizontal ^= true;
            if (!near(direction, 0)) event.reframe.flip_vertical ^= true;
        } else if (id == "OPACITY" && !is_animated(parameter_of(effect, "opacity")) &&
                   near(number_of(effect, "opacity", 100), 100)) {
            continue;
        } else if (id == "AUDIOLEVELS" && !is_animated(parameter_of(effect, "level")) &&
                   near(number_of(effect, "level", 1), 1)) {
            continue;
        } else {
            event.unsupported.push_back("effect " +
                                        (name.empty() ? id.empty() ? "without name" : id : name));
        }
    }
    const std::string mode = child_text(clip, "compositemode");
    if (!mode.empty() && upper_case(mode) != "NORMAL")
        event.unsupported.push_back("composite mode " + mode);
}

std::vector<WrittenMarker> markers_below(const pugi::xml_node& node) {
    std::vector<WrittenMarker> out;
    for (const pugi::xml_node& element : node.children("marker")) {
        WrittenMarker written;
        const auto in = frames_of(element, "in");
        if (!in) continue;
        written.in = *in;
        written.marker.duration =
            std::max<std::int64_t>(frames_of(element, "out").value_or(-1) - *in, 1);
        written.marker.name = child_text(element, "name");
        written.marker.note = child_text(element, "comment");
        const auto ppro = whole_number(element.child("pproColor").text().get());
        if (ppro && *ppro >= 0 && *ppro <= 0xFFFFFFFF) {
            const auto color = static_cast<std::uint32_t>(*ppro);
            written.marker.color = premiere_marker_word(static_cast<int>(color & 255U),
                                                        static_cast<int>(color >> 8U & 255U),
                                                        static_cast<int>(color >> 16U & 255U));
        } else if (const pugi::xml_node color = element.child("color")) {
            const auto part = [&](const char* name) {
                return static_cast<int>(std::clamp<std::int64_t>(
                    whole_number(color.child(name).text().get()).value_or(0), 0, 255));
            };
            written.marker.color = premiere_marker_word(part("red"), part("green"), part("blue"));
        }
        out.push_back(std::move(written));
    }
    return out;
}

} // namespace seamline::interchange::xmeml
