#include "app/interchange/decisions/joined_markers.h"

#include "app/interchange/text_encoding.h"

#include <algorithm>
#include <array>

namespace seamline::interchange {
namespace {

constexpr const char* kBetween = " / ";

std::size_t urgency(const ReviewMarker& marker) {
    static constexpr std::array<std::string_view, 5> kColors{"RED", "YELLOW", "GREEN", "BLUE",
                                                             "PURPLE"};
    const std::string_view color = marker_color(marker.remark);
    return static_cast<std::size_t>(std::ranges::find(kColors, color) - kColors.begin());
}

} // namespace

bool has_other_length(const ReviewMarker& marker, std::int64_t length) {
    return marker.duration != length && target_of(marker.remark).kind != review::TargetKind::Take;
}

JoinedMarker joined(const std::vector<const ReviewMarker*>& group) {
    JoinedMarker out;
    out.first = *std::ranges::min_element(
        group, {}, [](const ReviewMarker* marker) { return urgency(*marker); });
    for (const ReviewMarker* marker : group) {
        RemarkWords words = words_of(marker->remark, 0);
        if (has_other_length(*marker, out.first->duration)) words.frames = marker->duration;
        const char* between = marker == group.front() ? "" : kBetween;
        out.head += between + joined_lines(head_text(words));
        out.note += between + joined_lines(note_text(words));
    }
    return out;
}

std::vector<FoundMarker> parted(const FoundMarker& at, const std::string& head,
                                const std::string& note) {
    const auto heads = split(head, kBetween);
    const auto notes = split(note, kBetween);
    const bool are_ours = std::ranges::all_of(
        heads, [](std::string_view part) { return words_from_head(part).has_value(); });
    if (heads.size() == 1 || !are_ours || notes.size() < heads.size()) {
        EditMarker whole;
        whole.record = at.record;
        whole.duration = at.duration;
        whole.name = head;
        whole.note = note;
        return {found_marker(whole, at.where)};
    }
    std::vector<FoundMarker> parts;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        FoundMarker part = at;
        part.words = *words_from_head(heads[i]);
        part.is_own = true;
        std::string words(notes[i]);
        // A note of several lines among them cannot be told apart: the last takes what is left.
        if (i + 1 == heads.size())
            for (std::size_t k = i + 1; k < notes.size(); ++k)
                words += kBetween + std::string(notes[k]);
        read_note_text(words, part.words);
        parts.push_back(std::move(part));
    }
    return parts;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + separator.size());
    }
}

} // namespace seamline::interchange
