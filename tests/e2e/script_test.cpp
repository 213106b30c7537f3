// seamline.sh from outside. apt-get and dpkg-query are stand-ins that write down what they were
// asked for; cmake's stand-in has the real one check every build's arguments and look its target up
// without building it (ninja -t query), and then lays the program where a build would.
#include "tests/support/program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace seamline::test {
namespace {

namespace fs = std::filesystem;

constexpr int kTimeoutS = 600; ///< The demo's takes are rendered once: minutes without a GPU.

class Script : public ::testing::Test {
protected:
    Script() {
        std::string name = (fs::temp_directory_path() / "seamline-script-XXXXXX").string();
        if (mkdtemp(name.data()) != nullptr) folder_ = name;
        fs::create_directories(folder_ / "bin");
        fs::copy_file(fs::path(SEAMLINE_SOURCE_DIR) / "seamline.sh", folder_ / "seamline.sh");
        stand_in("cmake", R"(if [ "$1" = --build ] && [ "$2" = build/release ]; then
  PATH=$REAL_PATH command cmake --build "$REAL_BUILD" "${@:3}" -- -t query >/dev/null || exit 1
  mkdir -p build/release
  ln -sf "$PROGRAM" build/release/seamline
fi)");
        stand_in("apt-get", "");
        stand_in("dpkg-query",
                 R"(grep -qx "${!#}" "$FOLDER/missing" || echo 'install ok installed')", false);
        stand_in("id", "cat \"$FOLDER/user\"", false);
        stand_in("sudo", "exec \"$@\"");
        stand_in("xvfb-run", "while [ \"$1\" != ctest ]; do shift; done; exec \"$@\"", false);
        stand_in("ctest",
                 "env | grep '^XDG_\\|^SEAMLINE_REQUIRE_GPU' | sort >\"$FOLDER/environment\"\n"
                 "mkdir -p \"$XDG_STATE_HOME\"; exit 8");
        stand_in("recorder", "");
        write("missing", "");
        write("user", "0\n");
    }
    ~Script() override { fs::remove_all(folder_); }

    ProgramResult run(const std::vector<std::string>& arguments,
                      const std::vector<std::string>& environment = {}) {
        const std::string path = std::getenv("PATH");
        std::vector<std::string> words{"-u",
                                       "DISPLAY",
                                       "-u",
                                       "WAYLAND_DISPLAY",
                                       "FOLDER=" + folder_.string(),
                                       "REAL_PATH=" + path,
                                       "PATH=" + (folder_ / "bin").string() + ":" + path,
                                       "REAL_BUILD=" +
                                           fs::path(SEAMLINE_PROGRAM).parent_path().string(),
                                       "PROGRAM=" + program_.string(),
                                       "XDG_CACHE_HOME=" + (folder_ / "cache").string()};
        words.insert(words.end(), environment.begin(), environment.end());
        words.push_back((folder_ / "seamline.sh").string());
        words.insert(words.end(), arguments.begin(), arguments.end());
        return run_seamline("env", words, kTimeoutS);
    }

    /// A program of this name that comes first on the script's PATH.
    void stand_in(const std::string& name, const std::string& body, bool recorded = true) {
        const fs::path path = folder_ / "bin" / name;
        std::ofstream(path) << "#!/usr/bin/env bash\n"
                            << (recorded ? "echo \"${0##*/}\" \"${@@Q}\" >>\"$FOLDER/log\"\n" : "")
                            << body << '\n';
        fs::permissions(path, fs::perms::owner_all);
    }

    /// Lets the script find a program that only writes down its arguments.
    void record_program() { program_ = folder_ / "bin" / "recorder"; }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }

    std::string read(const std::string& name) const {
        std::ifstream file(folder_ / name);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    /// What the stand-ins were asked for, in order, without quotes; the number of jobs as N.
    std::vector<std::string> log() const {
        std::vector<std::string> lines;
        std::istringstream stream(read("log"));
        const std::string jobs = "-j " + std::to_string(sysconf(_SC_NPROCESSORS_ONLN));
        for (std::string line; std::getline(stream, line);) {
            std::erase(line, '\'');
            if (const auto at = line.find(jobs); at != std::string::npos)
                line.replace(at, jobs.size(), "-j N");
            lines.push_back(line);
        }
        return lines;
    }

    fs::path folder_;
    fs::path program_ = SEAMLINE_PROGRAM;
};

using Lines = std::vector<std::string>;

const std::string kConfigure = "cmake --preset release -DSEAMLINE_TESTS=OFF";
const std::string kBuildProgram = "cmake --build build/release -j N --target seamline";

TEST_F(Script, WithoutADisplayTheFirstCommandEndsInTheDemosPictures) {
    const ProgramResult result = run({});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(log(), (Lines{kConfigure, kBuildProgram}));
    EXPECT_NE(result.out.find("No display"), std::string::npos) << result.out;
    for (const char* name : {"grid", "row", "wipe", "checkerboard", "difference"}) {
        const std::string file = std::string("pictures/") + name + ".png";
        std::istringstream lines(result.out);
        std::string picture;
        while (std::getline(lines, picture) && !picture.ends_with(file)) {
        }
        ASSERT_TRUE(picture.ends_with(file)) << file << " is not in: " << result.out;
        EXPECT_TRUE(picture.starts_with(folder_.string())) << picture;
        const ProgramResult probe = run_seamline(SEAMLINE_PROGRAM, {"probe", picture});
        EXPECT_EQ(probe.exit_code, 0) << probe.err;
        EXPECT_NE(probe.out.find("1280x720"), std::string::npos) << probe.out;
    }
}

TEST_F(Script, WithADisplayTheFirstCommandOpensTheDemo) {
    record_program();
    for (const char* display : {"DISPLAY=:7", "WAYLAND_DISPLAY=wayland-7"}) {
        fs::remove(folder_ / "log");
        const ProgramResult result = run({}, {display});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_EQ(log(), (Lines{kConfigure, kBuildProgram, "seamline play --demo"})) << display;
    }
}

TEST_F(Script, RunPassesItsArgumentsOnAsTheyAre) {
    record_program();
    const ProgramResult result = run({"run", "probe", "two  words.mp4", "--json"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(log(), (Lines{kConfigure, kBuildProgram, "seamline probe two  words.mp4 --json"}));
}

TEST_F(Script, BuildMakesEveryTargetWithoutTests) {
    const ProgramResult result = run({"build"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(log(), (Lines{kConfigure, "cmake --build build/release -j N --target all"}));
}

TEST_F(Script, TestRunsCtestAwayFromTheUsersFilesAndKeepsItsExitCode) {
    const ProgramResult result = run({"test", "-R", "a b"});
    EXPECT_EQ(result.exit_code, 8) << result.err;
    EXPECT_EQ(log(), (Lines{"cmake --preset release -DSEAMLINE_TESTS=ON",
                            "cmake --build build/release -j N --target all",
                            "ctest --test-dir build/release --output-on-failure -j N -R a b"}));
    std::istringstream settings(read("environment"));
    std::vector<std::string> names;
    for (std::string setting; std::getline(settings, setting);) {
        const std::string name = setting.substr(0, setting.find('='));
        const std::string value = setting.substr(name.size() + 1);
        if (name.starts_with("XDG_") && name.ends_with("_HOME")) {
            names.push_back(name);
            EXPECT_NE(value, (folder_ / "cache").string());
            EXPECT_FALSE(fs::exists(fs::path(value).parent_path())) << "not removed: " << value;
        }
    }
    EXPECT_EQ(names,
              (Lines{"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"}));
    EXPECT_NE(read("environment").find("SEAMLINE_REQUIRE_GPU=1"), std::string::npos);
}

TEST_F(Script, OnlyMissingPackagesAreInstalledAndOnlyThoseTheCommandNeeds) {
    record_program();
    write("missing", "glslc\nxvfb\n");
    const std::string update = "apt-get update -qq";
    const std::string install = "apt-get install -y -qq --no-install-recommends ";
    EXPECT_EQ(run({}).exit_code, 0);
    EXPECT_EQ(log(),
              (Lines{update, install + "glslc", kConfigure, kBuildProgram, "seamline demo"}));
    fs::remove(folder_ / "log");
    EXPECT_EQ(run({"install-deps"}).exit_code, 0);
    EXPECT_EQ(log(), (Lines{update, install + "glslc xvfb"}));
}

TEST_F(Script, AUserInstallsThroughSudo) {
    write("missing", "glslc\n");
    write("user", "1000\n");
    const ProgramResult result = run({"install-deps"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const Lines lines = log();
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[0], "sudo apt-get update -qq");
    EXPECT_TRUE(lines[2].starts_with("sudo env DEBIAN_FRONTEND=noninteractive apt-get install"))
        << lines[2];
}

TEST_F(Script, NothingIsBuiltWhenPackagesCannotBeInstalled) {
    write("missing", "glslc\n");
    stand_in("apt-get", "exit 100");
    EXPECT_EQ(run({}).exit_code, 100);
    EXPECT_EQ(log(), Lines{"apt-get update -qq"});
}

TEST_F(Script, AnUnknownCommandShowsTheCommandsAndDoesNothing) {
    const ProgramResult result = run({"biuld"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.out.find("./seamline.sh test"), std::string::npos) << result.out;
    EXPECT_EQ(log(), Lines{});
}

} // namespace
} // namespace seamline::test
