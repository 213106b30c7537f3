#include "app/ui/probe_rows.h"

#include <gtest/gtest.h>

#include <deque>

namespace seamline::ui {
namespace {

using renderer::CachedFrame;
using renderer::FrameRows;
using Frame = std::shared_ptr<const CachedFrame>;

Frame make_frame(std::int64_t index, const std::byte* mapped = nullptr) {
    auto frame = std::make_shared<CachedFrame>();
    frame->index = index;
    frame->visible = {0, 0, 64, 100};
    frame->mapped = mapped;
    return frame;
}

/// A device that answers when it is told to.
struct Device {
    struct Asked {
        Frame frame;
        int first = 0;
        int count = 0;
        std::promise<Result<FrameRows>> done;
    };
    std::deque<Asked> asked;

    ProbeRows::Read read() {
        return [this](Frame frame, int first, int count) {
            asked.push_back({std::move(frame), first, count, {}});
            return asked.back().done.get_future();
        };
    }
    void answer() {
        Asked& request = asked.front();
        request.done.set_value(
            FrameRows{*request.frame, std::max(request.first, 0), request.count, 0});
        asked.pop_front();
    }
};

TEST(ProbeRows, AFrameInHostMemoryIsReadAtOnce) {
    Device device;
    ProbeRows rows(device.read());
    const std::byte memory{};
    const auto reading = rows.find(1, make_frame(3, &memory), 99, 1);
    ASSERT_NE(reading.rows, nullptr);
    EXPECT_TRUE(reading.is_of_this_frame);
    EXPECT_TRUE(reading.rows->holds(99));
    EXPECT_TRUE(device.asked.empty());
}

TEST(ProbeRows, ADeviceOnlyFrameIsAskedForOnceAndArrivesLater) {
    Device device;
    ProbeRows rows(device.read());
    const Frame frame = make_frame(3);
    EXPECT_EQ(rows.find(1, frame, 50, 1).rows, nullptr);
    EXPECT_EQ(rows.find(1, frame, 50, 1).rows, nullptr);
    EXPECT_TRUE(rows.is_waiting());
    ASSERT_EQ(device.asked.size(), 1U);
    device.answer();
    const auto reading = rows.find(1, frame, 50, 1);
    ASSERT_NE(reading.rows, nullptr);
    EXPECT_TRUE(reading.is_of_this_frame);
    EXPECT_FALSE(rows.is_waiting());
    // The pointer moves a little: those rows came with it.
    EXPECT_NE(rows.find(1, frame, 53, 1).rows, nullptr);
    EXPECT_TRUE(device.asked.empty());
    // It moves far away: they are asked for, and nothing wrong is shown meanwhile.
    EXPECT_EQ(rows.find(1, frame, 90, 1).rows, nullptr);
    EXPECT_EQ(device.asked.size(), 1U);
}

TEST(ProbeRows, WhilePlayingTheNewestReadingIsGivenAndNamedAsWhatItIs) {
    Device device;
    ProbeRows rows(device.read());
    const Frame third = make_frame(3), fourth = make_frame(4), fifth = make_frame(5);
    (void)rows.find(1, third, 10, 1);
    device.answer();
    const auto reading = rows.find(1, fourth, 10, 1);
    ASSERT_NE(reading.rows, nullptr);
    EXPECT_FALSE(reading.is_of_this_frame);
    EXPECT_EQ(reading.rows->frame.index, 3);
    ASSERT_EQ(device.asked.size(), 1U);
    EXPECT_EQ(device.asked.front().frame, fourth);
    EXPECT_EQ(rows.find(1, fifth, 10, 1).rows->frame.index, 3); // One request at a time.
    EXPECT_EQ(device.asked.size(), 1U);
}

TEST(ProbeRows, AFailureIsToldAndAForgottenSourceIsReadAnew) {
    Device device;
    ProbeRows rows(device.read());
    const Frame frame = make_frame(3);
    (void)rows.find(1, frame, 10, 1);
    device.asked.front().done.set_value(Error{ErrorCode::Unavailable, "no memory"});
    device.asked.pop_front();
    EXPECT_EQ(rows.find(1, frame, 10, 1).error, "no memory");
    EXPECT_FALSE(rows.is_waiting()) << "the same is not asked for again and again";
    const Frame next = make_frame(4);
    (void)rows.find(1, next, 10, 1);
    device.answer();
    EXPECT_NE(rows.find(1, next, 10, 1).rows, nullptr);
    EXPECT_EQ(rows.find(1, next, 10, 1).error, "");
    rows.forget(1);
    EXPECT_EQ(rows.find(1, next, 10, 1).rows, nullptr);
}

} // namespace
} // namespace seamline::ui
