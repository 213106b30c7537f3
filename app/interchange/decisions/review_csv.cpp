#include "app/interchange/decisions/review_csv.h"

#include "app/interchange/decisions/csv_text.h"
#include "app/interchange/decisions/review_json.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace seamline::interchange {
namespace {

using otio::Json;
using review::Medium;
using review::Review;

enum class Cell : std::uint8_t { Text, Whole, Flag, List, Strokes };

struct Column {
    const char* name;
    Cell cell;
};

constexpr std::array kColumns{Column{"kind", Cell::Text},
                              Column{"id", Cell::Text},
                              Column{"state", Cell::Text},
                              Column{"name", Cell::Text},
                              Column{"target", Cell::Text},
                              Column{"from", Cell::Whole},
                              Column{"to", Cell::Whole},
                              Column{"timecode_from", Cell::Text},
                              Column{"timecode_to", Cell::Text},
                              Column{"reasons", Cell::List},
                              Column{"note", Cell::Text},
                              Column{"text", Cell::Text},
                              Column{"author", Cell::Text},
                              Column{"time", Cell::Text},
                              Column{"media_id", Cell::Text},
                              Column{"path", Cell::Text},
                              Column{"shot_index", Cell::Whole},
                              Column{"parent_id", Cell::Text},
                              Column{"resolved", Cell::Flag},
                              Column{"ghost", Cell::Flag},
                              Column{"strokes", Cell::Strokes},
                              Column{"frame_count", Cell::Whole},
                              Column{"frame_rate", Cell::Text},
                              Column{"start_frame", Cell::Whole},
                              Column{"start_timecode", Cell::Text},
                              Column{"drop_frame", Cell::Flag},
                              Column{"width", Cell::Whole},
                              Column{"height", Cell::Whole},
                              Column{"shot", Cell::Text},
                              Column{"coverage", Cell::Text},
                              Column{"place", Cell::Text},
                              Column{"pick", Cell::Text},
                              Column{"takes", Cell::List},
                              Column{"generator", Cell::Text},
                              Column{"version", Cell::Text},
                              Column{"prompt", Cell::Text},
                              Column{"seed", Cell::Text},
                              Column{"rights", Cell::Text},
                              Column{"order", Cell::Whole},
                              Column{"eliminated", Cell::Flag},
                              Column{"successor_of", Cell::Text},
                              Column{"successor_shift", Cell::Whole},
                              Column{"left", Cell::Text},
                              Column{"right", Cell::Text},
                              Column{"answer", Cell::Text},
                              Column{"left_reasons", Cell::List},
                              Column{"right_reasons", Cell::List},
                              Column{"decision", Cell::Text}};

std::string joined(const Json& list) {
    std::string out;
    for (const Json& item : list) {
        if (&item != &list.front()) out += ';';
        const std::string words = item.get<std::string>();
        // A blank item would vanish.
        if (trimmed(words).empty()) out += "\\0";
        for (const char c : words) {
            if (c == ';' || c == '\\') out += '\\';
            out += c;
        }
    }
    return out;
}

Json parted(std::string_view text) {
    Json list = Json::array();
    std::string item;
    bool is_item = false;
    const auto end_item = [&] {
        // Blanks about a separator come from hands; an item that is empty says so.
        if (is_item || !trimmed(item).empty()) list.push_back(std::string(item));
        item.clear();
        is_item = false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ';') {
            end_item();
        } else if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
            is_item = true;
            if (text[i] != '0') item += text[i];
        } else {
            item += text[i];
        }
    }
    end_item();
    return list;
}

std::string cell_text(const Json& row, const Column& column) {
    const Json* value = otio::find(row, column.name);
    if (value == nullptr) return {};
    switch (column.cell) {
    case Cell::Text:
        return without_formula(value->get<std::string>());
    case Cell::List:
        return without_formula(joined(*value));
    case Cell::Flag:
        return value->get<bool>() ? "true" : "false";
    case Cell::Whole:
    case Cell::Strokes:
        break;
    }
    return value->dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What a JSON object has one level down, beside the rest.
Json flat(Json row) {
    if (!row.contains("target")) return row;
    const Json target = row["target"];
    row["target"] = target["kind"];
    for (const char* key : {"from", "to"})
        if (target.contains(key)) row[key] = target[key];
    if (target.contains("shot")) row["shot_index"] = target["shot"];
    return row;
}

/// Frames without a target column tell the target themselves.
Json nested(Json row) {
    const bool has_from = row.contains("from");
    if (has_from && !row.contains("to")) row["to"] = row["from"];
    const char* kind = !has_from ? "take" : row["from"] == row["to"] ? "frame" : "range";
    Json target = {{"kind", row.contains("target") ? row["target"] : Json(kind)}};
    for (const char* key : {"from", "to"})
        if (row.contains(key)) target[key] = row[key];
    if (row.contains("shot_index")) target["shot"] = row["shot_index"];
    row["target"] = std::move(target);
    return row;
}

class CsvWriter {
public:
    explicit CsvWriter(const Review& review) {
        std::vector<std::string> header;
        for (const Column& column : kColumns) header.emplace_back(column.name);
        text_ = csv_line(header);
        for (const Medium& medium : review.media) media_[medium.media_id] = &medium;
    }

    void row(const char* kind, Json json) {
        json["kind"] = kind;
        std::vector<std::string> cells;
        for (const Column& column : kColumns) cells.push_back(cell_text(json, column));
        text_ += csv_line(cells);
    }

    /// With what tells people which frames are meant.
    void remark(const char* kind, Json json) {
        json = flat(std::move(json));
        const auto found = media_.find(json["media_id"].get<std::string>());
        if (found != media_.end()) {
            const Medium& medium = *found->second;
            json["path"] = medium.path;
            json["name"] = medium.name;
            const auto label = [&](const char* key) {
                return timecode_text(medium.start_frame + json[key].get<std::int64_t>(),
                                     medium.frame_rate, medium.drop_frame);
            };
            if (json.contains("from")) json["timecode_from"] = label("from");
            if (json.contains("to")) json["timecode_to"] = label("to");
        }
        row(kind, std::move(json));
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::map<std::string, const Medium*> media_;
};

class CsvReader {
public:
    explicit CsvReader(const CsvRow& header) {
        for (std::size_t i = 0; i < header.cells.size(); ++i) {
            const std::string_view title = trimmed(header.cells[i]);
            const auto known = std::ranges::find(
                kColumns, title, [](const Column& c) { return std::string_view(c.name); });
            columns_.push_back(known == kColumns.end() ? nullptr : &*known);
            has_media_id_ |= title == "media_id";
        }
    }

    bool has_media_id() const { return has_media_id_; }

    /// Empty: read.
    std::string read(const CsvRow& row) {
        Json json = Json::object();
        for (std::size_t i = 0; i < row.cells.size() && i < columns_.size(); ++i) {
            if (columns_[i] == nullptr || row.cells[i].empty()) continue;
            const std::string error = set(json, *columns_[i], row.cells[i]);
            if (!error.empty()) return error;
        }
        const std::string kind = otio::text_at(json, "kind");
        if (kind.empty() || kind == "decision" || kind == "comment") json = nested(std::move(json));
        if (kind == "review") {
            review_.name = otio::text_at(json, "name");
            return {};
        }
        if (kind == "reason") {
            review_.reasons.push_back(otio::text_at(json, "text"));
            return {};
        }
        if (kind == "medium") return add(json, medium_from, review_.media);
        if (kind == "shot") return add(json, shot_from, review_.shots);
        if (kind == "take") return add(json, take_from, review_.takes);
        if (kind == "answer") return add(json, answer_from, review_.answers);
        if (kind == "policy") return set_policy(otio::text_at(json, "text"));
        if (kind == "comparison") return add(json, comparison_from, review_.comparisons);
        if (json.contains("media_id")) beside_.push_back(json);
        if (kind == "comment") return add(json, comment_from, review_.comments);
        if (kind == "drawing") return add(json, drawing_from, review_.drawings);
        if (kind == "decision" || kind.empty()) return add(json, decision_from, review_.decisions);
        return "kind \"" + one_line(kind) + "\" is unknown";
    }

    /// With the media that have no row of their own.
    Review finish() {
        std::set<std::string> known;
        for (const Medium& medium : review_.media) known.insert(medium.media_id);
        for (Json& json : beside_) {
            if (!known.insert(json["media_id"].get<std::string>()).second) continue;
            if (auto medium = medium_from(json, ""))
                review_.media.push_back(std::move(medium).value());
        }
        return std::move(review_);
    }

private:
    static std::string set(Json& json, const Column& column, const std::string& cell) {
        switch (column.cell) {
        case Cell::Text:
            json[column.name] = with_formula(cell);
            return {};
        case Cell::List:
            json[column.name] = parted(with_formula(cell));
            return {};
        case Cell::Whole: {
            const auto number = whole_number(cell);
            if (!number) return std::string(column.name) + ": a whole number is expected";
            json[column.name] = *number;
            return {};
        }
        case Cell::Flag: {
            const std::string word = upper_case(trimmed(cell));
            if (word != "TRUE" && word != "FALSE")
                return std::string(column.name) + ": true or false is expected";
            json[column.name] = word == "TRUE";
            return {};
        }
        case Cell::Strokes:
            break;
        }
        auto parsed =
            otio::parse(cell, column.name, {.bytes = 32 << 20, .values = 2'000'000, .depth = 16});
        if (!parsed) return one_line(parsed.error().message, 300);
        json[column.name] = std::move(parsed.value().root);
        return {};
    }

    std::string set_policy(const std::string& text) {
        auto policy = review::policy_from(text, "text");
        if (!policy) return policy.error().message;
        review_.policy = std::move(policy).value();
        return {};
    }

    template <typename T>
    std::string add(const Json& json, Result<T> (*from)(const Json&, const std::string&),
                    std::vector<T>& list) {
        auto value = from(json, "");
        if (!value) return value.error().message;
        list.push_back(std::move(value).value());
        return {};
    }

    std::vector<const Column*> columns_; ///< Null: unknown.
    bool has_media_id_ = false;
    Review review_;
    std::vector<Json> beside_; ///< Remarks with what stands beside them of their medium.
};

} // namespace

std::string write_review_csv(const Review& review) {
    CsvWriter out(review);
    out.row("review", {{"name", review.name}});
    for (const Medium& medium : review.media) out.row("medium", json_of(medium));
    for (const review::Shot& shot : review.shots) out.row("shot", json_of(shot));
    for (const review::Take& take : review.takes) out.row("take", json_of(take));
    for (const review::Decision& decision : review.decisions)
        out.remark("decision", json_of(decision));
    for (const review::Comment& comment : review.comments) out.remark("comment", json_of(comment));
    for (const review::Drawing& drawing : review.drawings) out.remark("drawing", json_of(drawing));
    for (const review::Comparison& comparison : review.comparisons)
        out.row("comparison", json_of(comparison));
    for (const std::string& reason : review.reasons) out.row("reason", {{"text", reason}});
    for (const review::TodoAnswer& answer : review.answers) out.row("answer", json_of(answer));
    if (review.policy) out.row("policy", {{"text", review::policy_text(*review.policy)}});
    return out.take();
}

Result<Review> read_review_csv(std::string_view text, const std::string& name) {
    auto rows = read_csv(text, name);
    if (!rows) return rows.error();
    if (rows.value().empty())
        return Error{ErrorCode::Unsupported, name + ": an empty table: a header is expected"};
    CsvReader reader(rows.value().front());
    if (!reader.has_media_id())
        return Error{ErrorCode::Unsupported,
                     name + ": line 1: a table of decisions needs a column \"media_id\""};
    for (std::size_t i = 1; i < rows.value().size(); ++i) {
        const std::string error = reader.read(rows.value()[i]);
        if (!error.empty())
            return Error{ErrorCode::Corrupt,
                         name + ": line " + std::to_string(rows.value()[i].line) + ": " + error};
    }
    return reader.finish();
}

} // namespace seamline::interchange
