#include "app/review/bounded_json.h"

namespace seamline::review {
namespace {

using Json = nlohmann::json;

/// Counts what a text holds, and stops where it is too much, before anything is built of it.
class BoundsGuard final : public nlohmann::json_sax<Json> {
public:
    explicit BoundsGuard(const JsonBounds& bounds) : bounds_(bounds) {}

    bool null() override { return count(); }
    bool boolean(bool) override { return count(); }
    bool number_integer(number_integer_t) override { return count(); }
    bool number_unsigned(number_unsigned_t) override { return count(); }
    bool number_float(number_float_t, const string_t&) override { return count(); }
    bool string(string_t&) override { return count(); }
    bool binary(binary_t&) override { return count(); }
    bool key(string_t&) override { return true; }
    bool start_object(std::size_t) override { return open(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_object() override { return --depth_, true; }
    bool end_array() override { return --depth_, true; }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
        error_ = {ErrorCode::Corrupt, "no JSON at byte " + std::to_string(position)};
        return false;
    }
    const Error& error() const { return error_; }

private:
    bool count() {
        if (++values_ <= bounds_.values) return true;
        error_ = {ErrorCode::TooLarge,
                  "JSON of more than " + std::to_string(bounds_.values) + " values"};
        return false;
    }
    bool open() {
        if (++depth_ <= bounds_.depth) return count();
        error_ = {ErrorCode::TooLarge,
                  "JSON nested deeper than " + std::to_string(bounds_.depth) + " levels"};
        return false;
    }

    JsonBounds bounds_;
    Error error_;
    std::size_t values_ = 0;
    int depth_ = 0;
};

/// Length of the well-formed character at the start of `text`; 0: none.
/// Source: Unicode 15, table 3-7.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto tail = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return lead == 0 ? 0 : 1;
    if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = lead == 0xED ? 0x9F : 0xBF;
        return byte(1) >= low && byte(1) <= high && tail(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
        return byte(1) >= low && byte(1) <= high && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

} // namespace

Result<Json> bounded_json(std::string_view text, const JsonBounds& bounds) {
    if (text.size() > bounds.bytes)
        return Error{ErrorCode::TooLarge,
                     "JSON of more than " + std::to_string(bounds.bytes) + " bytes"};
    BoundsGuard guard(bounds);
    if (!Json::sax_parse(text.begin(), text.end(), &guard)) return guard.error();
    return Json::parse(text.begin(), text.end());
}

bool is_text(std::string_view text, std::size_t most_bytes) {
    if (text.size() > most_bytes) return false;
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

} // namespace seamline::review
