#include "app/session/json_fields.h"

#include "app/interchange/text_encoding.h"
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kOwn = "+";
/// Companion of "path" for file names that are not UTF-8, which JSON cannot hold.
constexpr const char* kPathBytes = "path_bytes";

bool is_utf8(const std::string& text) {
    // The library's own check: it refuses to print what is not UTF-8.
    try {
        return !json(text).dump().empty();
    } catch (const json::exception&) {
        return false;
    }
}

std::string hex(const std::string& bytes) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::optional<std::string> bytes_from(const std::string& text) {
    if (text.empty() || text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        unsigned value = 0;
        const char* end = text.data() + i + 2;
        const auto [stop, code] = std::from_chars(text.data() + i, end, value, 16);
        if (code != std::errc{} || stop != end) return std::nullopt;
        bytes += static_cast<char>(value);
    }
    return bytes;
}

double finite(double value, double least, double most) {
    return std::clamp(std::isnan(value) ? 0.0 : value, least, most);
}

/// Folder names are compared by name, not by inode: a project that is moved as a whole stays whole.
fs::path absolute_of(const fs::path& path) {
    std::error_code code;
    const fs::path absolute = fs::absolute(path, code);
    return (code ? path : absolute).lexically_normal();
}

} // namespace

std::optional<Rational> rational_from(std::string_view text) {
    // Far beyond any media time, and far enough from 2^63 for every sum of two.
    constexpr std::int64_t kMost = std::int64_t{1} << 61;
    std::int64_t num = 0;
    std::int64_t den = 1;
    const char* end = text.data() + text.size();
    auto [stop, code] = std::from_chars(text.data(), end, num);
    if (code != std::errc{}) return std::nullopt;
    if (stop != end) {
        if (*stop != '/' || stop + 1 == end || stop[1] == '-') return std::nullopt;
        const auto rest = std::from_chars(stop + 1, end, den);
        if (rest.ec != std::errc{} || rest.ptr != end) return std::nullopt;
    }
    if (den < 1 || den > kMost || num > kMost || num < -kMost) return std::nullopt;
    return Rational(num, den);
}

FieldReader::FieldReader(const json& object, std::string place, fs::path folder,
                         std::optional<Error>& error)
    : object_(object), place_(std::move(place)), folder_(std::move(folder)), error_(error) {
    if (!object_.is_object() && !error_)
        error_ = Error{ErrorCode::Corrupt, "at " + place_ + ": expected an object"};
}

void FieldReader::fail(const char* key, const std::string& reason, ErrorCode code) {
    if (!error_) error_ = Error{code, "at " + place_below(key) + ": " + reason};
}

void FieldReader::fail_word(const char* key, const std::string& text,
                            const std::vector<std::string>& choices) {
    std::string reason = "\"";
    reason += interchange::one_line(text, 40);
    reason += "\" is none of ";
    for (const std::string& choice : choices) {
        reason += choice;
        reason += &choice == &choices.back() ? "" : ", ";
    }
    fail(key, reason);
}

const json* FieldReader::find(const char* key) {
    known_.insert(key);
    if (error_ || !object_.is_object()) return nullptr;
    const auto at = object_.find(key);
    return at == object_.end() ? nullptr : &*at;
}

const json* FieldReader::child_at(const char* key) {
    const json* child = find(key);
    if (child != nullptr && !child->is_object()) fail(key, "expected an object");
    return error_ ? nullptr : child;
}

const json* FieldReader::array_at(const char* key, std::size_t most) {
    const json* array = find(key);
    if (array == nullptr) return nullptr;
    if (!array->is_array()) fail(key, "expected a list");
    if (array->size() > most)
        fail(key, "more than " + std::to_string(most) + " entries", ErrorCode::TooLarge);
    return error_ ? nullptr : array;
}

void FieldReader::flag(const char* key, bool& value) {
    const json* at = find(key);
    if (at == nullptr) return;
    if (!at->is_boolean()) return fail(key, "expected true or false");
    value = at->get<bool>();
}

void FieldReader::text(const char* key, std::string& value) {
    const json* at = find(key);
    if (at == nullptr) return;
    if (!at->is_string()) return fail(key, "expected a string");
    value = at->get<std::string>();
}

std::optional<std::string> FieldReader::word_at(const char* key) {
    const json* at = find(key);
    if (at == nullptr) return std::nullopt;
    if (at->is_string()) return at->get<std::string>();
    fail(key, "expected a word");
    return std::nullopt;
}

std::int64_t FieldReader::integer_at(const char* key, std::int64_t value, std::int64_t least,
                                     std::int64_t most) {
    const json* at = find(key);
    if (at == nullptr) return value;
    if (at->is_number_unsigned()) {
        const auto number = at->get<std::uint64_t>();
        return number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
                   ? most
                   : std::clamp(static_cast<std::int64_t>(number), least, most);
    }
    if (at->is_number_integer()) return std::clamp(at->get<std::int64_t>(), least, most);
    const double number = at->is_number_float() ? at->get<double>() : 0.5;
    if (number != std::floor(number) || std::abs(number) > 9.0e15) {
        fail(key, "expected a whole number");
        return value;
    }
    return std::clamp(static_cast<std::int64_t>(number), least, most);
}

double FieldReader::real_at(const char* key, double value, double least, double most) {
    const json* at = find(key);
    if (at == nullptr) return value;
    if (at->is_number()) return finite(at->get<double>(), least, most);
    fail(key, "expected a number");
    return value;
}

void FieldReader::rational(const char* key, Rational& value, Rational least, Rational most) {
    const json* at = find(key);
    if (at == nullptr) return;
    std::optional<Rational> read;
    if (at->is_string()) read = rational_from(at->get_ref<const std::string&>());
    if (at->is_number_integer()) read = rational_from(at->dump());
    if (!read) return fail(key, "expected a whole number or a fraction such as \"24000/1001\"");
    value = std::clamp(*read, least, most);
}

void FieldReader::pair(const char* key, glm::dvec2& value, double least, double most) {
    const json* at = find(key);
    if (at == nullptr) return;
    if (!at->is_array() || at->size() != 2 || !(*at)[0].is_number() || !(*at)[1].is_number())
        return fail(key, "expected two numbers");
    value = {finite((*at)[0].get<double>(), least, most),
             finite((*at)[1].get<double>(), least, most)};
}

void FieldReader::triple(const char* key, std::array<double, 3>& value, double least, double most) {
    const json* at = find(key);
    if (at == nullptr) return;
    const bool fits = at->is_array() && at->size() == 3 &&
                      std::ranges::all_of(*at, [](const json& one) { return one.is_number(); });
    if (!fits) return fail(key, "expected three numbers");
    for (std::size_t i = 0; i < 3; ++i) value[i] = finite((*at)[i].get<double>(), least, most);
}

std::optional<fs::path> FieldReader::exact_path(const char* key) {
    if (const json* bytes = find(kPathBytes)) {
        const auto exact =
            bytes->is_string() ? bytes_from(bytes->get<std::string>()) : std::nullopt;
        if (exact) return fs::path(*exact);
        fail(kPathBytes, "expected hexadecimal digits");
        return std::nullopt;
    }
    const json* at = find(key);
    if (at != nullptr && at->is_string()) return fs::path(at->get<std::string>());
    fail(key, at == nullptr ? "a path is missing" : "expected a path");
    return std::nullopt;
}

void FieldReader::path(const char* key, fs::path& value) {
    known_.insert(key);
    const std::optional<fs::path> written = exact_path(key);
    if (!written || error_) return;
    const std::string& native = written->native();
    if (native.empty()) return fail(key, "the path is empty");
    if (native.find('\0') != std::string::npos) return fail(key, "the path has a zero byte");
    value = resolved(*written);
}

fs::path FieldReader::resolved(const fs::path& written) const {
    const fs::path joined = folder_ / written;
    const fs::path by_name = joined.lexically_normal();
    std::error_code code;
    if (fs::exists(by_name.parent_path(), code) || !fs::exists(joined.parent_path(), code))
        return by_name;
    // A ".." that leads through a symbolic link is not what its name says.
    const fs::path real = fs::canonical(joined.parent_path(), code);
    return code ? by_name : real / joined.filename();
}

void FieldReader::keep(const char* key, UnknownKeys unknown) {
    if (!unknown.empty()) children_[key] = std::move(unknown);
}

UnknownKeys FieldReader::unknown() const {
    UnknownKeys all = children_;
    if (!object_.is_object()) return all;
    for (const auto& [key, value] : object_.items())
        if (!known_.contains(key)) all[kOwn][key] = value;
    return all;
}

FieldWriter::FieldWriter(fs::path folder, const UnknownKeys* unknown)
    : folder_(std::move(folder)), unknown_(unknown) {}

void FieldWriter::path(const char* key, const fs::path& value) {
    const fs::path absolute = absolute_of(value);
    fs::path relative = absolute.lexically_relative(absolute_of(folder_));
    if (relative.empty()) relative = absolute;
    const std::string written = relative.generic_string();
    object_[key] = written;
    if (!is_utf8(written)) object_[kPathBytes] = hex(written);
}

void FieldWriter::rational(const char* key, Rational value, Rational least, Rational most) {
    object_[key] = std::clamp(value, least, most).text();
}

void FieldWriter::pair(const char* key, const glm::dvec2& value, double least, double most) {
    object_[key] = {finite(value.x, least, most), finite(value.y, least, most)};
}

void FieldWriter::triple(const char* key, const std::array<double, 3>& value, double least,
                         double most) {
    ordered_json array = ordered_json::array();
    for (const double one : value) array.push_back(finite(one, least, most));
    object_[key] = std::move(array);
}

void FieldWriter::real(const char* key, double value, double least, double most) {
    object_[key] = finite(value, least, most);
}

void FieldWriter::real(const char* key, float value, double least, double most) {
    // The shortest decimal that reads back as this float: 0.1, not 0.10000000149011612.
    const auto clamped = static_cast<float>(finite(double{value}, least, most));
    std::array<char, 64> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), clamped);
    double shortest = double{clamped};
    std::from_chars(text.data(), written.ptr, shortest);
    object_[key] = shortest;
}

const UnknownKeys* FieldWriter::child_of(const UnknownKeys* unknown, const std::string& key) {
    if (unknown == nullptr || !unknown->is_object()) return nullptr;
    const auto at = unknown->find(key);
    return at == unknown->end() ? nullptr : &*at;
}

ordered_json FieldWriter::finished() {
    if (const UnknownKeys* own = child_of(unknown_, kOwn); own != nullptr && own->is_object())
        for (const auto& [key, value] : own->items())
            if (!object_.contains(key)) object_[key] = ordered_json(value);
    return std::move(object_);
}

} // namespace seamline::session
