#include "app/playback/view_signals.h"

#include "renderer/color/baked_processor.h"
#include "renderer/color/display_tags.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace seamline::playback {
namespace {

using Signal = std::shared_ptr<const renderer::ViewSignal>;

/// Two megabytes each.
constexpr std::size_t kRemembered = 12;

struct Wanted {
    color::ColorConfig config;
    ViewSubject subject;

    friend bool operator==(const Wanted& a, const Wanted& b) {
        return a.config.cache_id() == b.config.cache_id() && a.subject == b.subject;
    }
};

struct Made {
    Signal signal;
    std::string error;
};

} // namespace

std::optional<ViewSubject> view_subject(const Player& player, const session::Source& source,
                                        const renderer::CachedFrame& frame) {
    const std::optional<ColorReport> report = player.color_report(source.key, Viewport::Main);
    if (!report || report->input_space.empty()) return {};
    ViewSubject subject{source.source_color, player.session().view_color};
    subject.color.input_space = report->input_space;
    // They describe the cable to the display, not what it shows.
    subject.view.calibration_lut.clear();
    subject.view.range = color::OutputRange::Full;
    subject.is_linear_rgb =
        frame.layout.model != ColorModel::YCbCr &&
        color::bake_domain(player.color_config(), report->input_space) ==
            color::BakeDomain::SceneLinear;
    return subject;
}

Result<Signal> make_view_signal(const color::ColorConfig& config, const ViewSubject& subject) {
    const auto display = color::display_tags(config, subject.view);
    if (!display) return display.error();
    const auto processor = color::ColorProcessor::viewed(config, subject.color, subject.view);
    if (!processor) return processor.error();
    const std::string assumed = display.value().is_assumed ? ", BT.709 and BT.1886 assumed" : "";
    return renderer::ViewSignal::make(
        processor.value(),
        subject.is_linear_rgb ? renderer::ViewAxis::Light : renderer::ViewAxis::Code,
        display.value().tags, display.value().name + assumed);
}

struct ViewSignals::Impl {
    explicit Impl(std::function<void()> on_change) : changed(std::move(on_change)) {}

    struct Place {
        std::optional<Wanted> wanted; ///< Null: what was asked for last is made.
        Wanted asked;
        Made made; ///< Of the last one that could be made.
    };

    std::mutex mutex; ///< Guards all below but `changed` and `worker`.
    std::condition_variable_any asked;
    std::map<session::SourceKey, Place> places;
    std::list<std::pair<Wanted, Signal>> remembered; ///< Newest first.
    const std::function<void()> changed;
    std::jthread worker; ///< Dies first.

    Place* next_open() {
        const auto at = std::ranges::find_if(
            places, [](const auto& one) { return one.second.wanted.has_value(); });
        return at == places.end() ? nullptr : &at->second;
    }

    Signal recall(const Wanted& wanted) {
        const auto at = std::ranges::find(
            remembered, wanted, [](const auto& one) -> const Wanted& { return one.first; });
        if (at == remembered.end()) return nullptr;
        remembered.splice(remembered.begin(), remembered, at);
        return at->second;
    }

    /// Under the lock.
    void hand_out(const Wanted& wanted, const Made& made) {
        if (made.signal != nullptr) {
            remembered.emplace_front(wanted, made.signal);
            if (remembered.size() > kRemembered) remembered.pop_back();
        }
        for (auto& [key, place] : places) {
            if (place.wanted != wanted) continue;
            place.wanted.reset();
            place.made = made;
        }
    }

    void run(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (asked.wait(lock, stop, [&] { return next_open() != nullptr; })) {
            const Wanted wanted = *next_open()->wanted;
            lock.unlock();
            Made made;
            try {
                auto signal = make_view_signal(wanted.config, wanted.subject);
                if (signal)
                    made.signal = std::move(signal).value();
                else
                    made.error = signal.error().message;
            } catch (const std::exception& failure) {
                made.error = std::string("the view's table was not made: ") + failure.what();
            }
            lock.lock();
            hand_out(wanted, made);
            lock.unlock();
            changed();
            lock.lock();
        }
    }
};

ViewSignals::ViewSignals(std::function<void()> changed)
    : impl_(std::make_unique<Impl>(std::move(changed))) {
    impl_->worker = std::jthread([this](const std::stop_token& stop) { impl_->run(stop); });
}

ViewSignals::~ViewSignals() {
    impl_->worker.request_stop();
    impl_->worker.join();
}

ViewSignals::Shown ViewSignals::shown(session::SourceKey key, const color::ColorConfig& config,
                                      const ViewSubject& subject) {
    const std::scoped_lock lock(impl_->mutex);
    Wanted wanted{config, subject};
    const auto at = impl_->places.find(key);
    if (at == impl_->places.end() || !(at->second.asked == wanted)) {
        Impl::Place& place =
            at == impl_->places.end()
                ? impl_->places.emplace(key, Impl::Place{std::nullopt, wanted, {}}).first->second
                : at->second;
        place.asked = wanted;
        place.wanted.reset();
        place.made.error.clear();
        if (Signal known = impl_->recall(wanted)) {
            place.made = {std::move(known), ""};
        } else {
            place.wanted = std::move(wanted);
            impl_->asked.notify_one();
        }
    }
    const Impl::Place& place = impl_->places.at(key);
    return {place.made.signal, place.made.error};
}

} // namespace seamline::playback
