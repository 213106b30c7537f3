#include "renderer/color/camera_spaces.h"
#include "renderer/color/chromaticity.h"
#include "renderer/color/color_config_state.h"
#include "renderer/color/transfer.h"

#include <array>
#include <cmath>

namespace seamline::color {
namespace {

using Transform = OCIO::TransformRcPtr;

// OpenColorIO's own display transforms have 100 cd/m2 at Y = 1.
constexpr double kOcioNits = 100.0;

Transform xyz_to_linear(const Primaries& primaries) {
    return matrix_transform(glm::inverse(rgb_to_xyz(primaries)) *
                            white_adaptation(kD65, primaries.white, Adaptation::Bradford));
}

// XYZ to R'G'B' of a display whose EOTF is a power.
Transform power_display(const Primaries& primaries, double exponent) {
    return group_transform({xyz_to_linear(primaries), inverse(power_transform(exponent))});
}

// Source: IEC 61966-2-1.
Transform srgb_display(const Primaries& primaries) {
    const auto curve = OCIO::ExponentWithLinearTransform::Create();
    const double gamma[4] = {2.4, 2.4, 2.4, 1.0};
    const double offset[4] = {0.055, 0.055, 0.055, 0.0};
    curve->setGamma(gamma);
    curve->setOffset(offset);
    curve->setNegativeStyle(OCIO::NEGATIVE_MIRROR);
    return group_transform({xyz_to_linear(primaries), inverse(curve)});
}

Transform hdr_display(const char* style) {
    return group_transform(
        {scale_transform(kReferenceWhiteNits / kOcioNits), builtin_transform(style)});
}

struct VideoSpace {
    const char* name;
    const char* alias;
    const char* description;
    Transform (*from_xyz)();
};

Primaries tagged(ColorPrimaries tag) { return primaries_of(tag); }

constexpr auto kVideoSpaces = std::to_array<VideoSpace>({
    {"Rec.709", "BT.1886", "BT.709 video as it is viewed: BT.1886, gamma 2.4, black at 0",
     [] { return power_display(kBt709, 2.4); }},
    {"sRGB", "srgb_display", "IEC 61966-2-1", [] { return srgb_display(kBt709); }},
    {"Gamma 2.2 Rec.709", "g22_rec709", "BT.709 primaries, gamma 2.2",
     [] { return power_display(kBt709, 2.2); }},
    {"Gamma 2.8 Rec.709", "g28_rec709", "BT.709 primaries, gamma 2.8",
     [] { return power_display(kBt709, 2.8); }},
    {"Rec.601 525", "smpte170m", "SMPTE 170M primaries, BT.1886",
     [] { return power_display(tagged(ColorPrimaries::Bt601_525), 2.4); }},
    {"Rec.601 625", "bt470bg", "BT.470 System B/G primaries, BT.1886",
     [] { return power_display(tagged(ColorPrimaries::Bt601_625), 2.4); }},
    {"Rec.2020", "bt2020", "BT.2020 primaries, BT.1886",
     [] { return power_display(kBt2020, 2.4); }},
    {"P3-D65", "p3d65", "P3 primaries, D65, gamma 2.6", [] { return power_display(kP3D65, 2.6); }},
    {"P3-D65 BT.1886", "p3d65_bt1886", "P3 primaries, D65, BT.1886",
     [] { return power_display(kP3D65, 2.4); }},
    {"Display P3", "displayp3", "P3 primaries, D65, the sRGB curve",
     [] { return srgb_display(kP3D65); }},
    {"DCI-P3", "dcip3", "P3 primaries, DCI white (adapted to D65), gamma 2.6",
     [] { return power_display(tagged(ColorPrimaries::DciP3), 2.6); }},
    {"Rec.2100 PQ", "rec2100_pq", "BT.2100 PQ; reference white 203 cd/m2",
     [] { return hdr_display("DISPLAY - CIE-XYZ-D65_to_REC.2100-PQ"); }},
    {"P3-D65 PQ", "p3d65_pq", "ST 2084, P3 primaries, D65; reference white 203 cd/m2",
     [] { return hdr_display("DISPLAY - CIE-XYZ-D65_to_ST2084-P3-D65"); }},
    {"Rec.2100 HLG", "rec2100_hlg", "BT.2100 HLG on a display of 1000 cd/m2",
     [] { return hdr_display("DISPLAY - CIE-XYZ-D65_to_REC.2100-HLG-1000nit"); }},
    {kDisplayLinear, "lin_rec709_display", "Light of a display, BT.709 primaries, linear",
     [] { return xyz_to_linear(kBt709); }},
});

// Source: Rec. ITU-R BT.709-6, item 1.2, inverted; to the reference white of ACES by Bradford.
Transform camera_rec709() {
    const auto curve = OCIO::ExponentWithLinearTransform::Create();
    const double gamma[4] = {1.0 / 0.45, 1.0 / 0.45, 1.0 / 0.45, 1.0};
    const double offset[4] = {0.099, 0.099, 0.099, 0.0};
    curve->setGamma(gamma);
    curve->setOffset(offset);
    curve->setNegativeStyle(OCIO::NEGATIVE_MIRROR);
    return group_transform({curve, matrix_transform(rgb_to_rgb(kBt709, kAcesAp0))});
}

template <int tag> Transform linear_to_aces() {
    return matrix_transform(rgb_to_rgb(primaries_of(static_cast<ColorPrimaries>(tag)), kAcesAp0));
}

const auto kSceneSpaces = std::to_array<CameraSpace>({
    {"ACEScg", "acescg", "Linear, AP1 primaries: the working space",
     [] { return Transform(builtin_transform("ACEScg_to_ACES2065-1")); }},
    {"ACEScct", "acescct", "Logarithmic with a toe, AP1 primaries: for grading",
     [] { return Transform(builtin_transform("ACEScct_to_ACES2065-1")); }},
    {"Linear Rec.709", "lin_rec709", "Scene-linear, BT.709 primaries",
     linear_to_aces<static_cast<int>(ColorPrimaries::Bt709)>},
    {"Linear P3-D65", "lin_p3d65", "Scene-linear, P3 primaries, D65",
     linear_to_aces<static_cast<int>(ColorPrimaries::DisplayP3)>},
    {"Linear Rec.2020", "lin_rec2020", "Scene-linear, BT.2020 primaries",
     linear_to_aces<static_cast<int>(ColorPrimaries::Bt2020)>},
    {"Rec.709 camera", "rec709_camera", "Scene light by the inverse of BT.709's camera curve",
     camera_rec709},
});

OCIO::ColorSpaceRcPtr space(OCIO::ReferenceSpaceType reference, const CameraSpace& entry,
                            const char* family, const char* encoding) {
    const auto result = OCIO::ColorSpace::Create(reference);
    result->setName(entry.name);
    result->addAlias(entry.alias);
    result->setFamily(family);
    result->setDescription(entry.description);
    result->setEncoding(encoding);
    result->setBitDepth(OCIO::BIT_DEPTH_F32);
    return result;
}

void add_spaces(OCIO::Config& config) {
    const auto aces =
        space(OCIO::REFERENCE_SPACE_SCENE,
              {"ACES2065-1", "aces", "Linear, AP0 primaries: the scene reference", {}}, "Scene",
              "scene-linear");
    config.addColorSpace(aces);
    const auto xyz = space(OCIO::REFERENCE_SPACE_DISPLAY,
                           {"CIE-XYZ-D65", "cie_xyz_d65", "The display reference", {}}, "Display",
                           "display-linear");
    config.addColorSpace(xyz);
    for (const VideoSpace& video : kVideoSpaces) {
        const auto entry = space(
            OCIO::REFERENCE_SPACE_DISPLAY, {video.name, video.alias, video.description, {}},
            video.name == std::string_view(kDisplayLinear) ? "Display" : "Video", "sdr-video");
        entry->setTransform(video.from_xyz(), OCIO::COLORSPACE_DIR_FROM_REFERENCE);
        config.addColorSpace(entry);
    }
    for (const CameraSpace& scene : kSceneSpaces) {
        const auto entry = space(OCIO::REFERENCE_SPACE_SCENE, scene, "Scene", "scene-linear");
        entry->setTransform(scene.to_aces(), OCIO::COLORSPACE_DIR_TO_REFERENCE);
        config.addColorSpace(entry);
    }
    for (const CameraSpace& camera : camera_spaces()) {
        const auto entry = space(OCIO::REFERENCE_SPACE_SCENE, camera, "Camera", "log");
        entry->setTransform(camera.to_aces(), OCIO::COLORSPACE_DIR_TO_REFERENCE);
        config.addColorSpace(entry);
    }
    const auto raw =
        space(OCIO::REFERENCE_SPACE_SCENE,
              {"Raw", "raw_code_values", "Code values as they are, never transformed", {}},
              "Utility", "data");
    raw->setIsData(true);
    config.addColorSpace(raw);
}

// Identity up to half of reference white, then y = a + b * log2(x + c) through the same value and
// slope there, reaching 1 at 1000 cd/m2.
Transform roll_off() {
    constexpr double knee = 0.5;
    constexpr double peak = kHlgPeakNits / kReferenceWhiteNits;
    // With y = knee + b * ln((x + c) / (knee + c)), slope 1 at the knee needs b = knee + c; c
    // solves y(peak) = 1 and is found by bisection: y(peak) grows with c.
    double low = -knee + 1e-9;
    double high = 10.0;
    for (int i = 0; i < 200; ++i) {
        const double c = (low + high) / 2;
        const double y = knee + (knee + c) * std::log((peak + c) / (knee + c));
        (y > 1.0 ? high : low) = c;
    }
    const double c = (low + high) / 2;
    const double b = knee + c;
    double breaks[3] = {knee, knee, knee};
    const auto curve = OCIO::LogCameraTransform::Create(breaks);
    const auto set = [](auto setter, double value) {
        double values[3] = {value, value, value};
        setter(values);
    };
    curve->setBase(std::exp(1.0));
    set([&](double(&v)[3]) { curve->setLogSideSlopeValue(v); }, b);
    set([&](double(&v)[3]) { curve->setLogSideOffsetValue(v); }, knee - b * std::log(b));
    set([&](double(&v)[3]) { curve->setLinSideSlopeValue(v); }, 1.0);
    set([&](double(&v)[3]) { curve->setLinSideOffsetValue(v); }, c);
    set([&](double(&v)[3]) { curve->setLinearSlopeValue(v); }, 1.0);
    const auto to_p3 = xyz_to_linear(kP3D65);
    return group_transform({to_p3, curve, inverse(xyz_to_linear(kP3D65))});
}

void add_view_transform(OCIO::Config& config, const char* name, OCIO::ReferenceSpaceType from,
                        const Transform& transform) {
    const auto view = OCIO::ViewTransform::Create(from);
    view->setName(name);
    view->setTransform(transform, OCIO::VIEWTRANSFORM_DIR_FROM_REFERENCE);
    config.addViewTransform(view);
}

void add_view_transforms(OCIO::Config& config) {
    // The first is the one by which OpenColorIO joins the two references.
    add_view_transform(config, "Un-tone-mapped", OCIO::REFERENCE_SPACE_SCENE,
                       builtin_transform("UTILITY - ACES-AP0_to_CIE-XYZ-D65_BFD"));
    add_view_transform(
        config, "ACES 1.0 SDR", OCIO::REFERENCE_SPACE_SCENE,
        builtin_transform("ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - SDR-VIDEO_1.0"));
    add_view_transform(
        config, "ACES 1.1 HDR 1000 nits", OCIO::REFERENCE_SPACE_SCENE,
        group_transform({builtin_transform("ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - "
                                           "HDR-VIDEO-1000nit-15nit-REC2020lim_1.1"),
                         scale_transform(kOcioNits / kReferenceWhiteNits)}));
    add_view_transform(config, "Video", OCIO::REFERENCE_SPACE_DISPLAY,
                       matrix_transform(glm::dmat3(1.0)));
    add_view_transform(config, "Roll-off", OCIO::REFERENCE_SPACE_DISPLAY, roll_off());
    config.setDefaultViewTransformName("Un-tone-mapped");
}

void add_displays(OCIO::Config& config) {
    struct Display {
        const char* name;
        const char* video_space; // By which the video views show.
        bool is_hdr;
    };
    constexpr auto displays = std::to_array<Display>({{"sRGB", "Rec.709", false},
                                                      {"Rec.709", "Rec.709", false},
                                                      {"P3-D65", "P3-D65", false},
                                                      {"Rec.2100 PQ", "Rec.2100 PQ", true},
                                                      {"Rec.2100 HLG", "Rec.2100 HLG", true}});
    const auto add = [&](const char* display, const char* view, const char* transform,
                         const char* space) {
        config.addDisplayView(display, view, transform, space, "", "", "");
    };
    for (const Display& display : displays) {
        add(display.name, ColorConfig::kVideoView, "Video", display.video_space);
        if (!display.is_hdr) {
            add(display.name, ColorConfig::kRollOffView, "Roll-off", display.video_space);
        }
        add(display.name, ColorConfig::kUntoneMappedView, "Un-tone-mapped", display.name);
        add(display.name, "ACES 1.0 SDR", "ACES 1.0 SDR", display.name);
        if (display.is_hdr) {
            add(display.name, "ACES 1.1 HDR 1000 nits", "ACES 1.1 HDR 1000 nits", display.name);
        }
        config.addDisplayView(display.name, "Raw", "Raw", "");
    }
}

} // namespace

OCIO::ConstConfigRcPtr make_built_in_config() {
    const auto config = OCIO::Config::Create();
    config->setVersion(2, 1);
    config->setName("Seamline built-in");
    add_spaces(*config);
    add_view_transforms(*config);
    add_displays(*config);
    const auto look = OCIO::Look::Create();
    look->setName("ACES 1.3 gamut compression");
    look->setProcessSpace("ACES2065-1");
    look->setTransform(builtin_transform("ACES-LMT - ACES 1.3 Reference Gamut Compression"));
    config->addLook(look);
    config->setRole(OCIO::ROLE_SCENE_LINEAR, "ACEScg");
    config->setRole(OCIO::ROLE_COMPOSITING_LOG, "ACEScct");
    config->setRole(OCIO::ROLE_COLOR_TIMING, "ACEScct");
    config->setRole(OCIO::ROLE_DATA, "Raw");
    config->setRole(OCIO::ROLE_DEFAULT, "Rec.709");
    config->setRole("aces_interchange", "ACES2065-1");
    config->setRole("cie_xyz_d65_interchange", "CIE-XYZ-D65");
    config->validate();
    return config;
}

} // namespace seamline::color
