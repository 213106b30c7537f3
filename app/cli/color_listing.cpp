#include "app/cli/color_listing.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace seamline::cli {
namespace {

std::string joined(const nlohmann::json& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name.get<std::string>();
    return text;
}

} // namespace

nlohmann::json color_json(const Result<color::ColorConfig>& config) {
    if (!config) return {{"error", config.error().message}};
    const color::ColorConfig& used = config.value();
    nlohmann::json listing{{"configuration", used.name()},
                           {"default_display", used.default_display()},
                           {"displays", nlohmann::json::array()},
                           {"looks", used.looks()},
                           {"spaces", nlohmann::json::array()}};
    for (const std::string& display : used.displays())
        listing["displays"].push_back({{"name", display},
                                       {"default_view", used.default_view(display)},
                                       {"views", used.views(display)}});
    for (const color::ColorSpaceEntry& space : used.spaces())
        listing["spaces"].push_back(
            {{"name", space.name}, {"family", space.family}, {"description", space.description}});
    return listing;
}

void print_color(const nlohmann::json& listing) {
    if (listing.contains("error")) {
        std::printf("  colour   no configuration: %s\n",
                    listing["error"].get<std::string>().c_str());
        return;
    }
    std::printf("  colour   configuration %s; its names for --input-space, --display, "
                "--view-transform and --look:\n",
                listing["configuration"].get<std::string>().c_str());
    std::vector<std::pair<std::string, std::string>> families; // In the configuration's order.
    for (const auto& space : listing["spaces"]) {
        const auto family = space["family"].get<std::string>();
        auto at = std::ranges::find(families, family, &std::pair<std::string, std::string>::first);
        if (at == families.end()) at = families.insert(families.end(), {family, ""});
        at->second += (at->second.empty() ? "" : ", ") + space["name"].get<std::string>();
    }
    for (const auto& [family, names] : families)
        std::printf("  spaces   %s%s%s\n", family.c_str(), family.empty() ? "" : ": ",
                    names.c_str());
    for (const auto& display : listing["displays"])
        std::printf("  display  %s%s: %s\n", display["name"].get<std::string>().c_str(),
                    display["name"] == listing["default_display"] ? " (default)" : "",
                    joined(display["views"]).c_str());
    if (!listing["looks"].empty()) std::printf("  looks    %s\n", joined(listing["looks"]).c_str());
}

} // namespace seamline::cli
