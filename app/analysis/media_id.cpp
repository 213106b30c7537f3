#include "app/analysis/media_id.h"

#include "decode/file_sequence.h"

#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

namespace seamline::analysis {
namespace {

constexpr std::size_t kReadBytes = 1 << 20;

struct StateFree {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};
using State = std::unique_ptr<XXH3_state_t, StateFree>;

Result<Done> add_file(const std::filesystem::path& file, XXH3_state_t* state,
                      const std::function<bool()>& cancelled) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{ErrorCode::NotFound, "cannot open '" + file.string() +
                                              "': no such file, or "
                                              "not readable"};
    std::vector<char> bytes(kReadBytes);
    while (stream) {
        if (cancelled && cancelled()) return Error{ErrorCode::Cancelled, "reading was cancelled"};
        stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        XXH3_128bits_update(state, bytes.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad()) return Error{ErrorCode::Io, "cannot read '" + file.string() + "' to its end"};
    return Done{};
}

/// The files of a medium; empty ones are missing.
Result<std::vector<std::filesystem::path>> files_of(const std::filesystem::path& path) {
    const auto sequence = decode::find_sequence(path);
    if (!sequence) return sequence.error();
    if (sequence.value()) return sequence.value()->files;
    return std::vector<std::filesystem::path>{path};
}

/// What tells that no file was changed; nothing when one changed just now or cannot be asked.
std::optional<std::string> state_of(const std::vector<std::filesystem::path>& files) {
    constexpr std::time_t kSettledS = 2;
    const std::time_t now = std::time(nullptr);
    std::string state;
    for (const auto& file : files) {
        struct stat info {};
        if (file.empty()) {
            state += "missing\n";
            continue;
        }
        if (::stat(file.c_str(), &info) != 0 || info.st_mtim.tv_sec + kSettledS > now)
            return std::nullopt;
        for (const auto number :
             {static_cast<long long>(info.st_dev), static_cast<long long>(info.st_ino),
              static_cast<long long>(info.st_size), static_cast<long long>(info.st_mtim.tv_sec),
              static_cast<long long>(info.st_mtim.tv_nsec)})
            state += std::to_string(number) + ' ';
        state += '\n';
    }
    return state;
}

constexpr std::size_t kIdLength = 41; // "xxh3-128:" and 32 digits.

/// Written beside and renamed, so that a reader sees it whole; a failure only means reading again.
void keep(const std::filesystem::path& file, const std::string& id) {
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    const std::filesystem::path part = file.string() + "." + std::to_string(::getpid());
    std::ofstream stream(part, std::ios::binary);
    stream << id << '\n';
    stream.close();
    if (stream) std::filesystem::rename(part, file, code);
    if (!stream || code) std::filesystem::remove(part, code);
}

} // namespace

Result<std::string> cached_media_id(const std::filesystem::path& path,
                                    const std::filesystem::path& folder,
                                    const std::function<bool()>& cancelled) {
    const auto files = files_of(path);
    if (!files) return files.error();
    const auto state = state_of(files.value());
    if (!state) return media_id(path, cancelled);
    const XXH128_hash_t hash = XXH3_128bits(state->data(), state->size());
    char name[40];
    std::snprintf(name, sizeof name, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    const std::filesystem::path file = folder / name;
    std::string id(kIdLength, '\0');
    std::ifstream stream(file, std::ios::binary);
    if (stream.read(id.data(), kIdLength) && id.starts_with("xxh3-128:")) return id;
    auto read = media_id(path, cancelled);
    // Kept only if nothing changed while it was read.
    if (read && state_of(files.value()) == state) keep(file, read.value());
    return read;
}

Result<std::string> media_id(const std::filesystem::path& path,
                             const std::function<bool()>& cancelled) {
    const auto sequence = decode::find_sequence(path);
    if (!sequence) return sequence.error();
    const State state(XXH3_createState());
    if (state == nullptr || XXH3_128bits_reset(state.get()) != XXH_OK) throw std::bad_alloc();
    std::vector<std::filesystem::path> files{path};
    std::int64_t number = 0;
    if (sequence.value()) {
        files = sequence.value()->files;
        number = sequence.value()->first_number;
    }
    for (const auto& file : files) {
        const std::string hole = "missing " + std::to_string(number++);
        if (file.empty()) {
            XXH3_128bits_update(state.get(), hole.data(), hole.size());
        } else if (const auto done = add_file(file, state.get(), cancelled); !done) {
            return done.error();
        }
    }
    const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
    char text[48];
    std::snprintf(text, sizeof text, "xxh3-128:%016llx%016llx",
                  static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return std::string(text);
}

} // namespace seamline::analysis
