// app/interchange/edl_lines.h: the lines of a CMX3600 list told apart, before times mean anything.
#pragma once

#include "decode/media/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

enum class EdlKey : std::uint8_t {
    Foreign, ///< Kept when a list is written again; everything else is written anew.
    FromClip,
    ToClip,
    SourceFile,
    Locator,
    Sop,
    Saturation,
    FreezeFrame,
    Speed,
    Reel, ///< The long name of a reel that the event line abbreviates.
    Effect,
    AudioChannels,
};

struct EdlComment {
    std::size_t line = 0; ///< From 1.
    EdlKey key = EdlKey::Foreign;
    std::string text;  ///< As it stands.
    std::string value; ///< What follows the key.
};

/// One event line, with the comment lines that follow it.
struct EdlStatement {
    std::size_t line = 0; ///< From 1.
    std::string number;
    std::string reel; ///< May be empty.
    std::string channels;
    std::string transition; ///< "C", "D", "W001", "K", "KB", "KO".
    std::int64_t transition_frames = 0;
    std::array<std::string, 4>
        timecodes;                  ///< Source in and out, record in and out; ':' and ';' only.
    std::optional<bool> drop_frame; ///< Of the last FCM line above it.
    std::vector<EdlComment> comments;
};

struct EdlLines {
    std::string title;
    std::vector<EdlComment> head; ///< Before the first event.
    std::vector<EdlStatement> statements;
    bool resolve_markers = false; ///< Lines of Resolve's marker export were met.
};

constexpr std::size_t kMostEdlBytes = std::size_t{64} << 20;
constexpr std::size_t kMostEdlStatements = 200'000;

/// `text` is UTF-8. Errors as read_edl().
Result<EdlLines> edl_lines(std::string_view text, const std::string& name);

/// "cut.edl: line 12: what"
Error edl_error(const std::string& name, std::size_t line, const std::string& what);

} // namespace seamline::interchange
