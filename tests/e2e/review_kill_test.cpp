// kill -9 while decisions are scripted: every acknowledged one is there afterwards, none twice.
#include "tests/support/clip_maker.h"
#include "tests/support/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace seamline::test {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

/// `seamline review add ...` with its input and output on pipes.
class Child {
public:
    explicit Child(const std::vector<std::string>& arguments) {
        int in[2];
        int out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe");
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            const int nowhere = ::open("/dev/null", O_WRONLY);
            ::dup2(nowhere, 2);
            std::vector<char*> words{const_cast<char*>(SEAMLINE_PROGRAM)};
            for (const std::string& word : arguments)
                words.push_back(const_cast<char*>(word.c_str()));
            words.push_back(nullptr);
            ::execv(SEAMLINE_PROGRAM, words.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        in_ = in[1];
        out_ = out[0];
        ::fcntl(in_, F_SETFL, O_NONBLOCK);
    }
    ~Child() {
        kill();
        ::close(in_);
        ::close(out_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// As much as the pipe takes now.
    void feed(std::string& text) {
        const ssize_t written = ::write(in_, text.data(), text.size());
        if (written > 0) text.erase(0, static_cast<std::size_t>(written));
    }
    /// What it wrote within `ms`; false at its end.
    bool read_for(int ms, std::string& text) {
        pollfd wait{out_, POLLIN, 0};
        if (::poll(&wait, 1, ms) <= 0) return true;
        char block[4096];
        const ssize_t got = ::read(out_, block, sizeof block);
        if (got > 0) text.append(block, static_cast<std::size_t>(got));
        return got > 0;
    }
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }

private:
    pid_t pid_ = -1;
    int in_ = -1;
    int out_ = -1;
};

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

class KilledReview : public testing::Test {
protected:
    KilledReview() {
        std::string name = (fs::temp_directory_path() / "seamline-killed-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        ::setenv("SEAMLINE_REVIEW_DB", (folder_ / "reviews.db").c_str(), 1);
        ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
        std::signal(SIGPIPE, SIG_IGN);
        clip_ = folder_ / "a.mp4";
        fs::copy_file(make_clip("e2e-killed.mp4",
                                "-f lavfi -i testsrc=s=64x64:r=24:d=2 -c:v libx264 "
                                "-pix_fmt yuv420p"),
                      clip_);
    }
    ~KilledReview() override {
        ::unsetenv("SEAMLINE_REVIEW_DB");
        std::error_code code;
        fs::remove_all(folder_, code);
    }

    /// Lines of a batch whose decisions stand beside each other; every note is another.
    std::string batch_lines(int run, int count) const {
        std::string text;
        for (int i = 0; i < count; ++i)
            text +=
                json{{"file", clip_.string()},
                     {"range", {i % 48, i % 48}},
                     {"state", i % 2 == 0 ? "keep" : "send_back"},
                     {"author", "run " + std::to_string(run) + " part " + std::to_string(i / 48)},
                     {"note", std::to_string(run) + "/" + std::to_string(i)}}
                    .dump() +
                "\n";
        return text;
    }

    /// Remembers the ids of whole lines: those were acknowledged.
    int acknowledge(const std::string& text) {
        int count = 0;
        for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos;
             at = end + 1) {
            const json line = json::parse(text.substr(at, end - at), nullptr, false);
            EXPECT_FALSE(line.is_discarded()) << text;
            EXPECT_TRUE(line.contains("id")) << line.dump();
            if (line.contains("id") && acknowledged_.insert(line["id"].get<std::string>()).second)
                ++count;
        }
        return count;
    }

    void expect_everything_once() {
        const ProgramResult list = run_seamline(SEAMLINE_PROGRAM, {"review", "list", "--json"});
        ASSERT_EQ(list.exit_code, 0) << list.err;
        std::set<std::string> ids;
        std::map<std::string, int> notes;
        const json listed = json::parse(list.out);
        for (const json& decision : listed["decisions"]) {
            EXPECT_TRUE(ids.insert(decision["id"].get<std::string>()).second);
            ++notes[decision["note"].get<std::string>()];
        }
        std::size_t lost = 0;
        for (const std::string& id : acknowledged_) lost += ids.contains(id) ? 0 : 1;
        EXPECT_EQ(lost, 0U) << "of " << acknowledged_.size();
        for (const auto& [note, count] : notes) EXPECT_EQ(count, 1) << note;
        const ProgramResult verify = run_seamline(SEAMLINE_PROGRAM, {"review", "verify"});
        EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;
    }

    fs::path folder_;
    fs::path clip_;
    std::set<std::string> acknowledged_;
    std::mt19937 random_{20261122};
};

TEST_F(KilledReview, BatchAt150Moments) {
    constexpr int kKills = 150;
    constexpr int kLines = 400;
    double first_ms = 0;
    int before_any = 0;
    for (int run = 0; run <= kKills; ++run) {
        // From the start on, to some time after the first acknowledgement.
        const double wait_ms =
            run == 0 ? 60'000 : std::uniform_real_distribution(0.0, 1.6 * first_ms)(random_);
        const auto start = Clock::now();
        std::string lines = batch_lines(run, kLines);
        std::string answers;
        Child child({"review", "add", "--batch"});
        while (ms_since(start) < wait_ms) {
            child.feed(lines);
            if (!child.read_for(1, answers)) break;
            if (run == 0 && answers.find('\n') != std::string::npos) break;
        }
        child.kill();
        // What it wrote before it died is an acknowledgement, too.
        while (child.read_for(1000, answers)) {
        }
        if (run == 0) first_ms = ms_since(start);
        before_any += acknowledge(answers) == 0 ? 1 : 0;
    }
    EXPECT_GT(acknowledged_.size(), 200U) << "the kills came too early to show anything";
    EXPECT_GT(before_any, 0) << "none came early";
    expect_everything_once();
}

TEST_F(KilledReview, SingleDecisionsAt50Moments) {
    constexpr int kKills = 50;
    double whole_ms = 0;
    for (int run = 0; run <= kKills; ++run) {
        const double wait_ms =
            run == 0 ? 60'000 : std::uniform_real_distribution(0.3, 1.3)(random_) * whole_ms;
        const auto start = Clock::now();
        std::string answer;
        Child child({"review", "add", clip_.string(), "--frame", std::to_string(run % 48),
                     "--state", "hold", "--author", "run " + std::to_string(run), "--note",
                     std::to_string(run), "--json"});
        bool ended = false;
        while (!ended && ms_since(start) < wait_ms) ended = !child.read_for(1, answer);
        child.kill();
        while (child.read_for(1000, answer)) {
        }
        if (run == 0) whole_ms = ms_since(start);
        const json parsed = json::parse(answer, nullptr, false);
        if (parsed.is_object() && parsed.contains("id"))
            acknowledged_.insert(parsed["id"].get<std::string>());
    }
    EXPECT_GT(acknowledged_.size(), 3U);
    EXPECT_LT(acknowledged_.size(), 51U) << "no kill came early enough";
    expect_everything_once();
}

} // namespace
} // namespace seamline::test
