#include "decode/file_sequence.h"

#include "decode/media/lower_case.h"
#include "decode/media/movie_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <string_view>
#include <system_error>

namespace seamline::decode {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMaxHole = 100;
constexpr std::int64_t kMaxFrames = 1'000'000;
constexpr std::size_t kMaxDigits = 15;

/// A file name with a number in it.
struct Pattern {
    std::string before;
    std::string after;
    std::size_t digits = 1; ///< Least width; wider numbers have no leading zero.
    std::optional<std::pair<std::int64_t, std::int64_t>> range;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> number_in(std::string_view digits) {
    if (digits.empty() || digits.size() > kMaxDigits) return {};
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code != std::errc{} || end != digits.data() + digits.size()) return {};
    return value;
}

/// "%04d" and "%d".
std::optional<Pattern> parse_percent(const std::string& name) {
    const std::size_t percent = name.find('%');
    if (percent == std::string::npos) return {};
    std::size_t end = percent + 1;
    while (end < name.size() && is_digit(name[end])) ++end;
    if (end >= name.size() || name[end] != 'd') return {};
    const std::string width = name.substr(percent + 1, end - percent - 1);
    const std::int64_t digits = width.empty() ? 1 : number_in(width).value_or(0);
    if (digits < 0 || digits > static_cast<std::int64_t>(kMaxDigits)) return {};
    return Pattern{name.substr(0, percent),
                   name.substr(end + 1),
                   static_cast<std::size_t>(std::max<std::int64_t>(digits, 1)),
                   {}};
}

/// A range "1001-1100" that ends right before `end`; returns where it begins, or `end`.
std::size_t parse_range(const std::string& name, std::size_t end, Pattern& pattern) {
    std::size_t second = end;
    while (second > 0 && is_digit(name[second - 1])) --second;
    if (second == end || second == 0 || name[second - 1] != '-') return end;
    std::size_t first = second - 1;
    while (first > 0 && is_digit(name[first - 1])) --first;
    const auto from = number_in(std::string_view(name).substr(first, second - 1 - first));
    const auto to = number_in(std::string_view(name).substr(second, end - second));
    if (!from || !to) return end;
    pattern.range = {*from, *to};
    return first;
}

/// "####" and "@" with an optional range before; one '#' alone means four digits, each '@' one.
std::optional<Pattern> parse_hashes(const std::string& name) {
    const std::size_t begin = name.find_first_of("#@");
    if (begin == std::string::npos) return {};
    const std::size_t end = std::min(name.find_first_not_of(name[begin], begin), name.size());
    Pattern pattern;
    pattern.digits = end - begin;
    if (name[begin] == '#' && pattern.digits == 1) pattern.digits = 4;
    pattern.before = name.substr(0, parse_range(name, begin, pattern));
    pattern.after = name.substr(end);
    return pattern;
}

/// The digits right before the extension.
std::optional<Pattern> parse_member(const fs::path& path) {
    const std::string name = path.filename().string();
    const std::size_t end = path.stem().string().size();
    std::size_t begin = end;
    while (begin > 0 && is_digit(name[begin - 1])) --begin;
    if (begin == end || end - begin > kMaxDigits) return {};
    return Pattern{name.substr(0, begin),
                   name.substr(end),
                   name[begin] == '0' ? end - begin : std::size_t{1},
                   {}};
}

using NumberedFiles = std::map<std::int64_t, fs::path>;

Result<NumberedFiles> list_files(const fs::path& folder, const Pattern& pattern) {
    NumberedFiles found;
    std::error_code code;
    fs::directory_iterator entries(folder.empty() ? "." : folder, code);
    for (; !code && entries != fs::directory_iterator{}; entries.increment(code)) {
        const std::string name = entries->path().filename().string();
        if (name.size() <= pattern.before.size() + pattern.after.size() ||
            !name.starts_with(pattern.before) || !name.ends_with(pattern.after))
            continue;
        const std::string digits = name.substr(
            pattern.before.size(), name.size() - pattern.before.size() - pattern.after.size());
        const bool wide = digits.size() > pattern.digits && digits[0] != '0';
        if (!std::all_of(digits.begin(), digits.end(), is_digit) ||
            (digits.size() != pattern.digits && !wide))
            continue;
        if (const auto number = number_in(digits)) found[*number] = folder / name;
    }
    if (code)
        return Error{ErrorCode::Io, "cannot list '" + folder.string() + "': " + code.message() +
                                        "; check the permissions"};
    return found;
}

Result<FileSequence> between(const NumberedFiles& found, std::int64_t first, std::int64_t last,
                             const fs::path& path) {
    if (last < first)
        return Error{ErrorCode::InvalidArgument, "cannot open '" + path.string() +
                                                     "': its range runs backwards; write it "
                                                     "from the lower to the higher number"};
    if (last - first >= kMaxFrames)
        return Error{ErrorCode::TooLarge, "cannot open '" + path.string() +
                                              "': its numbers span over a million frames; name a "
                                              "range such as 1001-1100#"};
    FileSequence sequence;
    sequence.first_number = first;
    sequence.files.resize(static_cast<std::size_t>(last - first + 1));
    for (auto file = found.lower_bound(first); file != found.end() && file->first <= last; ++file)
        sequence.files[static_cast<std::size_t>(file->first - first)] = file->second;
    return sequence;
}

Result<std::optional<FileSequence>> of_pattern(const fs::path& path, const Pattern& pattern) {
    Result<NumberedFiles> listed = list_files(path.parent_path(), pattern);
    if (!listed) return listed.error();
    NumberedFiles& found = listed.value();
    if (pattern.range) {
        found.erase(found.begin(), found.lower_bound(pattern.range->first));
        found.erase(found.upper_bound(pattern.range->second), found.end());
    }
    if (found.empty() && !(pattern.range && pattern.range->second < pattern.range->first))
        return Error{ErrorCode::NotFound, "cannot open '" + path.string() +
                                              "': no file matches the pattern; check the folder "
                                              "and the number of digits"};
    const std::int64_t first = pattern.range ? pattern.range->first : found.begin()->first;
    const std::int64_t last = pattern.range ? pattern.range->second : found.rbegin()->first;
    Result<FileSequence> sequence = between(found, first, last, path);
    if (!sequence) return sequence.error();
    return std::optional<FileSequence>(std::move(sequence).value());
}

Result<std::optional<FileSequence>> of_member(const fs::path& path) {
    FileSequence still{{path}, 0, true};
    const std::optional<Pattern> pattern = parse_member(path);
    if (!pattern) return std::optional(still);
    const Result<NumberedFiles> listed = list_files(path.parent_path(), *pattern);
    if (!listed) return std::optional(still); // A file in a folder that cannot be listed.
    const NumberedFiles& found = listed.value();
    const fs::path name = path.filename();
    auto first = std::find_if(found.begin(), found.end(),
                              [&](const auto& file) { return file.second.filename() == name; });
    if (first == found.end()) return std::optional(still);
    auto last = first;
    while (first != found.begin() && first->first - std::prev(first)->first <= kMaxHole + 1)
        --first;
    while (std::next(last) != found.end() && std::next(last)->first - last->first <= kMaxHole + 1)
        ++last;
    if (first == last) return std::optional(still);
    Result<FileSequence> sequence = between(found, first->first, last->first, path);
    if (!sequence) return sequence.error();
    return std::optional<FileSequence>(std::move(sequence).value());
}

} // namespace

std::vector<std::int64_t> FileSequence::missing() const {
    std::vector<std::int64_t> frames;
    for (std::size_t i = 0; i < files.size(); ++i)
        if (files[i].empty()) frames.push_back(static_cast<std::int64_t>(i));
    return frames;
}

bool is_movie_file(const fs::path& path) {
    return is_movie_name(path.extension().native());
}

bool is_picture_file(const fs::path& path) {
    constexpr std::array<std::string_view, 24> kExtensions{
        ".png", ".jpg",  ".jpeg", ".tif", ".tiff", ".dpx", ".exr", ".bmp",
        ".tga", ".webp", ".ppm",  ".pgm", ".pbm",  ".pnm", ".pam", ".pfm",
        ".hdr", ".jp2",  ".j2k",  ".jxl", ".sgi",  ".psd", ".qoi", ".jpe"};
    const std::string extension = lower_case(path.extension().string());
    return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

Result<std::optional<FileSequence>> find_sequence(const fs::path& path) {
    std::error_code code;
    const bool exists = fs::exists(path, code);
    if (!exists && is_picture_file(path)) {
        const std::string name = path.filename().string();
        std::optional<Pattern> pattern = parse_percent(name);
        if (!pattern) pattern = parse_hashes(name);
        if (pattern) return of_pattern(path, *pattern);
    }
    if (!exists || !is_picture_file(path) || !fs::is_regular_file(path, code))
        return std::optional<FileSequence>{};
    return of_member(path);
}

bool SequenceNames::covers(std::string_view name) const {
    if (name.size() <= before.size() + after.size() || !name.starts_with(before) ||
        !name.ends_with(after))
        return false;
    const auto middle = name.substr(before.size(), name.size() - before.size() - after.size());
    return std::all_of(middle.begin(), middle.end(), is_digit);
}

std::optional<SequenceNames> sequence_names(const fs::path& path) {
    if (!is_picture_file(path)) return {};
    std::error_code code;
    const bool by_member = fs::exists(path, code);
    const std::string name = path.filename().string();
    std::optional<Pattern> pattern = by_member ? parse_member(path) : parse_percent(name);
    if (!pattern && !by_member) pattern = parse_hashes(name);
    if (!pattern) return {};
    if (by_member) {
        const auto found = of_member(path);
        if (!found || !found.value() || found.value()->is_still) return {};
    }
    return SequenceNames{pattern->before, pattern->after, by_member};
}

} // namespace seamline::decode
