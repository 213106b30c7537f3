#include "app/ui/application.h"
#include "app/ui/decode_notice.h"

#include "app/playback/timeline.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace seamline::ui {
namespace {

/// Enough to find the moment, little enough not to keep the machine busy for long.
constexpr std::int64_t kMostContentFrames = 1500;

constexpr std::chrono::milliseconds kColorLook{150};

std::vector<playback::AlignmentInput> inputs_of(const ViewModel& model) {
    std::vector<playback::AlignmentInput> inputs;
    for (const session::Source& source : model.session.sources) {
        playback::AlignmentInput input;
        input.timing = source.timing;
        const playback::SourceReport* report = model.report(source.key);
        if (report != nullptr && report->media.video) {
            input.start_timecode = report->media.video->start_timecode;
            input.frame_rate = report->media.video->frame_rate;
        }
        inputs.push_back(std::move(input));
    }
    return inputs;
}

} // namespace

void Application::align(AlignBy by, const ViewModel& model) {
    if (by == AlignBy::Content) {
        align_by_content(model);
        return;
    }
    std::vector<session::Timing> timings;
    if (by == AlignBy::Start) {
        timings = playback::align_by_start(inputs_of(model));
    } else if (by == AlignBy::InPoints) {
        timings = playback::align_by_in_point(inputs_of(model));
    } else {
        const auto aligned = playback::align_by_timecode(inputs_of(model));
        if (!aligned) {
            say(ToastKind::Warning, aligned.error().message);
            return;
        }
        timings = aligned.value();
    }
    player_->edit([&](session::Session& s) {
        for (std::size_t i = 0; i < timings.size() && i < s.sources.size(); ++i)
            s.sources[i].timing = timings[i];
    });
}

void Application::align_by_content(const ViewModel& model) {
    const session::Source* a = model.session.source_a();
    const session::Source* b = model.session.source_b();
    if (a == nullptr || b == nullptr || content_match_.valid()) return;
    const playback::SourceReport* report_a = model.report(a->key);
    const playback::SourceReport* report_b = model.report(b->key);
    if (report_a == nullptr || report_b == nullptr || !report_a->index || !report_b->index) return;
    say(ToastKind::Notice, "Comparing the pictures of A and B ...");
    std::promise<std::optional<playback::ContentMatch>> found;
    content_match_ = found.get_future();
    matched_ = {a->key, b->key};
    content_worker_ =
        std::jthread([found = std::move(found), path_a = a->path, path_b = b->path,
                      index_a = report_a->index, index_b = report_b->index,
                      rate = model.session.transport.rate](const std::stop_token& stop) mutable {
            const auto cancelled = [&] { return stop.stop_requested(); };
            const auto first = playback::signatures_of(path_a, kMostContentFrames, cancelled);
            const auto second = playback::signatures_of(path_b, kMostContentFrames, cancelled);
            std::optional<playback::ContentMatch> match;
            if (first && second)
                match = playback::align_by_content(first.value(), *index_a, second.value(),
                                                   *index_b, rate);
            found.set_value(match);
        });
}

void Application::align_same_moment(const ViewModel& model) {
    const session::Source* a = model.session.source_a();
    const session::Source* b = model.session.source_b();
    const playback::SourceReport* report = b != nullptr ? model.report(b->key) : nullptr;
    const auto seen = b != nullptr ? seen_alone_.find(b->key) : seen_alone_.end();
    if (a == nullptr || report == nullptr || !report->index || seen == seen_alone_.end() ||
        model.session.compare.mode != session::CompareMode::Single) {
        say(ToastKind::Notice,
            "Show one take alone on its frame, show the other on the same moment, and "
            "ask again.");
        return;
    }
    const Rational at_s = Rational(model.tick) / model.session.transport.rate;
    const Rational offset_s =
        playback::offset_showing(b->timing, *report->index, seen->second, at_s);
    player_->edit([key = b->key, offset_s](session::Session& s) {
        if (session::Source* source = s.find(key)) source->timing.offset_s = offset_s;
    });
    say(ToastKind::Notice, display_name(*b) + " meets " + display_name(*a) + " here: its frame " +
                               std::to_string(seen->second + model.session.frame_base) + ".");
}

/// What went wrong with a source since the last look.
void Application::tell_errors(const ViewModel& model) {
    for (const playback::SourceReport& report : model.reports) {
        std::string& told = told_errors_[report.key];
        if (report.error == told) continue;
        told = report.error;
        if (!told.empty()) say(ToastKind::Error, told);
    }
    for (const playback::SourceReport& report : model.reports) {
        const session::Source* source = model.session.find(report.key);
        if (source == nullptr) continue;
        const std::string failure = decoder_failure(display_name(*source), report.media.decode);
        std::string& told = told_decoders_[report.key];
        if (failure == told) continue;
        told = failure;
        if (!told.empty()) say(ToastKind::Notice, told);
    }
}

/// What keeps a source from being shown as its colour settings say.
void Application::tell_color_errors(const ViewModel& model) {
    std::set<std::string> said; // A display that is missing is missing for every take.
    const auto tell = [&](session::SourceKey key, playback::Viewport viewport,
                          const playback::ColorReport& report) {
        if (report.is_preparing) return; // Not known yet; the same error is no new one.
        std::string& told = told_colors_[{key, viewport}];
        if (report.error == told) return;
        told = report.error;
        if (told.empty() || told == color_setup_.broken()) return; // See take_color_config.
        const std::string text = told + ". " + report.substitution;
        if (said.insert(text).second) say(ToastKind::Error, text);
    };
    for (const playback::SourceReport& report : model.reports)
        tell(report.key, playback::Viewport::Main, report.color);
    for (const auto& [key, report] : model.second_colors)
        tell(key, playback::Viewport::Second, report);

    tell_guesses(model);
    const auto warn = [&](const char* window, const color::ViewColor& viewed,
                          renderer::WindowOutput output, std::string& told) {
        std::string warning = output_warning(shown_view(*model.color, viewed).display, output);
        if (warning == told) return;
        told = std::move(warning);
        if (!told.empty()) say(ToastKind::Warning, window + (" is " + told) + ".");
    };
    warn("The picture", model.viewed, model.output.used, told_outputs_[0]);
    if (model.second_output)
        warn("The second window", model.second_viewed, model.second_output->used, told_outputs_[1]);
}

/// A user's configuration may have no space for what a file says: then its default stands in, and
/// views that skip data change nothing.
void Application::tell_guesses(const ViewModel& model) {
    if (model.color->config.is_built_in()) return;
    for (const playback::SourceReport& report : model.reports) {
        const playback::ColorReport& color = report.color;
        if (color.is_preparing || color.input_space.empty() || color.confirmed) continue;
        if (!told_guesses_.insert(report.key).second) continue;
        const session::Source* source = model.session.find(report.key);
        if (source == nullptr) continue;
        say(ToastKind::Warning, display_name(*source) + ": colour space unconfirmed, read as " +
                                    color.input_space + " (" + color.reason +
                                    "). The inspector confirms it or takes another.");
    }
}

/// Other programs take memory of the device, too.
void Application::tell_memory(const renderer::CacheStats& cache) {
    const bool is_short = cache.budget_bytes < cache.wanted_bytes;
    if (is_short == told_memory_) return;
    told_memory_ = is_short;
    const auto mib = [](std::uint64_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; };
    if (is_short)
        say(ToastKind::Warning, "The device gives no more memory: the cache holds " +
                                    mib(cache.budget_bytes) + " instead of " +
                                    mib(cache.wanted_bytes) +
                                    ", and grows again when other programs let go of some.");
    else
        say(ToastKind::Notice, "The cache may hold " + mib(cache.wanted_bytes) + " again.");
}

void Application::take_color_config() {
    const auto answer = color_setup_.take();
    if (!answer) return;
    frames_wanted_ = std::max(frames_wanted_, 2);
    player_->set_color_config_error(color_setup_.broken());
    if (!answer->config) {
        say(ToastKind::Error, answer->config.error().message + ". The colours stay as they were.");
        return;
    }
    if (!rereads_config_) {
        preferences_.color_config = answer->choice.origin;
        preferences_.color_config_file = answer->choice.file.string();
    }
    if (answer->config.value().cache_id() == player_->color_config().cache_id() &&
        answer->config.value().name() == player_->color_config().name())
        return;
    player_->set_color_config(answer->config.value());
    told_guesses_.clear();
    if (!rereads_config_)
        say(ToastKind::Notice, "Colours are by the configuration " + answer->config.value().name() +
                                   " now. It belongs to no session: View > Colour > Configuration "
                                   "goes back, undo does not.");
    maps_->set_config(answer->config.value());
    lights_->set_config(answer->config.value());
    color_choices_ = std::make_shared<const ColorChoices>(color_choices(answer->config.value()));
}

/// Remembers which frame of a take was looked at last while it was alone.
void Application::note_seen(const ViewModel& model) {
    if (model.session.compare.mode != session::CompareMode::Single || !model.shown) return;
    for (const playback::FrameChoice& choice : model.shown->tick.choices)
        seen_alone_[choice.key] = choice.frame;
}

/// Files of colours that were written anew are read again; see SourceColors for broken ones.
void Application::follow_color_files() {
    const auto now = ColorFiles::Clock::now();
    if (now < next_color_look_) return;
    next_color_look_ = now + kColorLook;
    std::filesystem::path config = color_setup_.choice().file;
    if (color_setup_.choice().origin == session::ColorConfigOrigin::Environment)
        config = environment_config();
    const ColorFiles::Changes changes = color_files_.poll(player_->session(), config, now);
    rereads_config_ = changes.config && color_setup_.ask(color_setup_.choice());
    if (rereads_config_)
        say(ToastKind::Notice, config.filename().string() + " changed: it is read again.");
    if (!changes.grades) return;
    told_colors_.clear(); // What is still wrong is told again.
    player_->reload_color_files();
    cdl_ids_.renew();
    event_pictures_->clear();
    for (const session::Source& source : player_->session().sources) measuring_->renew(source.key);
    renew_maps();
    say(ToastKind::Notice, "A CDL or LUT file changed: it is read again.");
}

void Application::take_background_results() {
    take_color_config();
    take_edits();
    follow_color_files();
    if (const auto outcome = export_->take_outcome()) {
        say(outcome->toast.kind, outcome->toast.text);
        // The next movie is proposed a name of its own.
        if (outcome->movie_written) state_.export_settings.path.clear();
    }
    if (!content_match_.valid() ||
        content_match_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return;
    const auto match = content_match_.get();
    if (!match) {
        say(ToastKind::Warning, "The pictures could not be compared; align the takes by hand.");
        return;
    }
    keeper_->begin_changes();
    player_->edit([&](session::Session& s) {
        const session::Source* a = s.find(matched_.first);
        session::Source* b = s.find(matched_.second);
        if (a == nullptr || b == nullptr) return;
        b->timing.in_s = a->timing.in_s;
        b->timing.offset_s = a->timing.offset_s + match->offset_s;
    });
    keeper_->end_changes();
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), "B moved by %+.3f s, confidence %.0f %%%s.",
                  match->offset_s.value(), match->confidence * 100,
                  match->confidence < 0.2 ? ": a guess, check it" : "");
    say(match->confidence < 0.2 ? ToastKind::Warning : ToastKind::Notice, text.data());
}

} // namespace seamline::ui
