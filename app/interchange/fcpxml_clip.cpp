#include "app/interchange/fcpxml_clip.h"

#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace seamline::interchange::fcpxml {
namespace {

constexpr Rational kMostSeconds{10'000'000};

bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

/// "12 -6"
std::optional<std::array<double, 2>> pair_of(std::string_view text) {
    text = trimmed(text);
    const std::size_t space = text.find_first_of(" \t");
    if (space == std::string_view::npos) return {};
    const auto a = real_number(text.substr(0, space));
    const auto b = real_number(text.substr(space));
    if (!a || !b) return {};
    return std::array<double, 2>{*a, *b};
}

void read_transform(const pugi::xml_node& transform, Event& event) {
    const auto refuse = [&](const std::string& what) { event.unsupported.push_back(what); };
    for (const pugi::xml_node& param : transform.children("param"))
        if (param.child("keyframeAnimation"))
            refuse("animated " + std::string(param.attribute("name").value()) +
                   ": shown at its first value");
    const auto position = pair_of(transform.attribute("position").value());
    const auto scale = pair_of(transform.attribute("scale").value());
    const auto anchor = pair_of(transform.attribute("anchor").value());
    Reframe& reframe = event.reframe;
    if (position) {
        // In hundredths of the frame's height, up.
        reframe.x = (*position)[0] / 100;
        reframe.y = (*position)[1] == 0 ? 0 : -(*position)[1] / 100;
    }
    if (scale) {
        const auto [across, down] = *scale;
        reframe.flip_horizontal = across < 0;
        reframe.flip_vertical = down < 0;
        if (near(std::abs(across), std::abs(down)) && !near(across, 0))
            reframe.scale *= std::abs(across);
        else
            refuse("scale " + real_text(across) + " by " + real_text(down));
    }
    const double rotation =
        std::fmod(real_number(transform.attribute("rotation").value()).value_or(0), 360);
    if (near(std::abs(rotation), 180)) {
        reframe.flip_horizontal = !reframe.flip_horizontal;
        reframe.flip_vertical = !reframe.flip_vertical;
    } else if (!near(rotation, 0)) {
        refuse("rotation by " + real_text(rotation) + " degrees");
    }
    if (anchor && (!near((*anchor)[0], 0) || !near((*anchor)[1], 0)))
        refuse("anchor point off the middle");
}

void read_conform(const std::string& type, const Format& medium, const Format& sequence,
                  Event& event) {
    if (type.empty() || type == "fit") return;
    if (medium.width == 0 || medium.height == 0 || sequence.width == 0 || sequence.height == 0) {
        event.unsupported.push_back("spatial conform " + type + ": shown as fit");
        return;
    }
    const double across = static_cast<double>(sequence.width) / medium.width;
    const double down = static_cast<double>(sequence.height) / medium.height;
    event.reframe.scale *= type == "fill" ? std::max(across, down) / std::min(across, down)
                                          : 1 / std::min(across, down);
}

} // namespace

std::optional<Rational> seconds(std::string_view text) {
    text = trimmed(text);
    if (!text.ends_with('s')) return {};
    text.remove_suffix(1);
    const std::size_t slash = text.find('/');
    std::optional<Rational> value;
    if (slash == std::string_view::npos) {
        value = decimal_number(text);
    } else {
        std::int64_t num = 0;
        const auto den = whole_number(text.substr(slash + 1));
        const auto whole = whole_number(text.substr(0, slash));
        // Numerators in samples or ticks may be long.
        if (whole)
            num = *whole;
        else {
            const auto longer = text.substr(0, slash);
            bool negative = longer.starts_with('-');
            const auto digits = longer.substr(negative ? 1 : 0);
            if (digits.empty() || digits.size() > 18 ||
                digits.find_first_not_of("0123456789") != std::string_view::npos)
                return {};
            for (const char c : digits) num = num * 10 + (c - '0');
            if (negative) num = -num;
        }
        if (!den || *den <= 0 || *den > 1'000'000'000) return {};
        value = Rational(num, *den);
    }
    if (!value || *value > kMostSeconds || *value < -kMostSeconds) return {};
    return value;
}

std::string seconds_text(const Rational& time) { return time.text() + "s"; }

Format format_of(const pugi::xml_node& format) {
    Format out;
    const auto side = [&](const char* name) {
        const auto value = whole_number(format.attribute(name).value());
        return value && *value > 0 && *value <= 1'000'000 ? static_cast<int>(*value) : 0;
    };
    out.width = side("width");
    out.height = side("height");
    const auto duration = seconds(format.attribute("frameDuration").value());
    if (duration && *duration >= Rational(1, 1000) && *duration <= Rational(1)) {
        out.rate = Rational(1) / *duration;
        return out;
    }
    struct Named {
        std::string_view ending;
        Rational rate;
    };
    static const std::array kNamed = {Named{"2398", {24000, 1001}},
                                      Named{"2997", {30000, 1001}},
                                      Named{"5994", {60000, 1001}},
                                      Named{"24", 24},
                                      Named{"25", 25},
                                      Named{"30", 30},
                                      Named{"50", 50},
                                      Named{"60", 60}};
    const std::string_view name = format.attribute("name").value();
    for (const Named& named : kNamed)
        if (name.starts_with("FFVideoFormat") && name.ends_with(named.ending) &&
            name.size() > named.ending.size() &&
            (name[name.size() - named.ending.size() - 1] == 'p' ||
             name[name.size() - named.ending.size() - 1] == 'i'))
            out.rate = named.rate;
    return out;
}

TimeLine time_line(const pugi::xml_node& clip, const Rational& start, const Rational& end) {
    TimeLine out{start, start, Rational(1), {}};
    const pugi::xml_node map = clip.child("timeMap");
    if (!map) return out;
    std::vector<std::array<Rational, 2>> points;
    for (const pugi::xml_node& point : map.children("timept")) {
        const auto time = seconds(point.attribute("time").value());
        const auto value = seconds(point.attribute("value").value());
        if (time && value && (points.empty() || *time - points.back()[0] >= Rational(1, 1000)))
            points.push_back({*time, *value});
    }
    if (points.size() < 2) {
        out.unsupported = "speed that cannot be read: shown at 100 %";
        return out;
    }
    const auto value_at = [&](const Rational& time) {
        std::size_t i = 1;
        while (i + 1 < points.size() && points[i][0] < time) ++i;
        const auto& a = points[i - 1];
        const auto& b = points[i];
        const Rational slope = (b[1] - a[1]) / (b[0] - a[0]);
        return slope > EditLimits::kSpeed || slope < -EditLimits::kSpeed
                   ? a[1]
                   : a[1] + (time - a[0]) * slope;
    };
    const auto& first = points.front();
    const auto& last = points.back();
    const Rational speed = (last[1] - first[1]) / (last[0] - first[0]);
    const bool straight = std::all_of(points.begin(), points.end(), [&](const auto& point) {
        const Rational off = point[1] - first[1] - (point[0] - first[0]) * speed;
        return off <= Rational(1, 100) && off >= Rational(-1, 100);
    });
    out.media = value_at(start);
    out.speed = straight      ? speed
                : end > start ? (value_at(end) - out.media) / (end - start)
                              : Rational(1);
    // A time map says each point to its own fraction of a second.
    out.speed = nearby_fraction(out.speed, {1, 10'000'000});
    if (out.speed > EditLimits::kSpeed || out.speed < -EditLimits::kSpeed)
        return {start, start, Rational(1), "speed over 1,000,000 %: shown at 100 %"};
    if (!straight)
        out.unsupported = "variable speed: shown at its average, " + percent_text(out.speed) + " %";
    return out;
}

void read_adjustments(const pugi::xml_node& clip, const Format& medium, const Format& sequence,
                      Event& event) {
    for (const pugi::xml_node& child : clip.children()) {
        const std::string_view name = child.name();
        if (name.starts_with("adjust-") &&
            std::string_view(child.attribute("enabled").value()) == "0")
            continue;
        if (name == "adjust-transform") {
            read_transform(child, event);
        } else if (name == "adjust-conform") {
            read_conform(child.attribute("type").value(), medium, sequence, event);
        } else if (name == "adjust-blend") {
            const double amount = real_number(child.attribute("amount").value()).value_or(1);
            if (!near(amount, 1) || child.attribute("mode"))
                event.unsupported.push_back("opacity " + real_text(amount));
        } else if (name == "adjust-volume") {
            const std::string amount = child.attribute("amount").value();
            if (child.first_child() || (amount != "0dB" && !amount.empty()))
                event.unsupported.push_back("volume " + (amount.empty() ? "changes" : amount));
        } else if (name.starts_with("adjust-")) {
            event.unsupported.push_back(std::string(name.substr(7)));
        } else if (name.starts_with("filter-")) {
            if (std::string_view(child.attribute("enabled").value()) == "0") continue;
            const std::string effect = child.attribute("name").value();
            event.unsupported.push_back("effect " + (effect.empty() ? std::string(name) : effect));
        }
    }
}

} // namespace seamline::interchange::fcpxml
