#include "app/session/json_file.h"

#include "app/interchange/text_encoding.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

std::string reason(int code) { return std::system_category().message(code); }

/// An open file descriptor.
class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int value() const { return value_; }
    /// True on success; some file systems report a failed write only here.
    bool close() { return ::close(std::exchange(value_, -1)) == 0; }

private:
    int value_;
};

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// A name beside `file` that no other thread or process uses.
fs::path temporary_beside(const fs::path& file) {
    static std::atomic<unsigned> count{0};
    const auto time = std::chrono::steady_clock::now().time_since_epoch().count();
    std::string name = ".";
    name += file.filename().string().substr(0, 100) + "." + std::to_string(::getpid()) + "." +
            std::to_string(time) + "." + std::to_string(count++) + ".tmp";
    return file.parent_path() / name;
}

Error io_error(const fs::path& file, int code) {
    return {ErrorCode::Io, std::string("cannot write ") + quoted(file) + ": " + reason(code) +
                               "; check the folder's permissions and free space"};
}

/// The errno of the first step that failed, 0 when the temporary file is complete.
int write_temporary(const fs::path& temporary, const fs::path& file, std::string_view text,
                    Durability durability) {
    Descriptor out(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (out.value() < 0) return errno;
    struct stat old {};
    // Permissions are a wish: another owner's file can be replaced but not imitated.
    if (::stat(file.c_str(), &old) == 0 && ::fchmod(out.value(), old.st_mode & 07777) != 0)
        errno = 0;
    if (!write_all(out.value(), text)) return errno != 0 ? errno : EIO;
    if (durability == Durability::Disk && ::fsync(out.value()) != 0) return errno;
    return out.close() ? 0 : errno;
}

/// Where parsing would exceed a limit, without parsing.
std::optional<Error> over_limit(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes)
        return Error{ErrorCode::TooLarge,
                     std::string("larger than ") + std::to_string(limits.bytes >> 20) + " MB"};
    int depth = 0;
    std::size_t values = 1;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
            continue;
        }
        if (c == '"') in_string = true;
        if (c == ']' || c == '}') --depth;
        if (c == ',') ++values;
        if (c != '[' && c != '{') continue;
        ++values;
        if (++depth > limits.depth)
            return Error{ErrorCode::TooLarge, std::string("nested deeper than ") +
                                                  std::to_string(limits.depth) + " levels"};
    }
    if (values > limits.values)
        return Error{ErrorCode::TooLarge,
                     std::string("more than ") + std::to_string(limits.values) + " values"};
    return std::nullopt;
}

std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t last_break = before.rfind('\n');
    const std::size_t column =
        last_break == std::string_view::npos ? before.size() + 1 : before.size() - last_break;
    return std::string("line ") + std::to_string(line) + ", column " + std::to_string(column);
}

} // namespace

std::string quoted(const fs::path& path) {
    std::string text = interchange::one_line(path.string(), 1024);
    text.insert(text.begin(), '"');
    text += '"';
    return text;
}

Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits) {
    if (auto error = over_limit(text, limits)) return std::move(*error);
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        return Error{ErrorCode::Corrupt, "not valid JSON at " + place_of(text, error.byte)};
    } catch (const nlohmann::json::exception&) {
        return Error{ErrorCode::Corrupt, "not valid JSON: a number is too large"};
    }
}

Result<nlohmann::json> read_json(const fs::path& file, const JsonLimits& limits) {
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (!fs::exists(status))
        return Error{ErrorCode::NotFound,
                     std::string("cannot read ") + quoted(file) + ": no such file; check the path"};
    if (!fs::is_regular_file(status))
        return Error{ErrorCode::Unsupported, std::string("cannot read ") + quoted(file) +
                                                 ": not a regular file; name a file"};
    std::ifstream in(file, std::ios::binary);
    std::string text;
    std::array<char, 65536> block; // Read in blocks: the file may grow or lie about its size.
    while (in && text.size() <= limits.bytes) {
        in.read(block.data(), block.size());
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof() && text.size() <= limits.bytes)
        return Error{ErrorCode::Io, std::string("cannot read ") + quoted(file) + ": " +
                                        reason(errno) + "; check permissions"};
    auto parsed = parse_json(text, limits);
    if (!parsed)
        return Error{parsed.error().code, std::string("cannot read ") + quoted(file) + ": " +
                                              parsed.error().message +
                                              "; repair it or restore an older copy"};
    return parsed;
}

Result<Done> write_whole(const fs::path& file, std::string_view text, Durability durability) {
    std::error_code code;
    fs::path target = file;
    if (fs::is_symlink(file, code)) {
        target = fs::weakly_canonical(file, code);
        if (code) return io_error(file, code.value());
    }
    if (target.parent_path().empty()) target = fs::path(".") / target;

    const fs::path temporary = temporary_beside(target);
    int failed = write_temporary(temporary, target, text, durability);
    if (failed == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) failed = errno;
    if (failed != 0) {
        ::unlink(temporary.c_str());
        return io_error(file, failed);
    }
    if (durability == Durability::Disk) {
        const Descriptor folder(
            ::open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        // Not every file system can do it; the content itself is safe already.
        if (folder.value() >= 0 && ::fsync(folder.value()) != 0) errno = 0;
    }
    return Done{};
}

std::string text_of(const nlohmann::ordered_json& value) {
    return value.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace seamline::session
