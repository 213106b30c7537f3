#include "app/ui/warm_up.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace seamline::ui {
namespace {

using session::CompareMode;
using session::CompareState;

constexpr std::size_t kFewTakes = 4;
constexpr int kDifferences = 8;

/// Where a cut is asked for a frame: media of one cut are mostly read the same way.
constexpr int kMostTries = 32;

struct AnyFrame {
    std::shared_ptr<const renderer::CachedFrame> frame;
    std::int64_t record = 0; ///< Of a cut.
};

/// Some picture of a cut: gaps and slates count as cached, and have none.
AnyFrame frame_of_cut(playback::Player& player, session::SourceKey key,
                      const playback::CutProgram& program) {
    int tries = 0;
    for (const auto& [begin, end] : player.cached_frames(key)) {
        const std::vector<std::int64_t>& cuts = program.cuts();
        auto next = std::ranges::upper_bound(cuts, begin);
        for (std::int64_t record = begin; record < end && tries < kMostTries; ++tries) {
            if (auto frame = player.cached_frame(key, record)) return {std::move(frame), record};
            if (next == cuts.end()) break;
            record = *next++;
        }
    }
    return {};
}

/// Any frame of a source: all of a file's are read the same way.
AnyFrame frame_of(playback::Player& player, session::SourceKey key) {
    if (const auto program = player.cut_program(key)) return frame_of_cut(player, key, *program);
    const auto id = player.cache_id(key);
    return {id ? player.cache().nearest(*id, 0) : nullptr, 0};
}

void add_pair(std::vector<CompareState>& states, CompareState state) {
    for (const CompareMode mode : {CompareMode::Wipe, CompareMode::Overlay, CompareMode::Butterfly,
                                   CompareMode::Checkerboard, CompareMode::Difference}) {
        state.mode = mode;
        if (mode != CompareMode::Difference) {
            states.push_back(state);
            continue;
        }
        for (int kind = 0; kind < kDifferences; ++kind) {
            state.difference = static_cast<renderer::DifferenceKind>(kind);
            states.push_back(state);
        }
    }
}

} // namespace

bool has_dissolves(const session::Source& source) {
    if (!source.cut) return false;
    return std::ranges::any_of(source.cut->edit.tracks, [](const interchange::Track& track) {
        return track.enabled && track.kind == interchange::TrackKind::Video &&
               std::ranges::any_of(track.transitions, [](const interchange::Transition& one) {
                   return one.kind == interchange::TransitionKind::Dissolve;
               });
    });
}

std::vector<CompareState> foreseeable_states(const session::Session& session) {
    std::vector<CompareState> states;
    const session::Source* a = session.source_a();
    const session::Source* b = session.source_b();
    if (a == nullptr) return states;
    CompareState state = session.compare;
    state.a = a->key;
    state.b = b != nullptr ? b->key : 0;
    // What is likeliest comes first: the other modes with the takes as they are.
    for (const CompareMode mode : {CompareMode::Row, CompareMode::Column, CompareMode::Grid}) {
        state.mode = mode;
        if (b != nullptr) states.push_back(state);
    }
    if (b != nullptr) add_pair(states, state);
    for (const session::Source& source : session.sources) {
        CompareState alone = state;
        alone.mode = CompareMode::Single;
        alone.a = source.key;
        states.push_back(alone);
    }
    const bool few = session.sources.size() <= kFewTakes;
    for (const session::Source& first : session.sources) {
        for (const session::Source& second : session.sources) {
            const bool present = first.key == a->key && b != nullptr && second.key == b->key;
            const bool near = few || first.key == a->key || second.key == a->key;
            if (&first == &second || present || !near) continue;
            state.a = first.key;
            state.b = second.key;
            add_pair(states, state);
        }
    }
    return states;
}

std::vector<renderer::ToolSet> foreseeable_tools(const session::Session& session) {
    std::vector<renderer::ToolSet> sets;
    for (int i = 0; i < renderer::kPictureTools; ++i) {
        const auto tool = static_cast<renderer::PictureTool>(i);
        sets.push_back(session.tools);
        sets.back().show(tool, !session.tools.shows(tool));
    }
    return sets;
}

/// The present way of comparing, dissolving, comes first: a cut that plays comes to it by itself.
/// Tools come between the ways of comparing that are near and those of other takes.
std::vector<WarmUp::Foreseen> WarmUp::foreseen(const session::Session& session) {
    std::vector<Foreseen> all;
    std::vector<Foreseen> tools;
    const auto cuts = std::ranges::count_if(session.sources, has_dissolves);
    const auto add_dissolves = [&](const CompareState& state) {
        if (cuts > 0) all.push_back({state, session.tools, Dissolving::All});
        if (cuts < 2) return;
        all.push_back({state, session.tools, Dissolving::First});
        all.push_back({state, session.tools, Dissolving::Others});
    };
    add_dissolves(session.compare);
    for (const renderer::ToolSet& set : foreseeable_tools(session))
        tools.push_back({session.compare, set});
    for (const CompareState& state : foreseeable_states(session)) {
        const bool is_near = state.mode != CompareMode::Single && state.b == session.compare.b &&
                             state.a == session.compare.a;
        if (!is_near && !tools.empty()) {
            all.insert(all.end(), tools.begin(), tools.end());
            tools.clear();
        }
        all.push_back({state, session.tools});
        add_dissolves(state);
    }
    all.insert(all.end(), tools.begin(), tools.end());
    return all;
}

std::optional<renderer::Composition> WarmUp::next(playback::Player& player, Extent target,
                                                  renderer::ResizeFilter filter) {
    Basis basis{player.revision(), target, filter, takes_with_frames(player)};
    if (basis_ != basis) {
        session_ = player.session();
        reports_ = player.reports();
        states_ = foreseen(session_);
        at_ = 0;
        basis.takes_with_frames = takes_with_frames(player);
        basis_ = basis;
    }
    for (; !is_done(); pass())
        if (auto picture = compose(player, states_[at_])) return picture;
    return std::nullopt;
}

std::size_t WarmUp::takes_with_frames(playback::Player& player) const {
    return static_cast<std::size_t>(std::ranges::count_if(reports_, [&](const auto& report) {
        return frame_of(player, report.key).frame != nullptr;
    }));
}

std::optional<playback::ShownSource> WarmUp::shown_of(playback::Player& player,
                                                      const session::Source& source) const {
    const auto report = std::ranges::find(reports_, source.key, &playback::SourceReport::key);
    if (report == reports_.end()) return std::nullopt;
    const AnyFrame any = frame_of(player, source.key);
    if (!any.frame) return std::nullopt;
    playback::ShownSource one;
    one.source = &source;
    one.frame = any.frame;
    const MediaDescription* media = &report->media;
    if (source.cut) {
        one.event = player.event_at(source.key, any.record);
        if (!one.event || !one.event->media) return std::nullopt;
        media = one.event->media.get();
        one.color = player.shown_color_at(source.key, any.record, playback::Viewport::Main);
    } else {
        one.color = player.shown_color(source.key);
    }
    if (!media->video) return std::nullopt;
    one.shape = playback::shape_of(*media->video);
    return one;
}

std::optional<renderer::Composition> WarmUp::compose(playback::Player& player,
                                                     const Foreseen& state) {
    session_.compare = state.compare;
    session_.tools = state.tools;
    std::vector<playback::ShownSource> shown;
    for (const session::Source* source : session_.on_screen()) {
        auto one = shown_of(player, *source);
        if (!one) return std::nullopt;
        const bool is_meant = state.dissolving == Dissolving::All ||
                              (state.dissolving == Dissolving::First && shown.empty()) ||
                              (state.dissolving == Dissolving::Others && !shown.empty());
        if (is_meant && has_dissolves(*source)) {
            one->incoming = std::make_shared<const playback::ShownSource>(*one);
            one->incoming_weight = 0.5F;
        }
        shown.push_back(*std::move(one));
    }
    return playback::compose(session_, shown, basis_->target, basis_->filter);
}

} // namespace seamline::ui
