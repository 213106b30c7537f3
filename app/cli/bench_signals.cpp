#include "app/cli/bench_signals.h"

#include <string>
#include <utility>

namespace seamline::cli {

Result<Done> BenchSignals::give(const playback::Player& player,
                                std::vector<renderer::ScopeTask>& tasks) {
    for (renderer::ScopeTask& task : tasks) {
        if (!renderer::has_view_signal(renderer::scope_params(*task.frame, task.color, {})))
            return Error{ErrorCode::Unsupported,
                         std::string("--signal view needs R'G'B', which the matrix ") +
                             name(task.color.matrix) + " does not give; count --signal source"};
        const session::Session session = player.session();
        const session::Source* source = session.find(static_cast<session::SourceKey>(task.source));
        const auto subject =
            source == nullptr ? std::nullopt : playback::view_subject(player, *source, *task.frame);
        if (!subject)
            return Error{ErrorCode::Unavailable,
                         "a source's colour space is not known; give --input-space"};
        const auto known = made_.find(source->key);
        if (known == made_.end() || !(known->second.subject == *subject)) {
            auto signal = playback::make_view_signal(player.color_config(), *subject);
            if (!signal) return signal.error();
            made_.insert_or_assign(source->key, Made{*subject, std::move(signal).value()});
        }
        task.signal = made_.at(source->key).signal;
    }
    return Done{};
}

} // namespace seamline::cli
