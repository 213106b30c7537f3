// app/ui/color_choices.h: what can be chosen of colour, and what choosing does; draws nothing.
#pragma once

#include "renderer/color/color_config.h"
#include "renderer/color/source_color.h"
#include "renderer/window_output.h"

#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// Colour spaces that stand together in a menu.
struct SpaceFamily {
    std::string name; ///< "Other" for spaces without a family.
    std::vector<color::ColorSpaceEntry> spaces;
};

struct DisplayChoice {
    std::string name;
    std::string default_view;
    std::vector<std::string> views;
};

/// A configuration's names in the order of its menus. A copy: menus never wait for OpenColorIO.
struct ColorChoices {
    color::ColorConfig config;
    std::vector<SpaceFamily> families;
    std::vector<DisplayChoice> displays;
    std::string default_display;
    std::vector<std::string> looks;

    /// The display of this name; the default one for an empty name; null when there is none.
    const DisplayChoice* display(const std::string& name) const;
};
ColorChoices color_choices(const color::ColorConfig& config);

/// Display and view with defaults filled in. Names that the configuration lacks stay as they are.
struct ShownView {
    std::string display;
    std::string view;
    bool is_known = true; ///< The configuration has both.
};
ShownView shown_view(const ColorChoices& choices, const color::ViewColor& color);

/// Keeps the view where the new display has it, else takes that display's default.
void choose_display(const ColorChoices& choices, color::ViewColor& color,
                    const std::string& display);
/// The next (+1) or previous (-1) view of the display, all the way round.
void step_view(const ColorChoices& choices, color::ViewColor& color, int step);
void step_display(const ColorChoices& choices, color::ViewColor& color, int step);

/// Anything beside the input space is set, bypassed or not.
bool is_graded(const color::SourceColor& color);
/// Back to the picture as it is read; the input space stays.
void reset_grade(color::SourceColor& color);

/// One value for three channels: the mean of offsets, the geometric mean of gammas. Setting it
/// moves all channels alike, each within its range.
double master_offset(const color::Grade& grade);
double master_gamma(const color::Grade& grade);
void set_master_offset(color::Grade& grade, double value);
void set_master_gamma(color::Grade& grade, double value);

/// Code values of this space or display stand for cd/m2, or for a system of 1000 cd/m2: PQ or HLG
/// by its name.
bool names_hdr(std::string_view name);

/// What speaks against showing a view of this display by that output; empty: nothing.
std::string output_warning(const std::string& display, renderer::WindowOutput output);

/// The space whose code values a display is fed with by its default view, and what that is, a
/// sentence; empty: the configuration does not say.
std::string display_words(const color::ColorConfig& config, const std::string& display);

/// What a view of the built-in configuration does, a sentence or two; empty for others.
std::string view_words(const color::ColorConfig& config, const std::string& view);

/// Names of files that the browser offers where one of this kind is chosen.
bool is_config_name(std::string_view name);
bool is_cdl_name(std::string_view name);
bool is_lut_name(std::string_view name);

} // namespace seamline::ui
