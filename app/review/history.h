// app/review/history.h: a store's events as a file: for exchange, archives and what could not be
// saved.
#pragma once

#include "app/review/event.h"
#include "app/review/fold.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

/// The most that a history may hold.
struct HistoryLimits {
    static constexpr std::size_t kBytes = std::size_t{512} << 20;
    static constexpr std::size_t kEvents = 1'000'000;
};

/// JSON Lines: a header with the number of events, then one event a line (event_line).
std::string history_text(std::span<const Event> events);
/// Reads what history_text wrote. `name` begins the messages. Errors: Corrupt: a line that is no
/// event, "history.jsonl: line 12: ...", or fewer events than the header says; TooLarge;
/// Unsupported (of a newer program).
Result<std::vector<Event>> history_from(std::string_view text, const std::string& name);

/// Written beside the old file, put on the disk and renamed. Blocks: on the disk. Errors: Io.
Result<Done> write_history(const std::filesystem::path& file, std::span<const Event> events);
/// "-" reads standard input. Blocks. Errors: NotFound, Io, and those of history_from.
Result<std::vector<Event>> read_history(const std::filesystem::path& file);

/// ids of events older than `before_ms` that nothing depends on any more: decisions and drawings
/// that were replaced, cleared or removed, and what was undone, each with what did so. Without them
/// the same stands.
std::vector<std::string> prunable(const Fold& fold, std::int64_t before_ms);

} // namespace seamline::review
