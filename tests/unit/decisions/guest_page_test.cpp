// The guest page: what it refuses, and a whole review in a real browser.
#include "app/interchange/decisions/guest_page.h"
#include "app/interchange/decisions/read_review.h"
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <unistd.h>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;
using review::Review;

Review two_takes() {
    Review review;
    review.name = "SH010 </script><script>alert(1)</script>";
    for (int i = 0; i < 2; ++i)
        review.media.push_back({.media_id = "xxh3-128:" + std::string(31, '0') + char('0' + i),
                                .path = "/takes/t" + std::to_string(i) + ".mov",
                                .name = "take <" + std::to_string(i + 1) + ">",
                                .frame_count = 48,
                                .frame_rate = 24,
                                .start_frame = 86'400,
                                .drop_frame = false,
                                .width = 160,
                                .height = 90});
    return review;
}

std::vector<GuestTake> files() {
    const Review review = two_takes();
    return {{review.media[0].media_id, "t1.mp4"}, {review.media[1].media_id, "t2.mp4"}};
}

TEST(GuestPage, HoldsEverythingButTheProxies) {
    const auto page = write_guest_page(two_takes(), files());
    ASSERT_TRUE(page);
    EXPECT_EQ(page.value().name, "index.html");
    const std::string& html = page.value().text;
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
    EXPECT_EQ(html.find("http://"), std::string::npos);
    EXPECT_EQ(html.find("https://"), std::string::npos);
    EXPECT_EQ(html.find("<link"), std::string::npos);
    EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
}

TEST(GuestPage, EveryControlSaysWhatItDoes) {
    const std::string html = write_guest_page(two_takes(), files()).value().text;
    const std::regex controls("<(button|input|select|textarea)[^>]*>");
    int found = 0;
    for (std::sregex_iterator it(html.begin(), html.end(), controls), end; it != end; ++it) {
        const std::string control = it->str();
        // A check box is named by the label around it, which has the words.
        const std::size_t before = static_cast<std::size_t>(it->position());
        const bool by_label = html.rfind("<label title=", before) != std::string::npos &&
                              html.rfind("<label title=", before) + 80 > before;
        EXPECT_TRUE(control.find("title=") != std::string::npos || by_label) << control;
        ++found;
    }
    EXPECT_GE(found, 18);
}

TEST(GuestPage, RefusesWhatItCannotShow) {
    const auto message = [](const Review& review, const std::vector<GuestTake>& takes) {
        const auto page = write_guest_page(review, takes);
        return page ? std::string("made") : page.error().message;
    };
    EXPECT_EQ(message(two_takes(), {}), "a guest page needs a take: name some");
    EXPECT_NE(message(two_takes(), {{"nobody", "a.mp4"}}).find("nobody: "), std::string::npos);
    for (const char* file : {"../a.mp4", "a b.mp4", "javascript:x", "", "/a.mp4"})
        EXPECT_NE(message(two_takes(), {{two_takes().media[0].media_id, file}}), "made") << file;
}

TEST(GuestPage, NamesCanBeHidden) {
    Review review = two_takes();
    review.takes.push_back(
        {.media_id = review.media[0].media_id,
         .shot = "",
         .facts = {.generator = "Veo 3.1", .version = "", .prompt = "", .seed = "", .rights = ""},
         .order = 0,
         .eliminated = false,
         .successor_of = "",
         .successor_shift = 0});
    EXPECT_NE(write_guest_page(review, files()).value().text.find("Veo 3.1"), std::string::npos);
    const std::string html = write_guest_page(review, files(), {.show_names = false}).value().text;
    EXPECT_EQ(html.find("Veo 3.1"), std::string::npos);
    EXPECT_EQ(html.find("/takes/"), std::string::npos);
}

bool is_there(const char* program) {
    return std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) == 0;
}

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string word; in >> word;) out.push_back(word);
    return out;
}

TEST(GuestPage, AGuestReviewsInARealBrowser) {
    for (const char* program : {"chromium", "python3", "ffmpeg"})
        if (!is_there(program))
            GTEST_SKIP() << "NOT TESTED: " << program << " is not installed; apt-get install "
                         << program;
    const fs::path folder = fs::path(testing::TempDir()) / ("guest_" + std::to_string(::getpid()));
    fs::create_directories(folder / "downloads");
    // Frame n has the luma 40 + 4 n.
    const fs::path proxy = test::make_clip(
        "guest_grey.mp4", "-f lavfi -i color=gray:s=160x90:r=24:d=2 -vf "
                          "geq=lum='40+4*N':cb=128:cr=128 -c:v libx264 -pix_fmt yuv420p -g 12 -crf "
                          "10 -movflags +faststart");
    for (const GuestTake& take : files())
        fs::copy_file(proxy, folder / take.file, fs::copy_options::overwrite_existing);
    const auto page = write_guest_page(two_takes(), files());
    ASSERT_TRUE(page);
    std::ofstream(folder / page.value().name, std::ios::binary) << page.value().text;

    const auto result = test::run_seamline(
        "/usr/bin/env",
        {"python3", std::string(SEAMLINE_SOURCE_DIR) + "/tests/support/guest_session.py",
         "chromium", (folder / "index.html").string(), (folder / "downloads").string(),
         (folder / "page.png").string()},
        300);
    ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
    const auto seen = nlohmann::json::parse(result.out);
    EXPECT_EQ(seen["stepped"], "frame 6 of 48 \u00b7 01:00:00:06");
    EXPECT_EQ(seen["stepped_frames"], (std::vector<int>{6, 6}));
    // A pause lands on one frame, which the counter names.
    const auto paused = words(seen["paused"].get<std::string>());
    ASSERT_GE(paused.size(), 2U);
    const int frame = std::stoi(paused[1]);
    EXPECT_EQ(seen["paused_frames"], (std::vector<int>{frame, frame}));
    EXPECT_EQ(seen["rows"], 4);
    EXPECT_EQ(seen["rows_again"], 4);
    EXPECT_EQ(seen["unsaved"], "4 entries, not saved");
    const std::string name = seen["file"];
    EXPECT_EQ(name, "SH010_script_script_alert_1_script__Ann_guest_.review.json");

    const auto read = read_review_file(folder / "downloads" / name);
    ASSERT_TRUE(read) << read.error().message;
    const Review& review = read.value().review;
    EXPECT_TRUE(review.media == two_takes().media);
    ASSERT_EQ(review.decisions.size(), 3U);
    using review::Target;
    EXPECT_EQ(review.decisions[0].media_id, two_takes().media[0].media_id);
    EXPECT_TRUE(review.decisions[0].target == Target::take());
    EXPECT_EQ(review.decisions[0].state, review::DecisionState::Keep);
    EXPECT_EQ(review.decisions[0].author, "Ann <guest>");
    EXPECT_EQ(review.decisions[1].media_id, two_takes().media[1].media_id);
    EXPECT_TRUE(review.decisions[1].target == Target::frame(6));
    EXPECT_EQ(review.decisions[1].state, review::DecisionState::SendBack);
    EXPECT_EQ(review.decisions[1].reasons, std::vector<std::string>{"motion"});
    EXPECT_EQ(review.decisions[1].note, "hand melts <b>&\nsecond line");
    EXPECT_TRUE(review.decisions[2].target == Target::range(6, 9));
    EXPECT_EQ(review.decisions[2].state, review::DecisionState::Hold);
    // RFC 9562, version 7: 13th digit; the time is now.
    EXPECT_EQ(review.decisions[0].id.size(), 36U);
    EXPECT_EQ(review.decisions[0].id[14], '7');
    const auto age = std::time(nullptr) - review.decisions[0].time_ms / 1000;
    EXPECT_LT(std::abs(age), 600);
    ASSERT_EQ(review.comments.size(), 1U);
    EXPECT_EQ(review.comments[0].text, "nice light");
    if (std::getenv("SEAMLINE_KEEP_PICTURES") == nullptr) fs::remove_all(folder);
}

} // namespace
} // namespace seamline::interchange
