#include "app/ui/review/ingest_preview.h"

#include "decode/media/counted.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace seamline::ui {
namespace {

using review::IngestItem;

/// The part of a review that is about these media: looking something up in all of a large one for
/// every file would take long.
review::Review part_about(const interchange::TakeFolder& folder, const review::Review& review) {
    std::set<std::string_view> ids;
    for (const interchange::FolderTake& take : folder.takes)
        if (take.medium) ids.insert(take.medium->media_id);
    review::Review part;
    for (const review::Take& take : review.takes)
        if (ids.contains(take.media_id)) part.takes.push_back(take);
    part.shots = review.shots;
    return part;
}

/// Places in stacks, given out from 1, after those that are taken.
class Stacks {
public:
    explicit Stacks(const review::Review& review) {
        for (const review::Shot& shot : review.shots) {
            int place = 0;
            for (const std::string& id : shot.takes) places_[{shot.name, id}] = ++place;
            next_[shot.name] = place;
        }
    }
    int place(const std::string& shot, const std::string& media_id) {
        const auto [at, is_new] = places_.try_emplace({shot, media_id}, 0);
        if (is_new) at->second = ++next_[shot];
        return at->second;
    }

private:
    std::map<std::pair<std::string, std::string>, int> places_;
    std::map<std::string, int> next_;
};

const review::Take* take_of(const review::Review& review, const std::string& media_id) {
    const auto at = std::ranges::find(review.takes, media_id, &review::Take::media_id);
    return at == review.takes.end() ? nullptr : &*at;
}

void tell_fate(IngestRow& row, const IngestItem& item, bool is_refused, bool is_read,
               const review::Take* known) {
    if (!item.problem.empty()) {
        row.fate = is_refused ? IngestFate::Refused : IngestFate::Unclear;
        row.words = "left out: " + item.problem;
    } else if (!is_read) {
        row.fate = IngestFate::Waits;
        row.words = "is being read";
    } else if (known == nullptr || known->shot.empty()) {
        row.fate = IngestFate::Comes;
        row.words = "new take";
    } else if (known->shot != *item.note.shot) {
        row.fate = IngestFate::Moves;
        row.words = "moves here from " + known->shot;
    } else if (!item.changes.empty()) {
        row.fate = IngestFate::Changes;
        row.words = "is there";
    } else {
        row.fate = IngestFate::IsThere;
        row.words = "is there already";
    }
    if (!item.problem.empty()) return;
    std::string changes;
    for (const std::string& change : item.changes)
        changes += (changes.empty() ? "; would change " : ", ") + change;
    for (const std::string& unused : item.not_used) changes += "; does not use " + unused;
    row.words += changes;
}

void count(IngestPreview& preview, std::set<std::string>& shots) {
    const IngestRow& row = preview.rows.back();
    switch (row.fate) {
    case IngestFate::Comes:
    case IngestFate::Moves:
    case IngestFate::Changes:
        ++preview.coming;
        shots.insert(row.shot);
        break;
    case IngestFate::IsThere:
        ++preview.there;
        break;
    case IngestFate::Waits:
        ++preview.waiting;
        break;
    case IngestFate::Unclear:
    case IngestFate::Refused:
        ++preview.left_out;
        break;
    }
    preview.shots = shots.size();
}

/// "a", "a and b", "a, b and c"; more than four are a number.
std::string listed(const std::set<std::string>& names) {
    if (names.size() > 4) return counted(names.size(), "shot", "shots");
    std::string text;
    std::size_t left = names.size();
    for (const std::string& name : names) {
        text += name;
        --left;
        if (left > 0) text += left == 1 ? " and " : ", ";
    }
    return text;
}

} // namespace

IngestPreview ingest_preview(const interchange::TakeFolder& folder, const std::string& pattern,
                             const review::Review& review) {
    IngestPreview preview;
    const auto parsed = review::NamePattern::parse(pattern);
    if (!parsed) preview.pattern_problem = parsed.error().message;
    const review::Review part = part_about(folder, review);
    const std::string in_folder = (folder.folder / "").string();
    Stacks stacks(part);
    std::set<std::string> shots;
    std::map<std::string, std::string> first_of; // By content.
    std::vector<bool> refused;
    for (const interchange::FolderTake& take : folder.takes) {
        IngestItem item = interchange::ingest_item(take, parsed ? &parsed.value() : nullptr, part);
        bool is_refused = !take.problem.empty();
        // The row names the file, the dialog its folder: the reason comes first.
        if (const auto at = item.problem.find(in_folder); at != std::string::npos)
            item.problem.erase(at, in_folder.size());
        if (item.problem.empty() && take.medium) {
            const auto [same, is_first] = first_of.emplace(take.medium->media_id, item.file);
            if (!is_first) item.problem = "it has the same content as " + same->second;
            is_refused = !is_first;
        }
        refused.push_back(is_refused);
        preview.items.push_back(std::move(item));
    }
    review::tell_changes(preview.items, part);
    for (std::size_t i = 0; i < preview.items.size(); ++i) {
        const interchange::FolderTake& take = folder.takes[i];
        IngestItem& item = preview.items[i];
        const bool is_read = take.medium.has_value();
        const std::string id = is_read ? take.medium->media_id : std::string();
        const review::Take* known = is_read ? take_of(part, id) : nullptr;
        IngestRow row;
        row.file = item.file;
        row.shot = item.note.shot.value_or("");
        row.generator = item.note.facts.generator;
        row.version = item.note.facts.version;
        row.from = item.from;
        tell_fate(row, item, refused[i], is_read, known);
        // What is not read yet is counted where it will stand, so that no number jumps.
        if (item.problem.empty())
            row.number = stacks.place(row.shot, is_read ? id : take.path.string());
        // What waits is not taken in yet.
        if (row.fate == IngestFate::Waits) item.problem = row.words;
        preview.rows.push_back(std::move(row));
        count(preview, shots);
    }
    return preview;
}

std::string words_of(const IngestPreview& preview) {
    if (preview.rows.empty()) return "No movies lie right in this folder";
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    // What is there already does not come; what is told of it does.
    const auto changing = static_cast<std::size_t>(
        std::ranges::count(preview.rows, IngestFate::Changes, &IngestRow::fate));
    const std::size_t coming = preview.coming - changing;
    std::set<std::string> shots;
    for (const IngestRow& row : preview.rows)
        if (row.fate == IngestFate::Comes || row.fate == IngestFate::Moves) shots.insert(row.shot);
    if (coming > 0)
        add(counted(coming, "take comes into ", "takes come into ") +
            counted(shots.size(), "shot", "shots"));
    if (changing > 0)
        add(counted(changing, "that is there would change", "that are there would change"));
    if (preview.there > 0) add(counted(preview.there, "is there already", "are there already"));
    if (preview.left_out > 0) add(counted(preview.left_out, "is left out", "are left out"));
    if (preview.waiting > 0)
        add(counted(preview.waiting, "is still being read", "are still being read"));
    return text;
}

std::vector<std::filesystem::path> files_to_open(const interchange::TakeFolder& folder,
                                                 const IngestPreview& preview) {
    std::vector<std::string> shots; // As the folder names them.
    std::vector<std::pair<std::pair<std::size_t, int>, std::size_t>> order;
    for (std::size_t i = 0; i < preview.rows.size() && i < folder.takes.size(); ++i) {
        if (!preview.items[i].problem.empty()) continue;
        const IngestRow& row = preview.rows[i];
        auto at = std::ranges::find(shots, row.shot);
        if (at == shots.end()) at = shots.insert(shots.end(), row.shot);
        order.push_back({{static_cast<std::size_t>(at - shots.begin()), row.number}, i});
    }
    std::ranges::sort(order);
    std::vector<std::filesystem::path> files;
    for (const auto& [place, index] : order) files.push_back(folder.takes[index].path);
    return files;
}

std::optional<IngestItem> arriving_item(const interchange::FolderTake& take, bool was_there,
                                        const std::string& pattern, const review::Review& review) {
    if (!take.medium) return std::nullopt;
    const std::string& id = take.medium->media_id;
    const auto seen = std::ranges::find(review.media, id, &review::Medium::media_id);
    if (was_there && seen != review.media.end()) return std::nullopt;
    const auto parsed = review::NamePattern::parse(pattern);
    IngestItem item = interchange::ingest_item(take, parsed ? &parsed.value() : nullptr, review);
    if (!parsed && item.from.empty()) item.problem = parsed.error().message;
    const review::Take* known = take_of(review, id);
    if (known == nullptr || !item.problem.empty()) return item;
    // What people typed stands.
    item.note.facts =
        review::merged({.shot = {}, .facts = known->facts, .coverage = {}, .place = {}}, item.note)
            .facts;
    if (known->shot.empty()) return item;
    item.note.shot = known->shot;
    item.note.coverage.reset();
    item.note.place.reset();
    item.is_new = false;
    return item;
}

std::optional<IngestItem> moved_item(const interchange::FolderTake& take,
                                     const review::Review& review) {
    if (!take.medium) return std::nullopt;
    const std::string& id = take.medium->media_id;
    const auto seen = std::ranges::find(review.media, id, &review::Medium::media_id);
    const review::Take* known = take_of(review, id);
    if (seen == review.media.end() || seen->path == take.medium->path || known == nullptr ||
        known->shot.empty())
        return std::nullopt;
    IngestItem item;
    item.medium = *take.medium;
    item.note.shot = known->shot;
    item.note.facts = known->facts;
    return item;
}

std::string words_of(const std::vector<ArrivedTake>& arrived) {
    std::set<std::string> shots;
    std::size_t stacked = 0;
    const ArrivedTake* in_stack = nullptr;
    const ArrivedTake* in_none = nullptr;
    for (const ArrivedTake& take : arrived) {
        if (take.problem.empty()) {
            ++stacked;
            shots.insert(take.shot);
            in_stack = &take;
        } else {
            in_none = &take;
        }
    }
    std::string text;
    if (stacked == 1)
        text = in_stack->shot + ": take " + std::to_string(in_stack->number) + " arrived.";
    else if (stacked > 1)
        text = std::to_string(stacked) + " takes arrived in " + listed(shots) + '.';
    const std::size_t unclear = arrived.size() - stacked;
    if (unclear == 0) return text;
    if (!text.empty()) text += ' ';
    if (unclear == 1)
        return text + in_none->path.filename().string() +
               " arrived and is in no stack: " + in_none->problem + '.';
    return text + std::to_string(unclear) + " movies arrived and are in no stack, the last one " +
           in_none->path.filename().string() + ": " + in_none->problem + '.';
}

std::string words_of(const std::vector<playback::TakeWatch::Broken>& broken) {
    if (broken.empty()) return {};
    const playback::TakeWatch::Broken& last = broken.back();
    const std::string name = last.path.filename().string();
    const std::string others =
        broken.size() == 1 ? ""
                           : " (and " + counted(broken.size() - 1, "more file", "more files") + ")";
    return name + others + " came into a watched folder and cannot be taken in: " + last.why +
           ". It is tried again when it changes.";
}

} // namespace seamline::ui
