#include "app/ui/folder_reading.h"

#include "app/session/json_file.h"
#include "app/session/xdg.h"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;

struct Names {
    std::vector<std::string> folders;
    std::vector<std::string> files;
    bool cut = false;
};

/// The entries of a folder. `code` tells why there are none.
Names names_in(const fs::path& folder, const std::function<bool()>& cancelled,
               std::error_code& code) {
    Names names;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        if (cancelled()) {
            code = std::make_error_code(std::errc::operation_canceled);
            break;
        }
        if (names.folders.size() + names.files.size() == kMostBrowserEntries) {
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

FolderListing listing_of(const fs::path& folder, const std::function<bool()>& cancelled) {
    FolderListing listing;
    std::error_code code;
    Names names = names_in(folder, cancelled, code);
    if (code) {
        listing.error = std::string("cannot list ") + session::quoted(folder) + ": " +
                        code.message() + "; choose another folder";
        return listing;
    }
    if (names.cut)
        listing.note =
            "only the first " + std::to_string(kMostBrowserEntries) + " entries are shown";
    listing.folder = folder;
    listing.rows = browser_rows(folder, std::move(names.folders), std::move(names.files));
    return listing;
}

FolderListing nearest(const fs::path& folder, const std::function<bool()>& cancelled) {
    std::error_code code;
    const fs::path absolute = fs::absolute(folder, code);
    const fs::path wanted = without_last_slash(code ? session::home_folder() : absolute);
    FolderListing listing = listing_of(existing_folder(wanted), cancelled);
    return listing.error.empty() ? listing : listing_of(session::home_folder(), cancelled);
}

FolderListing typed(const FolderQuery& query, const std::function<bool()>& cancelled) {
    const std::string_view text = query.text;
    fs::path wanted(text);
    if (text == "~" || text.starts_with("~/"))
        wanted =
            session::home_folder() / fs::path(text.substr(std::min<std::size_t>(2, text.size())));
    wanted = without_last_slash(query.folder / wanted);
    std::error_code code;
    const bool is_file = fs::exists(wanted, code) && !fs::is_directory(wanted, code);
    FolderListing listing = listing_of(is_file ? wanted.parent_path() : wanted, cancelled);
    if (is_file) listing.file = wanted;
    return listing;
}

} // namespace

FolderListing read_folder(const FolderQuery& query, const std::function<bool()>& cancelled) {
    switch (query.kind) {
    case FolderQuery::Kind::Nearest:
        return nearest(query.folder, cancelled);
    case FolderQuery::Kind::Typed:
        return typed(query, cancelled);
    case FolderQuery::Kind::Exactly:
        break;
    }
    return listing_of(query.folder, cancelled);
}

std::optional<RowDetails> read_details(const BrowserRow& row) {
    fs::path path = row.path;
    std::error_code code;
    if (row.kind == BrowserRow::Kind::Sequence && !fs::exists(path, code)) {
        // "shot.[1001-1100].exr" names its first file.
        std::string name = row.label;
        const std::size_t open = name.rfind('[');
        const std::size_t dash = name.find('-', open);
        name.erase(dash, name.find(']', dash) - dash + 1);
        path = row.path.parent_path() / name.erase(open, 1);
    }
    RowDetails details;
    details.modified = fs::last_write_time(path, code);
    if (code) return std::nullopt;
    const std::uintmax_t size = fs::file_size(path, code);
    details.size_bytes = code ? 0 : size;
    return details;
}

std::vector<Bookmark> bookmarks(std::span<const fs::path> recent) {
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
