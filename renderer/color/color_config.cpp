#include "renderer/color/color_config_state.h"

#include <cstdlib>

namespace seamline::color {
namespace {

constexpr std::uintmax_t kLargestConfigBytes = 16U << 20U;

Result<Done> check_file(const std::filesystem::path& file) {
    std::error_code failure;
    const auto status = std::filesystem::status(file, failure);
    if (!std::filesystem::exists(status)) {
        return Error{ErrorCode::NotFound, file.string() + ": no such file"};
    }
    if (!std::filesystem::is_regular_file(status)) {
        return Error{ErrorCode::InvalidArgument,
                     file.string() + ": not a file; name a .ocio configuration"};
    }
    const std::uintmax_t bytes = std::filesystem::file_size(file, failure);
    if (failure) return Error{ErrorCode::Io, file.string() + ": " + failure.message()};
    if (bytes > kLargestConfigBytes) {
        return Error{ErrorCode::TooLarge, file.string() + ": larger than 16 MiB, which no "
                                                          "OpenColorIO configuration is"};
    }
    return Done{};
}

Result<Done> check_content(const OCIO::Config& config, const std::filesystem::path& file) {
    if (config.getNumDisplays() == 0 || config.getNumViews(config.getDisplay(0)) == 0) {
        return Error{ErrorCode::Unsupported, file.string() + ": names no display with a view, so "
                                                             "nothing can be shown through it"};
    }
    if (config.getNumColorSpaces() == 0) {
        return Error{ErrorCode::Unsupported, file.string() + ": has no colour space"};
    }
    return Done{};
}

// With the cache, processors share their dynamic properties, and a LUT that has changed on disk
// stays as it was.
OCIO::ConstConfigRcPtr uncached(const OCIO::ConstConfigRcPtr& config) {
    const auto copy = config->createEditableCopy();
    copy->setProcessorCacheFlags(OCIO::PROCESSOR_CACHE_OFF);
    return copy;
}

std::string text(const char* value) { return value ? value : ""; }

} // namespace

ColorConfig ColorConfig::built_in() {
    silence_ocio();
    static const std::shared_ptr<const State> shared = [] {
        auto state = std::make_shared<State>();
        state->config = uncached(make_built_in_config());
        state->name = "built-in";
        state->cache_id = state->config->getCacheID();
        state->is_built_in = true;
        return state;
    }();
    return ColorConfig(shared);
}

Result<ColorConfig> ColorConfig::load(const std::filesystem::path& file) {
    silence_ocio();
    if (const auto usable = check_file(file); !usable) return usable.error();
    try {
        auto state = std::make_shared<State>();
        state->config = uncached(OCIO::Config::CreateFromFile(file.string().c_str()));
        // Before OpenColorIO's own check, which does not say which file it is.
        if (const auto there = check_named_files(*state->config, file); !there)
            return there.error();
        try {
            state->config->validate();
        } catch (const std::exception& failure) {
            return validation_error(*state->config, file, failure);
        }
        if (const auto usable = check_content(*state->config, file); !usable) return usable.error();
        state->name = file.string();
        state->cache_id = state->config->getCacheID();
        return ColorConfig(std::move(state));
    } catch (const std::exception& failure) {
        return ocio_error(ErrorCode::Corrupt, file.string(), failure);
    }
}

Result<ColorConfig> ColorConfig::open(const std::filesystem::path& option) {
    if (!option.empty()) {
        auto config = load(option);
        if (config) return config;
        return Error{config.error().code, "--ocio: " + config.error().message};
    }
    const char* environment = std::getenv("OCIO");
    if (!environment || !*environment) return built_in();
    auto config = load(environment);
    if (config) return config;
    return Error{config.error().code, "$OCIO: " + config.error().message};
}

bool ColorConfig::is_built_in() const { return state_->is_built_in; }
const std::string& ColorConfig::name() const { return state_->name; }
const std::string& ColorConfig::cache_id() const { return state_->cache_id; }

std::vector<ColorSpaceEntry> ColorConfig::spaces() const {
    std::vector<ColorSpaceEntry> entries;
    const OCIO::Config& config = *state_->config;
    for (int i = 0; i < config.getNumColorSpaces(); ++i) {
        const auto space = config.getColorSpace(config.getColorSpaceNameByIndex(i));
        if (!space) continue;
        entries.push_back({text(space->getName()), text(space->getFamily()),
                           one_line(text(space->getDescription())), space->isData()});
    }
    return entries;
}

std::vector<std::string> ColorConfig::displays() const {
    std::vector<std::string> names;
    for (int i = 0; i < state_->config->getNumDisplays(); ++i) {
        names.push_back(text(state_->config->getDisplay(i)));
    }
    return names;
}

std::vector<std::string> ColorConfig::views(const std::string& display) const {
    std::vector<std::string> names;
    for (int i = 0; i < state_->config->getNumViews(display.c_str()); ++i) {
        names.push_back(text(state_->config->getView(display.c_str(), i)));
    }
    return names;
}

std::vector<std::string> ColorConfig::looks() const {
    std::vector<std::string> names;
    for (int i = 0; i < state_->config->getNumLooks(); ++i) {
        names.push_back(text(state_->config->getLookNameByIndex(i)));
    }
    return names;
}

std::string ColorConfig::default_display() const {
    return text(state_->config->getDefaultDisplay());
}

std::string ColorConfig::default_view(const std::string& display) const {
    return text(state_->config->getDefaultView(display.c_str()));
}

std::string ColorConfig::view_space(const std::string& display, const std::string& view) const {
    const std::string name =
        text(state_->config->getDisplayViewColorSpaceName(display.c_str(), view.c_str()));
    // Shared views name their display's space so.
    return space_named(name == OCIO::OCIO_VIEW_USE_DISPLAY_NAME ? display : name);
}

std::string ColorConfig::space_named(std::string_view name) const {
    const auto space = state_->config->getColorSpace(std::string(name).c_str());
    return space ? text(space->getName()) : "";
}

std::string ColorConfig::scene_linear_space() const { return space_named(OCIO::ROLE_SCENE_LINEAR); }

std::string ColorConfig::space_for_view(const std::string& space, const std::string& view) const {
    if (!is_built_in() || (view != kVideoView && view != kRollOffView)) return space;
    const std::string name = space_named(space);
    if (name == "sRGB") return "Rec.709";
    if (name == "Display P3") return "P3-D65 BT.1886";
    return space;
}

} // namespace seamline::color
