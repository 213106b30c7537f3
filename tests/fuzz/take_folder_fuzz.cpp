// tests/fuzz/take_folder_fuzz.cpp: what is read beside movies and of watched folders. Any bytes are
// a list of watched folders, a sidecar or a table of takes, or one clear line; what is read can be
// used, and a list can be written and read again. The first byte chooses: 'w', 's' or 't'.
#include "app/interchange/decisions/take_folder.h"
#include "app/session/watched_folders.h"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

using namespace seamline;
namespace fs = std::filesystem;

void require(bool condition) {
    if (!condition) std::abort();
}

void require_one_line(const std::string& message) {
    require(!message.empty() && message.find('\n') == std::string::npos);
}

/// Gone when the target ends as it should.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("take_folder_fuzz." + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    fs::path with(const char* name, const std::string& bytes) const {
        std::ofstream(path / name, std::ios::binary) << bytes;
        return path / name;
    }
};

void check_watched(const Folder& folder, const std::string& bytes) {
    const fs::path file = folder.with("watched-folders.json", bytes);
    session::WatchedFolderList list(file);
    if (!list.problem().empty()) {
        require_one_line(list.problem());
        require(list.entries().empty());
    }
    require(list.entries().size() <= session::WatchedFolderList::kMost);
    const auto before = list.entries();
    const auto added = list.add({"/watched/by/fuzz", "{shot}_{any}", "/watched/table.csv"});
    if (!added) return require_one_line(added.error().message);
    require(list.problem().empty());
    require(session::WatchedFolderList(file).entries() == list.entries());
    require(list.remove("/watched/by/fuzz").has_value());
    require(session::WatchedFolderList(file).entries().size() <= before.size());
}

/// A preview of it, which writes nothing.
void check_item(interchange::FolderTake take) {
    take.medium = review::Medium{.media_id = "m", .path = take.path.string(), .name = "a"};
    take.medium->frame_count = 24;
    const auto pattern = review::NamePattern::parse(interchange::kTakePatterns[0]);
    const review::IngestItem item =
        interchange::ingest_item(take, &pattern.value(), review::Review());
    (void)review::ingest_action("Ann", std::span(&item, 1), review::Review());
}

void check_sidecar(const Folder& folder, const std::string& bytes) {
    folder.with("s1_Sora_v2.mp4.json", bytes);
    interchange::FolderTake take;
    take.path = folder.path / "s1_Sora_v2.mp4";
    auto note = interchange::sidecar_of(take.path);
    if (!note) return require_one_line(note.error().message);
    take.sidecar = std::move(note).value();
    check_item(std::move(take));
}

void check_table(const Folder& folder, const std::string& bytes) {
    auto table = interchange::take_table(folder.with("takes.csv", bytes));
    if (!table) return require_one_line(table.error().message);
    for (auto& [name, note] : table.value()) {
        interchange::FolderTake take;
        take.path = folder.path / name;
        take.table = std::move(note);
        check_item(std::move(take));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder folder;
    if (size == 0 || size > 64 << 10) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] == 'w') check_watched(folder, bytes);
    if (data[0] == 's') check_sidecar(folder, bytes);
    if (data[0] == 't') check_table(folder, bytes);
    return 0;
}
