#include "app/playback/source_colors.h"

#include "app/playback/color_substitutes.h"
#include "renderer/color/baked_processor.h"
#include "renderer/color/color_processor.h"
#include "renderer/color/input_guess.h"
#include "renderer/color_transform.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace seamline::playback {
namespace {

/// Transforms that are remembered after nobody shows them any more.
constexpr std::size_t kRemembered = 64;

/// All that a transform depends on, besides the configuration.
struct Wanted {
    color::SourceColor color; ///< Without a grade's values where `use` is Dynamic.
    color::GradeUse use = color::GradeUse::Fixed;
    ColorTags tags;
    std::filesystem::path path;
    color::ViewColor view;
    bool exact = false; ///< No table, where those are made.

    friend bool operator==(const Wanted&, const Wanted&) = default;
};

struct Made {
    color::InputGuess input;
    std::string description;
    std::shared_ptr<const renderer::ColorTransform> transform; ///< Null: identity, or an error.
    std::optional<Error> error; ///< Why what was wanted cannot be made ...
    std::string substitution;   ///< ... and what stands in for it, in words; empty: nothing does.
    bool lacks_chosen_space = false; ///< See ColorReport.
    bool is_approximate = false;
    bool wants_values = false; ///< Nothing was made: this view needs a grade's values for a table.
};

bool is_exact(const ColorSubject& subject, ColorMaking making) {
    return making == ColorMaking::TablesForLongOnes &&
           (subject.exact || subject.viewport == Viewport::Export);
}

Wanted wanted_by(const ColorSubject& subject, ColorMaking making, bool with_values) {
    Wanted wanted{subject.source.source_color, color::GradeUse::Fixed, subject.tags,
                  subject.source.path,         subject.view,           is_exact(subject, making)};
    if (!with_values && !wanted.color.bypass && wanted.color.grade != color::Grade{}) {
        wanted.use = color::GradeUse::Dynamic;
        wanted.color.grade = {};
    }
    return wanted;
}

color::InputGuess input_of(const color::ColorConfig& config, const Wanted& wanted) {
    const std::string& chosen = wanted.color.input_space;
    if (chosen.empty()) return color::guess_input_space(config, wanted.tags, wanted.path);
    const std::string known = config.space_named(chosen);
    return {known.empty() ? chosen : known, "chosen", true};
}

Result<color::ColorProcessor> processor_of(const color::ColorConfig& config, const Wanted& wanted,
                                           const std::string& input_space) {
    color::SourceColor source = wanted.color;
    source.input_space = input_space;
    return color::ColorProcessor::viewed(config, source, wanted.view, wanted.use);
}

/// A table instead of a long program. Where no table is wanted the program is left for the CPU's
/// own processor, which takes no dynamic grade either.
void shorten(const color::ColorConfig& config, const Wanted& wanted, Made& made) {
    if (!made.transform->is_long()) return;
    made.wants_values = wanted.use == color::GradeUse::Dynamic;
    if (made.wants_values || wanted.exact) return;
    auto baked = color::baked_processor(made.transform->processor(),
                                        color::bake_domain(config, made.input.space));
    if (!baked) return;
    const std::string description = baked.value().description();
    auto transform = renderer::ColorTransform::make(std::move(baked).value());
    if (!transform) return;
    made.transform = std::move(transform).value();
    made.description = description;
    made.is_approximate = true;
}

Made make(const color::ColorConfig& config, const Wanted& wanted, ColorMaking making) {
    Made made;
    try {
        made.input = input_of(config, wanted);
        auto processor = processor_of(config, wanted, made.input.space);
        if (!processor) {
            made.error = processor.error();
            return made;
        }
        made.description = processor.value().description();
        if (processor.value().is_identity()) return made;
        auto transform = renderer::ColorTransform::make(std::move(processor).value());
        if (!transform) {
            made.error = transform.error();
            return made;
        }
        made.transform = std::move(transform).value();
        if (making == ColorMaking::TablesForLongOnes) shorten(config, wanted, made);
    } catch (const std::exception& failure) {
        made.error = Error{ErrorCode::Unavailable,
                           std::string("the colour transform was not made: ") + failure.what()};
    }
    return made;
}

/// What a place showed under this configuration before.
struct Past {
    std::optional<ColorSettings> settings; ///< That could be made last.
    std::shared_ptr<const Made> same;      ///< What the same settings gave; null: not known.
};

/// What was wanted, or what comes nearest to it together with why.
Made make_shown(const color::ColorConfig& config, const Wanted& wanted, const Past& past,
                ColorMaking making) {
    Made made = make(config, wanted, making);
    if (!made.error) return made;
    if (past.same) { // A file was written anew, and is broken now.
        Made same = *past.same;
        same.error = made.error;
        same.substitution = "Shown by the files as they were.";
        return same;
    }
    const ColorSettings asked{wanted.color, wanted.view};
    for (const ColorSettings& settings : color_substitutes(config, asked, past.settings)) {
        Wanted other = wanted;
        other.color = settings.color;
        other.view = settings.view;
        Made substitute = make(config, other, making);
        if (substitute.error) continue;
        substitute.error = made.error;
        substitute.substitution = substitution_words(asked, settings, substitute.input);
        substitute.lacks_chosen_space = settings.color.input_space != wanted.color.input_space;
        return substitute;
    }
    return made;
}

} // namespace

Result<std::shared_ptr<const color::ColorProcessor>>
still_processor(const color::ColorConfig& config, const session::Source& medium,
                const ColorTags& tags, const color::ViewColor& view) {
    const Wanted wanted =
        wanted_by({medium, tags, view, Viewport::Export, true}, ColorMaking::Exact, true);
    auto processor = processor_of(config, wanted, input_of(config, wanted).space);
    if (!processor) return processor.error();
    if (processor.value().is_identity()) return std::shared_ptr<const color::ColorProcessor>();
    return std::shared_ptr<const color::ColorProcessor>(
        std::make_shared<color::ColorProcessor>(std::move(processor).value()));
}

struct SourceColors::Impl {
    /// One source in one viewport.
    struct Place {
        std::optional<Wanted> wanted;
        std::shared_ptr<const Made> made; ///< Of `wanted`; null while it is being made.
        std::shared_ptr<const renderer::ColorTransform> shown; ///< The last good one.
        bool shows_table = false;
        /// What was made last with all its files read, under this configuration, and for what.
        std::shared_ptr<const Made> good;
        std::optional<Wanted> good_for;
    };
    using PlaceKey = std::tuple<session::SourceKey, Viewport, bool>; ///< And whether exact.
    using SeenKey = std::pair<session::SourceKey, Viewport>;

    Impl(color::ColorConfig used_config, ColorMaking used_making, std::function<void()> on_change)
        : making(used_making), config(std::move(used_config)), changed(std::move(on_change)) {}

    const ColorMaking making;

    mutable std::mutex mutex; ///< Guards all below but `changed` and `worker`.
    std::condition_variable_any asked;
    std::condition_variable_any answered;
    color::ColorConfig config;
    std::string config_error;     ///< See `set_config_error`.
    std::uint64_t generation = 0; ///< Rises with every configuration.
    std::map<PlaceKey, Place> places;
    std::map<SeenKey, ColorSettings> last_good; ///< What could be made last, and was asked for.
    std::list<std::pair<Wanted, std::shared_ptr<const Made>>> remembered; ///< Newest first.
    std::vector<color::ViewColor> long_views; ///< Grades under them need tables.
    std::size_t made_count = 0;
    std::function<void()> changed;
    std::jthread worker;

    void run(const std::stop_token& stop);

    // All below: under the lock.
    Place& place_of(const ColorSubject& subject);
    std::shared_ptr<const Made> recall(const Wanted& wanted);
    void remember(const Wanted& wanted, const std::shared_ptr<const Made>& made);
    void hand_out(const PlaceKey& asker, const Wanted& wanted,
                  const std::shared_ptr<const Made>& made);
    void take(const PlaceKey& key, Place& place, std::shared_ptr<const Made> made);
    std::optional<PlaceKey> next_open() const;
    Past past_of(const PlaceKey& key, const Place& place) const;
};

std::shared_ptr<const Made> SourceColors::Impl::recall(const Wanted& wanted) {
    const auto at = std::ranges::find(remembered, wanted,
                                      [](const auto& one) -> const Wanted& { return one.first; });
    if (at == remembered.end()) return nullptr;
    remembered.splice(remembered.begin(), remembered, at);
    return at->second;
}

void SourceColors::Impl::remember(const Wanted& wanted, const std::shared_ptr<const Made>& made) {
    // A file that was wrong may be repaired: it is read again when it is asked for again.
    if (made->error) return;
    remembered.emplace_front(wanted, made);
    if (remembered.size() > kRemembered) remembered.pop_back();
}

void SourceColors::Impl::take(const PlaceKey& key, Place& place, std::shared_ptr<const Made> made) {
    if (!made->error || !made->substitution.empty()) {
        place.shown = made->transform;
        place.shows_table = made->is_approximate;
    }
    if (!made->error) {
        ColorSettings& good = last_good[{std::get<0>(key), std::get<1>(key)}];
        good.view = place.wanted->view;
        if (!place.wanted->color.bypass) { // Else the files were not read.
            good.color = place.wanted->color;
            place.good = made;
            place.good_for = place.wanted;
        }
    }
    place.made = std::move(made);
}

SourceColors::Impl::Place& SourceColors::Impl::place_of(const ColorSubject& subject) {
    const PlaceKey key{subject.source.key, subject.viewport, is_exact(subject, making)};
    Place& place = places[key];
    Wanted wanted =
        wanted_by(subject, making, std::ranges::find(long_views, subject.view) != long_views.end());
    if (place.wanted && *place.wanted == wanted) return place;
    place.wanted = std::move(wanted);
    place.made.reset();
    if (auto known = recall(*place.wanted))
        take(key, place, std::move(known));
    else
        asked.notify_one();
    return place;
}

std::optional<SourceColors::Impl::PlaceKey> SourceColors::Impl::next_open() const {
    for (const auto& [key, place] : places)
        if (place.wanted && !place.made) return key;
    return std::nullopt;
}

Past SourceColors::Impl::past_of(const PlaceKey& key, const Place& place) const {
    Past past;
    const auto known = last_good.find({std::get<0>(key), std::get<1>(key)});
    if (known != last_good.end()) past.settings = known->second;
    if (place.good_for == place.wanted) past.same = place.good;
    return past;
}

void SourceColors::Impl::hand_out(const PlaceKey& asker, const Wanted& wanted,
                                  const std::shared_ptr<const Made>& made) {
    if (made->wants_values)
        long_views.push_back(wanted.view);
    else
        remember(wanted, made);
    for (auto& [key, place] : places) {
        if (place.wanted != wanted || place.made) continue;
        if (made->wants_values)
            place.wanted.reset(); // Asked again with the values when it is looked at next.
        else if (!made->error || key == asker) // A substitute depends on the place's past.
            take(key, place, made);
    }
}

void SourceColors::Impl::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (asked.wait(lock, stop, [&] { return next_open().has_value(); })) {
        const PlaceKey key = *next_open();
        const Place& place = places[key];
        const Wanted wanted = *place.wanted;
        const Past past = past_of(key, place);
        const color::ColorConfig used = config;
        const std::uint64_t asked_in = generation;
        lock.unlock();
        const auto made = std::make_shared<const Made>(make_shown(used, wanted, past, making));
        lock.lock();
        if (generation != asked_in) continue;
        ++made_count;
        hand_out(key, wanted, made);
        answered.notify_all();
        lock.unlock();
        changed();
        lock.lock();
    }
}

SourceColors::SourceColors(color::ColorConfig config, ColorMaking making,
                           std::function<void()> changed)
    : impl_(std::make_unique<Impl>(std::move(config), making, std::move(changed))) {
    impl_->worker = std::jthread([this](const std::stop_token& stop) { impl_->run(stop); });
}

SourceColors::~SourceColors() {
    impl_->worker.request_stop();
    impl_->worker.join();
}

color::ColorConfig SourceColors::config() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->config;
}

void SourceColors::set_config(color::ColorConfig config) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->config = std::move(config);
    impl_->config_error.clear();
    ++impl_->generation;
    impl_->remembered.clear();
    impl_->long_views.clear();
    for (auto& [key, place] : impl_->places) {
        place.made.reset();
        place.good_for.reset(); // It belongs to the other configuration.
    }
    impl_->asked.notify_one();
}

void SourceColors::set_config_error(std::string error) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->config_error = std::move(error);
}

ShownColor SourceColors::shown(const ColorSubject& subject) {
    const std::scoped_lock lock(impl_->mutex);
    return {impl_->place_of(subject).shown, subject.source.source_color.grade};
}

ColorReport SourceColors::report(const ColorSubject& subject) {
    const std::scoped_lock lock(impl_->mutex);
    const Impl::Place& place = impl_->place_of(subject);
    ColorReport report;
    report.is_preparing = place.made == nullptr;
    report.is_identity = place.shown == nullptr;
    report.is_approximate = place.shows_table;
    report.error = impl_->config_error; // A take's own error says more.
    if (!report.error.empty()) report.substitution = "What it said before is used.";
    if (!place.made) return report;
    report.input_space = place.made->input.space;
    report.reason = place.made->input.reason;
    report.confirmed = place.made->input.confirmed;
    report.description = place.made->description;
    if (!place.made->error) return report;
    report.error = place.made->error->message;
    report.lacks_chosen_space = place.made->lacks_chosen_space;
    report.substitution = !place.made->substitution.empty() ? place.made->substitution
                          : place.shown                     ? "The colours before this one stay."
                                                            : "The file's own values show.";
    return report;
}

Result<Done> SourceColors::wait_for(const ColorSubject& subject) {
    std::unique_lock lock(impl_->mutex);
    for (;;) {
        const Impl::Place& place = impl_->place_of(subject);
        if (place.made) {
            if (place.made->error) return *place.made->error;
            return Done{};
        }
        impl_->answered.wait(lock);
    }
}

bool SourceColors::has(const ColorSubject& subject) {
    const std::scoped_lock lock(impl_->mutex);
    const Impl::Place& place = impl_->place_of(subject);
    return place.made != nullptr && (!place.made->error || !place.made->substitution.empty());
}

void SourceColors::reload_files() {
    const std::scoped_lock lock(impl_->mutex);
    ++impl_->generation; // What is being made may have read the old ones.
    impl_->remembered.clear();
    for (auto& [key, place] : impl_->places) place.made.reset();
    impl_->asked.notify_one();
}

void SourceColors::forget(session::SourceKey key) {
    const std::scoped_lock lock(impl_->mutex);
    std::erase_if(impl_->places,
                  [&](const auto& place) { return std::get<0>(place.first) == key; });
    std::erase_if(impl_->last_good, [&](const auto& good) { return good.first.first == key; });
}

std::size_t SourceColors::made() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->made_count;
}

} // namespace seamline::playback
