// What every format says that it leaves out, in words.
#include "app/interchange/write_edit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace seamline::interchange {
namespace {

Edit edit_of(std::size_t takes) {
    Edit edit;
    edit.name = "cut";
    edit.rate = 24;
    Event event;
    event.name = "sh010";
    event.duration = 24;
    event.source_start = {0, 24};
    for (std::size_t i = 0; i < takes; ++i) {
        MediaReference& take = event.media.emplace_back();
        take.key = "take " + std::to_string(i + 1);
        take.name = take.key;
        take.path = "/media/take" + std::to_string(i + 1) + ".mov";
        take.url = "file://" + take.path.string();
    }
    edit.tracks.resize(1);
    edit.tracks[0].events = {event};
    return edit;
}

TEST(Losses, TakesThatAreLeftOutAreCountedInWords) {
    for (const char* file : {"cut.edl", "cut.xml", "cut.otio"}) {
        for (const std::size_t takes : {1U, 2U, 3U}) {
            const auto written =
                write_edit(edit_of(takes), file, {.profile = OtioProfile::NleSafe});
            ASSERT_TRUE(written) << file << ": " << written.error().message;
            const std::string wanted = takes == 2   ? "1 other take: "
                                       : takes == 3 ? "2 other takes: "
                                                    : "none";
            const auto& losses = written.value().losses;
            const auto told = std::ranges::count_if(losses, [&](const EditNote& loss) {
                return loss.what.find("other take") != std::string::npos;
            });
            EXPECT_EQ(told, takes > 1 ? 1 : 0) << file;
            if (takes == 1) continue;
            EXPECT_TRUE(std::ranges::any_of(losses,
                                            [&](const EditNote& loss) {
                                                return loss.where == "sh010" &&
                                                       loss.what.starts_with(wanted);
                                            }))
                << file << ", " << takes;
        }
    }
}

} // namespace
} // namespace seamline::interchange
