// app/review/uuid7.h: names of events that sort in the order in which they were given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seamline::review {

/// A UUID version 7 as lower-case text of 36 characters: texts compare as the numbers do.
/// Source: RFC 9562, section 5.7.
bool is_uuid7(std::string_view text);

/// Milliseconds since 1970 that `uuid` carries; nothing when it is no UUIDv7.
std::optional<std::int64_t> uuid7_time_ms(std::string_view uuid);

/// A new one made at `time_ms` (0 to 2^48 - 1), above `after` in any case: where the clock has not
/// moved on, or went back, the one after `after` by a random step (RFC 9562, section 6.2, method
/// 2). `after` is empty or a UUIDv7. Any thread.
std::string uuid7(std::int64_t time_ms, std::string_view after = {});

/// Milliseconds since 1970-01-01 UTC by the system's clock.
std::int64_t now_ms();

} // namespace seamline::review
