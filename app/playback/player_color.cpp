// The player's part in the sources' colours.
#include "app/playback/player_impl.h"

#include <algorithm>
#include <utility>

namespace seamline::playback {

void Player::Impl::color_arrived() {
    {
        const std::scoped_lock lock(mutex);
        ++revision;
    }
    const std::scoped_lock lock(wakeup_mutex);
    if (wakeup) wakeup();
}

color::ViewColor Player::Impl::view_color(Viewport viewport) const {
    const bool second = viewport == Viewport::Second;
    color::ViewColor view = second ? session.second_view_color : session.view_color;
    if (viewport == Viewport::Export || !is_hdr[second ? 1 : 0]) return view;
    view.range = color::OutputRange::Full;
    if (!view.display.empty() || pq_display.empty()) return view;
    if (!view.view.empty()) {
        const std::vector<std::string> views = colors.config().views(pq_display);
        if (std::ranges::find(views, view.view) == views.end()) return view;
    }
    view.display = pq_display;
    return view;
}

void Player::set_hdr(Viewport viewport, bool is_hdr) {
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->is_hdr[viewport == Viewport::Second ? 1 : 0] = is_hdr;
    }
    impl_->color_arrived();
}

color::ViewColor Player::viewed(Viewport viewport) const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->view_color(viewport);
}

std::optional<color::DisplaySignal> Player::signal(Viewport viewport) const {
    const color::ViewColor view = viewed(viewport);
    return color::display_signal(impl_->colors.config(), view);
}

void Player::reload_color_files() {
    impl_->colors.reload_files();
    impl_->color_arrived();
}

bool Player::has_exact_colors(const Tick& tick, Viewport viewport) const {
    const std::scoped_lock lock(impl_->mutex);
    bool all = true;
    const auto ask = [&](const ColorSubject& subject) { all = impl_->colors.has(subject) && all; };
    for (const FrameChoice& choice : tick.choices) {
        impl_->with_color(choice, viewport, ask, true);
        if (choice.incoming) impl_->with_color(*choice.incoming, viewport, ask, true);
    }
    return all;
}

color::ColorConfig Player::color_config() const { return impl_->colors.config(); }

void Player::set_color_config(color::ColorConfig config) {
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->pq_display = color::pq_display(config);
    }
    impl_->colors.set_config(std::move(config));
    impl_->color_arrived();
}

void Player::set_color_config_error(std::string error) {
    impl_->colors.set_config_error(std::move(error));
    impl_->color_arrived();
}

std::optional<ColorReport> Player::color_report(session::SourceKey key, Viewport viewport) const {
    const std::scoped_lock lock(impl_->mutex);
    std::optional<ColorReport> report;
    impl_->with_color(key, viewport,
                      [&](const ColorSubject& subject) { report = impl_->colors.report(subject); });
    return report;
}

ShownColor Player::shown_color(session::SourceKey key, Viewport viewport) const {
    const std::scoped_lock lock(impl_->mutex);
    ShownColor shown;
    impl_->with_color(key, viewport,
                      [&](const ColorSubject& subject) { shown = impl_->colors.shown(subject); });
    return shown;
}

ShownColor Player::shown_color_at(session::SourceKey key, std::int64_t record,
                                  Viewport viewport) const {
    FrameChoice choice;
    choice.key = key;
    choice.event = event_at(key, record);
    const std::scoped_lock lock(impl_->mutex);
    ShownColor shown;
    if (!choice.event || !impl_->open_cuts.contains(key)) return shown;
    impl_->with_color(choice, viewport,
                      [&](const ColorSubject& subject) { shown = impl_->colors.shown(subject); });
    return shown;
}

Result<Done> Player::wait_colors(const Tick& tick, Viewport viewport) {
    struct Copy {
        session::Source source;
        ColorTags tags;
        color::ViewColor view;
    };
    std::vector<Copy> wanted;
    {
        const std::scoped_lock lock(impl_->mutex);
        const auto want = [&](const ColorSubject& subject) {
            wanted.push_back({subject.source, subject.tags, subject.view});
        };
        for (const FrameChoice& choice : tick.choices) {
            impl_->with_color(choice, viewport, want);
            if (choice.incoming) impl_->with_color(*choice.incoming, viewport, want);
        }
    }
    for (const Copy& one : wanted) {
        const Result<Done> made =
            impl_->colors.wait_for({one.source, one.tags, one.view, viewport});
        if (!made) return made;
    }
    return Done{};
}

std::size_t Player::colors_made() const { return impl_->colors.made(); }

} // namespace seamline::playback
