// The window, on a display of its own: what is really on the screen after real key presses.
#include "tests/support/clip_maker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace seamline::test {
namespace {

namespace fs = std::filesystem;
constexpr int kWidth = 1280;
constexpr int kHeight = 720;

bool has_program(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

/// A child process in this test's environment plus `settings`, killed with the object.
class Process {
public:
    Process(std::vector<std::string> words, const std::vector<std::string>& settings,
            const fs::path& log) {
        pid_ = fork();
        if (pid_ != 0) return;
        // What a window writes unasked for a place lies with its log.
        if (chdir(log.parent_path().c_str()) != 0) _exit(126);
        for (const std::string& setting : settings) putenv(strdup(setting.c_str()));
        if (std::freopen(log.c_str(), "w", stderr) == nullptr) _exit(126);
        if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(126);
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    ~Process() { stop(SIGKILL); }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    bool running() {
        if (pid_ > 0 && waitpid(pid_, &status_, WNOHANG) == pid_) pid_ = 0;
        return pid_ > 0;
    }
    int stop(int signal) {
        if (running()) {
            kill(pid_, signal);
            waitpid(pid_, &status_, 0);
            pid_ = 0;
        }
        return status_;
    }
    int exit_status() const { return status_; }

private:
    pid_t pid_ = 0;
    int status_ = 0;
};

class WindowTest : public testing::Test {
protected:
    void SetUp() override {
        for (const char* needed : {"Xvfb", "xdotool", "ffmpeg"})
            if (!has_program(needed))
                GTEST_SKIP() << "NOT TESTED: the window. The program " << needed << " is missing.";
        std::string name = (fs::temp_directory_path() / "seamline-window-XXXXXX").string();
        folder = mkdtemp(name.data());
        // The first free display: Xvfb leaves at once when its number is taken.
        for (int number = 90 + static_cast<int>(getpid() % 400); number < 1000; ++number) {
            display_name = ":" + std::to_string(number);
            const fs::path socket = "/tmp/.X11-unix/X" + std::to_string(number);
            if (fs::exists(socket)) continue;
            xvfb = std::make_unique<Process>(
                std::vector<std::string>{"Xvfb", display_name, "-screen", "0",
                                         std::to_string(kWidth) + "x" + std::to_string(kHeight) +
                                             "x24"},
                std::vector<std::string>{}, folder / "xvfb.log");
            for (int i = 0; i < 200 && xvfb->running() && !fs::exists(socket); ++i) wait_ms(25);
            if (xvfb->running()) break;
        }
        ASSERT_TRUE(xvfb->running()) << text_of(folder / "xvfb.log");
    }
    void TearDown() override {
        program.reset();
        xvfb.reset();
        if (!folder.empty()) fs::remove_all(folder);
    }
    void start(std::vector<std::string> arguments, const std::string& faults = "") {
        arguments.insert(arguments.begin(), {SEAMLINE_PROGRAM, "play"});
        std::vector<std::string> settings{"DISPLAY=" + display_name, "SEAMLINE_VALIDATION=1"};
        for (const char* kind : {"CONFIG", "STATE", "CACHE", "DATA"}) {
            fs::create_directories(folder / kind);
            settings.push_back(std::string("XDG_") + kind + "_HOME=" + (folder / kind).string());
        }
        if (!faults.empty()) settings.push_back("SEAMLINE_FAIL_GPU=" + faults);
        program = std::make_unique<Process>(arguments, settings, folder / "err");
    }
    /// Whether the program says so on stderr within 30 s.
    bool says(const std::string& words) {
        for (int i = 0; i < 300; ++i) {
            if (text_of(folder / "err").find(words) != std::string::npos) return true;
            if (!program->running()) return false;
            wait_ms(100);
        }
        return false;
    }
    static void wait_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }
    static std::string text_of(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void press(const std::string& keys) const {
        const std::string command = "DISPLAY=" + display_name + " xdotool key --delay 60 " + keys;
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    /// XDestroyWindow from another client, once there is such a window.
    bool destroy_window(const std::string& name) const {
        for (int i = 0; i < 100; ++i) {
            const std::string command = "DISPLAY=" + display_name + " xdotool search --name '" +
                                        name + "' windowclose 2>/dev/null";
            if (std::system(command.c_str()) == 0) return true;
            wait_ms(100);
        }
        return false;
    }
    /// The whole screen, grey.
    std::string screen() const {
        const fs::path raw = folder / "screen.gray";
        const std::string command = "ffmpeg -nostdin -v error -y -f x11grab -video_size " +
                                    std::to_string(kWidth) + "x" + std::to_string(kHeight) +
                                    " -i " + display_name +
                                    " -frames:v 1 -pix_fmt gray -f rawvideo '" + raw.string() + "'";
        return std::system(command.c_str()) == 0 ? text_of(raw) : std::string{};
    }
    /// Until the window has been drawn and rests, as a paused one does once all is open: only then
    /// are keys taken for what they mean. At most a minute.
    void wait_until_still() const {
        constexpr auto kRest = 1000;
        constexpr std::size_t kRestlessPixels = kWidth * kHeight / 200; // Progress goes on.
        wait_ms(1500);
        std::string before = screen();
        for (int i = 0; i < 60; ++i) {
            wait_ms(kRest);
            std::string now = screen();
            std::size_t changed = 0;
            for (std::size_t at = 0; at < now.size() && at < before.size(); ++at)
                if (now[at] != before[at]) ++changed;
            const bool is_drawn = now.find_first_not_of('\0') != std::string::npos;
            if (is_drawn && now.size() == before.size() && changed < kRestlessPixels) return;
            before = std::move(now);
        }
    }
    /// The bar code shown full screen in presentation mode; -1 when the screen cannot be read.
    int code_on_screen() const {
        const std::string gray = screen();
        if (gray.size() != static_cast<std::size_t>(kWidth) * kHeight) return -1;
        return read_bar_code(kWidth, kHeight, [&](int x, int y) {
            return static_cast<int>(static_cast<unsigned char>(
                gray[static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x)]));
        });
    }
    /// Waits until the screen shows `code`; returns what it shows in the end.
    int wait_for_code(int code) const {
        int shown = -1;
        for (int i = 0; i < 120; ++i) {
            shown = code_on_screen();
            if (shown == code) break;
            wait_ms(250);
        }
        return shown;
    }

    /// What `seamline review ...` says of the window's store.
    std::string review(const std::string& arguments) const {
        const fs::path out = folder / "review.json";
        const std::string command =
            "SEAMLINE_REVIEW_DB='" + (folder / "DATA/seamline/reviews.db").string() + "' " +
            SEAMLINE_PROGRAM + " review " + arguments + " > '" + out.string() + "' 2>/dev/null";
        static_cast<void>(std::system(command.c_str()));
        std::string text = text_of(out); // Without blanks, to look for parts.
        std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
        return text;
    }
    /// The list once it has so many decisions, or after a while.
    std::string decisions(int count) const {
        std::string list;
        for (int i = 0; i < 60; ++i) {
            list = review("list --json");
            int found = 0;
            for (std::size_t at = 0; (at = list.find("\"state\"", at)) != std::string::npos; ++at)
                ++found;
            if (found == count) break;
            wait_ms(250);
        }
        return list;
    }

    fs::path folder;
    std::string display_name;
    std::unique_ptr<Process> xvfb;
    std::unique_ptr<Process> program;
};

TEST_F(WindowTest, ShowsTheFrameThatTheKeysAskFor) {
    // Codes of 16:9 pictures cover the whole window in presentation mode.
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"});
    wait_ms(1500);
    press("ctrl+p");
    EXPECT_EQ(wait_for_code(0), 0) << text_of(folder / "err");
    press("Right Right Right");
    EXPECT_EQ(wait_for_code(3), 3) << text_of(folder / "err");
    press("shift+Right");
    EXPECT_EQ(wait_for_code(13), 13);
    press("End");
    EXPECT_EQ(wait_for_code(499), 499);
    press("Left");
    EXPECT_EQ(wait_for_code(498), 498);
    press("Home");
    EXPECT_EQ(wait_for_code(0), 0);
    press("q Escape"); // Never quit.
    wait_ms(500);
    EXPECT_TRUE(program->running()) << text_of(folder / "err");
    press("ctrl+q");
    for (int i = 0; i < 100 && program->running(); ++i) wait_ms(100);
    EXPECT_FALSE(program->running());
    EXPECT_EQ(program->exit_status(), 0) << text_of(folder / "err");
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
    EXPECT_EQ(text_of(folder / "err").find("SYNC-HAZARD"), std::string::npos)
        << text_of(folder / "err");
}

TEST_F(WindowTest, ATimelineOpensAndAnOfflineEventIsASlateBesideTheInspector) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    const fs::path list = folder / "cut.edl";
    std::ofstream(list)
        << "TITLE: two events\nFCM: NON-DROP FRAME\n\n"
        << "001  AX       V     C        00:00:00:10 00:00:01:10 01:00:00:00 "
           "01:00:01:00\n* FROM CLIP NAME: bars\n* SOURCE FILE: "
        << clip.string()
        << "\n002  AX       V     C        00:00:00:00 00:00:01:00 01:00:01:00 "
           "01:00:02:00\n* FROM CLIP NAME: gone\n* SOURCE FILE: /nowhere/gone.mp4\n";
    start({list.string(), "--paused"});
    wait_ms(3500);
    press("Escape"); // The dialog of what is offline.
    press("Down");   // The next cut: the offline event, with the inspector open.
    wait_ms(1500);
    ASSERT_TRUE(program->running()) << text_of(folder / "err");
    press("Up ctrl+p");
    EXPECT_EQ(wait_for_code(10), 10) << text_of(folder / "err");
    press("Right Right");
    EXPECT_EQ(wait_for_code(12), 12) << text_of(folder / "err");
    press("End");
    wait_ms(1000);
    EXPECT_TRUE(program->running());
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
}

TEST_F(WindowTest, DecidesDrawsAndTakesBackWithKeys) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"});
    wait_until_still();
    press("p");                 // Keeps the take ...
    press("shift+U");           // (shot,
    press("shift+U");           // range,
    press("shift+U");           // frame)
    press("Right Right Right"); // ... and of it sends back
    press("x");                 // frame 3
    press("shift+X");           // for
    press("1");                 // continuity.
    press("Return Right o");    // Holds frame 4 ...
    press("ctrl+z");            // ... not.
    const std::string list = decisions(2);
    EXPECT_NE(list.find(R"("state":"keep")"), std::string::npos) << list;
    EXPECT_NE(list.find(R"("kind":"take")"), std::string::npos) << list;
    EXPECT_NE(list.find(R"("state":"send_back")"), std::string::npos) << list;
    EXPECT_NE(list.find(R"("reasons":["continuity"])"), std::string::npos) << list;
    EXPECT_EQ(list.find(R"("state":"hold")"), std::string::npos) << list;
    // Whatever ends the program, what was acknowledged is there.
    press("End p");
    EXPECT_NE(decisions(3).find("499"), std::string::npos);
    program->stop(SIGKILL);
    EXPECT_NE(decisions(3).find("499"), std::string::npos);
}

// A crash must not sign the next decisions with another name.
TEST_F(WindowTest, WhoDecidesIsRememberedAtOnce) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    fs::create_directories(folder / "DATA/seamline");
    review("add '" + clip.string() + "' --take --state hold --author Ana --json");
    start({clip.string(), "--paused"});
    wait_until_still();
    press("alt+u");
    const fs::path kept = folder / "CONFIG/seamline/preferences.json";
    for (int i = 0; i < 100 && text_of(kept).find("Ana") == std::string::npos; ++i) wait_ms(100);
    program->stop(SIGKILL);
    EXPECT_NE(text_of(kept).find("Ana"), std::string::npos) << text_of(kept);
    start({clip.string(), "--paused"});
    wait_until_still();
    press("Right p");
    const std::string list = decisions(1); // What she said of the take before gives way.
    EXPECT_NE(list.find(R"("state":"keep")"), std::string::npos) << list;
    std::size_t others = 0;
    for (std::size_t at = 0; (at = list.find("\"author\":\"", at)) != std::string::npos; ++at)
        if (!list.substr(at).starts_with("\"author\":\"Ana\"")) ++others;
    EXPECT_EQ(others, 0U) << list;
}

// What was decided before is there, the takes are open at the same frame, and deciding goes on.
TEST_F(WindowTest, ALostDeviceIsStartedAgainWithTheReview) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"}, "lost:90");
    wait_until_still();
    press("Right Right Right x");
    EXPECT_NE(decisions(1).find("send_back"), std::string::npos);
    for (int i = 0; i < 200 && text_of(folder / "err").find("started again") == std::string::npos;
         ++i)
        press("Right");
    ASSERT_TRUE(says("started again; nothing that was decided is lost")) << text_of(folder / "err");
    wait_until_still();
    ASSERT_TRUE(program->running()) << text_of(folder / "err");
    press("Home ctrl+p");
    EXPECT_EQ(wait_for_code(0), 0) << text_of(folder / "err");
    press("Right Right Right");
    EXPECT_EQ(wait_for_code(3), 3);
    press("Right p");
    EXPECT_NE(decisions(2).find(R"("state":"keep")"), std::string::npos);
    press("ctrl+q");
    for (int i = 0; i < 100 && program->running(); ++i) wait_ms(100);
    EXPECT_EQ(program->exit_status(), 0) << text_of(folder / "err");
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
}

TEST_F(WindowTest, ADeviceThatIsLostAtOnceEndsTheProgramAndNoDecision) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"}, "lost-each:3");
    // The loss may come to a thread that only counts; pictures that are asked for meet it, too.
    for (int i = 0; i < 60 && program->running(); ++i) {
        press("Right");
        wait_ms(250);
    }
    EXPECT_TRUE(says("lost twice in a row")) << text_of(folder / "err");
    for (int i = 0; i < 100 && program->running(); ++i) wait_ms(100);
    EXPECT_EQ(WEXITSTATUS(program->exit_status()), 3) << text_of(folder / "err");
}

TEST_F(WindowTest, ALostSurfaceIsMadeAgain) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"}, "surface:12");
    wait_until_still();
    press("ctrl+p");
    for (int frame = 1; frame <= 14; ++frame) { // Together a slow machine shows the last alone.
        press("Right");
        EXPECT_EQ(wait_for_code(frame), frame) << text_of(folder / "err");
    }
    EXPECT_TRUE(says("surface was lost and made again")) << text_of(folder / "err");
    press("Right Right");
    EXPECT_EQ(wait_for_code(16), 16);
    EXPECT_TRUE(program->running());
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
}

TEST_F(WindowTest, MemoryThatOthersTookMakesTheCacheSmaller) {
    const fs::path clip =
        make_bar_code_clip("window-large.mp4", 1920, 1080, 120, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused", "--cache-mb", "400"},
          "memory:160"); // 120 frames need 370 MiB.
    ASSERT_TRUE(says("The device gives no more memory")) << text_of(folder / "err");
    // Where even pictures have no room the window starts again, and keys are lost meanwhile.
    int shown = -1;
    for (int i = 0; i < 4 && shown != 119; ++i) {
        press("End ctrl+p");
        shown = wait_for_code(119);
    }
    EXPECT_EQ(shown, 119) << text_of(folder / "err");
    press("Home");
    EXPECT_EQ(wait_for_code(0), 0) << text_of(folder / "err");
    press("p");
    EXPECT_NE(decisions(1).find(R"("state":"keep")"), std::string::npos);
    EXPECT_TRUE(program->running()) << text_of(folder / "err");
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
}

TEST_F(WindowTest, FaultsThatAreNotKnownAreRefused) {
    start({}, "lost:soon");
    for (int i = 0; i < 100 && program->running(); ++i) wait_ms(100);
    EXPECT_EQ(WEXITSTATUS(program->exit_status()), 2);
    EXPECT_NE(text_of(folder / "err").find("SEAMLINE_FAIL_GPU=lost:soon"), std::string::npos);
}

TEST_F(WindowTest, DecidesOnWhatACutShows) {
    const fs::path first =
        make_bar_code_clip("window-cut-1.mp4", 320, 180, 24, "24", "-c:v libx264 -g 24");
    const fs::path second =
        make_bar_code_clip("window-cut-2.mp4", 320, 180, 48, "24", "-c:v libx264 -g 24");
    start({"--as-cut", first.string(), second.string(), "--paused"});
    wait_until_still();
    press("Down"); // The next cut: frame 0 of the second take.
    press("shift+U");
    press("shift+U"); // The range ...
    press("Right Right i");
    press("Right Right Right shift+i o");
    const std::string held = decisions(1);
    EXPECT_NE(held.find(R"("name":"window-cut-2")"), std::string::npos) << held;
    EXPECT_NE(held.find(R"("from":2,)"), std::string::npos) << held << text_of(folder / "err");
    EXPECT_NE(held.find(R"("to":5)"), std::string::npos) << "its own frames, not the cut's";
    // A range over the cut between two takes is about neither.
    press("Home i");
    press("End shift+i x");
    wait_ms(1000);
    EXPECT_EQ(decisions(1).find("send_back"), std::string::npos);
    // The cut's lane knows them: comma goes back to the first frame of the range.
    press("End comma");
    press("shift+U x"); // On the frame there.
    EXPECT_NE(decisions(2).find(R"("kind":"frame","from":2)"), std::string::npos) << decisions(2);
}

TEST_F(WindowTest, AReviewGoesOutAndWhatOthersSendBackIsTakenInWhereFilesAreOpened) {
    const fs::path clip =
        make_bar_code_clip("window-shared.mp4", 640, 360, 24, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"});
    wait_until_still();
    press("x");
    EXPECT_NE(decisions(1).find(R"("state":"send_back")"), std::string::npos);
    press("ctrl+alt+x");
    wait_ms(700);
    press("Return");
    const fs::path report = folder / "review/review.html";
    for (int i = 0; i < 120 && !fs::exists(report); ++i) wait_ms(250);
    EXPECT_NE(text_of(report).find("window-shared.mp4"), std::string::npos)
        << text_of(folder / "err");
    review("export --format json --out '" + folder.string() + "'");
    program->stop(SIGTERM);

    // Another machine, which knows nothing of it yet.
    fs::path sent;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().string().ends_with(".review.json")) sent = entry.path();
    ASSERT_FALSE(sent.empty());
    fs::remove_all(folder / "DATA");
    start({clip.string(), sent.string(), "--paused"});
    const std::string list = decisions(1);
    EXPECT_NE(list.find(R"("state":"send_back")"), std::string::npos)
        << list << text_of(folder / "err");
    // Once more says nothing new, and a damaged one is a line, not the end.
    std::ofstream(folder / "damaged.review.json") << "{";
    program->stop(SIGTERM);
    start({clip.string(), sent.string(), (folder / "damaged.review.json").string(), "--paused"});
    for (int i = 0; i < 60 && text_of(folder / "err").find("damaged") == std::string::npos; ++i)
        wait_ms(250);
    EXPECT_NE(text_of(folder / "err").find("damaged.review.json"), std::string::npos);
    EXPECT_TRUE(program->running());
    EXPECT_NE(decisions(1).find(R"("state":"send_back")"), std::string::npos);
}

TEST_F(WindowTest, ABlindComparisonAsksForEveryPairAndKeepsTheAnswers) {
    std::vector<std::string> clips{"--paused"};
    for (const char* name : {"blind-a.mp4", "blind-b.mp4", "blind-c.mp4"}) // Other bytes each.
        clips.push_back(make_bar_code_clip(name, 320, 180, 12 + static_cast<int>(clips.size()),
                                           "24", "-c:v libx264 -g 24")
                            .string());
    start(clips);
    wait_ms(3000);
    press("ctrl+alt+b");
    wait_ms(1000);
    press("p"); // Names are hidden: nothing is decided.
    for (const char* answer : {"1", "3", "4"}) {
        press(answer);
        wait_ms(700);
    }
    std::string ranking;
    for (int i = 0; i < 40 && ranking.find(R"("comparisons":3)") == std::string::npos; ++i) {
        wait_ms(250);
        ranking = review("rank --json");
    }
    EXPECT_NE(ranking.find(R"("comparisons":3)"), std::string::npos) << ranking;
    EXPECT_TRUE(program->running()) << text_of(folder / "err");
    EXPECT_NE(review("list --json").find(R"("decisions":[])"), std::string::npos);
}

/// How often `part` stands in `text`.
int count_of(const std::string& text, const std::string& part) {
    int found = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
        ++found;
    return found;
}

TEST_F(WindowTest, AFolderIsPreviewedTakenInAndTakenBackAsOne) {
    const fs::path in = folder / "in";
    fs::create_directory(in);
    int frames = 12; // Other bytes each.
    for (const char* name : {"SH010_veo_v1.mp4", "SH010_sora_v2.mp4", "SH020_veo_v1.mp4"})
        fs::copy_file(make_bar_code_clip("ingest-" + std::string(name), 320, 180, frames++, "24",
                                         "-c:v libx264 -g 24"),
                      in / name);
    std::ofstream(in / "broken.mp4") << "no movie";
    start({in.string(), "--paused"});
    wait_ms(3000);
    EXPECT_EQ(review("shots --json").find("SH010"), std::string::npos) << "nothing happens unasked";
    const auto shots = [&](const std::string& part, bool wanted) {
        std::string list;
        for (int i = 0; i < 60; ++i) {
            list = review("shots --json");
            if ((list.find(part) != std::string::npos) == wanted) break;
            wait_ms(250);
        }
        return list;
    };
    press("Return");
    std::string list = shots("SH020", true);
    EXPECT_EQ(count_of(list, R"("media_id")"), 3) << list << text_of(folder / "err");
    EXPECT_NE(list.find(R"("generator":"sora")"), std::string::npos) << list;
    wait_ms(1000);
    press("ctrl+z"); // Once: stacks and sources.
    list = shots("SH020", false);
    EXPECT_EQ(count_of(list, R"("media_id")"), 0) << list;
    wait_ms(500);
    press("p"); // Nothing is open: there is nothing to keep.
    wait_ms(1000);
    EXPECT_NE(review("list --json").find(R"("decisions":[])"), std::string::npos);
    press("ctrl+shift+z");
    list = shots("SH020", true);
    EXPECT_EQ(count_of(list, R"("media_id")"), 3) << list;
    wait_until_still(); // They are opened again.
    press("p");
    EXPECT_NE(decisions(1).find(R"("state":"keep")"), std::string::npos) << text_of(folder / "err");
    EXPECT_TRUE(program->running()) << text_of(folder / "err");
}

TEST_F(WindowTest, WhatComesIntoAWatchedFolderJoinsItsStackWhilePlayingGoesOn) {
    const fs::path clip =
        make_bar_code_clip("window-long.mp4", 640, 360, 4000, "24", "-c:v libx264 -g 24");
    const fs::path take =
        make_bar_code_clip("window-arrives.mp4", 320, 180, 30, "24", "-c:v libx264 -g 24");
    const fs::path in = folder / "in";
    fs::create_directory(in);
    fs::create_directories(folder / "CONFIG/seamline");
    std::ofstream(folder / "CONFIG/seamline/watched-folders.json")
        << R"({"schema": "seamline.watched_folders/1", "folders": [{"folder": ")" << in.string()
        << R"(", "pattern": "{shot}_{generator}_v{version}", "table": ""}]})";
    start({clip.string()});
    wait_ms(2500);
    press("ctrl+p");
    const auto plays_on_from = [&](int before) { // A later frame of the same take.
        int now = -1;
        for (int i = 0; i < 40 && now <= before; ++i) {
            wait_ms(250);
            now = code_on_screen();
        }
        return now;
    };
    const int first = plays_on_from(0);
    ASSERT_GT(first, 0) << text_of(folder / "err");
    // Its writer pauses for longer than a file has to rest.
    const std::string bytes = text_of(take);
    std::ofstream(in / "SH010_veo_v1.mp4", std::ios::binary) << bytes.substr(0, bytes.size() / 2);
    wait_ms(5000);
    EXPECT_EQ(review("shots --json").find("SH010"), std::string::npos) << "it is not whole";
    std::ofstream(in / "SH010_veo_v1.mp4", std::ios::binary) << bytes;
    const int before = plays_on_from(first);
    EXPECT_GT(before, first);
    std::string list;
    for (int i = 0; i < 80 && list.find("SH010") == std::string::npos; ++i) {
        wait_ms(250);
        list = review("shots --json");
    }
    EXPECT_NE(list.find(R"("name":"SH010")"), std::string::npos) << list << text_of(folder / "err");
    EXPECT_EQ(count_of(list, R"("media_id")"), 1) << list;
    EXPECT_NE(list.find(R"("generator":"veo")"), std::string::npos) << list;
    const int after = plays_on_from(before);
    EXPECT_GT(after, before) << "the same take goes on";
    press("ctrl+z"); // Nobody's action: there is nothing to take back.
    wait_ms(1500);
    EXPECT_NE(review("shots --json").find("SH010"), std::string::npos);
    // It is opened when somebody wants that.
    press("ctrl+alt+i");
    EXPECT_GE(plays_on_from(-1), 0);
    EXPECT_TRUE(program->running()) << text_of(folder / "err");
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
}

TEST_F(WindowTest, ABrokenFileLeavesTheWindowAndTheOtherTakeAlive) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    const fs::path broken = folder / "broken.mp4";
    std::ofstream(broken) << "not a movie";
    start({clip.string(), broken.string(), "--paused"});
    wait_until_still();
    press("ctrl+p v 1");
    press("Right Right");
    EXPECT_EQ(wait_for_code(2), 2) << text_of(folder / "err");
    EXPECT_TRUE(program->running());
}

TEST_F(WindowTest, ASecondWindowThatAnotherProgramDestroysIsClosedAndNothingElse) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"});
    wait_ms(1500);
    press("ctrl+p");
    EXPECT_EQ(wait_for_code(0), 0) << text_of(folder / "err");
    press("ctrl+shift+f");
    ASSERT_TRUE(destroy_window("Seamline: picture"));
    wait_ms(1000);
    ASSERT_TRUE(program->running()) << text_of(folder / "err");
    EXPECT_TRUE(says("Another program closed the second window")) << text_of(folder / "err");
    press("Right Right");
    EXPECT_EQ(wait_for_code(2), 2) << text_of(folder / "err");
    press("ctrl+shift+f"); // And again: a new window, which is not taken for the lost one.
    ASSERT_TRUE(destroy_window("Seamline: picture"));
    wait_ms(1000);
    press("Right");
    EXPECT_EQ(wait_for_code(3), 3) << text_of(folder / "err");
    press("ctrl+q");
    for (int i = 0; i < 100 && program->running(); ++i) wait_ms(100);
    EXPECT_EQ(program->exit_status(), 0) << text_of(folder / "err");
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
}

TEST_F(WindowTest, AMainWindowThatAnotherProgramDestroysEndsTheProgramInOrder) {
    const fs::path clip =
        make_bar_code_clip("window-bars.mp4", 640, 360, 500, "24", "-c:v libx264 -g 24");
    start({clip.string(), "--paused"});
    wait_ms(1500);
    press("ctrl+p");
    EXPECT_EQ(wait_for_code(0), 0) << text_of(folder / "err");
    ASSERT_TRUE(destroy_window("Seamline"));
    for (int i = 0; i < 100 && program->running(); ++i) wait_ms(100);
    ASSERT_FALSE(program->running());
    // The window system's word and the driver's come in either order.
    EXPECT_TRUE(WIFEXITED(program->exit_status())) << text_of(folder / "err");
}

/// Where a scope's trace lies on a grey screen: the only ground of that darkness between the
/// viewer's lower edge and the timeline.
struct TraceOnScreen {
    int left = kWidth, top = kHeight, right = -1, bottom = -1; ///< Inclusive.

    explicit TraceOnScreen(const std::string& gray) {
        if (gray.size() != static_cast<std::size_t>(kWidth) * kHeight) return;
        for (int y = 275; y < 465; ++y)
            for (int x = 0; x < 970; ++x) {
                const int code = at(gray, x, y);
                if (code < 12 || code > 17) continue;
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
    }
    static int at(const std::string& gray, int x, int y) {
        return static_cast<unsigned char>(
            gray[static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x)]);
    }
    int width() const { return right - left + 1; }
    int height() const { return bottom - top + 1; }
    /// The brightest row of a column, as a level in [0, 255].
    double level_at(const std::string& gray, double part) const {
        const int x = left + static_cast<int>(part * width());
        int brightest = top;
        for (int y = top; y <= bottom; ++y)
            if (at(gray, x, y) > at(gray, x, brightest)) brightest = y;
        return 256 * (1 - (brightest - top + 0.5) / height()) - 0.5;
    }
};

TEST_F(WindowTest, ScopesShowTheSignalOfTheFrame) {
    const fs::path clip = folder / "steps.mp4";
    const std::string make =
        "ffmpeg -nostdin -v error -f lavfi -i color=black:size=640x360:rate=24:duration=1,"
        "format=yuv420p,geq=lum='if(lt(X\\,W/2)\\,60\\,200)':cb=128:cr=128 "
        "-c:v libx264 -qp 0 -color_range tv '" +
        clip.string() + "'";
    ASSERT_EQ(std::system(make.c_str()), 0);
    start({clip.string(), "--paused"});
    wait_until_still();
    // The pointer is on the pictures of the screen, too.
    const std::string away = "DISPLAY=" + display_name + " xdotool mousemove 1270 8";
    ASSERT_EQ(std::system(away.c_str()), 0);
    const auto shows = [&](const auto& expected) {
        std::string gray;
        for (int i = 0; i < 160; ++i) {
            gray = screen();
            if (expected(gray)) return true;
            wait_ms(250);
        }
        return false;
    };
    press("F2");
    EXPECT_TRUE(shows([&](const std::string& gray) {
        const TraceOnScreen trace(gray);
        return trace.height() > 60 && trace.width() > 500 &&
               std::abs(trace.level_at(gray, 0.25) - 60) < 5 &&
               std::abs(trace.level_at(gray, 0.75) - 200) < 5;
    })) << text_of(folder / "err");
    press("F2 F2 F2 F2"); // Overlay, parade, YCbCr, off.
    press("F3");
    EXPECT_TRUE(shows([&](const std::string& gray) {
        const TraceOnScreen trace(gray);
        const int x = (trace.left + trace.right) / 2;
        const int y = (trace.top + trace.bottom) / 2;
        int brightest = 0; // Grey lies in the middle.
        for (int dy = -2; dy <= 2 && trace.height() > 60; ++dy)
            for (int dx = -2; dx <= 2; ++dx)
                brightest = std::max(brightest, TraceOnScreen::at(gray, x + dx, y + dy));
        return std::abs(trace.width() - trace.height()) <= 2 && brightest > 150;
    })) << text_of(folder / "err");
    press("F5");
    EXPECT_TRUE(shows([](const std::string& gray) { return TraceOnScreen(gray).width() < 5; }));
    EXPECT_TRUE(program->running());
    EXPECT_EQ(text_of(folder / "err").find("VUID"), std::string::npos) << text_of(folder / "err");
    EXPECT_EQ(text_of(folder / "err").find("SYNC-HAZARD"), std::string::npos);
}

TEST_F(WindowTest, EscapeClosesAnOpenMenuBeforeWhatLiesBeneath) {
    const fs::path clip = folder / "grey.mp4";
    const std::string make = "ffmpeg -nostdin -v error -f lavfi -i color=gray:size=320x180:rate=24:"
                             "duration=1 -c:v libx264 '" +
                             clip.string() + "'";
    ASSERT_EQ(std::system(make.c_str()), 0);
    start({clip.string(), "--paused"});
    wait_until_still();
    press("ctrl+alt+m"); // How far measuring has come is seen, too.
    const auto point = [&](const char* what) {
        const std::string command = "DISPLAY=" + display_name + " xdotool " + what;
        ASSERT_EQ(std::system(command.c_str()), 0);
    };
    /// The first two pictures that are alike, or the first that is like `wanted`.
    const auto settled = [&](const std::string* wanted) {
        std::string before;
        for (int i = 0; i < 60; ++i) {
            const std::string now = screen();
            if (wanted != nullptr ? now == *wanted : now == before) return now;
            before = now;
            wait_ms(250);
        }
        return before;
    };
    point("mousemove 22 12"); // File, of the menu bar.
    press("F3 shift+F5");     // A vectorscope that fills the window.
    wait_ms(1500);
    const std::string filled = settled(nullptr);
    point("click 1");
    wait_ms(700);
    const std::string menu = settled(nullptr);
    EXPECT_NE(menu, filled) << "no menu was opened";
    press("Escape");
    EXPECT_EQ(settled(&filled), filled) << "only the menu goes";
    press("Escape");
    wait_ms(700);
    EXPECT_NE(settled(nullptr), filled) << "then the scope gives the window back";
    EXPECT_TRUE(program->running());
}

TEST_F(WindowTest, NoDisplayIsOneLineAndExitCode3) {
    display_name = ":9999";
    start({"--paused", "/nonexistent.mp4"});
    for (int i = 0; i < 100 && program->running(); ++i) wait_ms(100);
    ASSERT_FALSE(program->running());
    EXPECT_EQ(WEXITSTATUS(program->exit_status()), 3);
    const std::string errors = text_of(folder / "err");
    EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << errors;
}

} // namespace
} // namespace seamline::test
