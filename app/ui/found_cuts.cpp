#include "app/ui/found_cuts.h"

#include "app/playback/timeline.h"

#include <algorithm>
#include <cstdlib>

namespace seamline::ui {
namespace {

using playback::TemporaryView;
using session::Source;

} // namespace

std::vector<std::int64_t> found_cuts(const ViewModel& model, const Source& source) {
    std::vector<std::int64_t> cuts;
    if (const SourceSeams* seams = model.seams_of(source.key))
        for (const SeamSign& sign : seams->signs)
            if (sign.step == nullptr) cuts.push_back(sign.frame);
    if (!cuts.empty())
        return cuts; // In order, with what people added and without what they removed.
    for (const session::CutMark& mark : source.cut_marks)
        if (mark.presence == session::CutPresence::Added) cuts.push_back(mark.frame);
    const playback::SourceReport* report = model.report(source.key);
    if (report != nullptr && report->index)
        for (const session::Marker& marker : model.session.transport.markers) {
            const playback::FrameAt at = playback::frame_at_tick(
                source.timing, *report->index, marker.tick, model.session.transport.rate);
            if (!at.before_start && !at.past_end) cuts.push_back(at.frame);
        }
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    // Before the first frame nothing was.
    std::erase_if(cuts, [](std::int64_t frame) { return frame <= 0; });
    return cuts;
}

std::optional<std::int64_t> nearest_found_cut(const ViewModel& model, const Source& source,
                                              std::int64_t frame) {
    const std::vector<std::int64_t> cuts = found_cuts(model, source);
    const auto at = std::ranges::min_element(
        cuts, {}, [frame](std::int64_t cut) { return std::llabs(cut - frame); });
    return at == cuts.end() ? std::nullopt : std::optional(*at);
}

std::optional<std::int64_t> next_found_cut(const ViewModel& model, const Source& source,
                                           std::int64_t frame, int step) {
    const std::vector<std::int64_t> cuts = found_cuts(model, source);
    if (step > 0) {
        const auto after = std::ranges::upper_bound(cuts, frame);
        return after == cuts.end() ? std::nullopt : std::optional(*after);
    }
    const auto before = std::ranges::lower_bound(cuts, frame);
    return before == cuts.begin() ? std::nullopt : std::optional(*std::prev(before));
}

Result<Done> show_found_seam(playback::Player& player, UiState& state, const ViewModel& model) {
    const session::Session session = player.session();
    const Source* source =
        state.audition.view ? session.find(state.audition.view->slot.source) : session.source_a();
    if (source == nullptr)
        return Error{ErrorCode::InvalidArgument, "There is no source: open a take or a timeline."};
    const playback::SourceReport* report = model.report(source->key);
    if (report == nullptr || !report->index)
        return Error{ErrorCode::InvalidArgument, "The take is not open yet."};
    const playback::Transport transport = player.transport();
    const std::int64_t frame =
        playback::frame_at_tick(source->timing, *report->index, transport.tick_at(player.now()),
                                transport.rate())
            .frame;
    const auto cut = nearest_found_cut(model, *source, frame);
    if (!cut)
        return Error{ErrorCode::InvalidArgument,
                     "No cut of this take is known yet: a marker on the first frame after one says "
                     "where it is."};
    return playback::show_seam(player, state.audition, *cut);
}

bool step_found_seam(playback::Player& player, UiState& state, const ViewModel& model, int step) {
    if (!state.audition.view || state.audition.view->kind != TemporaryView::Kind::Seam)
        return false;
    const session::Session session = player.session();
    const TemporaryView view = *state.audition.view;
    const Source* source = session.find(view.slot.source);
    if (source == nullptr || source->cut) return false;
    const auto next = next_found_cut(model, *source, view.record, step);
    if (!next) return true; // There is none beyond.
    const session::CompareMode mode = session.compare.mode;
    if (playback::show_seam(player, state.audition, *next)) {
        player.edit([mode](session::Session& s) { s.compare.mode = mode; });
        state.audition.view->tick = view.tick;
    }
    return true;
}

} // namespace seamline::ui
