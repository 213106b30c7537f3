// decode/picture_writer.h: writes pictures and movies of what the program shows.
#pragma once

#include "decode/media/color_tags.h"
#include "decode/media/pixel_layout.h"
#include "decode/media/rational.h"
#include "decode/media/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace seamline::decode {

/// R'G'B'A rows from the top, tightly packed.
struct RgbaView {
    Extent size;
    int bytes_per_component = 1;       ///< 1, or 2 in native byte order
    std::span<const std::byte> pixels; ///< size.width * size.height * 4 * bytes_per_component
};

/// What code values stand for.
struct WrittenColor {
    ColorPrimaries primaries = ColorPrimaries::Bt709;
    std::optional<ColorTransfer> transfer = ColorTransfer::Bt1886; ///< None: unspecified.

    friend bool operator==(const WrittenColor&, const WrittenColor&) = default;
};

/// Writes an RGB PNG of 8 or 16 bits (alpha is written when `with_alpha`; a cICP chunk when there is
/// a `color`). Atomic: a temporary file is renamed over `path`. Errors: Io; TooLarge.
Result<Done> write_png(const std::filesystem::path& path, const RgbaView& picture,
                       bool with_alpha = false, std::optional<WrittenColor> color = {});

struct MovieOptions {
    Extent size; ///< Even numbers for 4:2:0 codecs; `open` says so when they are not.
    Rational frame_rate{24};
    /// By extension of the path: .mp4/.mov/.mkv with H.264 4:2:0 (libx264 when FFmpeg has it, else
    /// mpeg4), "ffv1" lossless in .mkv. Empty: chosen from the extension.
    std::string codec;
    int crf = 16; ///< [0, 51], lower is better
    WrittenColor color; ///< PQ and HLG are written with 10 bits where the codec can.
    /// With sound, 48 kHz stereo: PCM of 24 bits in .mkv, AAC at 256 kb/s in .mp4 and .mov.
    bool sound = false;
    std::string title; ///< Container metadata.
    std::string comment;
};

/// In which form a movie of this name carries its sound, in words.
const char* sound_form(const std::filesystem::path& path);

/// Encodes R'G'B' frames (matrix of the primaries, limited range, tagged) and sound to a movie.
///
/// Threads: confined to one thread at a time. Blocks: encodes in `add`.
class MovieWriter {
public:
    /// Errors: Unsupported (no such encoder or container); InvalidArgument; Io.
    static Result<MovieWriter> open(const std::filesystem::path& path, const MovieOptions& options);
    ~MovieWriter(); ///< Removes the unfinished file unless `finish` succeeded.
    MovieWriter(MovieWriter&&) noexcept;
    MovieWriter& operator=(MovieWriter&&) noexcept;

    Result<Done> add(const RgbaView& picture);
    /// The next samples, left and right interleaved, from the first picture on; held to [-1, 1].
    /// Add those of each picture with it, so that neither waits in memory for the other.
    /// Errors: InvalidArgument (the movie was opened without sound); Io.
    Result<Done> add_sound(std::span<const float> interleaved);
    Result<Done> finish();

private:
    struct Impl;
    explicit MovieWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::decode
