#include "app/interchange/decisions/checked_fields.h"

#include "app/interchange/text_encoding.h"

#include <cmath>
#include <utility>

namespace seamline::interchange {

CheckedFields::CheckedFields(const otio::Json& json, std::string place, std::string& error)
    : json_(json), place_(std::move(place)), error_(error) {
    if (!json.is_object() && error_.empty())
        error_ = (place_.empty() ? "/" : place_) + ": an object is expected";
}

void CheckedFields::fail(const char* key, const std::string& what) const {
    if (error_.empty()) error_ = one_line(place_of(key) + ": " + what, 400);
}

std::string CheckedFields::text(const char* key, std::size_t most) const {
    const otio::Json* value = error_.empty() ? otio::find(json_, key) : nullptr;
    if (value == nullptr) return {};
    if (!value->is_string()) {
        fail(key, "text is expected");
        return {};
    }
    const std::string& words = value->get_ref<const std::string&>();
    if (words.size() > most) {
        fail(key, "text of at most " + std::to_string(most) + " bytes is expected");
        return {};
    }
    return words;
}

std::string CheckedFields::required_text(const char* key, std::size_t most) const {
    std::string words = text(key, most);
    if (words.empty()) fail(key, "text is expected");
    return words;
}

std::vector<std::string> CheckedFields::texts(const char* key, std::size_t most_items,
                                              std::size_t most_bytes) const {
    std::vector<std::string> out;
    const otio::Json* list = array(key, most_items);
    if (list == nullptr) return out;
    for (const otio::Json& item : *list) {
        if (!item.is_string() || item.get_ref<const std::string&>().size() > most_bytes) {
            fail(key, "texts of at most " + std::to_string(most_bytes) + " bytes are expected");
            return {};
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

std::int64_t CheckedFields::whole(const char* key, std::int64_t otherwise, std::int64_t lowest,
                                  std::int64_t highest) const {
    const otio::Json* value = error_.empty() ? otio::find(json_, key) : nullptr;
    if (value == nullptr) return otherwise;
    const bool fits = value->is_number_integer() &&
                      (!value->is_number_unsigned() ||
                       value->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
    const std::int64_t number = fits ? value->get<std::int64_t>() : 0;
    if (!fits || number < lowest || number > highest) {
        fail(key, "a whole number from " + std::to_string(lowest) + " to " +
                      std::to_string(highest) + " is expected");
        return otherwise;
    }
    return number;
}

double CheckedFields::number(const char* key, double otherwise, double lowest,
                             double highest) const {
    const otio::Json* value = error_.empty() ? otio::find(json_, key) : nullptr;
    if (value == nullptr) return otherwise;
    const double number = value->is_number() ? value->get<double>() : NAN;
    if (!(number >= lowest && number <= highest)) {
        fail(key, "a number within its bounds is expected");
        return otherwise;
    }
    return number;
}

bool CheckedFields::flag(const char* key, bool otherwise) const {
    const otio::Json* value = error_.empty() ? otio::find(json_, key) : nullptr;
    if (value == nullptr) return otherwise;
    if (!value->is_boolean()) {
        fail(key, "true or false is expected");
        return otherwise;
    }
    return value->get<bool>();
}

const otio::Json* CheckedFields::object(const char* key) const {
    const otio::Json* value = error_.empty() ? otio::find(json_, key) : nullptr;
    if (value == nullptr || value->is_object()) return value;
    fail(key, "an object is expected");
    return nullptr;
}

const otio::Json* CheckedFields::array(const char* key, std::size_t most) const {
    const otio::Json* value = error_.empty() ? otio::find(json_, key) : nullptr;
    if (value == nullptr) return nullptr;
    if (!value->is_array()) {
        fail(key, "a list is expected");
        return nullptr;
    }
    if (value->size() > most) {
        fail(key, "a list of at most " + std::to_string(most) + " items is expected");
        return nullptr;
    }
    return value;
}

} // namespace seamline::interchange
