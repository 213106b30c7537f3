#include "renderer/color/cube_check.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace seamline::color {
namespace {

constexpr std::uint64_t kLargest3d = 129; // OpenColorIO's own limit.
constexpr std::uint64_t kLargest1d = 65536;

/// "FILE:LINE: "; of an empty file there is no line to name.
std::string place(std::string_view file, std::uint64_t line) {
    return std::string(file) + (line == 0 ? "" : ":" + std::to_string(line)) + ": ";
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (words.size() < 8) {
        while (at < line.size() && std::isspace(static_cast<unsigned char>(line[at]))) ++at;
        if (at >= line.size()) break;
        const std::size_t start = at;
        while (at < line.size() && !std::isspace(static_cast<unsigned char>(line[at]))) ++at;
        words.push_back(line.substr(start, at - start));
    }
    return words;
}

/// Counts in `number` from 1, up to the first line that `read` refuses.
Result<Done> for_each_line(std::string_view text, std::uint64_t& number, auto&& read) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        ++number;
        if (auto done = read(text.substr(at, end - at)); !done) return done;
        at = end + 1;
    }
    return Done{};
}

class CubeReader {
public:
    explicit CubeReader(std::string_view file) : file_(file) {}

    Result<Done> read(std::string_view text) {
        const Result<Done> lines =
            for_each_line(text, line_, [&](std::string_view line) { return read_line(line); });
        if (!lines) return lines;
        return finish();
    }

private:
    Error wrong(const std::string& reason) const {
        return {ErrorCode::Corrupt, place(file_, line_) + reason};
    }

    Result<Done> read_line(std::string_view line) {
        const auto words = words_of(line);
        if (words.empty() || words[0].front() == '#') return Done{};
        double ignored = 0;
        if (read_number(words[0], ignored)) return read_row(words);
        if (words[0] == "LUT_3D_SIZE") return read_size(words, kLargest3d, size_3d_);
        if (words[0] == "LUT_1D_SIZE") return read_size(words, kLargest1d, size_1d_);
        return Done{};
    }

    Result<Done> read_size(const std::vector<std::string_view>& words, std::uint64_t largest,
                           std::uint64_t& size) {
        double value = 0;
        const bool valid = words.size() == 2 && read_number(words[1], value) && value >= 2 &&
                           value <= static_cast<double>(largest) && value == std::floor(value);
        if (!valid) {
            return wrong(std::string(words[0]) + " must be one whole number from 2 to " +
                         std::to_string(largest));
        }
        if (size != 0) return wrong(std::string(words[0]) + " is given twice");
        size = static_cast<std::uint64_t>(value);
        return Done{};
    }

    Result<Done> read_row(const std::vector<std::string_view>& words) {
        if (words.size() != 3) {
            return wrong("a row of the table must be three numbers, this has " +
                         std::to_string(words.size()));
        }
        for (const std::string_view word : words) {
            double value = 0;
            if (!read_number(word, value)) {
                return wrong("\"" + std::string(word.substr(0, 40)) + "\" is not a number");
            }
            if (!std::isfinite(static_cast<float>(value))) {
                return wrong("\"" + std::string(word.substr(0, 40)) + "\" is not a finite number");
            }
        }
        if (size_1d_ == 0 && size_3d_ == 0) {
            return wrong("the table starts before LUT_1D_SIZE or LUT_3D_SIZE");
        }
        if (++rows_ > expected_rows()) {
            return wrong("more rows than the " + std::to_string(expected_rows()) + " that " +
                         sizes() + " announces");
        }
        return Done{};
    }

    Result<Done> finish() const {
        if (size_1d_ == 0 && size_3d_ == 0) {
            return wrong("neither LUT_1D_SIZE nor LUT_3D_SIZE is given");
        }
        if (rows_ != expected_rows()) {
            return wrong("the file ends after " + std::to_string(rows_) + " rows; " + sizes() +
                         " announces " + std::to_string(expected_rows()));
        }
        return Done{};
    }

    std::uint64_t expected_rows() const { return size_1d_ + size_3d_ * size_3d_ * size_3d_; }
    std::string sizes() const {
        std::string text;
        if (size_1d_ != 0) text += "LUT_1D_SIZE " + std::to_string(size_1d_);
        if (size_1d_ != 0 && size_3d_ != 0) text += " with ";
        if (size_3d_ != 0) text += "LUT_3D_SIZE " + std::to_string(size_3d_);
        return text;
    }

    std::string_view file_;
    std::uint64_t line_ = 0;
    std::uint64_t size_1d_ = 0;
    std::uint64_t size_3d_ = 0;
    std::uint64_t rows_ = 0;
};

/// As OpenColorIO does: a line whose first word is a number is data, others are headings.
class ThreeDlReader {
public:
    explicit ThreeDlReader(std::string_view file) : file_(file) {}

    Result<Done> read(std::string_view text) {
        const Result<Done> lines =
            for_each_line(text, line_, [&](std::string_view line) { return read_line(line); });
        if (!lines) return lines;
        const auto edge = static_cast<std::uint64_t>(std::llround(std::cbrt(rows_)));
        if (rows_ == 0) return wrong("the file ends without a table");
        if (edge < 2 || edge * edge * edge != rows_)
            return wrong(
                "the file ends after " + std::to_string(rows_) + " rows, which fill no cube" +
                (inputs_ > 1 ? "; its " + std::to_string(inputs_) + " inputs on top suggest " +
                                   std::to_string(inputs_ * inputs_ * inputs_)
                             : std::string()));
        return Done{};
    }

private:
    Error wrong(const std::string& reason) const {
        return {ErrorCode::Corrupt, place(file_, line_) + reason};
    }

    Result<Done> read_line(std::string_view line) {
        std::uint64_t words = 0;
        std::size_t at = 0;
        const auto is_space = [&](std::size_t i) {
            return std::isspace(static_cast<unsigned char>(line[i])) != 0;
        };
        for (;;) {
            while (at < line.size() && is_space(at)) ++at;
            if (at >= line.size()) break;
            const std::size_t start = at;
            while (at < line.size() && !is_space(at)) ++at;
            const std::string_view word = line.substr(start, at - start);
            double value = 0;
            const bool is_whole = read_number(word, value) && value == std::floor(value);
            if (!std::isfinite(value))
                return wrong("\"" + std::string(word.substr(0, 40)) + "\" is not a finite number");
            if (!is_whole && words == 0) return Done{};
            if (!is_whole)
                return wrong("\"" + std::string(word.substr(0, 40)) + "\" is not a whole number");
            ++words;
        }
        if (words == 0) return Done{};
        if (words == 3) return ++rows_, Done{};
        if (words < 3)
            return wrong("a row of the table must be three whole numbers, this has " +
                         std::to_string(words));
        if (inputs_ != 0) return wrong("a second line of inputs; a row has three numbers");
        inputs_ = words;
        return Done{};
    }

    std::string_view file_;
    std::uint64_t line_ = 0;
    std::uint64_t inputs_ = 0;
    std::uint64_t rows_ = 0;
};

} // namespace

bool read_number(std::string_view word, double& value) {
    if (!word.empty() && word.front() == '+') word.remove_prefix(1);
    const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (failure == std::errc::result_out_of_range) {
        value = HUGE_VAL; // Or too small; either way not what anybody meant.
        return end == word.data() + word.size();
    }
    return failure == std::errc{} && end == word.data() + word.size();
}

Result<Done> check_cube(std::string_view text, std::string_view file) {
    return CubeReader(file).read(text);
}

Result<Done> check_3dl(std::string_view text, std::string_view file) {
    return ThreeDlReader(file).read(text);
}

} // namespace seamline::color
