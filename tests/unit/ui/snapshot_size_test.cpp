#include "app/ui/snapshot_size.h"

#include "app/playback/compose.h"
#include "tests/unit/ui/two_takes.h"

#include <gtest/gtest.h>

#include <memory>

namespace seamline::ui {
namespace {

constexpr Extent kWindow{1278, 600};

/// Two takes of 1920 x 1080 in a window of another shape.
struct Review : TwoTakes {
    std::vector<playback::SourceReport> reports{2};

    Review() : TwoTakes({1920, 1080}) {
        for (std::size_t i = 0; i < 2; ++i) {
            reports[i].key = session.sources[i].key;
            reports[i].media.video.emplace();
            reports[i].media.video->size = {1920, 1080};
        }
    }
    Extent size(session::CompareMode mode) {
        session.compare.mode = mode;
        ShownPicture picture;
        const std::size_t count = session.on_screen().size();
        picture.composition = playback::compose(
            session, {sources.begin(), sources.begin() + static_cast<long>(count)}, kWindow,
            renderer::ResizeFilter::Bilinear);
        return own_size(session, reports, picture);
    }
};

TEST(SnapshotSize, WholePicturesHaveTheirOwnPixelsAndNoBars) {
    Review review;
    EXPECT_EQ(review.size(session::CompareMode::Single), (Extent{1920, 1080}));
    EXPECT_EQ(review.size(session::CompareMode::Row), (Extent{3840, 1080}));
    EXPECT_EQ(review.size(session::CompareMode::Column), (Extent{1920, 2160}));
    EXPECT_EQ(review.size(session::CompareMode::Wipe), (Extent{1920, 1080}));
    EXPECT_EQ(review.size(session::CompareMode::Difference), (Extent{1920, 1080}));
}

TEST(SnapshotSize, AZoomedViewKeepsTheWindowsFraming) {
    Review review;
    review.session.compare.view.zoom = 1.5;
    const Extent size = review.size(session::CompareMode::Single);
    // 1080 lines fill 600 pixels at zoom 1: 1.2 lines a pixel at 1.5.
    EXPECT_EQ(size, (Extent{1534, 720}));
    review.session.compare.view.zoom = 4;
    EXPECT_EQ(review.size(session::CompareMode::Single), kWindow) << "never below the window";
    review.session.compare.view = {.fit = renderer::Fit::OneToOne};
    EXPECT_EQ(review.size(session::CompareMode::Single), kWindow);
}

TEST(SnapshotSize, WithoutPicturesItIsTheWindows) {
    ShownPicture nothing;
    nothing.composition.target = kWindow;
    EXPECT_EQ(own_size({}, {}, nothing), kWindow);
}

TEST(SnapshotSize, NoEdgeIsLargerThanADeviceTakes) {
    Review review;
    for (auto& report : review.reports) report.media.video->size = {12288, 3072};
    EXPECT_EQ(review.size(session::CompareMode::Row), (Extent{16384, 2048}));
}

} // namespace
} // namespace seamline::ui
