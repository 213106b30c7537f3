#include "renderer/picture_tools.h"

#include <algorithm>

namespace seamline::renderer {

const char* name(PictureTool tool) {
    switch (tool) {
    case PictureTool::FalseColor:
        return "false-colour";
    case PictureTool::Zebra:
        return "zebra";
    case PictureTool::Clipping:
        return "clipping";
    case PictureTool::Gamut:
        return "gamut";
    case PictureTool::Peaking:
        return "peaking";
    }
    return "";
}

std::optional<PictureTool> picture_tool_from(std::string_view word) {
    for (int i = 0; i < kPictureTools; ++i)
        if (word == name(static_cast<PictureTool>(i))) return static_cast<PictureTool>(i);
    return std::nullopt;
}

const char* name(ToolSignal signal) { return signal == ToolSignal::Source ? "source" : "view"; }

bool ToolSet::shows(PictureTool tool) const {
    switch (tool) {
    case PictureTool::FalseColor:
        return false_color;
    case PictureTool::Zebra:
        return zebra;
    case PictureTool::Clipping:
        return clipping;
    case PictureTool::Gamut:
        return gamut;
    case PictureTool::Peaking:
        return peaking;
    }
    return false;
}

void ToolSet::show(PictureTool tool, bool on) {
    switch (tool) {
    case PictureTool::FalseColor:
        false_color = on;
        break;
    case PictureTool::Zebra:
        zebra = on;
        break;
    case PictureTool::Clipping:
        clipping = on;
        break;
    case PictureTool::Gamut:
        gamut = on;
        break;
    case PictureTool::Peaking:
        peaking = on;
        break;
    }
}

std::vector<FalseColorBand> default_bands() {
    const auto grey = [](float from, const char* label) {
        return FalseColorBand{from, true, glm::vec3(0.5F), label};
    };
    return {{0, false, {0.53F, 0.16F, 0.78F}, "black"},
            {2, false, {0.13F, 0.36F, 0.95F}, "near black"},
            grey(8, "shadows"),
            {38, false, {0.10F, 0.70F, 0.22F}, "mid grey"},
            grey(44, ""),
            {56, false, {0.98F, 0.56F, 0.66F}, "light skin"},
            grey(62, "highlights"),
            {95, false, {0.98F, 0.88F, 0.13F}, "near clip"},
            {99.5F, false, {0.93F, 0.11F, 0.10F}, "clip"}};
}

ToolSettings valid(ToolSettings settings) {
    if (settings.bands.empty()) settings.bands = default_bands();
    if (settings.bands.size() > kMostBands) settings.bands.resize(kMostBands);
    for (FalseColorBand& band : settings.bands) {
        band.from_percent = std::clamp(band.from_percent, kLeastBandPercent, kMostBandPercent);
        band.rgb = glm::clamp(band.rgb, 0.0F, 1.0F);
    }
    std::ranges::stable_sort(settings.bands, {}, &FalseColorBand::from_percent);
    settings.zebra_low_percent = std::clamp(settings.zebra_low_percent, 0.0F, 110.0F);
    settings.zebra_high_percent =
        std::clamp(settings.zebra_high_percent, settings.zebra_low_percent, 110.0F);
    settings.gamut_tolerance_percent = std::clamp(settings.gamut_tolerance_percent, 0.0F, 10.0F);
    settings.peaking_percent = std::clamp(settings.peaking_percent, 0.5F, 50.0F);
    settings.peaking_rgb = glm::clamp(settings.peaking_rgb, 0.0F, 1.0F);
    return settings;
}

} // namespace seamline::renderer
