#include "decode/hardware.h"

#include "decode/hardware_path.h"
#include "decode/media/guarded.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <array>
#include <map>
#include <mutex>
#include <utility>

namespace seamline::decode {
namespace {

struct ChoiceWord {
    const char* word;
    DecodeChoice choice;
};
constexpr std::array<ChoiceWord, 5> kChoices{{{"auto", DecodeChoice::Auto},
                                              {"software", DecodeChoice::Software},
                                              {"nvdec", DecodeChoice::Nvdec},
                                              {"vaapi", DecodeChoice::Vaapi},
                                              {"vulkan", DecodeChoice::Vulkan}}};

using Paths = std::vector<std::unique_ptr<HardwarePath>>;

Paths paths_for(const DevicePlaneAllocator& allocator, DecodeChoice choice) {
    Paths paths;
    const auto wants = [&](DecodeChoice one) {
        return choice == DecodeChoice::Auto || choice == one;
    };
    if (wants(DecodeChoice::Nvdec)) paths.push_back(open_nvdec(allocator));
    if (wants(DecodeChoice::Vaapi)) paths.push_back(open_vaapi(allocator));
    if (wants(DecodeChoice::Vulkan)) paths.push_back(open_vulkan_video(allocator));
    return paths;
}

} // namespace

std::optional<DecodeChoice> decode_choice(std::string_view word) {
    for (const ChoiceWord& one : kChoices)
        if (word == one.word) return one.choice;
    return std::nullopt;
}

struct HardwareDecoding::Impl {
    Impl(DevicePlaneAllocator* its_allocator, DecodeChoice its_choice)
        : allocator(its_allocator), choice(its_choice) {}

    using Verdicts = std::map<std::pair<const HardwarePath*, std::string>, std::string>;

    /// Opened by whoever asks first: loading a driver takes up to half a second.
    const Paths& paths() {
        std::call_once(once, [this] {
            if (opened.empty()) opened = paths_for(*allocator, choice);
        });
        return opened;
    }

    DevicePlaneAllocator* allocator;
    DecodeChoice choice;
    Paths opened;
    std::once_flag once;
    Guarded<Verdicts> verdicts; ///< By path and kind of stream: why not; empty when exact.
};

HardwareDecoding::HardwareDecoding(DevicePlaneAllocator& allocator, DecodeChoice choice)
    : impl_(std::make_unique<Impl>(&allocator, choice)) {}

HardwareDecoding::HardwareDecoding(DevicePlaneAllocator& allocator, Paths paths)
    : impl_(std::make_unique<Impl>(&allocator, DecodeChoice::Auto)) {
    impl_->opened = std::move(paths);
}

HardwareDecoding::~HardwareDecoding() = default;

std::vector<DecodePathFacts> HardwareDecoding::facts() const {
    std::vector<DecodePathFacts> all;
    for (const auto& path : impl_->paths()) all.push_back(path->facts());
    return all;
}

bool ffmpeg_decodes(AVCodecID id, AVHWDeviceType type) {
    return find_decoder(id, [&](const AVCodecHWConfig& one) { return one.device_type == type; }) !=
           nullptr;
}

std::string stream_kind(const AVCodecParameters& parameters) {
    const char* profile = avcodec_profile_name(parameters.codec_id, parameters.profile);
    const char* format = av_get_pix_fmt_name(static_cast<AVPixelFormat>(parameters.format));
    return std::string(avcodec_get_name(parameters.codec_id)) + " " +
           (profile == nullptr ? "" : std::string(profile) + " ") +
           (format == nullptr ? "" : std::string(format) + " ") + std::to_string(parameters.width) +
           "x" + std::to_string(parameters.height);
}

std::string HardwareChooser::reasons(const AVCodecParameters& parameters) const {
    std::string line;
    for (const auto& path : hardware_->impl_->paths()) {
        std::string reason = path->objection(parameters);
        if (reason.empty()) reason = verdict(*path, parameters).value_or("");
        if (reason.empty()) continue;
        line += (line.empty() ? "" : "; ") + path->facts().path + ": " + reason;
    }
    return line;
}

std::vector<HardwareChooser::Candidate>
HardwareChooser::candidates(const AVCodecParameters& parameters) const {
    std::vector<Candidate> all;
    for (const auto& path : hardware_->impl_->paths()) {
        if (!path->objection(parameters).empty()) continue;
        const std::optional<std::string> known = verdict(*path, parameters);
        if (!known || known->empty()) all.push_back({path.get(), known.has_value()});
    }
    return all;
}

std::optional<std::string> HardwareChooser::verdict(const HardwarePath& path,
                                                    const AVCodecParameters& parameters) const {
    return hardware_->impl_->verdicts.with([&](auto& all) -> std::optional<std::string> {
        const auto found = all.find({&path, stream_kind(parameters)});
        if (found == all.end()) return std::nullopt;
        return found->second;
    });
}

void HardwareChooser::record(const HardwarePath& path, const AVCodecParameters& parameters,
                             const std::string& reason) {
    hardware_->impl_->verdicts.with([&](auto& all) {
        all[{&path, stream_kind(parameters)}] = reason;
    });
}

DevicePlaneAllocator& HardwareChooser::allocator() const { return *hardware_->impl_->allocator; }

} // namespace seamline::decode
