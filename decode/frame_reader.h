// decode/frame_reader.h: what VideoSource asks of whatever reads a kind of file. Private to
// decode/.
#pragma once

#include "decode/media/decoded_frame.h"
#include "decode/media/media_description.h"
#include "decode/media/result.h"
#include "decode/video_source.h"

#include <cstdint>

namespace seamline::decode {

/// The contract of each function is that of VideoSource's function of the same name.
class FrameReader {
public:
    virtual ~FrameReader() = default;
    virtual const MediaDescription& description() const = 0;
    virtual DecodePath decode_path() const { return description().decode; }
    virtual const FrameIndex& index() const = 0;
    virtual Result<std::int64_t> seek(std::int64_t frame) = 0;
    virtual Result<DecodedFrame> next() = 0;
    virtual void set_threads(int threads) = 0;
};

} // namespace seamline::decode
