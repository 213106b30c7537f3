// app/interchange/decisions/checked_fields.h: keys of JSON objects of unknown origin, each read
// within its bounds; the first that breaks them is the error.
#pragma once

#include "app/interchange/otio_json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// Reads one object. Whatever is asked of a document after its first error gives defaults.
/// Threads: confined. `json` and `error` outlive it.
class CheckedFields {
public:
    /// `place`: JSON pointer of the object, for the error. No object: an error.
    CheckedFields(const otio::Json& json, std::string place, std::string& error);

    /// "" where there is none.
    std::string text(const char* key, std::size_t most) const;
    std::string required_text(const char* key, std::size_t most) const;
    std::vector<std::string> texts(const char* key, std::size_t most_items,
                                   std::size_t most_bytes) const;
    std::int64_t whole(const char* key, std::int64_t otherwise, std::int64_t lowest,
                       std::int64_t highest) const;
    double number(const char* key, double otherwise, double lowest, double highest) const;
    bool flag(const char* key, bool otherwise) const;
    /// The value that `from` makes of the word at `key`; `otherwise` where there is none.
    template <typename E>
    E word(const char* key, E otherwise, std::optional<E> (*from)(std::string_view)) const {
        const std::string written = text(key, 64);
        if (written.empty()) return otherwise;
        const auto value = from(written);
        if (!value) fail(key, "the word \"" + written + "\" means nothing here");
        return value.value_or(otherwise);
    }
    /// Null: there is none, or an error.
    const otio::Json* object(const char* key) const;
    const otio::Json* array(const char* key, std::size_t most) const;
    bool has(const char* key) const { return otio::find(json_, key) != nullptr; }

    std::string place_of(const char* key) const { return place_ + "/" + key; }
    void fail(const char* key, const std::string& what) const;

private:
    const otio::Json& json_;
    std::string place_;
    std::string& error_;
};

} // namespace seamline::interchange
