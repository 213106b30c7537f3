#include "app/playback/seam_maps.h"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace seamline::playback {
namespace {

using analysis::MeasuredMedium;

/// Playing comes first.
constexpr int kNiceness = 10;

bool same_medium(const ComparedPicture& a, const ComparedPicture& b) {
    return a.path == b.path && a.color == b.color && a.sequence_rate == b.sequence_rate;
}

/// The media that were compared last stay open, and so does what was measured of them.
class Comparison {
public:
    MapAnswer answer(const MapRequest& request, const color::ColorConfig& config) {
        MapAnswer answer;
        answer.request = request;
        open(request, config);
        if (!(measured_of_ && same_frames(*measured_of_, request))) answer.error = measure(request);
        if (!answer.error.empty()) {
            measured_of_.reset();
            return answer;
        }
        answer.measured = measured_;
        answer.outgoing = outgoing_;
        answer.incoming = incoming_;
        if (auto map =
                analysis::seam_map(request.kind, outgoing_->light, incoming_->light, *measured_))
            answer.map = std::make_shared<const analysis::SeamMap>(std::move(*map));
        else
            answer.why_off = map_is_off(request.kind, *measured_);
        return answer;
    }

    void forget() {
        meter_.reset();
        measured_of_.reset();
    }

private:
    static bool same_frames(const MapRequest& a, const MapRequest& b) {
        return a.outgoing == b.outgoing && a.incoming == b.incoming;
    }

    void open(const MapRequest& request, const color::ColorConfig& config) {
        if (meter_ && same_medium(opened_->outgoing, request.outgoing) &&
            same_medium(opened_->incoming, request.incoming))
            return;
        decode::OpenOptions open;
        open.threads = 1;
        open.sequence_rate = request.outgoing.sequence_rate;
        // Two media, even of one file: each keeps its own place in it.
        meter_.emplace(
            config,
            std::vector<MeasuredMedium>{{request.outgoing.path, request.outgoing.color, nullptr},
                                        {request.incoming.path, request.incoming.color, nullptr}},
            open, std::function<bool()>{});
        opened_ = request;
        measured_of_.reset();
    }

    std::string measure(const MapRequest& request) {
        auto measured = meter_->compare(0, request.outgoing.frame, 1, request.incoming.frame);
        if (!measured) return measured.error().message;
        const auto outgoing = meter_->frame(0, request.outgoing.frame, 1);
        if (!outgoing) return outgoing.error().message;
        const auto incoming = meter_->frame(1, request.incoming.frame, 0);
        if (!incoming) return incoming.error().message;
        analysis::JudgeOptions judging;
        judging.incoming = "B";
        analysis::judge(measured.value().seam, {}, judging);
        measured_ = std::make_shared<const analysis::MeasuredSeam>(std::move(measured).value());
        outgoing_ = outgoing.value();
        incoming_ = incoming.value();
        measured_of_ = request;
        return "";
    }

    std::optional<analysis::SeamMeter> meter_;
    std::optional<MapRequest> opened_;
    std::optional<MapRequest> measured_of_;
    std::shared_ptr<const analysis::MeasuredSeam> measured_;
    std::shared_ptr<const analysis::FetchedFrame> outgoing_;
    std::shared_ptr<const analysis::FetchedFrame> incoming_;
};

// A thread has nobody to throw to.
MapAnswer guarded_answer(Comparison& comparison, const MapRequest& request,
                         const color::ColorConfig& config) {
    try {
        return comparison.answer(request, config);
    } catch (const std::exception& failure) {
        comparison.forget();
        MapAnswer answer;
        answer.request = request;
        answer.error = std::string("measuring failed: ") + failure.what();
        return answer;
    }
}

} // namespace

struct SeamMaps::Impl {
    std::function<void()> changed;
    mutable std::mutex mutex; // Guards everything below but `worker`.
    std::condition_variable_any asked;
    color::ColorConfig config;
    std::uint64_t config_revision = 1;
    std::optional<MapRequest> wanted;
    bool is_open = false; ///< `wanted` has no answer yet.
    std::shared_ptr<const MapAnswer> latest;
    std::jthread worker;

    Impl(color::ColorConfig colors, std::function<void()> tell)
        : changed(std::move(tell)), config(std::move(colors)) {}

    void run(const std::stop_token& stop) {
        setpriority(PRIO_PROCESS, 0, kNiceness); // On Linux this is that of the calling thread.
        Comparison comparison;
        std::uint64_t made_for = 0;
        std::unique_lock lock(mutex);
        while (asked.wait(lock, stop, [&] { return is_open; }) && !stop.stop_requested()) {
            const MapRequest request = *wanted;
            const color::ColorConfig used = config;
            const bool is_new = std::exchange(made_for, config_revision) != config_revision;
            is_open = false;
            lock.unlock();
            if (is_new) comparison.forget();
            auto answer =
                std::make_shared<const MapAnswer>(guarded_answer(comparison, request, used));
            lock.lock();
            latest = std::move(answer);
            lock.unlock();
            changed();
            lock.lock();
        }
    }
};

SeamMaps::SeamMaps(color::ColorConfig config, std::function<void()> changed)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(changed))) {
    impl_->worker =
        std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->run(stop); });
}

SeamMaps::~SeamMaps() {
    impl_->worker.request_stop();
    impl_->worker.join();
}

void SeamMaps::set_config(color::ColorConfig config) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->config.cache_id() == config.cache_id()) return;
    impl_->config = std::move(config);
    ++impl_->config_revision;
    impl_->is_open = impl_->wanted.has_value();
    impl_->asked.notify_all();
}

void SeamMaps::renew() {
    const std::scoped_lock lock(impl_->mutex);
    ++impl_->config_revision;
    impl_->is_open = impl_->wanted.has_value();
    impl_->asked.notify_all();
}

void SeamMaps::want(const MapRequest& request) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->wanted == request) return;
    impl_->wanted = request;
    impl_->is_open = true;
    impl_->asked.notify_all();
}

std::shared_ptr<const MapAnswer> SeamMaps::latest() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->latest;
}

bool SeamMaps::is_busy() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->wanted && (!impl_->latest || !(impl_->latest->request == *impl_->wanted));
}

std::string map_is_off(analysis::SeamMapKind kind, const analysis::MeasuredSeam& measured) {
    const analysis::Seam& seam = measured.seam;
    if (!seam.same_view) return "different framing, map off";
    switch (kind) {
    case analysis::SeamMapKind::Flip:
        return "FLIP needs pictures that lie on each other: only " +
               std::to_string(static_cast<int>(100 * seam.coverage)) + " % correspond";
    case analysis::SeamMapKind::DeltaItp:
        return seam.is_hdr ? "" : "a map of HDR differences needs two HDR takes (PQ or HLG)";
    case analysis::SeamMapKind::DeltaEGraded:
    case analysis::SeamMapKind::Lightness:
    case analysis::SeamMapKind::Chroma:
        return seam.grade ? "" : "too few pixels correspond for a grade";
    case analysis::SeamMapKind::Relight:
        return measured.pictures.relight ? "" : "too few parts of the picture correspond";
    case analysis::SeamMapKind::Texture:
        if (measured.pictures.texture) return "";
        if (seam.by_edges) return "under another light a surface shows another texture";
        return seam.bars_differ ? "black bars differ: texture is not compared"
                                : "no texture could be compared";
    case analysis::SeamMapKind::DeltaE:
    case analysis::SeamMapKind::Structure:
        break;
    }
    return "";
}

} // namespace seamline::playback
