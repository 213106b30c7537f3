#include "app/interchange/decisions/remark_words.h"

#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"

#include <algorithm>
#include <array>

namespace seamline::interchange {
namespace {

using review::TargetKind;

constexpr std::array<std::string_view, 5> kWords{"KEEP", "SEND BACK", "HOLD", "NOTE", "DRAWING"};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Text that another text follows: without what ends it, and without line ends.
std::string inner(std::string_view text, std::string_view end, std::string_view instead) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    replace_all(out, end, instead);
    replace_all(out, " - ", "-");
    return std::string(trimmed(out));
}

/// The state word that `text` starts with; it ends where another thing starts.
std::optional<RemarkWord> leading_word(std::string_view text) {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (!text.starts_with(kWords[i])) continue;
        const std::string_view rest = text.substr(kWords[i].size());
        if (rest.empty() || rest[0] == ' ' || rest[0] == ':') return static_cast<RemarkWord>(i);
    }
    return std::nullopt;
}

std::string author_text(const std::string& author) {
    const std::string plain = inner(author, ":", ";");
    return (leading_word(plain) || plain.starts_with('@') ? "@" : "") + plain;
}

std::string author_from(std::string_view text) {
    return std::string(text.starts_with('@') ? text.substr(1) : text);
}

/// The next word of `text`, taken off it.
std::string_view next_word(std::string_view& text) {
    text = trimmed(text);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return word;
}

/// "resolved", "take", "shot 4", "range", "12 frames" in any order; false: something else.
bool read_qualifiers(std::string_view text, RemarkWords& words) {
    while (!trimmed(text).empty()) {
        const std::string_view word = next_word(text);
        if (word == "resolved") {
            words.resolved = true;
        } else if (word == "take") {
            words.kind = TargetKind::Take;
        } else if (word == "range") {
            words.kind = TargetKind::Range;
        } else if (word == "shot") {
            const auto number = whole_number(next_word(text));
            if (!number || *number < 1 || *number > 1'000'000) return false;
            words.kind = TargetKind::Shot;
            words.shot = static_cast<int>(*number - 1);
        } else {
            const auto frames = whole_number(word);
            const std::string_view unit = next_word(text);
            if (!frames || *frames < 1 || *frames > kMostFrames ||
                (unit != "frames" && unit != "frame"))
                return false;
            words.frames = *frames;
        }
    }
    return true;
}

} // namespace

review::Target target_of(const Remark& remark) {
    if (const auto* drawing = std::get_if<review::Drawing>(&remark))
        return drawing->from == drawing->to ? review::Target::frame(drawing->from)
                                            : review::Target::range(drawing->from, drawing->to);
    const auto* decision = std::get_if<review::Decision>(&remark);
    return decision != nullptr ? decision->target : std::get<review::Comment>(remark).target;
}

const std::string& media_id_of(const Remark& remark) {
    return std::visit([](const auto& value) -> const std::string& { return value.media_id; },
                      remark);
}

const char* marker_color(const Remark& remark) {
    static constexpr std::array kColors{"GREEN", "RED", "YELLOW", "BLUE", "PURPLE"};
    return kColors[static_cast<std::size_t>(words_of(remark, 0).word)];
}

RemarkWords words_of(const Remark& remark, std::int64_t length) {
    RemarkWords words;
    const review::Target target = target_of(remark);
    if (target.kind == TargetKind::Take || target.kind == TargetKind::Shot)
        words.kind = target.kind;
    else if (target.kind == TargetKind::Range && target.from == target.to)
        words.kind = TargetKind::Range;
    words.shot = target.shot;
    words.frames = length > 1 ? length : 0;
    words.author = std::visit([](const auto& value) { return value.author; }, remark);
    if (const auto* decision = std::get_if<review::Decision>(&remark)) {
        words.word = static_cast<RemarkWord>(decision->state);
        words.reasons = decision->reasons;
        words.note = decision->note;
    } else if (const auto* comment = std::get_if<review::Comment>(&remark)) {
        words.resolved = comment->resolved;
        words.note = comment->text;
    } else {
        words.word = RemarkWord::Drawing;
        for (const review::Stroke& stroke : std::get<review::Drawing>(remark).strokes)
            if (!stroke.text.empty()) words.note += (words.note.empty() ? "" : " ") + stroke.text;
    }
    return words;
}

std::string head_text(const RemarkWords& words) {
    std::string head(kWords[static_cast<std::size_t>(words.word)]);
    if (words.resolved) head += " resolved";
    if (words.kind == TargetKind::Take) head += " take";
    if (words.kind == TargetKind::Range) head += " range";
    if (words.kind == TargetKind::Shot) head += " shot " + std::to_string(words.shot + 1);
    if (words.frames > 0)
        head += " " + std::to_string(words.frames) + (words.frames == 1 ? " frame" : " frames");
    const char* before = ": ";
    for (const std::string& reason : words.reasons) {
        head += before + inner(reason, ",", ";");
        before = ", ";
    }
    return head;
}

std::optional<RemarkWords> words_from_head(std::string_view head) {
    const auto word = leading_word(head);
    if (!word) return std::nullopt;
    RemarkWords words;
    words.word = *word;
    head.remove_prefix(kWords[static_cast<std::size_t>(*word)].size());
    const std::size_t colon = head.find(':');
    if (!read_qualifiers(head.substr(0, colon), words)) return std::nullopt;
    if (colon == std::string_view::npos) return words;
    std::string_view rest = head.substr(colon + 1);
    while (!trimmed(rest).empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (const std::string_view reason = trimmed(rest.substr(0, comma)); !reason.empty())
            words.reasons.emplace_back(reason);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return words;
}

std::string note_text(const RemarkWords& words) {
    const std::string author = author_text(words.author);
    const bool looks_signed = words.note.find(": ") != std::string::npos ||
                              words.note.ends_with(':') || words.note.starts_with(": ");
    if (author.empty() && !looks_signed) return words.note;
    return author + ":" + (words.note.empty() ? "" : " ") + words.note;
}

void read_note_text(std::string_view text, RemarkWords& words) {
    const std::size_t colon = text.find(": ");
    if (colon != std::string_view::npos) {
        words.author = author_from(text.substr(0, colon));
        words.note = text.substr(colon + 2);
    } else if (text.ends_with(':')) {
        words.author = author_from(text.substr(0, text.size() - 1));
    } else {
        words.note = text;
    }
}

std::string line_text(const RemarkWords& words) {
    const std::string author = author_text(words.author);
    std::string line = author.empty() ? "" : author + ": ";
    line += head_text(words);
    if (!words.note.empty()) line += " - " + joined_lines(words.note);
    return line;
}

std::optional<RemarkWords> words_from_line(std::string_view line) {
    std::string author;
    if (!leading_word(line)) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos) return std::nullopt;
        author = author_from(line.substr(0, colon));
        line.remove_prefix(colon + 2);
    }
    const std::size_t dash = line.find(" - ");
    auto words = words_from_head(line.substr(0, dash));
    if (!words) return std::nullopt;
    words->author = std::move(author);
    if (dash != std::string_view::npos) words->note = line.substr(dash + 3);
    return words;
}

std::string joined_lines(std::string_view text) {
    std::string out;
    for (const std::string_view line : text_lines(text)) {
        if (!out.empty()) out += " / ";
        out += line;
    }
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return out;
}

std::string typewriter_text(std::string_view text) {
    static constexpr std::array<std::array<std::string_view, 2>, 9> kPlain{{{"\u2018", "'"},
                                                                            {"\u2019", "'"},
                                                                            {"\u201C", "\""},
                                                                            {"\u201D", "\""},
                                                                            {"\u2013", "-"},
                                                                            {"\u2014", "-"},
                                                                            {"\u2026", "..."},
                                                                            {"\u00A0", " "},
                                                                            {"\u00DF", "ss"}}};
    std::string out(text);
    for (const auto& [from, to] : kPlain) replace_all(out, from, to);
    return ascii_text(out);
}

std::string basic_plane_text(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text[0]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 4)
            out += '?';
        else
            out += text.substr(0, length);
        text.remove_prefix(std::min(length, text.size()));
    }
    return out;
}

} // namespace seamline::interchange
