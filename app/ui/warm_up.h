// app/ui/warm_up.h: the pictures that a key press may ask for next, one after another.
#pragma once

#include "app/playback/compose.h"
#include "app/playback/player.h"
#include "renderer/composition.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace seamline::ui {

/// Every way of comparing the open takes that is one or two key presses away from `session`: all
/// modes and differences, every take alone, and every pair of takes while they are few, else A with
/// all others. The likeliest come first.
std::vector<session::CompareState> foreseeable_states(const session::Session& session);
/// Every picture tool switched on or off, each alone: one key press away from `session`.
std::vector<renderer::ToolSet> foreseeable_tools(const session::Session& session);

/// Whether an enabled video track of a source's cut dissolves anywhere.
bool has_dissolves(const session::Source& source);

/// Goes through the foreseeable pictures once, and again when anything changed that they depend on.
///
/// Threads: render thread. Holds no frame.
class WarmUp {
public:
    /// The next picture, composed as it would be shown; the same one until `pass`. None when all
    /// were given. Pictures of takes that have no frame in the cache yet are left out until they
    /// do.
    std::optional<renderer::Composition> next(playback::Player& player, Extent target,
                                              renderer::ResizeFilter filter);
    void pass() { ++at_; }
    /// True when `next` would give nothing.
    bool is_done() const { return at_ >= states_.size(); }

private:
    /// What the pictures depend on.
    struct Basis {
        std::uint64_t revision = 0;
        Extent target;
        renderer::ResizeFilter filter{};
        std::size_t takes_with_frames = 0;

        friend bool operator==(const Basis&, const Basis&) = default;
    };
    std::size_t takes_with_frames(playback::Player& player) const;
    /// Which of the cuts on the screen that have dissolves are in one.
    enum class Dissolving : std::uint8_t { None, All, First, Others };
    /// A way of comparing with the tools as they are, or tools in the present one.
    struct Foreseen {
        session::CompareState compare;
        renderer::ToolSet tools;
        Dissolving dissolving = Dissolving::None;
    };
    static std::vector<Foreseen> foreseen(const session::Session& session);
    std::optional<renderer::Composition> compose(playback::Player& player, const Foreseen& state);
    /// A source of the session as it is shown, of any frame that is in the cache; none: of none.
    std::optional<playback::ShownSource> shown_of(playback::Player& player,
                                                  const session::Source& source) const;

    std::optional<Basis> basis_;
    session::Session session_;
    std::vector<playback::SourceReport> reports_;
    std::vector<Foreseen> states_;
    std::size_t at_ = 0;
};

} // namespace seamline::ui
