#include "app/review/history.h"

#include "app/review/bounded_json.h"
#include "app/review/uuid7.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

namespace seamline::review {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kSchema = "seamline.review_history/1";

/// Everything up to the limit and one byte more.
std::string read_all(std::istream& stream) {
    std::string text;
    std::string block(std::size_t{1} << 20, '\0');
    while (stream && text.size() <= HistoryLimits::kBytes) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    }
    return text;
}

bool write_and_sync(const fs::path& file, const std::string& text) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (handle < 0) return false;
    std::size_t at = 0;
    while (at < text.size()) {
        const ssize_t written = ::write(handle, text.data() + at, text.size() - at);
        if (written <= 0) break;
        at += static_cast<std::size_t>(written);
    }
    const bool synced = at == text.size() && ::fsync(handle) == 0;
    return ::close(handle) == 0 && synced;
}

/// Names of what stands, for events that put something there.
std::set<std::string> standing(const Review& review) {
    std::set<std::string> ids;
    for (const Decision& decision : review.decisions) ids.insert(decision.id);
    return ids;
}

/// ids of the events that made the drawings that stand what they are.
std::set<std::string> last_drawn(const Fold& fold, const Review& review) {
    std::map<std::string, std::string> last;
    std::set<std::string> there;
    for (const Drawing& drawing : review.drawings) there.insert(drawing.id);
    for (const auto& [id, event] : fold.events())
        if (const auto* drawn = std::get_if<Drawn>(&event.change))
            if (!fold.is_undone(event)) last[drawn->drawing.empty() ? id : drawn->drawing] = id;
    std::set<std::string> ids;
    for (const auto& [drawing, id] : last)
        if (there.contains(drawing)) ids.insert(id);
    return ids;
}

} // namespace

std::string history_text(std::span<const Event> events) {
    std::string text =
        Json{{"schema", kSchema}, {"events", events.size()}, {"exported", utc_text(now_ms())}}
            .dump() +
        "\n";
    for (const Event& event : events) text += event_line(event) + "\n";
    return text;
}

Result<std::vector<Event>> history_from(std::string_view text, const std::string& name) {
    if (text.size() > HistoryLimits::kBytes)
        return Error{ErrorCode::TooLarge, name + ": a history of more than " +
                                              std::to_string(HistoryLimits::kBytes >> 20) + " MiB"};
    if (text.empty())
        return Error{ErrorCode::Corrupt, name + ": this is no review history: it is empty"};
    std::vector<Event> events;
    std::size_t promised = 0;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::string where = name + ": line " + std::to_string(number) + ": ";
        if (number == 1) {
            const auto header = bounded_json(line, {.bytes = 10'000});
            const bool good = header && header.value().is_object() &&
                              header.value().value("schema", Json()) == kSchema &&
                              header.value().value("events", Json()).is_number_unsigned();
            if (!good)
                return Error{ErrorCode::Corrupt,
                             where + "this is no review history (" + kSchema + ")"};
            promised = header.value()["events"].get<std::size_t>();
            if (promised > HistoryLimits::kEvents)
                return Error{ErrorCode::TooLarge, where + "too many events"};
            continue;
        }
        if (line.empty()) continue;
        if (events.size() == promised)
            return Error{ErrorCode::Corrupt, where + "more events than the header says"};
        auto event = event_from_line(line);
        if (!event) return Error{event.error().code, where + event.error().message};
        events.push_back(std::move(event).value());
    }
    if (events.size() != promised)
        return Error{ErrorCode::Corrupt, name + ": cut off, it holds " +
                                             std::to_string(events.size()) + " of " +
                                             std::to_string(promised) + " events"};
    return events;
}

Result<Done> write_history(const fs::path& file, std::span<const Event> events) {
    const fs::path part = file.string() + ".part";
    std::error_code code;
    if (write_and_sync(part, history_text(events))) {
        fs::rename(part, file, code);
        if (!code) return Done{};
    }
    fs::remove(part, code);
    return Error{ErrorCode::Io, "cannot write '" + file.string() +
                                    "'; check the folder's permissions and the free space"};
}

Result<std::vector<Event>> read_history(const fs::path& file) {
    if (file == "-") return history_from(read_all(std::cin), "standard input");
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{ErrorCode::NotFound,
                     "cannot open '" + file.string() + "': no such file, or not readable"};
    const std::string text = read_all(stream);
    if (stream.bad()) return Error{ErrorCode::Io, "cannot read '" + file.string() + "' to its end"};
    return history_from(text, file.string());
}

std::vector<std::string> prunable(const Fold& fold, std::int64_t before_ms) {
    // What stood at that time has to stay where something of it can come back.
    std::vector<Event> old_events;
    for (const auto& [id, event] : fold.events())
        if (event.time_ms < before_ms) old_events.push_back(event);
    Fold old;
    old.add(std::move(old_events));
    const Review now = fold.review();
    const Review then = old.review();
    std::set<std::string> needed = standing(now);
    for (const auto& more : {standing(then), last_drawn(fold, now), last_drawn(old, then)})
        needed.insert(more.begin(), more.end());
    std::vector<std::string> ids;
    std::set<std::string> gone_actions;
    for (const auto& [id, event] : old.events())
        if (old.is_undone(event) && fold.is_undone(event)) gone_actions.insert(event.action);
    for (const auto& [id, event] : old.events()) {
        const Change& change = event.change;
        const bool replaced =
            (std::holds_alternative<Decided>(change) || std::holds_alternative<Drawn>(change) ||
             std::holds_alternative<Cleared>(change) ||
             std::holds_alternative<DrawingRemoved>(change)) &&
            !needed.contains(id);
        const auto* undo = std::get_if<Undone>(&change);
        const auto* redo = std::get_if<Redone>(&change);
        const bool turn = (undo != nullptr && gone_actions.contains(undo->action)) ||
                          (redo != nullptr && gone_actions.contains(redo->action));
        const bool undone = is_undoable(change) && gone_actions.contains(event.action);
        if (replaced || turn || undone) ids.push_back(id);
    }
    return ids;
}

} // namespace seamline::review
