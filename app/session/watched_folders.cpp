#include "app/session/watched_folders.h"

#include "app/session/json_fields.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = "seamline.watched_folders/1";

template <typename Io, typename Value> void entry_fields(Io& io, Value& entry) {
    io.path("folder", entry.folder);
    io.text("pattern", entry.pattern);
    std::string table = entry.table.string();
    io.text("table", table);
    if constexpr (Io::kReads) entry.table = table;
}

std::string identity(const WatchedFolder& entry) { return entry.folder.generic_string(); }

} // namespace

fs::path whole_path(const fs::path& path) {
    std::error_code code;
    const fs::path absolute = fs::absolute(path, code);
    fs::path normal = (code ? path : absolute).lexically_normal();
    return normal.has_filename() || !normal.has_relative_path() ? normal : normal.parent_path();
}

WatchedFolderList::WatchedFolderList(fs::path file) : file_(whole_path(file)) { read(); }

void WatchedFolderList::read() {
    const auto root = read_json(file_, {.bytes = std::size_t{1} << 20, .values = 10'000});
    problem_.clear();
    if (!root) {
        if (root.error().code != ErrorCode::NotFound) problem_ = root.error().message;
        return;
    }
    std::optional<Error> error;
    std::vector<WatchedFolder> entries;
    FieldReader reader(root.value(), "", file_.parent_path(), error);
    reader.list(
        "folders", entries, kMost, [](auto& io, auto& entry) { entry_fields(io, entry); },
        identity);
    if (error) {
        problem_ = "cannot read the watched folders " + quoted(file_) + " " + error->message +
                   "; none is watched until one is added";
        return;
    }
    entries_ = std::move(entries);
}

Result<Done> WatchedFolderList::write() {
    problem_.clear();
    std::error_code code;
    fs::create_directories(file_.parent_path(), code);
    FieldWriter writer(file_.parent_path(), nullptr);
    writer.text("schema", kSchema);
    writer.list(
        "folders", entries_, kMost, [](auto& io, const auto& entry) { entry_fields(io, entry); },
        identity);
    return write_whole(file_, text_of(writer.finished()), Durability::Process);
}

Result<Done> WatchedFolderList::add(WatchedFolder folder) {
    read();
    folder.folder = whole_path(folder.folder);
    if (!folder.table.empty()) folder.table = whole_path(folder.table);
    const auto at = std::ranges::find(entries_, folder.folder, &WatchedFolder::folder);
    if (at != entries_.end())
        *at = std::move(folder);
    else if (entries_.size() == kMost)
        return Error{ErrorCode::TooLarge, "no more than " + std::to_string(kMost) +
                                              " folders are watched; stop watching one"};
    else
        entries_.push_back(std::move(folder));
    return write();
}

Result<Done> WatchedFolderList::remove(const fs::path& folder) {
    read();
    std::erase_if(entries_, [gone = whole_path(folder)](const WatchedFolder& entry) {
        return entry.folder == gone;
    });
    return write();
}

} // namespace seamline::session
