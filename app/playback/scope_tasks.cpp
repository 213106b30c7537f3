#include "app/playback/scope_tasks.h"

namespace seamline::playback {

std::vector<renderer::ScopeTask> scope_tasks(const session::Session& session, const Tick& tick,
                                             const renderer::ScopeRequest& request) {
    std::vector<renderer::ScopeTask> tasks;
    for (const FrameChoice& choice : tick.choices) {
        const session::Source* source = session.find(choice.key);
        if (source == nullptr || choice.cached == nullptr) continue;
        tasks.push_back({static_cast<std::uint64_t>(choice.key), choice.cached,
                         session::overridden(choice.cached->color, source->color), request});
    }
    return tasks;
}

} // namespace seamline::playback
