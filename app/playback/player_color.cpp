// The player's part in the sources' colours.
#include "app/playback/player_impl.h"

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

color::ColorConfig Player::color_config() const { return impl_->colors.config(); }

void Player::set_color_config(color::ColorConfig config) {
    impl_->colors.set_config(std::move(config));
    impl_->color_arrived();
}

std::optional<ColorReport> Player::color_report(session::SourceKey key, Viewport viewport) const {
    const std::scoped_lock lock(impl_->mutex);
    std::optional<ColorReport> report;
    impl_->with_color(key, viewport, [&](const ColorSubject& subject) {
        report = impl_->colors.report(subject);
    });
    return report;
}

ShownColor Player::shown_color(session::SourceKey key, Viewport viewport) const {
    const std::scoped_lock lock(impl_->mutex);
    ShownColor shown;
    impl_->with_color(key, viewport,
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
