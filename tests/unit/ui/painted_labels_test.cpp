#include "app/ui/painted_labels.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace seamline::ui {
namespace {

constexpr Extent kSize{800, 200};

playback::FrameChoice choice_of(session::SourceKey key, std::int64_t frame) {
    auto picture = std::make_shared<renderer::CachedFrame>();
    picture->index = frame;
    picture->visible = {0, 0, 400, 200};
    playback::FrameChoice choice;
    choice.key = key;
    choice.frame = frame;
    choice.cached = picture;
    return choice;
}

/// Two takes side by side: A with everything set, B with a name only.
struct Review {
    session::Session session;
    std::vector<playback::SourceReport> reports{2};
    ShownPicture shown;

    Review() {
        session.frame_base = 1001;
        for (session::SourceKey key = 1; key <= 2; ++key) {
            session::Source source;
            source.key = key;
            source.name = key == 1 ? "kitchen 4" : "kitchen 7";
            if (key == 1) source.generator = "Veo 3.1";
            session.sources.push_back(source);
            const std::int64_t frame = key == 1 ? 30 : 12;
            shown.tick.choices.push_back(choice_of(key, frame));
            renderer::Tile tile;
            tile.rect = {static_cast<int>(key - 1) * 400, 0, 400, 200};
            tile.a.frame = shown.tick.choices.back().cached;
            shown.composition.tiles.push_back(tile);
            reports[key - 1].key = key;
            reports[key - 1].media.video.emplace();
            reports[key - 1].media.video->frame_rate = 25;
        }
        shown.composition.target = kSize;
        reports[0].media.video->start_timecode = "10:00:00:00";
    }
};

renderer::RenderedPicture grey() {
    return {kSize, renderer::TargetFormat::Rgba8,
            std::vector<std::byte>(std::size_t{4} * kSize.width * kSize.height, std::byte{120})};
}

TEST(PaintedLabels, SayTakeGeneratorFrameAndTimecodeAsTheyAreSet) {
    const LabelPainter labels = make_label_painter();
    const Review review;
    auto painted = grey();
    paint_labels(painted, review.shown, review.session, review.reports, labels);

    auto expected = grey();
    const std::string dot = "  \xC2\xB7  ";
    const auto write = [&](int x, const std::string& title, const std::string& detail) {
        int y = 10;
        for (const std::string& line : {title, detail})
            y += labels.draw(expected.pixels, kSize, x, y, line).height;
    };
    write(10, "A  kitchen 4" + dot + "Veo 3.1", "1031" + dot + "10:00:01:05");
    write(410, "B  kitchen 7", "1013");
    EXPECT_EQ(painted.pixels, expected.pixels);
    EXPECT_NE(painted.pixels, grey().pixels);
}

TEST(PaintedLabels, CountersStandInTheMiddleOfEveryLowerEdge) {
    const LabelPainter labels = make_label_painter();
    const Review review;
    auto painted = grey();
    paint_burn_in(painted, review.shown, review.session, review.reports, labels,
                  {.record = true, .frames = true});
    auto expected = grey();
    for (const auto& [middle, text] : {std::pair(200, "tc 10:00:01:05   frame 1031"),
                                       std::pair(600, "tc 00:00:00:12   frame 1013")}) {
        const Extent size = labels.size_of(text);
        labels.draw(expected.pixels, kSize, middle - size.width / 2,
                    kSize.height - size.height - 10, text);
    }
    EXPECT_EQ(painted.pixels, expected.pixels);
    EXPECT_NE(painted.pixels, grey().pixels);
}

} // namespace
} // namespace seamline::ui
