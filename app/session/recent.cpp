#include "app/session/recent.h"

#include "app/session/json_fields.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = "seamline.recent/1";
const WordTable<RecentKind> kKinds{{RecentKind::Media, "media"}, {RecentKind::Session, "session"}};

template <typename Io, typename Value> void entry_fields(Io& io, Value& entry) {
    io.path("path", entry.path);
    io.word("kind", entry.kind, kKinds);
}

fs::path absolute_of(const fs::path& path) {
    std::error_code code;
    const fs::path absolute = fs::absolute(path, code);
    return (code ? path : absolute).lexically_normal();
}

std::string identity(const RecentEntry& entry) { return entry.path.generic_string(); }

} // namespace

RecentFiles::RecentFiles(fs::path file) : file_(absolute_of(file)) { read(); }

void RecentFiles::read() {
    const auto root = read_json(file_, {.bytes = std::size_t{1} << 20, .values = 10'000});
    if (!root) return;
    std::optional<Error> error;
    std::vector<RecentEntry> entries;
    FieldReader reader(root.value(), "", file_.parent_path(), error);
    reader.list(
        "entries", entries, 1000, [](auto& io, auto& entry) { entry_fields(io, entry); }, identity);
    if (error) return;
    if (entries.size() > kMost) entries.resize(kMost);
    entries_ = std::move(entries);
}

Result<Done> RecentFiles::write() const {
    FieldWriter writer(file_.parent_path(), nullptr);
    writer.text("schema", kSchema);
    writer.list(
        "entries", entries_, kMost, [](auto& io, const auto& entry) { entry_fields(io, entry); },
        identity);
    return write_whole(file_, text_of(writer.finished()), Durability::Process);
}

Result<Done> RecentFiles::add(const fs::path& path, RecentKind kind) {
    read();
    const fs::path absolute = absolute_of(path);
    std::erase_if(entries_, [&](const RecentEntry& entry) { return entry.path == absolute; });
    entries_.insert(entries_.begin(), {absolute, kind});
    if (entries_.size() > kMost) entries_.resize(kMost);
    return write();
}

Result<Done> RecentFiles::remove(const fs::path& path) {
    read();
    const fs::path absolute = absolute_of(path);
    std::erase_if(entries_, [&](const RecentEntry& entry) { return entry.path == absolute; });
    return write();
}

Result<Done> RecentFiles::clear() {
    entries_.clear();
    return write();
}

std::vector<fs::path> RecentFiles::folders(std::size_t most) const {
    std::vector<fs::path> found;
    for (const RecentEntry& entry : entries_) {
        const fs::path folder = entry.path.parent_path();
        if (found.size() < most && std::ranges::find(found, folder) == found.end())
            found.push_back(folder);
    }
    return found;
}

} // namespace seamline::session
