#include "app/ui/file_browser_model.h"

#include <algorithm>
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

} // namespace

FileBrowserModel::FileBrowserModel(const fs::path& folder, FolderDisk disk)
    : disk_(std::move(disk)), folder_(folder) {
    ask({FolderQuery::Kind::Nearest, folder, {}}, {});
}

void FileBrowserModel::ask(FolderQuery query, Arrival arrival) {
    asked_ = query;
    arrival_ = std::move(arrival);
    const bool started = reading_.start(
        [read = disk_.read, query = std::move(query)](const std::function<bool()>& cancelled) {
            return read(query, cancelled);
        });
    if (!started) error_ = "several folders do not answer; wait until one does";
}

std::string FileBrowserModel::reading() const {
    if (!is_reading()) return {};
    return asked_.kind == FolderQuery::Kind::Typed ? asked_.text : asked_.folder.string();
}

void FileBrowserModel::stop_reading() { reading_.cancel(); }

bool FileBrowserModel::poll() {
    bool changed = false;
    if (auto listing = reading_.take()) {
        arrive(std::move(*listing));
        changed = true;
    }
    return take_details() || changed;
}

void FileBrowserModel::arrive(FolderListing listing) {
    error_ = std::move(listing.error);
    if (!error_.empty()) return;
    if (arrival_.is_visit && folder_ != listing.folder) visited_.push_back(folder_);
    note_ = std::move(listing.note);
    folder_ = std::move(listing.folder);
    all_ = std::move(listing.rows);
    search_ = arrival_.search;
    cursor_ = 0;
    rows_.clear();
    looking_.cancel();
    details_.clear();
    wanted_details_.clear();
    filter();
    put_cursor_on(listing.file.empty() ? arrival_.cursor : listing.file);
}

bool FileBrowserModel::take_details() {
    const auto found = looking_.take();
    if (found)
        for (const auto& [path, details] : *found) details_[path] = details;
    if (!looking_.is_running() && !wanted_details_.empty()) {
        const bool started = looking_.start(
            [look = disk_.details, rows = wanted_details_](const std::function<bool()>& cancelled) {
                Details details;
                for (const BrowserRow& row : rows)
                    if (!cancelled()) details.emplace_back(row.path, look(row));
                return details;
            });
        if (started) wanted_details_.clear();
    }
    return found.has_value();
}

void FileBrowserModel::filter() {
    const fs::path at_cursor = rows_.empty() ? fs::path() : rows_[cursor_].path;
    rows_.clear();
    for (const BrowserRow& row : all_) {
        const bool is_folder = row.kind == BrowserRow::Kind::Folder;
        if (!hidden_shown_ && row.label.starts_with('.')) continue;
        if (media_only_ && !is_folder && !wanted_(row.label)) continue;
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
    ask({FolderQuery::Kind::Typed, folder_, std::string(text)}, {true, {}, {}});
}

void FileBrowserModel::go_up() {
    ask({FolderQuery::Kind::Exactly, folder_.parent_path(), {}}, {true, folder_, {}});
}

void FileBrowserModel::go_back() {
    if (visited_.empty()) return;
    ask({FolderQuery::Kind::Exactly, visited_.back(), {}}, {false, folder_, {}});
    visited_.pop_back();
}

void FileBrowserModel::refresh() {
    const fs::path at_cursor = rows_.empty() ? fs::path() : rows_[cursor_].path;
    ask({FolderQuery::Kind::Exactly, folder_, {}}, {false, at_cursor, search_});
}

void FileBrowserModel::set_hidden_shown(bool shown) {
    hidden_shown_ = shown;
    filter();
}

void FileBrowserModel::set_media_only(bool media_only) {
    media_only_ = media_only;
    filter();
}

void FileBrowserModel::set_wanted(NameTest wanted) {
    wanted_ = wanted;
    filter();
}

void FileBrowserModel::set_search(std::string_view text) {
    search_ = text;
    filter();
}

std::optional<RowDetails> FileBrowserModel::details(std::size_t row) {
    if (row >= rows_.size()) return std::nullopt;
    const auto known = details_.find(rows_[row].path);
    if (known != details_.end()) return known->second;
    details_[rows_[row].path] = std::nullopt; // Asked for once.
    wanted_details_.push_back(rows_[row]);
    return std::nullopt;
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
    if (is_reading()) return {};
    std::vector<fs::path> paths = chosen();
    if (paths.empty() && !rows_.empty()) go(fs::path(rows_[cursor_].path).native());
    return paths;
}

} // namespace seamline::ui
