#include "app/interchange/otio_json.h"

#include "app/interchange/text_encoding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace seamline::interchange::otio {
namespace {

/// A text that plain JSON parsers take, and where it is longer than the original.
struct PlainText {
    std::string text;
    std::vector<std::size_t> inserted; ///< Offsets in `text` of bytes that the original lacks.
    std::size_t not_numbers = 0;
};

struct Token {
    std::string_view written;
    std::string_view plain; ///< As long as `written`, but for NaN and Inf.
};
constexpr std::array<Token, 5> kNotNumbers{{{"-Infinity", "null     "},
                                            {"Infinity", "null    "},
                                            {"-Inf", "null"},
                                            {"NaN", "null"},
                                            {"Inf", "null"}}};

std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t last_break = before.rfind('\n');
    const std::size_t column =
        last_break == std::string_view::npos ? before.size() + 1 : before.size() - last_break;
    return std::string("line ") + std::to_string(line) + ", column " + std::to_string(column);
}

/// Copies `text` with what is no number made null; refuses what is over a limit.
class PlainScan {
public:
    PlainScan(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

    /// Where and why it stopped.
    std::optional<std::pair<std::size_t, std::string>> run(PlainText& out) {
        out.text.reserve(text_.size() + 16);
        for (std::size_t i = 0; i < text_.size();) {
            const std::size_t begin = i;
            const char c = text_[i];
            if (c == '"')
                i = after_string(i);
            else if (const Token* token = not_number_at(i)) {
                if (token->plain.size() > token->written.size())
                    out.inserted.push_back(out.text.size() + token->written.size());
                out.text += token->plain;
                ++out.not_numbers;
                i += token->written.size();
                continue;
            } else {
                if (auto reason = count(c)) return std::pair(i, std::move(*reason));
                ++i;
            }
            out.text.append(text_, begin, i - begin);
        }
        return std::nullopt;
    }

private:
    std::size_t after_string(std::size_t i) const {
        for (++i; i < text_.size() && text_[i] != '"'; ++i)
            if (text_[i] == '\\') ++i;
        return std::min(i + 1, text_.size());
    }
    const Token* not_number_at(std::size_t i) const {
        if (text_[i] != '-' && text_[i] != 'I' && text_[i] != 'N') return nullptr;
        for (const Token& token : kNotNumbers)
            if (text_.substr(i).starts_with(token.written)) return &token;
        return nullptr;
    }
    std::optional<std::string> count(char c) {
        if (c == ']' || c == '}') --depth_;
        if (c == ',' || c == '[' || c == '{') ++values_;
        if ((c == '[' || c == '{') && ++depth_ > limits_.depth)
            return "nested deeper than " + std::to_string(limits_.depth) + " levels";
        if (values_ > limits_.values)
            return "more than " + std::to_string(limits_.values) + " values";
        return std::nullopt;
    }

    std::string_view text_;
    const JsonLimits& limits_;
    int depth_ = 0;
    std::size_t values_ = 1;
};

/// Of members with equal keys the last one counts, as in most readers. A change to the document
/// could not reach the others.
void keep_last(Json::object_t& members) {
    std::unordered_set<std::string_view> keys;
    std::vector<bool> is_kept; // From the last on.
    for (auto member = members.rbegin(); member != members.rend(); ++member)
        is_kept.push_back(keys.insert(member->first).second);
    if (keys.size() == members.size()) return;
    Json::object_t kept;
    for (auto& [key, value] : members) {
        if (is_kept.back()) kept.emplace_back(key, std::move(value));
        is_kept.pop_back();
    }
    members = std::move(kept);
}

/// Builds a value from the parser's events. Keys are appended without looking for equal ones: that
/// search, for each of them, makes objects of many keys take quadratic time.
class Builder final : public nlohmann::json_sax<Json> {
public:
    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t& /*written*/) override {
        return add(value);
    }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; } // JSON text has none.
    bool start_object(std::size_t /*count*/) override { return open(Json::object()); }
    bool start_array(std::size_t /*count*/) override { return open(Json::array()); }
    bool end_object() override {
        keep_last(open_.back()->get_ref<Json::object_t&>());
        return close();
    }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        key_ = std::move(value);
        return true;
    }
    bool parse_error(std::size_t byte, const std::string& /*token*/,
                     const nlohmann::json::exception& error) override {
        byte_ = byte > 0 ? byte - 1 : 0;
        is_number_ = error.id == 406;
        return false;
    }

    Json take() { return std::move(root_); }
    std::size_t byte() const { return byte_; }
    bool is_number() const { return is_number_; } ///< One that no double holds stopped it.

private:
    Json* place(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        if (open_.back()->is_array()) {
            open_.back()->push_back(std::move(value));
            return &open_.back()->back();
        }
        auto& members = open_.back()->get_ref<Json::object_t&>();
        members.emplace_back(std::move(key_), std::move(value));
        return &members.back().second;
    }
    bool add(Json value) {
        place(std::move(value));
        return true;
    }
    bool open(Json value) {
        open_.push_back(place(std::move(value)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    Json root_;
    std::vector<Json*> open_; ///< A container does not grow while one inside it is open.
    std::string key_;
    std::size_t byte_ = 0;
    bool is_number_ = false;
};

std::optional<Rational> rounded_fraction(double value) {
    const double whole = std::floor(value);
    const double tolerance = std::clamp(std::abs(value) * 1e-11, 1e-9, 1e-6);
    double rest = value - whole;
    // Convergents of the continued fraction of `rest`.
    std::int64_t n0 = 0;
    std::int64_t d0 = 1;
    std::int64_t n1 = 1;
    std::int64_t d1 = 0;
    const double fraction = rest;
    constexpr std::int64_t kMostDenominator = 10'000'000;
    for (int step = 0; step < 40; ++step) {
        const double part = std::floor(rest);
        if (part > static_cast<double>(kMostDenominator)) break;
        const auto a = static_cast<std::int64_t>(part);
        if (a * d1 + d0 > kMostDenominator) break;
        std::swap(n0, n1);
        std::swap(d0, d1);
        n1 += a * n0;
        d1 += a * d0;
        const double error = std::abs(static_cast<double>(n1) / static_cast<double>(d1) - fraction);
        if (error <= tolerance || rest == part) break;
        rest = 1 / (rest - part);
    }
    return Rational(static_cast<std::int64_t>(whole)) + Rational(n1, d1);
}

} // namespace

Result<ParsedJson> parse(std::string_view text, const std::string& name, const JsonLimits& limits) {
    const std::string file = one_line(name, 200);
    if (text.size() > limits.bytes)
        return Error{ErrorCode::TooLarge, file + ": larger than " +
                                              std::to_string(limits.bytes >> 20) +
                                              " MB; export fewer timelines or less metadata"};
    PlainText plain;
    if (auto over = PlainScan(text, limits).run(plain))
        return Error{ErrorCode::TooLarge, file + ": " + place_of(text, over->first) + ": " +
                                              over->second +
                                              "; export fewer timelines or less metadata"};
    Builder builder;
    if (!Json::sax_parse(plain.text, &builder)) {
        const auto before = std::ranges::lower_bound(plain.inserted, builder.byte());
        const std::size_t byte =
            builder.byte() - static_cast<std::size_t>(before - plain.inserted.begin());
        return Error{ErrorCode::Corrupt, file + ": " + place_of(text, byte) +
                                             (builder.is_number() ? ": a number is too large"
                                                                  : ": not valid JSON (UTF-8)") +
                                             "; export the file again"};
    }
    return ParsedJson{builder.take(), plain.not_numbers};
}

Schema schema_of(const Json& object) {
    const std::string* text = object.is_object() ? find_text(object, "OTIO_SCHEMA") : nullptr;
    if (text == nullptr) return {};
    const std::size_t dot = text->rfind('.');
    if (dot == std::string::npos) return {*text, 1};
    int version = 1;
    std::from_chars(text->data() + dot + 1, text->data() + text->size(), version);
    return {std::string_view(*text).substr(0, dot), version};
}

const Json* find(const Json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

const Json* find_object(const Json& object, const char* key) {
    const Json* value = find(object, key);
    return value != nullptr && value->is_object() ? value : nullptr;
}

const Json* find_array(const Json& object, const char* key) {
    const Json* value = find(object, key);
    return value != nullptr && value->is_array() ? value : nullptr;
}

const std::string* find_text(const Json& object, const char* key) {
    const Json* value = find(object, key);
    return value != nullptr ? value->get_ptr<const std::string*>() : nullptr;
}

std::string text_at(const Json& object, const char* key) {
    const std::string* text = find_text(object, key);
    return text != nullptr ? *text : std::string();
}

bool flag_at(const Json& object, const char* key, bool otherwise) {
    const Json* value = find(object, key);
    return value != nullptr && value->is_boolean() ? value->get<bool>() : otherwise;
}

double number_at(const Json& object, const char* key, double otherwise, double least, double most) {
    const Json* number = find(object, key);
    if (number == nullptr || !number->is_number()) return otherwise;
    const auto value = number->get<double>();
    return value >= least && value <= most ? value : otherwise;
}

const Json* own_metadata(const Json& object) {
    const Json* metadata = find_object(object, "metadata");
    return metadata != nullptr ? find_object(*metadata, "seamline") : nullptr;
}

std::optional<Rational> exact(double value) {
    if (!std::isfinite(value) || std::abs(value) > 1e17) return std::nullopt;
    return rounded_fraction(value);
}

std::optional<Rational> exact_number(const Json* number) {
    if (number == nullptr || !number->is_number()) return std::nullopt;
    if (number->is_number_float()) return exact(number->get<double>());
    constexpr std::int64_t kMost = 100'000'000'000'000'000;
    if (number->is_number_unsigned() && number->get<std::uint64_t>() > std::uint64_t{kMost})
        return std::nullopt;
    const auto value = number->get<std::int64_t>();
    if (value > kMost || value < -kMost) return std::nullopt;
    return Rational(value);
}

std::optional<Rational> exact_rate(double rate) {
    if (!(rate >= 1e-3 && rate <= 1e9)) return std::nullopt;
    const double whole = std::round(rate);
    if (std::abs(rate - whole) < 1e-6 * whole) return Rational(static_cast<std::int64_t>(whole));
    if (rate < 1000) {
        // 23.98 is the coarsest spelling in use, 0.004 off.
        const double above = std::ceil(rate);
        if (std::abs(rate - above * 1000 / 1001) < 0.005)
            return Rational(static_cast<std::int64_t>(above) * 1000, 1001);
    }
    return exact(rate);
}

std::optional<RationalTime> time_of(const Json* time) {
    if (time == nullptr || !time->is_object()) return std::nullopt;
    const auto value = exact_number(find(*time, "value"));
    const Json* written = find(*time, "rate");
    if (!value || written == nullptr || !written->is_number()) return std::nullopt;
    const auto rate = exact_rate(written->get<double>());
    if (!rate) return std::nullopt;
    const RationalTime result{*value, *rate};
    const Rational seconds = result.seconds();
    if (seconds > Rational(kMostSeconds) || seconds < Rational(-kMostSeconds)) return std::nullopt;
    return result;
}

std::optional<Range> range_of(const Json* range) {
    if (range == nullptr || !range->is_object()) return std::nullopt;
    const auto start = time_of(find(*range, "start_time"));
    const auto duration = time_of(find(*range, "duration"));
    if (!start || !duration) return std::nullopt;
    return Range{*start, *duration};
}

} // namespace seamline::interchange::otio
