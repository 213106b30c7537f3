#include "app/review/ingest.h"

#include "app/review/bounded_json.h"

#include <algorithm>
#include <array>
#include <set>

namespace seamline::review {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostParts = 20;
constexpr std::size_t kMostStem = 1'000;
constexpr std::array<std::string_view, 6> kFields{"shot", "generator", "version",
                                                  "seed", "prompt",    "any"};

/// Puts one word into a note. False when the word means nothing there.
bool set_word(TakeNote& note, std::string_view key, std::string value) {
    if (value.empty()) return true;
    if (key == "shot")
        note.shot = std::move(value);
    else if (key == "generator")
        note.facts.generator = std::move(value);
    else if (key == "version")
        note.facts.version = std::move(value);
    else if (key == "prompt")
        note.facts.prompt = std::move(value);
    else if (key == "seed")
        note.facts.seed = std::move(value);
    else if (key == "rights")
        note.facts.rights = std::move(value);
    else if (key == "class") {
        note.coverage = coverage_class_from(value);
        return note.coverage.has_value();
    } else if (key == "place") {
        note.place = shot_place_from(value);
        return note.place.has_value();
    }
    return true;
}

constexpr std::size_t kMostShown = 40; ///< Bytes of a text in a line of changes.

/// On one line, cut where it is long.
std::string shown(const std::string& text) {
    if (text.empty()) return "(none)";
    std::string line = text;
    for (char& letter : line)
        if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
    if (line.size() <= kMostShown) return line;
    std::size_t keep = kMostShown;
    while (keep > 0 && (static_cast<unsigned char>(line[keep]) & 0xC0) == 0x80) --keep;
    return line.substr(0, keep) + "...";
}

std::string change(const char* what, const std::string& from, const std::string& to) {
    return std::string(what) + ' ' + shown(from) + " -> " + shown(to);
}

void tell_facts(IngestItem& item, const TakeFacts& known) {
    const TakeFacts& said = item.note.facts;
    const auto tell = [&](const char* what, const std::string& from, const std::string& to) {
        if (!to.empty() && to != from) item.changes.push_back(change(what, from, to));
    };
    tell("generator", known.generator, said.generator);
    tell("version", known.version, said.version);
    tell("prompt", known.prompt, said.prompt);
    tell("seed", known.seed, said.seed);
    tell("rights", known.rights, said.rights);
}

/// `first`: what was told first of the shot in this run.
template <typename T>
void tell_of_shot(IngestItem& item, const char* what, const std::optional<T>& said,
                  std::optional<T>& first, const std::optional<T>& known) {
    if (!said) return;
    if (!first) {
        first = said;
        if (known && *known != *said)
            item.changes.push_back(change(what, name(*known), name(*said)));
    } else if (*first != *said) {
        item.not_used.push_back(std::string(what) + ' ' + name(*said) +
                                ": another file of the shot says " + name(*first));
    }
}

constexpr std::array<std::string_view, 8> kColumns{"shot", "generator", "version", "prompt",
                                                   "seed", "rights",    "class",   "place"};

} // namespace

Result<NamePattern> NamePattern::parse(std::string_view text) {
    const auto wrong = [&](const std::string& what) {
        return Error{ErrorCode::InvalidArgument,
                     "the pattern '" + std::string(text) + "': " + what};
    };
    NamePattern pattern;
    std::set<std::string> used;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t brace = rest.find_first_of("{}");
        if (brace != 0) {
            pattern.parts_.push_back({false, std::string(rest.substr(0, brace))});
            rest.remove_prefix(std::min(brace, rest.size()));
            continue;
        }
        const std::size_t end = rest.find('}');
        if (rest[0] != '{' || end == std::string_view::npos) return wrong("a brace stands alone");
        const std::string field(rest.substr(1, end - 1));
        rest.remove_prefix(end + 1);
        if (std::ranges::find(kFields, field) == kFields.end())
            return wrong("'{" + field +
                         "}' is none of shot, generator, version, seed, prompt, any");
        if (field != "any" && !used.insert(field).second)
            return wrong("'{" + field + "}' comes twice");
        if (!pattern.parts_.empty() && pattern.parts_.back().is_field)
            return wrong("nothing parts '{" + field + "}' from the field before it");
        pattern.parts_.push_back({true, field});
        if (pattern.parts_.size() > kMostParts) return wrong("too many fields");
    }
    if (!used.contains("shot")) return wrong("it needs {shot}");
    return pattern;
}

std::optional<TakeNote> NamePattern::match(std::string_view stem) const {
    if (stem.size() > kMostStem) return std::nullopt;
    // fits[i][at]: parts from i on match the stem from `at` on.
    const std::size_t n = stem.size();
    std::vector<std::vector<bool>> fits(parts_.size() + 1, std::vector<bool>(n + 1, false));
    fits.back()[n] = true;
    for (std::size_t i = parts_.size(); i-- > 0;) {
        const Part& part = parts_[i];
        bool later = false; // Of a field: whether the rest fits anywhere after `at`.
        for (std::size_t at = n + 1; at-- > 0;) {
            if (part.is_field) {
                later = later || (at < n && fits[i + 1][at + 1]);
                const bool digit = at < n && stem[at] >= '0' && stem[at] <= '9';
                fits[i][at] = later && (digit || part.text != "version");
            } else {
                fits[i][at] =
                    stem.substr(at).starts_with(part.text) && fits[i + 1][at + part.text.size()];
            }
        }
    }
    if (!fits[0][0]) return std::nullopt;
    TakeNote note;
    std::size_t at = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        std::size_t end = at + (parts_[i].is_field ? 1 : parts_[i].text.size());
        if (parts_[i].is_field) {
            while (!fits[i + 1][end]) ++end;
            set_word(note, parts_[i].text, std::string(stem.substr(at, end - at)));
        }
        at = end;
    }
    return note;
}

Result<std::map<std::string, TakeNote>>
notes_of_table(std::span<const std::vector<std::string>> rows, const std::string& name) {
    const auto wrong = [&](std::size_t row, const std::string& what) {
        return Error{ErrorCode::Corrupt, name + ": row " + std::to_string(row + 1) + ": " + what};
    };
    if (rows.empty()) return Error{ErrorCode::Corrupt, name + ": an empty table"};
    if (rows.size() > EventLimits::kList)
        return Error{ErrorCode::TooLarge,
                     name + ": more than " + std::to_string(EventLimits::kList) + " rows"};
    const std::vector<std::string>& columns = rows[0];
    const auto file_column = std::ranges::find(columns, "file");
    if (file_column == columns.end()) return wrong(0, "it needs a column 'file'");
    const auto at = static_cast<std::size_t>(file_column - columns.begin());
    std::map<std::string, TakeNote> notes;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].size() != columns.size())
            return wrong(i, std::to_string(rows[i].size()) + " cells, but " +
                                std::to_string(columns.size()) + " columns");
        TakeNote note;
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (!set_word(note, columns[c], rows[i][c]))
                return wrong(i, "'" + rows[i][c] + "' is no " + columns[c]);
        if (rows[i][at].empty()) return wrong(i, "it names no file");
        if (!notes.emplace(rows[i][at], note).second)
            return wrong(i, "'" + rows[i][at] + "' comes twice");
    }
    return notes;
}

Result<TakeNote> note_of_json(std::string_view text, const std::string& name) {
    const auto json = bounded_json(text, {.bytes = std::size_t{1} << 20});
    if (!json) return Error{json.error().code, name + ": " + json.error().message};
    if (!json.value().is_object()) return Error{ErrorCode::Corrupt, name + ": no JSON object"};
    TakeNote note;
    for (const std::string_view key : kColumns) {
        const auto at = json.value().find(std::string(key));
        if (at == json.value().end() || at->is_null()) continue;
        // A seed is often a number.
        const std::string value = at->is_string() ? at->get<std::string>() : at->dump();
        const bool plain = at->is_string() || at->is_number();
        if (!plain || !set_word(note, key, value))
            return Error{ErrorCode::Corrupt,
                         name + ": '" + std::string(key) + "' is not understood"};
    }
    return note;
}

TakeNote merged(const TakeNote& over, const TakeNote& under) {
    TakeNote note = over;
    if (!note.shot) note.shot = under.shot;
    if (!note.coverage) note.coverage = under.coverage;
    if (!note.place) note.place = under.place;
    const auto fill = [](std::string& to, const std::string& from) {
        if (to.empty()) to = from;
    };
    fill(note.facts.generator, under.facts.generator);
    fill(note.facts.version, under.facts.version);
    fill(note.facts.prompt, under.facts.prompt);
    fill(note.facts.seed, under.facts.seed);
    fill(note.facts.rights, under.facts.rights);
    return note;
}

IngestItem ingest_item(std::string file, const Medium& medium, const std::optional<TakeNote>& table,
                       const std::optional<TakeNote>& sidecar, const std::optional<TakeNote>& name,
                       const Review& review) {
    IngestItem item;
    item.file = std::move(file);
    item.medium = medium;
    const auto add = [&](const std::optional<TakeNote>& note, const char* from) {
        if (!note) return;
        item.note = merged(item.note, *note);
        item.from += (item.from.empty() ? "" : " + ") + std::string(from);
    };
    add(table, "table");
    add(sidecar, "sidecar");
    add(name, "name");
    if (!item.note.shot || item.note.shot->empty()) {
        item.problem = item.from.empty() ? "its name does not fit the pattern, and nothing else "
                                           "tells its shot"
                                         : "no shot is told";
        return item;
    }
    const auto known = std::ranges::find(review.takes, medium.media_id, &Take::media_id);
    item.is_new = known == review.takes.end() || known->shot != *item.note.shot;
    return item;
}

void tell_changes(std::span<IngestItem> items, const Review& review) {
    std::map<std::string, TakeNote> firsts;
    for (IngestItem& item : items) {
        item.changes.clear();
        item.not_used.clear();
        if (!item.problem.empty()) continue;
        const auto take = std::ranges::find(review.takes, item.medium.media_id, &Take::media_id);
        if (take != review.takes.end()) tell_facts(item, take->facts);
        const std::string& name = *item.note.shot;
        const auto shot = std::ranges::find(review.shots, name, &Shot::name);
        const bool is_known = shot != review.shots.end();
        TakeNote& first = firsts[name];
        tell_of_shot(item, "class", item.note.coverage, first.coverage,
                     is_known ? std::optional(shot->coverage) : std::nullopt);
        tell_of_shot(item, "place", item.note.place, first.place,
                     is_known ? std::optional(shot->place) : std::nullopt);
    }
}

std::optional<Action> ingest_action(const Author& author, std::span<const IngestItem> items,
                                    const Review& review) {
    std::vector<Action> actions;
    std::map<std::string, TakeNote> shots;
    for (const IngestItem& item : items) {
        if (!item.problem.empty()) continue;
        const auto seen = std::ranges::find(review.media, item.medium.media_id, &Medium::media_id);
        if (seen == review.media.end() || *seen != item.medium)
            actions.push_back(see(author, item.medium));
        const auto known = std::ranges::find(review.takes, item.medium.media_id, &Take::media_id);
        TakeNote has;
        if (known != review.takes.end()) has.facts = known->facts;
        // What is known already is not said again.
        const bool in_stack = known != review.takes.end() && known->shot == *item.note.shot;
        if (!in_stack || merged(item.note, has).facts != has.facts)
            actions.push_back(
                put_take(author, item.medium.media_id, *item.note.shot, item.note.facts));
        TakeNote& shot = shots[*item.note.shot];
        shot = merged(shot, item.note);
    }
    for (const auto& [name, note] : shots) {
        const auto known = std::ranges::find(review.shots, name, &Shot::name);
        const bool same = known != review.shots.end() &&
                          note.coverage.value_or(known->coverage) == known->coverage &&
                          note.place.value_or(known->place) == known->place;
        if ((note.coverage || note.place) && !same)
            actions.push_back(put_shot(author, name, note.coverage, note.place));
    }
    if (actions.empty()) return std::nullopt;
    return together(std::move(actions));
}

} // namespace seamline::review
