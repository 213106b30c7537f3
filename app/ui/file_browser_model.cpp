#include "app/ui/file_browser_model.h"

#include "app/session/json_file.h"
#include "app/session/xdg.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool same_letter(char a, char b) { return folded(a) == folded(b); }

bool contains(std::string_view text, std::string_view part) {
    return !std::ranges::search(text, part, same_letter).empty() || part.empty();
}
bool starts_with(std::string_view text, std::string_view part) {
    return text.size() >= part.size() &&
           std::ranges::equal(text.substr(0, part.size()), part, same_letter);
}

struct Names {
    std::vector<std::string> folders;
    std::vector<std::string> files;
    bool cut = false;
};

/// The entries of a folder, at most `most`. `code` tells why there are none.
Names names_in(const fs::path& folder, std::size_t most, std::error_code& code) {
    Names names;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        if (names.folders.size() + names.files.size() == most) {
            names.cut = true;
            break;
        }
        std::error_code broken_link; // Then it is listed as a file; opening it tells the rest.
        const bool is_folder = at->is_directory(broken_link);
        (is_folder ? names.folders : names.files).push_back(at->path().filename().string());
    }
    return names;
}

fs::path existing_folder(fs::path path) {
    std::error_code code;
    while (!fs::is_directory(path, code) && path.has_relative_path()) path = path.parent_path();
    return path;
}

fs::path without_last_slash(const fs::path& path) {
    const fs::path normal = path.lexically_normal();
    return normal.has_filename() || !normal.has_relative_path() ? normal : normal.parent_path();
}

} // namespace

FileBrowserModel::FileBrowserModel(const fs::path& folder) {
    std::error_code code;
    const fs::path absolute = fs::absolute(folder, code);
    const fs::path wanted = without_last_slash(code ? session::home_folder() : absolute);
    if (!read(existing_folder(wanted))) read(session::home_folder());
}

bool FileBrowserModel::read(const fs::path& folder) {
    std::error_code code;
    Names names = names_in(folder, kMostEntries, code);
    if (code) {
        error_ = std::string("cannot list ") + session::quoted(folder) + ": " + code.message() +
                 "; choose another folder";
        return false;
    }
    note_.clear();
    if (names.cut) note_ = "only the first " + std::to_string(kMostEntries) + " entries are shown";
    error_.clear();
    folder_ = folder;
    all_ = browser_rows(folder, std::move(names.folders), std::move(names.files));
    search_.clear();
    cursor_ = 0;
    filter();
    return true;
}

void FileBrowserModel::filter() {
    const fs::path at_cursor = rows_.empty() ? fs::path() : rows_[cursor_].path;
    rows_.clear();
    for (const BrowserRow& row : all_) {
        const bool is_folder = row.kind == BrowserRow::Kind::Folder;
        if (!hidden_shown_ && row.label.starts_with('.')) continue;
        if (media_only_ && !is_folder && !is_media_name(row.label)) continue;
        if (contains(row.label, search_)) rows_.push_back(row);
    }
    cursor_ = 0;
    put_cursor_on(at_cursor);
}

void FileBrowserModel::put_cursor_on(const fs::path& path) {
    const auto at = std::ranges::find(rows_, path, &BrowserRow::path);
    if (at != rows_.end()) cursor_ = static_cast<std::size_t>(at - rows_.begin());
}

void FileBrowserModel::go(std::string_view text) {
    fs::path wanted(text);
    if (text == "~" || text.starts_with("~/"))
        wanted =
            session::home_folder() / fs::path(text.substr(std::min<std::size_t>(2, text.size())));
    wanted = without_last_slash(folder_ / wanted);
    std::error_code code;
    const bool is_file = fs::exists(wanted, code) && !fs::is_directory(wanted, code);
    const fs::path left = folder_;
    if (!read(is_file ? wanted.parent_path() : wanted)) return;
    if (left != folder_) visited_.push_back(left);
    if (is_file) put_cursor_on(wanted);
}

void FileBrowserModel::go_up() {
    const fs::path left = folder_;
    go(folder_.parent_path().native());
    put_cursor_on(left);
}

void FileBrowserModel::go_back() {
    if (visited_.empty()) return;
    const fs::path left = folder_;
    const fs::path wanted = std::move(visited_.back());
    visited_.pop_back();
    if (read(wanted)) put_cursor_on(left);
}

void FileBrowserModel::refresh() {
    const fs::path at_cursor = rows_.empty() ? fs::path() : rows_[cursor_].path;
    const std::string search = search_;
    if (!read(fs::path(folder_))) return;
    set_search(search);
    put_cursor_on(at_cursor);
}

void FileBrowserModel::set_hidden_shown(bool shown) {
    hidden_shown_ = shown;
    filter();
}

void FileBrowserModel::set_media_only(bool media_only) {
    media_only_ = media_only;
    filter();
}

void FileBrowserModel::set_search(std::string_view text) {
    search_ = text;
    filter();
}

std::optional<RowDetails> FileBrowserModel::details(std::size_t row) const {
    if (row >= rows_.size()) return std::nullopt;
    fs::path path = rows_[row].path;
    std::error_code code;
    if (rows_[row].kind == BrowserRow::Kind::Sequence && !fs::exists(path, code)) {
        // "shot.[1001-1100].exr" names its first file.
        std::string name = rows_[row].label;
        const std::size_t open = name.rfind('[');
        const std::size_t dash = name.find('-', open);
        name.erase(dash, name.find(']', dash) - dash + 1);
        path = folder_ / name.erase(open, 1);
    }
    RowDetails details;
    details.modified = fs::last_write_time(path, code);
    if (code) return std::nullopt;
    const std::uintmax_t size = fs::file_size(path, code);
    details.size_bytes = code ? 0 : size;
    return details;
}

void FileBrowserModel::move_cursor(std::ptrdiff_t rows) {
    if (rows_.empty()) return;
    const auto last = std::ssize(rows_) - 1;
    const auto from = static_cast<std::ptrdiff_t>(cursor_);
    // Clamped first: "a page" may be any number.
    cursor_ = static_cast<std::size_t>(from + std::clamp(rows, -from, last - from));
}

void FileBrowserModel::set_cursor(std::size_t row) {
    if (!rows_.empty()) cursor_ = std::min(row, rows_.size() - 1);
}

void FileBrowserModel::type_ahead(std::string_view prefix) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        // A longer prefix may still mean the row at the cursor.
        const std::size_t row = (cursor_ + i + (prefix.size() > 1 ? 0 : 1)) % rows_.size();
        if (!starts_with(rows_[row].label, prefix)) continue;
        cursor_ = row;
        return;
    }
}

void FileBrowserModel::toggle_mark(std::size_t row) {
    if (row >= rows_.size() || rows_[row].kind == BrowserRow::Kind::Folder) return;
    rows_[row].marked = !rows_[row].marked;
}

void FileBrowserModel::mark_to(std::size_t row) {
    if (rows_.empty()) return;
    row = std::min(row, rows_.size() - 1);
    for (std::size_t i = std::min(row, cursor_); i <= std::max(row, cursor_); ++i)
        rows_[i].marked = rows_[i].kind != BrowserRow::Kind::Folder;
    cursor_ = row;
}

std::vector<fs::path> FileBrowserModel::chosen() const {
    std::vector<fs::path> paths;
    for (const BrowserRow& row : rows_)
        if (row.marked) paths.push_back(row.path);
    if (paths.empty() && !rows_.empty() && rows_[cursor_].kind != BrowserRow::Kind::Folder)
        paths.push_back(rows_[cursor_].path);
    return paths;
}

std::vector<fs::path> FileBrowserModel::activate() {
    std::vector<fs::path> paths = chosen();
    if (paths.empty() && !rows_.empty()) go(fs::path(rows_[cursor_].path).native());
    return paths;
}

std::vector<Bookmark> FileBrowserModel::bookmarks(std::span<const fs::path> recent) {
    std::vector<Bookmark> marks;
    const auto add = [&](std::string label, const fs::path& folder) {
        std::error_code code;
        const bool known = std::ranges::find(marks, folder, &Bookmark::folder) != marks.end();
        if (!known && fs::is_directory(folder, code)) marks.push_back({std::move(label), folder});
    };
    std::error_code code;
    add("Home", session::home_folder());
    add("Working folder", fs::current_path(code));
    for (const fs::path& folder : recent) add(folder.filename().string(), folder);
    return marks;
}

} // namespace seamline::ui
