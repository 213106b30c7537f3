// Opens arbitrary bytes as a movie, plays a few frames and seeks. Whatever the bytes are, the
// answer is frames or one line of words, in bounded time and memory.
#include "decode/video_source.h"

#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace seamline;

constexpr std::size_t kMaxInput = 1 << 18;
constexpr std::size_t kMaxBlock = std::size_t{64} << 20;

/// Refuses what a small input has no business asking for.
class SmallBlocks final : public PlaneAllocator {
public:
    std::shared_ptr<PlaneMemory> allocate(std::size_t size_bytes) override {
        return size_bytes > kMaxBlock ? nullptr : heap_.allocate(size_bytes);
    }

private:
    HeapPlaneAllocator heap_;
};

void require(bool condition, const char* what) {
    if (condition) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

void check_error(const Error& error) {
    require(!error.message.empty(), "an error has words");
    require(error.message.find('\n') == std::string::npos, "an error is one line");
}

/// Touches the last sample of every plane: an address sanitizer sees a block that is too small.
void check_frame(const DecodedFrame& frame, const decode::FrameIndex& index) {
    require(frame.memory != nullptr, "a frame has memory");
    require(frame.index >= 0 && frame.index < static_cast<std::int64_t>(index.frames.size()),
            "a frame is in the index");
    const Rect& visible = frame.visible;
    require(visible.x >= 0 && visible.y >= 0 && visible.width > 0 && visible.height > 0 &&
                visible.x + visible.width <= frame.coded.width &&
                visible.y + visible.height <= frame.coded.height,
            "the visible part lies in the coded picture");
    for (int i = 0; i < frame.layout.component_count; ++i) {
        const ComponentLayout& c = frame.layout.components[static_cast<std::size_t>(i)];
        const bool chroma = frame.layout.model == ColorModel::YCbCr && (i == 1 || i == 2);
        const int shift_x = chroma ? frame.layout.chroma_shift_x : 0;
        const int shift_y = chroma ? frame.layout.chroma_shift_y : 0;
        const int x = ((frame.coded.width + (1 << shift_x) - 1) >> shift_x) - 1;
        const int y = ((frame.coded.height + (1 << shift_y) - 1) >> shift_y) - 1;
        const std::size_t at =
            frame.plane_offset_bytes[c.plane] +
            static_cast<std::size_t>(y) * static_cast<std::size_t>(frame.stride_bytes[c.plane]) +
            static_cast<std::size_t>(x) * c.step_bytes + c.offset_bytes;
        require(at + static_cast<std::size_t>(frame.layout.sample_bytes) <=
                    frame.memory->size_bytes(),
                "the last sample lies in the block");
        volatile std::byte touched = frame.memory->data()[at];
        (void)touched;
    }
}

void play(decode::VideoSource& source, int frames) {
    for (int i = 0; i < frames; ++i) {
        const Result<DecodedFrame> frame = source.next();
        if (frame) {
            check_frame(frame.value(), source.index());
            continue;
        }
        check_error(frame.error());
        if (frame.error().code != ErrorCode::Corrupt) return;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > kMaxInput) return 0;
    const int file = memfd_create("demux_fuzz", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
    static SmallBlocks blocks;
    decode::OpenOptions options;
    options.threads = 1;
    options.allocator = &blocks;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    options.cancelled = [end] { return std::chrono::steady_clock::now() > end; };
    Result<decode::VideoSource> opened =
        decode::VideoSource::open("/proc/self/fd/" + std::to_string(file), options);
    if (!opened) {
        check_error(opened.error());
    } else {
        decode::VideoSource& source = opened.value();
        play(source, 6);
        const auto count = static_cast<std::int64_t>(source.index().frames.size());
        for (const std::int64_t at : {count - 1, std::int64_t{0}, count / 2, count}) {
            const Result<std::int64_t> start = source.seek(at);
            require(start || at >= count || !start.error().message.empty(), "a seek answers");
            if (start) play(source, 3);
        }
    }
    close(file);
    return 0;
}
