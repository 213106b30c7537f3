// renderer/vulkan/faults.h: failures that a driver has on bad days only, made on purpose.
#pragma once

#include "decode/media/result.h"

#include <cstdint>
#include <string_view>

namespace seamline::renderer {

/// What goes wrong on a Device, and when; so that what is done about it can be tried and tested.
struct DeviceFaults {
    /// This submission, counted from 1, and all after it report a lost device; 0: none does.
    std::uint64_t lost_at_submission = 0;
    /// So it is on every device that is opened, not on the first alone.
    bool lost_on_each = false;
    /// This present, counted from 1, reports a lost surface; 0: none does.
    std::uint64_t surface_lost_at_present = 0;
    /// The device gives this much memory in all, as if others had taken the rest; 0: all it has.
    std::uint64_t memory_bytes = 0;

    friend bool operator==(const DeviceFaults&, const DeviceFaults&) = default;
};

/// Some of "lost:SUBMISSION" or "lost-each:SUBMISSION", "surface:PRESENT" and "memory:MIB", joined by commas; nothing for an
/// empty text. Errors: InvalidArgument, one line.
Result<DeviceFaults> device_faults(std::string_view text);

} // namespace seamline::renderer
