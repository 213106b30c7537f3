#include "app/cli/arguments.h"
#include "app/cli/color_listing.h"
#include "app/cli/commands.h"
#include "app/playback/audio_output.h"
#include "app/ui/desktop_window.h"
#include "app/ui/fallback_fonts.h"
#include "decode/codecs.h"
#include "decode/hardware.h"
#include "renderer/frame_cache.h"
#include "renderer/memory_budget.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/swapchain.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 3> kOptions{{
    {"--ocio", "FILE", "OpenColorIO configuration to list (default: $OCIO, else the built-in one)"},
    {"--json", nullptr, "print one JSON object (schema seamline.doctor/1)"},
    {"--help", nullptr, "this text"},
}};

struct Missing {
    std::string what;
    std::string package; ///< Debian's and Ubuntu's name.
    std::string effect;
};

std::vector<Missing> find_missing(const std::vector<renderer::DeviceSummary>& devices) {
    std::vector<Missing> missing;
    bool usable = false;
    for (const auto& device : devices) usable = usable || device.usable;
    if (!usable)
        missing.push_back({"a Vulkan 1.3 driver", "mesa-vulkan-drivers", "nothing can be shown"});
    if (std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr)
        missing.push_back({"a display", "", "no window; frame, bench and probe work"});
    const auto sound = playback::AudioOutput::open(
        {}, [](std::span<float> samples, std::int64_t) { std::ranges::fill(samples, 0.0F); });
    if (!sound) missing.push_back({"a sound server", "pipewire-pulse", "playback is silent"});
    if (!ui::has_east_asian_font())
        missing.push_back({"a font with Chinese, Japanese and Korean characters",
                           ui::kEastAsianPackage, "such names and notes show replacement signs"});
    for (const std::string& codec : decode::missing_decoders())
        missing.push_back(
            {"FFmpeg decoder " + codec, "libavcodec-extra", "such files do not open"});
    return missing;
}

/// What the device's own decoders can do.
nlohmann::json hardware_paths_json(const renderer::Device& device) {
    nlohmann::json list = nlohmann::json::array();
    const auto add = [&](const decode::DecodePathFacts& facts) {
        list.push_back({{"path", facts.path},
                        {"device", facts.device},
                        {"usable", facts.usable},
                        {"codecs", facts.codecs},
                        {"engines", facts.engines},
                        {"reason", facts.reason}});
    };
    constexpr std::uint64_t kUnusedCache = 1 << 20;
    renderer::FrameCache cache(device, kUnusedCache);
    if (DevicePlaneAllocator* allocator = cache.device_allocator()) {
        const decode::HardwareDecoding hardware(*allocator, decode::DecodeChoice::Auto);
        for (const decode::DecodePathFacts& facts : hardware.facts()) add(facts);
    } else {
        for (const char* path : {"nvdec", "vaapi", "vulkan"})
            add({.path = path, .reason = decode::no_hardware(device.name())});
    }
    return list;
}

struct UsedDevice {
    nlohmann::json facts;
    nlohmann::json hardware_paths = nlohmann::json::array();
};

/// The device that the window would use, or without a display the other commands.
UsedDevice used_device(const Result<ui::Desktop>& desktop) {
    renderer::DeviceOptions options;
    options.video_decode = decode::wants_vulkan_video(decode::DecodeChoice::Auto);
    if (desktop) {
        options.instance_extensions = desktop.value().vulkan_extensions();
        options.can_present = ui::Desktop::can_present;
    }
    try {
        const renderer::Device device(options);
        const renderer::MemoryFacts facts = renderer::memory_facts(device);
        const renderer::MemoryBudget budget = renderer::default_budget(facts);
        const auto& left = facts.local.left_bytes;
        return {{{"name", device.name()},
                 {"shows_windows", static_cast<bool>(desktop)},
                 {"present_wait", device.wait_for_present() != nullptr},
                 {"passed_over", device.passed_over()},
                 {"memory_bytes", facts.local.heap_bytes},
                 {"memory_left_bytes", left ? nlohmann::json(*left) : nlohmann::json(nullptr)},
                 {"cache_budget_bytes", budget.bytes},
                 {"cache_budget_basis", budget.basis}},
                hardware_paths_json(device)};
    } catch (const renderer::VulkanError& error) {
        return {{{"name", nullptr}, {"reason", error.what()}}};
    }
}

/// What a window on the first screen can take.
nlohmann::json outputs_json(const Result<ui::Desktop>& desktop) {
    nlohmann::json list = nlohmann::json::array();
    const auto add = [&](const renderer::OutputOption& option) {
        list.push_back({{"output", renderer::word(option.output)},
                        {"name", renderer::name(option.output)},
                        {"offered", option.is_offered()},
                        {"reason", option.objection}});
    };
    const auto refuse_all = [&](const std::string& why) {
        for (const renderer::WindowOutput output : renderer::kWindowOutputs) add({output, why});
        return list;
    };
    if (!desktop) return refuse_all(desktop.error().message);
    const auto window = ui::DesktopWindow::open({.title = "seamline doctor", .hidden = true});
    if (!window) return refuse_all(window.error().message);
    renderer::DeviceOptions options;
    options.instance_extensions = desktop.value().vulkan_extensions();
    options.can_present = ui::Desktop::can_present;
    try {
        const renderer::Device device(options);
        VkSurfaceKHR surface = window.value()->make_surface(device.instance());
        const auto offered = renderer::surface_options(device, surface);
        vkDestroySurfaceKHR(device.instance(), surface, nullptr);
        for (const renderer::OutputOption& option : offered) add(option);
        return list;
    } catch (const renderer::VulkanError& error) {
        return refuse_all(error.what());
    }
}

nlohmann::json doctor_json(const Result<color::ColorConfig>& color) {
    const std::vector<renderer::DeviceSummary> devices = renderer::list_devices();
    nlohmann::json result{
        {"schema", "seamline.doctor/1"},           {"version", SEAMLINE_VERSION},
        {"ffmpeg", decode::library_versions()},    {"devices", nlohmann::json::array()},
        {"decode_paths", nlohmann::json::array()}, {"missing", nlohmann::json::array()}};
    for (const auto& device : devices)
        result["devices"].push_back({{"name", device.name},
                                     {"type", device.type},
                                     {"driver", device.driver},
                                     {"api_version", device.api_version},
                                     {"usable", device.usable},
                                     {"present_wait", device.present_wait},
                                     {"reason", device.reason}});
    // Once: some X servers start anew when their last client leaves, and refuse the next meanwhile.
    const Result<ui::Desktop> desktop = ui::Desktop::open();
    const UsedDevice used = used_device(desktop);
    result["used_device"] = used.facts;
    result["outputs"] = outputs_json(desktop);
    result["color"] = color_json(color);
    result["sdi"] = {{"supported", false},
                     {"reason",
                      "SDI cards are not supported; a second display of the graphics card "
                      "is"}};
    result["decode_paths"].push_back({{"path", "software"},
                                      {"device", "cpu"},
                                      {"usable", true},
                                      {"codecs", decode::available_decoders()},
                                      {"engines", 0},
                                      {"reason", ""}});
    for (const auto& path : used.hardware_paths) result["decode_paths"].push_back(path);
    for (const Missing& item : find_missing(devices))
        result["missing"].push_back(
            {{"what", item.what}, {"package", item.package}, {"effect", item.effect}});
    return result;
}

void print_used_device(const nlohmann::json& used) {
    if (used["name"].is_null()) {
        std::printf("  used     none: %s\n", used["reason"].get<std::string>().c_str());
        return;
    }
    std::printf("  used     %s%s\n", used["name"].get<std::string>().c_str(),
                used["shows_windows"].get<bool>() ? "" : " (without a window)");
    const auto passed_over = used["passed_over"].get<std::string>();
    if (!passed_over.empty()) std::printf("  note     %s\n", passed_over.c_str());
    if (used["shows_windows"].get<bool>())
        std::printf("  pacing   %s\n",
                    used["present_wait"].get<bool>()
                        ? "present-wait: ticks are put on refreshes that were measured"
                        : "no present-wait (VK_KHR_present_wait): FIFO alone, refreshes are seen "
                          "only where the program waits for an image");
    std::printf("  cache    %.0f MB by default: %s\n",
                used["cache_budget_bytes"].get<double>() / 1e6,
                used["cache_budget_basis"].get<std::string>().c_str());
}

void print_outputs(const nlohmann::json& outputs) {
    const auto text = [](const nlohmann::json& value) { return value.get<std::string>(); };
    // Without a display all have one reason: said once.
    const bool is_none = std::ranges::all_of(outputs, [&](const nlohmann::json& output) {
        return !output["offered"].get<bool>() && output["reason"] == outputs[0]["reason"];
    });
    if (is_none && !outputs.empty()) {
        std::printf("  output   none: %s\n", text(outputs[0]["reason"]).c_str());
        return;
    }
    for (const auto& output : outputs)
        std::printf("  output   %s: %s\n", text(output["name"]).c_str(),
                    output["offered"].get<bool>() ? "yes" : text(output["reason"]).c_str());
}

void print(const nlohmann::json& j) {
    const auto text = [](const nlohmann::json& value) { return value.get<std::string>(); };
    std::printf("seamline %s, %s\n", text(j["version"]).c_str(), text(j["ffmpeg"]).c_str());
    for (const auto& device : j["devices"])
        std::printf(
            "  device   %s (%s, Vulkan %s, %s)%s%s\n", text(device["name"]).c_str(),
            text(device["type"]).c_str(), text(device["api_version"]).c_str(),
            text(device["driver"]).c_str(),
            device["usable"].get<bool>() ? "" : " NOT USABLE: ", text(device["reason"]).c_str());
    print_used_device(j["used_device"]);
    print_outputs(j["outputs"]);
    std::printf("  sdi      %s\n", text(j["sdi"]["reason"]).c_str());
    print_color(j["color"]);
    for (const auto& path : j["decode_paths"]) {
        if (!path["usable"].get<bool>()) {
            std::printf("  decode   %s: no: %s\n", text(path["path"]).c_str(),
                        text(path["reason"]).c_str());
            continue;
        }
        std::printf("  decode   %s on %s", text(path["path"]).c_str(),
                    text(path["device"]).c_str());
        if (const int engines = path["engines"].get<int>(); engines > 0)
            std::printf(", %d engines", engines);
        std::printf(":");
        const char* separator = " ";
        for (const auto& codec : path["codecs"]) {
            std::printf("%s%s", separator, text(codec).c_str());
            separator = ", ";
        }
        std::printf("\n");
    }
    for (const auto& item : j["missing"]) {
        const std::string package = text(item["package"]);
        std::printf("  missing  %s: %s%s%s\n", text(item["what"]).c_str(),
                    text(item["effect"]).c_str(), package.empty() ? "" : "; sudo apt install ",
                    package.c_str());
    }
    if (j["missing"].empty()) std::printf("  nothing is missing\n");
}

} // namespace

int doctor(std::span<const std::string> words) {
    const Result<Arguments> arguments = Arguments::parse(words, kOptions);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(help_text("doctor [--ocio FILE] [--json]",
                             "Lists Vulkan devices, what windows can show, the names of colour "
                             "spaces, displays, views and looks, decode paths, and what is missing "
                             "with the package to install.",
                             kOptions)
                       .c_str(),
                   stdout);
        return kOk;
    }
    const std::string file = arguments.value().text("--ocio").value_or("");
    const Result<color::ColorConfig> color = color::ColorConfig::open(file);
    if (!color && !file.empty()) return report(color.error()); // A broken $OCIO is a finding.
    const nlohmann::json result = doctor_json(color);
    if (arguments.value().has("--json"))
        std::printf("%s\n", result.dump(2).c_str());
    else
        print(result);
    return kOk;
}

} // namespace seamline::cli
