// app/session/json_fields.h: one description of a struct's fields both reads and writes its JSON.
#pragma once

#include "app/session/json_file.h"
#include "decode/media/rational.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seamline::session {

/// The words that stand for the values of an enumeration.
template <typename Value> using WordTable = std::vector<std::pair<Value, const char*>>;

/// The table of an enumeration that counts from 0 to `last` and has a `name` function.
template <typename Value> WordTable<Value> words_to(Value last) {
    WordTable<Value> table;
    for (int i = 0; i <= static_cast<int>(last); ++i)
        table.emplace_back(static_cast<Value>(i), name(static_cast<Value>(i)));
    return table;
}

/// "24000/1001" or "24", without spaces; nothing for anything else or a zero denominator.
std::optional<Rational> rational_from(std::string_view text);

/// Keys of a JSON object that nobody asked for, as a tree: "+" holds an object's own, every other
/// key names a known child object, and for lists of objects the child's identity comes next, so
/// that they find their object again when a list was reordered.
using UnknownKeys = nlohmann::json;

/// Reads an object's fields into values. A missing key leaves the value as it is, numbers are
/// clamped into their range, what has the wrong type is an error; after the first error nothing is
/// read.
class FieldReader {
public:
    static constexpr bool kReads = true;

    /// `folder`: what relative paths are relative to. `error` is shared with the children.
    FieldReader(const nlohmann::json& object, std::string place, std::filesystem::path folder,
                std::optional<Error>& error);

    bool has(const char* key) const { return object_.is_object() && object_.contains(key); }
    void flag(const char* key, bool& value);
    void text(const char* key, std::string& value);
    void path(const char* key, std::filesystem::path& value); ///< Must be there.
    void rational(const char* key, Rational& value, Rational least, Rational most);
    void pair(const char* key, glm::dvec2& value, double least, double most);
    void triple(const char* key, std::array<double, 3>& value, double least, double most);

    template <typename Integer>
    void integer(const char* key, Integer& value, std::int64_t least, std::int64_t most) {
        value = static_cast<Integer>(integer_at(key, static_cast<std::int64_t>(value), least, most));
    }
    template <typename Real> void real(const char* key, Real& value, double least, double most) {
        value = static_cast<Real>(real_at(key, double{value}, least, most));
    }
    template <typename Value>
    void word(const char* key, Value& value, const WordTable<Value>& table) {
        const std::optional<std::string> text = word_at(key);
        if (!text) return;
        for (const auto& [entry, name] : table) {
            if (*text != name) continue;
            value = entry;
            return;
        }
        std::vector<std::string> choices;
        for (const auto& entry : table) choices.emplace_back(entry.second);
        fail_word(key, *text, choices);
    }
    template <typename Value>
    void word(const char* key, std::optional<Value>& value, const WordTable<Value>& table) {
        if (object_.find(key) == object_.end()) return;
        Value chosen{};
        word(key, chosen, table);
        value = chosen;
    }

    /// A child object; `fields(reader)` describes it.
    template <typename Fields> void object(const char* key, Fields&& fields) {
        const nlohmann::json* child = child_at(key);
        if (child == nullptr) return;
        FieldReader reader(*child, place_below(key), folder_, error_);
        fields(reader);
        keep(key, reader.unknown());
    }

    /// A list of objects; `fields(reader, item)` describes one, `identity(item)` names it.
    template <typename Item, typename Fields, typename Identity>
    void list(const char* key, std::vector<Item>& items, std::size_t most, Fields&& fields,
              Identity&& identity) {
        const nlohmann::json* array = array_at(key, most);
        if (array == nullptr) return;
        items.clear();
        UnknownKeys unknown = UnknownKeys::object();
        for (const nlohmann::json& element : *array) {
            FieldReader reader(element, place_below(key) + '/' + std::to_string(items.size()),
                               folder_, error_);
            Item item;
            fields(reader, item);
            if (error_) return;
            if (UnknownKeys rest = reader.unknown(); !rest.empty())
                unknown[identity(item)] = std::move(rest);
            items.push_back(std::move(item));
        }
        keep(key, std::move(unknown));
    }

    /// Refuses the value at `key`: the message becomes "at /place/key: reason".
    void fail(const char* key, const std::string& reason, ErrorCode code = ErrorCode::Corrupt);
    bool failed() const { return error_.has_value(); }
    /// What was not asked for, here and in the children; empty when there is nothing.
    UnknownKeys unknown() const;

private:
    const nlohmann::json* find(const char* key);
    const nlohmann::json* child_at(const char* key);
    const nlohmann::json* array_at(const char* key, std::size_t most);
    std::int64_t integer_at(const char* key, std::int64_t value, std::int64_t least,
                            std::int64_t most);
    double real_at(const char* key, double value, double least, double most);
    std::optional<std::string> word_at(const char* key);
    void fail_word(const char* key, const std::string& text,
                   const std::vector<std::string>& choices);
    std::string place_below(const char* key) const { return place_ + '/' + key; }
    std::optional<std::filesystem::path> exact_path(const char* key);
    std::filesystem::path resolved(const std::filesystem::path& written) const;
    void keep(const char* key, UnknownKeys unknown);

    const nlohmann::json& object_;
    std::string place_; ///< JSON pointer.
    std::filesystem::path folder_;
    std::optional<Error>& error_;
    std::set<std::string> known_;
    UnknownKeys children_ = UnknownKeys::object();
};

/// Writes the same fields, clamped in the same way, followed by the unknown keys.
class FieldWriter {
public:
    static constexpr bool kReads = false;

    explicit FieldWriter(std::filesystem::path folder, const UnknownKeys* unknown);

    void flag(const char* key, bool value) { object_[key] = value; }
    void text(const char* key, const std::string& value) { object_[key] = value; }
    void path(const char* key, const std::filesystem::path& value);
    void rational(const char* key, Rational value, Rational least, Rational most);
    void pair(const char* key, const glm::dvec2& value, double least, double most);
    void triple(const char* key, const std::array<double, 3>& value, double least, double most);

    template <typename Integer>
    void integer(const char* key, Integer value, std::int64_t least, std::int64_t most) {
        object_[key] = std::clamp(static_cast<std::int64_t>(value), least, most);
    }
    void real(const char* key, double value, double least, double most);
    void real(const char* key, float value, double least, double most);

    template <typename Value>
    void word(const char* key, Value value, const WordTable<Value>& table) {
        for (const auto& [entry, name] : table)
            if (entry == value) object_[key] = name;
    }
    template <typename Value>
    void word(const char* key, const std::optional<Value>& value, const WordTable<Value>& table) {
        if (value) word(key, *value, table);
    }

    template <typename Fields> void object(const char* key, Fields&& fields) {
        FieldWriter writer(folder_, child_of(unknown_, key));
        fields(writer);
        object_[key] = writer.finished();
    }
    template <typename Item, typename Fields, typename Identity>
    void list(const char* key, const std::vector<Item>& items, std::size_t most, Fields&& fields,
              Identity&& identity) {
        nlohmann::ordered_json array = nlohmann::ordered_json::array();
        const UnknownKeys* unknown = child_of(unknown_, key);
        for (const Item& item : items) {
            if (array.size() == most) break;
            FieldWriter writer(folder_, child_of(unknown, identity(item)));
            fields(writer, item);
            array.push_back(writer.finished());
        }
        object_[key] = std::move(array);
    }

    /// The object with the unknown keys added. Call once, last.
    nlohmann::ordered_json finished();

private:
    static const UnknownKeys* child_of(const UnknownKeys* unknown, const std::string& key);

    nlohmann::ordered_json object_ = nlohmann::ordered_json::object();
    std::filesystem::path folder_;
    const UnknownKeys* unknown_; ///< May be null.
};

} // namespace seamline::session
