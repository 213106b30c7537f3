#include "tests/support/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace seamline::test {
namespace {

std::string quoted(const std::string& word) {
    std::string result = "'";
    for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

ProgramResult run_seamline(const std::string& program, const std::vector<std::string>& arguments,
                           int timeout_s) {
    std::string name = (std::filesystem::temp_directory_path() / "seamline-run-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return {};
    const std::filesystem::path folder = name;
    std::string command = "timeout -k 5 " + std::to_string(timeout_s) + " " + quoted(program);
    for (const std::string& argument : arguments) command += " " + quoted(argument);
    command += " >" + quoted((folder / "out").string()) + " 2>" +
               quoted((folder / "err").string()) + " </dev/null";
    const int status = std::system(command.c_str());
    ProgramResult result;
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    result.out = contents(folder / "out");
    result.err = contents(folder / "err");
    std::filesystem::remove_all(folder);
    return result;
}

int line_count(const std::string& text) {
    int lines = 0;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines += line.empty() ? 0 : 1;
    return lines;
}

} // namespace seamline::test
