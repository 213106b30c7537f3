#include "app/ui/color_choices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace seamline::ui {
namespace {

constexpr double kLargestOffset = 10;
constexpr double kLeastGamma = 0.01;
constexpr double kLargestGamma = 100;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

bool ends_in(std::string_view name, std::span<const std::string_view> extensions) {
    const std::string low = lower(name);
    return std::ranges::any_of(extensions, [&](std::string_view extension) {
        return low.size() > extension.size() && low.ends_with(extension);
    });
}

/// The entry `step` further on; the first one when `now` is not among them.
std::string stepped(const std::vector<std::string>& names, const std::string& now, int step) {
    if (names.empty()) return now;
    const auto at = std::ranges::find(names, now);
    if (at == names.end()) return names.front();
    const auto count = static_cast<std::ptrdiff_t>(names.size());
    const std::ptrdiff_t next = ((at - names.begin()) + step % count + count) % count;
    return names[static_cast<std::size_t>(next)];
}

} // namespace

const DisplayChoice* ColorChoices::display(const std::string& name) const {
    const auto at =
        std::ranges::find(displays, name.empty() ? default_display : name, &DisplayChoice::name);
    return at == displays.end() ? nullptr : &*at;
}

ColorChoices color_choices(const color::ColorConfig& config) {
    ColorChoices choices{config, {}, {}, config.default_display(), config.looks()};
    for (color::ColorSpaceEntry& space : config.spaces()) {
        const std::string family = space.family.empty() ? "Other" : space.family;
        auto at = std::ranges::find(choices.families, family, &SpaceFamily::name);
        if (at == choices.families.end())
            at = choices.families.insert(choices.families.end(), SpaceFamily{family, {}});
        at->spaces.push_back(std::move(space));
    }
    for (const std::string& name : config.displays())
        choices.displays.push_back({name, config.default_view(name), config.views(name)});
    return choices;
}

ShownView shown_view(const ColorChoices& choices, const color::ViewColor& color) {
    const DisplayChoice* display = choices.display(color.display);
    if (display == nullptr) return {color.display, color.view, false};
    const std::string& view = color.view.empty() ? display->default_view : color.view;
    return {display->name, view, std::ranges::find(display->views, view) != display->views.end()};
}

void choose_display(const ColorChoices& choices, color::ViewColor& color,
                    const std::string& display) {
    const std::string view = shown_view(choices, color).view;
    color.display = display;
    const DisplayChoice* chosen = choices.display(display);
    if (chosen == nullptr) return;
    const bool has_it = std::ranges::find(chosen->views, view) != chosen->views.end();
    color.view = has_it ? view : chosen->default_view;
}

void step_view(const ColorChoices& choices, color::ViewColor& color, int step) {
    const DisplayChoice* display = choices.display(color.display);
    if (display == nullptr) return;
    color.view = stepped(display->views, shown_view(choices, color).view, step);
    color.display = display->name;
}

void step_display(const ColorChoices& choices, color::ViewColor& color, int step) {
    std::vector<std::string> names;
    for (const DisplayChoice& display : choices.displays) names.push_back(display.name);
    choose_display(choices, color, stepped(names, shown_view(choices, color).display, step));
}

bool is_graded(const color::SourceColor& color) {
    color::SourceColor plain;
    plain.input_space = color.input_space;
    plain.bypass = color.bypass;
    return color != plain;
}

void reset_grade(color::SourceColor& color) {
    color::SourceColor plain;
    plain.input_space = color.input_space;
    color = plain;
}

double master_offset(const color::Grade& grade) {
    return (grade.offset[0] + grade.offset[1] + grade.offset[2]) / 3;
}

double master_gamma(const color::Grade& grade) {
    return std::cbrt(grade.gamma[0] * grade.gamma[1] * grade.gamma[2]);
}

void set_master_offset(color::Grade& grade, double value) {
    const double moved = value - master_offset(grade);
    for (double& offset : grade.offset)
        offset = std::clamp(offset + moved, -kLargestOffset, kLargestOffset);
}

void set_master_gamma(color::Grade& grade, double value) {
    const double factor = std::max(value, kLeastGamma) / master_gamma(grade);
    for (double& gamma : grade.gamma)
        gamma = std::clamp(gamma * factor, kLeastGamma, kLargestGamma);
}

bool names_hdr(std::string_view name) {
    const std::string low = lower(name);
    return low.find("pq") != std::string::npos || low.find("hlg") != std::string::npos ||
           low.find("2084") != std::string::npos;
}

std::string output_warning(const std::string& display, renderer::WindowOutput output) {
    using renderer::WindowOutput;
    if (!names_hdr(display) || output == WindowOutput::Hdr10 || output == WindowOutput::ScRgb)
        return {};
    return std::string("made for ") + display + " on an SDR output (" + renderer::name(output) +
           "): right only on a monitor that is switched to it by hand";
}

std::string display_words(const color::ColorConfig& config, const std::string& display) {
    const std::string fed = config.view_space(display, config.default_view(display));
    if (fed.empty()) return {};
    const std::vector<color::ColorSpaceEntry> spaces = config.spaces();
    const auto at = std::ranges::find(spaces, fed, &color::ColorSpaceEntry::name);
    const bool is_described = at != spaces.end() && !at->description.empty();
    return "Its default view makes code values of " + fed +
           (is_described ? ": " + at->description : std::string()) + ".";
}

std::string view_words(const color::ColorConfig& config, const std::string& view) {
    using color::ColorConfig;
    if (!config.is_built_in()) return {};
    if (view == ColorConfig::kVideoView)
        return "What the file says is what is seen: Rec.709 and sRGB takes are shown code for code "
               "on an sRGB display. Light above reference white clips on SDR displays.";
    if (view == ColorConfig::kRollOffView)
        return "For PQ, HLG and log takes on an SDR display: as the colorimetric view up to half "
               "of reference white; what is brighter, up to 1000 cd/m\xC2\xB2, is compressed into "
               "the rest instead of clipped.";
    if (view == ColorConfig::kUntoneMappedView)
        return "Every space is read and shown by its own formula, without a tone curve: Rec.709 on "
               "an sRGB display is converted from BT.1886 to the sRGB curve.";
    if (view == "Raw") return "No transform at all: the file's R'G'B'.";
    if (view.starts_with("ACES"))
        return "The output transform of ACES, with its film-like tone curve; for scene-linear and "
               "log material.";
    return {};
}

bool is_config_name(std::string_view name) {
    constexpr std::array<std::string_view, 1> kEndings{".ocio"};
    return ends_in(name, kEndings);
}

bool is_cdl_name(std::string_view name) {
    constexpr std::array<std::string_view, 3> kEndings{".cdl", ".cc", ".ccc"};
    return ends_in(name, kEndings);
}

bool is_lut_name(std::string_view name) {
    constexpr std::array<std::string_view, 16> kEndings{
        ".cube", ".3dl", ".clf", ".ctf", ".spi1d", ".spi3d", ".spimtx", ".csp",
        ".lut",  ".hdl", ".vf",  ".cub", ".itx",   ".look",  ".mga",    ".m3d"};
    return ends_in(name, kEndings);
}

} // namespace seamline::ui
