// app/interchange/read_edit.h: opens a timeline file of any format that can be read.
#pragma once

#include "app/interchange/edit.h"
#include "decode/media/result.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// The largest timeline file that is opened.
inline constexpr std::size_t kMostEditBytes = std::size_t{128} << 20;

/// What a file may not say itself.
struct ReadOptions {
    /// Record frames per second of a CMX3600 list, 1 to 1000; none: guessed, see EdlReadOptions.
    /// The other formats state their rate, and keep it.
    std::optional<Rational> list_rate;
};

/// What a file is by its content, then by its name's extension; None: no timeline.
EditFormat edit_format(std::string_view text, const std::filesystem::path& file);

/// Whether a name's extension is that of a timeline file: otio, edl, xml, fcpxml, and the formats
/// that `read_edit` only has advice for.
bool is_edit_name(const std::filesystem::path& file);

/// For formats of other programs that cannot be read: which of them it is, and what to export
/// instead. Empty for all others.
std::string export_advice(std::string_view text, const std::filesystem::path& file);

/// Reads all timelines of `text`; `name` is for messages.
/// Errors: Unsupported (with advice), and those of the format's reader.
Result<std::vector<Edit>> read_edit_text(std::string text, const std::filesystem::path& name,
                                         const ReadOptions& options = {});

/// All bytes of a file, kMostEditBytes at most. Blocks: on the disk. Errors: Io, TooLarge; one line
/// that names the file.
Result<std::string> edit_bytes(const std::filesystem::path& file);

/// Reads all timelines of a file.
/// Blocks: on the disk. Threads: safe.
/// Errors: NotFound; Io; TooLarge; Unsupported; Corrupt. One line that names the file and the
/// place.
Result<std::vector<Edit>> read_edit(const std::filesystem::path& file,
                                    const ReadOptions& options = {});

} // namespace seamline::interchange
