#include "app/ui/decode_notice.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

TEST(DecodeNotice, OnlyAFailureInMidStreamIsTold) {
    DecodePath path{.path = "software", .fallback_reason = "nvdec: there is no libcuda.so.1"};
    EXPECT_EQ(decoder_failure("take 1", path), "") << "a machine without a card is no news";
    path.fallback_reason = "nvdec failed at frame 30: the decoder reports damage";
    path.has_failed = true;
    EXPECT_EQ(decoder_failure("take 1", path),
              "take 1 is decoded in software now: nvdec failed at frame 30: the decoder reports "
              "damage.");
}

} // namespace
} // namespace seamline::ui
