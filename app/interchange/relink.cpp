#include "app/interchange/relink.h"

#include "app/interchange/file_url.h"
#include "app/interchange/media_index.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <map>
#include <memory>
#include <system_error>
#include <tuple>
#include <utility>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;

/// A folder of a map, comparable: '/' between parts, none at the end, drive and share in lower
/// case.
std::string comparable(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    const bool is_drive = path.size() >= 2 && path[1] == ':';
    if (is_drive) path[0] = lower_case(path.substr(0, 1))[0];
    if (path.starts_with("//")) { // "//server/share"
        std::size_t end = path.find('/', 2);
        if (end != std::string::npos) end = path.find('/', end + 1);
        const std::string share = lower_case(std::string_view(path).substr(0, end));
        path.replace(0, share.size(), share);
    }
    return path;
}

std::string file_of(const MediaReference& media) {
    const std::string path = path_text(media.url);
    if (!media.sequence) return path;
    const SequenceFiles& files = *media.sequence;
    std::string number = std::to_string(files.first < 0 ? -files.first : files.first);
    const auto padding = static_cast<std::size_t>(std::clamp(files.padding, 0, 20));
    if (number.size() < padding) number.insert(0, padding - number.size(), '0');
    if (files.first < 0) number.insert(number.begin(), '-');
    std::string folder = path;
    if (!folder.empty() && !folder.ends_with('/')) folder += '/';
    return folder + files.prefix + number + files.suffix;
}

bool is_file(const fs::path& path) {
    std::error_code code;
    return !path.empty() && fs::is_regular_file(path, code);
}

/// Equal folders above two files, from the nearest on.
int same_folders(const std::string& written, const fs::path& found) {
    fs::path a = fs::path(written).parent_path();
    fs::path b = found.parent_path();
    int count = 0;
    while (!a.filename().empty() &&
           lower_case(a.filename().string()) == lower_case(b.filename().string())) {
        ++count;
        a = a.parent_path();
        b = b.parent_path();
    }
    return count;
}

/// Media time that events use of a medium, in seconds.
struct Used {
    Rational begin;
    Rational end;
};

enum class Fit : std::uint8_t { Unknown, Fits, Differs };

Fit fit_of(const MediaFacts& facts, const MediaReference& media, const std::optional<Used>& used) {
    if (!facts.start || !facts.duration) return Fit::Unknown;
    const Rational begin = facts.start->seconds();
    const Rational end = begin + facts.duration->seconds();
    if (media.start && media.start->seconds() != begin) return Fit::Differs;
    // What the edit states of a medium without timecode may count from anywhere.
    if (!used || (!media.start && used->end <= facts.duration->seconds() && used->begin < begin))
        return Fit::Unknown;
    return used->begin >= begin && used->end <= end ? Fit::Fits : Fit::Differs;
}

class Search {
public:
    Search(const Edit& edit, const RelinkOptions& options) : edit_(edit), options_(options) {}

    RelinkPlan run() {
        RelinkPlan plan;
        collect(plan);
        for (std::size_t i = 0; i < plan.entries.size(); ++i) look(plan.entries[i], used_[i]);
        if (index_) {
            plan.files = index_->files();
            plan.note = index_->note();
        }
        return plan;
    }

private:
    void collect(RelinkPlan& plan) {
        std::map<std::string, std::size_t> known;
        for (std::size_t t = 0; t < edit_.tracks.size(); ++t) {
            const auto& events = edit_.tracks[t].events;
            for (std::size_t e = 0; e < events.size(); ++e)
                for (std::size_t m = 0; m < events[e].media.size(); ++m)
                    add({t, e, m}, events[e], plan, known);
        }
    }

    void add(const RelinkEntry::Use& use, const Event& event, RelinkPlan& plan,
             std::map<std::string, std::size_t>& known) {
        const MediaReference& media = event.media[use.media];
        const std::string name = media.url.empty() ? name_of(media, event) : "";
        const std::string key = file_of(media) + '\n' + media.url + '\n' + name + '\n' + media.reel;
        const auto [at, is_new] = known.emplace(key, plan.entries.size());
        if (is_new) {
            plan.entries.push_back({.media = media});
            if (media.url.empty()) plan.entries.back().media.name = name;
            used_.emplace_back();
        }
        plan.entries[at->second].uses.push_back(use);
        if (use.media != event.active) return;
        const Rational start = event.source_start.seconds();
        const Rational stop = start + Rational(event.duration) / edit_.rate * event.speed;
        const auto [begin, end] = std::minmax(start, stop); // References: both must have names.
        std::optional<Used>& used = used_[at->second];
        used =
            used ? Used{std::min(used->begin, begin), std::max(used->end, end)} : Used{begin, end};
    }

    /// What an edit without paths calls a medium.
    static std::string name_of(const MediaReference& media, const Event& event) {
        return media.name.empty() ? event.name : media.name;
    }

    void look(RelinkEntry& entry, const std::optional<Used>& used) {
        const std::string written = file_of(entry.media);
        const fs::path as_written(written);
        if (as_written.is_absolute() && is_file(as_written))
            offer(entry, used, {as_written, RelinkReason::AsWritten, 1, "where the edit says"});
        const fs::path mapped = mapped_file(entry.media);
        if (mapped != as_written && is_file(mapped))
            offer(entry, used, {mapped, RelinkReason::Mapped, 0.95, "by a path map"});
        if (!options_.roots.empty() && entry.candidates.empty()) look_under_roots(entry, used);
        std::ranges::stable_sort(entry.candidates, [](const auto& a, const auto& b) {
            return a.confidence > b.confidence;
        });
    }

    fs::path mapped_file(const MediaReference& media) const {
        if (!media.sequence) return mapped_path(media.url, options_.maps);
        return mapped_path(file_of(media), options_.maps);
    }

    const MediaIndex& index() {
        if (!index_) index_ = std::make_unique<MediaIndex>(options_);
        return *index_;
    }

    void look_under_roots(RelinkEntry& entry, const std::optional<Used>& used) {
        const std::string written = file_of(entry.media);
        const std::string name = written.empty() ? entry.media.name : file_name(written);
        if (entry.media.sequence) {
            for (const fs::path& path : index().sequences(*entry.media.sequence))
                offer_named(entry, used, written, path);
        } else if (!name.empty()) {
            for (const fs::path& path : index().named(name))
                offer_named(entry, used, written, path);
            // An edit's clip name may come without an extension, or with dots of its own.
            for (const std::string& stem : {fs::path(name).stem().string(), name})
                for (const fs::path& path : index().with_stem(stem))
                    offer(entry, used,
                          {path, RelinkReason::SameStem, 0.6,
                           "same name, but " + path.extension().string()});
        }
        if (!entry.media.reel.empty() && options_.facts && used) look_by_reel(entry, *used);
    }

    void offer_named(RelinkEntry& entry, const std::optional<Used>& used,
                     const std::string& written, const fs::path& path) {
        const int folders = same_folders(written, path);
        std::string why = "same name";
        if (folders > 0) why += ", " + counted(folders, "same folder", "same folders");
        offer(entry, used,
              {path, RelinkReason::SameName, 0.8 + std::min(0.12, 0.03 * folders), why});
    }

    void look_by_reel(RelinkEntry& entry, const Used& used) {
        const std::string reel = lower_case(entry.media.reel);
        for (const fs::path& path :
             index().starting(entry.media.reel, options_.limits.candidates)) {
            const MediaFacts* facts = facts_of(path);
            if (facts == nullptr || (!facts->reel.empty() && lower_case(facts->reel) != reel))
                continue;
            if (fit_of(*facts, entry.media, used) == Fit::Fits)
                offer(entry, used,
                      {path, RelinkReason::ReelAndTimecode, 0.7, "reel " + entry.media.reel});
        }
    }

    const MediaFacts* facts_of(const fs::path& path) {
        if (!options_.facts) return nullptr;
        auto known = facts_.find(path);
        if (known == facts_.end()) known = facts_.emplace(path, options_.facts(path)).first;
        return known->second ? &*known->second : nullptr;
    }

    void offer(RelinkEntry& entry, const std::optional<Used>& used, RelinkCandidate candidate) {
        if (entry.candidates.size() >= options_.limits.candidates ||
            std::ranges::find(entry.candidates, candidate.path, &RelinkCandidate::path) !=
                entry.candidates.end())
            return;
        if (const MediaFacts* facts = facts_of(candidate.path)) {
            switch (fit_of(*facts, entry.media, used)) {
            case Fit::Fits:
                candidate.confidence = std::min(1.0, candidate.confidence + 0.05);
                candidate.why += "; its timecode fits";
                break;
            case Fit::Differs:
                candidate.confidence /= 2;
                candidate.why += "; but its timecode is not what the edit uses";
                break;
            case Fit::Unknown:
                break;
            }
        } else if (options_.facts) {
            candidate.confidence /= 4;
            candidate.why += "; but it cannot be read";
        }
        entry.candidates.push_back(std::move(candidate));
    }

    const Edit& edit_;
    const RelinkOptions& options_;
    std::vector<std::optional<Used>> used_; ///< By entry.
    std::unique_ptr<MediaIndex> index_;     ///< Made when it is first needed.
    std::map<fs::path, std::optional<MediaFacts>> facts_;
};

} // namespace

std::vector<PathMap> path_maps(std::string_view text) {
    std::vector<PathMap> maps;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view entry = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = entry.rfind('=');
        if (equals == std::string_view::npos || equals == 0 || equals + 1 == entry.size()) continue;
        maps.push_back({std::string(entry.substr(0, equals)),
                        fs::path(std::string(entry.substr(equals + 1)))});
    }
    return maps;
}

fs::path mapped_path(std::string_view url, const std::vector<PathMap>& maps) {
    const std::string path = path_text(url);
    if (path.empty()) return {};
    const std::string wanted = comparable(path);
    const PathMap* best = nullptr;
    std::size_t longest = 0;
    for (const PathMap& map : maps) {
        const std::string from = comparable(path_text(map.from));
        const bool is_within =
            !from.empty() && wanted.starts_with(from) &&
            (wanted.size() == from.size() || from.ends_with('/') || wanted[from.size()] == '/');
        if (!is_within || from.size() <= longest) continue;
        best = &map;
        longest = from.size();
    }
    if (best == nullptr) return path;
    std::string rest = path.substr(std::min(longest, path.size()));
    while (rest.starts_with('/')) rest.erase(0, 1);
    return rest.empty() ? best->to : best->to / rest;
}

RelinkPlan find_media(const Edit& edit, const RelinkOptions& options) {
    return Search(edit, options).run();
}

void apply(Edit& edit, const RelinkEntry& entry, const RelinkCandidate& choice) {
    for (const RelinkEntry::Use& use : entry.uses) {
        if (use.track >= edit.tracks.size() || use.event >= edit.tracks[use.track].events.size())
            continue;
        auto& media = edit.tracks[use.track].events[use.event].media;
        if (use.media < media.size() && media[use.media].url == entry.media.url)
            media[use.media].path = choice.path;
    }
}

} // namespace seamline::interchange
