#include "app/cli/bench_maps.h"

#include <algorithm>
#include <optional>
#include <thread>

namespace seamline::cli {
namespace {

std::optional<playback::ComparedPicture> picture_of(const session::Session& session,
                                                    const session::Source* source,
                                                    const playback::Tick& tick) {
    if (source == nullptr || source->cut) return {};
    const auto choice = std::ranges::find(tick.choices, source->key, &playback::FrameChoice::key);
    if (choice == tick.choices.end()) return {};
    playback::ComparedPicture picture;
    picture.path = source->path;
    picture.color.source = source->source_color;
    picture.color.view = session.view_color;
    picture.sequence_rate = source->sequence_rate;
    picture.frame = choice->frame;
    return picture;
}

} // namespace

void BenchMaps::want(const session::Session& session, const playback::Tick& tick) {
    const auto a = picture_of(session, session.source_a(), tick);
    const auto b = picture_of(session, session.source_b(), tick);
    if (!a || !b) return;
    if (asked_++ == 0) began_ = std::chrono::steady_clock::now();
    maps_.want({*a, *b, kind_});
}

void BenchMaps::finish() const {
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while ((maps_.is_busy() || counted_ != maps_.latest().get()) &&
           std::chrono::steady_clock::now() < latest)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void BenchMaps::count() {
    const auto answer = maps_.latest();
    if (answer->map != nullptr) {
        last_ = std::chrono::steady_clock::now();
        ++made_;
    }
    counted_ = answer.get();
}

nlohmann::json BenchMaps::report() const {
    const std::chrono::duration<double> spent = last_.load() - began_;
    const std::int64_t made = made_;
    const double rate = made > 0 ? static_cast<double>(made) / spent.count() : 0;
    std::string why_off;
    if (const auto answer = maps_.latest(); answer != nullptr && answer->map == nullptr)
        why_off = answer->error.empty() ? answer->why_off : answer->error;
    return {{"kind", analysis::name(kind_)},
            {"backend", "cpu"},
            {"asked", asked_},
            {"made", made},
            {"per_second", rate},
            {"ms", rate > 0 ? nlohmann::json(1000 / rate) : nlohmann::json(nullptr)},
            {"why_off", why_off.empty() ? nlohmann::json(nullptr) : nlohmann::json(why_off)}};
}

} // namespace seamline::cli
