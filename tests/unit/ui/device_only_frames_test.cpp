// Pixel probe and thumbnails of frames that only the GPU can read, through the render loop.
#include "app/ui/probe_rows.h"
#include "app/ui/thumbnails.h"
#include "decode/picture_writer.h"
#include "decode/video_source.h"
#include "renderer/picture_probe.h"
#include "tests/support/headless_loop.h"
#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

namespace seamline::ui {
namespace {

using namespace renderer;

constexpr Extent kSize{96, 54};
constexpr int kFrames = 6;
constexpr int kTimeoutMs = 20'000;

/// The CPU driver as if it were a GPU with memory of its own.
class DeviceOnlyFrames : public test::HeadlessLoop {
protected:
    DeviceOnlyFrames() : HeadlessLoop({.validation = true, .separate_memory = true}) {
        cache_bytes_ = 16 << 20;
    }
    void SetUp() override {
        HeadlessLoop::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        player_->set_wakeup([this] { loop_->wake(); });
        decode::MovieOptions options;
        options.size = kSize;
        auto writer = decode::MovieWriter::open(path(), options);
        ASSERT_TRUE(writer) << writer.error().message;
        std::vector<std::byte> pixels(std::size_t{4} * kSize.width * kSize.height);
        for (int frame = 0; frame < kFrames; ++frame) {
            for (std::size_t i = 0; i < pixels.size(); ++i)
                pixels[i] = static_cast<std::byte>(static_cast<int>(i / 4) % kSize.width * 2 +
                                                   frame * 9 + static_cast<int>(i % 4) * 20);
            ASSERT_TRUE(writer.value().add({kSize, 1, pixels}));
        }
        ASSERT_TRUE(writer.value().finish());
        session::Source source;
        source.path = path();
        player_->open(source);
        ASSERT_TRUE(player_->wait_opened());
    }
    void TearDown() override {
        if (player_) player_->set_wakeup({});
        HeadlessLoop::TearDown();
    }
    std::filesystem::path path() const { return folder_ / "take.mp4"; }

    std::shared_ptr<const CachedFrame> shown(std::int64_t tick) {
        const auto ready = player_->wait_for(tick, kTimeoutMs);
        if (!ready) throw std::runtime_error(ready.error().message);
        return ready.value().choices.front().cached;
    }
    /// Asks every millisecond until `found` has something.
    template <typename Find> static auto eventually(Find&& find) {
        auto found = find();
        for (int i = 0; i < kTimeoutMs && !found; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            found = find();
        }
        return found;
    }

    test::TemporaryFolder folder_;
};

/// Frame `number` where the decoder left it.
CachedFrame decoded(const std::filesystem::path& path, int number, DecodedFrame& keep) {
    auto source = decode::VideoSource::open(path, {});
    if (!source) throw std::runtime_error(source.error().message);
    for (int i = 0; i <= number; ++i) keep = source.value().next().value();
    CachedFrame frame;
    frame.layout = keep.layout;
    frame.coded = keep.coded;
    frame.visible = keep.visible;
    frame.color = keep.color;
    frame.mapped = keep.memory->data();
    for (std::size_t i = 0; i < frame.stride_bytes.size(); ++i) {
        frame.plane_offset_bytes[i] = static_cast<std::uint32_t>(keep.plane_offset_bytes[i]);
        frame.stride_bytes[i] = static_cast<std::uint32_t>(keep.stride_bytes[i]);
    }
    return frame;
}

TEST_F(DeviceOnlyFrames, TheProbeReadsWhatTheDecoderLeft) {
    ProbeRows rows([this](std::shared_ptr<const CachedFrame> frame, int first, int count) {
        return loop_->read_rows(std::move(frame), first, count);
    });
    for (const int tick : {0, 3}) {
        const auto frame = shown(tick);
        ASSERT_NE(frame, nullptr);
        ASSERT_EQ(frame->mapped, nullptr);
        const auto read = eventually([&] {
            const auto reading = rows.find(1, frame, 20, 1);
            return reading.is_of_this_frame ? reading.rows : nullptr;
        });
        ASSERT_NE(read, nullptr);
        DecodedFrame keep;
        const CachedFrame plain = decoded(path(), tick, keep);
        for (int x = 0; x < kSize.width; ++x) {
            const ProbedColor a = PictureProbe(read->frame, frame->color).at(x, 20 - read->offset);
            const ProbedColor b = PictureProbe(plain, frame->color).at(x, 20);
            ASSERT_EQ(a.code, b.code) << x;
            ASSERT_EQ(a.rgb, b.rgb) << x;
        }
    }
}

TEST_F(DeviceOnlyFrames, ThumbnailsAreMadeByTheGpu) {
    Thumbnails thumbnails(
        [this](Composition composition) { return loop_->read_picture(std::move(composition)); },
        [] {});
    const auto frame = shown(2);
    ASSERT_NE(frame, nullptr);
    Thumbnails::Wanted wanted{1, 2, {24, 13}, frame->color, {}};
    wanted.shape.visible = kSize;
    const auto image = eventually([&] { return thumbnails.find(wanted, [&] { return frame; }); });
    ASSERT_TRUE(image);
    EXPECT_EQ(image->size, wanted.size);
    DecodedFrame keep;
    const auto host =
        make_thumbnail(decoded(path(), 2, keep), frame->color, wanted.shape, wanted.size);
    ASSERT_EQ(image->rgba->size(), host.size());
    double sum = 0;
    for (std::size_t i = 0; i < host.size(); ++i)
        for (unsigned c = 0; c < 24; c += 8)
            sum += std::abs(static_cast<double>((host[i] >> c) & 255U) -
                            static_cast<double>(((*image->rgba)[i] >> c) & 255U));
    EXPECT_LT(sum / static_cast<double>(3 * host.size()), 3.0);
}

} // namespace
} // namespace seamline::ui
