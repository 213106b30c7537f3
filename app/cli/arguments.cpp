#include "app/cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

} // namespace

Result<Arguments> Arguments::parse(std::span<const std::string> words,
                                   std::span<const Option> options) {
    Arguments result;
    bool options_ended = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (options_ended || word.size() < 2 || word[0] != '-') {
            result.files_.push_back(word);
            continue;
        }
        if (word == "--") {
            options_ended = true;
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const auto option =
            std::ranges::find_if(options, [&](const Option& o) { return name == o.name; });
        if (option == options.end()) return usage("unknown option " + name + "; see --help");
        std::string value;
        if (equals != std::string::npos) {
            if (option->value == nullptr) return usage(name + " takes no value");
            value = word.substr(equals + 1);
        } else if (option->value != nullptr) {
            if (i + 1 == words.size()) return usage(name + " needs a value: " + option->value);
            value = words[++i];
        }
        result.values_[name].push_back(value);
    }
    return result;
}

std::optional<std::string> Arguments::text(const std::string& name) const {
    const auto at = values_.find(name);
    if (at == values_.end()) return std::nullopt;
    return at->second.back();
}

std::vector<std::string> Arguments::all(const std::string& name) const {
    const auto at = values_.find(name);
    return at == values_.end() ? std::vector<std::string>{} : at->second;
}

Result<std::int64_t> Arguments::integer(const std::string& name, std::int64_t fallback,
                                        std::int64_t low, std::int64_t high) const {
    const auto given = text(name);
    if (!given) return fallback;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), value);
    if (error != std::errc{} || end != given->data() + given->size() || value < low || value > high)
        return usage(name + " wants a whole number from " + std::to_string(low) + " to " +
                     std::to_string(high) + ", not '" + *given + "'");
    return value;
}

Result<double> Arguments::number(const std::string& name, double fallback, double low,
                                 double high) const {
    const auto given = text(name);
    if (!given) return fallback;
    double value = 0;
    const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), value);
    if (error != std::errc{} || end != given->data() + given->size() ||
        !(value >= low && value <= high)) {
        char range[64];
        std::snprintf(range, sizeof range, "%g to %g", low, high);
        return usage(name + " wants a number from " + range + ", not '" + *given + "'");
    }
    return value;
}

Result<Extent> Arguments::size(const std::string& name, Extent fallback) const {
    const auto given = text(name);
    if (!given) return fallback;
    Extent extent;
    const char* end = given->data() + given->size();
    const auto [x, width_error] = std::from_chars(given->data(), end, extent.width);
    const bool has_x = width_error == std::errc{} && x != end && (*x == 'x' || *x == 'X');
    const auto [rest, height_error] = std::from_chars(has_x ? x + 1 : end, end, extent.height);
    const auto sane = [](int pixels) { return pixels >= 1 && pixels <= 16384; };
    if (!has_x || height_error != std::errc{} || rest != end || !sane(extent.width) ||
        !sane(extent.height))
        return usage(name + " wants WIDTHxHEIGHT, each from 1 to 16384, not '" + *given + "'");
    return extent;
}

std::string help_text(const std::string& usage, const std::string& summary,
                      std::span<const Option> options) {
    std::string text = "usage: seamline " + usage + "\n\n" + summary + "\n";
    if (options.empty()) return text;
    text += "\noptions:\n";
    std::size_t width = 0;
    const auto left = [](const Option& option) {
        return std::string(option.name) +
               (option.value == nullptr ? "" : std::string(" ") + option.value);
    };
    for (const Option& option : options) width = std::max(width, left(option).size());
    for (const Option& option : options) {
        std::string line = "  " + left(option);
        line.resize(width + 4, ' ');
        text += line + option.help + "\n";
    }
    return text;
}

int report(const Error& error) {
    // One line, whatever a library put into its message.
    std::string line = error.message;
    std::ranges::replace(line, '\n', ' ');
    std::fprintf(stderr, "seamline: %s\n", line.c_str());
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return kUsage;
    case ErrorCode::Unavailable:
        return kTryAgain;
    default:
        return kUnreadable;
    }
}

} // namespace seamline::cli
