#include "app/interchange/edl_lines.h"

#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"

#include <algorithm>

namespace seamline::interchange {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string_view> words(std::string_view line) {
    std::vector<std::string_view> out;
    while (true) {
        line = trimmed(line);
        if (line.empty()) return out;
        const std::size_t end = line.find_first_of(" \t");
        out.push_back(line.substr(0, end));
        if (end == std::string_view::npos) return out;
        line.remove_prefix(end);
    }
}

/// "01:00:00:12", with any of ';', '.' and ',' for drop frame made ';'. Null: no timecode.
std::optional<std::string> timecode_word(std::string_view word) {
    std::string out;
    int groups = 1;
    int digits = 0;
    for (const char c : word) {
        if (c >= '0' && c <= '9') {
            if (++digits > 3) return {};
            out += c;
        } else if ((c == ':' || c == ';' || c == '.' || c == ',') && digits > 0) {
            out += c == ':' ? ':' : ';';
            digits = 0;
            ++groups;
        } else {
            return {};
        }
    }
    if (groups != 4 || digits == 0) return {};
    return out;
}

/// Whether the words up to `end` stop in a transition; takes them off and fills `statement`.
bool take_transition(const std::vector<std::string_view>& line, std::size_t& end,
                     EdlStatement& statement) {
    if (end < 3) return false;
    std::string word = upper_case(line[end - 1]);
    std::size_t used = 1;
    if (all_digits(word) && end >= 4) {
        const auto frames = whole_number(word);
        if (!frames) return false;
        statement.transition_frames = *frames;
        word = upper_case(line[end - 2]);
        used = 2;
    } else if (word.size() > 1 && word[0] == 'D' && all_digits(word.substr(1))) {
        const auto frames = whole_number(word.substr(1));
        if (!frames) return false;
        statement.transition_frames = *frames;
        word = "D";
    }
    if ((word == "B" || word == "O") && end > used + 2 && upper_case(line[end - used - 1]) == "K") {
        word = "K" + word;
        ++used;
    }
    const bool wipe = word[0] == 'W' && all_digits(word.substr(1));
    if (word != "C" && word != "D" && word != "K" && word != "KB" && word != "KO" && !wipe)
        return false;
    statement.transition = word;
    end -= used;
    return true;
}

enum class LineKind : std::uint8_t { Other, Event, BrokenEvent };

LineKind event_line(std::string_view text, EdlStatement& statement) {
    const std::vector<std::string_view> line = words(text);
    if (line.size() < 4) return LineKind::Other;
    const std::string_view number = line[0];
    const std::size_t digits = std::min(number.find_first_not_of("0123456789"), number.size());
    if (digits == 0 || digits > 6 || number.size() > digits + 1) return LineKind::Other;
    std::size_t timecodes = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto timecode = timecode_word(line[line.size() - 4 + i]);
        if (!timecode) continue;
        statement.timecodes[i] = *timecode;
        ++timecodes;
    }
    if (timecodes == 0) return LineKind::Other;
    std::size_t end = line.size() - 4;
    if (timecodes < 4 || !take_transition(line, end, statement) || end < 2)
        return timecodes < 3 ? LineKind::Other : LineKind::BrokenEvent;
    statement.number = number;
    statement.channels = upper_case(line[end - 1]);
    for (std::size_t i = 1; i + 1 < end; ++i)
        statement.reel += (i == 1 ? "" : " ") + std::string(line[i]);
    return LineKind::Event;
}

struct Keyword {
    std::string_view text;
    EdlKey key;
};

constexpr std::array kKeywords = {
    Keyword{"FROM CLIP NAME", EdlKey::FromClip},
    Keyword{"CLIP NAME", EdlKey::FromClip},
    Keyword{"TO CLIP NAME", EdlKey::ToClip},
    Keyword{"SOURCE FILE", EdlKey::SourceFile},
    Keyword{"LOC", EdlKey::Locator},
    Keyword{"ASC_SOP", EdlKey::Sop},
    Keyword{"ASC_SAT", EdlKey::Saturation},
    Keyword{"FREEZE FRAME", EdlKey::FreezeFrame},
    Keyword{"EFFECT NAME", EdlKey::Effect},
    Keyword{"FINAL CUT PRO REEL", EdlKey::Reel},
};

void classify(EdlComment& comment) {
    std::string_view text = trimmed(comment.text);
    const std::string capitals = upper_case(text);
    if (capitals.starts_with("M2 ") || capitals.starts_with("M2\t")) {
        comment.key = EdlKey::Speed;
        comment.value = trimmed(text.substr(2));
        return;
    }
    if (capitals.starts_with("AUD ") || capitals.starts_with("AUD\t")) {
        comment.key = EdlKey::AudioChannels;
        comment.value = trimmed(text.substr(3));
        return;
    }
    while (text.starts_with('*')) text = trimmed(text.substr(1));
    const std::string bare = upper_case(text);
    for (const Keyword& keyword : kKeywords) {
        if (!bare.starts_with(keyword.text)) continue;
        std::string_view rest = text.substr(keyword.text.size());
        const bool cdl = keyword.key == EdlKey::Sop || keyword.key == EdlKey::Saturation;
        rest = trimmed(rest);
        if (rest.starts_with(':'))
            rest = trimmed(rest.substr(1));
        else if (!cdl && keyword.key != EdlKey::FreezeFrame)
            continue;
        comment.key = keyword.key;
        comment.value = rest;
        return;
    }
}

} // namespace

Error edl_error(const std::string& name, std::size_t line, const std::string& what) {
    return {ErrorCode::Corrupt, name + ": line " + std::to_string(line) + ": " + what};
}

Result<EdlLines> edl_lines(std::string_view text, const std::string& name) {
    EdlLines out;
    std::optional<bool> drop_frame;
    std::size_t number = 0;
    for (const std::string_view raw : text_lines(text)) {
        ++number;
        const std::string_view line = trimmed(raw);
        if (line.empty()) continue;
        const std::string capitals = upper_case(line.substr(0, 40));
        if (capitals.starts_with("TITLE:")) {
            if (out.title.empty()) out.title = trimmed(line.substr(6));
            continue;
        }
        if (capitals.starts_with("FCM:")) {
            drop_frame = capitals.find("NON") == std::string::npos;
            continue;
        }
        EdlStatement statement;
        statement.line = number;
        statement.drop_frame = drop_frame;
        const LineKind kind = event_line(line, statement);
        if (kind == LineKind::BrokenEvent)
            return edl_error(name, number,
                             "an event needs number, reel, track, C, D, W or K and four timecodes");
        if (kind == LineKind::Event) {
            if (out.statements.size() == kMostEdlStatements)
                return Error{ErrorCode::TooLarge,
                             name + ": line " + std::to_string(number) + ": over " +
                                 std::to_string(kMostEdlStatements) + " events: split the list"};
            out.statements.push_back(std::move(statement));
            continue;
        }
        EdlComment comment{number, EdlKey::Foreign, std::string(line), {}};
        classify(comment);
        if (line.find("|C:ResolveColor") != std::string_view::npos) out.resolve_markers = true;
        (out.statements.empty() ? out.head : out.statements.back().comments)
            .push_back(std::move(comment));
    }
    return out;
}

} // namespace seamline::interchange
