#include "renderer/vulkan/faults.h"

#include <charconv>
#include <string>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kLargestMib = 1 << 20;

bool read(std::string_view part, DeviceFaults& faults) {
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view digits = part.substr(colon + 1);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number == 0) return false;
    const std::string_view kind = part.substr(0, colon);
    if (kind == "lost" || kind == "lost-each") {
        faults.lost_at_submission = number;
        faults.lost_on_each = kind == "lost-each";
    } else if (kind == "surface")
        faults.surface_lost_at_present = number;
    else if (kind == "memory" && number <= kLargestMib)
        faults.memory_bytes = number << 20;
    else
        return false;
    return true;
}

} // namespace

Result<DeviceFaults> device_faults(std::string_view text) {
    DeviceFaults faults;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find(','));
        if (!read(part, faults))
            return Error{ErrorCode::InvalidArgument,
                         "SEAMLINE_FAIL_GPU=" + std::string(text) +
                             ": give some of lost:N, lost-each:N, surface:N, memory:MIB, joined by commas"};
        rest.remove_prefix(part.size() == rest.size() ? part.size() : part.size() + 1);
    }
    return faults;
}

} // namespace seamline::renderer
