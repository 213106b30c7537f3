#include "app/ui/view_adjust.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace seamline::ui {
namespace {

using renderer::ChannelView;
using renderer::ViewAdjust;

const char* words(ChannelView channel) {
    switch (channel) {
    case ChannelView::Rgb:
        break;
    case ChannelView::Red:
        return "red alone";
    case ChannelView::Green:
        return "green alone";
    case ChannelView::Blue:
        return "blue alone";
    case ChannelView::Alpha:
        return "alpha alone";
    case ChannelView::Luma:
        return "luma alone";
    }
    return "";
}

} // namespace

std::string adjust_text(const ViewAdjust& adjust) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    const auto number = [&](const char* format, float value) {
        std::array<char, 48> printed{};
        std::snprintf(printed.data(), printed.size(), format, static_cast<double>(value));
        add(printed.data());
    };
    const ViewAdjust none;
    if (adjust.exposure_stops != none.exposure_stops)
        number("exposure %+.2f", adjust.exposure_stops);
    if (adjust.gamma != none.gamma) number("gamma %.2f", adjust.gamma);
    if (adjust.saturation != none.saturation) number("saturation %.2f", adjust.saturation);
    if (adjust.channel != none.channel) add(words(adjust.channel));
    return text;
}

glm::dvec3 adjusted(glm::dvec3 rgb, const ViewAdjust& adjust, double alpha) {
    constexpr glm::dvec3 luma{0.2126, 0.7152, 0.0722}; // BT.709
    rgb *= std::exp2(static_cast<double>(adjust.exposure_stops) / 2.4);
    if (adjust.gamma != 1)
        rgb = glm::pow(glm::max(rgb, 0.0), glm::dvec3(1 / static_cast<double>(adjust.gamma)));
    const double grey = glm::dot(rgb, luma);
    rgb = grey + (rgb - grey) * static_cast<double>(adjust.saturation);
    switch (adjust.channel) {
    case ChannelView::Rgb:
        return rgb;
    case ChannelView::Red:
        return glm::dvec3(rgb.r);
    case ChannelView::Green:
        return glm::dvec3(rgb.g);
    case ChannelView::Blue:
        return glm::dvec3(rgb.b);
    case ChannelView::Alpha:
        return glm::dvec3(alpha);
    case ChannelView::Luma:
        break;
    }
    return glm::dvec3(glm::dot(rgb, luma));
}

} // namespace seamline::ui
