#include "app/interchange/takes_edit.h"

#include "decode/media/natural_order.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;

struct Take {
    fs::path path;
    TakeFacts facts;
};

Rational commonest_rate(const std::vector<Take>& takes) {
    Rational best{0};
    std::ptrdiff_t most = 0;
    for (const Take& take : takes) {
        const auto count = std::ranges::count_if(
            takes, [&](const Take& other) { return other.facts.rate == take.facts.rate; });
        if (count <= most) continue;
        most = count;
        best = take.facts.rate;
    }
    return best;
}

Event event_of(const Take& take) {
    Event event;
    event.name = take.path.stem().string();
    event.source_start = take.facts.start;
    MediaReference media;
    media.key = "DEFAULT_MEDIA";
    media.name = take.path.filename().string();
    media.start = take.facts.start;
    media.duration = RationalTime{Rational(take.facts.frames), take.facts.rate};
    media.path = take.path;
    event.media.push_back(std::move(media));
    return event;
}

/// "shot.1001.exr" without its number; empty when it has none.
std::string without_number(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos) return {};
    std::size_t begin = dot;
    while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9') --begin;
    // More digits than a frame number has are a date or a hash.
    if (begin == dot || dot - begin > 9) return {};
    return name.substr(0, begin) + '\n' + name.substr(dot);
}

} // namespace

Result<Edit> edit_from_takes(std::span<const fs::path> paths, const TakeFactsOf& facts,
                             const std::string& name) {
    Edit edit;
    edit.name = name;
    std::vector<Take> takes;
    for (const fs::path& path : paths) {
        const auto known = facts(path);
        if (known && known->rate > Rational(0) && known->frames > 0)
            takes.push_back({path, *known});
        else
            edit.notes.push_back({path.filename().string(), "cannot be played: left out"});
    }
    if (takes.empty())
        return Error{ErrorCode::NotFound,
                     "no take that can be played for \"" + name + "\"; name movies or stills"};
    edit.rate = commonest_rate(takes);
    edit.drop_frame = has_drop_frame(edit.rate);
    edit.width = takes.front().facts.width;
    edit.height = takes.front().facts.height;
    Track track;
    track.name = "V1";
    Rational end{0}; // Seconds.
    for (const Take& take : takes) {
        Event event = event_of(take);
        event.record_in = (end * edit.rate).round();
        end = end + Rational(take.facts.frames) / take.facts.rate;
        event.duration = (end * edit.rate).round() - event.record_in;
        track.events.push_back(std::move(event));
    }
    edit.tracks.push_back(std::move(track));
    return edit;
}

Result<std::vector<fs::path>>
takes_of_folder(const fs::path& folder, const std::function<bool(const std::string&)>& is_media,
                const std::function<bool(const std::string&)>& is_still) {
    constexpr std::size_t kMostEntries = 100'000;
    std::error_code code;
    std::vector<std::string> names;
    fs::directory_iterator entries(folder, code);
    for (; !code && entries != fs::directory_iterator(); entries.increment(code)) {
        std::error_code kind;
        std::string name = entries->path().filename().string();
        if (name.starts_with('.') || !is_media(name) || !entries->is_regular_file(kind)) continue;
        if (names.size() == kMostEntries)
            return Error{ErrorCode::TooLarge, "\"" + folder.string() + "\": more than " +
                                                  std::to_string(kMostEntries) +
                                                  " files; choose the takes"};
        names.push_back(std::move(name));
    }
    if (code)
        return Error{code == std::errc::no_such_file_or_directory ? ErrorCode::NotFound
                                                                  : ErrorCode::Io,
                     "\"" + folder.string() + "\": " + code.message() + "; check the path"};
    std::ranges::sort(names, natural_less);
    std::map<std::string, std::size_t> stills; // Where a sequence has its first file.
    std::vector<fs::path> takes;
    for (const std::string& name : names) {
        const std::string sequence = is_still(name) ? without_number(name) : std::string();
        if (!sequence.empty() && !stills.emplace(sequence, takes.size()).second) continue;
        takes.push_back(folder / name);
    }
    return takes;
}

} // namespace seamline::interchange
