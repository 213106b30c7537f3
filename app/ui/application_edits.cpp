// The application's part in timelines: opening them, finding their media, saving them.
#include "app/interchange/read_edit.h"
#include "app/ui/application.h"

#include <algorithm>

namespace seamline::ui {

void Application::open_files(const std::vector<std::filesystem::path>& given,
                             session::SourceKey replaced) {
    const std::vector<std::filesystem::path> paths = take_folders(given);
    if (paths.empty()) return;
    end_view();
    std::vector<std::filesystem::path> edits, others;
    for (const std::filesystem::path& path : paths) {
        if (interchange::is_review_name(path))
            import_review(path);
        else
            (interchange::is_edit_name(path) ? edits : others).push_back(path);
    }
    if (!others.empty()) keeper_->open(others, replaced);
    if (!edits.empty()) edits_->open(std::move(edits), edit_places());
}

session::EditPlaces Application::edit_places() const {
    return session::with_environment(preferences_.edit_places);
}

void Application::search_media(const ViewModel& model) {
    RelinkState& state = state_.relink;
    session::EditPlaces& kept = preferences_.edit_places;
    // What found media once will again.
    const interchange::PathMap map{state.map_from, state.map_to};
    const bool whole = !map.from.empty() && !map.to.empty();
    if (whole && std::ranges::find(kept.maps, map) == kept.maps.end()) kept.maps.push_back(map);
    if (!state.folder.empty() &&
        std::ranges::find(kept.roots, std::filesystem::path(state.folder)) == kept.roots.end())
        kept.roots.emplace_back(state.folder);
    edits_->search(model.session, state, edit_places());
}

void Application::show_media(const ViewModel& model) {
    const session::Source* a = model.session.source_a();
    if (a == nullptr || !a->cut) {
        say(ToastKind::Notice, "A is no cut: open a timeline (.otio, .edl, .xml, .fcpxml), or make "
                               "one of the takes.");
        return;
    }
    RelinkState& state = state_.relink;
    state.open = true;
    if (state.key == a->key && !state.rows.empty()) return;
    state.key = a->key;
    state.title = display_name(*a);
    state.rows.clear();
    state.losses.clear();
    state.save_path = proposed_name(*a).string();
    edits_->search(model.session, state, edit_places());
}

void Application::save_edit(const SaveEdit& request, const ViewModel& model) {
    if (const auto objection = edit_guard_.objection(request.path, {}, model.session.sources)) {
        say(ToastKind::Warning, *objection);
        return;
    }
    edits_->save(model.session, request.key, request.path,
                 request.nle_safe ? interchange::OtioProfile::NleSafe
                                  : interchange::OtioProfile::Full,
                 state_.relink);
}

void Application::take_edits() {
    keeper_->begin_changes();
    const bool changed = edits_->take(state_.relink, edit_places());
    keeper_->end_changes();
    if (changed) frames_wanted_ = std::max(frames_wanted_, 3);
}

} // namespace seamline::ui
