#include "renderer/color/color_chain.h"

#include "decode/media/lower_case.h"
#include "renderer/color/grade_files.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <sstream>
#include <vector>

namespace seamline::color {
namespace {

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// Names that have words of `asked` come first: a line has no room for all of them.
std::vector<std::string> nearest_first(std::vector<std::string> names, const std::string& asked) {
    constexpr std::size_t kShortestWord = 3;
    std::vector<std::string> words;
    std::istringstream stream(lower_case(asked));
    for (std::string word; stream >> word;)
        if (word.size() >= kShortestWord) words.push_back(word);
    std::ranges::stable_sort(names, std::greater{}, [&](const std::string& name) {
        return std::ranges::count_if(words, [known = lower_case(name)](const std::string& word) {
            return known.find(word) != std::string::npos;
        });
    });
    return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Error missing(const ColorConfig& config, const std::string& what, const std::string& name,
              const std::string& known) {
    return {ErrorCode::NotFound,
            one_line("the colour configuration (" + config.name() + ") has no " + what + " \"" +
                     name + "\"" + (known.empty() ? "" : "; it has: " + known))};
}

Result<Done> check_range(double value, double low, double high, const char* what) {
    if (value >= low && value <= high) return Done{}; // Not for NaN.
    return Error{ErrorCode::InvalidArgument, std::string(what) + " must be a number from " +
                                                 std::to_string(low) + " to " +
                                                 std::to_string(high)};
}

Result<Done> check_grade(const Grade& grade) {
    if (auto r = check_range(grade.exposure_stops, -20, 20, "exposure in stops"); !r) return r;
    for (const double value : grade.offset) {
        if (auto r = check_range(value, -10, 10, "offset"); !r) return r;
    }
    for (const double value : grade.gamma) {
        if (auto r = check_range(value, 0.01, 100, "gamma"); !r) return r;
    }
    return check_range(grade.saturation, 0, 10, "saturation");
}

Result<Done> check_cdl(const Cdl& cdl) {
    constexpr double largest = 1e6;
    for (const double value : cdl.slope) {
        if (auto r = check_range(value, 0, largest, "CDL slope"); !r) return r;
    }
    for (const double value : cdl.offset) {
        if (auto r = check_range(value, -largest, largest, "CDL offset"); !r) return r;
    }
    for (const double value : cdl.power) {
        if (auto r = check_range(value, 1e-6, largest, "CDL power"); !r) return r;
    }
    return check_range(cdl.saturation, 0, largest, "CDL saturation");
}

OCIO::TransformRcPtr cdl_transform(const Cdl& cdl) {
    const auto transform = OCIO::CDLTransform::Create();
    transform->setStyle(OCIO::CDL_NO_CLAMP);
    transform->setSlope(cdl.slope.data());
    transform->setOffset(cdl.offset.data());
    transform->setPower(cdl.power.data());
    transform->setSat(cdl.saturation);
    return transform;
}

OCIO::TransformRcPtr lut_transform(const std::filesystem::path& file) {
    const auto transform = OCIO::FileTransform::Create();
    transform->setSrc(std::filesystem::absolute(file).string().c_str());
    transform->setInterpolation(OCIO::INTERP_BEST);
    return transform;
}

OCIO::TransformRcPtr offset_transform(const Grade& grade) {
    const auto transform = OCIO::MatrixTransform::Create();
    const double offset[4] = {grade.offset[0], grade.offset[1], grade.offset[2], 0};
    transform->setOffset(offset);
    return transform;
}

OCIO::TransformRcPtr gamma_transform(const Grade& grade) {
    const auto transform = OCIO::ExponentTransform::Create();
    const double power[4] = {1 / grade.gamma[0], 1 / grade.gamma[1], 1 / grade.gamma[2], 1};
    transform->setValue(power);
    transform->setNegativeStyle(OCIO::NEGATIVE_MIRROR);
    return transform;
}

OCIO::TransformRcPtr saturation_transform(const Grade& grade) {
    const auto transform = OCIO::CDLTransform::Create();
    transform->setStyle(OCIO::CDL_NO_CLAMP);
    transform->setSat(grade.saturation);
    return transform;
}

} // namespace

OCIO::GradingPrimary grading_primary(const Grade& grade) {
    // Code values of ten bits are the unit of OpenColorIO's brightness. Its video style, whose
    // offset is plain, ignores gamma in 2.1.
    constexpr double per_brightness = 6.25 / 1023.0;
    OCIO::GradingPrimary primary(OCIO::GRADING_LOG);
    primary.m_brightness = {grade.offset[0] / per_brightness, grade.offset[1] / per_brightness,
                            grade.offset[2] / per_brightness, 0.0};
    primary.m_gamma = {grade.gamma[0], grade.gamma[1], grade.gamma[2], 1.0};
    primary.m_saturation = grade.saturation;
    return primary;
}

Result<ViewColor> complete_view(const ColorConfig& config, const ViewColor& view) {
    ViewColor complete = view;
    if (complete.display.empty()) complete.display = config.default_display();
    if (!contains(config.displays(), complete.display)) {
        return missing(config, "display", complete.display, listed(config.displays()));
    }
    if (complete.view.empty()) complete.view = config.default_view(complete.display);
    const std::vector<std::string> views = config.views(complete.display);
    if (!contains(views, complete.view)) {
        return missing(config, "view of the display " + complete.display, complete.view,
                       listed(views));
    }
    if (!complete.look.empty() && !contains(config.looks(), complete.look)) {
        return missing(config, "look", complete.look, listed(config.looks()));
    }
    return complete;
}

Result<std::string> input_space(const ColorConfig& config, const SourceColor& source,
                                const std::string& view) {
    const std::string asked =
        source.input_space.empty() ? std::string(OCIO::ROLE_DEFAULT) : source.input_space;
    const std::string space = config.space_named(asked);
    if (space.empty()) {
        std::vector<std::string> names;
        for (const ColorSpaceEntry& entry : config.spaces()) names.push_back(entry.name);
        return missing(config, "colour space", asked, listed(nearest_first(names, asked)));
    }
    return config.space_for_view(space, view);
}

ColorChain::ColorChain(const ColorConfig& config, std::string space, std::string view)
    : config_(config), transforms_(OCIO::GroupTransform::Create()), space_(std::move(space)),
      view_(std::move(view)), description_(space_) {}

void ColorChain::append(OCIO::TransformRcPtr transform, const std::string& word) {
    transforms_->appendTransform(std::move(transform));
    if (!word.empty()) description_ += " > " + word;
}

Result<std::string> ColorChain::existing(const std::string& space, const char* what) const {
    std::string name = config_.space_named(space);
    if (name.empty()) return missing(config_, std::string(what) + " space", space, "");
    return config_.space_for_view(name, view_);
}

Result<Done> ColorChain::convert_to(const std::string& space) {
    if (space == space_) return Done{};
    const auto conversion = OCIO::ColorSpaceTransform::Create();
    conversion->setSrc(space_.c_str());
    conversion->setDst(space.c_str());
    append(conversion, "");
    space_ = space;
    return Done{};
}

Result<Done> ColorChain::expose(const Grade& grade, GradeUse use) {
    if (grade.exposure_stops == 0 && use == GradeUse::Fixed) return Done{};
    const std::string linear = config_.scene_linear_space();
    if (linear.empty()) {
        return Error{ErrorCode::Unsupported,
                     "exposure needs a scene-linear space, and the colour configuration (" +
                         config_.name() + ") has no scene_linear role"};
    }
    if (const auto done = convert_to(linear); !done) return done;
    const auto exposure = OCIO::ExposureContrastTransform::Create();
    exposure->setStyle(OCIO::EXPOSURE_CONTRAST_LINEAR);
    if (use == GradeUse::Dynamic)
        exposure->makeExposureDynamic();
    else
        exposure->setExposure(grade.exposure_stops);
    append(exposure, "exposure");
    return Done{};
}

Result<Done> ColorChain::correct(const SourceColor& source, const std::string& grade_space,
                                 GradeUse use) {
    const Grade& grade = source.grade;
    const bool graded = use == GradeUse::Dynamic || grade.offset != Grade{}.offset ||
                        grade.gamma != Grade{}.gamma || grade.saturation != 1;
    Cdl cdl = source.cdl;
    if (!source.cdl_file.empty()) {
        auto read = read_cdl(source.cdl_file, source.cdl_id);
        if (!read) return read.error();
        cdl = read.value();
    }
    if (auto valid = check_cdl(cdl); !valid) {
        if (source.cdl_file.empty()) return valid;
        return Error{ErrorCode::Corrupt, source.cdl_file.string() + ": " + valid.error().message};
    }
    if (!graded && cdl == Cdl{}) return Done{};
    if (const auto done = convert_to(grade_space); !done) return done;
    if (use == GradeUse::Dynamic) {
        const auto primary = OCIO::GradingPrimaryTransform::Create(OCIO::GRADING_LOG);
        primary->makeDynamic();
        append(primary, "grade in " + space_);
    } else if (graded) {
        append(offset_transform(grade), "grade in " + space_);
        append(gamma_transform(grade), "");
        append(saturation_transform(grade), "");
    }
    if (!(cdl == Cdl{})) append(cdl_transform(cdl), "CDL in " + space_);
    return Done{};
}

Result<Done> ColorChain::apply_lut(const SourceColor& source, const std::string& grade_space) {
    if (source.lut_file.empty()) return Done{};
    if (const auto usable = check_lut(source.lut_file); !usable) return usable;
    std::string expected = grade_space;
    if (!source.lut_input_space.empty()) {
        const auto space = existing(source.lut_input_space, "LUT input");
        if (!space) return space.error();
        expected = space.value();
    }
    if (const auto done = convert_to(expected); !done) return done;
    append(lut_transform(source.lut_file), source.lut_file.filename().string());
    if (!source.lut_output_space.empty()) {
        const auto space = existing(source.lut_output_space, "LUT output");
        if (!space) return space.error();
        space_ = space.value();
    }
    return Done{};
}

Result<Done> ColorChain::grade(const SourceColor& source, GradeUse use) {
    if (source.bypass) return Done{};
    if (const auto valid = check_grade(source.grade); !valid) return valid;
    std::string grade_space = space_;
    if (!source.grade_space.empty()) {
        const auto space = existing(source.grade_space, "grade");
        if (!space) return space.error();
        grade_space = space.value();
    }
    if (const auto done = expose(source.grade, use); !done) return done;
    if (const auto done = correct(source, grade_space, use); !done) return done;
    return apply_lut(source, grade_space);
}

Result<Done> ColorChain::look(const std::string& name) {
    if (name.empty()) return Done{};
    const auto transform = OCIO::LookTransform::Create();
    transform->setSrc(space_.c_str());
    transform->setDst(space_.c_str());
    transform->setLooks(name.c_str());
    append(transform, name);
    return Done{};
}

bool ColorChain::is_already_shown(const ViewColor& view) const {
    const bool converts_nothing =
        view.view == ColorConfig::kVideoView || view.view == ColorConfig::kUntoneMappedView;
    const char* shown = config_.state().config->getDisplayViewColorSpaceName(view.display.c_str(),
                                                                             view.view.c_str());
    return config_.is_built_in() && converts_nothing && shown && space_ == shown;
}

Result<Done> ColorChain::show(const ViewColor& view) {
    if (is_already_shown(view)) {
        description_ += " > " + view.view + " on " + view.display;
        return Done{};
    }
    const auto transform = OCIO::DisplayViewTransform::Create();
    transform->setSrc(space_.c_str());
    transform->setDisplay(view.display.c_str());
    transform->setView(view.view.c_str());
    transform->setLooksBypass(!view.look.empty());
    append(transform, view.view + " on " + view.display);
    return Done{};
}

Result<Done> ColorChain::calibrate(const ViewColor& view) {
    if (!view.calibration_lut.empty()) {
        if (const auto usable = check_lut(view.calibration_lut); !usable) return usable;
        append(lut_transform(view.calibration_lut), view.calibration_lut.filename().string());
    }
    if (view.range == OutputRange::Legal) {
        const auto scale = scale_transform(219.0 / 255.0);
        const double offset[4] = {16.0 / 255.0, 16.0 / 255.0, 16.0 / 255.0, 0.0};
        scale->setOffset(offset);
        append(scale, "legal range");
    }
    return Done{};
}

} // namespace seamline::color
