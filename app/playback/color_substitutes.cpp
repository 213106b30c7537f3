#include "app/playback/color_substitutes.h"

#include <algorithm>
#include <utility>

namespace seamline::playback {
namespace {

using color::ColorConfig;
using color::SourceColor;
using color::ViewColor;

bool lacks_space(const ColorConfig& config, const std::string& space) {
    return !space.empty() && config.space_named(space).empty();
}

void take_lut(SourceColor& color, const SourceColor& from) {
    color.lut_file = from.lut_file;
    color.lut_input_space = from.lut_input_space;
    color.lut_output_space = from.lut_output_space;
}

void take_cdl(SourceColor& color, const SourceColor& from) {
    color.cdl = from.cdl;
    color.cdl_file = from.cdl_file;
    color.cdl_id = from.cdl_id;
}

/// A LUT is made for the space it is given, and a CDL's numbers for theirs: neither is used in
/// another one.
std::vector<SourceColor> colors_to_try(const ColorConfig& config, const SourceColor& wanted,
                                       const std::optional<ColorSettings>& last_good) {
    SourceColor base = wanted;
    if (lacks_space(config, base.input_space)) base.input_space.clear();
    std::vector<SourceColor> colors{base};
    if (last_good && last_good->color.input_space == base.input_space &&
        last_good->color.grade_space == base.grade_space) {
        SourceColor with_lut = base;
        take_lut(with_lut, last_good->color);
        colors.push_back(with_lut);
        SourceColor with_cdl = base;
        take_cdl(with_cdl, last_good->color);
        colors.push_back(with_cdl);
        take_lut(with_cdl, last_good->color);
        colors.push_back(with_cdl);
    }
    SourceColor bare = base;
    take_lut(bare, {});
    colors.push_back(bare);
    take_cdl(bare, {});
    colors.push_back(bare);
    bare.grade_space.clear();
    colors.push_back(bare);
    return colors;
}

std::vector<ViewColor> views_to_try(const ColorConfig& config, const ViewColor& wanted,
                                    const std::optional<ColorSettings>& last_good) {
    ViewColor known = wanted;
    const auto has = [](const std::vector<std::string>& names, const std::string& name) {
        return name.empty() || std::ranges::find(names, name) != names.end();
    };
    if (!has(config.displays(), known.display)) known.display.clear();
    const std::string display = known.display.empty() ? config.default_display() : known.display;
    if (!has(config.views(display), known.view)) known.view.clear();
    if (!has(config.looks(), known.look)) known.look.clear();
    std::vector<ViewColor> views{known};
    if (last_good) {
        ViewColor calibrated = known;
        calibrated.calibration_lut = last_good->view.calibration_lut;
        views.push_back(calibrated);
    }
    known.calibration_lut.clear();
    views.push_back(known);
    if (last_good) views.push_back(last_good->view);
    return views;
}

void add(std::string& words, const std::string& more) {
    words += (words.empty() ? "" : ", ") + more;
}

void lut_words(std::string& words, const SourceColor& wanted, const SourceColor& used) {
    if (used.lut_file == wanted.lut_file) return;
    if (used.lut_file.empty())
        add(words, "without its LUT");
    else
        add(words, "with the last LUT that could be used, " + used.lut_file.filename().string());
}

void cdl_words(std::string& words, const SourceColor& wanted, const SourceColor& used) {
    if (used.cdl_file == wanted.cdl_file && used.cdl == wanted.cdl && used.cdl_id == wanted.cdl_id)
        return;
    if (!used.cdl_file.empty())
        add(words, "with the last CDL that could be used, " + used.cdl_file.filename().string());
    else
        add(words, used.cdl == color::Cdl{} ? "without its CDL" : "with its last CDL");
}

} // namespace

std::vector<ColorSettings> color_substitutes(const ColorConfig& config, const ColorSettings& wanted,
                                             const std::optional<ColorSettings>& last_good) {
    const std::vector<SourceColor> colors = colors_to_try(config, wanted.color, last_good);
    std::vector<ColorSettings> tried;
    for (const ViewColor& view : views_to_try(config, wanted.view, last_good))
        for (const SourceColor& color : colors) {
            ColorSettings next{color, view};
            if (next != wanted && std::ranges::find(tried, next) == tried.end())
                tried.push_back(std::move(next));
        }
    return tried;
}

std::string substitution_words(const ColorSettings& wanted, const ColorSettings& used,
                               const color::InputGuess& read_as) {
    std::string words;
    if (used.color.input_space != wanted.color.input_space)
        add(words,
            "read as " + read_as.space + (read_as.confirmed ? ", as the file says" : ", a guess"));
    if (used.color.grade_space != wanted.color.grade_space)
        add(words, "graded in the file's values");
    cdl_words(words, wanted.color, used.color);
    lut_words(words, wanted.color, used.color);
    if (used.view.display != wanted.view.display || used.view.view != wanted.view.view)
        add(words, used.view.display.empty() ? "on the configuration's default display"
                                             : "on " + used.view.display + " by another view");
    if (used.view.look != wanted.view.look)
        add(words, used.view.look.empty() ? "without the look" : "with the last look");
    if (used.view.calibration_lut != wanted.view.calibration_lut)
        add(words, used.view.calibration_lut.empty() ? "without calibration"
                                                     : "with the last calibration");
    return words.empty() ? words : "Shown " + words + ".";
}

} // namespace seamline::playback
