// app/ui/browser_row.cpp: from names to rows: natural order and image sequences.
#include "app/ui/browser_row.h"

#include "app/interchange/read_edit.h"
#include "decode/file_sequence.h"

#include "decode/media/natural_order.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;

constexpr std::array kImages{"exr", "dpx",  "png", "jpg", "jpeg", "tif", "tiff", "tga",
                             "bmp", "webp", "hdr", "cin", "jp2",  "j2k", "pgm",  "ppm"};

/// More digits than a frame number has are a date or a hash.
constexpr std::size_t kMostDigits = 9;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string extension_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    std::string extension(dot == std::string_view::npos || dot == 0 ? "" : name.substr(dot + 1));
    for (char& c : extension) c = folded(c);
    return extension;
}

template <typename List> bool has(const List& list, std::string_view extension) {
    return std::ranges::find(list, extension) != list.end();
}

/// "shot.1001.exr" as "shot.", 1001 in four digits, ".exr".
struct NumberedName {
    std::string before;
    std::string after;
    std::size_t digits = 0;
    std::int64_t number = 0;
};

std::optional<NumberedName> numbered(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || !has(kImages, extension_of(name))) return std::nullopt;
    std::size_t begin = dot;
    while (begin > 0 && is_digit(name[begin - 1])) --begin;
    if (begin == dot || dot - begin > kMostDigits) return std::nullopt;
    NumberedName parts{name.substr(0, begin), name.substr(dot), dot - begin, 0};
    std::from_chars(name.data() + begin, name.data() + dot, parts.number);
    return parts;
}

/// Files that differ only in a number of as many digits.
struct Group {
    std::string before;
    std::string after;
    std::size_t digits = 0;
    bool leading_zeros = false;
    std::vector<std::pair<std::int64_t, std::string>> files; ///< Sorted by number.
};

/// "%04d" goes on with 10000, "%d" with 10: a group of more digits belongs to the one before when
/// it starts about where that one ends and nothing in it is padded.
bool continues(const Group& narrow, const Group& wide) {
    constexpr std::int64_t kLargestGap = 100;
    return narrow.before == wide.before && narrow.after == wide.after && !wide.leading_zeros &&
           wide.files.front().first - narrow.files.back().first <= kLargestGap;
}

std::string padded(std::int64_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text;
}

BrowserRow sequence_row(const fs::path& folder, const Group& group) {
    BrowserRow row{.kind = BrowserRow::Kind::Sequence};
    row.first = group.files.front().first;
    row.last = group.files.back().first;
    row.missing = row.last - row.first + 1 - std::ssize(group.files);
    row.label = group.before + "[" + padded(row.first, group.digits) + "-" +
                padded(row.last, group.digits) + "]" + group.after;
    const std::string pattern =
        group.digits > 1 ? "%0" + std::to_string(group.digits) + "d" : std::string("%d");
    const bool ambiguous = (group.before + group.after).find_first_of("%#@") != std::string::npos;
    row.path =
        folder / (ambiguous ? group.files.front().second : group.before + pattern + group.after);
    return row;
}

std::vector<Group> groups_of(std::vector<std::string>& files, std::vector<std::string>& others) {
    std::map<std::tuple<std::string, std::string, std::size_t>, Group> by_name;
    for (std::string& name : files) {
        auto parts = numbered(name);
        if (!parts) {
            others.push_back(std::move(name));
            continue;
        }
        Group& group = by_name[{parts->before, parts->after, parts->digits}];
        group.before = std::move(parts->before);
        group.after = std::move(parts->after);
        group.digits = parts->digits;
        group.leading_zeros =
            group.leading_zeros || (parts->digits > 1 && name[group.before.size()] == '0');
        group.files.emplace_back(parts->number, std::move(name));
    }
    std::vector<Group> groups;
    for (auto& [key, group] : by_name) { // Narrow numbers come first.
        std::ranges::sort(group.files);
        if (!groups.empty() && continues(groups.back(), group))
            std::ranges::move(group.files, std::back_inserter(groups.back().files));
        else
            groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace

bool is_session_name(std::string_view name) { return extension_of(name) == "seamline"; }

bool is_media_name(std::string_view name) {
    return has(kImages, extension_of(name)) || decode::is_movie_file(name) ||
           is_session_name(name) || interchange::is_edit_name(name);
}

std::vector<BrowserRow> browser_rows(const fs::path& folder, std::vector<std::string> folders,
                                     std::vector<std::string> files) {
    std::vector<BrowserRow> rows;
    std::ranges::sort(folders, natural_less);
    for (std::string& name : folders)
        rows.push_back({.kind = BrowserRow::Kind::Folder, .label = name, .path = folder / name});
    const auto first_file = static_cast<std::ptrdiff_t>(rows.size());
    std::vector<std::string> others;
    for (Group& group : groups_of(files, others)) {
        if (group.files.size() > 1)
            rows.push_back(sequence_row(folder, group));
        else
            others.push_back(std::move(group.files.front().second));
    }
    for (std::string& name : others)
        rows.push_back({.kind = BrowserRow::Kind::File, .label = name, .path = folder / name});
    std::ranges::sort(rows.begin() + first_file, rows.end(), natural_less, &BrowserRow::label);
    return rows;
}

} // namespace seamline::ui
