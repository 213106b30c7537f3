#include "app/analysis/media_id.h"

#include "decode/file_sequence.h"

#include <xxhash.h>

#include <cstdio>
#include <fstream>
#include <memory>
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

} // namespace

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
