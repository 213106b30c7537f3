// decode/hardware.h: decoders of the graphics card that write into its memory.
#pragma once

#include "decode/media/device_memory.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::decode {

class HardwarePath; // decode/hardware_path.h

/// Which decoders may be used. `Auto`: the first path that the machine has and that decodes a
/// file's first frame exactly as software does, else software.
enum class DecodeChoice : std::uint8_t { Auto, Software, Nvdec, Vaapi, Vulkan };

/// "auto", "software", "nvdec", "vaapi", "vulkan"
std::optional<DecodeChoice> decode_choice(std::string_view word);

/// Whether a Vulkan device should be opened with its decoders: `choice` allows them, and this
/// program's FFmpeg, from 6.1 on, can use them.
bool wants_vulkan_video(DecodeChoice choice);

/// Why there is no HardwareDecoding where the Vulkan device is a CPU.
inline std::string no_hardware(const std::string& device) {
    return device + " is a CPU: it has no decoder";
}

/// One way to decode, as `doctor` lists it.
struct DecodePathFacts {
    std::string path;   ///< "nvdec", "vaapi", "vulkan"
    std::string device; ///< Empty when there is none.
    bool usable = false;
    std::string reason;              ///< Why it is not usable; empty when it is.
    std::vector<std::string> codecs; ///< e.g. "h264", "hevc 10 bit"
    int engines = 0;                 ///< Decoders that work at once; 0: not known.
};

/// The hardware paths of one GPU, and which kinds of video each has been seen to decode exactly.
/// Shared by all sources that are shown on that GPU.
///
/// Lifetime: not after the allocator; sources opened with it keep it alive. Threads: safe.
class HardwareDecoding {
public:
    /// Every path that `choice` allows, opened when first asked for. Never fails: paths that cannot
    /// be had say why.
    HardwareDecoding(DevicePlaneAllocator& allocator, DecodeChoice choice);
    /// With these paths, for tests.
    HardwareDecoding(DevicePlaneAllocator& allocator,
                     std::vector<std::unique_ptr<HardwarePath>> paths);
    ~HardwareDecoding();
    HardwareDecoding(const HardwareDecoding&) = delete;
    HardwareDecoding& operator=(const HardwareDecoding&) = delete;

    /// In the order in which they are tried. Blocks: the first call loads drivers' libraries, up to
    /// half a second.
    std::vector<DecodePathFacts> facts() const;

private:
    friend class HardwareChooser;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::decode
