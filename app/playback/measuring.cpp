#include "app/playback/measuring.h"

#include "app/playback/review_input.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

namespace seamline::playback {
namespace {

using analysis::Boundary;
using analysis::BoundaryAnalysis;
using Clock = std::chrono::steady_clock;

/// Gives way, but not so much that the end of the program has to wait for its last frame.
constexpr int kBackgroundNiceness = 10;
constexpr auto kPublishEvery = std::chrono::milliseconds(150);
/// Frames take most of the time.
constexpr double kShareOfMedia = 0.8;

/// Of a source only what changes its measures.
session::Source measured_part(const session::Source& source) {
    session::Source part;
    part.key = source.key;
    part.path = source.path;
    part.name = source.name;
    part.cut = source.cut;
    part.missing = source.missing;
    part.sequence_rate = source.sequence_rate;
    part.color = source.color;
    part.source_color = source.source_color;
    return part;
}

struct Wanted {
    session::Source source;
    color::ViewColor view;

    friend bool operator==(const Wanted&, const Wanted&) = default;
};

using BoundaryKey = std::tuple<std::size_t, std::int64_t, std::int64_t, std::size_t, std::int64_t,
                               std::int64_t, std::int64_t, std::int64_t>;
BoundaryKey key_of(const BoundaryAnalysis& one) {
    const Boundary& b = one.boundary;
    return {b.outgoing.source, b.outgoing.first, b.outgoing.end,        b.incoming.source,
            b.incoming.first,  b.incoming.end,   one.compared.outgoing, one.compared.incoming};
}

/// What was measured of a source and stays true while only marks change.
struct Memory {
    std::optional<SessionReview> review;
    std::vector<analysis::MediumAnalysis> media;
    struct Measured {
        analysis::Seam seam;
        analysis::Null null;
    };
    std::map<BoundaryKey, Measured> measured;
};

// Found cuts without the removed ones and with the added ones.
std::vector<analysis::DetectedCut> marked_cuts(const std::vector<analysis::DetectedCut>& found,
                                               const session::CutMarks& marks) {
    std::vector<std::int64_t> added;
    std::vector<std::int64_t> removed;
    for (const session::CutMark& mark : marks) {
        if (mark.presence == session::CutPresence::Added) added.push_back(mark.frame);
        if (mark.presence == session::CutPresence::Removed) removed.push_back(mark.frame);
    }
    return analysis::corrected_cuts(found, added, removed);
}

std::vector<CutFinding> findings_of(const Memory& memory, const session::CutMarks& marks) {
    std::vector<Boundary> boundaries =
        analysis::timeline_boundaries(memory.review->input, memory.media);
    for (std::size_t i = 0; i < memory.media.size(); ++i) {
        if (!memory.review->input.media[i].find_cuts) continue;
        const auto more = analysis::boundaries_of(i, memory.media[i].measured.features->frame_count,
                                                  marked_cuts(memory.media[i].cuts, marks));
        boundaries.insert(boundaries.end(), more.begin(), more.end());
    }
    std::vector<CutFinding> findings;
    for (Boundary& boundary : boundaries) {
        CutFinding finding;
        finding.frame = boundary.record_frame.value_or(boundary.frame);
        finding.analysis.compared = analysis::compared_frames(boundary);
        finding.analysis.boundary = std::move(boundary);
        if (const session::CutMark* mark = session::find_mark(marks, finding.frame)) {
            finding.is_added = mark->presence == session::CutPresence::Added;
            finding.verdict = mark->verdict;
        }
        if (const auto known = memory.measured.find(key_of(finding.analysis));
            known != memory.measured.end()) {
            finding.is_measured = true;
            finding.analysis.seam = known->second.seam;
            finding.analysis.null = known->second.null;
        }
        findings.push_back(std::move(finding));
    }
    std::ranges::stable_sort(findings, {}, &CutFinding::frame);
    return findings;
}

// A cut whose flag was dismissed is right as it is, and so are those of live action.
int judge(std::vector<CutFinding>& findings, const MeasuringOptions& options) {
    std::vector<analysis::Terms> known;
    std::vector<BoundaryAnalysis*> measured;
    for (CutFinding& finding : findings) {
        if (!finding.is_measured) continue;
        measured.push_back(&finding.analysis);
        if (finding.analysis.boundary.is_live_action ||
            finding.verdict == session::SeamVerdict::Dismissed)
            known.push_back(finding.analysis.seam.terms);
    }
    const auto film =
        analysis::judge_all(measured, known, {options.profile, options.speak_of_other_framings});
    return film ? film->film_cuts : 0;
}

} // namespace

const CutFinding* SourceFindings::at(std::int64_t frame) const {
    const auto found = std::ranges::lower_bound(cuts, frame, {}, &CutFinding::frame);
    return found != cuts.end() && found->frame == frame ? &*found : nullptr;
}

struct Measuring::Impl {
    struct Subject {
        Wanted wanted;
        session::CutMarks marks;
        bool visible = true;
        std::uint64_t revision = 0; ///< Of `wanted`.
        std::uint64_t said = 0;     ///< Revision of marks and options ...
        std::uint64_t answered = 0; ///< ... that `findings` are of, once all is measured.
        Memory memory;              ///< Empty while the worker has it.
        std::shared_ptr<const SourceFindings> findings;
    };

    color::ColorConfig config;
    const std::filesystem::path store;
    const std::function<void()> changed;
    const bool in_background;
    const std::uintmax_t store_limit;
    mutable std::mutex mutex; // Guards everything below but `worker`.
    std::condition_variable_any asked;
    std::vector<session::SourceKey> order;
    std::map<session::SourceKey, Subject> subjects;
    MeasuringOptions options;
    bool waits = false;
    std::uint64_t next_revision = 1;
    std::jthread worker;

    Impl(color::ColorConfig colors, std::filesystem::path folder, std::function<void()> tell,
         bool gives_way, std::uintmax_t bytes)
        : config(std::move(colors)), store(std::move(folder)), changed(std::move(tell)),
          in_background(gives_way), store_limit(bytes) {}

    std::optional<session::SourceKey> next_open() const;
    void start_over(Subject& subject);
    void run(const std::stop_token& stop);
};

/// One run over one source: local copies, given back at its end.
class MeasuringRun {
public:
    MeasuringRun(Measuring::Impl& impl, session::SourceKey key, const std::stop_token& stop)
        : impl_(impl), key_(key), stop_(stop) {
        const std::scoped_lock lock(impl.mutex);
        Measuring::Impl::Subject& subject = impl.subjects.at(key);
        wanted_ = subject.wanted;
        marks_ = subject.marks;
        revision_ = subject.revision;
        said_ = subject.said;
        memory_ = std::exchange(subject.memory, {});
        options_ = impl.options;
        config_ = impl.config;
    }

    void run() {
        std::string error;
        try {
            error = measure();
        } catch (const std::exception& failure) {
            error = std::string("measuring failed: ") + failure.what();
        }
        give_back(error);
    }

private:
    /// With the lock held.
    bool is_stale() const {
        const auto found = impl_.subjects.find(key_);
        return found == impl_.subjects.end() || found->second.revision != revision_ ||
               !impl_.options.enabled;
    }
    /// Asked between frames, so it is where measuring waits, too.
    bool is_cancelled() const {
        std::unique_lock lock(impl_.mutex);
        impl_.asked.wait(lock, stop_, [&] { return !impl_.waits || is_stale(); });
        return stop_.stop_requested() || is_stale();
    }
    bool has_ended() const {
        const std::scoped_lock lock(impl_.mutex);
        return stop_.stop_requested() || is_stale();
    }

    std::string told(const Error& error) {
        cancelled_ = cancelled_ || error.code == ErrorCode::Cancelled;
        return error.message;
    }

    std::string measure() {
        if (!memory_.review) {
            session::Session one;
            one.sources.push_back(wanted_.source);
            one.view_color = wanted_.view;
            auto review = review_of(one);
            if (!review) return told(review.error());
            memory_.review = std::move(review).value();
        }
        for (std::size_t i = memory_.media.size(); i < memory_.review->input.media.size(); ++i)
            if (const std::string error = measure_medium(i); !error.empty()) return error;
        return measure_cuts();
    }

    std::string measure_medium(std::size_t index) {
        const analysis::ReviewMedium& medium = memory_.review->input.media[index];
        const double share =
            kShareOfMedia / static_cast<double>(memory_.review->input.media.size());
        analysis::MeasureOptions measuring;
        measuring.threads = 1;
        measuring.in_background = impl_.in_background;
        if (!impl_.store.empty()) measuring.store = impl_.store;
        measuring.store_limit = impl_.store_limit;
        measuring.open = medium.open;
        measuring.cancelled = [&] { return is_cancelled(); };
        measuring.progress = [&](const analysis::SourceFeatures& so_far) {
            const auto frames = static_cast<double>(std::max<std::int64_t>(so_far.frame_count, 1));
            done_ = share * (static_cast<double>(index) +
                             static_cast<double>(so_far.frames.size()) / frames);
            if (Clock::now() - published_ < kPublishEvery) return;
            // Frames are copied only when a tenth has been added, or a long medium would be copied
            // more often than it is measured; how far it has come is told all the same.
            const std::size_t told =
                partial_ ? partial_->measured.features->frames.size() : std::size_t{0};
            if (!partial_ || so_far.frames.size() > told + told / 10) {
                partial_.emplace();
                partial_->name = medium.name;
                partial_->measured = {medium.path, medium.color,
                                      std::make_shared<const analysis::SourceFeatures>(so_far)};
            }
            publish(false, "");
        };
        auto done = analysis::analyze_medium(medium, *config_, measuring);
        partial_.reset();
        if (!done) return told(done.error());
        memory_.media.push_back(std::move(done).value());
        publish(false, "");
        return "";
    }

    std::string measure_cuts() {
        std::vector<analysis::MeasuredMedium> media;
        for (const analysis::MediumAnalysis& medium : memory_.media)
            media.push_back(medium.measured);
        decode::OpenOptions open;
        if (!memory_.review->input.media.empty()) open = memory_.review->input.media.front().open;
        open.threads = 1;
        analysis::SeamMeter meter(*config_, std::move(media), open, [&] { return is_cancelled(); });
        const std::vector<CutFinding> all = findings_of(memory_, marks_);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].is_measured) continue;
            const auto measured = meter.measure(all[i].analysis.boundary);
            if (!measured) return told(measured.error());
            BoundaryAnalysis one = all[i].analysis;
            auto null = meter.null_of(one.boundary, one.boundary.record_frame.has_value());
            if (!null) return told(null.error());
            one.seam = measured.value().seam;
            one.compared = analysis::compared_frames(one.boundary);
            analysis::add_lens(one, memory_.media, meter);
            memory_.measured[key_of(all[i].analysis)] = {one.seam, std::move(null).value()};
            done_ = kShareOfMedia + (1 - kShareOfMedia) * static_cast<double>(i + 1) /
                                        static_cast<double>(all.size());
            if (Clock::now() - published_ >= kPublishEvery) publish(false, "");
        }
        return "";
    }

    void publish(bool is_finished, const std::string& error) {
        auto findings = std::make_shared<SourceFindings>();
        findings->source = key_;
        findings->media = memory_.media;
        if (partial_) findings->media.push_back(*partial_);
        if (memory_.review) {
            findings->left_out = memory_.review->left_out;
            if (!partial_) findings->cuts = findings_of(memory_, marks_);
        }
        findings->film_cuts = judge(findings->cuts, options_);
        findings->done = is_finished ? 1 : done_;
        findings->is_finished = is_finished;
        findings->error = error;
        {
            const std::scoped_lock lock(impl_.mutex);
            const auto found = impl_.subjects.find(key_);
            if (found == impl_.subjects.end() || found->second.revision != revision_) return;
            found->second.findings = std::move(findings);
        }
        published_ = Clock::now();
        impl_.changed();
    }

    void give_back(const std::string& error) {
        const bool cancelled = cancelled_ || has_ended();
        if (!cancelled) publish(true, error);
        const std::scoped_lock lock(impl_.mutex);
        const auto found = impl_.subjects.find(key_);
        if (found == impl_.subjects.end() || found->second.revision != revision_) return;
        found->second.memory = std::move(memory_);
        if (cancelled) return;
        found->second.answered = said_;
    }

    Measuring::Impl& impl_;
    session::SourceKey key_;
    const std::stop_token& stop_;
    Wanted wanted_;
    session::CutMarks marks_;
    MeasuringOptions options_;
    std::optional<color::ColorConfig> config_;
    std::uint64_t revision_ = 0;
    std::uint64_t said_ = 0;
    Memory memory_;
    std::optional<analysis::MediumAnalysis> partial_;
    bool cancelled_ = false;
    double done_ = 0;
    Clock::time_point published_{};
};

std::optional<session::SourceKey> Measuring::Impl::next_open() const {
    if (!options.enabled) return std::nullopt;
    std::optional<session::SourceKey> hidden;
    for (const session::SourceKey key : order) {
        const Subject& subject = subjects.at(key);
        if (subject.answered == subject.said) continue;
        if (subject.visible) return key;
        if (!hidden) hidden = key;
    }
    return hidden;
}

void Measuring::Impl::start_over(Subject& subject) {
    subject.memory = {};
    subject.findings.reset();
    subject.revision = next_revision++;
    subject.said = subject.revision;
    subject.answered = 0;
}

void Measuring::Impl::run(const std::stop_token& stop) {
    // On Linux this is the niceness of the calling thread alone.
    if (in_background) setpriority(PRIO_PROCESS, 0, kBackgroundNiceness);
    std::unique_lock lock(mutex);
    // A wait that is stopped tells whether there is work, not that it may be done.
    while (asked.wait(lock, stop, [&] { return next_open().has_value(); }) &&
           !stop.stop_requested()) {
        const session::SourceKey key = *next_open();
        lock.unlock();
        MeasuringRun(*this, key, stop).run();
        lock.lock();
    }
}

Measuring::Measuring(color::ColorConfig config, std::filesystem::path store,
                     std::function<void()> changed, bool in_background, std::uintmax_t store_limit)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(store), std::move(changed),
                                   in_background, store_limit)) {
    impl_->worker =
        std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->run(stop); });
}

Measuring::~Measuring() {
    impl_->worker.request_stop();
    impl_->worker.join();
}

void Measuring::follow(const session::Session& session, const MeasuringOptions& options) {
    {
        const std::scoped_lock lock(impl_->mutex);
        const bool others = !(impl_->options == options);
        impl_->options = options;
        std::erase_if(impl_->subjects,
                      [&](const auto& entry) { return session.find(entry.first) == nullptr; });
        impl_->order.clear();
        const std::vector<const session::Source*> shown = session.on_screen();
        for (const session::Source& source : session.sources) {
            impl_->order.push_back(source.key);
            Impl::Subject& subject = impl_->subjects[source.key];
            subject.visible = std::ranges::find(shown, &source) != shown.end();
            Wanted wanted{measured_part(source), session.view_color};
            // A name is only said: typing one measures nothing anew.
            if (subject.revision != 0) wanted.source.name = subject.wanted.source.name;
            if (subject.revision == 0 || !(subject.wanted == wanted)) {
                subject = {.wanted = std::move(wanted), .visible = subject.visible};
                subject.revision = impl_->next_revision++;
                subject.said = subject.revision;
            }
            if (others || subject.marks != source.cut_marks) {
                subject.marks = source.cut_marks;
                subject.said = impl_->next_revision++;
            }
        }
    }
    impl_->asked.notify_all();
}

void Measuring::set_config(color::ColorConfig config) {
    {
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->config.cache_id() == config.cache_id()) return;
        impl_->config = std::move(config);
        for (auto& [key, subject] : impl_->subjects) impl_->start_over(subject);
    }
    impl_->asked.notify_all();
}

void Measuring::renew(session::SourceKey source) {
    {
        const std::scoped_lock lock(impl_->mutex);
        const auto found = impl_->subjects.find(source);
        if (found == impl_->subjects.end()) return;
        impl_->start_over(found->second);
    }
    impl_->asked.notify_all();
}

void Measuring::set_waiting(bool waits) {
    {
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->waits == waits) return;
        impl_->waits = waits;
    }
    impl_->asked.notify_all();
}

std::shared_ptr<const SourceFindings> Measuring::findings(session::SourceKey source) const {
    const std::scoped_lock lock(impl_->mutex);
    const auto found = impl_->subjects.find(source);
    return found == impl_->subjects.end() ? nullptr : found->second.findings;
}

double Measuring::done() const {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->subjects.empty()) return 1;
    double sum = 0;
    for (const auto& [key, subject] : impl_->subjects)
        sum += subject.findings ? subject.findings->done : 0;
    return sum / static_cast<double>(impl_->subjects.size());
}

std::optional<double> FlagCount::precision() const {
    const int judged = accepted + dismissed;
    return judged > 0 ? std::optional(static_cast<double>(accepted) / judged) : std::nullopt;
}

} // namespace seamline::playback
