#include "app/cli/demo_session.h"

#include <atomic>
#include <csignal>
#include <cstdio>

namespace seamline::cli {
namespace {

/// Set by the signal handler, read by the progress callback; a flag is all a handler may touch.
std::atomic<bool> interrupted = false; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void interrupt(int) { interrupted = true; }

} // namespace

Result<session::DemoReview> prepare_demo(const renderer::Device& device) {
    interrupted = false;
    const auto previous = std::signal(SIGINT, interrupt);
    bool told = false;
    Result<session::DemoReview> review = session::ensure_demo_review(
        device, session::demo_cache_folder(), [&](int done, int total, const std::string& text) {
            std::fprintf(stderr, "\rRendering the demo review: %3d %% (%s)   ",
                         total > 0 ? done * 100 / total : 100, text.c_str());
            told = true;
            return !interrupted.load();
        });
    if (told) std::fputc('\n', stderr);
    std::signal(SIGINT, previous);
    return review;
}

session::Session demo_session(const session::DemoReview& review) {
    session::Session result;
    session::SourceKey key = 1;
    for (const session::DemoFile& take : review.takes) {
        session::Source source;
        source.key = key++;
        source.path = take.path;
        source.name = take.shot + " " + take.name;
        source.generator = take.generator;
        source.visible = source.key <= 2;
        result.sources.push_back(std::move(source));
    }
    result.compare.mode = session::CompareMode::Row;
    return result;
}

} // namespace seamline::cli
