#include "app/ui/probe_lights.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace seamline::ui {
namespace {

bool same(const ProbeLights::Subject& a, const ProbeLights::Subject& b) {
    return a.config.cache_id() == b.config.cache_id() && a.config.name() == b.config.name() &&
           a.source == b.source && a.view == b.view;
}

ProbeLights::Reading make(const ProbeLights::Subject& subject) {
    auto meter = LightMeter::make(subject.config, subject.source, subject.view);
    if (!meter) return {nullptr, meter.error().message};
    return {std::make_shared<const LightMeter>(std::move(meter).value()), {}};
}

} // namespace

ProbeLights::~ProbeLights() {
    for (auto& [key, entry] : entries_) entry.making.settle(std::chrono::seconds(2));
}

ProbeLights::Reading ProbeLights::find(session::SourceKey key, const Subject& subject) {
    Entry& entry = entries_[key];
    if (auto answer = entry.making.take()) entry.answer = std::move(*answer);
    if (entry.answer && same(entry.answer->of, subject)) return entry.answer->reading;
    if (!entry.making.is_running())
        entry.making.start([subject](const Errand<Answer>::Cancelled&) {
            return Answer{subject, make(subject)};
        });
    return {};
}

bool ProbeLights::is_waiting() const {
    return std::ranges::any_of(entries_,
                               [](const auto& entry) { return entry.second.making.is_running(); });
}

} // namespace seamline::ui
