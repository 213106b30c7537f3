// app/ui/tick_overlay.h: what the interface says of the tick on the screen: labels, counter,
// playhead.
#pragma once

#include "app/ui/counter.h"
#include "app/ui/picture_label.h"
#include "app/ui/text_quads.h"
#include "renderer/ui_fill.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

struct ShownPicture;

/// The places that panels leave open for it; see renderer::leave_place.
enum class TickPlace : std::uint8_t { Labels, Counter, Playhead };

/// The words on every picture, wherever the tick has put it.
struct TickLabels {
    struct Label {
        session::SourceKey key = 0;
        std::string title;
        std::uint32_t title_rgba = 0;
        LabelFacts facts; ///< Its frame and choice are the tick's.

        friend bool operator==(const Label& a, const Label& b);
    };
    std::vector<Label> labels; ///< Of every take that a tick may show.
    bool shown = true;         ///< False: only slates, which stand for a picture.
    std::uint32_t detail_rgba = 0;
    const ImFont* title_font = nullptr;
    const ImFont* detail_font = nullptr;
    PlateShape title_plate, detail_plate;
    glm::dvec2 viewer_px{0.0}; ///< The viewer's corner in the window.
    float gap_px = 0;          ///< From a tile's corner to the label.
    float line_px = 0;         ///< From one plate to the next.
    float title_edge_px = 0;   ///< Kept free beside the text of a label on the right ...
    float detail_edge_px = 0;

    friend bool operator==(const TickLabels&, const TickLabels&) = default;
};

struct TickCounter {
    CounterFormat format;
    session::SourceKey source = 0; ///< Not 0: that source's timecode, where it has a picture, ...
    SourceClock clock;             ///< ... whose own frames are counted so.
    const ImFont* font = nullptr;
    std::uint32_t rgba = 0;
    glm::vec2 at_px{0.0F};
    glm::vec2 clip_min{0.0F}, clip_max{0.0F};

    friend bool operator==(const TickCounter&, const TickCounter&) = default;
};

struct TickPlayhead {
    UiShape shape;      ///< Of a tick that begins at x = 0.
    double zero_px = 0; ///< Where tick 0 begins.
    double px_per_tick = 1;
    double first_px = 0, last_px = 0; ///< Seen when its tick begins in here.

    friend bool operator==(const TickPlayhead&, const TickPlayhead&) = default;
};

/// An interface is laid out before it is known which tick it will be shown with: a tick may become
/// due meanwhile. So what depends on the tick is not laid out, only handed over, and becomes text
/// when the tick is shown. Immutable then; valid until the font atlas is filled anew.
struct TickOverlay {
    std::optional<TickLabels> labels; ///< Each absent: not to be seen.
    std::optional<TickCounter> counter;
    std::optional<TickPlayhead> playhead;

    friend bool operator==(const TickOverlay&, const TickOverlay&) = default;
};

/// What belongs at the open places with `shown` on the screen and the playhead on tick `playhead`.
/// Threads: any; see text_quads.h.
std::vector<renderer::UiFill> fills_of(const TickOverlay& overlay, const ShownPicture& shown,
                                       std::int64_t playhead);

} // namespace seamline::ui
