// Which events of a cut are listed, in which order, and which one is chosen.
#include "app/ui/cut_table.h"
#include "decode/media/lower_case.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

namespace seamline::ui {
namespace {

std::vector<std::string> wanted_words(const CutListChoice& choice) {
    std::istringstream stream(lower_case(choice.text.data()));
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

bool is_listed(const CutTable& table, const CutRow& row, const CutListChoice& choice,
               const std::vector<std::string>& words) {
    const auto& event = playback::event_at(table.edit(), row.place);
    const bool any = choice.offline || choice.unsupported || choice.generated || choice.live_action;
    const bool kind = (choice.offline && row.offline) ||
                      (choice.unsupported && !event.unsupported.empty()) ||
                      (choice.generated && row.origin == interchange::Origin::Generated) ||
                      (choice.live_action && row.origin == interchange::Origin::LiveAction);
    if (any && !kind) return false;
    return std::ranges::all_of(
        words, [&](const std::string& word) { return row.words.find(word) != std::string::npos; });
}

template <typename Value>
void sort_by(std::vector<std::uint32_t>& rows, bool descending, Value value) {
    std::ranges::stable_sort(rows, [&](std::uint32_t a, std::uint32_t b) {
        return descending ? value(b) < value(a) : value(a) < value(b);
    });
}

} // namespace

std::vector<std::uint32_t> listed_rows(const CutTable& table, const CutListChoice& choice) {
    const std::vector<CutRow>& all = table.rows();
    const std::vector<std::string> words = wanted_words(choice);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < all.size(); ++i)
        if (is_listed(table, all[i], choice, words)) rows.push_back(i);
    const bool down = choice.descending;
    switch (choice.sort) {
    case CutColumn::Number:
    case CutColumn::RecordIn: // Rows are in record order.
        if (down) std::ranges::reverse(rows);
        break;
    case CutColumn::Name:
        sort_by(rows, down, [&](std::uint32_t i) -> const std::string& { return all[i].name; });
        break;
    case CutColumn::Duration:
        sort_by(rows, down, [&](std::uint32_t i) { return all[i].duration; });
        break;
    case CutColumn::SourceIn:
        sort_by(rows, down, [&](std::uint32_t i) { return all[i].source_in_s; });
        break;
    case CutColumn::Take:
        sort_by(rows, down, [&](std::uint32_t i) {
            const auto& event = playback::event_at(table.edit(), all[i].place);
            return std::pair(event.media.size(), all[i].active);
        });
        break;
    case CutColumn::Origin:
        sort_by(rows, down, [&](std::uint32_t i) { return all[i].origin; });
        break;
    case CutColumn::Placement:
        sort_by(rows, down, [&](std::uint32_t i) { return all[i].placement; });
        break;
    case CutColumn::Notes:
        sort_by(rows, down, [&](std::uint32_t i) { return all[i].notes.size(); });
        break;
    }
    return rows;
}

std::optional<ChosenEvent> followed(const std::optional<ChosenEvent>& chosen,
                                    session::SourceKey source, const CutTable& table,
                                    std::int64_t record) {
    if (chosen && chosen->source == source && chosen->place.track < table.edit().tracks.size() &&
        chosen->place.event < table.edit().tracks[chosen->place.track].events.size()) {
        const auto& event = playback::event_at(table.edit(), chosen->place);
        if (record >= event.record_in && record < event.record_out()) return chosen;
    }
    const auto row = table.row_at(record);
    if (!row) return chosen;
    return ChosenEvent{source, table.rows()[*row].place};
}

const CutTable& CutTables::of(const session::Source& source,
                              const std::shared_ptr<const playback::CutProgram>& program) {
    Entry& entry = entries_[source.key];
    if (!entry.table || entry.table->program() != program) {
        // The program is the one that plays; the session may be a step ahead of it.
        entry.table = std::make_shared<const CutTable>(source.cut, program);
        entry.choice.reset();
        if (is_new_) is_new_(source.key, *entry.table);
    }
    return *entry.table;
}

const std::vector<std::uint32_t>& CutTables::listed(session::SourceKey source,
                                                    const CutListChoice& choice) {
    Entry& entry = entries_[source];
    CutListChoice wanted = choice;
    wanted.follows = true; // Has no part in what is listed.
    if (entry.table && entry.choice != wanted) {
        entry.listed = listed_rows(*entry.table, wanted);
        entry.choice = wanted;
    }
    return entry.listed;
}

void CutTables::keep_only(const session::Session& session) {
    std::erase_if(entries_, [&](const auto& entry) {
        const session::Source* source = session.find(entry.first);
        return source == nullptr || !source->cut;
    });
}

} // namespace seamline::ui
