#include "app/ui/tick_overlay.h"

#include "app/ui/picture_places.h"

#include <algorithm>
#include <limits>

namespace seamline::ui {
namespace {

using renderer::UiFill;

UiFill fill_for(TickPlace place) {
    UiFill fill;
    fill.place = static_cast<int>(place);
    return fill;
}

/// Cuts what was appended since the last part.
void end_part(UiFill& fill, glm::vec2 clip_min, glm::vec2 clip_max) {
    std::size_t before = 0;
    for (const UiFill::Part& part : fill.parts) before += part.index_count;
    fill.parts.push_back(
        {clip_min, clip_max, static_cast<std::uint32_t>(fill.indices.size() - before)});
}

/// `text` cut after a whole character so that it is at most `room` wide.
std::string fitted(const ImFont& font, const std::string& text, float room) {
    if (text_width(font, text) <= room) return text;
    std::string cut = text;
    const auto drop = [&] {
        while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xC0U) == 0x80U)
            cut.pop_back();
        if (!cut.empty()) cut.pop_back();
    };
    do {
        drop();
        while (!cut.empty() && cut.back() == ' ') cut.pop_back();
    } while (!cut.empty() && text_width(font, cut + "...") > room);
    return cut.empty() ? cut : cut + "...";
}

void append_label(UiFill& fill, const TickLabels& labels, const TickLabels::Label& label,
                  const PicturePlace& place, const playback::FrameChoice& choice) {
    LabelFacts facts = label.facts;
    facts.frame = choice.frame;
    facts.choice = choice;
    const glm::vec2 tile_min(place.tile.min);
    const glm::vec2 tile_max(place.tile.max);
    const float room = tile_max.x - tile_min.x - labels.gap_px;
    const std::string title = fitted(*labels.title_font, label.title, room - labels.title_edge_px);
    const std::string detail =
        fitted(*labels.detail_font, label_detail(facts), room - labels.detail_edge_px);
    const auto left = [&](const ImFont& font, const std::string& text, float edge) {
        if (!place.is_second) return tile_min.x + labels.gap_px;
        return tile_max.x - text_width(font, text) - labels.gap_px - edge;
    };
    const float top = tile_min.y + labels.gap_px;
    append_plate(fill, labels.title_plate, *labels.title_font,
                 {left(*labels.title_font, title, labels.title_edge_px), top}, label.title_rgba,
                 title);
    append_plate(fill, labels.detail_plate, *labels.detail_font,
                 {left(*labels.detail_font, detail, labels.detail_edge_px), top + labels.line_px},
                 labels.detail_rgba, detail);
    end_part(fill, tile_min, tile_max);
}

/// The name of what is missing, in the middle of its place.
void append_slate(UiFill& fill, const TickLabels& labels, const PicturePlace& place,
                  const playback::FrameChoice& choice) {
    const std::vector<std::string> lines = slate_lines(choice);
    if (lines.empty()) return;
    const glm::vec2 tile_min(place.tile.min);
    const glm::vec2 tile_max(place.tile.max);
    const glm::vec2 middle = (tile_min + tile_max) * 0.5F;
    float top = middle.y - labels.line_px * static_cast<float>(lines.size()) / 2;
    for (const std::string& line : lines) {
        const float width = text_width(*labels.title_font, line);
        append_plate(fill, labels.title_plate, *labels.title_font,
                     {std::max(tile_min.x + labels.gap_px, middle.x - width / 2), top},
                     labels.detail_rgba, line);
        top += labels.line_px;
    }
    end_part(fill, tile_min, tile_max);
}

/// A take that is not known here yet has no label until the interface knows it.
UiFill labels_of(const TickLabels& labels, const ShownPicture& shown) {
    UiFill fill = fill_for(TickPlace::Labels);
    for (const PicturePlace& place : places_of(shown, labels.viewer_px)) {
        const auto label = std::ranges::find(labels.labels, place.key, &TickLabels::Label::key);
        const auto choice =
            std::ranges::find(shown.tick.choices, place.key, &playback::FrameChoice::key);
        if (choice == shown.tick.choices.end()) continue;
        if (labels.shown && label != labels.labels.end())
            append_label(fill, labels, *label, place, *choice);
        append_slate(fill, labels, place, *choice);
    }
    return fill;
}

UiFill counter_of(const TickCounter& counter, const ShownPicture& shown, std::int64_t playhead) {
    UiFill fill = fill_for(TickPlace::Counter);
    const auto choice =
        std::ranges::find(shown.tick.choices, counter.source, &playback::FrameChoice::key);
    std::string text = counter_text(playhead, counter.format);
    if (counter.source != 0) {
        const bool is_seen = choice != shown.tick.choices.end();
        text = is_seen ? source_timecode(*choice, counter.clock) : std::string();
        if (text.empty()) text = "--:--:--:--"; // A gap has none.
    }
    append_text(fill, *counter.font, counter.at_px, counter.rgba, text);
    end_part(fill, counter.clip_min, counter.clip_max);
    return fill;
}

UiFill playhead_of(const TickPlayhead& mark, std::int64_t playhead) {
    UiFill fill = fill_for(TickPlace::Playhead);
    const double x = mark.zero_px + static_cast<double>(playhead) * mark.px_per_tick;
    if (x < mark.first_px || x > mark.last_px) return fill;
    append_shape(fill, mark.shape, {static_cast<float>(x), 0});
    constexpr float kFar = std::numeric_limits<float>::max();
    end_part(fill, glm::vec2(-kFar), glm::vec2(kFar)); // The place itself is cut.
    return fill;
}

} // namespace

bool operator==(const TickLabels::Label& a, const TickLabels::Label& b) {
    return a.key == b.key && a.title == b.title && a.title_rgba == b.title_rgba &&
           a.facts.frame_base == b.facts.frame_base && a.facts.frame_rate == b.facts.frame_rate &&
           a.facts.start_timecode == b.facts.start_timecode && a.facts.failed == b.facts.failed &&
           a.facts.wrong_colors == b.facts.wrong_colors &&
           a.facts.preparing_colors == b.facts.preparing_colors &&
           a.facts.bypassed == b.facts.bypassed && a.facts.adjusted == b.facts.adjusted;
}

std::vector<UiFill> fills_of(const TickOverlay& overlay, const ShownPicture& shown,
                             std::int64_t playhead) {
    std::vector<UiFill> fills;
    if (overlay.labels) fills.push_back(labels_of(*overlay.labels, shown));
    if (overlay.counter) fills.push_back(counter_of(*overlay.counter, shown, playhead));
    if (overlay.playhead) fills.push_back(playhead_of(*overlay.playhead, playhead));
    return fills;
}

} // namespace seamline::ui
