// decode/media/media_description.h: what a file is, as `probe` and the inspector tell it.
#pragma once

#include "decode/media/color_tags.h"
#include "decode/media/pixel_layout.h"
#include "decode/media/rational.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline {

struct VideoDescription {
    std::string codec;        ///< FFmpeg's short name, e.g. "h264".
    std::string profile;      ///< e.g. "High"; empty when unknown.
    Extent size;              ///< Cropped, as coded: before rotation and pixel aspect.
    std::string pixel_format; ///< FFmpeg's name.
    int bit_depth = 8;
    std::int64_t frame_count = 0; ///< Exact: counted from the packet index.
    Rational frame_rate;          ///< Nominal frames per second; the average when variable.
    bool variable_frame_rate = false;
    Rational duration_s; ///< First presentation to the end of the last frame.
    int rotation = 0;    ///< Degrees clockwise to turn the picture for showing: 0, 90, 180, 270.
    bool flipped = false; ///< Mirrored left to right before that rotation.
    Rational sample_aspect_ratio{1, 1};
    std::optional<std::string> start_timecode; ///< "01:00:00:00", ';' before frames when drop-frame.
    ColorTags color;
    bool has_alpha = false;
    bool interlaced = false;
    bool is_still = false;
    bool is_sequence = false;
    /// Frames of a sequence that have no file, in order.
    std::vector<std::int64_t> missing_frames;
    /// Number in the file name of frame 0 of a sequence; 0 otherwise.
    std::int64_t first_file_number = 0;
};

struct AudioDescription {
    std::string codec;
    int sample_rate = 0; ///< Hz
    int channels = 0;
    Rational duration_s;
};

/// How frames are obtained, reported everywhere as it really is.
struct DecodePath {
    std::string path = "software";   ///< "software", "software+convert", later "nvdec", "vaapi", ...
    std::string device = "cpu";
    int host_copies = 0;   ///< CPU copies of each frame's pixels; 0 when decoded in place.
    int device_copies = 0; ///< Copies on the GPU.
    std::string fallback_reason; ///< Empty when nothing better was tried and failed.
    bool has_failed = false;     ///< A hardware decoder did, after frames had come from it.
};

struct MediaDescription {
    std::string path;      ///< As given.
    std::string container; ///< e.g. "mov,mp4,m4a,3gp,3g2,mj2".
    std::optional<VideoDescription> video;
    std::vector<AudioDescription> audio;
    DecodePath decode;
    /// Container metadata, in file order (title, comment, encoder, ...).
    std::vector<std::pair<std::string, std::string>> metadata;
};

} // namespace seamline
