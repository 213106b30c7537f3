// app/ui/map_view.h: what is known of the difference between the two pictures on the screen, and
// what was chosen to be seen of it.
#pragma once

#include "app/analysis/grade_export.h"
#include "app/playback/seam_maps.h"
#include "app/session/medium_frame.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace seamline::ui {

/// Facts for one interface frame.
struct MapView {
    std::optional<playback::MapRequest> wanted; ///< What the screen shows now.
    std::string why_not; ///< Why that is nothing; empty when it is something.
    std::shared_ptr<const playback::MapAnswer>
        answer;            ///< To that or an older request; may be null.
    bool is_busy = false;  ///< The newest request has no answer yet.
    double per_second = 0; ///< Answers in the last two seconds, per second.

    /// The answer is about other frames than the screen shows.
    bool lags() const;
    /// What `answer` tells of the media that are on the screen now; null: nothing yet.
    const playback::MapAnswer* usable() const;
};

enum class MapPlace : std::uint8_t { Overlay, Alone, Beside };
inline constexpr int kMapPlaces = 3;
const char* label_of(MapPlace place); ///< "over A", "in A's place", "beside"

struct MapChoice {
    bool shown = false;
    analysis::SeamMapKind kind = analysis::SeamMapKind::DeltaEGraded;
    MapPlace place = MapPlace::Overlay;

    friend bool operator==(const MapChoice&, const MapChoice&) = default;
};

/// A grade and what it is called in files.
struct NamedGrade {
    measures::GradeFit grade;
    analysis::GradeLabel label;
    bool has_affine = true; ///< A .cube can be made, too.
};

/// Match, as the program remembers it while it runs.
struct MatchState {
    bool asked = false;                 ///< Put it on B once the pair on the screen is measured.
    bool export_asked = false;          ///< Likewise, to write it.
    std::optional<NamedGrade> last;     ///< What was put on a take last.
    std::filesystem::path matched;      ///< The file of that take.
    std::optional<NamedGrade> exported; ///< What the file browser is open for.
};

enum class HandTool : std::uint8_t { None, Regions, Shadows };

/// A drag over a picture, in window pixels.
struct HandDrag {
    session::MediumFrame picture;
    std::uint32_t key = 0; ///< The source whose picture it is.
    glm::dvec2 from{0, 0};
    glm::dvec2 to{0, 0};
};

struct HandState {
    HandTool tool = HandTool::None;
    bool list = false;
    std::optional<HandDrag> drag;
    std::optional<session::RegionSide> region; ///< A's side, while B's is still to be drawn.
    std::optional<session::ShadowLine> shadow; ///< Likewise.
    std::uint32_t first_key = 0;               ///< Whose picture that side was drawn on.
};

} // namespace seamline::ui
