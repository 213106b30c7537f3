// renderer/ui_fill.h: triangles that are put into the interface only when it is drawn.
#pragma once

#include <glm/glm.hpp>

#include <cstdint>
#include <vector>

namespace seamline::renderer {

/// As ImGui has them, without its header.
struct UiVertex {
    glm::vec2 position{0.0F}; ///< Window pixels.
    glm::vec2 uv{0.0F};       ///< In the font atlas, [0, 1].
    std::uint32_t rgba = 0;   ///< R in the low byte; display-referred, alpha not multiplied in.

    friend bool operator==(const UiVertex&, const UiVertex&) = default;
};

/// What belongs at one place that an interface leaves open (see `leave_place`): such places are
/// filled by whoever shows the interface, with what is known only then.
struct UiFill {
    /// The next `index_count` indices, cut to a rectangle and to what the place itself is cut to.
    struct Part {
        glm::vec2 clip_min{0.0F}, clip_max{0.0F}; ///< Window pixels.
        std::uint32_t index_count = 0;            ///< Divisible by 3.
    };

    int place = 0;
    std::vector<UiVertex> vertices; ///< At most 65536.
    std::vector<std::uint16_t> indices;
    std::vector<Part> parts; ///< In drawing order.
};

} // namespace seamline::renderer
