#include "app/interchange/file_url.h"

#include <algorithm>
#include <cctype>

namespace seamline::interchange {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        // A stray '%' and an encoded end of text are kept as they are.
        if (low < 0 || high * 16 + low == 0) {
            result += text[i];
            continue;
        }
        result += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return result;
}

std::string percent_encoded(std::string_view text, std::string_view also_plain) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    static constexpr std::string_view kPlain = "-._~/!$&'()*+,=@";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = is_letter(c) || (c >= '0' && c <= '9') ||
                              kPlain.find(c) != std::string_view::npos ||
                              also_plain.find(c) != std::string_view::npos;
        if (is_plain)
            encoded += c;
        else
            encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
    return encoded;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
    return text.size() >= lower_case.size() &&
           std::equal(lower_case.begin(), lower_case.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

/// Whether `text` starts with a scheme: two letters or more, so that "S:" is a drive.
bool has_scheme(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon < 2 || !text.substr(colon).starts_with("://"))
        return false;
    return std::ranges::all_of(text.substr(0, colon), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

bool is_drive(std::string_view text) {
    return text.size() >= 2 && is_letter(text[0]) && text[1] == ':';
}

} // namespace

std::string file_url(const std::filesystem::path& path) {
    return (path.is_absolute() ? "file://" : "") + percent_encoded(path.generic_string(), "");
}

std::string media_url(std::string_view path_or_url) {
    if (path_or_url.find("://") != std::string_view::npos) return std::string(path_or_url);
    std::string path(path_or_url);
    const bool drive = path.size() > 1 && path[1] == ':';
    const bool share = path.starts_with("\\\\");
    if (drive || share) std::ranges::replace(path, '\\', '/');
    const char* before = path.starts_with('/') ? (share ? "file:" : "file://")
                         : drive               ? "file:///"
                                               : "./";
    return before + percent_encoded(path, ":;");
}

std::string path_text(std::string_view url) {
    std::string path;
    if (starts_with_ignoring_case(url, "file:")) {
        url.remove_prefix(5);
        path = percent_decoded(url);
        if (path.starts_with("//")) {
            const std::size_t slash = path.find('/', 2);
            const std::string host = path.substr(2, slash == std::string::npos ? slash : slash - 2);
            if (host.empty() || starts_with_ignoring_case(host, "localhost"))
                path = slash == std::string::npos ? "" : path.substr(slash);
            else if (is_drive(host)) // file://S:/x, which some programs write.
                path = path.substr(2);
        }
    } else if (has_scheme(url)) {
        return {};
    } else {
        path = std::string(url);
    }
    if (path.starts_with('/') && is_drive(std::string_view(path).substr(1))) path.erase(0, 1);
    if (is_drive(path) || path.starts_with("\\\\")) std::ranges::replace(path, '\\', '/');
    return path;
}

std::string file_name(std::string_view path_text) {
    return std::string(path_text.substr(path_text.rfind('/') + 1));
}

} // namespace seamline::interchange
