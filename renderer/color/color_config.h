// renderer/color/color_config.h: the colour spaces, displays, views and looks to choose from.
#pragma once

#include "decode/media/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::color {

struct ColorSpaceEntry {
    std::string name;
    std::string family;      ///< Groups menus, e.g. "Video", "Camera"; may be empty.
    std::string description; ///< One line; may be empty.
    bool is_data = false;    ///< Passes every transform unchanged.
};

/// An OpenColorIO configuration: built in, or a user's file. Immutable; copies share it.
/// Threads: any.
///
/// The built-in configuration. Scene reference: ACES2065-1. Display reference: CIE XYZ under D65,
/// where Y = 1 is reference white: SDR's white, and 203 cd/m2 of PQ and of HLG at 1000 cd/m2
/// (Rep. ITU-R BT.2408). Scene-linear 1.0 and reference white are the same light, so a camera log,
/// a Rec.709 and a PQ take of one scene meet. White points adapt by Bradford throughout (ARRI's,
/// Sony's and Canon's transforms to ACES, made with CAT02, are corrected for it: up to 0.5 % of
/// white).
///
/// Its views:
///   Video (colorimetric)  what the file says is what is seen. Rec.709 and sRGB takes reach an sRGB
///                         or Rec.709 display code for code: video of both kinds is read through
///                         BT.1886, and so is the sRGB display. Other takes are converted to that.
///                         On an SDR display light above reference white clips.
///   Video (HDR roll-off)  SDR displays only. As above up to half of reference white; from there
///                         to 1000 cd/m2 each channel is compressed into what is left.
///   Un-tone-mapped        as above, but every space is read and shown by its own formula: Rec.709
///                         on an sRGB display is converted from BT.1886 to IEC 61966-2-1.
///   ACES 1.0 SDR, ACES 1.1 HDR 1000 nits (on HDR displays): the ACES output transforms.
///   Raw                   no transform at all.
class ColorConfig {
public:
    static constexpr const char* kVideoView = "Video (colorimetric)";
    static constexpr const char* kRollOffView = "Video (HDR roll-off)";
    static constexpr const char* kUntoneMappedView = "Un-tone-mapped";

    /// Blocks: a few milliseconds the first time; the result is shared.
    static ColorConfig built_in();
    /// Reads and validates a .ocio file. Blocks. Errors: one line naming the file, and the line
    /// where OpenColorIO knows it; NotFound, TooLarge (over 16 MiB), Corrupt.
    static Result<ColorConfig> load(const std::filesystem::path& file);
    /// `option` (the command line's --ocio) if not empty, else the file that $OCIO names, else the
    /// built-in configuration. Errors: as `load`, saying which of the two named the file.
    static Result<ColorConfig> open(const std::filesystem::path& option);

    bool is_built_in() const;
    /// "built-in", or the file.
    const std::string& name() const;
    /// Differs between configurations of different content.
    const std::string& cache_id() const;

    std::vector<ColorSpaceEntry> spaces() const;
    std::vector<std::string> displays() const;
    std::vector<std::string> views(const std::string& display) const;
    std::vector<std::string> looks() const;
    std::string default_display() const;
    std::string default_view(const std::string& display) const;

    /// The space whose code values a view of a display yields; empty when there is no such view.
    std::string view_space(const std::string& display, const std::string& view) const;

    /// The space's own name, given it, an alias or a role; empty when there is none.
    std::string space_named(std::string_view name) const;
    /// The scene-linear working space; empty when the configuration has none.
    std::string scene_linear_space() const;
    /// The space through which `view` reads `space`: the same, except for the built-in video
    /// views, which read every sRGB curve through BT.1886.
    std::string space_for_view(const std::string& space, const std::string& view) const;

    struct State;
    const State& state() const { return *state_; }

private:
    explicit ColorConfig(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

} // namespace seamline::color
